"""Everyone of one tube (采样管): for what it may be asked, by whom, and how long it may be looked at."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from wumen.rules.lists import PURPOSE_AT_MOST, PURPOSE_LENGTH, check_purpose
from wumen.rules.problems import Problem

# Who has to be told is told the same day; whoever looks later asks again.
OPEN_FOR = timedelta(hours=24)
_LONGEST = 80


def plain_code(text: str) -> str:
    """A tube's number however it was written: one that a Chinese keyboard made wide is the one on the label."""
    return unicodedata.normalize("NFKC", text).strip()


def same_tube(text: str) -> str:
    """By what a tube is known again: a scanner reads T1 where a hand wrote t1."""
    return plain_code(text).upper()


def read_tube(text: str) -> str:
    """The number of a tube as it is scanned or typed; Problem `tube_unreadable`."""
    said = plain_code(text)
    if not said or len(said) > _LONGEST:
        raise Problem("tube_unreadable")
    return said


def read_purpose(text: str) -> str:
    """What it is for, without anybody's name; Problems `tube_purpose`, `purpose_holds_number`."""
    said = " ".join(text.split())
    if not PURPOSE_LENGTH <= len(said) <= PURPOSE_AT_MOST:
        raise Problem("tube_purpose", least=PURPOSE_LENGTH, most=PURPOSE_AT_MOST)
    check_purpose(said)
    return said


@dataclass(frozen=True)
class Look:
    """A look at a tube as it was asked for: by whom, who agreed and when."""

    asked_by: UUID
    agreed_by: UUID | None
    agreed_at: datetime | None

    def check_agreeing(self) -> None:
        """Whether somebody may still agree; Problem `tube_agreed`. That two are two is asked apart."""
        if self.agreed_by is not None:
            raise Problem("tube_agreed")

    def is_open(self, now: datetime) -> bool:
        """Whether it may be looked at now."""
        return self.agreed_at is not None and now < self.agreed_at + OPEN_FOR

    def check_looking(self, person: UUID, now: datetime) -> None:
        """Whether somebody may look; Problems `tube_not_agreed`, `tube_over`, `tube_not_yours`."""
        if self.agreed_at is None:
            raise Problem("tube_not_agreed")
        if not self.is_open(now):
            raise Problem("tube_over", hours=int(OPEN_FOR.total_seconds() // 3600))
        if person not in (self.asked_by, self.agreed_by):
            raise Problem("tube_not_yours")
