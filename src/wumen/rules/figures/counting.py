"""How raw counts become figures: duties by state and hour, places under the strictest of their regimes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wumen.rules.areas import ancestors, span
from wumen.rules.duties import PENDING
from wumen.rules.figures.values import Value
from wumen.rules.playbooks import Grade, What

PARTS = ("owed", "done", "measured", "reported", "declared", "waived", "open", "overdue", "missed")


@dataclass(frozen=True)
class DutyRow:
    """How many duties of one measure are due at one hour and stand in one state; withdrawn ones never."""

    what: str
    due_at: datetime
    state: str
    grade: str
    n: int


def duty_values(rows: Iterable[DutyRow], at: datetime) -> dict[str, Value]:
    """The figures of all duties and of each measure at an instant.

    Overdue is open after its hour; missed is open after the measure's last hour of the day. Grades of
    evidence are counted apart and sum up to what is done.
    """
    given = list(rows)
    last: dict[str, datetime] = {}
    for row in given:
        last[row.what] = max(row.due_at, last.get(row.what, row.due_at))
    values: dict[str, Value] = {f"{key}.{part}": 0 for key in ("duties", *What) for part in PARTS}
    for row in given:
        for part in _parts(row, last[row.what], at):
            for key in ("duties", row.what):
                name = f"{key}.{part}"
                values[name] = (values.get(name) or 0) + row.n
    return values


def _parts(row: DutyRow, last: datetime, at: datetime) -> list[str]:
    """The figures in which a row counts."""
    parts = ["owed"]
    if row.state == "done":
        parts += ["done", *([row.grade] if row.grade in set(Grade) else [])]
    elif row.state == "waived":
        parts.append("waived")
    elif row.state in PENDING:
        parts.append("open")
        parts += ["overdue"] if row.due_at <= at else []
        parts += ["missed"] if last <= at else []
    return parts


@dataclass(frozen=True)
class Placed:
    """A regime over a place; of several over one door the highest strictness holds."""

    path: str
    regime: str
    strictness: int


def effective(placed: Sequence[Placed]) -> dict[str, str]:
    """The regime that holds at each of the places themselves: the strictest of those over it."""
    by_path: dict[str, Placed] = {}
    for one in placed:
        held = by_path.get(one.path)
        if held is None or (one.strictness, one.regime) > (held.strictness, held.regime):
            by_path[one.path] = one
    return {
        path: max(
            (by_path[over] for over in [*ancestors(path), path] if over in by_path),
            key=lambda one: (one.strictness, one.regime),
        ).regime
        for path in by_path
    }


def entries_of(place: str, regimes: Mapping[str, str]) -> dict[str, str]:
    """The places at which people of `place` are counted, by regime: those inside, and itself when covered.

    `place` '' is everywhere; `regimes` is what `effective` says.
    """
    inside = {path: regime for path, regime in regimes.items() if span(place).holds(path)}
    over = [one for one in ancestors(place) if one in regimes] if place else []
    if over and place not in inside:
        # The deepest place over it already bears the strictest of all above.
        inside[place] = regimes[over[-1]]
    return inside


def exclusive(counts: Mapping[str, int]) -> dict[str, int]:
    """Of each place what lies in it and in none of the given places below it."""
    alone = dict(counts)
    for path, many in counts.items():
        above = next((one for one in reversed(ancestors(path)) if one in alone), None)
        if above is not None:
            alone[above] -= many
    return alone


def together(values: Iterable[Mapping[str, Value]]) -> dict[str, Value]:
    """The figures of several counters as one."""
    return {key: value for one in values for key, value in one.items()}
