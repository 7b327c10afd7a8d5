"""Statements whose plan a connection keeps: what is looked at most is neither read nor planned anew each time.

The role plans every statement by its values (decision 0002), for a plan made for one place is bad for another.
A plan is therefore kept for places of one size, for a short time, and for statements alone that say so here.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection, transaction

from wumen.records import scope
from wumen.records.exchange import Plan, Rows, in_one_go, sent

# Tables fill while an office works: a plan of the empty morning must not serve the day.
_SECONDS = 120
_NAMED = re.compile(r"%\((\w+)\)s")
_GENERIC = "SET LOCAL plan_cache_mode TO force_generic_plan"
_BY_VALUES = "SET LOCAL plan_cache_mode TO DEFAULT"
_NO_SORT, _SORT = "SET LOCAL enable_sort TO off", "SET LOCAL enable_sort TO DEFAULT"


class Kept:
    """A statement with values named as in `%(lo)s`, and these values with their types, as in `lo text, at day`.

    A value of the type `day` becomes a part of the statement, so that the plan knows its one partition. `hashed`:
    it groups thousands of rows that the planner takes for one, for they lie between two steps of its histogram, and
    would sort. `binary`: its rows come so, which both ends write and read quicker where they hold ids and hours; not
    for JSON, which would come as what it says.
    """

    def __init__(
        self, statement: str, values: str = "", *, hashed: bool = False, binary: bool = False
    ) -> None:
        """Nothing is sent before the first look; ValueError where a value has no type, or a type no value."""
        kinds = {name: kind for name, _, kind in (one.partition(" ") for one in _list(values))}
        self._statement, self._hashed, self._binary = statement, hashed, binary
        self._days = tuple(name for name, kind in kinds.items() if kind == "day")
        self._names = tuple(name for name in kinds if name not in self._days)
        self._kinds = tuple(kinds[name] for name in self._names)
        said = set(_NAMED.findall(statement))
        if said != kinds.keys():
            raise ValueError(f"said and typed differ: {said ^ kinds.keys()}")

    def asked(self, **given: Any) -> "Asked":
        """The statement with values, to be asked `together` with others; what it has no name for is left out."""
        return Asked(self, given)

    def rows(self, **given: Any) -> Rows:
        """What the statement finds for these values, under the scope of the running transaction."""
        (found,) = together(self.asked(**given))
        return found

    def sent(self, given: Mapping[str, Any]) -> Callable[[], Rows]:
        """Send it with its values inside an exchange; its rows are given behind it."""
        days = tuple(given[name] for name in self._days)
        text = _numbered(self._statement, self._names, self._days, days)
        plan = Plan(self._kinds, (scope.size(), str(given.get("lo", "")).count("/")), _SECONDS)
        if self._hashed:
            # Said each time: a plan is made anew when a table was analysed.
            sent(_NO_SORT, ())
        rows = sent(text, [given[name] for name in self._names], binary=self._binary, plan=plan)
        if self._hashed:
            sent(_SORT, ())
        return rows


class Asked(NamedTuple):
    """A statement with its values."""

    statement: Kept
    given: Mapping[str, Any]


def together(*asked: Asked) -> list[Rows]:
    """What some statements find that need nothing of each other: one message to the database for all of them.

    A transaction that has not begun yet begins with it, and a scope that nobody has told the database is told in it.
    """
    if not connection.in_atomic_block:
        with transaction.atomic():
            return together(*asked)
    with in_one_go():
        sent(_GENERIC, ())
        found = [one.statement.sent(one.given) for one in asked]
        sent(_BY_VALUES, ())
    return [rows() for rows in found]


def _list(values: str) -> list[str]:
    return [one.strip() for one in values.split(",") if one.strip()]


@lru_cache(maxsize=1024)
def _numbered(
    statement: str, names: tuple[str, ...], days: tuple[str, ...], said: tuple[date, ...]
) -> str:
    """The statement with its values numbered and its days in its text."""
    numbers = {one: f"${at}" for at, one in enumerate(names, start=1)}
    numbers |= {one: f"DATE '{day.isoformat()}'" for one, day in zip(days, said, strict=True)}
    return _NAMED.sub(lambda found: numbers[found[1]], statement)
