"""The ledgers of offices are read as a careful clerk reads them: people, homes, problems."""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from wumen.channels.spreadsheets import read_workbook
from wumen.rules.addresses import code_of_label
from wumen.rules.ledger import LedgerReading, read_ledger

DATA = Path(__file__).parent.parent / "data"
LEDGERS = ("ledger-merged", "ledger-tidy", "ledger-sheets")


@cache
def read(name: str) -> tuple[LedgerReading, dict[str, Any]]:
    """A ledger as we read it, and the truth beside it."""
    truth = json.loads((DATA / f"{name}.truth.json").read_text(encoding="utf-8"))
    return read_ledger(read_workbook(DATA / f"{name}.xlsx")), truth


def people_of(reading: LedgerReading) -> Counter[tuple[Any, ...]]:
    """People in the form of the truth."""
    return Counter(
        (
            *(code_of_label(label) for label in (p.building, p.unit, p.room)),
            *(p.name, p.identity_number, "、".join(p.phones), p.needs),
        )
        for p in reading.people
    )


def true_people(truth: dict[str, Any]) -> Counter[tuple[Any, ...]]:
    """The truth's people; a damaged telephone is written as none."""
    return Counter(
        (str(building), str(unit), room, name, identity_number, phone or "", tuple(needs))
        for building, unit, room, name, identity_number, phone, needs in truth["people"]
    )


def problems_of(reading: LedgerReading) -> Counter[tuple[Any, ...]]:
    """Problems in the form of the truth."""
    return Counter((p.sheet, p.row, p.name, p.field, p.code, p.raw) for p in reading.problems)


def true_problems(truth: dict[str, Any]) -> Counter[tuple[Any, ...]]:
    """The truth's problems."""
    keys = ("sheet", "row", "name", "field", "code", "raw")
    return Counter(tuple(problem[key] for key in keys) for problem in truth["problems"])


@pytest.mark.parametrize("name", LEDGERS)
def test_people_are_read_as_the_clerk_reads_them(name: str) -> None:
    reading, truth = read(name)
    assert people_of(reading) == true_people(truth)


@pytest.mark.parametrize("name", LEDGERS)
def test_households_are_the_clerks(name: str) -> None:
    reading, truth = read(name)
    ours = [(door.building, door.unit, door.room) for door in reading.households]
    assert sorted(ours) == sorted((str(b), str(u), room) for b, u, room in truth["households"])


@pytest.mark.parametrize("name", LEDGERS)
def test_problems_are_the_clerks(name: str) -> None:
    reading, truth = read(name)
    assert problems_of(reading) == true_problems(truth)


@pytest.mark.parametrize(
    ("name", "rows", "merged", "skipped"),
    [
        ("ledger-merged", 1400, 0, 2),
        ("ledger-tidy", 1641, 0, 0),
        ("ledger-sheets", 12376, 115, 36),
    ],
)
def test_counts_add_up(name: str, rows: int, merged: int, skipped: int) -> None:
    reading, truth = read(name)
    assert (reading.rows, reading.merged, reading.refused) == (rows, merged, 0)
    assert len(reading.people) == len(truth["people"]) == rows - merged
    assert (reading.skipped, reading.empty_homes) == (skipped, ())


def test_numbers_that_two_people_share_are_kept_and_shown() -> None:
    reading, truth = read("ledger-sheets")
    numbers = Counter(number for _, _, _, _, number, _, _ in truth["people"] if number)
    assert len(reading.to_check) == sum(count - 1 for count in numbers.values()) == 8
    assert {(p.field, p.code) for p in reading.to_check} == {("identity_number", "number_shared")}


def test_an_export_of_a_property_company_is_read_as_it_stands() -> None:
    truth = json.loads((DATA / "property-export.truth.json").read_text(encoding="utf-8"))
    (sheet,) = read_workbook(DATA / "property-export.csv")
    reading = read_ledger([sheet])
    found = Counter((p.building, p.unit, p.room, p.name, p.identity_number) for p in reading.people)
    assert found == Counter(
        (str(building), str(unit), room, name, number)
        for building, unit, room, name, number in truth["households"]
    )
    assert (len(reading.households), len(reading.problems)) == (4458, 0)
    assert {len(person.phones) for person in reading.people} == {1, 2}


def test_a_workbook_of_old_excel_is_read_with_its_merged_cells() -> None:
    reading = read_ledger(read_workbook(DATA / "ledger-old.xls"))
    assert [(p.building, p.room, p.name, p.identity_number, p.phones) for p in reading.people] == [
        ("1", "101", "金怡", "410198199010262898", ("15769079081",)),
        ("1", "101", "程思", "410198195009032069", ("15657405272",)),
        ("1", "102", "周宇", None, ()),
    ]
    assert [(p.row, p.code) for p in reading.problems] == [(5, "digits_lost")]
    assert reading.skipped == 1
