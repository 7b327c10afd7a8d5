"""What the office says of a layout stands above every guess, and is remembered for that layout."""

import json
from pathlib import Path

import pytest

from tests.rules.test_ledger import number
from wumen.channels.spreadsheets import read_workbook
from wumen.rules.ledger import FIELDS, Said, Sheet, fingerprint, read_ledger, understand
from wumen.rules.problems import Problem

DATA = Path(__file__).parent.parent / "data"
ODD = Sheet(
    "名册",
    (
        ("阳光花苑住户",),
        ("哪一户", "谁", "号码一", "号码二", "联系电话"),
        ("1-1-101", "张三", number(1), "13837123456", "67990000"),
    ),
)


def test_a_header_that_was_not_understood_can_be_explained() -> None:
    with pytest.raises(Problem):
        read_ledger([ODD])
    (shown,) = understand([ODD])
    assert not shown.found
    assert (shown.header_row, shown.rows[0]) == (2, ("阳光花苑住户",))
    fields = {0: "address", 1: "name", 2: "identity_number", 3: "phone", 4: "other"}
    said = {shown.fingerprint: Said(2, 2, fields)}
    (person,) = read_ledger([ODD], said).people
    assert (person.name, person.identity_number, person.phones) == (
        "张三",
        number(1),
        ("13837123456",),
    )
    (again,) = understand([ODD], said)
    assert again.found and [column.field for column in again.columns] == [
        *("address", "name", "identity_number", "phone", "")
    ]


def test_what_is_said_of_one_column_leaves_the_others_as_guessed() -> None:
    sheet = Sheet("台账", (("住址", "姓名", "备注", "其他"), ("1-1-101", "张三", "透析", "x")))
    (person,) = read_ledger([sheet], {fingerprint(sheet): {2: "needs", 3: "other"}}).people
    assert (person.needs, person.note) == (("透析",), "")


def test_a_header_below_the_guessed_one_can_be_pointed_out() -> None:
    rows = (("姓名", "住址"), ("（样例）", None), ("人", "家"), ("张三", "1-1-101"))
    sheet = Sheet("台账", rows)
    said = {fingerprint(sheet): Said(3, 3, {0: "name", 1: "address"})}
    reading = read_ledger([sheet], said)
    assert [(p.row, p.name) for p in reading.people] == [(4, "张三")]
    assert reading.ended == {}


def test_one_title_row_more_does_not_make_another_layout() -> None:
    more = Sheet("二月", (("二月",), *ODD.rows))
    said = {fingerprint(ODD): Said(2, 2, {0: "address", 1: "name"}, looked_at=2)}
    assert fingerprint(more) == fingerprint(ODD)
    assert [p.row for p in read_ledger([more], said).people] == [4]


def test_names_of_sheets_rows_and_an_outcome_do_not_matter_to_the_fingerprint() -> None:
    header = ("住址", "姓 名", "身份证号")
    one = Sheet("一", (header, ("1-1-101", "张三")))
    other = Sheet("二", (("标题",), ("住址", "姓名（必填）", "身份证号", "导入结果", "原因")))
    assert fingerprint(one) == fingerprint(other)
    assert fingerprint(one) != fingerprint(Sheet("一", (("姓名", "住址", "身份证号"),)))
    assert fingerprint(Sheet("空", ())) == fingerprint(Sheet("空", ((None,),)))


def test_what_was_said_is_kept_as_plain_data() -> None:
    said = Said(3, 4, {0: "name", 12: "other"}, looked_at=3)
    assert Said.from_dict(json.loads(json.dumps(said.as_dict()))) == said
    assert Said.from_dict({"fields": {"x": "name", "1": 2}, "header_row": "?"}).fields == {1: "2"}


def test_every_sheet_is_shown_as_it_was_understood() -> None:
    sheets = [*read_workbook(DATA / "ledger-sheets.xlsx"), Sheet("说明", (("请如实填写",),))]
    shown = understand(sheets)
    assert len({one.fingerprint for one in shown[:-1]}) == 1
    assert [one.found for one in shown] == [True] * 36 + [False]
    first = shown[0]
    assert (first.sheet, first.building, first.header_row, first.last_header_row) == (
        *("1号楼", "1", 3, 3),
    )
    named = next(column for column in first.columns if column.field == "name")
    assert (named.words, named.person, named.samples[0]) == (("姓 名",), 1, "谭树超")
    assert len(named.samples) == 4
    assert [person.name for person in first.samples] == ["谭树超", "谭桂艳", "谢红怡"]
    assert sum(one.people for one in shown) == 12261
    assert sum(one.skipped for one in shown) == 36
    assert shown[-1].rows == (("请如实填写",),)


def test_columns_of_several_people_say_whose_they_are() -> None:
    header = ("住址", "姓名1", "电话1", "姓名2", "电话2", "不明")
    (shown,) = understand([Sheet("台账", (header, ("1-1-101", "张三", None, "李四")))])
    assert [(column.field, column.person) for column in shown.columns] == [
        *(("address", 0), ("name", 1), ("phone", 1), ("name", 2), ("phone", 2), ("", 0)),
    ]


def test_every_field_has_a_name_in_both_languages() -> None:
    assert all(zh and en.isascii() for zh, en in FIELDS.values())
