"""A file is what its first bytes say, small enough, and nothing that a browser could run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.files import JPEG, PAGE, PDF, PNG
from wumen.rules.attachments import MOST_BYTES, FileKind, read_file, read_picture
from wumen.rules.problems import Problem


@pytest.mark.parametrize(
    ("content", "kind"), [(PDF, FileKind.PDF), (JPEG, FileKind.JPEG), (PNG, FileKind.PNG)]
)
def test_a_file_is_known_by_its_first_bytes(content: bytes, kind: FileKind) -> None:
    assert read_file(content).kind is kind


@pytest.mark.parametrize("content", [PAGE, b"MZ\x90", b"PK\x03\x04", b" " + PDF, b"GIF89a"])
def test_anything_else_is_refused_whatever_it_is_called(content: bytes) -> None:
    with pytest.raises(Problem, match="file_not_a_scan"):
        read_file(content)


def test_an_empty_or_too_heavy_file_is_refused() -> None:
    with pytest.raises(Problem, match="file_empty"):
        read_file(b"")
    assert read_file(PDF + bytes(MOST_BYTES - len(PDF))).kind is FileKind.PDF
    with pytest.raises(Problem, match="file_too_heavy"):
        read_file(PDF + bytes(MOST_BYTES))


def test_a_scan_is_no_photo() -> None:
    with pytest.raises(Problem, match="photo_needed"):
        read_picture(PDF)
    assert read_picture(JPEG).name == "wumen.jpeg"


HEIC = bytes.fromhex("00000018") + b"ftypheic" + bytes(40)


@pytest.mark.parametrize("content", [PAGE, HEIC, b"no picture"])
def test_who_is_asked_for_a_photo_is_told_of_photos_and_not_of_scans(content: bytes) -> None:
    with pytest.raises(Problem, match="photo_needed"):
        read_picture(content)


@given(st.binary(max_size=60))
def test_no_bytes_pass_that_do_not_begin_as_a_scan_does(content: bytes) -> None:
    try:
        kind = read_file(content).kind
    except Problem as problem:
        assert problem.code in {"file_empty", "file_not_a_scan"}
    else:
        assert content.startswith((b"%PDF-", b"\xff\xd8\xff", b"\x89PNG")), kind
