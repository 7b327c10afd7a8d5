"""Parcels on the board and on a captain's first page: how many lie at the deposit points, since when the oldest."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from wumen.queries.desk import Row, Told
from wumen.queries.duties import within
from wumen.queries.posts import acting
from wumen.records import clock
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


def lying_now(viewer: Viewer, area: str | None = None) -> Lying | None:
    """The same in a place or a whole area, for who hands over parcels and nobody else. Problem `area_not_yours`."""
    if not viewer.may(Right.CORRECT_HOMES):
        return None
    held = within(viewer, area)
    with acting(viewer), connection.cursor() as cursor:
        cursor.execute(LYING, {"lo": held.lo, "hi": held.hi})
        return lying([Row(*row) for row in cursor.fetchall()], clock.now())
