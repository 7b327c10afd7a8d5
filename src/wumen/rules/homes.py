"""Homes: what a household's state says, who of it is away until when, and a door in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.time import read_day


class HomeState(StrEnum):
    """Who lives behind a door."""

    OWNED = "owned"
    LET = "let"
    SHARED = "shared"
    DORMITORY = "dormitory"
    EMPTY = "empty"
    SHOP = "shop"


STATE_NAMES: dict[HomeState, Named] = {
    HomeState.OWNED: Named(zh="自住", en="owner lives here"),
    HomeState.LET: Named(zh="出租", en="let"),
    HomeState.SHARED: Named(zh="合租", en="shared"),
    HomeState.DORMITORY: Named(zh="集体宿舍", en="dormitory"),
    HomeState.EMPTY: Named(zh="空置", en="empty"),
    HomeState.SHOP: Named(zh="商铺", en="shop"),
}
# On the elevation one letter tells what is not an ordinary home: a colour alone would not be seen.
STATE_MARKS: dict[HomeState, Named] = {
    HomeState.LET: Named(zh="租", en="let"),
    HomeState.SHARED: Named(zh="合", en="shared"),
    HomeState.DORMITORY: Named(zh="宿", en="dorm"),
    HomeState.EMPTY: Named(zh="空", en="empty"),
    HomeState.SHOP: Named(zh="铺", en="shop"),
}


def read_state(text: str) -> HomeState:
    """The state of that key; Problem `home_state_unknown`."""
    if text not in set(HomeState):
        raise Problem("home_state_unknown", known=" ".join(HomeState))
    return HomeState(text)


def check_state(state: HomeState, people: int) -> None:
    """Nobody lives in an empty home: Problem `home_not_empty` while people are registered there."""
    if state is HomeState.EMPTY and people:
        raise Problem("home_not_empty", people=people)


def state_with_people(state: HomeState) -> HomeState:
    """The state of a home that somebody joins: an empty one is lived in from then on."""
    return HomeState.OWNED if state is HomeState.EMPTY else state


class Absent(Protocol):
    """Whoever may be away: since a day, back on another; None until nobody knows when."""

    @property
    def away_since(self) -> date | None:
        """The first day away."""

    @property
    def away_until(self) -> date | None:
        """The day on which she is back."""


AnAbsent = TypeVar("AnAbsent", bound=Absent)


def is_away(since: date | None, until: date | None, day: date) -> bool:
    """Whether somebody is away on a day; on the day of return she is back."""
    return since is not None and since <= day and (until is None or day < until)


def present(people: Iterable[AnAbsent], day: date) -> list[AnAbsent]:
    """Those who are there on a day, in the order given."""
    return [one for one in people if not is_away(one.away_since, one.away_until, day)]


@dataclass(frozen=True)
class Nobody:
    """Nobody of a household is there: until the first of them returns, None while nobody knows."""

    until: date | None


def nobody_there(people: Sequence[Absent], day: date) -> Nobody | None:
    """Until when nobody of a household is there; None where somebody is, or where nobody lives."""
    if not people or present(people, day):
        return None
    returns = [one.away_until for one in people if one.away_until]
    return Nobody(min(returns, default=None))


def is_attended(state: HomeState, people: Sequence[Absent], day: date) -> bool:
    """Whether a home can owe something at its door: somebody is there, or somebody may be.

    Not an empty home, not a shop in which nobody lives, not while all who live there are away.
    """
    if state is HomeState.EMPTY or nobody_there(people, day) is not None:
        return False
    return bool(people) or state is not HomeState.SHOP


@dataclass(frozen=True)
class Away:
    """An absence as it was noted: since a day, until another or nobody knows when."""

    since: date
    until: date | None


def read_away(since: str, until: str, today: date) -> Away:
    """An absence as the form says it; an empty beginning is today, an empty end unknown.

    Problems: `day_unreadable`, `away_backwards` for an end before the beginning.
    """
    begins = read_day(since) if since.strip() else today
    ends = read_day(until) if until.strip() else None
    if ends is not None and ends < begins:
        raise Problem("away_backwards", since=begins, until=ends)
    return Away(begins, ends)


_ENDINGS = {"unit": "单元", "building": "号楼"}


def in_words(levels: Iterable[tuple[str, str]]) -> str:
    """A door as people say it, from the kinds and names of its places: 锦绣城 1号楼 2单元 501."""
    return " ".join(
        name + _ENDINGS.get(kind, "") if name.isdigit() else name for kind, name in levels
    )
