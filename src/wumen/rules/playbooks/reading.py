"""Reads a playbook file strictly: what cannot be understood is refused with file, line and reason."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from wumen.rules.playbooks.form import (
    Body,
    Clause,
    ComingBack,
    ContactKind,
    CrewRole,
    Edition,
    Isolation,
    Notice,
    Playbook,
    Pool,
    Regime,
    Release,
    Team,
    Window,
)
from wumen.rules.problems import Problem

_BY_KEY: Mapping[str, type[msgspec.Struct]] = {"regimes": Regime, "windows": Window}
_IN_ROWS: Mapping[str, type[msgspec.Struct]] = {
    "clauses": Clause,
    "releases": Release,
    "isolations": Isolation,
    "coming_back": ComingBack,
    "contacts": ContactKind,
    "pools": Pool,
    "teams": Team,
    "crew_roles": CrewRole,
    "bodies": Body,
    "notices": Notice,
}
_HEADER = re.compile(r"\s*\[\[?\s*([\w.\"-]+)\s*\]\]?")
_KEY = re.compile(r"\s*([\w-]+)\s*=")
_WITHIN = re.compile(r"`\$\.?(?P<path>[^`]*)`")
_NESTED = re.compile(r"conditions\[(?P<row>\d+)\]\.?(?P<key>\w*)")
_UNKNOWN = re.compile(r"unknown field `(\w+)`")
_AT_LINE = re.compile(r"at line (\d+)")
_Rule = TypeVar("_Rule", bound=msgspec.Struct)


def read_playbook(text: bytes, file: str) -> Playbook:
    """Read one file; Problem `playbook_unreadable` names the line and what is wrong with it."""
    try:
        source = text.decode()
        held = tomllib.loads(source)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        line = _AT_LINE.search(str(error))
        raise _unreadable(file, int(line[1]) if line else 1, str(error)) from None
    reader = _Reader(file, source)
    known = {"playbook", *_BY_KEY, *_IN_ROWS}
    for name in held.keys() - known:
        raise _unreadable(file, reader.line_of_key(name), f"unknown table `{name}`")
    parts: dict[str, Any] = {name: reader.by_key(held, name) for name in _BY_KEY}
    parts |= {name: reader.rows(held, name) for name in _IN_ROWS}
    edition = reader.one(held.get("playbook"), Edition, "playbook")
    return Playbook(playbook=edition, **parts)


def _unreadable(file: str, line: int, reason: str) -> Problem:
    return Problem("playbook_unreadable", file=file, line=line, reason=reason)


class _Reader:
    """Reads the tables of one file, each rule with the line at which its table begins."""

    def __init__(self, file: str, source: str) -> None:
        self._file = file
        self._lines = source.splitlines()
        self._headers = list(self._find_headers())

    def by_key(self, held: Mapping[str, Any], name: str) -> dict[str, Any]:
        """Tables like `[regimes.lockdown]`."""
        tables = held.get(name, {})
        if not isinstance(tables, dict):
            raise _unreadable(self._file, self.line_of_key(name), f"`{name}` must hold tables")
        form = _BY_KEY[name]
        return {key: self.one(table, form, f"{name}.{key}") for key, table in tables.items()}

    def rows(self, held: Mapping[str, Any], name: str) -> tuple[Any, ...]:
        """Arrays of tables like `[[clauses]]`."""
        tables = held.get(name, [])
        if not isinstance(tables, list):
            raise _unreadable(self._file, self.line_of_key(name), f"`{name}` must be [[{name}]]")
        form = _IN_ROWS[name]
        return tuple(self.one(table, form, name, row) for row, table in enumerate(tables))

    def one(self, table: Any, form: type[_Rule], name: str, row: int = 0) -> _Rule:
        """One table as its form has it, with its place."""
        line = self._line_of(name, row)
        try:
            rule = msgspec.convert(table, form)
        except msgspec.ValidationError as error:
            raise _unreadable(self._file, self._closer(line, str(error)), str(error)) from None
        return self._placed(rule, line)

    def line_of_key(self, name: str) -> int:
        """The line of a key or table at the top of the file; 1 when it cannot be found."""
        for number, line in enumerate(self._lines, 1):
            if re.match(rf"\s*\[*\s*{re.escape(name)}\b", line):
                return number
        return 1

    def _placed(self, rule: _Rule, line: int) -> _Rule:
        """The rule with file and line, and so the conditions inside a release."""
        where = f"{self._file}:{line}"
        if not isinstance(rule, Release):
            return msgspec.structs.replace(rule, where=where)
        below = [number for name, number in self._headers if name == "releases.conditions"]
        own = [number for number in below if number > line][: len(rule.conditions)]
        lines = own if len(own) == len(rule.conditions) else [line] * len(rule.conditions)
        conditions = tuple(
            msgspec.structs.replace(one, where=f"{self._file}:{number}")
            for one, number in zip(rule.conditions, lines, strict=True)
        )
        return msgspec.structs.replace(rule, where=where, conditions=conditions)

    def _find_headers(self) -> Iterator[tuple[str, int]]:
        for number, line in enumerate(self._lines, 1):
            found = _HEADER.match(line)
            if found:
                yield found[1].replace('"', ""), number

    def _line_of(self, name: str, row: int) -> int:
        found = [number for header, number in self._headers if header == name]
        return found[row] if row < len(found) else 1

    def _closer(self, line: int, error: str) -> int:
        """The line of the key that an error names, inside the table that begins at `line`."""
        path = _WITHIN.search(error)
        said = path["path"] if path else ""
        wanted, inside = re.split(r"[.\[]", said)[0], _NESTED.match(said)
        if inside:
            below = [number for _name, number in self._headers if number > line]
            line, wanted = below[int(inside["row"])], inside["key"]
        unknown = _UNKNOWN.search(error)
        wanted = unknown[1] if unknown else wanted
        for number in range(line + 1, len(self._lines) + 1):
            text = self._lines[number - 1]
            if _HEADER.match(text):
                break
            key = _KEY.match(text)
            if key and key[1] == wanted:
                return number
        return line
