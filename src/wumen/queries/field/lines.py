"""Enrolled phones as the office looks at them: where, whose, what came, what is missing, how far the clock is off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from wumen.queries.doors import Doors
from wumen.queries.posts import acting, looking_around
from wumen.records import clock, field_items
from wumen.records.field_items import Hole
from wumen.records.models import CrewMember, FieldDevice, Post
from wumen.rules.posts import Right, Viewer

# A phone whose clock is off by more is told to put it right.
_OFF = timedelta(minutes=2)
_ENOUGH = 200


@dataclass(frozen=True)
class FieldLine:
    """An enrolled phone, or a code that waits for one; `off_minutes`: its clock before (plus) or behind, else 0."""

    id: UUID
    name: str
    place: str
    whose: str
    kind: str
    enrolled: bool
    ended: bool
    came: int
    last_ago: timedelta | None
    off_minutes: int
    taken_over: int
    holes: tuple[Hole, ...]


def field_lines(viewer: Viewer) -> Sequence[FieldLine]:
    """The enrolled phones of the viewer's area, and codes that wait. Problem `right_missing`."""
    viewer.must(Right.KEEP_CREW)
    now, held = clock.real_now(), viewer.span
    with acting(viewer):
        waiting = Q(enrolled_at=None, ended_at=None, code_until__gt=now)
        rows = FieldDevice.objects.filter(waiting | Q(enrolled_at__isnull=False))
        rows = rows.filter(area__gte=held.lo, area__lt=held.hi).order_by("area", "made_at")
        some = list(rows.select_related("device")[:_ENOUGH])
        if not some:
            return []
        doors, names = Doors.within(held), _whose(some)
        idents = [row.id for row in some]
        with looking_around():
            came, missing = field_items.came(idents), field_items.holes(held.lo, held.hi)
    return [
        _line(
            row, doors.short(row.area), names.get(row.post, "") if row.post else "", came, missing
        )
        for row in some
    ]


def _whose(rows: Sequence[FieldDevice]) -> dict[UUID, str]:
    posts = Post.objects.filter(id__in={row.post for row in rows if row.post})
    people = dict(posts.values_list("id", "person_id"))
    named = dict(CrewMember.objects.filter(id__in=people.values()).values_list("id", "name"))
    return {post: named[person] for post, person in people.items()}


def _line(
    row: FieldDevice,
    place: str,
    whose: str,
    came: dict[UUID, field_items.CameSoFar],
    missing: Sequence[Hole],
) -> FieldLine:
    now, so_far = clock.real_now(), came.get(row.id)
    drift = timedelta(milliseconds=(so_far.drift_ms or 0) if so_far else 0)
    ended = row.ended_at or (row.device.ended_at if row.device else None)
    return FieldLine(
        id=row.id,
        name=row.name,
        place=place,
        whose=whose,
        kind=row.kind,
        enrolled=row.enrolled_at is not None,
        ended=bool(ended) or row.until_at <= now,
        came=so_far.many if so_far else 0,
        last_ago=now - so_far.last_at if so_far and so_far.last_at else None,
        off_minutes=round(drift.total_seconds() / 60) if abs(drift) > _OFF else 0,
        taken_over=row.taken_over,
        holes=tuple(one for one in missing if one.device == row.id),
    )
