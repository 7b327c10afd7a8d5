"""Instructions and requests (交办): what somebody asked for beyond the rules, and on which days it stands as a duty."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from wumen.rules.areas import office_over, subdistrict
from wumen.rules.duties import Owed
from wumen.rules.health_words import MASK, masked_health
from wumen.rules.needs import Urgency
from wumen.rules.playbooks import Grade, Named, What
from wumen.rules.posts import ROLES, Right
from wumen.rules.problems import Problem
from wumen.rules.time import business_day


class Origin(StrEnum):
    """Who asked: a superior, with its document; a resident; or a colleague who hands something on."""

    SUPERIOR = "superior"
    RESIDENT = "resident"
    COLLEAGUE = "colleague"


class Closed(StrEnum):
    """How an instruction came to its end: by its duty, or before one stood, or by who had asked for it."""

    DONE = "done"
    WAIVED = "waived"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


ORIGIN_NAMES: dict[Origin, Named] = {
    Origin.SUPERIOR: Named(zh="上级交办", en="instruction from above"),
    Origin.RESIDENT: Named(zh="居民反映", en="asked by a resident"),
    Origin.COLLEAGUE: Named(zh="同事转办", en="handed on by a colleague"),
}
URGENCY_NAMES: dict[Urgency, Named] = {
    Urgency.LIFE: Named(zh="危及生命", en="danger to life"),
    Urgency.URGENT: Named(zh="急", en="urgent"),
    Urgency.NORMAL: Named(zh="一般", en="normal"),
}
CLOSED_NAMES: dict[Closed, Named] = {
    Closed.DONE: Named(zh="已办", en="done"),
    Closed.WAIVED: Named(zh="免办", en="not needed"),
    Closed.CANCELLED: Named(zh="已取消", en="cancelled"),
    Closed.WITHDRAWN: Named(zh="上级已撤回", en="withdrawn by its authority"),
}
# What an instruction makes in the ledger of duties.
GIVEN = (What.INSTRUCTION, What.REQUEST)
# Each grade with all that is better: who asked for a declaration is content with a measurement.
_BETTER: Mapping[Grade, tuple[Grade, ...]] = {
    Grade.MEASURED: (Grade.MEASURED,),
    Grade.REPORTED: (Grade.MEASURED, Grade.REPORTED),
    Grade.DECLARED: (Grade.MEASURED, Grade.REPORTED, Grade.DECLARED),
}
_WIN = re.compile(r"r(\d{1,12})")
# Farther ahead no day is planned.
_FARTHEST = timedelta(days=60)


def what_of(origin: str) -> What:
    """The word under which it is owed: an instruction from above, or a request."""
    return What.INSTRUCTION if origin == Origin.SUPERIOR else What.REQUEST


def win_of(number: int) -> str:
    """The window of its duties: two of them on one subject and day stay apart by their numbers."""
    return f"r{number}"


def number_of(win: str) -> int | None:
    """The number that a window carries; None for a window of the rules."""
    found = _WIN.fullmatch(win)
    return int(found[1]) if found else None


def accepted(grade: str) -> tuple[Grade, ...]:
    """The grades of evidence that settle it: the one that was wanted, and every better one."""
    return _BETTER[Grade(grade)]


@dataclass(frozen=True)
class InstructionOwed(Owed):
    """An instruction as it is owed on a day: no clause and no order asks for it, but its own number."""

    number: int = 0
    grade: str = Grade.DECLARED
    urgency: str = Urgency.NORMAL
    photos: bool = False
    exit: str = ""

    def basis(self) -> dict[str, object]:
        """What the duty remembers of its grounds: whose outbreak, which number, and what settles it."""
        return {
            **super().basis(),
            "instruction": self.number,
            "grade": str(self.grade),
            "urgency": str(self.urgency),
            **({"photos": True} if self.photos else {}),
            **({"exit": self.exit} if self.exit else {}),
        }


@dataclass(frozen=True)
class Given:
    """An instruction as rules and ledger look at it; nothing of what it says.

    `area`: the resident's, household's or facility's place, or the place itself; `stands`: where its
    duty stands; `post`: the post that owes it, if one was named and it still stands.
    """

    number: int
    what: What
    subject: UUID
    area: str
    stands: str
    role: str
    post: UUID | None
    grade: str
    urgency: str
    outbreak: str
    opens_at: datetime
    due_at: datetime
    closed_as: str = ""
    closed_day: date | None = None
    photos: bool = False
    exit: str = ""

    @property
    def asks_at(self) -> str:
        """From where on up its owner is looked for: of a blocked exit from the sub-district, past the community."""
        return office_over(self.area) if self.exit else self.area

    @property
    def day(self) -> date:
        """The day on which it is due; what is due at 24:00 is due on the day that ends then."""
        return day_due(self.due_at)

    def owed(self) -> InstructionOwed:
        """It as a duty: with its own hours, also on the days on which it stands again."""
        return InstructionOwed(
            what=self.what,
            win=win_of(self.number),
            opens_at=self.opens_at,
            due_at=self.due_at,
            role=self.role,
            outbreak=self.outbreak,
            clause="",
            orders=(),
            number=self.number,
            grade=self.grade,
            urgency=self.urgency,
            photos=self.photos,
            exit=self.exit,
        )


def day_due(due_at: datetime) -> date:
    """The business day to which an hour belongs as an end: 24:00 belongs to the day before."""
    return business_day(due_at - timedelta(microseconds=1))


def stands_on(one: Given, day: date, today: date) -> bool:
    """Whether an instruction is owed on a day: on the day it is due, and on every day after until it is closed.

    Of days after `today` only the one on which it is due is known: it may be done by then. The day on
    which its duty was settled keeps the duty; what was cancelled or withdrawn is owed no more from that day on.
    """
    if day < one.day or (day > one.day and day > today):
        return False
    if one.closed_day is None:
        return True
    settled = one.closed_as in (Closed.DONE, Closed.WAIVED)
    return day <= one.closed_day if settled else day < one.closed_day


@dataclass(frozen=True)
class Told:
    """Which event of a phone raised it: by this the same event never asks for the same twice."""

    writer: UUID
    seq: int


@dataclass(frozen=True)
class InstructionDraft:
    """What is entered: who asked what of whom, by when, and what would settle it.

    One of `resident`, `household`, `facility` (ids), or else the place at `path`. `said` is what is to
    be done, `asked_by` who asked (an office or a person), `passed_on_by` who brought it.
    `photos`: it is to be shown before and after. `exit`: which way out is blocked (rules/exits.py).
    `people`: who of the household it is about where that is not all of it (ids).
    """

    origin: str
    said: str
    asked_by: str
    opens: datetime
    due: datetime
    role: str
    path: str = ""
    resident: str = ""
    household: str = ""
    facility: str = ""
    document: str = ""
    passed_on_by: str = ""
    post: str = ""
    grade: str = Grade.DECLARED
    urgency: str = Urgency.NORMAL
    photos: bool = False
    exit: str = ""
    people: tuple[str, ...] = ()


def check_draft(draft: InstructionDraft, now: datetime) -> None:
    """Refuse what nobody could work off.

    Problems: `instruction_word_unknown`, `instruction_needs_text`, `instruction_needs_document`,
    `instruction_hours`, `instruction_too_far`, `role_cannot_settle`, `instruction_subject`.
    """
    for word, known in (
        (draft.origin, Origin),
        (draft.urgency, Urgency),
        (draft.grade, Grade),
    ):
        if word not in set(known):
            raise Problem("instruction_word_unknown", word=word, known=" ".join(known))
    if not draft.said.strip() or not draft.asked_by.strip():
        raise Problem("instruction_needs_text")
    if draft.origin == Origin.SUPERIOR and not draft.document.strip():
        raise Problem("instruction_needs_document")
    if draft.due <= draft.opens or draft.due <= now:
        raise Problem("instruction_hours")
    if draft.due > now + _FARTHEST:
        raise Problem("instruction_too_far", days=_FARTHEST.days)
    if draft.role not in ROLES or Right.SETTLE not in ROLES[draft.role].rights:
        raise Problem("role_cannot_settle", role=draft.role)
    named = [one for one in (draft.resident, draft.household, draft.facility, draft.path) if one]
    if len(named) != 1:
        raise Problem("instruction_subject")


def for_many(said: str, origin: str, urgency: str, of_home: bool, mask: str = MASK) -> str:
    """What an instruction says as lists show it: names of medicines and illnesses are for who opens that one.

    Danger to life stands in its own words, for whoever reads it helps at once; what a superior says of a place is
    nobody's illness. Source: design, guards: helpers see the need, not the diagnosis (0070).
    """
    if urgency == Urgency.LIFE or (origin == Origin.SUPERIOR and not of_home):
        return said
    return masked_health(said, mask)


def check_place(path: str) -> None:
    """Problem `instruction_place_too_wide` above a sub-district: nobody here answers for a district."""
    if not subdistrict(path):
        raise Problem("instruction_place_too_wide")


def check_not_exit(exit_blocked: str) -> None:
    """Problem `exit_only_opened`: a blocked exit is neither waived nor cancelled, it is opened."""
    if exit_blocked:
        raise Problem("exit_only_opened")


def check_closing(how: str, why: str) -> Closed:
    """How an instruction is closed apart from its duty; Problems `instruction_word_unknown`, `reason_needed`."""
    known = (Closed.CANCELLED, Closed.WITHDRAWN)
    if how not in known:
        raise Problem("instruction_word_unknown", word=how, known=" ".join(known))
    if not why.strip():
        raise Problem("reason_needed")
    return Closed(how)
