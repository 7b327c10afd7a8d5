"""Receives a batch of field events in one transaction: each in its place of the chain, judged, answered one by one."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from django.db import OperationalError
from psycopg.errors import DeadlockDetected

from wumen.actions.field.projecting import Projection
from wumen.actions.field.sessions import SentSession, take_sessions
from wumen.queries.devices import token_key
from wumen.queries.field.opening import Opener, remember, sessions
from wumen.queries.posts import looking_around
from wumen.records import clock, field_log, moments
from wumen.records.field_duties import take_turn
from wumen.records.field_log import Brought, HeldWriter, Judged
from wumen.records.models import FieldDevice
from wumen.records.scope import WHOLE, entered, narrowed, of_place
from wumen.rules.areas import subdistrict
from wumen.rules.chain import Fate, Placed, Standing, place
from wumen.rules.field.envelope import (
    MOST_BYTES,
    MOST_EVENTS,
    Came,
    Instant,
    drift_ms,
    office_instant,
    read_event,
)
from wumen.rules.field.refusals import told
from wumen.rules.problems import Problem
from wumen.rules.time import business_day

_AGAIN = 5


class Batch(msgspec.Struct, frozen=True):
    """What a phone sends: its clock, the session keys of these events, and their exact texts."""

    sent_at: Instant
    events: list[str]
    sessions: list[SentSession] = []


class Result(msgspec.Struct, frozen=True):
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
    if len(batch.events) > MOST_EVENTS:
        raise too_large
    came = [read_event(text) for text in batch.events]
    if not came:
        raise Problem("field_batch_unreadable")
    if len({one.place.writer for one in came}) > 1:
        raise Problem("field_writer_foreign")
    return batch, came


def receive(token: str, content: bytes) -> Receipt:
    """Take a batch of a phone's events: all that can be read stands in the log or is kept aside when this returns.

    The same batch again, whole or in part, in any order, gives the same answers and changes nothing.
    Problems: `field_token_unknown`, and those of `read_batch`: then nothing was taken.
    """
    batch, came = read_batch(content)
    for again in range(_AGAIN):
        try:
            receipt = _receive(token, batch, came)
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected) or again == _AGAIN - 1:
                raise
        else:
            break
    moments.passing(moments.BEFORE_REPLY)
    return receipt


def _receive(token: str, batch: Batch, came: Sequence[Came]) -> Receipt:
    with looking_around():
        held = field_log.hold(token_key(token), came[0].place.writer)
        if held is None:
            known = FieldDevice.objects.filter(token_key=token_key(token)).exists()
            raise Problem("field_writer_foreign" if known else "field_token_unknown")
        receiving = Receiving(held, batch, came)
        with entered(of_place(held.area)):
            receipt = receiving.take()
        moments.passing(moments.AFTER_INSERT)
    remember(receiving.new_sessions)
    return receipt


@dataclass
class Receiving:
    """One batch under its held writer; `office_at`, `drift`: when it was sent and how wrong, if not as it comes."""

    held: HeldWriter
    batch: Batch
    came: Sequence[Came]
    office_at: datetime | None = None
    drift: int | None = None
    appended: int = 0

    def __post_init__(self) -> None:
        now = clock.real_now()
        sent = self.batch.sent_at
        drift = drift_ms(sent, now) if self.drift is None else self.drift
        self.brought = Brought(sent, now, self.office_at or clock.now(), drift)
        self.by_hash = {one.linked.hash: one for one in self.came}
        self.problems: dict[int, str] = {}

    def take(self) -> Receipt:
        """Put each event into its place, let those that are new count, and answer."""
        placed = self._placed()
        self.new_sessions = take_sessions(self.held, self.batch.sessions, self.brought.received_at)
        run = [self.by_hash[one.hash] for one in placed.run]
        if run:
            self._append(run)
        self._put_aside(placed)
        return self._receipt(placed)

    def _placed(self) -> Placed:
        held = self.held
        waiting, forked = field_log.aside(held.writer) if held.holding else ([], set[bytes]())
        self.by_hash = {one.linked.hash: one for one in waiting} | self.by_hash
        self.waiting = {one.linked.hash for one in waiting}
        behind = [one.linked.seq for one in self.came if one.linked.seq < held.next_seq]
        known = field_log.known(held.writer, behind) if behind else {}
        standing = Standing(
            held.next_seq, held.head, known, [one.linked for one in waiting], forked
        )
        return place(standing, [one.linked for one in self.came])

    def _append(self, run: Sequence[Came]) -> None:
        day = business_day(self.brought.received_at)
        wanted = {one.envelope.session for one in run if one.envelope is not None}
        found = sessions(wanted - self.new_sessions.keys()) | self.new_sessions
        opener = Opener(self.held.device, found)
        take_turn(one.envelope.area for one in run if one.envelope is not None)
        kept = Projection(self.held, day, self.brought, opener).run(run)
        self.appended = len(run)
        judged = [Judged(came, problem) for came, problem in zip(run, kept, strict=True)]
        self.problems = {one.came.linked.seq: one.problem for one in judged}
        moments.passing(moments.BEFORE_INSERT)
        with self._wide_enough(run):
            field_log.append_run(self.held, judged, day, self.brought)
        waited = [one.linked for one in run if one.linked.hash in self.waiting]
        if waited:
            field_log.took(self.held.writer, waited)

    def _wide_enough(self, run: Sequence[Came]) -> AbstractContextManager[None]:
        """The log takes what names a place that is not the phone's too, or none that can be read."""
        held = of_place(self.held.area)
        areas = {one.envelope.area if one.envelope else "" for one in run}
        inside = all(held.first.holds(one) or held.second.holds(one) for one in areas)
        return nullcontext() if inside else narrowed(WHOLE)

    def _put_aside(self, placed: Placed) -> None:
        why = {Fate.HELD: "early", Fate.FORKED: "forked", Fate.LATE: "late"}
        some = [
            (self.by_hash[hash_], why[fate], self._done_at(self.by_hash[hash_]))
            for (_, hash_), fate in placed.fates.items()
            if fate in why and hash_ in self.by_hash
        ]
        field_log.put_aside(self.held, some, self.brought.received_at)

    def _done_at(self, came: Came) -> datetime:
        made = came.envelope.made_at if came.envelope else self.brought.sent_at
        return office_instant(made, self.brought.sent_at, self.brought.office_at)

    def _receipt(self, placed: Placed) -> Receipt:
        fates = [placed.fates[one.linked.seq, one.linked.hash] for one in self.came]
        standing = [
            one.linked.seq
            for one, fate in zip(self.came, fates, strict=True)
            if fate is Fate.STANDING and one.linked.seq not in self.problems
        ]
        if standing:
            self.problems |= field_log.verdicts(self.held.writer, standing)
        results = [self._result(one, fate) for one, fate in zip(self.came, fates, strict=True)]
        goes_on = self._goes_on() if Fate.FORKED in fates else None
        return Receipt(
            *(self.brought.received_at, self.brought.drift_ms, placed.next_seq, placed.head),
            results,
            goes_on,
        )

    def _result(self, one: Came, fate: Fate) -> Result:
        problem: Problem | None = None
        if fate is Fate.FORKED:
            problem = Problem("writer_forked")
        elif fate is Fate.LATE:
            problem = Problem("writer_hole_closed")
        elif fate is not Fate.HELD and self.problems.get(one.linked.seq):
            problem = told(self.problems[one.linked.seq])
        state = "held" if fate is Fate.HELD else "received"
        said = problem.as_dict() if problem else None
        return Result(one.linked.seq, one.place.id, state, said)

    def _goes_on(self) -> WriterNow:
        """The writer under which the phone goes on after a fork, made at the first."""
        current = self.held.current
        if current == self.held.writer:
            current = uuid4()
            field_log.add_writer(current, self.held.device, subdistrict(self.held.area))
            FieldDevice.objects.filter(id=self.held.device).update(writer=current)
        return WriterNow(current, *field_log.standing(current))
