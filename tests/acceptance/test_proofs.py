"""An acceptance test that only calls another is left out where that one runs, and nowhere else."""

from types import SimpleNamespace
from typing import Any

from tests.acceptance.proofs import called_again, same_as


def proof() -> None:
    """What is called."""


def other() -> None:
    """What is not."""


def chosen(function: Any, calls: Any = None) -> Any:
    """One of a session's tests: what it runs, and what it says that it calls."""
    mark = same_as(calls).mark if calls else None
    return SimpleNamespace(function=function, get_closest_marker=lambda _: mark)


def test_where_both_are_chosen_the_call_is_left_out() -> None:
    calls = chosen(lambda: proof(), proof)
    assert called_again([calls, chosen(proof), chosen(other)]) == [calls]


def test_where_the_other_is_not_chosen_the_call_runs() -> None:
    calls = chosen(lambda: proof(), proof)
    assert called_again([calls, chosen(other)]) == []
    assert called_again([calls]) == []
