"""How the processes that serve are started: each on one processor, doors side by side on different ones."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from wumen.actions import running
from wumen.actions.running import System, granian, keep_to_one
from wumen.rules.phones import SECURE_PORT, Access

_SAID = "import os; print(*sorted(os.sched_getaffinity(0)))"


def stands_on(port: int) -> list[int]:
    """On which processors a process stands that serves a port."""
    said = subprocess.run(
        [sys.executable, "-c", _SAID],
        capture_output=True, text=True, check=True, preexec_fn=lambda: keep_to_one(port),
    )  # fmt: skip
    return [int(one) for one in said.stdout.split()]


def test_a_door_stands_on_one_processor_and_the_one_beside_it_on_another() -> None:
    here = os.sched_getaffinity(0)
    office, phones = stands_on(8300), stands_on(8300 + SECURE_PORT)
    assert (len(office), len(phones)) == (1, 1)
    assert {*office, *phones} <= here
    assert office != phones or len(here) == 1


def test_a_machine_that_does_not_let_itself_be_told_serves_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "sched_setaffinity", refused)
    assert stands_on(8300) == sorted(os.sched_getaffinity(0))


@pytest.fixture
def sleeping(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Iterator[System]:
    """A system whose processes sleep instead of serving."""
    asleep = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(running, "_command", lambda *_: asleep)
    system = System(tmp_path, 8300, "", Access())
    yield system
    system.end()


def test_what_serves_is_kept_to_one_processor_and_what_works_behind_it_is_not(
    sleeping: System,
) -> None:
    for name in ("web", "jobs"):
        sleeping._launch(name)
    stand = {name: os.sched_getaffinity(child.pid) for name, child in sleeping._children.items()}
    assert len(stand["web"]) == 1
    assert stand["jobs"] == os.sched_getaffinity(0)


def test_a_server_takes_many_requests_at_once() -> None:
    command = granian("127.0.0.1", 8300)
    assert command[command.index("--blocking-threads") + 1] == str(running.THREADS)
    assert running.THREADS >= 64
