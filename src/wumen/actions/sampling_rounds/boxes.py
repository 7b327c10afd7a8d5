"""Transport boxes: packed with a seal and a count, handed to a courier, received by a laboratory, taken back.

The same once more, from paper or by a second tap, changes nothing; other words change what stands only as a correction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Min

from wumen.actions.changing import changing
from wumen.actions.field.told import tube_key
from wumen.actions.sampling_rounds.box_handing import (
    Told,
    held_round,
    keep,
    must_hold,
    tell,
    write,
)
from wumen.queries.sampling_points import must_lead
from wumen.queries.sampling_rounds.box_lines import box_of
from wumen.queries.sampling_rounds.boxes import doors_in
from wumen.records import clock
from wumen.records.models import (
    FieldRecord,
    SamplingBox,
    SamplingBoxTube,
    SamplingPoint,
    SamplingRound,
)
from wumen.rules.areas import ancestors, read_path
from wumen.rules.field.told import SAMPLE
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.boxes import (
    Step,
    check_order,
    check_said,
    earliest_swab,
    is_numbered,
    read_codes,
    read_hour,
    read_number,
    read_seal,
    read_tubes,
)


@dataclass(frozen=True)
class BoxDraft:
    """A box as it is typed or keyed in from its sheet; what did not happen yet is left empty."""

    where: str
    number: str
    seal: str
    tubes: str
    first: str = ""
    codes: str = ""
    handed_to: str = ""
    handed_at: str = ""
    handed_tubes: str = ""
    lab: str = ""
    received_at: str = ""
    received_tubes: str = ""


@dataclass(frozen=True)
class Noted:
    """A box that was noted; `fresh`: something is new; `twice` tubes were scanned twice, `scanned` stand in it."""

    box: SamplingBox
    fresh: bool
    twice: int
    scanned: int


@dataclass(frozen=True)
class Place:
    """Where boxes are packed: a point, or doors below a place."""

    point: SamplingPoint | None
    area: str


def place_of(viewer: Viewer, row: SamplingRound, where: str) -> Place:
    """The point or place that a form names, if the viewer answers for it.

    Problems: `box_place_unknown`, `point_not_yours`, `area_not_yours`, `right_missing`.
    """
    try:
        ident = UUID(where.strip())
    except ValueError:
        return _doors(viewer, row, where)
    point = SamplingPoint.objects.filter(id=ident, subdistrict=row.subdistrict).first()
    if point is None:
        raise Problem("box_place_unknown")
    must_lead(viewer, point)
    return Place(point, point.area)


def _doors(viewer: Viewer, row: SamplingRound, where: str) -> Place:
    try:
        path = read_path(where)
    except Problem:
        raise Problem("box_place_unknown") from None
    viewer.must(Right.SETTLE, path)
    held = doors_in(viewer, row)
    if not {path, *ancestors(path)} & set(held):
        raise Problem("box_place_unknown")
    return Place(None, path)


def note_box(viewer: Viewer, ident: UUID, draft: BoxDraft, correcting: bool = False) -> Noted:
    """Note a box, and what already became of it as its sheet says; it is known by its number and its seal.

    Problems: those of what is read, `box_seal_taken`, `box_tube_elsewhere`, `box_said_otherwise`, `box_hours_order`,
    `round_unknown`, `box_place_unknown`, `outbreak_closed`, rights.
    """
    number, seal, tubes = read_number(draft.number), read_seal(draft.seal), read_tubes(draft.tubes)
    codes, twice = read_codes(draft.codes)
    with changing(viewer):
        held = held_round(viewer, ident)
        place = place_of(viewer, held, draft.where)
        row = _known(held, number, seal)
        keys = [tube_key(one) for one in codes]
        typed = _typed_first(held, draft.first)
        first = min(typed, _told_first(held, row, set(keys)) or typed)
        known, earlier = None, False
        if row is not None:
            must_hold(viewer, row)
            # That a phone knows of an earlier swab is no other word of who types.
            earlier = typed == row.first_at and first < typed
            known = (row.tubes, typed if earlier else row.first_at, row.point_id, row.area)
        said = (
            tubes,
            typed if earlier else first,
            place.point.id if place.point else None,
            place.area,
        )
        row = row or SamplingBox(round=held, number=number, seal=seal)
        fresh = check_said(Step.PACKED, known, said, correcting) or earlier
        if fresh:
            _pack(viewer, row, place, tubes, first)
        scanned = _scan(row, keys, correcting)
        fresh |= _later(viewer, row, draft, correcting)
    return Noted(row, fresh, twice, scanned)


def _known(held: SamplingRound, number: str, seal: str) -> SamplingBox | None:
    """The box under this seal, locked; Problem `box_seal_taken` where the seal closes another."""
    rows = SamplingBox.objects.filter(round=held, seal=seal, withdrawn_at=None)
    found = list(rows.select_for_update(of=("self",)).select_related("point"))
    for one in found:
        if one.number == number:
            return one
    if found and is_numbered(seal):
        raise Problem("box_seal_taken", seal=seal, number=found[0].number)
    return None


def _typed_first(held: SamplingRound, typed: str) -> datetime:
    """When the first swab was taken, as it is typed; Problem `box_hour_missing`."""
    if not typed.strip():
        raise Problem("box_hour_missing")
    return read_hour(typed, earliest_swab(held.begins_at), clock.now())


def _told_first(held: SamplingRound, row: SamplingBox | None, keys: set[bytes]) -> datetime | None:
    """When a phone noted the first of the tubes that are scanned now or were before, to the minute."""
    before = row.scanned.values_list("tube_key", flat=True) if row else ()
    scanned = keys | set(map(bytes, before))
    if not scanned:
        return None
    rows = FieldRecord.objects.filter(kind=SAMPLE, tube_key__in=list(scanned))
    since = rows.filter(happened_at__gte=earliest_swab(held.begins_at))
    told: datetime | None = since.aggregate(first=Min("happened_at"))["first"]
    return told.replace(second=0, microsecond=0) if told else None


def _pack(viewer: Viewer, row: SamplingBox, place: Place, tubes: int, first: datetime) -> None:
    row.point, row.area, row.tubes, row.first_at = place.point, place.area, tubes, first
    row.noted_at, row.noted_by_id = clock.now(), viewer.person
    row.why, row.why_by = "", None
    check_order(box_of(row))
    row.save()
    row.scanned.update(area=row.area)
    tell(viewer, Step.PACKED, [row])


def _scan(row: SamplingBox, keys: Sequence[bytes], correcting: bool) -> int:
    """Put the tubes that were scanned into a box, as a correction in the place of all before; how many stand in it."""
    if correcting and keys:
        row.scanned.all().delete()
    standing = SamplingBoxTube.objects.filter(round=row.round, tube_key__in=keys)
    boxes = {bytes(key): box for key, box in standing.values_list("tube_key", "box")}
    elsewhere = sum(box != row.id for box in boxes.values())
    if elsewhere:
        raise Problem("box_tube_elsewhere", n=elsewhere)
    fresh = [
        SamplingBoxTube(round=row.round, box=row, area=row.area, tube_key=one)
        for one in keys
        if one not in boxes
    ]
    try:
        SamplingBoxTube.objects.bulk_create(fresh)
    except IntegrityError:
        # In a box that this post does not see.
        raise Problem("box_tube_elsewhere", n=1) from None
    return row.scanned.count()


def _later(viewer: Viewer, row: SamplingBox, draft: BoxDraft, correcting: bool) -> bool:
    """What the sheet says became of a box after it was packed; whether anything of it is new."""
    fresh = False
    for step, told in (
        (Step.HANDED, Told(draft.handed_to, draft.handed_at, draft.handed_tubes)),
        (Step.RECEIVED, Told(draft.lab, draft.received_at, draft.received_tubes)),
    ):
        if told.said and write(viewer, row, step, told, correcting):
            keep([row])
            tell(viewer, step, [row])
            fresh = True
    return fresh
