"""Sheets of a ledger to people and problems; every row that is not blank is accounted for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from wumen.rules.addresses import Address
from wumen.rules.identity_numbers import read_identity_number
from wumen.rules.ledger.doors import DoorFinder, fill_blocks
from wumen.rules.ledger.findings import (
    EMPTY_HOME,
    MERGED,
    REFUSED,
    SKIPPED,
    EmptyHome,
    LedgerPerson,
    LedgerReading,
)
from wumen.rules.ledger.headers import Layout, find_layout, first_cell, layout_at, side_by_side
from wumen.rules.ledger.members import FieldProblem, Member, SeatReader, word_in
from wumen.rules.ledger.rows import (
    HeaderAgain,
    empty_state,
    has_personal_fields,
    is_line_to_skip,
    needs_in_note,
)
from wumen.rules.ledger.said import Said, fingerprint
from wumen.rules.ledger.sheets import Cell, Row, Sheet, is_empty, raw_text
from wumen.rules.ledger.tally import Tally
from wumen.rules.problems import Problem

# By fingerprint; columns alone where the office had nothing to say of the header's rows.
Sayings: TypeAlias = Mapping[str, Said | Mapping[int, str]]
NOTHING_SAID: Sayings = {}


def read_ledger(sheets: Sequence[Sheet], said: Sayings = NOTHING_SAID) -> LedgerReading:
    """Read people and problems out of sheets; Problem `header_not_found` when none has a header.

    `said`: by fingerprint, what the office said of a layout; it stands above every guess.
    """
    tally = Tally()
    for sheet in sheets:
        read_sheet(sheet, said, tally)
    if not tally.layouts:
        raise Problem("header_not_found")
    return tally.reading()


def read_sheet(sheet: Sheet, said: Sayings, tally: Tally) -> Layout | None:
    """Read one sheet into the tally; its layout, None when it has no header."""
    layout = layout_of(sheet, said)
    if layout:
        tally.layouts.append(layout)
        tables = side_by_side(layout)
        for table in tables:
            _SheetReader(_cut(sheet, table) if len(tables) > 1 else sheet, table, tally).read()
    elif not all(is_empty(row) for row in sheet.rows):
        tally.report(sheet.name, 1, "header_not_found", look=not _bears_numbers(sheet))
    return layout


def _cut(sheet: Sheet, table: Layout) -> Sheet:
    """The sheet with the rows of one table alone; what stands above them stays."""
    held = table.fields
    rows = [
        row if index < table.last_row else [c if at in held else None for at, c in enumerate(row)]
        for index, row in enumerate(sheet.rows)
    ]
    return Sheet(sheet.name, rows, sheet.merged)


def _bears_numbers(sheet: Sheet) -> bool:
    """Whether people may stand in a sheet without a header; covers and sums hold no number of any."""
    cells = (cell for row in sheet.rows for cell in row if cell is not None)
    return any(read_identity_number(cell).value for cell in cells)


def layout_of(sheet: Sheet, said: Sayings) -> Layout | None:
    """The layout as the office said, where it said something of such a sheet, else as guessed."""
    guessed = find_layout(sheet)
    told = said.get(fingerprint(sheet, guessed)) if said else None
    if told is None:
        return guessed
    if not isinstance(told, Said):
        told = Said(0, 0, told)
    first, last = told.rows_in(sheet, guessed)
    return layout_at(sheet, first, last, told.fields)


@dataclass(slots=True)
class _Whole:
    """What the whole row says of everybody in it."""

    door: Address
    state: str | None
    note: str


class _SheetReader:
    """Reads the rows of one sheet into the tally."""

    def __init__(self, sheet: Sheet, layout: Layout, tally: Tally) -> None:
        self._sheet = sheet
        self._layout = layout
        self._tally = tally
        self._finder = DoorFinder(sheet, layout)
        self._again = HeaderAgain(sheet, layout)
        self._filled = fill_blocks(sheet, layout)
        self._seats = [SeatReader(seat) for seat in layout.seats]
        self._state = layout.columns.get("state", ())
        self._note = layout.columns.get("note", ())

    def read(self) -> None:
        rows, start = self._sheet.rows, self._layout.last_row
        for index in range(start, len(rows)):
            row = rows[index]
            if self._layout.outcome:
                row = _without(row, self._layout.outcome)
            if is_empty(row):
                continue
            if self._finder.enters_section(row):
                self._end(index + 1, SKIPPED)
            elif self._again.repeats(row):
                # A page begins: who stands below it without an address goes on the household above.
                self._finder.turn_page()
                self._end(index + 1, SKIPPED)
            elif is_line_to_skip(self._layout, row):
                self._finder.end_block()
                self._end(index + 1, SKIPPED)
            else:
                self._read_row(index, row)

    def _read_row(self, index: int, row: Row) -> None:
        merged = index in self._filled
        if merged:
            row = self._filled[index]
        door = self._finder.read(row, merged)
        members: list[Member] = []
        lost: list[FieldProblem] = []
        for seat in self._seats:
            found, unclear = seat.read(row)
            members += found
            lost += unclear
        if members:
            self._take(index + 1, row, door, members, lost)
        elif any(problem.code == "names_several" for problem in lost):
            self._refuse(index + 1, [p for p in lost if p.code == "names_several"])
        else:
            self._read_nameless(index + 1, row, door)

    def _read_nameless(self, number: int, row: Row, door: Address | None) -> None:
        state = empty_state(self._layout, row)
        personal = has_personal_fields(self._layout, row)
        if door and self._finder.names_a_door(row) and (state or not personal):
            home = self._tally.doors.canonical(door)
            self._tally.empty_homes.append(
                EmptyHome(
                    *(self._sheet.name, number, home.building, home.unit, home.room, state),
                    kind=home.kind,
                )
            )
            self._end(number, EMPTY_HOME)
        elif personal:
            names = (first_cell(row, seat.columns["name"]) for seat in self._layout.seats)
            raw = next((raw_text(cell) for cell in names if cell is not None), "")
            self._refuse(number, [FieldProblem("", "name", "name_missing", raw)])
        else:
            self._end(number, SKIPPED)

    def _take(
        self,
        number: int,
        row: Row,
        door: Address | None,
        members: list[Member],
        lost: list[FieldProblem],
    ) -> None:
        if door is None:
            names = "、".join(member.name for member in members)
            raw = self._finder.raw(row)
            self._refuse(number, [FieldProblem(names, "address", "address_unreadable", raw)])
            return
        tally, sheet = self._tally, self._sheet.name
        home = tally.doors.canonical(door)
        whole = _Whole(home, self._word(row), self._remarks(row))
        several = len(self._seats) > 1 and len(members) > 1
        taken = 0
        for place, member in enumerate(members):
            if len(members) == 1 and whole.note:
                member.needs = tuple(dict.fromkeys((*member.needs, *needs_in_note(whole.note))))
            person = _person(sheet, number, member, whole, place == 0)
            if several and place == 0 and tally.knows(person):
                tally.complete(person)
            elif tally.take(person, member.problems):
                taken += 1
        for problem in lost:
            self._report(number, problem)
        if not taken:
            self._end(number, MERGED)

    def _refuse(self, number: int, problems: Sequence[FieldProblem]) -> None:
        for problem in problems:
            self._report(number, problem)
        self._end(number, REFUSED)

    def _report(self, number: int, problem: FieldProblem) -> None:
        self._tally.report(
            self._sheet.name,
            number,
            problem.code,
            name=problem.name,
            about=problem.field,
            raw=problem.raw,
        )

    def _end(self, number: int, how: str) -> None:
        self._tally.ended[self._sheet.name, number] = how

    def _word(self, row: Row) -> str | None:
        for at in self._state:
            word = word_in(row[at]) if at < len(row) else None
            if word:
                return word
        return None

    def _remarks(self, row: Row) -> str:
        if not self._note:
            return ""
        return " ".join(filter(None, (raw_text(row[at]) for at in self._note if at < len(row))))


def _person(sheet: str, number: int, member: Member, whole: _Whole, is_first: bool) -> LedgerPerson:
    """A remark on the row goes to the first of several people, beside what is said of herself."""
    door, note = whole.door, member.note
    if is_first and whole.note:
        note = f"{note} {whole.note}" if note else whole.note
    return LedgerPerson(
        sheet,
        number,
        door.building,
        door.unit,
        door.room,
        member.name,
        member.identity_number,
        member.phones,
        member.relation,
        member.sex,
        member.needs,
        whole.state,
        note,
        door.kind,
    )


def _without(row: Row, columns: Sequence[int]) -> list[Cell]:
    return [None if at in columns else cell for at, cell in enumerate(row)]
