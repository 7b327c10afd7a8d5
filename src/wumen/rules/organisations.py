"""Organisations (单位): their kinds, and a roster read from lines that somebody pasted or uploaded."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from wumen.rules.identity_numbers import read_identity_number
from wumen.rules.ledger.sheets import Cell, Row, cell_text, is_empty, raw_text, says_nothing
from wumen.rules.ledger.words import heading_of
from wumen.rules.problems import Problem
from wumen.rules.telephones import read_telephone

# The largest building site of the story has 2,000 people.
MOST_LINES = 5_000
_ROWS_TO_SEARCH = 10
_NUMBERING = re.compile(r"^\s*[(（]?[0-9]{1,4}[.、．)）:：]\s*")
_POSITION = re.compile(r"[0-9]{1,4}")
_BETWEEN = re.compile(r"[\s,，;；]+")
_DIGIT = re.compile(r"[0-9]")
_LETTER = re.compile(r"[^\W\d_]")
_SEVERAL = re.compile(r"[、,;/]")
# What closes a list or stands above it: totals and signatures.
_CLOSING = re.compile(
    r"(合计|小计|总计|共计|总人数|填表人|制表人|审核人?|负责人|日期|单位)\s*[:：]?.*|共\s*[0-9]+\s*人.*"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
# 4.10102E+17: what a sheet leaves of 15 to 20 digits.
_LONG_NUMBER = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?1[4-9]")
# Fewer digits than a short telephone has say something else: an age, a building.
_SHORTEST_TELEPHONE = 5
_SHORTEST_IDENTITY = 14


class OrganisationKind(StrEnum):
    """What an organisation is."""

    BUILDING_SITE = "building_site"
    SUPERMARKET = "supermarket"
    SHOP = "shop"
    MARKET = "market"
    DEPOT = "depot"
    SANITATION = "sanitation"
    SCHOOL = "school"
    FACTORY = "factory"
    OFFICE = "office"
    OTHER = "other"


ORGANISATION_KINDS: dict[OrganisationKind, tuple[str, str]] = {
    OrganisationKind.BUILDING_SITE: ("建筑工地", "building site"),
    OrganisationKind.SUPERMARKET: ("商超", "supermarket"),
    OrganisationKind.SHOP: ("商铺", "shop"),
    OrganisationKind.MARKET: ("农贸市场", "market"),
    OrganisationKind.DEPOT: ("仓储物流", "depot"),
    OrganisationKind.SANITATION: ("环卫站", "sanitation station"),
    OrganisationKind.SCHOOL: ("学校", "school"),
    OrganisationKind.FACTORY: ("工厂", "factory"),
    OrganisationKind.OFFICE: ("机关、写字楼", "office"),
    OrganisationKind.OTHER: ("其他单位", "other"),
}


def read_kind(text: str) -> OrganisationKind:
    """The kind of that key; Problem `organisation_kind_unknown`."""
    if text not in set(OrganisationKind):
        raise Problem("organisation_kind_unknown", kind=text, known=" ".join(OrganisationKind))
    return OrganisationKind(text)


@dataclass(frozen=True)
class RosterPerson:
    """A person of a list: her line (from 1), name, and what is sound of her numbers."""

    line: int
    name: str
    identity_number: str | None = None
    telephones: tuple[str, ...] = ()


@dataclass(frozen=True)
class RosterProblem:
    """What of a line could not be taken: `field` is None for the whole line; nothing was repaired."""

    line: int
    name: str
    field: str | None
    code: str
    raw: str


@dataclass(frozen=True)
class RosterReading:
    """All that a list says; `skipped` are lines that hold no person: header, title, total."""

    people: tuple[RosterPerson, ...]
    problems: tuple[RosterProblem, ...]
    merged: int
    refused: int
    skipped: int


def pasted_rows(text: str) -> list[list[str]]:
    """The lines of a pasted list as cells: parted by tabs, else by blanks and commas."""
    return [_cells(_NUMBERING.sub("", line)) for line in text.splitlines()]


def _cells(line: str) -> list[str]:
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    cells: list[str] = []
    for word in filter(None, _BETWEEN.split(line)):
        if cells and _goes_on(cells[-1], word):
            cells[-1] += word if _HAN.search(word) else f" {word}"
        else:
            cells.append(word)
    return cells


def _goes_on(name: str, word: str) -> bool:
    """Whether a word is the rest of a name: 张 三, John Smith."""
    if _HAN.fullmatch(name):
        return len(word) <= 2 and all(map(_HAN.fullmatch, word))
    return name.replace(" ", "").isascii() and name.replace(" ", "").isalpha() and word.isalpha()


def read_roster(rows: Sequence[Row]) -> RosterReading:
    """Read people out of the rows of a list, one a row; a number is taken whole or reported.

    Problems: `roster_empty`, `roster_too_long`.
    """
    if len(rows) > MOST_LINES:
        raise Problem("roster_too_long", lines=len(rows), most=MOST_LINES)
    reader = _Reader(*_header(rows))
    for line, row in enumerate(rows, 1):
        reader.read(line, row)
    if not reader.people and not reader.refused:
        raise Problem("roster_empty")
    return RosterReading(
        tuple(reader.people),
        tuple(reader.problems),
        reader.merged,
        reader.refused,
        reader.skipped,
    )


def _header(rows: Sequence[Row]) -> tuple[int, dict[str, list[int]]]:
    """How many rows the header and what stands above it take, and where each field stands."""
    for index, row in enumerate(rows[:_ROWS_TO_SEARCH]):
        columns: dict[str, list[int]] = {}
        for column, cell in enumerate(row):
            heading = heading_of(cell)
            if heading and heading.field:
                columns.setdefault(heading.field, []).append(column)
        if "name" in columns and len(columns) > 1:
            return index + 1, columns
    return 0, {}


@dataclass
class _Found:
    """What the cells of one row say, before anybody asks whether it is a person."""

    name: str = ""
    identity_number: str | None = None
    telephones: dict[str, None] = field(default_factory=dict)
    wrong: list[tuple[str | None, str, str]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@dataclass
class _Reader:
    """Reads row after row; `columns` is empty for a list without a header, read by what cells look like."""

    above: int
    columns: dict[str, list[int]]
    people: list[RosterPerson] = field(default_factory=list)
    problems: list[RosterProblem] = field(default_factory=list)
    merged: int = 0
    refused: int = 0
    skipped: int = 0
    _seen: set[object] = field(default_factory=set)

    def read(self, line: int, row: Row) -> None:
        if is_empty(row):
            return
        if line <= self.above or _CLOSING.fullmatch(_said(row)):
            self.skipped += 1
            return
        found = _by_columns(row, self.columns) if self.columns else _by_looks(row)
        for about, code, raw in found.wrong:
            self._report(line, found.name, about, code, raw)
        if not found.name:
            self._report(line, "", None, "name_missing", _said(row))
            self.refused += 1
        elif _SEVERAL.search(found.name):
            self._report(line, found.name, "name", "names_several", found.name)
            self.refused += 1
        else:
            self._take(line, found)

    def _take(self, line: int, found: _Found) -> None:
        if found.left:
            self._report(line, found.name, None, "roster_words_left", " ".join(found.left))
        person = RosterPerson(line, found.name, found.identity_number, tuple(found.telephones))
        known_as = person.identity_number or (person.name, person.telephones)
        if known_as in self._seen:
            self._report(line, person.name, None, "duplicate", person.name)
            self.merged += 1
            return
        self._seen.add(known_as)
        self.people.append(person)

    def _report(self, line: int, name: str, about: str | None, code: str, raw: str) -> None:
        self.problems.append(RosterProblem(line, name, about, code, raw))


def _said(row: Row) -> str:
    return " ".join(filter(None, map(raw_text, row)))


def _by_columns(row: Row, columns: dict[str, list[int]]) -> _Found:
    """A row below a header: each field in its column; what other columns hold is not asked for."""
    found = _Found()
    for name, places in columns.items():
        for cell in (row[place] for place in places if place < len(row)):
            if says_nothing(cell_text(cell)):
                continue
            if name == "name" and not found.name:
                found.name = _as_name(cell_text(cell))
            elif name == "identity_number":
                _take_identity(found, cell)
            elif name == "phone":
                _take_telephones(found, cell)
    return found


def _by_looks(row: Row) -> _Found:
    """A row without a header: a cell is what it looks like, whatever its place."""
    found = _Found()
    for place, cell in enumerate(row):
        text = cell_text(cell)
        if says_nothing(text) or (place == 0 and _POSITION.fullmatch(text)):
            continue
        digits = len(_DIGIT.findall(text))
        if digits < _SHORTEST_TELEPHONE:
            if not digits and not found.name and _LETTER.search(text):
                found.name = _as_name(text)
            else:
                found.left.append(text)
        elif _LONG_NUMBER.fullmatch(text) or (
            digits >= _SHORTEST_IDENTITY and not read_telephone(cell).value
        ):
            _take_identity(found, cell)
        else:
            _take_telephones(found, cell)
    return found


def _as_name(text: str) -> str:
    """A name as it is kept; with a digit in it, it is none."""
    if _DIGIT.search(text) or not _LETTER.search(text):
        return ""
    return (
        " ".join(text.split()) if text.isascii() or _SEVERAL.search(text) else "".join(text.split())
    )


def _take_identity(found: _Found, cell: Cell) -> None:
    reading = read_identity_number(cell)
    if reading.code:
        found.wrong.append(("identity_number", reading.code, raw_text(cell)))
    elif reading.value and found.identity_number not in (None, reading.value):
        found.left.append(raw_text(cell))
    elif reading.value:
        found.identity_number = reading.value


def _take_telephones(found: _Found, cell: Cell) -> None:
    reading = read_telephone(cell)
    found.telephones.update(dict.fromkeys(reading.value))
    if reading.code:
        found.wrong.append(("phone", reading.code, raw_text(cell)))
