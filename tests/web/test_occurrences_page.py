"""Pages of what happened: typed in a minute, seen with what will be arranged, confirmed, taken back by name."""

import re

import pytest
from django.test import Client

from tests.actions.test_occurrences import after, locked
from tests.cast import COMPOUND, Cast
from tests.street import Street
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.facilities import add_facility

__all__ = ["locked"]
FORM = {
    "area": f"{COMPOUND}/1/1/101",
    "kind": "transfer",
    "resident": "",
    "at": "2022-01-10T05:30",
    "told_by": "区疾控电话",
    "outbreak": "全部措施",
}


CONFIRMED = FORM | {
    "confirm": "1",
    "shown": " ".join(FORM[name] for name in ("area", "kind", "resident", "at", "outbreak")),
}


def text(reply: object) -> str:
    """A page as it is read: without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", reply.content.decode()))  # type: ignore[attr-defined]


@pytest.fixture
def clerk(cast: Cast, locked: Street, signed_in: SignedIn) -> Client:
    """孙内勤 at her desk, two buildings locked down and the day planned."""
    return signed_in(cast.clerk)


def test_from_the_home_to_duties_that_stand_in_three_steps(cast: Cast, clerk: Client) -> None:
    with_home = clerk.get("/occurrences/new/", {"area": FORM["area"]})
    home = re.search(
        r'class="way" href="(/[^"]*[0-9a-f]{8}-[0-9a-f-]+/)"', with_home.content.decode()
    )
    assert home and "/occurrences/new/?area=" in clerk.get(home[1]).content.decode()
    seen = clerk.post("/occurrences/new/", FORM)
    assert "会安排：" in text(seen)
    assert "上门探访" in text(seen)
    assert after(cast) == []
    changed = clerk.post("/occurrences/new/", CONFIRMED | {"kind": "positive"})
    assert "会安排：" in text(changed)
    assert after(cast) == []
    shown = re.search(r'name="shown"[^>]* value="([^"]*)"', seen.content.decode())
    assert shown and shown[1] == CONFIRMED["shown"]
    reply = clerk.post("/occurrences/new/", CONFIRMED)
    assert reply.status_code == 302, text(reply)
    assert len(after(cast)) == 6
    listed = text(clerk.get("/occurrences/"))
    for word in ("转运", "1单元 101", "区疾控电话", "待办 6 件"):
        assert word in listed


def test_every_number_opens_its_rows_and_each_row_opens(cast: Cast, clerk: Client) -> None:
    clerk.post("/occurrences/new/", CONFIRMED)
    page = clerk.get("/occurrences/").content.decode()
    link = re.search(r'href="(/[^"]*win=e\d+[^"]*)"', page)
    assert link
    rows = clerk.get(link[1].replace("&amp;", "&"))
    assert "发生后（" in text(rows)
    for one in after(cast):
        assert clerk.get(f"/duty/{one.key}/").status_code == 200


def test_where_nothing_is_owed_it_says_so(clerk: Client) -> None:
    trip = FORM | {"area": f"{COMPOUND}/3/1/101", "kind": "medical_trip"}
    seen = clerk.post("/occurrences/new/", trip)
    assert "没有为这件事安排任何事" in text(seen)
    shown = re.search(r'name="shown"[^>]* value="([^"]*)"', seen.content.decode())
    assert shown
    sent = trip | {"confirm": "1", "shown": shown[1]}
    told = text(clerk.post("/occurrences/new/", sent, follow=True))
    assert "没有排出任何要办的事" in told
    assert "打电话给街道值班长" in told
    assert "排好了" not in told


def test_what_was_really_arranged_is_named_one_by_one(cast: Cast, clerk: Client) -> None:
    found = FORM | {"area": f"{COMPOUND}/3/1/101", "kind": "positive"}
    seen = clerk.post("/occurrences/new/", found)
    shown = re.search(r'name="shown"[^>]* value="([^"]*)"', seen.content.decode())
    assert shown
    assert "这是请求，不是隔离决定" in text(seen)
    sent = found | {"confirm": "1", "shown": shown[1]}
    told = text(clerk.post("/occurrences/new/", sent, follow=True))
    for word in ("每日联系 1 项", "问症状 1 项", "生活保障 1 项", "消毒 1 项"):
        assert word in told


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": ""}, "occurrence_kind_unknown"),
        ({"at": "2022-01-11T05:30"}, "occurrence_ahead"),
        ({"at": "x"}, "time_unreadable"),
        ({"told_by": ""}, "occurrence_needs_source"),
        ({"area": f"{COMPOUND}/9"}, "occurrence_nobody_lives"),
        ({"area": ""}, "path_unreadable"),
        ({"outbreak": "另一次"}, "outbreak_unknown"),
    ],
)
@pytest.mark.parametrize("step", [{}, {"confirm": "1"}])
def test_what_was_typed_stands_after_a_refusal(
    cast: Cast, clerk: Client, changes: dict[str, str], code: str, step: dict[str, str]
) -> None:
    reply = clerk.post("/occurrences/new/", {**FORM, "document": "报告9", **changes, **step})
    assert reply.status_code in (400, 403, 404, 409, 422)
    page = reply.content.decode()
    assert code in page and 'value="报告9"' in page
    assert after(cast) == []


def test_taken_back_with_a_reason_and_never_without(cast: Cast, clerk: Client) -> None:
    clerk.post("/occurrences/new/", CONFIRMED)
    number = re.search(r"/occurrences/(\d+)/withdraw/", clerk.get("/occurrences/").content.decode())
    assert number
    address = f"/occurrences/{number[1]}/withdraw/"
    refused = clerk.post(address, {"why": "", "number": number[1]})
    assert "occurrence_needs_reason" in refused.content.decode()
    assert clerk.post(address, {"why": "报错楼号"}).status_code == 302
    assert after(cast) == []
    assert "报错楼号" in text(clerk.get("/occurrences/?state=withdrawn"))


def test_a_captain_neither_sees_nor_notes_any(
    cast: Cast,
    locked: Street,
    signed_in: SignedIn,
) -> None:
    captain = signed_in(cast.captain)
    assert captain.get("/occurrences/").status_code == 403
    assert captain.post("/occurrences/new/", CONFIRMED).status_code == 403
    assert after(cast) == []


def test_in_english_only_names_and_places_are_chinese(
    cast: Cast,
    locked: Street,
    signed_in: SignedIn,
) -> None:
    client = signed_in(cast.clerk, accept_language="en")
    seen = client.post("/occurrences/new/", FORM)
    assert chinese_outside(seen.content.decode()) == []
    client.post("/occurrences/new/", CONFIRMED)
    assert chinese_outside(client.get("/occurrences/").content.decode()) == []


def test_the_rules_page_reads_out_what_is_due_on_an_event(clerk: Client) -> None:
    assert "转运后，24 小时以内" in text(clerk.get("/rules/community-2021-09/"))


def test_alike_things_of_one_place_stand_in_one_line_with_floors_in_their_order(
    cast: Cast, clerk: Client
) -> None:
    unit = f"{COMPOUND}/1/1"
    for n in (10, 2, 1):
        add_facility(cast.clerk, f"{unit}/", "corridor", f"{n}层楼道", n)
    page = text(clerk.post("/occurrences/new/", FORM | {"kind": "positive"}))
    assert "1层楼道、2层楼道、10层楼道" in page
    assert page.count("终末消毒一次，按钮") == 1
