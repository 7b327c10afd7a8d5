"""The pages of orders and outbreaks: entering keeps what was typed, and two people make an order."""

import re
from datetime import date
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from tests.cast import COMPOUND, PATH, Cast
from tests.street import AUTHORITY, Street, draft, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.duties.plan import plan_day
from wumen.actions.objections import receive
from wumen.actions.orders import enter_order
from wumen.queries.duties import duty_lines
from wumen.queries.objections import Said
from wumen.queries.orders import NamedLine, order_lines, outbreak_lines
from wumen.queries.posts import acting
from wumen.records.models import OrderScope, Resident

FORM = {
    "regime": "2022年1月|lockdown",
    "paths": [f"{PATH}1/"],
    "authority": AUTHORITY,
    "document": "通告第7号",
    "ground": "1号楼发现阳性感染者",
    "begins": "2022-01-10T00:00",
    "ends": "2022-01-24T00:00",
    "enter": "1",
}


def form(**changes: Any) -> dict[str, Any]:
    """The complete form, with changes."""
    return FORM | changes


def test_an_order_is_entered_and_shown_with_all_that_it_names(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    reply = signed_in(cast.clerk).post("/orders/new/", form(), follow=True)
    page = reply.content.decode()
    (line,) = order_lines(cast.clerk)
    assert reply.redirect_chain[-1][0] == f"/orders/{line.number}/"
    assert line.state == "waiting"
    for said in (AUTHORITY, "通告第7号", "1号楼发现阳性感染者", "1月24日 00:00", "1号楼", "孙内勤"):
        assert said in page
    assert "请第二人确认" in page


def test_24_oclock_is_0_oclock_of_the_next_day(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    signed_in(cast.clerk).post("/orders/new/", form(ends="2022-01-23T24:00"))
    (line,) = order_lines(cast.clerk)
    assert (line.ends.astimezone(line.begins.tzinfo) - line.begins).days == 14


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"regime": ""}, "regime_unknown"),
        ({"authority": ""}, "order_needs_authority"),
        ({"authority": "锦绣城社区居委会"}, "authority_too_low"),
        ({"document": ""}, "order_needs_document"),
        ({"ground": ""}, "order_needs_ground"),
        ({"begins": ""}, "order_needs_start"),
        ({"ends": ""}, "order_needs_end"),
        ({"ends": "2022-01-09T00:00"}, "order_ends_before_start"),
        ({"ends": "下周"}, "time_unreadable"),
        ({"paths": []}, "order_needs_scope"),
    ],
)
def test_what_is_missing_is_said_at_the_form_and_nothing_typed_is_lost(
    cast: Cast, street: Street, signed_in: SignedIn, change: dict[str, Any], code: str
) -> None:
    sent = form(**change)
    reply = signed_in(cast.clerk).post("/orders/new/", sent)
    page = reply.content.decode()
    assert code in page
    assert reply.status_code in {400, 404}
    for name in ("authority", "document", "ground", "begins"):
        assert f'value="{sent[name]}"' in page
    assert ('value="2022年1月|lockdown" lang="zh" checked' in page) is bool(sent["regime"])
    assert (f'value="{PATH}1/" checked' in page) is bool(sent["paths"])
    assert order_lines(cast.clerk) == []


def test_a_place_outside_the_area_is_refused_with_its_code(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    foreign = "410102/410102013/410102013001/"
    reply = signed_in(cast.clerk).post("/orders/new/", form(paths=[foreign]))
    assert reply.status_code == 403
    assert "area_not_yours" in reply.content.decode()
    reply = signed_in(cast.clerk).post("/orders/new/", form(find="1", building=foreign, wanted="x"))
    assert reply.status_code == 200
    assert order_lines(cast.clerk) == []


def test_a_resident_is_searched_within_a_building_and_stays_ticked(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client, aunt = signed_in(cast.clerk), str(street.aunt_zhang.id)
    looked = form(paths=[], regime="2022年1月|home_isolation", building=f"{PATH}1/", wanted="202")
    page = client.post("/orders/new/", looked | {"find": "1"}).content.decode()
    assert f'value="{aunt}"' in page
    assert "1-1-202" in page
    assert "13800000001" not in page
    assert 'value="通告第7号"' in page
    ticked = looked | {"looked": [f"{PATH}1/"], "residents": [aunt], "wanted": ""}
    page = client.post("/orders/new/", ticked | {"ground": ""}).content.decode()
    assert f'value="{aunt}" checked' in page
    client.post("/orders/new/", ticked)
    with acting(cast.clerk):
        assert OrderScope.objects.get().resident == street.aunt_zhang.id


def test_an_order_names_its_residents_to_who_may_see_them_and_to_nobody_else(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    with acting(cast.clerk):
        neighbour = Resident.objects.filter(area__startswith=f"{PATH}2/").first()
    people = (str(street.aunt_zhang.id), str(neighbour.id))
    given = draft(regime="home_isolation", residents=people)
    number = enter_order(cast.clerk, given).number
    for path in (f"/orders/{number}/", "/orders/"):
        page = signed_in(cast.secretary).get(path).content.decode()
        assert "锦绣城社区 锦绣城 1号楼 1 202 张阿姨" in page
        assert neighbour.name in page
        assert "您范围以外" not in page
    page = signed_in(cast.captain).get(f"/orders/{number}/").content.decode()
    assert "202 张阿姨" in page
    assert neighbour.name not in page


def test_residents_whom_the_viewer_may_not_see_are_a_number() -> None:
    aunt = NamedLine("a", "1号楼 202 张阿姨", person=True, excepted_at=None)
    order = {"named": (aunt,), "hidden_residents": 2}
    with override("zh-hans"):
        shown = render_to_string("orders/named.html", {"order": order})
    assert "您范围以外的住户 2 位" in shown


def test_a_single_unit_can_be_chosen_and_stays_in_view(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client, unit = signed_in(cast.clerk), f"{PATH}1/1/"
    page = client.post("/orders/new/", form(paths=[unit], ground="")).content.decode()
    assert f'value="{unit}" checked' in page
    assert "<details open>" in page
    client.post("/orders/new/", form(paths=[unit]))
    with acting(cast.clerk):
        assert OrderScope.objects.get().area == unit


def test_a_search_without_a_building_says_what_is_missing(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    page = signed_in(cast.clerk).post("/orders/new/", form(find="1")).content.decode()
    assert "没有找到" in page


def test_the_one_who_entered_cannot_confirm_and_another_can(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number = enter_order(cast.secretary, draft("1")).number
    reply = signed_in(cast.secretary).post(f"/orders/{number}/confirm/")
    assert reply.status_code == 400
    assert "second_person_needed" in reply.content.decode()
    assert "请另一位有权限的同事确认" in reply.content.decode()
    reply = signed_in(cast.duty_officer).post(f"/orders/{number}/confirm/", follow=True)
    assert "已确认" in reply.content.decode()
    assert order_lines(cast.secretary, number)[0].state == "in_force"
    reply = signed_in(cast.duty_officer).post(f"/orders/{number}/confirm/")
    assert "order_confirmed" in reply.content.decode()


def test_a_post_without_the_right_sees_no_button_and_is_refused(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number = enter_order(cast.secretary, draft("1")).number
    client = signed_in(cast.clerk)
    assert f"/orders/{number}/confirm/" not in client.get(f"/orders/{number}/").content.decode()
    reply = client.post(f"/orders/{number}/confirm/")
    assert reply.status_code == 403
    assert "right_missing" in reply.content.decode()


def test_an_order_entered_wrongly_is_dropped(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    number = enter_order(cast.clerk, draft("1")).number
    page = client.post(f"/orders/{number}/drop/", follow=True).content.decode()
    assert "已撤回" in page
    assert f"/orders/{number}/confirm/" not in page
    confirmed = ordered(cast, "2").number
    reply = client.post(f"/orders/{confirmed}/drop/")
    assert reply.status_code == 400
    assert "order_confirmed" in reply.content.decode()


def test_the_list_shows_first_what_waits_for_the_second_person(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1", document="通告第1号")
    enter_order(cast.clerk, draft("2", document="通告第2号"))
    page = signed_in(cast.secretary).get("/orders/").content.decode()
    assert page.index("等第二人确认") < page.index("通告第2号") < page.index("生效中")
    assert page.index("生效中") < page.index("通告第1号")


def test_an_order_elsewhere_is_unknown(cast: Cast, street: Street, signed_in: SignedIn) -> None:
    number = ordered(cast, "1").number
    for method in ("get", "post"):
        path = f"/orders/{number}/" + ("confirm/" if method == "post" else "")
        reply = getattr(signed_in(cast.outsider), method)(path)
        assert reply.status_code == 404
        assert "order_unknown" in reply.content.decode()


def test_a_captain_reads_the_order_of_her_building_and_enters_none(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number, client = ordered(cast, "").number, signed_in(cast.captain)
    assert client.get(f"/orders/{number}/").status_code == 200
    assert client.get("/orders/new/").status_code == 403
    assert client.post("/orders/new/", form()).status_code == 403


def test_an_outbreak_is_opened_once_with_its_overlays(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.duty_officer)
    page = client.get("/orders/new/").content.decode()
    assert "没有进行中的疫情" in page
    sent = {"name": "2月", "playbook": "community-2021-09", "overlays": ["morning-sampling"]}
    assert "本地安排" in client.get("/outbreaks/").content.decode()
    assert client.post("/outbreaks/", sent).status_code == 302
    (line,) = outbreak_lines(cast.duty_officer)
    assert line.rules.clause("lockdown-sampling").days == "every"
    reply = client.post("/outbreaks/", sent)
    assert reply.status_code == 400
    assert "outbreak_known" in reply.content.decode()
    reply = client.post("/outbreaks/", sent | {"name": " "})
    assert "name_empty" in reply.content.decode()
    assert signed_in(cast.clerk).post("/outbreaks/", sent).status_code == 403


def test_the_english_pages_hold_chinese_as_data_only(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number = enter_order(cast.clerk, draft("1")).number
    ordered(cast, "2")
    client = signed_in(cast.secretary, accept_language="en")
    for path in ("/orders/", f"/orders/{number}/", "/orders/new/", "/outbreaks/"):
        assert chinese_outside(client.get(path).content.decode()) == []
    page = client.post("/orders/new/", form(ends="", find="1", building=f"{PATH}1/", wanted="1"))
    assert chinese_outside(page.content.decode()) == []


CHANGE = {
    "kind": "lift",
    "authority": AUTHORITY,
    "document": "通告第9号",
    "ground": "专家评估符合解除条件",
}


def test_a_later_document_is_entered_by_one_and_confirmed_by_another(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number = ordered(cast, "1").number
    page = signed_in(cast.clerk).post(f"/orders/{number}/change/", CHANGE, follow=True)
    assert "等第二人确认" in page.content.decode()
    (line,) = order_lines(cast.clerk)
    ident = line.changes[0].id
    refused = signed_in(cast.clerk).post(f"/orders/{number}/change/{ident}/confirm/")
    assert refused.status_code == 403
    done = signed_in(cast.secretary).post(f"/orders/{number}/change/{ident}/confirm/", follow=True)
    assert "已解除" in done.content.decode()
    assert order_lines(cast.clerk)[0].state == "lifted"


def test_a_refused_change_keeps_what_was_typed(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number = ordered(cast, "1").number
    reply = signed_in(cast.clerk).post(
        f"/orders/{number}/change/", CHANGE | {"kind": "extend", "ends": "2022-01-11T00:00"}
    )
    page = reply.content.decode()
    assert reply.status_code == 400
    for said in ("新的结束时间不晚于现在的结束时间", "通告第9号", "2022-01-11T00:00"):
        assert said in page
    reply = signed_in(cast.clerk).post(f"/orders/{number}/change/", CHANGE | {"kind": "forget"})
    assert reply.status_code == 400


def test_a_step_down_leads_to_the_new_order(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number = ordered(cast, "1").number
    signed_in(cast.clerk).post(
        f"/orders/{number}/change/", CHANGE | {"kind": "step-down", "regime": "control"}
    )
    ident = order_lines(cast.clerk)[0].changes[0].id
    page = signed_in(cast.secretary).post(f"/orders/{number}/change/{ident}/confirm/", follow=True)
    text = page.content.decode()
    assert page.redirect_chain[-1][0] != f"/orders/{number}/"
    assert f'href="/orders/{number}/"' in text
    assert "管控区" in text


def test_some_are_taken_out_and_the_page_says_who_and_since_when(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    with acting(cast.clerk):
        other = street.households["2/1/201"].residents.first()
    assert other is not None
    aunt = street.aunt_zhang
    people = (str(aunt.id), str(other.id))
    number = ordered(cast, regime="home_isolation", residents=people).number
    clerk = signed_in(cast.clerk)
    ticked = f'value="{aunt.id}" checked'
    assert ticked not in clerk.get(f"/orders/{number}/").content.decode()
    led = clerk.get(f"/orders/{number}/?except={aunt.id}&except=nobody").content.decode()
    assert ticked in led
    assert 'value="except" checked' in led
    said = CHANGE | {"kind": "except", "out": [str(aunt.id)], "at": "2022-01-10T12:00"}
    refused = clerk.post(f"/orders/{number}/change/", said | {"out": []})
    assert refused.status_code == 400
    assert "没有选文件把谁" in refused.content.decode()
    waits = clerk.post(f"/orders/{number}/change/", said, follow=True).content.decode()
    assert "部分解除" in waits
    assert "12:00 起调出：" in waits
    ident = order_lines(cast.clerk)[0].changes[0].id
    done = signed_in(cast.secretary).post(f"/orders/{number}/change/{ident}/confirm/", follow=True)
    page = done.content.decode()
    assert "生效中" in page
    assert page.count("<s>") == 1
    # Nobody more can be taken out: the last is freed by lifting the order.
    assert 'value="except"' not in page


def test_what_fell_with_an_exception_says_so_on_its_page(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number = ordered(cast, "1", "2").number
    plan_day(cast.clerk, date(2022, 1, 10))
    said = CHANGE | {"kind": "except", "out": [f"{PATH}2/"]}
    signed_in(cast.clerk).post(f"/orders/{number}/change/", said)
    ident = order_lines(cast.clerk)[0].changes[0].id
    signed_in(cast.secretary).post(f"/orders/{number}/change/{ident}/confirm/")
    plan_day(cast.clerk, date(2022, 1, 10))
    lines = duty_lines(cast.clerk, date(2022, 1, 10))
    fell = next(one for one in lines if one.state == "withdrawn")
    page = signed_in(cast.clerk).get(f"/duty/{fell.key}/").content.decode()
    for words in ("已撤", "不用再办", "通告第9号"):
        assert words in page
    assert "待办" not in page


def test_an_objection_leads_to_the_order_with_her_ticked(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    with acting(cast.clerk):
        other = street.households["2/1/201"].residents.first()
    assert other is not None
    aunt = street.aunt_zhang
    people = (str(aunt.id), str(other.id))
    number = ordered(cast, regime="home_isolation", residents=people).number
    receipt = receive(cast.clerk, f"{COMPOUND}/1/1/202", Said("我十一月就回来了"), number)
    page = signed_in(cast.duty_officer).get(f"/objections/{receipt.number}/").content.decode()
    (way,) = re.findall(r'href="(/orders/[^"]*except=[^"]*)#change"', page)
    assert f'value="{aunt.id}" checked' in signed_in(cast.clerk).get(way).content.decode()
    hands = signed_in(cast.secretary).get(f"/objections/{receipt.number}/").content.decode()
    assert "郑值班长" in hands


def test_a_change_entered_wrongly_is_dropped(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number = ordered(cast, "1").number
    signed_in(cast.clerk).post(f"/orders/{number}/change/", CHANGE)
    ident = order_lines(cast.clerk)[0].changes[0].id
    signed_in(cast.clerk).post(f"/orders/{number}/change/{ident}/drop/")
    (line,) = order_lines(cast.clerk)
    assert (line.state, line.changes[0].state) == ("in_force", "dropped")
