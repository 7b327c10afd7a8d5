"""Whose turn it is to go out (每户几天几人): what was noted of a home's goings out, and which of them takes a turn."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from wumen.rules.addresses import code_of_label
from wumen.rules.playbooks import Named
from wumen.rules.relay.places import find_door, flat
from wumen.rules.time import business_day, day_zh, instant_en, instant_zh

Words = tuple[str, str]
# Noted at the desk and at the gate within this time is one going, told twice.
_TOLD_TWICE = timedelta(minutes=30)
# Ours: who notes on the phone at the gate notes it at the machine as soon as the queue lets her.
BY_BOTH_HANDS = timedelta(minutes=10)
# Care takes nobody's turn, nor does what cannot wait or what the office itself asks for.
_CARE = re.compile(
    "看病|就医|就诊|看医生|医院|门诊|急诊|急救|120|卫生院|卫生服务|诊所|透析|血透|产检|孕检|化疗|放疗|复查|复诊|体检|打针|输液"
    "|换药|住院|出院|取药|拿药|买药|配药|开药|药店|药房|转运|隔离点|核酸|采样|着火|报警|派出所|doctor|hospital|dialysis|pharmacy"
)
_ERRAND = re.compile(
    "买(?:菜|东西|点|米|面|肉|奶|水|粮|日用|生活)|去买|采购|[取拿](?:物|件|菜|货|东西)|超市|菜场|市场|快递|外卖|包裹|团购|物资"
    "|散步|遛狗|遛弯|透气|锻炼|上班|上学|上课|去单位|办事|银行|其他事|goods|shopping|work"
)


class Errand(StrEnum):
    """What somebody goes out for, as coarse as a list that captains read may be."""

    GOODS = "goods"
    CARE = "care"
    OTHER = "other"


ERRAND_NAMES: dict[Errand, Named] = {
    Errand.GOODS: Named(zh="取物买菜", en="fetching goods"),
    Errand.CARE: Named(zh="看病就医", en="medical care"),
    Errand.OTHER: Named(zh="其他事", en="something else"),
}


def with_errand(key: str, said: str) -> str:
    """The words of an outing with what it is for before them; as they are where nobody said."""
    named = ERRAND_NAMES[Errand(key)].zh if key in set(Errand) else ""
    return "；".join(one for one in (named, said.strip()) if one)


@dataclass(frozen=True)
class Outing:
    """A going out of a household as it was noted: on which day, how many of it, at what hour and where noted.

    `errand`: False for what takes no turn, None where nobody wrote what for or whether it was this home. `seen`: the
    desk's note of a going that the gate noted too. `who`: whose the desk noted it as; a gate knows homes alone.
    `by_phone`: a phone at the gate noted it, and so far neither the machine there nor paper.
    """

    on: date
    persons: int = 1
    at: datetime | None = None
    errand: bool | None = True
    gate: bool = False
    seen: bool = field(default=False, compare=False)
    who: UUID | None = None
    by_phone: bool = False


def takes_turn(said: str) -> bool | None:
    """Whether a going out takes its home's turn, by the words that were noted; None where they do not say what for."""
    if _CARE.search(said.lower()):
        return False
    return True if _ERRAND.search(said.lower()) else None


def is_of(who: str, codes: Sequence[str]) -> bool:
    """Whether what was written at a gate names a home by building, unit and room; `codes`: its own, in that order.

    A room alone, or a name alone, names nobody for certain.
    """
    place = find_door(flat(who))
    if place is None or not place.room or place.building is None:
        return False
    unit = [] if place.unit is None else [str(place.unit)]
    said = [str(place.building), *unit, place.room]
    return [code_of_label(one) for one in said] == list(codes)


def told_once(register: Iterable[Outing], gate: Iterable[Outing]) -> list[Outing]:
    """The goings out of a home, of those told at the desk and at the gate alike one: what the desk wrote stands.

    Where the desk noted several about then, the gate's is the nearest of those that no gate has seen yet.
    """
    some = list(register)
    for one in gate:
        alike = [
            (other.seen, abs(one.at - other.at), nr)
            for nr, other in enumerate(some)
            if one.at and other.at and _same(one, other)
        ]
        if not alike:
            some.append(one)
            continue
        nearest = min(alike)[-1]
        some[nearest] = replace(some[nearest], seen=True)
    return some


def once_at_gate(phones: Iterable[Outing], typed: Iterable[Outing]) -> list[Outing]:
    """The goings out of a home at its gate: what a phone and the machine or paper have of one moment is one.

    Each is taken for one other at most, so that two of a home who leave together stay two where each noted both.
    """
    free, found = list(typed), []
    for one in phones:
        also = next((other for other in free if _just_then(one, other)), None)
        if also is None:
            found.append(one)
            continue
        free.remove(also)
        errand = also.errand if one.errand is None else one.errand
        found.append(replace(one, errand=errand, by_phone=False))
    return [*found, *free]


def _just_then(one: Outing, other: Outing) -> bool:
    if one.at is None or other.at is None:
        return False
    return abs(one.at - other.at) <= BY_BOTH_HANDS


def before_typed(outings: Iterable[Outing], at: datetime) -> list[Outing]:
    """The goings out before one that is typed at the gate: as `before`, and a phone's note of just then is that one.

    One such note at most, the nearest that may take a turn; where the machine has it already, who is typed is another.
    """
    some = before(outings, at)
    noted = [
        (abs(one.at - at), nr)
        for nr, one in enumerate(some)
        if one.at and one.by_phone and one.errand is not False and abs(one.at - at) <= BY_BOTH_HANDS
    ]
    if noted:
        del some[min(noted)[1]]
    return some


def before(outings: Iterable[Outing], at: datetime, who: UUID | None = None) -> list[Outing]:
    """The goings out before one that is asked about; what the desk noted about then, and no gate yet, is that one.

    `who`: whom it is asked for where that is known; what the desk noted of another of her home is another going.
    """
    now = Outing(business_day(at), at=at, gate=True)
    return [
        one
        for one in outings
        if one.seen or not _same(now, one) or (who is not None and one.who != who)
    ]


def _same(one: Outing, other: Outing) -> bool:
    """Whether two notes may be of one going: one by the desk and one by the gate, about the same time."""
    if one.at is None or other.at is None or one.gate == other.gate:
        return False
    return abs(one.at - other.at) <= _TOLD_TWICE


def within(outings: Iterable[Outing], today: date, days: int) -> list[Outing]:
    """The goings out that count for a turn today."""
    return [one for one in outings if today - timedelta(days=days) < one.on <= today]


def next_turn(outings: Iterable[Outing], today: date, persons: int, days: int) -> date | None:
    """The next day on which one more of a household may go out by turns; None is today.

    Within any `days` days that end on that day, fewer than `persons` have gone out.
    """
    gone = within(outings, today, days)
    for ahead in range(days + 1):
        day = today + timedelta(days=ahead)
        if sum(one.persons for one in gone if one.on > day - timedelta(days=days)) < persons:
            return day if ahead else None
    return today + timedelta(days=days)


def noted(outings: Sequence[Outing]) -> Words:
    """When a home went out and where that was noted, in words; nobody's name and nothing of what for."""
    zh, en = [], []
    for one in outings:
        when, by = one.at, ("门岗登记", "gate") if one.gate else ("外出登记", "list of outings")
        zh.append(f"{instant_zh(when) if when else day_zh(one.on)}（{by[0]}）")
        en.append(f"{instant_en(when) if when else f'{one.on:%-d %b %Y}'} ({by[1]})")
    return "、".join(zh), ", ".join(en)
