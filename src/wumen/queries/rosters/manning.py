"""What the engine is asked for a roster: its hours, its people as the force knows them, what stands by hand."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from wumen.queries.force import servings
from wumen.queries.stations import hours_of
from wumen.records import clock, scope
from wumen.records.models import DayAsked, ForceMember, Roster, Shift, Station, StationHours
from wumen.records.rosters import published
from wumen.rules.areas import ancestors, span
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.rosters.office import Asked, Manned, Manning, Placed, Server
from wumen.rules.time import Interval

# How far back shifts count for rest and for days on end.
_BEFORE = timedelta(days=10)


def roster_row(viewer: Viewer, ident: UUID, *, lock: bool = False) -> Roster:
    """A roster's row of the viewer's area, in the present scope; Problem `roster_unknown`."""
    rows = Roster.objects.select_for_update() if lock else Roster.objects.all()
    row = rows.filter(id=ident, dropped_at__isnull=True).first()
    if row is None or not viewer.span.holds(row.area):
        raise Problem("roster_unknown")
    return row


def manned(stations: Iterable[UUID]) -> list[Manned]:
    """The hours of some stations that stand, in the present scope."""
    rows = StationHours.objects.filter(station__in=list(stations), ended_at__isnull=True)
    return [
        _manned(row) for row in rows.select_related("station").order_by("station", "start", "id")
    ]


def manned_of(row: Roster) -> list[Manned]:
    """The hours that a roster was made for, whatever became of them since."""
    ids = Shift.objects.filter(roster=row).values("hours")
    rows = StationHours.objects.filter(id__in=ids).select_related("station")
    return [_manned(one) for one in rows.order_by("station", "start", "id")]


def _manned(row: StationHours) -> Manned:
    at: Station = row.station
    return Manned(str(row.id), str(row.station_id), hours_of(row), at.outdoors, at.isolated)


def candidates(viewer: Viewer, path: str) -> list[ForceMember]:
    """Who may be planned in a place: people of the force who are confirmed and serve by name.

    Those of the place, and of the places above it that are the viewer's own: a sub-district's people man the
    gates of its communities, but no community takes them unasked.
    """
    held = span(path)
    above = [one for one in ancestors(path) if viewer.span.holds(one)]
    rows = ForceMember.objects.filter(
        Q(area__gte=held.lo, area__lt=held.hi) | Q(area__in=above),
        left_at__isnull=True,
        confirmed_at__isnull=False,
        people=1,
    )
    return list(rows.select_related("person").order_by("person__number"))


def manning_of(row: Roster) -> Manning:
    """A roster as the engine is asked for it, in the present scope."""
    members = ForceMember.objects.filter(id__in=row.people).select_related("person")
    people = list(members.order_by("person__number"))
    shifts = list(Shift.objects.filter(roster=row))
    set_by_hand = [one for one in shifts if one.by_hand and one.person_id and not one.block]
    return Manning(
        first=row.first_day,
        days=row.days,
        manned=tuple(manned_of(row)),
        people=servers(people, row.first_day, row.days, row.id),
        by_hand=(*_placed(set_by_hand), *_past(row, shifts, people), *_fallen(shifts)),
        filled=_filled(row, shifts),
    )


def placed_of(row: Roster) -> list[Placed]:
    """The places of a roster that somebody has by name."""
    return _placed(Shift.objects.filter(roster=row, person__isnull=False, block=False))


def _placed(shifts: Iterable[Shift]) -> list[Placed]:
    return [
        Placed(str(one.person_id), one.day, str(one.hours_id))
        for one in shifts
        if one.person_id is not None
    ]


def _filled(row: Roster, shifts: Iterable[Shift]) -> Counter[tuple[str, date]]:
    """How many places are no plan's to fill: a crew without names stands there, or they began with nobody."""
    now = clock.now()
    return Counter(
        (str(one.hours_id), one.day)
        for one in shifts
        if one.block
        or (row.published_at is not None and one.person_id is None and one.begins_at <= now)
    )


def _fallen(shifts: Sequence[Shift]) -> list[Placed]:
    """Whose place fell empty does not get it back from a plan: that day is free, unless she stands elsewhere on it."""
    stands = {(one.person_id, one.day) for one in shifts}
    fell = {(one.was_id, one.day) for one in shifts if one.was_id is not None}
    return [Placed(str(person), day, None) for person, day in sorted(fell - stands, key=str)]


def _past(row: Roster, shifts: Sequence[Shift], people: Sequence[ForceMember]) -> list[Placed]:
    """What has begun stays as it is, and nobody is put into a day that is over."""
    if row.published_at is None:
        return []
    now, today = clock.now(), clock.today()
    named = [one for one in shifts if not one.block]
    begun = _placed(one for one in named if one.begins_at <= now or one.came_at is not None)
    had = {(one.person, one.day) for one in begun}
    over = [row.first_day + timedelta(days=n) for n in range(row.days)]
    free = [
        Placed(str(one.person_id), day, None)
        for one in people
        for day in over
        if day < today and (str(one.person_id), day) not in had
    ]
    return [*begun, *free]


def stays(row: Shift) -> frozenset[tuple[str, str]]:
    """Which other places of that day stay whose they are, by person and hours: begun, or she has come to it.

    Before a roster is published everything may move.
    """
    if row.roster.published_at is None:
        return frozenset()
    of_day = Shift.objects.filter(roster=row.roster, day=row.day).exclude(id=row.id)
    fast = of_day.filter(Q(begins_at__lte=clock.now()) | Q(came_at__isnull=False))
    return frozenset((str(one), str(hours)) for one, hours in fast.values_list("person", "hours"))


def beside(
    row: Shift, placed: Iterable[Placed], person: str, fast: Collection[tuple[str, str]]
) -> list[Placed]:
    """What stands besides when somebody takes this place: her other one of that day, unless it `stays`, is given up."""
    return [
        one
        for one in placed
        if one.person != person or one.day != row.day or (person, one.hours) in fast
    ]


def servers(
    people: Sequence[ForceMember], first: date, days: int, roster: UUID | None
) -> tuple[Server, ...]:
    """People as rules plan them: skills, wishes and limits, days asked, shifts of other rosters."""
    looked = servings(people, with_shifts=False)
    crew = [one.person_id for one in people]
    last = first + timedelta(days=days - 1)
    asked: dict[UUID, dict[date, Asked]] = {}
    for one in DayAsked.objects.filter(person__in=crew, day__gte=first, day__lte=last):
        asked.setdefault(one.person_id, {})[one.day] = Asked(one.kind)
    elsewhere = _elsewhere(crew, first, last, roster)
    return tuple(
        Server(
            str(one.person_id),
            looked[one.id],
            asked.get(one.person_id, {}),
            tuple(elsewhere.get(one.person_id, ())),
        )
        for one in people
    )


def _elsewhere(
    crew: Sequence[UUID], first: date, last: date, roster: UUID | None
) -> dict[UUID, list[Interval]]:
    """Published shifts of other rosters around these days, wherever they are: of each her hours alone are read."""
    found: dict[UUID, list[Interval]] = {}
    with scope.narrowed(scope.WHOLE):
        rows = (
            published()
            .filter(
                person__in=list(crew),
                day__gte=first - _BEFORE,
                day__lte=last + timedelta(days=1),
            )
            .exclude(roster=roster)
        )
        times: list[tuple[UUID, datetime, datetime]] = list(
            rows.order_by("begins_at").values_list("person_id", "begins_at", "ends_at")
        )
    for person, begins, ends in times:
        found.setdefault(person, []).append(Interval(begins, ends))
    return found
