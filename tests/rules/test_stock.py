"""Stock: what a team is owed by head count, whether it lasts, what is typed, and a text that names nobody."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.lists import MESSAGE_LENGTH, check_group_text
from wumen.rules.problems import Problem
from wumen.rules.stock.lasting import (
    HALF_DAY,
    TEAM_KINDS,
    Given,
    Lasts,
    Team,
    outlook,
    owed,
    serves,
    wanted,
)
from wumen.rules.stock.saying import (
    LONGEST_NAME,
    MOST,
    USUAL,
    Share,
    group_zh,
    must_be_soon,
    read_item,
    read_many,
    read_norms,
    read_source,
    read_why,
    things_zh,
)

TODAY, TOMORROW = date(2022, 1, 10), date(2022, 1, 11)
GATE = Team("g", "锦绣城 大门", "a/b/c/d/", "gate", 2)
POINT = Team("p", "3号采样点 东门", "a/b/c/d/", "point", 6)
SUITS = {"point": 1, "gate": 0}
NOTHING = Given()


def refused(code: str, call: object, *args: object) -> None:
    """Whether a call is refused with this problem."""
    with pytest.raises(Problem) as problem:
        call(*args)  # type: ignore[operator]
    assert problem.value.code == code


def test_a_team_is_owed_by_its_heads_what_it_has_not_got() -> None:
    assert wanted(SUITS, POINT) == 6
    assert owed(SUITS, POINT, NOTHING) == 6
    assert owed(SUITS, POINT, Given(4)) == 2
    # The roster grew smaller: what was handed out is not asked back by a machine.
    assert owed(SUITS, POINT, Given(8)) == 0
    assert owed(SUITS, GATE, NOTHING) == 0


def test_a_store_whose_places_get_it_from_nearer_points_waits_for_no_roster() -> None:
    nobody = [(TODAY, []), (TOMORROW, [])]
    assert outlook(500, {}, nobody, elsewhere=True).state is Lasts.UNUSED
    assert outlook(500, {}, nobody).unmanned == (TODAY, TOMORROW)
    # Where it serves one of them, that one counts.
    some = [(TODAY, [(POINT, NOTHING)]), (TOMORROW, [])]
    assert outlook(3, SUITS, some, elsewhere=True).state is Lasts.SHORT


def test_what_nobody_set_is_unknown_and_not_none() -> None:
    assert wanted({}, POINT) is None
    assert owed({"gate": 1}, POINT, Given(3)) is None


def test_after_a_persons_word_the_head_count_gives_no_more() -> None:
    assert owed(SUITS, POINT, Given(2, said=True)) == 0
    assert owed({}, POINT, Given(2, said=True)) == 0


def test_it_lasts_where_today_and_tomorrow_are_known_and_there() -> None:
    days = [(TODAY, [(POINT, Given(6)), (GATE, NOTHING)]), (TOMORROW, [(POINT, NOTHING)])]
    assert outlook(6, SUITS, days).state is Lasts.ENOUGH
    seen = outlook(5, SUITS, days)
    assert (seen.state, seen.day, seen.missing) == (Lasts.SHORT, TOMORROW, 1)


def test_it_is_short_from_the_first_day_and_by_all_that_is_missing() -> None:
    days = [(TODAY, [(POINT, NOTHING)]), (TOMORROW, [(POINT, NOTHING)])]
    seen = outlook(4, SUITS, days)
    assert (seen.day, seen.missing) == (TODAY, 8)


def test_a_kind_without_a_norm_is_never_enough() -> None:
    days = [(TODAY, [(POINT, NOTHING), (GATE, NOTHING)]), (TOMORROW, [(POINT, NOTHING)])]
    seen = outlook(1000, {"point": 1}, days)
    assert (seen.state, seen.unset) == (Lasts.UNKNOWN, ("gate",))
    # What is known to be missing is said all the same.
    assert outlook(3, {"point": 1}, days).state is Lasts.SHORT


def test_a_day_without_a_published_roster_is_unknown() -> None:
    seen = outlook(1000, SUITS, [(TODAY, [(POINT, NOTHING)]), (TOMORROW, [])])
    assert (seen.state, seen.unmanned) == (Lasts.UNKNOWN, (TOMORROW,))
    assert outlook(1, SUITS, [(TODAY, []), (TOMORROW, [])]).state is Lasts.UNKNOWN


def test_who_needs_it_today_and_is_not_named_for_tomorrow_leaves_it_unknown() -> None:
    gate = {"point": 1, "gate": 1}
    days = [(TODAY, [(POINT, NOTHING), (GATE, NOTHING)]), (TOMORROW, [(GATE, NOTHING)])]
    seen = outlook(1000, gate, days)
    assert (seen.state, seen.unplanned) == (Lasts.UNKNOWN, ("point",))
    # Who needs none of it need not be named.
    assert outlook(1000, {"point": 0, "gate": 1}, days).state is Lasts.ENOUGH


def test_none_left_is_said_where_some_is_needed() -> None:
    issued = [(TODAY, [(POINT, Given(6))]), (TOMORROW, [])]
    assert outlook(0, {"point": 1}, issued).state is Lasts.GONE
    assert outlook(1, {"point": 1}, issued).state is Lasts.UNKNOWN
    assert outlook(0, {}, issued).state is Lasts.UNKNOWN
    assert outlook(0, {"point": 0}, issued).state is Lasts.UNKNOWN


@given(
    held=st.integers(0, 50),
    norm=st.none() | st.integers(0, 9),
    heads=st.lists(st.integers(1, 9), max_size=3),
)
def test_enough_is_said_only_of_what_covers_every_head(
    held: int, norm: int | None, heads: list[int]
) -> None:
    teams = [(Team(str(n), "", "", "watch", n), NOTHING) for n in heads]
    norms = {} if norm is None else {"watch": norm}
    seen = outlook(held, norms, [(TODAY, teams), (TOMORROW, teams)])
    if seen.state is Lasts.ENOUGH:
        assert norm is not None
        assert held >= 2 * norm * sum(heads)
    if seen.state is Lasts.SHORT:
        assert held + seen.missing == 2 * (norm or 0) * sum(heads)


def test_the_nearest_point_that_keeps_a_thing_serves_a_team() -> None:
    whole, building = "a/b/c/", "a/b/c/d/"
    assert serves(whole, "a/b/c/d/1/", [whole])
    assert not serves(whole, "a/b/c/d/1/", [whole, building])
    assert serves(whole, "a/b/c/e/1/", [whole, building])
    assert not serves(building, "a/b/c/e/1/", [whole, building])


def test_what_is_typed_is_read_or_refused() -> None:
    assert read_item(" 防护服 ", "套") == ("防护服", "套")
    refused("stock_name_wrong", read_item, "", "套")
    refused("stock_name_wrong", read_item, "长" * (LONGEST_NAME + 1), "套")
    refused("stock_unit_wrong", read_item, "手套", "")
    refused("stock_unit_wrong", read_item, "手套", "2双")
    # A box of it in a store is nobody's illness.
    assert read_item("连花清瘟", "盒") == ("连花清瘟", "盒")
    refused("group_text_illness", read_item, "确诊用的药", "盒")
    assert read_many(" 300 ") == 300
    for wrong in ("", "-1", "三", "²", str(MOST + 1), "9" * 40):
        refused("stock_count_unreadable", read_many, wrong)
    assert read_norms({"gate": "0", "point": " ", HALF_DAY: "2"}) == {"gate": 0, HALF_DAY: 2}
    refused("stock_count_unreadable", read_norms, {"gate": "二"})
    assert read_source("区指挥部调拨") == "区指挥部调拨"
    refused("stock_source_missing", read_source, " ")
    refused("stock_source_missing", read_source, "王师傅13800001111")
    refused("stock_why_needed", read_why, "")
    refused("group_text_illness", read_why, "发热的人用了")


def test_goods_are_issued_for_today_and_tomorrow() -> None:
    for day in (TODAY, TOMORROW):
        must_be_soon(day, TODAY)
    refused("stock_day_far", must_be_soon, date(2022, 1, 9), TODAY)
    refused("stock_day_far", must_be_soon, date(2022, 1, 12), TODAY)


def test_the_crews_group_reads_places_and_counts() -> None:
    shares = [
        Share("锦绣城 大门", (("防护服", 0, "套"), ("手套", 4, "双"))),
        Share("3号采样点 东门", (("防护服", 6, "套"),)),
    ]
    (text,) = group_zh("东门货架", TODAY, shares)
    assert text == (
        "【领物资】1月10日（星期一）在东门货架领，共2处，请各处来一位点数、签字。\n"
        "锦绣城 大门：手套4双\n3号采样点 东门：防护服6套"
    )
    check_group_text(text)


def test_a_long_text_is_cut_and_a_name_that_may_not_stand_there_is_left_out() -> None:
    many = [Share(f"{n}号采样点 第{n}个门口", (("采样管", 300, "支"),)) for n in range(1, 60)]
    texts = group_zh("东门货架", TODAY, many)
    assert len(texts) > 1
    assert all(len(one) <= MESSAGE_LENGTH for one in texts)
    (bare,) = group_zh("货架", TODAY, [Share("1-2-301 隔离户门口", (("防护服", 3, "套"),))])
    assert "301" not in bare


def test_each_kind_of_station_can_have_a_norm_and_usual_things_can_be_kept() -> None:
    assert "point" in TEAM_KINDS
    assert HALF_DAY in TEAM_KINDS
    for name, unit in USUAL:
        assert read_item(name, unit) == (name, unit)
    assert things_zh([("手套", 0, "双")]) == ""
