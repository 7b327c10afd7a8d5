"""The four unified (四统一) of a home in isolation: food, waste, medical care, counselling, as today's duties stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wumen.rules.duties import PENDING, DutyState
from wumen.rules.playbooks import What

Words = tuple[str, str]


class Unified(StrEnum):
    """What is seen to in one way for every home in isolation (B4)."""

    FOOD = "food"
    WASTE = "waste"
    MEDICAL = "medical"
    COUNSEL = "counsel"


UNIFIED_NAMES: Mapping[Unified, Words] = {
    Unified.FOOD: ("吃饭和日用", "food and daily goods"),
    Unified.WASTE: ("垃圾", "waste"),
    Unified.MEDICAL: ("看病和监测", "medical care"),
    Unified.COUNSEL: ("心理和联系", "counselling"),
}
_MEANS: Mapping[Unified, frozenset[str]] = {
    Unified.FOOD: frozenset({What.SUPPLY}),
    Unified.WASTE: frozenset({What.WASTE}),
    Unified.MEDICAL: frozenset({What.TEMPERATURE, What.SYMPTOMS, What.SAMPLING}),
    Unified.COUNSEL: frozenset({What.SUPPORT, What.CONTACT, What.VISIT}),
}


@dataclass(frozen=True)
class Owed:
    """A duty of today at a home: what, how it stands, since when it may be done, until when, in which window."""

    what: str
    state: str
    opens_at: datetime
    due_at: datetime
    win: str = ""


# What somebody goes to an isolated home for at an hour of the rules, so that its windows are those of visits.
_VISITED_FOR = frozenset({What.TEMPERATURE, What.DISINFECTION})


def visits(owed: Iterable[Owed]) -> list[str]:
    """The windows of today in which homes are visited, in their order."""
    opens: dict[str, datetime] = {}
    for one in owed:
        if one.what in _VISITED_FOR and one.state != DutyState.WITHDRAWN:
            opens[one.win] = min(one.opens_at, opens.get(one.win, one.opens_at))
    return sorted(opens, key=lambda win: opens[win])


@dataclass(frozen=True)
class Standing:
    """How one of the four stands at a home today; nothing owed is unknown, and never done."""

    due: int
    settled: int
    overdue: int

    @property
    def done(self) -> bool | None:
        """Whether all of it is settled; None where nothing was planned, which is not done."""
        return self.settled == self.due if self.due else None


def four_unified(duties: Iterable[Owed], now: datetime) -> dict[Unified, Standing]:
    """How each of the four stands, from all that is owed at the home today."""
    given = [one for one in duties if one.state != "withdrawn"]
    return {one: _standing([d for d in given if d.what in _MEANS[one]], now) for one in Unified}


def _standing(some: list[Owed], now: datetime) -> Standing:
    pending = [one for one in some if one.state in PENDING]
    return Standing(len(some), len(some) - len(pending), sum(one.due_at <= now for one in pending))
