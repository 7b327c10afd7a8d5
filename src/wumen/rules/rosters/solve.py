"""The roster engine: better and better plans while one watches, the last one when told to stop.

Column generation gives a bound and, by diving, plans; branching closes the gap from below, and doing a few people
anew while the others' rosters stand closes it from above.
"""

import heapq
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import numpy as np

from wumen.rules.rosters.branching import divide, is_whole
from wumen.rules.rosters.descent import Roster, descend, first_roster
from wumen.rules.rosters.diving import dive, made
from wumen.rules.rosters.generation import Generation, Node, column_of
from wumen.rules.rosters.master import Column, Relaxed
from wumen.rules.rosters.model import Plan, RosterProblem
from wumen.rules.rosters.pricing import Pricing
from wumen.rules.rosters.stopping import Stop
from wumen.rules.rosters.tables import tables

_FEWEST, _MORE_AFTER = 4, 6
_WHOLE = 1e-4


def solve(problem: RosterProblem, stop: Stop, seed: int = 1) -> Plan:
    """The best plan found until `stop()` says True or nothing can be better; see `improve`."""
    *_, last = improve(problem, stop, seed)
    return last


def improve(problem: RosterProblem, stop: Stop, seed: int = 1) -> Iterator[Plan]:
    """Plans, each with a lower cost or a higher bound than the one before; at least one comes.

    The same seed gives the same plans in the same order; `stop` only says where they end.
    Raises `roster_person_impossible`, `roster_names_unknown` or `roster_shift_too_long`.
    """
    data = tables(problem)
    pricing = Pricing(data)
    order = list(range(len(problem.people)))
    Random(seed).shuffle(order)
    roster = first_roster(pricing, order)
    yield Plan(data.cells(roster.rows), roster.cost, None if problem.people else roster.cost)
    if problem.people:
        descend(roster, order, stop)
        yield from _Search(pricing, roster, stop, seed).plans()


class _Search:
    """The tree of nodes, the best roster so far, and the bound of both."""

    def __init__(self, pricing: Pricing, roster: Roster, stop: Stop, seed: int) -> None:
        self._data, self._stop, self._random = pricing.data, stop, Random(seed)
        self._best = roster
        self._bound: int | None = None
        self._cells = self._data.cells(roster.rows)
        people, penalty = range(len(self._data.kind)), 10.0 * max(roster.cost, 100)
        self._generation = Generation(pricing, self._data, people, stop, penalty)
        self._generation.learn(roster)
        self._open = [Node(0)]
        self._number = 1
        self._few, self._failed = _FEWEST, 0
        self._dived = False
        self._shown: Plan | None = None

    def plans(self) -> Iterator[Plan]:
        """Every better plan or bound."""
        yield from self._news()
        while self._open and not self._stop():
            spent = self._generation.work
            yield from self._node(heapq.heappop(self._open))
            spent = self._generation.work - spent
            until = self._generation.work + spent
            while self._dived and self._open and self._generation.work < until:
                if self._stop():
                    break
                self._anew()
                yield from self._news()

    def _news(self) -> Iterator[Plan]:
        bound = self._bound
        plan = Plan(
            self._cells, self._best.cost, None if bound is None else min(bound, self._best.cost)
        )
        if self._shown != plan:
            self._shown = plan
            yield plan

    def _node(self, node: Node) -> Iterator[Plan]:
        """Bound one node; divide it if none has a lower bound; dive once, where a whole number lacks in all."""
        generation = self._generation
        generation.enter(node)
        relaxed, bound = generation.converge(node.bound, self._best.cost)
        node = replace(node, bound=bound)
        waits = relaxed is None or bool(self._open and self._open[0].bound < bound)
        if relaxed is None or waits:
            heapq.heappush(self._open, node)
        elif bound < self._best.cost:
            self._divide(node, relaxed)
        self._rebound()
        yield from self._news()
        if relaxed is not None and not waits and not self._dived and _lacks_whole(relaxed):
            self._dived = True
            self._take(dive(generation, node, relaxed, self._best.cost))
            yield from self._news()

    def _divide(self, node: Node, relaxed: Relaxed) -> None:
        generation = self._generation
        if is_whole(relaxed):
            taken = [generation.master.columns[at] for at in np.nonzero(relaxed.shares > 0.5)[0]]
            self._take({column.who: column for column in taken})
            return
        for child in divide(self._data, node, relaxed, generation.master.columns, self._number):
            heapq.heappush(self._open, child)
            self._number += 1

    def _rebound(self) -> None:
        self._open = [node for node in self._open if node.bound < self._best.cost]
        heapq.heapify(self._open)
        least = self._open[0].bound if self._open else self._best.cost
        self._bound = max(self._bound or 0, least)

    def _take(self, columns: dict[int, Column] | None) -> None:
        roster = None if columns is None else made(self._generation, columns)
        if roster is not None and roster.cost < self._best.cost:
            self._best, self._cells = roster, self._data.cells(roster.rows)
            self._generation.learn(roster)
            self._failed = 0
            self._rebound()

    def _anew(self) -> None:
        """Do a few people anew while the others' rosters stand."""
        people, before = len(self._data.kind), self._best.cost
        free = set(self._random.sample(range(people), min(self._few, people)))
        kept = {
            who: column_of(self._data, self._best, who) for who in range(people) if who not in free
        }
        part = self._generation.around(kept)
        part.enter(Node(0))
        relaxed, bound = part.converge(0, before)
        found = dive(part, Node(0), relaxed, before) if bound < before else None
        self._generation.work += part.work
        self._take(None if found is None else kept | found)
        self._failed += self._best.cost == before
        if self._failed >= _MORE_AFTER:
            self._few, self._failed = min(self._few + 1, people), 0


def _lacks_whole(relaxed: Relaxed) -> bool:
    """Whether a whole number of people is lacking in all."""
    lacking = float(relaxed.lacking.sum())
    return abs(lacking - round(lacking)) < _WHOLE
