"""Statements whose plan a connection keeps: what is looked at most is neither read nor planned anew each time.

The role plans every statement by its values (decision 0002), for a plan made for one place is bad for another.
A plan is therefore kept for places of one size, for a short time, and for statements alone that say so here.
"""

import re
from collections import OrderedDict
from datetime import date
from itertools import count
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

from wumen.records import scope

# Tables fill while an office works: a plan of the empty morning must not serve the day.
_SECONDS = 120
# So many plans a connection holds; the one that was used longest ago makes room.
_MOST = 200
_NAMED = re.compile(r"%\((\w+)\)s")
_numbers = count()
_Key = tuple[object, ...]
_plans: WeakKeyDictionary[Any, OrderedDict[_Key, tuple[str, float]]] = WeakKeyDictionary()


class Kept:
    """A statement with values named as in `%(lo)s`, and these values with their types, as in `lo text, at day`.

    A value of the type `day` becomes a part of the statement, so that the plan knows its one partition.
    """

    def __init__(self, statement: str, values: str = "") -> None:
        """Nothing is sent before the first look; ValueError where a value has no type, or a type no value."""
        kinds = {name: kind for name, _, kind in (one.partition(" ") for one in _list(values))}
        self._statement = statement
        self._days = [name for name, kind in kinds.items() if kind == "day"]
        self._values = {name: kind for name, kind in kinds.items() if kind != "day"}
        said = set(_NAMED.findall(statement))
        if said != kinds.keys():
            raise ValueError(f"said and typed differ: {said ^ kinds.keys()}")

    def rows(self, **given: Any) -> list[tuple[Any, ...]]:
        """What the statement finds for these values, under the scope of the running transaction."""
        days = {name: given[name] for name in self._days}
        known = _plans.setdefault(_connected(), OrderedDict())
        key = (self, *days.values(), scope.size(), str(given.get("lo", "")).count("/"))
        name, before = _known(known, key)
        if not name:
            name = f"kept_{next(_numbers)}"
            before += self._prepared(name, days)
        values = [given[one] for one in self._values]
        marks = f"({', '.join(['%s'] * len(values))})" if values else ""
        with connection.cursor() as cursor:
            cursor.execute(f"{before}{_KEPT}EXECUTE {name}{marks};{_ANEW}", values)
            # Of all that was sent together one answers with rows.
            while cursor.description is None and cursor.nextset():
                pass
            found = cursor.fetchall()
        known[key] = name, known[key][1] if key in known else monotonic()
        return found

    def _prepared(self, name: str, days: dict[str, date]) -> str:
        numbers = {one: f"${at}" for at, one in enumerate(self._values, start=1)}
        said = numbers | {one: f"DATE '{day.isoformat()}'" for one, day in days.items()}
        text = _NAMED.sub(lambda found: said[found[1]], self._statement)
        kinds = f" ({', '.join(self._values.values())})" if self._values else ""
        return f"PREPARE {name}{kinds} AS {text};"


_KEPT = "SET LOCAL plan_cache_mode TO force_generic_plan;"
_ANEW = "SET LOCAL plan_cache_mode TO DEFAULT"


def _list(values: str) -> list[str]:
    return [one.strip() for one in values.split(",") if one.strip()]


def _connected() -> Any:
    connection.ensure_connection()
    return connection.connection


def _known(known: OrderedDict[_Key, tuple[str, float]], key: _Key) -> tuple[str, str]:
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
