"""What the present transaction may see: the spans of paths that every row-level policy reads."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection, transaction

from wumen.rules.areas import EVERYWHERE, NOWHERE, Span, ancestors, common, counted_in, span
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem

_SET = (
    "SELECT set_config('wumen.lo', %s, true), set_config('wumen.hi', %s, true),"
    " set_config('wumen.lo2', %s, true), set_config('wumen.hi2', %s, true),"
    " set_config('wumen.up', %s, true)"
)
# The same for `records.exchange`.
TELL = _SET.replace("%s", "%b")


@dataclass(frozen=True)
class Scope:
    """At most two spans, and the places above them whose orders and notices bind downward."""

    first: Span
    second: Span = NOWHERE
    above: tuple[str, ...] = ()

    def holds(self, area: str) -> bool:
        """Whether a place lies in it."""
        return self.first.holds(area) or self.second.holds(area)


_current: ContextVar[Scope | None] = ContextVar("scope", default=None)
# A scope that is entered and that the database has not been told yet: until it is, nothing is seen.
_unsaid: ContextVar[Scope | None] = ContextVar("unsaid", default=None)


def _values(scope: Scope) -> list[str]:
    return [scope.first.lo, scope.first.hi, scope.second.lo, scope.second.hi, " ".join(scope.above)]


def _apply(scope: Scope | None) -> None:
    """Tell the database, for this transaction only; without a scope nothing is seen."""
    _unsaid.set(None)
    with connection.cursor() as cursor:
        cursor.execute(_SET, _values(scope or Scope(NOWHERE)))


def values_now() -> list[str]:
    """The values of `TELL` for what the transaction sees now."""
    return _values(_current.get() or Scope(NOWHERE))


def values_of(scope: Scope) -> list[str]:
    """The values of `TELL` for a scope."""
    return _values(scope)


def to_say() -> list[str] | None:
    """The values of `TELL` for the scope that was entered, if it was not told yet; whoever asks for them says it."""
    scope = _unsaid.get()
    _unsaid.set(None)
    return _values(scope) if scope else None


def say() -> None:
    """Tell the database the scope that was entered, if it was not told yet."""
    if (scope := _unsaid.get()) is not None:
        _apply(scope)


def _said_first(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    say()
    return execute(sql, params, many, context)


def size() -> int:
    """How deep in the tree the place of the present scope lies: 0 for everywhere, -1 for nowhere."""
    held = _current.get()
    return held.first.lo.count("/") if held else -1


@contextmanager
def _under(scope: Scope) -> Iterator[None]:
    """Look under a scope from here on; to restore the former one is the caller's."""
    _apply(scope)
    mark = _current.set(scope)
    try:
        yield
    finally:
        _current.reset(mark)


@contextmanager
def scoped(scope: Scope) -> Iterator[None]:
    """Run one transaction under a scope; the former scope is restored on leaving.

    Inside the same scope this is nothing at all: a page and the queries that it calls share one
    transaction and one setting.
    """
    former = _current.get()
    if former == scope and connection.in_atomic_block:
        yield
        return
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        with _under(scope):
            yield
        # A rollback undoes the setting by itself, and so does the end of the outermost transaction.
        if not outermost:
            _apply(former)


@contextmanager
def begun() -> Iterator[None]:
    """One transaction that sees nothing until it is found out who acts; `entered` then says what it sees."""
    outermost, former = not connection.in_atomic_block, _current.get()
    with transaction.atomic():
        yield
        if not outermost:
            _apply(former)


@contextmanager
def entered(scope: Scope) -> Iterator[None]:
    """Go on in an open transaction under a scope to its end; what began it gives the former one back.

    The database is told with the first statement, and sees nothing until then.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("entered() needs an open transaction")
    mark, wait = _current.set(scope), _unsaid.set(scope)
    try:
        with connection.execute_wrapper(_said_first):
            yield
    finally:
        _unsaid.reset(wait)
        _current.reset(mark)


def _go_back(former: Scope | None) -> None:
    if former is not None and not connection.needs_rollback:
        _apply(former)


@contextmanager
def narrowed(scope: Scope) -> Iterator[None]:
    """Go on in an open transaction under another scope; what is undone is undone as a whole."""
    if not connection.in_atomic_block:
        raise RuntimeError("narrowed() needs an open transaction")
    former = _current.get()
    try:
        with _under(scope):
            yield
    except Problem:
        # What was refused ends here, and the transaction goes on: it sees again what it saw.
        _go_back(former)
        raise
    _go_back(former)


def of_viewer(viewer: Viewer) -> Scope:
    """The scope of a person acting in a post."""
    return of_place(viewer.area)


@lru_cache(maxsize=4096)
def of_place(area: str) -> Scope:
    """The scope of whoever, or whatever phone, works in a place.

    Who works below a building (a unit lead) also reaches what is kept at the building itself: its counts
    and the events of its doors, but no other door.
    """
    counted = counted_in(area)
    # No code begins with a character below "0": the span holds the building's own path and nothing else.
    own = Span(counted, counted + "0") if counted != area else NOWHERE
    return Scope(span(area), own, above=tuple(ancestors(area)))


def of_places(areas: Sequence[str]) -> Scope:
    """The scope of phones of several places: the least place that holds them all; of one phone, its own."""
    least = areas[0] if len(set(areas)) == 1 else common(list(areas))
    return of_place(least) if least else WHOLE


# Sign-in, the reactor and the audit of the whole installation stand above any one post.
WHOLE = Scope(EVERYWHERE)
