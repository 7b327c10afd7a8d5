"""What is sealed in a field event, kind by kind."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from wumen.rules.problems import Problem

# A sign that no database takes is none that anybody types.
_WRITABLE = r"^[^\x00]*\Z"
Text = Annotated[str, msgspec.Meta(pattern=_WRITABLE, max_length=2000)]
Key = Annotated[str, msgspec.Meta(pattern=_WRITABLE, min_length=1, max_length=300)]
Code = Annotated[str, msgspec.Meta(pattern=_WRITABLE, max_length=80)]
Digest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
Count = Annotated[int, msgspec.Meta(ge=0, le=100_000)]


class RoundBody(msgspec.Struct, frozen=True):
    """One tap for a floor: all normal except the rooms that are named, each with its reason."""

    round: Key
    floor: Annotated[int, msgspec.Meta(ge=-9, le=200)]
    except_: dict[Code, Code] = msgspec.field(name="except", default_factory=dict)


class DutyBody(msgspec.Struct, frozen=True, gc=False):
    """One owed thing, done with its evidence or not done with its reason."""

    duty: Key
    outcome: Literal["done", "cannot"]
    grade: Literal["measured", "reported", "declared", ""] = ""
    reading: float | None = None
    count: Count | None = None
    photos: Annotated[list[Digest], msgspec.Meta(max_length=9)] = []
    signature: Digest | None = None
    note: Text = ""
    reason: Text = ""


class DoorBody(msgspec.Struct, frozen=True):
    """Why nothing could be done at a door: for all that is still due there in a window."""

    door: Key
    day: date
    win: Code
    outcome: Code
    note: Text = ""


class NeedBody(msgspec.Struct, frozen=True):
    """What somebody behind a door needs, in her own words; `exit`: that a way out is blocked, and which."""

    door: Key
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
    resident: UUID | None = None
    items: Annotated[list[Code], msgspec.Meta(max_length=50)] = []
    exit: Code = ""


def blocked_of(body: "Body | None") -> str:
    """Which way out an event says to be blocked; nothing where it says none."""
    return body.exit.strip() if isinstance(body, NeedBody) else ""


class DeliveryBody(msgspec.Struct, frozen=True):
    """What was brought to a door."""

    door: Key
    what: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    count: Count | None = None
    photos: Annotated[list[Digest], msgspec.Meta(max_length=9)] = []


class PassageBody(msgspec.Struct, frozen=True):
    """Who went through a gate, which way, and what the gate decided."""

    gate: Key
    who: Text
    direction: Literal["in", "out"]
    decision: Literal["passed", "refused", "advised"]
    reason: Text = ""


class SampleBody(msgspec.Struct, frozen=True):
    """That somebody was sampled, into which tube, as the how-manieth."""

    duty: Key
    tube: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    count: Count = 1


class ToldBody(msgspec.Struct, frozen=True):
    """Who was told: a duty to tell, or a door at which a notice was told."""

    duty: Key | None = None
    door: Key | None = None
    notice: Text = ""


class NoteBody(msgspec.Struct, frozen=True):
    """Anything else that somebody should know."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]


Body = (
    RoundBody
    | DutyBody
    | DoorBody
    | NeedBody
    | DeliveryBody
    | PassageBody
    | SampleBody
    | ToldBody
    | NoteBody
)
KINDS: dict[str, type[Body]] = {
    "field.round": RoundBody,
    "field.duty": DutyBody,
    "field.door": DoorBody,
    "field.need": NeedBody,
    "field.delivery": DeliveryBody,
    "field.passage": PassageBody,
    "field.sample": SampleBody,
    "field.told": ToldBody,
    "field.note": NoteBody,
}
_DECODERS: dict[str, msgspec.json.Decoder[Body]] = {
    kind: msgspec.json.Decoder(body) for kind, body in KINDS.items()
}


def read_body(kind: str, content: bytes) -> Body:
    """Read what was sealed; Problems `field_kind_unknown`, `field_body_unreadable`."""
    if kind not in _DECODERS:
        raise Problem("field_kind_unknown", kind=kind)
    try:
        body = _DECODERS[kind].decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Problem("field_body_unreadable", kind=kind) from None
    if isinstance(body, ToldBody) and not (body.duty or body.door):
        raise Problem("field_body_unreadable", kind=kind)
    if isinstance(body, DutyBody) and body.outcome == "cannot" and not body.reason.strip():
        raise Problem("reason_needed")
    return body
