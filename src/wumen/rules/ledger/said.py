"""What an office said of a layout, and the fingerprint under which it is remembered."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from wumen.rules.ledger.headers import Layout, find_layout, outcome_columns
from wumen.rules.ledger.sheets import Sheet, is_blank
from wumen.rules.ledger.words import header_word
from wumen.rules.numbers import whole

_ROWS_TO_SEARCH = 30
# A sheet of a workbook has no column behind this one.
_LAST_COLUMN = 16_384


@dataclass(frozen=True, slots=True)
class Said:
    """Where the header is (rows from 1; 0: where the program found it) and what columns hold.

    `fields`: keys of `FIELDS` by column, from 0; a column that is not named is guessed as ever.
    `looked_at`: the first header row that the program showed when this was said, so that a sheet
    with one title row more is read as well; 0 where the rows hold as they are.
    """

    header_row: int
    last_header_row: int
    fields: Mapping[int, str]
    looked_at: int = 0

    def rows_in(self, sheet: Sheet, guessed: Layout | None) -> tuple[int, int]:
        """First and last row of the header in a sheet of this layout."""
        first, last = header_rows(sheet, guessed)
        if not self.header_row:
            return first, last
        shift = first - self.looked_at if self.looked_at else 0
        return self.header_row + shift, max(self.header_row, self.last_header_row) + shift

    def as_dict(self) -> dict[str, object]:
        """The form that is kept; columns become text as JSON wants it."""
        fields = {str(column): field for column, field in sorted(self.fields.items())}
        rows = {"header_row": self.header_row, "last_header_row": self.last_header_row}
        return {**rows, "fields": fields, "looked_at": self.looked_at}

    @classmethod
    def from_dict(cls, kept: Mapping[str, object]) -> "Said":
        """Back from the form that is kept; what is no number or no word is left out."""
        fields = kept.get("fields")
        columns = fields.items() if isinstance(fields, Mapping) else ()
        return cls(
            _number(kept.get("header_row")),
            _number(kept.get("last_header_row")),
            {
                column: str(field)
                for said, field in columns
                if (column := whole(str(said), _LAST_COLUMN)) is not None
            },
            _number(kept.get("looked_at")),
        )


def header_rows(sheet: Sheet, guessed: Layout | None) -> tuple[int, int]:
    """The rows (from 1) of the header, else twice the row that looks most like one; 0 if empty."""
    if guessed:
        return guessed.first_row, guessed.last_row
    best, most = 0, 0
    for number, row in enumerate(sheet.rows[:_ROWS_TO_SEARCH], 1):
        words = sum(isinstance(cell, str) and not is_blank(cell) for cell in row)
        if words > most:
            best, most = number, words
    return best, best


def fingerprint(sheet: Sheet, guessed: Layout | None = None) -> str:
    """The same for every sheet whose header has the same words in the same columns.

    Names of sheets, titles, rows and the columns of an earlier import do not matter. `guessed`:
    what `find_layout` gave, where it is known already.
    """
    first, last = header_rows(sheet, guessed or find_layout(sheet))
    rows = sheet.rows[first - 1 : last] if first else ()
    outcome = outcome_columns(rows)
    words: dict[int, list[str]] = {}
    for row in rows:
        for at, cell in enumerate(row):
            word = header_word(cell)
            if word and at not in outcome:
                words.setdefault(at, []).append(word)
    said = "\n".join(f"{at}\t{' '.join(words[at])}" for at in sorted(words))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _number(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0
