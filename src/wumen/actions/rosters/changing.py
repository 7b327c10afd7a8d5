"""What is changed on a roster by hand: one place, a swap, days that somebody cannot come; publishing; repairs."""

from dataclasses import dataclass
from datetime import date, timedelta
from time import monotonic
from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.log import log, person_key
from wumen.actions.rosters.freeing import FELL, give_to
from wumen.actions.rosters.making import REPAIR_SECONDS, naming, write
from wumen.queries.rosters.manning import beside, manning_of, placed_of, roster_row, stays
from wumen.records import clock
from wumen.records.models import CrewMember, DayAsked, ForceMember, Roster, Shift
from wumen.records.rosters import RosterState, published
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rosters.asking import SOFT, WHY_NAMES, against, must_stand
from wumen.rules.rosters.model import Cells
from wumen.rules.rosters.office import Asked, Manned, Manning, Placed

_MOST_DAYS_AWAY = 28


@dataclass(frozen=True)
class Moved:
    """A place that changed hands in a repair."""

    shift: UUID
    before: UUID | None
    after: UUID | None


def _seat(viewer: Viewer, ident: UUID) -> Shift:
    """A place that has not begun, of a roster that is not being made, locked with its roster.

    Problems: `shift_unknown`, `shift_begun`, `roster_making`.
    """
    row = Shift.objects.select_related("roster", "station").filter(id=ident).first()
    if row is None or not viewer.span.holds(row.area):
        raise Problem("shift_unknown")
    roster = roster_row(viewer, row.roster_id, lock=True)
    if roster.state == RosterState.MAKING:
        raise Problem("roster_making")
    # Whoever checks in meanwhile locks her place alone.
    rows = Shift.objects.select_for_update(of=("self",)).select_related("roster", "station")
    row = rows.get(id=ident)
    if row.came_at is not None or (roster.published_at and row.begins_at <= clock.now()):
        raise Problem("shift_begun")
    return row


def _manned(task: Manning, row: Shift) -> Manned:
    return next(one for one in task.manned if one.id == str(row.hours_id))


def place(viewer: Viewer, shift: UUID, person: UUID | None) -> tuple[str, ...]:
    """Give a place to somebody by hand, or to nobody; what she has to be asked for is returned.

    What she had that day is free then. Problems: those of a place that cannot change, `roster_person_not_in`,
    `roster_place_breaks`, `right_missing`.
    """
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        row = _seat(viewer, shift)
        ask: tuple[str, ...] = ()
        if person is not None:
            task = _with(viewer, row.roster, person)
            others = beside(row, placed_of(row.roster), str(person), stays(row))
            ask = must_stand(task, others, str(person), _manned(task, row), row.day)
            give_up(row, person)
        give_to(row, person, by_hand=True)
        row.save(update_fields=FELL)
        _recount(row.roster)
        subject = person_key(person) if person else ""
        log(viewer, "shift.placed", row.area, subject=subject, number=row.roster.number)
    return ask


def give_up(row: Shift, person: UUID) -> None:
    """Empty the other places of somebody on that day, but those that stay hers."""
    others = Shift.objects.filter(roster=row.roster, person=person, day=row.day, block=False)
    if row.roster.published_at is not None:
        others = others.filter(begins_at__gt=clock.now(), came_at__isnull=True)
    held = others.select_for_update(of=("self",)).select_related("roster")
    for other in held.exclude(id=row.id).order_by("id"):
        give_to(other, None)
        other.save(update_fields=FELL)


def _with(viewer: Viewer, roster: Roster, person: UUID) -> Manning:
    """The task of a roster, with somebody who joins it if she is of the force here.

    Problems `roster_person_not_in`, `roster_crew_by_count`.
    """
    member = ForceMember.objects.filter(person=person, left_at__isnull=True).first()
    if member is None or member.confirmed_at is None or not viewer.span.holds(member.area):
        raise Problem("roster_person_not_in")
    if member.people > 1:
        raise Problem("roster_crew_by_count")
    if member.id not in roster.people:
        roster.people = [*roster.people, member.id]
        roster.save(update_fields=["people"])
    return manning_of(roster)


def _away(task: Manning, cells: Cells, since: int) -> dict[str, frozenset[int]]:
    """Who stands on days on which she cannot come at all, from a day of the roster on."""
    found = {
        one.id: frozenset(
            n for n in range(since, task.days) if own[n] and task.away(one, task.dates[n])
        )
        for one, own in zip(task.people, cells, strict=True)
    }
    return {person: days for person, days in found.items() if days}


def _recount(roster: Roster) -> None:
    """A plan that was changed by hand has no proven bound and no cost of the engine's any more."""
    if roster.cost is not None or roster.bound is not None:
        Roster.objects.filter(id=roster.id).update(cost=None, bound=None)


def swap(viewer: Viewer, first: UUID, second: UUID) -> None:
    """Two people change places; refused with the rule that it would break.

    Problems: those of a place that cannot change, `roster_swap_same`, `shift_nobodys`, `roster_crew_by_count` for a
    crew's place, `roster_swap_breaks`, `right_missing`.
    """
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        one, other = _two(viewer, first, second)
        if one.person_id is None or other.person_id is None:
            raise Problem("shift_nobodys")
        _must_swap(manning_of(one.roster), one, other)
        people = one.person_id, other.person_id
        Shift.objects.filter(id__in=[first, second]).update(person=None)
        for row, person in ((one, people[1]), (other, people[0])):
            row.person_id, row.by_hand = person, True
            row.save(update_fields=["person", "by_hand"])
        _recount(one.roster)
        subject = person_key(people[0])
        log(viewer, "shift.swapped", one.area, subject=subject, number=one.roster.number)


def _two(viewer: Viewer, first: UUID, second: UUID) -> tuple[Shift, Shift]:
    """Two places of one roster that two people have by name, or nobody. Problems as `swap`."""
    found = Shift.objects.filter(id__in=[first, second])
    # One roster is locked, never two in whatever order.
    if first == second or len(set(found.values_list("roster", flat=True))) > 1:
        raise Problem("roster_swap_same")
    one, other = _seat(viewer, first), _seat(viewer, second)
    if one.block or other.block:
        raise Problem("roster_crew_by_count")
    if one.person_id == other.person_id:
        raise Problem("roster_swap_same")
    return one, other


def _must_swap(task: Manning, one: Shift, other: Shift) -> None:
    """Refuse what a guard, a rule of rest, or another shift of that day forbids to either."""
    moved = [(one, other.person_id), (other, one.person_id)]
    placed = [
        place
        for place in placed_of(one.roster)
        if not any(
            place.person == str(row.person_id)
            and (place.day, place.hours) == (row.day, str(row.hours_id))
            for row in (one, other)
        )
    ]
    placed += [Placed(str(person), row.day, str(row.hours_id)) for row, person in moved]
    for row, person in moved:
        for why in against(task, placed, str(person), _manned(task, row), row.day):
            if why not in SOFT:
                named, who = WHY_NAMES[why], CrewMember.objects.get(id=str(person))
                raise Problem(
                    "roster_swap_breaks",
                    person_zh=who.number,
                    person_en=who.number,
                    rule_zh=named.zh,
                    rule_en=named.en,
                )


def publish(viewer: Viewer, ident: UUID) -> Roster:
    """Let a roster hold: from now on its people check in and empty stations ring.

    Problems: `roster_unknown`, `roster_published`, `roster_overlaps`, `right_missing`.
    """
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        row = roster_row(viewer, ident, lock=True)
        if row.published_at is not None:
            raise Problem("roster_published")
        _must_be_alone(row)
        _must_be_free(viewer, row)
        row.published_at, row.published_by = clock.now(), viewer.person
        row.state = RosterState.READY
        row.save(update_fields=["published_at", "published_by", "state"])
        log(viewer, "roster.published", row.area, number=row.number)
    return row


def _must_be_alone(row: Roster) -> None:
    same = published().filter(
        station__in=row.stations,
        day__gte=row.first_day,
        day__lt=row.first_day + timedelta(days=row.days),
    )
    other = same.exclude(roster=row).select_related("roster", "station").first()
    if other is not None:
        raise Problem("roster_overlaps", place=other.station.name, number=other.roster.number)


def _must_be_free(viewer: Viewer, row: Roster) -> None:
    """What came since the roster was made counts: leave, an order on somebody, her place on another roster."""
    task = manning_of(row)
    away = _away(task, task.cells(placed_of(row)), 0)
    if away:
        who = CrewMember.objects.get(id=next(iter(away)))
        raise Problem("roster_person_away", name=who.name, many=len(away))


def drop(viewer: Viewer, ident: UUID) -> None:
    """Throw a draft away. Problems: `roster_unknown`, `roster_published`, `right_missing`."""
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        row = roster_row(viewer, ident, lock=True)
        if row.published_at is not None:
            raise Problem("roster_published")
        row.dropped_at, row.state = clock.now(), RosterState.READY
        row.save(update_fields=["dropped_at", "state"])
        log(viewer, "roster.dropped", row.area, number=row.number)


def cannot_come(
    viewer: Viewer, ident: UUID, person: UUID, first: date, days: int, kind: str
) -> list[Moved]:
    """Note days of somebody; on a published roster her places are filled again with the fewest changes.

    A wish is kept for the next making. Problems: `roster_unknown`, `roster_making`, `day_asked_unknown`,
    `roster_days_unreadable`, `roster_person_not_in`, `right_missing`.
    """
    viewer.must(Right.KEEP_CREW)
    if kind not in set(Asked):
        raise Problem("day_asked_unknown", kind=kind)
    if not 1 <= days <= _MOST_DAYS_AWAY:
        raise Problem("roster_days_unreadable")
    with changing(viewer):
        row = roster_row(viewer, ident, lock=True)
        if row.state == RosterState.MAKING:
            raise Problem("roster_making")
        member = ForceMember.objects.filter(person=person, id__in=row.people).first()
        if member is None:
            raise Problem("roster_person_not_in")
        for n in range(days):
            DayAsked.objects.update_or_create(
                area=member.area,
                person_id=person,
                day=first + timedelta(days=n),
                defaults={"kind": kind, "noted_at": clock.now(), "noted_by": viewer.person},
            )
        # The log comes last: whoever checks in holds her place and waits for it.
        moved = [] if kind == Asked.FREE else repair_row(viewer, row)
        log(viewer, "day.asked", member.area, subject=person_key(person), days=days)
        return moved


def repair(viewer: Viewer, ident: UUID) -> list[Moved]:
    """Fill again what cannot stand as it is, with the fewest changes: who is held, ill, on leave or has left.

    Problems: `roster_unknown`, `roster_making`, `right_missing`.
    """
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        row = roster_row(viewer, ident, lock=True)
        if row.state == RosterState.MAKING:
            raise Problem("roster_making")
        return repair_row(viewer, row)


def repair_row(viewer: Viewer, row: Roster) -> list[Moved]:
    """The repair of a locked roster, within two seconds."""
    task = manning_of(row)
    cells = task.cells(placed_of(row))
    today = max(0, (clock.today() - row.first_day).days)
    away = _away(task, cells, today)
    # The engine's libraries load where a plan is made: no other page waits for them.
    from wumen.rules.rosters.repair import repair as mended

    ends = monotonic() + REPAIR_SECONDS
    with naming():
        found = mended(task.problem, cells, away, today, lambda: monotonic() >= ends, row.seed)
    before = {one.id: one.person_id for one in write(row, task, task.placed(found.plan.cells))}
    after = dict(Shift.objects.filter(id__in=before).values_list("id", "person_id"))
    _recount(row)
    moved = [Moved(ident, person, after[ident]) for ident, person in before.items()]
    if moved:
        log(viewer, "roster.repaired", row.area, number=row.number, places=len(moved))
    return moved
