"""What a round counts beside homes: organisations in every sum, places nobody is known in, tomorrow's on the board."""

import re

import pytest

from tests.actions.test_sampling_points import led
from tests.actions.test_sampling_rounds import DAY, held
from tests.actions.test_sampling_rounds_people import two_rosters, workers
from tests.cast import COMPOUND, PATH, Cast
from tests.clients import asked_for
from tests.street import at, ordered
from tests.web.conftest import SignedIn
from tests.web.test_sampling_points_page import read, sent
from tests.web.test_sampling_rounds_page import TYPED, half_past_seven, one
from wumen.actions.duties.plan import plan_day
from wumen.actions.organisations import add_people
from wumen.actions.places import add_place
from wumen.actions.round_sheets import print_sheet
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import CallEntry
from wumen.rules.organisations import RosterPerson
from wumen.rules.rounds import read_round_key

__all__ = ["half_past_seven"]
pytestmark = pytest.mark.usefixtures("street")


def test_organisations_count_in_every_sum_and_for_desks(cast: Cast, signed_in: SignedIn) -> None:
    site, shop = two_rosters(cast)
    _, lead = led(
        cast, 19, f"{COMPOUND}/3", serves=(f"{COMPOUND}/2",), desks=1, organisations=(site,)
    )
    typed = {**TYPED, "begins": "15:00", "per_desk": "1", "organisation": [str(site), str(shop)]}
    office = signed_in(cast.clerk)
    page = sent(office, "/sampling/new/", look="1", **typed)
    assert "单位名册 4 人" in page
    assert "19 号点 1 台采不完 13 人" in page
    assert re.search(r"没有采样点服务的单位：<span[^>]*>惠民超市</span>", page)
    sent(office, "/sampling/new/", open="1", **typed)
    row = one(cast)
    page = read(office, f"/sampling/{row.id}/")
    # Thirty at home; of three on the rosters one lives there, the other two count where they work.
    assert "住户应检 30，已检 0" in page
    assert "单位名册应检 2，已检 0" in page
    assert "应检32人，已检0人，未检32人" in page
    assert "还没开始，1月10日15:00开始采" in page
    # Who stands on both rosters counts on one of them.
    assert re.search(r"19 号点采不完，还差 1[01] 台", page)
    told = read(office, f"/sampling/{row.id}/notices/")
    # Behind the ten of building 2, who take ten hours at this one desk.
    hours = r"1月10日（星期一）1月11日 01:00—1月11日 0[23]:00"
    assert re.search(rf"城西工地：第5轮核酸，{hours}，请到19号采样点（19号点 东门广场）", told)
    assert "惠民超市：" not in told
    printed = read(office, f"/sampling/{row.id}/print/")
    assert "应检 32 人" in printed
    assert re.search(r"01:00</span> <span[^>]*>城西工地</span> \d 人", printed)
    assert re.search(r"城西工地</span><small>\d 人", read(signed_in(lead), "/points/"))
    assert "<dd>32</dd>" in read(office, "/sampling/")
    with clock.fixed(at(1, 10, 15)):
        sent(office, f"/sampling/{row.id}/roster/{site}/", lines="1-3")
        board = read(office, "/board/")
    assert re.search(r"应检 <strong>32</strong>", board)
    assert "其中单位名册应检 2，已检" in board


def test_places_without_anybody_in_the_ledger_are_named(cast: Cast, signed_in: SignedIn) -> None:
    add_place(cast.clerk, PATH, "building", "9号楼")
    office = signed_in(cast.clerk)
    page = sent(office, "/sampling/new/", look="1", **TYPED)
    assert re.search(
        r"台账里没有人，这一轮一个也叫不到（[^）]*）：<span[^>]*>[^<]*9号楼</span></p>", page
    )
    row = held(cast)
    assert re.search(
        r"一个也叫不到：<span[^>]*>[^<]*9号楼</span></p>", read(office, f"/sampling/{row.id}/")
    )


def test_the_board_names_the_round_of_tomorrow(cast: Cast, signed_in: SignedIn) -> None:
    row = held(cast, begins=at(1, 11, 7), ends=at(1, 11, 16))
    board = read(signed_in(cast.clerk), "/board/")
    assert f'href="/sampling/{row.id}/"' in board
    assert "1月11日 07:00 第 5 轮核酸" in board


def test_reports_tell_organisations_and_the_number_opens_the_rounds(
    cast: Cast, signed_in: SignedIn
) -> None:
    site, shop = two_rosters(cast)
    held(cast, organisations=(site, shop))
    office = signed_in(cast.clerk)
    assert "另有单位名册应检2人次，已检0人次，未检2人次" in read(office, "/reports/text/daily/")
    page = read(office, "/reports/")
    assert re.search(r"单位名册应检</[a-z]+>.*?<a[^>]* href=\"/sampling/", page, re.DOTALL)


def test_the_list_at_a_table_is_chosen_already(cast: Cast, signed_in: SignedIn) -> None:
    row = held(cast)
    office = signed_in(cast.clerk)
    page = read(office, f"/sampling/{row.id}/building/?area={PATH}2/")
    (link,) = re.findall(r'href="(/round-sheets/\?choice=[^"]*)"', page)
    chosen = read(office, link)
    assert re.search(rf'<option value="s5 {PATH}2/" lang="zh" selected', chosen)


def test_two_of_one_name_on_a_roster_are_told_apart(cast: Cast, signed_in: SignedIn) -> None:
    site, _ = two_rosters(cast)
    add_people(cast.clerk, site, workers(RosterPerson(4, "韩师傅", None, ("13800000027",))))
    row = held(cast, organisations=(site,))
    page = read(signed_in(cast.clerk), f"/sampling/{row.id}/roster/{site}/")
    assert page.count("尾号") == 2
    assert "尾号 27" in page
    assert "13800000027" not in page


def test_all_without_an_answer_are_rung_from_one_list(cast: Cast, signed_in: SignedIn) -> None:
    row = held(cast)
    office = signed_in(cast.clerk)
    page = read(office, f"/sampling/{row.id}/")
    assert "没说原因的 30 人，建一张打电话名单" in page
    sent(office, f"/sampling/{row.id}/ring/", area=cast.clerk.area)
    with acting(cast.clerk):
        entries = list(CallEntry.objects.values_list("area", flat=True))
    # One of the street has a telephone.
    assert entries == [f"{PATH}1/1/202/"]
    with clock.fixed(at(1, 10, 6)):
        assert "建一张打电话名单" not in read(office, f"/sampling/{row.id}/")


def test_a_list_at_a_table_says_that_nothing_counts_unwritten(
    cast: Cast, signed_in: SignedIn
) -> None:
    held(cast)
    office = signed_in(cast.clerk)
    number = print_sheet(cast.clerk, read_round_key(f"{DAY}/s5/{PATH}2/1"))
    page = read(office, f"/round-sheets/print/?n={number}")
    assert "办了的圈 X，没写的不算办" in page
    assert "正常的不用写" not in page
    # Where a captain's word counts, what is normal is not written.
    ordered(cast, "1")
    plan_day(cast.clerk, DAY)
    number = print_sheet(cast.clerk, read_round_key(f"{DAY}/am/{PATH}1/1"))
    assert "正常的不用写" in read(office, f"/round-sheets/print/?n={number}")


def test_organisations_that_are_late_stand_on_the_board(cast: Cast, signed_in: SignedIn) -> None:
    site, shop = two_rosters(cast)
    held(cast, organisations=(site, shop))
    office = signed_in(cast.clerk)
    assert "时间过了" not in read(office, "/board/")
    with clock.fixed(at(1, 10, 16)):
        assert "▲ 时间过了，单位还有 2 人没采" in read(office, "/board/")


def test_a_round_for_organisations_alone_is_told_everywhere(
    cast: Cast, signed_in: SignedIn
) -> None:
    site, shop = two_rosters(cast)
    row = held(cast, paths=(), organisations=(site, shop))
    office = signed_in(cast.clerk)
    page = read(office, f"/sampling/{row.id}/")
    assert "应检3人，已检0人，未检3人（0%）" in page
    assert "<dd>3</dd>" in page
    assert "处还差人" not in page
    with clock.fixed(at(1, 10, 16)):
        board = read(office, "/board/")
        # Nobody of a roster works in the building: of its board the round is no part.
        building = read(office, f"/board/?area={PATH}1/")
    assert "第 5 轮核酸" in board
    assert re.search(r"应检 <strong>3</strong>.*未检 <strong class=\"late\">3</strong>", board)
    assert "▲ 时间过了，单位还有 3 人没采" in board
    assert "第 5 轮核酸" not in building


def test_a_round_its_texts_and_its_point_take_at_most_twelve_statements(
    cast: Cast, signed_in: SignedIn
) -> None:
    site, shop = two_rosters(cast)
    serves = (f"{COMPOUND}/2",)
    point, _ = led(cast, 19, f"{COMPOUND}/3", serves=serves, desks=1, organisations=(site,))
    row = held(cast, organisations=(site, shop))
    office = signed_in(cast.clerk)
    for path in (f"/sampling/{row.id}/", f"/sampling/{row.id}/notices/", f"/points/{point.id}/"):
        read(office, path)
        assert asked_for(office, path) <= 12, path
