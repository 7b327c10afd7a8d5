"""A marked workbook: cells in their kind, marks beside their rows, and nothing of it when it is read back."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wumen.channels.spreadsheets import read_workbook
from wumen.channels.workbooks import REASON, RESULT, without_marks, write_marked
from wumen.rules.ledger import Sheet
from wumen.rules.problems import Problem

HEADER = ("楼栋", "房号", "姓名")
MARKS = {1: (RESULT, REASON), 3: ("未收", "请补上姓名。"), 9: ("跳过", "")}
TEXT = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=20)
NUMBER = st.one_of(
    st.integers(-(2**53), 2**53).map(float), st.floats(allow_nan=False, allow_infinity=False)
)
DAY = st.dates(date(1901, 1, 1), date(2099, 12, 31))
CELL = st.one_of(st.none(), TEXT, NUMBER, st.booleans(), DAY)


def written(folder: Path, sheet: Sheet) -> Sheet:
    """The sheet as it is read when it was written with marks."""
    write_marked(folder / "out.xlsx", [sheet], {sheet.name: MARKS})
    (back,) = read_workbook(folder / "out.xlsx")
    return back


def trimmed(sheet: Sheet) -> list[list[object]]:
    """The rows without blanks at their ends."""
    rows: list[list[object]] = []
    for row in sheet.rows:
        cells = list(row)
        while cells and cells[-1] is None:
            cells.pop()
        rows.append(cells)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def test_marks_stand_beside_their_rows(tmp_path: Path) -> None:
    sheet = Sheet("一号楼", (HEADER, ("1", "101", "甲"), ("1", "102", None)))
    back = written(tmp_path, sheet)
    assert back.rows[0] == (*HEADER, RESULT, REASON)
    assert back.rows[1] == ("1", "101", "甲", None, None)
    assert back.rows[2] == ("1", "102", None, "未收", "请补上姓名。")
    assert without_marks(back) == sheet


def test_a_sheet_without_marks_is_left_alone() -> None:
    sheet = Sheet("一号楼", (HEADER, ("1", RESULT, "甲"), (REASON, "1", "2")))
    assert without_marks(sheet) is sheet


def test_merged_cells_stay_merged(tmp_path: Path) -> None:
    rows = (("锦绣城", None, None), HEADER, ("1", "101", "甲"), (None, None, "乙"))
    sheet = Sheet("一号楼", rows, ((0, 0, 0, 2), (2, 0, 3, 0), (2, 1, 3, 1)))
    write_marked(tmp_path / "out.xlsx", [sheet], {"一号楼": {2: (RESULT, REASON)}})
    (back,) = read_workbook(tmp_path / "out.xlsx")
    assert back.merged == sheet.merged
    assert without_marks(back) == sheet


def test_times_and_long_numbers_keep_their_value(tmp_path: Path) -> None:
    cells = (
        time(8, 30),
        timedelta(hours=30),
        datetime(2022, 1, 10, 6, 30),  # noqa: DTZ001 - a cell has no zone
        0.1 + 0.2,
        410198197001010011.0,
        "410198197001010011",
    )
    sheet = Sheet("1", (HEADER, cells))
    back = written(tmp_path, sheet)
    assert back.rows[1][: len(cells)] == cells
    assert [type(cell) for cell in back.rows[1][: len(cells)]] == [type(cell) for cell in cells]


@settings(max_examples=60)
@given(st.lists(st.lists(CELL, min_size=1, max_size=5), min_size=1, max_size=8))
def test_whatever_a_sheet_holds_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[object]]
) -> None:
    sheet = Sheet("表", (HEADER, *(tuple(row) for row in rows)))  # type: ignore[arg-type]
    back = without_marks(written(tmp_path_factory.mktemp("book"), sheet))
    assert trimmed(back) == trimmed(sheet)


def test_a_name_that_excel_refuses_is_made_one_that_it_takes(tmp_path: Path) -> None:
    names = ["a/b:c" * 9, "A/B:C" * 9, "'", "正常"]
    sheets = [Sheet(name, (HEADER,)) for name in names]
    write_marked(tmp_path / "out.xlsx", sheets, {})
    made = [sheet.name for sheet in read_workbook(tmp_path / "out.xlsx")]
    assert made[2:] == ["1", "正常"] and len({name.lower() for name in made}) == 4


def test_a_file_that_cannot_be_written_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="outcome_not_written"):
        write_marked(tmp_path / "nowhere" / "out.xlsx", [Sheet("1", (HEADER,))], {})
