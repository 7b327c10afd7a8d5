"""The check and the plan as pages: clean, or what differs and what to do about it."""

import re

import pytest
from django.db import connection
from django.test import Client

from tests.cast import Cast
from tests.street import Street, ordered
from tests.web.conftest import SignedIn
from wumen.actions.duties.plan import plan_day
from wumen.queries.posts import acting
from wumen.records import clock


@pytest.fixture
def clerk(cast: Cast, street: Street, signed_in: SignedIn) -> Client:
    """孙内勤; building 1 is under lockdown and nothing is planned yet."""
    ordered(cast, "1")
    return signed_in(cast.clerk)


def text(reply: object) -> str:
    """A page as it is read: without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", reply.content.decode()))  # type: ignore[attr-defined]


def test_a_check_runs_on_the_button_only(clerk: Client) -> None:
    assert "开始核对" in text(clerk.get("/audit/"))
    assert "核对完" not in text(clerk.get("/audit/"))


def test_what_is_owed_and_not_there_is_listed_with_what_to_do(clerk: Client) -> None:
    page = text(clerk.post("/audit/"))
    assert "核对完，有 30 处出入" in page
    assert "应有而没有" in page
    assert "上午 量体温" in page
    assert "还有 10 处" in page


def test_planning_the_day_again_puts_it_right(clerk: Client) -> None:
    assert "新增 30 · 更新 0 · 恢复 0 · 撤下 0" in text(clerk.post("/plan/"))
    assert "新增 0 " in text(clerk.post("/plan/"))
    page = text(clerk.post("/audit/"))
    assert "核对完，没有出入" in page
    assert "您的范围内没有单独的记录链" in page


def test_the_operator_checks_the_chains_too(clerk: Client, signed_in: SignedIn, cast: Cast) -> None:
    plan_day(cast.clerk, clock.today())
    page = text(signed_in(cast.operator).post("/audit/"))
    assert "核对完，没有出入" in page
    assert re.search(r"查了 [1-9]\d* 条记录链，都完整", page)


def test_a_count_that_differs_is_shown_too(clerk: Client, cast: Cast) -> None:
    plan_day(cast.clerk, clock.today())
    with acting(cast.clerk), connection.cursor() as cursor:
        cursor.execute("UPDATE tally SET n = n + 1 WHERE id = (SELECT min(id) FROM tally)")
    assert "计数与明细不符" in text(clerk.post("/audit/"))


def test_a_captain_may_neither_check_nor_plan(
    street: Street, signed_in: SignedIn, cast: Cast
) -> None:
    captain = signed_in(cast.captain)
    assert captain.post("/audit/").status_code == 403
    assert captain.post("/plan/").status_code == 403
