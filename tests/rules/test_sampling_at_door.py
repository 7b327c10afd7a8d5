"""Who is sampled at her door because she cannot come down, and in which order a team goes there; by rules alone."""

import itertools
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_sampling_rounds import DAY
from tests.street import at
from wumen.rules.duties import HOUSEHOLD, RESIDENT, Subject
from wumen.rules.playbooks import SubjectKind
from wumen.rules.rounds import floor_of, unit_of
from wumen.rules.sampling_rounds.asking import RoundAsked, RoundOwed, with_rounds
from wumen.rules.sampling_rounds.at_door import (
    GROUND_NAMES,
    Ground,
    grounds_of,
    in_route,
    says_stays_up,
    stays_up,
)
from wumen.rules.special_needs import Details, Kind, Need

ROUND = RoundAsked(uuid4(), 5, "o", at(1, 10, 7), at(1, 10, 16), 10)
DOORS = st.builds(
    lambda building, unit, room: f"a/b/c/{building}/{unit}/{room}/",
    st.integers(1, 3),
    st.integers(1, 2),
    st.sampled_from([101, 102, 301, 1201, 1202, 2701]),
)


@pytest.mark.parametrize(
    "kind", ["very_old", "care_dependent", "disabled", "seriously_ill", "homebound"]
)
def test_the_register_knows_who_cannot_come_down(kind: str) -> None:
    assert stays_up([Need(Kind(kind))], DAY)


@pytest.mark.parametrize(
    "kind", ["living_alone", "empty_nest", "infant", "dialysis", "no_smartphone"]
)
def test_other_needs_call_nobody_to_a_door(kind: str) -> None:
    assert not stays_up([Need(Kind(kind))], DAY)


@pytest.mark.parametrize(
    ("due", "stays"),
    [
        (None, True),
        (date(2022, 5, 1), True),
        (DAY - timedelta(days=42), True),
        (DAY - timedelta(days=43), False),
    ],
)
def test_a_pregnant_woman_stays_up_until_six_weeks_after(due: date | None, *, stays: bool) -> None:
    assert stays_up([Need(Kind.PREGNANT, Details(due_on=due))], DAY) is stays


@pytest.mark.parametrize(
    ("said", "stays"),
    [
        ("老人下不了楼，要上门采样", True),
        ("上门核酸：85岁老人", True),
        ("腿脚不便", True),
        ("孕晚期", True),
        ("卧床", True),
        ("要两袋米", False),
        ("85岁老人要买菜", False),
        ("没有残疾", False),
        ("", False),
    ],
)
def test_what_is_said_at_a_knock_is_understood(said: str, *, stays: bool) -> None:
    assert says_stays_up(said) is stays


def test_of_several_grounds_the_register_goes_first_and_no_ground_names_an_illness() -> None:
    who = UUID(int=1)
    told = [(who, Ground.ASKED), (who, Ground.REGISTER), (who, Ground.KNOCK)]
    assert grounds_of(told) == {who: Ground.REGISTER}
    assert GROUND_NAMES.keys() == set(Ground)


def owed(subject: Subject) -> RoundOwed:
    """What the round asks of somebody under no order."""
    (one,) = with_rounds((), [ROUND], (), {}, subject, None)
    assert isinstance(one, RoundOwed)
    return one


def test_who_is_on_the_list_of_a_round_owes_at_the_door_in_a_tube_of_her_own() -> None:
    listed = owed(Subject(SubjectKind.RESIDENT, at_door=frozenset({ROUND.id})))
    assert (listed.door, listed.single) == (True, True)
    other = owed(Subject(SubjectKind.RESIDENT, at_door=frozenset({uuid4()})))
    assert (other.door, other.single) == (False, False)
    assert owed(RESIDENT) == other
    assert with_rounds((), [ROUND], (), {}, HOUSEHOLD, None) == ()


@given(st.lists(DOORS, max_size=12), st.sets(DOORS, max_size=4))
def test_a_route_holds_each_door_once_with_those_apart_last(
    doors: list[str], apart: set[str]
) -> None:
    route = in_route(doors, apart)
    assert sorted(route) == sorted(set(doors))
    alone = [one in apart for one in route]
    assert alone == sorted(alone)


@given(st.lists(DOORS, max_size=12))
def test_a_route_leaves_no_unit_before_it_is_done_and_goes_down(doors: list[str]) -> None:
    route = in_route(doors, ())
    units = [unit_of(one) for one in route]
    assert units == sorted(units, key=units.index)
    for one, following in itertools.pairwise(route):
        if unit_of(one) == unit_of(following):
            assert floor_of(one) >= floor_of(following)
