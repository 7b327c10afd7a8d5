"""Call lists (打电话名单): who rings whom, what a call found, when to ring again, and when to knock instead."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from wumen.rules.addresses import plain
from wumen.rules.instructions import InstructionDraft, Origin
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.telephones import AREA_CODE, LOCAL, read_telephone
from wumen.rules.time import at, local


class CallResult(StrEnum):
    """What a call found, one tap each."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    LATER = "later"
    WRONG_NUMBER = "wrong_number"


RESULT_NAMES: dict[CallResult, Named] = {
    CallResult.REACHED: Named(zh="接了", en="answered"),
    CallResult.NO_ANSWER: Named(zh="没接", en="no answer"),
    CallResult.LATER: Named(zh="稍后回", en="ring back later"),
    CallResult.WRONG_NUMBER: Named(zh="空号、打错", en="wrong or dead number"),
}


class Source(StrEnum):
    """Where the people of a list come from."""

    PASTED = "pasted"
    OPEN_DUTIES = "open_duties"
    SPECIAL_CARE = "special_care"


SOURCE_NAMES: dict[Source, Named] = {
    Source.PASTED: Named(zh="粘贴的电话", en="pasted numbers"),
    Source.OPEN_DUTIES: Named(zh="今天还没办的人", en="people with something open today"),
    Source.SPECIAL_CARE: Named(zh="重点关爱的人", en="people in special care"),
}

ENOUGH = 3
# "Three calls at three hours": within one hour the same telephone lies in the same empty room.
APART = timedelta(hours=1)
_FIRST_HOUR, _LAST_HOUR = time(8), time(21)
# An hour that is promised further away than this was typed wrongly.
_LATEST = timedelta(days=7)
MOST = 2000
_A_WALK, _TOMORROW, _NOON = timedelta(hours=1), timedelta(days=1), time(12)


class Called(Protocol):
    """A call as the rules look at it."""

    @property
    def called_at(self) -> datetime:
        """When."""

    @property
    def result(self) -> str:
        """What it found."""

    @property
    def back_at(self) -> datetime | None:
        """The hour that was asked for, where one was."""


class Step(StrEnum):
    """What is next for an entry of a list."""

    CALL = "call"
    WAIT = "wait"
    KNOCK = "knock"
    DONE = "done"


STEP_NAMES: dict[Step, Named] = {
    Step.CALL: Named(zh="现在打", en="ring now"),
    Step.WAIT: Named(zh="过会儿再打", en="ring later"),
    Step.KNOCK: Named(zh="打不通，上门敲门", en="not reached: knock"),
    Step.DONE: Named(zh="已联系上", en="reached"),
}


@dataclass(frozen=True)
class NextCall:
    """What is next: `after` is the hour from which to ring again, `tries` how many calls count so far."""

    step: Step
    tries: int = 0
    after: datetime | None = None


def read_result(text: str) -> CallResult:
    """The result of that key; Problem `call_result_unknown`."""
    if text not in set(CallResult):
        raise Problem("call_result_unknown", known=" ".join(CallResult))
    return CallResult(text)


def tries(calls: Sequence[Called]) -> list[Called]:
    """The calls nobody answered that count, in order: each an hour or more after the last."""
    counted: list[Called] = []
    for one in sorted(calls, key=lambda call: call.called_at):
        if one.result == CallResult.REACHED:
            counted = []
        elif one.result == CallResult.NO_ANSWER and (
            not counted or one.called_at - counted[-1].called_at >= APART
        ):
            counted.append(one)
    return counted


def _in_calling_hours(instant: datetime) -> datetime:
    """The instant itself, or the first hour of the day on which people may be rung."""
    shown = local(instant)
    if shown.time() < _FIRST_HOUR:
        return at(shown.date(), _FIRST_HOUR)
    if shown.time() > _LAST_HOUR:
        return at(shown.date() + timedelta(days=1), _FIRST_HOUR)
    return instant


def next_call(calls: Sequence[Called], now: datetime) -> NextCall:
    """What is next, from all calls of an entry, in whatever order they were noted.

    Three calls at three hours, then a knock; a wrong number goes to the door at once. An hour that was
    asked for is kept, even one that lies outside the hours in which others are rung.
    Source: day.md of the project (212 telephones, answer by noon): three hours, then a knock.
    """
    if not calls:
        return NextCall(Step.CALL)
    last = max(calls, key=lambda call: call.called_at)
    counted = tries(calls)
    if last.result == CallResult.REACHED:
        return NextCall(Step.DONE)
    if last.result == CallResult.WRONG_NUMBER or len(counted) >= ENOUGH:
        return NextCall(Step.KNOCK, len(counted))
    if last.result == CallResult.LATER and last.back_at:
        after = last.back_at
    else:
        after = _in_calling_hours(last.called_at + APART)
    return NextCall(Step.CALL if now >= after else Step.WAIT, len(counted), after)


def knock_due(due_at: datetime | None, now: datetime) -> datetime:
    """Until when somebody is to have knocked: the hour of the list, if a walk still fits before it, else
    the last hour of today on which one knocks, or noon of tomorrow.
    """
    if due_at is not None and due_at >= now + _A_WALK:
        return due_at
    evening = at(local(now).date(), _LAST_HOUR)
    return evening if now + _A_WALK <= evening else at(local(now).date() + _TOMORROW, _NOON)


def knock_draft(
    purpose: str, household: str, caller: str, due_at: datetime | None, now: datetime
) -> InstructionDraft:
    """What is asked of the captain when the telephone did not help: to knock, and to say what was found."""
    return InstructionDraft(
        origin=Origin.COLLEAGUE,
        said=f"电话打不通，请上门敲门问清楚：{purpose}",
        asked_by=caller,
        opens=now,
        due=knock_due(due_at, now),
        role="captain",
        household=household,
    )


def check_back_at(result: CallResult, back_at: datetime | None, now: datetime) -> datetime | None:
    """The hour to ring back, for that result alone; Problem `call_hour_wrong` for one not in the next week."""
    if result is not CallResult.LATER or back_at is None:
        return None
    if not now < back_at <= now + _LATEST:
        raise Problem("call_hour_wrong")
    return back_at


C = TypeVar("C")


def deal(many: int, callers: Sequence[C]) -> list[C]:
    """Who rings each of `many` entries: neighbours together, shares that differ by one at most.

    Problem `call_nobody_to_ring` without callers.
    """
    if not callers:
        raise Problem("call_nobody_to_ring")
    share, more = divmod(many, len(callers))
    return [
        one for place, one in enumerate(callers) for _ in range(share + (1 if place < more else 0))
    ]


@dataclass(frozen=True)
class PastedLine:
    """A line with a telephone: its sound numbers, and what else it said."""

    telephones: tuple[str, ...]
    said: str


# A mobile, written together or in groups of 3, 4 and 4, or a landline with its area code, which may stand in
# brackets; no part of a longer number, such as an identity number.
_NUMBER = re.compile(
    r"(?<![0-9])(?:(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}"
    rf"|(?:\({AREA_CODE}\)[ -]?|{AREA_CODE}[ -]?){LOCAL})(?![0-9])"
)


# What parts the columns of a line, left over where a number was taken out of it.
_PARTS = " ,;:|/、，；：\t"


def read_line(line: str) -> PastedLine | None:
    """The numbers of a line wherever they stand; the other words are what it said."""
    written = plain(line)
    numbers: dict[str, None] = {}
    for found in _NUMBER.finditer(written):
        numbers.update(dict.fromkeys(read_telephone(found[0]).value))
    said = " ".join(_NUMBER.sub(" ", written).split()).strip(_PARTS)
    return PastedLine(tuple(numbers), said) if numbers else None


# The head of a pasted table names its columns, and nobody.
_COLUMNS = frozenset({
    "序号", "姓名", "名字", "性别", "年龄", "电话", "电话号码", "联系电话", "联系方式", "手机", "手机号",
    "手机号码", "地址", "住址", "现住址", "房号", "身份证号", "备注",
})  # fmt: skip


def _is_head(line: str) -> bool:
    return _COLUMNS.issuperset(re.split(r"[\s,，、|/]+", line))


def read_pasted(text: str) -> tuple[list[PastedLine], list[str]]:
    """The lines of a pasted list that hold a telephone, each number once, and those that hold none.

    The head of a table is neither. A line that holds none may be somebody whose number was mistyped.

    Problems: `call_list_empty`, `call_list_long`.
    """
    found: list[PastedLine] = []
    unread: list[str] = []
    known: set[str] = set()
    for line in filter(None, (raw.strip() for raw in text.splitlines())):
        one = read_line(line)
        if one is None:
            if not _is_head(line):
                unread.append(line)
            continue
        fresh = tuple(number for number in one.telephones if number not in known)
        known.update(fresh)
        if fresh:
            found.append(PastedLine(fresh, one.said))
    if not found:
        raise Problem("call_list_empty")
    if len(found) > MOST:
        raise Problem("call_list_long", most=MOST)
    return found, unread


def lines_to_ring(text: str, left_out: int) -> list[PastedLine]:
    """The lines of a pasted list that hold a telephone, once whoever pasted it knows of the others.

    `left_out`: how many lines without one were seen and are left out. Problems: `call_lines_unread` and those of
    `read_pasted`.
    """
    found, unread = read_pasted(text)
    if len(unread) != left_out:
        raise Problem("call_lines_unread", many=len(unread))
    return found
