"""A first roster at once, then one person after the other given her best roster while the others' stand."""

from collections.abc import Iterable, Sequence

import numpy as np

from wumen.rules.rosters.pricing import Pricing
from wumen.rules.rosters.stopping import Stop
from wumen.rules.rosters.tables import Floats, Rows


class Roster:
    """Rows of all people with how many are there for each cover; fairness is part of a row's own cost."""

    def __init__(self, pricing: Pricing, rows: list[Rows], own: list[float]) -> None:
        data = pricing.data
        self._pricing = pricing
        self.rows = rows
        self.own = own
        self.present = [data.present(who, row) for who, row in enumerate(rows)]
        self.there: Floats = np.sum(self.present, axis=0)

    @property
    def cost(self) -> int:
        """What the roster costs."""
        data = self._pricing.data
        return round(data.constant + sum(self.own) + data.cover_cost(self.there))

    def respond(self, who: int) -> float:
        """Give a person her best roster against the others; how much is saved by that."""
        data = self._pricing.data
        others = self.there - self.present[who]
        prices = data.gains(others)
        worth = data.worth(prices)[data.kind[who]]
        row, cost = self._pricing.best(who, data.own[who] - worth)
        present = data.present(who, row)
        own = cost + float(prices @ present)
        saved = self.own[who] - float(prices @ self.present[who]) - cost
        if saved > 0.5:
            self.rows[who], self.own[who], self.present[who] = row, own, present
            self.there = others + present
        return saved


def first_roster(pricing: Pricing, order: Iterable[int]) -> Roster:
    """A roster made by giving each person in turn her best against those before her."""
    data = pricing.data
    rows: list[Rows] = [np.zeros(data.problem.days, dtype=np.int64) for _ in data.kind]
    own = [0.0] * len(rows)
    there = np.zeros(len(data.need))
    for who in order:
        prices = data.gains(there)
        row, cost = pricing.best(who, data.own[who] - data.worth(prices)[data.kind[who]])
        present = data.present(who, row)
        rows[who], own[who] = row, cost + float(prices @ present)
        there = there + present
    return Roster(pricing, rows, own)


def descend(roster: Roster, order: Sequence[int], stop: Stop) -> None:
    """Respond person by person until nobody can do better alone, or `stop`."""
    saved = True
    while saved:
        saved = False
        for who in order:
            if stop():
                return
            saved = roster.respond(who) > 0.5 or saved
