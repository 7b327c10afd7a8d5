"""Bins for waste of isolated homes: placed, emptied each day as a duty, missed on the board, taken away empty."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.actions.test_meals import events
from tests.actions.test_shifts import refused
from tests.actions.test_trading import BUILDING, OUTBREAK, drawn
from tests.cast import COMPOUND, PATH, Cast
from tests.street import AUTHORITY, Street, at
from wumen.actions.care_bins import place_bin, remove_bin, say_bin
from wumen.actions.duties.plan import plan_day
from wumen.actions.facilities import add_facility, describe_building
from wumen.actions.orders import confirm_order, enter_order, open_outbreak
from wumen.actions.waste_loads import hand_on_waste
from wumen.queries.audit import audit
from wumen.queries.board import board
from wumen.queries.care_bins import bins_page
from wumen.queries.duties import duty_lines
from wumen.records import clock
from wumen.records.models import CareBin, Facility, WasteLoad
from wumen.records.scope import WHOLE, scoped
from wumen.rules.care_bins import BinState, Emptied
from wumen.rules.facilities import FACILITIES, FacilityKind
from wumen.rules.orders import OrderDraft
from wumen.rules.waste_loads import NO_BIN, WasteDraft


@pytest.fixture(autouse=True)
def ten() -> Iterator[None]:
    """Monday at ten in the morning."""
    with clock.fixed(at(1, 10, 10)):
        yield


@pytest.fixture
def placed(cast: Cast, street: Street) -> CareBin:
    """A bin at building 1, which is locked down since eight by the community plan."""
    open_outbreak(cast.duty_officer, OUTBREAK, "community-2021-09")
    describe_building(cast.clerk, BUILDING, "walk_up", "2")
    drawn(cast)
    plan_day(cast.clerk, clock.today())
    return place_bin(cast.captain, BUILDING, "垃圾房北墙")


def collected(row: CareBin, **changes: object) -> WasteDraft:
    said = {"bags": "3", "kg": "12.5", "handed_to": "环卫豫A12345", "sprayed": True}
    return WasteDraft("", "medical", bin=str(row.id), **(said | changes))  # type: ignore[arg-type]


def owed(cast: Cast) -> list[str]:
    """How the emptying of bins stands in the ledger today."""
    with scoped(WHOLE):
        bins = {
            str(one)
            for one in Facility.objects.filter(kind="care_bin").values_list("id", flat=True)
        }
    lines = [one for one in duty_lines(cast.operator, clock.today()) if one.what == "waste"]
    return [one.state for one in lines if one.key.split("/")[2] in bins]


def test_the_bin_that_was_assumed_is_the_one_that_is_placed_and_its_emptying_is_owed(
    cast: Cast, street: Street, placed: CareBin
) -> None:
    with scoped(WHOLE):
        facility = Facility.objects.get(id=placed.facility_id)
    assert (facility.kind, facility.assumed) == ("care_bin", False)
    assert owed(cast) == ["open"]
    assert place_bin(cast.captain, BUILDING, "垃圾房北墙").id == placed.id
    assert len(events("bin.placed")) == 1
    second = place_bin(cast.captain, BUILDING, "2单元门西侧")
    assert second.facility_id != placed.facility_id
    assert owed(cast) == ["open", "open"]
    assert audit(cast.operator).differences == ()


def test_a_further_bin_bears_a_number_that_none_there_bears_or_bore(
    cast: Cast, street: Street, placed: CareBin
) -> None:
    called = FACILITIES[FacilityKind.CARE_BIN].zh
    add_facility(cast.clerk, BUILDING, "care_bin", f"{called}3")
    second = place_bin(cast.captain, BUILDING, "2单元门西侧")
    hand_on_waste(cast.captain, collected(second))
    remove_bin(cast.captain, str(second.id))
    place_bin(cast.captain, BUILDING, "楼东头")
    with scoped(WHOLE):
        rows = Facility.objects.filter(area=placed.area, kind="care_bin")
        names = dict(rows.values_list("name", "closed_at"))
    assert sorted(names) == [called, f"{called}2", f"{called}3", f"{called}4"]
    assert [name for name, closed in names.items() if closed] == [f"{called}2"]


def test_emptying_it_weighs_what_came_out_and_does_what_is_owed(
    cast: Cast, street: Street, placed: CareBin
) -> None:
    say_bin(cast.captain, str(placed.id), BinState.FULL, "垃圾房北墙")
    (line,) = bins_page(cast.captain).bins
    assert (line.bin.state, line.bin.emptied, line.bin.wrong) == (
        BinState.FULL,
        Emptied.NOT_YET,
        True,
    )
    refused("waste_not_sprayed", hand_on_waste, cast.captain, collected(placed, sprayed=False))
    assert owed(cast) == ["open"]
    hand_on_waste(cast.captain, collected(placed))
    hand_on_waste(cast.captain, collected(placed))
    assert owed(cast) == ["done"]
    with scoped(WHOLE):
        (load,) = WasteLoad.objects.all()
    assert (load.area, load.bin_id) == (f"{PATH}1/", placed.id)
    (line,) = bins_page(cast.captain).bins
    assert (line.bin.state, line.bin.emptied) == (BinState.IN_USE, Emptied.TODAY)
    assert bins_page(cast.captain).line.endswith("今天清了 1 个。")


def test_waste_of_isolated_homes_noted_at_its_place_says_which_bin_it_empties(
    cast: Cast, street: Street, placed: CareBin
) -> None:
    at_place = WasteDraft(BUILDING, "medical", "3", "12.5", "环卫豫A12345", sprayed=True)
    refused("waste_bin_unsaid", hand_on_waste, cast.captain, at_place)
    refused("waste_bin_unsaid", hand_on_waste, cast.clerk, replace(at_place, path=COMPOUND))
    hand_on_waste(cast.captain, replace(at_place, bin=NO_BIN))
    hand_on_waste(cast.captain, replace(at_place, kind="household"))
    assert owed(cast) == ["open"]
    hand_on_waste(cast.captain, replace(at_place, bin=str(placed.id), done_at="9:10"))
    assert owed(cast) == ["done"]
    (line,) = bins_page(cast.captain).bins
    assert line.emptied_at == at(1, 10, 9) + timedelta(minutes=10)
    with clock.fixed(at(1, 10, 11)):
        hand_on_waste(cast.captain, collected(placed))
        hand_on_waste(cast.captain, collected(placed, done_at="9:40", bags="1"))
        (line,) = bins_page(cast.captain).bins
        assert line.emptied_at == at(1, 10, 11)
    hand_on_waste(cast.clerk, replace(at_place, path=f"{COMPOUND}/2"))


def test_missed_it_stands_on_the_board_in_a_zone_and_where_no_zone_is(
    cast: Cast, street: Street, placed: CareBin
) -> None:
    elsewhere = place_bin(cast.clerk, f"{COMPOUND}/2", "楼东头")
    assert board(cast.secretary).bins == ()
    with clock.fixed(at(1, 10, 20)):
        told = board(cast.secretary)
        assert [one.bin.stands_at for one in told.bins] == ["垃圾房北墙", "楼东头"]
        assert any(one.what == "waste" for one in told.overdue)
        hand_on_waste(cast.captain, collected(placed))
        assert [one.bin.stands_at for one in board(cast.secretary).bins] == ["楼东头"]
    with clock.fixed(at(1, 11, 8)):
        (line,) = [one for one in bins_page(cast.clerk).bins if one.id == elsewhere.id]
        assert line.bin.emptied is Emptied.MISSED
        assert board(cast.outsider).bins == ()


def test_a_bin_goes_only_empty_and_owes_nothing_then(
    cast: Cast, street: Street, placed: CareBin
) -> None:
    refused("bin_still_needed", remove_bin, cast.captain, str(placed.id))
    hand_on_waste(cast.captain, collected(placed))
    refused("bin_unknown", remove_bin, cast.outsider, str(placed.id))
    remove_bin(cast.captain, str(placed.id))
    assert bins_page(cast.captain).bins == []
    refused("bin_unknown", say_bin, cast.captain, str(placed.id), BinState.FULL, "楼东头")
    with clock.fixed(at(1, 11, 9)):
        plan_day(cast.clerk, clock.today())
        assert owed(cast) == []


def test_a_building_where_somebody_isolates_and_no_bin_stands_is_named_without_a_number(
    cast: Cast, street: Street, placed: CareBin
) -> None:
    for aunt in (street.aunt_zhang.id,):
        draft = OrderDraft(
            *("home_isolation", AUTHORITY, "告知书第7号", "密切接触者"),
            *(at(1, 10, 9), at(1, 17)),
            residents=(str(aunt),),
        )
        confirm_order(cast.secretary, enter_order(cast.clerk, draft, OUTBREAK).number)
    assert bins_page(cast.secretary).lacking == []
    hand_on_waste(cast.captain, collected(placed))
    remove_bin(cast.captain, str(placed.id))
    ((path, words),) = bins_page(cast.secretary).lacking
    assert path == f"{PATH}1/"
    assert "1号楼" in words
    place_bin(cast.clerk, COMPOUND, "北门垃圾房")
    assert bins_page(cast.secretary).lacking == []


def test_who_works_elsewhere_places_nothing_and_the_database_keeps_the_classes_apart(
    cast: Cast, street: Street, placed: CareBin
) -> None:
    refused("area_not_yours", place_bin, cast.outsider, BUILDING, "楼东头")
    refused("right_missing", place_bin, cast.volunteer, BUILDING, "楼东头")
    refused("bin_unknown", hand_on_waste, cast.outsider, collected(placed))
    refused("bin_unknown", say_bin, cast.captain, "x", BinState.FULL, "楼东头")
    hand_on_waste(cast.captain, collected(placed))
    with scoped(WHOLE), pytest.raises(IntegrityError), transaction.atomic():
        WasteLoad.objects.update(kind="household")


def test_a_bin_emptied_in_the_evening_and_keyed_after_midnight_was_emptied_on_its_day(
    cast: Cast, placed: CareBin
) -> None:
    day = clock.today()
    with clock.fixed(at(1, 11, 0) + timedelta(minutes=10)):
        hand_on_waste(cast.captain, collected(placed, done_at="23:50"))
    with scoped(WHOLE):
        placed.refresh_from_db()
    assert placed.emptied_at == at(1, 10, 23) + timedelta(minutes=50)
    lines = [one for one in duty_lines(cast.operator, day) if one.what == "waste"]
    assert [one.state for one in lines if str(placed.facility_id) in one.key] == ["done"]
