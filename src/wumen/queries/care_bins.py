"""Bins for waste of isolated homes: where each stands and whether it was emptied, and buildings that lack one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wumen.queries.doors import Doors
from wumen.queries.posts import acting
from wumen.queries.teams import isolated
from wumen.records import clock
from wumen.records.models import CareBin
from wumen.rules.areas import Span, counted_at, in_order
from wumen.rules.care_bins import BinAt, BinState, emptied, sums_zh
from wumen.rules.posts import Right, Viewer


@dataclass(frozen=True)
class BinLine:
    """A bin: its building and how it stands, since when, who said so, when it was emptied."""

    id: UUID
    area: str
    bin: BinAt
    placed_at: datetime
    emptied_at: datetime | None
    said_at: datetime
    by: str


@dataclass(frozen=True)
class BinsPage:
    """The bins of a place, those to be gone to first, the line to copy, and buildings with isolated homes without one.

    `lacking`: path and name of each; how many homes isolate there is not told.
    """

    bins: Sequence[BinLine]
    line: str
    lacking: Sequence[tuple[str, str]]


def bins_page(viewer: Viewer) -> BinsPage:
    """The bins of the viewer's place, for who works there. Problem `right_missing`."""
    viewer.must(Right.SETTLE)
    with acting(viewer):
        rows = bins_within(viewer.span)
        lacking = _lacking(viewer.span, {one.area for one in rows})
        words = Doors.of({*(one.area for one in rows), *lacking})
        now = clock.now()
        lines = [
            BinLine(
                id=one.id,
                area=one.area,
                bin=bin_at(one, words.short(one.area), now),
                placed_at=one.placed_at,
                emptied_at=one.emptied_at,
                said_at=one.said_at,
                by=one.by.name,
            )
            for one in rows
        ]
    lines.sort(key=lambda one: (not one.bin.wrong, in_order(one.area), one.bin.stands_at))
    line = sums_zh(one.bin for one in lines) if lines else ""
    return BinsPage(lines, line, [(path, words.short(path)) for path in lacking])


def bins_within(held: Span) -> list[CareBin]:
    """The bins that stand in a span, in the order of doors; inside a running scope."""
    rows = CareBin.objects.filter(removed_at=None, area__gte=held.lo, area__lt=held.hi)
    return sorted(rows.select_related("by"), key=lambda one: (in_order(one.area), one.stands_at))


def bins_around(path: str) -> bool:
    """Whether a bin stands at a place, below it, or above it at its building or compound; inside a running scope."""
    rows = CareBin.objects.filter(removed_at=None)
    return any(
        one.startswith(path) or path.startswith(one) for one in rows.values_list("area", flat=True)
    )


def bin_at(row: CareBin, place: str, now: datetime) -> BinAt:
    """A bin as it is told of."""
    stood = emptied(row.placed_at, row.emptied_at, now)
    return BinAt(place, row.stands_at, BinState(row.state), stood)


def _lacking(held: Span, areas: set[str]) -> list[str]:
    """The buildings in which somebody isolates at home and no bin stands: at it, below it, or at its compound."""
    buildings = {counted_at(home.area) for home, _, _ in isolated(held).values()}
    return sorted(
        (
            one
            for one in buildings
            if not any(area.startswith(one) or one.startswith(area) for area in areas)
        ),
        key=in_order,
    )
