"""The boxes of a round line by line, and its places with their counts, as far as somebody answers for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from wumen.queries.doors import Doors
from wumen.records import clock
from wumen.records.models import SamplingBox, SamplingPoint, SamplingRound, SamplingTubes
from wumen.rules.areas import in_order
from wumen.rules.posts import Right, Viewer
from wumen.rules.sampling_points.standing import PointState
from wumen.rules.sampling_rounds.boxes import (
    Box,
    Clock,
    Handed,
    Limits,
    Received,
    Sums,
    clock_of,
    limits_of,
    sums_of,
    together,
)


@dataclass(frozen=True)
class BoxLine:
    """A box with its clock: where it was packed, how many of its tubes were scanned, and who noted and explained."""

    id: UUID
    box: Box
    clock: Clock
    place: str
    words: str
    scanned: int
    noted_by: str
    noted_at: datetime
    why_by: str

    @property
    def late(self) -> bool:
        """Whether it is late and somebody can still do something."""
        return self.clock.late is not None and self.box.received is None


@dataclass(frozen=True)
class PlaceLine:
    """A point, or doors below a place, with its counts; `key` names it in a form."""

    key: str
    words: str
    number: int | None
    lead: str
    sums: Sums


def is_open(sums: Sums) -> bool:
    """Whether somebody has to say something of a place's counts."""
    return (sums.differs and not sums.explained) or sums.unsaid


def box_of(row: SamplingBox) -> Box:
    """A box as the rules see it."""
    handed = received = None
    if row.handed_at is not None:
        handed = Handed(row.handed_to, row.handed_at, row.handed_tubes or 0)
    if row.received_at is not None:
        received = Received(row.lab, row.received_at, row.received_tubes or 0)
    return Box(row.number, row.seal, row.tubes, row.first_at, handed, received, row.why)


def _answered(viewer: Viewer) -> Q:
    """Of boxes and tubes those the viewer answers for: an office all, a lead her points, a team at doors its own."""
    if viewer.may(Right.KEEP_REGISTER):
        return Q()
    return Q(point__isnull=True) if viewer.may(Right.SETTLE) else Q(point__lead=viewer.person)


def boxes_seen(viewer: Viewer, row: SamplingRound) -> list[SamplingBox]:
    """The boxes of a round that the viewer answers for, those taken back left out, as they were noted."""
    rows = SamplingBox.objects.filter(_answered(viewer), round=row, withdrawn_at=None)
    return list(
        rows.select_related("point__lead", "noted_by", "why_by")
        .annotate(scanned_tubes=Count("scanned"))
        .order_by("noted_at", "number", "seal")
    )


def key_of(point: UUID | None, area: str) -> str:
    """By what a form names a point, or doors below a place."""
    return str(point) if point else area


def _is_over(row: SamplingRound, point: SamplingPoint | None, now: datetime) -> bool:
    """Whether nothing more is made there: the round is over, or the point closed for its day."""
    closed = point is not None and point.day == row.day and point.state == PointState.CLOSED
    return closed or row.closed_at is not None or now >= row.ends_at


@dataclass
class _Place:
    """What is known of a place while its line is made."""

    point: SamplingPoint | None
    area: str
    boxes: list[Box] = field(default_factory=list)
    said: SamplingTubes | None = None
    used: bool = False


def _gathered(
    row: SamplingRound,
    points: Iterable[SamplingPoint],
    boxes: Iterable[SamplingBox],
    tubes: Iterable[SamplingTubes],
    asked: frozenset[UUID],
) -> dict[str, _Place]:
    found = {str(one.id): _Place(one, one.area, used=one.id in asked) for one in points}
    for one in boxes:
        key = key_of(one.point_id, one.area)
        place = found.setdefault(key, _Place(one.point, one.area))
        place.boxes.append(box_of(one))
    for said in tubes:
        place = found.setdefault(key_of(said.point_id, said.area), _Place(said.point, said.area))
        place.said = said
    return found


def _sums(row: SamplingRound, place: _Place, now: datetime) -> Sums:
    said = place.said
    given = {"made": said.tubes, "why": said.why, "why_boxed": said.why_boxed} if said else {}
    return sums_of(place.boxes, over=_is_over(row, place.point, now), **given)


def words_of(point: SamplingPoint | None, area: str, words: Doors) -> str:
    """Where a box was packed or tubes were filled: the point by number and name, else the place at whose doors."""
    return f"{point.number}号点 {point.name}" if point else f"上门 {words.short(area)}"


def _shown(place: _Place) -> bool:
    return bool(place.boxes or place.said or place.used)


def _in_order(one: PlaceLine) -> tuple[bool, int, Sequence[Any]]:
    return (one.number is None, one.number or 0, in_order(one.key) if one.number is None else ())


def _place_line(
    row: SamplingRound, key: str, place: _Place, words: Doors, now: datetime
) -> PlaceLine:
    point = place.point
    lead = point.lead.name if point and point.lead else ""
    number = point.number if point else None
    return PlaceLine(key, words_of(point, place.area, words), number, lead, _sums(row, place, now))


def _line(row: SamplingBox, limits: Limits, words: Doors, now: datetime) -> BoxLine:
    box = box_of(row)
    return BoxLine(
        *(row.id, box, clock_of(box, limits, now), key_of(row.point_id, row.area)),
        words_of(row.point, row.area, words),
        row.scanned_tubes,  # type: ignore[attr-defined]
        *(row.noted_by.name, row.noted_at, row.why_by.name if row.why_by else ""),
    )


@dataclass(frozen=True)
class BoxRows:
    """The rows of a round's boxes and tubes that a viewer answers for."""

    row: SamplingRound
    boxes: Sequence[SamplingBox]
    tubes: Sequence[SamplingTubes]

    @property
    def doors(self) -> list[str]:
        """The places at whose doors some were packed: they are said in words."""
        boxes = [one.area for one in self.boxes if one.point_id is None]
        return boxes + [one.area for one in self.tubes if one.point_id is None]


def box_rows(viewer: Viewer, row: SamplingRound) -> BoxRows:
    """What stands of a round's boxes, in two statements, inside the running scope."""
    said = SamplingTubes.objects.filter(_answered(viewer), round=row).select_related("point__lead")
    return BoxRows(row, boxes_seen(viewer, row), list(said))


@dataclass(frozen=True)
class RoundBoxes:
    """The boxes of a round line by line and by place, and all of them in one."""

    places: tuple[PlaceLine, ...]
    lines: tuple[BoxLine, ...]

    @property
    def whole(self) -> Sums:
        """The sums of all."""
        return together([one.sums for one in self.places])

    @property
    def any(self) -> bool:
        """Whether anything was packed or said of it."""
        return bool(self.whole.boxes) or self.whole.made is not None

    @property
    def late(self) -> list[BoxLine]:
        """Those that are late and not received, the earliest swab first."""
        return sorted((one for one in self.lines if one.late), key=lambda one: one.box.first)

    @property
    def unexplained(self) -> int:
        """How many boxes and places differ without a word."""
        boxes = sum(one.box.unexplained for one in self.lines)
        return boxes + sum(is_open(one.sums) for one in self.places)


def seen_boxes(
    rows: BoxRows,
    words: Doors,
    points: Sequence[SamplingPoint] = (),
    asked: frozenset[UUID] = frozenset(),
) -> RoundBoxes:
    """The boxes of a round; the `asked` of these points stand there without one as well."""
    row, now = rows.row, clock.now()
    limits = limits_of(row.hand_minutes, row.lab_minutes)
    places = _gathered(row, points, rows.boxes, rows.tubes, asked)
    found = [_place_line(row, key, one, words, now) for key, one in places.items() if _shown(one)]
    return RoundBoxes(
        tuple(sorted(found, key=_in_order)),
        tuple(_line(one, limits, words, now) for one in rows.boxes),
    )
