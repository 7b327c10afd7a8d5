"""What runs when, by the clock of the installation, which may be a drill's."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from wumen.rules.time import at, business_day


@dataclass(frozen=True)
class Due:
    """A job that is due: its name, the business day it is for if it has one, or since when it looks."""

    job: str
    day: str | None = None
    since: str | None = None


@dataclass(frozen=True)
class Daily:
    """A job that is due once a day, for the day itself or a later one."""

    job: str
    clock: time
    ahead: timedelta


DAILY = (
    # The plan of the day when it begins, and of the next in the evening, for crews to be called up.
    Daily("plan_day", time(0), timedelta()),
    Daily("plan_day", time(20), timedelta(days=1)),
)
# Movements older than fourteen days are cut once the day has begun.
CUT_AT = time(3)
FOLD_EVERY = timedelta(minutes=5)


def due(former: datetime, now: datetime) -> list[Due]:
    """What became due after `former`, up to and with `now`, each once and the last day's only."""
    today = business_day(now)
    found = [
        Due(one.job, (today + one.ahead).isoformat())
        for one in DAILY
        if former < at(today, one.clock) <= now
    ]
    if former < at(today, CUT_AT) <= now:
        found.append(Due("cut_movements"))
    if (since := _folded(former)) < _folded(now):
        # From where the last one looked to, however long nothing ran.
        found += [Due("fold_counts"), Due("keep_terms"), Due("plan_ended", since=since.isoformat())]
    return found


def _folded(when: datetime) -> datetime:
    """When counts were last due to be folded."""
    seconds = FOLD_EVERY.total_seconds()
    return datetime.fromtimestamp(when.timestamp() // seconds * seconds, when.tzinfo)


def before_today(now: datetime) -> datetime:
    """The last instant before the day: from here on a worker that starts late still owes all of today."""
    return at(business_day(now), time()) - timedelta(microseconds=1)
