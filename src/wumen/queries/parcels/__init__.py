"""Parcels at the deposit points: what lies for which home since when, what was handed over, what a person reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from wumen.queries.doors import Doors
from wumen.queries.group_text import GroupBox, group_box, ticks
from wumen.queries.parcels.lines import HomeLine as HomeLine
from wumen.queries.parcels.lines import PointLine as PointLine
from wumen.queries.parcels.lines import UnreadLine as UnreadLine
from wumen.queries.parcels.lines import home_lines, point_lines, unread_lines
from wumen.queries.parcels.lines import read_lines as read_lines
from wumen.queries.parcels.lines import shut_places as shut_places
from wumen.queries.parcels.people import carriers_of, keepers_for
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Attachment, DepositPoint, Parcel
from wumen.rules.areas import span
from wumen.rules.attachments import Purpose
from wumen.rules.parcels import HOW_NAMES, How, by_phone, heading
from wumen.rules.playbooks import Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import whole_day

# More homes than these are looked at point by point and fetched before noon; the rest is counted and said.
SHOWN = 300


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
    """What was handed over to a home at once: how, by whom, whether a phone told it, the photo if one was made.

    `handing`: by what it may be put back.
    """

    handing: UUID
    place: str
    pieces: int
    at: datetime
    how: How
    carried_by: str
    noted_by: str
    phone: bool
    photo: UUID | None

    @property
    def how_named(self) -> Named:
        """How, in words."""
        return HOW_NAMES[self.how]


@dataclass(frozen=True)
class ParcelsPage:
    """One point with its parcels, beside the others; `point` is None where there is none yet.

    `homes`: those that may not leave their door first, each part by what has lain longest. `carriers`: who may
    have carried them up, the usual one first; `keepers`: who is known to keep a point or to work here.
    """

    points: Sequence[PointLine]
    point: PointLine | None
    homes: Sequence[HomeLine] = ()
    unread: Sequence[UnreadLine] = ()
    batches: Sequence[BatchLine] = ()
    handed: Sequence[HandedLine] = ()
    taken_down: Sequence[HandedLine] = ()
    carriers: Sequence[str] = ()
    keepers: Sequence[str] = ()

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
        keepers = keepers_for(viewer, points)
        if chosen is None:
            if point is not None:
                raise Problem("deposit_point_unknown")
            return ParcelsPage(points, None, keepers=keepers)
        rows = Parcel.objects.filter(point=chosen.id)
        lying = list(rows.filter(handed_at=None))
        # What lots of goods hold for homes is looked at lot by lot; a line that nobody could read waits here.
        beside = rows.filter(lot=None)
        here = [one for one in lying if one.household and one.lot_id is None]
        homes = home_lines(here, span(chosen.area))
        unread = unread_lines([one for one in lying if not one.household], chosen.area)
        today = whole_day(clock.today())
        batches = _batches(beside.filter(noted_at__gte=today.begins), chosen)
        # What was taken down of a lot is put back from here, for its home is on no list there.
        gone = rows.filter(handed_at__gte=today.begins, household__isnull=False)
        left = _handed(gone.filter(Q(lot=None) | Q(how=How.MISTAKE)))
        by = carriers_of(viewer, chosen) if homes else ()
    handed = [one for one in left if one.how is not How.MISTAKE]
    down = [one for one in left if one.how is How.MISTAKE]
    return ParcelsPage(points, chosen, homes, unread, batches, handed, down, by, keepers)


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
        photo = photos_of([batch]).get(batch) if point.mine else None
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


def _point_line(viewer: Viewer, ident: UUID) -> PointLine:
    (found,) = point_lines(viewer, DepositPoint.objects.filter(id=ident))
    return found


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
    photos = photos_of(of_handing)
    words = Doors.of({some[0].area for some in of_handing.values()})
    return [
        HandedLine(
            handing,
            words.short(some[0].area),
            sum(one.pieces for one in some),
            some[0].handed_at or clock.now(),
            How(some[0].how),
            some[0].carried_by,
            some[0].handed_by.name if some[0].handed_by else "",
            by_phone(handing),
            photos.get(handing),
        )
        for handing, some in of_handing.items()
    ]


def photos_of(abouts: Iterable[UUID]) -> dict[UUID, UUID]:
    """The photos of arrivals and handings over that are not withdrawn, by what they are about."""
    rows = Attachment.objects.filter(
        purpose=Purpose.PARCEL, about__in=list(abouts), withdrawn_at=None
    )
    return dict(rows.values_list("about", "id"))
