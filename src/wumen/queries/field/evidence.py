"""What was said of a duty before, by a page or by a phone, as far as it can be opened here."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from wumen.queries.field.opening import Opener, sessions
from wumen.records import sealing
from wumen.records.event_log import FIELD
from wumen.records.field_log import device_of
from wumen.rules.field.bodies import Body, DutyBody
from wumen.rules.field.envelope import read_event
from wumen.rules.field.judging import Before
from wumen.rules.problems import Problem

_EVENT = "SELECT kind, body FROM event WHERE arrived_on = %s AND writer = %s AND seq = %s"


def logged(evidence: str) -> tuple[str, bytes] | None:
    """Kind and exact bytes of the event that a duty remembers; None outside the scope."""
    day, writer, seq = evidence.split("/")
    with connection.cursor() as cursor:
        cursor.execute(_EVENT, [date.fromisoformat(day), UUID(writer), int(seq)])
        row = cursor.fetchone()
    return (row[0], bytes(row[1])) if row else None


def opened(exact: bytes) -> Body:
    """What a field event says; Problems as `Opener.body` says."""
    came = read_event(exact)
    if came.envelope is None:
        raise Problem("field_event_unreadable")
    device = device_of(came.place.writer)
    if device is None:
        raise Problem("field_session_unknown")
    return Opener(device, sessions([came.envelope.session])).body(came)


def _from_page(exact: bytes, outbreak: UUID, day: date, subject: UUID) -> Before:
    """What a page said of somebody: one reading, or hers of a list that was pasted."""
    sealed = msgspec.json.decode(exact)["body"].get("sealed")
    if not sealed:
        return Before()
    text = sealing.unseal_evidence(outbreak, day, msgspec.json.decode(f'"{sealed}"', type=bytes))
    said: dict[str, Any] = msgspec.json.decode(text)
    reading = (said.get("evidence") or {}).get("celsius")
    if reading is None:
        reading = (said.get("reported") or {}).get(str(subject))
    return Before(float(reading) if isinstance(reading, int | float) else None)


def said_before(evidence: str | None, day: date, outbreak: UUID, subject: UUID) -> Before:
    """The reading that stands behind a settled duty of a day, if there is one and it opens."""
    found = logged(evidence) if evidence else None
    if found is None:
        return Before()
    kind, exact = found
    try:
        if not kind.startswith(FIELD):
            return _from_page(exact, outbreak, day, subject)
        body = opened(exact)
    except Problem:
        return Before()
    return Before(body.reading) if isinstance(body, DutyBody) else Before()
