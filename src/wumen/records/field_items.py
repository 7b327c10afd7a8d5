"""Events of phones that did not count by themselves, or never came: what waits for a person to decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from wumen.records.field_log import HeldWriter
from wumen.records.sets import binding
from wumen.rules.areas import EVERYWHERE

# What may be danger to life comes first: a temperature that another contradicts, a need or a note that reached
# nobody. What is sealed in a note no database reads, so that every note stands there.
_REFUSED = """
    SELECT * FROM (SELECT *, count(*) OVER () FROM (
        SELECT v.writer, v.seq, e.hash, v.problem, '' AS why, e.body, d.id, d.name, d.area,
            e.arrived_at AS came_at,
            b.office_at - greatest(b.sent_at - e.made_at, interval '0') AS done_at,
            (e.kind NOT IN ('field.need', 'field.note')
                AND v.problem !~ 'field_fever_after_normal|field_read_otherwise')::int AS rank
        FROM field_device d JOIN writer w ON w.device = d.id
        JOIN verdict v ON v.writer = w.writer AND v.state = 'refused' AND v.arrived_on >= %b
        JOIN event e ON e.arrived_on = v.arrived_on AND e.writer = v.writer AND e.seq = v.seq
            AND e.arrived_on >= %b
        JOIN field_batch b ON b.writer = v.writer AND v.seq BETWEEN b.first_seq AND b.last_seq
        WHERE d.area >= %b AND d.area < %b AND (%b::uuid IS NULL OR d.id = %b)
            AND NOT EXISTS (SELECT FROM field_decision x
                WHERE x.writer = v.writer AND x.seq = v.seq AND x.hash = e.hash)
        UNION ALL
        SELECT h.writer, h.seq, h.hash, '', h.why, h.body, d.id, d.name, d.area, h.came_at, h.done_at, 1
        FROM field_device d JOIN writer w ON w.device = d.id AND w.holding
        JOIN held h ON h.writer = w.writer AND h.why IN ('forked', 'late')
        WHERE d.area >= %b AND d.area < %b AND (%b::uuid IS NULL OR d.id = %b)
            AND NOT EXISTS (SELECT FROM field_decision x
                WHERE x.writer = h.writer AND x.seq = h.seq AND x.hash = h.hash)) AS waits) AS counted
    WHERE rank > %b OR rank = %b AND (came_at, writer, seq, hash) < (%b, %b, %b, %b)
    ORDER BY rank, came_at DESC, writer DESC, seq DESC, hash DESC LIMIT %b
"""
_HOLD = """
    SELECT d.id, d.area, d.outbreak_id, o.closed_at IS NOT NULL, d.post,
        least(d.ended_at, b.ended_at), d.writer, w.writer, w.next_seq, w.head, w.holding
    FROM field_device d JOIN writer w ON w.device = d.id AND w.writer = %b
    JOIN outbreak o ON o.id = d.outbreak_id LEFT JOIN device b ON b.id = d.device_id
    FOR UPDATE OF w
"""
_WAITING = "SELECT body, done_at FROM held WHERE writer = %b AND why = 'early' ORDER BY seq"
_HOLES = """
    SELECT w.device, w.writer, w.next_seq, min(h.seq), count(*)
    FROM writer w JOIN held h ON h.writer = w.writer AND h.why = 'early'
    WHERE w.device IN (SELECT id FROM field_device d WHERE d.area >= %b AND d.area < %b)
        AND w.holding GROUP BY 1, 2, 3 ORDER BY 1, 2
"""
_CAME = """
    SELECT w.device, sum(w.next_seq - 1), max(b.received_at),
        (array_agg(b.drift_ms ORDER BY b.id DESC NULLS LAST))[1]
    FROM writer w LEFT JOIN LATERAL (SELECT id, received_at, drift_ms FROM field_batch
        WHERE writer = w.writer ORDER BY first_seq DESC LIMIT 1) b ON true
    WHERE w.device = ANY(%b) GROUP BY 1
"""


@dataclass(frozen=True)
class OpenItem:
    """An event that waits for a decision; `problem` of the log's verdict, or `why` it lies beside the log.

    `rank`: 0 for what may be danger to life; `waiting`: how many wait in all.
    """

    writer: UUID
    seq: int
    hash: bytes
    problem: str
    why: str
    body: bytes
    device: UUID
    device_name: str
    area: str
    came_at: datetime
    done_at: datetime
    rank: int
    waiting: int


@dataclass(frozen=True)
class Before:
    """Where a page begins: behind the item of that rank, hour, writer, number and content."""

    rank: int
    came_at: datetime
    writer: UUID
    seq: int
    hash: bytes


# Before the first: nothing came later than this.
FIRST = Before(0, datetime(9000, 1, 1, tzinfo=UTC), UUID(int=0), 0, b"")


@dataclass(frozen=True)
class Hole:
    """Numbers of a writer that have not come, before others that wait."""

    device: UUID
    writer: UUID
    first_seq: int
    last_seq: int
    waiting: int


@dataclass(frozen=True)
class CameSoFar:
    """How many events of a phone came, when the last of them, and how far its clock went wrong then."""

    many: int
    last_at: datetime | None
    drift_ms: int | None


def open_items(
    lo: str, hi: str, since: date, before: Before = FIRST, limit: int | None = None
) -> list[OpenItem]:
    """What of the phones of a span waits for a decision, from behind a place on: danger first, then the last come."""
    return _items([lo, hi, None, None], since, before, limit)


def items_of(device: UUID, since: date) -> list[OpenItem]:
    """What of one phone waits for a decision."""
    return _items([EVERYWHERE.lo, EVERYWHERE.hi, device, device], since, FIRST, None)


def _items(phones: list[Any], since: date, before: Before, limit: int | None) -> list[OpenItem]:
    keyset = [before.rank, before.rank, before.came_at, before.writer, before.seq, before.hash]
    with binding() as cursor:
        given = [since, since, *phones, *phones, *keyset, limit]
        rows = cursor.execute(_REFUSED, given).fetchall()
    return [OpenItem(*row) for row in rows]


def holes(lo: str, hi: str) -> list[Hole]:
    """The numbers that are missing of the phones of a span."""
    with binding() as cursor:
        rows = cursor.execute(_HOLES, [lo, hi]).fetchall()
    return [
        Hole(device, writer, first, least - 1, many) for device, writer, first, least, many in rows
    ]


def came(devices: Sequence[UUID]) -> dict[UUID, CameSoFar]:
    """What came of some phones so far."""
    with binding() as cursor:
        rows = cursor.execute(_CAME, [list(devices)]).fetchall()
    return {device: CameSoFar(int(many), at, drift) for device, many, at, drift in rows}


def hold_writer(writer: UUID) -> HeldWriter | None:
    """Hold a writer of any phone until the end of the transaction."""
    with binding() as cursor:
        row = cursor.execute(_HOLD, [writer]).fetchone()
    return None if row is None else HeldWriter.of(row)


def waiting(writer: UUID) -> list[tuple[bytes, datetime]]:
    """What of a writer waits for earlier numbers: exact bytes, and when it was done."""
    with binding() as cursor:
        rows = cursor.execute(_WAITING, [writer]).fetchall()
    return [(bytes(body), at) for body, at in rows]
