"""What clerks write in the cells of names, floors and remarks is read as they mean it, and makes nobody up."""

import pytest

from tests.rules.test_ledger import number, problems
from wumen.rules.ledger import LedgerReading, Sheet, read_ledger, understand
from wumen.rules.ledger.names import Named, read_names
from wumen.rules.ledger.words import heading_of


def read(*rows: tuple[object, ...]) -> LedgerReading:
    """What a sheet of these rows says, its header among them."""
    return read_ledger([Sheet("S", rows)])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("1.王芳2.李强", [Named("王芳"), Named("李强")]),
        ("王芳 和 李强", [Named("王芳"), Named("李强")]),
        ("于涛和 丁刚", [Named("于涛和"), Named("丁刚")]),
        ("王芳一家3口", [Named("王芳", note="王芳一家3口")]),
        ("户主王芳,配偶李强", [Named("王芳", "户主"), Named("李强", "配偶")]),
        ("赵一 妻钱二 子赵三", [Named("赵一"), Named("钱二", "妻"), Named("赵三", "子")]),
        ("租户李强", [Named("李强", "租户")]),
        ("王芳,女,李强,男,30岁", [Named("王芳", sex="女"), Named("李强", sex="男", note="30岁")]),
        ("王芳30岁", [Named("王芳", note="30岁")]),
        ("李强(子,在外地上学)", [Named("李强", "子", note="在外地上学")]),
        ("王芳(1990年3月)", [Named("王芳", note="1990年3月")]),
        (
            "古丽娜尔·阿不都热依木(户主)、唐勇英(母)",
            [Named("古丽娜尔·阿不都热依木", "户主"), Named("唐勇英", "母")],
        ),
    ],
)
def test_a_name_cell_says_who_and_what_stands_beside(cell: str, people: list[Named]) -> None:
    assert read_names(cell) == tuple(people)


@pytest.mark.parametrize("name", ["母建国", "子路", "女娲", "孙子涵", "和平", "王和平"])
def test_a_name_that_begins_like_a_word_for_kin_stays_a_name(name: str) -> None:
    assert read_names(name) == (Named(name),)


@pytest.mark.parametrize(
    ("word", "field"),
    [
        ("与户主/租户关系", "relation"),
        ("身份证号/护照号", "identity_number"),
        ("需关爱类别", "needs"),
        ("村民姓名", "name"),
        ("备用联系方式", "phone"),
        ("所在楼层", "level"),
    ],
)
def test_a_word_that_no_list_has_is_read_by_what_it_is_about(word: str, field: str) -> None:
    heading = heading_of(word)
    assert heading is not None
    assert heading.field == field


@pytest.mark.parametrize(
    "word", ["身份证地址", "重点地区旅居史", "是否重点人群", "特殊岗位", "学校名称"]
)
def test_a_word_about_something_else_is_left_alone(word: str) -> None:
    assert heading_of(word) is None


def test_a_header_line_that_stands_again_is_nobody_though_not_all_its_words_are_known() -> None:
    head = ("房号", "姓名", "某种颜色", "电话")
    reading = read(
        ("3号楼",), head, ("1-101", "王芳", "红", None), head, (None, "李强", "绿", None)
    )
    assert [(one.room, one.name) for one in reading.people] == [("101", "王芳"), ("101", "李强")]
    assert (reading.skipped, reading.problems) == (1, ())


def test_a_short_room_beside_its_floor_is_the_room_of_that_floor() -> None:
    reading = read(
        ("楼栋", "单元", "楼层", "房号", "姓名"),
        ("1号楼", "1单元", "3层", "01", "王芳"),
        (None, None, None, "02", "李明"),
        ("1号楼", "1单元", 5.0, 1.0, "赵芳"),
        ("1号楼", "1单元", 5.0, "502", "赵一"),
    )
    assert [one.room for one in reading.people] == ["301", "302", "501", "502"]


def test_a_need_named_in_a_remark_is_taken_and_a_sentence_is_not() -> None:
    reading = read(
        ("住址", "姓名", "备注"),
        ("1-1-101", "王芳", "独居老人、透析"),
        ("1-1-102", "李强", "家有孕妇"),
        ("1-1-103", "赵一、钱二", "残疾人"),
    )
    assert [one.needs for one in reading.people] == [("独居老人", "透析"), (), (), ()]


def test_damage_that_only_a_doubled_row_has_is_told_with_its_row() -> None:
    rows = [("1-1-101", "王芳", number(1)), ("1-1-101", "王芳", number(1)[:17] + "?")]
    reading = read(("住址", "姓名", "身份证号"), *rows, rows[1])
    assert problems(reading) == [
        (3, None, "duplicate"),
        (3, "identity_number", "identity_number_form"),
        (4, None, "duplicate"),
        (4, "identity_number", "identity_number_form"),
    ]


def test_what_is_passed_over_is_no_sample_of_a_column() -> None:
    head = ("房号", "姓名", "某种颜色")
    rows = [("3号楼",), head, ("1-101", "王芳", "红"), head, (None, "李强", "绿"), ("合计",)]
    (seen,) = understand([Sheet("S", rows)])
    assert [column.samples for column in seen.columns] == [
        ("1-101",),
        ("王芳", "李强"),
        ("红", "绿"),
    ]
