"""The resident's page in a browser's hands: codes, PIN, its own cookie, plain forms, and silence in the logs."""

import logging
import re

import pytest
from django.test import Client

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.crew import add_crew, grant_post
from wumen.actions.door_codes import NewCode, print_cards
from wumen.actions.duties.plan import plan_day
from wumen.actions.parcels import hand_over_parcels, register_parcels, set_point
from wumen.queries.objections import objections
from wumen.queries.supervision import neighbour_reports
from wumen.records import clock
from wumen.rules.door_codes import DoorKind
from wumen.rules.parcels import How

LIST = f"/door-codes/{PATH}1/"


def card(cast: Cast, street: Street, door: str = "1/1/202") -> NewCode:
    """The card of a household in building 1, which is under lockdown."""
    ordered(cast, "1")
    plan_day(cast.clerk, clock.today())
    home = street.households[door].id
    return print_cards(cast.captain, f"{COMPOUND}/1", DoorKind.INNER, [home])[0]


def opened(cast: Cast, street: Street, **headers: str) -> Client:
    """A phone on which 张阿姨 has opened her page."""
    new, phone = card(cast, street), Client(headers=headers or None)
    reply = phone.post(f"/d/{new.code}/", {"pin": new.pin})
    assert (reply.status_code, reply["Location"]) == (302, "/my/")
    return phone


def reachable(cast: Cast) -> None:
    """A secretary of the community whose telephone is known."""
    member = add_crew(cast.operator, "赵书记", "community_worker", telephone="13700000009")
    grant_post(cast.operator, member.number, "secretary", PATH.rstrip("/").rpartition("/")[0])


def waiting(cast: Cast) -> int:
    """The number of the objection that is due first."""
    return objections(cast.clerk)[0].number


def test_the_desk_prints_cards_that_lead_to_their_pages(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    captain = signed_in(cast.captain)
    assert LIST in captain.get(f"/register/building/{PATH}1/").content.decode()
    assert "4 户没有能用的卡片" in captain.get(LIST).content.decode()
    sheet = captain.post(f"{LIST}print/", {"kind": "inner"})
    text = sheet.content.decode()
    assert text.count("door-card inner") == 4
    assert text.count("<svg") == 4
    # Nobody's number is made up where none is known.
    assert "不会扫码的" not in text
    reachable(cast)
    again = captain.post(f"{LIST}print/", {"kind": "inner"}).content.decode()
    assert again.count("不会扫码的，打电话：") == again.count("13700000009") == 4
    assert sheet["Cache-Control"] == "no-store"
    assert "0 户没有能用的卡片" in captain.get(LIST).content.decode()
    poster = captain.post(f"{LIST}print/", {"kind": "outer"}).content.decode()
    assert poster.count("door-card outer") == 1
    assert "李楼长" in poster
    assert "张阿姨" not in poster


def test_the_outer_page_shows_the_order_and_nobody(cast: Cast, street: Street) -> None:
    card(cast, street)
    code = print_cards(cast.captain, f"{COMPOUND}/1", DoorKind.OUTER)[0].code
    phone = Client()
    text = phone.get(f"/d/{code}/").content.decode()
    for word in ("通告第1号", "中原区新冠肺炎疫情防控指挥部", "1月22日", "李楼长", "120", "不同意"):
        assert word in text
    for hidden in ("张阿姨", "独居", "<script"):
        assert hidden not in text
    sent = {"text": "我家不在这一单元", "name": "邻居", "telephone": "13800000002"}
    reply = phone.post(f"/d/{code}/object/", sent)
    assert re.search(r"编号 \d+", re.sub(r"<[^>]+>", "", reply.content.decode()))
    assert phone.get("/my/").status_code == 400


def test_the_inner_page_opens_by_pin_alone_and_shows_one_home(cast: Cast, street: Street) -> None:
    new, phone = card(cast, street), Client()
    before = phone.get(f"/d/{new.code}/").content.decode()
    assert "张阿姨" not in before
    assert phone.post(f"/d/{new.code}/", {"pin": "12"}).status_code == 400
    reply = phone.post(f"/d/{new.code}/", {"pin": new.pin})
    cookie = reply.cookies["wumen_door"]
    assert (cookie["httponly"], cookie["path"], cookie["samesite"]) == (True, "/my/", "Lax")
    assert new.code not in cookie.value
    text = phone.get("/my/").content.decode()
    assert "张阿姨" in text
    assert "第0人" not in text
    assert "<script" not in text
    out = phone.post("/my/out/")
    assert out.cookies["wumen_door"].value == ""
    assert phone.get("/my/").status_code == 400


def test_a_telephone_in_a_sentence_is_rung_with_a_tap(cast: Cast, street: Street) -> None:
    reachable(cast)
    card(cast, street)
    code = print_cards(cast.captain, f"{COMPOUND}/1", DoorKind.OUTER)[0].code
    text = Client().get(f"/d/{code}/").content.decode()
    link = '<a class="num nowrap" href="tel:13700000009">13700000009</a>'
    assert f"赵书记，{link}</p>" in text


def test_the_page_of_a_home_leads_to_what_is_asked_and_says_what_lies_for_it(
    cast: Cast, street: Street
) -> None:
    phone = opened(cast, street)
    page = phone.get("/my/").content.decode()
    for way, words in (
        ("why", "现在的要求、到什么时候"),
        ("ask", "要东西、求助"),
        ("object", "我不同意"),
    ):
        assert f'href="#{way}">{words}</a>' in page
        assert f'id="{way}"' in page
    assert "您家的件" not in page
    shelf = set_point(cast.clerk, COMPOUND, "东门货架", "王强")
    register_parcels(cast.clerk, shelf.id, "1-1-202 2件\n1-1-101")
    page = re.sub(r"<[^>]*>", "", phone.get("/my/").content.decode())
    assert "2 件在东门货架（保管人 王强）" in page
    # Building 1 is locked down.
    assert "会送到您家门口" in page
    home = street.households["1/1/202"].id
    hand_over_parcels(cast.clerk, shelf.id, [home], How.BROUGHT, "王强")
    assert "您家的件" not in phone.get("/my/").content.decode()


def test_temperature_request_absence_and_objection_are_plain_forms(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    phone, who = opened(cast, street), street.aunt_zhang.id
    with clock.fixed(at(1, 10, 8)):
        said = phone.post("/my/temperature/", {f"t-{who}": "36.6"}, follow=True).content.decode()
        assert "体温已收到" in said
        assert "已报" in said
        fever = phone.post("/my/temperature/", {f"t-{who}": "38.2"}, follow=True)
        assert "拨 120" in fever.content.decode()
        asked = {"kind": "need", "text": "胰岛素两支"}
        assert "胰岛素" in phone.post("/my/ask/", asked, follow=True).content.decode()
        away = phone.post("/my/away/", {"resident": str(who)}, follow=True).content.decode()
        assert "外出" in away
        phone.post("/my/away/", {"resident": str(who), "back": "1"})
        phone.post(f"/my/telephone/{who}/", {"telephone": "13800000009"})
        sent = phone.post("/my/object/", {"text": "我十一月就回来了"}, follow=True)
        assert re.search(r"编号 \d+", re.sub(r"<[^>]+>", "", sent.content.decode()))
        listed = signed_in(cast.captain).get("/instructions/").content.decode()
    # She reads her own words; the list of the building says no more than that it is about medicine.
    assert "胰岛素" not in listed
    assert "用药看病的需要" in listed
    assert "38.2" in listed


def test_what_cannot_be_done_is_said_and_nothing_typed_is_lost(cast: Cast, street: Street) -> None:
    phone = opened(cast, street)
    reply = phone.post("/my/temperature/", {f"t-{street.aunt_zhang.id}": "365"})
    assert reply.status_code == 400
    assert "张阿姨" in reply.content.decode()
    assert phone.post("/my/temperature/", {"t-x": "36.5"}).status_code == 404
    assert phone.post("/my/ask/", {"kind": "need", "text": "\x01"}).status_code == 400


def test_guessing_ends_in_a_page_that_says_whom_to_ring(cast: Cast, street: Street) -> None:
    new, phone = card(cast, street), Client()
    wrong = "123456" if new.pin != "123456" else "654321"
    for _ in range(5):
        assert phone.post(f"/d/{new.code}/", {"pin": wrong}).status_code == 400
    reply = phone.post(f"/d/{new.code}/", {"pin": new.pin})
    assert reply.status_code == 429
    assert "楼长" in reply.content.decode()


def test_no_code_pin_or_word_stands_in_a_log_line(
    cast: Cast, street: Street, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        new, phone = card(cast, street), Client()
        phone.get(f"/d/{new.code}/")
        phone.post(f"/d/{new.code}/", {"pin": "000001"})
        phone.post(f"/d/{new.code}/", {"pin": new.pin})
        phone.get("/d/AAAAAAAAAAAAAAAAAAAAAA/")
        phone.post("/my/ask/", {"kind": "help", "text": "水管漏水"})
    said = caplog.text
    assert "d/<str:token>/" in said
    for hidden in (new.code, new.pin, "AAAAAAAA", "漏水", "张阿姨"):
        assert hidden not in said
    page = phone.get(f"/d/{new.code}/")
    assert page["Referrer-Policy"] == "same-origin"
    assert page["Cache-Control"] == "no-store"


def test_the_pages_are_complete_in_english(cast: Cast, street: Street, signed_in: SignedIn) -> None:
    phone = opened(cast, street, accept_language="en")
    phone.post("/my/object/", {"text": "x"})
    assert chinese_outside(phone.get("/my/").content.decode()) == []
    code = print_cards(cast.captain, f"{COMPOUND}/1", DoorKind.OUTER)[0].code
    assert chinese_outside(phone.get(f"/d/{code}/").content.decode()) == []
    clerk = signed_in(cast.clerk, accept_language="en")
    for page in (LIST, "/objections/", f"/objections/{waiting(cast)}/", "/supervision/"):
        assert chinese_outside(clerk.get(page).content.decode()) == [], page


def test_an_objection_is_decided_at_the_desk_and_a_report_verified(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    phone = opened(cast, street)
    phone.post("/my/object/", {"text": "我十一月就回来了"})
    clerk, one = signed_in(cast.clerk), f"/objections/{waiting(cast)}/"
    assert "我十一月就回来了" in clerk.get(one).content.decode()
    assert 'name="outcome"' not in clerk.get(one).content.decode()
    officer = signed_in(cast.duty_officer)
    officer.post(one, {"forward": "1"})
    assert "转报" in phone.get("/my/").content.decode()
    early = officer.post(one, {"outcome": "upheld", "why": "对"})
    assert early.status_code == 400
    officer.post(one, {"outcome": "not_upheld", "why": "您家在封控范围内"})
    assert "您家在封控范围内" in phone.get("/my/").content.decode()
    paper = {"area": f"{COMPOUND}/1/1/101", "text": "不同意", "name": "", "telephone": ""}
    assert clerk.post("/objections/", paper).status_code == 302
    clerk.post("/supervision/", {"area": f"{COMPOUND}/1/1/101", "text": "夜里有人出去"})
    number = neighbour_reports(cast.clerk)[0].number
    for worker in (officer, signed_in(cast.secretary)):
        worker.post("/supervision/", {"number": str(number), "found": "not_so", "said": "都在家"})
    assert "不属实" in clerk.get("/supervision/").content.decode()
