"""Writes a list as a workbook that tells on every printed page who took it, when and what for."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from wumen.rules.lists import Column, Kind, Row
from wumen.rules.time import local

# Excel cuts a header or footer beyond 255 characters; what is longer stands in the sheet itself.
_PRINTED = 200
_A4 = 9
_HEAD_ROW = 2


@dataclass(frozen=True)
class Mark:
    """Who took a file: export number, person with crew number, post, instant, purpose."""

    number: int
    who: str
    post: str
    at: datetime
    purpose: str

    def __str__(self) -> str:
        """The mark in one line."""
        when = f"{local(self.at):%Y-%m-%d %H:%M}"
        return f"导出第 {self.number} 号 · {self.who} · {self.post} · {when} · 用途：{self.purpose}"


def write_list(title: str, columns: Sequence[Column], rows: Sequence[Row], mark: Mark) -> bytes:
    """The .xlsx of a list: title, mark, header, rows; nothing personal is ever put on a disk.

    A text that looks like a formula stays a text; identity numbers are texts too.
    """
    file = io.BytesIO()
    options = {
        # Otherwise the writer would park the rows in temporary files.
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(file, options) as workbook:
        workbook.set_properties(
            {
                "title": title,
                "author": mark.who,
                "comments": str(mark),
                "created": local(mark.at).replace(tzinfo=None),
            }
        )
        sheet = workbook.add_worksheet()
        _set_up(sheet, columns, mark)
        _fill(workbook, sheet, title, columns, rows, mark)
    return file.getvalue()


def _printed(text: str) -> str:
    """A text for header or footer, where & begins a code and stands for itself when doubled."""
    signs = [sign * (2 if sign == "&" else 1) for sign in text]
    if sum(map(len, signs)) <= _PRINTED:
        return "".join(signs)
    kept = [
        sign
        for sign, length in zip(signs, accumulate(map(len, signs)), strict=True)
        if length < _PRINTED
    ]
    return "".join(kept) + "…"


def _set_up(sheet: Worksheet, columns: Sequence[Column], mark: Mark) -> None:
    """The page as it is printed: A4 lying, the header on every page, the mark and the page number."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.7)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.freeze_panes(_HEAD_ROW + 1, 0)
    sheet.set_header(f"&L&9{_printed(str(mark))}")
    sheet.set_footer(f"&L&9导出第 {mark.number} 号 {_printed(mark.who)}&R&9第 &P 页，共 &N 页")
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)


def _fill(
    workbook: xlsxwriter.Workbook,
    sheet: Worksheet,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    mark: Mark,
) -> None:
    line = {"border": 1, "valign": "vcenter"}
    heading = workbook.add_format({"bold": True, "font_size": 14})
    head = workbook.add_format({**line, "bold": True, "bg_color": "#EEECE6", "text_wrap": True})
    text = workbook.add_format({**line, "num_format": "@", "text_wrap": True})
    number = workbook.add_format({**line, "num_format": "0"})
    day = workbook.add_format({**line, "num_format": "yyyy-mm-dd", "align": "left"})
    formats = {Kind.NUMBER: number, Kind.DAY: day}
    sheet.write_string(0, 0, title, heading)
    sheet.write_string(1, 0, str(mark))
    for place, column in enumerate(columns):
        sheet.write_string(_HEAD_ROW, place, column.name.zh, head)
    for down, row in enumerate(rows, start=_HEAD_ROW + 1):
        for place, (column, value) in enumerate(zip(columns, row, strict=True)):
            form = formats.get(column.kind, text)
            if value is None or value == "":
                sheet.write_blank(down, place, None, form)
            elif column.kind is Kind.NUMBER:
                sheet.write_number(down, place, value, form)
            elif column.kind is Kind.DAY:
                sheet.write_datetime(down, place, value, form)
            else:
                sheet.write_string(down, place, str(value), form)
