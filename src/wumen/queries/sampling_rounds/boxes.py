"""The transport boxes of a round as an office and a lead see them: each with its clock, counts by place and in all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from wumen.queries.doors import Doors
from wumen.queries.posts import acting
from wumen.queries.sampling_rounds.standing import held_below, places_held, round_row
from wumen.records import clock, scope
from wumen.records.models import (
    SamplingBox,
    SamplingPoint,
    SamplingRound,
    SamplingSlot,
    SamplingTubes,
)
from wumen.rules.areas import in_order, office_over, span
from wumen.rules.field.told import SAMPLE
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_points.standing import PointState
from wumen.rules.sampling_rounds.boxes import (
    Box,
    Clock,
    Handed,
    Limits,
    Received,
    Step,
    Sums,
    clock_of,
    limits_of,
    sums_of,
    together,
)

# Of what phones noted in a round: different tubes, and how many of them were scanned into a box.
_PHONES = """
    SELECT count(DISTINCT f.tube_key), count(DISTINCT t.tube_key)
    FROM unnest(%(lo)s::text[], %(hi)s::text[]) AS s (lo, hi) JOIN field_record f
        ON f.area COLLATE "C" >= s.lo COLLATE "C" AND f.area COLLATE "C" < s.hi COLLATE "C"
    LEFT JOIN sampling_box_tube t ON t.round_id = %(round)s AND t.tube_key = f.tube_key
    WHERE f.kind = %(kind)s AND f.tube_key IS NOT NULL
        AND f.happened_at >= %(begins)s AND f.happened_at < %(ends)s
"""


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


@dataclass(frozen=True)
class BoxesPage:
    """The boxes of a round as far as the viewer sees; `phones`: tubes that phones noted, and of them those in boxes."""

    id: UUID
    number: int
    day: Any
    begins: datetime
    ends: datetime
    closed_at: datetime | None
    area: str
    place: str
    limits: Limits
    places: tuple[PlaceLine, ...]
    choices: tuple[tuple[str, str], ...]
    lines: tuple[BoxLine, ...]
    whole: Sums
    phones: tuple[int, int] | None

    def at(self, *steps: Step) -> list[BoxLine]:
        """The boxes that are so far, the earliest swab first."""
        some = [one for one in self.lines if one.box.step in steps]
        return sorted(some, key=lambda one: one.box.first)

    @property
    def packed(self) -> list[BoxLine]:
        """Those that wait for a courier."""
        return self.at(Step.PACKED)

    @property
    def under_way(self) -> list[BoxLine]:
        """Those that no laboratory has confirmed, handed over or not."""
        return self.at(Step.HANDED, Step.PACKED)

    @property
    def late(self) -> list[BoxLine]:
        """Those that are late and not received."""
        return [one for one in self.under_way if one.late]

    @property
    def unexplained(self) -> list[BoxLine]:
        """Those whose counts differ without a word."""
        return [one for one in self.lines if one.box.unexplained]

    @property
    def wrong_places(self) -> list[PlaceLine]:
        """The places whose tubes do not agree with their boxes, unexplained, or of which nobody said how many."""
        return [one for one in self.places if is_open(one.sums)]


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


def must_note(viewer: Viewer) -> None:
    """Who leads points, or settles at doors, has to do with boxes; Problem `right_missing`."""
    if not viewer.may(Right.SETTLE):
        viewer.must(Right.LEAD_POINT)


def _points(viewer: Viewer, row: SamplingRound) -> list[SamplingPoint]:
    """The points whose boxes the viewer may note: the office all of its area, a lead her own."""
    if not viewer.may(Right.LEAD_POINT):
        return []
    rows = SamplingPoint.objects.filter(subdistrict=row.subdistrict).select_related("lead")
    if not viewer.may(Right.KEEP_REGISTER):
        rows = rows.filter(lead=viewer.person)
    return list(rows.order_by("number"))


def _with_slots(row: SamplingRound) -> set[UUID]:
    """The points that somebody was asked to in a round, by the sub-district's sight: it tells of nobody."""
    with scope.scoped(scope.of_place(office_over(row.area))):
        return set(SamplingSlot.objects.filter(round=row).values_list("point", flat=True))


def doors_in(viewer: Viewer, row: SamplingRound) -> list[str]:
    """The places of a round at whose doors the viewer's teams sample."""
    if not viewer.may(Right.SETTLE):
        return []
    return held_below(row, viewer.area) if viewer.area else places_held(row)


def _answered(viewer: Viewer) -> Q:
    """Of boxes and tubes those the viewer answers for: an office all, a lead her points, a team at doors its own."""
    if viewer.may(Right.KEEP_REGISTER):
        return Q()
    return Q(point__isnull=True) if viewer.may(Right.SETTLE) else Q(point__lead=viewer.person)


def boxes_seen(viewer: Viewer, row: SamplingRound) -> list[SamplingBox]:
    """The boxes of a round that the viewer answers for, those taken back left out, as they were noted."""
    rows = SamplingBox.objects.filter(_answered(viewer), round=row, withdrawn_at=None)
    return list(
        rows.select_related("point", "noted_by", "why_by")
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
    slotted: set[UUID],
) -> dict[str, _Place]:
    found = {str(one.id): _Place(one, one.area, used=one.id in slotted) for one in points}
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


def _words(point: SamplingPoint | None, area: str, words: Doors) -> str:
    return f"{point.number}号点 {point.name}" if point else f"上门 {words.short(area)}"


def boxes_page(viewer: Viewer, ident: UUID) -> BoxesPage:
    """The boxes of a round; Problems `right_missing`, `round_unknown`."""
    must_note(viewer)
    now = clock.now()
    with acting(viewer):
        row = round_row(viewer, ident)
        points, rows = _points(viewer, row), boxes_seen(viewer, row)
        said = SamplingTubes.objects.filter(_answered(viewer), round=row)
        tubes = list(said.select_related("point"))
        slotted, doors = _with_slots(row), doors_in(viewer, row)
        paths = [*(one.area for one in rows), *(one.area for one in tubes)]
        words = Doors.of([row.area, *doors, *paths])
        phones = _phones(row) if viewer.may(Right.SEE_REGISTER) else None
    limits, places = (
        limits_of(row.hand_minutes, row.lab_minutes),
        _gathered(row, points, rows, tubes, slotted),
    )
    lines = [_place_line(row, key, one, words, now) for key, one in places.items() if _shown(one)]
    choices = [(str(one.id), _words(one, "", words)) for one in _choices(points, slotted)]
    choices += [(path, _words(None, path, words)) for path in doors]
    return BoxesPage(
        *(row.id, row.number, row.day, row.begins_at, row.ends_at, row.closed_at),
        *(
            row.area,
            words.place(row.area),
            limits,
            tuple(sorted(lines, key=_in_order)),
            tuple(choices),
        ),
        tuple(_line(one, limits, words, now) for one in rows),
        together([one.sums for one in lines]),
        phones,
    )


def _shown(place: _Place) -> bool:
    return bool(place.boxes or place.said or place.used)


def _choices(points: Sequence[SamplingPoint], slotted: set[UUID]) -> list[SamplingPoint]:
    """Where a box may come from: those first to which somebody was asked; a withdrawn point no more."""
    open_ = [one for one in points if one.withdrawn_at is None]
    return sorted(open_, key=lambda one: (one.id not in slotted, one.number))


def _in_order(one: PlaceLine) -> tuple[bool, int, Sequence[Any]]:
    return (one.number is None, one.number or 0, in_order(one.key) if one.number is None else ())


def _place_line(
    row: SamplingRound, key: str, place: _Place, words: Doors, now: datetime
) -> PlaceLine:
    point = place.point
    lead = point.lead.name if point and point.lead else ""
    number = point.number if point else None
    return PlaceLine(key, _words(point, place.area, words), number, lead, _sums(row, place, now))


def _line(row: SamplingBox, limits: Limits, words: Doors, now: datetime) -> BoxLine:
    box = box_of(row)
    return BoxLine(
        *(row.id, box, clock_of(box, limits, now), key_of(row.point_id, row.area)),
        _words(row.point, row.area, words),
        row.scanned_tubes,  # type: ignore[attr-defined]
        *(row.noted_by.name, row.noted_at, row.why_by.name if row.why_by else ""),
    )


def _phones(row: SamplingRound) -> tuple[int, int]:
    """How many tubes phones noted in the round's places and hours, and how many of them stand in boxes."""
    spans = [span(path) for path in places_held(row)]
    asked: Mapping[str, Any] = {
        "lo": [one.lo for one in spans],
        "hi": [one.hi for one in spans],
        "round": row.id,
        "kind": SAMPLE,
        "begins": row.begins_at,
        "ends": row.ends_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PHONES, asked)
        noted, boxed = cursor.fetchone()
    return noted, boxed


@dataclass(frozen=True)
class RoundBoxes:
    """The boxes of a round beside its page: their sums, what is late, what nobody explained."""

    whole: Sums
    late: tuple[BoxLine, ...]
    unexplained: int

    @property
    def any(self) -> bool:
        """Whether anything was packed or said of it."""
        return bool(self.whole.boxes) or self.whole.made is not None


def boxes_beside(viewer: Viewer, ident: UUID) -> RoundBoxes:
    """What a round's page says of its boxes; Problems as `boxes_page`."""
    page = boxes_page(viewer, ident)
    return RoundBoxes(page.whole, tuple(page.late), len(page.unexplained) + len(page.wrong_places))


@dataclass(frozen=True)
class BoxesAtPoint:
    """A round at a point, with how many of its boxes wait, are late, or differ unexplained."""

    round: UUID
    number: int
    boxes: int
    waiting: int
    late: int
    unexplained: int


def boxes_at(viewer: Viewer, point: UUID) -> list[BoxesAtPoint]:
    """The rounds whose boxes a point packs now, and those of which something is still open; two statements.

    Inside the running scope of a viewer who may see the point.
    """
    now = clock.now()
    place = SamplingPoint.objects.filter(id=point).first()
    if place is None:
        raise Problem("point_unknown")
    boxes: dict[UUID, list[SamplingBox]] = {}
    for one in SamplingBox.objects.filter(point=point, withdrawn_at=None):
        boxes.setdefault(one.round_id, []).append(one)
    rounds = SamplingRound.objects.filter(
        Q(day=clock.today()) | Q(id__in=list(boxes)),
        subdistrict=place.subdistrict,
        outbreak__closed_at=None,
    )
    found = []
    for row in rounds.order_by("begins_at"):
        limits = limits_of(row.hand_minutes, row.lab_minutes)
        some = [box_of(one) for one in boxes.get(row.id, ())]
        waiting = [one for one in some if one.received is None]
        late = sum(clock_of(one, limits, now).late is not None for one in waiting)
        wrong = sum(one.unexplained for one in some)
        if row.day == clock.today() or waiting or wrong:
            counts = (len(some), len(waiting), late, wrong)
            found.append(BoxesAtPoint(row.id, row.number, *counts))
    return found
