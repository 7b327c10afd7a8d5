"""A superior's form is filled in its own bytes: only the filled cells change, all else is as it was sent."""

import io
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from tests.superior_forms import SHEET, blank, cells
from wumen.channels.superior_forms import fill_form, read_form
from wumen.channels.superior_forms.package import LIMIT_BYTES
from wumen.rules.problems import Problem
from wumen.rules.superior_forms import CellKind, cell_name

PART = "xl/worksheets/sheet1.xml"


def parts(content: bytes) -> dict[str, bytes]:
    """The parts of a workbook by their names, in order."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {one: packed.read(one) for one in packed.namelist()}


def with_part(content: bytes, name: str, changed: bytes) -> bytes:
    """A workbook with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for part, data in parts(content).items():
            made.writestr(part, changed if part == name else data)
    return out.getvalue()


def refused(content: bytes) -> str:
    """The code with which a file is refused."""
    with pytest.raises(Problem) as problem:
        read_form(content)
    return problem.value.code


def test_a_form_is_read_with_words_formulas_blocks_and_widths() -> None:
    sheet = read_form(blank()).sheets[0]
    assert (sheet.name, sheet.rows, sheet.columns) == (SHEET, 9, 7)
    assert sheet.words((3, 3)) == "封控区"
    assert (sheet.kind((8, 2)), sheet.cells[8, 2].text) == (CellKind.FORMULA, "SUM(B5:B7)")
    assert sheet.kind((5, 2)) is CellKind.EMPTY
    assert (1, 1, 1, 7) in sheet.merged
    assert 22 < sheet.widths[1] < 24


def test_filled_numbers_and_words_are_found_by_another_reader() -> None:
    filled = fill_form(
        blank(),
        {(SHEET, "B5"): 4, (SHEET, "C5"): 10, (SHEET, "B6"): 0, (SHEET, "B2"): "锦绣城 <&>"},
    )
    found = cells(filled)
    assert (found["B5"], found["C5"], found["B6"], found["B2"]) == (4, 10, 0, "锦绣城 <&>")
    assert "D5" not in found


def test_sums_show_their_new_value_also_where_nothing_counts() -> None:
    found = cells(fill_form(blank(), {(SHEET, "B5"): 4, (SHEET, "B7"): 5}))
    assert (found["B8"], found["C8"]) == (9, 0)


def test_every_part_but_the_sheet_stays_byte_for_byte_pictures_and_charts_too() -> None:
    before = blank(picture=True)
    after = parts(fill_form(before, {(SHEET, "B5"): 4}))
    kept = parts(before)
    assert list(after) == list(kept)
    changed = {name for name in kept if kept[name] != after[name]}
    assert changed <= {PART, "xl/workbook.xml"}
    assert any(name.startswith("xl/media/") for name in kept)
    assert set(read_form(before).holds) == {"pictures", "charts"}
    assert b'fullCalcOnLoad="1"' in after["xl/workbook.xml"]


def test_of_the_sheet_itself_only_the_filled_cell_and_the_sums_change() -> None:
    before = blank()
    sheet = parts(before)[PART].decode()
    after = parts(fill_form(before, {(SHEET, "B5"): 4}))[PART].decode()
    style = re.search(r'<c r="B5" s="(\d+)"/>', sheet)
    assert style
    expected = sheet.replace(style[0], f'<c r="B5" s="{style[1]}"><v>4</v></c>')
    assert after == expected.replace("<f>SUM(B5:B7)</f><v>0</v>", "<f>SUM(B5:B7)</f><v>4</v>")


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.tuples(st.integers(1, 40), st.integers(1, 12)).map(cell_name),
        st.integers(0, 10**7) | st.text(min_size=1, max_size=12),
        max_size=12,
    ),
    st.booleans(),
)
def test_any_cells_may_be_filled_and_all_others_read_as_before(
    wanted: dict[str, int | str], compact: bool
) -> None:
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(SHEET)
        for cell, words in (("B2", "甲"), ("D2", "乙"), ("A9", "丙"), ("L30", "丁")):
            sheet.write(cell, words)
    before = out.getvalue()
    if compact:
        # Some programs number neither rows nor cells that follow each other.
        data = parts(before)[PART]
        before = with_part(before, PART, data.replace(b"<sheetData>", b"<sheetData><row/>"))
    filled = cells(fill_form(before, {(SHEET, cell): said for cell, said in wanted.items()}))
    for cell, said in cells(before).items():
        assert cell in wanted or filled[cell] == said
    for cell, value in wanted.items():
        if isinstance(value, int):
            assert filled[cell] == value
    again = read_form(fill_form(before, {(SHEET, cell): said for cell, said in wanted.items()}))
    assert {cell_name(at) for at in again.sheets[0].cells} <= {*cells(before), *wanted}


def test_shared_formulas_of_a_dragged_row_are_summed_too() -> None:
    before = blank()
    data = parts(before)[PART].decode()
    data = data.replace("<f>SUM(B5:B7)</f>", '<f t="shared" ref="B8:C8" si="0">SUM(B5:B7)</f>')
    data = data.replace("<f>SUM(C5:C7)</f>", '<f t="shared" si="0"/>')
    shared = with_part(before, PART, data.encode())
    assert read_form(shared).sheets[0].cells[8, 3].text == "SUM(C5:C7)"
    assert cells(fill_form(shared, {(SHEET, "C5"): 7}))["C8"] == 7


def test_a_formula_that_we_do_not_count_shows_nothing_until_excel_does() -> None:
    before = blank()
    data = parts(before)[PART].decode().replace("<f>SUM(B5:B7)</f>", "<f>IF(C8&gt;0,B5/C8,0)</f>")
    filled = fill_form(with_part(before, PART, data.encode()), {(SHEET, "B5"): 3})
    assert "<f>IF(C8&gt;0,B5/C8,0)</f></c>" in parts(filled)[PART].decode()


def test_files_that_are_no_xlsx_are_refused_with_what_to_do() -> None:
    assert refused(b"name,room\n") == "form_unreadable"
    assert refused(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600) == "form_old_excel"
    locked = "EncryptionInfo EncryptedPackage".encode("utf-16-le")
    assert refused(bytes.fromhex("d0cf11e0a1b11ae1") + locked) == "file_password"
    assert refused(b"PK" + b"\0" * (LIMIT_BYTES + 1)) == "form_too_large"
    assert refused(blank()[:900]) == "form_unreadable"
    assert refused(with_part(blank(), PART, b"<worksheet><sheetData>")) == "form_unreadable"


def test_declared_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'
    assert refused(with_part(blank(), PART, bomb)) == "form_unreadable"


def test_a_sheet_that_is_not_there_cannot_be_filled() -> None:
    with pytest.raises(Problem) as problem:
        fill_form(blank(), {("周报", "B5"): 4})
    assert problem.value.code == "form_sheet_unknown"
