"""The problem as arrays for the engine: what each person's cell costs, who counts for which cover."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wumen.rules.problems import Problem
from wumen.rules.rosters.model import MINUTES_OF_DAY, Cells, RosterProblem

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Rows = NDArray[np.int64]
"""Rosters as numbers: a shift's place in the problem plus 1, and 0 for a day off."""


@dataclass(frozen=True)
class Tables:
    """Arrays of a problem; P people, D days, S shifts, R covers, G kinds of people by skill.

    own: P × D × (S+1), what a cell costs its person by requests; infinite where it may not be; column 0 is off.
    constant: what is paid whatever the plan. covers_at: G × D × (S+1) × most, the covers for which a cell of that
    kind of person counts, filled up with R. kind: P, each person's kind. need, under, over: R.
    """

    problem: RosterProblem
    own: Floats
    constant: int
    kind: Ints
    covers_at: Ints
    need: Floats
    under: Floats
    over: Floats

    def covers(self, who: int, row: Rows) -> Ints:
        """For which covers a person's roster counts, by their place."""
        found = self.covers_at[self.kind[who], np.arange(len(row)), row].ravel()
        real: Ints = found[found < len(self.need)]
        return real

    def present(self, who: int, row: Rows) -> Floats:
        """The same as R of 0 and 1."""
        flags = np.zeros(len(self.need))
        flags[self.covers(who, row)] = 1.0
        return flags

    def worth(self, prices: Floats) -> Floats:
        """G × D × (S+1): the sum of the prices of the covers for which a cell counts."""
        total: Floats = np.append(prices, 0.0)[self.covers_at].sum(axis=3)
        return total

    def gains(self, there: Floats) -> Floats:
        """What one more person saves at each cover; negative where there are enough."""
        return np.where(there < self.need, self.under, -self.over)

    def cover_cost(self, there: Floats) -> float:
        """What covers cost with so many people there."""
        return float(
            self.under @ np.maximum(self.need - there, 0.0)
            + self.over @ np.maximum(there - self.need, 0.0)
        )

    def cells(self, rows: Sequence[Rows]) -> Cells:
        """Rosters in the words of the problem."""
        names = [None, *(shift.id for shift in self.problem.shifts)]
        return tuple(tuple(names[number] for number in row) for row in rows)

    def rows(self, cells: Cells) -> list[Rows]:
        """The inverse of `cells`."""
        number: dict[str | None, int] = {None: 0}
        number |= {shift.id: at + 1 for at, shift in enumerate(self.problem.shifts)}
        return [np.array([number[cell] for cell in row], dtype=np.int64) for row in cells]


def tables(problem: RosterProblem) -> Tables:
    """The arrays of a problem.

    Raises `roster_names_unknown` when a cover, wish or fixed cell names what the problem does not have,
    `roster_shift_too_long` for a shift whose rest reaches into the day after the next.
    """
    _check(problem)
    shift_at = {shift.id: at + 1 for at, shift in enumerate(problem.shifts)}
    person_at = {person.id: at for at, person in enumerate(problem.people)}
    own, constant = _own(problem, shift_at, person_at)
    asked = sorted({cover.skill for cover in problem.cover if cover.skill})
    kinds: dict[tuple[str, ...], int] = {}
    kind = np.array(
        [
            kinds.setdefault(tuple(s for s in asked if s in person.skills), len(kinds))
            for person in problem.people
        ],
        dtype=np.int64,
    )
    return Tables(
        problem,
        own,
        constant,
        kind,
        _covers_at(problem, shift_at, list(kinds)),
        np.array([cover.need for cover in problem.cover], dtype=float),
        np.array([cover.under for cover in problem.cover], dtype=float),
        np.array([cover.over for cover in problem.cover], dtype=float),
    )


def _check(problem: RosterProblem) -> None:
    shifts: set[str | None] = {None, *(shift.id for shift in problem.shifts)}
    people: set[str | None] = {None, *(person.id for person in problem.people)}
    named: list[tuple[str | None, int, str | None]] = [
        *((None, cover.day, shift) for cover in problem.cover for shift in cover.shifts),
        *((wish.person, wish.day, wish.shift) for wish in problem.requests),
        *((person, day, shift) for (person, day), shift in problem.fixed.items()),
    ]
    for person, day, name in named:
        if name not in shifts or person not in people or not 0 <= day < problem.days:
            raise Problem("roster_names_unknown", shift=name or "", day=day + 1)
    earliest = min((shift.start for shift in problem.shifts), default=0)
    for shift in problem.shifts:
        if earliest + 2 * MINUTES_OF_DAY - shift.end < problem.rest:
            raise Problem("roster_shift_too_long", shift=shift.id)


def _own(
    problem: RosterProblem, shift_at: dict[str, int], person_at: dict[str, int]
) -> tuple[Floats, int]:
    own = np.zeros((len(problem.people), problem.days, len(problem.shifts) + 1))
    constant = 0
    for wish in problem.requests:
        cell = person_at[wish.person], wish.day, shift_at[wish.shift]
        own[cell] += -wish.weight if wish.wants else wish.weight
        constant += wish.weight * wish.wants
    for at, person in enumerate(problem.people):
        for shift in problem.shifts:
            if not problem.may_take(person, shift):
                own[at, :, shift_at[shift.id]] = np.inf
        days = [day for day in person.days_off if 0 <= day < problem.days]
        own[at, days, 1:] = np.inf
    for (person_id, day), fixed in problem.fixed.items():
        keeps = 0 if fixed is None else shift_at[fixed]
        others = np.arange(own.shape[2]) != keeps
        own[person_at[person_id], day, others] = np.inf
    return own, constant


def _covers_at(
    problem: RosterProblem, shift_at: dict[str, int], kinds: list[tuple[str, ...]]
) -> Ints:
    found: dict[tuple[int, int, int], list[int]] = {}
    for number, cover in enumerate(problem.cover):
        for kind, has in enumerate(kinds):
            if not cover.skill or cover.skill in has:
                for shift in set(cover.shifts):
                    found.setdefault((kind, cover.day, shift_at[shift]), []).append(number)
    most = max(map(len, found.values()), default=1)
    shape = (len(kinds), problem.days, len(problem.shifts) + 1, most)
    covers_at = np.full(shape, len(problem.cover), dtype=np.int64)
    for cell, numbers in found.items():
        covers_at[cell][: len(numbers)] = numbers
    return covers_at
