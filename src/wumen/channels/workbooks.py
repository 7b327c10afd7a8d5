"""Writes workbooks: the sheets of a ledger as they were, with two columns that say what became of each row."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import OverlappingRange, XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from wumen.rules.ledger.sheets import Cell, Sheet
from wumen.rules.problems import Problem

RESULT, REASON = "导入结果", "原因"
# A header stands within the first rows of a sheet.
_ROWS_TO_SEARCH = 60
_DATES: Mapping[type, str] = {
    date: "yyyy-mm-dd",
    datetime: "yyyy-mm-dd hh:mm:ss",
    time: "hh:mm:ss",
    timedelta: "[h]:mm:ss",
}
_WIDTHS = (10, 60)
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_NAME = 31

# What stands in the two columns of a row, by its number from 1.
Marks = Mapping[int, tuple[str, str]]


class _ExactSheet(Worksheet):  # type: ignore[misc] # its package says no types
    """A sheet that writes numbers with all their digits: its own writer stops at the sixteenth."""

    def _xml_number_element(self, number: float, attributes: Sequence[Any] = ()) -> None:
        attr = "".join(f' {key}="{value}"' for key, value in attributes)
        self.fh.write(f"<c{attr}><v>{number!r}</v></c>")


def write_marked(path: Path, sheets: Sequence[Sheet], marks: Mapping[str, Marks]) -> None:
    """Write the sheets as they were read, each cell in its kind, and beside them what became of rows.

    `marks` by sheet; the lowest number is the header's. Problem `outcome_not_written`.
    """
    try:
        # Merged cells are told first, a row that was written in constant memory is gone.
        kept = any(sheet.merged for sheet in sheets)
        options = {"constant_memory": not kept, "tmpdir": str(path.parent)}
        with Workbook(path, options) as workbook:
            dates = {
                kind: workbook.add_format({"num_format": form}) for kind, form in _DATES.items()
            }
            names = _names(sheets)
            for sheet, name in zip(sheets, names, strict=True):
                made = workbook.add_worksheet(name, worksheet_class=_ExactSheet)
                _write_sheet(made, sheet, marks.get(sheet.name, {}), dates)
    except (OSError, XlsxWriterException) as error:
        raise Problem("outcome_not_written") from error


def without_marks(sheet: Sheet) -> Sheet:
    """The sheet without the two columns that `write_marked` added, wherever its rows were moved to."""
    for row in sheet.rows[:_ROWS_TO_SEARCH]:
        for column, cell in enumerate(row[:-1]):
            if cell == RESULT and row[column + 1] == REASON:
                merged = tuple(block for block in sheet.merged if block[3] < column)
                return Sheet(sheet.name, tuple(one[:column] for one in sheet.rows), merged)
    return sheet


def _write_sheet(made: Worksheet, sheet: Sheet, marks: Marks, dates: Mapping[type, Format]) -> None:
    width = max(map(len, sheet.rows), default=0)
    if marks:
        for offset, wide in enumerate(_WIDTHS):
            made.set_column(width + offset, width + offset, wide)
    for block in sheet.merged:
        with suppress(OverlappingRange):
            made.merge_range(*block, "")
    write_text = made.write_string
    for number, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            if cell.__class__ is str:
                write_text(number, column, cell)
            elif cell is not None:
                _write_other(made, number, column, cell, dates)
        mark = marks.get(number + 1)
        if mark:
            for offset, text in enumerate(mark):
                if text:
                    write_text(number, width + offset, text)


def _write_other(
    made: Worksheet, row: int, column: int, cell: Cell, dates: Mapping[type, Format]
) -> None:
    """Write a cell that is no text: a number, a date, a time, true or false."""
    if isinstance(cell, bool):
        made.write_boolean(row, column, cell)
    elif isinstance(cell, (int, float)):
        made.write_number(row, column, cell)
    else:
        made.write_datetime(row, column, cell, dates[type(cell)])


def _names(sheets: Sequence[Sheet]) -> list[str]:
    """Names that Excel takes: a file of text may have been called anything."""
    names: list[str] = []
    for sheet in sheets:
        name = sheet.name.translate(_FORBIDDEN).strip("' ")[:_LONGEST_NAME] or "1"
        number = 1
        while name.lower() in {one.lower() for one in names}:
            number += 1
            name = f"{name[: _LONGEST_NAME - 4]} {number}"
        names.append(name)
    return names
