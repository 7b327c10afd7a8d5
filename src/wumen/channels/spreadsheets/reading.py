"""A file becomes sheets: what it is, its content says and not its name."""

from pathlib import Path

from wumen.channels.spreadsheets.excel import is_excel, read_excel
from wumen.channels.spreadsheets.limits import LIMIT_BYTES, too_large
from wumen.channels.spreadsheets.text import read_text
from wumen.rules.ledger.sheets import Sheet
from wumen.rules.problems import Problem


def read_workbook(path: Path, limit_bytes: int = LIMIT_BYTES) -> list[Sheet]:
    """Every sheet of an .xlsx, .xls or .csv file; row 1 of the file is `rows[0]`, a blank is None.

    The one sheet of a .csv has the file's name without its ending, and every cell of it is text.
    Problems: `file_missing`, `file_empty`, `file_too_large`, `file_password`, `file_encoding`,
    `file_not_workbook`.
    """
    return read_sheets(_read_bytes(path, limit_bytes), path.stem, limit_bytes)


def read_sheets(data: bytes, name: str, limit_bytes: int = LIMIT_BYTES) -> list[Sheet]:
    """Every sheet of a file that was uploaded and is put on no disk; `name` is that of the one sheet of a .csv.

    Problems: those of `read_workbook`.
    """
    if len(data) > limit_bytes:
        raise too_large(limit_bytes)
    if not data.strip(b"\0\t\r\n \x1a"):
        raise Problem("file_empty")
    if is_excel(data):
        return read_excel(data, limit_bytes)
    return [read_text(data, name)]


def _read_bytes(path: Path, limit_bytes: int) -> bytes:
    try:
        if path.is_file() and path.stat().st_size > limit_bytes:
            raise too_large(limit_bytes)
        return path.read_bytes()
    except OSError as error:
        raise Problem("file_missing") from error
