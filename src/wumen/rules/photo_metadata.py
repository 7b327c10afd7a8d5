"""What a camera writes into a photo besides the picture (where, when, which device) is taken out of its bytes."""

import struct
from collections.abc import Iterator

from wumen.rules.attachments import File, FileKind
from wumen.rules.problems import Problem

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
# Of a JPEG stay the tables, frames and scans that make the picture; every other segment is about it.
_PICTURE = frozenset({*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD, _SCAN})
_JFIF, _EXIF, _ADOBE = 0xE0, 0xE1, 0xEE
_RESTARTS = range(0xD0, 0xD8)
# Of a PNG stay the picture and its colours.
_CHUNKS = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT"}
)
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_ORIENTATION = 0x0112


def without_metadata(file: File) -> File:
    """The photo with its picture alone; which side is up is kept, without it many lie on their side.

    A thumbnail, which may show what the picture no longer does, and whatever hangs behind the end go
    too. Problem `photo_unreadable` for what is cut off or is no picture inside.
    """
    parts = _jpeg if file.kind is FileKind.JPEG else _png
    try:
        return File(b"".join(parts(file.content)), file.kind)
    except (IndexError, struct.error):
        raise Problem("photo_unreadable") from None


def _jpeg(content: bytes) -> Iterator[bytes]:
    yield content[:2]
    at = 2
    while True:
        if content[at] != 0xFF:
            raise Problem("photo_unreadable")
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == _END:
            yield content[at : at + 2]
            return
        (length,) = struct.unpack_from(">H", content, at + 2)
        after = at + 2 + length
        body = content[at + 4 : after]
        if len(body) != length - 2:
            raise Problem("photo_unreadable")
        if marker == _SCAN:
            after = _scan_ends(content, after)
        yield content[at:after] if marker in _PICTURE else _kept(marker, body)
        at = after


def _kept(marker: int, body: bytes) -> bytes:
    """What stays of a segment that is no part of the picture: how to read its colours, which side is up."""
    if marker == _JFIF and body.startswith(b"JFIF\0"):
        return _segment(marker, body[:12] + b"\0\0")
    if marker == _ADOBE and body.startswith(b"Adobe"):
        return _segment(marker, body[:12])
    if marker == _EXIF and body.startswith(b"Exif\0\0"):
        up = _orientation(body[6:])
        tag = struct.pack(">HHIHH", _ORIENTATION, 3, 1, up, 0)
        return _segment(marker, b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + tag + bytes(4)) if up else b""
    return b""


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _scan_ends(content: bytes, at: int) -> int:
    """Where the next segment begins after a scan: FF00 and restarts belong to it."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise Problem("photo_unreadable")
        if content[at + 1] != 0 and content[at + 1] not in _RESTARTS:
            return at
        at += 2


def _orientation(tiff: bytes) -> int:
    """Which side is up, 1 to 8, by the first table of an Exif; 0 where it does not say so."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 0
    try:
        (table,) = struct.unpack_from(f"{order}I", tiff, 4)
        (many,) = struct.unpack_from(f"{order}H", tiff, table)
        for place in range(many):
            tag, kind, _n, said = struct.unpack_from(f"{order}HHIH", tiff, table + 2 + 12 * place)
            if tag == _ORIENTATION and kind == 3:
                return said if 1 <= said <= 8 else 0
    except struct.error:
        # An Exif that cannot be read says nothing; the picture stands without it.
        return 0
    return 0


def _png(content: bytes) -> Iterator[bytes]:
    yield _PNG_HEAD
    at = len(_PNG_HEAD)
    while True:
        length, name = struct.unpack_from(">I4s", content, at)
        after = at + 12 + length
        if after > len(content):
            raise Problem("photo_unreadable")
        if name in _CHUNKS:
            yield content[at:after]
        if name == b"IEND":
            return
        at = after
