"""Local notices on the pages: entered without knowing any format, by two people, shown beside the rules."""

from typing import Any

import pytest

from tests.cast import PATH, Cast
from tests.street import AUTHORITY, Street, notice, noticed, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.duties.plan import plan_day
from wumen.actions.local_notices import ask_to_end, enter_notice
from wumen.queries import facts
from wumen.queries.local_notices import notice_lines

NEW = "/rules/notices/new/"
FORM = {
    "entries": "1",
    "authority": AUTHORITY,
    "document": "通告第8号",
    "ground": "1号楼又发现感染者",
    "begins": "2022-01-10T00:00",
    "ends": "2022-01-15T00:00",
    "paths": [f"{PATH}1/"],
    "clause_1": "lockdown-temperature",
    "days_1": "same",
    "opens_1": "12:00",
    "due_1": "13:30",
    "enter": "1",
}


def form(**changes: Any) -> dict[str, Any]:
    """The complete form, with changes."""
    return FORM | changes


def test_a_clerk_enters_a_notice_and_the_secretary_confirms_it(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    clerk = signed_in(cast.clerk)
    page = clerk.post(NEW, form(), follow=True).content.decode()
    (line,) = notice_lines(cast.clerk)
    assert line.state == "waiting"
    for said in (
        *("通告第8号", AUTHORITY, "1号楼又发现感染者", "请第二人确认", "比上级更严"),
        *("原：", "上午 06:30–10:00、中午 12:00–13:30、下午 16:00–19:00", "1月15日 00:00"),
    ):
        assert said in page
    url = f"/rules/notices/{line.number}/"
    assert clerk.post(f"{url}confirm/").status_code == 403
    reply = signed_in(cast.secretary).post(f"{url}confirm/", follow=True)
    assert "今日事项会随后更新" in reply.content.decode()
    assert notice_lines(cast.clerk)[0].state == "in_force"


def test_who_entered_it_is_refused_as_the_second_person_on_its_page(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number = enter_notice(cast.secretary, notice("1")).number
    reply = signed_in(cast.secretary).post(f"/rules/notices/{number}/confirm/")
    assert reply.status_code == 400
    assert "录入和确认不能是同一个人" in reply.content.decode()


def test_what_is_ticked_is_added_to_what_the_rules_ask(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    changes = {"clause_1": "control-temperature", "opens_1": "", "due_1": "", "windows_1": ["pm"]}
    signed_in(cast.clerk).post(NEW, form(**changes))
    (line,) = notice_lines(cast.clerk)
    (change,) = line.changes
    assert change.after and change.after.windows == ("am", "pm")


def test_where_the_document_replaces_the_rule_what_is_ticked_is_all(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    replaces = {"opens_1": "", "due_1": "", "windows_1": ["am"], "less_1": "on"}
    client = signed_in(cast.clerk)
    low = client.post(NEW, form(**replaces, authority="棉纺路街道办事处"))
    assert "不能让“封控区量体温（每人）”比规则做得少" in low.content.decode()
    client.post(NEW, form(**replaces))
    (line,) = notice_lines(cast.clerk)
    assert line.changes[0].after and line.changes[0].after.windows == ("am",)


def test_days_are_read_however_they_are_parted(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    changes = {
        "clause_1": "home-isolation-sampling",
        "opens_1": "",
        "due_1": "",
        "days_1": "numbers",
        "numbers_1": "第3、5天 9",
    }
    signed_in(cast.clerk).post(NEW, form(**changes))
    (line,) = notice_lines(cast.clerk)
    assert line.changes[0].after and line.changes[0].after.days == (2, 3, 5, 7, 9)


def test_a_measure_that_the_rules_have_not_is_added(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    changes = {
        "clause_1": "new",
        "regime_1": "control",
        "what_1": "disinfection",
        "subject_1": "stairwell",
        "does_1": "扶手、门把手擦拭",
    }
    page = signed_in(cast.clerk).post(NEW, form(**changes), follow=True).content.decode()
    assert "管控区消毒（每个单元门）" in page
    assert "没有这一项" in page
    assert "扶手、门把手擦拭" in page
    english = signed_in(cast.captain, accept_language="en").get("/rules/").content.decode()
    assert "control zone: disinfection (each stairwell)" in english
    assert chinese_outside(english) == []


def test_one_more_measure_and_a_look_lose_nothing_that_was_typed(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    client = signed_in(cast.clerk)
    more = {key: text for key, text in form(more="1").items() if key != "enter"}
    page = client.post(NEW, more).content.decode()
    assert "第 2 项" in page
    assert 'value="通告第8号"' in page
    look = {key: text for key, text in form(look="1").items() if key != "enter"}
    page = client.post(NEW, look).content.decode()
    assert "约多 10 项、少 0 项" in page
    assert 'value="12:00"' in page
    assert not notice_lines(cast.clerk)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"authority": ""}, "没有写明由谁发布"),
        ({"document": ""}, "没有写明文号"),
        ({"ground": ""}, "比上级更严，却没有写明理由"),
        ({"begins": ""}, "没有写明从什么时候起"),
        ({"ends": ""}, "没有写明到什么时候止"),
        ({"ends": "soon"}, "soon"),
        ({"ends": "2022-01-18T00:00"}, "最多七天"),
        ({"paths": []}, "没有写明在哪里执行"),
        ({"clause_1": ""}, "没有写明改什么"),
        ({"opens_1": "14:00"}, "结束不晚于开始"),
        ({"due_1": ""}, "没有声明的词"),
        ({"days_1": "numbers", "numbers_1": "每隔两天"}, "这一栏看不懂"),
        ({"entries": "many"}, ""),
    ],
)
def test_what_stands_against_it_is_said_at_the_form_and_nothing_typed_is_lost(
    cast: Cast, street: Street, signed_in: SignedIn, change: dict[str, Any], said: str
) -> None:
    reply = signed_in(cast.clerk).post(NEW, form(**change))
    if said:
        page = reply.content.decode()
        assert reply.status_code == 400
        assert said in page
        assert 'value="lockdown-temperature" selected' in page or "clause_1" in change
        assert not notice_lines(cast.clerk)
    else:
        assert reply.status_code == 302


def test_the_rules_show_notices_in_force_coming_and_over(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    held = noticed(cast, "1")
    own = noticed(cast, "2", document="加测安排", authority="棉纺路街道办事处")
    enter_notice(cast.clerk, notice("3", document="通告第12号"))
    for viewer in (cast.captain, cast.secretary):
        page = signed_in(viewer).get("/rules/").content.decode()
        assert "生效中" in page
        assert f"/rules/notices/{held.number}/" in page
    assert "加测安排" in page
    assert "街道/社区自己的安排" in page
    assert page.index("等第二人确认") < page.index("生效中")
    assert "理由：" in page
    assert own.number in page
    assert signed_in(cast.outsider).get(f"/rules/notices/{held.number}/").status_code == 404


def test_its_early_end_is_asked_for_and_confirmed_on_its_page(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number = noticed(cast, "1").number
    url = f"/rules/notices/{number}/"
    clerk = signed_in(cast.clerk)
    assert clerk.post(f"{url}ask-to-end/", {"why": ""}).status_code == 400
    page = clerk.post(f"{url}ask-to-end/", {"why": "风险已排除"}, follow=True).content.decode()
    assert "风险已排除" in page
    secretary = signed_in(cast.secretary)
    assert "确认，现在结束" in secretary.get(url).content.decode()
    page = secretary.post(f"{url}end/", follow=True).content.decode()
    assert "已提前结束" in page


def test_a_slip_is_dropped_on_its_page(cast: Cast, street: Street, signed_in: SignedIn) -> None:
    number = enter_notice(cast.clerk, notice("1")).number
    page = signed_in(cast.clerk).post(f"/rules/notices/{number}/drop/", follow=True)
    assert "已撤回" in page.content.decode()


def test_board_order_and_list_of_duties_tell_of_it(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    order = ordered(cast, "1")
    number = noticed(cast, "1").number
    plan_day(cast.clerk, facts.today())
    client = signed_in(cast.secretary)
    for path in ("/board/", f"/orders/{order.number}/", "/duties/?win=1200-1330"):
        page = client.get(path).content.decode()
        assert f"/rules/notices/{number}/" in page, path
        assert "通告第8号" in page
    assert "中午" in page
    assert f"/orders/{order.number}/" in page
    assert "封控区量体温（每人）" in page
    page = client.get("/duties/?what=sampling").content.decode()
    assert "本地安排：每天早晨约6时30分起，逐户单人单管" in page


def test_the_english_pages_hold_chinese_as_data_only(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    number = noticed(cast, "1").number
    ask_to_end(cast.clerk, number, "风险已排除")
    waiting = enter_notice(cast.clerk, notice("3")).number
    plan_day(cast.clerk, facts.today())
    client = signed_in(cast.secretary, accept_language="en")
    for path in (
        *(NEW, "/rules/", "/board/", "/duties/", f"/rules/notices/{number}/"),
        f"/rules/notices/{waiting}/",
    ):
        assert chinese_outside(client.get(path).content.decode()) == [], path
    look = {key: text for key, text in form(look="1", more="").items() if key != "enter"}
    del look["more"]
    assert chinese_outside(client.post(NEW, look).content.decode()) == []


def test_a_captain_reads_and_enters_nothing(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    number = noticed(cast, "1").number
    client = signed_in(cast.captain)
    assert client.get(f"/rules/notices/{number}/").status_code == 200
    assert client.get(NEW).status_code == 403
