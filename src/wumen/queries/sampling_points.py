"""Sampling points as people look at them: the office's list and a lead's own page."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from wumen.queries.contacts import telephone_of
from wumen.queries.doors import Doors
from wumen.queries.duties import within
from wumen.queries.posts import acting
from wumen.queries.rules_in_force import keeping_home
from wumen.records import clock, scope
from wumen.records.exchange import asked, asked_of, in_one_go
from wumen.records.models import (
    Area,
    Household,
    Organisation,
    PointService,
    PointWord,
    SamplingPoint,
)
from wumen.records.orders import binding, over_place
from wumen.records.sets import array
from wumen.rules.areas import (
    OFFICES,
    AreaKind,
    Span,
    ancestors,
    in_order,
    office_over,
    read_path,
    span,
)
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sampling_points.checklist import checks_of
from wumen.rules.sampling_points.standing import (
    HourLine,
    PointNow,
    PointState,
    Queue,
    Sources,
    Word,
    as_of,
    by_hour,
    sources,
)
from wumen.rules.time import business_day, whole_day

_SAID = ("state_at", "state_why", "queue_at", "queue_since", "sampled", "sampled_at", "tubes")


@dataclass(frozen=True)
class Served:
    """A place or organisation that comes to a point, in words; `called_at` when it was asked down today."""

    id: UUID
    words: str
    serves: str
    organisation: UUID | None
    called_at: datetime | None


@dataclass(frozen=True)
class PointLine:
    """A point in a list: how it stands today, where it is, who leads it and whom it serves."""

    now: PointNow
    place: str
    directions: str
    desks: int
    opens: time
    closes: time
    lead_no: str
    lead: str
    telephone: str
    serves: tuple[Served, ...]
    withdrawn: bool

    @property
    def where(self) -> str:
        """Where it stands, as people find it."""
        return self.directions or self.place


@dataclass(frozen=True)
class Coming:
    """Tubes on their way to a point: how many, from which number, since when."""

    id: UUID
    tubes: int
    source: int
    sent_at: datetime


@dataclass(frozen=True)
class Said:
    """A word that was said of a point today, and by whom."""

    kind: Word
    value: int
    other: int | None
    at: datetime
    by: str


@dataclass(frozen=True)
class PointPage:
    """One point with what is on its way to it and what was said of it today, the latest first."""

    line: PointLine
    coming: tuple[Coming, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Need:
    """A point that is short of tubes, and from where some could come."""

    line: PointLine
    sources: Sources


def standing(row: SamplingPoint) -> PointNow:
    """How a point stands today, by its row."""
    said = PointNow(
        *(row.id, row.number, row.name, row.area, row.day, PointState(row.state)),
        ready=frozenset(row.ready),
        checks=checks_of(row.checks),
        queue=Queue(row.queue) if row.queue is not None else None,
        tubes_at=row.tubes_at,
        coming=row.coming,
        alarm=row.alarm,
        app_down_at=row.app_down_at,
        app_down_why=row.app_down_why,
        **{name: getattr(row, name) for name in _SAID},
    )
    return as_of(said, clock.today())


def must_lead(viewer: Viewer, row: SamplingPoint) -> None:
    """The office does for any point of its area what its lead does; a lead does it for her own.

    Problems: `right_missing`, `area_not_yours`, `point_not_yours`.
    """
    viewer.must(Right.LEAD_POINT, row.area)
    if not viewer.may(Right.KEEP_REGISTER) and row.lead_id != viewer.person:
        raise Problem("point_not_yours")


_SERVED = """
    SELECT point_id, id, words, coalesce(serves, ''), organisation_id, called_at FROM point_service
    WHERE point_id = ANY(%(points)s::uuid[])
"""


def lines_of(rows: Sequence[SamplingPoint]) -> list[PointLine]:
    """Rows as lines, inside the running scope; whom each serves in the order in which people count."""
    with in_one_go():
        found = _asked_lines(rows)
    return found()


def _asked_lines(rows: Sequence[SamplingPoint]) -> Callable[[], list[PointLine]]:
    words = Doors.asked_of(row.area for row in rows)
    served = asked(_SERVED, {"points": array([one.id for one in rows])})
    return lambda: _lines(rows, words(), served())


def _lines(
    rows: Sequence[SamplingPoint], words: Doors, found: Iterable[tuple[Any, ...]]
) -> list[PointLine]:
    served: dict[UUID, list[Served]] = {}
    today = clock.today()
    for point, ident, said, serves, organisation, called_at in found:
        called = called_at if called_at and business_day(called_at) == today else None
        served.setdefault(point, []).append(Served(ident, said, serves, organisation, called))
    for some in served.values():
        some.sort(key=lambda one: (not one.serves, in_order(one.serves), one.words))
    return [
        PointLine(
            *(standing(row), words.place(row.area), row.directions, row.desks),
            *(row.opens, row.closes, row.lead.number if row.lead else ""),
            *(row.lead.name if row.lead else "", telephone_of(row.lead) if row.lead else ""),
            tuple(served.get(row.id, ())),
            row.withdrawn_at is not None,
        )
        for row in rows
    ]


def rows_in(held: Span) -> list[SamplingPoint]:
    rows = SamplingPoint.objects.filter(area__gte=held.lo, area__lt=held.hi)
    return list(rows.select_related("lead").order_by("withdrawn_at", "number"))


def point_lines(viewer: Viewer, area: str | None = None) -> list[PointLine]:
    """The points of a place by number, those withdrawn last; of a lead her own alone.

    Problems: `right_missing`, `area_not_yours`, `path_unreadable`.
    """
    viewer.must(Right.LEAD_POINT)
    held = within(viewer, area)
    with acting(viewer):
        rows = rows_in(held)
        if not viewer.may(Right.KEEP_REGISTER):
            mine = [one for one in rows if one.lead_id == viewer.person]
            rows = [one for one in mine if one.withdrawn_at is None]
        return sorted(lines_of(rows), key=lambda one: (one.withdrawn, one.now.number))


def point_to_lead(viewer: Viewer, ident: UUID) -> SamplingPoint:
    """A point with its lead, for who may lead it, inside the running scope.

    Problems: `point_unknown` also outside the area, those of `must_lead`.
    """
    row = SamplingPoint.objects.select_related("lead").filter(id=ident).first()
    if row is None:
        raise Problem("point_unknown")
    must_lead(viewer, row)
    return row


def point_page(viewer: Viewer, ident: UUID) -> PointPage:
    """One point; Problems of `point_to_lead`, `right_missing`."""
    viewer.must(Right.LEAD_POINT)
    with acting(viewer):
        row = point_to_lead(viewer, ident)
        day = whole_day(clock.today())
        words = row.words.filter(said_at__gte=day.begins, said_at__lt=day.ends)
        words = words.order_by("-said_at", "-id")
        coming = row.words.filter(kind=Word.TUBES_COMING, pointword__isnull=True)
        with in_one_go():
            lines = _asked_lines([row])
            said = asked_of(words.values_list("kind", "value", "other", "said_at", "by__name"))
            away = asked_of(
                coming.order_by("said_at").values_list("id", "value", "other", "said_at")
            )
        (line,) = lines()
        return PointPage(
            line,
            tuple(Coming(ident, tubes, source or 0, at) for ident, tubes, source, at in away()),
            tuple(Said(Word(kind), *rest) for kind, *rest in said()),
        )


def needs(lines: Sequence[PointLine]) -> list[Need]:
    """The points that are short of tubes, the emptiest first, each with from where some could come."""
    there = [one.now for one in lines if not one.withdrawn]
    short = [one for one in lines if not one.withdrawn and one.now.short]
    short.sort(key=lambda one: ((one.now.tubes or 0) + one.now.coming, one.now.number))
    return [Need(one, sources(one.now, there)) for one in short]


def hours(viewer: Viewer, area: str | None = None) -> list[HourLine]:
    """The heads of a place's points at each full hour of today and now; problems as `point_lines`."""
    viewer.must(Right.LEAD_POINT)
    held, day = within(viewer, area), whole_day(clock.today())
    with acting(viewer):
        said = PointWord.objects.filter(
            kind=Word.SAMPLED,
            area__gte=held.lo,
            area__lt=held.hi,
            said_at__gte=day.begins,
            said_at__lt=day.ends,
            point__withdrawn_at=None,
        )
        return by_hour(said.values_list("point_id", "said_at", "value"), clock.now())


def unserved(viewer: Viewer, area: str | None = None) -> list[str]:
    """Who comes to no point: buildings, sites and lanes, and organisations at work, that none serves, in words.

    A place is served with all below it; a compound whose buildings are known is asked building by building.
    Problems: `right_missing`, `area_not_yours`.
    """
    viewer.must(Right.KEEP_REGISTER)
    held = within(viewer, area)
    served, organisations = _served_around(held)
    with acting(viewer):
        places = Area.objects.filter(area__gte=held.lo, area__lt=held.hi).exclude(
            kind__in=[*OFFICES, AreaKind.UNIT, AreaKind.HOUSEHOLD]
        )
        paths = set(places.values_list("area", flat=True))
        above = {one for path in paths for one in ancestors(path)}
        alone = [one for one in paths - above if not _is_within(one, served)]
        rows = Organisation.objects.filter(
            area__gte=held.lo, area__lt=held.hi, closed_at=None
        ).exclude(id__in=organisations)
        left = [
            one.name for one in rows.order_by("area", "name") if not _is_within(one.area, served)
        ]
        words = Doors.within(held)
        return [*(words.place(one) for one in sorted(alone, key=in_order)), *left]


def _served_around(held: Span) -> tuple[set[str], set[UUID]]:
    """What the points of the whole sub-district serve: a building may come to its neighbours' point."""
    with scope.scoped(scope.Scope(span(office_over(held.lo)))):
        found = PointService.objects.filter(point__withdrawn_at=None)
        rows = list(found.values_list("serves", "organisation_id"))
    return {one for one, _ in rows if one}, {one for _, one in rows if one}


def _is_within(path: str, served: set[str]) -> bool:
    return bool({*ancestors(path), path} & served)


def kept_in_by(path: str, *, whole: bool) -> str:
    """The document by which nobody leaves home at a place now; empty where none does.

    `whole`: everybody there is meant, so that one building under such an order counts for its compound; single
    doors do not. Asked of the place itself, which may lie beyond the point's own: the answer names a document, and
    nobody.
    """
    held = span(path)
    with scope.scoped(scope.Scope(held, above=tuple(ancestors(path)))):
        rows = binding(clock.now()).filter(keeping_home())
        orders = rows.filter(over_place(path))
        if whole:
            orders |= rows.filter(of_whole_places(), area__gt=held.lo, area__lt=held.hi)
        return orders.values_list("order__document", flat=True).first() or ""


def of_whole_places() -> Q:
    """Of scopes of orders those that bind more than a door or a person."""
    doors = Household.objects.filter(area=OuterRef("area"))
    return Q(~Exists(doors), resident=None)


def name_of(path: str) -> str:
    row = Area.objects.filter(area=path).first()
    return row.name if row else ""


def place_name(viewer: Viewer, area: str | None = None) -> str:
    """The name of the place whose points are shown; empty for everywhere."""
    path = read_path(area) if area else viewer.area
    with acting(viewer):
        return name_of(path) if path else ""
