"""The one place through which the command line speaks: to people in Chinese, to machines in JSON."""

import dataclasses
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TextIO
from unicodedata import east_asian_width
from uuid import UUID

import msgspec

from wumen.rules.problems import Problem
from wumen.rules.time import local


def _write(text: str, stream: TextIO) -> None:
    stream.write(text + "\n")


def plain(value: object) -> object:
    """A value as JSON holds it: instants in local ISO time, dataclasses and structs by their fields."""
    if isinstance(value, datetime):
        return local(value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, UUID | Path):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
    if isinstance(value, msgspec.Struct):
        return msgspec.structs.asdict(value)
    raise TypeError(f"cannot be said in JSON: {type(value).__name__}")


def _json(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, default=plain, indent=indent)


def say(text: str) -> None:
    """Say a line to a person."""
    _write(text, sys.stdout)


def say_json(value: Any) -> None:
    """Print one JSON document."""
    _write(_json(value, indent=1), sys.stdout)


def say_lines(values: Iterable[Any]) -> None:
    """Print JSON Lines: one object a line."""
    for value in values:
        _write(_json(value), sys.stdout)


def answer(as_json: bool, value: Any, text: str) -> None:
    """Answer a machine with the value, a person with the text."""
    if as_json:
        say_json(value)
    else:
        say(text)


def complain(problem: Problem, as_json: bool) -> None:
    """Say a refusal on standard error: its code, what is wrong, what to do next."""
    if as_json:
        _write(_json(problem.as_dict()), sys.stderr)
        return
    said = problem.as_dict()
    _write(f"{said['code']}: {said['zh']}{said['next_zh']}", sys.stderr)
    _write(f"  {said['en']} {said['next_en']}", sys.stderr)


def note(text: str) -> None:
    """Say a line beside the answer, on standard error."""
    _write(text, sys.stderr)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows under their heads, each column as wide as its widest cell."""
    cells = [list(head), *[[str(cell) for cell in row] for row in rows]]
    widths = [max(_width(row[index]) for row in cells) for index in range(len(head))]
    lines = [
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in cells
    ]
    return "\n".join(lines)
