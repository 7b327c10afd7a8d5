"""What the board says of rounds beside the duties it counts: organisations at work, and a round that is coming."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from wumen.queries.posts import acting
from wumen.queries.sampling_rounds.organisations import at_work
from wumen.records.models import SamplingRound
from wumen.rules.posts import Viewer
from wumen.rules.sampling_rounds.standing import AtWork


@dataclass(frozen=True)
class RoundAhead:
    """A round of the next day, that nobody owes anything of yet today."""

    id: UUID
    number: int
    begins: datetime


@dataclass(frozen=True)
class RoundsBeside:
    """The rounds of a day that the duties do not tell: who is sampled at work, and what is held the day after."""

    work: AtWork
    ahead: tuple[RoundAhead, ...]


def rounds_beside(viewer: Viewer, day: date) -> RoundsBeside:
    """What there is of rounds on a day and the day after, as far as the viewer sees."""
    with acting(viewer):
        rows = list(
            SamplingRound.objects.filter(
                day__in=(day, day + timedelta(days=1)),
                outbreak__closed_at=None,
            )
            .exclude(closed_at__isnull=False, day__gt=day)
            .prefetch_related("scopes")
            .order_by("begins_at")
        )
        here = [one for one in rows if one.day == day]
        sums = at_work(viewer, here).values()
    work = AtWork(sum(one.due for one in sums), sum(one.done for one in sums))
    ahead = (RoundAhead(one.id, one.number, one.begins_at) for one in rows if one.day > day)
    return RoundsBeside(work, tuple(ahead))
