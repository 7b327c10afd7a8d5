"""Transfers of stock in the browser: proposed on the overview's card, sent with one tap, counted, called back."""

import re
from collections.abc import Iterator

import pytest

from tests.actions.test_stock_transfers import ELSEWHERE, SECOND, ends, held, helpers, tubes
from tests.cast import COMPOUND, Cast, person
from tests.roster_people import MONDAY
from tests.street import at
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from tests.web.test_sampling_points_page import read, sent
from wumen.actions.parcels import set_point
from wumen.actions.stock import issue, keep_thing, receive
from wumen.actions.stock_transfers import send_stock
from wumen.queries.stock.page import stock_page
from wumen.records import clock
from wumen.records.models import DepositPoint

DAY = MONDAY.isoformat()
NINE = at(1, 10, 9)
pytestmark = pytest.mark.usefixtures("street")
__all__ = ["ends"]


@pytest.fixture(autouse=True)
def nine_in_the_morning() -> Iterator[None]:
    """Monday at nine, when everybody of the street has a post."""
    with clock.fixed(NINE):
        yield


def short_hall(cast: Cast, ends: tuple[DepositPoint, DepositPoint]) -> tuple[str, str]:
    """Thirty tubes are missing at building 2 today and tomorrow, and the gate has two hundred."""
    gate, hall = ends
    helpers(cast, f"{COMPOUND}/1", 2)
    helpers(cast, SECOND, 3)
    target = tubes(cast, hall, 30, half_day=10)
    return str(tubes(cast, gate, 200, half_day=10)), str(target)


def test_one_tap_on_the_card_sends_what_is_missing_and_it_is_counted_where_it_arrives(
    cast: Cast, ends: tuple[DepositPoint, DepositPoint], signed_in: SignedIn
) -> None:
    client, hall = signed_in(cast.clerk), str(ends[1].id)
    source, target = short_hall(cast, ends)
    card = read(client, "/stock/running/")
    assert "有 200，自己要留 40" in card
    assert "调 30 支过来" in re.sub("<[^>]+>", "", card)
    form = {"day": DAY, "point": hall, "ends": f"{source}/{target}"}
    assert f'name="ends" value="{source}/{target}"' in card
    page = sent(client, "/stock/way/", sent="1", many="30", **form)
    assert "已记调出 30，在路上" in page
    assert "【调物资】从锦绣城 东门仓调采样管30支到锦绣城 2号楼 2号楼大厅" in page
    assert "找王强点数装车" in page
    assert "路上 30 " in read(client, "/stock/running/")
    assert "到了点数收下就够" in read(client, "/stock/running/")
    assert "调 30 支" not in read(client, "/stock/running/")
    transfer = str(stock_page(cast.clerk, MONDAY, ends[1].id, aided=True).ways[0].transfer)
    arrive = {"day": DAY, "point": hall, "transfer": transfer, "arrived": "1"}
    wrong = sent(client, "/stock/way/", many="28", why="", **arrive)
    assert "要写原因" in wrong
    assert 'value="28"' in wrong
    page = sent(client, "/stock/way/", many="28", why="路上破损", **arrive)
    assert "和发出的相差 -2，原因已记" in page
    assert 'id="ways"' not in page
    assert held(cast) == {"东门仓": 170, "2号楼大厅": 58}
    gate = read(client, f"/stock/?point={ends[0].id}")
    assert "对方收到 28" in gate
    assert "路上破损" in gate


def test_what_is_typed_by_hand_is_held_to_what_the_giver_needs_and_stands_again(
    cast: Cast, ends: tuple[DepositPoint, DepositPoint], signed_in: SignedIn
) -> None:
    client, hall = signed_in(cast.clerk), str(ends[1].id)
    source, target = short_hall(cast, ends)
    page = read(client, f"/stock/?point={hall}")
    assert "东门仓 200支（可调 160）" in page
    form = {"day": DAY, "point": hall, "ends": f"{source}/{target}", "sent": "1"}
    wrong = sent(client, "/stock/way/", many="161", **form)
    assert "还要用 40 支" in wrong
    assert 'value="161"' in wrong
    assert "数量没看懂" in sent(client, "/stock/way/", many="很多", **form)
    assert "已记调出 160" in sent(client, "/stock/way/", many="160", **form)


def test_a_wrong_tap_is_called_back_with_its_reason(
    cast: Cast, ends: tuple[DepositPoint, DepositPoint], signed_in: SignedIn
) -> None:
    client, hall = signed_in(cast.clerk), str(ends[1].id)
    source, target = short_hall(cast, ends)
    form = {"day": DAY, "point": hall}
    sent(client, "/stock/way/", sent="1", many="30", ends=f"{source}/{target}", **form)
    transfer = str(stock_page(cast.clerk, MONDAY, ends[1].id, aided=True).ways[0].transfer)
    back = {"transfer": transfer, "back": "1", **form}
    assert "要写原因" in sent(client, "/stock/way/", why="", **back)
    assert "已退回，又算在原来的暂存点" in sent(client, "/stock/way/", why="点错了", **back)
    assert held(cast) == {"东门仓": 200, "2号楼大厅": 30}
    assert signed_in(cast.captain).post("/stock/way/", back).status_code == 403


def test_who_sees_one_end_alone_is_offered_no_way_back(
    cast: Cast, ends: tuple[DepositPoint, DepositPoint], signed_in: SignedIn
) -> None:
    far = set_point(cast.outsider, ELSEWHERE, "村部仓库", "钱主任")
    over = person(cast.operator, "区值班长", "seconded", "duty_officer", "410102")
    getting, hall = tubes(cast, ends[1], 0), f"/stock/?point={ends[1].id}"
    there = keep_thing(cast.outsider, far.id, "采样管", "支").id
    receive(cast.outsider, there, 90, "街道仓库")
    send_stock(over, there, getting, 60)
    page = read(signed_in(cast.clerk), hall)
    assert 'name="arrived"' in page
    assert 'name="back"' not in page
    send_stock(cast.clerk, tubes(cast, ends[0], 90), getting, 5)
    assert read(signed_in(cast.clerk), hall).count('name="back"') == 1


def test_where_nobody_knows_how_many_are_needed_as_many_as_today_are_put_in_and_none_called_enough(
    cast: Cast, ends: tuple[DepositPoint, DepositPoint], signed_in: SignedIn
) -> None:
    client, gate, hall = signed_in(cast.clerk), *ends
    helpers(cast, f"{COMPOUND}/1", 2)
    helpers(cast, SECOND, 3, MONDAY)
    source = tubes(cast, gate, 200, half_day=10)
    target = tubes(cast, hall, 30, half_day=10)
    # Today's thirty are handed out, and nobody is named for tomorrow.
    issue(cast.clerk, hall.id, MONDAY)
    card = read(client, "/stock/running/")
    assert "一件也没有了" in card
    assert (
        'name="many" inputmode="numeric" maxlength="6" autocomplete="off" required value="30"'
        in card
    )
    assert "今天一天要用 30" in card
    form = {"day": DAY, "point": str(hall.id), "ends": f"{source}/{target}", "sent": "1"}
    sent(client, "/stock/way/", many="25", **form)
    card = read(client, "/stock/running/")
    assert "路上 25 " in card
    assert "就够" not in card
    assert 'name="ends"' not in card


def test_where_nobody_can_give_it_says_whom_to_ask(
    cast: Cast, ends: tuple[DepositPoint, DepositPoint], signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    helpers(cast, SECOND, 3)
    helpers(cast, f"{COMPOUND}/1", 2)
    tubes(cast, ends[1], 0, half_day=10)
    assert "您这里没有哪个点有多的，请向上一级要" in read(client, "/stock/running/")
    tubes(cast, ends[0], 90)
    card = read(client, "/stock/running/")
    assert "自己要用多少还不知道的，先问保管人：" in card
    assert "东门仓 有 90（王强）" in re.sub("<[^>]+>", "", card)


def test_in_english_nothing_chinese_stands_but_names(
    cast: Cast, ends: tuple[DepositPoint, DepositPoint], signed_in: SignedIn
) -> None:
    client, hall = signed_in(cast.clerk), str(ends[1].id)
    source, target = short_hall(cast, ends)
    client.cookies["django_language"] = "en"
    pages = [read(client, "/stock/running/"), read(client, f"/stock/?point={hall}")]
    form = {"day": DAY, "point": hall, "ends": f"{source}/{target}", "sent": "1", "many": "5"}
    pages += [sent(client, "/stock/way/", **form), read(client, "/stock/running/")]
    for page in pages:
        assert chinese_outside(page) == []
