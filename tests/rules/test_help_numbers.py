"""Whom to ring: the right number for what people write, the nearest of its kind, and what is read to 120."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.help_numbers import (
    HELP_NAMES,
    KEPT,
    LIFE,
    HelpKind,
    HelpLine,
    card_text,
    check_help_words,
    for_text,
    help_meant,
    lines_for,
    read_help_kind,
    read_help_number,
)
from wumen.rules.problems import Problem

OWN = HelpLine(HelpKind.PROPERTY, "锦绣物业", "0371-6789 0000", "24小时", "a/b/", True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("家里没电了，电费用完", HelpKind.POWER),
        ("厨房漏水，楼下渗了", HelpKind.WATER),
        ("电梯停了，里面有人", HelpKind.LIFT),
        ("闻到煤气味", HelpKind.GAS),
        ("暖气不热", HelpKind.HEATING),
        ("21楼老人胸痛，电梯停了", HelpKind.RESCUE),
        ("楼道冒烟", HelpKind.FIRE),
    ],
)
def test_what_people_write_leads_to_the_right_number_danger_to_life_first(
    text: str, kind: HelpKind
) -> None:
    assert help_meant(text)[0] is kind


def test_what_is_not_understood_leads_nowhere() -> None:
    assert help_meant("要两袋米") == ()
    assert help_meant("老人家里没电话，联系不上") == ()
    assert for_text("要两袋米", lines_for([])) == ()


def test_of_a_kind_without_a_number_the_property_is_rung() -> None:
    assert for_text("暖气不热", lines_for([OWN])) == (OWN,)
    assert [one.telephone for one in for_text("没电了", lines_for([OWN]))] == ["95598"]


def test_the_nearest_place_speaks_and_the_numbers_of_life_are_no_offices_to_change() -> None:
    near = HelpLine(HelpKind.PROPERTY, "1号院物业", "111222", "", "a/b/c/", True)
    false = HelpLine(HelpKind.RESCUE, "别处", "9999", "", "a/b/c/", True)
    power = HelpLine(HelpKind.POWER, "物业电工", "333444", "", "a/b/", True)
    lines = lines_for([OWN, near, false, power])
    by_kind = {one.kind: one.telephone for one in lines}
    assert by_kind[HelpKind.PROPERTY] == "111222"
    assert by_kind[HelpKind.RESCUE] == "120"
    assert by_kind[HelpKind.POWER] == "333444"
    assert OWN not in lines


@given(st.lists(st.sampled_from(KEPT), max_size=6))
def test_the_three_numbers_of_life_always_stand_first(kinds: list[HelpKind]) -> None:
    lines = lines_for(HelpLine(kind, "x", "12345", "", "a/", True) for kind in kinds)
    assert [one.telephone for one in lines[:3]] == ["120", "119", "110"]
    assert all(one.life for one in lines[:3])
    assert set(HELP_NAMES) == set(HelpKind)


def test_only_numbers_can_be_rung_and_a_gate_has_a_name() -> None:
    assert read_help_number(" 0371-6789 0000 ") == "0371-6789 0000"
    assert OWN.dial == "037167890000"
    for text in ("", "打给老王", "12<b>", "1"):
        with pytest.raises(Problem, match="help_number_unreadable"):
            read_help_number(text)
    for kind in LIFE:
        with pytest.raises(Problem, match="help_kind_unknown"):
            read_help_kind(kind)
    with pytest.raises(Problem, match="help_gate_unnamed"):
        check_help_words(HelpKind.AMBULANCE_GATE, " ", "")
    with pytest.raises(Problem, match="help_words_long"):
        check_help_words(HelpKind.POWER, "电" * 121, "")


def test_what_is_read_to_120_says_where_which_gate_and_who_meets_the_car() -> None:
    gate = HelpLine(
        HelpKind.AMBULANCE_GATE, "北门（昆仑路）", "13800000009", "限高3.5米", "a/", True
    )
    said = card_text("中原区 锦绣城 1号楼 2单元 2101", [gate])
    assert said == (
        "地址：中原区 锦绣城 1号楼 2单元 2101。"
        "救护车走北门（昆仑路），限高3.5米，接车电话 13800000009。"
    )
    assert "派人到小区门口接车" in card_text("x", [])
