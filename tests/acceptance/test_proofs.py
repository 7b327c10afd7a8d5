"""An acceptance test that only calls another is left out where that one runs, and nowhere else."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType
from typing import Any
from unittest.mock import Mock

import pytest

from tests.acceptance.proofs import called_again, same_as


def proof() -> None:
    """What is called."""


def other() -> None:
    """What is not."""


def chosen(function: Any, calls: Any = None) -> Any:
    """One of a session's tests: what it runs, and what it says that it calls."""
    mark = same_as(calls).mark if calls else None
    test = Mock(pytest.Function, function=function)
    test.get_closest_marker.return_value = mark
    return test


def test_where_both_are_chosen_the_call_is_left_out() -> None:
    calls = chosen(lambda: proof(), proof)
    assert called_again([calls, chosen(proof), chosen(other)]) == [calls]


def test_where_the_other_is_not_chosen_the_call_runs() -> None:
    calls = chosen(lambda: proof(), proof)
    assert called_again([calls, chosen(other)]) == []
    assert called_again([calls]) == []


def loaded_apart(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """This file under another name, as pytest loads it beside whoever imports it."""
    spec = spec_from_file_location("loaded_apart", __file__)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


def test_the_other_is_known_by_where_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    apart = loaded_apart(monkeypatch)
    assert apart.proof is not proof
    calls = chosen(lambda: proof(), proof)
    assert called_again([calls, chosen(apart.other)]) == []
    assert called_again([calls, chosen(apart.proof)]) == [calls]
