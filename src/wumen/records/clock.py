"""The one clock: the real time, or the time of a drill that started at a chosen instant and runs on."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from functools import cache

from wumen.records.models import Installation
from wumen.rules.time import business_day

_fixed: ContextVar[datetime | None] = ContextVar("fixed", default=None)


def real_now() -> datetime:
    """The machine's own time: for arrival, sign-in and lock-out, drill or not."""
    return datetime.now(UTC)


@cache
def _drill_shift() -> timedelta | None:
    row = Installation.objects.filter(pk=1).first()
    if row is None or row.drill_from is None:
        return None
    return row.drill_from - row.made_at


def forget_drill() -> None:
    """Read the installation anew at the next look at the clock."""
    _drill_shift.cache_clear()


def is_drill() -> bool:
    """Whether this installation is a drill for good."""
    return _drill_shift() is not None


def now() -> datetime:
    """The instant at which the office acts."""
    return _fixed.get() or real_now() + (_drill_shift() or timedelta())


def today() -> date:
    """The business day on which the office acts."""
    return business_day(now())


@contextmanager
def fixed(instant: datetime) -> Iterator[None]:
    """Let the clock stand at an instant: for tests and for a look at another time."""
    mark = _fixed.set(instant)
    try:
        yield
    finally:
        _fixed.reset(mark)
