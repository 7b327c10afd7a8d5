"""What was understood of each sheet, with samples, for the office to look at and to change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wumen.rules.ledger.doors import building_of_sheet
from wumen.rules.ledger.findings import EMPTY_HOME, SKIPPED, LedgerPerson
from wumen.rules.ledger.headers import Layout, find_layout
from wumen.rules.ledger.reading import NOTHING_SAID, Sayings, read_sheet
from wumen.rules.ledger.said import fingerprint, header_rows
from wumen.rules.ledger.sheets import Cell, Sheet, is_blank, is_empty, raw_text
from wumen.rules.ledger.tally import Tally

_CELLS, _PEOPLE, _ROWS = 4, 3, 8
_ROWS_FOR_CELLS = 200


@dataclass(frozen=True, slots=True)
class ColumnUnderstanding:
    """One column, from 0: its header words from the top down, the field ('' is not used), samples.

    `person`: which person of the row it speaks of, from 1; 0 where it speaks of the whole row.
    """

    column: int
    words: tuple[str, ...]
    field: str
    person: int
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetUnderstanding:
    """One sheet as it was read. `found` is False without a header that names people and doors.

    `header_row`, `last_header_row` (from 1): the header, or the row that looks most like one, 0 in
    an empty sheet. `looked_at`: what `Said.looked_at` wants. `building`: what name or title say.
    `rows`: the first rows of a sheet that was not understood.
    """

    sheet: str
    fingerprint: str
    found: bool
    header_row: int
    last_header_row: int
    looked_at: int
    columns: tuple[ColumnUnderstanding, ...]
    building: str
    people: int
    problems: int
    skipped: int
    empty_homes: int
    samples: tuple[LedgerPerson, ...]
    rows: tuple[tuple[str, ...], ...]


def understand(
    sheets: Sequence[Sheet], said: Sayings = NOTHING_SAID
) -> tuple[SheetUnderstanding, ...]:
    """What `read_ledger` makes of every sheet; sheets without a header are among them."""
    tally = Tally()
    return tuple(_understood(sheet, said, tally) for sheet in sheets)


def _understood(sheet: Sheet, said: Sayings, tally: Tally) -> SheetUnderstanding:
    people, problems, ended = len(tally.people), len(tally.problems), len(tally.ended)
    guessed = find_layout(sheet)
    layout = read_sheet(sheet, said, tally)
    first, last = (layout.first_row, layout.last_row) if layout else header_rows(sheet, guessed)
    ends = list(tally.ended.values())[ended:]
    return SheetUnderstanding(
        sheet=sheet.name,
        fingerprint=fingerprint(sheet, guessed),
        found=layout is not None,
        header_row=first,
        last_header_row=last,
        looked_at=header_rows(sheet, guessed)[0],
        columns=tuple(_columns(sheet, layout, first, last, tally)),
        building=building_of_sheet(sheet, layout) if layout else "",
        people=len(tally.people) - people,
        problems=len(tally.problems) - problems,
        skipped=ends.count(SKIPPED),
        empty_homes=ends.count(EMPTY_HOME),
        samples=tuple(tally.people[people : people + _PEOPLE]),
        rows=() if layout else tuple(_first_rows(sheet)),
    )


def _columns(
    sheet: Sheet, layout: Layout | None, first: int, last: int, tally: Tally
) -> Iterator[ColumnUnderstanding]:
    header = sheet.rows[max(0, first - 1) : last]
    # What is passed over, a header once more or a sum, is no sample of a column.
    below = [
        row
        for number, row in enumerate(sheet.rows[last : last + _ROWS_FOR_CELLS], last + 1)
        if tally.ended.get((sheet.name, number)) != SKIPPED
    ]
    fields = layout.fields if layout else {}
    for at in range(max(map(len, (*header, *below)), default=0)):
        if layout and at in layout.outcome:
            continue
        cells = (row[at] for row in header if at < len(row))
        words = tuple(raw_text(cell) for cell in cells if not is_blank(cell))
        samples = _samples(row[at] for row in below if at < len(row))
        if words or samples:
            field, person = fields.get(at, ("", 0))
            yield ColumnUnderstanding(at, words, field, person, samples)


def _samples(cells: Iterator[Cell]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for cell in cells:
        text = raw_text(cell)
        if text:
            found[text] = None
        if len(found) == _CELLS:
            break
    return tuple(found)


def _first_rows(sheet: Sheet) -> Iterator[tuple[str, ...]]:
    for row in sheet.rows[:_ROWS]:
        if not is_empty(row):
            yield tuple(raw_text(cell) for cell in row)
