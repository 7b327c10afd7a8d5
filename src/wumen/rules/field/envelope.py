"""The exact text of a field event: its place in the chain, and the columns that the log shows beside it."""

from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec

from wumen.rules.areas import subdistrict
from wumen.rules.chain import Linked, link, written
from wumen.rules.problems import Problem

MOST_EVENTS = 500
MOST_BYTES = 4 * 1024 * 1024
# The kind under which an event stands whose text says too little: kept, refused and shown.
UNREADABLE = "field.unreadable"
NONCE_BYTES = 12
HASH_BYTES = 32
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
YEARS = range(2000, 2100)

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
Ref = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z_=+/.-]*\Z", max_length=128)]
Number = Annotated[int, msgspec.Meta(ge=1, le=2**53)]
# Personal events say the place down to the building, never the door: five codes at most.
Place = Annotated[
    str, msgspec.Meta(pattern=r"^([0-9a-z][0-9a-z_-]*/){1,5}\Z", min_length=2, max_length=200)
]
Kind = Annotated[str, msgspec.Meta(pattern=r"^field\.[a-z_]{1,30}\Z")]


class Chained(msgspec.Struct, frozen=True, gc=False):
    """What must be readable for an event to have a place: whose, which number, after what."""

    id: UUID
    writer: UUID
    seq: Number
    prev: bytes


class Envelope(Chained, frozen=True, gc=False):
    """All that an event says in clear; `body` is nonce and sealed content."""

    kind: Kind
    made_at: Instant
    person: Ref
    post: UUID
    subject: Ref
    area: Place
    session: UUID
    body: bytes

    @property
    def sealed_with(self) -> bytes:
        """What the seal of the body also covers: it opens at no other place of the chain."""
        return f"{written(self.writer)}/{self.seq}/{self.kind}".encode()


class Came(msgspec.Struct, frozen=True, gc=False):
    """An event as it came: its exact bytes, its place; `envelope` is None where the rest cannot be read."""

    text: bytes
    place: Chained
    linked: Linked
    envelope: Envelope | None

    @property
    def made_at(self) -> datetime:
        """When it says that it was made; long ago where that cannot be read."""
        return self.envelope.made_at if self.envelope else _NEVER


_ENVELOPE = msgspec.json.Decoder(Envelope)
_CHAINED = msgspec.json.Decoder(Chained)


def _envelope(text: bytes) -> Envelope | None:
    try:
        read = _ENVELOPE.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    whole = read.made_at.year in YEARS and len(read.body) > NONCE_BYTES
    return read if whole else None


def read_event(text: str | bytes) -> Came:
    """Read the exact text of an event; Problem `field_batch_unreadable` where not even its place can be read."""
    exact = text.encode() if isinstance(text, str) else text
    envelope = _envelope(exact)
    try:
        place = envelope or _CHAINED.decode(exact)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Problem("field_batch_unreadable") from None
    if len(place.prev) != HASH_BYTES:
        raise Problem("field_batch_unreadable")
    linked = Linked(place.seq, place.prev, link(place.prev, exact))
    return Came(exact, place, linked, envelope)


def shared_by(came: Came) -> tuple[str, str, str | None, str, str]:
    """What an event says in clear and mostly shares with those around it: kind, person, post, area and subject."""
    said = came.envelope
    if said is None:
        return UNREADABLE, "", None, "", ""
    return said.kind, said.person, said.post.hex, said.area, said.subject


class Columns(msgspec.Struct, frozen=True, gc=False):
    """What the log shows of an event beside its exact bytes."""

    id: UUID
    kind: str
    made_at: datetime
    person: str
    post: UUID | None
    area: str
    subject: str

    @property
    def subdistrict(self) -> str:
        """The sub-district of its place."""
        return subdistrict(self.area)


def columns_of(came: Came) -> Columns:
    """The columns of an event, from its bytes alone: the audit makes them anew and compares."""
    said = came.envelope
    if said is None:
        return Columns(came.place.id, UNREADABLE, _NEVER, "", None, "", "")
    return Columns(
        said.id, said.kind, said.made_at, said.person, said.post, said.area, said.subject
    )


def office_instant(made_at: datetime, sent_at: datetime, office_now: datetime) -> datetime:
    """When something was done by the office's clock: so long before its batch came as the phone counts itself.

    However wrong a phone's clock is, it counts the hours between doing and sending; and nothing was done
    later than now.
    """
    return office_now - max(sent_at - made_at, timedelta())


def drift_ms(sent_at: datetime, received_at: datetime) -> int:
    """How far a phone's clock goes before (plus) or behind (minus), the journey of the batch included."""
    return round((sent_at - received_at).total_seconds() * 1000)
