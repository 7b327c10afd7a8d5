"""The day's list of risk areas (风险地区), read as it is pasted; what nobody can read waits for a person."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wumen.rules.cities import cities_in
from wumen.rules.problems import Problem

Words = tuple[str, str]
# A line of more is no list of places, and is not looked through from every place in it: a person reads it.
_LONGEST_LINE = 3000
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
_TITLE = re.compile("名单|截至|截止|更新|公布|通报|来源|发布|如下|小程序|共计|接龙|新增")
# What a title says beside places: the country, the hour, who says it.
_TITLE_WORDS = re.compile(
    r"全国|国内|最新|本土|高?中?低?风险(?:地区|区域|区)?|疫情|风险等级|风险|调整|情况|国务院|客户端|卫健委|卫生健康委员会|防控|指挥部|办公室|微信|小程序"
    r"|\d{4}年|\d{1,2}月|\d{1,2}[日号]|\d{1,2}[时点](?:\d{1,2}分)?|今[天日]|昨[天日]|新增|名单|截至|截止|更新|公布|通报|来源|发布"
    r"|如下|共计|接龙|今日|[（(]\s*[）)]|[省级]+"
)
# Who publishes a list is no place of it: 郑州市卫健委公布 is for a person.
_OFFICE = re.compile("卫健委|卫生健康|指挥部|办公室|政府|疾控|来源")
# A level that was, and a level that is: which places are which, a person reads.
_CHANGED = re.compile("调整为|升为|降为|调为|改为|解除|由[高中低]风险")
# So much of a place is said of all of it: 西安市全域 is 西安市.
WHOLE = re.compile("(?:全域|全境|全市|全区|全县|全镇|辖区)$")
_NO_PLACE = re.compile(
    "^(?:全部|其他|其余|以下|上述|有|的)?(?:地区|地方|区域|街道|社区|乡镇|县|区|市)$"
)
_BESIDE = re.compile(
    r"有?(?:高|中|低)+风险的?(?:地区|区域)?|有?(?:新增)?(?:本土)?(?:病例|疫情)的?(?:地区|地方|区域)?|报告|旅居史|人员|名单|截至|截止"
    r"|公布|更新|新增|\d{4}年|\d{1,2}月\d{1,2}[日号]|\d{1,2}[时点]"
)
_NUMBERING = re.compile(r"^\s*(?:[（(]?\d{1,4}[）).、．]|[\u2460-\u2473]|[-–·•*●]+)\s*")
_BRACKETS = re.compile(r"[（(【\[][^）)】\]]*[）)】\]]|[（()）【】\[\]：:。.!！]")
_BETWEEN = re.compile(r"[、，,;；/|\s]+")
_SINCE = re.compile(
    r"(?:自|从)?(?:([0-9]{4})年)?([0-9]{1,2})月([0-9]{1,2})[日号]?(?:[（(]含[）)])?\s*(?:[0零]时)?\s*(?:以来|以后|之后|起)"
)
PLACE = re.compile(r"[\u4e00-\u9fff0-9]{2,}")
_KIND = (
    "特别行政区|自治区|自治州|自治县|街道办事处|街道|办事处|地区|社区|小区|省|市|区|县|旗|镇|乡|村"
)
_PART = re.compile(
    f"(?P<short>[\\u4e00-\\u9fff][县区])|(?P<long>[\\u4e00-\\u9fff0-9]{{2,}}?)(?P<kind>{_KIND})"
)
# Which kinds of place never stand alone: 安阳市汤阴县、滑县 names two counties of one city.
_BELOW = re.compile("(?:县|区|街道|办事处|镇|乡|村)$")
PROVINCE = re.compile(
    "^(?:中国|全国)?(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南"
    "|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆)(?:省|壮族自治区|回族自治区|维吾尔自治区|自治区)?"
    "(?=..)"
)
# Written without its kind a place has at most so many characters.
_BARE = 4
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
        own = _levels(said)
        names, odd = _names(said) if len(said) <= _LONGEST_LINE else ([], True)
        if odd or (names and _for_a_person(said, own)):
            unread.append(line.strip())
            continue
        if not names:
            level, low = next(iter(own), level), not own and (low or bool(_LOW.search(said)))
            continue
        if _LOW.search(said) or (low and not own):
            continue
        meant = own[0] if own else level
        since = _day_of(_SINCE.search(said), today)
        areas = [RiskArea(name, meant, since) for name in names] if meant else []
        if not areas:
            unread.append(line.strip())
        for one in areas:
            _keep_worst(found, one)
        level, low = _opens(said, own, level, low)
    if not found:
        raise Problem("risk_list_empty")
    if len(found) > _MOST:
        raise Problem("risk_list_long", most=_MOST)
    areas = sorted(found.values(), key=lambda one: order_of(one.level))
    return RiskList(tuple(areas), tuple(unread))


def _keep_worst(found: dict[tuple[str, date | None], RiskArea], one: RiskArea) -> None:
    """A place that is named twice has the higher of its levels."""
    known = found.get((one.name, one.since))
    if known is None or order_of(one.level) < order_of(known.level):
        found[one.name, one.since] = one


def _levels(said: str) -> list[Level]:
    return [one for pattern, one in _SAID if pattern.search(said)]


def _for_a_person(said: str, own: Sequence[Level]) -> bool:
    """Whether a line names places and more than one thing of them: two levels, a change, an office."""
    return len(own) + bool(_LOW.search(said)) > 1 or any(
        one.search(said) for one in (_CHANGED, _OFFICE)
    )


def _opens(
    said: str, own: Sequence[Level], level: Level | None, low: bool
) -> tuple[Level | None, bool]:
    """高风险地区：A stands for the lines below it too; a level behind its place, in brackets, does not."""
    head = said.replace(":", "：").partition("：")[0]
    opens = own and "：" in said.replace(":", "：") and _levels(head) and not _names(head)[0]
    return (own[0], False) if opens else (level, low)


def _names(said: str) -> tuple[list[str], bool]:
    """The places that a line names, and whether a word of it is none; a heading or a title has neither."""
    bare = _SINCE.sub(" ", said)
    title = bool(_TITLE.search(said))
    if title:
        bare = _TITLE_WORDS.sub(" ", bare)
    if not _HEADING.sub("", bare):
        return [], False
    found = list(_words(bare))
    places = [one for one in found if _is_place(one)]
    # 河南省名单 is a title: a whole province stands on no list.
    if title:
        return [one for one in places if PROVINCE.sub("", one + "某地") != "某地"], False
    return places, len(places) < len(found)


def _is_place(name: str) -> bool:
    """Whether words are a place: a kind or a city stands in them, or they are as short as 固始."""
    return bool(_PART.search(name)) or bool(cities_in(name)) or len(name) <= _BARE


def order_of(level: Level) -> int:
    """The gravest first."""
    return list(Level).index(level)


def _words(said: str) -> Iterator[str]:
    """The places that a line names, each with what stands above it."""
    text = _BRACKETS.sub(" ", _BESIDE.sub(" ", said))
    above: str = ""
    for one in _BETWEEN.split(text):
        word = WHOLE.sub("", one)
        if not PLACE.fullmatch(word) or _NO_PLACE.match(word) or not parts(word):
            continue
        alone = len(parts(word)) == 1 and bool(_BELOW.search(word))
        name = above + word if alone else word
        if not alone or not above:
            above = _above(word)
        yield name


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
    text = PROVINCE.sub("", "".join(PLACE.findall(name)))
    found, at = [], 0
    for one in _PART.finditer(text):
        if one.start() > at:
            found.append(text[at : one.start()])
        found.append(one["short"] or one["long"])
        at = one.end()
    found.append(text[at:])
    return tuple(one for one in found if len(one) >= _SHORTEST)
