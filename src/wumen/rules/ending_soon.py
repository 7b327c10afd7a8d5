"""Whose isolation ends soon, and how the samples stand that her order asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wumen.rules.duties import PENDING

# From the evening before until the next day is over: sheets are made ready, who brings them is named.
SOON = timedelta(hours=36)


@dataclass(frozen=True)
class Sampled:
    """How many days a sample was owed on, on how many it was taken, on which it was missed, on which it is to come."""

    owed: int
    taken: int
    missed: tuple[date, ...]
    coming: tuple[date, ...]

    @property
    def complete(self) -> bool:
        """Whether all that was owed is taken; where nothing was owed nothing is known."""
        return bool(self.owed) and self.owed == self.taken


def sampled(duties: Iterable[tuple[date, str, datetime]], now: datetime) -> Sampled:
    """How samples stand, day by day: of several on a day one that was taken is enough.

    `duties`: day, state and due hour of each. What was waived counts as owed and not taken: somebody decided so, and
    whoever lets her go reads it.
    """
    days: dict[date, list[tuple[str, datetime]]] = {}
    for day, state, due_at in duties:
        days.setdefault(day, []).append((state, due_at))
    taken = {day for day, some in days.items() if any(state == "done" for state, _ in some)}
    coming = {
        day
        for day, some in days.items()
        if day not in taken and any(state in PENDING and due_at > now for state, due_at in some)
    }
    missed = days.keys() - taken - coming
    return Sampled(len(days), len(taken), tuple(sorted(missed)), tuple(sorted(coming)))
