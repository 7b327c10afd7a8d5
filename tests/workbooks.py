"""Small ledgers for tests: one row a person, invented people, numbers with a true check digit."""

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from wumen.rules.identity_numbers import make_check_digit

HEADER = (
    "楼栋",
    "单元",
    "房号",
    "姓名",
    "与户主关系",
    "性别",
    "身份证号",
    "联系电话",
    "重点人群",
    "房屋状态",
)


def number(serial: int) -> str:
    """An invented identity number; the same serial gives the same number."""
    first = f"41019819700101{serial:03d}"
    return first + make_check_digit(first)


def row(
    room: str = "101",
    name: str = "",
    identity: str = "",
    phone: str = "",
    *,
    building: str = "1号楼",
    unit: str = "1",
    relation: str = "",
    needs: str = "",
    state: str = "",
) -> tuple[str, ...]:
    """One row below the header."""
    return (building, unit, room, name, relation, "", identity, phone, needs, state)


def write_ledger(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Write a ledger with a header and these rows; every cell is text, an empty one is left out."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("台账")
        for number_of_row, cells in enumerate([HEADER, *rows]):
            for column, cell in enumerate(cells):
                if cell:
                    sheet.write_string(number_of_row, column, cell)
    return path
