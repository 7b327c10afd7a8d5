"""What needs somebody now, on the overview: not reached, help, looks at numbers, ends of orders, the wall."""

import re
from dataclasses import replace
from datetime import time, timedelta

import pytest
from django.test import Client

from tests.actions.test_instructions import ASKED
from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, draft, ordered
from tests.web.conftest import SignedIn
from tests.web.test_board import planned, secretary, text
from wumen.actions.consent import say_consent
from wumen.actions.duties.plan import plan_day
from wumen.actions.duties.settle import cannot, do
from wumen.actions.homes import show_telephones
from wumen.actions.instructions import give
from wumen.actions.lists import take_list
from wumen.actions.objections import decide, receive
from wumen.actions.orders import confirm_order, enter_order, open_outbreak
from wumen.actions.special_needs import note_need
from wumen.queries.board import board
from wumen.queries.desk_rows import look_rows
from wumen.queries.objections import Said
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Resident
from wumen.records.scope import WHOLE as WHOLE_PLACE
from wumen.records.scope import scoped
from wumen.rules.duties import DutyKey
from wumen.rules.time import at as at_hour
from wumen.rules.time import business_day

__all__ = ["planned", "secretary"]

# An outbreak under the whole community plan, which speaks of homes in special care too.
WHOLE = "2022年1月 全部措施"


@pytest.fixture
def lone(cast: Cast, street: Street) -> Street:
    """张阿姨 lives alone; building 1 is locked down and planned."""
    note_need(cast.clerk, street.aunt_zhang.id, "living_alone", {})
    open_outbreak(cast.duty_officer, WHOLE, "community-2021-09", ["morning-sampling"])
    order = enter_order(cast.clerk, draft("1"), WHOLE)
    confirm_order(cast.secretary, order.number)
    plan_day(cast.clerk, clock.today())
    return street


def test_who_is_not_reached_today_stands_with_door_and_captain(
    lone: Street, cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.secretary)
    page = client.get("/board/").content.decode()
    assert re.search(r"今天还没联系上</a> <small class=\"num\">1 户", page)
    assert "1-1-202 楼长 李楼长" in re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))
    assert "what=contact" in page
    rows = text(client.get("/not-reached/"))
    assert "1-1-202" in rows
    assert "楼长 李楼长" in rows
    assert "独居" not in rows


def test_a_wall_says_how_many_are_not_reached_where_however_many_a_board_names(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    for home in ("1/1/101", "1/1/202", "2/1/101"):
        with scoped(WHOLE_PLACE):
            (one, *_) = Resident.objects.filter(household=street.households[home])
        note_need(cast.clerk, one.id, "living_alone", {})
    open_outbreak(cast.duty_officer, WHOLE, "community-2021-09", ["morning-sampling"])
    confirm_order(cast.secretary, enter_order(cast.clerk, draft("1", "2"), WHOLE).number)
    plan_day(cast.clerk, clock.today())
    told = board(cast.secretary, wall=True)
    assert dict(told.not_reached_at) == {"1号楼": 2, "2号楼": 1}
    assert board(cast.secretary).not_reached_at == ()
    words = text(signed_in(cast.secretary).get("/board/?projector=1"))
    assert "1号楼 2 户" in words
    assert "1-1-202" not in words


def test_who_was_spoken_to_is_off_the_list(lone: Street, cast: Cast, signed_in: SignedIn) -> None:
    home = str(lone.households["1/1/202"].id)
    do(cast.captain, DutyKey(clock.today(), "contact", home, "day"), grade="measured")
    client = signed_in(cast.secretary)
    assert "今天还没联系上" not in text(client.get("/board/"))
    assert "今天都联系上了" in text(client.get("/not-reached/"))


def test_the_list_of_homes_not_reached_leads_to_calls_and_to_the_group(
    lone: Street, cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.secretary)
    page = client.get("/not-reached/").content.decode()
    link = re.search(r'href="(/calls/\?[^"]*)"', page)
    assert link
    form = client.get(link[1].replace("&amp;", "&")).content.decode()
    assert 'value="今天还没联系上"' in form
    assert "有 1 户没有写进来" in page
    say_consent(cast.captain, lone.aunt_zhang.household_id, True)
    page = client.get("/not-reached/").content.decode()
    texts = re.findall(r"<textarea[^>]*>([^<]*)<", page)
    assert any("202" in one for one in texts)
    assert not any("张" in one for one in texts)
    assert "/calls/?" not in signed_in(cast.captain).get("/not-reached/").content.decode()


def test_an_objection_stands_on_the_board_until_it_is_answered(
    lone: Street, cast: Cast, signed_in: SignedIn
) -> None:
    receipt = receive(cast.captain, f"{COMPOUND}/1/1/202", Said("我十一月就回来了", "张阿姨"))
    client = signed_in(cast.secretary)
    page = client.get("/board/").content.decode()
    assert f'href="/objections/{receipt.number}/"' in page
    words = text(client.get("/board/"))
    assert "异议等答复 1 件" in words
    assert "锦绣城 1号楼" in words
    assert "十一月" not in words
    wall = client.get("/board/?projector=1").content.decode()
    assert "异议等答复" in wall
    assert f"{receipt.number} 号" not in wall
    decide(cast.duty_officer, receipt.number, "not_upheld", "名单上没有您这个返回日期")
    assert "异议等答复" not in text(client.get("/board/"))


def test_an_order_on_people_is_never_told_as_one_on_their_village(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, regime="home_isolation", residents=(str(street.aunt_zhang.id),))
    words = text(signed_in(cast.secretary).get("/board/"))
    assert re.search(r"居家隔离 \S+ ?[^·]* 1 人", words)


def test_who_was_rung_in_vain_stands_before_all_others(
    lone: Street, cast: Cast, signed_in: SignedIn
) -> None:
    other = lone.households["1/1/102"]
    with acting(cast.clerk):
        resident = other.residents.first()
    note_need(cast.clerk, resident.id, "living_alone", {})
    home = str(lone.aunt_zhang.household_id)
    cannot(cast.captain, DutyKey(clock.today(), "contact", home, "day"), "nobody_home")
    words = text(signed_in(cast.secretary).get("/board/"))
    assert words.index("1-1-202") < words.index("1-1-102")
    assert "找过 1 次没找到" in words


def test_looks_at_numbers_are_counted_and_open_their_rows(
    planned: Street, cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.secretary)
    assert "0 次看完整号码" in text(client.get("/board/"))
    aunt = planned.aunt_zhang
    show_telephones(cast.captain, aunt.household_id, aunt.id)
    assert "1 次看完整号码" in text(client.get("/board/"))
    assert "0 次导出未脱敏" in text(client.get("/board/"))
    rows = text(client.get("/looks/"))
    assert "看住户的完整电话 楼长 李楼长" in rows.replace(
        "看住户的完整电话楼长", "看住户的完整电话 楼长"
    )


def test_the_looks_of_a_drills_morning_are_todays_when_the_real_day_is_over(
    planned: Street, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    aunt, now, later = planned.aunt_zhang, clock.now(), timedelta(hours=6)
    begun = at_hour(business_day(clock.real_now()), time(20))
    monkeypatch.setattr(clock, "real_now", lambda: begun)
    show_telephones(cast.captain, aunt.household_id, aunt.id)
    monkeypatch.setattr(clock, "real_now", lambda: begun + later)
    with clock.fixed(now + later):
        told = board(cast.secretary).looks
        assert told is not None
        assert told.shown == 1
        assert [one.at for one in look_rows(cast.secretary)] == [now]


def test_only_a_list_with_complete_numbers_counts_as_an_export(
    planned: Street, cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.secretary)
    take_list(cast.secretary, "residents", None, "给街道报送人数")
    assert "0 次导出未脱敏" in text(client.get("/board/"))
    take_list(cast.secretary, "residents", None, "给疾控核对密接", complete=True)
    assert "1 次导出未脱敏" in text(client.get("/board/"))


def test_what_an_order_lacks_for_its_end_stands_in_a_line(secretary: Client) -> None:
    page = secretary.get("/board/").content.decode()
    assert re.search(r"\d 条满足 0 条", page)
    assert "还没有登记" in page
    link = re.search(r'href="(/orders/[^"]+/release/)"', page)
    assert link
    assert secretary.get(link[1]).status_code == 200


def test_danger_to_life_stands_before_all_that_was_asked(
    planned: Street, cast: Cast, signed_in: SignedIn
) -> None:
    for urgency in ("normal", "life"):
        give(cast.secretary, replace(ASKED, urgency=urgency, path=f"{PATH}1/"))
    page = text(signed_in(cast.secretary).get("/board/"))
    assert page.index("先救命") < page.index("交办和求助") < page.index("每户不漏")


def test_the_wall_shows_figures_without_doors_or_names_and_one_button_for_its_sound(
    lone: Street, cast: Cast, signed_in: SignedIn
) -> None:
    page = signed_in(cast.secretary).get("/board/?projector=1").content.decode()
    assert "今天还没联系上" in page
    assert "1-1-202" not in page
    assert re.findall(r'<button type="button" class="small" (\S+)', page) == ["data-ring-button"]
    assert page.count("<button") == 1
    assert '<nav class="menu"' not in page
    assert "projector=1" in page
