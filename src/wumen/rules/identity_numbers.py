"""Citizen identity numbers (GB 11643-1999): read as written, checked, never repaired."""

import math
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import mul

from wumen.rules.addresses import plain

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ASCII_ZERO = ord("0") * sum(_WEIGHTS)
_CHECK_DIGITS = "10X98765432"
# A double holds 15 decimal digits for certain; a spreadsheet keeps no more than these.
_SAFE_DIGITS = 15
_NEW = re.compile(r"[1-9][0-9]{16}[0-9X]")
_OLD = re.compile(r"[1-9][0-9]{14}")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{2}")
_THROUGH_A_NUMBER = re.compile(r"[0-9]{16,}\.0*")
_OLDEST_YEAR = 1850


@dataclass(frozen=True, slots=True)
class IdentityReading:
    """One cell read: the number when it is sound, else the code of what is wrong, else nothing."""

    value: str | None = None
    code: str | None = None


def read_identity_number(raw: object) -> IdentityReading:
    """The number of a cell, or `digits_lost`, `check_digit`, `identity_number_form`.

    Full width digits, spaces and a small x are read; a blank cell gives neither value nor code.
    """
    if raw is None:
        return IdentityReading()
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _read_number_cell(raw)
    if not isinstance(raw, str):
        return IdentityReading(code="identity_number_form")
    if _NEW.fullmatch(raw):
        return _read_new(raw)
    text = "".join(plain(raw).split()).lstrip("'`‘’").upper()
    return _read_text(text) if text else IdentityReading()


def make_check_digit(first17: str) -> str:
    """The last character for the first 17 digits; ValueError when these are not 17 digits."""
    if len(first17) != len(_WEIGHTS) or not (first17.isascii() and first17.isdigit()):
        raise ValueError("17 digits are needed")
    # The digits as bytes lie 48 above their value, each weighed: taken off once for all.
    return _CHECK_DIGITS[(sum(map(mul, _WEIGHTS, first17.encode())) - _ASCII_ZERO) % 11]


def sex_of(number: str) -> str:
    """男 or 女 by the order number inside a number of 18 or 15 characters: odd is 男; empty where it is no digit.

    Source: GB 11643-1999, 4.1.3.
    """
    digit = number[16:17] if len(number) == 18 else number[14:15]
    return "" if not digit.isdecimal() else "男" if int(digit) % 2 else "女"


def birth_date(number: str) -> date | None:
    """The day of birth inside a number of 18 or 15 characters; None when it is no real day."""
    return _day(number[6:14] if len(number) == 18 else "19" + number[6:12])


@lru_cache(maxsize=65536)
def _day(digits: str) -> date | None:
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
        return None
    year = int(digits[:4])
    if year < _OLDEST_YEAR:
        return None
    try:
        return date(year, int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _read_number_cell(raw: int | float) -> IdentityReading:
    if isinstance(raw, float) and not math.isfinite(raw):
        return IdentityReading(code="identity_number_form")
    if abs(raw) >= 10**_SAFE_DIGITS:
        return IdentityReading(code="digits_lost")
    return _read_text(str(int(raw)) if raw == int(raw) else str(raw))


def _read_text(text: str) -> IdentityReading:
    if _SCIENTIFIC.fullmatch(text) or _THROUGH_A_NUMBER.fullmatch(text):
        return IdentityReading(code="digits_lost")
    if _NEW.fullmatch(text):
        return _read_new(text)
    if _OLD.fullmatch(text) and birth_date(text):
        return IdentityReading(value=text)
    return IdentityReading(code="identity_number_form")


def _read_new(text: str) -> IdentityReading:
    if make_check_digit(text[:17]) != text[17]:
        lost = text.endswith("000")
        return IdentityReading(code="digits_lost" if lost else "check_digit")
    if birth_date(text) is None:
        return IdentityReading(code="identity_number_form")
    return IdentityReading(value=text)
