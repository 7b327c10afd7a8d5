"""Pages of instructions: entered from the sheet, taken with one tap, settled, cancelled, and risen up the chain."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import COMMUNITY, COMPOUND, PATH, Cast
from tests.street import Street, at
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.duties.plan import plan_day
from wumen.actions.orders import open_outbreak
from wumen.records import clock

FORM = {
    "area": COMMUNITY,
    "about": "place",
    "origin": "superior",
    "said": "检查消防通道",
    "asked_by": "区指挥部",
    "document": "交办单第3号",
    "opens": "2022-01-10T06:00",
    "due": "2022-01-10T08:00",
    "owes": "secretary",
    "grade": "declared",
    "urgency": "normal",
}
Give = Callable[..., str]


@pytest.fixture
def officer(cast: Cast, under_lockdown: Street, signed_in: SignedIn) -> Client:
    """郑值班长 at her desk, the day planned."""
    return signed_in(cast.duty_officer)


def text(reply: object) -> str:
    """A page as it is read: without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", reply.content.decode()))  # type: ignore[attr-defined]


def given(client: Client, **changes: str) -> str:
    """The address of an instruction that was entered by the form."""
    reply = client.post("/instructions/new/", FORM | changes)
    assert reply.status_code == 302, text(reply)
    return str(reply["Location"])


def key_on(page: object) -> str:
    """The duty that a page's forms settle."""
    found = re.search(r'action="(/duty/2022[^"]*)"', page.content.decode())  # type: ignore[attr-defined]
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("urgency", "due"), [("life", "06:30"), ("urgent", "08:00"), ("normal", "20:00")]
)
def test_without_an_hour_it_is_due_by_how_urgent_it_is(
    officer: Client, urgency: str, due: str
) -> None:
    page = text(officer.get(given(officer, due="", urgency=urgency)))
    assert f"1月10日 {due} 前办好" in page


def test_no_form_shows_the_code_of_a_place_and_an_empty_one_is_the_place_that_stands_there(
    officer: Client, cast: Cast
) -> None:
    path = f"{PATH}1/1/202/"
    for page in (
        officer.get("/instructions/new/"),
        officer.get("/instructions/new/", {"area": path}),
        officer.post("/instructions/new/", FORM | {"look": "1", "area": "1-1-202"}),
    ):
        (shown,) = re.findall(r'name="area" value="([^"]*)"', page.content.decode())
        assert shown == ""
    (at,) = re.findall(r'name="at" value="([^"]*)"', page.content.decode())
    assert at == path
    one = text(officer.get(given(officer, area="", at=at, owes="captain")))
    assert "202" in one.split("在哪里")[1].split("什么时候")[0]


def test_what_is_entered_stands_on_list_board_rounds_and_among_the_duties(
    officer: Client, cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    one = given(officer)
    door = given(officer, area=f"{COMPOUND}/1/1/202", origin="resident", owes="captain")
    assert "检查消防通道" in text(officer.get(one))
    assert "今日交办 · 2 件" in text(officer.get("/board/"))
    rows = text(officer.get("/duties/?what=instruction"))
    assert "棉纺路街道 锦绣城社区" in rows
    assert "交办内容" in rows
    captain = signed_in(cast.captain)
    assert "1-1-202" in text(captain.get("/duties/?what=request"))
    assert "检查消防通道" in text(captain.get("/rounds/"))
    assert door in captain.get(f"/rounds/2022-01-10/am/{PATH}1/1/").content.decode()
    assert captain.get(one).status_code == 404


def test_a_slip_in_the_form_is_named_and_what_was_typed_stands_again(officer: Client) -> None:
    page = officer.post("/instructions/new/", FORM | {"document": ""})
    assert (page.status_code, "交办单的名称或编号" in text(page)) == (400, True)
    assert "检查消防通道" in text(page)
    page = officer.post("/instructions/new/", FORM | {"area": "410102003008/nowhere"})
    assert (page.status_code, "检查消防通道" in text(page)) == (404, True)


def test_with_two_outbreaks_open_one_is_chosen(officer: Client, cast: Cast) -> None:
    open_outbreak(cast.duty_officer, "诺如病毒", "norovirus", [])
    assert "哪一次疫情" in text(officer.get("/instructions/new/"))
    assert officer.post("/instructions/new/", FORM).status_code == 400
    given(officer, outbreak="诺如病毒")


def test_it_is_taken_shown_given_back_and_done(officer: Client, cast: Cast) -> None:
    one = given(officer)
    key = key_on(officer.get(one))
    officer.post("/duty/take/", {"key": key.removeprefix("/duty/").rstrip("/")})
    for page in ("/instructions/", one, "/duties/?state=taken", key):
        assert "已接手 郑值班长" in text(officer.get(page)), page
    # Taken is still to be done: it counts as waiting, and its rows say so.
    assert "检查消防通道" in text(officer.get("/instructions/"))
    assert "已接手 郑值班长" in text(officer.get("/duties/?state=waiting"))
    officer.post(key, {"act": "give_back"})
    assert "已接手 郑值班长" not in text(officer.get(one))
    officer.post(key, {"act": "cannot", "why": "钥匙没拿到"})
    assert "钥匙没拿到" in text(officer.get(one))
    officer.post(key, {"act": "done", "grade": "measured"})
    assert "办结已办 · 郑值班长" in text(officer.get(one))
    assert "检查消防通道" in text(officer.get("/instructions/?state=closed"))


def test_waived_and_cancelled_show_whose_name_and_why(officer: Client) -> None:
    waived, cancelled = given(officer), given(officer, said="另一件")
    key = key_on(officer.get(waived))
    officer.post(key, {"act": "waive", "why": "已有消防队办"})
    for page in (waived, key, "/duties/?state=waived"):
        assert "郑值班长" in text(officer.get(page)), page
        assert "已有消防队办" in text(officer.get(page)), page
    assert officer.post(f"{cancelled}end/", {"how": "cancelled", "why": ""}).status_code == 400
    officer.post(f"{cancelled}end/", {"how": "withdrawn", "why": "区里收回"})
    closed = text(officer.get("/instructions/?state=closed"))
    assert "上级已撤回" in closed
    assert "郑值班长：区里收回" in closed


@pytest.mark.parametrize(
    ("urgency", "minutes", "risen"),
    [("normal", 119, False), ("normal", 120, True), ("urgent", 30, True), ("life", 0, True)],
)
def test_overdue_for_long_it_rises_beside_its_owner(
    officer: Client, urgency: str, minutes: int, risen: bool
) -> None:
    one = given(officer, urgency=urgency)
    with clock.fixed(at(1, 10, 8) + timedelta(minutes=minutes)):
        for page in ("/board/", "/instructions/", one, "/duties/?what=instruction"):
            said = text(officer.get(page))
            assert "周书记" in said, page
            assert ("已升级到：值班长 郑值班长" in said) == risen, page


def test_on_the_next_day_it_stands_there_again(officer: Client, cast: Cast) -> None:
    one = given(officer)
    with clock.fixed(at(1, 11, 6)):
        plan_day(cast.operator, clock.today())
        assert "超时" in text(officer.get(one))
        assert "1月10日 08:00" in text(officer.get("/instructions/"))
        officer.post(key_on(officer.get(one)), {"act": "done"})
        assert "办结已办" in text(officer.get(one))


def test_the_office_next_door_sees_nothing_of_it(
    officer: Client, cast: Cast, signed_in: SignedIn
) -> None:
    one = given(officer)
    outsider = signed_in(cast.outsider)
    assert outsider.get(one).status_code == 404
    assert "检查消防通道" not in text(outsider.get("/instructions/"))
    assert outsider.post(f"{one}end/", {"how": "cancelled", "why": "x"}).status_code == 404
    assert signed_in(cast.volunteer).get("/instructions/").status_code == 403


def test_a_visit_that_met_nobody_names_the_hour_of_the_next(
    cast: Cast, under_lockdown: Street, signed_in: SignedIn
) -> None:
    sampler = signed_in(cast.sampler)
    rows = sampler.get("/duties/?what=sampling").content.decode()
    found = re.search(r'href="(/duty/2022[^"]*)"', rows)
    assert found
    with clock.fixed(at(1, 10, 7)):
        sampler.post(found[1], {"act": "cannot", "reason": "nobody_home"})
        page = text(sampler.get(found[1]))
    assert "已记下第 1 次，10:00 以后再去" in page
    assert "已去过 1 次没人：07:00" in page


def test_the_english_pages_hold_chinese_as_data_only(
    officer: Client, cast: Cast, signed_in: SignedIn
) -> None:
    one = given(officer)
    key = key_on(officer.get(one))
    english = signed_in(cast.duty_officer, accept_language="en")
    for page in ("/instructions/", one, "/instructions/new/", key):
        assert chinese_outside(english.get(page).content.decode()) == [], page
