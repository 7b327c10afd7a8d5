"""A sheet of a workbook as plain rows, and what one cell says."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from wumen.rules.addresses import plain
from wumen.rules.numbers import whole

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None
Row: TypeAlias = Sequence[Cell]
# First row, first column, last row, last column, counted from 0 and both ends included.
Block: TypeAlias = tuple[int, int, int, int]

# What a clerk writes to say that there is nothing to write.
_NOTHING = frozenset(
    ("无", "没有", "暂无", "不详", "未知", "/", "\\", "-", "--", "—", "——", "－", "N/A", "#N/A")
)
_LONGEST_NOTHING = 6
_SEEN = re.compile(r"[^\s\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `rows[0]` is row 1 of the file, leading empty rows are kept.

    `merged`: the blocks of merged cells, where the file tells them.
    """

    name: str
    rows: Sequence[Row]
    merged: Sequence[Block] = ()


def raw_text(cell: Cell) -> str:
    """The cell as the file holds it, without blanks at its ends; whole numbers without `.0`."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and math.isfinite(cell) and cell == int(cell):
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)


def cell_text(cell: Cell) -> str:
    """The cell in half width, without blanks at its ends or signs that nobody sees."""
    if isinstance(cell, str):
        return plain(cell)
    return plain(raw_text(cell))


def says_nothing(text: str) -> bool:
    """Whether a text is empty or a word for nothing, such as 无 or a dash."""
    return not text or text in _NOTHING


def says(cell: Cell) -> bool:
    """Whether a cell holds anything else than blanks and words for nothing."""
    if cell is None:
        return False
    return (isinstance(cell, str) and len(cell) > _LONGEST_NOTHING) or not says_nothing(
        cell_text(cell)
    )


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing, or only blanks and signs that nobody sees."""
    return cell is None or (isinstance(cell, str) and not _SEEN.search(cell))


def is_empty(row: Row) -> bool:
    """Whether every cell of the row is blank."""
    for cell in row:  # noqa: SIM110 - asked of every row, and twice as fast
        if cell is not None and not is_blank(cell):
            return False
    return True


def numeral(text: str) -> int | None:
    """The whole number that digits or Chinese numerals up to 99 write; None for anything else."""
    if text.isascii() and text.isdigit():
        return whole(text, 10**9)
    tens, ten, ones = text.rpartition("十")
    digits = "一二三四五六七八九"
    if len(tens) > 1 or len(ones) > 1 or any(char not in digits for char in tens + ones):
        return None
    if not ten:
        return digits.index(ones) + 1 if ones else None
    return (digits.index(tens) + 1 if tens else 1) * 10 + (digits.index(ones) + 1 if ones else 0)
