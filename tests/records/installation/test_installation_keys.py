"""The key store: private files, made once, the recovery key shown once."""

import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.records.installation.keys import KeyStore, printable, recovery_key_bytes
from wumen.rules.problems import Problem

NAMES = ["local", "lookup", "recovery.pub", "register", "secret"]


def test_folder_and_files_are_for_their_owner_only(keys: KeyStore) -> None:
    keys.make()
    assert keys.names() == NAMES
    assert stat.S_IMODE(keys.folder.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in keys.folder.iterdir())
    assert sorted(path.name for path in keys.folder.iterdir()) == NAMES


def test_a_folder_left_open_is_closed_with_the_next_key(keys: KeyStore) -> None:
    keys.folder.mkdir(mode=0o755)
    keys.write("outbreak-1", b"k")
    assert stat.S_IMODE(keys.folder.stat().st_mode) == 0o700


def test_a_second_make_keeps_every_key_and_prints_nothing(keys: KeyStore) -> None:
    printed = keys.make()
    before = {name: keys.read(name) for name in keys.names()}
    assert keys.make() == ""
    assert {name: keys.read(name) for name in keys.names()} == before
    assert all(len(before[name]) == 32 for name in ("register", "lookup", "local", "recovery.pub"))
    assert recovery_key_bytes(printed) not in before.values()


def test_a_missing_key_is_made_again_without_touching_the_others(keys: KeyStore) -> None:
    keys.make()
    before = keys.read("register")
    keys.destroy("lookup")
    assert keys.make() == ""
    assert keys.names() == NAMES
    assert keys.read("register") == before


def test_a_destroyed_key_is_gone_and_destroying_again_is_no_error(keys: KeyStore) -> None:
    keys.write("outbreak-1", b"k" * 32)
    keys.destroy("outbreak-1")
    keys.destroy("outbreak-1")
    assert keys.names() == []
    with pytest.raises(Problem, match="key_missing"):
        keys.read("outbreak-1")


def test_a_name_cannot_leave_the_folder(keys: KeyStore) -> None:
    for name in ("../x", "a/b", "", ".hidden"):
        with pytest.raises(ValueError, match="not a key's name"):
            keys.read(name)


@given(st.binary(min_size=32, max_size=32))
def test_the_printed_key_is_read_back_however_it_is_spaced(private: bytes) -> None:
    printed = printable(private)
    assert {len(group) for group in printed.split("-")} == {4}
    typed = printed.lower().replace("-", " ").replace("o", "0").replace("b", "8")
    assert recovery_key_bytes(f" {typed}\n") == private


@given(st.binary(min_size=32, max_size=32), st.integers(0, 69), st.sampled_from("ABCXYZ237"))
def test_one_wrong_character_is_noticed(private: bytes, at: int, wrong: str) -> None:
    printed = printable(private).replace("-", "")
    at %= len(printed)
    if printed[at] == wrong:
        return
    with pytest.raises(Problem, match="recovery_key_mistyped"):
        recovery_key_bytes(printed[:at] + wrong + printed[at + 1 :])


@pytest.mark.parametrize("typed", ["", "hello", "A" * 56, "密钥"])
def test_what_is_no_recovery_key_is_refused(typed: str) -> None:
    with pytest.raises(Problem, match="recovery_key_mistyped"):
        recovery_key_bytes(typed)
