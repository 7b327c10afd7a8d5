"""A place at the change of its guard: what stands open, and the changes before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from wumen.queries.doors import Doors
from wumen.queries.past import noted_after
from wumen.queries.posts import Doer, acting, could_have
from wumen.records import clock, sealing
from wumen.records.models import (
    Duty,
    HandOver,
)
from wumen.rules.areas import Span, read_path, span
from wumen.rules.duties import PENDING
from wumen.rules.hand_overs import Counted, missing
from wumen.rules.health_words import MASK_ON_PAPER, masked_health
from wumen.rules.posts import Right, Viewer
from wumen.rules.time import business_day

_SHOWN = 8


@dataclass(frozen=True)
class StandsOpen:
    """How much of one thing stands open at a place, and how much of it is overdue."""

    what: str
    open: int
    overdue: int


def open_at(held: Span, when: datetime) -> list[StandsOpen]:
    """What stands open at a place at an hour, now or before, of the day of that hour; inside the running scope."""
    begun = Duty.objects.filter(
        day=business_day(when), area__gte=held.lo, area__lt=held.hi, opens_at__lte=when
    )
    open_then = Q(state__in=PENDING)
    if when < clock.now():
        settled = begun.exclude(state__in=PENDING).exclude(evidence=None).order_by()
        refs = [one for one in settled.values_list("evidence", flat=True).distinct() if one]
        open_then |= Q(evidence__in=noted_after(refs, when))
    rows = (
        begun.filter(open_then)
        .values("what")
        .annotate(n=Count("subject"), late=Count("subject", filter=Q(due_at__lte=when)))
        .order_by("what")
    )
    return [StandsOpen(row["what"], row["n"], row["late"]) for row in rows]


@dataclass(frozen=True)
class HandOverLine:
    """One change of guard: what was counted, what is fewer than before, what stood open."""

    at: datetime
    by: str
    to_name: str
    counted: Counted
    missing: Counted
    lists: bool
    note: str
    open: int
    overdue: int


@dataclass(frozen=True)
class AtDoor:
    """A place at a change: what stands open now, and the changes before, the latest first."""

    area: str
    place: str
    stands: Sequence[StandsOpen]
    before: Sequence[HandOverLine]

    @property
    def open(self) -> int:
        """How much stands open."""
        return sum(one.open for one in self.stands)

    @property
    def overdue(self) -> int:
        """How much of it is overdue."""
        return sum(one.overdue for one in self.stands)


def at_door(viewer: Viewer, path: str) -> AtDoor:
    """What stands at a place when its guard changes. Problems `right_missing`, `area_not_yours`.

    The last note is whole, for who carries on with it; in those before names of medicines and illnesses are masked.
    """
    full = read_path(path)
    viewer.must(Right.CORRECT_HOMES, full)
    with acting(viewer):
        rows = HandOver.objects.filter(area=full).select_related("by").order_by("-at")
        some = list(rows[: _SHOWN + 1])
        lines = [
            _hand_over(row, some[at + 1] if at + 1 < len(some) else None, last=at == 0)
            for at, row in enumerate(some[:_SHOWN])
        ]
        return AtDoor(full, Doors.of([full]).short(full), open_at(span(full), clock.now()), lines)


def could_hand_over(viewer: Viewer, path: str) -> list[Doer]:
    """Who could have handed over at a place: the posts over it that may note it themselves."""
    viewer.must(Right.CORRECT_HOMES, path)
    return could_have(viewer, path, Right.CORRECT_HOMES, ())


def note_of(row: HandOver) -> str:
    """What one guard wrote for the next, in the running scope."""
    return sealing.unseal("hand_over", row.id, row.note_sealed) or ""


def _hand_over(row: HandOver, former: HandOver | None, *, last: bool) -> HandOverLine:
    counted = Counted(row.keys, row.thermometers)
    was = Counted(former.keys, former.thermometers) if former else None
    note = note_of(row)
    return HandOverLine(
        row.at,
        row.by.name,
        row.to_name,
        counted,
        missing(was, counted),
        row.lists,
        note if last else masked_health(note, MASK_ON_PAPER),
        row.open,
        row.overdue,
    )
