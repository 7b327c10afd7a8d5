"""What is asked of a counter: several places at once, an instant, and whether it has passed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from wumen.rules.areas import span
from wumen.rules.figures import Value
from wumen.rules.time import whole_day

# The places that are counted, by their spans, each with its number from 1.
HELD = "unnest(%(lo)s::text[], %(hi)s::text[]) WITH ORDINALITY AS held (lo, hi, nr)"


def inside(table: str) -> str:
    """The condition that a table's rows lie in the place that is counted; it uses the index on area."""
    return f'{table}.area >= held.lo COLLATE "C" AND {table}.area < held.hi COLLATE "C"'


def bounds_of(paths: Sequence[str]) -> dict[str, Any]:
    """The spans of places as the parameters of a statement over HELD."""
    spans = [span(one) for one in paths]
    return {"lo": [one.lo for one in spans], "hi": [one.hi for one in spans]}


@dataclass(frozen=True)
class Asked:
    """Places, the day, the instant, and whether that instant has `passed`: then much cannot be known."""

    places: tuple[str, ...]
    day: date
    at: datetime
    passed: bool

    def bounds(self, **more: object) -> dict[str, Any]:
        """The parameters of a statement over HELD."""
        return {**bounds_of(self.places), "day": self.day, "at": self.at, **more}

    @property
    def begins(self) -> datetime:
        """When the day of the instant begins."""
        return whole_day(self.day).begins

    def outermost(self) -> list[str]:
        """The places that lie in none of the others: all rows, each once."""
        return [
            one
            for one in dict.fromkeys(self.places)
            if not any(other != one and span(other).holds(one) for other in self.places)
        ]

    def each(self, keys: Sequence[str], value: Value) -> list[dict[str, Value]]:
        """The same value for all keys in every place."""
        return [dict.fromkeys(keys, value) for _ in self.places]


# One dict of figures a place, in the order of the places.
Counter = Callable[[Asked], list[dict[str, Value]]]


def rows_of(statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of one statement, inside the running scope."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())
