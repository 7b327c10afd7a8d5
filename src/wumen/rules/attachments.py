"""Files that belong to a record: which kinds are taken, how large, and what they are for."""

from dataclasses import dataclass
from enum import StrEnum

from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem

MOST_BYTES = 4 * 1024 * 1024


class FileKind(StrEnum):
    """The kinds that are taken; a browser runs nothing of them."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"


class Purpose(StrEnum):
    """Of what a file is the scan or the photo; `about` names the record of that kind."""

    ORDER = "order"
    ORDER_CHANGE = "order_change"
    ATTESTED = "attested"
    OPENING = "opening"
    PHOTO = "photo"
    PARCEL = "parcel"
    POINT = "point"


# The documents of authorities, which bind whoever stands under them; all else is a photo of something done.
OF_ORDERS = frozenset({Purpose.ORDER, Purpose.ORDER_CHANGE, Purpose.ATTESTED})

MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
}
KIND_NAMES = {
    FileKind.PDF: Named(zh="PDF 文件", en="PDF"),
    FileKind.JPEG: Named(zh="照片", en="photo"),
    FileKind.PNG: Named(zh="图片", en="picture"),
}
_BEGIN = {
    b"%PDF-": FileKind.PDF,
    b"\xff\xd8\xff": FileKind.JPEG,
    b"\x89PNG\r\n\x1a\n": FileKind.PNG,
}
PHOTOS = frozenset({FileKind.JPEG, FileKind.PNG})


@dataclass(frozen=True)
class File:
    """A file that may be kept: its bytes and what these say it is."""

    content: bytes
    kind: FileKind

    @property
    def name(self) -> str:
        """A name to save it under; the name that it came with may hold a person's."""
        return f"wumen.{self.kind.value}"


def read_file(content: bytes) -> File:
    """A file by its first bytes, whatever it is called.

    Problems: `file_empty`, `file_too_heavy`, `file_not_a_scan`.
    """
    if not content:
        raise Problem("file_empty")
    if len(content) > MOST_BYTES:
        raise Problem("file_too_heavy", most=MOST_BYTES // 2**20)
    for begin, kind in _BEGIN.items():
        if content.startswith(begin):
            return File(content, kind)
    raise Problem("file_not_a_scan")


def check_photo(file: File) -> File:
    """The file, if it is a picture; Problem `photo_needed`."""
    if file.kind not in PHOTOS:
        raise Problem("photo_needed")
    return file
