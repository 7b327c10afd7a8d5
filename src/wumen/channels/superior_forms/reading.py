"""Reads a form's cells: words, numbers, formulas, merged blocks and widths, straight from its parts."""

from dataclasses import dataclass, field

from wumen.channels.superior_forms.package import (
    DAMAGED,
    Package,
    local_name,
    open_package,
    parser,
)
from wumen.rules.problems import Problem
from wumen.rules.superior_forms import (
    At,
    Block,
    CellKind,
    Form,
    FormCell,
    FormSheet,
    moved,
    read_cell,
)

_SHARED = "xl/sharedStrings.xml"
_MOST_CELLS = 200_000


@dataclass
class RawCell:
    """A cell as it is written: type, value, formula; of a shared formula its number, of its first its text."""

    kind: str = ""
    value: str = ""
    formula: str | None = None
    shared: str = ""


@dataclass
class RawSheet:
    """The cells of a sheet as they are written, by row and column."""

    cells: dict[At, RawCell] = field(default_factory=dict)
    merged: list[Block] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)


class _Reader:
    """Goes through one sheet; rows and cells without a number of their own follow the one before."""

    def __init__(self) -> None:
        self.sheet = RawSheet()
        self._row = self._column = 0
        self._cell: RawCell | None = None
        self._text: list[str] | None = None
        self._in_phonetic = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        kind = local_name(name)
        if kind == "row":
            self._row, self._column = int(attributes.get("r") or self._row + 1), 0
        elif kind == "c":
            at = read_cell(attributes["r"]) if "r" in attributes else (self._row, self._column + 1)
            self._row, self._column = at
            self._cell = self.sheet.cells.setdefault(at, RawCell())
            self._cell.kind = attributes.get("t", "")
            if len(self.sheet.cells) > _MOST_CELLS:
                raise Problem("form_too_many_cells", most=_MOST_CELLS)
        elif kind in ("v", "f", "t") and self._cell is not None and not self._in_phonetic:
            self._text = []
            if kind == "f" and attributes.get("t") == "shared":
                self._cell.shared = attributes.get("si", "")
        elif kind == "rPh":
            self._in_phonetic += 1
        elif kind == "mergeCell":
            first, _, last = attributes["ref"].partition(":")
            self.sheet.merged.append((*read_cell(first), *read_cell(last or first)))
        elif kind == "col":
            for column in range(int(attributes["min"]), min(int(attributes["max"]), 200) + 1):
                self.sheet.widths[column] = float(attributes.get("width", 9))

    def text(self, text: str) -> None:
        """Words inside an element."""
        if self._text is not None:
            self._text.append(text)

    def end(self, name: str) -> None:
        """An element ends."""
        kind = local_name(name)
        if kind == "rPh":
            self._in_phonetic -= 1
        if self._cell is None or self._text is None or kind not in ("v", "f", "t"):
            if kind == "c":
                self._cell = None
            return
        said, self._text = "".join(self._text), None
        if kind == "f":
            self._cell.formula = said
        else:
            self._cell.value += said


def raw_sheet(data: bytes) -> RawSheet:
    """The cells of a sheet's part as they are written."""
    reader, reading = _Reader(), parser()
    reading.StartElementHandler = reader.begin
    reading.EndElementHandler = reader.end
    reading.CharacterDataHandler = reader.text
    reading.Parse(data, True)
    return reader.sheet


def shared_strings(package: Package) -> list[str]:
    """The words that cells point at by number; how they are pronounced is left out."""
    found: list[str] = []
    inside: list[str] = []

    def begin(name: str, _: dict[str, str]) -> None:
        inside.append(local_name(name))
        if inside[-1] == "si":
            found.append("")

    def end(_: str) -> None:
        inside.pop()

    def text(said: str) -> None:
        if inside[-1:] == ["t"] and "rPh" not in inside:
            found[-1] += said

    if _SHARED in package.parts:
        reading = parser()
        reading.StartElementHandler = begin
        reading.EndElementHandler = end
        reading.CharacterDataHandler = text
        reading.Parse(package.parts[_SHARED], True)
    return found


def formulas_of(sheet: RawSheet) -> dict[At, str]:
    """Every formula as it reads in its own cell; a shared one that we do not read is empty words."""
    first = {
        cell.shared: (at, cell.formula)
        for at, cell in sheet.cells.items()
        if cell.shared and cell.formula
    }
    found: dict[At, str] = {}
    for at, cell in sheet.cells.items():
        if cell.formula:
            found[at] = cell.formula
        elif cell.formula is not None and cell.shared in first:
            (row, column), formula = first[cell.shared]
            found[at] = moved(formula, (at[0] - row, at[1] - column)) or ""
        elif cell.formula is not None:
            found[at] = ""
    return found


def _cell(cell: RawCell, formula: str | None, strings: list[str]) -> FormCell | None:
    if formula is not None:
        return FormCell(CellKind.FORMULA, formula)
    if cell.kind == "s":
        words = strings[int(cell.value)] if cell.value else ""
        return FormCell(CellKind.TEXT, words) if words.strip() else None
    if cell.kind in ("str", "inlineStr", "e", "d"):
        return FormCell(CellKind.TEXT, cell.value) if cell.value.strip() else None
    return FormCell(CellKind.NUMBER, cell.value) if cell.value.strip() else None


def _form_sheet(name: str, raw: RawSheet, strings: list[str]) -> FormSheet:
    formulas = formulas_of(raw)
    cells = {
        at: made
        for at, cell in raw.cells.items()
        if (made := _cell(cell, formulas.get(at), strings))
    }
    # Styled empty cells are the frame that people see: they belong to the form, up to a size.
    ends = [*raw.cells, *((bottom, right) for _, _, bottom, right in raw.merged)]
    return FormSheet(
        name=name,
        cells=cells,
        merged=tuple(sorted(raw.merged)),
        rows=max((row for row, _ in ends), default=0),
        columns=max((column for _, column in ends), default=0),
        widths=raw.widths,
    )


def read_form(data: bytes) -> Form:
    """A form as rules see it.

    Problems: `form_too_large`, `form_too_many_cells`, `form_old_excel`, `file_password`, `form_unreadable`.
    """
    package = open_package(data)
    try:
        strings = shared_strings(package)
        sheets = tuple(
            _form_sheet(name, raw_sheet(package.parts[part]), strings)
            for name, part in package.sheets
        )
    except DAMAGED as error:
        raise Problem("form_unreadable") from error
    return Form(sheets, package.holds)
