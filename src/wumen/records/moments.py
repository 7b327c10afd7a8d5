"""Named moments at which a process may be killed: only tests hang anything on them."""

from collections.abc import Callable

BEFORE_INSERT = "before_insert"
AFTER_INSERT = "after_insert"
BEFORE_REPLY = "after_commit_before_reply"
IN_REACTOR = "in_the_reactor"
# While an outbreak is erased: marked, without its keys, without its rows and not committed yet.
MARKED, KEYS_GONE, ROWS_GONE = "marked", "keys_gone", "rows_gone"
ERASING = (MARKED, KEYS_GONE, ROWS_GONE)
ALL = (BEFORE_INSERT, AFTER_INSERT, BEFORE_REPLY, IN_REACTOR)

_hooks: list[Callable[[str], None]] = []


def hang(hook: Callable[[str], None]) -> None:
    """Call `hook` with the name of each moment that is passed from now on: for tests, from their own code."""
    _hooks.append(hook)


def passing(name: str) -> None:
    """A moment is passed; nothing hangs on it outside of tests."""
    for hook in _hooks:
        hook(name)
