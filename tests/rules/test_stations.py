"""Stations by the rules: hours as they are written, every minute that lacks people, when an empty one rings."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.problems import Problem
from wumen.rules.stations import Hours, Watched, empty_since, gaps, read_hours, read_rings
from wumen.rules.time import BUSINESS_ZONE, Interval

MONDAY = date(2022, 1, 10)


def at(hour: int, minute: int = 0, day: int = 10) -> datetime:
    """An instant of that Monday, or another day."""
    return datetime(2022, 1, day, hour, minute, tzinfo=BUSINESS_ZONE)


@pytest.mark.parametrize(
    ("text", "start", "minutes", "words"),
    [
        ("8-16", 480, 480, "8:00–16:00"),
        ("8:30－12:00", 510, 210, "8:30–12:00"),
        ("16-24", 960, 480, "16:00–24:00"),
        ("22-6", 1320, 480, "22:00–次日6:00"),
        ("20:00-次日8:00", 1200, 720, "20:00–次日8:00"),
    ],
)
def test_hours_are_read_as_an_office_writes_them(
    text: str, start: int, minutes: int, words: str
) -> None:
    found = read_hours(text)
    assert (found.start, found.minutes, found.words) == (start, minutes, words)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("8", "station_hours_unreadable"),
        ("a-b", "station_hours_unreadable"),
        ("8-25", "station_hours_unreadable"),
        ("24-8", "station_hours_unreadable"),
        ("8:99-9", "station_hours_unreadable"),
        ("0-13", "station_hours_long"),
        ("8:00-8:10", "station_hours_long"),
    ],
)
def test_hours_that_nobody_can_stand_are_refused(text: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        read_hours(text)
    assert caught.value.code == code


def test_needs_days_and_minutes_are_looked_at() -> None:
    for code, act in (
        ("station_need_unreadable", lambda: read_hours("8-16", 0)),
        ("station_days_none", lambda: read_hours("8-16", weekdays=0)),
        ("force_word_unknown", lambda: read_hours("8-16", skill="flies")),
        ("station_rings_unreadable", lambda: read_rings("soon")),
    ):
        with pytest.raises(Problem) as caught:
            act()
        assert caught.value.code == code
    assert read_rings("") == 10


def test_a_station_rings_ten_minutes_after_its_shift_began_with_nobody_there() -> None:
    eight = [Watched(Interval(at(8), at(16)), filled=True)]
    assert empty_since(eight, 10, at(8, 9)) is None
    assert empty_since(eight, 10, at(8, 10)) == at(8)
    assert empty_since(eight, 10, at(16)) is None


def test_one_of_two_who_came_is_somebody_and_who_went_early_leaves_it_empty() -> None:
    came = Watched(Interval(at(8), at(16)), True, came=True)
    gone = Watched(Interval(at(8), at(16)), True, came=True, went_at=at(11))
    missing = Watched(Interval(at(8), at(16)), True)
    assert empty_since([came, missing], 10, at(9)) is None
    assert empty_since([gone, missing], 10, at(11, 5)) is None
    assert empty_since([gone, missing], 10, at(11, 10)) == at(11)


def test_the_hour_of_change_counts_whoever_stood_there_before() -> None:
    night = Watched(Interval(at(0), at(8)), True, came=True)
    morning = Watched(Interval(at(8), at(16)), True)
    assert empty_since([night, morning], 10, at(7, 59)) is None
    assert empty_since([night, morning], 10, at(8, 10)) == at(8)


_hours = st.builds(
    Hours,
    start=st.integers(0, 47).map(lambda n: n * 30),
    minutes=st.integers(1, 24).map(lambda n: n * 30),
    weekdays=st.integers(1, 127),
    need=st.integers(1, 3),
)
_named = st.builds(
    lambda begins, long: Interval(
        at(0) + timedelta(minutes=30 * begins), at(0) + timedelta(minutes=30 * (begins + long))
    ),
    st.integers(-48, 150),
    st.integers(1, 24),
)


@given(st.lists(_hours, max_size=4), st.lists(_named, max_size=8))
def test_gaps_are_exactly_the_minutes_in_which_too_few_are_named(
    hours: list[Hours], named: list[Interval]
) -> None:
    found = list(gaps(hours, named, MONDAY, 2))
    for half in range(2 * 48):
        now = at(0, 1) + timedelta(minutes=30 * half)
        need = sum(
            one.need
            for one in hours
            for day in (MONDAY - timedelta(days=1), MONDAY, MONDAY + timedelta(days=1))
            if one.on(day) and one.interval(day).holds(now)
        )
        missing = max(0, need - sum(one.holds(now) for one in named))
        told = [one.missing for one in found if one.interval.holds(now)]
        assert told == ([missing] if missing else [])
    assert all(one.interval.ends <= then.interval.begins for one, then in pairwise(found))
