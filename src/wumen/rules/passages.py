"""Entries at a gate (出入登记) without a phone: what was written of who comes or goes, read as the rules need it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

import msgspec

from wumen.rules.entries import Coming
from wumen.rules.movement import Answer, Purpose, Verdict
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.relay.places import find_building, find_door, flat
from wumen.rules.turns import BY_BOTH_HANDS

_Found = TypeVar("_Found")


class Way(StrEnum):
    """Which way somebody goes."""

    IN = "in"
    OUT = "out"


class Decision(StrEnum):
    """What became of it at the gate, in the words of the phone app."""

    PASSED = "passed"
    ADVISED = "advised"
    REFUSED = "refused"


DECISION_NAMES: Mapping[Decision, Named] = {
    Decision.PASSED: Named(zh="放行", en="let through"),
    Decision.ADVISED: Named(zh="暂不能，已说明", en="not now, explained"),
    Decision.REFUSED: Named(zh="未放行", en="not let through"),
}
# Signs, of what is written of one entry and of why a gate did otherwise.
LONGEST = 80

# The letters of a sheet, each by itself between blanks; out and in have their own, so that none means two things.
WAY_LETTERS: dict[str, Way] = {"i": Way.IN, "o": Way.OUT}
PURPOSE_LETTERS: Mapping[str, Purpose] = {
    "j": Purpose.ILLNESS,
    "k": Purpose.DOCTOR,
    "m": Purpose.GOODS,
    "b": Purpose.WORK,
    "l": Purpose.FAMILY,
    "s": Purpose.AIR,
    "q": Purpose.OTHER,
}
COMING_LETTERS: Mapping[str, Coming] = {
    "r": Coming.RESCUE,
    "w": Coming.RETURNING,
    "p": Coming.NO_PHONE,
    "h": Coming.CARER,
    "x": Coming.REPAIR,
    "g": Coming.SUPPLY,
    "d": Coming.RIDER,
    "c": Coming.VAN,
    "z": Coming.BUILDER,
    "f": Coming.VISITOR,
}
DECISION_LETTERS: Mapping[str, Decision] = {"t": Decision.ADVISED, "n": Decision.REFUSED}
_DECISIONS = (
    (re.compile("暂不能|已说明|劝返|劝回"), Decision.ADVISED),
    (re.compile("[没未不]放行|没让[进出走]|拦下|拦了"), Decision.REFUSED),
)
_WAYS: Mapping[str, Way] = {"进": Way.IN, "出": Way.OUT, "in": Way.IN, "out": Way.OUT} | WAY_LETTERS
# What cannot wait first, then care: a word of either is never read as an errand.
_PURPOSES = (
    (re.compile("急病|急救|120|胸痛|昏迷|晕倒|大出血|喘不|抢救"), Purpose.ILLNESS),
    (re.compile("临产|要生|生孩子|破水"), Purpose.BIRTH),
    (re.compile("着火|火灾|漏气|冒烟"), Purpose.FIRE),
    (re.compile("家暴|挨打|躲避|伤害"), Purpose.DANGER),
    (re.compile("报警|110|派出所|民警"), Purpose.POLICE),
    (re.compile("透析|血透"), Purpose.DIALYSIS),
    (re.compile("化疗|放疗"), Purpose.CHEMOTHERAPY),
    (re.compile("产检|孕检"), Purpose.ANTENATAL),
    (re.compile("[取拿买配开]药|药店|药房"), Purpose.MEDICINE),
    (
        re.compile(
            "看病|就医|就诊|医生|医院|门诊|急诊|卫生院|卫生服务|诊所|复查|复诊|体检|打针|输液|换药|住院|doctor|hospital"
        ),
        Purpose.DOCTOR,
    ),
    (re.compile("转运|隔离点"), Purpose.TRANSFER),
    (
        re.compile(
            "买菜|买东西|买[米面肉奶水粮]|采购|取[物件菜货]|拿[件菜货]|超市|菜场|市场|取快递|取外卖|包裹|goods"
        ),
        Purpose.GOODS,
    ),
    (re.compile("上班|上学|上课|去单位|下夜班|值班|work"), Purpose.WORK),
    (re.compile("照看|接孩子|看老人|探望|送饭"), Purpose.FAMILY),
    (re.compile("散步|遛|透气|锻炼|晒太阳"), Purpose.AIR),
)
_COMINGS = (
    (re.compile("救护|急救|120|消防|119|民警|警车|警察|出诊"), Coming.RESCUE),
    (re.compile("外地|返郑|从.+回来|出差回|回国"), Coming.RETURNING),
    (re.compile("[没无]有?(?:手机|码|健康码)|老年机|老人机"), Coming.NO_PHONE),
    (re.compile("护工|保姆|护理|月嫂|照看"), Coming.CARER),
    (re.compile("抢修|维修|修[水电气管暖]|修电梯|修燃气|漏水|漏气|供电|电工"), Coming.REPAIR),
    (re.compile("保供|送菜|送货|物资|供应"), Coming.SUPPLY),
    (re.compile("外卖|快递|骑手|闪送|跑腿"), Coming.RIDER),
    (re.compile("搬家"), Coming.VAN),
    (re.compile("装修|施工|工人|木工|瓦工"), Coming.BUILDER),
    (re.compile("访客|家政|中介|看房|亲戚|朋友|保洁|钟点工|推销"), Coming.VISITOR),
    (re.compile("住户|业主|租户|回家"), Coming.RESIDENT),
)
_PASS = re.compile(r"(?:证|CRZ)?(\d{3})-?(\d{3})", re.IGNORECASE)
_BEYOND = re.compile("出小区|出区|小区外")


@dataclass(frozen=True)
class Said:
    """What one entry says: which way, in which words, and of it what the rules ask.

    `door`: a home or building as it was written; `number`: of a pass that was shown; `decision`: only where
    something else became of it than the rule says.
    """

    way: Way
    words: str
    door: str = ""
    whole_door: bool = False
    coming: Coming | None = None
    purpose: Purpose | None = None
    number: str = ""
    decision: Decision | None = None
    beyond_said: bool = False

    @property
    def outsider(self) -> bool:
        """Whether it is somebody who does not live there: who came from outside may always leave."""
        home = (Coming.RESIDENT, Coming.NO_PHONE, Coming.RETURNING, None)
        return self.coming not in home


def read_way(text: str) -> Way:
    """Which way, by its key, letter or word; Problem `passage_way_missing`."""
    found = _WAYS.get(text.strip().lower())
    if found is None:
        raise Problem("passage_way_missing")
    return found


def split_way(text: str) -> tuple[str, str]:
    """The way that a text itself begins with, or nothing, and the rest: `出 3-1-101 买菜`, `o 3-1-101 m`."""
    found = re.match(r"(进|出)\s*|(in|out|[io])\s+", text.strip(), re.IGNORECASE)
    return (found[0].strip(), text.strip()[found.end() :]) if found else ("", text)


def read_decision(text: str) -> Decision:
    """A decision by its key; Problem `passage_decision_unknown`."""
    if text not in set(Decision):
        raise Problem("passage_decision_unknown")
    return Decision(text)


def read_said(way: Way, text: str) -> Said:
    """Read what was written of somebody: `3-1-101 买菜`, `豫A12345 送菜`, `482-913`, `3-1-101 m t`.

    Letters that stand alone are those of the sheet. Problems `passage_who_missing`, `passage_words_long`.
    """
    words = " ".join(text.replace("，", " ").replace(",", " ").split())
    if not words:
        raise Problem("passage_who_missing")
    if len(words) > LONGEST:
        raise Problem("passage_words_long", most=LONGEST)
    letters = [
        one.lower() for one in words.split() if len(one) == 1 and one.isascii() and one.isalpha()
    ]
    purpose = coming = decision = None
    for one in letters:
        decision = DECISION_LETTERS.get(one, decision)
        if way is Way.OUT:
            purpose = PURPOSE_LETTERS.get(one, purpose)
        coming = COMING_LETTERS.get(one, coming)
    shown = next((hit for one in words.split() if (hit := _PASS.fullmatch(one))), None)
    door, whole = ("", False) if shown else _door(words)
    return Said(
        way=way,
        words=words,
        door=door,
        whole_door=whole,
        coming=coming or _coming(way, words, door),
        purpose=(purpose or _first(_PURPOSES, words)) if way is Way.OUT else None,
        number=f"{shown[1]}{shown[2]}" if shown else "",
        decision=decision or _first(_DECISIONS, words),
        beyond_said=bool(_BEYOND.search(words)),
    )


def _first(some: tuple[tuple[re.Pattern[str], _Found], ...], words: str) -> _Found | None:
    return next((found for pattern, found in some if pattern.search(words.lower())), None)


def _door(words: str) -> tuple[str, bool]:
    """The home that is named, or the building; and whether it is a home."""
    text = flat(words)
    place = find_door(text)
    if place is not None and (place.building is not None or place.sure):
        return text[place.start : place.end], True
    building = find_building(text)
    return (text[building.start : building.end], False) if building else ("", False)


def _coming(way: Way, words: str, door: str) -> Coming | None:
    """Who it is; who goes out from a home of the place for an errand lives there, whatever the errand is called."""
    found = _first(_COMINGS, words)
    if way is Way.OUT:
        if door and _first(_PURPOSES, words):
            return Coming.RESIDENT
        return found or (Coming.RESIDENT if door else None)
    return found or (Coming.RESIDENT if door else None)


def goes_beyond(said: Said, at_compound: bool) -> bool:
    """Whether who goes out by this gate leaves the zone: by a compound's gate for all but goods and air.

    What is fetched at the gate or bought by turns is fetched in the zone (人不出区、错峰取物).
    """
    if said.beyond_said:
        return True
    return at_compound and said.purpose not in (Purpose.GOODS, Purpose.AIR)


# The office notes a going out when somebody leaves her door, the gate when she comes by.
ON_THE_WAY = timedelta(hours=1)


def leaves_home(said: Said, decision: Decision) -> bool:
    """Whether somebody who lives there went out by herself; whom the office has moved it knows of itself."""
    gone = said.way is Way.OUT and decision is Decision.PASSED
    return gone and not said.outsider and said.purpose is not Purpose.TRANSFER


LEAVES = Answer(
    Verdict.LET_THROUGH, ("外面来的人出去，不拦", "who came from outside may leave"), ()
)
MOVED = Answer(
    Verdict.WITH_CONDITIONS,
    ("转运按社区告知的名单", "moved by the office, by its own list"),
    (("不认识的车，打社区值班电话核实", "a car that nobody announced: ring the community's desk"),),
)
OWN_ORDER = (
    "本人另有通告的按通告；拿不准，打社区值班电话",
    "who has a notice of her own goes by it; in doubt ring the community's desk",
)


def by_rule(verdict: Verdict) -> Decision:
    """What becomes of somebody if the gate does as the rule says: who cannot go now is told so, with the way out."""
    return Decision.ADVISED if verdict is Verdict.NOT_NOW else Decision.PASSED


def differs(verdict: Verdict | None, decision: Decision) -> bool:
    """Whether the gate did otherwise than the rule says; of what no rule was asked nothing differs."""
    if verdict is None:
        return False
    return (by_rule(verdict) is Decision.PASSED) is not (decision is Decision.PASSED)


def check_why(verdict: Verdict | None, decision: Decision, why: str) -> str:
    """Why the gate did otherwise; Problems `passage_why_needed`, `passage_words_long`."""
    said = why.strip()
    if len(said) > LONGEST:
        raise Problem("passage_words_long", most=LONGEST)
    if differs(verdict, decision) and not said:
        raise Problem("passage_why_needed")
    return said


class PassageSaid(msgspec.Struct, frozen=True):
    """What is sealed of an entry: who and what for as it was written, the home, and why the gate did otherwise."""

    words: str
    door: str = ""
    purpose: str = ""
    why: str = ""


def read_passage(text: str) -> PassageSaid:
    """What was sealed of an entry."""
    return msgspec.json.decode(text, type=PassageSaid)


# A plate, a pass, a telephone: what names one vehicle or person for certain.
_MARK = re.compile(r"[\u4e00-\u9fff]?[A-Z0-9][A-Z0-9-]{4,}")


@dataclass(frozen=True)
class Entry:
    """An entry as either hand noted it: when, which way, what was decided, who in its words."""

    at: datetime
    way: str
    decision: str
    who: str


def noted_twice(phones: Iterable[Entry], typed: Iterable[Entry]) -> list[Entry]:
    """The entries of phones that the machine or paper has too, each taken for one other at most."""
    free, found = list(typed), []
    for one in phones:
        also = next((other for other in free if _is_one(one, other)), None)
        if also is not None:
            free.remove(also)
            found.append(one)
    return found


def just_then(at: datetime, way: str, decision: str, other: Entry) -> bool:
    """Whether another entry may be this one by way, decision and hour, whoever it was."""
    return (way, decision) == (other.way, other.decision) and abs(at - other.at) <= BY_BOTH_HANDS


def _is_one(one: Entry, other: Entry) -> bool:
    return just_then(one.at, one.way, one.decision, other) and _same_who(one.who, other.who)


def _same_who(one: str, other: str) -> bool:
    """Whether two hands wrote of the same home, plate or number: a word as 外卖 may be two riders."""
    homes = [_door(text) for text in (one, other)]
    if all(whole for _, whole in homes):
        return homes[0] == homes[1]
    marks = [set(_MARK.findall(flat(text).upper())) for text in (one, other)]
    return not marks[0].isdisjoint(marks[1])
