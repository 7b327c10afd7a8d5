"""Reach (知晓) of a notice: by which means each home was told, once and by the surest; who is left, and how to tell."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from uuid import UUID

from wumen.rules.areas import ancestors, in_order
from wumen.rules.instructions import InstructionDraft, Origin
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.special_needs import Kind


class Means(StrEnum):
    """By what a home was told, the surest first; a loudspeaker is heard and tells nobody for certain."""

    VISIT = "visit"
    TELEPHONE = "telephone"
    GROUP = "group"
    SHEET = "sheet"


MEANS_NAMES: Mapping[Means, Named] = {
    Means.VISIT: Named(zh="当面", en="at the door"),
    Means.TELEPHONE: Named(zh="电话", en="telephone"),
    Means.GROUP: Named(zh="微信群", en="group"),
    Means.SHEET: Named(zh="楼道张贴", en="sheet"),
}
# Somebody there answered: 已确认. A group and a sheet tell without an answer: 已通知到.
CONFIRMED = frozenset({Means.VISIT, Means.TELEPHONE})


class Way(StrEnum):
    """How a home that is left is told: rung, or spoken to at its door."""

    TELEPHONE = "telephone"
    DOOR = "door"


class Why(StrEnum):
    """What whoever tells a home has to know of it; none of them names an illness."""

    UNKNOWN = "unknown"
    NO_TELEPHONE = "no_telephone"
    NO_SMARTPHONE = "no_smartphone"
    CANNOT_HEAR = "cannot_hear"
    CANNOT_SEE = "cannot_see"
    INTERPRETER = "interpreter"


WHY_NAMES: Mapping[Why, Named] = {
    Why.UNKNOWN: Named(zh="没登记谁住", en="nobody registered"),
    Why.NO_TELEPHONE: Named(zh="没留电话", en="no telephone"),
    Why.NO_SMARTPHONE: Named(zh="不用智能手机", en="no smartphone"),
    Why.CANNOT_HEAR: Named(zh="听不清，要写给人看", en="hears badly: show it written"),
    Why.CANNOT_SEE: Named(zh="看不清，要念给人听", en="sees badly: read it out"),
    Why.INTERPRETER: Named(zh="要翻译", en="needs an interpreter"),
}


class First(IntEnum):
    """Who is told first: whoever has nobody to tell her, then the old, then who is not reached by ear or eye."""

    ALONE = 0
    OLD = 1
    HARD_TO_REACH = 2
    OTHERS = 3


_ALONE = frozenset({Kind.LIVING_ALONE, Kind.CHILD_WITHOUT_PARENT})
_OLD = frozenset({Kind.VERY_OLD, Kind.EMPTY_NEST})
_HARD = frozenset(
    {Kind.CARE_DEPENDENT, Kind.DISABLED, Kind.HOMEBOUND, Kind.INTERPRETER, Kind.NO_SMARTPHONE}
)
_NO_GROUP = frozenset(
    {Kind.NO_SMARTPHONE, Kind.INTERPRETER, Kind.VERY_OLD, Kind.LIVING_ALONE, Kind.CARE_DEPENDENT}
)
_NO_SHEET = frozenset(
    {
        *(Kind.HOMEBOUND, Kind.CARE_DEPENDENT, Kind.INTERPRETER, Kind.INFANT),
        *(Kind.VERY_OLD, Kind.LIVING_ALONE),
    }
)
_NOT = r"(?<![无非未没不])(?<!没有)"
_EARS = re.compile(_NOT + r"(?:聋|听障|听力[障残差下不]|失聪|耳背|听不[见清到])")
_EYES = re.compile(_NOT + r"(?:(?<![色文])盲|失明|视障|视力[障残]|看不[见清到])")
# A captain goes to so many doors for one notice; who is further down is asked for when these are done.
MOST_DOORS = 200


@dataclass(frozen=True)
class Listener:
    """Somebody who is at home, as far as being told goes."""

    telephone: bool = False
    kinds: frozenset[Kind] = frozenset()
    hears: bool = True
    sees: bool = True

    @property
    def reads_groups(self) -> bool:
        """Whether she may be thought to read a group: a telephone of her own that shows one, in her language.

        Of whoever is over eighty, lives alone in her age or depends on care it is not thought: she is rung.
        """
        return self.telephone and self.sees and self.kinds.isdisjoint(_NO_GROUP)

    @property
    def reads_sheets(self) -> bool:
        """Whether she comes past a sheet in the stairwell and can read it.

        Of whoever is over eighty or lives alone in her age it is no more thought than that she reads a group: a sheet
        that hangs must not take her off the list of those who are spoken to.
        """
        return self.sees and self.kinds.isdisjoint(_NO_SHEET)

    @property
    def answers(self) -> bool:
        """Whether ringing her helps."""
        return self.telephone and self.hears and Kind.INTERPRETER not in self.kinds


def listens(telephone: bool, kinds: Iterable[Kind], words: Iterable[str]) -> Listener:
    """Somebody as her telephone, her needs and what the register says of them make her; the words stay behind."""
    said = "\n".join(words)
    return Listener(telephone, frozenset(kinds), not _EARS.search(said), not _EYES.search(said))


@dataclass(frozen=True)
class HomeToTell:
    """A home that has to know: who is there now; `shut`: nobody may leave it, so no sheet in a stairwell is seen.

    `nobody`: it is empty, or all who live there are away: there is nobody to be told.
    """

    household: UUID
    area: str
    people: tuple[Listener, ...] = ()
    shut: bool = False
    nobody: bool = False


@dataclass(frozen=True)
class Spread:
    """How a notice went out: places whose groups were all ticked, where sheets hang, where it was heard, who said so.

    `confirmed`: homes where somebody answered, by which means.
    """

    groups: Collection[str] = ()
    sheets: Collection[str] = ()
    heard: Collection[str] = ()
    confirmed: Mapping[UUID, Means] = field(default_factory=dict)


def _lies_in(home: HomeToTell, places: Collection[str]) -> bool:
    return any(one in places for one in (*ancestors(home.area), home.area))


def told_by(home: HomeToTell, spread: Spread) -> Means | None:
    """The surest means by which a home was told; None while it is left.

    A group counts where somebody there may be thought to read it, a sheet where somebody comes past it. Having heard
    a loudspeaker is no means: nobody knows who was listening.
    """
    if home.household in spread.confirmed:
        return spread.confirmed[home.household]
    if any(one.reads_groups for one in home.people) and _lies_in(home, spread.groups):
        return Means.GROUP
    passes = not home.shut and any(one.reads_sheets for one in home.people)
    return Means.SHEET if passes and _lies_in(home, spread.sheets) else None


def way_to(home: HomeToTell) -> Way:
    """How a home that is left is told: by telephone where ringing helps, else at the door."""
    return Way.TELEPHONE if any(one.answers for one in home.people) else Way.DOOR


def first_of(home: HomeToTell) -> First:
    """How early a home is told among those that are left."""
    kinds = {kind for one in home.people for kind in one.kinds}
    if kinds & _ALONE:
        return First.ALONE
    if kinds & _OLD:
        return First.OLD
    hard = kinds & _HARD or any(not (one.hears and one.sees) for one in home.people)
    return First.HARD_TO_REACH if hard else First.OTHERS


def whys_of(home: HomeToTell) -> tuple[Why, ...]:
    """What whoever tells a home has to know."""
    some = home.people
    kinds = {kind for one in some for kind in one.kinds}
    said = (
        (Why.UNKNOWN, not some),
        (Why.NO_TELEPHONE, bool(some) and not any(one.telephone for one in some)),
        (Why.NO_SMARTPHONE, Kind.NO_SMARTPHONE in kinds),
        (Why.CANNOT_HEAR, any(not one.hears for one in some)),
        (Why.CANNOT_SEE, any(not one.sees for one in some)),
        (Why.INTERPRETER, Kind.INTERPRETER in kinds),
    )
    return tuple(why for why, true in said if true)


def in_turn(homes: Iterable[HomeToTell]) -> list[HomeToTell]:
    """Homes that are left in the order in which they are told: alone, old, hard to reach, then by their doors."""
    return sorted(homes, key=lambda one: (first_of(one), in_order(one.area)))


@dataclass(frozen=True)
class Reach:
    """How far a notice reached in some homes, each counted once.

    `homes`: those where somebody is; `told`: by the surest means; `left`: told by none, of which `heard` lie where a
    loudspeaker was played; `nobody`: empty, or all away, counted in no other number.
    """

    homes: int
    told: Mapping[Means, int]
    left: int
    heard: int
    nobody: int

    @property
    def known(self) -> int:
        """How many were told."""
        return self.homes - self.left

    @property
    def confirmed(self) -> int:
        """How many of them answered."""
        return sum(self.told.get(one, 0) for one in CONFIRMED)

    @property
    def percent(self) -> int | None:
        """知晓率: the share that was told, rounded down, so that 100 is said of all alone; None without homes."""
        return 100 * self.known // self.homes if self.homes else None


def reach_of(homes: Sequence[HomeToTell], spread: Spread) -> Reach:
    """How far a notice reached in some homes."""
    told: dict[Means, int] = dict.fromkeys(Means, 0)
    left = heard = nobody = 0
    for home in homes:
        means = told_by(home, spread)
        # Who answered was there, whatever the register says of her being away.
        if home.nobody and means not in CONFIRMED:
            nobody += 1
        elif means is None:
            left += 1
            heard += _lies_in(home, spread.heard)
        else:
            told[means] += 1
    return Reach(len(homes) - nobody, told, left, heard, nobody)


def left_of(homes: Iterable[HomeToTell], spread: Spread) -> list[HomeToTell]:
    """The homes that are left, in the order in which they are told."""
    return in_turn(one for one in homes if not one.nobody and told_by(one, spread) is None)


def read_told(text: str) -> Means:
    """The means by which somebody says that she told a home herself; Problem `notice_means_unknown`."""
    if text not in CONFIRMED:
        raise Problem("notice_means_unknown", known=" ".join(MEANS_NAMES[one].zh for one in Means))
    return Means(text)


@dataclass(frozen=True)
class Asked:
    """Who asks that homes are told, from when, and until when."""

    by: str
    opens: datetime
    due: datetime


def taking_down_draft(heading: str, path: str, asked: Asked) -> InstructionDraft:
    """What is asked of the captain where the sheet of a notice hangs that was taken back."""
    return InstructionDraft(
        origin=Origin.COLLEAGUE,
        said=f"通知“{heading}”撤回了，请把贴着的揭下来。",
        asked_by=asked.by,
        opens=asked.opens,
        due=asked.due,
        role="captain",
        path=path,
    )


def telling_draft(
    heading: str, text: str, household: UUID, whys: Iterable[Why], asked: Asked
) -> InstructionDraft:
    """What is asked of the captain for a home that is to be told at its door."""
    known = "、".join(WHY_NAMES[one].zh for one in whys)
    return InstructionDraft(
        origin=Origin.COLLEAGUE,
        said=f"当面告诉这一户：{heading}。{' '.join(text.split())}"
        + (f"（{known}）" if known else ""),
        asked_by=asked.by,
        opens=asked.opens,
        due=asked.due,
        role="captain",
        household=str(household),
    )
