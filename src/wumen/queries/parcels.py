"""Parcels at the deposit points: what lies for which home since when, what was handed over, what a person reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet, Sum

from wumen.queries import facts
from wumen.queries.doors import Doors
from wumen.queries.group_text import GroupBox, group_box, ticks
from wumen.queries.posts import acting
from wumen.queries.relay import doors_of, place_at, resolved
from wumen.records import clock, sealing
from wumen.records.models import Attachment, DepositPoint, Parcel
from wumen.records.orders import binding
from wumen.rules.areas import Span, ancestors, in_order, span
from wumen.rules.attachments import Purpose
from wumen.rules.parcels import HOW_NAMES, How, Line, heading, lies_long, read_parcels, stays_in
from wumen.rules.playbooks import Leave, Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.relay import Door, Resolved
from wumen.rules.time import whole_day

# More homes than these are looked at point by point and fetched before noon; the rest is counted and said.
SHOWN = 300


@dataclass(frozen=True)
class PointLine:
    """A deposit point: where, who keeps it, what lies there; `mine`: the viewer may enter parcels there."""

    id: UUID
    area: str
    place: str
    name: str
    keeper: str
    homes: int
    pieces: int
    unread: int
    since: datetime | None
    long: bool
    mine: bool


@dataclass(frozen=True)
class HomeLine:
    """What lies for one home at a point; `to_door`: it may not leave its door, so its parcels are brought."""

    household: UUID
    area: str
    place: str
    pieces: int
    since: datetime
    long: bool
    to_door: bool


@dataclass(frozen=True)
class UnreadLine:
    """A line that nobody could read for certain, and the homes that it may mean."""

    id: UUID
    text: str
    pieces: int
    arrived_at: datetime
    candidates: tuple[Door, ...]


@dataclass(frozen=True)
class BatchLine:
    """One list that was entered today: for how many homes, and to which groups its text was sent."""

    id: UUID
    at: datetime
    by: str
    homes: int
    pieces: int
    unread: int
    sent: tuple[int, ...]


@dataclass(frozen=True)
class HandedLine:
    """What was handed over to a home at once: how, by whom, the photo if one was made."""

    place: str
    pieces: int
    at: datetime
    how: How
    carried_by: str
    noted_by: str
    photo: UUID | None

    @property
    def how_named(self) -> Named:
        """How, in words."""
        return HOW_NAMES[self.how]


@dataclass(frozen=True)
class ParcelsPage:
    """One point with its parcels, beside the others; `point` is None where there is none yet.

    `homes`: those that may not leave their door first, each part by what has lain longest.
    """

    points: Sequence[PointLine]
    point: PointLine | None
    homes: Sequence[HomeLine] = ()
    unread: Sequence[UnreadLine] = ()
    batches: Sequence[BatchLine] = ()
    handed: Sequence[HandedLine] = ()

    @property
    def to_door(self) -> list[HomeLine]:
        """The homes whose parcels are brought."""
        return [one for one in self.homes if one.to_door]

    @property
    def to_fetch(self) -> list[HomeLine]:
        """The homes of which somebody may fetch them."""
        return [one for one in self.homes if not one.to_door]

    @property
    def long(self) -> int:
        """For how many homes something lies long."""
        return sum(one.long for one in self.homes)


@dataclass(frozen=True)
class BatchPage:
    """One list as it was read: its homes, what a person reads, the photo, the texts for the groups."""

    id: UUID
    point: PointLine
    at: datetime
    by: str
    homes: Sequence[HomeLine]
    unread: int
    photo: UUID | None
    box: GroupBox | None
    refused: Problem | None

    @property
    def pieces(self) -> int:
        """How many pieces were read."""
        return sum(one.pieces for one in self.homes)


def parcels_page(viewer: Viewer, point: UUID | None = None) -> ParcelsPage:
    """The points that serve the viewer's area, one of them whole: the one that is asked for, else the first.

    Problems `right_missing`, `deposit_point_unknown`.
    """
    viewer.must(Right.CORRECT_HOMES)
    with acting(viewer):
        points = point_lines(viewer)
        chosen = next((one for one in points if point in (None, one.id)), None)
        if chosen is None:
            if point is not None:
                raise Problem("deposit_point_unknown")
            return ParcelsPage(points, None)
        rows = Parcel.objects.filter(point=chosen.id)
        lying = list(rows.filter(handed_at=None))
        homes = home_lines([one for one in lying if one.household], span(chosen.area))
        unread = unread_lines([one for one in lying if not one.household], chosen.area)
        today = whole_day(clock.today())
        batches = _batches(rows.filter(noted_at__gte=today.begins), chosen)
        handed = _handed(rows.filter(handed_at__gte=today.begins).exclude(how=How.MISTAKE))
    return ParcelsPage(points, chosen, homes, unread, batches, handed)


def batch_page(viewer: Viewer, batch: UUID) -> BatchPage:
    """One list that was entered. Problems `right_missing`, `parcel_unknown` also outside the area."""
    viewer.must(Right.CORRECT_HOMES)
    with acting(viewer):
        rows = list(
            Parcel.objects.filter(batch=batch).select_related("by").exclude(how=How.MISTAKE)
        )
        if not rows:
            raise Problem("parcel_unknown")
        point = _point_line(viewer, rows[0].point_id)
        homes = home_lines([one for one in rows if one.household], span(point.area))
        # The shelf is the point's: who sees a part of its homes sees no labels of all.
        photo = _photos([batch]).get(batch) if point.mine else None
        box, refused = _box(viewer, point, batch, homes)
    return BatchPage(
        batch,
        point,
        rows[0].noted_at,
        rows[0].by.name,
        homes,
        sum(one.household is None for one in rows),
        photo,
        box,
        refused,
    )


def _box(
    viewer: Viewer, point: PointLine, batch: UUID, homes: Sequence[HomeLine]
) -> tuple[GroupBox | None, Problem | None]:
    """The texts of a list for the groups, or why there are none; who does not keep the point has none to send."""
    if not point.mine:
        return None, None
    doors = [one.area for one in homes]
    try:
        return group_box(viewer, point.area, matter_of(batch), doors, heading(point.name)), None
    except Problem as problem:
        return None, problem


def matter_of(batch: UUID) -> str:
    """Under which name the texts of a list are ticked as sent."""
    return f"parcels:{batch}"


def point_lines(viewer: Viewer, points: QuerySet[DepositPoint] | None = None) -> list[PointLine]:
    """The open points that the viewer sees, her own and those that stand above her, with what lies there."""
    rows = DepositPoint.objects.filter(ended_at=None) if points is None else points
    known = sorted(rows, key=lambda one: (in_order(one.area), one.name))
    sums = {
        one["point"]: one
        for one in Parcel.objects.filter(handed_at=None, point__in=known)
        .values("point")
        .annotate(
            homes=Count("household", distinct=True),
            n=Sum("pieces", filter=Q(household__isnull=False)),
            unread=Count("id", filter=Q(household=None)),
            since=Min("arrived_at"),
        )
    }
    words, now = Doors.of(one.area for one in known), clock.now()
    found = []
    for one in known:
        lies: Mapping[str, Any] = sums.get(one.id, {})
        since = lies.get("since")
        found.append(
            PointLine(
                one.id,
                one.area,
                words.short(one.area),
                one.name,
                one.keeper,
                lies.get("homes", 0),
                lies.get("n") or 0,
                lies.get("unread", 0),
                since,
                since is not None and lies_long(since, now),
                viewer.span.holds(one.area),
            )
        )
    return found


def _point_line(viewer: Viewer, ident: UUID) -> PointLine:
    (found,) = point_lines(viewer, DepositPoint.objects.filter(id=ident))
    return found


def home_lines(rows: Iterable[Parcel], held: Span) -> list[HomeLine]:
    """What some parcels are by home: who may not leave first, then by what has lain longest; inside a scope."""
    of_home: dict[UUID, list[Parcel]] = {}
    for row in rows:
        if row.household:
            of_home.setdefault(row.household, []).append(row)
    words = Doors.of({one.area for some in of_home.values() for one in some})
    shut, now = shut_places(held), clock.now()
    found = []
    for household, some in of_home.items():
        area, since = some[0].area, min(one.arrived_at for one in some)
        pieces = sum(one.pieces for one in some)
        long, to_door = lies_long(since, now), stays_in(area, shut)
        place = words.short(area)
        found.append(HomeLine(household, area, place, pieces, since, long, to_door))
    return sorted(found, key=lambda one: (not one.to_door, one.since, in_order(one.area)))


def shut_places(held: Span) -> set[str]:
    """The places above and inside a span that an order in force lets nobody leave; of a person her door."""
    books = facts.outbreaks()
    where = Q(area__gte=held.lo, area__lt=held.hi) | Q(area__in=ancestors(held.lo))
    rows = binding(clock.now()).filter(where, order__outbreak__closed_at=None)
    return {
        area
        for area, outbreak, regime in rows.values_list("area", "order__outbreak", "order__regime")
        if books[str(outbreak)].regimes[regime].leave is Leave.NOBODY
    }


def read_lines(lines: Iterable[Line], area: str) -> list[tuple[Line, Resolved]]:
    """Lines with their doors where a point serves: by telephone, name and room; inside a running scope.

    A look by telephones is the caller's to have logged.
    """
    given = list(lines)
    place = place_at(area)
    found = resolved([one.entry for one in given], doors_of(place), place)
    return [(line, door) for line, (_, door) in zip(given, found, strict=True)]


def unread_lines(rows: Sequence[Parcel], area: str) -> list[UnreadLine]:
    """The lines that wait for a person, each with the homes that fit."""
    if not rows:
        return []
    texts = [sealing.unseal("parcel", one.id, one.line_sealed or b"") or "" for one in rows]
    lines = [read_parcels(text)[0] for text in texts]
    found = read_lines(lines, area)
    read = [
        UnreadLine(row.id, text.replace("\n", " "), row.pieces, row.arrived_at, _fitting(door))
        for row, text, (_, door) in zip(rows, texts, found, strict=True)
    ]
    return sorted(read, key=lambda one: one.arrived_at)


def _fitting(found: Resolved) -> tuple[Door, ...]:
    return (found.door,) if found.door else found.candidates


def _batches(rows: QuerySet[Parcel], point: PointLine) -> list[BatchLine]:
    """The lists of a day, the last first."""
    of_batch: dict[UUID, list[Parcel]] = {}
    for row in rows.exclude(how=How.MISTAKE).select_related("by").order_by("-noted_at"):
        of_batch.setdefault(row.batch, []).append(row)
    sent = ticks([matter_of(one) for one in of_batch])
    return [
        BatchLine(
            batch,
            some[0].noted_at,
            some[0].by.name,
            len({one.household for one in some if one.household}),
            sum(one.pieces for one in some if one.household),
            sum(one.household is None for one in some),
            tuple(sorted(sent.get((point.area, matter_of(batch)), ()))),
        )
        for batch, some in of_batch.items()
    ]


def _handed(rows: QuerySet[Parcel]) -> list[HandedLine]:
    """What was handed over, the last first, in one line what went to a home at once."""
    of_handing: dict[UUID, list[Parcel]] = {}
    for row in rows.select_related("handed_by").order_by("-handed_at", "area"):
        if row.handing:
            of_handing.setdefault(row.handing, []).append(row)
    photos = _photos(of_handing)
    words = Doors.of({some[0].area for some in of_handing.values()})
    return [
        HandedLine(
            words.short(some[0].area),
            sum(one.pieces for one in some),
            some[0].handed_at or clock.now(),
            How(some[0].how),
            some[0].carried_by,
            some[0].handed_by.name if some[0].handed_by else "",
            photos.get(handing),
        )
        for handing, some in of_handing.items()
    ]


def _photos(abouts: Iterable[UUID]) -> dict[UUID, UUID]:
    rows = Attachment.objects.filter(
        purpose=Purpose.PARCEL, about__in=list(abouts), withdrawn_at=None
    )
    return dict(rows.values_list("about", "id"))
