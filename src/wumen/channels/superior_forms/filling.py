"""Fills cells of a form by writing into the bytes of its sheets: whatever is not filled stays as it was.

A library that reads a workbook and writes it anew loses what it does not know (pictures, charts, print
settings, the values of formulas); here a cell is replaced where it stands and every other byte is kept.
"""

import re
from bisect import insort
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from wumen.channels.superior_forms.package import (
    DAMAGED,
    WORKBOOK,
    local_name,
    open_package,
    packed,
    parser,
)
from wumen.channels.superior_forms.reading import RawSheet, formulas_of, raw_sheet
from wumen.rules.problems import Problem
from wumen.rules.superior_forms import At, Filling, cell_name, read_cell, totals

# Signs that XML cannot hold.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass
class _Spot:
    """Where an element stands in the bytes: its start tag, its whole; `closed`: it is one tag alone."""

    begins: int
    tag_ends: int
    ends: int = 0
    closed: bool = False
    tag: bytes = b""
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass
class _Map:
    """Where rows and cells of a sheet stand, the prefix of its elements, and the element that holds rows."""

    rows: dict[int, _Spot] = field(default_factory=dict)
    cells: dict[At, _Spot] = field(default_factory=dict)
    data: _Spot | None = None
    prefix: str = ""


def _tag_end(data: bytes, begins: int) -> int:
    """Where a start tag ends; a sign > inside an attribute ends nothing."""
    at, quote = begins, b""
    while True:
        sign = data[at : at + 1]
        if quote:
            quote = b"" if sign == quote else quote
        elif sign in (b'"', b"'"):
            quote = sign
        elif sign == b">":
            return at + 1
        at += 1


class _Mapper:
    """Notes where rows and cells stand while the sheet is parsed."""

    def __init__(self, data: bytes) -> None:
        self.data, self.map = data, _Map()
        self._row = self._column = 0
        self._open: list[_Spot | None] = []
        self._parser = parser()
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.Parse(data, True)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        kind = local_name(name)
        if kind not in ("sheetData", "row", "c"):
            self._open.append(None)
            return
        begins = self._parser.CurrentByteIndex
        tag_ends = _tag_end(self.data, begins)
        closed = self.data[tag_ends - 2 : tag_ends - 1] == b"/"
        tag = self.data[begins:tag_ends]
        spot = _Spot(begins, tag_ends, tag_ends, closed, tag, attributes)
        self._open.append(spot)
        if kind == "sheetData":
            self.map.data, self.map.prefix = spot, name[: -len(kind)]
        elif kind == "row":
            self._row, self._column = int(attributes.get("r") or self._row + 1), 0
            self.map.rows[self._row] = spot
        else:
            at = read_cell(attributes["r"]) if "r" in attributes else (self._row, self._column + 1)
            self._row, self._column = at
            self.map.cells[at] = spot

    def _end(self, _: str) -> None:
        spot = self._open.pop()
        if spot and not spot.closed:
            spot.ends = _tag_end(self.data, self._parser.CurrentByteIndex)


def _quoted(value: str) -> str:
    return escape(value, {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def _content(prefix: str, filling: Filling) -> tuple[str, str]:
    """The type attribute of a filled cell and what stands in it."""
    if isinstance(filling, str):
        said = escape(_UNWRITABLE.sub("", filling))
        inner = f'<{prefix}t xml:space="preserve">{said}</{prefix}t>'
        return ' t="inlineStr"', f"<{prefix}is>{inner}</{prefix}is>"
    return "", f"<{prefix}v>{filling}</{prefix}v>"


def _cell(prefix: str, at: At, filling: Filling, style: str) -> str:
    """A filled cell in its own style."""
    kind, inner = _content(prefix, filling)
    styled = f' s="{_quoted(style)}"' if style else ""
    return f'<{prefix}c r="{cell_name(at)}"{styled}{kind}>{inner}</{prefix}c>'


# What replaces the bytes from one place to another.
_Edit = tuple[int, int, bytes]


_SPANS = re.compile(rb'\sspans="[^"]*"')


def _new_cells(found: _Map, row: int, fresh: Mapping[At, Filling]) -> list[_Edit]:
    """Cells that the row did not have, each before the next one on its right."""
    spot, edits = found.rows[row], []
    here = sorted(column for line, column in found.cells if line == row)
    style = (
        spot.attributes.get("s", "") if spot.attributes.get("customFormat") in ("1", "true") else ""
    )
    for at, filling in sorted(fresh.items()):
        text = _cell(found.prefix, at, filling, style).encode()
        after = next((one for one in here if one > at[1]), None)
        place = found.cells[row, after].begins if after else _inner_end(found, spot)
        edits.append((place, place, text))
    if spot.closed:
        inner = b"".join(text for _, _, text in edits)
        return [_opened(found.prefix, "row", spot, inner)]
    # How far the row reaches is written beside it, and may not hold any more.
    edits.append((spot.begins, spot.tag_ends, _SPANS.sub(b"", spot.tag)))
    return edits


def _inner_end(found: _Map, spot: _Spot) -> int:
    """Where the end tag of an element begins."""
    return spot.ends - len(f"</{found.prefix}row>") if not spot.closed else spot.ends


def _opened(prefix: str, name: str, spot: _Spot, inner: bytes) -> _Edit:
    """An element of one tag alone becomes one with something in it."""
    return spot.tag_ends - 2, spot.tag_ends, b">" + inner + f"</{prefix}{name}>".encode()


def _new_rows(found: _Map, fresh: Mapping[int, Mapping[At, Filling]]) -> list[_Edit]:
    """Rows that the sheet did not have, each before the next one below."""
    if not fresh or found.data is None:
        return []
    edits: list[_Edit] = []
    rows = sorted(found.rows)
    ends = found.data.ends - len(f"</{found.prefix}sheetData>")
    for row, cells in sorted(fresh.items()):
        inner = "".join(_cell(found.prefix, at, one, "") for at, one in sorted(cells.items()))
        text = f'<{found.prefix}row r="{row}">{inner}</{found.prefix}row>'.encode()
        after = next((one for one in rows if one > row), None)
        place = found.rows[after].begins if after else ends
        edits.append((place, place, text))
    if found.data.closed:
        return [_opened(found.prefix, "sheetData", found.data, b"".join(one for *_, one in edits))]
    return edits


def _fill_edits(found: _Map, fillings: Mapping[At, Filling]) -> list[_Edit]:
    edits: list[_Edit] = []
    in_rows: dict[int, dict[At, Filling]] = {}
    in_new: dict[int, dict[At, Filling]] = {}
    for at, filling in fillings.items():
        spot = found.cells.get(at)
        if spot:
            text = _cell(found.prefix, at, filling, spot.attributes.get("s", ""))
            edits.append((spot.begins, spot.ends, text.encode()))
        else:
            (in_rows if at[0] in found.rows else in_new).setdefault(at[0], {})[at] = filling
    for row, cells in in_rows.items():
        edits += _new_cells(found, row, cells)
    return edits + _new_rows(found, in_new)


_VALUE = re.compile(rb"<(?:\w+:)?v\s*>.*?</(?:\w+:)?v\s*>|<(?:\w+:)?v\s*/>", re.DOTALL)


def _total_edits(
    data: bytes, found: _Map, raw: RawSheet, fillings: Mapping[At, Filling]
) -> list[_Edit]:
    """The values that formulas showed before: sums get their new one, others none until Excel counts."""
    numbers: dict[At, int | float] = {
        at: float(cell.value)
        for at, cell in raw.cells.items()
        if cell.formula is None and cell.kind in ("", "n") and cell.value.strip()
    }
    numbers |= {at: one for at, one in fillings.items() if not isinstance(one, str)}
    formulas, edits = formulas_of(raw), []
    known = totals(formulas, numbers)
    for at in formulas:
        spot = found.cells[at]
        whole = data[spot.begins : spot.ends]
        value = known.get(at)
        shown = (
            b"" if value is None else f"<{found.prefix}v>{_plain(value)}</{found.prefix}v>".encode()
        )
        without = _VALUE.sub(b"", whole)
        end = without.rindex(b"</") if b"</" in without else len(without)
        tag = _without_type(without[: _tag_end(without, 0)])
        edits.append(
            (
                spot.begins,
                spot.ends,
                tag + without[_tag_end(without, 0) : end] + shown + without[end:],
            )
        )
    return edits


def _without_type(tag: bytes) -> bytes:
    """A formula's cell that held words or an error holds a number or nothing now."""
    return re.sub(rb'\st=("[^"]*"|\'[^\']*\')', b"", tag)


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _applied(data: bytes, edits: list[_Edit]) -> bytes:
    """The bytes with all edits: what is put before an element goes before what replaces it."""
    ordered: list[tuple[int, int, int, bytes]] = []
    for number, (begins, ends, text) in enumerate(edits):
        insort(ordered, (begins, ends, number, text))
    parts, at = [], 0
    for begins, ends, _, text in ordered:
        parts += [data[at:begins], text]
        at = ends
    return b"".join([*parts, data[at:]])


_CALC = re.compile(rb"<((?:\w+:)?)calcPr\b([^>]*?)(/?)>")
_COUNTED = re.compile(rb'\s(?:fullCalcOnLoad|calcMode)="[^"]*"')


def _count_on_load(workbook: bytes) -> bytes:
    """Let Excel count every formula anew when it opens the file."""
    found = _CALC.search(workbook)
    if found:
        kept = _COUNTED.sub(b"", found[2])
        tag = b"<" + found[1] + b"calcPr" + kept + b' fullCalcOnLoad="1"' + found[3] + b">"
        return workbook[: found.start()] + tag + workbook[found.end() :]
    ends = re.compile(rb"</((?:\w+:)?)(?:definedNames|externalReferences|functionGroups|sheets)>")
    last = list(ends.finditer(workbook))[-1]
    tag = b"<" + last[1] + b'calcPr fullCalcOnLoad="1"/>'
    return workbook[: last.end()] + tag + workbook[last.end() :]


def _sheet(data: bytes, fillings: Mapping[At, Filling]) -> bytes:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Problem("form_unreadable")
    found, raw = _Mapper(data).map, raw_sheet(data)
    return _applied(
        data, [*_fill_edits(found, fillings), *_total_edits(data, found, raw, fillings)]
    )


def fill_form(data: bytes, fillings: Mapping[tuple[str, str], Filling]) -> bytes:
    """The form with some cells filled, by sheet and cell; formats, widths, blocks, formulas, pictures stay.

    The numbers of sums are set as a preview shows them, and Excel counts all anew when it opens the file.
    Problems: as `read_form`, `form_sheet_unknown`, `form_cell_unreadable`.
    """
    package = open_package(data)
    parts = dict(package.sheets)
    by_sheet: dict[str, dict[At, Filling]] = {name: {} for name in parts}
    for (sheet, cell), filling in fillings.items():
        if sheet not in by_sheet:
            raise Problem("form_sheet_unknown", sheet=sheet)
        by_sheet[sheet][read_cell(cell)] = filling
    try:
        changed = {
            parts[name]: _sheet(package.parts[parts[name]], cells)
            for name, cells in by_sheet.items()
        }
        changed[WORKBOOK] = _count_on_load(package.parts[WORKBOOK])
    except DAMAGED as error:
        raise Problem("form_unreadable") from error
    return packed(package, changed)
