"""Whether somebody who comes back was in a place of the day's list: yes, no, or a question that has to be asked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from wumen.rules.cities import CITIES, cities_in
from wumen.rules.risk_areas import (
    LEVEL_NAMES,
    PLACE,
    PROVINCE,
    WHOLE,
    Level,
    RiskArea,
    Words,
    order_of,
    parts,
)

# What says where without naming a place.
_VAGUE = re.compile(
    "外地|外省|省外|外市|市外|外面|国外|境外|老家|家乡|娘家|婆家|农村|乡下|出差|打工|上班|工作|上学|旅游|旅行|探亲|走亲戚"
    "|城区|市区|县城|城里|市里|火车站|高铁站|汽车站|东站|南站|西站|北站|机场|那边|附近|不知道|不清楚|不记得|保密|回来|返郑|返回"
)
_PROVINCE_ONLY = re.compile(
    "^(?:中国|全国)?(河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南"
    "|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆)(?:省|壮族自治区|回族自治区|维吾尔自治区|自治区)?$"
)
# A place of these kinds has a city above it; alone it does not say which.
_COUNTY = re.compile("(?:县|区|旗|市)$")
_ENDS = re.compile("(?:县|区|旗|市|镇|乡|街道|村|社区|小区)$")
# A county is called by so many characters when its kind is left out: 安阳滑县 is written so, 许昌长葛 is.
_SHORT = 2


class Fit(StrEnum):
    """Whether somebody comes from a place of the list: yes, perhaps, no."""

    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"


@dataclass(frozen=True)
class _Listed:
    """A place of the list, taken apart once: its parts, its city and province where they are named."""

    named: tuple[str, ...]
    city: str
    province: str


@lru_cache(maxsize=4096)
def _listed(name: str) -> _Listed:
    """The list is public; nothing of a person is kept here."""
    text = WHOLE.sub("", "".join(PLACE.findall(name)))
    found = PROVINCE.match(text)
    short = re.match("(?:中国|全国)?(黑龙江|内蒙古|..)", found[0]) if found else None
    return _Listed(parts(text), next(iter(cities_in(text)), ""), short[1] if short else "")


def fits(origin: str, area: RiskArea) -> Fit:
    """Whether what somebody said of where she comes from means a place of the list.

    Only who names another city, or another county, was surely not there. A province alone, no place at all, or a
    district that does not say of which city, is asked: what is unknown is never taken for met.
    """
    listed, said = _listed(area.name), _VAGUE.sub("", "".join(PLACE.findall(origin)))
    province = _PROVINCE_ONLY.match(said)
    if province:
        return Fit.NO if listed.province not in ("", province[1]) else Fit.PERHAPS
    text = PROVINCE.sub("", said)
    if len(text) < _SHORT or not listed.named:
        return Fit.PERHAPS
    whole, last = "".join(parts(text)), listed.named[-1]
    # 安阳滑县 is written without 市: its parts cannot be told apart, its words can.
    spoken = whole if last in whole else text
    if last in spoken:
        named = len(listed.named) == 1 or spoken == last
        sure = named or any(one in spoken for one in listed.named[:-1])
        return Fit.YES if sure else Fit.PERHAPS
    if whole and "".join(listed.named).endswith(whole):
        return Fit.YES
    return _without_its_name(text, whole, listed)


def _without_its_name(text: str, whole: str, listed: _Listed) -> Fit:
    """The listed place itself is not said: surely elsewhere, or above it, or nobody knows."""
    if whole and whole in "".join(listed.named):
        return Fit.PERHAPS
    cities = cities_in(text)
    if not cities:
        return _without_a_city(text, listed)
    rest = text
    for one in cities:
        rest = rest.replace(one, "", 1)
    below = rest.lstrip("市")
    named = len(below) >= _SHORT and (len(below) == _SHORT or bool(_ENDS.search(below)))
    if listed.city and listed.city not in cities:
        return Fit.NO
    if len(cities) > 1 or not named:
        return Fit.PERHAPS
    # Another district of that city; a street of it may lie in the listed one.
    inside = any(one in below for one in listed.named if one != listed.city)
    return Fit.PERHAPS if inside or not _district(below) else Fit.NO


def _without_a_city(text: str, listed: _Listed) -> Fit:
    """A lone county is not another county; whether it lies under a listed city nobody can say."""
    of_city = not any(one not in CITIES for one in listed.named)
    return Fit.PERHAPS if of_city or not _district(text) else Fit.NO


def _district(below: str) -> bool:
    return len(below) == _SHORT or bool(_COUNTY.search(below))


@dataclass(frozen=True)
class Judged:
    """What the list says of somebody: the level that is certain, the place, and what has to be asked first.

    `sure` is False while an answer to `question` could make it graver; what is unknown is never met.
    """

    level: Level
    area: RiskArea | None
    sure: bool
    question: Words | None = None


_NO_LIST = (
    "今天的风险地区名单还没有粘贴，判断不了",
    "today's list of risk areas is missing: nothing can be told",
)
_NO_RULES = (
    "没有开着的疫情，或规则里没有写返回怎么办，判断不了",
    "no outbreak is open, or its rules say nothing of coming back: nothing can be told",
)


class Against:
    """A list with the rules that hold, to hold many people against; a place that many name is compared once."""

    def __init__(
        self, areas: Sequence[RiskArea], within: Mapping[str, int], *, of_today: bool = True
    ) -> None:
        """`within`: for each level, within how many days after she left it asks something."""
        self._areas = sorted(areas, key=lambda one: order_of(one.level))
        self._within = within
        self._lacks = None if of_today else _NO_LIST
        if not within:
            self._lacks = _NO_RULES
        self._met: dict[str, list[tuple[RiskArea, Fit]]] = {}

    def judged(
        self,
        origin: str,
        left_on: date | None,
        came_on: date,
        before: Sequence[tuple[str, date | None]] = (),
    ) -> Judged:
        """From where × left when: the gravest level that holds, and what could be graver.

        A level that the rules leave out is asked about, and so is everybody without today's list or without rules.
        `came_on`: the day on which she came, or comes. `before`: what she said before she named another place; where
        that is graver, she is asked which of them is true.
        """
        now = self._of_one(origin, left_on, came_on)
        for place, left in before:
            was = self._of_one(place, left, came_on)
            if not was.sure or order_of(was.level) < order_of(now.level):
                zh = f"先说“{place}”，后来说“{origin}”：请问清楚到过哪里"
                en = f"said “{place}” first and “{origin}” later: ask where she was"
                return Judged(now.level, now.area, False, (zh, en))
        return now

    def _of_one(self, origin: str, left_on: date | None, came_on: date) -> Judged:
        held: RiskArea | None = None
        open_: RiskArea | None = None
        for one, fit in self._fitting(origin):
            if not self._in_time(one, left_on, came_on):
                continue
            if fit is Fit.YES and left_on is not None and one.level in self._within:
                held = one
                break
            open_ = open_ or one
        question = self._question(origin, left_on, open_) if open_ else self._lacks
        return Judged(held.level if held else Level.ELSEWHERE, held, question is None, question)

    def _fitting(self, origin: str) -> list[tuple[RiskArea, Fit]]:
        if origin not in self._met:
            met = [(one, fits(origin, one)) for one in self._areas]
            self._met[origin] = [(one, fit) for one, fit in met if fit is not Fit.NO]
        return self._met[origin]

    def _in_time(self, area: RiskArea, left_on: date | None, came_on: date) -> bool:
        if left_on is None:
            return True
        if area.since is not None and left_on < area.since:
            return False
        days = self._within.get(area.level)
        return days is None or came_on - left_on <= timedelta(days=days)

    def _question(self, origin: str, left_on: date | None, area: RiskArea) -> Words:
        level = LEVEL_NAMES[area.level]
        if not parts(_VAGUE.sub("", origin)):
            return ("没说从哪里回来，请问清楚", "does not say from where: ask")
        if fits(origin, area) is Fit.PERHAPS:
            zh = f"只说“{origin}”：请问清到没到过{area.name}（{level[0]}）"
            return zh, f"says only “{origin}”: ask whether she was in {area.name} ({level[1]})"
        if left_on is None:
            return (
                f"没说哪天离开{area.name}（{level[0]}），请问清楚",
                f"does not say when she left {area.name} ({level[1]}): ask",
            )
        return (
            f"到过{area.name}（{level[0]}），规则里没有写这一类怎么办：请问上级",
            f"was in {area.name} ({level[1]}), of which the rules say nothing: ask the superior",
        )
