"""Pages of a community's day: who went out and is back, a change of guard, waste handed on, a notice for groups."""

import re
from datetime import timedelta

from django.db import connection
from django.test import Client

from tests.cast import PATH, Cast
from tests.street import Street, at
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.special_needs import note_need
from wumen.queries.outings import outings
from wumen.records import clock
from wumen.records.scope import WHOLE, scoped

DOOR = f"{PATH}1/1/202/"
UNIT = f"{PATH}1/1/"
TIMES = {"left_at": "2022-01-10T05:30", "due_at": "2022-01-10T11:00"}


def text(reply: object) -> str:
    """A page as it is read: without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", reply.content.decode()))  # type: ignore[attr-defined]


def went(client: Client, street: Street, said: str = "社区车，女儿陪同") -> str:
    """张阿姨 went out by the form; the address of her sheet."""
    sent = TIMES | {"resident": str(street.aunt_zhang.id), "said": said}
    reply = client.post("/outings/", sent)
    assert reply.status_code == 302, text(reply)
    return str(reply["Location"])


def test_who_is_driven_by_a_standing_schedule_is_expected_then_out_then_back(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    # 2022-01-10 is a Monday.
    note_need(cast.clerk, street.aunt_zhang.id, "dialysis", {"weekdays": "一三五", "hour": "7:00"})
    client = signed_in(cast.captain)
    page = text(client.get("/outings/"))
    assert "今天要用车，还没出门" in page
    assert "张阿姨" in page
    assert "透析" not in page
    sheet = went(client, street)
    assert [one.name for one in outings(cast.captain).out] == ["张阿姨"]
    assert outings(cast.captain).expected == []
    assert "社区车，女儿陪同" in text(client.get(sheet))
    again = client.post("/outings/", TIMES | {"resident": str(street.aunt_zhang.id)})
    assert again.status_code == 400
    with clock.fixed(clock.now() + timedelta(hours=6)):
        assert outings(cast.captain).late == 1
        assert "1 人该回没回" in text(client.get("/outings/"))
        ident = sheet.split("/")[-2]
        assert client.post("/outings/", {"back": ident}).status_code == 302
        found = outings(cast.captain)
        assert (found.out, [one.back_by for one in found.back]) == ([], ["李楼长"])
        assert client.post("/outings/", {"back": ident}).status_code == 400
    assert client.post("/outings/", {"back": "x"}).status_code == 404


def test_an_outing_lies_sealed_and_is_seen_by_nobody_elsewhere(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    sheet = went(signed_in(cast.captain), street)
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT said_sealed FROM outing")
        ((sealed,),) = cursor.fetchall()
        cursor.execute("SELECT body FROM event WHERE kind = 'outing.noted'")
        bodies = [bytes(body) for (body,) in cursor.fetchall()]
    assert "女儿".encode() not in bytes(sealed)
    assert len(bodies) == 1
    assert str(street.aunt_zhang.id).encode() not in bodies[0]
    assert signed_in(cast.outsider).get(sheet).status_code == 404
    assert signed_in(cast.sampler).get("/outings/").status_code == 403


def test_a_change_of_guard_tells_what_stands_open_and_what_is_fewer(
    cast: Cast, under_lockdown: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    with clock.fixed(clock.now() + timedelta(hours=2)):
        fresh = client.get("/hand-overs/", {"area": UNIT})
        assert "量体温" in text(fresh)
        assert re.search(r'name="keys" value=""', fresh.content.decode())
        assert not re.search(r'name="lists"[^>]*checked', fresh.content.decode())
        sent = {"area": UNIT, "to_name": "钱保安", "keys": "12", "thermometers": "2", "lists": "1"}
        assert client.post("/hand-overs/", sent).status_code == 302
    with clock.fixed(clock.now() + timedelta(hours=8)):
        less = sent | {"keys": "11", "note": "202 晚上再敲一次"}
        assert client.post("/hand-overs/", less).status_code == 302
        page = text(client.get("/hand-overs/", {"area": UNIT}))
    assert "钥匙 11 把" in page
    assert "比上一班少 1" in page
    assert "202 晚上再敲一次" in page
    assert re.search(r"当时待办 [1-9]", page)
    wrong = client.post("/hand-overs/", sent | {"to_name": "", "note": "别丢"})
    assert wrong.status_code == 400
    assert "别丢" in wrong.content.decode()
    other = client.post("/hand-overs/", sent | {"area": f"{PATH}2/1/"})
    assert other.status_code == 403


def test_a_change_of_guard_is_keyed_from_paper_and_a_refusal_keeps_hour_and_name(
    cast: Cast, under_lockdown: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    sent = {"area": UNIT, "to_name": "钱保安", "done_at": "25:00", "by": cast.captain.crew_no}
    with clock.fixed(at(1, 10, 10)):
        refused = client.post("/hand-overs/", sent)
        assert refused.status_code == 400
        assert "sheet_hour_unreadable" in refused.content.decode()
        assert 'value="25:00"' in refused.content.decode()
        assert re.search(r"<option[^>]*selected[^>]*>李楼长", refused.content.decode())
        assert client.post("/hand-overs/", sent | {"done_at": "8:05"}).status_code == 302
        page = text(client.get("/hand-overs/", {"area": UNIT}))
    assert "1月10日 08:05 李楼长 → 钱保安" in page


def test_waste_is_handed_on_by_class_with_its_weight(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    sent = {"area": UNIT, "kind": "medical", "bags": "6", "kg": "12.5", "handed_to": "环卫3号车"}
    refused = client.post("/waste-loads/", sent)
    assert refused.status_code == 400
    assert "先喷洒消毒" in text(refused)
    assert "环卫3号车" in refused.content.decode()
    for _tap in range(2):
        assert client.post("/waste-loads/", sent | {"sprayed": "1"}).status_code == 302
    assert client.post("/waste-loads/", sent | {"kind": "household", "kg": "80"}).status_code == 302
    page = text(client.get("/waste-loads/"))
    assert "6 袋 12.50 公斤" in page
    assert "6 袋 80.00 公斤" in page
    assert "环卫3号车" in page
    assert "环卫3号车" not in text(signed_in(cast.outsider).get("/waste-loads/"))


def test_a_notice_is_composed_once_copied_for_two_groups_ticked_and_printed(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    sent = {
        "area": f"{PATH}1/",
        "heading": "明天上门采样",
        "text": "明早 7 点起从顶层往下，请您在家等候。",
        "groups": "2",
    }
    named = client.post("/stairwell-notices/", sent | {"text": "202 张阿姨请在家"})
    assert named.status_code == 400
    assert "202 张阿姨请在家" in named.content.decode()
    for told, instead in (
        ("1单元有1户居家隔离，请大家互相监督", "请写“不足三户”，或者不写户数"),
        ("3组2巷5号在居家隔离，大家别去串门", "少于三户的写“不足三户”"),
    ):
        refused = client.post("/stairwell-notices/", sent | {"text": told})
        assert refused.status_code == 400
        # What to write instead stands there, and what was typed.
        assert instead in refused.content.decode()
        assert told in refused.content.decode()
    reply = client.post("/stairwell-notices/", sent)
    assert reply.status_code == 302, text(reply)
    page = client.get(reply["Location"]).content.decode()
    assert page.count("【明天上门采样】") == 2
    assert "stairwell-sheet" in page
    area = re.search(r'name="area" value="([^"]+)"', page)
    matter = re.search(r'name="matter" value="([^"]+)"', page)
    assert area and matter
    tick = {"area": area[1], "matter": matter[1], "group": "2", "next": reply["Location"]}
    assert client.post("/group-sent/", tick).status_code == 303
    assert "✓ 已发 2 群" in text(client.get("/stairwell-notices/"))
    captain = signed_in(cast.captain)
    assert "明天上门采样" in text(captain.get("/stairwell-notices/"))
    assert captain.post("/stairwell-notices/", sent).status_code == 403
    assert signed_in(cast.outsider).get(reply["Location"]).status_code == 404


def test_in_english_nothing_stays_chinese_but_data(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    sheet = went(client, street)
    client.get("/outings/")
    client.post("/language/", {"language": "en", "next": "/"})
    for page in (
        "/outings/", sheet, f"/outings/?area={DOOR}", f"/hand-overs/?area={UNIT}",
        "/waste-loads/", "/stairwell-notices/",
    ):  # fmt: skip
        assert chinese_outside(client.get(page).content.decode()) == []
