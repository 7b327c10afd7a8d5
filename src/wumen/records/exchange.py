"""Asks the database prepared statements in one go: all are sent without waiting, and their answers awaited once."""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from time import monotonic
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from psycopg import errors, waiting
from psycopg.abc import PQGen
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

from wumen.records import scope

Rows = list[tuple[Any, ...]]
_BROKEN = (ExecStatus.FATAL_ERROR, ExecStatus.PIPELINE_ABORTED)
_NAMED = re.compile(r"%\((\w+)\)s")
# So many statements a connection keeps prepared; the one that was used longest ago makes room.
_MOST = 300
_numbers = count()


class Plan(NamedTuple):
    """How a statement is prepared whose plan is good for one purpose and some time.

    `kinds`: the types of its values by their names in the database, as `timestamptz`, `text[]`.
    """

    kinds: tuple[str, ...]
    purpose: Hashable
    seconds: float


@dataclass(eq=False)
class _Sent:
    """A statement with its values, and what it found once the exchange is over."""

    statement: str
    values: Sequence[object]
    binary: bool = False
    plan: Plan | None = None
    found: Rows = field(default_factory=list)


# A statement with the types of its values, and what its plan is for.
_Key = tuple[str, tuple[int, ...] | None, Hashable]


class _Standing(NamedTuple):
    """The name under which a statement stands on a connection, and since when."""

    name: bytes
    since: float


# What each connection of psycopg's holds, what was used last at the end.
_held: WeakKeyDictionary[Any, dict[_Key, _Standing]] = WeakKeyDictionary()


@dataclass(frozen=True)
class _Ready:
    """A statement whose values are written as the database reads them."""

    one: _Sent
    values: Sequence[Any]
    types: tuple[int, ...] | None
    formats: Sequence[Format] | None


_now: ContextVar[list[_Sent] | None] = ContextVar("exchange", default=None)


@contextmanager
def in_one_go() -> Iterator[None]:
    """What is `sent` inside goes to the database together at the end, and its answers are there behind it.

    Each way there and back costs a batch more than what it asks for, and gives the interpreter to another thread.
    A transaction that has not begun yet begins with it, and a scope that the database was not told is told in it.
    What a statement raises is raised at the end, as Django raises it; those behind it were not carried out then.
    """
    if _now.get() is not None:
        raise RuntimeError("in_one_go() inside in_one_go(): its answers would be awaited too late")
    asked: list[_Sent] = []
    mark = _now.set(asked)
    try:
        yield
    finally:
        _now.reset(mark)
    if asked:
        ask_all(asked)


def sent(
    statement: str, values: Sequence[object], *, binary: bool = False, plan: Plan | None = None
) -> Callable[[], Rows]:
    """Send a statement inside `in_one_go`, prepared once a connection; its rows are given behind it.

    Its values stand at `%b`, or with a `plan` at `$1` and so on. `binary`: its rows come so, which is quicker to read
    for ids and hours.
    """
    asked = _now.get()
    if asked is None:
        raise RuntimeError("sent() outside in_one_go()")
    one = _Sent(statement, values, binary, plan)
    asked.append(one)
    return lambda: one.found


def asked(statement: str, given: Mapping[str, object]) -> Callable[[], Rows]:
    """The same for a statement whose values stand by their names, at `%(lo)s`; what it has no name for is left out."""
    positional, names = _by_place(statement)
    return sent(positional, [given[name] for name in names])


def asked_of(rows: QuerySet[Any, tuple[Any, ...]]) -> Callable[[], Rows]:
    """The same for the values that a `values_list` finds: as the database gives them, JSON as its text."""
    try:
        statement, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return list
    return sent(statement.replace("%s", "%b"), values)


@lru_cache(maxsize=256)
def _by_place(statement: str) -> tuple[str, tuple[str, ...]]:
    return _NAMED.sub("%b", statement), tuple(_NAMED.findall(statement))


@contextmanager
def seeing(sight: scope.Scope) -> Iterator[None]:
    """What is sent inside sees what another place sees; what is sent behind it sees again what it saw.

    Inside `in_one_go`. The database is told both in the same exchange: where one statement is refused the
    transaction is over, and nothing is seen.
    """
    sent(scope.TELL, scope.values_of(sight))
    yield
    sent(scope.TELL, scope.values_now())


def ask(statement: str, values: Sequence[object]) -> Rows:
    """Ask one statement alone, prepared once a connection."""
    with in_one_go():
        rows = sent(statement, values)
    return rows()


def ask_all(asked: list[_Sent]) -> None:
    """Ask in one going there and back; `bench pages` times what passes here, as Django's cursors are timed."""
    told = scope.to_say()
    if told is not None:
        asked = [_Sent(scope.TELL, told), *asked]
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    begun = monotonic()
    with connection.wrap_database_errors:
        _Exchange(connection.connection).of(asked)
    if connection.queries_logged:
        # As Django notes what its own cursors send: one message.
        said = ";\n".join(f"{one.statement} -- {list(one.values)}" for one in asked)
        connection.queries_log.append({"sql": said, "time": f"{monotonic() - begun:.3f}"})


class _Exchange:
    """One going there and back on a connection."""

    def __init__(self, own: psycopg.Connection[Any]) -> None:
        """Nothing is sent before it is asked."""
        self._own, self._pgconn = own, own.pgconn
        self._prepared = _held.setdefault(own, {})
        self._reading = Transformer.from_context(own)
        # Prepared in this exchange: it may stand or not when one before it was refused.
        self._new: list[_Key] = []

    def of(self, asked: Sequence[_Sent]) -> None:
        """Ask all, and put to each what it found; a value that cannot be written is refused before any is sent."""
        ready = [self._written(one) for one in asked]
        self._pgconn.enter_pipeline_mode()
        try:
            # How each of the answers is read, in their order; None where there is nothing to read.
            order: list[_Sent | None] = []
            if (
                not self._own.autocommit
                and self._pgconn.transaction_status == TransactionStatus.IDLE
            ):
                self._pgconn.send_query_params(b"BEGIN", None)
                order.append(None)
            for one in ready:
                order += self._send(one)
            self._pgconn.pipeline_sync()
            answers = self._own.wait(_answers(self._pgconn))
            self._pgconn.exit_pipeline_mode()
        except BaseException:
            # What is still to come would be taken for the answer to something else.
            self._own.close()
            raise
        self._read(order, answers)

    def _written(self, one: _Sent) -> _Ready:
        # What has a type is written as text, whatever it is here: a plan is for one type, and numbers are of several.
        kind = PyFormat.TEXT if one.plan else PyFormat.BINARY
        values = self._reading.dump_sequence(one.values, [kind] * len(one.values))
        types = _types(one.plan.kinds) if one.plan else self._reading.types
        return _Ready(one, values, types, self._reading.formats)

    def _send(self, ready: _Ready) -> list[_Sent | None]:
        one, types, plan = ready.one, ready.types, ready.one.plan
        key, before = (one.statement, types, plan and plan.purpose), list[_Sent | None]()
        held = self._prepared.pop(key, None)
        if held and plan and monotonic() - held.since > plan.seconds:
            before += self._let_go(held)
            held = None
        if held is None:
            if len(self._prepared) >= _MOST:
                before += self._let_go(self._prepared.pop(next(iter(self._prepared))))
            held = _Standing(f"sent_{next(_numbers)}".encode(), monotonic())
            self._pgconn.send_prepare(held.name, _numbered(one.statement), types)
            self._new.append(key)
            before.append(None)
        # Whatever was used last stands last.
        self._prepared[key] = held
        read = Format.BINARY if one.binary else Format.TEXT
        self._pgconn.send_query_prepared(held.name, ready.values, ready.formats, read)
        return [*before, one]

    def _let_go(self, held: _Standing) -> list[_Sent | None]:
        self._pgconn.send_query_params(b"DEALLOCATE " + held.name, None)
        return [None]

    def _read(self, order: Sequence[_Sent | None], answers: Sequence[PGresult]) -> None:
        for one, answer in zip(order, answers, strict=True):
            if answer.status in _BROKEN:
                for key in self._new:
                    self._prepared.pop(key, None)
                raise errors.error_from_result(answer, self._own.info.encoding)
            if one is not None and answer.status == ExecStatus.TUPLES_OK:
                self._reading.set_pgresult(
                    answer, format=Format.BINARY if one.binary else Format.TEXT
                )
                one.found = self._reading.load_rows(0, answer.ntuples, tuple)


def _answers(pgconn: PGconn) -> PQGen[list[PGresult]]:
    """Hand over what was sent and take the answers, one a statement, up to the end of the exchange."""
    while pgconn.flush():
        if (yield waiting.WAIT_RW) & waiting.READY_R:
            pgconn.consume_input()
    answers: list[PGresult] = []
    while True:
        while pgconn.is_busy():
            yield waiting.WAIT_R
            pgconn.consume_input()
        answer = pgconn.get_result()
        if answer is None:
            continue
        if answer.status == ExecStatus.PIPELINE_SYNC:
            return answers
        answers.append(answer)


@lru_cache(maxsize=1024)
def _numbered(statement: str) -> bytes:
    """The statement with its values numbered, as the database reads it; `%%` is one sign."""
    numbers = count(1)
    return re.sub(
        "%(%|b)", lambda found: "%" if found[1] == "%" else f"${next(numbers)}", statement
    ).encode()


@lru_cache(maxsize=256)
def _types(kinds: tuple[str, ...]) -> tuple[int, ...]:
    """The numbers of types by their names; KeyError for a name that the database does not have."""
    return tuple(psycopg.postgres.types.get_oid(one) for one in kinds)
