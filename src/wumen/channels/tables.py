"""Writes plain tables of texts as a workbook, A4 landscape, a sheet each, with who took it on every printed page."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

_A4 = 9
_WIDE, _NARROW = 22, 14


@dataclass(frozen=True)
class Table:
    """A sheet: its name, a title, the header and rows of texts."""

    name: str
    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


def write_tables(tables: Sequence[Table], mark: str) -> bytes:
    """The .xlsx; a text that looks like a formula stays a text, and nothing is put on a disk."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        bold = workbook.add_format({"bold": True, "border": 1, "text_wrap": True})
        cell = workbook.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        title = workbook.add_format({"bold": True, "font_size": 14})
        for table in tables:
            sheet = workbook.add_worksheet(table.name)
            sheet.set_landscape()
            sheet.set_paper(_A4)
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(2)
            sheet.set_footer(f"&L{mark}&R&P/&N"[:255])
            sheet.set_column(0, 0, _WIDE)
            sheet.set_column(1, max(1, len(table.header) - 1), _NARROW)
            sheet.write_string(0, 0, table.title, title)
            sheet.write_string(1, 0, mark)
            for column, text in enumerate(table.header):
                sheet.write_string(2, column, text, bold)
            for number, row in enumerate(table.rows, 3):
                for column, text in enumerate(row):
                    sheet.write_string(number, column, text, cell)
            sheet.freeze_panes(3, 1)
    return file.getvalue()
