"""One roster as an office reads it: people by days, stations by shifts, what is empty and why, who cannot come."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from wumen.queries.force import servings
from wumen.queries.organisations import spoken_places
from wumen.queries.posts import acting
from wumen.queries.rosters.listed import RosterLine, lines_of
from wumen.queries.rosters.manning import manning_of, placed_of, roster_row
from wumen.queries.stations import ShiftLine, by_crew, hours_of, shift_line
from wumen.records import clock
from wumen.records.models import (
    CrewMember,
    DayAsked,
    ForceMember,
    Roster,
    Shift,
    Station,
    StationHours,
)
from wumen.rules.areas import ancestors, in_order, span
from wumen.rules.posts import Viewer
from wumen.rules.rosters.asking import Asking
from wumen.rules.rosters.office import Asked
from wumen.rules.stations import Hours


@dataclass(frozen=True)
class Cell:
    """A place in a grid: the shift with its station's name and its hours."""

    shift: ShiftLine
    station: str
    hours: Hours

    @property
    def night(self) -> bool:
        """Whether it counts as a night."""
        return is_night(self.hours)


@dataclass(frozen=True)
class PersonRow:
    """Somebody's days, with what she asked of them; minutes and nights of the whole roster."""

    person: UUID
    crew_no: str
    name: str
    cells: tuple[tuple[date, Cell | None, Asked | None], ...]
    minutes: int
    nights: int
    held: bool

    @property
    def hours(self) -> int:
        """Whole hours."""
        return self.minutes // 60


@dataclass(frozen=True)
class StationRow:
    """Hours of a station by day: who stands there."""

    hours_id: UUID
    station: str
    place: str
    kind: str
    hours: Hours
    cells: tuple[tuple[date, tuple[Cell, ...]], ...]


@dataclass(frozen=True)
class Hole:
    """An empty place with its reasons and the three to ask: name, crew number, what she has to be asked for."""

    cell: Cell
    reasons: tuple[tuple[str, int], ...]
    ask: tuple[tuple[UUID, str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class CrewRow:
    """A crew without names: how many it has, and where so many of it stand."""

    member: UUID
    name: str
    people: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """A whole roster."""

    line: RosterLine
    days: tuple[date, ...]
    people: tuple[PersonRow, ...]
    stations: tuple[StationRow, ...]
    holes: tuple[Hole, ...]
    crews: tuple[CrewRow, ...] = ()

    @property
    def planned(self) -> list[PersonRow]:
        """Who has a shift, or asked something of a day."""
        return [one for one in self.people if one.minutes or any(asked for *_, asked in one.cells)]

    @property
    def spare(self) -> list[PersonRow]:
        """Who has neither."""
        planned = {one.person for one in self.planned}
        return [one for one in self.people if one.person not in planned]

    @property
    def by_day(self) -> list[tuple[date, list[Cell]]]:
        """The places of each day by their hours."""
        cells = [one for row in self.stations for _, found in row.cells for one in found]
        cells.sort(key=lambda one: (one.shift.interval.begins, one.station))
        return [(day, [one for one in cells if one.shift.day == day]) for day in self.days]

    @property
    def cannot(self) -> list[PersonRow]:
        """Who has a place ahead and may not serve now."""
        return [one for one in self.people if one.held]


# Reasons are worked out for so many empty places; each takes milliseconds.
_HOLES = 12


class _Places:
    """The places of a roster with what they are told with; hundreds of people by weeks come in few small rows."""

    def __init__(self, row: Roster) -> None:
        self._row = row
        self._shifts = list(
            Shift.objects.filter(roster=row).order_by("begins_at", "station", "seat", "id")
        )
        hours = StationHours.objects.filter(id__in={one.hours_id for one in self._shifts})
        self.hours = {one.id: one for one in hours}
        stations = Station.objects.filter(id__in={one.station_id for one in self.hours.values()})
        self.stations = {one.id: one for one in stations}
        people = {
            who for one in self._shifts for who in (one.person_id, one.was_id) if who is not None
        }
        crew = CrewMember.objects.filter(id__in=people).only("id", "number", "name")
        self._crew = {one.id: one for one in crew}

    def cells(self) -> list[Cell]:
        """The places in the order of their beginning, those of a crew as one."""
        lines = by_crew(self._line(one) for one in self._shifts)
        asked = {ident: hours_of(one) for ident, one in self.hours.items()}
        return [Cell(one, self.stations[one.station].name, asked[one.hours]) for one in lines]

    def _line(self, one: Shift) -> ShiftLine:
        one.roster = self._row
        one.person = self._crew.get(one.person_id) if one.person_id else None
        one.was = self._crew.get(one.was_id) if one.was_id else None
        return shift_line(one)


def grid(viewer: Viewer, ident: UUID, *, holes: bool = False) -> Grid:
    """A roster with its people and stations; with `holes` also why places are empty. Problem `roster_unknown`."""
    with acting(viewer):
        row = roster_row(viewer, ident)
        at = _Places(row)
        cells = at.cells()
        days = tuple(row.first_day + timedelta(days=n) for n in range(row.days))
        return Grid(
            line=lines_of([row])[0],
            days=days,
            people=tuple(_people(row, cells, days)),
            stations=tuple(_stations(at, cells, days)),
            holes=tuple(_holes(row, cells)) if holes else (),
            crews=tuple(_crews(row, cells)),
        )


def _people(row: Roster, cells: Sequence[Cell], days: Sequence[date]) -> list[PersonRow]:
    members = ForceMember.objects.filter(id__in=row.people).select_related("person")
    looked = servings(list(members), with_shifts=False)
    asked = {
        (one.person_id, one.day): Asked(one.kind)
        for one in DayAsked.objects.filter(
            person__in=[one.person_id for one in members], day__gte=days[0], day__lte=days[-1]
        )
    }
    by_person: dict[UUID | None, dict[date, Cell]] = {}
    for one in cells:
        by_person.setdefault(one.shift.person, {})[one.shift.day] = one
    now = clock.now()
    found = []
    for member in members:
        own = by_person.get(member.person_id, {})
        ahead = any(one.shift.interval.begins > now for one in own.values())
        serving = looked[member.id]
        found.append(
            PersonRow(
                person=member.person_id,
                crew_no=member.person.number,
                name=member.person.name,
                cells=tuple(
                    (day, own.get(day), asked.get((member.person_id, day))) for day in days
                ),
                minutes=sum(one.hours.minutes for one in own.values()),
                nights=sum(is_night(one.hours) for one in own.values()),
                held=ahead and bool(serving.held or serving.left),
            )
        )
    return sorted(found, key=lambda one: (one.name, one.crew_no))


def is_night(hours: Hours) -> bool:
    """Whether hours count as a night."""
    return hours.start < 300 or hours.start + hours.minutes > 1440


def _stations(at: _Places, cells: Sequence[Cell], days: Sequence[date]) -> list[StationRow]:
    by_place: dict[tuple[UUID, date], list[Cell]] = {}
    for one in cells:
        by_place.setdefault((one.shift.hours, one.shift.day), []).append(one)
    said = spoken_places({one.area for one in at.stations.values()})
    rows = [(hours, at.stations[hours.station_id]) for hours in at.hours.values()]
    rows.sort(key=lambda one: (in_order(one[1].area), one[1].name, one[0].start, str(one[0].id)))
    return [
        StationRow(
            hours_id=hours.id,
            station=station.name,
            place=said[station.area],
            kind=station.kind,
            hours=hours_of(hours),
            cells=tuple((day, tuple(by_place.get((hours.id, day), ()))) for day in days),
        )
        for hours, station in rows
    ]


def _crews(row: Roster, cells: Sequence[Cell]) -> list[CrewRow]:
    """The crews that stand on a roster, and those that could: of its place or one above, confirmed, not gone."""
    held = span(row.area)
    rows = ForceMember.objects.filter(
        Q(area__gte=held.lo, area__lt=held.hi) | Q(area__in=ancestors(row.area)),
        people__gt=1,
        left_at__isnull=True,
        confirmed_at__isnull=False,
    )
    stands: dict[UUID | None, list[Cell]] = {}
    for one in cells:
        if one.shift.block:
            stands.setdefault(one.shift.person, []).append(one)
    return [
        CrewRow(one.id, one.person.name, one.people, tuple(stands.get(one.person_id, ())))
        for one in rows.select_related("person").order_by("person__name", "id")
    ]


def _holes(row: Roster, cells: Sequence[Cell]) -> list[Hole]:
    """Why places are empty and whom to ask: first where somebody stood before, then what begins first."""
    now = clock.now()
    empty = [one for one in cells if one.shift.person is None and one.shift.interval.ends > now]
    if not empty:
        return []
    empty.sort(key=lambda one: not one.shift.was)
    task, placed = manning_of(row), placed_of(row)
    manned = {one.id: one for one in task.manned}
    asking = Asking(task, placed)
    why = [
        asking.empty_place(manned[str(one.shift.hours)], one.shift.day) for one in empty[:_HOLES]
    ]
    names = _names({person for one in why for person, _ in one.ask})
    return [
        Hole(
            cell,
            one.reasons,
            tuple((UUID(person), names[person], grants) for person, grants in one.ask),
        )
        for cell, one in zip(empty, why, strict=False)
    ]


def _names(people: Collection[str]) -> dict[str, str]:
    rows = CrewMember.objects.filter(id__in=list(people))
    return {str(one.id): one.name for one in rows}
