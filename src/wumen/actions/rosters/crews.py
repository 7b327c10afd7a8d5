"""Crews without names man places of a roster by count: so many of them, in these hours, on these days."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from wumen.actions.changing import changing
from wumen.actions.log import log, person_key
from wumen.actions.rosters.freeing import FELL, give_to
from wumen.queries.force import servings
from wumen.queries.rosters.manning import manned_of, roster_row
from wumen.records import clock
from wumen.records.models import ForceMember, Roster, Shift
from wumen.records.rosters import RosterState
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rosters.asking import SOFT, WHY_NAMES
from wumen.rules.rosters.crews import most_at_once
from wumen.rules.rosters.office import Manned, Server, bars_of
from wumen.rules.time import Interval

MOST_DAYS = 28
# Shifts so near count for a crew's rest.
_NEAR = timedelta(days=2)


def man_by_crew(
    viewer: Viewer, ident: UUID, member: UUID, hours: UUID, first: date, days: int, count: int
) -> int:
    """Let so many of a crew stand in some hours on some days, none for a `count` of 0; how many places changed.

    Before a roster is published they take the place of whom the plan put there, never of who was set by hand;
    afterwards only what is empty. Problems: `roster_unknown`, `roster_making`, `roster_days_unreadable`,
    `roster_crew_days`, `roster_crew_unknown`, `roster_crew_count`, `roster_crew_places`, `roster_crew_worn`,
    `roster_place_breaks` for what bars the whole crew, `right_missing`.
    """
    viewer.must(Right.KEEP_CREW)
    if not 1 <= days <= MOST_DAYS:
        raise Problem("roster_days_unreadable")
    with changing(viewer):
        row = roster_row(viewer, ident, lock=True)
        if row.state == RosterState.MAKING:
            raise Problem("roster_making")
        crew, manned = _crew(viewer, member), _manned(row, hours)
        if not 0 <= count <= crew.people:
            raise Problem("roster_crew_count", people=crew.people)
        wanted = [first + timedelta(days=n) for n in range(days)]
        _must_lie_in(row, wanted)
        if count and not any(manned.hours.on(day) for day in wanted):
            raise Problem("roster_crew_places", many=0)
        if count:
            _must_serve(crew, manned, wanted)
        changed = [seat for day in wanted for seat in _fill(row, crew, manned, day, count)]
        _must_rest(row, crew, wanted)
        if changed:
            Roster.objects.filter(id=row.id).update(cost=None, bound=None)
            subject = person_key(crew.person_id)
            log(viewer, "shift.crew_placed", row.area, subject=subject, places=len(changed))
    return len(changed)


def _crew(viewer: Viewer, member: UUID) -> ForceMember:
    row = (
        ForceMember.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(id=member, people__gt=1, left_at__isnull=True, confirmed_at__isnull=False)
        .first()
    )
    if row is None or not viewer.span.holds(row.area):
        raise Problem("roster_crew_unknown")
    return row


def _manned(row: Roster, hours: UUID) -> Manned:
    for one in manned_of(row):
        if one.id == str(hours):
            return one
    raise Problem("station_without_hours")


def _must_serve(crew: ForceMember, manned: Manned, days: Sequence[date]) -> None:
    """Refuse what bars the crew as a whole: an order on it, its health, work elsewhere."""
    server = Server(str(crew.person_id), servings([crew], with_shifts=False)[crew.id])
    for day in days:
        hard = [bar for bar in bars_of(server, manned, day) if str(bar) not in SOFT]
        if hard:
            named = WHY_NAMES[str(hard[0])]
            raise Problem("roster_place_breaks", rule_zh=named.zh, rule_en=named.en)


def _fill(row: Roster, crew: ForceMember, manned: Manned, day: date, count: int) -> list[Shift]:
    # Locked: of whoever checks in meanwhile no place is taken.
    held = Shift.objects.select_for_update(of=("self",)).select_related("roster")
    seats = held.filter(roster=row, hours=UUID(manned.id), day=day, came_at__isnull=True).order_by(
        "seat"
    )
    if row.published_at is not None:
        seats = seats.filter(begins_at__gt=clock.now())
    found = list(seats)
    own = [one for one in found if one.block and one.person_id == crew.person_id]
    free = [one for one in found if one.person_id is None]
    if row.published_at is None:
        free += [one for one in found if one.person_id and not (one.block or one.by_hand)]
    if len(own) + len(free) < count and manned.hours.on(day):
        raise Problem("roster_crew_places", many=len(own) + len(free))
    changed = own[count:] or free[: count - len(own)]
    for seat in changed:
        given = crew.person_id if len(own) < count else None
        give_to(seat, given, by_hand=True, block=True)
        seat.save(update_fields=FELL)
    return changed


def _must_lie_in(row: Roster, days: Sequence[date]) -> None:
    """Refuse days that the roster does not have; Problem `roster_crew_days`."""
    last = row.first_day + timedelta(days=row.days - 1)
    if days[0] < row.first_day or days[-1] > last:
        raise Problem("roster_crew_days", first=row.first_day.isoformat(), last=last.isoformat())


def _must_rest(row: Roster, crew: ForceMember, days: Sequence[date]) -> None:
    """Refuse more places than the crew has people who have rested; Problem `roster_crew_worn`."""
    near = Shift.objects.filter(
        Q(roster=row) | Q(roster__published_at__isnull=False),
        person=crew.person_id,
        block=True,
        day__gte=days[0] - _NEAR,
        day__lte=days[-1] + _NEAR,
        roster__dropped_at__isnull=True,
    )
    most = most_at_once(Interval(*hours) for hours in near.values_list("begins_at", "ends_at"))
    if most > crew.people:
        raise Problem("roster_crew_worn", people=crew.people, many=most)
