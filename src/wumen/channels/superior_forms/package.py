"""An .xlsx as the parts it is packed of: opened with care, its sheets found by their names."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from xml.parsers import expat

from wumen.rules.problems import Problem

LIMIT_BYTES = 8 * 1024 * 1024
_LIMIT_UNPACKED = 96 * 1024 * 1024
_LIMIT_PARTS = 2000
_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = tuple(name.encode("utf-16-le") for name in ("EncryptionInfo", "EncryptedPackage"))
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, EOFError, KeyError),
    *(RuntimeError, UnicodeError, expat.ExpatError, IndexError, AttributeError),
)
WORKBOOK = "xl/workbook.xml"
# What a form may hold beside cells, by the folder of its parts; all of it is kept as it is.
_HELD = (
    ("xl/media/", "pictures"),
    ("xl/charts/", "charts"),
    ("xl/pivotTables/", "pivots"),
    ("xl/vbaProject", "macros"),
    ("xl/comments", "comments"),
)


class _DoctypeError(ValueError):
    """A part that declares entities: no workbook does."""


@dataclass(frozen=True)
class Package:
    """The parts of a workbook by their names, and its sheets: name and part, in order."""

    parts: Mapping[str, bytes]
    infos: tuple[zipfile.ZipInfo, ...]
    sheets: tuple[tuple[str, str], ...]

    @property
    def holds(self) -> tuple[str, ...]:
        """What is in it beside cells."""
        return tuple(
            word for begins, word in _HELD if any(name.startswith(begins) for name in self.parts)
        )


def local_name(name: str) -> str:
    """The name of an element without the prefix that a program gave it."""
    return name.rpartition(":")[2]


def parser() -> expat.XMLParserType:
    """A parser that refuses declared entities."""
    made = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise _DoctypeError

    made.StartDoctypeDeclHandler = refuse
    made.buffer_text = True
    return made


def _elements(data: bytes, wanted: str) -> list[dict[str, str]]:
    """The attributes of all elements of that name, theirs without prefixes."""
    found: list[dict[str, str]] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        if local_name(name) == wanted:
            found.append({local_name(key): value for key, value in attributes.items()})

    reading = parser()
    reading.StartElementHandler = begin
    reading.Parse(data, True)
    return found


def _sheets(parts: Mapping[str, bytes]) -> tuple[tuple[str, str], ...]:
    """Names and parts of the sheets in their order; charts that have a sheet of their own are none."""
    links = {
        one["Id"]: normpath(join(dirname(WORKBOOK), one["Target"])).lstrip("/")
        if not one["Target"].startswith("/")
        else one["Target"].lstrip("/")
        for one in _elements(parts["xl/_rels/workbook.xml.rels"], "Relationship")
        if one.get("Type", "").endswith("/worksheet")
    }
    named = _elements(parts[WORKBOOK], "sheet")
    return tuple((one["name"], links[one["id"]]) for one in named if one.get("id") in links)


def open_package(data: bytes) -> Package:
    """The parts of an .xlsx.

    Problems: `form_too_large`, `form_old_excel`, `file_password`, `form_unreadable`.
    """
    if len(data) > LIMIT_BYTES:
        raise Problem("form_too_large", limit_mb=LIMIT_BYTES // (1024 * 1024))
    if data.startswith(_COMPOUND_FILE):
        # Excel wraps a workbook with a password like an old one, and names what is in it so.
        locked = all(name in data for name in _ENCRYPTED)
        raise Problem("file_password" if locked else "form_old_excel")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            infos = packed.infolist()
            if any(one.flag_bits & 0x1 for one in infos):
                raise Problem("file_password")
            unpacked = sum(one.file_size for one in infos)
            if unpacked > _LIMIT_UNPACKED or len(infos) > _LIMIT_PARTS:
                raise Problem("form_too_large", limit_mb=LIMIT_BYTES // (1024 * 1024))
            parts = {one.filename: packed.read(one) for one in infos}
        sheets = _sheets(parts)
    except DAMAGED as error:
        raise Problem("form_unreadable") from error
    if not sheets or any(part not in parts for _, part in sheets):
        raise Problem("form_unreadable")
    return Package(parts, tuple(infos), sheets)


def packed(package: Package, changed: Mapping[str, bytes]) -> bytes:
    """The workbook again, some parts in new bytes and all others in theirs, in the same order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for info in package.infos:
            content = changed.get(info.filename, package.parts[info.filename])
            kept = zipfile.ZipInfo(info.filename, info.date_time)
            kept.compress_type = info.compress_type
            kept.external_attr = info.external_attr
            made.writestr(kept, content)
    return out.getvalue()
