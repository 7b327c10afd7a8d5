"""Who is expected at a gate today: door, name and hour, nothing of where anybody comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from wumen.queries.arrivals import LOOKED_OUT_FOR, kept, read_said
from wumen.queries.doors import Doors
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.rules.posts import Right, Viewer


@dataclass(frozen=True)
class GateLine:
    """Somebody expected at a gate: which door, who, about when; nothing of where she comes from, nor by which train."""

    id: UUID
    door: str
    name: str
    hour: str
    expected_on: date
    came_at: datetime | None


@dataclass(frozen=True)
class GatePage:
    """A page of those expected: how many have not come, how many stand behind this page, where the next begins."""

    lines: Sequence[GateLine]
    waiting: int
    more: int
    after: str


# The gate opens so many names at once.
GATE_PAGE = 60


def expected_at_gate(viewer: Viewer, after: str = "", most: int = GATE_PAGE) -> GatePage:
    """Who is expected today, and who was in the two days before and has not come; who has not come first.

    `after`: where the page before ended. Problem `right_missing`.
    """
    viewer.must(Right.KEEP_GATE)
    today = clock.today()
    with acting(viewer):
        wanted = Q(expected_on=today) | Q(
            expected_on__gte=today - LOOKED_OUT_FOR, expected_on__lt=today, came_at__isnull=True
        )
        came = kept().filter(wanted).values_list("came_at", "expected_on", "id")
        keys = {
            f"{at is not None:d}.{day.isoformat()}.{ident}": (ident, at) for at, day, ident in came
        }
        ahead = sorted(key for key in keys if key > after)
        here = [keys[key][0] for key in ahead[:most]]
        found = {row.id: row for row in kept().filter(id__in=here)}
        rows = [found[ident] for ident in here if ident in found]
        words = Doors.of(row.area for row in rows)
        lines = [(row, read_said(row)) for row in rows]
    shown = [
        GateLine(
            row.id,
            words.short(row.area),
            said.name,
            said.hour,
            row.expected_on,
            row.came_at,
        )
        for row, said in lines
    ]
    more = max(0, len(ahead) - most)
    waiting = sum(at is None for _, at in keys.values())
    return GatePage(shown, waiting, more, ahead[most - 1] if more else "")
