"""Verifies the chains of the event log: every writer's numbers without a gap, every hash over its bytes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from django.db import connection

from wumen.records.event_log import GENESIS, link


@dataclass(frozen=True)
class BrokenChain:
    """A writer whose events do not bear out its head, and why."""

    writer: str
    why: str


@dataclass(frozen=True)
class Chains:
    """How many writers were checked, and which are broken."""

    checked: int
    broken: Sequence[BrokenChain]


# A day at a time: every read of the log is bound to a day, so that it looks into one partition.
_KEYS = """
    SELECT arrived_on, array_agg(hash ORDER BY seq), min(seq), max(seq)
    FROM event_key WHERE writer = %s GROUP BY arrived_on ORDER BY min(seq)
"""
_EVENTS = """
    SELECT e.seq, e.hash, e.body, v.state, e.id::text, e.kind, e.person, e.post::text, e.area,
        e.subject, e.made_at
    FROM event e LEFT JOIN verdict v
        ON v.arrived_on = %(day)s AND v.writer = e.writer AND v.seq = e.seq
    WHERE e.arrived_on = %(day)s AND e.writer = %(writer)s ORDER BY e.seq
"""


class _BrokenError(Exception):
    """Says why a chain does not hold."""


def _said(body: bytes) -> Iterator[object]:
    """What an event's exact bytes say of the columns that the log shows beside them."""
    said = msgspec.json.decode(body)
    for name in ("id", "kind", "person", "post", "area", "subject"):
        yield said[name]
    yield datetime.fromisoformat(said["made_at"])


def _check_day(writer: str, day: date, keys: Sequence[bytes], first: int, head: bytes) -> bytes:
    """The head after one day's events of a writer; raises with the first thing that is wrong."""
    expected = first
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, {"day": day, "writer": writer})
        rows = cursor.fetchall()
    for seq, event_hash, body, verdict, *columns in rows:
        if seq != expected:
            raise _BrokenError(f"event {expected} is gone")
        head = link(head, bytes(body))
        if bytes(event_hash) != head or bytes(keys[seq - first]) != head:
            raise _BrokenError(f"event {seq} was changed")
        if list(_said(bytes(body))) != columns:
            raise _BrokenError(f"event {seq} says something else than its columns")
        if verdict is None:
            raise _BrokenError(f"event {seq} was never judged")
        expected += 1
    if len(rows) != len(keys):
        raise _BrokenError(f"event {expected} is gone")
    return head


def _why(writer: str, next_seq: int, head: bytes) -> str | None:
    """What is wrong with one writer's chain; None for a whole one."""
    last, expected = GENESIS, 1
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, [writer])
        days = cursor.fetchall()
    try:
        for day, keys, first, final in days:
            if first != expected or final - first + 1 != len(keys):
                raise _BrokenError(f"number {expected} is missing")
            last = _check_day(writer, day, keys, first, last)
            expected = final + 1
    except _BrokenError as broken:
        return str(broken)
    if expected != next_seq or last != head:
        return f"the head stands at {next_seq - 1}, the events at {expected - 1}"
    return None


def verify() -> Chains:
    """Verify every writer whose events lie in the present scope as a whole."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT writer::text, next_seq, head FROM writer ORDER BY writer")
        writers = cursor.fetchall()
    broken = []
    for writer, next_seq, head in writers:
        why = _why(writer, next_seq, bytes(head))
        if why:
            broken.append(BrokenChain(writer, why))
    return Chains(len(writers), broken)
