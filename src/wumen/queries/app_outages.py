"""Points at which the city's app is down or was: who was registered there, sheets, lists, the template."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from wumen.queries.posts import acting
from wumen.queries.sampling_points import PointLine, lines_of, point_to_lead
from wumen.records import clock, scope, sealing
from wumen.records.models import (
    AppList,
    AppOutage,
    AppRegistered,
    AppTemplate,
    SamplingPoint,
    SamplingRound,
)
from wumen.rules.app_outages.registering import TUBE_OPEN_FOR, Gap, Person, from_text
from wumen.rules.app_outages.template import Layout, Registered
from wumen.rules.areas import ancestors, office_over
from wumen.rules.masks import mask_name
from wumen.rules.paper import APP_SHEET_KEYED_FOR
from wumen.rules.posts import Right, Viewer
from wumen.rules.sampling_rounds.boxes import earliest_swab

# Who types sees what she typed last; the list holds all.
_SHOWN = 30


@dataclass(frozen=True)
class RegisteredLine:
    """A registration as who types it sees it again: the name masked, never the number."""

    id: UUID
    name: str
    tube: str
    place: int
    sampled_at: datetime
    desk: int | None
    sheet: int | None
    line: int | None
    gaps: tuple[Gap, ...]
    listed: bool


@dataclass(frozen=True)
class SheetLine:
    """A printed sheet and how many of its lines were keyed in."""

    number: int
    keyed: int


@dataclass(frozen=True)
class RoundOnPaper:
    """A round of which a sheet may still be keyed: its number and its day."""

    number: int
    day: date


@dataclass(frozen=True)
class OutagePage:
    """A point while the app is down there, or after: since when and why, how many are registered, what was typed last.

    `down`: it is down now; `ended_at` of the latest outage otherwise. `size`: how many share a tube in its round.
    `rounds`: of which a sheet may be, the latest first.
    """

    line: PointLine
    down: bool
    began_at: datetime | None
    ended_at: datetime | None
    why: str
    round_number: int | None
    size: int
    people: int
    gaps: int
    last: tuple[RegisteredLine, ...]
    sheets: tuple[SheetLine, ...]
    rounds: tuple[RoundOnPaper, ...] = ()


@dataclass(frozen=True)
class ListLine:
    """A list for the city: how many, how many of them with something missing, who made it, what became of it."""

    id: UUID
    number: int
    round_number: int
    people: int
    gaps: int
    made_by: str
    made_at: datetime
    uploaded_by: str
    uploaded_at: datetime | None
    dropped_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether it still waits for its upload."""
        return self.uploaded_at is None and self.dropped_at is None


@dataclass(frozen=True)
class PointOutage:
    """A point in the office's list: since when it is down and why, and how many are registered there today."""

    id: UUID
    number: int
    name: str
    down_at: datetime | None
    why: str
    people: int
    waiting: int
    keyed_last: datetime | None


@dataclass(frozen=True)
class OfficeOutages:
    """All points of an office, its lists and the name of its template.

    `waiting`: how many may go into a list now; `held_back`: how many may not, for the app is down where they were
    registered.
    """

    points: tuple[PointOutage, ...]
    waiting: int
    held_back: int
    lists: tuple[ListLine, ...]
    template: str
    own_template: bool

    @property
    def down(self) -> list[PointOutage]:
        """Where the app is down."""
        return [one for one in self.points if one.down_at]


def round_here(row: SamplingPoint) -> SamplingRound | None:
    """The round of today in which a point samples: one that comes to it, the one that is on before one ahead.

    By the sub-district's own sight, for a round may be held beside the point's own place.
    """
    with scope.narrowed(scope.of_place(office_over(row.area))):
        open_ = SamplingRound.objects.filter(
            day=clock.today(),
            subdistrict=row.subdistrict,
            closed_at=None,
            outbreak__closed_at=None,
        )
        rows = open_.annotate(here=Count("slots", filter=Q(slots__point=row)))
        now = clock.now()
        order = sorted(
            rows, key=lambda one: (not one.here, one.begins_at > now, -one.begins_at.timestamp())
        )
    return order[0] if order else None


def latest_outage(point: UUID, held: UUID | None = None) -> AppOutage | None:
    """The outage in which a point is, or was last, of a round if one is named; inside the running scope."""
    rows = AppOutage.objects.filter(point=point).select_related("round")
    if held is not None:
        rows = rows.filter(round=held)
    return rows.order_by("-began_at", "-declared_at").first()


def round_of_sheet(point: UUID, sheet: int) -> UUID | None:
    """The round in which the lines of a printed sheet were keyed so far, None before its first."""
    rows = AppRegistered.objects.filter(point=point, sheet=sheet, withdrawn_at=None)
    return rows.values_list("round", flat=True).first()


def round_of_tube(point: UUID, key: bytes) -> UUID | None:
    """The round in which a tube was begun at a point a while ago, None for a new one: none is in two rounds.

    A label that is written by hand may bear the same number another day.
    """
    rows = AppRegistered.objects.filter(point=point, tube_key=key, withdrawn_at=None)
    lately = rows.filter(sampled_at__gte=clock.now() - TUBE_OPEN_FOR).order_by("-sampled_at")
    return lately.values_list("round", flat=True).first()


def goes_on_in(row: SamplingPoint, outage: AppOutage) -> SamplingRound:
    """The round in which people are registered now: an outage that nobody ended goes on in the next that is on."""
    now = clock.now()
    if row.app_down_at is None or now < outage.round.ends_at:
        return outage.round
    held = round_here(row)
    return held if held and earliest_swab(held.begins_at) <= now else outage.round


def rounds_on_paper(row: SamplingPoint, outage: AppOutage) -> list[SamplingRound]:
    """The rounds of which a sheet of a point may be: those in which its app was down lately, the latest first."""
    since = clock.today() - APP_SHEET_KEYED_FOR
    outages = AppOutage.objects.filter(point=row, round__day__gte=since).select_related("round")
    found = {one.round_id: one.round for one in [*outages, outage]}
    now = goes_on_in(row, outage)
    some = [*{**found, now.id: now}.values()]
    return sorted(some, key=lambda one: (one.day, one.begins_at), reverse=True)


def people_of(rows: Collection[AppRegistered]) -> dict[UUID, Person]:
    """Who was registered, by their rows, whose rounds are read with them. Problem `seal_broken`."""
    sealed: dict[tuple[UUID, date], dict[UUID, bytes]] = {}
    for one in rows:
        of = one.round.outbreak_id, one.round.day
        sealed.setdefault(of, {})[one.id] = bytes(one.said_sealed)
    said = {
        row: text
        for of, some in sealed.items()
        for row, text in sealing.unseal_registered(*of, some).items()
    }
    return {row: from_text(text) for row, text in said.items()}


def _line(row: AppRegistered, person: Person) -> RegisteredLine:
    return RegisteredLine(
        *(row.id, mask_name(person.name), person.tube, row.place, row.sampled_at),
        *(row.desk, row.sheet, row.line, tuple(Gap(one) for one in row.gaps)),
        row.list_id is not None,
    )


def outage_page(viewer: Viewer, ident: UUID) -> OutagePage:
    """One point for who registers there; Problems of `point_to_lead`, `right_missing`."""
    viewer.must(Right.LEAD_POINT)
    with acting(viewer):
        row = point_to_lead(viewer, ident)
        (line,), outage = lines_of([row]), latest_outage(ident)
        held = goes_on_in(row, outage) if outage else None
        standing = AppRegistered.objects.filter(point=row, round=held, withdrawn_at=None)
        sums = standing.aggregate(people=Count("id"), gaps=Count("id", filter=~Q(gaps=[])))
        rows = standing.select_related("round").order_by("-noted_at", "-id")
        some = list(rows[:_SHOWN]) if held else []
        people = people_of(some)
        last = tuple(_line(one, people[one.id]) for one in some)
        return OutagePage(
            line=line,
            down=row.app_down_at is not None,
            began_at=outage.began_at if outage else None,
            ended_at=outage.ended_at if outage else None,
            why=outage.why if outage else "",
            round_number=held.number if held else None,
            size=held.size if held else 0,
            people=sums["people"],
            gaps=sums["gaps"],
            last=last,
            sheets=_sheets(row),
            rounds=tuple(
                RoundOnPaper(one.number, one.day)
                for one in (rounds_on_paper(row, outage) if outage else ())
            ),
        )


def _sheets(row: SamplingPoint) -> tuple[SheetLine, ...]:
    """The latest sheets that were printed for a point, each with how much of it stands here."""
    if not row.app_sheets:
        return ()
    keyed = AppRegistered.objects.filter(point=row, withdrawn_at=None, sheet__isnull=False)
    found = dict(keyed.values_list("sheet").annotate(n=Count("id")).order_by())
    first = max(1, row.app_sheets - _SHOWN + 1)
    return tuple(SheetLine(one, found.get(one, 0)) for one in range(first, row.app_sheets + 1))


def template_over(area: str) -> AppTemplate | None:
    """The template of an office, or that of the nearest office above it; inside the running scope."""
    held = AppTemplate.objects.filter(area__in=[area, *ancestors(area)])
    return max(held, key=lambda one: len(one.area), default=None)


def layout_of(row: AppTemplate) -> Layout:
    """A template's layout as it is kept."""
    return Layout(row.sheet, row.head_row, row.columns)


def _waiting(viewer: Viewer) -> QuerySet[AppRegistered]:
    """Who stands in no list yet, at points that were withdrawn too."""
    held = viewer.span
    rows = AppRegistered.objects.filter(area__gte=held.lo, area__lt=held.hi)
    return rows.filter(withdrawn_at=None, list=None, round__outbreak__closed_at=None)


def to_upload(viewer: Viewer) -> tuple[list[AppRegistered], int]:
    """Who stands in no list, registered where the app is back; and how many more where it is still down.

    Inside the running scope.
    """
    rows = _waiting(viewer)
    found = rows.filter(point__app_down_at=None).select_related("round")
    return list(found), rows.exclude(point__app_down_at=None).count()


def rows_of(made: AppList) -> list[Registered]:
    """The people of a list by point, tube and place, inside the running scope."""
    rows = AppRegistered.objects.filter(list=made, withdrawn_at=None)
    found = list(rows.select_related("round", "point"))
    who = people_of(found)
    people = [
        Registered(
            *(who[one.id], one.place, one.sampled_at),
            *(f"{one.point.number}号 {one.point.name}", one.desk),
            tuple(Gap(gap) for gap in one.gaps),
        )
        for one in found
    ]
    numbers = [one.point.number for one in found]
    order = sorted(
        range(len(people)), key=lambda at: (numbers[at], people[at].person.tube, people[at].place)
    )
    return [people[at] for at in order]


def office_outages(viewer: Viewer) -> OfficeOutages:
    """The points of an office with what waits for the city; Problem `right_missing`."""
    viewer.must(Right.KEEP_REGISTER)
    held, today = viewer.span, clock.today()
    waits = Q(registered__withdrawn_at=None, registered__list=None)
    with acting(viewer):
        rows = (
            SamplingPoint.objects.filter(area__gte=held.lo, area__lt=held.hi, withdrawn_at=None)
            .annotate(
                people=Count(
                    "registered",
                    filter=Q(registered__withdrawn_at=None, registered__round__day=today),
                ),
                waiting=Count(
                    "registered", filter=waits & Q(registered__round__outbreak__closed_at=None)
                ),
                keyed_last=Max("registered__noted_at"),
            )
            .order_by("number")
        )
        points = tuple(
            PointOutage(
                *(one.id, one.number, one.name, one.app_down_at, one.app_down_why),
                *(one.people, one.waiting, one.keyed_last),
            )
            for one in rows
        )
        template, works = template_over(viewer.area), Q(point__app_down_at=None)
        sums = _waiting(viewer).aggregate(
            here=Count("id", filter=works), back=Count("id", filter=~works)
        )
        return OfficeOutages(
            *(points, sums["here"], sums["back"]),
            *(_lists(viewer), template.name if template else ""),
            template is not None and template.area == viewer.area,
        )


def _lists(viewer: Viewer) -> tuple[ListLine, ...]:
    held = viewer.span
    rows = (
        AppList.objects.filter(area__gte=held.lo, area__lt=held.hi)
        .select_related("round", "made_by", "uploaded_by")
        .order_by("-made_at")[:_SHOWN]
    )
    return tuple(
        ListLine(
            *(one.id, one.number, one.round.number, one.people, one.gaps),
            *(one.made_by.name, one.made_at),
            one.uploaded_by.name if one.uploaded_by else "",
            one.uploaded_at,
            one.dropped_at,
        )
        for one in rows
    )
