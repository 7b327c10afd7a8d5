"""The overview and the rows behind its numbers: right figures, owners in words, quiet when unchanged."""

import re

import pytest
from django.test import Client

from tests.cast import PATH, Cast
from tests.street import Street, at, draft
from tests.web.conftest import SignedIn
from wumen.actions.duties.plan import plan_day
from wumen.actions.orders import confirm_order, enter_order
from wumen.actions.rounds import floor_done
from wumen.records import clock
from wumen.records.models import Post
from wumen.records.scope import WHOLE, scoped
from wumen.rules.rounds import read_round_key

ROUND = f"2022-01-10/am/{PATH}1/1"


@pytest.fixture
def planned(cast: Cast, street: Street, under_lockdown: Street) -> Street:
    """Building 1 under lockdown, its day planned, its second floor done but for one door."""
    floor_done(cast.captain, read_round_key(ROUND), 2, {"202": "nobody_home"})
    return street


@pytest.fixture
def secretary(planned: Street, signed_in: SignedIn, cast: Cast) -> Client:
    """周书记 at her desk."""
    return signed_in(cast.secretary)


def text(reply: object) -> str:
    """A page as it is read: without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", reply.content.decode()))  # type: ignore[attr-defined]


def test_the_board_counts_done_standing_and_not_yet_due(secretary: Client) -> None:
    page = text(secretary.get("/board/"))
    assert "4 / 30 今日事项" in page
    assert "26 项未到时间" in page
    assert "代报 4" in page
    assert "L0 · 一台办公电脑" in page
    assert "最近到期：锦绣城社区 锦绣城 1号楼" in page


def test_the_text_of_the_daily_report_is_one_tap_away(secretary: Client) -> None:
    page = secretary.get("/board/").content.decode()
    (way,) = re.findall(r'<a class="button" href="([^"]+)">日报 ›</a>', page)
    assert "疫情防控日报" in secretary.get(way).content.decode()
    assert "日报 ›" not in secretary.get("/board/?projector=1").content.decode()


def test_what_is_overdue_stands_with_its_owner_and_since_when(secretary: Client) -> None:
    with clock.fixed(at(1, 10, 11)):
        page = text(secretary.get("/board/"))
    # At 202 one goes again at 9: that sampling is not late yet.
    assert "! 15 项超时" in page
    assert "1号楼 上午 量体温 6 项" in page
    assert "楼长 李楼长 · 10:00 起超时" in page


def test_what_nobody_owns_is_said_in_words(cast: Cast, street: Street, signed_in: SignedIn) -> None:
    with scoped(WHOLE):
        others = Post.objects.exclude(role__in=["clerk", "operator"])
        others.update(from_at=at(1, 9), until_at=at(1, 10, 6))
    confirm_order(cast.operator, enter_order(cast.clerk, draft("1")).number)
    plan_day(cast.clerk, clock.today())
    with clock.fixed(at(1, 10, 11)):
        assert "无人负责" in text(signed_in(cast.clerk).get("/board/"))


def test_an_unchanged_board_is_answered_with_304(secretary: Client) -> None:
    first = secretary.get("/board/", headers={"HX-Request": "true"})
    tag = first["ETag"]
    again = secretary.get("/board/", headers={"HX-Request": "true", "If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    with clock.fixed(at(1, 10, 11)):
        later = secretary.get("/board/", headers={"HX-Request": "true", "If-None-Match": tag})
    assert later.status_code == 200
    assert later["ETag"] != tag
    assert "<html" not in later.content.decode()


def test_every_number_of_the_board_opens_rows_that_count_the_same(secretary: Client) -> None:
    with clock.fixed(at(1, 10, 11)):
        page = secretary.get("/board/").content.decode()
        links = re.findall(r'href="(/duties/[^"]*)"[^>]*>([^<]*)<', page)
        assert len(links) > 8
        for link, words in links:
            number = re.search(r"\d+", words)
            if number:
                rows = secretary.get(link.replace("&amp;", "&")).content.decode()
                assert rows.count("<tr><td") == int(number[0]), link


def test_rows_name_door_state_and_owner(secretary: Client) -> None:
    page = text(secretary.get("/duties/?state=done"))
    assert "1-1-201" in page
    assert "已办 代报" in page
    assert "楼长 李楼长" in page
    assert "1-1-202" not in page


def test_rows_come_two_hundred_at_a_time(
    secretary: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wumen.web.board.PAGE_LENGTH", 12)
    first = secretary.get("/duties/").content.decode()
    assert first.count("<tr><td") == 12
    assert "第 1–12 条" in first
    assert "page=2" in first
    last = secretary.get("/duties/?page=3").content.decode()
    assert (last.count("<tr><td"), "下一页" in last) == (6, False)


@pytest.mark.parametrize(
    "asked", ["state=odd", "what=odd", "day=odd", "area=???", "area=410102013001"]
)
def test_rows_that_cannot_be_meant_are_refused(secretary: Client, asked: str) -> None:
    assert secretary.get(f"/duties/?{asked}").status_code in (400, 403, 404)


def test_a_captain_has_no_board(planned: Street, signed_in: SignedIn, cast: Cast) -> None:
    assert signed_in(cast.captain).get("/board/").status_code == 403
