"""Which enrolled phone comes with a token, and what the server has of its events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from wumen.queries.devices import token_key
from wumen.queries.installation import restored_at
from wumen.queries.posts import looking_around
from wumen.records import clock
from wumen.records.models import FieldDevice
from wumen.rules.field.envelope import read_event
from wumen.rules.field.refusals import told
from wumen.rules.problems import Problem


@dataclass(frozen=True)
class EnrolledPhone:
    """An enrolled phone; `goes_on` as long as nobody ended it, nor time, nor the outbreak."""

    id: UUID
    area: str
    post: UUID | None
    outbreak: UUID
    until: datetime
    writer: UUID
    goes_on: bool


def phone(token: str) -> EnrolledPhone:
    """The phone that bears a token, ended ones too; Problem `field_token_unknown`."""
    with looking_around():
        row = (
            FieldDevice.objects.select_related("outbreak", "device")
            .filter(token_key=token_key(token))
            .first()
        )
    if row is None or row.writer is None:
        raise Problem("field_token_unknown")
    ended = row.ended_at or (row.device.ended_at if row.device else None)
    goes_on = not ended and not row.outbreak.closed_at and row.until_at > clock.real_now()
    return EnrolledPhone(
        *(row.id, row.area, row.post, row.outbreak_id, row.until_at, row.writer, goes_on)
    )


_WRITERS = "SELECT writer, next_seq, head FROM writer WHERE device = %s ORDER BY writer"
_ASIDE = "SELECT writer, seq, body, why FROM held WHERE writer = ANY(%s) ORDER BY writer, seq"
_REFUSED = """
    SELECT v.writer, v.seq, e.id, v.problem
    FROM event_key k JOIN verdict v
        ON v.arrived_on = k.arrived_on AND v.writer = k.writer AND v.seq = k.seq
    JOIN event e ON e.arrived_on = k.arrived_on AND e.writer = k.writer AND e.seq = k.seq
    WHERE k.writer = ANY(%s) AND v.state = 'refused' ORDER BY 1, 2
"""


def proof(token: str) -> dict[str, Any]:
    """What the server has of a phone: of each of its writers the head, what waits, and what was refused.

    `restored_at`: when the office was restored last; what was brought before may be missing, photos too. Problem
    `field_token_unknown`.
    """
    found = phone(token)
    with looking_around(), connection.cursor() as cursor:
        cursor.execute(_WRITERS, [found.id])
        writers = cursor.fetchall()
        idents = [row[0] for row in writers]
        cursor.execute(_ASIDE, [idents])
        aside = cursor.fetchall()
        cursor.execute(_REFUSED, [idents])
        refused = cursor.fetchall()
    return {
        "writers": [
            {
                "writer": writer,
                "next_seq": next_seq,
                "head": bytes(head),
                "held": [seq for of, seq, _, why in aside if of == writer and why == "early"],
                "refused": _refused(writer, refused, aside),
            }
            for writer, next_seq, head in writers
        ],
        "restored_at": restored_at(),
    }


_ASIDE_CODES = {"forked": "writer_forked", "late": "writer_hole_closed"}


def _refused(
    writer: UUID, refused: Sequence[tuple[Any, ...]], aside: Sequence[tuple[Any, ...]]
) -> list[dict[str, Any]]:
    in_log = [
        {"seq": seq, "id": ident, "problem": told(problem).as_dict()}
        for of, seq, ident, problem in refused
        if of == writer
    ]
    beside = [
        {
            "seq": seq,
            "id": read_event(bytes(body)).place.id,
            "problem": Problem(_ASIDE_CODES[why]).as_dict(),
        }
        for of, seq, body, why in aside
        if of == writer and why in _ASIDE_CODES
    ]
    return [*in_log, *beside]
