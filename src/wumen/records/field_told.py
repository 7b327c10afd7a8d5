"""What phones told, read back: a page of it with its events, and how much of today there is of each kind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from wumen.records.kept import Kept
from wumen.records.sets import binding
from wumen.rules.field.told import PASSAGE

# The keyset is the order: the index on it is read backward from where the page before ended.
_PAGE = Kept(
    """
    SELECT r.writer, r.seq, r.arrived_on, r.area, r.kind, r.happened_at, r.direction, r.decision,
        r.count, p.role, c.name, h.id, i.number, i.urgency, i.closed_as, i.due_at
    FROM field_record r
    LEFT JOIN post p ON p.id = r.post LEFT JOIN crew c ON c.id = p.person_id
    LEFT JOIN household h ON h.area = r.area
    LEFT JOIN instruction i ON i.told_writer = r.writer AND i.told_seq = r.seq
    WHERE r.area >= %(lo)s AND r.area < %(hi)s AND r.kind = ANY(%(kinds)s)
        AND (r.happened_at, r.writer, r.seq) < (%(at)s, %(writer)s, %(seq)s) AND r.happened_at >= %(since)s
    ORDER BY r.happened_at DESC, r.writer DESC, r.seq DESC LIMIT %(limit)s
    """,
    "lo text, hi text, kinds text[], at timestamptz, writer uuid, seq bigint, since timestamptz, limit bigint",
)
_EVENTS = """
    SELECT e.arrived_on, e.writer, e.seq, e.kind, e.made_at, e.arrived_at, e.body, p.device
    FROM unnest(%b::date[], %b::uuid[], %b::bigint[]) AS w (day, writer, seq)
    JOIN event e ON e.arrived_on = w.day AND e.writer = w.writer AND e.seq = w.seq
    LEFT JOIN writer p ON p.writer = e.writer WHERE e.arrived_on = ANY(%b)
"""
_SUMS = """
    SELECT kind, direction, decision, count(*), coalesce(sum(count), 0) FROM field_record
    WHERE happened_at >= %s AND happened_at < %s AND area >= %s AND area < %s GROUP BY 1, 2, 3
"""

_GONE = """
    SELECT arrived_on, writer, seq, area, happened_at FROM field_record
    WHERE kind = %s AND direction = 'out' AND decision = 'passed' AND happened_at >= %s
        AND ((area >= %s AND area < %s) OR area = ANY(%s))
    ORDER BY happened_at DESC LIMIT %s
"""


_PASSED = """
    SELECT arrived_on, writer, seq, happened_at, direction, decision FROM field_record
    WHERE kind = %s AND happened_at >= %s AND happened_at < %s AND area >= %s AND area < %s
    ORDER BY happened_at DESC LIMIT %s
"""


@dataclass(frozen=True)
class Place:
    """Where a page begins: behind the row of that hour, writer and number."""

    at: datetime
    writer: UUID
    seq: int


@dataclass(frozen=True)
class ToldRow:
    """One thing that was told, with who told it, the home there, and the request that it raised."""

    writer: UUID
    seq: int
    arrived_on: date
    area: str
    kind: str
    happened_at: datetime
    direction: str
    decision: str
    count: int | None
    role: str | None
    name: str | None
    household: UUID | None
    number: int | None
    urgency: str | None
    closed_as: str | None
    due_at: datetime | None

    @property
    def event(self) -> "LogPlace":
        """Where its event lies."""
        return self.arrived_on, self.writer, self.seq


# Where an event lies in the log: its day, its writer, its number.
LogPlace = tuple[date, UUID, int]


@dataclass(frozen=True)
class Passed:
    """An entry at a gate: where its event lies, when, which way and what was decided; who it was lies in the event."""

    event: LogPlace
    at: datetime
    direction: str
    decision: str


@dataclass(frozen=True)
class ToldEvent:
    """An event behind it: its writer's own hour, when it came, its exact bytes, and which phone made it, if one did."""

    kind: str
    made_at: datetime
    arrived_at: datetime
    body: bytes
    device: UUID | None


@dataclass(frozen=True)
class Sum:
    """How much was told of one kind: how often, and what it adds up to."""

    kind: str
    direction: str
    decision: str
    times: int
    many: int


def page(
    lo: str, hi: str, kinds: Sequence[str], before: Place, since: datetime, limit: int
) -> list[ToldRow]:
    """What was told in a span since an hour, the last first, from behind a place on."""
    place = {"at": before.at, "writer": before.writer, "seq": before.seq}
    found = _PAGE.rows(lo=lo, hi=hi, kinds=list(kinds), since=since, limit=limit, **place)
    return [ToldRow(*row) for row in found]


def events(places: Iterable[LogPlace]) -> dict[LogPlace, ToldEvent]:
    """The events at some places of the log, in one statement; what the viewer may not see is left out."""
    some = sorted(set(places))
    if not some:
        return {}
    days, writers, seqs = zip(*some, strict=True)
    with binding() as cursor:
        given = [list(days), list(writers), list(seqs), sorted(set(days))]
        found = cursor.execute(_EVENTS, given).fetchall()
    return {
        (day, writer, seq): ToldEvent(kind, made, came, bytes(body), device)
        for day, writer, seq, kind, made, came, body, device in found
    }


def sums(lo: str, hi: str, begins: datetime, ends: datetime) -> list[Sum]:
    """What was told in a span between two instants, by kind, way and decision."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, [begins, ends, lo, hi])
        return [Sum(*row) for row in cursor.fetchall()]


def gone_out(
    lo: str, hi: str, above: Sequence[str], since: datetime, most: int
) -> list[tuple["LogPlace", str, datetime]]:
    """Who was let out at gates of a place, or of places above it, since an hour: event, gate, hour; the last first."""
    with connection.cursor() as cursor:
        cursor.execute(_GONE, [PASSAGE, since, lo, hi, list(above), most])
        return [((day, writer, seq), area, at) for day, writer, seq, area, at in cursor.fetchall()]


def passed(lo: str, hi: str, begins: datetime, ends: datetime, most: int) -> list[Passed]:
    """The entries that phones told at gates of a span between two instants, so many at most, the last first."""
    with connection.cursor() as cursor:
        cursor.execute(_PASSED, [PASSAGE, begins, ends, lo, hi, most])
        return [
            Passed((day, writer, seq), at, direction, decision)
            for day, writer, seq, at, direction, decision in cursor.fetchall()
        ]
