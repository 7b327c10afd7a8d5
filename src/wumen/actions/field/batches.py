"""What a phone sends and how it is answered: a batch, and what became of each of its events."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from wumen.actions.field.sessions import SentSession
from wumen.rules.field.envelope import MOST_BYTES, MOST_EVENTS, YEARS, Came, Instant, read_event
from wumen.rules.problems import Problem


class Batch(msgspec.Struct, frozen=True):
    """What a phone sends: its clock, the session keys of these events, and their exact texts."""

    sent_at: Instant
    events: list[str]
    sessions: list[SentSession] = []


class Result(msgspec.Struct, frozen=True, gc=False):
    """What became of one event."""

    seq: int
    id: UUID
    state: str
    problem: dict[str, Any] | None


class WriterNow(msgspec.Struct, frozen=True):
    """A writer as it stands: what its next event must say."""

    writer: UUID
    next_seq: int
    head: bytes


class Receipt(msgspec.Struct, frozen=True, omit_defaults=True):
    """The answer to a batch: one result for an event, in order; `writer` where the phone goes on under another."""

    received_at: datetime
    drift_ms: int
    next_seq: int
    head: bytes
    results: list[Result]
    writer: WriterNow | None = None


_BATCH = msgspec.json.Decoder(Batch)


def read_batch(content: bytes) -> tuple[Batch, list[Came]]:
    """A batch as it was sent, whole or not at all.

    Problems: `field_batch_too_large`, `field_batch_unreadable`, `field_writer_foreign` for several writers.
    """
    too_large = Problem(
        "field_batch_too_large", events=MOST_EVENTS, megabytes=MOST_BYTES // 1024 // 1024
    )
    if len(content) > MOST_BYTES:
        raise too_large
    try:
        batch = _BATCH.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Problem("field_batch_unreadable") from None
    if batch.sent_at.year not in YEARS:
        raise Problem("field_batch_unreadable")
    if len(batch.events) > MOST_EVENTS:
        raise too_large
    came = [read_event(text) for text in batch.events]
    if not came:
        raise Problem("field_batch_unreadable")
    if len({one.place.writer for one in came}) > 1:
        raise Problem("field_writer_foreign")
    return batch, came
