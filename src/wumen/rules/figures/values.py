"""A figure's value, and the day to which figures of an instant belong."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from wumen.rules.time import business_day, local

# A count, or None where nobody can say what it was: unknown is never 0.
Value = int | None
Values = Mapping[str, Value]


def day_of(instant: datetime) -> date:
    """The day of which an instant tells: 24:00 still belongs to the day that ends with it."""
    shown = local(instant)
    ends_a_day = (shown.hour, shown.minute, shown.second, shown.microsecond) == (0, 0, 0, 0)
    return (
        business_day(instant - timedelta(microseconds=1)) if ends_a_day else business_day(instant)
    )
