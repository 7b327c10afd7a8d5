"""Shops under a zone: told, looked in at, a decision to deliver, found open, and told of the end that is checked."""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction

from tests.actions.test_meals import events
from tests.actions.test_shifts import refused
from tests.cast import COMPOUND, Cast
from tests.files import JPEG, phone_photo
from tests.street import AUTHORITY, Street, at
from wumen.actions.duties import settle
from wumen.actions.duties.plan import plan_day
from wumen.actions.facilities import add_facility, close_facility, rename_facility
from wumen.actions.homes import set_state
from wumen.actions.openings import confirm_open, open_door, still_closed
from wumen.actions.orders import change_order, confirm_order, enter_order, open_outbreak
from wumen.actions.shops import say_shop, take_shop_off
from wumen.actions.trading import end_supply, look_at_shop, name_supply, tell_reopened
from wumen.queries.audit import audit
from wumen.queries.duties import DutyLine, duty_lines
from wumen.queries.openings import opening_lines
from wumen.queries.shops import shops_page
from wumen.queries.trading import shop_page
from wumen.records import clock
from wumen.records.models import Shop, ShopLook, ShopSupply
from wumen.records.scope import WHOLE, scoped
from wumen.rules.duties import read_key
from wumen.rules.homes import HomeState
from wumen.rules.openings import Opening
from wumen.rules.orders import Changed, ChangeDraft, OrderDraft
from wumen.rules.shops import State
from wumen.rules.trading import Found, Trade

DAY = at(1, 10).date()
BUILDING = f"{COMPOUND}/1"
OUTBREAK = "全部措施"


@pytest.fixture(autouse=True)
def ten() -> Iterator[None]:
    """Monday at ten in the morning, two hours after building 1 was locked down."""
    with clock.fixed(at(1, 10, 10)):
        yield


def drawn(cast: Cast, *paths: str, document: str = "通告第1号") -> str:
    """A lockdown by the community plan from eight this morning; its number."""
    draft = OrderDraft(
        *("lockdown", AUTHORITY, document, "楼内发现阳性", at(1, 10, 8), at(1, 22)),
        paths=paths or (BUILDING,),
    )
    return confirm_order(cast.secretary, enter_order(cast.clerk, draft, OUTBREAK).number).number


@pytest.fixture
def shop(cast: Cast, street: Street) -> Shop:
    """A supermarket in building 1, which is locked down since eight."""
    open_outbreak(cast.duty_officer, OUTBREAK, "community-2021-09")
    row = say_shop(cast.clerk, BUILDING, "社区超市", State.OPEN)
    drawn(cast)
    plan_day(cast.clerk, DAY)
    return row


def owed(cast: Cast, *what: str) -> dict[tuple[str, str], DutyLine]:
    """What is owed at doors of shops today, by what and window."""
    with scoped(WHOLE):
        doors = {str(one) for one in Shop.objects.values_list("facility", flat=True)}
    lines = [one for one in duty_lines(cast.operator, clock.today()) if one.what in what]
    lines = [one for one in lines if read_key(one.key).subject in doors]
    return {(one.what, one.win): one for one in lines}


def lift(cast: Cast, number: str) -> None:
    change = ChangeDraft(Changed.LIFT, AUTHORITY, "通告第2号", "条件都满足了")
    change_order(cast.operator, number, change, cast.clerk.crew_no, cast.secretary.crew_no)
    plan_day(cast.clerk, clock.today())


def test_an_order_suspends_the_shops_in_its_zone_and_no_other(
    cast: Cast, street: Street, shop: Shop
) -> None:
    other = say_shop(cast.clerk, f"{COMPOUND}/2", "粮油店", State.OPEN)
    lines = {one.id: one for one in shops_page(cast.clerk).shops}
    assert lines[shop.id].trading.now.trade is Trade.SUSPENDED
    assert [one.zh for one in lines[shop.id].trading.lacks] == ["还没告知", "今天还没看"]
    assert lines[other.id].trading.now.trade is Trade.FREE
    assert "在停业范围内" in lines[shop.id].trading.line
    # Homes are told of none that may not deliver.
    (text,) = shops_page(cast.clerk).group
    assert "粮油店" in text
    assert "社区超市" not in text


def test_telling_and_the_look_of_the_day_are_owed_with_a_photo_and_the_audit_agrees(
    cast: Cast, street: Street, shop: Shop
) -> None:
    assert set(owed(cast, "trade")) == {("trade", "begin"), ("trade", "day")}
    assert audit(cast.operator).differences == ()
    refused("photo_missing", look_at_shop, cast.captain, shop.id, Found.TOLD)
    look_at_shop(cast.captain, shop.id, Found.TOLD, JPEG)
    assert owed(cast, "trade")["trade", "begin"].state == "done"
    assert owed(cast, "trade")["trade", "day"].state == "open"
    look_at_shop(cast.captain, shop.id, Found.CLOSED, phone_photo(1))
    assert {one.state for one in owed(cast, "trade").values()} == {"done"}
    assert shop_page(cast.captain, shop.id).shop.lacks == ()
    assert audit(cast.operator).differences == ()
    with clock.fixed(at(1, 11, 9)):
        plan_day(cast.clerk, clock.today())
        assert set(owed(cast, "trade")) == {("trade", "day")}
        assert [one.zh for one in shop_page(cast.captain, shop.id).shop.lacks] == ["今天还没看"]


def test_a_shop_that_comes_on_the_list_later_is_looked_in_at_and_one_taken_off_owes_nothing(
    cast: Cast, street: Street, shop: Shop
) -> None:
    with clock.fixed(at(1, 11, 9)):
        plan_day(cast.clerk, clock.today())
        late = say_shop(cast.clerk, BUILDING, "理发店", State.ORDINARY)
        lines = [one for one in duty_lines(cast.operator, clock.today()) if one.what == "trade"]
        assert len(lines) == 2
        look_at_shop(cast.captain, late.id, Found.TOLD)
        assert [one.zh for one in shop_page(cast.captain, late.id).shop.lacks] == ["今天还没看"]
        take_shop_off(cast.clerk, late.id)
        lines = [one for one in duty_lines(cast.operator, clock.today()) if one.what == "trade"]
        assert [one.state for one in lines if one.state != "withdrawn"] == ["open"]
        assert audit(cast.operator).differences == ()


def test_found_open_it_is_told_at_once_without_a_photo_too_and_the_look_stays_owed(
    cast: Cast, street: Street, shop: Shop
) -> None:
    assert look_at_shop(cast.captain, shop.id, Found.OPEN, note="手机没电了").item
    (request,) = owed(cast, "request").values()
    assert request.state == "open"
    assert owed(cast, "trade")["trade", "day"].state == "open"
    assert audit(cast.operator).differences == ()
    look_at_shop(cast.captain, shop.id, Found.OPEN, JPEG)
    assert owed(cast, "trade")["trade", "day"].state == "done"


def test_found_open_it_is_the_secretarys_until_it_is_closed_by_name_and_one_at_a_time(
    cast: Cast, street: Street, shop: Shop
) -> None:
    first = look_at_shop(cast.captain, shop.id, Found.OPEN, JPEG, "货要坏了")
    assert first.item
    again = look_at_shop(cast.captain, shop.id, Found.OPEN, phone_photo(1))
    assert again.item == first.item
    (request,) = owed(cast, "request").values()
    assert request.owner
    assert request.owner.name == "周书记"
    assert shop_page(cast.captain, shop.id).shop.seen.item == first.item
    settle.do(cast.secretary, read_key(request.key), "measured", {"note": "说好了"})
    page = shop_page(cast.captain, shop.id)
    assert page.shop.seen.item is None
    assert [one.zh for one in page.shop.lacks] == ["还没告知", "今天看到还在接待进店"]
    with clock.fixed(at(1, 10, 14)):
        look_at_shop(cast.captain, shop.id, Found.CLOSED)
        assert [one.zh for one in shop_page(cast.captain, shop.id).shop.lacks] == ["还没告知"]
    with scoped(WHOLE), pytest.raises(IntegrityError), transaction.atomic():
        ShopLook.objects.update(found="open", item=None)


def test_a_shop_delivers_by_an_authoritys_decision_that_ends_with_the_order(
    cast: Cast, street: Street, shop: Shop
) -> None:
    refused("authority_too_low", name_supply, cast.clerk, shop.id, "锦绣城社区居委会", "第2批")
    refused("right_missing", name_supply, cast.captain, shop.id, AUTHORITY, "保供名单第2批")
    refused("shop_unknown", name_supply, cast.outsider, shop.id, AUTHORITY, "保供名单第2批")
    named = name_supply(cast.clerk, shop.id, AUTHORITY, "保供名单第2批")
    assert name_supply(cast.clerk, shop.id, AUTHORITY, "保供名单第2批").id == named.id
    assert len(events("shop.supplies")) == 1
    refused("supply_stands", name_supply, cast.clerk, shop.id, AUTHORITY, "保供名单第3批")
    page = shop_page(cast.captain, shop.id)
    assert page.shop.now.trade is Trade.DELIVERY
    assert page.supply == named.id
    assert "保供名单第2批" in page.shop.line
    assert any("社区超市" in text for text in shops_page(cast.captain).group)
    refused("supply_unknown", end_supply, cast.outsider, named.id)
    end_supply(cast.clerk, named.id)
    assert shop_page(cast.captain, shop.id).shop.now.trade is Trade.SUSPENDED
    refused("supply_unknown", end_supply, cast.clerk, named.id)
    with scoped(WHOLE), pytest.raises(IntegrityError), transaction.atomic():
        ShopSupply.objects.update(document="")


def test_the_end_is_told_with_a_photo_and_the_shops_word_and_no_neighbour_speaks_for_it(
    cast: Cast, street: Street, shop: Shop
) -> None:
    number = shop_page(cast.clerk, shop.id).shop.now.by[0].order.number
    look_at_shop(cast.captain, shop.id, Found.TOLD, JPEG)
    lift(cast, number)
    assert owed(cast, "trade")["trade", "day"].state == "withdrawn"
    (line,) = [one for one in opening_lines(cast.captain) if one.shop]
    assert line.place.endswith("社区超市")
    assert shop_page(cast.captain, shop.id).shop.reopening == line.due_at
    refused("shop_not_suspended", look_at_shop, cast.captain, shop.id, Found.CLOSED)
    refused("opening_not_opened", tell_reopened, cast.captain, shop.id, line.key)
    open_door(cast.captain, line.key, JPEG)
    refused("opening_shop_says", confirm_open, cast.captain, line.key, street.aunt_zhang.id)
    refused("opening_unconfirmed", settle.do, cast.captain, line.key, "measured")
    tell_reopened(cast.captain, shop.id, line.key)
    assert owed(cast, "opening")["opening", "end"].state == "done"
    assert shop_page(cast.captain, shop.id).shop.reopening is None
    # Who finds a lock on it later takes the word back.
    still_closed(cast.captain, line.key, "卷帘门外面还挂着锁")
    assert shop_page(cast.captain, shop.id).shop.reopening == line.due_at
    (line,) = [one for one in opening_lines(cast.captain) if one.shop]
    assert line.stands is Opening.STILL_CLOSED


def test_nobody_tells_a_shop_that_it_may_trade_while_another_order_suspends_it(
    cast: Cast, street: Street, shop: Shop
) -> None:
    number = shop_page(cast.clerk, shop.id).shop.now.by[0].order.number
    lift(cast, number)
    (line,) = [one for one in opening_lines(cast.captain) if one.shop]
    open_door(cast.captain, line.key, JPEG)
    second = drawn(cast, document="通告第5号")
    assert second != number
    with clock.fixed(at(1, 10, 11)):
        refused("shop_still_suspended", tell_reopened, cast.captain, shop.id, line.key)


def test_the_door_of_a_shop_is_no_facility_to_be_renamed_or_closed(
    cast: Cast, street: Street, shop: Shop
) -> None:
    with scoped(WHOLE):
        door = Shop.objects.get(id=shop.id).facility_id
    assert door
    refused("facility_is_a_shop", rename_facility, cast.captain, door, "超市")
    refused("facility_is_a_shop", close_facility, cast.captain, door)
    refused("facility_is_a_shop", add_facility, cast.clerk, BUILDING, "shop", "别的店")


def test_a_shop_of_the_register_that_nobody_listed_is_named_until_it_is(
    cast: Cast, street: Street, shop: Shop
) -> None:
    home = street.households["1/1/101"]
    set_state(cast.clerk, home.id, HomeState.SHOP)
    ((path, words),) = shops_page(cast.clerk).unlisted
    assert (path, "101" in words) == (home.area, True)
    assert shops_page(cast.captain).unlisted == []
    elsewhere = (f"{COMPOUND}/2", "烟酒店", State.ORDINARY, "", "", path)
    refused("shop_door_unknown", say_shop, cast.clerk, *elsewhere)
    say_shop(cast.clerk, BUILDING, "烟酒店", State.ORDINARY, door=path)
    assert shops_page(cast.clerk).unlisted == []
