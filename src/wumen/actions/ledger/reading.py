"""Reads a ledger for a place: its sheets, and what they say by what the community said of their layouts."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from wumen.actions.changing import changing
from wumen.channels.spreadsheets import read_workbook
from wumen.channels.workbooks import without_marks
from wumen.records.models import Area, LedgerLayout
from wumen.rules.areas import AreaKind, ancestors, code, read_path
from wumen.rules.ledger import LedgerReading, Said, Sheet, read_ledger
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

# What may hold buildings, lanes or doors: a ledger of anything smaller or larger is a slip.
_HOLDS_DOORS = frozenset(
    {
        AreaKind.COMMUNITY,
        AreaKind.VILLAGE,
        AreaKind.GROUP,
        AreaKind.LANE,
        AreaKind.COMPOUND,
        AreaKind.SITE,
    }
)


@dataclass(frozen=True)
class Ledger:
    """A file that was read for a place."""

    path: str
    sheets: list[Sheet]
    reading: LedgerReading
    digest: str


def place_of(viewer: Viewer, compound: str) -> str:
    """The path of the place a ledger is for. Problems: `path_unreadable`, `area_not_yours`, `right_missing`."""
    path = read_path(compound)
    viewer.must(Right.KEEP_REGISTER, path)
    return path


def read_sheets(file: Path) -> list[Sheet]:
    """The sheets of a file as an office fills them in, without what an outcome wrote beside them."""
    return [without_marks(sheet) for sheet in read_workbook(file)]


def read_file(viewer: Viewer, file: Path, path: str) -> Ledger:
    """Read a file for a place. Problems: what reading says, `area_unknown`, `ledger_place`."""
    sheets = read_sheets(file)
    with changing(viewer):
        check_place(path)
        said = said_of_layouts(path)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return Ledger(path, sheets, read_ledger(sheets, said), digest)


def check_place(path: str, lock: bool = False) -> None:
    """Problems `area_unknown`, `ledger_place`; locked, one ledger of a place is taken at a time."""
    rows = Area.objects.select_for_update() if lock else Area.objects.all()
    area = rows.filter(area=path).first()
    if area is None:
        raise Problem("area_unknown", path=path)
    if area.kind not in _HOLDS_DOORS:
        raise Problem("ledger_place", path=path)


def keeper(path: str) -> str:
    """Who remembers layouts for a place: its community or village, else the place itself."""
    return next((one for one in ancestors(path) if len(code(one)) == 12), path)


def said_of_layouts(path: str) -> dict[str, Said]:
    """What the community of a place said of layouts, by fingerprint; in the running scope."""
    rows = LedgerLayout.objects.filter(area=keeper(path)).values_list("fingerprint", "columns")
    said = {fingerprint: Said.from_dict(columns) for fingerprint, columns in rows}
    return {fingerprint: one for fingerprint, one in said.items() if one.fields or one.header_row}
