"""Files that appear whole or not at all: keys, marks of erasures, backups."""

import stat
from pathlib import Path

import pytest

from wumen.records.installation import whole_files
from wumen.records.installation.whole_files import whole_file


def test_it_appears_once_it_is_whole_and_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "backup"
    file.write_bytes(b"former")
    with whole_file(file) as out:
        out.write(b"new")
        out.flush()
        assert file.read_bytes() == b"former"
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_where_it_breaks_off_nothing_of_it_is_left(tmp_path: Path) -> None:
    file = tmp_path / "backup"
    file.write_bytes(b"former")
    with pytest.raises(RuntimeError), whole_file(file) as out:
        out.write(b"half")
        raise RuntimeError
    assert file.read_bytes() == b"former"
    assert list(tmp_path.iterdir()) == [file]


def test_what_may_not_go_over_a_former_one_leaves_it_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_bytes(b"former")
    with pytest.raises(FileExistsError), whole_file(file, file.hardlink_to) as out:
        out.write(b"new")
    assert file.read_bytes() == b"former"
    assert list(tmp_path.iterdir()) == [file]


def test_once_it_is_on_the_disk_it_has_one_name_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "key"
    there: list[list[Path]] = []
    monkeypatch.setattr(whole_files, "sync_folder", lambda one: there.append([*one.iterdir()]))
    with whole_file(file, file.hardlink_to) as out:
        out.write(b"new")
    assert there == [[file]]
