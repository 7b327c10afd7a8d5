"""Pages of a transfer: from the positive to the sheet, refused with the next step, seen on the board until home."""

import re

import pytest
from django.test import Client

from tests.actions.test_occurrences import locked, somebody
from tests.actions.test_whole_plan import WHOLE_PLAN
from tests.cast import COMPOUND, Cast
from tests.street import Street
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn

__all__ = ["locked"]
DOOR = f"{COMPOUND}/1/1/101"


def text(reply: object) -> str:
    """A page as it is read: without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", reply.content.decode()))  # type: ignore[attr-defined]


@pytest.fixture
def clerk(cast: Cast, locked: Street, signed_in: SignedIn) -> Client:
    """孙内勤 at her desk, two buildings locked down and the day planned."""
    return signed_in(cast.clerk)


def opened(clerk: Client, cast: Cast, street: Street) -> str:
    """The address of a transfer that was called by the form."""
    sent = {
        "area": DOOR,
        "resident": str(somebody(cast, street)),
        "bus_at": "2022-01-10T02:00",
        "where_to": "市六院",
        "told_by": "区疾控电话",
        "outbreak": WHOLE_PLAN,
    }
    reply = clerk.post("/transfers/new/", sent)
    assert reply.status_code == 302, text(reply)
    return str(reply["Location"])


def test_one_result_entered_leads_on_to_the_transfer_of_that_person(
    cast: Cast, clerk: Client, locked: Street
) -> None:
    person = str(somebody(cast, locked))
    form = {
        "area": DOOR, "kind": "positive", "resident": person, "at": "2022-01-10T05:30",
        "told_by": "区疾控电话", "outbreak": WHOLE_PLAN, "confirm": "1",
    }  # fmt: skip
    shown = " ".join(form[name] for name in ("area", "kind", "resident", "at", "outbreak"))
    reply = clerk.post("/occurrences/new/", {**form, "shown": shown}, follow=True)
    assert reply.status_code == 200
    page = reply.content.decode()
    assert "/transfers/new/" in page
    assert re.search(f'value="{person}" required checked', page)


def test_steps_are_noted_on_the_page_and_the_board_shows_the_home_until_it_is_over(
    cast: Cast, clerk: Client, locked: Street
) -> None:
    at = opened(clerk, cast, locked)
    early = clerk.post(f"{at}step/", {"step": "on_bus"})
    assert early.status_code == 400
    assert "还没有当面告知" in text(early)
    for step, said in (("told", ""), ("carer", "无"), ("on_bus", "")):
        assert clerk.post(f"{at}step/", {"step": step, "said": said}).status_code == 302
    assert "已上车，还没接回家" in text(clerk.get("/board/"))
    page = clerk.get(at)
    assert "去办消毒事项" in text(page)
    assert "转运在办 1 人：已上车 1" in text(clerk.get("/transfers/"))
    assert clerk.post(f"{at}step/", {"step": "brought_home"}).status_code == 302
    assert "已上车，还没接回家" not in text(clerk.get("/board/"))
    assert "已接回家" in text(clerk.get("/transfers/?state=ended"))


def test_a_captain_sees_the_steps_and_neither_where_to_nor_why(
    cast: Cast, clerk: Client, locked: Street, signed_in: SignedIn
) -> None:
    at = opened(clerk, cast, locked)
    assert "市六院" in text(clerk.get(at))
    seen = text(signed_in(cast.captain).get(at))
    assert "当面告知" in seen
    assert "市六院" not in seen
    assert "区疾控电话" not in seen
    assert "由办公室记" in seen


def test_in_english_nothing_stays_chinese_but_data(
    cast: Cast, clerk: Client, locked: Street
) -> None:
    at = opened(clerk, cast, locked)
    clerk.get("/transfers/")
    clerk.post("/language/", {"language": "en", "next": "/"})
    for page in ("/transfers/", "/transfers/?state=ended", f"/transfers/new/?area={DOOR}", at):
        assert chinese_outside(clerk.get(page).content.decode()) == []
