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
    MP3 = "mp3"
    M4A = "m4a"
    WAV = "wav"


class Purpose(StrEnum):
    """Of what a file is the scan or the photo; `about` names the record of that kind."""

    ORDER = "order"
    ORDER_CHANGE = "order_change"
    ATTESTED = "attested"
    OPENING = "opening"
    PHOTO = "photo"
    PARCEL = "parcel"
    NOTICE_SHEET = "notice_sheet"
    NOTICE_SOUND = "notice_sound"
    POINT = "point"


# The documents of authorities, which bind whoever stands under them; all else is a photo of something done.
OF_ORDERS = frozenset({Purpose.ORDER, Purpose.ORDER_CHANGE, Purpose.ATTESTED})
# Read out to a whole place: whoever stands below it may hear it.
FOR_EVERYBODY = frozenset({Purpose.NOTICE_SOUND})

MEDIA_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.MP3: "audio/mpeg",
    FileKind.M4A: "audio/mp4",
    FileKind.WAV: "audio/wav",
}
KIND_NAMES = {
    FileKind.PDF: Named(zh="PDF 文件", en="PDF"),
    FileKind.JPEG: Named(zh="照片", en="photo"),
    FileKind.PNG: Named(zh="图片", en="picture"),
    FileKind.MP3: Named(zh="录音", en="recording"),
    FileKind.M4A: Named(zh="录音", en="recording"),
    FileKind.WAV: Named(zh="录音", en="recording"),
}
_BEGIN = {
    b"%PDF-": FileKind.PDF,
    b"\xff\xd8\xff": FileKind.JPEG,
    b"\x89PNG\r\n\x1a\n": FileKind.PNG,
}
_SOUND_BRANDS = frozenset({b"M4A ", b"M4B ", b"mp42", b"3gp4", b"isom"})
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


def _check_size(content: bytes) -> None:
    if not content:
        raise Problem("file_empty")
    if len(content) > MOST_BYTES:
        raise Problem("file_too_heavy", most=MOST_BYTES // 2**20)


def read_file(content: bytes) -> File:
    """A scan or picture by its first bytes, whatever it is called.

    Problems: `file_empty`, `file_too_heavy`, `file_not_a_scan`.
    """
    _check_size(content)
    for begin, kind in _BEGIN.items():
        if content.startswith(begin):
            return File(content, kind)
    raise Problem("file_not_a_scan")


def read_sound(content: bytes) -> File:
    """A recording by its first bytes: MP3 with or without a tag, M4A as phones record, WAV.

    Problems: `file_empty`, `file_too_heavy`, `file_not_a_sound`. Source: ID3v2 and the frame sync of MPEG audio layer
    III, the `ftyp` box of ISO 14496-12, RIFF/WAVE.
    """
    _check_size(content)
    if content.startswith(b"RIFF") and content[8:12] == b"WAVE":
        return File(content, FileKind.WAV)
    # A film is in the same wrapping: only what calls itself sound is taken, and what phones record as 3gp4 or mp42.
    if content[4:8] == b"ftyp" and content[8:12] in _SOUND_BRANDS:
        return File(content, FileKind.M4A)
    frame = content[:2]
    if content.startswith(b"ID3") or (
        len(frame) == 2 and frame[0] == 0xFF and frame[1] & 0xE6 == 0xE2
    ):
        return File(content, FileKind.MP3)
    raise Problem("file_not_a_sound")


def read_picture(content: bytes) -> File:
    """A picture by its first bytes; what is none, a scan in PDF too, is answered with what a photo is.

    Problems: `file_empty`, `file_too_heavy`, `photo_needed`.
    """
    _check_size(content)
    for begin, kind in _BEGIN.items():
        if kind in PHOTOS and content.startswith(begin):
            return File(content, kind)
    raise Problem("photo_needed")
