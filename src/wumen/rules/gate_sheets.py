"""Gate sheets (出入登记单): numbered rows for a guard with a pen, keyed back under their numbers.

`1 815 出 3-1-101 买菜；2 820 进 豫A12345 送菜；3 o 2-1-301 s t`: row, hour, way, who and what for, and only
where somebody was not let through that. A row without an hour has that of the row above (″).
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from wumen.rules.numbers import whole
from wumen.rules.paper import GATE_SHEET_KEYED_FOR
from wumen.rules.passages import Said, read_said, read_way
from wumen.rules.problems import Problem
from wumen.rules.time import at

# What one A4 page holds with rows high enough for a glove.
ROWS = 24
MOST_SHEETS = 10
_BACKWARD = timedelta(hours=6)
_LINE = re.compile(
    r"第?(?P<line>\d{1,3})(?:行|号)?[\s,:、]+"
    r"(?:(?P<hour>\d{1,2}[:点时]\d{0,2}分?|\d{3,4})\s*)?"
    r"(?P<way>进|出|(?:in|out|[io])(?=\s))\s*(?P<said>.+)",
    re.IGNORECASE,
)
_HOUR = re.compile(r"(\d{1,2})[:点时]?(\d{2})?分?")


@dataclass(frozen=True)
class Row:
    """A row as it was keyed: its number, when, and what it says."""

    line: int
    at: datetime
    said: Said


@dataclass(frozen=True)
class UnreadRow:
    """A piece that cannot be taken as it stands, and why."""

    text: str
    problem: Problem


@dataclass(frozen=True)
class KeyedRows:
    """What was keyed for a sheet; nothing is taken while a piece is `unread`."""

    rows: tuple[Row, ...]
    unread: tuple[UnreadRow, ...]


def read_sheets_wanted(text: str) -> int:
    """How many sheets are printed; Problem `gate_sheets_many`."""
    many = whole(text.strip() or "1", MOST_SHEETS)
    if not many:
        raise Problem("gate_sheets_many", most=MOST_SHEETS)
    return many


def read_rows(
    text: str, day: date, now: datetime, noted: Mapping[int, datetime] | None = None
) -> KeyedRows:
    """Read what was keyed for a sheet of a day, row by row; each piece that cannot be taken stands apart.

    A night's sheet goes past midnight: an hour far before that of the row above is the next day's. The row above is
    the nearest that is keyed or was `noted` before. Problem `gate_sheet_old` for a sheet of long ago.
    """
    if at(day, time()) < now - GATE_SHEET_KEYED_FOR:
        raise Problem("gate_sheet_old")
    rows: list[Row] = []
    unread: list[UnreadRow] = []
    known = dict(noted or {})
    plain = unicodedata.normalize("NFKC", text)
    for piece in (one.strip() for one in re.split(r"[\n;。]+", plain)):
        if not piece:
            continue
        try:
            row = _row(piece, day, known, now)
            _once(row, rows)
        except Problem as problem:
            unread.append(UnreadRow(piece, problem))
            continue
        known[row.line] = row.at
        rows.append(row)
    return KeyedRows(tuple(sorted(rows, key=lambda one: one.line)), tuple(unread))


def _row(piece: str, day: date, known: Mapping[int, datetime], now: datetime) -> Row:
    found = _LINE.fullmatch(piece)
    if found is None:
        raise Problem("gate_row_unreadable")
    line = int(found["line"])
    if not 1 <= line <= ROWS:
        raise Problem("gate_row_unknown", last=ROWS)
    above = max((one for one in known if one < line), default=0)
    when = _when(found["hour"], day, known.get(above))
    if when > now:
        raise Problem("gate_row_ahead")
    return Row(line, when, read_said(read_way(found["way"]), found["said"]))


def _when(text: str | None, day: date, before: datetime | None) -> datetime:
    if text is None:
        if before is None:
            raise Problem("gate_row_hour_missing")
        return before
    digits = f"{text[:-2]}:{text[-2:]}" if text.isdecimal() and len(text) > 2 else text
    said = _HOUR.fullmatch(digits)
    hour, minute = (int(said[1]), int(said[2] or 0)) if said else (24, 0)
    if hour > 23 or minute > 59:
        raise Problem("gate_row_hour_unreadable")
    when = at(day, time(hour, minute))
    return when + timedelta(days=1) if before and when < before - _BACKWARD else when


def _once(row: Row, rows: Sequence[Row]) -> None:
    if any(one.line == row.line for one in rows):
        raise Problem("gate_row_twice", line=row.line)
