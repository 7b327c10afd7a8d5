"""Lots of goods for homes (到货分送): who gets how many, what is over or short, what a group reads of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from wumen.rules.areas import in_order
from wumen.rules.guarded_text import check_group_text, read_reason
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.relay.fields import number
from wumen.rules.rounds import floor_of, unit_of
from wumen.rules.stock.saying import read_item, read_source

MOST_PIECES = 20_000
MOST_EACH = 20
# Of a compound of twenty thousand people, no more homes are dealt in one go.
MOST_HOMES = 3_000
LONGEST_WHY = 40


class Mode(StrEnum):
    """For which homes it came: all of a place, so many a home or a head; those that ordered; those of a list."""

    HOMES = "homes"
    PEOPLE = "people"
    ORDERED = "ordered"
    LIST = "list"


MODES: dict[Mode, Named] = {
    Mode.HOMES: Named(zh="每户一样多", en="the same for every home"),
    Mode.PEOPLE: Named(zh="按家里人数", en="by people at home"),
    Mode.ORDERED: Named(zh="按接龙里要了的", en="those that asked in a relay"),
    Mode.LIST: Named(zh="按名单", en="by a list"),
}


def read_mode(text: str) -> Mode:
    """For which homes, of a form; Problem `lot_mode_unknown`."""
    if text not in set(Mode):
        raise Problem("lot_mode_unknown")
    return Mode(text)


@dataclass(frozen=True)
class NewLot:
    """A lot as it is entered: from whom what came, how many; `served` the place, `each` how many a home or head.

    `words` are what is looked for in what homes ordered, `text` the list of rooms.
    """

    source: str
    what: str
    unit: str
    pieces: int
    mode: Mode
    served: str = ""
    each: int = 1
    relay: str = ""
    words: str = ""
    text: str = ""


def check_lot(new: NewLot) -> tuple[str, str, str]:
    """From whom, what and its unit.

    Problems: `lot_pieces_wrong`, `lot_each_wrong`, and those of `read_source` and `read_item`.
    """
    if not 1 <= new.pieces <= MOST_PIECES:
        raise Problem("lot_pieces_wrong", most=MOST_PIECES)
    if not 1 <= new.each <= MOST_EACH:
        raise Problem("lot_each_wrong", most=MOST_EACH)
    what, unit = read_item(new.what, new.unit)
    # Beside a room, as it will stand.
    check_group_text(f"{what}：101室")
    return read_source(new.source), what, unit


def share(mode: Mode, each: int, people: int) -> int:
    """How many a home gets in which so many are; in a home with nobody registered one is."""
    return each * max(people, 1) if mode is Mode.PEOPLE else each


def ordered(said: Iterable[str], words: str, unit: str) -> int:
    """How many of a thing a home asked for: 蔬菜包2份 is two where it is counted in 份; else what is named is one.

    `words` name the thing, any of them apart by blanks or 、. Who wrote 鸡蛋30个 gets one box where it comes in boxes.
    """
    wanted = [one for one in words.replace("、", " ").replace("，", " ").split() if one]
    found = [one for one in said if any(word in one for word in wanted)]
    counted = re.compile(rf"([0-9]{{1,2}}|[一二两三四五六七八九十])\s*{re.escape(unit)}")
    return sum(number(many[1]) if (many := counted.search(one)) else 1 for one in found)


@dataclass(frozen=True)
class Sums:
    """A lot in numbers: how many came, were dealt to homes, lie still, left with a home."""

    pieces: int
    dealt: int
    lying: int
    handed: int

    @property
    def over(self) -> int:
        """How many belong to no home; below nought so many are short."""
        return self.pieces - self.dealt

    @property
    def there(self) -> int:
        """How many that lie for homes can be there: what came and was not handed over. The rest of them never came."""
        return max(0, min(self.lying, self.pieces - self.handed))


def read_end(text: str) -> str:
    """What became of what is over or short; Problems `lot_end_needed` and those of `check_group_text`."""
    return read_reason(text, "lot_end_needed", LONGEST_WHY)


def heading(what: str, point: str, lacks: str = "") -> str:
    """What a group reads above the rooms: one sentence for every home, whoever may leave and whoever may not.

    `lacks`: how many are short, with their unit.
    """
    said = f"{what}到了{point}，能出门的请戴口罩来取，出不了门的送到您门口"
    return f"{said}；这一批少{lacks}，没轮到的补到了接着送" if lacks else said


def for_all_zh(
    what: str, unit: str, point: str, place: str, mode: Mode, each: int, lacks: str = ""
) -> str:
    """What the group of a place reads in which every home gets one: no rooms, for a room that is missing would tell.

    `lacks`: how many are short, with their unit; nobody is called down for what is not there without a word of it.
    Problems as `check_group_text`.
    """
    whom = "每人" if mode is Mode.PEOPLE else "每户"
    short = f"这一批少{lacks}，没轮到的都记着，补到了接着送。" if lacks else ""
    said = (
        f"【物资】{what}到了{point}，{place}{whom}{each}{unit}。能出门的请戴口罩来取，出不了门的送到您门口，"
        f"放下、敲门、退后。{short}没收到的、不要的，请跟楼长说一声。"
    )
    check_group_text(said, places=[place, point])
    return said


def by_walk(door: str) -> tuple[object, ...]:
    """The order of doors on a packing list: unit by unit, the top floor first."""
    return in_order(unit_of(door)), -floor_of(door), in_order(door)
