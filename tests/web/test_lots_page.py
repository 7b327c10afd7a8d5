"""Lots in the browser: entered once, dealt out, handed over floor by floor, copied, printed, ended."""

import re
from collections.abc import Iterator

import pytest

from tests.actions.test_lots import RELAY, UNIT, home, lot, shelf
from tests.cast import COMPOUND, Cast
from tests.street import Street, at
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from tests.web.test_sampling_points_page import read, sent
from wumen.actions.lots import hand_floor
from wumen.actions.relay import confirm_clear, take_relay
from wumen.actions.stock import keep_thing
from wumen.queries.lots.page import lots_page
from wumen.records import clock
from wumen.records.models import DepositPoint
from wumen.rules.lots import Mode
from wumen.rules.parcels import How
from wumen.rules.relay import Kind

__all__ = ["shelf"]
FORM = {"what": "蔬菜包", "unit": "份", "pieces": "5", "source": "社区超市"}


@pytest.fixture(autouse=True)
def three_in_the_afternoon() -> Iterator[None]:
    """Monday at three, when the shops' lots arrive."""
    with clock.fixed(at(1, 10, 15)):
        yield


def test_a_lot_is_entered_and_what_is_over_says_whose_it_is(
    cast: Cast, street: Street, shelf: DepositPoint, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    form = {**FORM, "point": str(shelf.id), "mode": "homes", "served": f"{COMPOUND}/1", "each": "1"}
    assert "每户（每人）多少要写" in sent(client, "/lots/", **{**form, "each": "0"})
    page = sent(client, "/lots/", **form)
    assert "已登记，已分到户" in page
    assert "4 户，共 4 " in page
    assert "多出 1 " in page
    assert "锦绣城 1号楼每户1份" in page
    page = read(client, "/board/")
    assert "到货分送" in page
    assert "保管人" in page


def test_what_was_typed_wrong_stands_again(
    cast: Cast, street: Street, shelf: DepositPoint, signed_in: SignedIn
) -> None:
    form = {**FORM, "point": str(shelf.id), "mode": "list", "text": "没有房号的话"}
    page = sent(signed_in(cast.clerk), "/lots/", **{**form, "pieces": "五"})
    assert "数量没看懂" in page
    assert 'value="五"' in page
    assert "没有房号的话" in page
    assert "没选给哪些户" in sent(signed_in(cast.clerk), "/lots/", **{**form, "mode": ""})


def test_those_that_asked_are_told_by_rooms(
    cast: Cast, street: Street, shelf: DepositPoint, signed_in: SignedIn
) -> None:
    taken = take_relay(cast.clerk, RELAY, Kind.NEEDS, COMPOUND)
    confirm_clear(cast.clerk, taken.relay)
    form = {**FORM, "point": str(shelf.id), "mode": "ordered", "relay": str(taken.relay)}
    page = sent(signed_in(cast.clerk), "/lots/", **form, words="蔬菜包")
    assert "2 户，共 3 " in page
    assert "蔬菜包到了东门货架，能出门的请戴口罩来取" in page
    assert "已发到群里" in page


def test_a_captain_taps_a_floor_but_for_those_excepted(
    cast: Cast, street: Street, shelf: DepositPoint, signed_in: SignedIn
) -> None:
    ident = lot(cast, shelf, served=COMPOUND, pieces=12)
    client = signed_in(cast.captain)
    path = f"/lots/{ident}/"
    page = read(client, path)
    assert "多出" not in page
    assert "本层送到门口了，勾上的除外" in page
    assert "复制到微信群" not in page
    but = str(home(street, "1/1/102"))
    form = {"unit": UNIT, "floor": "brought/1", "except": but, "duty": "1"}
    assert "谁送上楼的" in sent(client, path, **form)
    page = sent(client, path, **form, carried_by="小李")
    assert "已记下 1 户，共 1 份" in page
    assert "1 户，还有" not in page
    assert "已记下 2 户" in sent(client, path, unit=UNIT, floor="brought/2", other="老王")
    page = read(client, path)
    assert "送完的 1 层" in page
    # Who carried this floor up carries the next one, also somebody who was written.
    assert '<option lang="zh" selected>老王</option>' in page
    page = sent(client, path, unit=UNIT, floor="brought/1", carried_by="小李", done_at="99:99")
    assert "请写成 9:05 或 905" in page
    assert 'value="99:99"' in page
    assert 'name="duty" value="1">' in page
    assert "这一层已经都交了" in sent(client, path, unit=UNIT, floor="brought/2", other="老王")
    assert client.post(path, {"unit": "x", "floor": "brought/2"}).status_code == 400
    assert "这一层已经都交了" in sent(client, path, unit=UNIT, floor="brought")


def test_a_refusal_keeps_the_hour_of_the_packing_list_and_the_tick_that_was_taken_off(
    cast: Cast, street: Street, shelf: DepositPoint, signed_in: SignedIn
) -> None:
    path, client = f"/lots/{lot(cast, shelf)}/", signed_in(cast.captain)
    ticked = 'name="duty" value="1" checked'
    assert ticked in read(client, f"{path}?unit={UNIT}")
    page = sent(client, path, unit=UNIT, floor="brought/1", done_at="25:00", carried_by="李楼长")
    assert 'value="25:00"' in page
    assert 'name="duty"' in page
    assert ticked not in page


def test_a_wrong_tap_is_put_back_with_its_reason(
    cast: Cast, street: Street, shelf: DepositPoint, signed_in: SignedIn
) -> None:
    path = f"/lots/{lot(cast, shelf)}/"
    client = signed_in(cast.captain)
    page = sent(client, path, unit=UNIT, floor="brought/2", other="老王")
    handing = re.search(r'name="back" value="([^"]+)"', page)
    assert handing
    assert "请写明为什么放回" in sent(client, path, unit=UNIT, back=handing[1], why=" ")
    page = sent(client, path, unit=UNIT, back=handing[1], why="点错了层")
    assert "已放回" in page
    assert "4 户，还有 3 户" in page


def test_the_packing_list_has_a_line_a_home_that_waits(
    cast: Cast, street: Street, shelf: DepositPoint, signed_in: SignedIn
) -> None:
    ident = lot(cast, shelf, Mode.LIST, text="1-1-101 2份\n2-1-202", pieces=3)
    page = read(signed_in(cast.clerk), f"/lots/{ident}/sheet/")
    assert page.count("<article") == 2
    assert "还要送 1 户，共 2 " in page
    assert "没送成，为什么" in page
    assert "第0人" not in page


def test_a_lot_is_ended_with_what_became_of_the_rest(
    cast: Cast, street: Street, shelf: DepositPoint, signed_in: SignedIn
) -> None:
    ident = lot(cast, shelf, Mode.LIST, text="1-1-101", pieces=3)
    client, path = signed_in(cast.clerk), f"/lots/{ident}/"
    assert "多的怎么办了" not in read(client, path)
    sent(client, path, unit=UNIT, floor="fetched/1")
    assert "多的怎么办了" in read(client, path)
    assert "怎么办要写" in sent(client, path, end="1", why=" ")
    assert "多的退回" in sent(client, path, end="1", why="多的退回")
    assert "多出" not in read(client, "/lots/")
    assert lots_page(cast.clerk).lots[0].ended


def test_who_keeps_no_point_sees_that_and_another_office_nothing(
    cast: Cast, street: Street, shelf: DepositPoint, signed_in: SignedIn
) -> None:
    ident = lot(cast, shelf)
    assert "您这里没有暂存点" in read(signed_in(cast.captain), "/lots/")
    assert signed_in(cast.volunteer).get("/lots/").status_code == 403
    assert signed_in(cast.outsider).get(f"/lots/{ident}/").status_code == 404
    assert signed_in(cast.outsider).get(f"/lots/{ident}/sheet/").status_code == 404


def test_in_english_nothing_chinese_stands_but_names(
    cast: Cast, street: Street, shelf: DepositPoint, signed_in: SignedIn
) -> None:
    ident = lot(cast, shelf, pieces=9)
    client = signed_in(cast.clerk)
    client.cookies["django_language"] = "en"
    for path in ("/lots/", f"/lots/{ident}/", f"/lots/{ident}/sheet/", "/board/"):
        assert chinese_outside(read(client, path)) == [], path


def test_a_point_that_holds_only_shares_or_stock_offers_no_closing_and_says_why(
    cast: Cast, street: Street, shelf: DepositPoint, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    assert ">撤掉<" in read(client, "/parcels/")
    lot(cast, shelf)
    page = read(client, "/parcels/")
    assert ">撤掉<" not in page
    assert "到货还有 4 份没送，送完才能撤" in page
    for floor in (1, 2):
        hand_floor(cast.captain, lots_page(cast.clerk).lots[0].id, UNIT, floor, How.FETCHED)
    keep_thing(cast.clerk, shelf.id, "防护服", "套")
    page = read(client, "/parcels/")
    assert ">撤掉<" not in page
    assert "还记着库存，一样一样撤下才能撤" in page
