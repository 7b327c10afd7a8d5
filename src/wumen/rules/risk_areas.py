"""The day's list of risk areas (风险地区): read as it is pasted, and whether somebody who comes back was in one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from wumen.rules.problems import Problem

Words = tuple[str, str]
_LONGEST = 60_000
_MOST = 2_000


class Level(StrEnum):
    """What a list says of a place, the gravest first; no list says `elsewhere`."""

    HIGH = "high"
    MEDIUM = "medium"
    CASES = "cases"
    ELSEWHERE = "elsewhere"


LEVEL_NAMES: Mapping[str, Words] = {
    Level.HIGH: ("高风险地区", "high-risk area"),
    Level.MEDIUM: ("中风险地区", "medium-risk area"),
    Level.CASES: ("有本土疫情的地方", "place with local cases"),
    Level.ELSEWHERE: ("不在名单上的地方", "place not on the list"),
}
_SAID = (
    (re.compile("高风险"), Level.HIGH),
    (re.compile("中风险"), Level.MEDIUM),
    (re.compile("本土病例|本土疫情|有病例|有疫情|报告病例"), Level.CASES),
)
_LOW = re.compile("低风险")
# What a heading says beside its level.
_HEADING = re.compile(
    r"高风险|中风险|低风险|有?本土(?:病例|疫情)|有病例|有疫情|报告病例|以下|其他|全部|地区|区域|区|的|地方|县|市|名单|为"
    r"|[（(]?共?\s*\d+\s*个[）)]?|[（()）：:\s一二三四五六七八九十、.．#*【】\[\]]"
)
_TITLE = re.compile("名单|截至|截止|更新|公布|通报|来源|发布|如下|小程序|共计|接龙")
_NUMBERING = re.compile(r"^\s*(?:[（(]?\d{1,4}[）).、．]|[\u2460-\u2473]|[-–·•*●]+)\s*")
_BRACKETS = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]|[（()）【】\[\]：:。.!！]")
_BETWEEN = re.compile(r"[、，,;；/|\s]+")
_SINCE = re.compile(
    r"(?:自|从)?(?:([0-9]{4})年)?([0-9]{1,2})月([0-9]{1,2})[日号]?(?:[（(]含[）)])?\s*(?:[0零]时)?\s*(?:以来|以后|之后|起)"
)
_PLACE = re.compile(r"[\u4e00-\u9fff0-9]{2,}")
_KIND = (
    "特别行政区|自治区|自治州|自治县|街道办事处|街道|办事处|地区|社区|小区|省|市|区|县|旗|镇|乡|村"
)
_PART = re.compile(
    f"(?P<short>[\\u4e00-\\u9fff][县区])|(?P<long>[\\u4e00-\\u9fff0-9]{{2,}}?)(?P<kind>{_KIND})"
)
# Which kinds of place never stand alone: 安阳市汤阴县、滑县 names two counties of one city.
_BELOW = re.compile("(?:县|区|街道|办事处|镇|乡|村)$")
_PROVINCE = re.compile(
    "^(?:中国|全国)?(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南"
    "|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆)(?:省|壮族自治区|回族自治区|维吾尔自治区|自治区)?"
    "(?=..)"
)
# So short a word of a place says nothing.
_SHORTEST = 2


@dataclass(frozen=True)
class RiskArea:
    """A place on the list: its name as written, with what stands above it; `since` where the list says a day."""

    name: str
    level: Level
    since: date | None = None


@dataclass(frozen=True)
class RiskList:
    """A list as it was read: the places, the gravest first, and the lines that nobody could read."""

    areas: tuple[RiskArea, ...]
    unread: tuple[str, ...]


def read_risk_list(text: str, today: date) -> RiskList:
    """Read a pasted list: levels as headings or in the line, several places a line, `1月4日以来` where it is said.

    A place without a level is not given one: its line waits for a person. Problems `risk_list_empty`,
    `risk_list_long`.
    """
    if len(text) > _LONGEST:
        raise Problem("risk_list_long", most=_MOST)
    found: dict[tuple[str, date | None], RiskArea] = {}
    unread: list[str] = []
    level: Level | None = None
    low = False
    for line in text.splitlines():
        said = _NUMBERING.sub("", line).strip()
        if not said:
            continue
        own = next((one for pattern, one in _SAID if pattern.search(said)), None)
        heading = not _HEADING.sub("", _SINCE.sub("", said)) or bool(_TITLE.search(said))
        if heading:
            level, low = own or level, own is None and (low or bool(_LOW.search(said)))
            continue
        if _LOW.search(said) or (low and own is None):
            continue
        meant = own or level
        areas = list(_areas(said, meant, today)) if meant else []
        if not areas:
            unread.append(line.strip())
        for one in areas:
            known = found.get((one.name, one.since))
            if known is None or _order(one.level) < _order(known.level):
                found[one.name, one.since] = one
    if not found:
        raise Problem("risk_list_empty")
    if len(found) > _MOST:
        raise Problem("risk_list_long", most=_MOST)
    areas = sorted(found.values(), key=lambda one: _order(one.level))
    return RiskList(tuple(areas), tuple(unread))


def _order(level: Level) -> int:
    return list(Level).index(level)


def _areas(said: str, level: Level, today: date) -> Iterator[RiskArea]:
    since = _day_of(_SINCE.search(said), today)
    text = _SINCE.sub(" ", said)
    for pattern in (
        "高风险地?区?域?",
        "中风险地?区?域?",
        "有?本土(?:病例|疫情)的?",
        "旅居史",
        "人员",
    ):
        text = re.sub(pattern, " ", text)
    above: str = ""
    for word in _BETWEEN.split(_BRACKETS.sub(" ", text)):
        if not _PLACE.fullmatch(word) or not parts(word):
            continue
        alone = len(parts(word)) == 1 and bool(_BELOW.search(word))
        name = above + word if alone else word
        if not alone or not above:
            above = _above(word)
        yield RiskArea(name, level, since)


def _above(word: str) -> str:
    """What stands above the last part of a name: 河南省安阳市 of 河南省安阳市汤阴县."""
    found = list(_PART.finditer(word))
    return word[: found[-1].start()] if len(found) > 1 else ""


def _day_of(found: re.Match[str] | None, today: date) -> date | None:
    """The day that a list names: of this year or, where that lies ahead, of the last."""
    if found is None:
        return None
    for year in (int(found[1]),) if found[1] else (today.year, today.year - 1):
        try:
            day = date(year, int(found[2]), int(found[3]))
        except ValueError:
            return None
        if day <= today:
            return day
    return None


def parts(name: str) -> tuple[str, ...]:
    """The parts of a place's name without its province and without 市, 区, 县: 许昌市禹州市 is 许昌, 禹州."""
    text = _PROVINCE.sub("", "".join(_PLACE.findall(name)))
    found, at = [], 0
    for one in _PART.finditer(text):
        if one.start() > at:
            found.append(text[at : one.start()])
        found.append(one["short"] or one["long"])
        at = one.end()
    found.append(text[at:])
    return tuple(one for one in found if len(one) >= _SHORTEST)


class Fit(StrEnum):
    """Whether somebody comes from a place of the list: yes, perhaps, no."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


def fits(origin: str, area: RiskArea) -> Fit:
    """Whether what somebody said of where she comes from means a place of the list.

    Who says only the city above it (许昌 for 许昌市禹州市) perhaps was there: she is asked, nothing is guessed.
    """
    said, named = parts(origin), parts(area.name)
    if not said:
        return Fit.PERHAPS
    whole, listed, last = "".join(said), "".join(named), named[-1]
    # 安阳滑县 is written without 市: its parts cannot be told apart, its words can.
    spoken = whole if last in whole else "".join(_PLACE.findall(origin))
    if last in spoken:
        sure = len(named) == 1 or spoken == last or any(one in spoken for one in named[:-1])
        return Fit.YES if sure else Fit.PERHAPS
    if listed.endswith(whole):
        return Fit.YES
    broader = whole in listed or all(one in named for one in said)
    return Fit.PERHAPS if broader else Fit.NO


@dataclass(frozen=True)
class Judged:
    """What the list says of somebody: the level that is certain, the place, and what has to be asked first.

    `sure` is False while an answer to `question` could make it graver; what is unknown is never met.
    """

    level: Level
    area: RiskArea | None
    sure: bool
    question: Words | None = None


def judged(
    origin: str,
    left_on: date | None,
    came_on: date,
    areas: Sequence[RiskArea],
    within: Mapping[str, int],
) -> Judged:
    """From where × left when, against the list: the gravest level that holds, and what could be graver.

    `within`: for each level, within how many days after she left it asks something; a level that the playbook
    leaves out asks nothing. `came_on`: the day on which she came, or comes.
    """
    held: RiskArea | None = None
    open_: RiskArea | None = None
    for one in sorted(areas, key=lambda one: _order(one.level)):
        fit = fits(origin, one) if one.level in within else Fit.NO
        if fit is Fit.NO or not _in_time(one, left_on, came_on, within):
            continue
        if fit is Fit.YES and left_on is not None:
            held = one
            break
        open_ = open_ or one
    level = held.level if held else Level.ELSEWHERE
    if open_ is None:
        return Judged(level, held, True)
    return Judged(level, held, False, _question(origin, left_on, open_))


def _in_time(
    area: RiskArea, left_on: date | None, came_on: date, within: Mapping[str, int]
) -> bool:
    if left_on is None:
        return True
    if area.since is not None and left_on < area.since:
        return False
    return came_on - left_on <= timedelta(days=within[area.level])


def _question(origin: str, left_on: date | None, area: RiskArea) -> Words:
    level = LEVEL_NAMES[area.level]
    if not parts(origin):
        return ("没说从哪里回来，请问清楚", "does not say from where: ask")
    if fits(origin, area) is Fit.PERHAPS:
        zh = f"只说“{origin}”：请问清到没到过{area.name}（{level[0]}）"
        return zh, f"says only “{origin}”: ask whether she was in {area.name} ({level[1]})"
    return (
        f"没说哪天离开{area.name}（{level[0]}），请问清楚",
        f"does not say when she left {area.name} ({level[1]}): ask",
    )
