"""Tables in text files: which encoding, which separator, and every cell as text."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import Literal

from wumen.channels.spreadsheets.limits import not_a_workbook
from wumen.rules.ledger.sheets import Row, Sheet
from wumen.rules.problems import Problem

_SEPARATORS = (",", "\t", ";")
# How an export says that a cell of digits is text: '4101…, or ="4101…" for Excel.
_MARKED_AS_TEXT = re.compile(r"'(?=.)|=\"(.*)\"", re.DOTALL)
_FIRST_LINES = 100
_SAID_SEPARATOR = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
# Signs that no table holds; what has them is a program, a picture or a wrong encoding.
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f\ue000-\uf8ff\ufffe\uffff]")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml|table|head|body)", re.IGNORECASE)
_BYTE_ORDERS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text(data: bytes, name: str) -> Sheet:
    """The table of a text file as one sheet of this name; Problems `file_encoding`, `file_not_workbook`."""
    text = _decoded(data).rstrip("\x1a")
    if _NO_TEXT.search(text) or _MARKUP.match(text):
        raise not_a_workbook()
    said = _SAID_SEPARATOR.match(text)
    text = text[said.end() :] if said else text
    rows = _rows(text, said[1] if said else _separator(text))
    if all(len(row) < 2 for row in rows):
        raise not_a_workbook()
    return Sheet(name, rows)


def _decoded(data: bytes) -> str:
    for sign, encoding in _BYTE_ORDERS:
        if data.startswith(sign):
            return _decode(data, encoding)
    if b"\0" in data[:4096]:
        return _decode(data, _order_of_halves(data[:4096]))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode(data, "gb18030")


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Problem("file_encoding") from error


def _order_of_halves(data: bytes) -> str:
    """UTF-16 without a mark: digits and separators leave their empty half before or after them."""
    return "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"


def _separator(text: str) -> str:
    """What parts the most rows of the first lines, and of them the most cells."""
    first = "".join(io.StringIO(text).readlines(1 << 16)[:_FIRST_LINES])

    def parts(separator: str) -> tuple[int, int]:
        widths = [len(row) for row in _parsed(first, separator, csv.QUOTE_MINIMAL, strict=False)]
        return sum(width > 1 for width in widths), sum(widths)

    return max(_SEPARATORS, key=parts)


def _rows(text: str, separator: str) -> tuple[Row, ...]:
    """The rows; where quotation marks are not in pairs, they are taken for what is written."""
    try:
        return tuple(_parsed(text, separator, csv.QUOTE_MINIMAL, strict=True))
    except csv.Error:
        pass
    try:
        return tuple(_parsed(text, separator, csv.QUOTE_NONE, strict=False))
    except csv.Error as error:
        raise not_a_workbook() from error


def _parsed(text: str, separator: str, quoting: Literal[0, 3], *, strict: bool) -> Iterator[Row]:
    lines = io.StringIO(text, newline="")
    for row in csv.reader(lines, delimiter=separator, quoting=quoting, strict=strict):
        yield tuple([_cell(cell) for cell in row])


def _cell(cell: str) -> str | None:
    if not cell:
        return None
    if cell[0] in "'=" and (marked := _MARKED_AS_TEXT.match(cell)):
        return marked[1] or None if marked[1] is not None else cell[1:]
    return cell
