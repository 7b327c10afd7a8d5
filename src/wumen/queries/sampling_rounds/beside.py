"""What the board says of rounds beside the duties it counts: organisations at work, and a round that is coming."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from wumen.queries.duties import within
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

    `numbers` are those of the rounds of the day in which somebody is sampled at work; `shut` are the numbers of points
    to which somebody should be coming by now and that nobody has opened; `late_at_work` are missing at organisations
    after the end of their round: no duty of theirs is overdue on the board.
    """

    work: AtWork
    ahead: tuple[RoundAhead, ...]
    shut: tuple[int, ...]
    late_at_work: int = 0
    numbers: tuple[int, ...] = ()


NO_ROUNDS = RoundsBeside(NOBODY_AT_WORK, (), ())


def _held(*days: date) -> list[SamplingRound]:
    """The rounds of some days with their places, inside the running scope."""
    rows = SamplingRound.objects.filter(day__in=days, outbreak__closed_at=None)
    return list(rows.prefetch_related("scopes").order_by("begins_at"))


def shut_points(viewer: Viewer) -> tuple[int, ...]:
    """The numbers of the points to which somebody should be coming by now and that nobody has opened."""
    with acting(viewer):
        return _shut(_held(clock.today()), clock.now())


def rounds_beside(viewer: Viewer, day: date, area: str | None = None) -> RoundsBeside:
    """What there is of rounds on a day and the day after, as far as the viewer sees; who is at work in a place."""
    now, held = clock.now(), within(viewer, area)
    with acting(viewer):
        rows = _held(day, day + timedelta(days=1))
        here = [one for one in rows if one.day == day]
        by_round = at_work(held, here)
        sums = by_round.values()
        shut = _shut(here, now)
    work = AtWork(sum(one.due for one in sums), sum(one.done for one in sums))
    ahead = (
        RoundAhead(one.id, one.number, one.begins_at)
        for one in rows
        if one.day > day and one.closed_at is None
    )
    over = [one.id for one in here if one.ends_at <= now and one.closed_at is None]
    late = sum(by_round[one].missing for one in over if one in by_round)
    numbers = (one.number for one in here if one.id in by_round and by_round[one.id].due)
    return RoundsBeside(work, tuple(ahead), shut, late, tuple(numbers))


def _shut(rows: Sequence[SamplingRound], now: datetime) -> tuple[int, ...]:
    """Which points of the rounds that are on should have been opened and are not, inside the running scope."""
    on = [one for one in rows if one.closed_at is None and one.begins_at <= now < one.ends_at]
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
