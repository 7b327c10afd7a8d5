"""The one clock: the real time, or the time of a drill that started at a chosen instant and runs on."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from functools import cache

from wumen.records.models import Installation
from wumen.rules.time import business_day, whole_day

_fixed: ContextVar[datetime | None] = ContextVar("fixed", default=None)


def real_now() -> datetime:
    """The machine's own time: for arrival, sign-in and lock-out, drill or not."""
    return datetime.now(UTC)


@cache
def _installation() -> Installation | None:
    return Installation.objects.filter(pk=1).first()


def _drill_shift() -> timedelta | None:
    row = _installation()
    if row is None or row.drill_from is None:
        return None
    return row.drill_from - row.made_at


def forget_drill() -> None:
    """Read the installation anew at the next look at the clock."""
    _installation.cache_clear()


def is_drill() -> bool:
    """Whether this installation is a drill for good."""
    return _drill_shift() is not None


def now() -> datetime:
    """The instant at which the office acts."""
    return _fixed.get() or real_now() + (_drill_shift() or timedelta())


def today() -> date:
    """The business day on which the office acts."""
    return business_day(now())


def ahead() -> timedelta:
    """By how much the office's clock is ahead of the real one, below nought behind it; nought but in a drill."""
    stands = _fixed.get()
    return stands - real_now() if stands else _drill_shift() or timedelta()


def arrival_days(day: date) -> tuple[date, date]:
    """The first and the last real day on which arrives what the office does on a day: a drill's day lies across two.

    What a demonstration tells of days before it was made arrived when it was made.
    """
    hours, row = whole_day(day), _installation()
    days = business_day(hours.begins - ahead()), business_day(hours.ends - ahead())
    made = business_day(row.made_at) if row else days[0]
    return max(days[0], made), max(days[1], made)


def arrived_today() -> tuple[date, date]:
    """The real days on which arrived what the office did today so far: one, or in a drill at most two."""
    return arrival_days(today())[0], business_day(real_now())


@contextmanager
def fixed(instant: datetime) -> Iterator[None]:
    """Let the clock stand at an instant: for tests and for a look at another time."""
    mark = _fixed.set(instant)
    try:
        yield
    finally:
        _fixed.reset(mark)
