"""Cells pointed at figures: which cells may be, one figure a cell, a range down by the places in its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from wumen.rules.areas import in_order
from wumen.rules.figures import Value, Values, day_of
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.reports import hour_zh
from wumen.rules.superior_forms.form import At, CellKind, Form, FormSheet, cell_name, read_cell
from wumen.rules.superior_forms.heads import row_heads
from wumen.rules.superior_forms.words import same_place
from wumen.rules.time import day_zh

# What a form asks for beside numbers.
WORDS: Mapping[str, Named] = {
    "words.place": Named(zh="填报单位", en="who fills it"),
    "words.name": Named(zh="这一行的地名", en="name of the row’s place"),
    "words.day": Named(zh="填报日期", en="day"),
    "words.hour": Named(zh="统计时间", en="instant"),
    "words.by": Named(zh="填报人", en="filled by"),
}
_MOST_POINTS = 5000
_MOST_ROWS = 500


@dataclass(frozen=True)
class Point:
    """One cell that takes one figure, of the form's own place or of the one at `place`."""

    sheet: str
    cell: str
    figure: str
    place: str = ""


def _check_cell(sheet: FormSheet, at: At) -> None:
    block, name = sheet.block(at), cell_name(at)
    if block and block[:2] != at:
        raise Problem("form_cell_merged", cell=name, first=cell_name(block[:2]))
    kind = sheet.kind(at)
    if kind is CellKind.FORMULA:
        raise Problem("form_cell_formula", cell=name)
    if kind is CellKind.TEXT:
        raise Problem("form_cell_text", cell=name)


def check_point(form: Form, point: Point) -> Point:
    """A point as it is kept, its cell by its plain name.

    Problems: `form_sheet_unknown`, `form_cell_unreadable`, `form_cell_text`, `form_cell_formula`,
    `form_cell_merged`.
    """
    at = read_cell(point.cell)
    _check_cell(form.sheet(point.sheet), at)
    return Point(point.sheet, cell_name(at), point.figure, point.place)


def put(points: Sequence[Point], new: Sequence[Point]) -> tuple[Point, ...]:
    """The points with some more, a cell that is pointed anew taking the last; Problem `form_too_many_points`."""
    held = {(one.sheet, one.cell): one for one in (*points, *new)}
    if len(held) > _MOST_POINTS:
        raise Problem("form_too_many_points", most=_MOST_POINTS)
    return tuple(sorted(held.values(), key=lambda one: (one.sheet, read_cell(one.cell))))


def without(points: Sequence[Point], sheet: str, cell: str) -> tuple[Point, ...]:
    """The points without that of one cell."""
    return tuple(one for one in points if (one.sheet, one.cell) != (sheet, cell))


@dataclass(frozen=True)
class Repeated:
    """Points down a range, and the cells whose row names no place that we know."""

    points: tuple[Point, ...]
    unknown: tuple[str, ...]


def repeat(form: Form, first: Point, last_row: int, places: Mapping[str, str]) -> Repeated:
    """The same figure down a column, one row a place; `places` are paths with their names.

    A row's place is the one that its head names; where no row has a head that is a place the places
    follow in their own order. Totals and words in between are passed over.
    Problems: those of `check_point` for the first cell, `form_range_empty`, `form_range_long`.
    """
    first = check_point(form, first)
    sheet, (row, column) = form.sheet(first.sheet), read_cell(first.cell)
    if last_row < row:
        raise Problem("form_range_empty", first=first.cell)
    if last_row - row >= _MOST_ROWS:
        raise Problem("form_range_long", most=_MOST_ROWS)
    cells = [(one, column) for one in range(row, last_row + 1) if _fits(sheet, (one, column))]
    named = {at: _place_of(sheet, at, places) for at in cells}
    if not any(named.values()):
        ordered = sorted(places, key=in_order)
        named = dict(zip(cells, (*ordered, *[None] * len(cells)), strict=False))
    points = [
        Point(sheet.name, cell_name(at), first.figure, path) for at, path in named.items() if path
    ]
    unknown = tuple(cell_name(at) for at, path in named.items() if not path)
    return Repeated(tuple(points), unknown)


def _fits(sheet: FormSheet, at: At) -> bool:
    try:
        _check_cell(sheet, at)
    except Problem:
        return False
    return True


def _place_of(sheet: FormSheet, at: At, places: Mapping[str, str]) -> str | None:
    heads = row_heads(sheet, at)
    return next((found for head in heads if (found := same_place(head, places))), None)


@dataclass(frozen=True)
class Asked:
    """What words of a form are filled with: whose form, for which instant, by whom."""

    place: str
    at: datetime
    by: str


Filling = int | str


def content(
    point: Point, values: Mapping[str, Values], names: Mapping[str, str], asked: Asked
) -> Filling | None:
    """What goes into a cell; None where the figure is unknown: the cell stays empty, never 0.

    `values` and `names` by path; '' is the form's own place.
    """
    if point.figure in WORDS:
        said = {
            "words.place": asked.place,
            "words.name": names.get(point.place, ""),
            "words.day": day_zh(day_of(asked.at)),
            "words.hour": hour_zh(asked.at),
            "words.by": asked.by,
        }
        return said[point.figure] or None
    value: Value = values.get(point.place, {}).get(point.figure)
    return value
