"""Waste that was handed on today, with the sums of both classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wumen.queries.doors import Doors
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import (
    WasteLoad,
)
from wumen.rules.playbooks import Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.waste_loads import WASTE_NAMES, Load, WasteClass, totals

_SHOWN = 50


@dataclass(frozen=True)
class WasteLine:
    """One collection that was handed on."""

    place: str
    name: Named
    bags: int
    kg: str
    handed_to: str
    at: datetime
    by: str


@dataclass(frozen=True)
class WasteOfDay:
    """The collections of today with the sums of both classes, in the order of the classes."""

    lines: Sequence[WasteLine]
    sums: Sequence[tuple[Named, Load]]


def waste_today(viewer: Viewer) -> WasteOfDay:
    """What of waste was handed on today in the viewer's area. Problem `right_missing`."""
    viewer.must(Right.SETTLE)
    with acting(viewer):
        rows = list(WasteLoad.objects.filter(day=clock.today()).select_related("by").order_by("at"))
        words = Doors.of(row.area for row in rows)
        lines = [
            WasteLine(
                words.short(row.area),
                WASTE_NAMES[WasteClass(row.kind)],
                row.bags,
                f"{row.kg.normalize():f}",
                row.handed_to,
                row.at,
                row.by.name,
            )
            for row in rows
        ]
    sums = totals(Load(WasteClass(row.kind), row.bags, row.kg) for row in rows)
    return WasteOfDay(lines, [(WASTE_NAMES[kind], load) for kind, load in sums.items()])
