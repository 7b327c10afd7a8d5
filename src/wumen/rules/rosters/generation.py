"""Column generation: prices from the master, better rosters from the graphs, a proven bound from both."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil

import numpy as np
from numpy.typing import NDArray

from wumen.rules.rosters.descent import Roster
from wumen.rules.rosters.master import Column, Master, Relaxed
from wumen.rules.rosters.pricing import Pricing
from wumen.rules.rosters.stopping import Stop
from wumen.rules.rosters.tables import Floats, Rows, Tables

_NOTHING = 1e-6
# How much of the prices stays as they were where the bound was best (Wentges' smoothing).
_STEADY = 0.5
# How many rosters of each person a part of the problem begins with.
_COLUMNS = 30
_IMPOSSIBLE = 2**53


@dataclass(frozen=True)
class Limit:
    """A decision on a node: what is lacking at these covers together lies between two numbers."""

    covers: tuple[int, ...]
    low: float
    high: float


@dataclass(frozen=True)
class Ban:
    """A decision on a node: a person does not have these shifts (0 is a day off) on a day."""

    who: int
    day: int
    shifts: tuple[int, ...]


@dataclass(frozen=True, order=True)
class Node:
    """A part of all plans: those that keep its decisions; none of them costs less than `bound`."""

    bound: int
    number: int = 0
    limits: tuple[Limit, ...] = field(default=(), compare=False)
    bans: tuple[Ban, ...] = field(default=(), compare=False)


class Generation:
    """The columns known so far, and the linear program of one node at a time."""

    def __init__(
        self, pricing: Pricing, data: Tables, people: Sequence[int], stop: Stop, penalty: float
    ) -> None:
        self.pricing, self.data, self.people, self.stop = pricing, data, people, stop
        self.master = Master(data, people, penalty)
        self._penalty = penalty
        self.work = 0
        """Rosters asked for so far: a measure of time that is the same on every machine."""
        self._own = data.own
        self._taken: list[Column] = []
        self._asked = np.zeros(len(data.kind), dtype=bool)
        self._asked[people] = True
        self._prices = np.zeros(len(data.need))

    def learn(self, roster: Roster) -> None:
        """Take the rosters of a plan as columns."""
        self.master.add([column_of(self.data, roster, who) for who in self.people])

    def around(self, taken: Mapping[int, Column]) -> "Generation":
        """The same for those who are left when some people's rosters stand, with the best columns known."""
        there = np.zeros(len(self.data.need))
        for column in taken.values():
            there[column.covers] += 1.0
        paid = sum(column.cost for column in taken.values())
        data = replace(
            self.data, need=self.data.need - there, constant=self.data.constant + round(paid)
        )
        left = [who for who in self.people if who not in taken]
        part = Generation(self.pricing, data, left, self.stop, self._penalty)
        part.master.add(self._best_columns(set(left)))
        return part

    def _best_columns(self, people: Collection[int]) -> list[Column]:
        ranked = sorted(
            (column.cost - float(self._prices[column.covers].sum()), at)
            for at, column in enumerate(self.master.columns)
            if column.who in people
        )
        number = dict.fromkeys(people, 0)
        best = []
        for _, at in ranked:
            column = self.master.columns[at]
            if number[column.who] < _COLUMNS:
                number[column.who] += 1
                best.append(column)
        return best

    def enter(self, node: Node, fixed: Sequence[int] = ()) -> None:
        """Make a node's decisions, and columns taken whole, those of the linear program."""
        own = self.data.own
        if node.bans:
            own = own.copy()
            for ban in node.bans:
                own[ban.who, ban.day, list(ban.shifts)] = np.inf
        self._own = own
        self._taken = [self.master.columns[at] for at in fixed]
        self._asked[self.people] = True
        self._asked[[column.who for column in self._taken]] = False
        self.master.limit([(limit.covers, limit.low, limit.high) for limit in node.limits])
        self.master.open(self._may(node.bans), fixed)

    def _may(self, bans: Sequence[Ban]) -> NDArray[np.bool_]:
        who = np.array([column.who for column in self.master.columns])
        rows = np.stack([column.row for column in self.master.columns])
        may = np.ones(len(who), dtype=bool)
        for ban in bans:
            may &= (who != ban.who) | ~np.isin(rows[:, ban.day], ban.shifts)
        return may

    def converge(
        self, bound: int, cutoff: int, rounds: int = 10_000, close: float = 0.0
    ) -> tuple[Relaxed | None, int]:
        """Solve the entered node: its relaxed solution, and a bound on every plan in it.

        Ends early when the bound reaches `cutoff`, when no better whole number can be proven, when cost and bound
        are as `close` as that part of the cost, after `rounds`, or on `stop` (then perhaps without a solution).
        The bound holds in each case.
        """
        relaxed = self.master.solve(self.stop)
        centre: tuple[Floats, float] | None = None
        best = -np.inf
        steady = _STEADY
        for _ in range(rounds):
            if relaxed is None or self.stop():
                break
            prices, dual = self._smoothed(relaxed, centre, steady)
            asked = self.pricing.all_best(
                self._own, self.data.worth(prices), self._asked, self.stop
            )
            if asked is None:
                break
            rows, costs = asked
            self.work += int(self._asked.sum())
            proven = dual + float(costs[self._asked].sum()) + self._fixed_part(prices)
            if proven > best:
                best, centre = proven, (prices, dual)
                self._prices = prices
            bound = max(bound, whole(best))
            if bound >= cutoff or bound >= whole(relaxed.cost - close * abs(relaxed.cost)):
                break
            if self._grow(rows, costs, prices, relaxed):
                steady = _STEADY
                relaxed = self.master.solve(self.stop)
            elif steady:
                steady = 0.0
            else:
                break
        return relaxed, bound

    def _fixed_part(self, prices: Floats) -> float:
        """What the rosters taken whole cost at these prices."""
        return sum(column.cost - float(prices[column.covers].sum()) for column in self._taken)

    def _smoothed(
        self, relaxed: Relaxed, centre: tuple[Floats, float] | None, steady: float
    ) -> tuple[Floats, float]:
        """The prices to ask at, and what they are worth apart from the people's rosters."""
        people = float(relaxed.people[self._asked].sum())
        dual = relaxed.cost - people - self._fixed_part(relaxed.prices)
        if centre is None or not steady:
            return relaxed.prices, dual
        prices = steady * centre[0] + (1 - steady) * relaxed.prices
        return prices, steady * centre[1] + (1 - steady) * dual

    def _grow(self, rows: Rows, costs: Floats, prices: Floats, relaxed: Relaxed) -> int:
        """Add the rosters that improve the linear program; how many were new."""
        data = self.data
        days = np.arange(data.problem.days)
        asked_at, now_at = data.worth(prices), data.worth(relaxed.prices)
        found = []
        for who in np.nonzero(self._asked & np.isfinite(costs))[0]:
            cells = data.kind[who], days, rows[who]
            own = float(costs[who] + asked_at[cells].sum())
            if own - now_at[cells].sum() - relaxed.people[who] < -_NOTHING:
                row = rows[who].copy()
                found.append(Column(int(who), row, round(own), data.covers(int(who), row)))
        return self.master.add(found)


def column_of(data: Tables, roster: Roster, who: int) -> Column:
    """A person's roster in a plan as a column."""
    row = roster.rows[who].copy()
    return Column(who, row, roster.own[who], data.covers(who, row))


def whole(bound: float) -> int:
    """The least whole cost that a bound allows; no cost is below 0, and none reaches that of nothing possible."""
    return 0 if bound == -np.inf else _IMPOSSIBLE if bound == np.inf else ceil(bound - 1e-5)
