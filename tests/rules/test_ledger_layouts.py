"""The layouts of offices: whose a column is, several people in a cell, blocks, villages."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from tests.rules.test_ledger import number, problems
from wumen.rules.addresses import Address
from wumen.rules.ledger import LedgerReading, Sheet, read_ledger
from wumen.rules.ledger.words import heading_of


def phone(serial: int) -> str:
    """A mobile of nobody."""
    return f"1383712{serial:04d}"


def read(
    *rows: Sequence[object], merged: Sequence[tuple[int, int, int, int]] = ()
) -> LedgerReading:
    """Read one sheet of these rows, the header among them."""
    return read_ledger([Sheet("台账", rows, merged)])  # type: ignore[arg-type]


def people(reading: LedgerReading) -> list[tuple[object, ...]]:
    """Name, number, telephones and relation of everybody."""
    return [(p.name, p.identity_number, p.phones, p.relation) for p in reading.people]


@pytest.mark.parametrize(
    ("word", "field", "person"),
    [
        ("姓 名", "name", ""),
        ("*姓名（必填）", "name", ""),
        ("户主姓名", "name", "户主"),
        ("业主电话", "phone", "业主"),
        ("身份证号码（18位）", "identity_number", ""),
        ("身份证\n号码", "identity_number", ""),
        ("电话/手机", "phone", ""),
        ("楼栋/单元/房号", "address", ""),
        ("单元-房号", "room", ""),
        ("成员2与户主关系", "relation", "2"),
        ("家庭成员（3）", "name", "3"),
        ("第二人姓名", "name", "2"),
        ("配偶身份证号", "identity_number", "配偶"),
        ("户主信息", "", "户主"),
        ("紧急联系人电话", "other", ""),
        ("楼长电话", "other", ""),
        ("村民小组", "group", ""),
        ("ＩＤ", "identity_number", ""),
        ("导入结果", "other", ""),
    ],
)
def test_a_header_word_says_the_field_and_whose_it_is(word: str, field: str, person: str) -> None:
    heading = heading_of(word)
    assert heading and (heading.field, heading.person) == (field, person)


@pytest.mark.parametrize(
    "cell", ["张三", "1号楼1单元101室", "锦绣城社区住户登记表", "123", "", None, 5.0]
)
def test_what_stands_below_a_header_is_no_header_word(cell: object) -> None:
    assert heading_of(cell) is None  # type: ignore[arg-type]


def test_the_head_and_the_members_of_a_household_stand_in_one_row() -> None:
    reading = read(
        ("住址", "户主姓名", "户主身份证", "户主电话", "成员1姓名", "成员1身份证", "成员1关系"),
        ("1-1-101", "张三", number(1), phone(1), "李四", number(2), "妻"),
        ("1-1-102", "王五", number(3), None, None, None, None),
    )
    assert people(reading) == [
        ("张三", number(1), (phone(1),), "户主"),
        ("李四", number(2), (), "妻"),
        ("王五", number(3), (), "户主"),
    ]
    assert (reading.rows, len(reading.households)) == (2, 2)


def test_a_name_without_a_number_counts_as_the_first_of_numbered_ones() -> None:
    reading = read(
        ("住址", "姓名", "身份证号", "电话", "姓名2", "身份证号2", "电话2"),
        ("1-1-101", "张三", number(1), phone(1), "李四", number(2), phone(2)),
    )
    assert people(reading) == [
        ("张三", number(1), (phone(1),), None),
        ("李四", number(2), (phone(2),), None),
    ]


def test_two_telephones_of_one_name_are_one_persons() -> None:
    reading = read(("住址", "姓名", "电话1", "电话2"), ("1-1-101", "张三", phone(1), phone(2)))
    assert people(reading) == [("张三", None, (phone(1), phone(2)), None)]


def test_two_telephones_each_stay_with_the_name_on_their_left() -> None:
    reading = read(
        ("住址", "姓名", "电话", "备用电话", "姓名", "电话", "备用电话"),
        ("1-1-101", "张三", phone(1), phone(2), "李四", phone(3), phone(4)),
    )
    assert [p.phones for p in reading.people] == [(phone(1), phone(2)), (phone(3), phone(4))]


def test_two_telephones_between_two_names_are_the_first_ones() -> None:
    reading = read(
        ("住址", "业主姓名", "证件号码", "电话1", "电话2", "共有人姓名", "共有人证件号码"),
        ("1-1-101", "张三", number(1), phone(1), phone(2), "李四", number(2)),
    )
    assert people(reading) == [
        ("张三", number(1), (phone(1), phone(2)), "业主"),
        ("李四", number(2), (), "共有人"),
    ]


@pytest.mark.parametrize("words", [("户主", "家庭成员", "电话"), ("住户1", "住户2", "联系电话")])
def test_the_one_telephone_of_a_household_is_the_first_persons(words: tuple[str, ...]) -> None:
    reading = read(("住址", *words), ("1-1-101", "张三", None, phone(1)))
    assert [(p.name, p.phones) for p in reading.people] == [("张三", (phone(1),))]
    assert not reading.problems


def test_groups_may_be_written_over_every_column_and_members_may_share_cells() -> None:
    groups = read(
        ("住址", *["成员1"] * 2, *["成员2"] * 2),
        (None, "姓名", "身份证号", "姓名", "身份证号"),
        ("1-1-101", "张三", number(1), "李四", number(2)),
    )
    shared = read(
        ("住址", "姓名", "身份证号", "家庭成员姓名", "家庭成员身份证号"),
        ("1-1-101", "张三", number(1), "李四、王五", f"{number(2)}、{number(3)}"),
    )
    assert [p.identity_number for p in groups.people] == [number(1), number(2)]
    assert [p.identity_number for p in shared.people] == [number(1), number(2), number(3)]


def test_a_header_may_stand_in_three_rows() -> None:
    reading = read(
        ("序号", "房屋信息", None, None, "户主信息", None, None, "其他成员", None),
        (None, "楼栋", "单元", "房号", "姓名", "证件", None, "姓名", "证件"),
        (None, None, None, None, None, "身份证号", "电话", None, "身份证号"),
        (1, "1", "1", "101", "张三", number(1), phone(1), "李四", number(2)),
    )
    assert people(reading) == [
        ("张三", number(1), (phone(1),), "户主"),
        ("李四", number(2), (), None),
    ]
    assert (reading.layouts[0].first_row, reading.layouts[0].last_row) == (1, 3)


def test_a_head_repeated_beside_each_member_is_no_person_of_every_row() -> None:
    reading = read(
        ("住址", "户主姓名", "姓名", "与户主关系", "身份证号"),
        ("1-1-101", "张三", "张三", "户主", number(1)),
        ("1-1-101", "张三", "李四", "妻", number(2)),
    )
    assert people(reading) == [("张三", number(1), (), "户主"), ("李四", number(2), (), "妻")]
    assert not reading.problems


def test_a_head_with_a_telephone_repeated_beside_each_member_is_taken_once() -> None:
    reading = read(
        ("住址", "户主姓名", "户主电话", "姓名", "与户主关系", "身份证号"),
        ("1-1-101", "张三", phone(1), "李四", "妻", number(1)),
        ("1-1-101", "张三", phone(1), "王五", "子", number(2)),
    )
    assert [p.name for p in reading.people] == ["张三", "李四", "王五"]
    assert not reading.problems


def test_a_head_has_the_numbers_and_a_cell_beside_holds_the_members() -> None:
    reading = read(
        ("住址", "户主", "身份证号", "联系电话", "家庭成员"),
        ("1-1-101", "张三", number(1), phone(1), "李四、王五"),
        ("1-1-102", "赵六", number(2), phone(2), "无"),
    )
    assert people(reading) == [
        ("张三", number(1), (phone(1),), "户主"),
        ("李四", None, (), None),
        ("王五", None, (), None),
        ("赵六", number(2), (phone(2),), "户主"),
    ]


@pytest.mark.parametrize(
    "names",
    [
        "张三、李四",
        "张三\n李四",
        "张三 李四",
        "张三/李四",
        "1.张三 2.李四",
        "张 三、李 四",
        "①张三②李四",
        "张三和李四",
        "张三—李四",
    ],
)
def test_several_names_in_a_cell_are_several_people(names: str) -> None:
    reading = read(("住址", "姓名"), ("1-1-101", names))
    assert [p.name for p in reading.people] == ["张三", "李四"]
    assert (reading.rows, reading.ended) == (1, {})


@pytest.mark.parametrize(
    "names", ["张三(户主) 李四(妻)", "户主：张三 妻：李四", "张三（户主）、李四（妻）"]
)
def test_what_stands_beside_a_name_is_the_relation(names: str) -> None:
    reading = read(("住址", "姓名"), ("1-1-101", names))
    assert [(p.name, p.relation) for p in reading.people] == [("张三", "户主"), ("李四", "妻")]


def test_a_telephone_beside_a_name_is_that_persons() -> None:
    cell = f"张三 {phone(1)} 李四{phone(2)}"
    reading = read(("住址", "姓名及电话"), ("1-1-101", cell))
    assert [(p.name, p.phones) for p in reading.people] == [
        ("张三", (phone(1),)),
        ("李四", (phone(2),)),
    ]


@pytest.mark.parametrize("name", ["买买提·艾力", "John Smith", "欧阳 锋", "张(大)"])
def test_one_name_stays_one(name: str) -> None:
    reading = read(("住址", "姓名"), ("1-1-101", name))
    assert [p.name for p in reading.people] == [name if name.isascii() else name.replace(" ", "")]


def test_what_is_said_beside_a_name_and_is_no_relation_is_a_remark() -> None:
    (person,) = read(("住址", "姓名", "备注"), ("1-1-101", "张三（外地务工）", "低保")).people
    assert (person.name, person.note) == ("张三", "外地务工 低保")


def test_numbers_of_a_shared_cell_go_to_the_names_in_order() -> None:
    reading = read(
        ("住址", "姓名", "身份证", "电话", "关系"),
        ("1-1-101", "张三、李四", f"{number(1)}\n{number(2)}", f"{phone(1)}/无", "户主，妻"),
    )
    assert people(reading) == [
        ("张三", number(1), (phone(1),), "户主"),
        ("李四", number(2), (), "妻"),
    ]


def test_numbers_that_are_not_as_many_as_names_are_left_out_and_reported() -> None:
    reading = read(
        ("住址", "姓名", "身份证", "电话", "特殊需求"),
        ("1-1-101", "张三、李四", number(1), phone(1), "透析"),
        ("1-1-102", "王五", f"{number(2)}、{number(3)}"),
    )
    assert people(reading) == [(name, None, (), None) for name in ("张三", "李四", "王五")]
    assert [(p.row, p.name, p.field, p.code, p.raw) for p in reading.problems] == [
        (2, "张三、李四", "identity_number", "numbers_unclear", number(1)),
        (2, "张三、李四", "phone", "numbers_unclear", phone(1)),
        (2, "张三、李四", "needs", "words_unclear", "透析"),
        (3, "王五", "identity_number", "numbers_unclear", f"{number(2)}、{number(3)}"),
    ]


def test_a_number_beside_a_missing_name_is_reported_and_the_others_are_taken() -> None:
    reading = read(
        ("住址", "姓名1", "身份证号1", "姓名2", "身份证号2"),
        ("1-1-101", "张三", number(1), None, number(2)),
    )
    assert [p.name for p in reading.people] == ["张三"]
    assert problems(reading) == [(2, "name", "name_missing")]


def test_a_sentence_in_the_name_column_makes_nobody_up() -> None:
    reading = read(("住址", "姓名"), ("1-1-101", "已搬走，电话联系不上"))
    assert not reading.people
    assert problems(reading) == [(2, "name", "names_several")]


@pytest.mark.parametrize("name", ["3人", "1号楼2单元301室", "户主"])
def test_what_is_no_name_makes_nobody_up(name: str) -> None:
    reading = read(("住址", "姓名"), ("1-1-101", name))
    assert not reading.people
    assert [(p.code, p.raw) for p in reading.problems] == [("name_missing", name)]


def test_a_merged_block_is_filled_exactly_over_its_rows() -> None:
    reading = read(
        ("住址", "姓名", "居住情况"),
        ("1-1-101", "张三", "自住"),
        (None, "李四", None),
        (None, "王五", None),
        merged=[(1, 0, 2, 0), (1, 2, 2, 2)],
    )
    assert [(p.name, p.state) for p in reading.people] == [("张三", "自住"), ("李四", "自住")]
    assert problems(reading) == [(4, "address", "address_unreadable")]


def test_a_blank_row_inside_a_block_is_no_empty_home() -> None:
    reading = read(("住址", "姓名"), ("1-1-101", "张三"), (), merged=[(1, 0, 2, 0)])
    assert (len(reading.people), reading.empty_homes, reading.ended) == (1, (), {})


def test_a_village_is_read_by_groups_and_lanes() -> None:
    reading = read(
        ("组别", "街巷", "门牌号", "户主", "身份证号"),
        ("三组", "东胡同", "12号", "张三", number(1)),
        (None, "西胡同", 13.0, "李四", number(2)),
        ("4", None, "南街8号", "王五", number(3)),
        ("五组", None, "9号", "赵六", number(4)),
    )
    assert [p.door for p in reading.people] == [
        Address("3", "东胡同", "12", "group"),
        Address("3", "西胡同", "13", "group"),
        Address("4", "南街", "8", "group"),
        Address("5", "", "9", "group"),
    ]


def test_a_building_column_may_hold_groups_lanes_units_and_the_compound() -> None:
    reading = read(
        ("楼栋", "房号", "姓名"),
        ("锦绣城3号楼", "2-501", "张三"),
        ("3号楼2单元", "502", "李四"),
        ("三组", "12号", "王五"),
        ("南街", "13", "赵六"),
    )
    assert [p.door for p in reading.people] == [
        Address("3", "2", "501"),
        Address("3", "2", "502"),
        Address("3", "", "12", "group"),
        Address("南街", "", "13", "lane"),
    ]


def test_a_sheet_may_be_a_village_group() -> None:
    reading = read_ledger([Sheet("三组", (("门牌号", "姓名"), ("12号", "张三")))])
    assert reading.people[0].door == Address("3", "", "12", "group")


def test_a_door_that_excel_turned_into_a_day_is_not_guessed() -> None:
    day = datetime(2003, 2, 11)  # noqa: DTZ001 - a workbook's times have no zone
    reading = read(("住址", "姓名"), (day, "张三"), ("2003-02-11", "李四"))
    assert [(p.code, p.raw) for p in reading.problems] == [("address_unreadable", "2003-02-11")] * 2


def test_the_contact_is_the_person_only_where_no_other_name_stands() -> None:
    alone = read(("住址", "联系人", "联系电话"), ("1-1-101", "张三", phone(1)))
    assert people(alone) == [("张三", None, (phone(1),), None)]
    beside = read(
        ("住址", "姓名", "电话", "紧急联系人", "紧急联系人电话"),
        ("1-1-101", "张三", phone(1), "李四", phone(2)),
    )
    assert people(beside) == [("张三", None, (phone(1),), None)]


def test_signs_that_nobody_sees_do_no_harm() -> None:
    reading = read(
        ("住\u200b址", "\ufeff姓名", "身份证号"),
        ("1-1-\u200b101", "张\xa0三\u200d", f"\u202d{number(1)}\u202c"),
        ("\u200b", None, "\xa0"),
    )
    assert people(reading) == [("张三", number(1), (), None)]
    assert (reading.rows, reading.ended) == (1, {})


def test_one_sign_for_kin_between_names_is_nobody() -> None:
    rows = [("住址", "家庭成员"), ("1-1-101", "张三，妻，李四，子"), ("1-1-103", "赵六、妻、子")]
    reading = read_ledger([Sheet("x", rows)])
    assert [p.name for p in reading.people] == ["张三", "李四", "赵六"]
