"""The rules of addresses: how a door is written, and the codes that labels give."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.addresses import (
    Address,
    building_in,
    code_of_label,
    read_address,
    read_label,
    read_place,
)


@pytest.mark.parametrize(
    "written",
    [
        "3-2-501",
        "3–2–501",
        "3—2—501",
        "３－２－５０１",
        "3～2～501",
        "3~2~501",
        "3/2/501",
        "3 2 501",
        " 3 - 2 - 501 ",
        "3号楼2单元501室",
        "3号楼2单元501",
        "3号楼 2单元 501",
        "3#2单元501",
        "3＃-2-501",
        "3栋2门501",
        "3幢2门501",
        "3-2单元-501",
        "03号楼2单元5层501室",
        "三号楼二单元501",
        "锦绣城3号楼2单元501",
        "建设路12号锦绣城3号楼2单元501",
        "3一2一501",
        "3.2.501",
        "3-2-5-501",
        "3-2-501（租）",
        "3\u200b-2-\ufeff501",
        "3\xa02\xa0501",
        "3号楼二单元五层501",
        "阳光花苑3-2-501",
    ],
)
def test_one_door_is_read_however_it_is_written(written: str) -> None:
    assert read_address(written) == Address("3", "2", "501")


@pytest.mark.parametrize(
    ("written", "door"),
    [
        ("东楼2单元301", Address("东楼", "2", "301")),
        ("A座1201", Address("A座", "", "1201")),
        ("B3栋2单元501", Address("B3", "2", "501")),
        ("B3-2-501", Address("B3", "2", "501")),
        ("5号院2-3-501", Address("2", "3", "501")),
        ("3号楼2单元5层1号", Address("3", "2", "501")),
        ("3号楼2单元五层12户", Address("3", "2", "512")),
        ("3号楼501", Address("3", "", "501")),
        ("1号楼甲单元0301", Address("1", "甲单元", "0301")),
        ("十二号楼1单元101", Address("12", "1", "101")),
        ("B-2-501", Address("B", "2", "501")),
        ("A栋2单元1201", Address("A栋", "2", "1201")),
        ("3号楼2单元5楼东户", Address("3", "2", "5东")),
        ("锦绣城二期3号楼2单元501", Address("二期3", "2", "501")),
        ("A区3-2-501", Address("A区3", "2", "501")),
    ],
)
def test_named_buildings_and_buildings_without_units_are_doors_too(
    written: str, door: Address
) -> None:
    assert read_address(written) == door


@pytest.mark.parametrize(
    ("written", "door"),
    [
        ("三组12号", Address("3", "", "12", "group")),
        ("第3村民组 东胡同 8号", Address("3", "东胡同", "8", "group")),
        ("第三村民小组8号", Address("3", "", "8", "group")),
        ("李庄村三组张家巷5号", Address("3", "张家巷", "5", "group")),
        ("王家组5号", Address("王家", "", "5", "group")),
        ("3组12-1号", Address("3", "", "12-1", "group")),
        ("南街12号", Address("南街", "", "12", "lane")),
        ("村南二街5号院", Address("村南二街", "", "5", "lane")),
        ("李庄村南街12号", Address("南街", "", "12", "lane")),
        ("二条胡同３号", Address("二条胡同", "", "3", "lane")),
    ],
)
def test_a_door_of_a_village_stands_in_a_group_or_a_lane(written: str, door: Address) -> None:
    assert read_address(written) == door


def test_a_group_known_already_completes_a_number_or_a_lane() -> None:
    assert read_address("12号", "3", "group") == Address("3", "", "12", "group")
    assert read_address("东胡同8号", "3", "group") == Address("3", "东胡同", "8", "group")
    assert read_address("12", "南街", "lane") == Address("南街", "", "12", "lane")


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("03号楼", Address("3", "", "")),
        ("锦绣城3号楼", Address("3", "", "")),
        ("二期3号楼", Address("二期3", "", "")),
        ("3号楼2单元", Address("3", "2", "")),
        ("东楼", Address("东楼", "", "")),
        ("第3村民组", Address("3", "", "", "group")),
        ("南街", Address("南街", "", "", "lane")),
    ],
)
def test_a_cell_above_the_room_names_a_building_a_lane_or_a_group(
    cell: str, place: Address
) -> None:
    assert read_place(cell) == place


@pytest.mark.parametrize(
    "written",
    [
        "",
        "3-2",
        "501",
        "2单元501",
        "阳光花苑1号楼",
        "共123户",
        "1-1-1-1",
        "不详",
        "5楼501",
        "2003-02-11",
        "建设路12号",
        "三组",
    ],
)
def test_a_door_that_is_not_certain_is_not_guessed(written: str) -> None:
    assert read_address(written) is None


@pytest.mark.parametrize(
    ("written", "door"),
    [
        ("2-501", Address("7", "2", "501")),
        ("2单元5楼501", Address("7", "2", "501")),
        ("501室", Address("7", "", "501")),
        ("3-2-501", Address("3", "2", "501")),
    ],
)
def test_a_building_known_already_completes_a_short_address(written: str, door: Address) -> None:
    assert read_address(written, building="7") == door


@pytest.mark.parametrize(
    ("written", "label"),
    [("1号楼", "1"), ("01栋", "1"), ("二单元", "2"), ("东楼", "东楼"), ("a座", "A座"), ("3#", "3")],
)
def test_a_numbered_label_is_its_number(written: str, label: str) -> None:
    assert read_label(written) == label


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("1号楼", "1"),
        ("东楼", "dl"),
        ("0301", "301"),
        ("A座", "az"),
        ("１２", "12"),
        ("000", "0"),
        ("★", "x"),
    ],
)
def test_a_code_is_digits_else_initials(label: str, code: str) -> None:
    assert code_of_label(label) == code


@given(st.text())
def test_every_label_has_a_plain_code(label: str) -> None:
    code = code_of_label(label)
    assert code and code.isascii() and code.isalnum() and code == code.lower()


@given(st.text(), st.sampled_from(["", "7", "东楼"]))
def test_no_text_breaks_the_reading(text: str, building: str) -> None:
    read_place(text)
    door = read_address(text, building)
    assert door is None or (door.building and door.room)


@given(st.integers(1, 99), st.integers(1, 9), st.integers(101, 3399))
def test_a_door_written_out_reads_back(building: int, unit: int, room: int) -> None:
    door = Address(str(building), str(unit), str(room))
    assert read_address(f"{building}号楼{unit}单元{room}室") == door
    assert read_address(f"{building}-{unit}-{room}") == door


def test_a_title_names_its_building() -> None:
    assert building_in("阳光花苑1号楼") == "1"
    assert building_in("1号楼、2号楼登记表") == ""
    assert building_in("Sheet1") == ""


@pytest.mark.parametrize("sign", ["x", "9", "1-", "张", "村1", "1号楼"])
def test_what_has_no_end_names_no_door_and_keeps_nobody_waiting(sign: str) -> None:
    begun = perf_counter()
    assert read_address(sign * 30_000) is None
    read_place(sign * 30_000)
    assert perf_counter() - begun < 2
