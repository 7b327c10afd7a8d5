"""Small files of the tests: a scan, a photo, a picture, and what only looks like one."""

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
# A photo as a phone makes it: place and device in its Exif, lying on its side, and one more behind its end.
_EXIF = (
    b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x02\x00"
    b"\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00"
    b"\x25\x88\x04\x00\x01\x00\x00\x00\x26\x00\x00\x00\x00\x00\x00\x00GPS34.74"
)
_SCAN = b"\xff\xda\x00\x08\x01\x01\x00\x00?\x00" + b"\x12\xff\x00\x34\xff\xd0\x56"


def phone_photo(mark: int = 0) -> bytes:
    """A photo of a phone; another mark is another picture."""
    exif = b"\xff\xe1" + (len(_EXIF) + 2).to_bytes(2) + _EXIF
    comment = b"\xff\xfe\x00\x0cPhone X 9\x00"
    scan = _SCAN + bytes([mark % 255, mark // 255])
    return JPEG[:-2] + exif + comment + scan + b"\xff\xd9" + b"MPF" + JPEG


PAGE = b"<!doctype html><script>alert(1)</script>"
