"""The header of a sheet: found under title rows, in one to three rows, merged or not."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from wumen.rules.ledger.seats import Column, Columns, Seat, by_field, seat_people
from wumen.rules.ledger.sheets import Block, Cell, Row, Sheet, is_blank, is_empty
from wumen.rules.ledger.words import (
    FIELDS,
    OUTCOME_WORDS,
    PERSON_FIELDS,
    Heading,
    header_word,
    heading_of,
)

DOOR_FIELDS = ("address", "group", "lane", "building", "unit", "room")
_A_DOOR = frozenset(("address", "building", "room"))
# Title, unit, date and a word to the reader stand above a header, never a page of them.
_ROWS_TO_SEARCH = 30
_ROWS_OF_HEADER = 3
_NUMERAL = re.compile(r"[0-9一二三四五六七八九十]")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a sheet keeps what: header rows (from 1) and columns (from 0).

    `columns`: what the whole row says, by field; `seats`: the columns of each person of a row;
    `outcome`: the columns that an earlier import added; `fields`: the field of each column in use.
    """

    sheet: str
    first_row: int
    last_row: int
    columns: Columns
    seats: tuple[Seat, ...] = ()
    outcome: tuple[int, ...] = ()

    def cell(self, row: Row, field: str) -> Cell:
        """The first cell of the row that is not blank, of a field that the whole row says."""
        return first_cell(row, self.columns.get(field, ()))

    def cells(self, row: Row, field: str) -> list[Cell]:
        """Every cell of the row that the field may stand in."""
        return [row[column] for column in self.columns.get(field, ()) if column < len(row)]

    @property
    def fields(self) -> dict[int, tuple[str, int]]:
        """Of every column in use its field, and its person: 1 for the first, 0 for the whole row."""
        found = {at: (field, 0) for field, places in self.columns.items() for at in places}
        for person, seat in enumerate(self.seats, 1):
            found |= {
                at: (field, person) for field, places in seat.columns.items() for at in places
            }
        return found


def side_by_side(layout: Layout) -> tuple[Layout, ...]:
    """The tables that stand beside each other in a sheet, each with its own doors; one as a rule."""
    fields = layout.fields
    for starts in layout.columns.values():
        if len(starts) < 2 or min(fields) != starts[0]:
            continue
        ends = (*starts[1:], max(fields) + 1)
        spans = [range(*ends_at) for ends_at in zip(starts, ends, strict=True)]
        said = [[fields[at][0] for at in span if at in fields] for span in spans]
        if (
            said.count(said[0]) == len(said)
            and "name" in said[0]
            and not _A_DOOR.isdisjoint(said[0])
        ):
            return tuple(_within(layout, span) for span in spans)
    return (layout,)


def _within(layout: Layout, span: range) -> Layout:
    seats = [seat for seat in layout.seats if seat.columns["name"][0] in span]
    columns = {
        field: tuple(at for at in places if at in span) for field, places in layout.columns.items()
    }
    return replace(layout, columns=columns, seats=tuple(seats))


def first_cell(row: Row, columns: Sequence[int]) -> Cell:
    """The first cell of these columns that is not blank."""
    for column in columns:
        if column < len(row) and row[column] is not None and row[column] != "":
            return row[column]
    return None


def find_layout(sheet: Sheet) -> Layout | None:
    """The layout of the sheet's first header with a name and a door; None when there is none."""
    for start in range(min(_ROWS_TO_SEARCH, len(sheet.rows))):
        layout = _layout_from(sheet, start)
        if layout:
            return layout
    return None


def layout_at(
    sheet: Sheet, first_row: int, last_row: int, said: Mapping[int, str]
) -> Layout | None:
    """The layout of a header that the office pointed out; what it said of a column stands."""
    first, last = max(1, first_row), min(max(first_row, last_row), len(sheet.rows))
    headings = _headings(sheet, first - 1, last)
    for column, field in said.items():
        if field not in FIELDS or column < 0:
            continue
        known = headings.get(column)
        keeps = known is not None and known.field == field
        headings[column] = known if known and keeps else Heading(field)
    return _layout(sheet, first, last, headings)


def is_header(row: Row) -> bool:
    """Whether the row holds nothing but header words, and one that no row of data would hold."""
    sure = False
    for cell in row:
        if cell is None or is_blank(cell):
            continue
        heading = heading_of(cell)
        if heading is None:
            return False
        sure = sure or not heading.weak
    return sure


def _layout_from(sheet: Sheet, start: int) -> Layout | None:
    if sum(heading_of(cell) is not None for cell in sheet.rows[start]) < 2:
        return None
    best: Layout | None = None
    for end in range(start + 1, min(start + _ROWS_OF_HEADER, len(sheet.rows)) + 1):
        if end > start + 1 and not _goes_on(sheet.rows[end - 1]):
            break
        layout = _layout(sheet, start + 1, end, _headings(sheet, start, end))
        # A second line of a header names columns more closely; it never takes name or door away.
        if best is not None and layout is None:
            break
        best = layout
    return best


def _goes_on(row: Row) -> bool:
    """Whether the row can be a lower line of a header: header words, most of them surely such."""
    if is_empty(row):
        return False
    written = [cell for cell in row if not is_blank(cell)]
    if len(written) == 1 and _NUMERAL.search(header_word(written[0])):
        # 第一村民小组 alone stands above its people and names no column.
        return False
    if is_header(row):
        return True
    headings = [heading_of(cell) for cell in written]
    sure = sum(heading is not None and not heading.weak for heading in headings)
    return sure >= 2 and sure * 2 > len(written) and all(isinstance(c, str) for c in written)


def _layout(sheet: Sheet, first: int, last: int, headings: Mapping[int, Heading]) -> Layout | None:
    named = any(heading.field == "name" for heading in headings.values())
    columns: list[Column] = []
    for at, heading in sorted(headings.items()):
        field = heading.field
        # 同住人信息 over one column alone groups nothing: the members stand in its cells.
        if not field and heading.person == "members" and _stands_alone(headings, at):
            field = "name"
        if field == "contact":
            field = "other" if named else "name"
        columns.append((at, field, heading.person))
    shared = by_field(
        (at, field)
        for at, field, _ in columns
        if field and field != "other" and field not in PERSON_FIELDS
    )
    seats = seat_people(columns)
    if not seats or _A_DOOR.isdisjoint(shared):
        return None
    outcome = outcome_columns(sheet.rows[first - 1 : last])
    return Layout(sheet.name, first, last, shared, seats, outcome)


def _stands_alone(headings: Mapping[int, Heading], at: int) -> bool:
    persons = [heading.person for column, heading in headings.items() if column != at]
    return "members" not in persons


def outcome_columns(rows: Sequence[Row]) -> tuple[int, ...]:
    """The columns that an import added: both of its words, or none."""
    words = {
        header_word(cell): at
        for row in rows
        for at, cell in enumerate(row)
        if isinstance(cell, str)
    }
    found = tuple(words[word] for word in OUTCOME_WORDS if word in words)
    return found if len(found) == len(OUTCOME_WORDS) else ()


def _headings(sheet: Sheet, start: int, end: int) -> dict[int, Heading]:
    """What every column is, read from the top line down: a lower word is the closer one."""
    found: dict[int, Heading] = {}
    for index in range(start, end):
        row = sheet.rows[index]
        below = sheet.rows[index + 1 : end]
        spread = dict(_spread(sheet, index, below))
        for at in range(max(len(row), max(spread, default=-1) + 1)):
            above = found.get(at)
            own = heading_of(row[at]) if at < len(row) else None
            if own is None and spread.get(at, len(row)) < len(row):
                group = heading_of(row[spread[at]])
                own = Heading("", group.person) if group and group.person else None
            if own is not None:
                found[at] = _closer(above, own)
    return found


def _closer(above: Heading | None, own: Heading) -> Heading:
    if above is None:
        return own
    return Heading(own.field or above.field, own.person or above.person, own.weak)


def _spread(sheet: Sheet, index: int, below: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """The blank columns beside a word that groups them, with the word's column."""
    merged = [block for block in sheet.merged if block[0] <= index <= block[2]]
    if merged:
        yield from _spread_over(merged, index)
        return
    row, last = sheet.rows[index], None
    for at in range(max(map(len, (row, *below)), default=0) if below else 0):
        if at < len(row) and not is_blank(row[at]):
            last = at
        elif last is not None and any(at < len(low) and not is_blank(low[at]) for low in below):
            yield at, last


def _spread_over(merged: Sequence[Block], index: int) -> Iterator[tuple[int, int]]:
    for top, left, _, right in merged:
        if top == index:
            yield from ((at, left) for at in range(left + 1, right + 1))
