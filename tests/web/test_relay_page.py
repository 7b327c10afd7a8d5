"""粘贴接龙 as a captain does it on her phone: paste, look at what is doubtful, confirm, copy the reminder."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import COMPOUND, PATH, Cast
from tests.clients import asked_for
from tests.street import Street, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.duties.plan import plan_day
from wumen.queries import facts
from wumen.queries.arrivals import arrivals
from wumen.records.models import GroupSent
from wumen.records.scope import WHOLE, scoped

AREA = f"{COMPOUND}/1"
TEXT = "#接龙\n1号楼体温\n\n1. 1-1-101 全家36.5\n2. 1-1-102 37.6\n收到\n下午停水\n"


def pasted(client, text: str = TEXT, kind: str = "temperature"):  # type: ignore[no-untyped-def]
    return client.post("/relay/", {"text": text, "kind": kind, "area": AREA}, follow=True)


def ids(page: str) -> list[str]:
    return re.findall(r'name="entry" value="([0-9a-f-]{36})"', page)


def test_what_needs_a_person_stands_first_and_nothing_is_lost(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    page = pasted(signed_in(cast.captain)).content.decode()
    assert "看懂 2 条" in page
    assert "2 条请你看" in page
    assert (
        page.index("发热，请打电话问清楚")
        < page.index("没有读懂的行")
        < page.index("这 1 条全部确认")
    )
    assert "下午停水" in page
    assert "收到" in page


def test_missing_rooms_come_with_the_reminder_and_its_tick(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    reply = pasted(client)
    page = reply.content.decode()
    assert "锦绣城 1号楼还差下列房号的体温，请您在群里接龙：\n1单元：201、202" in page
    where = reply.redirect_chain[-1][0]
    matter = re.search(r'name="matter" value="([^"]+)"', page)
    assert matter
    said = {"area": f"{PATH}1/", "matter": matter[1], "group": "1", "next": where}
    page = client.post("/group-sent/", said, follow=True).content.decode()
    assert '已发 06:00 <span lang="zh">李楼长</span>' in page
    client.post("/group-sent/", said)
    with scoped(WHOLE):
        assert GroupSent.objects.count() == 1


def test_a_home_under_an_order_of_its_own_stands_in_no_text(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, regime="home_isolation", residents=(str(street.aunt_zhang.id),))
    page = pasted(signed_in(cast.captain)).content.decode()
    assert "1单元：201</textarea>" in page
    assert "有 1 户没有写进来，请单独打电话" in page


def test_a_tick_goes_back_to_no_foreign_address(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    said = {"area": f"{PATH}1/", "matter": "relay:x", "group": "1"}
    for back in ("https://example.org/", "//example.org/", "javascript:x"):
        reply = client.post("/group-sent/", said | {"next": back})
        assert reply["Location"] == "/#group-texts"
    assert client.post("/group-sent/", said | {"group": "x"}).status_code in (400, 404)
    assert client.post("/group-sent/", said | {"matter": "张三 1-101"}).status_code in (400, 404)


def test_entries_are_confirmed_one_by_one_or_all_at_once(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    reply = pasted(client)
    where = reply.redirect_chain[-1][0]
    assert "已确认 1 条。" in client.post(where, {"all": "1"}, follow=True).content.decode()
    (fever,) = ids(reply.content.decode())
    page = client.post(where, {"entry": fever}, follow=True).content.decode()
    assert not ids(page)
    assert client.post(where, {"entry": fever}).status_code == 404


def test_what_may_be_a_danger_is_rung_first_and_nothing_of_it_is_confirmed_in_bulk(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    told = "#接龙\n需要什么\n\n1. 1-1-909 降压药\n2. 1-1-101 厨房冒烟\n3. 1-1-102 舌苔发黑两天\n4. 1-1-201 盐\n"
    reply = pasted(client, told, "needs")
    page = reply.content.decode()
    first, then, last = "可能危及生命", "可能有危险，请马上打电话问清楚", "登记里没找到这一户"
    assert page.index(first) < page.index(then) < page.index(last)
    assert page.count("已打电话，记下") == 2
    after = client.post(reply.redirect_chain[-1][0], {"all": "1"}, follow=True).content.decode()
    assert "已确认 1 条。" in after
    assert ids(after) == ids(page)
    assert len(ids(page)) == 3


def test_a_refused_paste_keeps_what_was_typed(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    reply = client.post("/relay/", {"text": "1. 101 盐", "kind": "gossip", "area": AREA})
    assert "1. 101 盐" in reply.content.decode()
    assert "没有这种接龙" in reply.content.decode()


def test_the_next_paste_says_what_the_group_changed(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    pasted(client, "#接龙\n要菜\n\n1. 1-1-101 大米\n2. 1-1-102 盐\n", "needs")
    page = pasted(client, "#接龙\n要菜\n\n1. 1-1-101 糖\n2. 1-1-201 油\n", "needs").content.decode()
    assert "比上次：新增 1，改动 1，群里删了 1" in page


def test_the_open_rooms_of_a_round_can_be_copied_for_the_group(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    plan_day(cast.operator, facts.today())
    client = signed_in(cast.captain)
    key = re.search(r'href="(/rounds/[^"]+)"', client.get("/rounds/").content.decode())
    assert key
    assert f'href="{key[1]}group/"' in client.get(key[1]).content.decode()
    page = client.get(f"{key[1]}group/").content.decode()
    assert "锦绣城 1号楼请下列房号在家等候，楼长稍后上门：\n1单元：101、102、201、202" in page


def test_posts_without_the_right_or_the_place_see_no_relay(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    where = pasted(signed_in(cast.captain)).redirect_chain[-1][0]
    assert signed_in(cast.outsider).get(where).status_code == 404
    assert signed_in(cast.sampler).get("/relay/").status_code == 403


CAPTAINS = """#接龙
昨晚返郑 楼栋 有没有

1. 1号楼 1-1-101 赵六 从洛阳回来 1.9
2. 2号楼 没有
"""


def of_compound(client, text: str, kind: str = "arrivals") -> str:  # type: ignore[no-untyped-def]
    """The address of a list that was pasted for the whole compound."""
    sent = {"text": text, "kind": kind, "area": PATH}
    return str(client.post("/relay/", sent)["Location"])


def test_a_list_of_captains_says_which_buildings_are_silent_and_nobody_is_an_answer(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    page = client.get(of_compound(client, CAPTAINS)).content.decode()
    assert "还没报的楼栋" in page
    assert "还没报返回人员的：3号楼。请楼长报一下" in page
    # Nobody is an answer and puts nobody on the list.
    assert "请你看" not in page
    assert "2号楼 没有</span>" in page
    assert client.post(of_compound(client, CAPTAINS), {"all": "1"}).status_code == 302
    assert [one.said.name for one in arrivals(cast.clerk, "late").lines] == ["赵六"]
    whole = CAPTAINS + "3. 3号楼 无\n"
    assert "每栋都报了" in client.get(of_compound(client, whole)).content.decode()
    # A list of another kind, and one of a single building, asks no captain.
    other = client.get(of_compound(client, CAPTAINS, "present")).content.decode()
    assert "还没报的楼栋" not in other


def test_the_captain_of_a_silent_building_is_named_on_the_page_and_not_in_the_text(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    only = "#接龙\n返郑报备\n\n1. 2号楼 没有\n2. 3号楼 无\n"
    page = client.get(of_compound(client, only)).content.decode()
    assert "<span>1号楼 李楼长</span>" in page
    (said,) = re.findall(r'<textarea id="silent-text".*?>(.*?)</textarea>', page, re.S)
    assert "1号楼" in said
    assert "李楼长" not in said


def test_nobody_pastes_without_saying_what_it_is(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    first = client.get("/relay/").content.decode()
    assert re.search(r'<select id="kind" name="kind" required><option value="">', first)
    refused = client.post("/relay/", {"text": CAPTAINS, "area": PATH, "kind": ""})
    assert refused.status_code == 404
    assert "2号楼 没有" in refused.content.decode()


def test_the_pages_speak_english_whole(cast: Cast, street: Street, signed_in: SignedIn) -> None:
    client = signed_in(cast.captain, **{"Accept-Language": "en"})
    assert not chinese_outside(client.get("/relay/").content.decode())
    assert not chinese_outside(pasted(client).content.decode())
    ordered(cast, "1")
    plan_day(cast.operator, facts.today())
    where = pasted(client, NEEDS, "needs").redirect_chain[-1][0]
    assert not chinese_outside(client.post(where, {"all": "1"}, follow=True).content.decode())
    home = client.get(f"/register/home/{street.households['1/1/102'].id}/").content.decode()
    assert "Asked for at this home" in home
    pasted(client, "#接龙\n\n1. 1-1-102 骨折卧床\n", "home_sampling")
    assert not chinese_outside(client.get("/register/care/?ask=home_sampling").content.decode())


NEEDS = (
    "#接龙\n1号楼需要什么\n\n1. 1-1-101 爸爸胸痛喘不上气\n2. 1-1-102 胰岛素\n3. 1-1-201 鸡蛋30个\n"
)


def test_danger_to_life_stands_red_with_120_and_its_request_before_anybody_confirms(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    plan_day(cast.operator, facts.today())
    client = signed_in(cast.captain)
    reply = pasted(client, NEEDS, "needs")
    page = reply.content.decode()
    assert page.index("■ 可能危及生命，请马上打电话") < page.index("不等确认，已转")
    assert "先救人 120" in page
    number = re.search(r'href="/instructions/(\d+)/"', page)
    assert number
    assert f"{number[1]}号交办 楼长" in page.replace("</a>", "")
    assert "先救命" in signed_in(cast.secretary).get("/board/").content.decode()
    assert "爸爸胸痛喘不上气" in client.get("/instructions/").content.decode()


def test_a_list_that_became_requests_is_read_in_as_many_statements_whatever_its_length(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    plan_day(cast.operator, facts.today())
    client = signed_in(cast.captain)

    def cost(text: str) -> int:
        where = pasted(client, text, "needs").redirect_chain[-1][0]
        client.post(where, {"all": "1"})
        client.get(where)
        return asked_for(client, where)

    doors = ("101", "102", "201", "202")
    many = "\n".join(f"{n}. 1-1-{doors[n % 4]} {n}袋面" for n in range(1, 31))
    assert cost(f"#接龙\n晚上\n\n{many}\n") == cost("#接龙\n早上\n\n1. 1-1-101 盐\n") <= 12


def test_who_asked_a_group_for_the_samplers_stands_on_their_list_until_it_is_done(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    text = "#接龙\n\n1. 1-1-102 骨折卧床\n"
    where = pasted(client, text, "home_sampling").redirect_chain[-1][0]
    client.post(where, {"all": "1"})
    shown = client.get("/register/care/", {"ask": "home_sampling"}).content.decode()
    assert "接龙里要上门采样的" in shown
    sheet = client.get("/register/care/", {"ask": "home_sampling", "print": "1"}).content.decode()
    assert "上门采样（群里要的）" in sheet
    assert "骨折" not in sheet
    assert "接龙里要上门采样的" not in client.get("/register/care/").content.decode()
    number = re.search(r'href="/instructions/(\d+)/"', shown)
    assert number
    client.post(f"/instructions/{number[1]}/end/", {"how": "cancelled", "why": "已采"})
    shown = client.get("/register/care/", {"ask": "home_sampling"}).content.decode()
    assert "接龙里要上门采样的" not in shown


def test_the_answer_page_tells_what_became_of_each_line_and_what_to_tell_the_group(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    plan_day(cast.operator, facts.today())
    client = signed_in(cast.captain)
    where = pasted(client, NEEDS, "needs").redirect_chain[-1][0]
    page = client.post(where, {"all": "1"}, follow=True).content.decode()
    decided = page[page.index("已经看过的") :]
    assert len(re.findall(r'href="/instructions/\d+/"', decided)) == 2
    answer = re.search(r'<textarea id="answer-text"[^>]*>([^<]+)</textarea>', page)
    assert answer
    assert answer[1] == (
        "接龙里的 2 条登记了，最晚 1月10日 20:00 前有人联系您，急的先办。有生命危险请直接打 120。"
    )
    homes = {}
    # What a process asks for once it has asked at the first.
    for room in ("202", "102", "202"):
        with CaptureQueriesContext(connection) as asked:
            home = client.get(f"/register/home/{street.households[f'1/1/{room}'].id}/")
        homes[room] = (home.content.decode(), len(asked))
    assert "这一户的交办" in homes["102"][0]
    # A home that asks for nothing is not asked for its requests.
    assert "这一户的交办" not in homes["202"][0]
    assert homes["202"][1] < homes["102"][1]
    # What it asks for is opened where the request stands, and that look is logged.
    assert "用药看病的需要（点开看）" in homes["102"][0]
    assert "胰岛素" not in homes["102"][0]


def test_a_room_that_nobody_knows_stands_again_at_its_entry(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    page = pasted(client, "#接龙\n\n1. 大米10斤\n2. 盐2袋\n", "needs")
    entry, other = ids(page.content.decode())
    sent = {"entry": entry, "room": "9-9-909"}
    refused = client.post(page.redirect_chain[-1][0], sent)
    kept = re.findall(
        r'id="room-([^"]+)" name="room" lang="zh" value="([^"]*)"', refused.content.decode()
    )
    assert refused.status_code == 404
    assert dict(kept) == {entry: "9-9-909", other: ""}
