"""Facilities: what follows from a building's type, floors and units, and how it is brought in line."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.facilities import (
    FACILITIES,
    MOST_FLOORS,
    TYPES,
    BuildingType,
    FacilityKind,
    NewFacility,
    Standing,
    TeamLift,
    guess_building,
    make_compound_facilities,
    make_facilities,
    read_facility_kind,
    read_facility_name,
    read_floors,
    read_type,
    reconcile,
    team_lift,
)
from wumen.rules.problems import Problem

TYPE = st.sampled_from(BuildingType)
FLOORS = st.integers(1, MOST_FLOORS)
UNITS = st.lists(st.sampled_from("123456"), max_size=6, unique=True)


def of(made: tuple[NewFacility, ...], unit: str, kind: FacilityKind) -> list[int | None]:
    """The floors of the facilities of a kind in a unit."""
    return [one.floor for one in made if (one.unit, one.kind) == (unit, kind)]


@given(FLOORS, UNITS)
def test_every_unit_of_a_high_rise_has_a_lift_and_each_floor_a_corridor(
    floors: int, units: list[str]
) -> None:
    made = make_facilities(BuildingType.HIGH_RISE, floors, units)
    for unit in units or [""]:
        assert of(made, unit, FacilityKind.LIFT) == [None]
        assert of(made, unit, FacilityKind.CORRIDOR) == list(range(1, floors + 1))
        assert of(made, unit, FacilityKind.STAIR_RAIL) == [None]
        assert of(made, unit, FacilityKind.DOOR_HANDLE) == [None]


@given(TYPE, FLOORS, UNITS)
def test_names_stand_once_and_every_building_has_both_bins(
    type_: BuildingType, floors: int, units: list[str]
) -> None:
    made = make_facilities(type_, floors, units)
    assert len({(one.unit, one.name) for one in made}) == len(made)
    assert {one.kind for one in made} >= {FacilityKind.BIN, FacilityKind.CARE_BIN}
    assert {one.unit for one in made} <= {*units, ""}
    assert all(one.floor is None or 1 <= one.floor <= floors for one in made)


@given(FLOORS, UNITS)
def test_who_walks_up_has_no_lift(floors: int, units: list[str]) -> None:
    kinds = {one.kind for one in make_facilities(BuildingType.WALK_UP, floors, units)}
    assert FacilityKind.LIFT not in kinds
    assert FacilityKind.PARCEL_LOCKER in kinds


@pytest.mark.parametrize("type_", [BuildingType.COURTYARD, BuildingType.SITE])
def test_courtyards_and_sites_have_a_public_toilet(type_: BuildingType) -> None:
    assert of(make_facilities(type_, 1, []), "", FacilityKind.PUBLIC_TOILET) == [None]


def test_a_compound_has_benches_and_fitness_equipment() -> None:
    assert {one.kind for one in make_compound_facilities()} == {
        FacilityKind.BENCH,
        FacilityKind.FITNESS,
    }


def test_every_kind_names_what_hands_touch_and_its_source() -> None:
    assert set(FACILITIES) == set(FacilityKind)
    assert set(TYPES) == set(BuildingType)
    for one in FACILITIES.values():
        assert one.touched
        assert one.source


@pytest.mark.parametrize(
    ("floors", "guess"),
    [
        ([1, 2, 27], (BuildingType.HIGH_RISE, 27)),
        ([8], (BuildingType.HIGH_RISE, 8)),
        ([1, 7], (BuildingType.WALK_UP, 7)),
        ([1], (BuildingType.COURTYARD, 1)),
        ([], (BuildingType.COURTYARD, 1)),
        ([1, 6, 130], (BuildingType.WALK_UP, 6)),
    ],
)
def test_type_and_floors_are_guessed_by_the_highest_room(
    floors: list[int], guess: tuple[BuildingType, int]
) -> None:
    assert guess_building(floors) == guess


def kept(
    made: tuple[NewFacility, ...], *, said: bool = False, closed: bool = False
) -> list[Standing]:
    """Facilities as they stand after they were made."""
    return [
        Standing(uuid4(), one.unit, str(one.kind), one.floor, one.name, said, closed)
        for one in made
    ]


@given(TYPE, FLOORS, UNITS, st.booleans())
def test_described_again_nothing_is_made_twice(
    type_: BuildingType, floors: int, units: list[str], said: bool
) -> None:
    made = make_facilities(type_, floors, units)
    done = reconcile(made, kept(made, said=said))
    assert (done.make, done.reopen, done.close) == ((), (), ())


@given(TYPE, FLOORS, UNITS, TYPE, FLOORS)
def test_described_otherwise_what_is_missing_is_added_and_what_is_too_much_closed(
    type_: BuildingType, floors: int, units: list[str], other: BuildingType, others: int
) -> None:
    before, wanted = make_facilities(type_, floors, units), make_facilities(other, others, units)
    standing = kept(before)
    done = reconcile(wanted, standing)
    left = [(one.unit, one.kind, one.floor) for one in standing if one.ident not in done.close]
    after = left + [(one.unit, str(one.kind), one.floor) for one in done.make]
    assert sorted(after, key=str) == sorted(
        [(one.unit, str(one.kind), one.floor) for one in wanted], key=str
    )


def test_what_a_person_confirmed_stays_though_nothing_asks_for_it() -> None:
    lift = kept(make_facilities(BuildingType.HIGH_RISE, 9, ["1"]), said=True)
    done = reconcile(make_facilities(BuildingType.WALK_UP, 6, ["1"]), lift)
    assert done.close == ()


def test_what_a_person_closed_is_not_made_again() -> None:
    made = make_facilities(BuildingType.HIGH_RISE, 9, ["1"])
    done = reconcile(made, kept(made, said=True, closed=True))
    assert (done.make, done.reopen) == ((), ())


def test_what_an_earlier_description_left_behind_is_opened_again() -> None:
    made = make_facilities(BuildingType.HIGH_RISE, 9, ["1"])
    left = kept(made, closed=True)
    done = reconcile(made, left)
    assert set(done.reopen) == {one.ident for one in left}
    assert done.make == ()


def test_a_renamed_lift_is_still_the_lift() -> None:
    made = make_facilities(BuildingType.HIGH_RISE, 9, ["1"])
    renamed = [
        Standing(one.ident, one.unit, one.kind, one.floor, f"东{one.name}", True, False)
        for one in kept(made)
    ]
    assert reconcile(made, renamed).make == ()


@pytest.mark.parametrize("text", ["0", "-3", "81", "六", "", "6.5", "²"])
def test_floors_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(Problem, match="floors_impossible"):
        read_floors(text)


def test_unknown_types_kinds_and_bad_names_are_refused() -> None:
    with pytest.raises(Problem, match="building_type_unknown"):
        read_type("castle")
    with pytest.raises(Problem, match="facility_kind_unknown"):
        read_facility_kind("pool")
    with pytest.raises(Problem, match="name_empty"):
        read_facility_name("  ")
    with pytest.raises(Problem, match="facility_name_long"):
        read_facility_name("长" * 41)
    assert read_facility_name(" 东  电梯 ") == "东 电梯"


def test_the_first_lift_of_a_unit_is_kept_for_the_team_and_nobody_in_danger_waits() -> None:
    assert team_lift([]) is None
    only = team_lift(["电梯"])
    assert only == TeamLift("电梯", ())
    assert only.said == "电梯先给队伍用，急病不限"
    some = team_lift(["10号电梯", "2号电梯", "1号电梯"])
    assert some == TeamLift("1号电梯", ("2号电梯", "10号电梯"))
    assert some.said == "1号电梯先给队伍用，请走2号电梯、10号电梯，急病不限"
