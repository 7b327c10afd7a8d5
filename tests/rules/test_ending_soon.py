"""How the samples of somebody stand whose isolation ends soon, day by day."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.ending_soon import sampled
from wumen.rules.time import BUSINESS_ZONE

NOW = datetime(2022, 1, 10, 9, tzinfo=BUSINESS_ZONE)
STATES = st.sampled_from(["open", "taken", "done", "waived"])
HOURS = st.integers(-96, 48).map(lambda hours: NOW + timedelta(hours=hours))


def jan(day: int, hour: int = 12) -> datetime:
    """An hour of January."""
    return datetime(2022, 1, day, hour, tzinfo=BUSINESS_ZONE)


def owed(day: int, state: str, hour: int = 12) -> tuple[date, str, datetime]:
    """A sample owed on a day, due at noon."""
    return date(2022, 1, day), state, jan(day, hour)


def test_a_day_is_taken_by_one_sample_of_several_missed_past_its_hour_and_else_to_come() -> None:
    some = [
        owed(4, "done"),
        owed(7, "open"),
        owed(7, "done", 20),
        owed(9, "open"),
        owed(10, "open"),
    ]
    found = sampled(some, NOW)
    assert (found.owed, found.taken) == (4, 2)
    assert found.missed == (date(2022, 1, 9),)
    assert found.coming == (date(2022, 1, 10),)
    assert not found.complete


def test_what_was_waived_is_no_sample_and_nothing_owed_is_not_complete() -> None:
    assert sampled([owed(4, "waived")], NOW).missed == (date(2022, 1, 4),)
    assert not sampled([], NOW).complete
    assert sampled([owed(4, "done")], NOW).complete


@given(st.lists(st.tuples(st.dates(date(2022, 1, 1), date(2022, 1, 12)), STATES, HOURS)))
def test_every_day_is_taken_missed_or_to_come_and_none_twice(
    duties: list[tuple[date, str, datetime]],
) -> None:
    found = sampled(duties, NOW)
    assert found.owed == found.taken + len(found.missed) + len(found.coming)
    assert not set(found.missed) & set(found.coming)
    assert found.complete == (bool(duties) and not found.missed and not found.coming)
