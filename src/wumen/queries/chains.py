"""Verifies the chains of the event log: every writer's numbers without a gap, every hash over its bytes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from django.db import connection

from wumen.rules.chain import GENESIS, link
from wumen.rules.field.envelope import columns_of, read_event


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
    SELECT arrived_on, array_agg(seq ORDER BY seq), array_agg(hash ORDER BY seq)
    FROM event_key WHERE writer = %s GROUP BY arrived_on ORDER BY min(seq)
"""
_HOLES = "SELECT first_seq, last_seq FROM writer_hole WHERE writer = %s"
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
    """What an event's exact bytes say of the columns that the log shows beside them, in their order."""
    said = msgspec.json.decode(body)
    for name in ("id", "kind", "person", "post", "area", "subject"):
        yield said[name]
    yield datetime.fromisoformat(said["made_at"])


def _said_by_phone(body: bytes) -> Iterator[object]:
    """The same of an event that a phone made: as it was read when it came."""
    came = read_event(body)
    read = columns_of(came.clear)
    yield from (str(came.place.id), read.kind, read.person, read.post and str(read.post))
    yield from (read.area, read.subject, came.made_at)


def _prev(body: bytes) -> bytes:
    """The hash that a phone's event says it follows."""
    return read_event(body).linked.prev


@dataclass
class _Walk:
    """One writer's chain as it is walked: the number expected next, the head, and the holes that people closed."""

    writer: str
    phone: bool
    holes: dict[int, int]
    expected: int = 1
    head: bytes = GENESIS

    def over_hole(self) -> bool:
        """Go over the numbers that never came, where a named person closed them."""
        last = self.holes.pop(self.expected, None)
        if last is None:
            return False
        self.expected = last + 1
        return True

    def day(self, day: date, keys: dict[int, bytes]) -> None:
        """One day's events; raises with the first thing that is wrong."""
        with connection.cursor() as cursor:
            cursor.execute(_EVENTS, {"day": day, "writer": self.writer})
            rows = cursor.fetchall()
        for seq, event_hash, body, verdict, *columns in rows:
            exact = bytes(body)
            if seq != self.expected:
                if not self.over_hole() or seq != self.expected:
                    raise _BrokenError(f"event {self.expected} is gone")
                self.head = _prev(exact)
            self._event(seq, exact, bytes(event_hash), keys.pop(seq, b""))
            if list((_said_by_phone if self.phone else _said)(exact)) != columns:
                raise _BrokenError(f"event {seq} says something else than its columns")
            if verdict is None:
                raise _BrokenError(f"event {seq} was never judged")
        if keys:
            raise _BrokenError(f"event {min(keys)} is gone")

    def _event(self, seq: int, exact: bytes, logged: bytes, key: bytes) -> None:
        self.head = link(self.head, exact)
        follows = not self.phone or link(_prev(exact), exact) == self.head
        if logged != self.head or key != self.head or not follows:
            raise _BrokenError(f"event {seq} was changed")
        self.expected = seq + 1


def _why(writer: str, phone: bool, next_seq: int, head: bytes) -> str | None:
    """What is wrong with one writer's chain; None for a whole one."""
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, [writer])
        days = cursor.fetchall()
        cursor.execute(_HOLES, [writer])
        walk = _Walk(writer, phone, dict(cursor.fetchall()))
    try:
        for day, seqs, keys in days:
            walk.day(day, dict(zip(seqs, map(bytes, keys), strict=True)))
    except _BrokenError as broken:
        return str(broken)
    if walk.expected != next_seq or walk.head != head:
        return f"the head stands at {next_seq - 1}, the events at {walk.expected - 1}"
    return None


def verify() -> Chains:
    """Verify every writer whose events lie in the present scope as a whole."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT writer::text, kind = 'device', next_seq, head FROM writer ORDER BY writer"
        )
        writers = cursor.fetchall()
    broken = []
    for writer, phone, next_seq, head in writers:
        why = _why(writer, phone, next_seq, bytes(head))
        if why:
            broken.append(BrokenChain(writer, why))
    return Chains(len(writers), broken)
