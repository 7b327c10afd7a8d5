"""Rounds of doors: the duties of a window in one unit, floor by floor, and what may stand in the way."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from wumen.rules.areas import code, floor, parent
from wumen.rules.playbooks import Grade, Named, What
from wumen.rules.problems import Problem
from wumen.rules.time import instant_zh

# A captain may begin this long before a window opens; what is declared earlier nobody can know yet.
EARLY = timedelta(hours=1)


def check_begun(opens_at: datetime, when: datetime) -> None:
    """Problem `window_not_open` for what was done longer before its window than anybody can know."""
    if when < opens_at - EARLY:
        raise Problem("window_not_open", opens=instant_zh(opens_at))


class Reason(StrEnum):
    """Why a door could not be done, one tap each; anything else is written out."""

    NOBODY_HOME = "nobody_home"
    LATER = "later"
    REFUSED = "refused"
    UNWELL = "unwell"
    NO_THERMOMETER = "no_thermometer"
    INFANT = "infant"


REASON_NAMES: dict[Reason, Named] = {
    Reason.NOBODY_HOME: Named(zh="家里没人", en="nobody home"),
    Reason.LATER: Named(zh="稍后再来", en="come back later"),
    Reason.REFUSED: Named(zh="不愿意", en="refused"),
    Reason.UNWELL: Named(zh="不舒服，要另看", en="unwell, to be seen"),
    Reason.NO_THERMOMETER: Named(zh="没有体温计", en="no thermometer"),
    Reason.INFANT: Named(zh="婴幼儿", en="infant"),
}
# A reason that speaks of one person's sample alone: the others behind her door, and what else is due, go on.
# Source: domain 3.8, the bookkeeping of a round: 未检（外出/外地/婴幼儿/…/拒检/联系不上）, each for itself.
_OF_SAMPLING = frozenset({Reason.INFANT})


def speaks_of(reason: str, what: str) -> bool:
    """Whether a reason may stand in the way of a thing: an infant is no reason why a temperature is not taken."""
    return what == What.SAMPLING or reason not in _OF_SAMPLING


def reasons_for(what: str) -> dict[Reason, Named]:
    """The reasons that are offered at one thing that is due."""
    return {key: named for key, named in REASON_NAMES.items() if speaks_of(key, what)}


def reasons_at_door() -> dict[Reason, Named]:
    """The reasons that are offered for a whole door: what speaks of one person's sample is said at that sample."""
    return {key: named for key, named in REASON_NAMES.items() if key not in _OF_SAMPLING}


def check_reason(reason: str, what: str) -> None:
    """Problem `reason_of_sampling` for what stands in the way of samples alone."""
    if not speaks_of(reason, what):
        raise Problem("reason_of_sampling")


# How a refusal begins, by its key and as people write it out.
REFUSALS = (
    *(Reason.REFUSED.value, REASON_NAMES[Reason.REFUSED].zh),
    *(
        "拒绝",
        "拒检",
        "拒采",
        "拒不",
        "不愿",
        "不肯",
        "不配合",
        "不同意",
        "不让采",
        "不做核酸",
        "refuse",
    ),
)
# What stands instead where a reason may not be missing: somebody was freed of it by name.
ERASED = "erased"
ERASED_NAME = Named(zh="原因到期已抹去", en="reason erased when its day was over")


def is_refusal(reason: str) -> bool:
    """Whether a reason says that somebody would not: a written out one, too, dies with its day."""
    return reason.strip().lower().startswith(REFUSALS)


def remembered_reason(
    what: str, reason: str | None, day: date, today: date, *, waived: bool = False
) -> str | None:
    """What a reason is remembered for: a refusal to be sampled on its own day, and never after it.

    Source: design, guards: a refusal to be sampled dies with its round, and the round of a sampling that is owed
    each morning is its day. It is read that way from midnight on; the rows follow in the night.
    """
    if day >= today or what != What.SAMPLING or reason is None or not is_refusal(reason):
        return reason
    return ERASED if waived else None


def read_reason(text: str) -> str:
    """The reason as it is kept: a known one by its key, in whatever language it was said, else its words."""
    said = text.strip()
    if not said:
        raise Problem("reason_needed")
    for reason, named in REASON_NAMES.items():
        if said.lower() in (reason.value, named.zh, named.en):
            return reason.value
    return said


def read_exceptions(texts: Iterable[str]) -> dict[str, str]:
    """Exceptions as ROOM:REASON, by room; Problem `exception_unreadable`."""
    result: dict[str, str] = {}
    for text in texts:
        room, colon, reason = text.replace("：", ":").partition(":")
        if not colon or not room.strip():
            raise Problem("exception_unreadable", text=text)
        result[room.strip()] = read_reason(reason)
    return result


@dataclass(frozen=True)
class RoundKey:
    """What names a round: day, window, and the unit whose doors it walks."""

    day: date
    win: str
    unit: str

    def __str__(self) -> str:
        """The key as people and commands write it."""
        return f"{self.day}/{self.win}/{self.unit.rstrip('/')}"


def read_round_key(text: str) -> RoundKey:
    """Read a round's key; Problem `round_key_unreadable`."""
    try:
        day, win, unit = text.strip().split("/", 2)
        return RoundKey(date.fromisoformat(day), win, unit.rstrip("/") + "/")
    except ValueError:
        raise Problem("round_key_unreadable", key=text) from None


def unit_of(door: str) -> str:
    """The stretch of doors to which a door belongs: the place directly above it."""
    return parent(door)


def floor_of(door: str) -> int:
    """The floor of a door, by the number of its room."""
    return floor(code(door))


T = TypeVar("T")


def in_walking_order(
    doors: Iterable[T], path: Callable[[T], str], apart: Collection[str]
) -> list[T]:
    """The doors of a unit as a team walks them: the top floor first; those `apart` last, again from the top.

    Apart are homes with somebody isolated or unwell: alone, at the end, with a lift kept for the team.
    Source: community plan of 2021-09, isolated homes are sampled last and one by one.
    """

    def place(one: T) -> tuple[bool, int, int, str]:
        room = code(path(one))
        return path(one) in apart, -floor(room), len(room), room

    return sorted(doors, key=place)


@dataclass(frozen=True)
class FloorState:
    """A floor of a round as it stands: how many of its doors owe something, and when somebody last noted there."""

    floor: int
    open: int
    noted_at: datetime | None = None


def team_at(floors: Iterable[FloorState]) -> int | None:
    """The floor on which something was noted last; None where nobody has begun."""
    noted = [one for one in floors if one.noted_at is not None]
    return max(noted, key=lambda one: (one.noted_at, -one.floor)).floor if noted else None


def next_floor(floors: Iterable[FloorState]) -> int | None:
    """The floor that should be at its doors next: below the team the first that owes something, else from the top."""
    known = sorted(floors, key=lambda one: -one.floor)
    at = team_at(known)
    below = [one.floor for one in known if one.open and at is not None and one.floor < at]
    other = [one.floor for one in known if one.open and one.floor != at]
    here = [one.floor for one in known if one.open]
    return next(iter(below or other or here), None)


def floor_declares(
    grades: Sequence[Grade], *, shown: bool, isolated: bool, unwell: bool = False
) -> bool:
    """Whether one tap for a floor may declare a thing normal at one of its doors.

    Never at a home in isolation, which is gone to alone and has duties and evidence of its own; never for
    somebody who was said to be unwell, until she has been seen; never what a photo has to show (`shown`).
    """
    return bool(floor_grade(grades)) and not (shown or isolated or unwell)


def floor_grade(grades: Sequence[Grade]) -> Grade | None:
    """The grade under which *all normal on this floor* counts; None where it may never count.

    A captain who speaks for a floor declares: 代报. Sampling, medicine and release never accept it.
    """
    return Grade.DECLARED if Grade.DECLARED in grades else None
