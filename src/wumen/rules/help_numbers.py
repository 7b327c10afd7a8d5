"""Numbers of help (该打哪个电话): for each kind of trouble whom to ring; and the card for an ambulance."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wumen.rules.needs import NeedKind, read_need
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem

Words = tuple[str, str]
_LONGEST = 120


class HelpKind(StrEnum):
    """What is the matter; the last names no trouble: the gate that is open for an ambulance, and who meets it."""

    RESCUE = "rescue"
    FIRE = "fire"
    POLICE = "police"
    LIFT = "lift"
    GAS = "gas"
    POWER = "power"
    WATER = "water"
    HEATING = "heating"
    PROPERTY = "property"
    DESK = "desk"
    HOTLINE = "hotline"
    AMBULANCE_GATE = "ambulance_gate"


HELP_NAMES: Mapping[HelpKind, Named] = {
    HelpKind.RESCUE: Named(zh="急病、要生孩子", en="sudden illness, giving birth"),
    HelpKind.FIRE: Named(zh="着火、有人被困", en="fire, somebody trapped"),
    HelpKind.POLICE: Named(zh="报警、有人伤害", en="police, somebody is harmed"),
    HelpKind.LIFT: Named(zh="电梯困人、停梯", en="lift stuck, people in it"),
    HelpKind.GAS: Named(zh="燃气漏气、停气", en="gas leak, no gas"),
    HelpKind.POWER: Named(zh="停电、电费用完", en="no power, prepaid power used up"),
    HelpKind.WATER: Named(zh="漏水、停水", en="leak, no water"),
    HelpKind.HEATING: Named(zh="暖气不热", en="heating"),
    HelpKind.PROPERTY: Named(zh="物业", en="property management"),
    HelpKind.DESK: Named(zh="社区值班", en="the community's desk"),
    HelpKind.HOTLINE: Named(zh="政务热线", en="the city's hotline"),
    HelpKind.AMBULANCE_GATE: Named(zh="救护车走哪个门", en="the gate for an ambulance"),
}
# The numbers of the whole country: they stand before any office has written down its own.
NATIONAL: Mapping[HelpKind, str] = {
    HelpKind.RESCUE: "120",
    HelpKind.FIRE: "119",
    HelpKind.POLICE: "110",
    HelpKind.POWER: "95598",
    HelpKind.HOTLINE: "12345",
}
LIFE = frozenset({HelpKind.RESCUE, HelpKind.FIRE, HelpKind.POLICE})
# What an office keeps itself: the three numbers of life are no office's to change.
KEPT = tuple(one for one in HelpKind if one not in LIFE)
# Whom a danger to life is told, by its kind, in the order in which they are rung.
_SAVES: Mapping[HelpKind, frozenset[NeedKind]] = {
    HelpKind.RESCUE: frozenset({NeedKind.ILLNESS, NeedKind.BIRTH}),
    HelpKind.FIRE: frozenset({NeedKind.FIRE, NeedKind.EXIT}),
    HelpKind.POLICE: frozenset({NeedKind.VIOLENCE, NeedKind.SELF_HARM}),
    HelpKind.LIFT: frozenset({NeedKind.LIFT}),
    HelpKind.GAS: frozenset({NeedKind.GAS}),
    HelpKind.DESK: frozenset({NeedKind.ALONE, NeedKind.HUNGER}),
}
# The words by which people tell of the rest.
_MEANS: Mapping[HelpKind, str] = {
    HelpKind.LIFT: "电梯",
    HelpKind.GAS: "燃气|煤气|天然气|漏气|停气",
    HelpKind.POWER: "停电|没电(?![话视脑梯])|断电|跳闸|电费|购电|充电费",
    HelpKind.WATER: "漏水|爆管|停水|没水|水管|跑水|堵了",
    HelpKind.HEATING: "暖气|供暖|不热",
    HelpKind.PROPERTY: "物业|门禁|路灯|下水道",
}
_NUMBER = re.compile(r"\+?[0-9][0-9 \-]{1,18}[0-9]")


@dataclass(frozen=True)
class HelpLine:
    """Whom to ring for a kind of trouble: name, number, a note; `own` is one that an office keeps."""

    kind: HelpKind
    name: str
    telephone: str
    note: str = ""
    area: str = ""
    own: bool = False

    @property
    def named(self) -> Named:
        """What it is for."""
        return HELP_NAMES[self.kind]

    @property
    def dial(self) -> str:
        """The number as a telephone takes it."""
        return re.sub(r"[ \-]", "", self.telephone)

    @property
    def life(self) -> bool:
        """Whether it is for danger to life."""
        return self.kind in LIFE


def read_help_kind(text: str) -> HelpKind:
    """The kind of that key, of those an office keeps; Problem `help_kind_unknown`."""
    if text not in set(KEPT):
        raise Problem("help_kind_unknown", known=" ".join(HELP_NAMES[one].zh for one in KEPT))
    return HelpKind(text)


def read_help_number(text: str) -> str:
    """A number to ring, short ones too; Problem `help_number_unreadable`."""
    said = text.strip()
    if not _NUMBER.fullmatch(said):
        raise Problem("help_number_unreadable")
    return said


def check_help_words(kind: HelpKind, name: str, note: str) -> None:
    """Problems `help_words_long`; `help_gate_unnamed` for a gate that nobody could find."""
    if max(len(name), len(note)) > _LONGEST:
        raise Problem("help_words_long", most=_LONGEST)
    if kind is HelpKind.AMBULANCE_GATE and not name.strip():
        raise Problem("help_gate_unnamed")


def help_meant(text: str) -> tuple[HelpKind, ...]:
    """What somebody who writes so needs, danger to life first; nothing where no word of it is known."""
    life = set(read_need(text).life)
    saving = [kind for kind, saved in _SAVES.items() if saved & life]
    meant = [kind for kind, words in _MEANS.items() if re.search(words, text)]
    return tuple(dict.fromkeys((*saving, *meant)))


def lines_for(kept: Iterable[HelpLine]) -> tuple[HelpLine, ...]:
    """One list of all kinds in their order: what the nearest place keeps, else the whole country's number.

    Of one kind only the lines of the deepest place that has any stand: a compound's property, not the street's.
    """
    by_kind: dict[HelpKind, list[HelpLine]] = {}
    for one in kept:
        by_kind.setdefault(one.kind, []).append(one)
    found: list[HelpLine] = []
    for kind in HelpKind:
        own = by_kind.get(kind, []) if kind not in LIFE else []
        deepest = max((len(one.area) for one in own), default=0)
        found += [one for one in own if len(one.area) == deepest]
        if not own and kind in NATIONAL:
            found.append(HelpLine(kind, HELP_NAMES[kind].zh, NATIONAL[kind]))
    return tuple(found)


def for_text(text: str, lines: Sequence[HelpLine]) -> tuple[HelpLine, ...]:
    """The lines that fit what somebody wrote; of a kind without a number the property and the desk."""
    meant = help_meant(text)
    fitting = [one for one in lines if one.kind in meant]
    if meant and not fitting:
        fitting = [one for one in lines if one.kind in (HelpKind.PROPERTY, HelpKind.DESK)]
    return tuple(
        sorted(fitting, key=lambda one: meant.index(one.kind) if one.kind in meant else 99)
    )


def card_text(address: str, gates: Sequence[HelpLine]) -> str:
    """What is read out to 120: where, which gate is open, who meets the car. In Chinese, as it is spoken."""
    said = f"地址：{address}。"
    for one in gates:
        note = f"，{one.note}" if one.note else ""
        said += f"救护车走{one.name}{note}，接车电话 {one.telephone}。"
    return said if gates else said + "我们派人到小区门口接车。"
