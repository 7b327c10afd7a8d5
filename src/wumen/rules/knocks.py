"""Knocks (敲门): which visits count, what is next at a door, when a slip is due, and what the slip says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.time import at, business_day, day_zh, local


class Result(StrEnum):
    """What a knock found, one tap each."""

    SPOKEN = "spoken"
    NOBODY_HOME = "nobody_home"
    NOT_LIVING_HERE = "not_living_here"
    MOVED = "moved"
    REFUSED = "refused"
    NEEDS = "needs"


RESULT_NAMES: dict[Result, Named] = {
    Result.SPOKEN: Named(zh="有人应答，一切正常", en="answered, all well"),
    Result.NOBODY_HOME: Named(zh="家里没人", en="nobody home"),
    Result.NOT_LIVING_HERE: Named(zh="不住这里", en="not living here"),
    Result.MOVED: Named(zh="已搬走", en="moved away"),
    Result.REFUSED: Named(zh="拒绝", en="refused"),
    Result.NEEDS: Named(zh="有需要", en="needs something"),
}
# These say of people that they are here no longer, so they ask at once of whom.
LEAVING = frozenset({Result.NOT_LIVING_HERE, Result.MOVED})

ENOUGH = 3
# Two knocks in a row meet the same empty home. Three hours later an errand or a shift is over; the same
# hour of another day counts too, for days differ. Around midnight the day alone would count twice.
APART = timedelta(hours=3)
# What is tapped again at once is a slip of the thumb put right: the last tap stands.
PUT_RIGHT = timedelta(minutes=10)
# A knocking is done within days; after a week every door is to be knocked at anew.
RECENT = timedelta(days=7)
# Nobody knocks before or after: 22:00 to 8:00 belongs to sleep, and the last visit takes its time.
_FIRST_HOUR, _LAST_HOUR = time(8), time(21)
# Who works by day is home from here on: the third visit goes there if none did yet.
EVENING = time(18)


class Knocked(Protocol):
    """A knock as the rules look at it."""

    @property
    def knocked_at(self) -> datetime:
        """When."""

    @property
    def result(self) -> str:
        """What it found."""

    @property
    def slip_left(self) -> bool:
        """Whether a slip was left then."""


class Step(StrEnum):
    """What is next at a door."""

    FIRST = "first"
    NOW = "now"
    LATER = "later"
    SLIP = "slip"
    CALL = "call"
    QUIET = "quiet"
    DONE = "done"


STEP_NAMES: dict[Step, Named] = {
    Step.FIRST: Named(zh="还没敲过", en="not yet knocked"),
    Step.NOW: Named(zh="可以再去了", en="go again now"),
    Step.LATER: Named(zh="过些时候再去", en="again later"),
    Step.SLIP: Named(zh="三次没人：留条，并打电话", en="three times nobody: leave a slip and ring"),
    Step.CALL: Named(zh="已留条，打电话、等回音", en="slip left: ring, wait for word"),
    Step.QUIET: Named(zh="空置或全家外出", en="empty or all away"),
    Step.DONE: Named(zh="已敲开、有结果", en="done"),
}


@dataclass(frozen=True)
class Next:
    """What is next at a door: `after` is the hour to come back at, `visits` how often nobody was there."""

    step: Step
    visits: int = 0
    after: datetime | None = None


def read_result(text: str) -> Result:
    """The result of that key; Problem `knock_result_unknown`."""
    if text not in set(Result):
        raise Problem("knock_result_unknown", known=" ".join(Result))
    return Result(text)


def kept_words(result: Result, said: str) -> str:
    """The words that are kept of a knock: what is needed; a refusal keeps no reason."""
    return said.strip() if result is Result.NEEDS else ""


def remembered(knock: Knocked, now: datetime) -> Result:
    """What a knock is remembered for: a refusal holds on its own day; then only that a door was opened."""
    over = business_day(knock.knocked_at) < business_day(now)
    result = Result(knock.result)
    return Result.SPOKEN if over and result is Result.REFUSED else result


def standing(knocks: Iterable[Knocked], now: datetime) -> list[Knocked]:
    """The knocks that still say something, in order: recent, and not put right by the next tap."""
    recent = sorted(
        (one for one in knocks if now - one.knocked_at < RECENT), key=lambda one: one.knocked_at
    )
    return [
        one
        for place, one in enumerate(recent)
        if place + 1 == len(recent) or recent[place + 1].knocked_at - one.knocked_at >= PUT_RIGHT
    ]


def visits(knocks: Iterable[Knocked]) -> list[Knocked]:
    """The visits that found nobody and count, since the door last opened: each `APART` from the last."""
    counted: list[Knocked] = []
    for one in knocks:
        if one.result != Result.NOBODY_HOME:
            counted = []
        elif not counted or one.knocked_at - counted[-1].knocked_at >= APART:
            counted.append(one)
    return counted


def come_back(counted: Sequence[Knocked]) -> datetime:
    """From when on the next visit counts and may find somebody: in waking hours, the third in the evening."""
    earliest = local(counted[-1].knocked_at + APART)
    if earliest.time() < _FIRST_HOUR:
        earliest = at(earliest.date(), _FIRST_HOUR)
    elif earliest.time() > _LAST_HOUR:
        earliest = at(earliest.date() + timedelta(days=1), _FIRST_HOUR)
    by_day = all(local(one.knocked_at).time() < EVENING for one in counted)
    if len(counted) == ENOUGH - 1 and by_day and earliest.time() < EVENING:
        return at(earliest.date(), EVENING)
    return earliest


def what_is_next(knocks: Iterable[Knocked], now: datetime, nobody_expected: bool = False) -> Next:
    """What is next at a door, from all its knocks; `nobody_expected`: it is empty, or all are away."""
    stood = standing(knocks, now)
    if not stood:
        return Next(Step.QUIET if nobody_expected else Step.FIRST)
    last = stood[-1]
    if last.result != Result.NOBODY_HOME:
        return Next(Step.DONE)
    counted = visits(stood)
    if nobody_expected:
        return Next(Step.QUIET, len(counted))
    if any(one.slip_left for one in stood if one.knocked_at >= counted[0].knocked_at):
        return Next(Step.CALL, len(counted))
    if len(counted) >= ENOUGH:
        return Next(Step.SLIP, len(counted))
    after = come_back(counted)
    return Next(Step.NOW if now >= after else Step.LATER, len(counted), after)


@dataclass(frozen=True)
class Slip:
    """What a slip needs to be written: who knocked, when, how often; never who lives there."""

    community: str
    role: str
    name: str
    telephone: str
    knocked_at: datetime
    visits: int


_BLANK = "______________"


def slip_sentences(slip: Slip) -> tuple[str, ...]:
    """The sentences of a leave slip: no resident's name, nothing of health; blanks to fill in by hand."""
    who = slip.name if slip.name.endswith(slip.role) else f"{slip.role}{slip.name}"
    when = f"{day_zh(business_day(slip.knocked_at))}{local(slip.knocked_at):%-H:%M}"
    times = f"，前后来过{slip.visits}次" if slip.visits > 1 else ""
    return (
        "您好！",
        f"我是{slip.community}{who}。{when}来敲门，家里没有人{times}。",
        f"请您看到后给我打个电话：{slip.telephone or _BLANK}，说一说家里现在住几口人、什么时候在家、"
        "有没有要帮忙的事。",
        f"打不通时，请拨社区电话：{_BLANK}。谢谢您！",
    )
