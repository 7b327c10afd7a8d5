"""The event log: what happened, appended once, in a chain per writer; history, audit and outbox at once."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import accumulate
from typing import Any
from uuid import UUID, uuid4

import msgspec
from django.db import connection

from wumen.records import clock
from wumen.records.request import request_id
from wumen.rules.areas import subdistrict
from wumen.rules.chain import GENESIS, link
from wumen.rules.time import business_day

# How the kinds of all events begin that phones make themselves.
FIELD = "field."
_LOCK = """
    INSERT INTO writer (writer, kind, post, subdistrict, head) VALUES (%s, 'server', %s, %s, %s)
    ON CONFLICT (post) WHERE kind = 'server' DO UPDATE SET closed_why = writer.closed_why
    RETURNING writer, next_seq, head
"""
_APPEND = """
    WITH new AS (
        SELECT * FROM unnest(%(seq)s::bigint[], %(id)s::uuid[], %(kind)s::text[],
            %(made_at)s::timestamptz[], %(person)s::text[], %(area)s::text[],
            %(subdistrict)s::text[], %(subject)s::text[], %(body)s::bytea[], %(hash)s::bytea[])
            AS t(seq, id, kind, made_at, person, area, subdistrict, subject, body, hash)
    ), logged AS (
        INSERT INTO event SELECT %(day)s, %(writer)s, seq, id, kind, made_at, %(at)s, person,
            %(post)s, subdistrict, area, subject, body, hash FROM new
    ), keyed AS (
        INSERT INTO event_key SELECT %(writer)s, seq, %(day)s, hash FROM new
    ), judged AS (
        INSERT INTO verdict (arrived_on, writer, seq, state, at)
        SELECT %(day)s, %(writer)s, seq, 'accepted', %(at)s FROM new
    )
    UPDATE writer SET next_seq = %(next)s, head = %(head)s WHERE writer = %(writer)s
"""


@dataclass(frozen=True)
class NewEvent:
    """One thing that happened; `subject` is a keyed hash where a person is meant, never a name."""

    kind: str
    area: str
    subject: str = ""
    body: dict[str, Any] = field(default_factory=dict)


class EventRef(msgspec.Struct, frozen=True, gc=False):
    """Where an event stands in the log: day of arrival, writer, number."""

    arrived_on: date
    writer: UUID
    seq: int

    def __str__(self) -> str:
        """The form in which a duty remembers its evidence."""
        return f"{evidence_front(self.arrived_on, self.writer)}{self.seq}"


def evidence_front(arrived_on: date, writer: UUID) -> str:
    """How the evidence by a writer's events of a day begins; their numbers follow."""
    return f"{arrived_on}/{writer}/"


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    raise NotImplementedError(f"an event cannot hold {type(value)}")


def _envelope(event: NewEvent, ident: UUID, made_at: datetime, person: str, post: UUID) -> bytes:
    """The exact bytes that the chain covers."""
    content = {
        "id": ident,
        "kind": event.kind,
        "made_at": made_at,
        "person": person,
        "post": post,
        "area": event.area,
        "subject": event.subject,
        "request": request_id.get(),
        "body": event.body,
    }
    return msgspec.json.encode(content, enc_hook=_plain, order="deterministic")


def _columns(events: Sequence[NewEvent], made_at: datetime) -> dict[str, list[Any]]:
    """What the log shows of events beside their exact bytes, one list a column."""
    return {
        "kind": [event.kind for event in events],
        "made_at": [made_at] * len(events),
        "area": [event.area for event in events],
        "subdistrict": [subdistrict(event.area) for event in events],
        "subject": [event.subject for event in events],
    }


def append(person: str, post: UUID, events: Sequence[NewEvent]) -> list[EventRef]:
    """Append events of one post, in order, inside the running transaction.

    `person` is the keyed hash of who acted. The post's writer stays locked until the transaction ends:
    that makes the numbers gap-free and the chain whole.
    """
    made_at, arrived_at = clock.now(), clock.real_now()
    day = business_day(arrived_at)
    idents = [uuid4() for _ in events]
    bodies = [
        _envelope(event, ident, made_at, person, post)
        for event, ident in zip(events, idents, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [uuid4(), post, subdistrict(events[0].area), GENESIS])
        writer, first, head = cursor.fetchone()
        hashes = list(accumulate(bodies, link, initial=bytes(head)))
        seqs = list(range(first, first + len(events)))
        written = {
            **_columns(events, made_at),
            "seq": seqs,
            "id": idents,
            "person": [person] * len(events),
            "body": bodies,
            "hash": hashes[1:],
            "day": day,
            "at": arrived_at,
            "writer": writer,
            "post": post,
            "next": first + len(events),
            "head": hashes[-1],
        }
        cursor.execute(_APPEND, written)
    return [EventRef(day, writer, seq) for seq in seqs]


def _content(kind: str, body: bytes) -> dict[str, Any]:
    """What an event says in clear beside its columns; a field event says nothing more."""
    return {} if kind.startswith(FIELD) else dict(msgspec.json.decode(body)["body"])


@dataclass(frozen=True)
class LoggedEvent:
    """An event as it is read back: its place, its columns, and what its exact bytes say."""

    ref: EventRef
    kind: str
    area: str
    body: dict[str, Any]


def unread(consumer: str, limit: int = 500) -> Iterator[LoggedEvent]:
    """What a consumer has not read yet, writer by writer, in the order in which it was written."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT e.arrived_on, e.writer, e.seq, e.kind, e.area, e.body
            FROM writer w LEFT JOIN cursor c ON c.writer = w.writer AND c.consumer = %s
            JOIN event_key k ON k.writer = w.writer AND k.seq > coalesce(c.seq, 0)
            JOIN event e ON e.arrived_on = k.arrived_on AND e.writer = k.writer AND e.seq = k.seq
            WHERE w.next_seq > coalesce(c.seq, 0) + 1
            ORDER BY e.writer, e.seq LIMIT %s
            """,
            [consumer, limit],
        )
        rows = cursor.fetchall()
    for day, writer, seq, kind, area, body in rows:
        yield LoggedEvent(EventRef(day, writer, seq), kind, area, _content(kind, bytes(body)))


def advance(consumer: str, last: EventRef) -> None:
    """Remember that a consumer has read a writer's events up to and with `last`."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO cursor (consumer, writer, seq, arrived_on) VALUES (%s, %s, %s, %s)
            ON CONFLICT (consumer, writer) DO UPDATE
            SET seq = excluded.seq, arrived_on = excluded.arrived_on
            """,
            [consumer, last.writer, last.seq, last.arrived_on],
        )
