"""Receives batches of field events, those that come together in one transaction: each placed, judged, answered."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import OperationalError
from psycopg.errors import DeadlockDetected

from wumen.actions.field.batches import Batch, Receipt, Result, WriterNow, read_batch
from wumen.actions.field.gathering import Gathering
from wumen.actions.field.projecting import Projection
from wumen.actions.field.said import Phone
from wumen.actions.field.sessions import take_sessions
from wumen.queries.devices import token_key
from wumen.queries.field.opening import Opener, remember, sessions
from wumen.queries.posts import finding_out
from wumen.records import clock, field_log, moments
from wumen.records.exchange import in_one_go
from wumen.records.field_log import Brought, HeldWriter, Run
from wumen.records.models import FieldDevice
from wumen.records.scope import WHOLE, Scope, entered, narrowed, of_places
from wumen.rules.areas import subdistrict
from wumen.rules.chain import Fate, Placed, Standing, place
from wumen.rules.field.envelope import Came, drift_ms, office_instant
from wumen.rules.field.refusals import told
from wumen.rules.problems import Problem

_AGAIN = 5
# While the batches of some are with the database, another judges the next.
_AT_ONCE = 3


@dataclass(frozen=True)
class Asked:
    """A batch that was read, and whose phone says that it is its own."""

    token_key: bytes
    batch: Batch
    came: Sequence[Came]

    @property
    def writer(self) -> tuple[bytes, UUID]:
        """Which writer of which phone it continues."""
        return self.token_key, self.came[0].place.writer


def receive(token: str, content: bytes) -> Receipt:
    """Take a batch of a phone's events: all that can be read stands in the log or is kept aside when this returns.

    The same batch again, whole or in part, in any order, gives the same answers and changes nothing.
    Problems: `field_token_unknown`, and those of `read_batch`: then nothing was taken.
    """
    receipt = _gathering.ask(Asked(token_key(token), *read_batch(content)))
    moments.passing(moments.BEFORE_REPLY)
    return receipt


def _take(some: Sequence[Asked]) -> list[Receipt | BaseException]:
    """Take batches together; where one of them spoils it for all, each by itself."""
    try:
        return _again(some)
    except Exception as error:
        if len(some) == 1:
            return [error]
        return [outcome for one in some for outcome in _take([one])]


_gathering = Gathering(_take, lambda asked: asked.token_key, _AT_ONCE)


def _again(some: Sequence[Asked]) -> list[Receipt | BaseException]:
    for again in range(_AGAIN):
        try:
            return _together(some)
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected) or again == _AGAIN - 1:
                raise
    raise AssertionError


def _together(some: Sequence[Asked]) -> list[Receipt | BaseException]:
    with finding_out():
        held = field_log.hold([one.writer for one in some])
        now = clock.real_now()
        known = {
            one.writer: Receiving(held[one.writer], one.batch, one.came, now)
            for one in some
            if one.writer in held
        }
        foreign = {one.writer: _foreign(one) for one in some if one.writer not in known}
        receipts = dict(zip(known, take(list(known.values())), strict=True)) if known else {}
        answers: list[Receipt | BaseException] = [
            receipts.get(one.writer) or foreign[one.writer] for one in some
        ]
        moments.passing(moments.AFTER_INSERT)
    for receiving in known.values():
        remember(receiving.new_sessions)
    return answers


def _foreign(asked: Asked) -> Problem:
    with narrowed(WHOLE):
        known = FieldDevice.objects.filter(token_key=asked.token_key).exists()
    return Problem("field_writer_foreign" if known else "field_token_unknown")


def take(some: Sequence["Receiving"]) -> list[Receipt]:
    """Put each event of some batches into its place, let those that are new count, and answer each batch.

    One phone is kept to its own place by the database; several to the least place that holds them all, and each
    to its own by the rules.
    """
    scope = of_places([one.held.area for one in some])
    with entered(scope):
        for one in some:
            one.place()
        runs = [one for one in some if one.run]
        if runs:
            _append(runs, scope)
        return [one.end() for one in some]


def _append(some: Sequence["Receiving"], scope: Scope) -> None:
    said = {came.clear for one in some for came in one.run}
    projection = Projection(scope)
    kept = projection.judge([(one.phone(), one.run) for one in some])
    for one, problems in zip(some, kept, strict=True):
        one.problems = problems
    wide = all(clear is not None and scope.holds(clear.area) for clear in said)
    if not wide:
        projection.write()
    moments.passing(moments.BEFORE_INSERT)
    runs = [Run(one.held, one.brought, one.run, one.problems) for one in some]
    # The log takes what names a place that is not the phone's too, or none that can be read.
    with nullcontext() if wide else narrowed(WHOLE):
        with in_one_go():
            field_log.append_runs(runs, some[0].brought.received_at)
            settled = projection.settle_in_one_go()
        settled()


@dataclass
class Receiving:
    """One batch under its held writer; `office_at`, `drift`: when it was sent and how wrong, if not as it comes.

    `run`: what of it is appended now; `problems`: of each as the log keeps it, empty for what counts.
    """

    held: HeldWriter
    batch: Batch
    came: Sequence[Came]
    received_at: datetime
    office_at: datetime | None = None
    drift: int | None = None

    def __post_init__(self) -> None:
        sent, now = self.batch.sent_at, self.received_at
        drift = drift_ms(sent, now) if self.drift is None else self.drift
        self.brought = Brought(sent, now, self.office_at or clock.now(), drift)
        self.by_hash = {one.linked.hash: one for one in self.came}
        self.run: list[Came] = []
        self.problems: Sequence[str] = ()

    def place(self) -> None:
        """Find each event's place in the chain: `run` is what is appended now."""
        held = self.held
        waiting, forked = field_log.aside(held.writer) if held.holding else ([], set[bytes]())
        self.by_hash = {one.linked.hash: one for one in waiting} | self.by_hash
        self.waiting = {one.linked.hash for one in waiting}
        behind = [one.linked.seq for one in self.came if one.linked.seq < held.next_seq]
        known = field_log.known(held.writer, behind) if behind else {}
        standing = Standing(
            held.next_seq, held.head, known, [one.linked for one in waiting], forked
        )
        self.placed = place(standing, [one.linked for one in self.came])
        self.new_sessions = take_sessions(self.held, self.batch.sessions, self.received_at)
        self.run = [self.by_hash[one.hash] for one in self.placed.run]

    def phone(self) -> Phone:
        """The phone as its events are judged, with what opens them."""
        wanted = {one.envelope.session for one in self.run if one.envelope is not None}
        found = sessions(wanted - self.new_sessions.keys()) | self.new_sessions
        return Phone(self.held, self.brought, Opener(self.held.device, found))

    def end(self) -> Receipt:
        """Keep aside what could not be appended, and answer."""
        waited = [one.linked for one in self.run if one.linked.hash in self.waiting]
        if waited:
            field_log.took(self.held.writer, waited)
        self._put_aside(self.placed)
        return self._receipt(self.placed)

    def _put_aside(self, placed: Placed) -> None:
        why = {Fate.HELD: "early", Fate.FORKED: "forked", Fate.LATE: "late"}
        some = [
            (self.by_hash[hash_], why[fate], self._done_at(self.by_hash[hash_]))
            for hash_, fate in placed.fates.items()
            if fate in why and hash_ in self.by_hash
        ]
        field_log.put_aside(self.held, some, self.received_at)

    def _done_at(self, came: Came) -> datetime:
        made = came.envelope.made_at if came.envelope else self.brought.sent_at
        return office_instant(made, self.brought.sent_at, self.brought.office_at)

    def _receipt(self, placed: Placed) -> Receipt:
        fates = [placed.fates[one.linked.hash] for one in self.came]
        problems = {
            one.linked.seq: problem
            for one, problem in zip(self.run, self.problems, strict=True)
            if problem
        }
        standing = [
            one.linked.seq
            for one, fate in zip(self.came, fates, strict=True)
            if fate is Fate.STANDING
        ]
        if standing:
            problems |= field_log.verdicts(self.held.writer, standing)
        results = [
            _result(one, fate, problems.get(one.linked.seq, ""))
            for one, fate in zip(self.came, fates, strict=True)
        ]
        goes_on = self._goes_on() if Fate.FORKED in fates else None
        return Receipt(
            *(self.received_at, self.brought.drift_ms, placed.next_seq, placed.head),
            results,
            goes_on,
        )

    def _goes_on(self) -> WriterNow:
        """The writer under which the phone goes on after a fork, made at the first."""
        current = self.held.current
        if current == self.held.writer:
            current = uuid4()
            field_log.add_writer(current, self.held.device, subdistrict(self.held.area))
            FieldDevice.objects.filter(id=self.held.device).update(writer=current)
        return WriterNow(current, *field_log.standing(current))


def _result(one: Came, fate: Fate, kept: str) -> Result:
    """What became of one event; `kept`: its problem as the log keeps it."""
    problem: Problem | None = None
    if fate is Fate.FORKED:
        problem = Problem("writer_forked")
    elif fate is Fate.LATE:
        problem = Problem("writer_hole_closed")
    elif fate is not Fate.HELD and kept:
        problem = told(kept)
    state = "held" if fate is Fate.HELD else "received"
    said = problem.as_dict() if problem else None
    return Result(one.linked.seq, one.place.id, state, said)
