"""The cheapest roster of each person under given prices of cells, people of one form priced together."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from wumen.rules.problems import Problem
from wumen.rules.rosters.form import Form, form_of
from wumen.rules.rosters.graph import Graph, cheapest, graph_of, group_costs, values
from wumen.rules.rosters.stopping import Stop
from wumen.rules.rosters.tables import Floats, Ints, Rows, Tables

_LEAST = 8


class Pricing:
    """Graphs of all people, and the questions that the engine asks them."""

    def __init__(self, data: Tables) -> None:
        """Raise `roster_person_impossible` when somebody has no roster at all."""
        self.data = data
        self._threads = ThreadPoolExecutor(2)
        forms: dict[Form, list[int]] = {}
        for at, person in enumerate(data.problem.people):
            forms.setdefault(form_of(data.problem, person), []).append(at)
        self.graphs: list[tuple[Graph, Ints]] = [
            (graph_of(data.problem, form), np.array(people, dtype=np.int64))
            for form, people in forms.items()
        ]
        self.graph_at = {
            int(who): (graph, at) for graph, people in self.graphs for at, who in enumerate(people)
        }
        for graph, people in self.graphs:
            lacking = (
                people
                if not graph.after[0].size
                else people[np.isinf(self._priced(graph, data.own[people])[1])]
            )
            if len(lacking):
                name = data.problem.people[int(lacking[0])].id
                raise Problem("roster_person_impossible", person=name)

    def best(self, who: int, cells: Floats) -> tuple[Rows, float]:
        """The cheapest roster of one person, whose cells cost D × (S+1), and what it costs."""
        rows, costs = self._priced(self.graph_at[who][0], cells[None])
        return rows[0], float(costs[0])

    def all_best(
        self, own: Floats, worth: Floats, asked: NDArray[np.bool_], stop: Stop
    ) -> tuple[Rows, Floats] | None:
        """The cheapest roster of each person who is asked about, P × D, and what it costs her; None when stopped.

        `own` are the cells' own costs, P × D × (S+1), `worth` the rewards by kind, G × D × (S+1).
        """
        data = self.data
        rows = np.zeros((len(data.kind), data.problem.days), dtype=np.int64)
        costs = np.zeros(len(data.kind))

        def price(graph: Graph, people: Ints) -> None:
            if not stop():
                cells = own[people] - worth[data.kind[people]]
                rows[people], costs[people] = self._priced(graph, cells)

        # The sweeps are numpy's own, without the interpreter's lock: two at a time on two cores.
        wanted = [(graph, people[asked[people]]) for graph, people in self.graphs]
        parts = [(graph, part) for graph, people in wanted for part in _halves(people)]
        for done in [self._threads.submit(price, *part) for part in parts]:
            done.result()
        return None if stop() else (rows, costs)

    @staticmethod
    def _priced(graph: Graph, cells: Floats) -> tuple[Ints, Floats]:
        costs, which = group_costs(graph, cells)
        return cheapest(graph, costs, which, values(graph, costs))


def _halves(people: Ints) -> list[Ints]:
    """Parts of enough people each to be worth a thread."""
    if len(people) < 2 * _LEAST:
        return [people] if len(people) else []
    return [people[: len(people) // 2], people[len(people) // 2 :]]
