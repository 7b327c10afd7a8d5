"""Statements whose plan a connection keeps: what is looked at most is neither read nor planned anew each time.

The role plans every statement by its values (decision 0002), for a plan made for one place is bad for another.
A plan is therefore kept for places of one size, for a short time, and for statements alone that say so here.
"""

import re
from collections.abc import Mapping
from datetime import date
from itertools import count
from time import monotonic
from typing import Any, NamedTuple

from django.db import connection

from wumen.records import plans, scope
from wumen.records.plans import Key, Known

# Tables fill while an office works: a plan of the empty morning must not serve the day.
_SECONDS = 120
# So many plans a connection holds; the one that was used longest ago makes room.
_MOST = 200
_NAMED = re.compile(r"%\((\w+)\)s")
_numbers = count()


class Kept:
    """A statement with values named as in `%(lo)s`, and these values with their types, as in `lo text, at day`.

    A value of the type `day` becomes a part of the statement, so that the plan knows its one partition. `hashed`:
    it groups thousands of rows that the planner takes for one, for they lie between two steps of its histogram, and
    would sort.
    """

    def __init__(self, statement: str, values: str = "", hashed: bool = False) -> None:
        """Nothing is sent before the first look; ValueError where a value has no type, or a type no value."""
        kinds = {name: kind for name, _, kind in (one.partition(" ") for one in _list(values))}
        self._statement, self._hashed = statement, hashed
        self._days = [name for name, kind in kinds.items() if kind == "day"]
        self._values = {name: kind for name, kind in kinds.items() if kind != "day"}
        said = set(_NAMED.findall(statement))
        if said != kinds.keys():
            raise ValueError(f"said and typed differ: {said ^ kinds.keys()}")

    def asked(self, **given: Any) -> "Asked":
        """The statement with values, to be asked `together` with others; what it has no name for is left out."""
        return Asked(self, given)

    def rows(self, **given: Any) -> list[tuple[Any, ...]]:
        """What the statement finds for these values, under the scope of the running transaction."""
        (found,) = together(self.asked(**given))
        return found

    def called(self, known: Known, given: Mapping[str, Any]) -> "Call":
        """How it is asked for these values: by what is known of the connection, or by what must be said first."""
        days = {name: given[name] for name in self._days}
        key = (self, *days.values(), scope.size(), str(given.get("lo", "")).count("/"))
        name, before = _known(known, key)
        if not name:
            name = f"kept_{next(_numbers)}"
            before += self._prepared(name, days)
            known[key] = name, monotonic()
        values = [given[one] for one in self._values]
        marks = f"({', '.join(['%s'] * len(values))})" if values else ""
        text = f"EXECUTE {name}{marks};"
        # Said each time: a plan is made anew when a table was analysed.
        return Call(before, f"{_NO_SORT}{text}{_SORT}" if self._hashed else text, values)

    def _prepared(self, name: str, days: dict[str, date]) -> str:
        numbers = {one: f"${at}" for at, one in enumerate(self._values, start=1)}
        said = numbers | {one: f"DATE '{day.isoformat()}'" for one, day in days.items()}
        text = _NAMED.sub(lambda found: said[found[1]], self._statement)
        kinds = f" ({', '.join(self._values.values())})" if self._values else ""
        return f"PREPARE {name}{kinds} AS {text};"


class Asked(NamedTuple):
    """A statement with its values."""

    statement: Kept
    given: Mapping[str, Any]


class Call(NamedTuple):
    """What is said before a statement is asked, how it is asked, and its values."""

    before: str
    text: str
    values: list[Any]


_NO_SORT, _SORT = "SET LOCAL enable_sort TO off;", "SET LOCAL enable_sort TO DEFAULT;"
_GENERIC = "SET LOCAL plan_cache_mode TO force_generic_plan;"
_BY_VALUES = "SET LOCAL plan_cache_mode TO DEFAULT"


def together(*asked: Asked) -> list[list[tuple[Any, ...]]]:
    """What some statements find that need nothing of each other: one message to the database for all of them.

    A scope that nobody has told the database yet is told in it, too.
    """
    known = plans.of(_connected())
    before_it = dict(known)
    first, told = scope.unsaid()
    calls = [one.statement.called(known, one.given) for one in asked]
    before = "".join(one.before for one in calls)
    text = f"{first}{before}{_GENERIC}{''.join(one.text for one in calls)}{_BY_VALUES}"
    found = []
    with connection.cursor() as cursor:
        try:
            cursor.execute(text, [*told, *(value for one in calls for value in one.values)])
        except Exception:
            # What was prepared in it may stand or not: it is prepared anew, under another name.
            for key in [one for one in known if known[one] != before_it.get(one)]:
                del known[key]
            raise
        while True:
            if cursor.description is not None:
                found.append(cursor.fetchall())
            if not cursor.nextset():
                return found


def _list(values: str) -> list[str]:
    return [one.strip() for one in values.split(",") if one.strip()]


def _connected() -> Any:
    connection.ensure_connection()
    return connection.connection


def _known(known: Known, key: Key) -> tuple[str, str]:
    """The name of a plan that is still good, or none; and before it what lets go of those that are not."""
    gone = []
    if key in known:
        known.move_to_end(key)
        if monotonic() - known[key][1] < _SECONDS:
            return known[key][0], ""
        gone.append(known.pop(key)[0])
    while len(known) >= _MOST:
        gone.append(known.popitem(last=False)[1][0])
    return "", "".join(f"DEALLOCATE {name};" for name in gone)
