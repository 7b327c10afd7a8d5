"""What becomes of a ledger that is taken: of every row, in counts, and what a person should look at."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from uuid import UUID

from wumen.rules.ledger import LedgerProblem


class Ending(StrEnum):
    """What becomes of a row; a row with several people ends with the first of these that befell one."""

    TAKEN = "taken"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    MERGED = "merged"
    REFUSED = "refused"
    EMPTY_HOME = "empty_home"
    SKIPPED = "skipped"


# By sheet and row.
Endings = Mapping[tuple[str, int], Ending]


@dataclass(frozen=True)
class Missing:
    """A resident who stands in a building that the ledger covers, and not in the ledger."""

    resident: UUID
    building: str
    unit: str
    room: str
    name: str


@dataclass(frozen=True)
class Outcome:
    """Counts of rows and problems; rows = taken + changed + unchanged + merged + refused.

    `skipped`: rows that are not blank and hold no person. `households` (empty homes among them) and
    `residents`: how many of each the ledger speaks of. `to_check`: numbers that two people share.
    `missing_count` counts all who are missing, `missing` may hold the first of them only.
    """

    rows: int
    taken: int
    changed: int
    unchanged: int
    merged: int
    refused: int
    skipped: int
    households: int
    residents: int
    problems: tuple[LedgerProblem, ...] = ()
    to_check: tuple[LedgerProblem, ...] = ()
    missing: tuple[Missing, ...] = ()
    missing_count: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """The counts alone, which name nobody."""
        return {
            "rows": self.rows,
            "taken": self.taken,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "merged": self.merged,
            "refused": self.refused,
            "skipped": self.skipped,
            "households": self.households,
            "residents": self.residents,
        }

    @property
    def problem_counts(self) -> Mapping[str, int]:
        """How many problems of each code there are."""
        return dict(sorted(Counter(problem.code for problem in self.problems).items()))

    def shortened(self, missing: int) -> "Outcome":
        """The same with so many of the missing at most."""
        return replace(self, missing=self.missing[:missing])

    def as_dict(self) -> dict[str, object]:
        """The form that `wumen import ledger --json` prints.

        Whoever reads only `problems` is told of shared numbers too: there they are `duplicate`, the
        code under which two rows with one number were always reported.
        """
        numbers = [problem for problem in self.to_check if problem.code == "number_shared"]
        shared = (replace(problem, code="duplicate") for problem in _later(numbers))
        return {
            **self.counts,
            "problems": [_as_dict(problem) for problem in (*self.problems, *shared)],
            "to_check": [_as_dict(problem) for problem in self.to_check],
            "missing": [{**asdict(one), "resident": str(one.resident)} for one in self.missing],
        }


def _as_dict(problem: LedgerProblem) -> dict[str, object]:
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "name": problem.name,
        "field": problem.field,
        "code": problem.code,
        "raw": problem.raw,
        "message": problem.message_zh,
    }


def _later(shared: Iterable[LedgerProblem]) -> list[LedgerProblem]:
    """Of several rows with one number all but the first, which wrote it rightly as far as anyone knows.

    The first stands last: what the ledger shows by itself is told before what the register adds.
    """
    by_number: dict[str, list[LedgerProblem]] = {}
    for problem in shared:
        by_number.setdefault(problem.raw.upper(), []).append(problem)
    return [one for some in by_number.values() for one in (some[:-1] or some)]
