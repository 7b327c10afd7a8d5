"""Workbooks of Excel and WPS as plain rows of cells, refused with a reason when unreadable."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
)

from wumen.channels.spreadsheets.limits import LIMIT_CELLS, not_a_workbook, too_large
from wumen.rules.ledger.sheets import Block, Sheet
from wumen.rules.problems import Problem

# Sheets are packed about one to ten; far beyond that a file is made to fill the memory.
_LIMIT_UNPACKED = 8
_ZIP = b"PK\x03\x04"
_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
_DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, EOFError)
_FILLED_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*\s)?r="([A-Z]{1,3})([0-9]{1,7})"[^>]*(?<!/)>')
# Up to column S no number of rows reaches the limit of cells; only what lies beyond is counted.
_FAR_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*\s)?r="([T-Z]|[A-Z]{2,3})[0-9]{1,7}"[^>]*(?<!/)>')
_CHUNK = 4 * 1024 * 1024
_ENCRYPTED_STREAMS = tuple(
    name.encode("utf-16-le") for name in ("EncryptionInfo", "EncryptedPackage")
)


def is_excel(data: bytes) -> bool:
    """Whether the file begins as an .xlsx or an .xls does."""
    return data.startswith((_ZIP, _COMPOUND_FILE))


def read_excel(data: bytes, limit_bytes: int) -> list[Sheet]:
    """Every sheet with its merged blocks.

    Problems: `file_too_large`, `file_password`, `file_not_workbook`.
    """
    _check_container(data, limit_bytes)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            return [
                _sheet(workbook.get_sheet_by_name(meta.name))
                for meta in workbook.sheets_metadata
                if meta.typ == SheetTypeEnum.WorkSheet
            ]
    except PasswordError as error:
        raise Problem("file_password") from error
    except (CalamineError, OSError, ValueError) as error:
        raise not_a_workbook() from error


def _check_container(data: bytes, limit_bytes: int) -> None:
    if data.startswith(_COMPOUND_FILE):
        if all(name in data for name in _ENCRYPTED_STREAMS):
            raise Problem("file_password")
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_package(package, limit_bytes)
    except _DAMAGED as error:
        raise not_a_workbook() from error


def _check_package(package: zipfile.ZipFile, limit_bytes: int) -> None:
    entries = package.infolist()
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Problem("file_password")
    if not any(entry.filename.startswith("xl/") for entry in entries):
        raise not_a_workbook()
    if sum(entry.file_size for entry in entries) > limit_bytes * _LIMIT_UNPACKED:
        raise too_large(limit_bytes)
    for entry in entries:
        if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
            _check_extent(package, entry, limit_bytes)


def _check_extent(package: zipfile.ZipFile, entry: zipfile.ZipInfo, limit_bytes: int) -> None:
    """Refuse a cell in a far corner before the reader lays out all cells up to it."""
    columns: set[bytes] = set()
    for chunk in _chunks(package, entry):
        columns.update(_FAR_CELL.findall(chunk))
    if not columns:
        return
    last_row = 0
    for chunk in _chunks(package, entry):
        for found in _FILLED_CELL.finditer(chunk):
            last_row = max(last_row, int(found[2]))
    if last_row * max(map(_column_number, columns)) > LIMIT_CELLS:
        raise too_large(limit_bytes)


def _chunks(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked entry in pieces that end where a tag ends."""
    rest = b""
    with package.open(entry) as file:
        while piece := file.read(_CHUNK):
            whole, sign, rest = (rest + piece).rpartition(b">")
            yield whole + sign


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _sheet(sheet: CalamineSheet) -> Sheet:
    given = sheet.to_python(skip_empty_area=False)
    rows = tuple([tuple([None if cell == "" else cell for cell in row]) for row in given])
    blocks: list[Block] = sorted(
        (top, left, bottom, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    return Sheet(sheet.name, rows, tuple(blocks))
