"""Deposit points are set up with a keeper; parcels are entered from a list, read by a person, handed over."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from wumen.actions.attachments import Record, keep
from wumen.actions.changing import changing
from wumen.actions.log import log, subject_key
from wumen.actions.orders.outbreaks import last_outbreak
from wumen.queries.group_text import barred_doors
from wumen.queries.parcels import read_lines, shut_places
from wumen.queries.relay import doors_of, place_at
from wumen.records import clock, sealing
from wumen.records.field_records import Told
from wumen.records.lots import redeal
from wumen.records.models import Area, Attachment, DepositPoint, Parcel, Stock
from wumen.rules.areas import counted_at, counted_in, read_path, span
from wumen.rules.attachments import File, Purpose
from wumen.rules.parcels import (
    TWICE,
    How,
    Line,
    check_handing,
    check_point,
    check_put_back,
    given_out,
    handing_told,
    read_parcels,
    stays_in,
)
from wumen.rules.photos import read_photo
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.relay import Resolved
from wumen.rules.round_sheets.rows import read_done_at

# What a handing over writes, and what putting back wipes.
_OF_A_HANDING = ("handed_at", "how", "carried_by", "handed_by", "handing")


def set_point(viewer: Viewer, path: str, name: str, keeper: str) -> DepositPoint:
    """Set up a deposit point at a place, or give the one of that name there another keeper.

    Problems: those of `check_point`, `area_unknown`, rights.
    """
    area = read_path(path)
    viewer.must(Right.CORRECT_HOMES, area)
    called, kept_by = check_point(name, keeper)
    with changing(viewer):
        if not Area.objects.filter(area=area).exists():
            raise Problem("area_unknown", path=area)
        row, made = DepositPoint.objects.get_or_create(
            area=area,
            name=called,
            ended_at=None,
            defaults={"id": uuid4(), "keeper": kept_by, "made_at": clock.now()},
        )
        if not made and row.keeper != kept_by:
            row.keeper = kept_by
            row.save(update_fields=["keeper"])
        log(viewer, "deposit_point.set", counted_in(area), point=row.id, new=made)
    return row


def close_point(viewer: Viewer, point: UUID) -> None:
    """Close a deposit point at which nothing lies and nothing is kept.

    Problems `deposit_point_unknown`, `deposit_point_holds`, `deposit_point_keeps`, rights.
    """
    viewer.must(Right.CORRECT_HOMES)
    with changing(viewer):
        row = held_point(viewer, point)
        lying = sum(
            Parcel.objects.filter(point=row, handed_at=None).values_list("pieces", flat=True)
        )
        if lying:
            raise Problem("deposit_point_holds", n=lying)
        if Stock.objects.filter(point=row, ended_at=None).exists():
            raise Problem("deposit_point_keeps")
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        log(viewer, "deposit_point.closed", counted_in(row.area), point=row.id)


def register_parcels(
    viewer: Viewer, point: UUID, text: str, photo: bytes | None = None, again: bool = False
) -> UUID:
    """Enter a list of parcels that came to a point; the batch under which its text for the groups is found.

    What is read for certain stands with its home, what is not waits for a person. `again`: as much came once
    more, it is not the same list twice. Problems: those of `read_parcels` and `read_photo`,
    `parcels_twice`, `deposit_point_unknown`, `outbreak_not_open` with a photo outside any, rights.
    """
    viewer.must(Right.CORRECT_HOMES)
    lines = read_parcels(text)
    picture = read_photo(photo) if photo else None
    with changing(viewer):
        place = held_point(viewer, point)
        batch = uuid4()
        rows = shares_of(place, read_lines(lines, place.area), batch, viewer.person)
        if not again and _same_again(place, rows):
            raise Problem("parcels_twice")
        Parcel.objects.bulk_create(rows, batch_size=500)
        if picture:
            _keep(viewer, batch, place.area, picture)
        homes, pieces = len({one.household for one in rows if one.household}), _pieces(rows)
        log(
            viewer,
            "parcel.registered",
            counted_in(place.area),
            point=place.id,
            batch=batch,
            homes=homes,
            pieces=pieces,
            unread=sum(one.household is None for one in rows),
            telephones=sum(line.entry.phone is not None for line in lines),
        )
    return batch


def shares_of(
    place: DepositPoint, read: Sequence[tuple[Line, Resolved]], batch: UUID, by: UUID
) -> list[Parcel]:
    """The rows of a list: one a home with all its pieces, one a line that a person reads."""
    now = clock.now()
    of_home: dict[UUID, Parcel] = {}
    rows: list[Parcel] = []
    for line, found in read:
        door = found.door if line.sure else None
        known = of_home.get(door.household) if door else None
        if known:
            known.pieces += line.pieces
            continue
        row = Parcel(id=uuid4(), area=place.area, point=place, batch=batch, pieces=line.pieces)
        row.arrived_at = row.noted_at = now
        row.by_id = by
        if door:
            row.household, row.area = door.household, door.path
            of_home[door.household] = row
        else:
            row.line_sealed = sealing.seal("parcel", row.id, line.text)
        rows.append(row)
    return rows


def _same_again(place: DepositPoint, rows: Sequence[Parcel]) -> bool:
    """Whether a list entered at the point a moment ago says the same of the same homes."""
    recent = Parcel.objects.filter(point=place, lot=None, noted_at__gt=clock.now() - TWICE)
    said: dict[UUID, Counter[tuple[object, int]]] = {}
    for row in recent.exclude(how=How.MISTAKE):
        said.setdefault(row.batch, Counter())[_of(row)] += 1
    return Counter(map(_of, rows)) in said.values()


def _of(row: Parcel) -> tuple[object, int]:
    """For whom how many: by its home, or by its line as it is written."""
    line = row.line_sealed and sealing.unseal("parcel", row.id, row.line_sealed)
    return row.household or line, row.pieces


def _pieces(rows: Sequence[Parcel]) -> int:
    return sum(one.pieces for one in rows if one.household)


def read_line(viewer: Viewer, parcel: UUID, door: str) -> UUID:
    """Say whose a line is that nobody could read: a door by its path, or written as 1-2-301.

    It stands from then on in a list of its own, with a text for its group; it has lain since it arrived.
    Problems: `parcel_unknown`, `parcel_door_unknown`, rights.
    """
    viewer.must(Right.CORRECT_HOMES)
    with changing(viewer):
        row = _unread(viewer, parcel)
        doors = doors_of(place_at(row.point.area))
        found = doors.by_path.get(door.strip()) or doors.written(door)
        if found is None:
            raise Problem("parcel_door_unknown")
        row.household, row.area = found.household, found.path
        row.batch = row.lot_id or uuid4()
        row.line_sealed, row.noted_at, row.by_id = None, clock.now(), viewer.person
        row.save()
        who = subject_key(found.household)
        log(viewer, "parcel.read", counted_at(row.area), subject=who, pieces=row.pieces)
    return row.batch


def lay_aside(viewer: Viewer, parcel: UUID) -> None:
    """Lay a line aside that is no parcel. Problems `parcel_unknown`, rights."""
    viewer.must(Right.CORRECT_HOMES)
    with changing(viewer):
        row = _unread(viewer, parcel)
        _hand([row], How.MISTAKE, "", viewer.person, uuid4(), clock.now())
        _write([row])
        redeal([row.lot_id] if row.lot_id else [])
        log(viewer, "parcel.laid_aside", counted_in(row.point.area), point=row.point_id)


def forget_unread(viewer: Viewer, before: datetime) -> int:
    """Lay aside the lines that came before an hour and that nobody read since, their words gone; how many.

    Inside an open transaction that sees all places.
    """
    rows = list(
        Parcel.objects.select_for_update().filter(
            household=None, handed_at=None, arrived_at__lt=before
        )
    )
    _hand(rows, How.MISTAKE, "", viewer.person, uuid4(), clock.now())
    _write(rows)
    redeal({row.lot_id for row in rows if row.lot_id})
    return len(rows)


def hand_over_parcels(
    viewer: Viewer,
    point: UUID,
    homes: Sequence[UUID],
    how: How,
    carried_by: str = "",
    photo: bytes | None = None,
    lot: UUID | None = None,
    done_at: str = "",
) -> int:
    """Note how all that lies at a point for some homes, of a lot of goods or beside all lots, left it; how many pieces.

    Brought to the door by somebody named, fetched by the home, or taken down as a mistake. A photo belongs to
    one home and is never of the door of who is isolated. All of it or nothing. Problems: those of
    `check_handing` and `read_photo`, `parcel_none_ticked`, `parcel_unknown`, `parcel_photo_one_home`,
    `photo_isolated_door`, `sheet_hour_*` for `done_at`, the hour as it stands on paper, `outbreak_not_open`, rights.
    """
    viewer.must(Right.CORRECT_HOMES)
    wanted = list(dict.fromkeys(homes))
    if not wanted:
        raise Problem("parcel_none_ticked")
    if photo and len(wanted) > 1:
        raise Problem("parcel_photo_one_home")
    picture = read_photo(photo) if photo else None
    when = read_done_at(done_at, clock.now())
    with changing(viewer):
        rows = Parcel.objects.select_for_update(of=("self",)).select_related("point")
        here = rows.filter(point=point, lot=lot, handed_at=None, household__in=wanted)
        lying = here.order_by("id")
        of_home = _by_home(lying)
        if of_home.keys() != set(wanted):
            raise Problem("parcel_unknown")
        shut = shut_places(span(lying[0].point.area))
        for household, some in of_home.items():
            name = check_handing(how, carried_by, stays_in(some[0].area, shut))
            _hand_home(viewer, household, some, _Handing(how, name, picture, when))
        _write([row for some in of_home.values() for row in some])
        redeal([lot] if lot and how is How.MISTAKE else [])
    return sum(_pieces(some) for some in of_home.values())


def _by_home(rows: Iterable[Parcel]) -> dict[UUID, list[Parcel]]:
    of_home: dict[UUID, list[Parcel]] = {}
    for row in rows:
        if row.household:
            of_home.setdefault(row.household, []).append(row)
    return of_home


@dataclass(frozen=True)
class _Handing:
    """How and when something left its point, who carried it, its photo."""

    how: How
    name: str
    picture: File | None
    at: datetime


def _hand_home(viewer: Viewer, household: UUID, rows: Sequence[Parcel], handed: _Handing) -> None:
    """All that lies for one home leaves its point."""
    how, picture = handed.how, handed.picture
    door = rows[0].area
    viewer.must(Right.CORRECT_HOMES, door)
    if picture and barred_doors(span(door)):
        raise Problem("photo_isolated_door")
    handing = uuid4()
    # What was on paper before its arrival was entered left when it had come.
    when = max(handed.at, *(row.arrived_at for row in rows))
    _hand(rows, how, handed.name, viewer.person, handing, when)
    if picture:
        _keep(viewer, handing, door, picture)
    who = subject_key(household)
    place = counted_at(door)
    log(viewer, "parcel.handed_over", place, subject=who, how=str(how), pieces=_pieces(rows))


def put_back(viewer: Viewer, handing: UUID, why: str) -> None:
    """Let what was handed over to a home today lie at its point again, for a reason; a photo of it is withdrawn.

    It stands from then on in a list of its own, with a text for its group, of a lot of goods in that lot; it has lain
    since it arrived. Problems: `parcel_unknown`, `deposit_point_unknown` for a point that is closed, what
    `check_put_back` says, rights.
    """
    viewer.must(Right.CORRECT_HOMES)
    with changing(viewer):
        rows = Parcel.objects.select_for_update(of=("self",)).exclude(household=None)
        some = list(rows.filter(handing=handing).order_by("id"))
        first = next(iter(some), None)
        if first is None or first.handed_at is None or first.household is None:
            raise Problem("parcel_unknown")
        batch, now = uuid4(), clock.now()
        viewer.must(Right.CORRECT_HOMES, first.area)
        said = check_put_back(first.handed_at, clock.today(), why)
        if not DepositPoint.objects.filter(id=first.point_id, ended_at=None).exists():
            raise Problem("deposit_point_unknown")
        lots = {row.lot_id for row in some if row.lot_id and row.how == How.MISTAKE}
        for row in some:
            row.handed_at, row.how, row.carried_by = None, "", ""
            row.handed_by_id, row.handing = None, None
            # What phones said of this door before was said of what lay there then.
            row.batch, row.noted_at, row.by_id = row.lot_id or batch, now, viewer.person
        Parcel.objects.bulk_update(some, [*_OF_A_HANDING, "batch", "noted_at", "by"])
        redeal(lots)
        photos = Attachment.objects.filter(purpose=Purpose.PARCEL, about=handing)
        photos.filter(withdrawn_at=None).update(withdrawn_at=now)
        who = subject_key(first.household)
        place = counted_at(first.area)
        log(viewer, "parcel.put_back", place, subject=who, pieces=_pieces(some), why=said)


def hand_over_told(some: Sequence[tuple[Viewer, Told]]) -> None:
    """Let the parcels leave their points that phones say were brought to a door, by the word of who said it.

    Of a home all that was noted before that hour, or as much of it, the oldest first, as was counted; goods of lots
    are no parcels to it. The event of the phone is the evidence and stands in the log already; the same once more
    finds nothing that lies.
    """
    doors = {told.area for _, told in some}
    rows = Parcel.objects.select_for_update(of=("self",)).exclude(household=None)
    lying = sorted(
        rows.filter(area__in=doors, handed_at=None, lot=None).order_by("id"),
        key=lambda row: (row.arrived_at, row.id),
    )
    given: list[Parcel] = []
    for viewer, told in sorted(some, key=lambda one: (one[1].happened_at, one[1].seq)):
        when = told.happened_at
        here = [
            row
            for row in lying
            if row.area == told.area and row.noted_at <= when and not row.handed_at
        ]
        out = here[: given_out([row.pieces for row in here], told.count)]
        handing = handing_told(told.writer, told.seq)
        _hand(out, How.BROUGHT, viewer.name, viewer.person, handing, when)
        given += out
    _write(given)


def _hand(
    rows: Sequence[Parcel], how: How, carried_by: str, by: UUID, handing: UUID, at: datetime
) -> None:
    """Let rows be handed over, to be written; `handing`: under which id the photo of it is found."""
    for row in rows:
        row.handed_at, row.how, row.carried_by = at, str(how), carried_by
        row.handed_by_id, row.handing, row.line_sealed = by, handing, None


def _write(rows: Sequence[Parcel]) -> None:
    """All that was handed over, in one statement however many homes it went to."""
    Parcel.objects.bulk_update(rows, [*_OF_A_HANDING, "line_sealed"])


def _keep(viewer: Viewer, about: UUID, area: str, picture: File) -> None:
    """Keep a photo of an arrival or of a handing over: labels bear names, so every look is logged."""
    outbreak = last_outbreak()
    if outbreak is None:
        raise Problem("outbreak_not_open")
    told = counted_in(area)
    keep(viewer, Record(Purpose.PARCEL, about, area, outbreak.id, told, personal=True), picture)


def held_point(viewer: Viewer, point: UUID) -> DepositPoint:
    """An open point of the viewer's own area, locked: what comes to it and its closing wait for each other."""
    row = DepositPoint.objects.select_for_update().filter(id=point, ended_at=None).first()
    if row is None or not viewer.span.holds(row.area):
        raise Problem("deposit_point_unknown")
    return row


def _unread(viewer: Viewer, parcel: UUID) -> Parcel:
    rows = Parcel.objects.select_for_update(of=("self",)).select_related("point")
    row = rows.filter(id=parcel, household=None, handed_at=None).first()
    if row is None or not viewer.span.holds(row.area):
        raise Problem("parcel_unknown")
    return row
