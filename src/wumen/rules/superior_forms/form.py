"""A superior's form as rules see it: sheets of cells with their kinds, merged blocks, names of cells."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from wumen.rules.problems import Problem

# Row and column from 1, as people count them.
At = tuple[int, int]
# First row, first column, last row, last column.
Block = tuple[int, int, int, int]

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


class CellKind(StrEnum):
    """What a cell of an empty form holds."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    FORMULA = "formula"


@dataclass(frozen=True)
class FormCell:
    """A cell with something in it: its words, its number, or its formula without the sign before it."""

    kind: CellKind
    text: str


@dataclass(frozen=True)
class FormSheet:
    """One sheet of a form: the cells that hold something, merged blocks, and how far it reaches."""

    name: str
    cells: Mapping[At, FormCell]
    merged: tuple[Block, ...] = ()
    rows: int = 0
    columns: int = 0
    widths: Mapping[int, float] = field(default_factory=dict)

    def kind(self, at: At) -> CellKind:
        """What stands in a cell."""
        found = self.cells.get(at)
        return found.kind if found else CellKind.EMPTY

    def block(self, at: At) -> Block | None:
        """The merged block in which a cell lies."""
        row, column = at
        return next(
            (one for one in self.merged if one[0] <= row <= one[2] and one[1] <= column <= one[3]),
            None,
        )

    def words(self, at: At) -> str:
        """The words over a cell: its own, or those of the block that it lies in; empty for none."""
        block = self.block(at)
        found = self.cells.get(block[:2] if block else at)
        return found.text.strip() if found and found.kind is CellKind.TEXT else ""


@dataclass(frozen=True)
class Form:
    """A whole form; `holds` names what is in it beside cells (pictures, charts): all of it is kept."""

    sheets: tuple[FormSheet, ...]
    holds: tuple[str, ...] = ()

    def sheet(self, name: str) -> FormSheet:
        """The sheet of that name; Problem `form_sheet_unknown`."""
        for one in self.sheets:
            if one.name == name:
                return one
        raise Problem("form_sheet_unknown", sheet=name)


def column_letters(column: int) -> str:
    """The letters of a column: 1 is A, 28 is AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(at: At) -> str:
    """A cell as people call it: B5."""
    return f"{column_letters(at[1])}{at[0]}"


def read_cell(text: str) -> At:
    """A cell by its name, dollars or not; Problem `form_cell_unreadable`."""
    found = _CELL.fullmatch(text.strip())
    if not found:
        raise Problem("form_cell_unreadable", cell=text)
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(found[2])
    if row > LAST_ROW or column > LAST_COLUMN:
        raise Problem("form_cell_unreadable", cell=text)
    return row, column


# A form of today and one of yesterday differ in the date of their title and in nothing else.
_DATED = re.compile(
    r"\d{2,4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?|\d{1,2}\s*月\s*\d{1,2}\s*[日号]"
    r"|\d{1,2}\s*[:：时点]\s*(?:\d{1,2}\s*分?)?|第\s*\d+\s*[期次]"
)


def _undated(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"\s+", "", _DATED.sub("", plain))


def fingerprint(form: Form) -> str:
    """By what a form is known again: the words and formulas of its cells and its merged blocks.

    Numbers, dates and hours in its words, formats and widths are nothing: the form of another day, or one
    with numbers in it, is the same form. A row moved or a head renamed makes another.
    """
    parts: list[str] = []
    for sheet in form.sheets:
        parts.append(f"#{sheet.name.strip()}")
        for at in sorted(sheet.cells):
            cell = sheet.cells[at]
            # Words that are a date alone are filled in anew each day.
            said = _undated(cell.text)
            if cell.kind in (CellKind.TEXT, CellKind.FORMULA) and said:
                parts.append(f"{cell_name(at)}={cell.kind}:{said}")
        parts += [f"+{block}" for block in sorted(sheet.merged)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
