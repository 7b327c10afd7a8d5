"""What the board says of rounds beside the duties it counts: organisations at work, and a round that is coming."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from wumen.queries.posts import acting
from wumen.queries.sampling_points import standing
from wumen.queries.sampling_rounds.organisations import at_work
from wumen.records import clock
from wumen.records.models import PointService, SamplingPoint, SamplingRound, SamplingSlot
from wumen.rules.posts import Viewer
from wumen.rules.sampling_points.standing import PointState, as_of
from wumen.rules.sampling_rounds.standing import NOBODY_AT_WORK, AtWork
from wumen.rules.time import local


@dataclass(frozen=True)
class RoundAhead:
    """A round of the next day, that nobody owes anything of yet today."""

    id: UUID
    number: int
    begins: datetime


@dataclass(frozen=True)
class RoundsBeside:
    """The rounds of a day that the duties do not tell: who is sampled at work, and what is held the day after.

    `shut` are the numbers of points to which somebody should be coming by now and that nobody has opened;
    `late_at_work` are missing at organisations after the end of their round: no duty of theirs is overdue on the board.
    """

    work: AtWork
    ahead: tuple[RoundAhead, ...]
    shut: tuple[int, ...]
    late_at_work: int = 0


NO_ROUNDS = RoundsBeside(NOBODY_AT_WORK, (), ())


def rounds_beside(viewer: Viewer, day: date) -> RoundsBeside:
    """What there is of rounds on a day and the day after, as far as the viewer sees."""
    now = clock.now()
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
        by_round = at_work(viewer, here)
        sums = by_round.values()
        open_now = (one for one in here if one.closed_at is None)
        on = [one for one in open_now if one.begins_at <= now < one.ends_at]
        shut = _shut(on, now)
    work = AtWork(sum(one.due for one in sums), sum(one.done for one in sums))
    ahead = (RoundAhead(one.id, one.number, one.begins_at) for one in rows if one.day > day)
    over = [one.id for one in here if one.ends_at <= now and one.closed_at is None]
    late = sum(by_round[one].missing for one in over if one in by_round)
    return RoundsBeside(work, tuple(ahead), shut, late)


def _shut(on: Sequence[SamplingRound], now: datetime) -> tuple[int, ...]:
    """Which points of the rounds that are on should have been opened and are not, inside the running scope."""
    if not on:
        return ()
    today = clock.today()
    begun = SamplingSlot.objects.filter(round__in=on, begins_at__lte=now, ends_at__gt=now)
    organisations = [one.organisation_id for row in on for one in row.scopes.all()]
    served = PointService.objects.filter(organisation__in=[one for one in organisations if one])
    points = SamplingPoint.objects.filter(
        Q(id__in=begun.values("point")) | Q(id__in=served.values("point")),
        withdrawn_at=None,
        opens__lte=local(now).time(),
    ).order_by("number")
    return tuple(
        one.number for one in points if as_of(standing(one), today).state is PointState.SET_UP
    )
