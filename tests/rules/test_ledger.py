"""The rules of ledgers: headers, households, skipped lines, empty homes, damage, people twice."""

from collections.abc import Sequence

import pytest

from wumen.rules.addresses import Address
from wumen.rules.identity_numbers import make_check_digit
from wumen.rules.ledger import LedgerReading, Sheet, read_ledger
from wumen.rules.problems import Problem

HEADER = ("序号", "住址", "姓名", "身份证号", "联系电话", "特殊需求", "备注")


def number(sequence: int) -> str:
    """A valid number of nobody."""
    first17 = f"41019819800101{sequence:03d}"
    return first17 + make_check_digit(first17)


def read(*rows: Sequence[object], header: Sequence[object] = HEADER) -> LedgerReading:
    """Read one sheet with a header and these rows."""
    return read_ledger([Sheet("台账", (header, *rows))])  # type: ignore[arg-type]


def problems(reading: LedgerReading) -> list[tuple[int, str | None, str]]:
    """Row, field and code of every problem."""
    return [(problem.row, problem.field, problem.code) for problem in reading.problems]


def test_a_row_gives_a_person_with_everything_it_says() -> None:
    header = (*HEADER, "关系", "性别", "房屋状态", "电话2")
    row = (
        *(1, "1-2-301", "张 三", number(1), 13837123456.0, "高龄老人、透析", "住院"),
        *("户主", "男", "自住", "67990000"),
    )
    (person,) = read(row, header=header).people
    assert (person.sheet, person.row, person.name) == ("台账", 2, "张三")
    assert person.door == Address("1", "2", "301")
    assert person.identity_number == number(1)
    assert person.phones == ("13837123456", "67990000")
    assert person.needs == ("高龄老人", "透析")
    assert (person.relation, person.sex, person.state) == ("户主", "男", "自住")
    assert person.note == "住院"


@pytest.mark.parametrize("above", [0, 1, 4])
def test_the_header_is_found_under_title_rows_and_rows_keep_their_numbers(above: int) -> None:
    titles = [("锦绣城社区住户登记表", None)] + [(None, None)] * 3
    sheet = Sheet("台账", (*titles[:above], HEADER, (1, "1-1-101", "张三")))
    reading = read_ledger([sheet])
    assert reading.people[0].row == above + 2
    assert reading.layouts[0].first_row == above + 1


def test_a_header_may_stand_in_two_rows() -> None:
    upper = ("序号", "住址", "家庭成员", None, None)
    lower = (None, None, "姓名", "身份证号码（18位）", "电话/手机")
    sheet = Sheet("台账", (upper, lower, (1, "1-1-101", "张三", number(1), "13837123456")))
    (person,) = read_ledger([sheet]).people
    assert (person.row, person.identity_number) == (3, number(1))


def test_an_address_over_three_columns_is_read_from_the_three() -> None:
    upper = ("序号", "住址", None, None, "姓名")
    lower = (None, "楼栋", "单元", "房号", None)
    (person,) = read_ledger(
        [Sheet("台账", (upper, lower, (1, "1号楼", 2.0, 301.0, "张三")))]
    ).people
    assert person.door == Address("1", "2", "301")


def test_a_lone_header_word_below_a_header_takes_no_column_away() -> None:
    reading = read((None, "姓名"), (1, "1-1-101", "张三"))
    assert (len(reading.people), reading.skipped) == (1, 1)


def test_building_unit_and_room_may_be_columns_and_may_be_merged() -> None:
    header = ("楼栋", "单元", "房号", "姓名")
    reading = read(
        ("1号楼", 1.0, "101室", "张三"),
        (None, None, None, "李四"),
        (None, None, 102.0, "王五"),
        (None, "2单元", "101", "赵六"),
        ("东楼", None, "301", "孙七"),
        header=header,
    )
    assert [person.door for person in reading.people] == [
        *[Address("1", "1", "101")] * 2,
        Address("1", "1", "102"),
        Address("1", "2", "101"),
        Address("东楼", "", "301"),
    ]


def test_a_title_or_a_sheet_name_may_name_the_building() -> None:
    sheet = Sheet("7号楼", (("房号", "姓名"), ("2-501", "张三"), ("2单元502", "李四")))
    assert [p.door for p in read_ledger([sheet]).people] == [
        Address("7", "2", "501"),
        Address("7", "2", "502"),
    ]


def test_a_household_is_filled_down_within_its_block_only() -> None:
    reading = read(
        (1, "1-1-101", "张三"),
        (None, None, "李四"),
        (2, None, "王五"),
        (None, None, "赵六"),
        (3, "不知道哪里", "孙七"),
        (None, None, "周八"),
        (4, "1-1-104", "吴九"),
    )
    assert [p.name for p in reading.people] == ["张三", "李四", "吴九"]
    assert problems(reading) == [(row, "address", "address_unreadable") for row in (4, 5, 6, 7)]


def test_a_number_on_every_person_does_not_end_a_household() -> None:
    reading = read((1, "1-1-101", "张三"), (2, None, "李四"), (3, "1-1-102", "王五"))
    assert [p.door.room for p in reading.people] == ["101", "101", "102"]


def test_one_door_written_in_two_ways_is_one_household() -> None:
    reading = read((1, "1号楼1单元101室", "张三"), (2, "1-1-0101", "李四"))
    assert reading.households == (Address("1", "1", "101"),)


def test_totals_signatures_titles_and_headers_again_are_skipped_and_counted() -> None:
    reading = read(
        (1, "1-1-101", "张三"),
        (None, "小计", 1),
        HEADER,
        (2, "1-1-102", "李四"),
        (None, None, None),
        ("合计", None, 2),
        ("共2户",),
        ("审核人：", None, "王某", None, "联系电话：67990000"),
        ("填表人（签字）",),
    )
    assert (reading.rows, len(reading.people), reading.skipped) == (2, 2, 6)
    assert not reading.problems


def test_a_subtotal_ends_the_household_above_it() -> None:
    reading = read((1, "1-1-101", "张三"), ("小计",), (None, None, "李四"))
    assert problems(reading) == [(4, "address", "address_unreadable")]


def test_an_empty_home_is_kept_apart_from_people() -> None:
    header = ("住址", "姓名", "联系电话", "备注", "居住情况")
    reading = read(
        ("1-1-101", "空置"),
        ("1-1-102", None, "13837123456", None, "出租未住"),
        ("1-1-103", None, None, "空户"),
        ("1-1-104",),
        ("1-1-105",),
        (None, "张三"),
        header=header,
    )
    assert [(home.room, home.state) for home in reading.empty_homes] == [
        ("101", "空置"),
        ("102", "出租未住"),
        ("103", "空户"),
        ("104", ""),
    ]
    assert (reading.rows, reading.refused, reading.skipped) == (1, 0, 1)
    assert reading.households == (Address("1", "1", "105"),)


def test_a_row_that_speaks_of_somebody_without_a_name_is_refused() -> None:
    reading = read((1, "1-1-101", None, number(1)), (2, "1-1-102", "无", None, "13837123456"))
    assert problems(reading) == [(2, "name", "name_missing"), (3, "name", "name_missing")]
    assert (reading.rows, reading.refused) == (2, 2)


def test_names_that_cannot_be_told_apart_are_refused_never_taken_as_one() -> None:
    reading = read((1, "1-1-101", "张 三 李 四"))
    assert problems(reading) == [(2, "name", "names_several")]
    assert reading.ended == {("台账", 2): "refused"}


def test_a_damaged_field_is_left_out_and_the_person_taken() -> None:
    reading = read((1, "1-1-101", "张三", 4.10198199010262898e17, "1383712345"))
    (person,) = reading.people
    assert (person.identity_number, person.phones) == (None, ())
    assert [(p.field, p.code, p.raw) for p in reading.problems] == [
        ("identity_number", "digits_lost", "410198199010262912"),
        ("phone", "phone_length", "1383712345"),
    ]
    assert reading.problems[0].message_zh.startswith("身份证号")
    assert reading.problems[0].message_en.startswith("The identity number")


@pytest.mark.parametrize("nothing", ["无", "/", "-", "—", "正常"])
def test_a_word_for_nothing_is_nothing(nothing: str) -> None:
    blank = "无" if nothing == "正常" else nothing
    reading = read((1, "1-1-101", "张三", blank, blank, nothing))
    assert reading.people[0].needs == ()
    assert not reading.problems


def test_the_same_person_twice_behind_one_door_is_merged_and_completed() -> None:
    reading = read(
        (1, "1-1-101", "张三", None, "13837123456"),
        (2, "1号楼1单元101", " 张三 ", number(1), "1383712345"),
    )
    (person,) = reading.people
    assert (person.row, person.identity_number, person.phones) == (2, number(1), ("13837123456",))
    # What the copy says otherwise, and badly, is told as well.
    assert problems(reading) == [(3, None, "duplicate"), (3, "phone", "phone_length")]
    assert (reading.rows, reading.merged) == (2, 1)


def test_two_people_of_one_name_behind_one_door_stay_two() -> None:
    reading = read((1, "1-1-101", "张三", number(1)), (2, "1-1-101", "张三", number(2)))
    assert len(reading.people) == 2
    assert not reading.problems


def test_two_people_with_one_number_both_keep_it_and_somebody_should_look() -> None:
    reading = read(
        (1, "1-1-101", "张三", number(1)),
        (2, "1-1-102", "李四", number(1)),
        (3, "1-1-103", "张三", number(1)),
    )
    assert [p.identity_number for p in reading.people] == [number(1)] * 3
    assert not reading.problems
    told = [(p.row, p.name, p.field, p.code, p.raw) for p in reading.to_check]
    assert told == [
        (3, "李四", "identity_number", "number_shared", number(1)),
        (4, "张三", "identity_number", "number_shared", number(1)),
    ]


def test_a_number_that_a_repeated_row_brings_is_asked_about_too() -> None:
    reading = read(
        (1, "1-1-101", "张三", number(1)), (2, "1-1-102", "李四"), (3, "1-1-102", "李四", number(1))
    )
    assert [p.identity_number for p in reading.people] == [number(1)] * 2
    assert [(p.row, p.code) for p in reading.to_check] == [(4, "number_shared")]


def test_every_row_that_gave_no_person_says_what_became_of_it() -> None:
    reading = read(
        (1, "1-1-101", "张三"),
        (2, "1-1-101", "张三"),
        (3, "1-1-102", None, number(1)),
        (4, "1-1-103", "空置"),
        (5, "1-1-103", "空置"),
        ("合计",),
    )
    assert {row: end for (_, row), end in reading.ended.items()} == {
        3: "merged",
        4: "refused",
        5: "empty_home",
        6: "skipped",
        7: "skipped",
    }


def test_what_an_earlier_import_wrote_beside_the_rows_is_not_read() -> None:
    header = ("住址", "姓名", "导入结果", "原因")
    reading = read(
        ("1-1-101", "张三", "录入", None),
        (*header[:2], "跳过", None),
        (None, None, "跳过", "空行"),
        header=header,
    )
    assert ([p.name for p in reading.people], reading.skipped) == (["张三"], 1)
    assert reading.layouts[0].outcome == (2, 3)


def test_a_sheet_without_a_header_is_named_when_another_has_one() -> None:
    sheets = [Sheet("说明", (("请如实填写",),)), Sheet("空", ()), Sheet("台账", (HEADER,))]
    reading = read_ledger(sheets)
    assert [(p.sheet, p.code) for p in reading.to_check] == [("说明", "header_not_found")]


@pytest.mark.parametrize("rows", [(), (("姓名", "电话"), ("张三", "13837123456"))])
def test_a_ledger_without_any_header_is_refused(rows: Sequence[Sequence[str]]) -> None:
    with pytest.raises(Problem) as refusal:
        read_ledger([Sheet("Sheet1", rows)])
    assert refusal.value.code == "header_not_found"
