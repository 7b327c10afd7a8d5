"""The bare endpoint of `bench ingest`: granian, msgspec, and one unnest insert into one table with a primary key."""

import os
import threading
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import psycopg

TABLE = "CREATE TABLE bare (writer uuid, seq bigint, body text NOT NULL, PRIMARY KEY (writer, seq))"
INSERT = "INSERT INTO bare SELECT * FROM unnest(%b::uuid[], %b::bigint[], %b::text[])"


class Batch(msgspec.Struct):
    """As phones send it."""

    events: list[str]


class Numbered(msgspec.Struct):
    """Of an event the number alone."""

    writer: str
    seq: int


_BATCH, _NUMBERED = msgspec.json.Decoder(Batch), msgspec.json.Decoder(Numbered)
_mine = threading.local()


def rows(content: bytes) -> list[list[Any]]:
    """The columns of a batch."""
    events = _BATCH.decode(content).events
    read = [_NUMBERED.decode(one) for one in events]
    return [[one.writer for one in read], [one.seq for one in read], events]


def _connection() -> psycopg.Connection[Any]:
    if not hasattr(_mine, "connection"):
        _mine.connection = psycopg.connect(os.environ["BARE_DATABASE_URL"])
    return _mine.connection  # type: ignore[no-any-return]


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Take a batch; asked whether it is there, say so."""
    if environ["REQUEST_METHOD"] == "GET":
        start("200 OK", [])
        return []
    columns = rows(environ["wsgi.input"].read())
    connection = _connection()
    with connection.transaction():
        connection.execute(INSERT, columns)
    start("200 OK", [("Content-Type", "application/json")])
    return [msgspec.json.encode({"next_seq": columns[1][-1] + 1})]
