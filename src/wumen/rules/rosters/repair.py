"""Mends a plan with the fewest changes when somebody is away, and swaps two duties."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from wumen.rules.rosters.check import broken_rules, count
from wumen.rules.rosters.model import Cells, Cover, Plan, Request, RosterProblem
from wumen.rules.rosters.solve import solve
from wumen.rules.rosters.stopping import Stop

# So many may be asked to change at once: enough to mend anything, few enough for two seconds.
ASKED = 24
# No gap is worth more changes than this.
_CHANGES = 100


@dataclass(frozen=True)
class Move:
    """A cell that changes: whose, which day, what it was and what it becomes."""

    person: str
    day: int
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Repair:
    """The mended plan, the duties that fell away with those who are away, and what changes for the others."""

    problem: RosterProblem
    plan: Plan
    lost: tuple[Move, ...]
    moves: tuple[Move, ...]


def repair(
    problem: RosterProblem,
    cells: Cells,
    away: Mapping[str, frozenset[int]],
    today: int,
    stop: Stop,
    seed: int = 1,
) -> Repair:
    """The plan when some people are away on some days: gaps filled first, then fewest cells changed, then cost.

    Days before `today` stand. Fixed cells stand but for those who are away. Raises what `solve` raises; a plan that
    breaks hard rules is first made to keep them.
    """
    left = _without(problem, away, cells, today)
    free = _askable(left, cells, away, today)
    part = _part(left, cells, away, free)
    found = solve(part, stop, seed).cells
    row_of = dict(zip((person.id for person in part.people), found, strict=True))
    after = tuple(
        row_of.get(person.id, row) for person, row in zip(problem.people, cells, strict=True)
    )
    moves = [
        Move(person.id, day, old, new)
        for person, before, now in zip(problem.people, cells, after, strict=True)
        for day, (old, new) in enumerate(zip(before, now, strict=True))
        if old != new
    ]
    gone = [move for move in moves if move.day in away.get(move.person, ())]
    plan = Plan(after, count(left, after).cost)
    return Repair(left, plan, tuple(gone), tuple(move for move in moves if move not in gone))


def _without(
    problem: RosterProblem, away: Mapping[str, frozenset[int]], cells: Cells, today: int
) -> RosterProblem:
    """The problem with those people away and the past fixed; who is away owes no minutes and no runs."""
    people = tuple(
        replace(
            person,
            days_off=person.days_off | {day for day in away[person.id] if day >= today},
            min_minutes=0,
            min_run=1,
            min_off=1,
        )
        if person.id in away
        else person
        for person in problem.people
    )
    fixed = {
        cell: shift
        for cell, shift in problem.fixed.items()
        if cell[1] not in away.get(cell[0], ()) or shift is None
    }
    for person, row in zip(problem.people, cells, strict=True):
        fixed |= {(person.id, day): shift for day, shift in enumerate(row[:today])}
    return replace(problem, people=people, fixed=fixed)


def _askable(
    problem: RosterProblem, cells: Cells, away: Mapping[str, frozenset[int]], today: int
) -> list[str]:
    """Those who may change: who is away, and the others by how many of what is lost or empty they could just take."""
    rows = {person.id: row for person, row in zip(problem.people, cells, strict=True)}
    lost = [
        (day, shift)
        for who, days in away.items()
        for day in sorted(days)
        if day >= today and (shift := rows[who][day]) is not None
    ]
    lost += _empty(problem, cells, today)

    def help_of(number: int) -> tuple[int, int]:
        person = problem.people[number]
        row = rows[person.id]
        can = 0
        for day, shift in lost:
            tried = (*row[:day], shift, *row[day + 1 :])
            if row[day] is None and not any(broken_rules(problem, person, tried)):
                can += 1
        takes = sum(problem.may_take(person, problem.shift_of[shift]) for _, shift in lost)
        return -can, -takes

    others = [at for at, person in enumerate(problem.people) if person.id not in away]
    return [*away, *(problem.people[at].id for at in sorted(others, key=help_of)[:ASKED])]


def _empty(problem: RosterProblem, cells: Cells, today: int) -> list[tuple[int, str]]:
    """The places from `today` on that nobody has, each once, by their shift; no more than anybody could mend."""
    found = []
    for cover in problem.cover:
        there = sum(row[cover.day] in cover.shifts for row in cells)
        if cover.day >= today and there < cover.need:
            found += [(cover.day, shift) for shift in cover.shifts]
    return found[:ASKED]


def _part(
    problem: RosterProblem, cells: Cells, away: Mapping[str, frozenset[int]], free: list[str]
) -> RosterProblem:
    """The problem of those who may change, the others there as they are; each changed cell costs."""
    people = tuple(person for person in problem.people if person.id in free)
    change = 1 + 2 * max(
        1,
        problem.night_weight,
        problem.weekend_weight,
        *(cover.over for cover in problem.cover),
        *(wish.weight for wish in problem.requests),
    )
    least = min((cover.under for cover in problem.cover if cover.under), default=1)
    factor = -(-_CHANGES * change // least)
    stays = [
        Request(person.id, day, shift.id, change, wants=row[day] == shift.id)
        for person, row in zip(problem.people, cells, strict=True)
        if person.id in free
        for day in range(problem.days)
        if day not in away.get(person.id, ())
        for shift in problem.shifts
        if row[day] in (None, shift.id)
    ]
    wishes = [wish for wish in problem.requests if wish.person in free]
    return replace(
        problem,
        people=people,
        cover=tuple(_left(problem, cells, free, cover, factor) for cover in problem.cover),
        requests=(*wishes, *stays),
        fixed={cell: shift for cell, shift in problem.fixed.items() if cell[0] in free},
    )


def _left(
    problem: RosterProblem, cells: Cells, free: list[str], cover: Cover, factor: int
) -> Cover:
    """What a cover still needs beside those who do not change."""
    there = sum(
        row[cover.day] in cover.shifts
        for person, row in zip(problem.people, cells, strict=True)
        if person.id not in free and (not cover.skill or cover.skill in person.skills)
    )
    return replace(cover, need=cover.need - there, under=cover.under * factor)
