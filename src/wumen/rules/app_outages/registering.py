"""Registered here while the city's app is down (应急登记): who, in which tube, and what is missing."""

import json
import unicodedata
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from wumen.rules.identity_numbers import read_identity_number
from wumen.rules.numbers import whole
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.boxes import earliest_swab, read_hour
from wumen.rules.sampling_rounds.tubes import plain_code
from wumen.rules.telephones import read_telephone

# Ours: a reason is read on the board; a name or a tube's number is what a scanner or a hand writes.
LONGEST_WHY, LONGEST_NAME, LONGEST_DOCUMENT, LONGEST_TUBE = 80, 40, 30, 80
# The largest pool that any rule of these years knows: twenty in one.
MOST_IN_TUBE = 20
# A tube that waits for its last people at a table waits no longer; the same number later is another tube's.
TUBE_OPEN_FOR = timedelta(hours=2)
# A sheet on A4 has as many lines as two tubes of ten.
LINES = 20
MOST_SHEETS = 50
MOST_DESK = 99
# So many digits are an identity card that was misread, and no other document.
_LIKE_A_CARD = range(14, 21)


class Gap(StrEnum):
    """What is missing of a registration, or is not as it should be."""

    IDENTITY = "identity"
    OTHER_DOCUMENT = "other_document"
    TELEPHONE = "telephone"
    OVER_FULL = "over_full"


GAPS: dict[Gap, Named] = {
    Gap.IDENTITY: Named(zh="缺证件号", en="no identity number"),
    Gap.OTHER_DOCUMENT: Named(zh="不是身份证，请核对", en="another document, to be looked at"),
    Gap.TELEPHONE: Named(zh="缺电话", en="no telephone"),
    Gap.OVER_FULL: Named(zh="这一管人数超了", en="more in the tube than its size"),
}


@dataclass(frozen=True)
class Person:
    """Who was sampled, as it was typed from her document: number of the identity card, or of another document."""

    name: str
    identity_number: str = ""
    document: str = ""
    telephone: str = ""
    tube: str = ""

    @property
    def known_by(self) -> str:
        """By what she is known again: her number, else her name with her telephone; nothing where neither is there."""
        if self.identity_number:
            return f"identity {self.identity_number}"
        if self.document:
            return f"document {self.document}"
        return f"named {self.name} {self.telephone}" if self.telephone else ""


def read_why(text: str) -> str:
    """Why the app cannot be used, in a few words; Problem `app_why`."""
    said = " ".join(text.split())
    if not said or len(said) > LONGEST_WHY:
        raise Problem("app_why", most=LONGEST_WHY)
    return said


def read_since(text: str, begins: datetime, now: datetime) -> datetime:
    """Since when it is down, as it is typed: an hour of the round's day, nothing is now; problems of `read_hour`."""
    return read_hour(text, earliest_swab(begins), now) if text.strip() else now


def _document(text: str) -> tuple[str, str]:
    """A number as that of an identity card or of another document; Problem `app_identity` for a card misread."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if not plain:
        return "", ""
    read = read_identity_number(plain)
    if read.value:
        return read.value, ""
    if len(plain) > LONGEST_DOCUMENT or (len(plain) in _LIKE_A_CARD and plain[:-1].isdigit()):
        raise Problem("app_identity")
    return "", plain.upper()


def read_person(name: str, number: str, telephone: str, tube: str) -> Person:
    """Somebody as she is typed; without a number she is taken all the same, and it is marked.

    Problems: `app_name`, `app_identity`, `app_telephone`, `app_tube`.
    """
    said, code = " ".join(name.split()), plain_code(tube)
    if not said or len(said) > LONGEST_NAME:
        raise Problem("app_name", most=LONGEST_NAME)
    if not code or len(code) > LONGEST_TUBE:
        raise Problem("app_tube", most=LONGEST_TUBE)
    read = read_telephone(telephone)
    if read.code or (telephone.strip() and not read.value):
        raise Problem("app_telephone")
    card, other = _document(number)
    return Person(said, card, other, read.value[0] if read.value else "", code)


def read_place(text: str, taken: Collection[int]) -> int:
    """The how-manieth of her tube; nothing typed is the next. Problems `app_place`, `app_place_taken`."""
    plain = text.strip()
    number = int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 4 else 0
    place = number if plain else max(taken, default=0) + 1
    if not 1 <= place <= MOST_IN_TUBE:
        raise Problem("app_place", most=MOST_IN_TUBE)
    if place in taken:
        raise Problem("app_place_taken", place=place)
    return place


def read_desk(text: str) -> int | None:
    """The desk at which she was registered, None where nobody said; Problem `app_desk`."""
    plain = text.strip()
    if not plain:
        return None
    desk = whole(plain, MOST_DESK)
    if not desk:
        raise Problem("app_desk", most=MOST_DESK)
    return desk


def read_line(sheet: str, line: str, printed: int) -> tuple[int, int] | None:
    """On which line of which printed sheet she stands; None for who was never on paper. Problem `app_line`."""
    said = (sheet.strip(), line.strip())
    if not any(said):
        return None
    numbers = [int(one) if one.isascii() and one.isdigit() and len(one) < 7 else 0 for one in said]
    if not (1 <= numbers[0] <= printed and 1 <= numbers[1] <= LINES):
        raise Problem("app_line", printed=printed, lines=LINES)
    return numbers[0], numbers[1]


def read_sheets(text: str) -> int:
    """How many sheets are printed at once; Problem `app_sheets`."""
    many = whole(text, MOST_SHEETS)
    if not many:
        raise Problem("app_sheets", most=MOST_SHEETS)
    return many


def gaps_of(person: Person, place: int, size: int) -> list[Gap]:
    """What is missing of somebody, or not as it should be, in the order in which it is told."""
    found = {
        Gap.IDENTITY: not (person.identity_number or person.document),
        Gap.OTHER_DOCUMENT: bool(person.document),
        Gap.TELEPHONE: not person.telephone,
        Gap.OVER_FULL: place > size,
    }
    return [gap for gap, there in found.items() if there]


def as_text(person: Person) -> str:
    """Somebody as a text that is sealed."""
    return json.dumps(asdict(person), ensure_ascii=False)


def from_text(text: str) -> Person:
    """Somebody from what was unsealed."""
    return Person(**json.loads(text))
