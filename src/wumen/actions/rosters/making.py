"""The making of a roster: a first plan at once, better ones while one watches, stopped at any time."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from time import monotonic
from uuid import UUID

from django.db import connection

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.actions.rosters.freeing import give_to
from wumen.queries.posts import looking_around
from wumen.queries.rosters.manning import candidates, manned, manning_of, placed_of, roster_row
from wumen.queries.stations import station_row
from wumen.records import clock
from wumen.records.models import CrewMember, Roster, Shift, Station
from wumen.records.rosters import RosterState, write_places
from wumen.rules.areas import read_path
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rosters.model import Plan
from wumen.rules.rosters.office import Manned, Manning, Placed

MOST_DAYS = 28
# A page waits for the first plan at most so long; the rest is made in the background.
FIRST_SECONDS, BACKGROUND_SECONDS, REPAIR_SECONDS = 1.0, 20.0, 1.2
_LOOK_EVERY = 0.5
_SEED = 20220110


@dataclass(frozen=True)
class Made:
    """What the engine made of a task in its time."""

    placed: tuple[Placed, ...]
    cost: int
    bound: int | None


def _number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('roster_number')")
        return int(cursor.fetchone()[0])


def start_roster(
    viewer: Viewer,
    path: str,
    stations: Collection[UUID],
    first: date,
    days: int,
    *,
    seconds: float = FIRST_SECONDS,
    background: bool = True,
) -> Roster:
    """A roster of some stations with a first plan, made within `seconds`; in the `background` it becomes better.

    Problems: `right_missing`, `area_not_yours`, `roster_days_unreadable`, `roster_in_the_past`,
    `roster_stations_none`, `station_unknown`, `station_without_hours`, `roster_people_none`, and what the
    engine refuses.
    """
    full = read_path(path)
    viewer.must(Right.KEEP_CREW, full)
    if not 1 <= days <= MOST_DAYS:
        raise Problem("roster_days_unreadable")
    if first < clock.today():
        raise Problem("roster_in_the_past")
    if not stations:
        raise Problem("roster_stations_none")
    with changing(viewer):
        for ident in stations:
            station_row(viewer, ident)
        row = _begun(viewer, full, stations, first, days)
        _seats(row, manned(stations))
        _first_plan(viewer, row, seconds, background)
        log(viewer, "roster.made", full, number=row.number)
    return row


def _begun(viewer: Viewer, full: str, stations: Collection[UUID], first: date, days: int) -> Roster:
    """The row of a roster with nobody placed yet. Problems `station_without_hours`, `roster_people_none`."""
    people = candidates(viewer, full)
    if {one.station for one in manned(stations)} != {str(one) for one in stations}:
        raise Problem("station_without_hours")
    if not people:
        raise Problem("roster_people_none")
    return Roster.objects.create(
        area=full,
        number=_number(),
        first_day=first,
        days=days,
        stations=list(stations),
        people=[one.id for one in people],
        seed=_SEED,
        made_at=clock.now(),
        post=viewer.post,
    )


def _seats(row: Roster, asked: Iterable[Manned]) -> None:
    """A row for each place that is to be filled."""
    areas = {str(ident): area for ident, area in _areas(row)}
    days = [row.first_day + timedelta(days=n) for n in range(row.days)]
    Shift.objects.bulk_create(
        Shift(
            area=areas[one.station],
            roster=row,
            station_id=UUID(one.station),
            hours_id=UUID(one.id),
            day=day,
            seat=seat,
            begins_at=one.hours.interval(day).begins,
            ends_at=one.hours.interval(day).ends,
        )
        for one in asked
        for day in days
        if one.hours.on(day)
        for seat in range(1, one.hours.need + 1)
    )


def _areas(row: Roster) -> list[tuple[UUID, str]]:
    return list(Station.objects.filter(id__in=row.stations).values_list("id", "area"))


def _first_plan(viewer: Viewer, row: Roster, seconds: float, background: bool) -> None:
    task = manning_of(row)
    made = best_within(task, seconds, row.seed)
    write(row, task, made.placed)
    proven = made.cost == 0 or made.bound == made.cost
    row.cost, row.bound = made.cost, made.bound
    row.state = RosterState.MAKING if background and not proven else RosterState.READY
    row.save(update_fields=["cost", "bound", "state"])


def best_within(task: Manning, seconds: float, seed: int = _SEED) -> Made:
    """The best plan of a time, with the hours shared where that leaves no place empty.

    Problem `roster_person_impossible`: whoever's conditions contradict each other, by her crew number.
    """
    ends = monotonic() + seconds
    with naming():
        made = [_best(replace(task, shared=True), ends, seed)]
        if len(made[0].placed) < task.places:
            made.append(_best(task, ends, seed))
    return max(made, key=lambda one: len(one.placed))


def _best(task: Manning, ends: float, seed: int) -> Made:
    # The engine's libraries load where a plan is made: no other page waits for them.
    from wumen.rules.rosters.solve import improve

    best: Plan | None = None
    for plan in improve(task.problem, lambda: monotonic() >= ends, seed):
        best = plan
        if monotonic() >= ends:
            break
    if best is None:
        raise RuntimeError("the engine gives at least one plan")
    return Made(tuple(task.placed(best.cells)), best.cost, best.bound)


@contextmanager
def naming() -> Iterator[None]:
    """Let the engine's refusal name somebody by her crew number."""
    try:
        yield
    except Problem as problem:
        if problem.code != "roster_person_impossible":
            raise
        person = CrewMember.objects.filter(id=problem.details["person"]).first()
        raise Problem(problem.code, person=person.number if person else "") from None


def write(row: Roster, task: Manning, placed: Iterable[Placed]) -> list[Shift]:
    """Let the places of a roster be those of a plan; the places that changed hands, as they were before.

    Who stands in the same hours of the same day keeps her place; what is set by hand or has begun stays, and so
    does whoever checked in while the plan was made.
    """
    wanted: dict[tuple[str, date], list[UUID]] = {}
    for one in placed:
        if one.hours:
            wanted.setdefault((one.hours, one.day), []).append(UUID(one.person))
    begun = clock.now() if row.published_at else None
    seats_by_hours = _by_hours(row)
    fast = {
        (seat.person_id, seat.day)
        for seats in seats_by_hours.values()
        for seat in seats
        if _is_fast(seat, begun)
    }
    changed, fresh = [], []
    for key, seats in seats_by_hours.items():
        people = wanted.get(key, [])
        stay = {seat.person_id for seat in seats if seat.person_id in people}
        come = [one for one in people if one not in stay and (one, key[1]) not in fast]
        for seat in seats:
            if seat.person_id in stay:
                stay.discard(seat.person_id)
                continue
            if _is_fast(seat, begun):
                continue
            person = come.pop(0) if come else None
            if person != seat.person_id:
                changed.append(
                    Shift(
                        id=seat.id, person_id=seat.person_id, hours_id=seat.hours_id, day=seat.day
                    )
                )
                give_to(seat, person)
                fresh.append(seat)
    write_places(fresh)
    return changed


def _is_fast(seat: Shift, begun: datetime | None) -> bool:
    """Whether a place of a published roster has begun, or somebody has come to it."""
    return begun is not None and (seat.begins_at <= begun or seat.came_at is not None)


def _by_hours(row: Roster) -> dict[tuple[str, date], list[Shift]]:
    """The places by hours and day; of a published roster locked, for people check in while it is repaired."""
    found: dict[tuple[str, date], list[Shift]] = {}
    named = Shift.objects.filter(roster=row, block=False)
    if row.published_at is not None:
        named = named.select_for_update()
    for seat in named.order_by("hours", "day", "-by_hand", "seat"):
        seat.roster = row
        found.setdefault((str(seat.hours_id), seat.day), []).append(seat)
    return found


def make_again(viewer: Viewer, ident: UUID, *, seconds: float = FIRST_SECONDS) -> Roster:
    """Make a roster anew around what stands by hand; in the background it becomes better.

    Problems: `roster_unknown`, `roster_published`, `roster_making`, `right_missing`.
    """
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        row = open_roster(viewer, ident)
        row.made_at = clock.now()
        row.save(update_fields=["made_at"])
        _first_plan(viewer, row, seconds, background=True)
        log(viewer, "roster.made_again", row.area, number=row.number)
    return row


def open_roster(viewer: Viewer, ident: UUID) -> Roster:
    """A roster that is neither published nor being made, locked. Problems as `make_again`."""
    row = roster_row(viewer, ident, lock=True)
    if row.published_at is not None:
        raise Problem("roster_published")
    if row.state == RosterState.MAKING:
        raise Problem("roster_making")
    return row


def stop_making(viewer: Viewer, ident: UUID) -> None:
    """Take a roster as it is now. Problems: `roster_unknown`, `right_missing`."""
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        row = roster_row(viewer, ident, lock=True)
        row.state = RosterState.READY
        row.save(update_fields=["state"])
        log(viewer, "roster.stopped", row.area, number=row.number)


def rosters_to_improve() -> list[tuple[UUID, UUID]]:
    """The rosters that are being made, each with the post that asked for it."""
    with looking_around():
        rows = Roster.objects.filter(state=RosterState.MAKING, dropped_at__isnull=True)
        return list(rows.order_by("made_at").values_list("id", "post"))


def improve_roster(viewer: Viewer, ident: UUID, seconds: float = BACKGROUND_SECONDS) -> None:
    """Make a roster better until nothing better exists, somebody stops it, or its time is over.

    Each better plan stands at once, in a transaction of its own. Problem `roster_unknown`.
    """
    with changing(viewer):
        row = roster_row(viewer, ident)
        if row.state != RosterState.MAKING:
            return
        task, stands = manning_of(row), placed_of(row)
        shared = replace(task, shared=True)
        task = shared if shared.keeps_share(stands) else task
    # Loaded here as in `_best`.
    from wumen.rules.rosters.solve import improve

    stop = _watch(viewer, ident, monotonic() + seconds)
    last: Plan | None = None
    for last in improve(task.problem, stop, row.seed):
        if not _better(viewer, ident, task, last):
            return
    with changing(viewer):
        row = roster_row(viewer, ident, lock=True)
        if row.state == RosterState.MAKING:
            row.state = RosterState.READY
            row.save(update_fields=["state"])


def _watch(viewer: Viewer, ident: UUID, ends: float) -> Callable[[], bool]:
    """Whether the making is to end; the row is looked at twice a second."""
    looked, asked = monotonic(), False

    def stop() -> bool:
        nonlocal looked, asked
        now = monotonic()
        if not asked and now - looked >= _LOOK_EVERY:
            looked = now
            with looking_around():
                asked = not Roster.objects.filter(id=ident, state=RosterState.MAKING).exists()
        return asked or now >= ends

    return stop


def _better(viewer: Viewer, ident: UUID, task: Manning, plan: Plan) -> bool:
    """Write a plan if it is better than what stands; whether the making goes on."""
    with changing(viewer):
        row = roster_row(viewer, ident, lock=True)
        if row.state != RosterState.MAKING:
            return False
        cheaper = row.cost is None or plan.cost < row.cost
        tighter = plan.bound is not None and plan.bound > (row.bound or -1)
        if cheaper:
            write(row, task, task.placed(plan.cells))
            row.cost = plan.cost
        if tighter:
            row.bound = plan.bound
        if cheaper or tighter:
            row.save(update_fields=["cost", "bound"])
    return True


def give_up(ident: UUID, code: str) -> None:
    """End the making of a roster that cannot be made better, for the reason of that code."""
    with looking_around():
        Roster.objects.filter(id=ident, state=RosterState.MAKING).update(
            state=RosterState.REFUSED, problem=code
        )
