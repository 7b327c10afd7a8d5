"""What was said of a duty before, by a page or by a phone, as far as it can be opened here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from wumen.queries.field.opening import Opener, sessions
from wumen.records import field_told, sealing
from wumen.records.event_log import FIELD
from wumen.records.field_told import LogPlace
from wumen.rules.field.bodies import Body, DutyBody
from wumen.rules.field.envelope import Came, read_event
from wumen.rules.field.judging import Before
from wumen.rules.problems import Problem


@dataclass(frozen=True)
class Logged:
    """The event that a duty remembers: its exact bytes; of a phone's which phone, and what it says if it opens."""

    kind: str
    exact: bytes
    device: UUID | None = None
    said: Body | None = None

    @property
    def person(self) -> str:
        """Whose word it is, as the log knows her."""
        return str(msgspec.json.decode(self.exact)["person"])

    @property
    def post(self) -> UUID:
        """In which post she said it."""
        return UUID(msgspec.json.decode(self.exact)["post"])


def logged_all(evidences: Iterable[str]) -> dict[str, Logged]:
    """The events that some duties remember, by their places in the log; None of those outside the scope.

    Two statements, however many.
    """
    found = field_told.events(map(_place, evidences))
    phones = {place: one for place, one in found.items() if one.device is not None}
    opened = opened_all([(one.body, one.device) for one in phones.values()])
    said = dict(zip(phones, opened, strict=True))
    return {
        "/".join(map(str, place)): Logged(one.kind, one.body, one.device, said.get(place))
        for place, one in found.items()
    }


def _place(evidence: str) -> LogPlace:
    day, writer, seq = evidence.split("/")
    return date.fromisoformat(day), UUID(writer), int(seq)


def opened_all(some: Sequence[tuple[bytes, UUID | None]]) -> list[Body | None]:
    """What some field events say, each with its phone; None for one that no key opens or nobody can read.

    One statement, however many.
    """
    came = [(read_event(exact), device) for exact, device in some]
    known = sessions({one.envelope.session for one, _ in came if one.envelope is not None})
    openers = {device: Opener(device, known) for _, device in came if device is not None}
    return [_said(one, openers[device] if device else None) for one, device in came]


def _said(came: Came, opener: Opener | None) -> Body | None:
    if opener is None:
        return None
    try:
        return opener.body(came)
    except Problem:
        return None


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
    found = logged_all([evidence] if evidence else [])
    return read_off(found.get(evidence or ""), day, outbreak, subject)


def read_off(found: Logged | None, day: date, outbreak: UUID, subject: UUID) -> Before:
    """The reading in the event behind a settled duty of a day, if there is one and it opens."""
    if found is None:
        return Before()
    if found.kind.startswith(FIELD):
        return Before(found.said.reading) if isinstance(found.said, DutyBody) else Before()
    try:
        return _from_page(found.exact, outbreak, day, subject)
    except Problem:
        return Before()
