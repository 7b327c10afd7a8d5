"""The exact text of a field event: its place in the chain, and the columns that the log shows beside it."""

from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Annotated
from uuid import UUID

import msgspec

from wumen.rules.areas import subdistrict
from wumen.rules.chain import Linked, link
from wumen.rules.problems import Problem

MOST_EVENTS = 500
MOST_BYTES = 4 * 1024 * 1024
# The kind under which an event stands whose text says too little: kept, refused and shown.
UNREADABLE = "field.unreadable"
NONCE_BYTES = 12
HASH_BYTES = 32
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_NOTHING = timedelta()
YEARS = range(2000, 2100)

Instant = Annotated[datetime, msgspec.Meta(tz=True)]
Ref = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z_=+/.-]*\Z", max_length=128)]
Number = Annotated[int, msgspec.Meta(ge=1, le=2**53)]
# Personal events say the place down to the building, never the door: five codes at most.
Place = Annotated[
    str, msgspec.Meta(pattern=r"^([0-9a-z][0-9a-z_-]*/){1,5}\Z", min_length=2, max_length=200)
]
# No longer than the longest that can stand anywhere: what is longer is not remembered.
Word = Annotated[str, msgspec.Meta(max_length=200)]
Kind = Annotated[str, msgspec.Meta(pattern=r"^field\.[a-z_]{1,30}\Z")]


class Chained(msgspec.Struct, frozen=True, gc=False):
    """What must be readable for an event to have a place: whose, which number, after what."""

    id: UUID
    writer: UUID
    seq: Number
    prev: bytes


class Clear(msgspec.Struct, frozen=True, eq=False, dict=True):
    """What an event says in clear and mostly shares with those around it.

    The same words are the same object: whoever looks at one event after another sees by it whether anything is new.
    """

    writer: UUID
    kind: Kind
    person: Ref
    post: UUID
    subject: Ref
    area: Place
    session: UUID

    @cached_property
    def seal(self) -> tuple[str, str]:
        """What the seal of a body also covers, before and behind the event's number."""
        return f"{self.writer}/", f"/{self.kind}"


class _Written(msgspec.Struct, frozen=True, gc=False):
    """An event as it is written, before what it shares with others is looked at."""

    id: UUID
    writer: Word
    seq: Number
    prev: bytes
    kind: Word
    made_at: Instant
    person: Word
    post: Word
    subject: Word
    area: Word
    session: Word
    body: bytes


class Envelope(msgspec.Struct, frozen=True, gc=False):
    """All that an event says in clear; `body` is nonce and sealed content."""

    id: UUID
    seq: int
    prev: bytes
    made_at: datetime
    body: bytes
    clear: Clear

    @property
    def writer(self) -> UUID:
        """Whose it is."""
        return self.clear.writer

    @property
    def kind(self) -> str:
        """What sort of event it is."""
        return self.clear.kind

    @property
    def person(self) -> str:
        """Who made it."""
        return self.clear.person

    @property
    def post(self) -> UUID:
        """In which post."""
        return self.clear.post

    @property
    def area(self) -> str:
        """Where."""
        return self.clear.area

    @property
    def session(self) -> UUID:
        """Which key opens it."""
        return self.clear.session

    @property
    def sealed_with(self) -> bytes:
        """What the seal of the body also covers: it opens at no other place of the chain."""
        before, behind = self.clear.seal
        return f"{before}{self.seq}{behind}".encode()


class Came(msgspec.Struct, frozen=True, gc=False):
    """An event as it came: its exact bytes and its place; `envelope` and `clear` are None where no more can be read."""

    text: bytes
    place: Chained | Envelope
    linked: Linked
    envelope: Envelope | None
    clear: Clear | None

    @property
    def made_at(self) -> datetime:
        """When it says that it was made; long ago where that cannot be read."""
        return self.envelope.made_at if self.envelope else _NEVER


_WRITTEN = msgspec.json.Decoder(_Written)
_CHAINED = msgspec.json.Decoder(Chained)


@lru_cache(maxsize=4096)
def _clear(*words: str) -> Clear | None:
    """What the words of `Clear` say, in its order; None where one of them cannot stand there."""
    try:
        return msgspec.convert(dict(zip(Clear.__struct_fields__, words, strict=True)), Clear)
    except msgspec.ValidationError:
        return None


def _envelope(text: bytes) -> Envelope | None:
    try:
        read = _WRITTEN.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    clear = _clear(
        *(read.writer, read.kind, read.person, read.post, read.subject, read.area, read.session)
    )
    if clear is None or read.made_at.year not in YEARS or len(read.body) <= NONCE_BYTES:
        return None
    return Envelope(read.id, read.seq, read.prev, read.made_at, read.body, clear)


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
    return Came(exact, place, linked, envelope, envelope.clear if envelope else None)


class Columns(msgspec.Struct, frozen=True, gc=False):
    """What the log shows of events that share it, beside id, hour and exact bytes."""

    kind: str
    person: str
    post: UUID | None
    subdistrict: str
    area: str
    subject: str


_UNREADABLE = Columns(UNREADABLE, "", None, "", "", "")


def columns_of(clear: Clear | None) -> Columns:
    """The columns of events that say this in clear: the audit makes them anew and compares."""
    if clear is None:
        return _UNREADABLE
    place = (subdistrict(clear.area), clear.area)
    return Columns(clear.kind, clear.person, clear.post, *place, clear.subject)


def office_instant(made_at: datetime, sent_at: datetime, office_now: datetime) -> datetime:
    """When something was done by the office's clock: so long before its batch came as the phone counts itself.

    However wrong a phone's clock is, it counts the hours between doing and sending; and nothing was done
    later than now.
    """
    return office_now - max(sent_at - made_at, _NOTHING)


def drift_ms(sent_at: datetime, received_at: datetime) -> int:
    """How far a phone's clock goes before (plus) or behind (minus), the journey of the batch included."""
    return round((sent_at - received_at).total_seconds() * 1000)
