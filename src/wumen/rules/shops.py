"""Shops and which supply homes (保供商户): who takes orders, what the groups read of it, what was brought on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from wumen.rules.guarded_text import check_group_text, holds_long_number
from wumen.rules.lists import in_messages
from wumen.rules.lots import Sums
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.time import day_zh

LONGEST_NAME, LONGEST_HOURS, LONGEST_LIMITS = 20, 20, 40


class State(StrEnum):
    """Whether a shop takes orders: it does, within limits, not now; or it never does and is a shop like any other."""

    OPEN = "open"
    LIMITED = "limited"
    CLOSED = "closed"
    ORDINARY = "ordinary"


STATES: dict[State, Named] = {
    State.OPEN: Named(zh="接单，送上门", en="takes orders, delivers"),
    State.LIMITED: Named(zh="限量接单", en="takes orders within limits"),
    State.CLOSED: Named(zh="暂停", en="closed"),
    State.ORDINARY: Named(zh="一般门店，不送货", en="ordinary shop, does not deliver"),
}


def read_state(text: str) -> State:
    """Whether it takes orders, of a form; Problem `shop_state_unknown`."""
    if text not in set(State):
        raise Problem("shop_state_unknown")
    return State(text)


@dataclass(frozen=True)
class Said:
    """What is said of a shop: its state, in which hours, within which limits."""

    name: str
    state: State
    hours: str
    limits: str

    @property
    def state_named(self) -> Named:
        """Whether it takes orders, in words."""
        return STATES[self.state]


def read_said(name: str, state: State, hours: str, limits: str) -> Said:
    """What is said of a shop, as it may stand in a group's text.

    Problems: `shop_name_wrong`, `shop_hours_wrong`, `shop_limits_needed`, and those of `check_group_text`.
    """
    called, when, only = (" ".join(one.split()) for one in (name, hours, limits))
    if not called or len(called) > LONGEST_NAME or holds_long_number(called):
        raise Problem("shop_name_wrong", most=LONGEST_NAME)
    if len(when) > LONGEST_HOURS:
        raise Problem("shop_hours_wrong", most=LONGEST_HOURS)
    if len(only) > LONGEST_LIMITS or (state is State.LIMITED and not only):
        raise Problem("shop_limits_needed", most=LONGEST_LIMITS)
    said = Said(called, state, when, only)
    check_group_text(said_zh(said), places=[called])
    return said


def said_zh(said: Said) -> str:
    """A line for the group: 社区超市：接单，送上门，8:00–18:00。"""
    more = "，".join(filter(None, (said.state_named.zh, said.hours, said.limits)))
    return f"{said.name}：{more}"


def group_zh(day: date, shops: Sequence[Said]) -> list[str]:
    """What residents read of the shops that supply them: those that take orders first; nothing where there is none."""
    supply = (one for one in shops if one.state is not State.ORDINARY)
    some = sorted(supply, key=lambda one: list(State).index(one.state))
    head = f"【保供商户】{day_zh(day)}，各家接单情况如下，货送到暂存点或您门口。"
    return in_messages(head, [said_zh(one) for one in some]) if some else []


@dataclass(frozen=True)
class Brought:
    """A lot of a shop on its statement: when, what, how many came, reached homes, what became of the difference."""

    at: datetime
    what: str
    unit: str
    sums: Sums
    ended_why: str

    @property
    def settled(self) -> bool:
        """Whether it can be signed: every home has its share, and what is over or short is said."""
        return not self.sums.lying and (not self.sums.over or bool(self.ended_why))


def unsettled(lines: Iterable[Brought]) -> int:
    """How many lots of a day cannot be signed for yet."""
    return sum(not one.settled for one in lines)
