"""A list as a workbook, read back: title, mark, header, typed cells, and how it is printed."""

import io
import re
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from wumen.channels.lists import Mark, write_list
from wumen.rules.lists import LISTS, Row
from wumen.rules.time import BUSINESS_ZONE

AT = datetime(2022, 1, 10, 8, 10, tzinfo=BUSINESS_ZONE)
MARK = Mark(12, "孙内勤（103）", "锦绣城社区内勤", AT, "上门采样分组用")
NUMBER = "410198199001010015"


def cells(content: bytes) -> list[list[Any]]:
    """The rows of the one sheet as they are read back."""
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        assert len(book.sheet_names) == 1
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def parts(content: bytes) -> dict[str, str]:
    """The parts of the package as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def write(key: str, *rows: Row, mark: Mark = MARK) -> bytes:
    """A list of these rows."""
    return write_list("锦绣城社区 名单", LISTS[key].columns, rows, mark)


def test_title_mark_header_and_rows_stand_in_this_order() -> None:
    rows = cells(write("households", ("1号楼", "1单元", "101", "自住", 3, 1)))
    assert rows[0][0] == "锦绣城社区 名单"
    assert rows[1][0] == (
        "导出第 12 号 · 孙内勤（103） · 锦绣城社区内勤 · 2022-01-10 08:10 · 用途：上门采样分组用"
    )
    assert rows[2] == ["楼栋", "单元", "房号", "住房状态", "人数", "外出人数"]
    assert rows[3] == ["1号楼", "1单元", "101", "自住", 3.0, 1.0]


def test_numbers_of_people_are_texts_and_days_are_days() -> None:
    person = ("1号楼", "1单元", "0101", "张三", "女", "户主", NUMBER, "13800000001")
    assert cells(write("residents", person))[3] == list(person)
    away = ("1号楼", "", "101", "张三", date(2022, 1, 3), None, "138******01")
    assert cells(write("away", away))[3] == [
        "1号楼",
        "",
        "101",
        "张三",
        date(2022, 1, 3),
        "",
        "138******01",
    ]


@pytest.mark.parametrize(
    "text",
    ["=1+1", '=HYPERLINK("http://x")', "+8613800000001", "-1", "@SUM(A1)", "{=1}", "http://x.cn"],
)
def test_what_looks_like_a_formula_stays_a_text(text: str) -> None:
    content = write("residents", (text, "", "101", text, "", "", "", ""), mark=MARK)
    row = cells(content)[3]
    assert (row[0], row[3]) == (text, text)
    sheet = parts(content)["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet


def test_every_printed_page_bears_the_mark_the_header_row_and_its_number() -> None:
    said = parts(write("households", *[("1号楼", "", "101", "自住", 1, 0)] * 200))
    sheet, book = said["xl/worksheets/sheet1.xml"], said["xl/workbook.xml"]
    assert 'paperSize="9"' in sheet
    assert 'orientation="landscape"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert re.search(
        r"<oddHeader>.*导出第 12 号.*孙内勤（103）.*上门采样分组用.*</oddHeader>", sheet
    )
    assert re.search(r"<oddFooter>.*第 &amp;P 页，共 &amp;N 页</oddFooter>", sheet)
    assert re.search(r"<pane [^>]*ySplit=\"3\"[^>]*state=\"frozen\"", sheet)
    assert re.search(r"Print_Titles[^>]*>[^<]*\$3:\$3<", book)


def test_the_mark_stands_in_the_properties_of_the_document() -> None:
    core = parts(write("households"))["docProps/core.xml"]
    assert "导出第 12 号" in core
    assert "孙内勤（103）" in core
    assert "2022-01-10T08:10:00Z" in core


def test_a_long_purpose_with_an_ampersand_is_cut_in_print_and_whole_in_the_sheet() -> None:
    purpose = "分组&" * 60
    content = write("households", mark=Mark(1, "甲", "内勤", AT, purpose))
    assert cells(content)[1][0].endswith(purpose)
    header = re.search(r"<oddHeader>(.*)</oddHeader>", parts(content)["xl/worksheets/sheet1.xml"])
    assert header is not None
    text = header[1].replace("&amp;", "&")
    assert len(text) <= 255
    assert "&&" in text
    assert re.sub(r"&&|&L|&9", "", text).count("&") == 0
