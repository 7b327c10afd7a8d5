"""Stations as offices see them: what is manned, by which hours, who is there now, what stands empty, what has gaps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from wumen.queries.duties import within
from wumen.queries.organisations import spoken_places
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Shift, Station, StationHours
from wumen.records.rosters import published
from wumen.rules.areas import Span, in_order
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.stations import Gap, Hours, Watched, empty_since, gaps
from wumen.rules.time import Interval, at, local


@dataclass(frozen=True)
class HoursLine:
    """Hours of a station that stand."""

    id: UUID
    hours: Hours


@dataclass(frozen=True)
class ShiftLine:
    """A place of a shift: where, from when until when, whose, and whether she came and went.

    `people`: how many places of a crew without names it stands for, and `there` how many of them came;
    `was`: who stood there before the place fell empty.
    """

    id: UUID
    station: UUID
    hours: UUID
    day: date
    interval: Interval
    person: UUID | None
    crew_no: str
    name: str
    by_hand: bool
    came_at: datetime | None
    came_how: str
    went_at: datetime | None
    has_note: bool
    published: bool
    block: bool = False
    people: int = 1
    there: int = 0
    was: str = ""

    @property
    def who(self) -> str:
        """The name; of a crew how many of it."""
        return f"{self.name}×{self.people}" if self.block else self.name

    @property
    def watched(self) -> Watched:
        """As rules look at it."""
        return Watched(
            self.interval, self.person is not None, self.came_at is not None, self.went_at
        )


@dataclass(frozen=True)
class StationLine:
    """A station with its hours, who should be there now, and since when it stands empty if it rings."""

    id: UUID
    area: str
    place: str
    kind: str
    name: str
    outdoors: bool
    isolated: bool
    rings_after: int
    hours: tuple[HoursLine, ...]
    now: tuple[ShiftLine, ...] = ()
    next: tuple[ShiftLine, ...] = ()
    empty_since: datetime | None = None

    @property
    def there(self) -> list[ShiftLine]:
        """Who is there now."""
        now = clock.now()
        return [one for one in self.now if one.watched.there(now)]

    @property
    def whole_name(self) -> str:
        """The place and the name."""
        return whole_name(self.place, self.name)


def whole_name(place: str, name: str) -> str:
    """A station's place and name, without saying the place twice."""
    said = place.split(" ")
    if name.startswith(said[-1]):
        said.pop()
    return " ".join([*said, name])


def hours_of(row: StationHours) -> Hours:
    """A row as rules look at it."""
    return Hours(row.start, row.minutes, row.weekdays, row.need, row.skill)


def shift_line(row: Shift) -> ShiftLine:
    """A row with its person and roster at hand, as a line."""
    return ShiftLine(
        id=row.id,
        station=row.station_id,
        hours=row.hours_id,
        day=row.day,
        interval=Interval(row.begins_at, row.ends_at),
        person=row.person_id,
        crew_no=row.person.number if row.person else "",
        name=row.person.name if row.person else "",
        by_hand=row.by_hand,
        came_at=row.came_at,
        came_how=row.came_how,
        went_at=row.went_at,
        has_note=row.handed_over_sealed is not None,
        published=row.roster.published_at is not None,
        block=row.block,
        was=row.was.name if row.was else "",
    )


def by_crew(lines: Iterable[ShiftLine]) -> list[ShiftLine]:
    """The same places, those of one crew in the same hours as one line with how many they are and came."""
    found: dict[object, list[ShiftLine]] = {}
    for one in lines:
        key = (one.station, one.hours, one.day, one.person) if one.block else one.id
        found.setdefault(key, []).append(one)
    return [_whole(some) for some in found.values()]


def _whole(some: Sequence[ShiftLine]) -> ShiftLine:
    """One line for several places of a crew: gone when all who came have gone."""
    came = [one for one in some if one.came_at]
    gone = [one.went_at for one in came if one.went_at]
    went_at = max(gone) if gone and len(gone) == len(came) else None
    has_note = any(one.has_note for one in some)
    return replace(
        some[0],
        came_at=came[0].came_at if came else None,
        came_how=came[0].came_how if came else "",
        went_at=went_at,
        has_note=has_note,
        people=len(some),
        there=len(came),
    )


def published_shifts(stations: Iterable[UUID], since: datetime, until: datetime) -> list[ShiftLine]:
    """The places of published rosters that meet a stretch of time, by their beginning; in the present scope."""
    rows = published().filter(station__in=list(stations), ends_at__gt=since, begins_at__lt=until)
    rows = rows.select_related("person", "roster", "was").order_by("begins_at", "hours", "seat")
    return [shift_line(row) for row in rows]


def _lines(held: Span) -> list[StationLine]:
    """All stations of a span as they stand now."""
    now = clock.now()
    rows = list(Station.objects.filter(area__gte=held.lo, area__lt=held.hi, ended_at__isnull=True))
    hours: dict[UUID, list[HoursLine]] = {}
    standing = StationHours.objects.filter(station__in=rows, ended_at__isnull=True)
    for row in standing.order_by("start", "minutes", "skill"):
        hours.setdefault(row.station_id, []).append(HoursLine(row.id, hours_of(row)))
    shifts: dict[UUID, list[ShiftLine]] = {}
    for shift in published_shifts([row.id for row in rows], now, now + timedelta(hours=12)):
        shifts.setdefault(shift.station, []).append(shift)
    said = spoken_places({row.area for row in rows})
    lines = [
        _line(row, said[row.area], hours.get(row.id, []), shifts.get(row.id, []), now)
        for row in rows
    ]
    return sorted(lines, key=lambda one: (in_order(one.area), one.kind, one.name))


def _line(
    row: Station,
    place: str,
    hours: Sequence[HoursLine],
    shifts: Sequence[ShiftLine],
    now: datetime,
) -> StationLine:
    current = tuple(one for one in shifts if one.interval.holds(now))
    later = [one for one in shifts if one.interval.begins > now]
    soon = min((one.interval.begins for one in later), default=None)
    return StationLine(
        id=row.id,
        area=row.area,
        place=place,
        kind=row.kind,
        name=row.name,
        outdoors=row.outdoors,
        isolated=row.isolated,
        rings_after=row.rings_after,
        hours=tuple(hours),
        now=tuple(by_crew(current)),
        next=tuple(by_crew(one for one in later if one.interval.begins == soon)),
        empty_since=empty_since([one.watched for one in current], row.rings_after, now),
    )


def stations(viewer: Viewer, area: str | None = None) -> list[StationLine]:
    """The stations of a place in the order of the tree; Problem `area_not_yours`."""
    held = within(viewer, area)
    with acting(viewer):
        return _lines(held)


def station(viewer: Viewer, ident: UUID) -> StationLine:
    """One station; Problem `station_unknown`."""
    for one in stations(viewer):
        if one.id == ident:
            return one
    raise Problem("station_unknown")


def station_row(viewer: Viewer, ident: UUID) -> Station:
    """A station's row of the viewer's area, in the present scope; Problem `station_unknown`."""
    row = Station.objects.filter(id=ident, ended_at__isnull=True).first()
    if row is None or not viewer.span.holds(row.area):
        raise Problem("station_unknown")
    return row


def day_shifts(viewer: Viewer, ident: UUID, day: date) -> list[ShiftLine]:
    """The published places of a station that begin on a day; in a transaction of the viewer."""
    with acting(viewer):
        found = published_shifts([ident], at(day, time()), at(day + timedelta(days=1), time()))
    return by_crew(one for one in found if one.day == day)


def uncovered(
    viewer: Viewer, first: date, days: int, area: str | None = None
) -> dict[UUID, list[Gap]]:
    """Every stretch of some days in which a station lacks people that its hours ask for, by station.

    Read from the published places themselves, minute by minute, not from any roster's own count.
    """
    since, until = at(first, time()), at(first + timedelta(days=days), time())
    found = {}
    lines = stations(viewer, area)
    with acting(viewer):
        named: dict[UUID, list[Interval]] = {}
        for one in published_shifts([line.id for line in lines], since, until):
            if one.person is not None:
                named.setdefault(one.station, []).append(one.interval)
    for line in lines:
        asked = [one.hours for one in line.hours]
        missing = list(gaps(asked, named.get(line.id, []), first, days))
        if missing:
            found[line.id] = missing
    return found


def now_text(lines: Sequence[StationLine], kinds: Mapping[str, str]) -> str:
    """Who is on duty now, as a text for the crews' group: names of the crew alone, no resident's."""
    now = clock.now()
    said = []
    for one in lines:
        names = "、".join(place.who or "缺人" for place in one.now)
        if one.now:
            until = max(place.interval.ends for place in one.now)
            said.append(f"{kinds[one.kind]} {one.whole_name}：{names}（到 {_hour(until)}）")
    head = f"【谁在岗】{_hour(now)}"
    return "\n".join([head, *said])


def _hour(instant: datetime) -> str:
    said = f"{local(instant):%H:%M}"
    return "24:00" if said == "00:00" else said
