"""The master problem: one roster for each person out of those known, covers priced by linear programming (HiGHS)."""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from wumen.rules.rosters.stopping import Stop
from wumen.rules.rosters.tables import Floats, Ints, Rows, Tables

_FREE = highspy.kHighsInf
_PRIMAL = 4
# So many steps between two questions whether to stop.
_STEPS = 1000


@dataclass(frozen=True)
class Column:
    """A roster of one person, what it costs her, and for which covers it counts."""

    who: int
    row: Rows
    cost: float
    covers: Ints


@dataclass(frozen=True)
class Relaxed:
    """A solution of the linear program.

    cost: with all penalties. prices: of covers. people: of each person's one roster. shares: of each column, 0 to 1.
    lacking: how many too few at each cover. broken: by how much limits or people could not be satisfied.
    """

    cost: float
    prices: Floats
    people: Floats
    shares: Floats
    lacking: Floats
    broken: float


class Master:
    """The linear program over the columns added so far; what it cannot satisfy it buys at `penalty`."""

    def __init__(self, data: Tables, people: Sequence[int], penalty: float) -> None:
        self._data = data
        self.columns: list[Column] = []
        self._known: dict[tuple[int, bytes], int] = {}
        self._sums: dict[tuple[int, ...], int] = {}
        self._covers, self._people = len(data.need), len(people)
        self._row = {who: self._covers + at for at, who in enumerate(people)}
        self._who = list(people)
        self._penalty = penalty
        self._bought: list[int] = []
        self._solver = highspy.Highs()
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        # New columns leave the last basis feasible: the primal simplex goes on from it.
        self._solver.setOptionValue("simplex_strategy", _PRIMAL)
        self._solver.setOptionValue("simplex_iteration_limit", _STEPS)
        # What presolve leaves behind when it is interrupted is no basis to go on from.
        self._solver.setOptionValue("presolve", "off")
        side = np.concatenate([data.need, np.ones(self._people)])
        self._solver.addRows(len(side), side, side, 0, _ints([]), _ints([]), np.zeros(0))
        covers = np.arange(self._covers)
        self._under = self._add(data.under, covers, covers, np.ones(self._covers))
        self._add(data.over, covers, covers, -np.ones(self._covers))
        self._buy(self._covers + np.arange(self._people), np.ones(self._people))
        self._at: list[int] = []

    def _add(self, cost: Floats, starts: Ints, rows: Ints, values: Floats) -> int:
        """Add variables from 0 on; the place of the first."""
        first = int(self._solver.getNumCol())
        number = len(cost)
        self._solver.addCols(
            number,
            np.asarray(cost, dtype=float),
            np.zeros(number),
            np.full(number, _FREE),
            len(rows),
            _ints(starts),
            _ints(rows),
            values,
        )
        return first

    def _buy(self, rows: Ints, values: Floats) -> None:
        cost = np.full(len(rows), self._penalty)
        first = self._add(cost, np.arange(len(rows)), rows, values)
        self._bought += range(first, first + len(rows))

    def add(self, columns: Sequence[Column]) -> int:
        """Add those that are not yet known; how many were new."""
        new = []
        for column in columns:
            key = column.who, column.row.tobytes()
            if key not in self._known:
                self._known[key] = len(self._known)
                new.append(column)
        if new:
            rows = [np.append(column.covers, self._row[column.who]) for column in new]
            starts = np.cumsum([0, *(len(row) for row in rows[:-1])])
            flat = np.concatenate(rows)
            first = self._add(np.array([c.cost for c in new]), starts, flat, np.ones(len(flat)))
            self.columns += new
            self._at += range(first, first + len(new))
        return len(new)

    def place(self, who: int, row: Rows) -> int:
        """Where a known roster of a person stands among the columns."""
        return self._known[who, row.tobytes()]

    def limit(self, limits: Sequence[tuple[tuple[int, ...], float, float]]) -> None:
        """Let sums of what is lacking at covers lie between two numbers; sums not named are free again."""
        for row in self._sums.values():
            self._solver.changeRowBounds(row, 0.0, _FREE)
        for covers, low, high in limits:
            if covers not in self._sums:
                row = self._sums[covers] = int(self._solver.getNumRow())
                variables = _ints([self._under + cover for cover in covers])
                self._solver.addRow(low, high, len(covers), variables, np.ones(len(covers)))
                self._buy(np.array([row, row]), np.array([1.0, -1.0]))
            self._solver.changeRowBounds(self._sums[covers], low, high)

    def open(self, may: NDArray[np.bool_], fixed: Sequence[int] = ()) -> None:
        """Leave in use only the columns that may be; `fixed` ones are taken whole."""
        low = np.zeros(len(self._at))
        low[list(fixed)] = 1.0
        high = np.where(may, _FREE, 0.0)
        self._solver.changeColsBounds(len(self._at), _ints(self._at), low, high)

    def solve(self, stop: Stop) -> Relaxed | None:
        """Solve from the last basis on; None when stopped."""
        while True:
            self._solver.run()
            if self._solver.getModelStatus() != highspy.HighsModelStatus.kIterationLimit:
                break
            if stop():
                return None
        solution = self._solver.getSolution()
        duals, all_values = np.array(solution.row_dual), np.array(solution.col_value)
        people = np.zeros(len(self._data.kind))
        people[self._who] = duals[self._covers : self._covers + self._people]
        return Relaxed(
            float(self._solver.getObjectiveValue()) + self._data.constant,
            duals[: self._covers],
            people,
            all_values[self._at],
            all_values[self._under : self._under + self._covers],
            float(all_values[self._bought].sum()),
        )


def _ints(numbers: Sequence[int] | Ints) -> NDArray[np.int32]:
    return np.asarray(numbers, dtype=np.int32)
