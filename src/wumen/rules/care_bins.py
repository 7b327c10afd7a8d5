"""Bins for waste of isolated homes (专用桶): where one stands, how it is, and whether it was emptied the same day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from wumen.rules.guarded_text import check_group_text, names_a_room
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.time import at, business_day, whole_day

LONGEST_PLACE = 30
# By this hour a bin is emptied, as the plan's window of a day ends; no source names an hour for 日产日清.
_BY = time(20)


class BinState(StrEnum):
    """How a bin is, as somebody saw it last."""

    IN_USE = "in_use"
    FULL = "full"
    DAMAGED = "damaged"


STATE_NAMES: Mapping[BinState, Named] = {
    BinState.IN_USE: Named(zh="能用", en="in use"),
    BinState.FULL: Named(zh="满了", en="full"),
    BinState.DAMAGED: Named(zh="坏了、没有盖", en="damaged or without lid"),
}


class Emptied(StrEnum):
    """Whether a bin was emptied: today, not yet, late today, or not since a day that is over."""

    TODAY = "today"
    NOT_YET = "not_yet"
    LATE = "late"
    MISSED = "missed"


EMPTIED_NAMES: Mapping[Emptied, Named] = {
    Emptied.TODAY: Named(zh="今天清过", en="emptied today"),
    Emptied.NOT_YET: Named(zh="今天还没清", en="not emptied yet today"),
    Emptied.LATE: Named(zh="过了20:00还没清", en="not emptied by 20:00"),
    Emptied.MISSED: Named(zh="昨天就没清", en="not emptied since yesterday or longer"),
}


def read_state(text: str) -> BinState:
    """How a bin is, of a form; Problem `bin_state_unknown`."""
    if text not in set(BinState):
        raise Problem("bin_state_unknown")
    return BinState(text)


def read_place(text: str) -> str:
    """Where a bin stands, trimmed: no home is named by it.

    Problems: `bin_place_wrong`, and those of `check_group_text`: a bin says of no door that somebody isolates there.
    """
    place = " ".join(text.split())
    if not place or len(place) > LONGEST_PLACE or names_a_room(place):
        raise Problem("bin_place_wrong", most=LONGEST_PLACE)
    check_group_text(place)
    return place


def emptied(placed_at: datetime, emptied_at: datetime | None, now: datetime) -> Emptied:
    """Whether a bin was emptied on its day (日产日清): every day on which it stands, from that of its placing on.

    Source: 郑州 January 2022 (其他相关生活垃圾 in its own bins, cleared every day). A day that is over without it
    is missed until it is emptied again.
    """
    today = business_day(now)
    if emptied_at is not None and business_day(emptied_at) == today:
        return Emptied.TODAY
    clean_until = whole_day(business_day(emptied_at)).ends if emptied_at else placed_at
    if clean_until < whole_day(today).begins:
        return Emptied.MISSED
    return Emptied.LATE if now >= at(today, _BY) else Emptied.NOT_YET


@dataclass(frozen=True)
class BinAt:
    """A bin as it is told of: its building, where it stands there, how it is, whether it was emptied."""

    place: str
    stands_at: str
    state: BinState
    emptied: Emptied

    @property
    def wrong(self) -> bool:
        """Whether somebody has to go there: it was not emptied in its time, is full, or damaged."""
        late = self.emptied in (Emptied.LATE, Emptied.MISSED)
        return late or self.state is not BinState.IN_USE


def sums_zh(bins: Iterable[BinAt]) -> str:
    """The line for the superior or the crew: how many stand, how many were emptied, and which were not, by building.

    No home is named, and no bin of which that would tell anything but its building.
    """
    some = list(bins)
    left = [one for one in some if one.emptied is not Emptied.TODAY]
    head = f"其他相关生活垃圾专用桶 {len(some)} 个，今天清了 {len(some) - len(left)} 个"
    if not left:
        return f"{head}。"
    named = "、".join(f"{one.place} {one.stands_at}" for one in left)
    return f"{head}，还差：{named}。"
