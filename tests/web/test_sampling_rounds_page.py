"""Sampling rounds in the browser: opened on one page, looked at by building and point, swept, printed, closed."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tests.actions.test_sampling_points import led
from tests.actions.test_sampling_rounds import held, keys, points
from tests.actions.test_sampling_rounds_people import refusals, resident, two_rosters
from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from tests.web.test_sampling_points_page import read, sent
from wumen.actions.door_codes import print_cards
from wumen.actions.duties import settle
from wumen.actions.duties.plan import plan_day
from wumen.actions.instructions import give
from wumen.actions.meals import say_crew
from wumen.actions.parcels import set_point
from wumen.actions.stock import keep_thing, receive, set_norms
from wumen.queries.posts import acting
from wumen.queries.sampling_rounds.standing import rounds_seen
from wumen.records import clock
from wumen.records.models import CallEntry, SamplingRound
from wumen.rules.door_codes import DoorKind
from wumen.rules.duties import read_key
from wumen.rules.instructions import InstructionDraft
from wumen.rules.meals.eating import Count

pytestmark = pytest.mark.usefixtures("street")
TYPED: dict[str, Any] = {
    "number": "5",
    "day": "2022-01-10",
    "begins": "07:00",
    "ends": "16:00",
    "pool": "ten",
    "per_desk": "60",
    "cap": "100",
    "ordered_by": "区防控指挥部",
    "document": "",
    "place": [f"{PATH}"],
}


@pytest.fixture(autouse=True)
def half_past_seven() -> Iterator[datetime]:
    """The round is on."""
    with clock.fixed(at(1, 10, 7).replace(minute=30)) as instant:
        yield instant


def one(cast: Cast) -> SamplingRound:
    with acting(cast.clerk):
        return SamplingRound.objects.get()


def test_a_round_is_looked_at_and_then_opened(cast: Cast, signed_in: SignedIn) -> None:
    points(cast)
    ordered(cast, "1")
    office = signed_in(cast.clerk)
    assert "开一轮核酸" in read(office, "/sampling/")
    page = read(office, "/sampling/new/")
    assert 'value="1" required maxlength="4"' in page
    assert "十混一" in page
    assert "1户1管" not in page
    page = sent(office, "/sampling/new/", look="1", **TYPED)
    assert "到采样点 20 人" in page
    assert "上门采 10 人" in page
    assert "没有采样点服务" in page
    assert rounds_seen(cast.clerk) == []
    page = sent(office, "/sampling/new/", open="1", **TYPED)
    assert "已开第 5 轮" in page
    assert "07:00—07:10" in page
    assert "全部上门" in page
    assert "还没有采样点、没有排时段的" in page
    assert 'value="6" required maxlength="4"' in read(office, "/sampling/new/")


def test_what_was_typed_wrong_stands_again(cast: Cast, signed_in: SignedIn) -> None:
    office = signed_in(cast.clerk)
    for changes, words in (
        ({"ordered_by": " "}, "是谁要求开这一轮的"),
        ({"place": []}, "没有说这一轮在哪里采"),
        ({"number": "五"}, "第几轮要写数字"),
        ({"begins": "x"}, "时间"),
        ({"per_desk": "0"}, "每台每小时采多少人"),
        ({"pool": "x"}, "没有这种混采"),
    ):
        page = sent(office, "/sampling/new/", open="1", **(TYPED | changes))
        assert words in page, changes
        assert 'value="07:00"' in page or "begins" in changes
    assert office.post("/sampling/new/", TYPED | {"place": ["410102013001"]}).status_code == 403
    assert signed_in(cast.captain).get("/sampling/new/").status_code == 403


def test_the_office_sees_who_is_missing_and_why(cast: Cast, signed_in: SignedIn) -> None:
    row = held(cast)
    for key in keys(cast, "2")[:4]:
        settle.do(cast.sampler, read_key(key), "measured")
    office = signed_in(cast.clerk)
    page = read(office, f"/sampling/{row.id}/")
    assert "应检30人，已检4人，未检26人（13%）" in page
    assert "没说原因 6" in page
    board = read(office, "/board/")
    assert "第 5 轮核酸" in board
    assert '未检 <strong class="late">26</strong>' in board
    assert "第5轮核酸" in read(office, "/rounds/")


def building(client: Client, row: SamplingRound, number: int) -> str:
    return read(client, f"/sampling/{row.id}/building/?area={PATH}{number}/")


def test_a_captain_notes_reasons_at_her_building(cast: Cast, signed_in: SignedIn) -> None:
    row = held(cast)
    client = signed_in(cast.captain)
    assert "张阿姨" in building(client, row, 1)
    who = {"area": f"{PATH}1/", "resident": str(resident(cast, "1/1/202").id)}
    page = sent(client, f"/sampling/{row.id}/note/", why="sampled_elsewhere", words=" ", **who)
    assert "已在别处采的写哪里、什么时候" in page
    page = sent(
        client, f"/sampling/{row.id}/note/", why="sampled_elsewhere", words="单位 6:50", **who
    )
    assert '已在别处采：<span lang="zh">单位 6:50</span>' in page
    page = sent(client, f"/sampling/{row.id}/note/", why="refused", **who)
    assert "不愿意" in page
    assert "单位 6:50" not in page
    # Whoever answered stands in no text for the group.
    assert "1单元 202" not in page.partition("复制到微信群")[2]
    assert client.get(f"/sampling/{row.id}/building/?area={PATH}2/").status_code == 403


def test_rooms_at_which_the_team_calls_stand_in_no_text_for_the_group(
    cast: Cast, signed_in: SignedIn
) -> None:
    ordered(cast, "1/1/101", regime="home_isolation", begins=at(1, 10, 7))
    row = held(cast)
    client = signed_in(cast.captain)
    page = building(client, row, 1)
    assert "上门" in page
    # As long as all the others are missing, who stands in no text would be known by it.
    assert "textarea" not in page.partition("复制到微信群")[2]
    who = resident(cast, "1/1/202").id
    settle.do(cast.sampler, read_key(f"2022-01-10/sampling/{who}/s5"), "measured")
    text = building(client, row, 1).partition('readonly lang="zh">')[2].partition("<")[0]
    assert "102" in text
    assert "101" not in text


def test_those_without_an_answer_are_rung(cast: Cast, signed_in: SignedIn) -> None:
    row = held(cast)
    office = signed_in(cast.clerk)
    assert "建一张打电话名单（1 人）" in building(office, row, 1)
    page = sent(office, f"/sampling/{row.id}/ring/", area=f"{PATH}1/")
    assert "第5轮核酸还没采，问一声" in page
    with acting(cast.clerk):
        assert CallEntry.objects.get().resident == resident(cast, "1/1/202").id
    who = {"area": f"{PATH}1/", "resident": str(resident(cast, "1/1/202").id)}
    sent(office, f"/sampling/{row.id}/note/", why="away", **who)
    page = sent(office, f"/sampling/{row.id}/ring/", area=f"{PATH}1/")
    assert "没有要打电话问的" in page


def test_notices_are_copied_and_ticked_building_by_building(
    cast: Cast, signed_in: SignedIn
) -> None:
    points(cast)
    ordered(cast, "1")
    row = held(cast, begins=at(1, 10, 8))
    office = signed_in(cast.clerk)
    page = read(office, f"/sampling/{row.id}/notices/")
    assert "请在家等" in page or "请您在家等" in page
    assert "请到1号采样点" in page
    assert "还有 2 栋没发" in page
    ticked = {"area": f"{PATH}2/", "matter": f"sampling:notice/{row.id}", "group": "1"}
    office.post("/group-sent/", ticked)
    assert "还有 1 栋没发" in read(office, f"/sampling/{row.id}/notices/")


def test_one_sheet_holds_the_whole_round(cast: Cast, signed_in: SignedIn) -> None:
    point, lead = led(cast, 1, serves=(f"{COMPOUND}/2", f"{COMPOUND}/3"), desks=1)
    say_crew(lead, at(1, 10).date(), str(point.id), Count(6))
    suits = keep_thing(
        cast.clerk, set_point(cast.clerk, COMPOUND, "东门货架", "王强").id, "防护服", "套"
    )
    receive(cast.clerk, suits.id, 5, "街道")
    set_norms(cast.clerk, suits.id, {"point": 2})
    site, _ = two_rosters(cast)
    ordered(cast, "1")
    row = held(cast, organisations=(site,))
    page = read(signed_in(cast.clerk), f"/sampling/{row.id}/print/")
    for words in ("1号点长", "没有班表", "没有报的：1号", "采样管另要 10 支", "城西工地"):
        assert words in page, words
    assert re.search(r"▲ <span[^>]*>防护服</span> 5 <span[^>]*>套</span>（各点要 12）", page)
    assert re.search(r"午餐 \d+（采样点 6）", page)
    assert signed_in(cast.captain).get(f"/sampling/{row.id}/print/").status_code == 403


def test_a_roster_is_keyed_in_by_its_lines(cast: Cast, signed_in: SignedIn) -> None:
    site, _ = two_rosters(cast)
    row = held(cast, organisations=(site,))
    client = signed_in(cast.clerk)
    path = f"/sampling/{row.id}/roster/{site}/"
    assert "在家里算" in read(client, path)
    assert "名册行号没看懂" in sent(client, path, lines="7")
    assert "已录入，新记 2 人" in sent(client, path, lines="1-2")
    assert client.get(f"/sampling/{row.id}/roster/{row.id}/").status_code == 404


def test_the_lead_reads_who_comes_when_and_no_home(cast: Cast, signed_in: SignedIn) -> None:
    _, lead = led(cast, 1, f"{COMPOUND}/3", serves=(f"{COMPOUND}/2",))
    held(cast)
    page = read(signed_in(lead), "/points/")
    assert "第 5 轮核酸" in page
    assert "锦绣城 2号楼" in page
    assert "201" not in page.partition("第 5 轮核酸")[2].partition("叫下一栋")[0]
    assert signed_in(lead).get("/sampling/").status_code == 403


def test_times_are_proposed_anew_and_the_round_is_closed(cast: Cast, signed_in: SignedIn) -> None:
    row = held(cast)
    office = signed_in(cast.clerk)
    points(cast)
    page = sent(office, f"/sampling/{row.id}/slots/", per_desk="0", cap="5")
    assert "每台每小时采多少人" in page
    page = sent(office, f"/sampling/{row.id}/slots/", per_desk="60", cap="5")
    assert "分 2 批" in page
    who = {"area": f"{PATH}1/", "resident": str(resident(cast, "1/1/202").id)}
    sent(office, f"/sampling/{row.id}/note/", why="refused", **who)
    page = sent(office, f"/sampling/{row.id}/close/")
    assert "这一轮已收" in page
    assert "收这一轮" not in page
    with acting(cast.clerk):
        assert refusals() == 0
    assert "已经收了" in sent(office, f"/sampling/{row.id}/close/")
    assert "未检 30" in read(office, "/sampling/")


def test_the_hourly_report_tells_the_round(cast: Cast, signed_in: SignedIn) -> None:
    row = held(cast)
    for key in keys(cast, "2")[:4]:
        settle.do(cast.sampler, read_key(key), "measured")
    office = signed_in(cast.clerk)
    who = {"area": f"{PATH}1/", "resident": str(resident(cast, "1/1/202").id)}
    sent(office, f"/sampling/{row.id}/note/", why="away", **who)
    page = read(office, "/reports/text/hourly/")
    assert "应检30人次" in page
    assert "未检26人次（外出不在本地1，没说原因25）" in page


def test_every_page_is_whole_in_english(cast: Cast, signed_in: SignedIn) -> None:
    points(cast)
    site, _ = two_rosters(cast)
    ordered(cast, "1")
    row = held(cast, organisations=(site,))
    client = signed_in(cast.clerk)
    for path in (
        "/sampling/",
        "/sampling/new/",
        f"/sampling/{row.id}/",
        f"/sampling/{row.id}/building/?area={PATH}2/",
        f"/sampling/{row.id}/notices/",
        f"/sampling/{row.id}/print/",
        f"/sampling/{row.id}/roster/{site}/",
    ):
        page = client.get(path, headers={"Accept-Language": "en"}).content.decode()
        assert chinese_outside(page) == [], path


def test_a_duty_of_a_round_leads_to_its_round(cast: Cast, signed_in: SignedIn) -> None:
    row = held(cast)
    office, address = signed_in(cast.clerk), f"/sampling/{row.id}/"
    assert address in read(office, f"/duty/{keys(cast, '1')[0]}/")
    page = read(office, "/duties/?day=2022-01-10&what=sampling&win=s5")
    assert address in page
    assert "区防控指挥部 通知第9号" in page


def test_a_door_at_which_nothing_is_done_yet_bears_no_tick(cast: Cast, signed_in: SignedIn) -> None:
    held(cast)
    page = read(signed_in(cast.captain), f"/rounds/2022-01-10/s5/{PATH}1/1/")
    assert "核酸采样 0/" in page
    assert "只差" not in page


def test_a_building_that_is_locked_down_in_the_middle_of_its_time_is_called_no_more(
    cast: Cast, signed_in: SignedIn
) -> None:
    _, lead = led(cast, 1, f"{COMPOUND}/3", serves=(f"{COMPOUND}/2",))
    row = held(cast)
    assert "请到1号采样点" in read(signed_in(cast.clerk), f"/sampling/{row.id}/notices/")
    ordered(cast, "2", begins=at(1, 10, 7))
    plan_day(cast.clerk, row.day)
    office = signed_in(cast.clerk)
    told = read(office, f"/sampling/{row.id}/notices/")
    assert "请到1号采样点" not in told
    assert "锦绣城 2号楼：第5轮核酸" in told
    assert "请您在家等" in told
    assert "全部上门" in read(office, f"/sampling/{row.id}/")
    assert "不叫下来，上门采" in read(signed_in(lead), "/points/")


def test_an_instruction_from_above_is_the_ground_of_a_round(
    cast: Cast, signed_in: SignedIn
) -> None:
    asked = InstructionDraft(
        *(
            "superior",
            "第5轮核酸，十混一",
            "区防控指挥部",
            at(1, 10, 8),
            at(1, 10, 16),
            "secretary",
        ),
        path=COMPOUND,
        document="通知第9号",
    )
    number = give(cast.secretary, asked).number
    office = signed_in(cast.clerk)
    address = f"/sampling/new/?instruction={number}"
    assert address in read(office, f"/instructions/{number}/")
    page = read(office, address)
    for words in ('value="区防控指挥部"', 'value="通知第9号"', 'value="08:00"', 'value="16:00"'):
        assert words in page, words


def test_a_home_reads_when_it_comes_to_which_point_or_that_it_waits_at_home(
    cast: Cast, street: Street
) -> None:
    home = street.households["2/1/202"].id
    (card,) = print_cards(cast.clerk, f"{COMPOUND}/2", DoorKind.INNER, [home])
    phone = Client()
    phone.post(f"/d/{card.code}/", {"pin": card.pin})
    assert "轮核酸" not in read(phone, "/my/")
    points(cast)
    held(cast)
    page = read(phone, "/my/")
    assert "第 5 轮核酸" in page
    assert "07:10—07:20 到 1 号采样点" in page
    ordered(cast, "2", regime="home_isolation", begins=at(1, 10, 7))
    plan_day(cast.clerk, at(1, 10).date())
    page = read(phone, "/my/")
    assert "07:00—16:00 上门采" in page
    assert "号采样点" not in page
    who = resident(cast, "2/1/202").id
    settle.do(cast.sampler, read_key(f"2022-01-10/sampling/{who}/s5"), "measured")
    assert "您家都采了" in read(phone, "/my/")
