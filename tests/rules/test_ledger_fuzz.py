"""Whatever stands in a ledger: the reading never breaks, loses no row and makes nothing up."""

import csv
import io
import json
import tempfile
import unicodedata
from datetime import date, datetime, time
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from wumen.channels.spreadsheets import read_workbook
from wumen.rules.ledger import (
    FIELDS,
    Cell,
    LedgerReading,
    Said,
    Sheet,
    fingerprint,
    read_ledger,
    understand,
)
from wumen.rules.ledger.sheets import is_empty, raw_text
from wumen.rules.problems import Problem

EXAMPLES = 60
HEADERS: tuple[tuple[tuple[str | None, ...], ...], ...] = (
    (("序号", "住址", "姓名", "身份证号", "电话", "特殊需求", "关系", "备注"),),
    (("楼栋", "单元", "房号", "姓名", "证件号码", "手机号", "房屋状态", "人数"),),
    (("住址", "姓名1", "身份证号1", "电话1", "姓名2", "身份证号2", "电话2"),),
    (("住址", "户主姓名", "户主身份证", "成员1姓名", "成员1身份证", "成员1关系", "备注"),),
    (
        ("住址", "成员一", None, None, "成员二", None, None),
        (None, "姓名", "身份证号", "电话", "姓名", "身份证号", "电话"),
    ),
    (("住址", "姓名", "身份证", "电话", "姓名", "身份证", "电话"),),
    (("村民组", "街巷", "门牌号", "户主", "身份证号", "联系电话", "家庭成员"),),
    (("住址", "姓名", "身份证号", "导入结果", "原因"),),
)
NUMBERS = ("410198199010262898", "410198195009032069", "410198195009032060")
USUAL = (
    *("1-1-101", "1号楼2单元301室", "1号楼", "101", "张三", "李四", "空置", "无", "合计", "小计"),
    *("审核人：", "户主", "女", *NUMBERS, "4.1E+17", "13837123456", "姓名", "共3户", "三组12号"),
    *("序号", "住址", "高龄老人，透析", 1.0, 2.0, 13837123456.0, 4.1e17, float("nan"), True, " "),
    *(
        "张三、李四",
        "张三(户主) 李四(妻)",
        "、".join(NUMBERS[:2]),
        "南街",
        "三组",
        "\u200b",
        "张 三 李 四",
    ),
    *(
        "13837123456\n13937123456",
        "张三13837123456",
        "妻子 李四",
        "3号楼2单元",
        "'410198199010262898",
    ),
    *(date(2022, 1, 8), time(8), "录入"),
)
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.sampled_from(USUAL),
    st.text(max_size=12),
    st.floats(),
    st.integers(),
    st.datetimes(max_value=datetime(2100, 1, 1)),  # noqa: DTZ001 - a workbook's times have no zone
)
ROWS = st.lists(st.lists(CELLS, max_size=9), max_size=10)
BLOCKS = st.lists(
    st.tuples(*(st.integers(0, 12) for _ in range(4))).map(
        lambda b: (min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3]))
    ),
    max_size=3,
)
ENDS = {"merged", "refused", "skipped", "empty_home"}
CODES = {
    *("name_missing", "names_several", "address_unreadable", "duplicate", "digits_lost"),
    *("check_digit", "identity_number_form", "phone_length", "phone_form", "numbers_unclear"),
    *("words_unclear", "header_not_found"),
}
FILE_CODES = {
    "file_empty",
    "file_encoding",
    "file_not_workbook",
    "file_password",
    "header_not_found",
}


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """A sheet with a header of some layout, and anything below it."""
    header = draw(st.sampled_from(HEADERS))
    return Sheet("台账", (*header, *draw(ROWS)), draw(BLOCKS))


def written(sheet: Sheet) -> str:
    """All that stands in the cells, without blanks, in half width."""
    texts = (raw_text(cell) for row in sheet.rows for cell in row)
    return "".join(unicodedata.normalize("NFKC", "\n".join(texts)).split())


def accounted(sheet: Sheet, reading: LedgerReading) -> None:
    """Every row below the header that is not blank gave people or ended in exactly one way."""
    (layout,) = reading.layouts
    outcome = set(layout.outcome)
    below = {
        number
        for number, row in enumerate(sheet.rows, 1)
        if number > layout.last_row
        and not is_empty([cell for at, cell in enumerate(row) if at not in outcome])
    }
    people = {person.row for person in reading.people}
    ended = {row for _, row in reading.ended}
    assert people | ended == below
    assert not people & ended
    assert set(reading.ended.values()) <= ENDS
    ends = list(reading.ended.values())
    assert reading.rows == len(people) + ends.count("merged") + ends.count("refused")
    assert (reading.merged, reading.refused) == (ends.count("merged"), ends.count("refused"))
    assert reading.skipped == ends.count("skipped")
    assert len(reading.empty_homes) == ends.count("empty_home")


@settings(max_examples=EXAMPLES)
@given(sheets())
def test_every_row_below_a_header_is_accounted_for_once(sheet: Sheet) -> None:
    accounted(sheet, read_ledger([sheet]))


@settings(max_examples=EXAMPLES)
@given(sheets())
def test_every_row_not_taken_says_why(sheet: Sheet) -> None:
    reading = read_ledger([sheet])
    told = {(problem.sheet, problem.row) for problem in reading.problems}
    assert all(
        place in told for place, end in reading.ended.items() if end in ("merged", "refused")
    )
    assert {problem.code for problem in reading.problems} <= CODES
    assert {problem.code for problem in reading.to_check} <= {"number_shared"}
    for problem in (*reading.problems, *reading.to_check):
        assert problem.message_zh and problem.message_en


@settings(max_examples=EXAMPLES)
@given(sheets())
def test_names_and_numbers_stand_in_the_cells(sheet: Sheet) -> None:
    text = written(sheet)
    digits = "".join(char for char in text if char.isalnum()).upper()
    for person in read_ledger([sheet]).people:
        assert person.name and "".join(person.name.split()) in text
        assert (person.identity_number or "") in digits
        assert all(phone.replace("-", "") in digits for phone in person.phones)


@settings(max_examples=EXAMPLES)
@given(st.lists(ROWS, max_size=3), BLOCKS)
def test_sheets_of_anything_are_read_or_refused(
    many: list[list[list[Cell]]], blocks: list[tuple[int, int, int, int]]
) -> None:
    anything = [Sheet(f"Sheet{index}", rows, blocks) for index, rows in enumerate(many)]
    assert len(understand(anything)) == len(anything)
    try:
        read_ledger(anything)
    except Problem as problem:
        assert problem.code == "header_not_found"


@settings(max_examples=EXAMPLES)
@given(
    sheets(),
    st.dictionaries(st.integers(-1, 12), st.sampled_from([*FIELDS, "nonsense"])),
    st.integers(0, 15),
    st.integers(0, 15),
)
def test_whatever_the_office_says_of_a_layout_breaks_nothing(
    sheet: Sheet, fields: dict[int, str], first: int, last: int
) -> None:
    said = Said(first, last, fields)
    kept = {fingerprint(sheet): Said.from_dict(json.loads(json.dumps(said.as_dict())))}
    (understood,) = understand([sheet], kept)
    try:
        reading = read_ledger([sheet], kept)
    except Problem as problem:
        assert problem.code == "header_not_found"
        assert not understood.found
    else:
        accounted(sheet, reading)
        assert understood.people == len(reading.people)


def read_bytes(data: bytes) -> list[Sheet] | None:
    """The sheets of a file with this content; None when it is refused with a known code."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.csv"
        path.write_bytes(data)
        try:
            return read_workbook(path)
        except Problem as problem:
            assert problem.code in FILE_CODES
            return None


@settings(max_examples=EXAMPLES)
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xef\xbb\xbf", b"\xff\xfe"]))
def test_files_of_anything_are_read_or_refused(data: bytes, beginning: bytes) -> None:
    for sheet in read_bytes(beginning + data) or ():
        understand([sheet])


TEXTS = st.lists(
    st.lists(
        st.one_of(
            st.sampled_from([cell for cell in USUAL if isinstance(cell, str)]),
            st.text(
                st.characters(codec="gb18030", exclude_categories=("Cc", "Cs", "Co", "Cn")),
                max_size=8,
            ),
        ),
        min_size=3,
        max_size=8,
    ),
    max_size=6,
)


@settings(max_examples=EXAMPLES)
@given(
    TEXTS,
    st.sampled_from([",", "\t", ";"]),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
)
def test_a_text_table_is_read_in_every_encoding_and_separator(
    rows: list[list[str]], separator: str, encoding: str
) -> None:
    header = HEADERS[0][0]
    made = io.StringIO()
    csv.writer(made, delimiter=separator).writerows([header, *rows])
    found = read_bytes(made.getvalue().encode(encoding))
    assert found is not None
    (sheet,) = found
    assert sheet.rows[0] == header
    given_back = [[cell or "" for cell in row] for row in sheet.rows[1:]]
    assert given_back == [[_unmarked(cell) for cell in row] for row in rows]
    accounted(sheet, read_ledger([sheet]))


def _unmarked(cell: str) -> str:
    """A cell without the mark that makes it text."""
    return cell[1:] if cell.startswith("'") and len(cell) > 1 else cell
