"""How a sentence of an issue is shown to hold: proofs whose changes are undone, the project's tools, its history."""

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


def same_as(test: Callable[..., Any]) -> pytest.MarkDecorator:
    """For an acceptance test that is another test, called whole with what that asks for, and nothing beside."""
    # Called with a function alone, a mark would mark that one.
    return pytest.mark.same_as.with_args(test)


def each_by_its_test(sentences: Mapping[str, Callable[..., Any]]) -> pytest.MarkDecorator:
    """Each sentence an acceptance test of its own, which calls the test that proves it; for what asks for nothing."""
    return pytest.mark.parametrize(
        "proof",
        [
            pytest.param(proof, id=sentence, marks=same_as(getattr(proof, "func", proof)))
            for sentence, proof in sentences.items()
        ],
    )


def called_again(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Which of a session's tests only call one again that runs in it under its own name: once is enough.

    A session that has not chosen the other runs the call, and what fails fails the session under either name.
    """
    running = {place_of(one.function) for one in items if isinstance(one, pytest.Function)}
    marks = ((one, one.get_closest_marker("same_as")) for one in items)
    return [one for one, mark in marks if mark and place_of(mark.args[0]) in running]


def place_of(test: Callable[..., Any]) -> tuple[str | None, str]:
    """Where a test stands: a file of a folder without `__init__` is loaded by pytest under another name than by us."""
    return sys.modules[test.__module__].__file__, test.__qualname__


def proven(subtests: pytest.Subtests, sentence: str, *proofs: Callable[[], Any]) -> None:
    """A sentence holds when all its proofs do; what they change is undone."""
    for proof in proofs:
        with subtests.test(sentence), transaction.atomic():
            proof()
            transaction.set_rollback(True)


def all_proven(subtests: pytest.Subtests, sentences: Mapping[str, Callable[[], Any]]) -> None:
    """Each sentence by its proof, whose changes are undone."""
    for sentence, proof in sentences.items():
        proven(subtests, sentence, proof)


@cache
def tool(*words: str) -> subprocess.CompletedProcess[str]:
    """Run one of the project's own tools at its root; what it said of this state it is not asked again."""
    return subprocess.run(
        [str(BIN / words[0]), *words[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )


def committed_at(*paths: str) -> int:
    """When any of the files last changed in the history, in seconds; now when it differs from it."""
    dirty = subprocess.run(
        ["git", "status", "--porcelain", "--", *paths],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    if dirty:
        return 2**40
    said = subprocess.run(
        ["git", "log", "-1", "--format=%ct", "--", *paths],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return int(said or 0)
