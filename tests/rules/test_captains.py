"""Captains: exactly one captain and one deputy a building, the best there is, and few changes when one withdraws."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wumen.rules.captains.assignment import (
    Assignment,
    Building,
    Candidate,
    Change,
    Place,
    Seat,
    Weights,
    assign,
    repair,
    seats,
)
from wumen.rules.problems import Problem

CAPTAIN_1 = Seat("1", Place.CAPTAIN)
DEPUTY_1 = Seat("1", Place.DEPUTY)
CAPTAIN_2 = Seat("2", Place.CAPTAIN)


def points(seat: Seat, who: Candidate, weights: Weights) -> int | None:
    """What a pair is worth, told in the plainest way; None when it may not be."""
    if seat.place not in who.places or seat.building in who.not_in:
        return None
    worth = -weights.load * who.load
    if who.lives_in == seat.building:
        worth += weights.lives_there
        if seat.unit and seat.unit == who.unit:
            worth += weights.same_unit
    if seat.building in who.wishes:
        worth += weights.wish if who.wishes[0] == seat.building else weights.later_wish
    return worth


def every(wanted: list[Seat], candidates: list[Candidate]) -> list[dict[Seat, Candidate]]:
    """Every assignment that may be, by trying all."""
    nobody = [None] * len(wanted)
    found = []
    for chosen in set(permutations([*candidates, *nobody], len(wanted))):
        pairs = {seat: who for seat, who in zip(wanted, chosen, strict=True) if who}
        if all(points(seat, who, Weights()) is not None for seat, who in pairs.items()):
            found.append(pairs)
    return found


def filled(taken: object) -> tuple[int, int, int]:
    """How many captains, deputies and unit leads there are."""
    return tuple(sum(seat.place is place for seat in taken) for place in Place)  # type: ignore[attr-defined,return-value]


def worth(pairs: dict[Seat, Candidate]) -> int:
    """The points of an assignment."""
    return sum(points(seat, who, Weights()) or 0 for seat, who in pairs.items())


@st.composite
def streets(draw: st.DrawFn) -> tuple[list[Building], list[Candidate]]:
    """One or two buildings and up to four people, of every kind."""
    codes = ["1", "2"][: draw(st.integers(1, 2))]
    tall = draw(st.booleans()) and len(codes) == 1
    buildings = [Building(code, 151 if tall else 150, ("1", "2")) for code in codes]
    people = [
        Candidate(
            id=f"p{number}",
            lives_in=draw(st.sampled_from(["", "1", "2"])),
            unit=draw(st.sampled_from(["1", "2"])),
            wishes=tuple(draw(st.lists(st.sampled_from(["1", "2"]), max_size=2, unique=True))),
            places=frozenset(draw(st.sets(st.sampled_from(list(Place)), min_size=1))),
            load=draw(st.integers(0, 60)),
            not_in=frozenset(draw(st.sets(st.sampled_from(["1", "2"]), max_size=1))),
        )
        for number in range(draw(st.integers(0, 4)))
    ]
    return buildings, people


def check(found: Assignment, buildings: list[Building], people: list[Candidate]) -> None:
    """What holds of every assignment."""
    assert len(set(found.taken.values())) == len(found.taken)
    assert {*found.taken, *found.vacant} == set(seats(buildings))
    assert not {*found.taken} & {*found.vacant}
    known = {person.id: person for person in people}
    assert found.points == worth({seat: known[who] for seat, who in found.taken.items()})


@settings(max_examples=60, deadline=None)
@given(streets())
def test_no_assignment_is_better(street: tuple[list[Building], list[Candidate]]) -> None:
    buildings, people = street
    found = assign(buildings, people, {})
    check(found, buildings, people)
    best = max((filled(pairs), worth(pairs)) for pairs in every(seats(buildings), people))
    assert (filled(found.taken), found.points) == best


@settings(max_examples=60, deadline=None)
@given(streets(), st.data())
def test_a_withdrawal_changes_as_few_as_can_be(
    street: tuple[list[Building], list[Candidate]], data: st.DataObject
) -> None:
    buildings, people = street
    before = assign(buildings, people, {}).taken
    gone = set(
        data.draw(st.lists(st.sampled_from([p.id for p in people] or ["nobody"]), max_size=2))
    )
    found, changes = repair(before, gone, buildings, people, {})
    left = [person for person in people if person.id not in gone]
    check(found, buildings, left)

    def rank(pairs: dict[Seat, Candidate]) -> tuple[tuple[int, int, int], int, int]:
        stays = sum(before.get(seat) == who.id for seat, who in pairs.items())
        return filled(pairs), stays, worth(pairs)

    known = {person.id: person for person in left}
    own = {seat: known[who] for seat, who in found.taken.items()}
    assert rank(own) == max(rank(pairs) for pairs in every(seats(buildings), left))
    assert {c.seat for c in changes} == {
        seat for seat in seats(buildings) if before.get(seat) != found.taken.get(seat)
    }


def test_captain_and_deputy_are_two_people() -> None:
    found = assign([Building("1", 40)], [Candidate("张", lives_in="1")], {})
    assert found.taken == {CAPTAIN_1: "张"}
    assert found.vacant == (DEPUTY_1,)


def test_above_150_homes_each_unit_has_a_lead_who_lives_there_if_one_does() -> None:
    assert len(seats([Building("1", 150, ("1", "2"))])) == 2
    people = [Candidate(str(n), lives_in="1", unit=str(n % 2 + 1), load=n) for n in range(4)]
    found = assign([Building("1", 151, ("1", "2"))], people, {})
    for unit in ("1", "2"):
        lead = found.taken[Seat("1", Place.UNIT_LEAD, unit)]
        assert people[int(lead)].unit == unit


def test_a_choice_by_hand_stands_even_against_a_wish() -> None:
    people = [Candidate("张", wishes=("2",)), Candidate("李", lives_in="1"), Candidate("王")]
    fixed = {CAPTAIN_1: "张", CAPTAIN_2: "somebody whom nobody listed"}
    found = assign([Building("1", 40), Building("2", 40)], people, fixed)
    assert found.taken[CAPTAIN_1] == "张"
    assert found.taken[CAPTAIN_2] == "somebody whom nobody listed"
    assert len(found.taken) == 4


def test_captains_come_before_deputies() -> None:
    people = [Candidate("张", lives_in="1"), Candidate("李", lives_in="1")]
    found = assign([Building("1", 40), Building("2", 40)], people, {})
    assert {seat.place for seat in found.taken} == {Place.CAPTAIN}


def test_one_withdraws_and_one_seat_changes_hands() -> None:
    buildings = [Building(str(n), 40) for n in range(10)]
    people = [Candidate(f"p{n}", lives_in=str(n % 10), load=n % 3) for n in range(25)]
    before = assign(buildings, people, {})
    gone = before.taken[CAPTAIN_1]
    found, changes = repair(before.taken, {gone}, buildings, people, {})
    assert changes == (Change(CAPTAIN_1, gone, found.taken[CAPTAIN_1]),)


def test_what_cannot_be_is_refused() -> None:
    buildings = [Building("1", 40)]
    for fixed, weights, code in (
        ({CAPTAIN_1: "张", DEPUTY_1: "张"}, Weights(), "captain_fixed_twice"),
        ({CAPTAIN_2: "张"}, Weights(), "captain_seat_unknown"),
        ({}, Weights(load=-1), "captain_weights"),
    ):
        with pytest.raises(Problem) as refused:
            assign(buildings, [], fixed, weights)
        assert refused.value.code == code
