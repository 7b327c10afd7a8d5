"""What a ledger is found to say: people, empty homes, problems, and what became of every row."""

from collections.abc import Mapping
from dataclasses import dataclass

from wumen.rules.addresses import Address
from wumen.rules.ledger.headers import Layout

# What becomes of a row that gives no person.
MERGED, REFUSED, SKIPPED, EMPTY_HOME = "merged", "refused", "skipped", "empty_home"


@dataclass(frozen=True, slots=True)
class LedgerPerson:
    """One person taken; labels as `Address` has them, words as the row writes them."""

    sheet: str
    row: int
    building: str
    unit: str
    room: str
    name: str
    identity_number: str | None
    phones: tuple[str, ...]
    relation: str | None
    sex: str | None
    needs: tuple[str, ...]
    state: str | None
    note: str
    kind: str = "building"

    @property
    def door(self) -> Address:
        """The door the person lives behind."""
        return Address(self.building, self.unit, self.room, self.kind)


@dataclass(frozen=True, slots=True)
class LedgerProblem:
    """What could not be taken from where: `field` is None when it is about the whole row."""

    sheet: str
    row: int
    name: str
    field: str | None
    code: str
    raw: str
    message_zh: str
    message_en: str


@dataclass(frozen=True, slots=True)
class EmptyHome:
    """A home that the ledger lists with nobody in it; `state` as written, else ''."""

    sheet: str
    row: int
    building: str
    unit: str
    room: str
    state: str
    kind: str = "building"

    @property
    def door(self) -> Address:
        """The door that nobody lives behind."""
        return Address(self.building, self.unit, self.room, self.kind)


@dataclass(frozen=True, slots=True)
class LedgerReading:
    """All that a ledger says.

    `rows`: rows of the file that hold people, `merged` and `refused` ones among them. `ended`: what
    became of every row below a header that is not blank and gave no person (`merged`, `refused`,
    `skipped`, `empty_home`), by sheet and row. `households`: doors with people, in order.
    `to_check`: what a person should look at though nothing of it was left out.
    """

    people: tuple[LedgerPerson, ...]
    problems: tuple[LedgerProblem, ...]
    rows: int
    skipped: int
    merged: int
    refused: int
    households: tuple[Address, ...]
    empty_homes: tuple[EmptyHome, ...]
    layouts: tuple[Layout, ...]
    ended: Mapping[tuple[str, int], str]
    to_check: tuple[LedgerProblem, ...]
