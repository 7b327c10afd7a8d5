"""Transport boxes (样本转运箱): what is typed of one, how far it is, its clock, and counts that must agree."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from wumen.rules.guarded_text import (
    check_group_text,
    holds_long_number,
    names_a_room,
    names_somebody,
)
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.tubes import same_tube
from wumen.rules.time import first_at, local

# From the first swab of a box until a laboratory has it. What was found is a place's practice, and no national rule.
LAB_MINUTES = 240
LAB_SOURCE = Named(
    zh="公开资料：采样后常温放不超过 4 小时，2 到 4 小时送到实验室；上海有 2 小时送到的",
    en="published practice: no more than 4 hours at room temperature, at the laboratory in 2 to 4; 2 in Shanghai",
)
HAND_SOURCE = Named(
    zh="第一管到交接多久，没有查到统一的规定，由本办自己定；不定就不算超时",
    en="no published figure was found for the first swab until hand-over: the office sets its own, or none is judged",
)
# What is tested within a day is kept at 4 °C: no figure of an office goes beyond it.
_LEAST_MINUTES, MOST_MINUTES = 5, 24 * 60
MOST_TUBES, MOST_CODES = 999, 999
LONGEST_NUMBER, LONGEST_NAME, LONGEST_WHY = 40, 40, 80
_LONGEST_CODE = 80
_PARTED = re.compile(r"[\s,;，；、]+")
# A watch beside the table may be a little ahead of the office's clock.
_AHEAD = timedelta(minutes=5)
# Who begins a little before the round does so on the same morning.
_BEFORE_ROUND = timedelta(hours=3)
_COUNTED = re.compile(r"\d+\s?[支管箱个分]|\d{1,2}[:：点]\d{0,2}")


class Step(StrEnum):
    """How far a box is: packed and sealed, handed to a courier, received by a laboratory."""

    PACKED = "packed"
    HANDED = "handed"
    RECEIVED = "received"


STEP_NAMES: dict[Step, Named] = {
    Step.PACKED: Named(zh="已装箱", en="packed"),
    Step.HANDED: Named(zh="已交接", en="handed over"),
    Step.RECEIVED: Named(zh="实验室已收", en="at the laboratory"),
}


@dataclass(frozen=True)
class Limits:
    """The minutes from the first swab: until hand-over, if the office set any, and until receipt; `own` is its own."""

    hand: int | None = None
    lab: int = LAB_MINUTES
    own: bool = False


def limits_of(hand: int | None, lab: int | None) -> Limits:
    """The limits of a round by what its office entered."""
    return Limits(hand, lab or LAB_MINUTES, lab is not None)


def read_limits(hand: str, lab: str) -> tuple[int | None, int | None]:
    """An office's own minutes, either left empty; Problem `box_limits`."""
    first, last = (_minutes(text) for text in (hand, lab))
    if first is not None and first > (last or LAB_MINUTES):
        raise Problem("box_limits", least=_LEAST_MINUTES, most=MOST_MINUTES)
    return first, last


def _minutes(text: str) -> int | None:
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return None
    digits = plain.isascii() and plain.isdigit() and len(plain) < 5
    if not digits or not _LEAST_MINUTES <= int(plain) <= MOST_MINUTES:
        raise Problem("box_limits", least=_LEAST_MINUTES, most=MOST_MINUTES)
    return int(plain)


@dataclass(frozen=True)
class Handed:
    """That a box went to a courier, by name or plate: when, with how many tubes as the two counted."""

    to: str
    at: datetime
    tubes: int


@dataclass(frozen=True)
class Received:
    """That a laboratory confirmed a box: which, when it came, how many tubes it counted."""

    lab: str
    at: datetime
    tubes: int


@dataclass(frozen=True)
class Differs:
    """A count that is another than the one before it."""

    step: Step
    before: int
    after: int


@dataclass(frozen=True)
class Box:
    """A box on its way, with what was counted at each step; `why`: in what its counts differ, if somebody said it."""

    number: str
    seal: str
    tubes: int
    first: datetime
    handed: Handed | None = None
    received: Received | None = None
    why: str = ""

    @property
    def step(self) -> Step:
        """How far it is."""
        return Step.RECEIVED if self.received else Step.HANDED if self.handed else Step.PACKED

    @property
    def differs(self) -> list[Differs]:
        """The counts that do not agree with the one before."""
        found, before = [], self.tubes
        for step, one in ((Step.HANDED, self.handed), (Step.RECEIVED, self.received)):
            if one is not None:
                if one.tubes != before:
                    found.append(Differs(step, before, one.tubes))
                before = one.tubes
        return found

    @property
    def unexplained(self) -> bool:
        """Whether counts differ and nobody said in what."""
        return bool(self.differs) and not self.why


@dataclass(frozen=True)
class Clock:
    """The time of a box since its first swab: minutes until it was received, or now; by when it must be where.

    `late`: what is too late, receipt before hand-over; `due_at` is None once it is received.
    """

    minutes: int
    due: Step | None
    due_at: datetime | None
    late: Step | None


def clock_of(box: Box, limits: Limits, now: datetime) -> Clock:
    """How long a box is under way; what was handed over without anybody noting it is judged by its receipt."""
    by_lab = box.first + timedelta(minutes=limits.lab)
    by_hand = box.first + timedelta(minutes=limits.hand) if limits.hand is not None else None
    ends = box.received.at if box.received else now
    minutes = max(0, int((ends - box.first).total_seconds() // 60))
    late = Step.RECEIVED if ends > by_lab else None
    if box.received:
        return Clock(minutes, None, None, late)
    if box.handed is None and by_hand is not None:
        return Clock(
            minutes, Step.HANDED, by_hand, late or (Step.HANDED if now > by_hand else None)
        )
    return Clock(minutes, Step.RECEIVED, by_lab, late)


@dataclass(frozen=True)
class Sums:
    """The tubes of a point, or of all: said as made, in boxes, with couriers, at laboratories; None was never said.

    `over`: nothing more is made there; `why` explains `why_boxed` tubes in boxes.
    """

    made: int | None = None
    boxes: int = 0
    boxed: int = 0
    handed_boxes: int = 0
    handed: int = 0
    received_boxes: int = 0
    received: int = 0
    differing: int = 0
    over: bool = False
    why: str = ""
    why_boxed: int | None = None

    @property
    def unboxed(self) -> int | None:
        """How many tubes were made and are in no box, below nought where there are more in boxes; None is unknown."""
        return None if self.made is None else self.made - self.boxed

    @property
    def differs(self) -> bool:
        """Whether tubes in boxes are others than were made: more at any time, fewer once nothing more is made."""
        left = self.unboxed
        return left is not None and (left < 0 or (left > 0 and self.over))

    @property
    def explained(self) -> bool:
        """Whether somebody said why, of these very counts."""
        return bool(self.why) and self.why_boxed == self.boxed

    @property
    def unsaid(self) -> bool:
        """Whether tubes went into boxes, nothing more is made, and nobody said how many were."""
        return self.made is None and self.boxes > 0 and self.over

    @property
    def agrees(self) -> bool:
        """Whether all that was made is at laboratories, count for count; what nobody said agrees with nothing."""
        return (
            self.over
            and self.made is not None
            and self.made == self.boxed == self.handed == self.received
            and self.boxes == self.received_boxes
            and not self.differing
        )


def sums_of(boxes: Iterable[Box], **said: object) -> Sums:
    """The sums of some boxes, with what was said beside them."""
    found = Sums(**said)  # type: ignore[arg-type]
    for one in boxes:
        handed, received = one.handed, one.received
        found = replace(
            found,
            boxes=found.boxes + 1,
            boxed=found.boxed + one.tubes,
            handed_boxes=found.handed_boxes + (handed is not None),
            handed=found.handed + (handed.tubes if handed else 0),
            received_boxes=found.received_boxes + (received is not None),
            received=found.received + (received.tubes if received else 0),
            differing=found.differing + bool(one.differs),
        )
    return found


def together(some: Sequence[Sums]) -> Sums:
    """Several places in one; made is unknown as long as one of them with boxes has not said it."""
    names = (
        "boxes",
        "boxed",
        "handed_boxes",
        "handed",
        "received_boxes",
        "received",
        "differing",
    )
    known = [one.made for one in some if one.made is not None or one.boxes]
    whole = {name: sum(getattr(one, name) for one in some) for name in names}
    made = sum(one or 0 for one in known) if known and None not in known else None
    return Sums(made=made, over=all(one.over for one in some) if some else False, **whole)


def _plain(text: str) -> str:
    """As a scanner or a keyboard sends it, whatever the input method made of it."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def read_number(text: str) -> str:
    """The number of a box as it is scanned or typed; Problem `box_number_missing`."""
    return _numbered(text, "box_number_missing")


def read_seal(text: str) -> str:
    """The number of its seal; Problem `box_seal_missing`."""
    return _numbered(text, "box_seal_missing")


def _numbered(text: str, code: str) -> str:
    said = _plain(text).upper()
    if not said or len(said) > LONGEST_NUMBER:
        raise Problem(code, most=LONGEST_NUMBER)
    return said


def is_numbered(seal: str) -> bool:
    """Whether a seal bears a number of its own, and so closes one box once; 无, 无2 stand for one without."""
    return not seal.startswith(("无", "NONE"))


def read_tubes(text: str, least: int = 1) -> int:
    """How many tubes were counted in a box; Problem `box_tubes_wrong`."""
    plain = _plain(text)
    if plain.isascii() and plain.isdigit() and len(plain) < 6 and least <= int(plain) <= MOST_TUBES:
        return int(plain)
    raise Problem("box_tubes_wrong", least=least, most=MOST_TUBES)


def read_codes(text: str) -> tuple[tuple[str, ...], int]:
    """The tubes that were scanned, one a line, each once, and how many came twice; Problem `box_codes_wrong`."""
    said = [one for one in _PARTED.split(same_tube(text)) if one]
    found = tuple(dict.fromkeys(said))
    if len(found) > MOST_CODES or any(len(one) > _LONGEST_CODE for one in found):
        raise Problem("box_codes_wrong", most=MOST_CODES, longest=_LONGEST_CODE)
    return found, len(said) - len(found)


def read_hour(text: str, after: datetime, now: datetime) -> datetime:
    """An hour as it is typed, 9:05 or 0905: the first such hour from another on. Nothing typed is now.

    Problems: `hour_unreadable`, `box_hour_ahead` for what lies ahead, or before what came first.
    """
    said = _plain(text)
    if not said:
        return max(local(now).replace(second=0, microsecond=0), local(after))
    then = first_at(said, after)
    if then is None:
        raise Problem("hour_unreadable", said=said[:20])
    if then > now + _AHEAD:
        raise Problem("box_hour_ahead", said=said[:20])
    return then


def earliest_swab(begins: datetime) -> datetime:
    """From when on the first swab of a round's box may have been taken."""
    return begins - _BEFORE_ROUND


def read_courier(text: str) -> str:
    """Who takes a box, by name or plate; Problem `box_courier_missing`, for a telephone number too."""
    return _called(text, "box_courier_missing")


def read_lab(text: str) -> str:
    """Which laboratory, or who there, confirmed; Problem `box_lab_missing`."""
    return _called(text, "box_lab_missing")


def _called(text: str, code: str) -> str:
    said = _plain(text)
    if not said or len(said) > LONGEST_NAME or holds_long_number(said):
        raise Problem(code, most=LONGEST_NAME)
    return said


def read_why(text: str) -> str:
    """In what counts differ, or why a box is taken back: of nobody, of no home and of no result.

    Problems: `box_why_missing`, `box_why_tells`, those of `check_group_text`.
    """
    said = " ".join(text.split())
    if not said or len(said) > LONGEST_WHY:
        raise Problem("box_why_missing", most=LONGEST_WHY)
    check_group_text(said)
    plain = _COUNTED.sub("，", unicodedata.normalize("NFKC", said))
    if names_a_room(plain) or names_somebody(plain):
        raise Problem("box_why_tells")
    return said


def check_said(step: Step, known: object, said: object, correcting: bool) -> bool:
    """Whether something is to be written: nothing of it stands yet, or other words do and are corrected.

    The same once more, from paper or by a second tap, changes nothing. Problem `box_said_otherwise`.
    """
    if known == said:
        return False
    if known is not None and not correcting:
        named = STEP_NAMES[step]
        raise Problem("box_said_otherwise", step_zh=named.zh, step_en=named.en)
    return True


def check_order(box: Box) -> None:
    """A box is sampled, handed over and received in this order; Problem `box_hours_order`."""
    hours = [box.first, *(one.at for one in (box.handed, box.received) if one)]
    if hours != sorted(hours):
        raise Problem("box_hours_order")
