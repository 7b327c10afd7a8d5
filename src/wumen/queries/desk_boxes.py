"""Transport boxes of samples on the board: what is late, what differs and nobody explained, and whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from wumen.queries.desk import Told
from wumen.queries.duties import AtPlace
from wumen.records.kept import together
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
_BOXES = AtPlace(
    f"""
    SELECT b.round_id, r.number, b.area, p.number, p.name, coalesce(c.name, n.name),
        b.number, b.tubes, b.first_at, b.handed_to, b.handed_at, b.handed_tubes, b.received_at, b.received_tubes,
        b.why, r.hand_minutes, r.lab_minutes
    FROM sampling_box b JOIN sampling_round r ON r.id = b.round_id JOIN outbreak o ON o.id = r.outbreak_id
    LEFT JOIN sampling_point p ON p.id = b.point_id LEFT JOIN crew c ON c.id = p.lead_id
    JOIN crew n ON n.id = b.noted_by_id
    WHERE b.area >= %(lo)s AND b.area < %(hi)s AND b.withdrawn_at IS NULL AND o.closed_at IS NULL
        AND (b.received_at IS NULL AND ({_LAB} OR {_HAND}) OR b.why = '' AND ({_COUNTS}))
    ORDER BY b.first_at, b.id LIMIT {_TOLD}
    """,
    "now timestamptz",
)
# Points and teams whose tubes differ from those in boxes, more at any time, fewer once nothing more is made.
_TUBES = AtPlace(
    f"""
    SELECT t.round_id, r.number, t.area, p.number, p.name, coalesce(c.name, n.name), t.tubes, x.boxed
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
    """,
    "now timestamptz",
)


class _Where(NamedTuple):
    """Where a row comes from: of which round, at a point or at doors below a place, and who answers for it."""

    round: UUID
    number: int
    area: str
    point: int | None
    name: str | None
    lead: str

    def names(self, names: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """The point by its number and name; doors below a place by that place."""
        if self.point:
            return (f"{self.point}号点", self.name or "")
        return ("上门", *names.get(self.area, ()))


class _BoxSaid(NamedTuple):
    """What stands of a box, with the minutes of its round."""

    number: str
    tubes: int
    first: datetime
    handed_to: str
    handed_at: datetime | None
    handed_tubes: int
    received_at: datetime | None
    received_tubes: int
    why: str
    hand: int | None
    lab: int | None

    def box(self) -> Box:
        """The box as the rules see it, without seal and laboratory."""
        handed = received = None
        if self.handed_at:
            handed = Handed(self.handed_to, self.handed_at, self.handed_tubes)
        if self.received_at:
            received = Received("", self.received_at, self.received_tubes)
        return Box(self.number, "", self.tubes, self.first, handed, received, self.why)


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


@dataclass(frozen=True)
class BoxesAsked:
    """What the board found of boxes and tubes, before the places are named."""

    boxes: tuple[tuple[_Where, _BoxSaid], ...] = ()
    tubes: tuple[tuple[_Where, int, int], ...] = ()

    @property
    def places(self) -> set[str]:
        """The places that are named."""
        boxes = {where.area for where, _ in self.boxes}
        return boxes | {where.area for where, _, _ in self.tubes}

    def told(self, names: Mapping[str, tuple[str, ...]], now: datetime) -> BoxesTold:
        """The boxes and tubes as the board shows them, the earliest swab first."""
        return BoxesTold(
            tuple(_box_told(where, said, names, now) for where, said in self.boxes),
            tuple(
                TubesTold(where.round, where.number, where.names(names), where.lead, made, boxed)
                for where, made, boxed in self.tubes
            ),
        )


def boxes_asked(viewer: Viewer, held: Span, now: datetime) -> BoxesAsked:
    """The boxes and tubes at a place of the viewer's, in one message, inside the running scope."""
    boxes, tubes = together(*(one.asked(viewer, held, now=now) for one in (_BOXES, _TUBES)))
    cut = len(_Where._fields)
    return BoxesAsked(
        tuple((_Where(*row[:cut]), _BoxSaid(*row[cut:])) for row in boxes),
        tuple((_Where(*row[:cut]), *row[cut:]) for row in tubes),
    )


def _box_told(
    where: _Where, said: _BoxSaid, names: Mapping[str, tuple[str, ...]], now: datetime
) -> BoxTold:
    box = said.box()
    clock = clock_of(box, limits_of(said.hand, said.lab), now)
    return BoxTold(where.round, where.number, where.names(names), where.lead, box, clock)
