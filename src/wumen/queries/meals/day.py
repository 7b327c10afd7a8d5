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


def day_of(viewer: Viewer, held: Span, day: date, *, diets: bool = True) -> Day:
    """What is known of a day's meals in a place, in the present scope; the viewer's own places are marked.

    Without `diets` nobody's sealed diet is opened, and who eats is known by heads alone.
    """
    found = Day(day)
    points = _points(held)
    shifts = _shifts(held, day)
    taken = _taken(held, day)
    words = _words(held, day)
    stations = {one.station_id: one.station for one in shifts}
    missing = {one.place for one in words if one.place} - {one.id for one in points}
    if missing - stations.keys():
        stations |= {row.id: row for row in Station.objects.filter(id__in=missing)}
    at_tree = {one.area for one in taken} | {one.area for one in words if one.place is None}
    _set_places(viewer, found, points, stations, at_tree)
    people = {one.person_id for one in shifts} | {one.member.person_id for one in taken}
    kept = _diets([*people, *(one.lead_id for one in points)]) if diets else {}
    _set_eaters(found, shifts, taken, kept)
    _set_leads(found, points, kept)
    for one in words:
        found.words.setdefault(_key(one.place, one.area), []).append(_word(one))
    return found


def _key(ident: UUID | None, area: str) -> str:
    return str(ident) if ident else area


def _points(held: Span) -> list[SamplingPoint]:
    rows = SamplingPoint.objects.filter(area__gte=held.lo, area__lt=held.hi, withdrawn_at=None)
    return list(rows.select_related("lead").order_by("number"))


def shifts_of(day: date) -> QuerySet[Shift]:
    """Shifts of published rosters in the hours in which a day's meals are eaten."""
    return published().filter(
        ends_at__gt=instant(day, 0),
        begins_at__lt=instant(day, _DAY_ENDS),
    )


def _shifts(held: Span, day: date) -> list[Shift]:
    """Those of a place that somebody has."""
    rows = shifts_of(day).filter(area__gte=held.lo, area__lt=held.hi, person__isnull=False)
    return list(rows.select_related("station", "person").order_by("begins_at", "seat"))


def halves_of(day: date) -> QuerySet[Deployment]:
    """Who was taken for half a day of a day."""
    return Deployment.objects.filter(day=day, cancelled_at__isnull=True)


def at_half(place: str) -> str:
    """Where those eat who help at a place for half a day, in words."""
    return f"{place} 半天帮忙的"


def _taken(held: Span, day: date) -> list[Deployment]:
    rows = halves_of(day).filter(area__gte=held.lo, area__lt=held.hi)
    return list(rows.select_related("member__person").order_by("taken_at"))


def _words(held: Span, day: date) -> list[MealWord]:
    rows = MealWord.objects.filter(day=day, area__gte=held.lo, area__lt=held.hi)
    return list(rows.select_related("by").order_by("said_at", "id"))


def _set_places(
    viewer: Viewer,
    found: Day,
    points: Sequence[SamplingPoint],
    stations: Mapping[UUID, Station],
    at_tree: set[str],
) -> None:
    """The places of a day. A station that bears the name of a sampling point at its place is that point."""
    areas = {one.area for one in points} | {one.area for one in stations.values()}
    said = spoken_places(areas | at_tree)
    office = viewer.may(Right.KEEP_CREW)
    spots = {(one.area, one.name): one for one in points}
    for point in points:
        mine = office or (viewer.may(Right.LEAD_POINT) and point.lead_id == viewer.person)
        name = f"{point.number}号采样点 {point.name}"
        place = Place(
            str(point.id), point.id, point.area, name, point.number, mine, StationKind.POINT
        )
        found.places[place.key] = place
    for ident, row in stations.items():
        point_there = spots.get((row.area, row.name))
        if point_there is not None:
            found.places[str(ident)] = found.places[str(point_there.id)]
            continue
        keeps = viewer.may(Right.KEEP_GATE) and row.kind in _GUARDED and row.area == viewer.area
        mine = office or keeps
        name = whole_name(said[row.area], row.name)
        found.places[str(ident)] = Place(
            str(ident), ident, row.area, name, mine=mine, kind=row.kind
        )
    for area in at_tree:
        found.places[area] = Place(area, None, area, at_half(said[area]), mine=office)


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
