"""Reads back all that phones brought, in the order in which it took effect."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max, Sum

from wumen.records.models import (
    Duty,
    ExitTold,
    FieldRecord,
    Instruction,
    Outbreak,
    Parcel,
    Resident,
)
from wumen.rules.needs import Urgency
from wumen.rules.parcels import by_phone

_RUNS = """
    SELECT b.id, b.writer, b.first_seq, b.last_seq, b.sent_at, b.received_at, b.office_at,
        d.id, d.area, d.outbreak_id
    FROM field_batch b JOIN writer w ON w.writer = b.writer JOIN field_device d ON d.id = w.device
    JOIN outbreak u ON u.id = d.outbreak_id AND u.erased_at IS NULL
    ORDER BY b.id
"""
_RUN = """
    SELECT e.arrived_on, e.seq, e.body, v.state, v.problem
    FROM event_key k JOIN event e
        ON e.arrived_on = k.arrived_on AND e.writer = k.writer AND e.seq = k.seq
    JOIN verdict v ON v.arrived_on = k.arrived_on AND v.writer = k.writer AND v.seq = k.seq
    WHERE k.writer = %s AND k.seq BETWEEN %s AND %s ORDER BY e.seq
"""
_APPLIED = """
    SELECT x.writer, x.seq, x.evidence, e.arrived_at,
        coalesce(h.body, o.body), coalesce(h.done_at, b.office_at - greatest(b.sent_at - o.made_at, interval '0')),
        h.body IS NOT NULL, coalesce(o.arrived_on, k.arrived_on), d.id, d.area, d.outbreak_id
    FROM field_decision x
    JOIN writer w ON w.writer = x.writer JOIN field_device d ON d.id = w.device
    JOIN event e ON e.arrived_on = split_part(x.evidence, '/', 1)::date
        AND e.writer = split_part(x.evidence, '/', 2)::uuid
        AND e.seq = split_part(x.evidence, '/', 3)::bigint
    LEFT JOIN held h ON h.writer = x.writer AND h.seq = x.seq AND h.hash = x.hash
    LEFT JOIN event_key k ON k.writer = x.writer AND k.seq = x.seq
    LEFT JOIN event o ON o.arrived_on = k.arrived_on AND o.writer = k.writer AND o.seq = k.seq
    LEFT JOIN field_batch b ON b.writer = x.writer AND x.seq BETWEEN b.first_seq AND b.last_seq
    WHERE x.decided = 'applied'
"""


@dataclass(frozen=True)
class Brought:
    """One event as it took effect: whose phone, its bytes, the hours it counts by; `evidence` of a decision."""

    writer: UUID
    seq: int
    arrived_on: date
    body: bytes
    sent_at: datetime
    office_at: datetime
    took_effect: datetime
    problem: str
    device: UUID
    area: str
    outbreak: UUID
    evidence: str
    decided: bool = False


def all_erased() -> bool:
    """Whether there were outbreaks and the last of them is erased."""
    return Outbreak.objects.exists() and not Outbreak.objects.filter(erased_at=None).exists()


def any_erased() -> bool:
    """Whether events of phones stand that open to nobody any more, for their outbreak is erased."""
    return Outbreak.objects.filter(erased_at__isnull=False).exists()


def brought() -> Iterator[Brought]:
    """All that phones brought, whether it counted or not, in the order in which it took effect.

    Of an outbreak that is erased nothing: it opens to nobody, and what it did is gone.
    """
    with connection.cursor() as cursor:
        cursor.execute(_RUNS)
        runs = cursor.fetchall()
        cursor.execute(_APPLIED)
        applied = sorted(cursor.fetchall(), key=lambda row: row[3])
    for _, writer, first, last, sent, received, office, device, area, outbreak in runs:
        while applied and applied[0][3] < received:
            yield _decided(applied.pop(0))
        with connection.cursor() as cursor:
            cursor.execute(_RUN, [writer, first, last])
            rows = cursor.fetchall()
        for day, seq, body, _, problem in rows:
            yield Brought(
                *(writer, seq, day, bytes(body), sent, office, received, problem),
                *(device, area, outbreak, f"{day}/{writer}/{seq}"),
            )
    yield from map(_decided, applied)


def _decided(row: Sequence[Any]) -> Brought:
    writer, seq, evidence, at, body, done_at, aside, day, device, area, outbreak = row
    own = f"{day}/{writer}/{seq}"
    return Brought(
        *(writer, seq, day, bytes(body), done_at, done_at, at, ""),
        *(device, area, outbreak, evidence if aside else own),
        decided=True,
    )


def by_phones(writers: set[UUID]) -> Iterator[Duty]:
    """The duties that stand on the word of a phone."""
    for row in Duty.objects.filter(evidence__isnull=False).iterator(chunk_size=5000):
        if row.evidence and UUID(row.evidence.split("/")[1]) in writers:
            yield row


def records() -> Iterator[FieldRecord]:
    """What is kept beside duties."""
    return FieldRecord.objects.iterator(chunk_size=5000)


def asked_by_phones() -> dict[tuple[UUID, int], str]:
    """How urgent each request is that an event of a phone raised, by that event."""
    raised = Instruction.objects.filter(told_writer__isnull=False)
    blocked = ExitTold.objects.filter(told_writer__isnull=False)
    return {
        (writer, seq): urgency
        for writer, seq, urgency in (
            *raised.values_list("told_writer", "told_seq", "urgency"),
            *blocked.values_list("told_writer", "told_seq", "instruction__urgency"),
        )
        if writer is not None and seq is not None
    }


def still_here(residents: set[UUID]) -> set[UUID]:
    """Those of some people who are in the register still."""
    return set(Resident.objects.filter(id__in=residents).values_list("id", flat=True))


def asked_last(residents: set[UUID]) -> dict[UUID, datetime]:
    """When anything urgent was last asked for about each of some people, open or closed, whoever told it."""
    rows = Instruction.objects.filter(resident__in=residents, urgency=Urgency.URGENT)
    return dict(rows.values_list("resident").annotate(last=Max("entered_at")))


def handed_by_phones() -> list[tuple[UUID, int, datetime]]:
    """How many pieces left their point by each word of a phone, and when."""
    rows = Parcel.objects.filter(handing__isnull=False).values_list("handing", "handed_at")
    found = rows.annotate(many=Sum("pieces")).values_list("handing", "many", "handed_at")
    return [(word, many, at) for word, many, at in found if word and at and by_phone(word)]


def lie_still(doors: Collection[str]) -> Callable[[str, datetime], int]:
    """How many pieces that were noted for a door before an hour lie there; not of a home that came there since."""
    lying: dict[str, list[tuple[UUID | None, datetime, int]]] = {}
    rows = Parcel.objects.filter(area__in=doors, handed_at=None, lot=None).exclude(household=None)
    for door, home, noted_at, many in rows.values_list("area", "household", "noted_at", "pieces"):
        lying.setdefault(door, []).append((home, noted_at, many))
    of_homes = Resident.objects.filter(area__in=lying).order_by().values_list("area", "household")
    came: dict[tuple[str, UUID | None], datetime] = {
        (door, home): last for door, home, last in of_homes.annotate(last=Max("since"))
    }

    def pieces(door: str, when: datetime) -> int:
        return sum(
            many
            for home, noted_at, many in lying.get(door, ())
            if noted_at <= when and came.get((door, home), noted_at) <= when
        )

    return pieces
