"""Workbooks are read as plain rows under their true numbers, or refused with a reason."""

import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from wumen.channels.spreadsheets import read_workbook
from wumen.rules.problems import Problem

DATA = Path(__file__).parent.parent / "data"


def write_workbook(path: Path) -> Path:
    """Two sheets: one that begins in the third row and second column, one empty."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("1号楼")
        sheet.write_row(2, 1, ["姓名", "身份证号"])
        sheet.write_row(4, 1, ["张三", 13837123456])
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(4, 3, datetime(2022, 1, 8), day)  # noqa: DTZ001 - a cell has no zone
        sheet.write_boolean(4, 4, True)
        workbook.add_worksheet("空")
    return path


def code_of_refusal(path: Path, **limits: int) -> str:
    """The code of the problem that reading the file raises."""
    with pytest.raises(Problem) as refusal:
        read_workbook(path, **limits)
    assert refusal.value.text("zh") and refusal.value.next_step("en")
    return refusal.value.code


def test_rows_keep_the_numbers_they_have_in_the_file(tmp_path: Path) -> None:
    sheet, empty = read_workbook(write_workbook(tmp_path / "a.xlsx"))
    assert (sheet.name, empty.name, len(empty.rows)) == ("1号楼", "空", 0)
    assert [any(cell is not None for cell in row) for row in sheet.rows] == [
        *(False, False, True, False, True)
    ]
    assert sheet.rows[2][:3] == (None, "姓名", "身份证号")
    assert sheet.rows[4][1:3] == ("张三", 13837123456)
    assert str(sheet.rows[4][3]).startswith("2022-01-08")
    assert sheet.rows[4][4] is True


def test_merged_blocks_are_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.merge_range(1, 0, 3, 0, "1-1-101")
        sheet.merge_range(0, 0, 0, 2, "登记表")
        sheet.write_column(2, 1, ["李四", "王五"])
    (sheet,) = read_workbook(tmp_path / "a.xlsx")
    assert sheet.merged == ((0, 0, 0, 2), (1, 0, 3, 0))
    assert [row[0] for row in sheet.rows] == ["登记表", "1-1-101", None, None]


def test_the_content_counts_not_the_ending_of_the_name(tmp_path: Path) -> None:
    assert read_workbook(write_workbook(tmp_path / "a.xls"))[0].name == "1号楼"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert code_of_refusal(tmp_path / "a.xlsx") == "file_missing"
    assert code_of_refusal(tmp_path) == "file_missing"


def test_a_broken_file_is_no_workbook(tmp_path: Path) -> None:
    whole = write_workbook(tmp_path / "a.xlsx").read_bytes()
    for length in (3, 40, len(whole) // 2, len(whole) - 30):
        (tmp_path / "b.xlsx").write_bytes(whole[:length])
        assert code_of_refusal(tmp_path / "b.xlsx") == "file_not_workbook"
    (tmp_path / "c.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000))
    assert code_of_refusal(tmp_path / "c.xls") == "file_not_workbook"


def test_another_zip_file_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as package:
        package.writestr("word/document.xml", "<w/>")
    assert code_of_refusal(tmp_path / "a.xlsx") == "file_not_workbook"


def test_a_workbook_under_a_password_is_named(tmp_path: Path) -> None:
    names = "EncryptionInfo\0EncryptedPackage\0".encode("utf-16-le")
    (tmp_path / "a.xlsx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1016) + names)
    assert code_of_refusal(tmp_path / "a.xlsx") == "file_password"


def test_a_file_above_the_limit_is_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx")
    assert code_of_refusal(path, limit_bytes=1024) == "file_too_large"


def test_a_small_file_that_unpacks_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b" " * 2_000_000)
    assert code_of_refusal(tmp_path / "a.xlsx", limit_bytes=100_000) == "file_too_large"


def test_a_cell_in_the_far_corner_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, "姓名")
        sheet.write(1_048_575, 16_383, "x")
    assert code_of_refusal(tmp_path / "a.xlsx") == "file_too_large"


def test_colour_down_to_the_last_cell_does_no_harm(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, "姓名")
        sheet.write_blank(1_048_575, 16_383, None, workbook.add_format({"bold": True}))
    assert read_workbook(tmp_path / "a.xlsx")[0].rows == (("姓名",),)
