"""A captain's phone in her hand and in the office's list: bound without a password, ended in one tap."""

import logging
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import PATH, Cast
from tests.street import Street
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.records.models import Knock
from wumen.records.scope import WHOLE, scoped

ANDROID = "Mozilla/5.0 (Linux; Android 9) Chrome/80"
CODE = re.compile(r'device-code num">(\d{4} \d{4})<')


def given(clerk: Client, cast: Cast, lasts: str = "day") -> str:
    """The code that the clerk gives for the captain's post."""
    url = f"/crew/{cast.captain.crew_no}/device/{cast.captain.post}/"
    reply = clerk.post(url, {"lasts": lasts})
    assert reply.status_code == 200
    found = CODE.search(reply.content.decode())
    assert found
    return found[1]


def bound(clerk: Client, cast: Cast, **headers: str) -> Client:
    """The captain's phone, bound."""
    phone = Client(headers={"User-Agent": ANDROID, **headers})
    reply = phone.post("/device/", {"code": given(clerk, cast)})
    assert (reply.status_code, reply["Location"]) == (302, "/")
    return phone


def test_a_captain_comes_to_her_rounds_by_a_code_and_without_a_password(
    cast: Cast, under_lockdown: Street, signed_in: SignedIn
) -> None:
    phone = bound(signed_in(cast.clerk), cast)
    page = phone.get("/", follow=True)
    assert page.redirect_chain[-1][0] == "/rounds/"
    text = page.content.decode()
    assert "李楼长 · " not in text
    assert "李楼长" in text
    assert "这部手机" in text
    assert "退出" not in text
    assert phone.get(f"/register/building/{PATH}1/").status_code == 200
    assert phone.get(f"/register/building/{PATH}2/").status_code == 403
    assert phone.get("/crew/").status_code == 403


def test_what_she_does_on_it_stands_in_her_name(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    phone = bound(signed_in(cast.clerk), cast)
    home = street.households["1/1/202"].id
    assert phone.post(f"/register/home/{home}/knock/", {"result": "spoken"}).status_code == 302
    with scoped(WHOLE):
        assert Knock.objects.get().by == cast.captain.person
    page = phone.get("/device/mine/").content.decode()
    assert "李楼长" in page
    assert "绑定到今天 24:00" in page


def test_the_cookie_is_hers_alone_and_holds_no_code(cast: Cast, signed_in: SignedIn) -> None:
    code = given(signed_in(cast.clerk), cast)
    phone = Client(headers={"User-Agent": ANDROID})
    reply = phone.post("/device/", {"code": code}, secure=True)
    cookie = reply.cookies["wumen_device"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", True)
    assert code.replace(" ", "") not in cookie.value
    assert len(cookie.value) == 22


def test_looking_at_a_scanned_code_uses_nothing_up(cast: Cast, signed_in: SignedIn) -> None:
    code = given(signed_in(cast.clerk), cast).replace(" ", "")
    phone = Client()
    for _ in range(2):
        assert f'value="{code}"' in phone.get(f"/device/{code}/").content.decode()
    assert phone.post("/device/", {"code": code}).status_code == 302


def test_the_code_is_shown_once_and_stands_in_no_log_line(
    cast: Cast, signed_in: SignedIn, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        code = given(signed_in(cast.clerk), cast).replace(" ", "")
        phone = Client()
        phone.get(f"/device/{code}/")
        phone.post("/device/", {"code": code})
    assert "device/<str:code>/" in caplog.text
    assert code not in caplog.text
    assert code not in signed_in(cast.clerk).get(f"/crew/{cast.captain.crew_no}/").content.decode()


def test_a_wrong_code_says_what_to_do_and_too_many_are_too_many(cast: Cast) -> None:
    phone = Client()
    for _ in range(10):
        reply = phone.post("/device/", {"code": "12345678"})
        assert reply.status_code == 400
        assert "请社区内勤重新给一个" in reply.content.decode()
    assert phone.post("/device/", {"code": "12345678"}).status_code == 429


def test_inside_wechat_the_page_sends_to_the_browser(db: None) -> None:
    phone = Client(headers={"User-Agent": "Mozilla/5.0 (Linux; Android 9) MicroMessenger/8.0"})
    assert "在浏览器打开" in phone.get("/device/").content.decode()
    assert "在浏览器打开" not in Client().get("/device/").content.decode()


def test_the_office_lists_the_phone_and_ends_it_in_one_tap(cast: Cast, signed_in: SignedIn) -> None:
    clerk = signed_in(cast.clerk)
    phone = bound(clerk, cast)
    assert "手机已绑定" in clerk.get("/crew/").content.decode()
    page = clerk.get("/phones/").content.decode()
    assert "李楼长" in page
    assert "刚刚用过" in page
    (tap,) = re.findall(r'action="(/phones/[\w-]+/end/)"', page)
    assert clerk.post(tap)["Location"] == "/phones/"
    reply = phone.get("/rounds/")
    assert reply.status_code == 403
    assert "device_ended" in reply.content.decode()
    assert phone.get("/rounds/")["Location"].startswith("/sign-in/"), "the phone has forgotten it"


def test_she_ends_it_herself(cast: Cast, signed_in: SignedIn) -> None:
    clerk = signed_in(cast.clerk)
    phone = bound(clerk, cast)
    assert phone.post("/device/mine/")["Location"] == "/sign-in/"
    assert phone.get("/rounds/").status_code == 302
    assert "手机已绑定" not in clerk.get("/crew/").content.decode()
    assert clerk.get("/device/mine/")["Location"] == "/", "who signed in has no phone to end"


def test_an_office_post_is_offered_no_code(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.secretary)
    url = f"/crew/{cast.clerk.crew_no}/"
    assert "给绑定码" not in client.get(url).content.decode()
    reply = client.post(f"{url}device/{cast.clerk.post}/", {"lasts": "day"})
    assert "device_needs_password" in reply.content.decode()
    assert client.post(f"{url}device/{cast.captain.post}/", {"lasts": "day"}).status_code == 404


def test_a_password_goes_before_the_phone(cast: Cast, signed_in: SignedIn) -> None:
    phone = bound(signed_in(cast.clerk), cast)
    phone.cookies.update(signed_in(cast.secretary).cookies)
    assert phone.get("/board/").status_code == 200


def test_knowing_whose_phone_it_is_costs_no_more_than_a_session(
    cast: Cast, signed_in: SignedIn
) -> None:
    phone = bound(signed_in(cast.clerk), cast)
    with CaptureQueriesContext(connection) as captured:
        phone.get("/device/mine/")
    said = [one["sql"] for one in captured.captured_queries]
    # Scope, phone with its post, posts with their places, scope; two more give the scopes back in a test.
    assert len([one for one in said if not one.startswith(("SAVEPOINT", "RELEASE"))]) <= 6, said


def test_the_pages_are_complete_in_english(cast: Cast, signed_in: SignedIn) -> None:
    clerk = signed_in(cast.clerk, accept_language="en")
    phone = bound(signed_in(cast.clerk), cast, accept_language="en")
    url = f"/crew/{cast.captain.crew_no}/device/{cast.captain.post}/"
    pages = [
        clerk.get("/phones/"),
        clerk.get(f"/crew/{cast.captain.crew_no}/"),
        clerk.post(url, {"lasts": "day"}),
        phone.get("/device/mine/"),
        phone.get("/device/"),
        phone.post("/device/", {"code": "1"}),
    ]
    assert [chinese_outside(page.content.decode()) for page in pages] == [[]] * len(pages)
