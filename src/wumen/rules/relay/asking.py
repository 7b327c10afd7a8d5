"""What an entry of a relay text asks of somebody: in which words, how urgent, and whether it stands already."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from wumen.rules.needs import GRAVEST_FIRST, Urgency
from wumen.rules.relay.entries import Entry
from wumen.rules.relay.kinds import Kind
from wumen.rules.relay.lines import Raw
from wumen.rules.relay.one_entry import Head, read_entry
from wumen.rules.relay.places import flat
from wumen.rules.relay.reading import Reading
from wumen.rules.time import local

# Each confirmed entry of these asks for something that somebody has to do.
ASKING = frozenset({Kind.NEEDS, Kind.HOME_SAMPLING})
_AT_HOME = "上门核酸"
_WORDS = re.compile(r"\w+")
_TELEPHONE = re.compile(r"(?<![0-9])1[3-9](?:[ -]?[0-9]){9}(?![0-9])")
_NUMBER = re.compile(r"\s*(?:[0-9]{1,3}\s*[.、)）]|[(（][0-9]{1,3}[)）])\s*")


@dataclass(frozen=True)
class Wish:
    """What an entry asks for, as its request says it; `parts` are its words, by which it is known again.

    `reasons`: it says who she is for whom somebody must come (85岁老人), and no trouble.
    """

    said: str
    urgency: Urgency
    parts: frozenset[str]
    reasons: bool = False


@dataclass(frozen=True)
class Stands:
    """A request that is open at a door, by its number, how urgent it is and the words it says."""

    number: int
    urgency: Urgency
    parts: frozenset[str]


def graver(one: Urgency, other: Urgency) -> Urgency:
    """The one of both that cannot wait as long."""
    return min(one, other, key=GRAVEST_FIRST.__getitem__)


def asks(kind: Kind, entry: Entry) -> bool:
    """Whether an entry asks that somebody does something; danger to life does so in a list of any kind."""
    return _for_life(entry) or (kind in ASKING and not entry.cancelled)


def stands_nowhere(kind: Kind, entry: Entry, state: str, asked: bool) -> bool:
    """Whether somebody decided on an entry that must stand as a request and does not.

    A confirmed need must; danger to life must whatever was decided.
    """
    if asked or state not in ("taken", "dropped"):
        return False
    return _for_life(entry) or (state == "taken" and asks(kind, entry))


def parts_of(text: str) -> frozenset[str]:
    """The words of a text, however they are parted."""
    return frozenset(_WORDS.findall(flat(text)))


def wish_of(kind: Kind, entry: Entry, at_door: bool = True) -> Wish:
    """What an entry asks for; where it stands at no door all that was written tells it from others.

    Danger to life, and what was not understood as things, is told in its writer's own words; a telephone is
    never part of it, for more people read a request than the list.
    """
    own = _own_words(entry)
    things = _things(kind, entry)
    said = own if _for_life(entry) or not (things and at_door) else things
    told = "、".join((*entry.items, entry.why or "")) if at_door else ""
    reasons = kind is Kind.HOME_SAMPLING
    if reasons:
        said, told = f"{_AT_HOME}：{said}", f"{_AT_HOME}、{told}" if told else ""
    return Wish(said, entry.priority, parts_of(told) or parts_of(said), reasons)


def asks_samplers(said: str) -> bool:
    """Whether a request is for samplers at home, by the words that `wish_of` gave it."""
    return said.startswith(f"{_AT_HOME}：")


def already(wish: Wish, standing: Iterable[Stands]) -> int | None:
    """The number of the request that says all of it and is as urgent, None where none does."""
    for one in standing:
        if wish.parts <= one.parts and graver(one.urgency, wish.urgency) is one.urgency:
            return one.number
    return None


def answer_text(kind: Kind, many: int, latest: datetime, telephone: str) -> str:
    """What the group reads back: how much of its list is somebody's matter, until when, whom to ring; of no home.

    `latest`: when the last of what is open of it is due. In Chinese, as the group reads it.
    """
    # To the minute, as it is read: what is due half a minute past midnight is due at 24:00 of the day before.
    due = local(latest).replace(second=0, microsecond=0)
    day, hour = due - timedelta(minutes=1), f"{due:%H:%M}".replace("00:00", "24:00")
    done = "上门核酸的事有人联系您" if kind is Kind.HOME_SAMPLING else "有人联系您"
    ring = f"没人联系、或者更急了，请打社区值班 {telephone}；" if telephone else ""
    return (
        f"接龙里的 {many} 条登记了，最晚 {day.month}月{day.day}日 {hour} 前{done}，急的先办。"
        f"{ring}有生命危险请直接打 120。"
    )


def danger_lines(reading: Reading) -> tuple[Entry, ...]:
    """The lines that no list holds and that tell of danger to life: they wait for nobody to read them."""
    head = Head(reading.building)
    found = []
    for line in reading.unread:
        raw = Raw(None, line.at, [line.text], [line.text])
        read = read_entry(raw, Kind.NEEDS, head)
        if _for_life(read):
            found.append(replace(read, confidence=0.0))
    return tuple(found)


def of_no_list(entry: Entry) -> bool:
    """Whether an entry is such a line: beside its danger it answers no question of the list."""
    return _for_life(entry) and entry.confidence == 0.0


def _for_life(entry: Entry) -> bool:
    return entry.priority is Urgency.LIFE


def _own_words(entry: Entry) -> str:
    """What was written, without its number in the list and without a telephone."""
    numbered = _NUMBER.match(entry.text)
    said = _TELEPHONE.sub(" ", entry.text[numbered.end() :] if numbered else entry.text)
    return " ".join(said.split()).strip(" ,，;；:：")


def _things(kind: Kind, entry: Entry) -> str:
    """What was read of it: the things, for whom, why, for how many days it lasts."""
    if kind is Kind.NEEDS and not entry.items:
        return ""
    people = f"{entry.people} 人" if entry.people and entry.people > 1 else ""
    lasts = "" if entry.days_left is None else f"还剩 {entry.days_left} 天"
    said = ["、".join(entry.items), entry.why or "", entry.name or "", people, lasts]
    return "，".join(one for one in said if one)
