"""Text tables are read in every encoding and separator that offices use, each cell as text."""

from pathlib import Path

import pytest

from wumen.channels.spreadsheets import read_workbook
from wumen.rules.ledger import Sheet
from wumen.rules.problems import Problem

ROWS = (("住址", "姓名", "身份证号"), ("1-1-101", "张三", "410198199010262898"))


def write(folder: Path, content: bytes) -> Path:
    """A file of this content."""
    path = folder / "3号楼.csv"
    path.write_bytes(content)
    return path


def read(folder: Path, text: str, encoding: str = "utf-8") -> Sheet:
    """The one sheet of a text table."""
    (sheet,) = read_workbook(write(folder, text.encode(encoding)))
    return sheet


def code_of_refusal(folder: Path, content: bytes) -> str:
    """The code of the problem that reading this content raises."""
    with pytest.raises(Problem) as refusal:
        read_workbook(write(folder, content))
    assert refusal.value.text("zh") and refusal.value.next_step("en")
    return refusal.value.code


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encoding_and_separator_are_found(tmp_path: Path, encoding: str, separator: str) -> None:
    text = "\r\n".join(separator.join(row) for row in ROWS)
    assert read(tmp_path, text, encoding) == Sheet("3号楼", ROWS)


def test_marks_that_make_a_cell_text_are_taken_off(tmp_path: Path) -> None:
    text = '姓名,号码\n张三,\'410198199010262898\n李四,"=""0371"""\n王五,\n\'\',x'
    assert read(tmp_path, text).rows[1:] == (
        ("张三", "410198199010262898"),
        ("李四", "0371"),
        ("王五", None),
        ("'", "x"),
    )


def test_a_number_stays_as_it_is_written(tmp_path: Path) -> None:
    assert read(tmp_path, "房号,号码\n0301,4.10198E+17").rows[1] == ("0301", "4.10198E+17")


def test_quoted_cells_may_hold_separators_and_lines(tmp_path: Path) -> None:
    assert read(tmp_path, '住址,姓名\n1-1-101,"张三,\n李四"\n').rows[1] == (
        "1-1-101",
        "张三,\n李四",
    )


def test_a_quotation_mark_that_nobody_closed_swallows_no_rows(tmp_path: Path) -> None:
    rows = read(tmp_path, '住址,姓名\n1-1-101,"张三\n1-1-102,李四\n').rows
    assert rows[1:] == (("1-1-101", '"张三'), ("1-1-102", "李四"))


def test_blank_lines_keep_their_row_numbers(tmp_path: Path) -> None:
    assert read(tmp_path, "标题,\n\n住址,姓名\n").rows == (("标题", None), (), ("住址", "姓名"))


def test_a_line_that_names_the_separator_is_no_row(tmp_path: Path) -> None:
    assert read(tmp_path, "sep=;\n住址;姓名\n1-1-101;张,三").rows[1] == ("1-1-101", "张,三")


@pytest.mark.parametrize("content", [b"", b" \r\n\t\n", b"\0" * 100])
def test_an_empty_file_is_named(tmp_path: Path, content: bytes) -> None:
    assert code_of_refusal(tmp_path, content) == "file_empty"


@pytest.mark.parametrize(
    "content", [b"\xff\xff\x81,\x80", b"\xff\xfea", "张".encode("gb18030") + b"\xff"]
)
def test_an_encoding_that_cannot_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    assert code_of_refusal(tmp_path, content) == "file_encoding"


@pytest.mark.parametrize(
    "content",
    [
        "今天开会，请大家准时参加。".encode(),
        b"<html><table><tr><td>1,2</td></tr></table>",
        b'<?xml version="1.0"?><Workbook/>',
        b"\x7fELF\x02\x01\x01,\x03,\x04",
        b"%PDF-1.7\n\x01\x02,\x03",
    ],
)
def test_a_text_that_is_no_table_is_refused_naming_the_kinds_taken(
    tmp_path: Path, content: bytes
) -> None:
    assert code_of_refusal(tmp_path, content) == "file_not_workbook"
    with pytest.raises(Problem) as refusal:
        read_workbook(tmp_path / "3号楼.csv")
    assert ".csv" in refusal.value.text("zh")


def test_a_text_table_is_known_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "导出.xls"
    path.write_bytes("住址\t姓名\r\n1-1-101\t张三".encode("gb18030"))
    assert read_workbook(path) == [Sheet("导出", (("住址", "姓名"), ("1-1-101", "张三")))]
