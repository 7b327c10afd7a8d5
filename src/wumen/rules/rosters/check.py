"""Counts a plan again, straight from the definition: every hard rule that it breaks, and what it costs.

It shares nothing with the engine, so that a fault there is seen here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from wumen.rules.rosters.model import Cells, Person, RosterProblem, Shift


@dataclass(frozen=True)
class Broken:
    """A hard rule that a plan breaks: which, whose, and on which day if it is about one."""

    rule: str
    person: str
    day: int | None = None


@dataclass(frozen=True)
class Count:
    """What a plan costs by kind, and what it breaks."""

    cover: int
    requests: int
    fairness: int
    broken: tuple[Broken, ...]

    @property
    def cost(self) -> int:
        """All points together."""
        return self.cover + self.requests + self.fairness


def count(problem: RosterProblem, cells: Cells) -> Count:
    """The whole count of a plan; ValueError when its shape is not that of the problem."""
    if len(cells) != len(problem.people) or any(len(row) != problem.days for row in cells):
        raise ValueError("a plan has a row for each person and a cell for each day")
    broken = [
        found
        for person, row in zip(problem.people, cells, strict=True)
        for found in broken_rules(problem, person, row)
    ]
    fairness = sum(
        _unfair(problem, person, row) for person, row in zip(problem.people, cells, strict=True)
    )
    return Count(_cover(problem, cells), _requests(problem, cells), fairness, tuple(broken))


def _cover(problem: RosterProblem, cells: Cells) -> int:
    cost = 0
    for cover in problem.cover:
        there = sum(
            row[cover.day] in cover.shifts
            for person, row in zip(problem.people, cells, strict=True)
            if not cover.skill or cover.skill in person.skills
        )
        cost += cover.under * max(0, cover.need - there) + cover.over * max(0, there - cover.need)
    return cost


def _requests(problem: RosterProblem, cells: Cells) -> int:
    row_of = {person.id: row for person, row in zip(problem.people, cells, strict=True)}
    return sum(
        wish.weight
        for wish in problem.requests
        if (row_of[wish.person][wish.day] == wish.shift) is not wish.wants
    )


def _unfair(problem: RosterProblem, person: Person, row: Sequence[str | None]) -> int:
    cost = 0
    if person.fair_nights is not None:
        nights = sum(shift is not None and problem.shift_of[shift].is_night for shift in row)
        cost += problem.night_weight * max(0, nights - person.fair_nights)
    if person.fair_weekends is not None:
        cost += problem.weekend_weight * max(0, _weekends(problem, row) - person.fair_weekends)
    return cost


def _weekends(problem: RosterProblem, row: Sequence[str | None]) -> int:
    worked = {problem.weekend_of(day) for day, shift in enumerate(row) if shift is not None}
    return len(worked - {None})


def broken_rules(
    problem: RosterProblem, person: Person, row: Sequence[str | None]
) -> Iterator[Broken]:
    """Every hard rule that one person's roster breaks."""
    worked = [(day, problem.shift_of[shift]) for day, shift in enumerate(row) if shift is not None]
    for day, shift in worked:
        if not problem.may_take(person, shift):
            yield Broken("may_not_take", person.id, day)
        if day in person.days_off:
            yield Broken("day_off", person.id, day)
    for day, cell in enumerate(row):
        if problem.fixed.get((person.id, day), cell) != cell:
            yield Broken("fixed", person.id, day)
    yield from _rest(problem, person, worked)
    yield from _runs(person, row)
    yield from _sums(problem, person, worked, row)


def _rest(
    problem: RosterProblem, person: Person, worked: list[tuple[int, Shift]]
) -> Iterator[Broken]:
    last = person.before.last if person.before else None
    before = [] if last is None else [(-1, problem.shift_of[last])]
    line = [*before, *worked]
    for (day, shift), (then_day, then) in pairwise(line):
        if not problem.may_follow(shift, then, then_day - day):
            yield Broken("rest", person.id, then_day)


def _runs(person: Person, row: Sequence[str | None]) -> Iterator[Broken]:
    came = person.before
    past = [] if came is None else [True] * came.worked or [False] * came.off
    days = [*past, *(shift is not None for shift in row)]
    at = -len(past)
    for works, run in groupby(days):
        length = len(list(run))
        inside = bool(at > -len(past) or past) and at + length < len(row)
        too_long = person.max_run is not None and length > person.max_run
        if works and too_long and at + length > 0:
            yield Broken("run_too_long", person.id, at + length - 1)
        if works and inside and length < person.min_run:
            yield Broken("run_too_short", person.id, at)
        if not works and inside and length < person.min_off:
            yield Broken("too_few_days_off", person.id, at)
        at += length


def _sums(
    problem: RosterProblem,
    person: Person,
    worked: list[tuple[int, Shift]],
    row: Sequence[str | None],
) -> Iterator[Broken]:
    minutes = sum(shift.minutes for _, shift in worked)
    if person.max_minutes is not None and minutes > person.max_minutes:
        yield Broken("too_many_minutes", person.id)
    if minutes < person.min_minutes:
        yield Broken("too_few_minutes", person.id)
    for shift, most in person.most.items():
        if row.count(shift) > most:
            yield Broken("too_often", person.id)
    if person.max_weekends is not None and _weekends(problem, row) > person.max_weekends:
        yield Broken("too_many_weekends", person.id)
