"""Of a photo stays the picture; what is asked for must stand before a thing is done, and nobody sends ten of it."""

import struct
import zlib
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.files import JPEG, PDF, phone_photo
from tests.street import at
from wumen.rules.photos import (
    MOST,
    Asked,
    Moment,
    check_another,
    check_hour,
    check_shown,
    check_taking_down,
    read_moment,
    read_photo,
)
from wumen.rules.problems import Problem


def png(*extra: tuple[bytes, bytes]) -> bytes:
    """A PNG of one pixel with more chunks before its end."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        *extra,
        (b"IDAT", zlib.compress(b"\0\0")),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def test_where_and_with_what_a_photo_was_made_does_not_stay_in_it() -> None:
    kept = read_photo(phone_photo()).content
    for told in (b"GPS", b"Phone", b"MPF", b"II*"):
        assert told in phone_photo()
        assert told not in kept
    assert b"\x12\xff\x00\x34\xff\xd0\x56" in kept
    assert kept.endswith(b"\xff\xd9")
    assert kept.count(b"JFIF") == 1


def test_which_side_is_up_stays() -> None:
    kept = read_photo(phone_photo()).content
    at_ = kept.index(b"Exif\0\0")
    assert struct.unpack_from(">HHIH", kept, at_ + 16) == (0x0112, 3, 1, 6)


def test_a_thumbnail_may_show_what_the_picture_does_not_and_goes() -> None:
    body = b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01" + b"RGB"
    with_one = b"\xff\xd8\xff\xe0" + struct.pack(">H", len(body) + 2) + body + b"\xff\xd9"
    assert read_photo(with_one).content == JPEG


def test_of_a_png_stays_the_picture() -> None:
    told = png(
        (b"tEXt", b"Author\0somebody"), (b"eXIf", b"II*\0"), (b"tIME", b"\x07\xe6\1\1\1\1\1")
    )
    assert read_photo(told + b"behind").content == png()


def test_what_was_kept_once_is_kept_the_same_again() -> None:
    once = read_photo(phone_photo()).content
    assert read_photo(once).content == once


@given(st.integers(min_value=4, max_value=len(phone_photo()) - len(JPEG) - 6))
def test_a_photo_that_did_not_arrive_whole_is_refused(length: int) -> None:
    with pytest.raises(Problem, match="photo_unreadable"):
        read_photo(phone_photo()[:length])


@given(st.binary(max_size=300), st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]))
def test_whatever_bytes_arrive_they_are_a_photo_or_refused(body: bytes, head: bytes) -> None:
    try:
        assert read_photo(head + body).content.startswith(head[:2])
    except Problem as problem:
        assert problem.code == "photo_unreadable"


def test_a_scan_on_paper_is_no_photo() -> None:
    with pytest.raises(Problem, match="photo_needed"):
        read_photo(PDF)


def test_what_is_asked_for_must_stand_before_a_thing_is_done() -> None:
    check_shown(Asked.NONE, ())
    check_shown(Asked.ONE, [Moment.SHOWN])
    check_shown(Asked.BOTH, [Moment.BEFORE, Moment.AFTER])
    with pytest.raises(Problem, match="photo_missing"):
        check_shown(Asked.ONE, ())
    with pytest.raises(Problem, match="photo_after_missing"):
        check_shown(Asked.BOTH, [Moment.BEFORE])


def test_where_a_pair_is_asked_for_a_photo_without_a_word_shows_after() -> None:
    assert read_moment("", Asked.BOTH) is Moment.AFTER
    assert read_moment("", Asked.ONE) is Moment.SHOWN
    assert read_moment("before", Asked.BOTH) is Moment.BEFORE
    with pytest.raises(Problem, match="photo_moment_unknown"):
        read_moment("later", Asked.BOTH)


def test_a_photo_is_of_its_hour() -> None:
    opens, due = at(1, 10, 8), at(1, 10, 18)
    check_hour(opens, due, opens - timedelta(minutes=50))
    check_hour(opens, due, due + timedelta(hours=23))
    with pytest.raises(Problem, match="photo_too_early"):
        check_hour(opens, due, opens - timedelta(hours=2))
    with pytest.raises(Problem, match="photo_too_late"):
        check_hour(opens, due, due + timedelta(hours=25))


def test_nine_photos_of_one_thing_are_enough() -> None:
    check_another(MOST - 1)
    with pytest.raises(Problem, match="photo_enough"):
        check_another(MOST)


def test_the_photo_on_which_a_done_thing_stands_is_not_taken_down() -> None:
    check_taking_down(Asked.ONE, (), done=False)
    check_taking_down(Asked.NONE, (), done=True)
    check_taking_down(Asked.BOTH, [Moment.BEFORE], done=False)
    for asked, left, done in (
        (Asked.ONE, [], True),
        (Asked.BOTH, [Moment.BEFORE], True),
        (Asked.BOTH, [Moment.AFTER], False),
    ):
        with pytest.raises(Problem, match="photo_holds"):
            check_taking_down(asked, left, done)
