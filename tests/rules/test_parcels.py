"""Parcels in: how a list is read, what it counts, and how a parcel may reach its home."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.guarded_text import check_group_text
from wumen.rules.lists import MESSAGE_LENGTH, Door, rooms_for_group
from wumen.rules.parcels import (
    LONG,
    LONGEST_NAME,
    MOST_LINES,
    OFFERED,
    How,
    brings_parcels,
    brought_pieces,
    by_phone,
    carriers,
    check_handing,
    check_point,
    given_out,
    handing_told,
    heading,
    lies_long,
    read_how,
    read_parcels,
    stays_in,
)
from wumen.rules.problems import Problem


def read(text: str) -> list[tuple[object, object, str | None, int, bool]]:
    """Building, unit, room, pieces of a list, and whether each may be taken as it is read."""
    return [
        (one.entry.building, one.entry.unit, one.entry.room, one.pieces, one.sure)
        for one in read_parcels(text)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2-1503 2件", [(None, 2, "1503", 2, True)]),
        ("2-1503 2", [(None, 2, "1503", 2, True)]),
        ("3号楼1单元903", [(3, 1, "903", 1, True)]),
        ("1-2-301x3", [(1, 2, "301", 3, True)]),
        ("1、1-2-301 两箱", [(1, 2, "301", 2, True)]),
        ("①1-2-301", [(1, 2, "301", 1, True)]),
        ("(1)1-2-301", [(1, 2, "301", 1, True)]),
        ("3.1.903", [(3, 1, "903", 1, True)]),
    ],
)
def test_a_line_is_a_parcel_in_whatever_way_it_is_written(
    text: str, found: list[tuple[object, ...]]
) -> None:
    assert read(text) == found


def test_several_rooms_of_a_line_are_of_the_building_before_them() -> None:
    assert read("1-2-301、302，303 2件") == [
        (1, 2, "301", 1, True),
        (1, 2, "302", 1, True),
        (1, 2, "303", 2, True),
    ]
    assert read("1-2-301和1-2-302") == [(1, 2, "301", 1, True), (1, 2, "302", 1, True)]


def test_a_head_names_the_building_of_what_stands_below_it() -> None:
    assert read("2号楼今天的快递：\n301\n302 2件\n3号楼1单元\n301") == [
        (2, None, "301", 1, True),
        (2, None, "302", 2, True),
        (3, 1, "301", 1, True),
    ]


def test_a_door_of_another_building_ends_what_a_head_said() -> None:
    assert read("2号楼：\n301\n3-1-602\n302") == [
        (2, None, "301", 1, True),
        (3, 1, "602", 1, True),
        (None, None, "302", 1, True),
    ]


def test_the_digits_of_a_waybill_are_no_room_and_no_telephone() -> None:
    (line,) = read_parcels("SF1234567890123 1-2-301 尾号1203 取件码 5-2-0301")
    assert (line.entry.room, line.pieces, line.sure) == ("301", 1, True)


@pytest.mark.parametrize("text", ["张阿姨的件", "1-2-301 1-2-302 3件", "一楼王先生", "1-2-301 0件"])
def test_what_is_not_certain_waits_for_a_person(text: str) -> None:
    assert [one.sure for one in read_parcels(text)] == [False]


def test_a_line_that_waits_says_the_same_when_it_is_read_alone() -> None:
    for line in read_parcels("2号楼1单元\n张阿姨的件\n9999 3件\n2-301、777、778"):
        (again,) = read_parcels(line.text)
        assert (again.entry.building, again.entry.unit) == (line.entry.building, line.entry.unit)
        assert (again.entry.room, again.pieces) == (line.entry.room, line.pieces)


@pytest.mark.parametrize("text", ["", "  \n ", "谢谢", "2号楼："])
def test_a_list_without_a_door_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="parcels_empty"):
        read_parcels(text)


def test_what_is_no_list_is_refused() -> None:
    with pytest.raises(Problem, match="parcels_too_many"):
        read_parcels("101\n" * (MOST_LINES + 1))
    with pytest.raises(Problem, match="parcels_not_text"):
        read_parcels("1-2-301\x00")


ROOMS = st.tuples(st.integers(1, 40), st.integers(1, 6), st.integers(1, 33), st.integers(1, 8))


@given(st.lists(st.tuples(ROOMS, st.integers(1, 9)), min_size=1, max_size=MOST_LINES))
def test_no_line_is_lost_and_none_is_counted_twice(
    asked: list[tuple[tuple[int, int, int, int], int]],
) -> None:
    text = "\n".join(f"{b}-{u}-{f}{d:02d} {n}件" for (b, u, f, d), n in asked)
    assert read(text) == [(b, u, f"{f}{d:02d}", n, True) for (b, u, f, d), n in asked]


@given(st.text(max_size=400))
def test_whatever_is_pasted_is_read_or_refused_in_words(text: str) -> None:
    try:
        found = read_parcels(text)
    except Problem as problem:
        assert problem.code.startswith("parcels_")
    else:
        assert found
        assert all(one.text.strip() for one in found)
        assert all(1 <= one.pieces <= 99 for one in found if one.sure)


def test_the_text_for_a_group_is_the_same_for_every_home_and_holds_rooms_alone() -> None:
    rooms = [f"{floor}0{room}" for floor in range(1, 34) for room in range(1, 5)]
    doors = [Door("1号楼", f"{unit}单元", room) for unit in (1, 2) for room in rooms]
    texts = rooms_for_group(doors, heading("南" * LONGEST_NAME))
    for text in texts:
        assert len(text) <= MESSAGE_LENGTH
        check_group_text(text, places=["1号楼"])
    assert len({text.split("：")[0].split("）")[-1].removeprefix("1号楼") for text in texts}) == 1


def test_a_point_has_a_name_that_groups_may_read_and_a_keeper() -> None:
    assert check_point(" 东门  货架 ", "王强 ") == ("东门 货架", "王强")
    for name, keeper, code in (
        ("", "王强", "deposit_point_name_wrong"),
        ("南" * (LONGEST_NAME + 1), "王强", "deposit_point_name_wrong"),
        ("东门货架", "  ", "deposit_point_keeper_missing"),
        ("货架13800000001", "王强", "group_text_number"),
        ("隔离户货架", "王强", "group_text_isolated"),
    ):
        with pytest.raises(Problem, match=code):
            check_point(name, keeper)


def test_who_may_not_leave_is_brought_her_parcel_and_never_said_to_have_fetched_it() -> None:
    assert stays_in("a/b/1/1/101/", {"a/b/1/"})
    assert stays_in("a/b/1/1/101/", {"a/b/1/1/101/"})
    assert not stays_in("a/b/1/1/101/", {"a/b/1/1/102/", "a/b/2/"})
    with pytest.raises(Problem, match="parcel_to_door"):
        check_handing(How.FETCHED, "", stays=True)
    assert check_handing(How.FETCHED, "陈志愿者", stays=False) == ""
    assert check_handing(How.BROUGHT, " 陈志愿者 ", stays=True) == "陈志愿者"
    with pytest.raises(Problem, match="parcel_carrier_missing"):
        check_handing(How.BROUGHT, " ", stays=False)
    assert check_handing(How.MISTAKE, "", stays=True) == ""
    with pytest.raises(Problem, match="parcel_how_unknown"):
        read_how("lost")


def test_a_day_is_long() -> None:
    came = datetime(2022, 1, 9, 9, 20, tzinfo=UTC)
    assert not lies_long(came, came + LONG - timedelta(seconds=1))
    assert lies_long(came, came + LONG)


@pytest.mark.parametrize(
    "what", ["到件", "快递2件", "外卖", "两个包裹放门口", "网购的箱子", "快递，不见面"]
)
def test_what_a_phone_calls_parcels_are_parcels(what: str) -> None:
    assert brings_parcels(what)


@pytest.mark.parametrize(
    "what",
    [
        "蔬菜包",
        "二甲双胍",
        "三餐",
        "取走要寄的快递",
        "快递没找到",
        "快递退回",
        "拒收快递",
        "快递不要了",
    ],
)
def test_other_goods_and_what_was_not_brought_give_no_parcel_out(what: str) -> None:
    assert not brings_parcels(what)


def test_how_many_were_brought_is_counted_or_written_or_all() -> None:
    assert brought_pieces("到件", None) is None
    assert brought_pieces("快递", 3) == 3
    assert brought_pieces("快递两件", None) == 2
    # Two numbers say nothing for certain: what lies is taken as brought.
    assert brought_pieces("快递2件外卖1份", None) is None


@given(st.lists(st.integers(1, 9), max_size=9), st.none() | st.integers(1, 30))
def test_never_more_pieces_leave_than_were_said_and_all_where_nobody_counted(
    lots: list[int], said: int | None
) -> None:
    out = given_out(lots, said)
    assert out == len(lots) if said is None else sum(lots[:out]) <= said
    # The next lot would have been too much.
    assert said is None or out == len(lots) or sum(lots[: out + 1]) > said


def test_the_word_of_a_phone_is_the_same_handing_over_however_often_it_is_read() -> None:
    writer = uuid4()
    assert handing_told(writer, 3) == handing_told(writer, 3)
    assert handing_told(writer, 3) != handing_told(writer, 4)
    assert by_phone(handing_told(writer, 3))
    assert not by_phone(uuid4())


def test_the_usual_carrier_stands_first() -> None:
    # A captain at the doors carried it herself; at the shelf it is who carried last, on duty, or the keeper.
    assert carriers(True, "李楼长", "宋师傅", ["石跑腿"], ["高师傅"])[0] == "李楼长"
    shelf = carriers(False, "孙内勤", "宋师傅", ["石跑腿"], ["高师傅", "宋师傅"])
    assert shelf == ["高师傅", "宋师傅", "石跑腿", "孙内勤"]
    assert carriers(False, "孙内勤", "宋师傅", ["石跑腿"], [])[0] == "石跑腿"
    assert len(carriers(False, "孙内勤", "宋师傅", map(str, range(20)), [])) == OFFERED
