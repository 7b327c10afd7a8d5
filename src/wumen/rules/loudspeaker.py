"""The script (稿子) of a notice for a loudspeaker: numbers and hours as spoken, short sentences, said twice."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from wumen.rules.guarded_homes import names_a_door, names_a_house
from wumen.rules.guarded_text import check_group_text, names_a_room, plain_of
from wumen.rules.problems import Problem

# Signs a second, and the pause behind each sentence in seconds. Somebody who reads the news says four to five signs a
# second (250 to 300 a minute); between buildings each word comes back as an echo, and one speaks more slowly.
SIGNS_A_SECOND = 3.5
PAUSE = 1.0
# So many signs are said in one breath.
BREATH = 20
WHERE_LONGEST = 60

_DIGITS = "零一二三四五六七八九"
# Numbers that are rung are said sign by sign, 1 as 幺: nobody hears 一 from 七 outdoors.
_RUNG = _DIGITS.replace("一", "幺")
_TELEPHONE = re.compile(
    r"\d[\d\- ]{3,16}\d(?=\D|$)|(?<=[打拨])\d{3}(?!\d)|(?<=电话)\d{3}(?!\d)|(?<=热线)\d{3}(?!\d)"
)
_YEAR = re.compile(r"(?<!\d)(\d{4})(?=年)")
_CLOCK = re.compile(
    r"(?<!\d)([01]?\d|2[0-4])(?::([0-5]\d)(?!\d)|\s?[时点](?:([0-5]?\d)分?(?!\d)|(半))?(?!钟?[多几]))"
)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s?%")
_DECIMAL = re.compile(r"(\d+)\.(\d+)")
_TO = re.compile(r"(?<=[\d点分半号日月楼])\s?[-–—~～]\s?(?=[\d凌早上中下晚夜])")
_WHOLE = re.compile(r"\d+")
_MEASURES = "个人户次名位天袋份支趟台遍米只瓶桶张条件辆套元斤万千小"
_DAYPART = re.compile(
    r"(凌晨|清晨|早上|早晨|上午|中午|午后|下午|傍晚|晚上|夜里|夜间|[今明当次]?早|[今明当]?晚)\s?$"
)
_LATE = ("午后", "下午", "傍晚", "晚上", "夜里", "夜间", "晚")
_SIGNS = re.compile(r"[^\w\u3400-\u9fff，。！？；、：\n%.:~\-–—]+")
_ENDS = re.compile(r"[。！？；\n]+")
_HAN = r"\u4e00-\u9fff"


def _hundreds(number: int) -> str:
    """A number below ten thousand in Chinese; 10 to 19 without the leading 一."""
    said, zero = "", False
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // value % 10
        if digit:
            said += ("零" if zero and said else "") + _DIGITS[digit] + unit
            zero = False
        else:
            zero = True
    return said.removeprefix("一") if 10 <= number < 20 else said


def cardinal(number: int) -> str:
    """A whole number from 0 to 99,999,999 as it is spoken; ValueError for others."""
    if not 0 <= number < 10**8:
        raise ValueError("no number that is spoken so")
    if number == 0:
        return _DIGITS[0]
    above, below = divmod(number, 10_000)
    if not above:
        return _hundreds(below)
    gap = "零" if 0 < below < 1000 else ""
    rest = _hundreds(below)
    # Behind ten thousands ten is said with its one: 一万零一十.
    if 10 <= below < 20:
        rest = "一" + rest
    return _hundreds(above) + "万" + gap + rest


def signs(number: str) -> str:
    """The digits of a number that is rung, one by one."""
    return "".join(_RUNG[int(one)] for one in number if one.isdecimal())


def _part_of_day(hour: int) -> str:
    for until, word in (
        (6, "凌晨"),
        (9, "早上"),
        (12, "上午"),
        (13, "中午"),
        (19, "下午"),
        (24, "晚上"),
    ):
        if hour < until:
            return word
    return "夜里"


def _hour(hour: int, minute: int, before: str, clock: bool) -> str:
    """An hour as it is spoken; `before` is the part of the day that stands there already, `clock`: it was 16:00."""
    late = before.endswith(_LATE)
    says_part = not before and (clock or hour > 12)
    part = _part_of_day(hour) if says_part else ""
    shown = hour - 12 if hour > 12 else hour
    if late and hour == 0:
        shown = 12
    said = "两" if shown == 2 else cardinal(shown)
    if minute == 0:
        end = ""
    elif minute == 30:
        end = "半"
    else:
        end = ("零" if minute < 10 else "") + cardinal(minute) + "分"
    return f"{part}{said}点{end}"


def _hours(text: str) -> str:
    """The hours of a text as they are spoken."""

    def said(found: re.Match[str]) -> str:
        known = _DAYPART.search(text[: found.start()])
        minute = 30 if found[4] else int(found[2] or found[3] or 0)
        return _hour(int(found[1]), minute, known[1] if known else "", bool(found[2]))

    return _CLOCK.sub(said, text)


def _number(found: re.Match[str]) -> str:
    """A whole number where it stands: 两 before what is counted, sign by sign where it is too long to be a count."""
    text, value = found.string, found[0]
    if len(value) > 8 or (len(value) > 1 and value.startswith("0")):
        return signs(value)
    counted = text[found.end() : found.end() + 1]
    if (
        int(value) == 2
        and counted
        and counted in _MEASURES
        and text[found.start() - 1 : found.start()] != "第"
    ):
        return "两"
    return cardinal(int(value))


def _share(found: re.Match[str]) -> str:
    if found[1] == "100":
        return "百分之百"
    whole, _, rest = found[1].partition(".")
    return (
        "百分之"
        + cardinal(int(whole))
        + (f"点{''.join(_DIGITS[int(one)] for one in rest)}" if rest else "")
    )


def spoken(text: str) -> str:
    """A text with its numbers, hours, shares and telephones as they are spoken; signs that nobody says are gone.

    16:30 下午四点半, 7:00-9:00 早上七点到上午九点, 1月10日 一月十日, 2号楼 二号楼, 2个 两个, 98.5% 百分之九十八点五,
    0371-67170001 sign by sign with 幺.
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = plain.translate(str.maketrans(",!?;:", "，！？；："))
    plain = re.sub(r"(?<=\d)：(?=\d)", ":", plain)
    plain = re.sub(r"(?<=[\d%])\s+(?=\D)|(?<=\D)\s+(?=\d)", "", plain.replace("\r", ""))
    # A blank between words is a pause.
    plain = _SIGNS.sub("", re.sub(r"[^\S\n]+", "，", plain.strip()))
    plain = _YEAR.sub(lambda one: "".join(_DIGITS[int(sign)] for sign in one[1]), plain)
    plain = _TELEPHONE.sub(_rung, plain)
    plain = _hours(plain)
    plain = _TO.sub("到", plain)
    plain = _PERCENT.sub(_share, plain)
    plain = _DECIMAL.sub(
        lambda one: cardinal(int(one[1])) + "点" + "".join(_DIGITS[int(sign)] for sign in one[2]),
        plain,
    )
    return re.sub(r"[%.:~\-–—]", "", _WHOLE.sub(_number, plain))


def _rung(found: re.Match[str]) -> str:
    """A telephone by its signs; what only looks like one (7-9, 1200) stays for the other rules."""
    digits = [one for one in found[0] if one.isdecimal()]
    short = found[0].isdecimal() and len(digits) == 3
    behind = found.string[found.end() : found.end() + 1]
    if found[0].isdecimal() and behind and behind in _MEASURES:
        return found[0]
    return signs(found[0]) if short or len(digits) >= 5 else found[0]


def sentences(text: str) -> tuple[str, ...]:
    """A spoken text in sentences of about one breath: cut where it ends, and at its commas where it is longer."""
    found: list[str] = []
    for whole in filter(None, (one.strip(" ，、：") for one in _ENDS.split(text))):
        part = ""
        for piece in re.split(r"(?<=[，：])", whole):
            if part and len(part) + len(piece) > BREATH:
                found.append(part)
                part = ""
            part += piece
        found.append(part)
    return tuple(one.strip(" ，、：") + "。" for one in found if one.strip(" ，、："))


@dataclass(frozen=True)
class Script:
    """What is read out, sentence by sentence, and how long that takes in seconds."""

    lines: tuple[str, ...]

    @property
    def seconds(self) -> int:
        """How long it takes to read, at `SIGNS_A_SECOND` signs a second with a `PAUSE` behind each sentence."""
        said = sum(sign.isalnum() for line in self.lines for sign in line)
        return ceil(said / SIGNS_A_SECOND + PAUSE * len(self.lines))

    @property
    def text(self) -> str:
        """All of it, a sentence a line, to be copied."""
        return "\n".join(self.lines)


def script(heading: str, text: str, signed: str, ring: str = "") -> Script:
    """The script of a notice: who speaks, the notice twice, whom to ring. `ring` is the number of the desk."""
    body = (*sentences(spoken(heading)), *sentences(spoken(text)))
    ask = (f"听不清的，请打社区电话{signs(ring)}。",) if ring else ()
    return Script(
        (
            *("各位居民，请注意。", f"这里是{spoken(signed)}。"),
            *body,
            "再说一遍。",
            *body,
            *ask,
            *("请告诉家里老人和邻居。", "谢谢大家。"),
        )
    )


def _names_resident(plain: str, names: Iterable[str]) -> bool:
    """Whether a text names one of these people; a name of two signs may be a word (高峰) and has to stand alone."""
    close = "".join(plain.split())
    for name in names:
        if len(name) > 2 and name in close:
            return True
        alone = rf"(?:^|[^{_HAN}]|[请找叫是和给]){re.escape(name)}(?:$|[^{_HAN}]|[到来在家的先女阿大奶爷])"
        if len(name) == 2 and name in close and re.search(alone, plain):
            return True
    return False


def check_script(
    heading: str, text: str, names: Iterable[str] = (), doors: Iterable[str] = ()
) -> None:
    """Refuse what a whole compound may not hear: what no group may read, and any resident's name and any door.

    `names` are people who live there, `doors` as in `check_group_text`. Problems: those of `check_group_text`,
    `loudspeaker_door`, `loudspeaker_name`.
    """
    said = f"{heading}\n{text}"
    known = list(doors)
    check_group_text(said, (), (), known)
    plain = plain_of(said)
    if names_a_room(plain) or names_a_house(plain) or names_a_door(plain, known):
        raise Problem("loudspeaker_door")
    if _names_resident(plain, names):
        raise Problem("loudspeaker_name")


def check_where(where: str) -> str:
    """Where it is played, in words: a speaker or the way of the car; no door of anybody.

    Problems: `loudspeaker_where`, `loudspeaker_door`, those of `check_group_text`.
    """
    said = " ".join(where.split())
    if not said or len(said) > WHERE_LONGEST:
        raise Problem("loudspeaker_where", most=WHERE_LONGEST)
    check_group_text(said)
    if names_a_room(said) or names_a_house(plain_of(said)):
        raise Problem("loudspeaker_door")
    return said
