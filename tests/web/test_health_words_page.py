"""Names of medicines and illnesses on pages: masked in lists, opened by one tap that stands in the log."""

import pytest
from django.test import Client

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.instructions import give
from wumen.queries.posts import acting
from wumen.records.event_log import unread
from wumen.rules.instructions import InstructionDraft

TEXT = "#接龙\n1号楼需要\n\n1. 1-1-102 抗病毒药一瓶\n2. 1-1-201 鸡蛋30个\n"


@pytest.fixture
def asked(cast: Cast, under_lockdown: Street) -> str:
    """The address of what 张阿姨 asked for."""
    draft = InstructionDraft(
        *("resident", "奥氮平快没了", "张阿姨", at(1, 10, 6), at(1, 10, 18), "captain"),
        resident=str(under_lockdown.aunt_zhang.id),
        urgency="urgent",
    )
    return f"/instructions/{give(cast.operator, draft).number}/"


def looks(cast: Cast) -> int:
    with acting(cast.operator):
        return sum(one.kind.endswith("looked_at") for one in unread("test", 10_000))


def test_lists_and_the_page_of_a_request_name_no_medicine(
    cast: Cast, asked: str, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    for where in ("/instructions/", "/rounds/", asked):
        page = client.get(where).content.decode()
        assert "奥氮平" not in page, where
        assert "用药看病的需要" in page, where
    assert looks(cast) == 0


def test_one_tap_opens_the_words_and_is_logged(cast: Cast, asked: str, signed_in: SignedIn) -> None:
    client = signed_in(cast.captain)
    assert "看原话（会留记录）" in client.get(asked).content.decode()
    page = client.post(f"{asked}words/").content.decode()
    assert "奥氮平快没了" in page
    assert "看原话（会留记录）" not in page
    assert looks(cast) == 1
    assert "奥氮平" not in client.get(asked).content.decode()
    assert client.get(f"{asked}words/").status_code == 405


def test_the_page_is_whole_in_english(cast: Cast, asked: str, signed_in: SignedIn) -> None:
    page = signed_in(cast.captain).get(asked, headers={"Accept-Language": "en"}).content.decode()
    assert chinese_outside(page) == []
    assert "Read the words (the look is logged)" in page


def pasted(client: Client) -> str:
    said = {"text": TEXT, "kind": "needs", "area": f"{COMPOUND}/1"}
    return str(client.post("/relay/", said)["Location"])


def test_a_pasted_list_is_masked_for_others_until_they_open_it(
    cast: Cast, under_lockdown: Street, signed_in: SignedIn
) -> None:
    mine = signed_in(cast.captain)
    where = pasted(mine)
    assert "抗病毒药" in mine.get(where).content.decode()
    theirs = signed_in(cast.secretary)
    page = theirs.get(where).content.decode()
    assert "抗病毒药" not in page
    assert "鸡蛋30个" in page
    assert looks(cast) == 0
    page = theirs.post(where, {"words": "1"}, follow=True).content.decode()
    assert "抗病毒药" in page
    assert looks(cast) == 1
    assert "抗病毒药" in theirs.get(where).content.decode()


def test_a_notice_for_groups_that_names_a_medicine_is_refused_with_what_to_do(
    cast: Cast, under_lockdown: Street, signed_in: SignedIn
) -> None:
    said = {"area": PATH, "heading": "互助", "text": "谁家有奥氮平可以匀一点", "groups": "2"}
    reply = signed_in(cast.secretary).post("/stairwell-notices/", said).content.decode()
    assert "文字里有药名" in reply
    assert "单独打电话问" in reply
    assert "谁家有奥氮平可以匀一点" in reply
