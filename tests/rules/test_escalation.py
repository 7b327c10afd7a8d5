"""Escalation: up the chain level by level as time goes by, at once where life is in danger, and never down."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.rules.test_playbooks import BASE
from wumen.rules.escalation import AFTER, Escalated, after_of, chain_above, escalation
from wumen.rules.needs import Urgency
from wumen.rules.time import at

DUE = at(date(2022, 1, 10), time(10))
ABOVE = tuple(UUID(int=n) for n in range(1, 5))
DOOR = "410102/410102003/410102003008/jxc/1/1/101/"
CAPTAIN, SECRETARY, OFFICER, OTHER = (UUID(int=n) for n in range(10, 14))
POSTS = {
    ("captain", "410102/410102003/410102003008/jxc/1/"): CAPTAIN,
    ("secretary", "410102/410102003/410102003008/"): SECRETARY,
    ("duty_officer", "410102/410102003/"): OFFICER,
    ("secretary", "410102/410102013/"): OTHER,
}
MINUTES = st.integers(0, 3000).map(lambda n: timedelta(minutes=n))
AFTERS = st.integers(5, 300).map(lambda n: timedelta(minutes=n))


@given(MINUTES, AFTERS)
def test_what_is_not_overdue_for_so_long_stays_with_its_owner(
    late: timedelta, after: timedelta
) -> None:
    assert (escalation(DUE, DUE + late, after, ABOVE) is None) == (late < after)
    assert escalation(DUE, DUE - late - timedelta(seconds=1), after, ABOVE) is None


@given(MINUTES, MINUTES, AFTERS)
def test_it_only_rises_and_by_one_level_each_time(
    some: timedelta, more: timedelta, after: timedelta
) -> None:
    before = escalation(DUE, DUE + some, after, ABOVE)
    later = escalation(DUE, DUE + some + more, after, ABOVE)
    if before is not None:
        assert later is not None
        assert later.level >= before.level
        assert before.level == min(len(ABOVE), some // after)
        assert before.since == DUE + before.level * after
        assert before.post == ABOVE[before.level - 1]


@given(st.sampled_from(list(Urgency)), MINUTES)
def test_the_more_urgent_never_answers_lower(urgency: Urgency, late: timedelta) -> None:
    def level(which: str) -> int:
        found = escalation(DUE, DUE + late, AFTER[which], ABOVE)
        return found.level if found else 0

    assert level(Urgency.LIFE) >= level(urgency) >= level(Urgency.NORMAL)


def test_danger_to_life_is_at_the_top_at_once() -> None:
    assert escalation(DUE, DUE, AFTER[Urgency.LIFE], ABOVE) == Escalated(ABOVE[-1], DUE, 4)


def test_where_nobody_stands_above_nobody_is_named() -> None:
    assert escalation(DUE, DUE + timedelta(days=9), AFTER[Urgency.URGENT], ()) is None


@pytest.mark.parametrize(
    ("role", "owner", "above"),
    [
        ("captain", CAPTAIN, (SECRETARY, OFFICER)),
        ("sampler", UUID(int=20), (CAPTAIN, SECRETARY, OFFICER)),
        ("secretary", SECRETARY, (OFFICER,)),
        ("duty_officer", OFFICER, ()),
        (None, None, (CAPTAIN, SECRETARY, OFFICER)),
    ],
)
def test_it_goes_to_the_nearest_of_each_role_above_its_owner(
    role: str | None, owner: UUID | None, above: tuple[UUID, ...]
) -> None:
    assert chain_above(DOOR, role, owner, POSTS) == above


def test_a_clause_may_say_how_long_and_of_several_the_shortest_counts() -> None:
    clause = BASE.clauses[0]
    soon, sooner = (replace(clause, escalates_after_minutes=n) for n in (45, 20))
    assert after_of([clause]) == AFTER[Urgency.NORMAL]
    assert after_of([clause, soon, sooner]) == timedelta(minutes=20)
    assert after_of([]) == AFTER[Urgency.NORMAL]
