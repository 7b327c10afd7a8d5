"""The cheapest roster of each person under given prices of cells, people of one form priced together."""

from collections.abc import Sequence

import numpy as np

from wumen.rules.problems import Problem
from wumen.rules.rosters.form import Form, form_of
from wumen.rules.rosters.graph import Graph, cheapest, graph_of, group_costs, values
from wumen.rules.rosters.tables import Floats, Ints, Rows, Tables


class Pricing:
    """Graphs of all people, and the questions that the engine asks them."""

    def __init__(self, data: Tables) -> None:
        """Raise `roster_person_impossible` when somebody has no roster at all."""
        self.data = data
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
                if not len(graph.after[0])
                else people[np.isinf(self._priced(graph, data.own[people])[1])]
            )
            if len(lacking):
                name = data.problem.people[int(lacking[0])].id
                raise Problem("roster_person_impossible", person=name)

    def best(self, who: int, cells: Floats) -> tuple[Rows, float]:
        """The cheapest roster of one person, whose cells cost D × (S+1), and what it costs."""
        rows, costs = self._priced(self.graph_at[who][0], cells[None])
        return rows[0], float(costs[0])

    def all_best(self, worth: Floats) -> tuple[Sequence[Rows], Floats]:
        """The cheapest roster of each person when cells are rewarded by kind, G × D × (S+1), and what each costs."""
        data = self.data
        rows = np.zeros((len(data.kind), data.problem.days), dtype=np.int64)
        costs = np.zeros(len(data.kind))
        for graph, people in self.graphs:
            rows[people], costs[people] = self._priced(
                graph, data.own[people] - worth[data.kind[people]]
            )
        return list(rows), costs

    @staticmethod
    def _priced(graph: Graph, cells: Floats) -> tuple[Ints, Floats]:
        costs, which = group_costs(graph, cells)
        return cheapest(graph, costs, which, values(graph, costs))
