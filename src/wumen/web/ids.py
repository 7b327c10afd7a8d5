"""Ids and small numbers that a form or an address names."""

import re
from collections.abc import Iterable
from uuid import UUID

from wumen.rules.numbers import typed_number, whole
from wumen.rules.problems import Problem

# More digits than any sheet's number will have.
SHEET_DIGITS = 9
# The floor of a door is read off its room; a room of six digits is on this one at most.
HIGHEST_FLOOR = 9999
# What stands before the number on a sheet, and is typed with it.
_OF_SHEET = re.compile(r"^(?:单号|№|no\b\.?|#)\s*:?\s*|\s*号$", re.IGNORECASE)


def read_id(text: str, code: str) -> UUID:
    """An id as it was sent; the Problem of this code for what is none."""
    try:
        return UUID(text)
    except ValueError:
        raise Problem(code) from None


def read_number(text: str, digits: int = 6) -> int:
    """A number as it was typed; 0 for what is none, or has more digits than any form asks for."""
    return whole(text, 10**digits - 1) or 0


def read_sheet_number(text: str) -> int:
    """The number of a sheet as it is copied from its corner: 12, 单号 12, No. 12; 0 for what is none."""
    return read_number(_OF_SHEET.sub("", typed_number(text)), SHEET_DIGITS)


def read_numbers(texts: Iterable[str], most: int) -> list[int]:
    """The numbers of sheets among what was sent, so many at most; what is none is left out."""
    return [one for text in texts if (one := read_sheet_number(text))][:most]
