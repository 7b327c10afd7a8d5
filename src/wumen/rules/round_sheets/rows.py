"""Lists on paper (敲门单, 电话单, 求助、交办单, 物品包, 转运单): what each line number may be keyed back as.

`3 5 7 ok；9 不在 9:40；12 稍后 15:00`: line numbers, a word or its letter, an hour of its own, other words. Unlike
a round of doors nothing is said of a line that is not named, unless who keys says so of all the rest.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from wumen.rules.calls import CallResult
from wumen.rules.knocks import Result
from wumen.rules.playbooks import Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.round_sheets import (
    Unread,
    check_lines,
    pieces,
    read_walked_at,
    says_of_the_rest,
    stretch,
)
from wumen.rules.rounds import EARLY, REASON_NAMES, Reason
from wumen.rules.time import at, first_at, instant_zh, local


class Kind(StrEnum):
    """What stands on a sheet: doors of a round, isolated homes, doors to knock at, calls, what was asked for.

    And homes that wait for a kit, and each step that is still to be done for who is moved.
    """

    DOORS = "doors"
    VISITS = "visits"
    KNOCKS = "knocks"
    CALLS = "calls"
    ASKED = "asked"
    KITS = "kits"
    TRANSFERS = "transfers"


KIND_NAMES: dict[Kind, Named] = {
    Kind.DOORS: Named(zh="入户单", en="Round sheet"),
    Kind.VISITS: Named(zh="隔离户随访单", en="Visits to isolated homes"),
    Kind.KNOCKS: Named(zh="敲门单", en="Knocking sheet"),
    Kind.CALLS: Named(zh="电话单", en="Call sheet"),
    Kind.ASKED: Named(zh="求助、交办单", en="Sheet of requests"),
    Kind.KITS: Named(zh="物品包配送单", en="Kits to be brought"),
    Kind.TRANSFERS: Named(zh="转运单", en="Transfer sheet"),
}
# What who went, or rang, must be allowed to do herself.
RIGHTS: dict[Kind, Right] = {
    Kind.DOORS: Right.SETTLE,
    Kind.VISITS: Right.SETTLE,
    Kind.KNOCKS: Right.CORRECT_HOMES,
    Kind.CALLS: Right.SEE_REGISTER,
    Kind.ASKED: Right.SETTLE,
    Kind.KITS: Right.CORRECT_HOMES,
    Kind.TRANSFERS: Right.CORRECT_HOMES,
}
# Reached, and somebody has to do what was said.
ASKS = "asks"
DONE = "done"
# Why something that was asked for is not done, in words of one's own.
WHY = "why"
_WORDS_AT_MOST = 200


@dataclass(frozen=True)
class Code:
    """One thing that may be said of a line: by its letter, or by the words that people write for it."""

    key: str
    letter: str
    named: Named
    words: tuple[str, ...] = ()
    # What has to be written beside it.
    hint: Named | None = None


def _reason(reason: Reason, letter: str, *words: str) -> Code:
    return Code(reason.value, letter, REASON_NAMES[reason], words)


_WHAT = Named(zh="写什么", en="what")
_NOBODY = ("没人", "无人", "不在", "不在家", "没在家", "家里没人")
_REFUSED = ("拒绝", "不配合", "不开门", "不愿意")
CODES: Mapping[Kind, tuple[Code, ...]] = {
    Kind.KNOCKS: (
        Code(
            *(Result.SPOKEN, "K", Named(zh="有人，正常", en="answered, all well")),
            ("ok", "正常", "有人", "有人应答", "开门了", "都好"),
        ),
        Code(Result.NOBODY_HOME, "M", Named(zh="家里没人", en="nobody home"), _NOBODY),
        Code(
            *(Result.NEEDS, "Q", Named(zh="有需要", en="needs something")),
            ("有需要", "需要"),
            _WHAT,
        ),
        Code(Result.REFUSED, "J", Named(zh="拒绝", en="refused"), _REFUSED),
        Code(
            *(Result.NOT_LIVING_HERE, "B", Named(zh="不住这里", en="not living here")),
            ("不住这里", "不住这", "不住"),
        ),
        Code(
            *(Result.MOVED, "Z", Named(zh="已搬走", en="moved away")),
            ("已搬走", "搬走了", "搬走", "搬家"),
        ),
    ),
    Kind.CALLS: (
        Code(
            *(CallResult.REACHED, "K", Named(zh="接了", en="answered")),
            ("ok", "接了", "正常", "打通了", "打通", "通了", "都好"),
        ),
        Code(
            *(ASKS, "Q", Named(zh="接了，有事要办", en="answered, wants something")),
            ("有需要", "需要", "有事"),
            _WHAT,
        ),
        Code(
            *(CallResult.NO_ANSWER, "M", Named(zh="没接", en="no answer")),
            ("没接", "不接", "没人接", "无人接", "没人", "没打通"),
        ),
        Code(
            *(CallResult.LATER, "S", Named(zh="稍后回", en="ring back")),
            ("稍后回", "稍后", "回头打", "later"),
            Named(zh="写几点", en="at what hour"),
        ),
        Code(
            *(CallResult.WRONG_NUMBER, "H", Named(zh="空号、打错", en="wrong or dead number")),
            ("空号", "打错", "错号", "停机", "号码不对"),
        ),
    ),
    Kind.ASKED: (
        Code(
            *(DONE, "X", Named(zh="已办", en="done")),
            ("ok", "已办", "办好了", "办了", "送到了", "送到", "已送", "done"),
        ),
        _reason(Reason.NOBODY_HOME, "M", *_NOBODY),
        _reason(Reason.LATER, "S", "稍后再来", "稍后", "明天"),
        _reason(Reason.REFUSED, "J", "拒绝", "不要了"),
        Code(
            *(WHY, "", Named(zh="没办成", en="not done")),
            hint=Named(zh="写原因", en="why"),
        ),
    ),
    Kind.KITS: (
        Code(
            *(DONE, "X", Named(zh="送到门口了", en="brought to the door")),
            ("ok", "送到", "已送", "送了", "放门口", "已办", "done"),
        ),
    ),
    Kind.TRANSFERS: (
        Code(
            *(DONE, "X", Named(zh="办好了", en="done")),
            ("ok", "已办", "办好了", "办了", "done"),
            Named(zh="照看、宠物、钥匙写给了谁", en="carer, pets, keys: who"),
        ),
    ),
}
LISTED = tuple(CODES)
# What may be said of all lines that were not named: of transfers nothing, for an unwritten step was not done.
OF_THE_REST: Mapping[Kind, str] = {
    Kind.KNOCKS: Result.SPOKEN,
    Kind.CALLS: CallResult.REACHED,
    Kind.ASKED: DONE,
    Kind.KITS: DONE,
}
# What may be found at a further try, hours later, and written on the same line.
AGAIN = frozenset({Result.NOBODY_HOME.value, CallResult.NO_ANSWER.value})
# What says of people that they are gone asks of whom, which a letter cannot.
ASKS_WHO = frozenset({Result.NOT_LIVING_HERE.value, Result.MOVED.value})
# Who writes by night enters it before the next day's work.
_A_NIGHT = timedelta(hours=8)
_HOUR = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?!\d)")


@dataclass(frozen=True)
class Paper:
    """On which line of which sheet something was written, when it was done and by whom, whoever keys it."""

    sheet: int
    line: int
    at: datetime
    by: Viewer

    @property
    def told(self) -> dict[str, object]:
        """What an event says of it."""
        return {"sheet": self.sheet, "line": self.line, "done_at": self.at}


@dataclass(frozen=True)
class Row:
    """What a line says: a code, words of its own, when it was done, the hour for which a call was promised.

    `own_hour`: it bears an hour of its own, and not that of the whole sheet.
    """

    line: int
    code: str
    said: str
    at: datetime
    back_at: datetime | None = None
    own_hour: bool = False


@dataclass(frozen=True)
class Rows:
    """What was keyed, line by line in its order; nothing is taken while a piece is `unread`."""

    lines: tuple[Row, ...]
    unread: tuple[Unread, ...]


@dataclass(frozen=True)
class Told:
    """What a sheet says once for all of its lines: when it was done, on which day, until when that can be."""

    at: datetime
    day: date
    earliest: datetime
    now: datetime


def code_named(kind: Kind, key: str) -> Code:
    """The code of that key; Problem `sheet_word_unknown`."""
    for one in CODES[kind]:
        if one.key == key:
            return one
    raise Problem("sheet_word_unknown", known=_letters(kind))


def _letters(kind: Kind) -> str:
    return " ".join(one.letter for one in CODES[kind] if one.letter)


def _code(kind: Kind, words: str) -> tuple[str, str]:
    """The code with which words begin, and what is left of them; free words where the kind has a place for them.

    Problems `sheet_row_word_unknown`, and `sheet_word_unknown` where a reason in free words would do.
    """
    said = words.lower()
    for one in CODES[kind]:
        for name in (one.letter.lower(), one.named.en, one.key):
            if name and re.match(rf"{re.escape(name)}(?![a-z])", said):
                return one.key, words[len(name) :]
    spoken = [(name, one.key) for one in CODES[kind] for name in one.words]
    for name, key in sorted(spoken, key=lambda pair: -len(pair[0])):
        if said.startswith(name) and not re.match(r"[a-z]", said[len(name) :]):
            return key, words[len(name) :]
    if kind is Kind.ASKED:
        if words.isascii():
            raise Problem("sheet_word_unknown", known=_letters(kind))
        return WHY, words
    raise Problem("sheet_row_word_unknown", known=_letters(kind))


def _row(kind: Kind, line: int, words: str, told: Told) -> Row:
    found = _HOUR.search(words)
    hour = _instant(told.day, found) if found else None
    plain = " ".join(_HOUR.sub(" ", words).split()).strip(" ,、:")
    if not plain:
        raise Problem("sheet_row_word_missing", known=_letters(kind))
    key, rest = _code(kind, plain)
    said = rest.strip(" ,、:()")
    if len(said) > _WORDS_AT_MOST:
        raise Problem("sheet_row_words_long", line=line, most=_WORDS_AT_MOST)
    if said and kind is Kind.KNOCKS and key != Result.NEEDS:
        raise Problem("sheet_row_words_lost", line=line)
    if said and kind is Kind.KITS:
        raise Problem("sheet_row_words_kit", line=line)
    if key == CallResult.LATER and kind is Kind.CALLS:
        return Row(line, key, said, told.at, hour)
    when = hour or told.at
    if not told.earliest <= when <= told.now:
        wrong = {"opens": instant_zh(told.earliest), "now": instant_zh(told.now)}
        raise Problem("sheet_hour_wrong", **wrong)
    return Row(line, key, said, when, own_hour=hour is not None)


def _instant(day: date, found: re.Match[str]) -> datetime:
    hour, minute = int(found[1]), int(found[2])
    if hour > 23 or minute > 59:
        raise Problem("sheet_hour_unreadable")
    return at(day, time(hour, minute))


def read_rows(
    kind: Kind, text: str, lines: Collection[int], told: Told, rest: bool = False
) -> Rows:
    """Read what was keyed for a list; each piece that cannot be taken stands apart with its Problem.

    `rest`: all lines that are not named were as they should be; so they are where the text itself says it (其余正常).
    """
    found: dict[int, Row] = {}
    unread: list[Unread] = []
    for piece, heads, words in pieces(text):
        try:
            _take(kind, heads, words, lines, told, found)
        except Problem as problem:
            unread.append(Unread(piece, problem))
    if says_of_the_rest(text):
        # 其余正常 ticks what the box ticks, where a word of this list says that all is well.
        if kind in OF_THE_REST and "正常" in code_named(kind, OF_THE_REST[kind]).words:
            rest = True
        else:
            unread.append(Unread(text.strip(), Problem("sheet_line_missing")))
    if rest and kind in OF_THE_REST:
        for line in lines:
            found.setdefault(line, Row(line, OF_THE_REST[kind], "", told.at))
    return Rows(tuple(found[line] for line in sorted(found)), tuple(unread))


def _take(
    kind: Kind,
    heads: Sequence[re.Match[str]],
    words: str,
    lines: Collection[int],
    told: Told,
    found: dict[int, Row],
) -> None:
    if not heads:
        raise Problem("sheet_line_missing")
    for some, said in _each(heads, words):
        for head in some:
            meant = stretch(head["line"], head["last"])
            check_lines(meant, lines)
            for line in meant:
                row = _row(kind, line, said, told)
                if found.setdefault(line, row) != row:
                    raise Problem("sheet_line_twice", line=line)


def _each(heads: Sequence[re.Match[str]], words: str) -> Iterator[tuple[list[re.Match[str]], str]]:
    """The numbers of a piece with what is said of them: `3k 9m` is two pieces, for on a list nobody has a letter."""
    some: list[re.Match[str]] = []
    for head in heads:
        some.append(head)
        if head["letter"] and head is not heads[-1]:
            yield some, head["letter"]
            some = []
    yield some, f"{heads[-1]['letter'] or ''} {words}".strip()


def read_done_at(text: str, now: datetime) -> datetime:
    """When something was done that is entered later, as it stands on paper: 9:05 or 905; now without a word.

    It was done today; after midnight 23:50 is that of the evening before, as long as a night has not passed since.
    Problems: `sheet_hour_unreadable`, `sheet_hour_wrong`.
    """
    if not text.strip():
        return now
    lately = first_at(text, now - _A_NIGHT)
    if lately is not None and lately <= now:
        return lately
    today = local(now).date()
    return read_walked_at(text, today, min(at(today, time()), now - _A_NIGHT) + EARLY, now)


def check_day(text: str, first: date, today: date) -> date:
    """The day on which a list was worked off, the first without a word; Problem `sheet_day_wrong`."""
    if not text.strip():
        return first
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise Problem("sheet_day_wrong") from None
    if not first <= day <= today:
        raise Problem("sheet_day_wrong")
    return day
