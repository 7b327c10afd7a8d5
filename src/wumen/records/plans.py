"""What a connection has prepared: the plans of `records.kept` by what they are for, and whether psycopg has its own."""

from collections import OrderedDict
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

Key = tuple[object, ...]
# The name under which each stands, and since when.
Known = OrderedDict[Key, tuple[str, float]]
_kept: WeakKeyDictionary[Any, Known] = WeakKeyDictionary()
_beside: WeakSet[Any] = WeakSet()


def of(connection: Any) -> Known:
    """The kept plans of a connection of psycopg's."""
    return _kept.setdefault(connection, OrderedDict())


def psycopg_prepares(connection: Any) -> None:
    """From here to the next rollback psycopg has prepared something itself."""
    _beside.add(connection)


def rolled_back(connection: Any) -> None:
    """Psycopg lets go of all that is prepared, ours too, when it undoes a transaction and has prepared anything."""
    if connection in _beside:
        _beside.discard(connection)
        _kept.pop(connection, None)
