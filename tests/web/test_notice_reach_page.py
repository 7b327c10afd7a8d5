"""Pages of a notice: its reach, its loudspeaker, letters from home, as people tap them, in both languages."""

import re
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import PATH, Cast
from tests.files import phone_photo
from tests.street import Street, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.notice_reach import ask_to_tell, note_told
from wumen.actions.stairwell_notices import compose_notice
from wumen.rules.notice_reach import Means
from wumen.rules.stairwell_notices import NoticeText

AT_MOST = 12
ONE = f"{PATH}1/"


def text(reply: object) -> str:
    """The words of a page."""
    plain = re.sub(r"<[^>]+>", " ", reply.content.decode())  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", plain)


@pytest.fixture
def notice(cast: Cast, street: Street) -> UUID:
    """A notice for the whole compound."""
    return compose_notice(
        cast.clerk, NoticeText(PATH, "明天全员采样", "明早 7:00 起，叫到再下楼。", "2")
    )


@pytest.fixture
def desk(cast: Cast, street: Street, signed_in: SignedIn) -> Client:
    """The clerk's browser."""
    return signed_in(cast.clerk)


def test_what_hangs_in_a_stairwell_is_dated_in_chinese_whoever_prints_it(
    cast: Cast, notice: UUID, signed_in: SignedIn
) -> None:
    english = signed_in(cast.clerk, accept_language="en")
    page = english.get(f"/stairwell-notices/{notice}/").content.decode()
    sheet = page[page.index("stairwell-sheet") : page.index("</article>")]
    assert "月" in sheet
    assert "Jan" not in sheet
    # A notice tells a number to ring: nothing under its texts denies it.
    assert "no telephones" not in page
    assert chinese_outside(page) == []


def test_from_the_notice_to_who_is_left_and_to_a_tick(
    cast: Cast, street: Street, notice: UUID, desk: Client, signed_in: SignedIn
) -> None:
    base = f"/stairwell-notices/{notice}/"
    assert f"{base}reach/" in desk.get(base).content.decode()
    page = text(desk.get(f"{base}reach/"))
    assert "12 户里通知到 0 户" in page
    assert "先把群发了" in page
    captain = signed_in(cast.captain)
    mine = captain.get(f"{base}reach/").content.decode()
    assert "张阿姨" in mine
    assert mine.index("张阿姨") < mine.index("11/101第0人")
    assert 'name="ask"' not in mine
    sent = {"told": "visit", "home": street.aunt_zhang.household_id}
    assert captain.post(f"{base}reach/", sent).status_code == 302
    assert "12 户里通知到 1 户" in text(desk.get(f"{base}reach/"))
    undo = {"untold": "1", "home": street.aunt_zhang.household_id}
    assert captain.post(f"{base}reach/", undo).status_code == 302
    for wrong in ({"told": "group", "home": sent["home"]}, {"told": "visit", "home": "x"}):
        assert captain.post(f"{base}reach/", wrong).status_code in (400, 404)
    assert signed_in(cast.outsider).get(f"{base}reach/").status_code == 404


def test_one_tap_gives_what_is_left_to_people(notice: UUID, desk: Client) -> None:
    page = f"/stairwell-notices/{notice}/reach/"
    reply = desk.post(page, {"ask": PATH}, follow=True)
    assert "1 户进打电话名单 · 11 户请楼长上门" in text(reply)
    assert 'name="ask"' not in reply.content.decode()
    assert desk.post(page, {"ask": PATH}).status_code == 409 or "没有还要交给人" in text(
        desk.post(page, {"ask": PATH})
    )


def test_a_sheet_is_hung_with_its_photo(notice: UUID, desk: Client) -> None:
    page = f"/stairwell-notices/{notice}/reach/?at={ONE}"
    picture = SimpleUploadedFile("a.jpg", phone_photo(), "image/jpeg")
    assert desk.post(page, {"sheet": ONE, "photo": picture}).status_code == 302
    shown = desk.get(page).content.decode()
    photo = re.search(r'href="(/attachments/[^"]+)"', shown)
    assert photo
    seen = desk.get(photo[1])
    assert seen["Content-Type"] == "image/jpeg"
    # Looked at and not saved to the phone.
    assert seen["Content-Disposition"] == 'inline; filename="wumen.jpeg"'
    assert desk.post(page, {"sheet": ONE}).status_code == 400


def test_the_loudspeaker_is_planned_ticked_and_its_recording_played(
    cast: Cast, notice: UUID, desk: Client, signed_in: SignedIn
) -> None:
    page = f"/stairwell-notices/{notice}/loudspeaker/"
    shown = text(desk.get(page))
    assert "明早七点起，叫到再下楼。" in shown
    assert re.search(r"慢慢念约 \d+ 秒", shown)
    sent = {"area": PATH, "where": "喇叭车：东门到西门", "day": "2022-01-11", "hour": "06:30"}
    assert desk.post(page, sent | {"hour": "halb"}).status_code == 400
    assert desk.post(page, sent).status_code == 302
    play = re.search(r'name="play" value="([^"]+)"', desk.get(page).content.decode())
    assert play
    assert desk.post(page, {"played": "1", "play": play[1]}).status_code == 302
    assert re.search(r"放过了， ?孙内勤 ?记", text(desk.get(page)))
    sound = SimpleUploadedFile("x.mp3", b"ID3\x04" + bytes(99), "audio/mpeg")
    assert desk.post(page, {"sound": "1", "recording": sound}).status_code == 302
    heard = re.search(
        r'<audio[^>]+src="([^"]+)"', signed_in(cast.captain).get(page).content.decode()
    )
    assert heard
    reply = signed_in(cast.captain).get(heard[1])
    assert reply["Content-Type"] == "audio/mpeg"
    assert "media-src 'self'" in reply["Content-Security-Policy"]
    assert signed_in(cast.outsider).get(heard[1]).status_code == 404


def test_letters_are_printed_ticked_and_their_words_written_in_one_place(
    cast: Cast, street: Street, desk: Client
) -> None:
    ordered(cast, regime="home_isolation", paths=(), residents=(str(street.aunt_zhang.id),))
    assert "/home-letters/" in desk.get("/isolated-homes/").content.decode()
    assert "/home-letters/?for=kits" in desk.get("/arrivals/kits/").content.decode()
    page = desk.get("/home-letters/").content.decode()
    assert "张阿姨：您好！" in page
    outside = re.search(r'<div class="outside">(.*?)</div>', page, re.DOTALL)
    assert outside
    assert "隔离" not in outside[1]
    assert "张阿姨" not in outside[1]
    area = re.search(r'name="area" value="([^"]+)"', page)
    assert area
    sent = {"area": area[1], "text": "社区惦记着您。"}
    assert desk.post("/home-letters/", sent).status_code == 302
    assert desk.post("/home-letters/", sent | {"text": "您家有人阳性"}).status_code == 400
    assert desk.get("/home-letters/").content.decode().count("社区惦记着您。") == 2
    home = {"given": street.aunt_zhang.household_id}
    assert desk.post("/home-letters/", home).status_code == 302
    page = desk.get("/home-letters/").content.decode()
    assert "was-given" in page
    # What was ticked by mistake, or got wet, is printed once more: that home's alone.
    (again,) = re.findall(r'href="\?(for=isolated&amp;again=[^"]+)"', page)
    page = desk.get(f"/home-letters/?{again.replace('&amp;', '&')}").content.decode()
    assert page.count('<article class="letter">') == 1
    assert "was-given" not in page
    assert desk.get("/home-letters/?for=x").status_code == 400


def test_in_english_nothing_stays_chinese_but_data_and_few_statements_are_asked(
    cast: Cast, street: Street, notice: UUID, desk: Client
) -> None:
    ordered(cast, regime="home_isolation", paths=(), residents=(str(street.aunt_zhang.id),))
    desk.post("/language/", {"language": "en", "next": "/"})
    base = f"/stairwell-notices/{notice}/"
    for page in (
        f"{base}reach/", f"{base}reach/?at={ONE}", f"{base}loudspeaker/", "/home-letters/",
        "/home-letters/?for=kits",
    ):  # fmt: skip
        desk.get(page)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            shown = desk.get(page).content.decode()
        assert chinese_outside(shown) == []
        said = [one["sql"] for one in asked if not re.match(r"SAVEPOINT|RELEASE|SET ", one["sql"])]
        assert len(said) <= AT_MOST, (page, said)


def test_a_home_that_was_told_stands_as_told_on_its_call_list(
    cast: Cast, street: Street, notice: UUID, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    calls = ask_to_tell(cast.clerk, notice, ONE).calls
    assert 'name="show"' in signed_in(cast.clerk).get(f"/calls/{calls}/").content.decode()
    note_told(cast.captain, notice, street.households["1/1/202"].id, Means.VISIT)
    page = signed_in(cast.clerk).get(f"/calls/{calls}/").content.decode()
    assert "李楼长</span>已告诉这一户，不用再打" in page
    assert 'name="show"' not in page
    english = signed_in(cast.clerk, accept_language="en").get(f"/calls/{calls}/").content.decode()
    assert "told this home: no need to ring" in english
    assert chinese_outside(english) == []
