"""What goes to a group chat: rooms only, short, one text a group, and nothing that shames anybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.group_text import read_group, texts_for_groups
from wumen.rules.lists import Door
from wumen.rules.problems import Problem

HEADING = "还差下列房号，请您在群里接龙"


def doors(*rooms: tuple[str, str, str]) -> list[tuple[str, Door]]:
    return [("/".join(one) + "/", Door(*one)) for one in rooms]


def test_every_building_is_a_text_of_its_own_and_rooms_stand_in_order() -> None:
    found = texts_for_groups(
        doors(("2号楼", "1单元", "301"), ("1号楼", "1单元", "1001"), ("1号楼", "1单元", "301")),
        HEADING,
    )
    assert found.messages == (
        f"1号楼{HEADING}：\n1单元：301、1001",
        f"2号楼{HEADING}：\n1单元：301",
    )


@given(
    st.sets(
        st.tuples(
            st.sampled_from(["1号楼", "2号楼"]),
            st.sampled_from(["1单元", "2单元"]),
            st.integers(101, 2799).map(str),
        ),
        max_size=600,
    )
)
def test_no_text_is_longer_than_five_hundred_and_every_room_stands_once(
    rooms: set[tuple[str, str, str]],
) -> None:
    found = texts_for_groups(doors(*sorted(rooms)), HEADING)
    assert all(len(one) <= 500 for one in found.messages)
    listed = [
        part.split("：")[-1].split("、") for one in found.messages for part in one.split("\n")[1:]
    ]
    assert sum(map(len, listed)) == len(rooms)


def test_an_isolated_home_is_left_out_and_counted() -> None:
    given_ = doors(("1号楼", "1单元", "101"), ("1号楼", "1单元", "102"))
    found = texts_for_groups(given_, HEADING, barred=["1号楼/1单元/102/"])
    assert found.messages == (f"1号楼{HEADING}：\n1单元：101",)
    assert found.left_out == 1


def test_where_all_others_of_a_building_would_stand_there_nothing_is_sent() -> None:
    homes = doors(*(("1号楼", "1单元", room) for room in ("101", "102", "201")), ("2号楼", "", "1"))
    barred = ["1号楼/1单元/102/"]
    for given_ in (homes, [one for one in homes if one[0] != barred[0]]):
        with pytest.raises(Problem, match="group_text_tells"):
            texts_for_groups(given_, HEADING, barred, homes=homes)
    found = texts_for_groups(homes[1:], HEADING, barred, homes=homes)
    assert found.messages == (f"1号楼{HEADING}：\n1单元：201", f"2号楼{HEADING}：\n1")
    assert found.left_out == 1
    # Where nobody is isolated all homes may be asked.
    assert texts_for_groups(homes, HEADING, homes=homes).left_out == 0


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("张三家还差", "group_text_name"),
        ("有事打13800000001", "group_text_number"),
        ("身份证410198199010262898", "group_text_number"),
        ("核酸结果还没出来", "group_text_result"),
        ("1单元有阳性", "group_text_result"),
        ("透析的住户", "group_text_illness"),
        ("居家隔离的住户", "group_text_isolated"),
    ],
)
def test_a_heading_that_says_too_much_is_refused(heading: str, code: str) -> None:
    with pytest.raises(Problem) as refused:
        texts_for_groups(doors(("1号楼", "1单元", "301")), heading, names=["张三家"])
    assert refused.value.code == code


@pytest.mark.parametrize("text", ["", "0", "100", "x", "１", "-1"])
def test_a_group_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Problem) as refused:
        read_group(text)
    assert refused.value.code == "group_unknown"
    assert read_group("2") == 2
