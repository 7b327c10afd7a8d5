"""Who eats where on a day, off rosters, points and half-days, with what was said of it; counts, and nobody's diet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from uuid import UUID

from django.db.models import QuerySet

from wumen.queries.organisations import spoken_places
from wumen.queries.stations import whole_name
from wumen.records import scope, sealing
from wumen.records.models import Deployment, ForceMember, MealWord, SamplingPoint, Shift, Station
from wumen.records.rosters import published
from wumen.rules.areas import Span
from wumen.rules.force import Half, hours_of_half
from wumen.rules.meals.eating import (
    OF_HALF,
    THREE,
    Count,
    Diet,
    Eater,
    Kind,
    Meal,
    Word,
    instant,
    meals_of,
)
from wumen.rules.posts import Right, Viewer
from wumen.rules.stations import StationKind
from wumen.rules.time import Interval, at

DIET_SEALED_AS = "force_diet"
_DAY_ENDS = 1500
# Whoever keeps a gate hands out what is eaten at it.
_GUARDED = frozenset({StationKind.GATE, StationKind.WATCH})


@dataclass(frozen=True)
class Place:
    """Where meals are brought: a station, a sampling point by its number, or a place of the tree.

    `key` is what forms send: the id of the first two, or the path. `mine`: the viewer answers for its meals.
    `kind` is that of the station, which a place of the tree is not.
    """

    key: str
    ident: UUID | None
    area: str
    name: str
    number: int = 0
    mine: bool = False
    kind: str = ""


@dataclass
class Day:
    """A day's places with who eats there, who stands there first, and what was said, the earliest first."""

    day: date
    places: dict[str, Place] = field(default_factory=dict)
    eaters: list[Eater] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    leads: dict[str, str] = field(default_factory=dict)
    words: dict[str, list[Word]] = field(default_factory=dict)

    def first_at(self, meal: Meal, place: str) -> str:
        """Who hands out where nobody was named: the lead of a point, else who stands there first."""
        there = [one for one in self.eaters if one.place == place and meal in one.meals]
        first = min(there, key=lambda one: (one.begins, one.person), default=None)
        return self.leads.get(place) or (self.names[first.person] if first else "")


def day_of(viewer: Viewer, held: Span, day: date) -> Day:
    """What is known of a day's meals in a place, in the present scope; the viewer's own places are marked."""
    return days_of(viewer, held, [day])[day]


def days_of(
    viewer: Viewer, held: Span, days: Sequence[date], *, diets: bool = True
) -> dict[date, Day]:
    """What is known of the meals of some days that follow each other, in as many statements as of one.

    Without `diets` nobody's sealed diet is opened, and who eats is known by heads alone.
    """
    points = _points(held)
    shifts, taken, words = _shifts(held, days), _taken(held, days), _words(held, days)
    stations = {one.station_id: one.station for one in shifts}
    missing = {one.place for one in words if one.place} - {one.id for one in points}
    if missing - stations.keys():
        stations |= {row.id: row for row in Station.objects.filter(id__in=missing)}
    areas = {one.area for one in points} | {one.area for one in stations.values()}
    areas |= {one.area for one in taken} | {one.area for one in words}
    naming = _Naming(viewer, points, stations, spoken_places(areas))
    people = {one.person_id for one in shifts} | {one.member.person_id for one in taken}
    kept = _diets([*people, *(one.lead_id for one in points)]) if diets else {}
    found = {}
    for day in days:
        hours = _hours(day)
        here = [one for one in shifts if one.ends_at > hours.begins and one.begins_at < hours.ends]
        halves = [one for one in taken if one.day == day]
        said = [one for one in words if one.day == day]
        found[day] = Day(day, naming.places(here, halves, said))
        _set_eaters(found[day], here, halves, kept)
        _set_leads(found[day], points, kept)
        for one in said:
            found[day].words.setdefault(_key(one.place, one.area), []).append(_word(one))
    return found


def _key(ident: UUID | None, area: str) -> str:
    return str(ident) if ident else area


def _points(held: Span) -> list[SamplingPoint]:
    rows = SamplingPoint.objects.filter(area__gte=held.lo, area__lt=held.hi, withdrawn_at=None)
    return list(rows.select_related("lead").order_by("number"))


def _hours(first: date, last: date | None = None) -> Interval:
    """The hours in which the meals of a day are eaten, or of all days to a last one."""
    return Interval(instant(first, 0), instant(last or first, _DAY_ENDS))


def shifts_of(first: date, last: date | None = None) -> QuerySet[Shift]:
    """Shifts of published rosters in the hours in which the meals of a day are eaten, or of all days to a last one."""
    hours = _hours(first, last)
    return published().filter(ends_at__gt=hours.begins, begins_at__lt=hours.ends)


def _shifts(held: Span, days: Sequence[date]) -> list[Shift]:
    """Those of a place that somebody has."""
    rows = shifts_of(min(days), max(days)).filter(area__gte=held.lo, area__lt=held.hi)
    some = rows.filter(person__isnull=False).select_related("station", "person")
    return list(some.order_by("begins_at", "seat"))


def halves_of(*days: date) -> QuerySet[Deployment]:
    """Who was taken for half a day of some days."""
    return Deployment.objects.filter(day__in=days, cancelled_at__isnull=True)


def at_half(place: str) -> str:
    """Where those eat who help at a place for half a day, in words."""
    return f"{place} 半天帮忙的"


def _taken(held: Span, days: Sequence[date]) -> list[Deployment]:
    rows = halves_of(*days).filter(area__gte=held.lo, area__lt=held.hi)
    return list(rows.select_related("member__person").order_by("taken_at"))


def _words(held: Span, days: Sequence[date]) -> list[MealWord]:
    rows = MealWord.objects.filter(day__in=days, area__gte=held.lo, area__lt=held.hi)
    return list(rows.select_related("by").order_by("said_at", "id"))


@dataclass(frozen=True)
class _Naming:
    """How places are called for a viewer: the points of her place, stations by id, places of the tree in words."""

    viewer: Viewer
    points: Sequence[SamplingPoint]
    stations: Mapping[UUID, Station]
    said: Mapping[str, str]

    def places(
        self, shifts: Sequence[Shift], taken: Sequence[Deployment], words: Sequence[MealWord]
    ) -> dict[str, Place]:
        """The places of a day. A station that bears the name of a sampling point at its place is that point."""
        viewer, office = self.viewer, self.viewer.may(Right.KEEP_CREW)
        found = {}
        spots = {(one.area, one.name): one for one in self.points}
        for point in self.points:
            mine = office or (viewer.may(Right.LEAD_POINT) and point.lead_id == viewer.person)
            name, kind = f"{point.number}号采样点 {point.name}", StationKind.POINT
            key = str(point.id)
            found[key] = Place(key, point.id, point.area, name, point.number, mine, kind)
        spoken_of = {one.place for one in words}
        for ident in {one.station_id: None for one in shifts} | dict.fromkeys(
            one for one in self.stations if one in spoken_of
        ):
            row = self.stations[ident]
            point_there = spots.get((row.area, row.name))
            if point_there is not None:
                found[str(ident)] = found[str(point_there.id)]
                continue
            keeps = viewer.may(Right.KEEP_GATE) and row.kind in _GUARDED and row.area == viewer.area
            mine = office or keeps
            name = whole_name(self.said[row.area], row.name)
            found[str(ident)] = Place(str(ident), ident, row.area, name, mine=mine, kind=row.kind)
        for area in {one.area for one in taken} | {one.area for one in words if one.place is None}:
            found[area] = Place(area, None, area, at_half(self.said[area]), mine=office)
        return found


def _diets(people: Iterable[UUID | None]) -> dict[UUID, tuple[Diet, ...]]:
    """What people of the force keep, wherever they are of it: it is counted here and goes nowhere else."""
    with scope.narrowed(scope.WHOLE):
        rows = ForceMember.objects.filter(
            person__in=[one for one in people if one], diet_sealed__isnull=False
        )
        kept = list(rows.values_list("person_id", "id", "diet_sealed"))
    return {person: read_sealed(ident, sealed) for person, ident, sealed in kept}


def read_sealed(ident: UUID, sealed: bytes | memoryview | None) -> tuple[Diet, ...]:
    """What somebody of the force keeps, or one word for each of a crew who does."""
    return tuple(Diet(one) for one in sealing.unseal_list(DIET_SEALED_AS, ident, sealed))


def _set_eaters(
    found: Day,
    shifts: Sequence[Shift],
    taken: Sequence[Deployment],
    diets: Mapping[UUID, tuple[Diet, ...]],
) -> None:
    for one in shifts:
        person = one.person
        assert person is not None
        found.names[str(person.id)] = person.name
        hours = Interval(one.begins_at, one.ends_at)
        meals = meals_of(hours, found.day, one.station.kind == StationKind.POINT)
        place = found.places[str(one.station_id)].key
        eats = diets.get(person.id, ())
        found.eaters.append(
            Eater(place, str(person.id), meals, one.begins_at, eats, crew=one.block)
        )
    for row in taken:
        member, half = row.member, Half(row.half)
        found.names[str(member.person_id)] = member.person.name
        begins = hours_of_half(found.day, half).begins
        meals = frozenset({OF_HALF[half]})
        eats = diets.get(member.person_id, ())
        heads = {"heads": member.people, "crew": member.people > 1}
        found.eaters.append(
            Eater(row.area, str(member.person_id), meals, begins, eats, **heads)  # type: ignore[arg-type]
        )


def _set_leads(
    found: Day, points: Sequence[SamplingPoint], diets: Mapping[UUID, tuple[Diet, ...]]
) -> None:
    """The leads of points; where the roster sends a crew, its lead is there from before it and eats with it."""
    begins = at(found.day, time())
    manned = {one.place for one in found.eaters if one.begins >= begins and one.meals & {*THREE}}
    for one in points:
        key, lead = str(one.id), one.lead
        if lead is None:
            continue
        found.leads[key] = lead.name
        found.names[str(lead.id)] = lead.name
        if key in manned:
            eats = diets.get(lead.id, ())
            found.eaters.append(Eater(key, str(lead.id), frozenset(THREE), begins, eats))


def _word(row: MealWord) -> Word:
    diets = {Diet(key): int(n) for key, n in row.diets.items()}
    meal = Meal(row.meal) if row.meal else None
    count = Count(row.heads, diets)
    return Word(Kind(row.kind), meal, count, row.said_at, row.by.name, row.who, row.why)
