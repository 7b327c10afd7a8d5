"""Whose home is isolated is told in no way: a village door, a floor, that family, one or two; ordinary notices go."""

from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.guarded_homes import names_a_house, tells_few
from wumen.rules.guarded_text import check_group_text
from wumen.rules.orders import check_public_words
from wumen.rules.problems import CATALOGUE, Problem

NOTICES = (Path(__file__).parent.parent / "data/notices.txt").read_text("utf-8").splitlines()
# One home, by its village door, its floor, or as neighbours speak of it.
HOMES = (
    "3组2巷5号在居家隔离，大家别去串门", "2巷5号密接", "3组2巷5号转运", "5组18号院的居家隔离了",
    "三组二巷五号居家隔离",
    "第3组 2巷 5号 隔离", "3组-2巷-5号在隔离", "2排7号昨晚转运了", "4队12号是密接", "居家隔离的是3组2巷5号",
    "3村民小组6号家红码",
    "文化巷8号的密接", "东头第三家在隔离", "3号楼2单元18层有一户隔离", "18层在隔离，请大家等下一趟电梯",
    "十八层居家隔离",
    "顶楼那家在隔离", "顶层转运了", "2单元5楼密接", "隔壁在隔离", "楼上密接了", "对门那家被转运", "那家是密接",
    "密接的就是那家",
    "3号楼有户人家，某户在隔离", "5 楼 在 隔 离", "３组２巷５号隔离", "3组2巷5号被拉去方舱", "3组2巷5号贴了封条",
    "西户密接", "三号院北屋在隔离", "大队部后面第二家居家隔离", "十楼一家四口都隔离了", "西头那家在隔离",
)  # fmt: skip
# One or two of them, in a place or in the group that reads it.
FEW = (
    "3号楼2单元有1户居家隔离，请大家互相监督", "1号楼2户红码", "1号楼新增1名密接", "本楼有两户居家隔离",
    "本小区居家隔离1户",
    "3号楼居家隔离户2户", "2单元一户已转运", "本村新增2名密接", "今日新增1名密切接触者", "咱们单元有一家在隔离",
    "全社区居家隔离：2户",
    "3号楼居家隔离1户3人", "本楼有1人被转运", "昨天转运走1人", "3号楼两户人家在隔离",
    "村里有一户从外地回来在居家隔离", "1号楼有个住户红码",
    "15号楼一对夫妻居家健康监测", "1单元密切接触者共2人", "我们小区只有1户在居家观察", "1名密接在3号楼",
    "3号楼密接2人，次密接5人", "本栋居家健康监测1人", "2组有1户居家隔离",
    "3组一户被隔离",
    "3 号 楼 有 1 户 居 家 隔 离", "3号楼有１户居家隔离", "2号楼仅有一户居家隔离", "2号楼1-2户居家隔离",
    "本楼两人红码",
    "5号楼有一家三口居家隔离", "我们楼1名返郑人员居家隔离", "3号楼昨天转运2人", "1号楼12户在家，1户隔离",
)  # fmt: skip


@pytest.mark.parametrize("text", HOMES)
def test_one_home_that_is_isolated_is_told_in_no_way(text: str) -> None:
    with pytest.raises(Problem, match=r"group_text_(isolated|few)"):
        check_group_text(text)
    with pytest.raises(Problem, match=r"order_words_(tell|few)"):
        check_public_words(text, "通告第1号")


@pytest.mark.parametrize("text", FEW)
def test_one_or_two_are_no_count_to_tell(text: str) -> None:
    with pytest.raises(Problem, match="group_text_few"):
        check_group_text(text)
    # 1-2户 is read as a room besides.
    with pytest.raises(Problem, match=r"order_words_(few|tell)"):
        check_public_words(text, "通告第1号")


@pytest.mark.parametrize("text", NOTICES)
def test_what_an_office_writes_every_day_may_go(text: str) -> None:
    check_group_text(text)


def test_there_are_notices_enough() -> None:
    assert len(set(NOTICES)) == len(NOTICES) >= 80


def test_the_problem_says_in_both_languages_what_to_write_instead() -> None:
    for code, zh, en in (
        ("group_text_few", "不足三户", "fewer than three"),
        ("group_text_isolated", "不足三户", "fewer than three"),
        ("order_words_few", "1号楼发现阳性感染者", "an infection was found in building 1"),
    ):
        assert zh in CATALOGUE[code].next_zh
        assert en in CATALOGUE[code].next_en


def test_the_ground_names_the_building_and_the_title_stays_the_authoritys() -> None:
    check_public_words("1号楼发现阳性感染者", "关于2号楼1例阳性的通告")
    check_public_words("3组2巷发现阳性感染者", "豫疫指〔2022〕5号")
    for ground in ("1号楼发现1例阳性感染者", "2号楼有两名密接"):
        with pytest.raises(Problem, match="order_words_few"):
            check_public_words(ground, "通告第1号")
    for ground in ("3组2巷5号发现阳性感染者", "5组18号院发现阳性感染者"):
        with pytest.raises(Problem, match="order_words_tell"):
            check_public_words(ground, "通告第1号")


def test_a_door_of_the_register_is_known_by_its_own_name() -> None:
    check_group_text("北院老宅请今天开门通风")
    for text in ("北院老宅在隔离", "北院 老宅 的是密接"):
        check_group_text(text.replace("在隔离", "").replace("的是密接", ""), doors=["北院老宅"])
        with pytest.raises(Problem, match="group_text_isolated"):
            check_group_text(text, doors=["北院老宅"])
    with pytest.raises(Problem, match="order_words_tell"):
        check_public_words("北院老宅发现阳性感染者", "通告第1号", doors=["北院老宅"])
    with pytest.raises(Problem, match="order_words_tell"):
        check_public_words("b区 北院发现阳性感染者", "通告第1号", doors=["B区北院"])


def test_a_name_beside_a_village_door_is_refused() -> None:
    with pytest.raises(Problem, match="group_text_name"):
        check_group_text("3组2巷5号，户主叫王建国，请来村部")


STATES = st.sampled_from(["居家隔离", "隔离", "密接", "次密接", "红码", "居家健康监测", "转运"])
PLACES = st.sampled_from(["3号楼", "3号楼2单元", "本楼", "2组", "3组2巷", "本小区", "我们村"])


@given(
    PLACES,
    st.sampled_from(["1", "2", "一", "两", "１", "２"]),
    st.sampled_from(["户", "人", "名"]),
    STATES,
    st.sampled_from(["{p}有{n}{u}{s}", "{p}{n}{u}{s}", "{p}新增{s}{n}{u}", "{p}{s}：{n}{u}", "{p}现有{n}{u}正在{s}"]),
)  # fmt: skip
def test_below_three_nobody_is_counted_however_it_is_said(
    place: str, count: str, unit: str, state: str, said: str
) -> None:
    assert tells_few(
        said.format(p=place, n=count, u=unit, s=state).translate({0xFF11: "1", 0xFF12: "2"})
    )
    with pytest.raises(Problem, match=r"group_text_(few|isolated)"):
        check_group_text(said.format(p=place, n=count, u=unit, s=state))


@given(
    st.sampled_from(["3号楼", "3号楼2单元", "本楼", "2组", "本小区"]),
    st.integers(3, 400),
    st.sampled_from(["居家隔离", "密接", "红码", "居家健康监测"]),
    st.sampled_from(["{p}有{n}户{s}", "{p}{s}{n}户", "{p}{s}：{n}户", "{p}新增{s}{n}户"]),
)
def test_three_and_more_may_be_told_of_a_building(
    place: str, count: int, state: str, said: str
) -> None:
    text = said.format(p=place, n=count, s=state)
    assert not tells_few(text)
    if count < 100:
        # Three digits before 户 and 隔离 may be a room.
        check_group_text(text)


@given(st.integers(1, 12), st.integers(1, 9), st.integers(1, 60), STATES)
def test_no_door_of_a_village_is_told(group: int, lane: int, door: int, state: str) -> None:
    for house in (f"{group}组{lane}巷{door}号", f"{lane}巷{door}号", f"{group}组{door}号院"):
        assert names_a_house(house)
        for text in (f"{house}{state}", f"{state}的是{house}", f"{house}：家里人{state}，别去串门"):
            with pytest.raises(Problem, match="group_text_isolated"):
                check_group_text(text)
        check_group_text(f"{house}来村部领菜")


@pytest.mark.parametrize(
    "sign", ["1户", "3组2巷", "隔离", "隔离1", "一户被", "18层", "那家", "有1户，"]
)
def test_a_text_without_end_is_looked_over_in_no_time(sign: str) -> None:
    begun = process_time()
    with suppress(Problem):
        check_group_text(sign * 20_000)
    assert process_time() - begun < 3
