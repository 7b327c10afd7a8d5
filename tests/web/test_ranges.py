"""A recording is handed out in parts, so that every player can play it and go back in it."""

import pytest
from django.test import RequestFactory

from tests.actions.test_notice_reach import MP3, composed
from tests.cast import Cast
from tests.street import Street, ordered
from tests.web.conftest import SignedIn
from wumen.actions.loudspeaker import keep_sound
from wumen.queries.loudspeaker import loudspeaker_page
from wumen.web.ranges import in_parts

TEN = b"0123456789"


@pytest.mark.parametrize(
    ("asked", "status", "said", "part"),
    [
        ("bytes=0-1", 206, "bytes 0-1/10", b"01"),
        ("bytes=4-", 206, "bytes 4-9/10", b"456789"),
        ("bytes=8-99", 206, "bytes 8-9/10", b"89"),
        ("bytes=-3", 206, "bytes 7-9/10", b"789"),
        ("bytes=-99", 206, "bytes 0-9/10", TEN),
        ("bytes=10-", 416, "bytes */10", b""),
        ("bytes=-0", 416, "bytes */10", b""),
        ("bytes=5-2", 416, "bytes */10", b""),
        ("bytes=0-1,4-5", 200, None, TEN),
        ("lines=0-1", 200, None, TEN),
        ("", 200, None, TEN),
    ],
)
def test_a_part_is_what_was_asked_for(
    asked: str, status: int, said: str | None, part: bytes
) -> None:
    reply = in_parts(RequestFactory().get("/", headers={"Range": asked}), TEN, "audio/mpeg")
    assert (reply.status_code, reply.get("Content-Range"), reply.content) == (status, said, part)
    assert reply["Accept-Ranges"] == "bytes"


def test_a_part_of_what_was_another_file_before_is_the_whole() -> None:
    asked = RequestFactory().get("/", headers={"Range": "bytes=0-1", "If-Range": '"x"'})
    assert in_parts(asked, TEN, "audio/mpeg").content == TEN


def test_a_recording_comes_in_parts_to_whoever_stands_below_its_notice(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    notice = composed(cast)
    keep_sound(cast.clerk, notice, MP3)
    (sound,) = loudspeaker_page(cast.captain, notice).sounds
    address = f"/attachments/{sound.id}/"
    reply = signed_in(cast.captain).get(address, headers={"Range": "bytes=0-1"})
    assert (reply.status_code, reply.content) == (206, MP3[:2])
    assert reply["Content-Range"] == f"bytes 0-1/{len(MP3)}"
    assert reply["Content-Type"] == "audio/mpeg"
    assert reply["X-Content-Type-Options"] == "nosniff"
    assert signed_in(cast.captain).get(address).content == MP3
