"""The columns of a layout as a form: what each was taken for, and what the office says it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wumen.actions.ledger import LayoutSeen
from wumen.rules.ledger import FIELDS, LedgerPerson
from wumen.rules.masks import mask_identity_number, mask_telephone
from wumen.rules.numbers import whole

_NOT_USED = "other"
_SHEETS_NAMED = 6
_MASKS = {"identity_number": mask_identity_number, "phone": mask_telephone}

# A sheet of a workbook ends with these.
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


@dataclass(frozen=True)
class ColumnField:
    """One column: its name in the form, header words, the field chosen, samples without whole numbers."""

    key: str
    words: str
    field: str
    person: int
    samples: Sequence[str]


@dataclass(frozen=True)
class Sample:
    """A person as she was read; of numbers only the ends."""

    door: str
    name: str
    identity_number: str
    phones: Sequence[str]
    relation: str
    needs: Sequence[str]


class LayoutForm:
    """One layout of a ledger with its columns; `posted` is what was typed when it was refused."""

    def __init__(self, seen: LayoutSeen, posted: Mapping[str, str]) -> None:
        """What was typed counts for its own layout only."""
        self.seen, self.first = seen, seen.first
        self.sheets = seen.sheets[:_SHEETS_NAMED]
        self.more = max(0, len(seen.sheets) - _SHEETS_NAMED)
        typed = posted if posted.get("layout") == seen.first.fingerprint else {}
        self.header = typed.get("header", str(seen.first.header_row))
        self.columns = [
            ColumnField(
                f"c{one.column}",
                " / ".join(one.words),
                typed.get(f"c{one.column}", one.field or _NOT_USED),
                one.person,
                [_masked(one.field, text) for text in one.samples],
            )
            for one in seen.first.columns
        ]
        self.people = [_sample(person) for person in seen.first.samples]


def field_choices() -> Sequence[tuple[str, tuple[str, str]]]:
    """What a column may hold: keys with their words in both languages."""
    return list(FIELDS.items())


def chosen_fields(posted: Mapping[str, str]) -> dict[int, str]:
    """The field that was chosen for each column."""
    return {
        column: value
        for key, value in posted.items()
        if key.startswith("c") and (column := whole(key[1:], _LAST_COLUMN)) is not None
    }


def chosen_header(posted: Mapping[str, str]) -> tuple[int, int]:
    """The row of the header that was typed; nothing where the program found it."""
    row = whole(posted.get("header", ""), _LAST_ROW) or 0
    return row, row


def _sample(person: LedgerPerson) -> Sample:
    parts = (person.building, person.unit, person.room)
    number = person.identity_number
    return Sample(
        "-".join(part for part in parts if part),
        person.name,
        mask_identity_number(number) if number else "",
        [mask_telephone(phone) for phone in person.phones],
        person.relation or "",
        person.needs,
    )


def _masked(field: str, text: str) -> str:
    """A sample; a long row of digits is a number of a person, whatever its column was taken for."""
    digits = sum(char.isdigit() for char in text)
    if field in _MASKS and len(text) > 5:
        return _MASKS[field](text)
    return mask_identity_number(text) if digits > 6 else text
