"""What a connection has prepared: plans of `records.kept` by what they are for, statements of `records.exchange`."""

from collections import OrderedDict
from typing import Any
from weakref import WeakKeyDictionary

Key = tuple[object, ...]
# The name under which each stands, and since when.
Known = OrderedDict[Key, tuple[str, float]]
# A statement with the types of its values.
SentKey = tuple[str, tuple[int, ...] | None]
_kept: WeakKeyDictionary[Any, Known] = WeakKeyDictionary()
_sent: WeakKeyDictionary[Any, dict[SentKey, bytes]] = WeakKeyDictionary()


def of(connection: Any) -> Known:
    """The kept plans of a connection of psycopg's."""
    return _kept.setdefault(connection, OrderedDict())


def sent_on(connection: Any) -> dict[SentKey, bytes]:
    """The names under which statements that are sent in one go stand on a connection of psycopg's."""
    return _sent.setdefault(connection, {})
