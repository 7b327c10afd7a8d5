"""The lines of a pasted text, each in one part: head, note, example, quote, chat, courtesy, entry or unread."""

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from wumen.rules.relay.places import find_building, find_door, flat
from wumen.rules.relay.words import COURTESY, FIELD_LABEL, MORE

# Signs; what is longer is no list of one group.
LONGEST = 100_000


class Part(StrEnum):
    """What a line of the text is."""

    HEAD = "head"
    NOTE = "note"
    EXAMPLE = "example"
    QUOTE = "quote"
    CHAT = "chat"
    COURTESY = "courtesy"
    EMPTY = "empty"
    ENTRY = "entry"
    UNREAD = "unread"


@dataclass(frozen=True)
class Line:
    """A line that is not blank: its number in the text, what it says, what part it is."""

    at: int
    text: str
    part: Part


@dataclass
class Raw:
    """An entry before it is read: its number, None where it bears none, and its lines."""

    number: int | None
    at: int
    lines: list[str]
    bodies: list[str]

    @property
    def text(self) -> str:
        """All that was written, line by line."""
        return "\n".join(self.lines)

    @property
    def body(self) -> str:
        """The same without the number, as it is read."""
        return "\n".join(self.bodies)


@dataclass
class RelayList:
    """One relay as one message repeats it: what stands above its entries, and these."""

    notes: list[str] = field(default_factory=list)
    raws: list[Raw] = field(default_factory=list)


@dataclass(frozen=True)
class Paper:
    """The whole text, sorted: every line that is not blank, and the lists in the order pasted."""

    lines: tuple[Line, ...]
    lists: tuple[RelayList, ...]


_HEAD = re.compile(r"#\s*(?:接龙|接龍|group\s*note|solitaire|chain)(?P<rest>.*)", re.IGNORECASE)
_RULE = re.compile(r"(?:[-—–─=_·.*] ?){5,}")
_EXAMPLE = re.compile(
    r"[(【\[]?(?:例(?![外如]?会)(?:如|子)?|示例|样例|举例|范例|比如|模板|e\.?g\.?)(?:[\s:：,，.、)】\]]|(?=[0-9\u4e00-\u9fff])).*",
    re.IGNORECASE,
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_CIRCLE = re.compile(rf"\s*([{_CIRCLED}]|[⑴-⒇]|[⒈-⒛]|[❶-❿])\s*[.、]?\s*(.*)", re.DOTALL)
_KEYCAP = re.compile(r"\s*((?:[0-9]\ufe0f?\u20e3)+|🔟)\s*[.、]?\s*(.*)", re.DOTALL)
_NUMBERED = re.compile(
    r"(?P<number>[0-9]{1,3})(?P<sign>\s*[.、)）。,，:：](?![.、]))?(?P<gap>\s*)(?P<body>.*)",
    re.DOTALL,
)
_BRACKETED = re.compile(r"\(([0-9]{1,3})\)\s*(.*)", re.DOTALL)
_DECIMAL = re.compile(
    r"(?:3[4-9]|4[0-2])\.[0-9](?![0-9]).*|[0-9]{1,2}\.[0-9]{1,2}(?:日|号|从|回|来|到|\s*$).*"
)
_WXID = re.compile(r"(?:wxid_\w+|[\w-]{6,20}@chatroom)\s*[:：]?\s*$")
_TIME = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"
_DAY = r"(?:[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?|[0-9]{1,2}[-/月][0-9]{1,2}日?|今天|昨天|星期.|周.)"
_CHAT_LINES = (
    re.compile(
        rf"\S.{{0,30}}?\s*[(\[]?{_DAY}\s*(?:上午|下午|早上|晚上|凌晨|中午)?\s*{_TIME}[)\]]?\s*[:：]?$"
    ),
    re.compile(
        rf"[(\[]?{_DAY}?\s*(?:上午|下午|早上|晚上|凌晨|中午)?\s*{_TIME}[)\]]?(?:\s+\S{{1,24}})?\s*[:：]?$"
    ),
    re.compile(rf"\S{{1,12}}\s+{_TIME}\s*[:：]?$"),
)
_NAMED_CHAT = re.compile(r"[^\s:：0-9][^:：]{0,20}[:：]$")
_NOT_A_SPEAKER = re.compile(
    r".*(?:班|时间|截止|开始|结束|点|接龙|登记|格式|如下|名单|说明|注意|要求|请).*"
)
_ASKS = re.compile(
    r".*(?:接龙|格式[:：]|按.{0,6}格式|截止|@所有人|@all).*", re.IGNORECASE | re.DOTALL
)


def sort_lines(text: str) -> Paper:
    """Sort every line of a pasted text; never fails, whatever the text."""
    return _Sorter(text).sorted()


class _Sorter:
    """Goes through a text once, knowing the list, the entry and the number it stands at."""

    def __init__(self, text: str) -> None:
        self._rows = text.splitlines()
        self._lines: list[Line] = []
        self._lists: list[RelayList] = []
        self._open: Raw | None = None
        self._last = 0
        self._quoting = False
        self._fresh = True
        self._numbers = sum(_number(row, 0) is not None for row in self._rows)

    def sorted(self) -> Paper:
        for at, row in enumerate(self._rows, 1):
            if not flat(row):
                self._open = None
                continue
            self._lines.append(Line(at, row.strip(), self._part(at, row)))
        return Paper(tuple(self._lines), tuple(one for one in self._lists if one.raws or one.notes))

    def _part(self, at: int, row: str) -> Part:
        said = flat(row)
        if self._quoting or row.strip().startswith("「"):
            self._quoting = "」" not in row
            self._open = None
            return Part.QUOTE
        if _RULE.fullmatch(row.strip()):
            self._open, self._fresh = None, True
            return Part.QUOTE
        head = _HEAD.fullmatch(said)
        if head:
            self._begin(head["rest"].strip(" :：,，"))
            return Part.HEAD
        if self._speaker(said):
            self._open, self._fresh = None, True
            return Part.CHAT
        numbered = _number(row, self._last)
        if numbered:
            return self._numbered(at, row, *numbered)
        return self._unnumbered(at, row, said)

    def _begin(self, title: str) -> None:
        self._lists.append(RelayList([title] if title else []))
        self._open, self._last, self._fresh = None, 0, False

    def _speaker(self, said: str) -> bool:
        """Whether a line says who wrote what follows, and when, as a chat that was copied does."""
        if _WXID.match(said):
            return True
        if _NOT_A_SPEAKER.fullmatch(said) or (
            _number(said, self._last) and not _CHAT_LINES[0].match(said)
        ):
            return False
        if any(one.match(said) for one in _CHAT_LINES):
            return find_door(said.split()[0]) is None
        return bool(_NAMED_CHAT.fullmatch(said)) and not FIELD_LABEL.match(said)

    def _numbered(self, at: int, row: str, number: int, body: str) -> Part:
        if _EXAMPLE.fullmatch(flat(body)):
            self._open = None
            return Part.EXAMPLE
        if not self._lists or (self._fresh and number == 1 and self._lists[-1].raws):
            self._begin("")
        self._last, self._fresh = max(number, self._last), False
        if not re.search(r"\w", body):
            self._open = None
            return Part.EMPTY
        return self._enter(Raw(number, at, [row.strip()], [body]))

    def _enter(self, raw: Raw) -> Part:
        if not self._lists:
            self._begin("")
        self._lists[-1].raws.append(raw)
        self._open = raw
        return Part.ENTRY

    def _unnumbered(self, at: int, row: str, said: str) -> Part:
        if self._open is not None and self._belongs(row, said):
            self._open.lines.append(row.strip())
            self._open.bodies.append(row)
            return Part.ENTRY
        self._open = None
        if _EXAMPLE.fullmatch(said):
            return Part.EXAMPLE
        above = bool(self._lists) and not self._lists[-1].raws
        if COURTESY.fullmatch(said) and not above:
            return Part.COURTESY
        answers = find_door(said) is not None and not _ASKS.fullmatch(said)
        if answers and (self._fresh or not self._numbers):
            self._enter(Raw(None, at, [row.strip()], [row]))
            self._open = None
            return Part.ENTRY
        if above or not self._lists:
            if not self._lists:
                self._begin("")
            self._lists[-1].notes.append(said)
            return Part.NOTE
        return Part.NOTE if _ASKS.fullmatch(said) else Part.UNREAD

    def _belongs(self, row: str, said: str) -> bool:
        """Whether a line without a number goes on with the entry above it."""
        if COURTESY.fullmatch(said) or _ASKS.fullmatch(said) or self._open is None:
            return False
        if row[:1] in " \t\u3000" or FIELD_LABEL.match(said):
            return True
        so_far = flat(" ".join(self._open.bodies))
        door, phone = find_door(said), re.search(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])", said)
        if door and door.sure:
            return find_door(so_far) is None
        if phone:
            return re.search(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])", so_far) is None
        dated = re.search(r"[0-9]{1,2}月[0-9]{1,2}|[GDCKTZ][0-9]{1,4}|3[5-9]\.[0-9]", said)
        return bool(dated or MORE.search(said)) and not said.endswith(("?", "？"))


def _number(row: str, last: int) -> tuple[int, str] | None:
    """The number at the beginning of a line and what follows it, None where it has none."""
    circle = _CIRCLE.fullmatch(row)
    if circle:
        return _circled(circle[1]), circle[2]
    keycap = _KEYCAP.fullmatch(row)
    if keycap:
        digits = re.sub(r"[^0-9]", "", keycap[1]) or "10"
        return int(digits[:3]), keycap[2]
    text = flat(row)
    bracketed = _BRACKETED.fullmatch(text)
    found = _NUMBERED.fullmatch(text)
    if bracketed:
        return int(bracketed[1]), bracketed[2]
    if found is None:
        return None
    number, body, sign = int(found["number"]), found["body"], (found["sign"] or "").strip()
    follows = number == last + 1
    glued = body[:1].isdigit() and not found["gap"]
    if not sign:
        spaced = (
            bool(found["gap"])
            and follows
            and not body[:1].isdigit()
            and body[:1] not in "单号#栋幢人口-"
        )
        return (number, body) if spaced and number <= last + 1 else None
    if sign in ",，:：。" and (glued or not follows):
        return None
    if glued and ((not follows and number <= last) or _is_decimal(text, body)):
        return None
    return number, body


def _is_decimal(text: str, body: str) -> bool:
    """Whether what looks like a number and its entry is a temperature or a day: 36.5, 1.7回来."""
    if not _DECIMAL.fullmatch(text):
        return False
    place = find_door(body) or find_building(body)
    return place is None or place.start > 0


def _circled(sign: str) -> int:
    value = unicodedata.numeric(sign, 0)
    return int(value)
