"""How a row of a list stands: matched, rung, found; the sums, and the answer in the sender's own columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from wumen.rules.calls import CallResult, Step
from wumen.rules.inquiries.reading import fields_of
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.time import local

_LONGEST = 120
# A list that is asked for later than this was typed wrongly.
_FARTHEST_AHEAD = timedelta(days=14)
# So long somebody who was rung for one list is not rung again for another.
SAME_PERSON_FOR = timedelta(days=7)


class Match(StrEnum):
    """What the register says of a row: lives here, is away, left, another name under the number, nothing."""

    HERE = "here"
    AWAY = "away"
    MOVED = "moved"
    OTHER_NAME = "other_name"
    UNKNOWN = "unknown"


MATCH_NAMES: Mapping[Match, Named] = {
    Match.HERE: Named(zh="在册", en="registered"),
    Match.AWAY: Named(zh="在册，登记外出", en="registered, away"),
    Match.MOVED: Named(zh="登记已离开", en="left, says the register"),
    Match.OTHER_NAME: Named(zh="号码在册，姓名不同", en="number registered under another name"),
    Match.UNKNOWN: Named(zh="册上没有", en="not registered"),
}


# Whoever is asked about is that person of the register: of a number under another name nobody knows yet who it is.
SAME_PERSON = frozenset({Match.HERE, Match.AWAY})


class Finding(StrEnum):
    """What was found of somebody who was asked about."""

    HERE = "here"
    AWAY = "away"
    MOVED = "moved"
    NOT_OURS = "not_ours"
    WRONG_NUMBER = "wrong_number"
    UNREACHED = "unreached"


FINDING_NAMES: Mapping[Finding, Named] = {
    Finding.HERE: Named(zh="在本辖区", en="is here"),
    Finding.AWAY: Named(zh="住本辖区，人在外地", en="lives here, is away"),
    Finding.MOVED: Named(zh="已搬走", en="has moved away"),
    Finding.NOT_OURS: Named(zh="不住本辖区", en="does not live here"),
    Finding.WRONG_NUMBER: Named(zh="空号、打错", en="wrong or dead number"),
    Finding.UNREACHED: Named(zh="联系不上", en="not reached"),
}


def read_finding(text: str) -> Finding:
    """The finding of that key; Problem `inquiry_finding_unknown`."""
    if text not in set(Finding):
        raise Problem("inquiry_finding_unknown")
    return Finding(text)


def finding_of(
    match: Match, noted: Finding | None, step: Step | None = None, last: CallResult | None = None
) -> Finding | None:
    """What is found of a row by now: what a person noted, else what calls and register say together; None is open.

    `step`: what is next for her on the call list, None where nobody can ring her; `last`: what the last call found.
    Nobody is said to live here, or not to, because the telephone was silent: who is registered and does not
    answer is knocked for, and stays open until somebody says what was found at the door.
    Source: day.md of the project (three calls at three hours, then a knock); the answer is ours.
    """
    if noted is not None:
        return noted
    if step is Step.DONE:
        return {Match.HERE: Finding.HERE, Match.AWAY: Finding.AWAY}.get(match)
    if match is Match.MOVED and step in (None, Step.KNOCK):
        return Finding.MOVED
    if match is Match.UNKNOWN and step is Step.KNOCK:
        wrong = last is CallResult.WRONG_NUMBER
        return Finding.WRONG_NUMBER if wrong else Finding.UNREACHED
    return None


@dataclass(frozen=True)
class InquiryDraft:
    """A list as it is taken: its number at the sender's, who sent it, where it is checked, answered by when."""

    number: str
    sender: str
    area: str
    due_at: datetime | None


def check_draft(draft: InquiryDraft, now: datetime) -> datetime:
    """The hour by which it is answered.

    Problems: `inquiry_needs_number`, `inquiry_needs_sender`, `inquiry_needs_hour`, `inquiry_hour_wrong`,
    `inquiry_words_long`.
    """
    if not draft.number.strip():
        raise Problem("inquiry_needs_number")
    if not draft.sender.strip():
        raise Problem("inquiry_needs_sender")
    if max(len(draft.number), len(draft.sender)) > _LONGEST:
        raise Problem("inquiry_words_long", most=_LONGEST)
    if draft.due_at is None:
        raise Problem("inquiry_needs_hour")
    if not now - _FARTHEST_AHEAD <= draft.due_at <= now + _FARTHEST_AHEAD:
        raise Problem("inquiry_hour_wrong")
    return draft.due_at


def check_said(said: str) -> str:
    """A remark on a row; Problem `inquiry_words_long`."""
    if len(said.strip()) > _LONGEST:
        raise Problem("inquiry_words_long", most=_LONGEST)
    return said.strip()


def purpose_of(number: int) -> str:
    """What callers and captains read: that a list is checked; not whose, nor of what kind somebody is on it."""
    return f"核对联系方式（名单 {number} 号）"


def also_asked(names: Iterable[str]) -> str:
    """What a caller reads of others on the list who stand under the same number; empty for nobody."""
    others = "、".join(dict.fromkeys(filter(None, names)))
    return f"同一号码还要问：{others}" if others else ""


OPEN = "open"


def sums(found: Iterable[Finding | None]) -> dict[str, int]:
    """How many rows stand how, in the order of the answer; those that are open last, under `open`."""
    some = list(found)
    counted = {one.value: some.count(one) for one in Finding}
    return {key: n for key, n in {**counted, OPEN: some.count(None)}.items() if n}


def sentence(number: str, counted: Mapping[str, int]) -> str:
    """The answer as a sentence: how many were asked about and how they stand; it names nobody."""
    said = [
        f"{FINDING_NAMES[Finding(key)].zh} {n} 人" if key != OPEN else f"还在核查 {n} 人"
        for key, n in counted.items()
    ]
    return f"{number}：共 {sum(counted.values())} 人，{'，'.join(said)}。"


@dataclass(frozen=True)
class Answered:
    """What goes back of one row: the finding, door and identity number if she lives here, when, by whom, a remark."""

    finding: Finding | None
    door: str = ""
    identity: str = ""
    at: datetime | None = None
    by: str = ""
    said: str = ""


# What every answer has; a column that the sender has already is filled and not written twice.
_OWN = (("result", "核查结果"), ("checked_at", "核查时间"), ("checker", "核查人"), ("note", "备注"))
# Who lives in the place that was asked about, at home or not.
LIVES_HERE = frozenset({Finding.HERE, Finding.AWAY})


def answer_header(header: Sequence[str]) -> tuple[str, ...]:
    """The sender's columns in her order, and behind them what is missing of an answer."""
    fields = fields_of(header)
    return (*header, *(head for field, head in _OWN if field not in fields))


def answer_cells(header: Sequence[str], cells: Sequence[str], found: Answered) -> tuple[str, ...]:
    """A row of the answer: what was sent stands as it came, what was left empty is filled.

    Door and identity number only where the sender has a column for them, left it empty, and she lives here.
    """
    fields = fields_of(header)
    row = [*cells, *[""] * (len(header) - len(cells))]
    here = found.finding in LIVES_HERE
    fill = {
        "address": found.door if here else "",
        "identity": found.identity if here else "",
        "result": FINDING_NAMES[found.finding].zh if found.finding else "还在核查",
        "checked_at": f"{local(found.at):%Y-%m-%d %H:%M}" if found.at else "",
        "checker": found.by,
        "note": found.said,
    }
    for field, text in fill.items():
        place = fields.get(field)
        if place is not None and not row[place].strip():
            row[place] = text
    return (*row, *(fill[field] for field, _ in _OWN if field not in fields))
