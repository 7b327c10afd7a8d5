"""Relay texts of the offices are read as a careful clerk reads them, line by line, with nothing invented."""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from wumen.rules.relay import Kind, Reading, read_relay

DATA = Path(__file__).parent.parent / "data"
KINDS = (Kind.VOLUNTEERS, Kind.NEEDS, Kind.HOME_SAMPLING)
COURTESIES = {"辛苦了🙏", "收到", "谢谢志愿者！"}


@cache
def read(kind: Kind) -> tuple[Reading, list[dict[str, Any]]]:
    """A relay text as we read it, and the truth beside it."""
    name = f"relay-{kind.replace('_', '-')}"
    truth = json.loads((DATA / f"{name}.truth.json").read_text(encoding="utf-8"))
    return read_relay((DATA / f"{name}.txt").read_text(encoding="utf-8"), kind), truth


@pytest.mark.parametrize("kind", KINDS)
def test_every_line_is_read_as_the_clerk_reads_it(kind: Kind) -> None:
    reading, truth = read(kind)
    ours = [asdict(entry) for entry in reading.entries]
    fields = [name for name in truth[0] if name != "household"]
    said = [
        {name: list(v) if isinstance(v := one[name], tuple) else v for name in fields}
        for one in ours
    ]
    assert said == [{name: one[name] for name in fields} for one in truth]


@pytest.mark.parametrize("kind", KINDS)
def test_no_line_is_invented_and_none_is_left_for_a_person_without_need(kind: Kind) -> None:
    reading, truth = read(kind)
    assert len(reading.entries) == len(truth)
    assert not reading.unread
    assert not reading.unsure
    assert {line.text for line in reading.aside} <= COURTESIES


def test_whoever_needs_a_medicine_is_urgent_and_eggs_are_not_whatever_word_stands_there() -> None:
    reading, truth = read(Kind.NEEDS)
    urgent = {entry.line for entry in reading.entries if entry.priority == "urgent"}
    assert urgent == {one["line"] for one in truth if one["medicine"]}
    assert any(entry.urgent and entry.priority == "normal" for entry in reading.entries)
