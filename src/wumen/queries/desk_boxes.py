"""Transport boxes of samples on the board: what is late, what differs and nobody explained, and whose it is."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from wumen.queries.desk import Row, Told
from wumen.queries.duties import AtPlace
from wumen.rules.areas import Span
from wumen.rules.posts import Viewer
from wumen.rules.sampling_rounds.boxes import (
    LAB_MINUTES,
    Box,
    Clock,
    Handed,
    Received,
    clock_of,
    limits_of,
)
from wumen.rules.time import read_time

# The oldest are told first; more stand on the pages of their rounds.
_TOLD = 6
_LAB = f"b.first_at + make_interval(mins => coalesce(r.lab_minutes, {LAB_MINUTES})) < %(now)s"
_HAND = "b.handed_at IS NULL AND b.first_at + make_interval(mins => r.hand_minutes) < %(now)s"
_COUNTS = (
    "coalesce(b.handed_tubes, b.tubes) <> b.tubes"
    " OR coalesce(b.received_tubes, b.handed_tubes, b.tubes) <> coalesce(b.handed_tubes, b.tubes)"
)
# Whether there is any round at all: boxes, tubes and who is sampled at work are asked for where there is.
ROUND = f"""
    SELECT '{Told.ROUND}', '', '', '', '', '', NULL::timestamptz, NULL::uuid, 1::bigint
    WHERE EXISTS (SELECT FROM sampling_round)
"""
# Boxes that no laboratory has in time, or whose counts differ without a word; the lead of the point, else who noted it.
_BOXES = f"""
    SELECT * FROM (
        SELECT '{Told.BOX}', b.area, b.number, coalesce(c.name, n.name), b.round_id::text,
            json_build_object('round', r.number, 'point', p.number, 'name', p.name, 'to', b.handed_to,
                'handed_at', b.handed_at, 'handed', b.handed_tubes, 'received_at', b.received_at,
                'received', b.received_tubes, 'why', b.why, 'hand', r.hand_minutes, 'lab', r.lab_minutes)::text,
            b.first_at, NULL::uuid, b.tubes::bigint
        FROM sampling_box b JOIN sampling_round r ON r.id = b.round_id JOIN outbreak o ON o.id = r.outbreak_id
        LEFT JOIN sampling_point p ON p.id = b.point_id LEFT JOIN crew c ON c.id = p.lead_id
        JOIN crew n ON n.id = b.noted_by_id
        WHERE b.area >= %(lo)s AND b.area < %(hi)s AND b.withdrawn_at IS NULL AND o.closed_at IS NULL
            AND (b.received_at IS NULL AND ({_LAB} OR {_HAND}) OR b.why = '' AND ({_COUNTS}))
        ORDER BY b.first_at, b.id LIMIT {_TOLD}
    ) AS late_boxes
"""
# Points and teams whose tubes differ from those in boxes, more at any time, fewer once nothing more is made.
_TUBES = f"""
    SELECT * FROM (
        SELECT '{Told.TUBES}', t.area, t.tubes::text, coalesce(c.name, n.name), t.round_id::text,
            json_build_object('round', r.number, 'point', p.number, 'name', p.name)::text,
            t.said_at, NULL::uuid, x.boxed
        FROM sampling_tubes t JOIN sampling_round r ON r.id = t.round_id JOIN outbreak o ON o.id = r.outbreak_id
        LEFT JOIN sampling_point p ON p.id = t.point_id LEFT JOIN crew c ON c.id = p.lead_id
        JOIN crew n ON n.id = t.by_id,
        LATERAL (SELECT coalesce(sum(b.tubes), 0)::bigint AS boxed FROM sampling_box b
            WHERE b.round_id = t.round_id AND b.withdrawn_at IS NULL
                AND CASE WHEN t.point_id IS NULL THEN b.point_id IS NULL AND b.area = t.area
                    ELSE b.point_id = t.point_id END) x
        WHERE t.area >= %(lo)s AND t.area < %(hi)s AND o.closed_at IS NULL AND x.boxed <> t.tubes
            AND (x.boxed > t.tubes OR r.ends_at <= %(now)s OR r.closed_at IS NOT NULL
                OR p.day = r.day AND p.state = 'closed')
            AND (t.why = '' OR t.why_boxed <> x.boxed)
        ORDER BY t.said_at, t.id LIMIT {_TOLD}
    ) AS wrong_tubes
"""


_ASKED = AtPlace(f"{_BOXES} UNION ALL {_TUBES}", "now timestamptz")


@dataclass(frozen=True)
class BoxTold:
    """A box on the board: of which round, from where, its clock; `wrong`: its counts differ without a word."""

    round: UUID
    number: int
    names: tuple[str, ...]
    lead: str
    box: Box
    clock: Clock

    @property
    def late(self) -> bool:
        """Whether it is late and no laboratory has it."""
        return self.clock.late is not None and self.box.received is None


@dataclass(frozen=True)
class TubesTold:
    """A place on the board whose tubes are not those in its boxes."""

    round: UUID
    number: int
    names: tuple[str, ...]
    lead: str
    made: int
    boxed: int


@dataclass(frozen=True)
class BoxesTold:
    """What of boxes needs somebody now."""

    boxes: tuple[BoxTold, ...]
    tubes: tuple[TubesTold, ...]

    def __bool__(self) -> bool:
        """Whether anything does."""
        return bool(self.boxes or self.tubes)


def boxes_asked(viewer: Viewer, held: Span, now: datetime) -> list[Row]:
    """The rows of boxes and tubes at a place of the viewer's, inside the running scope."""
    return [Row(*row) for row in _ASKED.rows(viewer, held, now=now)]


def boxes_told(
    rows: Iterable[Row], names: Mapping[str, tuple[str, ...]], now: datetime
) -> BoxesTold:
    """The boxes and tubes among the rows of the board, the earliest swab first."""
    boxes, tubes = [], []
    for one in rows:
        if one.told == Told.BOX:
            boxes.append(_box(one, names, now))
        elif one.told == Told.TUBES:
            said = json.loads(one.grade)
            where = _where(one, said, names)
            counts = (int(one.what), one.many)
            tubes.append(TubesTold(UUID(one.state), said["round"], where, one.win, *counts))
    return BoxesTold(tuple(boxes), tuple(tubes))


def _box(one: Row, names: Mapping[str, tuple[str, ...]], now: datetime) -> BoxTold:
    said = json.loads(one.grade)
    handed = received = None
    if said["handed_at"]:
        handed = Handed(said["to"], read_time(said["handed_at"]), said["handed"])
    if said["received_at"]:
        received = Received("", read_time(said["received_at"]), said["received"])
    box = Box(one.what, "", one.many, one.due_at, handed, received, said["why"])
    clock = clock_of(box, limits_of(said["hand"], said["lab"]), now)
    return BoxTold(UUID(one.state), said["round"], _where(one, said, names), one.win, box, clock)


def _where(
    one: Row, said: Mapping[str, Any], names: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """The point by its number and name; doors below a place by that place."""
    if said["point"]:
        return (f"{said['point']}号点", said["name"])
    return ("上门", *names.get(one.area, ()))
