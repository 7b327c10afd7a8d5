"""Further visits: when a door at which nobody was found is visited again, and when a slip is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wumen.rules.playbooks import Clause, Playbook
from wumen.rules.rounds import Reason
from wumen.rules.time import Interval, at

# Nobody was met, so somebody may be met later. Who refused, was unwell or has no thermometer was met; who
# moved away or is an infant is the same at every hour.
CALLS_AGAIN = frozenset({Reason.NOBODY_HOME, Reason.LATER})


@dataclass(frozen=True)
class Again:
    """What a clause says of further visits: how many in all, how far apart, and until which instant."""

    visits: int
    after: timedelta
    until: datetime


@dataclass(frozen=True)
class Visited:
    """What a visit that met nobody leads to: the hour of the next one, or none, and whether a slip is due."""

    count: int
    again_at: datetime | None = None
    slip: bool = False


def again_of(clause: Clause, day: date, playbook: Playbook) -> Again | None:
    """The further visits of a clause on a day; None where it asks for one visit only.

    They end with the last window that the rules declare for a day, the night's left out, unless the clause
    names its own hour.
    """
    if clause.visits < 2:
        return None
    last = clause.visits_until or max(
        one.due for one in playbook.windows.values() if one.due > one.opens
    )
    return Again(clause.visits, timedelta(hours=clause.visit_after_hours), at(day, last))


def counts(reason: str, tried: Sequence[datetime], now: datetime, again: Again | None) -> bool:
    """Whether a visit counts as one that met nobody: by its reason, and far enough from the last that did.

    The two taps of one visit count once, and so do two people who come within the hour.
    """
    if again is None or reason not in CALLS_AGAIN or len(tried) >= again.visits:
        return False
    return not tried or now - tried[-1] >= again.after


def window(own: Interval, again: Again | None, tried: Sequence[datetime]) -> Interval:
    """When a duty is due after visits that met nobody: it opens later and is due by the last hour for visits.

    It stays one duty. A visit after which no time is left for another changes nothing, and neither does the last.
    """
    if again is None:
        return own
    left = [one for one in tried[: again.visits - 1] if one + again.after < again.until]
    if not left:
        return own
    return Interval(max(own.begins, left[-1] + again.after), max(own.ends, again.until))


def visited(again: Again | None, tried: Sequence[datetime]) -> Visited:
    """What follows from the visits so far: go again from then on, or leave a slip after the last."""
    if again is None or not tried:
        return Visited(len(tried))
    if len(tried) >= again.visits:
        return Visited(len(tried), slip=True)
    after = tried[-1] + again.after
    return Visited(len(tried), after if after < again.until else None)
