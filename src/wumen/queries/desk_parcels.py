"""Parcels on the board and on a captain's first page: how many lie at the deposit points, since when the oldest."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wumen.queries.desk import Row, Told
from wumen.queries.duties import AtPlace
from wumen.records.kept import Asked
from wumen.rules.areas import Span
from wumen.rules.parcels import lies_long
from wumen.rules.posts import Right, Viewer

# One row for all points of a place: how much lies there for its doors, and at which point the oldest.
LYING = f"""
    SELECT '{Told.LYING}', '', (array_agg(d.name ORDER BY p.arrived_at, d.id))[1],
        (array_agg(d.keeper ORDER BY p.arrived_at, d.id))[1],
        (array_agg(d.id ORDER BY p.arrived_at, d.id))[1]::text,
        json_build_object('homes', count(DISTINCT p.household), 'points', count(DISTINCT d.id),
            'unread', count(*) FILTER (WHERE p.household IS NULL))::text,
        min(p.arrived_at), NULL::uuid, coalesce(sum(p.pieces) FILTER (WHERE p.household IS NOT NULL), 0)::bigint
    FROM parcel p JOIN deposit_point d ON d.id = p.point_id
    WHERE p.handed_at IS NULL AND p.lot_id IS NULL AND p.area >= %(lo)s AND p.area < %(hi)s HAVING count(*) > 0
"""
_LYING = AtPlace(LYING, "")


@dataclass(frozen=True)
class Lying:
    """What lies at the deposit points for a place; `point`, `name` and `keeper`: where the oldest lies."""

    pieces: int
    homes: int
    unread: int
    points: int
    since: datetime
    long: bool
    point: UUID
    name: str
    keeper: str


def lying(rows: Iterable[Row], now: datetime) -> Lying | None:
    """The parcels among the rows of the board; None where nothing lies."""
    for one in rows:
        if one.told == Told.LYING:
            said = json.loads(one.grade)
            return Lying(
                pieces=one.many,
                homes=said["homes"],
                unread=said["unread"],
                points=said["points"],
                since=one.due_at,
                long=lies_long(one.due_at, now),
                point=UUID(one.state),
                name=one.what,
                keeper=one.win,
            )
    return None


def lying_asked(viewer: Viewer, held: Span) -> list[Asked]:
    """What asks for the same in a place, beside other statements: for who hands over parcels, and for nobody else."""
    return [_LYING.asked(viewer, held)] if viewer.may(Right.CORRECT_HOMES) else []
