"""Lots of goods on the board: what lies for homes, is over or short, and who keeps the point."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wumen.queries.desk import Row, Told

# The oldest are told first; more stand on their page.
_TOLD = 6
# Lots of a place that are not whole where they belong: how many homes wait for how much, what is over or short.
LOTS = f"""
    SELECT * FROM (
        SELECT '{Told.LOT}', '', l.what, d.keeper, l.id::text,
            json_build_object('homes', count(DISTINCT p.household) FILTER (WHERE p.handed_at IS NULL),
                'over', CASE WHEN l.ended_at IS NULL THEN l.pieces - coalesce(sum(p.pieces), 0) ELSE 0 END,
                'unit', l.unit, 'point', d.name)::text,
            l.arrived_at, NULL::uuid, coalesce(sum(p.pieces) FILTER (WHERE p.handed_at IS NULL), 0)::bigint
        FROM lot l JOIN deposit_point d ON d.id = l.point_id
        LEFT JOIN parcel p ON p.lot_id = l.id AND p.how <> 'mistake'
        WHERE l.area >= %(lo)s AND l.area < %(hi)s AND (l.ended_at IS NULL OR p.handed_at IS NULL)
        GROUP BY l.id, d.keeper, d.name
        HAVING count(*) FILTER (WHERE p.id IS NOT NULL AND p.handed_at IS NULL) > 0
            OR l.ended_at IS NULL AND l.pieces <> coalesce(sum(p.pieces), 0)
        ORDER BY l.arrived_at, l.id LIMIT {_TOLD}
    ) AS open_lots
"""


@dataclass(frozen=True)
class LotTold:
    """A lot that is not done: what, how much lies for how many homes, how much is over (or short, below nought)."""

    id: UUID
    what: str
    unit: str
    point: str
    keeper: str
    lying: int
    homes: int
    over: int
    since: datetime


def lots_told(rows: Iterable[Row]) -> tuple[LotTold, ...]:
    """The open lots among the rows of the board, the oldest first."""
    found = []
    for one in rows:
        if one.told == Told.LOT:
            said = json.loads(one.grade)
            place = (said["unit"], said["point"], one.win)
            counts = (one.many, said["homes"], said["over"])
            found.append(LotTold(UUID(one.state), one.what, *place, *counts, one.due_at))
    return tuple(found)
