"""Which lists leave the office, what is masked in them, and which texts may go to a group chat."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.guarded_text import check_group_text
from wumen.rules.lists import (
    LISTS,
    MESSAGE_LENGTH,
    Door,
    Kind,
    group_texts,
    list_of,
    masked,
    read_purpose,
    rooms_for_group,
)
from wumen.rules.problems import Problem

ORIGIN = re.compile(r"户籍|户口|籍贯|来源地|原籍|民族|origin|registration|hukou", re.IGNORECASE)


def test_no_list_and_no_column_goes_by_origin_or_household_registration() -> None:
    for one in LISTS.values():
        words = [one.key, one.name.zh, one.name.en]
        words += [word for c in one.columns for word in (c.key, c.name.zh, c.name.en)]
        assert [word for word in words if ORIGIN.search(word)] == []


def test_columns_that_hold_numbers_are_known_as_such() -> None:
    for one in LISTS.values():
        kinds = {column.key: column.kind for column in one.columns}
        assert kinds.get("identity_number", Kind.IDENTITY) is Kind.IDENTITY
        assert kinds.get("telephones", Kind.TELEPHONES) is Kind.TELEPHONES
        assert len(kinds) == len(one.columns)


def test_a_list_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Problem, match="list_unknown"):
        list_of("by_origin")


def test_a_masked_row_keeps_of_each_number_only_its_ends() -> None:
    columns = LISTS["rosters"].columns
    row = ("超市", "张三", "", "410198199001010015", "13800000001 13900000002")
    assert masked(columns, row) == (
        "超市",
        "张三",
        "",
        "410*************15",
        "138******01 139******02",
    )


@pytest.mark.parametrize("text", ["", "   ", "上门", "看 看"])
def test_a_purpose_says_something(text: str) -> None:
    with pytest.raises(Problem, match="purpose_too_short"):
        read_purpose(text)


def test_a_purpose_names_nobody_by_a_number() -> None:
    assert read_purpose("  上门采样  分组用 ") == "上门采样 分组用"
    assert read_purpose("为 1号楼 524 户分组") == "为 1号楼 524 户分组"
    for text in (
        "找 13800000001 用",
        "查４１０１９８１９９００１０１００１５的人",
        "查138-0000-0001",
    ):
        with pytest.raises(Problem, match="purpose_holds_number"):
            read_purpose(text)


def test_rooms_for_a_group_stand_building_by_building_in_the_order_of_walking() -> None:
    doors = [
        Door("锦绣城 1号楼", "2单元", "1001"),
        Door("锦绣城 1号楼", "2单元", "301"),
        Door("锦绣城 1号楼", "1单元", "102"),
        Door("锦绣城 2号楼", "", "5"),
        Door("锦绣城 1号楼", "1单元", "102"),
    ]
    assert rooms_for_group(doors) == (
        "锦绣城 1号楼请下列房号与楼长联系：\n1单元：102\n2单元：301、1001",
        "锦绣城 2号楼请下列房号与楼长联系：\n5",
    )
    assert rooms_for_group([]) == ()


DOORS = st.lists(
    st.builds(
        Door,
        st.sampled_from(["锦绣城 1号楼", "锦绣城 11号楼", "李庄 前街"]),
        st.sampled_from(["", "1单元", "2单元", "10单元"]),
        st.integers(1, 35).flatmap(
            lambda floor: st.integers(1, 12).map(lambda room: f"{floor}{room:02}")
        ),
    ),
    max_size=600,
)


@given(DOORS)
def test_every_room_stands_in_exactly_one_message_of_at_most_500_characters(
    doors: list[Door],
) -> None:
    told: list[Door] = []
    for message in group_texts(doors, ()):
        assert len(message) <= MESSAGE_LENGTH
        head, body = message.split("：\n", 1)
        building = re.sub(r"（\d+/\d+）", "", head).removesuffix("请下列房号与楼长联系")
        for line in body.split("\n"):
            unit, _, rooms = line.rpartition("：")
            told += [Door(building, unit, room) for room in rooms.split("、")]
    assert len(told) == len(set(told))
    assert set(told) == set(doors)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("301 有事请打 13800000001", "group_text_number"),
        ("证件 410198199001010015", "group_text_number"),
        ("证件 41019819900101001x", "group_text_number"),
        ("电话１３８００００００01", "group_text_number"),
        ("电话 138 0000 0001", "group_text_number"),
        ("301 阳性", "group_text_result"),
        ("全部阴性", "group_text_result"),
        ("1号楼有一位透析的老人", "group_text_illness"),
        ("3 people on Dialysis", "group_text_illness"),
        ("301、302 居家隔离", "group_text_isolated"),
        ("1-2-301 是密接", "group_text_isolated"),
        ("301 张三 请下楼", "group_text_name"),
        ("2号楼 501室 李阿姨请下楼", "group_text_name"),
        ("301 阿布都热西提", "group_text_name"),
    ],
)
def test_a_text_that_may_not_go_to_a_group_is_refused(text: str, code: str) -> None:
    with pytest.raises(Problem, match=code):
        check_group_text(text, names=["阿布都热西提"])


@pytest.mark.parametrize(
    "text",
    [
        "请 301、302、1-2-303 今天 18:00 前报体温",
        "楼长李明今天 9 点在楼下",
        "1号楼 524 户，1400 人，今天已报 290 户",
        "居家隔离的要求请看楼道通知",
        "1月10日（星期一）7:00–9:00 采样，请保持一米距离",
    ],
)
def test_an_ordinary_text_may_go_to_a_group(text: str) -> None:
    check_group_text(text, names=["张三"])


def test_the_name_of_a_village_is_not_taken_for_a_person() -> None:
    with pytest.raises(Problem, match="group_text_name"):
        check_group_text("李庄 301")
    check_group_text("李庄 301", places=["李庄"])
    assert group_texts([Door("李庄", "", "301")], ["李庄"]) == ("李庄请下列房号与楼长联系：\n301",)
