"""All rosters of a person as walks through a graph of states, one layer a day: the cheapest by dynamic programming.

A state is what the past means to the future: the last shift, the run of duty or of days off, minutes, weekends and
limited shifts so far. Layers hold the states that can be reached and from which the end can be reached, so every walk
from the first layer to the last is a roster that keeps all hard rules, and the other way round. One sweep over the
layers as whole arrays prices a hundred people at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wumen.rules.rosters.form import Form
from wumen.rules.rosters.model import SATURDAY, SUNDAY, RosterProblem
from wumen.rules.rosters.tables import Floats, Ints

# Fields of a state.
MINUTES, WEEKENDS, SATURDAY_DONE, FOLLOW, RUN, UNSEEN, OFF, NIGHTS, COUNTS = range(9)


Indices = NDArray[np.intp]


@dataclass(frozen=True)
class Graph:
    """Layers of states; `after[d][action, state]` is the state of the next layer, or its length where none is.

    Action 0 is a day off, action g the g-th group of shifts. `extra[d]` is what a step costs for fairness, None
    where there is none. Layer 0 holds one state; without any roster at all, none.
    """

    groups: tuple[tuple[int, ...], ...]
    after: tuple[Indices, ...]
    extra: tuple[Floats | None, ...]
    ends: int

    @property
    def size(self) -> int:
        """How many steps there are."""
        return sum(layer.size for layer in self.after)


def graph_of(problem: RosterProblem, form: Form) -> Graph:
    """The graph of a form."""
    steps = _Steps(problem, form)
    states = np.array([steps.start()], dtype=np.int64)
    forward = []
    for day in range(problem.days):
        found = [steps.step(states, action, day) for action in range(len(form.groups) + 1)]
        codes = np.full((len(states), len(found)), -1, dtype=np.int64)
        for action, (then, valid) in enumerate(found):
            codes[valid, action] = steps.code(then[valid])
        unique, at = np.unique(codes, return_inverse=True)
        at = at.reshape(codes.shape)
        lacks = int(unique.size > 0 and unique[0] == -1)
        extra = steps.extra(states, day)
        forward.append((np.where(codes < 0, -1, at - lacks), extra))
        states = steps.decode(unique[lacks:])
    return _pruned(form, forward, steps.may_end(states))


def _pruned(
    form: Form, forward: list[tuple[Ints, Floats | None]], ends: NDArray[np.bool_]
) -> Graph:
    """The graph without states from which no end is reached."""
    after: list[Indices] = []
    extras: list[Floats | None] = []
    live = ends
    for to, extra in reversed(forward):
        number = np.append(np.where(live, np.cumsum(live) - 1, live.sum()), live.sum())
        mapped = number[to]
        live = (mapped < live.sum()).any(axis=1)
        after.append(np.ascontiguousarray(mapped[live].T))
        extras.append(None if extra is None else np.ascontiguousarray(extra[live].T))
    return Graph(form.groups, tuple(reversed(after)), tuple(reversed(extras)), int(ends.sum()))


class _Steps:
    """Steps from whole arrays of states at once."""

    def __init__(self, problem: RosterProblem, form: Form) -> None:
        self._problem = problem
        self._form = form
        weekends = len({problem.weekend_of(day) for day in range(problem.days)} - {None})
        self._weekends = form.max_weekends
        if self._weekends is None and form.fair_weekends is not None:
            self._weekends = min(form.fair_weekends, weekends)
        self._minutes = form.max_minutes
        if self._minutes is None and form.min_minutes:
            self._minutes = form.min_minutes
        self._longest = max(form.max_run or 0, form.min_run)
        self._sizes = [
            (self._minutes or 0) + 1,
            (self._weekends or 0) + 1,
            2,
            len(form.allowed),
            self._longest + 1,
            2,
            form.min_off + 1,
            (form.fair_nights or 0) + 1,
            *(limit + 1 for limit in form.limits),
        ]

    def start(self) -> list[int]:
        """The state before day 0."""
        follow, run, off, unseen = self._form.start
        run, off = min(run, self._longest), min(off, self._form.min_off)
        return [0, 0, 0, follow, run, int(unseen), off, 0, *([0] * len(self._form.limits))]

    def code(self, states: Ints) -> Ints:
        """States as single numbers."""
        code = np.zeros(len(states), dtype=np.int64)
        for field, size in enumerate(self._sizes):
            code = code * size + states[:, field]
        return code

    def decode(self, codes: Ints) -> Ints:
        """The inverse of `code`."""
        states = np.empty((len(codes), len(self._sizes)), dtype=np.int64)
        for field in range(len(self._sizes) - 1, -1, -1):
            codes, states[:, field] = np.divmod(codes, self._sizes[field])
        return states

    def step(self, states: Ints, action: int, day: int) -> tuple[Ints, NDArray[np.bool_]]:
        """Where an action leads, and from which states it may be."""
        return self._rest(states) if action == 0 else self._work(states, action - 1, day)

    def may_end(self, states: Ints) -> NDArray[np.bool_]:
        """Which states may be the last: enough minutes; runs go on out of sight."""
        return states[:, MINUTES] >= self._form.min_minutes

    def extra(self, states: Ints, day: int) -> Floats | None:
        """What each step costs for fairness."""
        form, problem = self._form, self._problem
        if form.fair_nights is None and form.fair_weekends is None:
            return None
        extra = np.zeros((len(states), len(form.groups) + 1))
        for group, night in enumerate(form.night):
            if night:
                beyond = states[:, NIGHTS] >= (form.fair_nights or 0)
                extra[:, group + 1] += beyond * problem.night_weight
        if form.fair_weekends is not None and problem.is_weekend(day):
            beyond = (states[:, WEEKENDS] >= form.fair_weekends) & (states[:, SATURDAY_DONE] == 0)
            extra[:, 1:] += (beyond * problem.weekend_weight)[:, None]
        return extra

    def _rest(self, states: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        form = self._form
        then = states.copy()
        working = states[:, RUN] > 0
        valid = ~working | (states[:, RUN] >= form.min_run) | (states[:, UNSEEN] == 1)
        then[:, OFF] = np.where(working, 1, np.minimum(states[:, OFF] + 1, form.min_off))
        then[:, [FOLLOW, RUN, UNSEEN, SATURDAY_DONE]] = 0
        return then, valid

    def _work(self, states: Ints, group: int, day: int) -> tuple[Ints, NDArray[np.bool_]]:
        form = self._form
        then = states.copy()
        run = states[:, RUN] + 1
        valid = np.array([row[group] for row in form.allowed])[states[:, FOLLOW]]
        valid &= (states[:, RUN] > 0) | (states[:, OFF] >= form.min_off)
        if form.max_run is not None:
            valid &= run <= form.max_run
        then[:, RUN] = np.minimum(run, self._longest)
        then[:, UNSEEN] = states[:, UNSEEN] * (run < form.min_run)
        then[:, OFF] = 0
        then[:, FOLLOW] = form.follows[group]
        valid &= self._count_minutes(then, group)
        valid &= self._count_weekend(then, day)
        if form.night[group]:
            then[:, NIGHTS] = np.minimum(then[:, NIGHTS] + 1, form.fair_nights or 0)
        counted = form.counted[group]
        if counted is not None:
            then[:, COUNTS + counted] += 1
            valid &= then[:, COUNTS + counted] <= form.limits[counted]
        return then, valid

    def _count_minutes(self, then: Ints, group: int) -> NDArray[np.bool_]:
        if self._minutes is None:
            return np.ones(len(then), dtype=bool)
        minutes = then[:, MINUTES] + self._form.minutes[group]
        then[:, MINUTES] = np.minimum(minutes, self._minutes)
        within: NDArray[np.bool_] = minutes <= (self._form.max_minutes or minutes)
        return within

    def _count_weekend(self, then: Ints, day: int) -> NDArray[np.bool_]:
        weekday = (self._problem.first_weekday + day) % 7
        within = np.ones(len(then), dtype=bool)
        if self._weekends is not None and weekday in (SATURDAY, SUNDAY):
            weekends = then[:, WEEKENDS] + (then[:, SATURDAY_DONE] == 0)
            then[:, WEEKENDS] = np.minimum(weekends, self._weekends)
            if self._form.max_weekends is not None:
                within = weekends <= self._form.max_weekends
            then[:, SATURDAY_DONE] = int(weekday == SATURDAY)
        return within


def group_costs(graph: Graph, cells: Floats) -> tuple[Floats, Ints]:
    """Of costs P × D × (S+1): the cheapest of each group, D × actions × P, and which shift it is."""
    best = np.empty((cells.shape[1], len(graph.groups) + 1, cells.shape[0]))
    which = np.zeros(best.shape, dtype=np.int64)
    best[:, 0] = cells[:, :, 0].T
    for action, group in enumerate(graph.groups, start=1):
        members = cells[:, :, list(group)]
        least = members.argmin(axis=2)
        which[:, action] = np.array(group)[least].T
        best[:, action] = np.take_along_axis(members, least[:, :, None], axis=2)[:, :, 0].T
    return best, which


def values(graph: Graph, costs: Floats) -> list[Floats]:
    """What the rest of the days costs at least from each state: one array of states + 1 × P for each layer."""
    people = costs.shape[2]
    layer = np.zeros((graph.ends + 1, people))
    layer[-1] = np.inf
    found = [layer]
    for day in range(len(graph.after) - 1, -1, -1):
        to, extra = graph.after[day], graph.extra[day]
        layer = np.full((to.shape[1] + 1, people), np.inf)
        step = np.empty((to.shape[1], people))
        for action in range(len(to)):
            # Indices are in range; "clip" only spares numpy a copy to stay safe.
            np.take(found[-1], to[action], axis=0, out=step, mode="clip")
            step += costs[day, action]
            if extra is not None:
                step += extra[action][:, None]
            np.minimum(layer[:-1], step, out=layer[:-1])
        found.append(layer)
    found.reverse()
    return found


def cheapest(
    graph: Graph, costs: Floats, which: Ints, found: Sequence[Floats]
) -> tuple[Ints, Floats]:
    """The cheapest roster of each person, P × D, and its cost; infinite where she has none."""
    people = np.arange(costs.shape[2])
    rows = np.zeros((len(people), len(graph.after)), dtype=np.int64)
    state = np.zeros(len(people), dtype=np.int64)
    total = found[0][0].copy()
    for day, to in enumerate(graph.after):
        steps = found[day + 1][to[:, state], people] + costs[day]
        extra = graph.extra[day]
        if extra is not None:
            steps += extra[:, state]
        action = steps.argmin(axis=0)
        rows[:, day] = which[day, action, people]
        # Who has no roster walks on anywhere: her cost says so.
        state = np.minimum(to[action, state], len(found[day + 1]) - 2)
    return rows, total
