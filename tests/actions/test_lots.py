"""Lots: dealt out to homes, handed over floor by floor with today's duties, over or short until somebody says why."""

from uuid import UUID, uuid4

import pytest

from tests.actions.test_meals import events
from tests.actions.test_parcels import isolated, lying_for
from tests.actions.test_shifts import refused
from tests.actions.test_whole_plan import clean, locked, standing
from tests.cast import COMPOUND, PATH, Cast
from tests.files import phone_photo
from tests.street import Street, at, ordered
from wumen.actions.changes import merge_households
from wumen.actions.homes import note_away
from wumen.actions.lots import FloorHanded, end_lot, hand_floor, register_lot
from wumen.actions.parcels import (
    hand_over_parcels,
    put_back,
    read_line,
    register_parcels,
    set_point,
)
from wumen.actions.relay import confirm_clear, take_relay
from wumen.actions.retention import cut_movements
from wumen.queries.board import board
from wumen.queries.lots.page import LotPage, lot_page, lots_page
from wumen.queries.parcels import parcels_page
from wumen.records import clock
from wumen.records.models import DepositPoint, Lot, Parcel, Resident
from wumen.records.scope import WHOLE, scoped
from wumen.rules.homes import Away
from wumen.rules.lots import Mode, NewLot
from wumen.rules.parcels import How
from wumen.rules.playbooks import What
from wumen.rules.posts import Viewer
from wumen.rules.relay import Kind

UNIT = f"{PATH}1/1/"
__all__ = ["locked"]
RELAY = "#接龙\n1. 1-1-101 蔬菜包2份\n2. 1-1-202 蔬菜包\n3. 2-1-101 鸡蛋一盒\n"


@pytest.fixture
def shelf(cast: Cast, street: Street) -> DepositPoint:
    return set_point(cast.clerk, COMPOUND, "东门货架", "王强")


def lot(cast: Cast, shelf: DepositPoint, mode: Mode = Mode.HOMES, **said: object) -> UUID:
    """Vegetables for the homes of building 1, four of them, unless said otherwise."""
    given: dict[str, object] = {"pieces": 4, "served": f"{COMPOUND}/1", **said}
    new = NewLot("社区超市", str(given.pop("what", "蔬菜包")), "份", mode=mode, **given)  # type: ignore[arg-type]
    return register_lot(cast.clerk, shelf.id, new)


def dealt(viewer: Viewer, ident: UUID) -> dict[str, int]:
    """What each door gets."""
    return {
        home.area.removeprefix(PATH): home.pieces
        for unit in lot_page(viewer, ident).units
        for floor in unit.floors
        for home in floor.homes
    }


def home(street: Street, door: str) -> UUID:
    """A home by its building, unit and room."""
    return street.households[door].id


def page(cast: Cast, ident: UUID) -> LotPage:
    """A lot as the clerk reads it."""
    return lot_page(cast.clerk, ident)


def test_every_home_of_a_place_gets_its_share(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    ident = lot(cast, shelf)
    assert dealt(cast.clerk, ident) == {"1/1/201/": 1, "1/1/202/": 1, "1/1/101/": 1, "1/1/102/": 1}
    by_people = lot(cast, shelf, Mode.PEOPLE, what="口罩", each=2, pieces=20)
    assert dealt(cast.clerk, by_people) == {
        "1/1/201/": 8, "1/1/202/": 2, "1/1/101/": 6, "1/1/102/": 4,
    }  # fmt: skip
    assert page(cast, ident).line.sums.lying == 4
    assert page(cast, ident).line.sums.over == 0


def test_a_home_whose_people_are_all_away_gets_none(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    away = Away(at(1, 9).date(), None)
    note_away(cast.clerk, home(street, "1/1/202"), [street.aunt_zhang.id], away)
    ident = lot(cast, shelf)
    assert "1/1/202/" not in dealt(cast.clerk, ident)
    assert page(cast, ident).line.sums.over == 1
    (told,) = board(cast.clerk).lots
    assert (told.over, told.homes, told.keeper, told.point) == (1, 3, "王强", "东门货架")


def test_those_that_asked_in_a_relay_get_what_they_asked_for(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    taken = take_relay(cast.clerk, RELAY, Kind.NEEDS, COMPOUND)
    confirm_clear(cast.clerk, taken.relay)
    ident = lot(cast, shelf, Mode.ORDERED, relay=str(taken.relay), words="蔬菜包", pieces=2)
    assert dealt(cast.clerk, ident) == {"1/1/101/": 2, "1/1/202/": 1}
    assert page(cast, ident).line.sums.over == -1
    order = {"relay": str(taken.relay), "pieces": 2}
    refused("lot_words_needed", lambda: lot(cast, shelf, Mode.ORDERED, words=" ", **order))
    refused("lot_nobody", lambda: lot(cast, shelf, Mode.ORDERED, words="牛奶", **order))
    refused("lot_relay_unknown", lambda: lot(cast, shelf, Mode.ORDERED, words="油", relay="x"))
    other = {"words": "油", "relay": str(uuid4())}
    refused("lot_relay_unknown", lambda: lot(cast, shelf, Mode.ORDERED, **other))


def test_a_list_is_read_like_a_list_of_parcels_and_an_unclear_line_waits(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    ident = lot(cast, shelf, Mode.LIST, text="1-1-101 2份\n张阿姨的菜", pieces=3)
    assert dealt(cast.clerk, ident) == {"1/1/101/": 2}
    assert page(cast, ident).line.unread == 1
    (line,) = parcels_page(cast.clerk, shelf.id).unread
    read_line(cast.clerk, line.id, "1-1-202")
    assert dealt(cast.clerk, ident) == {"1/1/101/": 2, "1/1/202/": 1}
    assert page(cast, ident).line.sums.over == 0


def test_the_same_tap_twice_is_one_lot(cast: Cast, street: Street, shelf: DepositPoint) -> None:
    assert lot(cast, shelf) == lot(cast, shelf)
    with scoped(WHOLE):
        assert Lot.objects.count() == 1
    assert lot(cast, shelf, pieces=5) != lot(cast, shelf)


def test_a_floor_is_handed_over_but_for_those_excepted(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    ident = lot(cast, shelf)
    but = [home(street, "1/1/102")]
    done = hand_floor(cast.captain, ident, UNIT, 1, How.BROUGHT, excepted=but, carried_by="小李")
    assert done == FloorHanded(1, 1, 0)
    (unit,) = page(cast, ident).units
    assert [(one.floor, len(one.open)) for one in unit.floors] == [(2, 2), (1, 1)]
    refused(
        "lot_floor_done",
        lambda: hand_floor(
            cast.captain, ident, UNIT, 1, How.BROUGHT, excepted=but, carried_by="小李"
        ),
    )
    # A mistake takes a share back: the lot is over then.
    hand_floor(cast.captain, ident, UNIT, 1, How.MISTAKE)
    assert page(cast, ident).line.sums.over == 1


def test_who_may_not_leave_has_it_brought(cast: Cast, street: Street, shelf: DepositPoint) -> None:
    ordered(cast, "1")
    ident = lot(cast, shelf)
    refused("parcel_to_door", lambda: hand_floor(cast.captain, ident, UNIT, 1, How.FETCHED))
    refused("parcel_carrier_missing", lambda: hand_floor(cast.captain, ident, UNIT, 1, How.BROUGHT))


def test_todays_duty_to_bring_goods_is_declared_with_it_and_once(
    cast: Cast, locked: Street, shelf: DepositPoint
) -> None:
    with clock.fixed(at(1, 10, 15)):
        ident = lot(cast, shelf)
        # A share that was dealt wrongly is no delivery.
        assert hand_floor(cast.captain, ident, UNIT, 1, How.MISTAKE, with_duty=True).duties == 0
        again = lot(cast, shelf, pieces=5)
        by = {"carried_by": "小李", "with_duty": True}
        assert hand_floor(cast.captain, again, UNIT, 1, How.BROUGHT, **by).duties == 2
        # Somebody has to see 张阿姨 herself: her duty is not declared with a floor.
        done = hand_floor(cast.captain, again, UNIT, 2, How.BROUGHT, **by)
        assert (done.homes, done.duties) == (2, 1)
        states = {
            one.area.removeprefix(UNIT): (one.state, one.grade)
            for one in standing(cast, "1/")
            if one.what == What.SUPPLY
        }
        declared = ("done", "declared")
        assert states == {
            "101/": declared, "102/": declared, "201/": declared, "202/": ("open", None),
        }  # fmt: skip
        assert clean(cast)


def test_a_wrong_tap_is_put_back_into_its_lot(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    ident = lot(cast, shelf)
    hand_floor(cast.captain, ident, UNIT, 1, How.BROUGHT, carried_by="小李")
    (unit,) = page(cast, ident).units
    handed = unit.done[0].homes[0]
    assert handed.today
    assert handed.handing
    put_back(cast.captain, handed.handing, "点错了层")
    assert page(cast, ident).line.sums.lying == 3
    hand_floor(cast.captain, ident, UNIT, 1, How.MISTAKE)
    assert page(cast, ident).line.sums.over == 1
    # What was taken down stands on the page of parcels, and comes back into its lot.
    (down,) = parcels_page(cast.clerk, shelf.id).taken_down
    put_back(cast.clerk, down.handing, "没分错")
    assert page(cast, ident).line.sums.over == 0
    assert parcels_page(cast.clerk, shelf.id).batches == []


def test_goods_and_parcels_of_one_home_leave_apart(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    ident = lot(cast, shelf)
    register_parcels(cast.clerk, shelf.id, "1-1-101 3件")
    (parcel,) = parcels_page(cast.clerk, shelf.id).homes
    assert parcel.pieces == 3
    told = lying_for(cast.clerk)
    assert told
    assert told.pieces == 3
    assert hand_over_parcels(cast.clerk, shelf.id, [parcel.household], How.FETCHED) == 3
    assert dealt(cast.clerk, ident)["1/1/101/"] == 1
    assert page(cast, ident).line.sums.lying == 4


def test_over_and_short_stand_until_somebody_says_what_became_of_it(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    ident = lot(cast, shelf, pieces=6)
    refused("lot_lies", end_lot, cast.clerk, ident, "多的退回")
    for floor in (1, 2):
        hand_floor(cast.captain, ident, UNIT, floor, How.BROUGHT, carried_by="小李")
    (told,) = board(cast.clerk).lots
    assert (told.lying, told.over) == (0, 2)
    refused("lot_end_needed", end_lot, cast.clerk, ident, "")
    refused("lot_unknown", end_lot, cast.captain, ident, "多的退回")
    end_lot(cast.clerk, ident, "多的退回")
    assert board(cast.clerk).lots == ()
    assert page(cast, ident).line.ended_why == "多的退回"
    assert events("lot.ended")


def test_a_captain_sees_her_own_homes_and_nothing_of_the_rest(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    ident = lot(cast, shelf, served=COMPOUND, pieces=12)
    hers = lot_page(cast.captain, ident)
    assert hers.line.homes == 4
    assert not hers.line.mine
    assert hers.box is None
    assert hers.text == ""
    refused(
        "area_not_yours", lambda: hand_floor(cast.captain, ident, f"{PATH}2/1/", 1, How.BROUGHT)
    )
    elsewhere = lot(cast, shelf, served=f"{COMPOUND}/2")
    refused("lot_unknown", lot_page, cast.captain, elsewhere)
    assert [one.id for one in lots_page(cast.captain).lots] == [ident]
    refused("lot_unknown", lot_page, cast.outsider, ident)
    refused("right_missing", lots_page, cast.volunteer)
    refused(
        "deposit_point_unknown", register_lot, cast.outsider, shelf.id,
        NewLot("超市", "菜", "份", 1, Mode.HOMES, COMPOUND),
    )  # fmt: skip
    refused("lot_place_other", lambda: lot(cast, shelf, served="410102013001"))


def test_the_group_reads_rooms_and_not_who_isolates(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    isolated(cast, street)
    listed = lot(cast, shelf, Mode.LIST, text="1-1-101\n1-1-202", pieces=2)
    box = page(cast, listed).box
    assert box
    (message,) = box.messages
    assert "蔬菜包到了东门货架" in message.text
    assert "101" in message.text
    assert "202" not in message.text
    assert box.left_out == 1
    # Where every home gets it, leaving hers out would tell: no room is written.
    whole = page(cast, lot(cast, shelf))
    assert whole.box is None
    assert "锦绣城 1号楼每户1份" in whole.text
    assert "101" not in whole.text


def test_helpers_read_what_is_needed_and_no_illness(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    from wumen.actions.special_needs import note_need

    with scoped(WHOLE):
        somebody = Resident.objects.filter(area=f"{UNIT}101/").order_by("place")[0]
    note_need(cast.clerk, somebody.id, "infant", {})
    note_need(
        cast.clerk, somebody.id, "lasting_medicine",
        {"medicine": "胰岛素", "days_left": "3", "as_of": "2022-01-09"},
    )  # fmt: skip
    ident = lot(cast, shelf)
    said = [
        ask.zh
        for unit in lot_page(cast.captain, ident).units
        for floor in unit.floors
        for one in floor.homes
        for ask in one.asks
    ]
    assert said == ["奶粉、尿布够不够，问一声"]


def test_a_photo_belongs_to_one_home_and_never_to_an_isolated_door(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    isolated(cast, street)
    ident = lot(cast, shelf)
    taken = {"carried_by": "小李", "photo": phone_photo()}
    refused(
        "parcel_photo_one_home",
        lambda: hand_floor(cast.captain, ident, UNIT, 1, How.BROUGHT, **taken),
    )
    but = [home(street, "1/1/201")]
    refused(
        "photo_isolated_door",
        lambda: hand_floor(cast.captain, ident, UNIT, 2, How.BROUGHT, excepted=but, **taken),
    )
    hand_floor(
        cast.captain, ident, UNIT, 1, How.BROUGHT, excepted=[home(street, "1/1/102")], **taken
    )


def test_after_fourteen_days_shares_are_forgotten_and_the_lot_rests(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    ident = lot(cast, shelf, pieces=5)
    for floor in (1, 2):
        hand_floor(cast.captain, ident, UNIT, floor, How.BROUGHT, carried_by="小李")
    with clock.fixed(at(1, 26, 9)):
        assert cut_movements(cast.operator)["parcel"] == 4
        with scoped(WHOLE):
            assert not Parcel.objects.exists()
            assert Lot.objects.get(id=ident).ended_why == "满十四天"
        assert board(cast.clerk).lots == ()


def test_a_lot_of_which_some_shares_are_forgotten_is_not_said_to_be_over(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    ident = lot(cast, shelf, pieces=4)
    hand_floor(cast.captain, ident, UNIT, 1, How.BROUGHT, carried_by="小李")
    with clock.fixed(at(1, 20, 9)):
        hand_floor(cast.captain, ident, UNIT, 2, How.BROUGHT, carried_by="小李")
    with clock.fixed(at(1, 26, 9)):
        assert cut_movements(cast.operator)["parcel"] == 2
        assert board(cast.clerk).lots == ()
        assert page(cast, ident).line.ended_why == "满十四天"


def test_a_share_goes_with_its_household(cast: Cast, street: Street, shelf: DepositPoint) -> None:
    ident = lot(cast, shelf)
    merge_households(cast.clerk, home(street, "1/1/101"), home(street, "1/1/102"))
    assert sum(dealt(cast.clerk, ident).values()) == 4
    assert set(dealt(cast.clerk, ident)) == {"1/1/101/", "1/1/201/", "1/1/202/"}


def test_no_event_names_a_home_or_what_it_gets(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    lot(cast, shelf)
    (told,) = events("lot.registered")
    assert "蔬菜".encode() not in told
    assert b"/1/1/101" not in told
