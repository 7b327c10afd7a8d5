"""A blocked exit: where it stands, whose it is, and whose word ends it."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from wumen.rules.exits import (
    ExitKind,
    LockedBy,
    check_street,
    exit_draft,
    joins,
    needs_second,
    place_of,
    read_kind,
    read_locked_by,
    ways_out,
)
from wumen.rules.problems import Problem
from wumen.rules.time import BUSINESS_ZONE

UNIT = "410102/410102003/410102003008/jxc/1/2/"
HOME = f"{UNIT}301/"
NOW = datetime(2022, 1, 10, 9, tzinfo=BUSINESS_ZONE)


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        (ExitKind.UNIT_DOOR, UNIT),
        (ExitKind.STAIR, UNIT),
        (ExitKind.LANE, "410102/410102003/410102003008/jxc/1/"),
        (ExitKind.GATE, "410102/410102003/410102003008/jxc/"),
        (ExitKind.HOME, HOME),
    ],
)
def test_no_home_is_named_but_one_whose_own_door_is_sealed(kind: ExitKind, place: str) -> None:
    assert place_of(kind, UNIT, HOME) == place


def test_a_place_that_lies_higher_is_its_own() -> None:
    compound = "410102/410102003/410102003008/jxc/"
    assert {place_of(kind, compound) for kind in ExitKind} == {compound}
    assert place_of(ExitKind.HOME, UNIT) == UNIT


def test_one_goes_out_from_the_own_door_to_the_gate_of_the_compound() -> None:
    compound = "410102/410102003/410102003008/jxc/"
    assert ways_out(HOME) == [compound, f"{compound}1/", UNIT, HOME]
    assert ways_out(compound) == [compound]
    assert ways_out("410102/410102003/410102003008/") == []


def test_a_sealed_door_whose_home_is_not_known_may_be_another_one() -> None:
    assert joins(ExitKind.UNIT_DOOR, at_door=False)
    assert joins(ExitKind.HOME, at_door=True)
    assert not joins(ExitKind.HOME, at_door=False)


def test_the_request_is_danger_to_life_due_in_half_an_hour_and_names_nobody() -> None:
    made = exit_draft(ExitKind.LANE, UNIT, "", NOW, NOW)
    assert (made.urgency, made.role, made.exit) == ("life", "duty_officer", "lane")
    assert made.due == NOW + timedelta(minutes=30)
    assert (made.asked_by, made.passed_on_by) == ("有人反映", "")
    assert (made.path, made.household) == (UNIT, "")


@pytest.mark.parametrize(
    ("area", "may"),
    [
        *[("", True), ("410102/", True), ("410102/410102003/", True)],
        *[("410102/410102003/410102003008/", False), (UNIT, False), (HOME, False)],
    ],
)
def test_no_post_below_the_sub_district_ends_it(area: str, may: bool) -> None:
    if may:
        check_street(area)
    else:
        with pytest.raises(Problem, match="exit_street_closes"):
            check_street(area)


def test_a_resident_or_a_second_person_and_both_where_the_street_locked_it() -> None:
    who = uuid4()
    community = frozenset({LockedBy.COMMUNITY, LockedBy.UNKNOWN})
    itself = frozenset({LockedBy.UNKNOWN, LockedBy.SUBDISTRICT})
    assert not needs_second(community, who)
    assert needs_second(community, None)
    assert needs_second(itself, who)
    with pytest.raises(Problem, match="exit_resident_needed"):
        needs_second(itself, None)


def test_words_of_forms_are_read() -> None:
    assert read_kind("gate") is ExitKind.GATE
    assert read_locked_by("property") is LockedBy.PROPERTY
    assert read_locked_by("张三") is LockedBy.UNKNOWN
    with pytest.raises(Problem, match="exit_kind_missing"):
        read_kind("window")
