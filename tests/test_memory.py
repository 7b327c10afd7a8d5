"""A run stands in memory where there is room, and takes nothing of another that goes on."""

import os
from pathlib import Path

import pytest

from tests import memory


@pytest.fixture
def roomy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which anything has room."""
    monkeypatch.setattr(memory, "ROOM", 1)


def test_where_there_is_no_room_there_is_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "ROOM", 2**60)
    assert memory.folder_of_a_run(tmp_path) is None
    assert memory.folder_of_a_run(tmp_path / "not there") is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("roomy")
def test_what_a_killed_run_left_goes_and_what_runs_stays(tmp_path: Path) -> None:
    running = memory.folder_of_a_run(tmp_path)
    assert running is not None
    assert (running.stat().st_mode & 0o777, running.owner()) == (0o755, tmp_path.owner())
    # Above the highest process number that a kernel gives out.
    dead = tmp_path / f"{memory.NAME}-2000000000-x"
    (dead / "run").mkdir(parents=True)
    other = tmp_path / "somebody"
    other.mkdir()
    again = memory.folder_of_a_run(tmp_path)
    assert {*tmp_path.iterdir()} == {running, again, other}


@pytest.mark.usefixtures("roomy")
def test_where_programs_may_not_run_there_is_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert memory.has_room(tmp_path)
    told = os.statvfs(tmp_path)
    barred = os.statvfs_result([*told[:8], told.f_flag | os.ST_NOEXEC, told.f_namemax])
    monkeypatch.setattr(os, "statvfs", lambda _: barred)
    assert not memory.has_room(tmp_path)
