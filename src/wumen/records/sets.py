"""Runs one statement over many rows at once: they go to the database as arrays, a column each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection

from wumen.records import scope


@contextmanager
def binding() -> Iterator[psycopg.Cursor[Any]]:
    """A cursor that sends values beside the statement; what the database says is said as Django says it.

    Django's own cursor writes them into the statement as text, which takes three times as long.
    """
    scope.say()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        yield cursor


@lru_cache(maxsize=256)
def of_day(statement: str, day: date) -> str:
    """A statement with the day in its text, where it says `$day`: a plan that is kept opens that partition alone.

    A plan for any day would be one for hundreds of partitions, and locks them all.
    """
    return statement.replace("$day", f"DATE '{day.isoformat()}'")


def array(values: Sequence[object]) -> str:
    """A column of ids, numbers, instants, bytes or texts as one text of an array, in a quarter of the time.

    The database reads it as what the statement casts it to: `%b::uuid[]`. All values are of one sort, or None;
    TypeError for a sort that is none of these.
    """
    first = next((one for one in values if one is not None), None)
    write = _WRITTEN.get(type(first)) or _written(type(first))
    return f"{{{','.join(write(values))}}}"


def _written(kind: type) -> Callable[[Sequence[Any]], Iterable[str]]:
    """How a column is written whose values are of a kind of a known sort; TypeError where they are of none."""
    write = next((_WRITTEN[one] for one in kind.__mro__ if one in _WRITTEN), None)
    if write is None or issubclass(kind, bool):
        raise TypeError(f"no array of {kind.__name__}")
    return write


def _numbers(values: Sequence[int | None]) -> Iterable[str]:
    return ["NULL" if one is None else str(one) for one in values]


def _ids(values: Sequence[UUID | None]) -> Iterable[str]:
    # As `hex` writes them, without calling two functions for each.
    return ["NULL" if one is None else f"{one.int:032x}" for one in values]


def _dates(values: Sequence[date | None]) -> Iterable[str]:
    return ["NULL" if one is None else one.isoformat() for one in values]


def _bytes(values: Sequence[bytes | None]) -> Iterable[str]:
    return ["NULL" if one is None else f'"\\\\x{one.hex()}"' for one in values]


def _texts(values: Sequence[str | None]) -> Iterable[str]:
    """Most texts hold nothing that must be told apart from the array's own signs: seen at once for all of them."""
    if None not in values:
        joined = '","'.join(values)  # type: ignore[arg-type] # none of them is None
        if joined.count('"') == 2 * (len(values) - 1) and "\\" not in joined:
            return (f'"{joined}"',)
    return ["NULL" if one is None else _quoted(one) for one in values]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


_WRITTEN: dict[type, Callable[[Sequence[Any]], Iterable[str]]] = {
    UUID: _ids,
    int: _numbers,
    date: _dates,
    datetime: _dates,
    bytes: _bytes,
    str: _texts,
    type(None): lambda values: ["NULL"] * len(values),
}


def unnested(columns: Sequence[tuple[str, str]]) -> str:
    """The rows of a statement: `unnest(…) AS given (…)`, from names and types of its columns."""
    arrays = ", ".join(f"%b::{kind}[]" for _, kind in columns)
    return f"unnest({arrays}) AS given ({', '.join(name for name, _ in columns)})"


def run(statement: str, rows: Iterable[Sequence[Any]], at_once: int) -> int:
    """Run the statement over the rows, `at_once` of them a time, in an open transaction; how many it touched."""
    left, touched = iter(rows), 0
    while some := list(islice(left, at_once)):
        with binding() as cursor:
            cursor.execute(statement, [list(column) for column in zip(*some, strict=True)])
            touched += cursor.rowcount
    return touched
