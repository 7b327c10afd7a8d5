"""Rounds on paper (入户单): how what was written on one is keyed back under its line numbers.

`7 12 没人；15 拒绝；23a 38.1`: line numbers, then what was found there. Who keys fast writes the letter
that the captain circled: `7 12 m`. Whatever is not said is normal.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from wumen.rules.playbooks import WHAT_NAMES, Grade, What
from wumen.rules.posts import ROLES, Right
from wumen.rules.problems import Problem
from wumen.rules.rounds import EARLY, REASON_NAMES, Reason, check_begun
from wumen.rules.temperatures import read_celsius
from wumen.rules.time import at, instant_zh

# The letter of a reason on paper, by its first sound; people of a door get the other letters.
LETTERS: dict[Reason, str] = {
    Reason.NOBODY_HOME: "M",
    Reason.LATER: "S",
    Reason.REFUSED: "J",
    Reason.UNWELL: "N",
    Reason.NO_THERMOMETER: "T",
    Reason.INFANT: "Y",
}
PEOPLE = "ABCDEFGHIKLOPQRUVWZ"
# What must be measured at a door was done there, by who walked: no floor is declared so.
DONE = "X"
_SAID: dict[str, Reason] = {
    **{letter.lower(): reason for reason, letter in LETTERS.items()},
    **{named.zh: reason for reason, named in REASON_NAMES.items()},
    **{named.en: reason for reason, named in REASON_NAMES.items()},
    **dict.fromkeys(("没人", "无人", "家里无人", "不在", "不在家", "没在家"), Reason.NOBODY_HOME),
    **dict.fromkeys(("稍后", "再来", "稍后来", "晚点再来", "later"), Reason.LATER),
    **dict.fromkeys(("拒绝", "不配合", "不开门"), Reason.REFUSED),
    **dict.fromkeys(("不舒服", "难受", "unwell"), Reason.UNWELL),
    **dict.fromkeys(("没体温计", "无体温计"), Reason.NO_THERMOMETER),
    **dict.fromkeys(("婴儿", "幼儿", "宝宝", "小宝宝", "婴儿不采"), Reason.INFANT),
}
NORMAL = "normal"
_NORMAL = frozenset({"正常", "ok", NORMAL})
_DONE = frozenset({DONE.lower(), "已办", "办了", "办好了", "已采", "采了", "done"})
# What of a visit to an isolated home was done where not all of it was; a temperature is written as such.
_THINGS: dict[str, What] = {
    **{WHAT_NAMES[one].zh: one for one in What},
    **{WHAT_NAMES[one].en: one for one in What},
    **dict.fromkeys(("垃圾", "清垃圾"), What.WASTE),
    **dict.fromkeys(("物资", "送货", "送菜", "supplies"), What.SUPPLY),
    **dict.fromkeys(("探访", "看望"), What.VISIT),
    **dict.fromkeys(("联系", "通话", "contact"), What.CONTACT),
    **dict.fromkeys(("保障", "support"), What.SUPPORT),
}
_WORDS_AT_MOST = 80

_CHUNK = re.compile(r"[\n;；。]+")
_BETWEEN = r"\s,、/及和"
# A number that counts something (3点, 2人, 2盒) or tells an hour (9:05) names no line.
_HEAD = re.compile(
    rf"(?:^|(?<=[{_BETWEEN}]))第?(?P<line>\d{{1,9}})(?![\d.]|:\d{{2}})(?:(?P<letter>[{PEOPLE}])(?![A-Za-z]))?"
    r"(?:\s*[-~至到]\s*(?P<last>\d{1,9})(?![\d.]))?(?:号|行|户)?"
    r"(?!\s*(?:点|时|分|人|天|个|月|日|层|次|岁|楼|度|支|盒|瓶|袋|斤|箱|包|份|片|粒|块|元))",
    re.IGNORECASE,
)
_FIRST = re.compile(r"^(?:除了?|except|all normal except)[\s:]*", re.IGNORECASE)
_REST = re.compile(
    r"^正常$|(?:以?外)?[\s,]*(?:(?:其余|其他|别的)(?:的|人)?(?:全部|全|均|都)?|全部|全|均|都)(?:是|为)?正常$"
)
_CELSIUS = re.compile(r"(?<![\d.])(\d{2}\.\d{1,2})\s*(?:℃|°C|度)?")
_BY_THEM = re.compile(r"自报|自测")
_BY_US = re.compile(r"实测")
# Who walks past midnight is back by then.
_SMALL_HOURS = 4
_HOUR = re.compile(r"(\d{1,2})(?:[:点时](\d{2})?分?|(\d{2}))?")


@dataclass(frozen=True)
class Reading:
    """A temperature of somebody on a line, by her place in it, and how it was taken."""

    person: int
    celsius: float
    grade: Grade


@dataclass(frozen=True)
class Written:
    """What was written of one line: a reason, readings, that what must be measured there was `done`.

    `infants`: who of it is not sampled for being one, by her place in it; the others of the line go on. `things`:
    what was done where not all of it was.
    """

    line: int
    reason: str = ""
    readings: tuple[Reading, ...] = ()
    done: bool = False
    infants: tuple[int, ...] = ()
    things: frozenset[What] = frozenset()


@dataclass(frozen=True)
class Unread:
    """A piece that cannot be taken as it stands, and why."""

    text: str
    problem: Problem


@dataclass(frozen=True)
class Keyed:
    """What was keyed for a sheet, line by line in its order; nothing is taken while a piece is `unread`."""

    lines: tuple[Written, ...]
    unread: tuple[Unread, ...]

    @property
    def reasons(self) -> dict[int, str]:
        """The lines that are not normal, each with its reason."""
        return {one.line: one.reason for one in self.lines if one.reason}


def letter_of(person: int) -> str:
    """The letter of somebody on her line; nothing for those beyond the letters."""
    return PEOPLE[person] if person < len(PEOPLE) else ""


def declares(role: str) -> bool:
    """Whether who walks in this role speaks for the homes: a sampler tells what she took, and of nobody more."""
    return Right.CORRECT_HOMES in ROLES[role].rights


def _plain(text: str) -> str:
    """Full-width signs as they are on a keyboard; a full stop inside a number is a decimal point."""
    return re.sub(r"(?<=\d)[。．](?=\d)", ".", unicodedata.normalize("NFKC", text))


def stretch(first: str, last: str | None) -> range:
    """The lines from one to another, or one alone; Problem `sheet_stretch_backwards`: none would be meant silently."""
    begins, ends = int(first), int(last or first)
    if ends < begins:
        raise Problem("sheet_stretch_backwards", text=f"{first}-{last}")
    return range(begins, ends + 1)


def check_lines(meant: range, lines: Collection[int]) -> None:
    """Problem `sheet_line_unknown` where a stretch begins or ends beyond a sheet."""
    for line in (meant[0], meant[-1]):
        if line not in lines:
            raise Problem("sheet_line_unknown", line=line, last=max(lines))


def read_walked(text: str, lines: Collection[int]) -> frozenset[int]:
    """The lines that were walked: all of them for nothing, else `1-60 63`.

    Problems `sheet_walked_unreadable`, `sheet_stretch_backwards`.
    """
    found: set[int] = set()
    for part in re.split(r"[\s,、;]+", _plain(text).strip()):
        said = re.fullmatch(r"(\d{1,4})(?:[-~至到](\d{1,4}))?", part)
        if part and not said:
            raise Problem("sheet_walked_unreadable", text=part)
        if said:
            found |= set(stretch(said[1], said[2]))
    unknown = found - set(lines)
    if unknown:
        raise Problem("sheet_walked_unreadable", text=min(unknown))
    return frozenset(found or lines)


def read_walked_at(
    text: str, day: date, opens: datetime, now: datetime, printed: datetime | None = None
) -> datetime:
    """When it was walked: 9:05, 905, 9点; Problems `sheet_hour_unreadable`, `sheet_hour_wrong`, `window_not_open`.

    The hour of the walk counts, not that of the keyboard: a visit that is also noted on a phone stays one.
    `printed`: since when there is paper; a round that goes past midnight has an hour of the small ones, before
    there was any, and that is the next day's.
    """
    check_begun(opens, now)
    said = _HOUR.fullmatch(_plain(text).strip().replace(" ", ""))
    hour, minute = (int(said[1]), int(said[2] or said[3] or 0)) if said else (24, 0)
    if hour > 23 or minute > 59:
        raise Problem("sheet_hour_unreadable")
    walked = at(day, time(hour, minute))
    if printed is not None and hour < _SMALL_HOURS and walked < max(opens - EARLY, printed):
        walked = at(day + timedelta(days=1), time(hour, minute))
    if not opens - EARLY <= walked <= now:
        raise Problem("sheet_hour_wrong", opens=instant_zh(opens - EARLY), now=instant_zh(now))
    return walked


def says_of_the_rest(text: str) -> bool:
    """Whether somewhere it is said that all the others were well: 其余正常, 全部正常."""
    return any(_REST.search(chunk.strip()) for chunk in _CHUNK.split(_plain(text)))


def pieces(text: str) -> list[tuple[str, list[re.Match[str]], str]]:
    """The text cut into pieces: as written, the line numbers, and what is said of them."""
    found: list[tuple[str, list[re.Match[str]], str]] = []
    for chunk in _CHUNK.split(_plain(text)):
        said = _REST.sub("", _FIRST.sub("", chunk.strip()))
        heads = list(_HEAD.finditer(said))
        strips = " \t,、:和及"
        before = said[: heads[0].start()] if heads else said
        if before.strip(strips):
            found.append((before.strip(), [], before))
        group: list[re.Match[str]] = []
        for one, following in zip(heads, [*heads[1:], None], strict=False):
            group.append(one)
            words = said[one.end() : following.start() if following else len(said)].strip(strips)
            if words or following is None:
                found.append((said[group[0].start() : one.end()] + f" {words}", group, words))
                group = []
    return found


class _Reader:
    """Reads the pieces of one sheet; `lines` says how many people with letters a line has."""

    def __init__(
        self, lines: Mapping[int, int], walked: Collection[int], *, things: bool = False
    ) -> None:
        self.lines, self.walked, self.of_things = lines, walked, things
        self.things: dict[int, frozenset[What]] = {}
        self.reasons: dict[int, str] = {}
        # Lines that were done; those of a stretch (1-60 x) only as far as no line of it says otherwise.
        self.done: dict[int, bool] = {}
        self.readings: dict[int, dict[int, Reading]] = {}
        self.infants: dict[int, set[int]] = {}

    def take(self, heads: Sequence[re.Match[str]], words: str) -> None:
        """Take one piece; a Problem says why it cannot be."""
        if not heads:
            raise Problem("sheet_line_missing")
        where = [spot for head in heads for spot in self._spots(head)]
        words, some = _things(words) if self.of_things else (words, frozenset())
        for line, _ in where if some else ():
            self.things[line] = self.things.get(line, frozenset()) | some
            self.done.setdefault(line, True)
        if some and not words:
            self._agree()
            return
        reason, celsius, grade = _words(words)
        if celsius:
            self._read(where, celsius, grade)
        if reason == Reason.INFANT:
            self._infant(where)
        elif reason == DONE:
            for head in heads:
                for line, _ in self._spots(head):
                    self.done[line] = self.done.get(line, False) or not head["last"]
        elif reason:
            self._except(where, reason, of_whom=bool(celsius))
        self._agree()

    def _except(
        self, where: Sequence[tuple[int, int | None]], reason: str, *, of_whom: bool
    ) -> None:
        if not of_whom and any(person is not None for _, person in where):
            raise Problem("sheet_reason_of_person")
        for line, _ in where:
            if self.reasons.setdefault(line, reason) != reason:
                raise Problem("sheet_line_twice", line=line)

    def _infant(self, where: Sequence[tuple[int, int | None]]) -> None:
        """Somebody of a line is an infant: who, where more than one lives there, has to be said."""
        for line, person in where:
            many = self.lines[line]
            if person is None and many != 1:
                letters = "、".join(f"{line}{letter_of(one)}" for one in range(min(many, 3)))
                raise Problem("sheet_infant_whose", line=line, letters=letters or line)
            self.infants.setdefault(line, set()).add(person or 0)

    def _agree(self) -> None:
        """A line that was named by itself is either done or has a reason."""
        for line, named in self.done.items():
            if named and line in self.reasons:
                raise Problem("sheet_line_twice", line=line)
        for line in self.infants.keys() & self.reasons.keys():
            raise Problem("sheet_line_twice", line=line)

    def _spots(self, head: re.Match[str]) -> list[tuple[int, int | None]]:
        meant = stretch(head["line"], head["last"])
        check_lines(meant, self.lines)
        person = PEOPLE.index(head["letter"].upper()) if head["letter"] else None
        for line in meant:
            if line not in self.walked:
                raise Problem("sheet_line_not_walked", line=line)
            if person is not None and person >= self.lines[line]:
                raise Problem("sheet_person_unknown", line=line, letter=head["letter"].upper())
        return [(line, person) for line in meant]

    def _read(
        self, where: Sequence[tuple[int, int | None]], celsius: Sequence[float], grade: Grade
    ) -> None:
        (line, person), many = where[0], self.lines[where[0][0]]
        people = range(many) if person is None else range(person, person + 1)
        if len(where) > 1 or len(people) != len(celsius):
            letters = "、".join(f"{line}{letter_of(one)}" for one in range(min(many, 3)))
            raise Problem("sheet_reading_whose", line=line, many=many, letters=letters or line)
        for one, value in zip(people, celsius, strict=True):
            reading = Reading(one, value, grade)
            if self.readings.setdefault(line, {}).setdefault(one, reading) != reading:
                raise Problem("sheet_line_twice", line=line)

    def written(self) -> tuple[Written, ...]:
        """All that was taken, in the order of the lines."""
        return tuple(
            Written(
                line,
                self.reasons.get(line, ""),
                tuple(self.readings.get(line, {}).values()),
                line in self.done and line not in self.reasons,
                tuple(sorted(self.infants.get(line, ()))),
                self.things.get(line, frozenset()),
            )
            for line in sorted({*self.reasons, *self.readings, *self.done, *self.infants})
        )


def _things(said: str) -> tuple[str, frozenset[What]]:
    """What of a visit was named as done, and the other words."""
    words = re.split(r"[\s,、]+", said.strip())
    some = frozenset(_THINGS[one.lower()] for one in words if one.lower() in _THINGS)
    return " ".join(one for one in words if one.lower() not in _THINGS), some


def _words(said: str) -> tuple[str, list[float], Grade]:
    """What was found: a reason as it is kept, or none where all is normal; readings, and how they were taken."""
    celsius = [read_celsius(one) for one in _CELSIUS.findall(said)]
    grade = Grade.REPORTED if _BY_THEM.search(said) else Grade.MEASURED
    rest = _CELSIUS.sub(" ", said)
    if celsius:
        rest = _BY_US.sub(" ", _BY_THEM.sub(" ", rest))
    words = " ".join(rest.replace(",", " ").replace("、", " ").split())
    if not words and not celsius:
        raise Problem("sheet_word_missing")
    if not words or words.lower() in _NORMAL:
        return "", celsius, grade
    if words.lower() in _DONE:
        return DONE, celsius, grade
    known = _SAID.get(words.lower())
    if known is None and (re.fullmatch(r"[\x00-\x7f]+", words) or len(words) > _WORDS_AT_MOST):
        raise Problem("sheet_word_unknown", known=" ".join(LETTERS.values()))
    return known or words, celsius, grade


def read_keyed(
    text: str, lines: Mapping[int, int], walked: Collection[int], *, things: bool = False
) -> Keyed:
    """Read what was keyed for a sheet; each piece that cannot be taken stands apart with its Problem.

    `things`: what of a visit was done may be named.
    """
    reader, unread = _Reader(lines, walked, things=things), []
    for piece, heads, words in pieces(text):
        try:
            reader.take(heads, words)
        except Problem as problem:
            unread.append(Unread(piece, problem))
    return Keyed(reader.written(), tuple(unread))
