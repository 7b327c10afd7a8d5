"""Blocked exits: which stand and how; for the community without a word of who told it, for the street with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from wumen.queries.doors import Doors
from wumen.queries.duties import Owner, owners, within
from wumen.queries.openings import StepLine, step_lines
from wumen.queries.posts import acting
from wumen.records import clock, scope, sealing
from wumen.records.models import Duty, ExitTold, Instruction, OpeningStep
from wumen.records.scope import Scope
from wumen.rules.areas import ancestors, span
from wumen.rules.exits import (
    CAME_NAMES,
    KIND_NAMES,
    LOCKED_NAMES,
    STANDS_NAMES,
    Came,
    ExitKind,
    LockedBy,
    is_of_street,
    ways_out,
)
from wumen.rules.instructions import win_of
from wumen.rules.openings import Opening, stands
from wumen.rules.openings import OpeningStep as Step
from wumen.rules.playbooks import Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

# So long an exit that was confirmed as open stays in sight.
_SHOWN = timedelta(days=3)


@dataclass(frozen=True)
class Telling:
    """One telling as the street reads it: when, how, who is said to have locked it, the words, who of the crew."""

    at: datetime
    came: Named
    locked_by: Named
    said: str
    by: str


@dataclass(frozen=True)
class ExitLine:
    """A blocked exit: which, where, since when, by when, whose, how it stands and what happened.

    `tellings` are the street's alone: the policy of the database shows them to nobody below.
    """

    number: int
    kind: Named
    area: str
    place: str
    since: datetime
    due_at: datetime
    overdue: bool
    owner: Owner | None
    stands: Opening
    state: Named
    steps: tuple[StepLine, ...]
    tellings: tuple[Telling, ...]
    closed_by: str


def steps_by_number(numbers: Iterable[int]) -> Mapping[int, list[OpeningStep]]:
    """What happened at some exits, the first first, inside a running scope."""
    wins = {win_of(number): number for number in numbers}
    found: dict[int, list[OpeningStep]] = {}
    for row in OpeningStep.objects.select_related("by").filter(win__in=wins).order_by("number"):
        found.setdefault(wins[row.win], []).append(row)
    return found


def standing_of(rows: Iterable[OpeningStep]) -> Opening:
    """How an exit stands after its steps."""
    return stands([Step(one.step) for one in rows])


def locked_by(row: Instruction) -> frozenset[LockedBy]:
    """Who is said to have locked it, in all that was told; seen by the street alone."""
    return frozenset(LockedBy(one) for one in row.tellings.values_list("locked_by", flat=True))


def _tellings(rows: Sequence[Instruction]) -> Mapping[UUID, list[Telling]]:
    outbreaks = {row.id: row.outbreak_id for row in rows}
    found: dict[UUID, list[Telling]] = {}
    told = ExitTold.objects.select_related("by").filter(instruction__in=outbreaks)
    for one in told.order_by("told_at", "id"):
        said = (
            sealing.unseal_given(outbreaks[one.instruction_id], one.id, bytes(one.said_sealed))
            if one.said_sealed
            else ""
        )
        line = Telling(
            *(one.told_at, CAME_NAMES[Came(one.came)], LOCKED_NAMES[LockedBy(one.locked_by)]),
            *(said, one.by.name if one.by else ""),
        )
        found.setdefault(one.instruction_id, []).append(line)
    return found


def _owned(rows: Sequence[Instruction]) -> Mapping[str, Owner]:
    """Whose each is today, by its window."""
    wins = [win_of(row.number) for row in rows if not row.closed_as]
    duties = Duty.objects.filter(day=clock.today(), win__in=wins, owner_post__isnull=False)
    posts = {win: post for win, post in duties.values_list("win", "owner_post") if post}
    people = owners(set(posts.values())) if posts else {}
    return {win: people[post] for win, post in posts.items() if post in people}


def _shown_to(viewer: Viewer, lines: Iterable[StepLine]) -> tuple[StepLine, ...]:
    """The steps with nobody's name or words of those who live there, for a post of the community."""
    if is_of_street(viewer.area):
        return tuple(lines)
    return tuple(replace(one, resident="", said="") for one in lines)


def exit_lines(viewer: Viewer, area: str = "") -> list[ExitLine]:
    """The blocked exits of a place, those not confirmed first, the longest waiting first of all.

    Problems: `right_missing`, `area_not_yours`.
    """
    viewer.must(Right.SEE_REGISTER)
    held = within(viewer, area)
    with acting(viewer):
        recent = clock.now() - _SHOWN
        rows = list(
            Instruction.objects.exclude(exit="")
            .select_related("closed_by")
            .filter(Q(closed_as="") | Q(closed_at__gt=recent))
            .filter(area__gte=held.lo, area__lt=held.hi)
            .order_by("entered_at")
        )
        if not rows:
            return []
        steps = steps_by_number(row.number for row in rows)
        doors, owned = Doors.of(row.area for row in rows), _owned(rows)
        told = _tellings(rows) if is_of_street(viewer.area) else {}
        shown = step_lines([one for some in steps.values() for one in some], doors)
        now = clock.now()
        lines = [
            ExitLine(
                *(row.number, KIND_NAMES[ExitKind(row.exit)], row.area, doors.place(row.area)),
                *(row.entered_at, row.due_at, not row.closed_as and row.due_at <= now),
                owned.get(win_of(row.number)),
                standing := standing_of(steps.get(row.number, ())),
                STANDS_NAMES[standing],
                _shown_to(viewer, (shown[one.id] for one in steps.get(row.number, ()))),
                tuple(told.get(row.id, ())),
                row.closed_by.name if row.closed_by else "",
            )
            for row in rows
        ]
    return sorted(lines, key=lambda one: one.stands is Opening.CONFIRMED)


def exit_row(number: int) -> Instruction:
    """The request of a blocked exit, inside a running scope; Problem `exit_unknown`."""
    row = Instruction.objects.exclude(exit="").filter(number=number).first()
    if row is None:
        raise Problem("exit_unknown", number=number)
    return row


def exit_place(viewer: Viewer, number: int) -> str:
    """Where a blocked exit is; Problems `exit_unknown`, `right_missing`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        area: str = exit_row(number).area
    return area


@dataclass(frozen=True)
class AtDoor:
    """A blocked exit as everybody at a door may know it: which, since when, how it stands."""

    number: int
    kind: Named
    since: datetime
    state: Named


def exits_at(area: str) -> list[AtDoor]:
    """The blocked exits that a stairwell or home goes through; nothing of who told them.

    Looked at past the door's own scope, at these places themselves and nowhere else.
    """
    places = ways_out(area)
    around = span(places[0] if places else area)
    with scope.scoped(Scope(around, above=tuple(ancestors(area)))):
        rows = list(
            Instruction.objects.exclude(exit="")
            .filter(area__in=places, closed_as="")
            .order_by("entered_at")
        )
        steps = steps_by_number(row.number for row in rows) if rows else {}
        return [
            AtDoor(
                *(row.number, KIND_NAMES[ExitKind(row.exit)], row.entered_at),
                STANDS_NAMES[standing_of(steps.get(row.number, ()))],
            )
            for row in rows
        ]
