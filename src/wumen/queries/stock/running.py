"""What will not last at the points of a place, the sooner the first, and what can be done about it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wumen.queries.duties import within
from wumen.queries.posts import acting
from wumen.queries.stock.looking import LEAST_DEPTH, Aid, Look, around, kept_in, points_in
from wumen.queries.stock.transfers import coming_to
from wumen.records import clock
from wumen.rules.areas import Span
from wumen.rules.posts import Right, Viewer


@dataclass(frozen=True)
class Running:
    """A thing that will not last: where, how many are there and missing, from which day, who keeps the point.

    Where none is left and nobody knows how many are needed, none is `missing`.
    """

    point: UUID
    place: str
    keeper: str
    thing: str
    unit: str
    held: int
    missing: int
    day: date
    ident: UUID
    aid: Aid


def running_out(viewer: Viewer, area: str | None = None) -> list[Running]:
    """What will not last today and tomorrow at the points of a place, the sooner the first.

    Nothing for a place above the sub-districts: each sees its own. Problems `right_missing`, `area_not_yours`.
    """
    viewer.must(Right.KEEP_CREW)
    held = within(viewer, area)
    if held.lo.count("/") < LEAST_DEPTH:
        return []
    with acting(viewer):
        return _running_out(viewer, held)


def _running_out(viewer: Viewer, held: Span) -> list[Running]:
    wide = around(viewer, held.lo)
    things = kept_in(wide)
    shown = [one for one in things if held.holds(one.area)]
    if not shown:
        return []
    points = points_in(wide, things)
    look, at = Look(viewer, wide, clock.today(), things, points), {one.id: one for one in points}
    coming = coming_to(shown)
    found = []
    for row in shown:
        seen = look.thing(row).outlook
        aid = look.aid(row, seen, coming[row.id])
        if aid and seen.day:
            point = at[row.point_id]
            found.append(
                Running(
                    *(point.id, point.said, point.keeper, row.name, row.unit, row.held),
                    *(seen.missing, seen.day, row.id, aid),
                )
            )
    return sorted(found, key=lambda one: (one.day, -one.missing))
