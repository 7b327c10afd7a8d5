"""The two codes of a door: what they look like, how often somebody may guess, and as whom a resident acts."""

import re
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from wumen.rules.areas import subdistrict, subject_of_place
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

# Source: design section 8, "128 bits"; in base 64 for addresses these are 22 signs.
CODE_BYTES = 16
PIN_DIGITS = 6
_CODE = re.compile(r"[A-Za-z0-9_-]{22}")
_PIN = re.compile(rf"\d{{{PIN_DIGITS}}}")
# How long the inner page stays open without the PIN being typed again.
STAYS_OPEN = timedelta(minutes=30)
# More cards than one print holds are printed building by building.
MOST_CARDS = 400


class DoorKind(StrEnum):
    """The outer code hangs at a door or stairwell; the inner one is handed in to a household."""

    OUTER = "outer"
    INNER = "inner"


def read_code(text: str) -> str:
    """A code as it stands in an address; Problem `door_code_unknown` for what can be none."""
    if not _CODE.fullmatch(text):
        raise Problem("door_code_unknown")
    return text


def read_pin(text: str) -> str:
    """A PIN as people type it, blanks left out; Problem `door_pin_wrong` for what can be none."""
    plain = re.sub(r"\s", "", text)
    if not _PIN.fullmatch(plain):
        raise Problem("door_pin_wrong")
    return plain


def draw_pin(below: Callable[[int], int]) -> str:
    """A PIN by a source of chance that gives a number below another: never all the same digit."""
    while len(set(pin := f"{below(10**PIN_DIGITS):0{PIN_DIGITS}}")) == 1:
        pass
    return pin


def check_cards(many: int) -> None:
    """Problems `door_cards_none`, `door_cards_many`."""
    if not many:
        raise Problem("door_cards_none")
    if many > MOST_CARDS:
        raise Problem("door_cards_many", most=MOST_CARDS)


# What a household may do at its own door: read it, correct it, report and ask.
_RIGHTS = {
    DoorKind.OUTER: frozenset[Right](),
    DoorKind.INNER: frozenset({Right.SEE_REGISTER, Right.CORRECT_HOMES, Right.SETTLE, Right.GIVE}),
}


def at_the_door(area: str, kind: DoorKind, person: UUID) -> Viewer:
    """Whoever holds a code of a door, acting there and nowhere else; without any right at an outer one.

    Nobody's post: what a sub-district's residents do goes to one writer of the log.
    """
    post = subject_of_place(f"residents:{subdistrict(area)}")
    return Viewer(person, "resident", "", post, "resident", area, _RIGHTS[kind])
