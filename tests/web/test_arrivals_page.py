"""Pages of who comes back: noted and told what is asked, the gate's list, the day's list, kits, isolated homes."""

import re
from functools import partial
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actions.test_kits import home, store
from tests.actions.test_origins import origins_shown
from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, draft, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.actions.arrivals import announce, came
from wumen.actions.crew import add_crew, grant_post
from wumen.actions.duties.plan import plan_day
from wumen.actions.help_numbers import keep_number
from wumen.actions.orders import confirm_order, enter_order
from wumen.actions.register import NewResident, register_household
from wumen.actions.relay import import_relay
from wumen.actions.risk_areas import take_risk_list
from wumen.queries import arrivals_gate as queries
from wumen.queries.arrivals import arrivals
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Resident
from wumen.rules.arrivals import QUESTIONS, ArrivalDraft
from wumen.rules.relay import Kind

AT_MOST = 12
LIST = {"text": "中风险\n安阳市滑县\n看不懂的一行", "source": "省里 8时"}
SENT = {
    "area": "1-1-202",
    "name": "周九",
    "telephone": "13800000009",
    "origin": "安阳滑县",
    "left_on": "2022-01-10",
    "expected_on": "2022-01-10",
    "hour": "23:30",
    "transport": "G1234",
}


def text(reply: object) -> str:
    """A page as it is read: without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", reply.content.decode()))  # type: ignore[attr-defined]


def isolated(cast: Cast, street: Street) -> None:
    """张阿姨 at home by an order of her own, the day planned."""
    people = (str(street.aunt_zhang.id),)
    own = draft(regime="home_isolation", paths=(), residents=people, document="告知书")
    confirm_order(cast.secretary, enter_order(cast.clerk, own).number)
    plan_day(cast.clerk, clock.today())


def test_the_night_desk_notes_somebody_and_reads_out_what_is_asked_of_her(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    assert client.post("/risk-areas/", LIST).status_code == 302
    read = text(client.get("/risk-areas/"))
    assert "安阳市滑县" in read
    reply = client.post("/arrivals/", SENT | {"home": "1"})
    assert reply.status_code == 302, text(reply)
    page = text(client.get(reply["Location"]))
    for said in (
        "中风险地区",
        "等有权机关决定",
        "由有权机关决定居家隔离",
        "上门六问",
        "体温计 × 1",
    ):
        assert said in page
    assert "周九" in text(client.get("/risk-areas/"))
    assert "有疑问请打：赵书记" not in page
    member = add_crew(cast.operator, "赵书记", "community_worker", telephone="13700000009")
    grant_post(cast.operator, member.number, "secretary", COMPOUND.rpartition("/")[0])
    assert "有疑问请打：社区书记赵书记 13700000009、" in text(client.get(reply["Location"]))
    isolated(cast, street)
    assert "家里有人有告知书" in text(client.get(reply["Location"]))


def test_questions_and_kit_are_noted_at_the_door(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    take_risk_list(cast.clerk, LIST["text"], LIST["source"])
    client = signed_in(cast.captain)
    one = client.post("/arrivals/", SENT | {"home": "1"})["Location"]
    answers = dict.fromkeys(QUESTIONS, "yes") | {"toilet": "no", "do": "answers"}
    assert client.post(one, answers).status_code == 302
    assert "1 条没有：报有权机关定去处" in text(client.get(one))
    assert "1 户还没送" in text(client.get("/arrivals/kits/"))
    assert client.post(one, {"do": "kit"}).status_code == 302
    assert "到家的都送过了" in text(client.get("/arrivals/kits/"))
    assert client.post(one, {"do": "kit"}).status_code == 400
    assert client.post("/arrivals/kits/", {"kit": "x"}).status_code == 404


def test_who_comes_from_elsewhere_is_asked_no_six_questions_and_signs_nothing(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    one = client.post("/arrivals/", SENT | {"origin": "洛阳", "home": "1"})["Location"]
    # Without today's list nobody says that nothing has to be decided.
    page = text(client.get(one))
    assert "先问清楚" in page
    assert "不用等决定" not in page
    client.post("/risk-areas/", LIST)
    page = text(client.get(one))
    assert "不用等决定" in page
    for never in ("承诺书", "上门六问", "报有权机关定去处", "三人小组"):
        assert never not in page
    assert "12345" in page


def test_a_captain_is_shown_no_origin_no_train_and_no_telephone(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    office = signed_in(cast.clerk)
    office.post("/risk-areas/", LIST)
    one = office.post("/arrivals/", SENT)["Location"]
    page = office.get(one).content.decode()
    assert "滑县" in page
    assert "13800000009" not in page
    assert "13800000009" in office.post(one, {"do": "telephone"}).content.decode()
    captain = signed_in(cast.captain)
    for path in (one, "/arrivals/"):
        page = captain.get(path).content.decode()
        assert "周九" in page
        assert "23:30" in page
        for secret in ("滑县", "G1234", "1380000", "中风险"):
            assert secret not in page, path
    assert "由有权机关决定居家隔离" in text(captain.get(one))
    assert captain.post(one, {"do": "telephone"}).status_code == 403
    assert captain.get("/risk-areas/").status_code == 403


def test_another_origin_is_shown_beside_the_former_until_somebody_asked(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    client.post("/risk-areas/", LIST)
    one = client.post("/arrivals/", SENT)["Location"]
    told = "#接龙\n返郑报备\n\n1. 周九 13800000009 1-1-202 从洛阳回来 1.10\n"
    import_relay(cast.clerk, told, Kind.ARRIVALS, COMPOUND)
    for path in (one, "/arrivals/"):
        page = text(client.get(path))
        for said in ("洛阳", "原先说的是 安阳滑县", "先说“安阳滑县”，后来说“洛阳”"):
            assert said in page, path
    captain = signed_in(cast.captain)
    for path in (one, "/arrivals/"):
        page = text(captain.get(path))
        assert "滑县" not in page
        assert "洛阳" not in page
    assert captain.post(one, {"do": "origin"}).status_code == 403
    assert "问过了，是洛阳" in text(client.get(one))
    assert client.post(one, {"do": "origin"}).status_code == 302
    page = text(client.get(one))
    assert "原先说的是" not in page
    assert "不用等决定" in page


def test_the_pages_write_down_the_offices_looks_and_no_captains(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    one = signed_in(cast.captain).post("/arrivals/", SENT)["Location"]
    for page in ("/arrivals/", one):
        signed_in(cast.captain).get(page)
    assert origins_shown() == []
    signed_in(cast.clerk).get("/arrivals/")
    assert len(origins_shown()) == 1
    signed_in(cast.clerk).get(one)
    assert len(origins_shown()) == 1
    signed_in(cast.secretary).get(one)
    assert len(origins_shown()) == 2


def test_whom_to_ask_stands_before_whom_the_list_leaves_alone(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    client.post("/risk-areas/", LIST)
    for n, origin in enumerate(("洛阳", "安阳", "安阳滑县")):
        said = {"name": f"周{n}", "telephone": f"1380000001{n}", "origin": origin}
        client.post("/arrivals/", SENT | said)
    page = text(client.get("/risk-areas/"))
    people = page[page.index("近14天") : page.index("粘贴今天的名单")]
    assert people.index("周2") < people.index("还要问清楚") < people.index("周1")
    assert people.index("周1") < people.index("不在名单上的地方") < people.index("周0")


def test_who_wrote_no_name_is_told_to_be_without_one(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    one = signed_in(cast.clerk).post("/arrivals/", SENT | {"name": ""})["Location"]
    for path in ("/arrivals/", one):
        assert "没写姓名" in text(signed_in(cast.clerk).get(path))
    gate = signed_in(cast.volunteer)
    page = gate.get("/arrivals/gate/").content.decode()
    assert "没写姓名" in page
    # On paper there is a line to write it on.
    assert '<span class="on-paper-only">姓名 ____________</span>' in page
    # A gate keeper begins her day with the list of who is expected.
    assert gate.get("/")["Location"] == "/passages/"


def test_what_is_refused_stays_in_its_fields(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.captain)
    refused = client.post("/arrivals/", SENT | {"telephone": "138"})
    assert refused.status_code == 400
    assert 'value="G1234"' in refused.content.decode()
    assert client.post("/arrivals/", SENT | {"area": "9-9-901"}).status_code == 400
    assert client.post("/arrivals/", SENT | {"expected_on": "bald"}).status_code == 400
    assert client.get("/arrivals/", {"show": "bald"}).status_code == 400
    assert client.post("/risk-areas/", LIST).status_code == 403
    assert arrivals(cast.captain).lines == []


def test_a_gate_keeper_ticks_who_is_expected_and_notes_who_is_not(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    signed_in(cast.captain).post("/arrivals/", SENT)
    gate = signed_in(cast.volunteer)
    page = gate.get("/arrivals/gate/")
    assert "周九" in text(page)
    assert "还有 1 人没到" in text(page)
    for never in ("滑县", "G1234", "贴在门岗"):
        assert never not in text(page)
    assert "不张贴" in text(page)
    assert gate.get("/arrivals/").status_code == 403
    (line,) = arrivals(cast.captain).lines
    assert gate.post("/arrivals/gate/", {"came": str(line.id)}).status_code == 302
    assert gate.post("/arrivals/gate/", {"came": "x"}).status_code == 404
    other = SENT | {"area": "2-1-101", "name": "郑一", "telephone": ""}
    assert gate.post("/arrivals/gate/", other).status_code == 302
    assert "还有 0 人没到" in text(gate.get("/arrivals/gate/"))
    assert "周九" not in text(signed_in(cast.outsider).get("/arrivals/gate/"))


def test_the_gate_opens_a_page_of_names_at_once_and_says_how_many_more(
    cast: Cast, street: Street, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n, name in enumerate(("周一", "周二", "周三")):
        said = {"name": name, "telephone": f"1390000001{n}"}
        signed_in(cast.captain).post("/arrivals/", SENT | said)
    opened: list[object] = []
    real = queries.read_said
    monkeypatch.setattr(queries, "read_said", lambda row: opened.append(row) or real(row))
    page = queries.expected_at_gate(cast.volunteer, most=2)
    assert (len(page.lines), len(opened), page.waiting, page.more) == (2, 2, 3, 1)
    came(cast.volunteer, page.lines[1].id)
    rest = queries.expected_at_gate(cast.volunteer, page.after, most=2)
    assert [one.name for one in rest.lines if one.came_at is None] == [
        name for name in ("周一", "周二", "周三") if name not in {one.name for one in page.lines}
    ]
    few = partial(queries.expected_at_gate, most=2)
    monkeypatch.setattr("wumen.web.arrivals.expected_at_gate", few)
    shown = signed_in(cast.volunteer).get("/arrivals/gate/").content.decode()
    (onward,) = re.findall(r'href="\?after=([^"]+)"', shown)
    assert "另有 1 人，看下一页" in shown
    last = signed_in(cast.volunteer).get("/arrivals/gate/", {"after": unquote(onward)})
    assert "另有" not in last.content.decode()


def test_homes_in_isolation_show_the_four_unified_and_no_illness_to_a_captain(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    isolated(cast, street)
    office = text(signed_in(cast.clerk).get("/isolated-homes/"))
    for said in ("吃饭和日用", "垃圾", "看病和监测", "心理和联系", "老人独居", "0/3"):
        assert said in office
    captain = text(signed_in(cast.captain).get("/isolated-homes/"))
    assert "锦绣城 1号楼 1-202" in captain
    assert "老人独居" not in captain
    # One home: nothing may be told of it.
    assert "告诉邻居的话" not in office
    assert "没有隔离户" in text(signed_in(cast.outsider).get("/isolated-homes/"))


def test_neighbours_are_told_of_three_homes_by_the_office_that_has_the_compound(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    with acting(cast.clerk):
        some = Resident.objects.filter(area__startswith=f"{PATH}1/").order_by("area", "place")
        one_a_home = {row.household_id: str(row.id) for row in some}
    people = tuple(list(one_a_home.values())[:3])
    own = draft(regime="home_isolation", paths=(), residents=people, document="告知书")
    confirm_order(cast.secretary, enter_order(cast.clerk, own).number)
    plan_day(cast.clerk, clock.today())
    office = signed_in(cast.clerk).get("/isolated-homes/").content.decode()
    assert "目前居家隔离：1号楼 3 户，其余楼栋没有或者不足三户，不写明" in office
    assert "有困难、有情况请找社区。" in office
    keep_number(cast.clerk, COMPOUND, "desk", "67890004", "锦绣城值班")
    office = signed_in(cast.clerk).get("/isolated-homes/").content.decode()
    assert "有困难、有情况请打 67890004。" in office
    # A captain has one building: what the compound is told is not hers to write.
    assert "告诉邻居的话" not in signed_in(cast.captain).get("/isolated-homes/").content.decode()


def test_no_page_asks_more_for_many_than_for_few(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    take_risk_list(cast.clerk, LIST["text"], LIST["source"])
    isolated(cast, street)
    for n in range(60):
        draft_ = ArrivalDraft(PATH, f"第{n}人", "", "安阳", clock.today(), clock.today())
        announce(cast.clerk, draft_)
    for door in street.households:
        ident = announce(
            cast.clerk, ArrivalDraft(f"{PATH}{door}/", door, "", "安阳滑县", clock.today())
        )
        came(cast.clerk, ident)
    client = signed_in(cast.clerk)
    pages = ("/arrivals/", "/arrivals/gate/", "/arrivals/kits/", "/risk-areas/", "/isolated-homes/")
    for path in pages:
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        # What goes in one exchange is asked once.
        said = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
        assert len(said) <= AT_MOST, path + "\n".join(said)


def test_an_office_sees_the_first_rounds_of_a_window_and_the_rest_page_by_page(
    cast: Cast, street: Street, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for building in range(4, 11):
        register_household(cast.clerk, f"{COMPOUND}/{building}/1/101", [NewResident("住户")])
    ordered(cast, "")
    plan_day(cast.clerk, clock.today())
    client = signed_in(cast.clerk)
    page = client.get("/rounds/").content.decode()
    shown = re.findall(r"/rounds/2022-01-10/am/[^\"]+", page)
    assert len(shown) == 6
    assert "这一段还有 4 趟" in page
    window = client.get("/rounds/", {"win": "am"}).content.decode()
    assert len(re.findall(r"/rounds/2022-01-10/am/[^\"]+", window)) == 10
    monkeypatch.setattr("wumen.web.rounds.listing.PAGE", 6)
    first = client.get("/rounds/", {"win": "am"}).content.decode()
    (onward,) = re.findall(r"after=([^\"]+)", first)
    behind = client.get("/rounds/", {"win": "am", "after": unquote(onward)})
    assert "锦绣城 10 1" in text(behind)
    nonsense = client.get("/rounds/", {"win": "am", "after": "nonsense"}).content.decode()
    assert nonsense.count("/rounds/2022-01-10/am/") == first.count("/rounds/2022-01-10/am/")
    assert "这一段没有" in text(client.get("/rounds/", {"win": "am", "done": "1"}))
    assert client.get("/rounds/", {"win": "nonsense"}).status_code == 200


def test_in_english_nothing_stays_chinese_but_data(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    isolated(cast, street)
    client = signed_in(cast.clerk)
    client.post("/risk-areas/", LIST)
    one = client.post("/arrivals/", SENT)["Location"]
    client.get(one)
    client.post("/language/", {"language": "en", "next": "/"})
    for path in (
        *("/arrivals/", "/arrivals/?show=late", "/arrivals/?show=home", "/arrivals/kits/", one),
        *("/arrivals/gate/", "/risk-areas/", "/isolated-homes/", "/rounds/", "/rounds/?win=am"),
    ):
        assert chinese_outside(client.get(path).content.decode()) == [], path


def test_that_a_kit_came_out_of_stock_is_said_in_whole_sentences(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    store(cast, 医用口罩=3)
    one = home(cast)
    client = signed_in(cast.clerk)
    client.post("/language/", {"language": "en", "next": "/"})
    page = client.post("/arrivals/kits/", {"kit": str(one)}, follow=True)
    assert "Noted. Taken out of stock: 医用口罩3只. Not in stock by the book: 医用口罩1只;" in text(
        page
    )
