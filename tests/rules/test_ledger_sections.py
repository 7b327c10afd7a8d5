"""What stands between and beside the rows of people: lines above a place, closing lines, second tables."""

from collections.abc import Sequence

import pytest

from tests.rules.test_ledger import number
from tests.rules.test_ledger_layouts import phone, read
from wumen.rules.addresses import Address, read_address
from wumen.rules.ledger import LedgerReading, Sheet, read_ledger
from wumen.rules.ledger.names import read_names
from wumen.rules.telephones import read_telephone


def doors(reading: LedgerReading) -> list[tuple[str, str, str, str]]:
    """Building, unit, room and name of everybody."""
    return [(p.building, p.unit, p.room, p.name) for p in reading.people]


def test_a_line_above_the_rows_of_a_building_says_their_building() -> None:
    reading = read(
        ("全小区居民名册",),
        ("房号", "姓名", "电话"),
        ("1号楼（楼栋长：王某）",),
        ("1-101", "张三", None),
        ("小计", "1人", None),
        ("2号楼", "楼栋长：李某", None),
        ("1-101", "李四", None),
    )
    assert doors(reading) == [("1", "1", "101", "张三"), ("2", "1", "101", "李四")]
    assert (reading.problems, reading.skipped, reading.empty_homes) == ((), 3, ())


def test_a_title_and_a_header_again_begin_the_next_building() -> None:
    header = ("单元", "房号", "姓名")
    reading = read(
        ("4号楼住户名单",), header, (1, 101, "张三"), ("5号楼住户名单",), header, (1, 101, "李四")
    )
    assert doors(reading) == [("4", "1", "101", "张三"), ("5", "1", "101", "李四")]


def test_a_line_above_the_rows_may_name_a_unit_or_a_village_group() -> None:
    units = read(
        ("3号楼",), ("房号", "姓名"), ("一单元",), ("101", "张三"), ("二单元",), ("101", "李四")
    )
    assert doors(units) == [("3", "1", "101", "张三"), ("3", "2", "101", "李四")]
    groups = read(
        ("姓名", "门牌号"),
        ("第一村民小组（组长：赵某）", None),
        ("张三", "1号"),
        ("第二村民小组", None),
        ("李四", "1号"),
    )
    assert doors(groups) == [("1", "", "1", "张三"), ("2", "", "1", "李四")]
    assert {person.kind for person in groups.people} == {"group"}


def test_a_lone_door_is_an_empty_home_and_no_line_above_others() -> None:
    reading = read(("住址", "姓名"), ("3号楼1单元101", None), ("3号楼1单元102", "张三"))
    assert [home.room for home in reading.empty_homes] == ["101"]


def test_a_sheet_or_title_may_name_the_unit_too() -> None:
    header = ("户号", "姓名")
    sheets = [Sheet(f"1号楼{unit}单元", (header, ("101", "张三"))) for unit in "12"]
    assert doors(read_ledger(sheets)) == [("1", "1", "101", "张三"), ("1", "2", "101", "张三")]
    counted = read_ledger([Sheet("1号楼（共3个单元）", (header, ("101", "张三")))])
    assert doors(counted) == [("1", "", "101", "张三")]


def test_a_unit_beside_an_address_that_says_the_room_alone_belongs_to_the_door() -> None:
    reading = read(("楼号", "单元", "门牌号", "姓名"), ("1号楼", "2单元", "101", "张三"))
    assert doors(reading) == [("1", "2", "101", "张三")]


@pytest.mark.parametrize("place", ["1号楼2单元", "1-2"])
def test_building_and_unit_may_share_a_column_beside_the_room(place: str) -> None:
    reading = read(("楼栋单元", "房间", "姓名"), (place, 101, "张三"), (None, 102, "李四"))
    assert doors(reading) == [("1", "2", "101", "张三"), ("1", "2", "102", "李四")]


def test_a_lane_column_may_be_called_street_or_lane() -> None:
    reading = read(("组别", "街道/巷", "门牌号", "姓名"), ("一组", "东大街", "1号", "张三"))
    assert doors(reading) == [("1", "东大街", "1", "张三")]


def test_one_letter_names_one_building_with_and_without_its_ending() -> None:
    reading = read(("住址", "姓名"), ("A座1单元101", "张三"), ("A-1-101", "李四"))
    assert len(reading.households) == 1


@pytest.mark.parametrize(
    "line",
    [
        ("户数：4", "人数：8", None, None),
        ("合  计", None, "4户", "8人"),
        ("登记人签字：", None, None, "核对人签字："),
        ("社区书记（签字）：", None, "网格长：", None),
    ],
)
def test_a_closing_line_makes_up_no_home_and_no_person(line: Sequence[str | None]) -> None:
    reading = read(
        ("1号楼",), ("单元", "室号", "姓名", "身份证号"), ("1", "101", "张三", number(1)), line
    )
    assert (reading.skipped, reading.refused, reading.empty_homes) == (1, 0, ())
    assert ([p.name for p in reading.people], reading.problems) == (["张三"], ())


@pytest.mark.parametrize("word", ["不在家", "拒访", "敲门无人", "未联系上", "同上"])
def test_what_is_written_where_nobody_was_met_is_nobodys_name(word: str) -> None:
    reading = read(("住址", "姓名"), ("1-1-101", word))
    assert (reading.people, [p.code for p in reading.problems]) == ((), ["name_missing"])


@pytest.mark.parametrize("word", ["未售", "未交付"])
def test_a_home_not_sold_is_empty(word: str) -> None:
    reading = read(("住址", "姓名"), ("1-1-101", word))
    assert (reading.people, len(reading.empty_homes)) == ((), 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("张三 子 李四 妻", [("张三", "子"), ("李四", "妻")]),
        ("妻 张三", [("张三", "妻")]),
        ("张三-妻", [("张三", "妻")]),
        ("张三等3人", [("张三", "")]),
        ("张 三", [("张三", "")]),
    ],
)
def test_signs_of_kin_beside_a_name_are_no_part_of_it(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert [(one.name, one.relation) for one in read_names(text) or ()] == found


def test_a_column_of_members_with_all_they_say_is_read() -> None:
    reading = read(
        ("住址", "户主", "身份证号", "同住人信息（姓名、关系、身份证号）"),
        ("1-1-101", "张三", number(1), f"李四 妻 {number(2)}\n王五 子 {number(3)}"),
    )
    said = [(p.name, p.identity_number) for p in reading.people]
    assert said == [("张三", number(1)), ("李四", number(2)), ("王五", number(3))]


def test_two_tables_beside_each_other_keep_their_doors() -> None:
    half = ("房号", "姓名", "电话")
    reading = read(
        ("1号楼",),
        (*half, *half),
        ("1-101", "张三", phone(1), "2-101", "李四", phone(2)),
        ("1-102", "王五", phone(3), None, None, None),
    )
    assert sorted(doors(reading)) == [
        ("1", "1", "101", "张三"),
        ("1", "1", "102", "王五"),
        ("1", "2", "101", "李四"),
    ]
    assert (reading.rows, reading.skipped, reading.problems) == (2, 0, ())


def test_a_cover_without_numbers_is_shown_and_a_sheet_with_some_is_a_problem() -> None:
    ledger = Sheet("台账", (("住址", "姓名"), ("1-1-101", "张三")))
    cover = Sheet("说明", (("请如实填写", "电话"),))
    lost = Sheet("其他", (("张三", number(1)),))
    reading = read_ledger([ledger, cover, lost])
    assert [(p.sheet, p.code) for p in reading.to_check] == [("说明", "header_not_found")]
    assert [(p.sheet, p.code) for p in reading.problems] == [("其他", "header_not_found")]


@pytest.mark.parametrize("text", ["第3栋第2单元501室", "3号2单元501", "3、2、501", "3，2，501"])
def test_more_spellings_of_one_door(text: str) -> None:
    assert read_address(text) == Address("3", "2", "501")


@pytest.mark.parametrize(
    ("text", "said"),
    [("手机13837120001", "13837120001"), ("(0371)67990000", "0371-67990000")],
)
def test_a_word_before_a_telephone_and_brackets_around_its_area_are_read(
    text: str, said: str
) -> None:
    assert read_telephone(text).value == (said,)
