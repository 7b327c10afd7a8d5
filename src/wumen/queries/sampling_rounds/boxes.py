"""The transport boxes of a round as an office and a lead see them: the page, what stands beside a round, at a point."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from wumen.queries.doors import Doors
from wumen.queries.posts import acting
from wumen.queries.sampling_rounds.box_lines import (
    BoxLine,
    PlaceLine,
    box_of,
    box_rows,
    is_open,
    seen_boxes,
    words_of,
)
from wumen.queries.sampling_rounds.standing import held_below, places_held, round_row
from wumen.records import clock
from wumen.records.models import SamplingBox, SamplingPoint, SamplingRound, SamplingSlot
from wumen.rules.areas import span, subdistrict
from wumen.rules.field.told import SAMPLE
from wumen.rules.posts import Right, Viewer
from wumen.rules.sampling_rounds.boxes import Limits, Step, Sums, clock_of, limits_of

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
class BoxesPage:
    """The boxes of a round as far as the viewer sees; `phones`: tubes that phones noted, and of them those in boxes."""

    id: UUID
    number: int
    day: date
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


def must_note(viewer: Viewer) -> None:
    """Who leads points, or settles at doors, has to do with boxes; Problem `right_missing`."""
    if not viewer.may(Right.SETTLE):
        viewer.must(Right.LEAD_POINT)


def _points(viewer: Viewer, row: SamplingRound) -> tuple[Sequence[SamplingPoint], frozenset[UUID]]:
    """The points whose boxes the viewer may note, the office all of its area, a lead her own; and which stand there.

    An office reads of those to which somebody of its area was asked, a lead of hers, whether a box was packed or not.
    """
    if not viewer.may(Right.LEAD_POINT):
        return [], frozenset()
    asked = SamplingSlot.objects.filter(round=row, point=OuterRef("pk"))
    rows = SamplingPoint.objects.filter(subdistrict=row.subdistrict).select_related("lead")
    rows = rows.annotate(asked=Exists(asked)).order_by("number")
    if viewer.may(Right.KEEP_REGISTER):
        found = list(rows)
        return found, frozenset(one.id for one in found if one.asked)
    mine = list(rows.filter(lead=viewer.person))
    return mine, frozenset(one.id for one in mine)


def doors_in(viewer: Viewer, row: SamplingRound) -> list[str]:
    """The places of a round at whose doors the viewer's teams sample."""
    if not viewer.may(Right.SETTLE):
        return []
    return held_below(row, viewer.area) if viewer.area else places_held(row)


def boxes_page(viewer: Viewer, ident: UUID, counting: bool = True) -> BoxesPage:
    """The boxes of a round, `counting` what phones noted beside; Problems `right_missing`, `round_unknown`."""
    must_note(viewer)
    with acting(viewer):
        row = round_row(viewer, ident)
        (points, asked), doors = _points(viewer, row), doors_in(viewer, row)
        rows = box_rows(viewer, row)
        words = Doors.of([row.area, *doors, *rows.doors])
        seen = seen_boxes(rows, words, points, asked)
        phones = _phones(row) if counting and viewer.may(Right.SEE_REGISTER) else None
    choices = [(str(one.id), words_of(one, "", words)) for one in _choices(points, asked)]
    choices += [(path, words_of(None, path, words)) for path in doors]
    return BoxesPage(
        *(row.id, row.number, row.day, row.begins_at, row.ends_at, row.closed_at, row.area),
        place=words.place(row.area),
        limits=limits_of(row.hand_minutes, row.lab_minutes),
        places=seen.places,
        choices=tuple(choices),
        lines=seen.lines,
        whole=seen.whole,
        phones=phones,
    )


def _choices(points: Sequence[SamplingPoint], asked: frozenset[UUID]) -> list[SamplingPoint]:
    """Where a box may come from: those first to which somebody was asked; a withdrawn point no more."""
    open_ = [one for one in points if one.withdrawn_at is None]
    return sorted(open_, key=lambda one: (one.id not in asked, one.number))


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
class BoxesAtPoint:
    """A round at a point, with how many of its boxes wait, are late, or differ unexplained."""

    round: UUID
    number: int
    boxes: int
    waiting: int
    late: int
    unexplained: int


def boxes_at(point: UUID, area: str) -> list[BoxesAtPoint]:
    """The rounds whose boxes a point packs now, and those of which something is still open; two statements.

    Inside the running scope of a viewer who may see the point at that place.
    """
    now = clock.now()
    boxes: dict[UUID, list[SamplingBox]] = {}
    for one in SamplingBox.objects.filter(point=point, withdrawn_at=None):
        boxes.setdefault(one.round_id, []).append(one)
    rounds = SamplingRound.objects.filter(
        Q(day=clock.today()) | Q(id__in=list(boxes)),
        subdistrict=subdistrict(area),
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
