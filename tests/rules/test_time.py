"""Instants and half-open intervals: what ends at 24:00 is over at 0:00 of the next day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.problems import Problem
from wumen.rules.time import (
    BUSINESS_ZONE,
    Interval,
    at,
    business_day,
    day_zh,
    instant_en,
    instant_zh,
    local,
    read_clock,
    read_day,
    read_time,
    whole_day,
)

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
INSTANTS = st.datetimes(
    datetime(2021, 12, 31),  # noqa: DTZ001 - hypothesis wants naive bounds
    datetime(2022, 1, 3),  # noqa: DTZ001
    timezones=st.just(BUSINESS_ZONE),
)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """Any interval with an inside."""
    begins = draw(INSTANTS)
    return Interval(begins, begins + draw(st.timedeltas(timedelta(seconds=1), timedelta(days=2))))


@given(DAYS)
def test_24_oclock_is_0_oclock_of_the_next_day(day: date) -> None:
    midnight = at(day + timedelta(days=1), time())
    assert read_time(f"{day}T24:00") == midnight
    assert read_time(f"{day} 24:00:00") == midnight
    assert read_time((day + timedelta(days=1)).isoformat()) == midnight


@given(INSTANTS)
def test_a_local_time_that_was_written_reads_as_itself(instant: datetime) -> None:
    assert read_time(f"{instant:%Y-%m-%dT%H:%M:%S}") == instant.replace(microsecond=0)


def test_a_time_with_its_zone_keeps_its_zone() -> None:
    assert read_time("2022-01-10T00:00Z") == at(date(2022, 1, 10), time(8))
    assert read_time("2022-01-10T09:00+09:00") == at(date(2022, 1, 10), time(8))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2022-01-10T24:01",
        "2022-01-10T25:00",
        "2022-02-30",
        "2022-13-01",
        "10:00",
        "2022-01-10T06:60",
        "2022-01-10T6",
        "2022-01-10T24:00Z",
        "0001-01-01",
        "0001-01-01T00:00",
        "9999-12-31T24:00",
        "2200-01-01T00:00",
        "0001-01-01T00:00+14:00",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="time_unreadable"):
        read_time(text)


@pytest.mark.parametrize(
    "text", ["", "10.1.2022", "2022-02-30", "2022-01-10T06:00", "0001-01-01", "9999-12-31"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="day_unreadable"):
        read_day(text)


def test_a_day_reads_as_itself() -> None:
    assert read_day(" 2022-01-10 ") == date(2022, 1, 10)


@given(intervals())
def test_an_interval_holds_its_beginning_and_not_its_end(interval: Interval) -> None:
    assert interval.holds(interval.begins)
    assert not interval.holds(interval.ends)


@given(intervals(), INSTANTS)
def test_two_halves_never_share_an_instant_and_miss_none(whole: Interval, cut: datetime) -> None:
    if whole.begins < cut < whole.ends:
        before, after = Interval(whole.begins, cut), Interval(cut, whole.ends)
        assert not before.meets(after)
        assert not after.meets(before)
        assert before.holds(cut) is False
        assert after.holds(cut) is True


@given(intervals(), intervals())
def test_intervals_meet_if_and_only_if_one_holds_the_others_beginning(
    one: Interval, other: Interval
) -> None:
    assert one.meets(other) == (one.holds(other.begins) or other.holds(one.begins))
    assert one.meets(other) == other.meets(one)


@given(DAYS, st.times())
def test_an_instant_belongs_to_the_day_of_the_offices_clock(day: date, clock: time) -> None:
    instant = at(day, clock)
    assert business_day(instant) == business_day(instant.astimezone(UTC)) == day
    assert whole_day(day).holds(instant)
    assert local(instant.astimezone(UTC)).time() == clock


def test_eight_in_the_evening_utc_is_tomorrow_in_zhengzhou() -> None:
    assert business_day(datetime(2022, 1, 9, 20, tzinfo=UTC)) == date(2022, 1, 10)


def test_days_and_instants_are_written_as_the_committee_writes_them() -> None:
    instant = datetime(2022, 1, 21, 16, tzinfo=UTC)
    assert day_zh(date(2022, 1, 10)) == "1月10日（星期一）"
    assert instant_zh(instant) == "1月22日 00:00"
    assert instant_en(instant) == "22 Jan 2022 00:00"


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("0:00", 0), ("0:24", 24), ("905", 545), ("9点", 540), ("２４：００", 1440), ("24点", 1440)],
)
def test_a_clock_that_shows_24_is_at_the_end_of_a_day_and_one_that_shows_0_at_its_beginning(
    typed: str, minutes: int
) -> None:
    assert read_clock(typed) == timedelta(minutes=minutes)


@pytest.mark.parametrize("typed", ["24:01", "25:00", "9:60", "中午", ""])
def test_what_no_clock_shows_is_no_hour(typed: str) -> None:
    assert read_clock(typed) is None
