"""Telephone numbers as people write them in a cell: mobiles, landlines, two of them at once."""

import math
import re
from dataclasses import dataclass

from wumen.rules.addresses import plain

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
# Area codes have three digits in the largest cities (010, 02x), four everywhere else.
AREA_CODE, LOCAL = "(010|02[0-9]|0[3-9][0-9]{2})", "([2-9][0-9]{6,7})"
LANDLINE, _LOCAL = re.compile(AREA_CODE + LOCAL), re.compile(LOCAL)
_COUNTRY = re.compile(r"(?:\+|00)?86(?=1[3-9][0-9]{9}$)")
# (0371)67990000: what stands in these brackets is part of the number.
_BRACKETED = re.compile(r"\((0[0-9]{2,3})\)\s*-?(?=[2-9])")
# What the number is; whose it is, nobody may guess.
_CALLED = re.compile(
    r"^(?:本人|联系)?(?:手机号?码?|电话号?码?|固话|座机|宅电|宅|tel|mob|phone)\s*[:.]?\s*(?=[+0-9])",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[、,;/|&\n\r]+|和|或|(?<=[0-9])\s*(?=手机|座机|固话|宅电|电话)")
_INSIDE = re.compile(r"[\s‐‑–—―−~_-]+")
_REMARK = re.compile(r"\([^()]*\)")
# A number cell shown with a power of ten still holds all eleven digits when ten follow the point.
_SCIENTIFIC = re.compile(r"([0-9])\.([0-9]{10})E\+?10", re.IGNORECASE)
_FLOAT_TAIL = re.compile(r"(?<=[0-9])\.0+$")


@dataclass(frozen=True, slots=True)
class TelephoneReading:
    """One cell read: every sound number in the order written, and a code when one is not."""

    value: tuple[str, ...] = ()
    code: str | None = None


def read_telephone(raw: object) -> TelephoneReading:
    """The telephones of a cell: 11 digits, 7–8 digits, or `0371-` and 7–8 digits.

    `phone_length`: too few or too many digits; `phone_form`: anything else. Nothing is guessed.
    """
    if raw is None:
        return TelephoneReading()
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        if not math.isfinite(raw) or raw != int(raw):
            return TelephoneReading(code="phone_form")
        raw = str(int(raw))
    if not isinstance(raw, str):
        return TelephoneReading(code="phone_form")
    if _MOBILE.fullmatch(raw):
        return TelephoneReading(value=(raw,))
    return _read_text(_REMARK.sub(" ", _BRACKETED.sub(r"\1-", plain(raw))))


def _read_text(text: str) -> TelephoneReading:
    found: dict[str, None] = {}
    code: str | None = None
    for part in _BETWEEN.split(text):
        if not part.strip():
            continue
        numbers, wrong = _read_part(part.strip())
        found.update(dict.fromkeys(numbers))
        code = code or wrong
    return TelephoneReading(value=tuple(found), code=code)


def _read_part(part: str) -> tuple[tuple[str, ...], str | None]:
    whole, code = _read_one(part)
    if whole:
        return (whole,), None
    pieces = [_read_one(piece)[0] for piece in part.split()]
    if all(pieces):
        return tuple(piece for piece in pieces if piece), None
    return (), code


def _read_one(part: str) -> tuple[str | None, str | None]:
    part = _SCIENTIFIC.sub(r"\1\2", _CALLED.sub("", part.lstrip("'`‘’")))
    digits = _COUNTRY.sub("", _INSIDE.sub("", _FLOAT_TAIL.sub("", part)))
    if not (digits.isascii() and digits.isdigit()):
        return None, "phone_form"
    if _MOBILE.fullmatch(digits) or _LOCAL.fullmatch(digits):
        return digits, None
    landline = LANDLINE.fullmatch(digits)
    if landline:
        return f"{landline[1]}-{landline[2]}", None
    return None, "phone_form" if len(digits) in (7, 8, 11) else "phone_length"
