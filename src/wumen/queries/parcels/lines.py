"""What lies at a deposit point: point by point, home by home, and the lines that a person reads."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum

from wumen.queries.doors import Doors
from wumen.queries.relay import doors_of, place_at, resolved
from wumen.queries.rules_in_force import keeping_home
from wumen.records import clock, sealing
from wumen.records.models import DepositPoint, Parcel, Stock
from wumen.records.orders import binding
from wumen.rules.areas import Span, ancestors, in_order, span
from wumen.rules.parcels import (
    Line,
    lies_long,
    read_parcels,
    stays_in,
)
from wumen.rules.posts import Viewer
from wumen.rules.relay import Door, Resolved


@dataclass(frozen=True)
class PointLine:
    """A deposit point: where, who keeps it, what lies there; `mine`: the viewer may enter parcels there.

    `shares`: pieces of lots of goods that lie there for homes; `stocked`: things are kept there.
    """

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
    shares: int
    stocked: bool
    closed: bool

    @property
    def empty(self) -> bool:
        """Whether nothing lies and nothing is kept there, so that it can be closed."""
        return not (self.pieces or self.unread or self.shares or self.stocked)


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
class AtPoint:
    """What lies for one home at one point, as the home itself reads it."""

    point: str
    keeper: str
    pieces: int
    since: datetime
    to_door: bool


@dataclass(frozen=True)
class UnreadLine:
    """A line that nobody could read for certain, and the homes that it may mean."""

    id: UUID
    text: str
    pieces: int
    arrived_at: datetime
    candidates: tuple[Door, ...]


def point_lines(viewer: Viewer, points: QuerySet[DepositPoint] | None = None) -> list[PointLine]:
    """The open points that the viewer sees, her own and those that stand above her, with what lies there."""
    rows = DepositPoint.objects.filter(ended_at=None) if points is None else points
    kept = Stock.objects.filter(point=OuterRef("id"), ended_at=None)
    known = sorted(
        rows.annotate(stocked=Exists(kept)), key=lambda one: (in_order(one.area), one.name)
    )
    sums = _lying(known)
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
                lies.get("shares") or 0,
                one.stocked,
                one.ended_at is not None,
            )
        )
    return found


def _lying(points: Sequence[DepositPoint]) -> dict[UUID, Mapping[str, Any]]:
    """What lies at some points, by point."""
    # What lots hold for homes is told with its lot; a line that nobody could read waits at the point.
    beside = Q(lot=None) | Q(household=None)
    return {
        one["point"]: one
        for one in Parcel.objects.filter(handed_at=None, point__in=points)
        .values("point")
        .annotate(
            homes=Count("household", filter=beside, distinct=True),
            n=Sum("pieces", filter=Q(lot=None, household__isnull=False)),
            unread=Count("id", filter=Q(household=None)),
            since=Min("arrived_at", filter=beside),
            shares=Sum("pieces", filter=Q(lot__isnull=False, household__isnull=False)),
        )
    }


def at_points(household: UUID, door: str) -> list[AtPoint]:
    """What lies for one home, point by point, the oldest first; inside a running scope."""
    rows = Parcel.objects.filter(household=household, handed_at=None).select_related("point")
    of_point: dict[UUID, list[Parcel]] = {}
    for row in rows.order_by("arrived_at"):
        of_point.setdefault(row.point_id, []).append(row)
    if not of_point:
        return []
    to_door = stays_in(door, shut_places(span(door)))
    return [
        AtPoint(
            some[0].point.name,
            some[0].point.keeper,
            sum(one.pieces for one in some),
            some[0].arrived_at,
            to_door,
        )
        for some in of_point.values()
    ]


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
    where = Q(area__gte=held.lo, area__lt=held.hi) | Q(area__in=ancestors(held.lo))
    rows = binding(clock.now()).filter(where, order__outbreak__closed_at=None)
    return set(rows.filter(keeping_home()).values_list("area", flat=True))


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
