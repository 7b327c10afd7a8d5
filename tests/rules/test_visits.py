"""Further visits: one duty that comes again, three visits at three hours, never after the last hour, then a slip."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.rules.test_playbooks import BASE
from wumen.rules.playbooks import What, faults
from wumen.rules.rounds import Reason
from wumen.rules.time import Interval, at
from wumen.rules.visits import Again, Visited, again_of, counts, visited, window

DAY = date(2022, 1, 10)
AM = Interval(at(DAY, time(6, 30)), at(DAY, time(10)))
AGAIN = Again(3, timedelta(hours=3), at(DAY, time(19)))
INSTANTS = st.integers(6 * 60, 22 * 60).map(
    lambda minutes: at(DAY, time()) + timedelta(minutes=minutes)
)
TAPS = st.lists(INSTANTS, max_size=12).map(sorted)
AGAINS = st.builds(
    Again,
    st.integers(2, 5),
    st.integers(1, 6).map(lambda hours: timedelta(hours=hours)),
    st.integers(12, 23).map(lambda hour: at(DAY, time(hour))),
)


def tried(taps: list[datetime], again: Again = AGAIN) -> list[datetime]:
    """The visits that count of some taps on “nobody home”."""
    found: list[datetime] = []
    for tap in taps:
        if counts(Reason.NOBODY_HOME, found, tap, again):
            found.append(tap)
    return found


@given(TAPS, AGAINS)
def test_visits_that_count_lie_apart_and_are_no_more_than_the_clause_asks(
    taps: list[datetime], again: Again
) -> None:
    found = tried(taps, again)
    assert len(found) <= again.visits
    assert all(late - early >= again.after for early, late in pairwise(found))


@given(TAPS, AGAINS)
def test_a_duty_never_comes_earlier_nor_ends_earlier_than_its_own_window(
    taps: list[datetime], again: Again
) -> None:
    due = window(AM, again, tried(taps, again))
    assert due.begins >= AM.begins
    assert due.ends >= AM.ends
    assert due.begins < due.ends


@given(TAPS, AGAINS)
def test_no_further_visit_is_due_after_the_last_hour(taps: list[datetime], again: Again) -> None:
    due = window(AM, again, tried(taps, again))
    assert due == AM or due.ends == max(AM.ends, again.until)
    after = visited(again, tried(taps, again)).again_at
    assert after is None or after < again.until


@given(TAPS, AGAINS)
def test_a_slip_is_asked_for_after_the_last_visit_and_only_then(
    taps: list[datetime], again: Again
) -> None:
    found = tried(taps, again)
    said = visited(again, found)
    assert said.slip == (len(found) == again.visits)
    assert not (said.slip and said.again_at)


@given(st.sampled_from([*Reason, "已搬走", "婴儿，不采"]))
def test_only_who_was_not_met_is_visited_again(reason: str) -> None:
    again = counts(reason, [], AM.begins, AGAIN)
    assert again == (reason in (Reason.NOBODY_HOME, Reason.LATER))
    assert not counts(reason, [], AM.begins, None)


def test_three_visits_of_a_morning_at_three_hours() -> None:
    seven, half_past, half_past_ten = (
        at(DAY, time(7)),
        at(DAY, time(7, 30)),
        at(DAY, time(10, 30)),
    )
    assert window(AM, AGAIN, []) == AM
    assert window(AM, AGAIN, [seven]) == Interval(at(DAY, time(10)), at(DAY, time(19)))
    assert not counts(Reason.NOBODY_HOME, [seven], half_past, AGAIN)
    second = [seven, half_past_ten]
    assert window(AM, AGAIN, second) == Interval(at(DAY, time(13, 30)), at(DAY, time(19)))
    assert visited(AGAIN, second) == Visited(2, at(DAY, time(13, 30)))
    third = [*second, at(DAY, time(14))]
    assert window(AM, AGAIN, third) == window(AM, AGAIN, second)
    assert visited(AGAIN, third) == Visited(3, slip=True)


def test_too_late_in_the_day_there_is_no_further_visit() -> None:
    five = [at(DAY, time(17))]
    assert window(AM, AGAIN, five) == AM
    assert visited(AGAIN, five) == Visited(1)


def test_a_clause_says_how_often_and_until_when() -> None:
    clause = BASE.clause("lockdown-temperature")
    assert again_of(replace(clause, visits=1), DAY, BASE) is None
    asked = again_of(replace(clause, visits=2, visit_after_hours=2), DAY, BASE)
    assert asked == Again(2, timedelta(hours=2), at(DAY, time(20)))
    later = again_of(replace(clause, visits=2, visits_until=time(21)), DAY, BASE)
    assert later is not None
    assert later.until == at(DAY, time(21))


@pytest.mark.parametrize(
    "changes",
    [
        {"days": "begin", "windows": (), "within_hours": 3, "visits": 2},
        {"what": What.INSTRUCTION},
    ],
)
def test_the_checker_refuses_visits_of_what_is_due_once_and_clauses_of_instructions(
    changes: dict[str, object],
) -> None:
    clause = replace(BASE.clauses[0], **changes)
    book = replace(BASE, clauses=(clause, *BASE.clauses[1:]))
    assert [reason for _, _, reason in faults(book)]
