"""Lots of goods on the board: what lies for homes, is over or short, and who keeps the point."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wumen.queries.desk import Row, Told

# The oldest are told first; more stand on their page.
_TOLD = 6
# Lots of a place that are not whole where they belong: how many homes wait for how much, what is over or short. Shares
# that lie and lots that differ are each found by an index of their own: what is in order is not looked at.
LOTS = f"""
    SELECT * FROM (
        SELECT '{Told.LOT}', '', l.what, d.keeper, l.id::text,
            json_build_object('homes', coalesce(y.homes, 0),
                'over', CASE WHEN l.ended_at IS NULL THEN l.pieces - l.dealt ELSE 0 END,
                'unit', l.unit, 'point', d.name)::text,
            l.arrived_at, NULL::uuid, coalesce(y.pieces, 0)::bigint
        FROM (
            SELECT lot_id, count(DISTINCT household) AS homes, sum(pieces) AS pieces FROM (
                SELECT lot_id, household, pieces FROM parcel
                WHERE area >= %(lo)s AND area < %(hi)s AND handed_at IS NULL AND lot_id IS NOT NULL
                UNION ALL
                SELECT id, NULL, NULL FROM lot
                WHERE area >= %(lo)s AND area < %(hi)s AND ended_at IS NULL AND pieces <> dealt
            ) AS shares GROUP BY lot_id
        ) AS y JOIN lot l ON l.id = y.lot_id JOIN deposit_point d ON d.id = l.point_id
        WHERE l.area >= %(lo)s AND l.area < %(hi)s
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
