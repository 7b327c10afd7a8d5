"""Stock in the browser: the office keeps things, issues with one tap, types exceptions, counts, prints, copies."""

from collections.abc import Iterator

import pytest

from tests.actions.test_meals import crew
from tests.actions.test_stock import TOMORROW, medics, store, suits
from tests.cast import Cast
from tests.roster_people import MONDAY
from tests.street import at
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from tests.web.test_sampling_points_page import read, sent
from wumen.actions.force import NewDeployment, deploy
from wumen.queries.stock.page import stock_page
from wumen.records import clock
from wumen.records.models import DepositPoint

DAY = MONDAY.isoformat()
NINE = at(1, 10, 9)
pytestmark = pytest.mark.usefixtures("street")
__all__ = ["store"]


@pytest.fixture(autouse=True)
def nine_in_the_morning() -> Iterator[None]:
    """Monday at nine, when everybody of the street has a post."""
    with clock.fixed(NINE):
        yield


def test_an_office_begins_with_nothing_and_is_told_what_comes_first(
    cast: Cast, signed_in: SignedIn
) -> None:
    assert "先到“到件登记”写一个" in read(signed_in(cast.clerk), "/stock/")


def test_a_thing_is_kept_given_a_norm_received_and_issued(
    cast: Cast, signed_in: SignedIn, store: DepositPoint
) -> None:
    client, point = signed_in(cast.clerk), str(store.id)
    medics(cast)
    assert "这里还没有记库存" in read(client, "/stock/")
    form = {"day": DAY, "point": point}
    page = sent(client, "/stock/say/", made="1", name="防护服", unit="套", **form)
    assert "账上有这一样了" in page
    assert "半天帮忙的每人多少没定" in page
    assert "按人头发给" not in page
    thing = str(stock_page(cast.clerk, MONDAY).things[0].id)
    page = sent(client, "/stock/say/", norms="1", thing=thing, **{"norm-half_day": "1"}, **form)
    assert "每人多少已记下" in page
    wrong = {"norm-half_day": "二", "norm-point": "3", **form}
    page = sent(client, "/stock/say/", norms="1", thing=thing, **wrong)
    assert 'value="二"' in page
    assert "数量没看懂" in page
    page = sent(
        client, "/stock/say/", received="1", thing=thing, many="20", source="街道仓库", **form
    )
    assert "已入库" in page
    assert "1月11日（星期二）没有发布的班表" in page
    assert "按人头发给 1 处" in page
    assert "锦绣城 半天帮忙的：防护服6套" in page
    page = sent(client, "/stock/say/", issue="1", **form)
    assert "已按人头发给 1 处，共 6 件" in page
    assert "按人头发给 1 处<" not in page
    assert "按人头该发的都发了" in page
    assert "按人头没有要发的" in sent(client, "/stock/say/", issue="1", **form)


def test_an_exception_is_typed_with_its_reason_and_what_was_typed_wrong_stands_again(
    cast: Cast, signed_in: SignedIn, store: DepositPoint
) -> None:
    client = signed_in(cast.clerk)
    medics(cast)
    thing = str(suits(cast, store, half_day=1))
    team = stock_page(cast.clerk, MONDAY).rows[0].team.key
    form = {"day": DAY, "point": str(store.id), "thing": thing, "team": team, "given": "1"}
    page = sent(client, "/stock/say/", many="四", why="少来2人", **form)
    assert "数量没看懂" in page
    assert 'value="四"' in page
    assert 'value="少来2人"' in page
    assert "已记下，发出 4" in sent(client, "/stock/say/", many="4", why="少来2人", **form)
    page = sent(client, "/stock/say/", many="3", why="没用完退回", **form)
    assert "退回 1，已加回库存" in page
    assert "手写" in page
    counted = {"day": DAY, "point": str(store.id), "thing": thing, "counted": "1"}
    assert "要写原因" in sent(client, "/stock/say/", many="15", why="", **counted)
    assert "和账上相差 -2" in sent(client, "/stock/say/", many="15", why="破损", **counted)


def test_what_is_short_is_orange_here_and_on_the_board(
    cast: Cast, signed_in: SignedIn, store: DepositPoint
) -> None:
    client = signed_in(cast.clerk)
    medics(cast)
    suits(cast, store, 4, half_day=1)
    page = read(client, "/stock/")
    assert "1月10日（星期一）不够，到明天为止差 2" in page
    assert "只有 4" in page
    assert "不够每处都发，一件也没有发出去" in sent(
        client, "/stock/say/", issue="1", day=DAY, point=str(store.id)
    )
    assert 'hx-get="/stock/running/"' in read(client, "/board/")
    page = read(client, "/stock/running/")
    assert "物资不够" in page
    assert "差 2 " in page
    assert "物资不够" not in read(signed_in(cast.outsider), "/stock/running/")


def test_the_sheet_has_a_row_a_place_and_a_line_to_sign(
    cast: Cast, signed_in: SignedIn, store: DepositPoint
) -> None:
    medics(cast)
    suits(cast, store, half_day=2)
    suits(cast, store, 0, "面屏")
    page = read(signed_in(cast.clerk), f"/stock/sheet/?point={store.id}&day={DAY}")
    assert "锦绣城 半天帮忙的" in page
    assert "<strong>12</strong>" in page
    assert "签收" in page
    assert "面屏" not in page


def test_a_captain_and_another_office_do_not_open_it(
    cast: Cast, signed_in: SignedIn, store: DepositPoint
) -> None:
    assert signed_in(cast.captain).get("/stock/").status_code == 403
    other = signed_in(cast.outsider)
    assert other.get(f"/stock/?point={store.id}").status_code == 404
    assert signed_in(cast.clerk).get("/stock/?point=x").status_code == 404
    assert signed_in(cast.clerk).get("/stock/?day=2022-02-10").status_code == 400


def test_tomorrow_is_issued_the_evening_before(
    cast: Cast, signed_in: SignedIn, store: DepositPoint
) -> None:
    client = signed_in(cast.clerk)
    suits(cast, store, half_day=1)
    assert "还没有发布的班表" in read(client, f"/stock/?day={TOMORROW.isoformat()}")
    deploy(cast.clerk, [crew(cast).id], NewDeployment("入户采样", TOMORROW, "am"))
    page = sent(client, "/stock/say/", issue="1", day=TOMORROW.isoformat(), point=str(store.id))
    assert "已按人头发给 1 处" in page


def test_in_english_nothing_chinese_stands_but_names(
    cast: Cast, signed_in: SignedIn, store: DepositPoint
) -> None:
    medics(cast)
    suits(cast, store, 4, half_day=1)
    client = signed_in(cast.clerk)
    client.cookies["django_language"] = "en"
    for path in ("/stock/", f"/stock/sheet/?point={store.id}"):
        assert chinese_outside(read(client, path)) == []
