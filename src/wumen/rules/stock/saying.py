"""What is typed of stock, read and refused, and the text for the crews' group: places and counts, nobody's name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from wumen.rules.guarded_text import check_group_text, holds_long_number, read_reason
from wumen.rules.lists import in_messages
from wumen.rules.numbers import typed_number
from wumen.rules.problems import Problem
from wumen.rules.stock.lasting import TEAM_KINDS
from wumen.rules.time import day_zh

# A lorry brings no more at once to a point, and a slip of the finger is no delivery.
MOST = 100_000
MOST_A_HEAD = 500
LONGEST_NAME, LONGEST_UNIT, LONGEST_WHY, LONGEST_SOURCE = 20, 4, 40, 40
# What is handed out at 05:45, and in what it is counted; an office adds its own.
USUAL: tuple[tuple[str, str], ...] = (
    ("防护服", "套"), ("N95口罩", "只"), ("医用口罩", "只"), ("手套", "双"), ("面屏", "个"), ("鞋套", "双"),
    ("采样管", "支"), ("拭子", "支"), ("标签", "张"), ("转运箱", "个"), ("消毒液", "瓶"), ("垃圾袋", "个"),
    ("暖贴", "片"),
)  # fmt: skip
# A blank beside a Chinese sign parts nothing: 体 温 计 is 体温计, and no second thing beside it.
_BLANKS = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")


def must_be_soon(day: date, today: date) -> None:
    """Refuse a day for which nothing is handed out: only today and tomorrow. Problem `stock_day_far`."""
    if not timedelta() <= day - today <= timedelta(days=1):
        raise Problem("stock_day_far")


def _called(name: str) -> str:
    """A name without the blanks that somebody left between its signs; words of letters keep one between them."""
    return _BLANKS.sub("", " ".join(name.split()))


def read_item(name: str, unit: str) -> tuple[str, str]:
    """What a thing is called and in what it is counted.

    Problems: `stock_name_wrong`, `stock_unit_wrong`, and those of `check_group_text`: it stands in a text for groups.
    """
    called, counted = _called(name), unit.strip()
    if not called or len(called) > LONGEST_NAME:
        raise Problem("stock_name_wrong", most=LONGEST_NAME)
    if not counted or len(counted) > LONGEST_UNIT or any(sign.isdigit() for sign in counted):
        raise Problem("stock_unit_wrong", most=LONGEST_UNIT)
    check_group_text(called, of_stock=True)
    return called, counted


def read_many(text: str, most: int = MOST) -> int:
    """How many, nought or more; Problem `stock_count_unreadable`."""
    said = typed_number(text)
    if not (said.isascii() and said.isdigit() and len(said) <= len(str(most))) or int(said) > most:
        raise Problem("stock_count_unreadable", most=most)
    return int(said)


def read_norms(typed: Mapping[str, str]) -> dict[str, int]:
    """How many a head needs for a shift at each kind of station; an empty field is unknown, nought is none.

    Problem `stock_count_unreadable`.
    """
    return {
        kind: read_many(typed[kind], MOST_A_HEAD)
        for kind in TEAM_KINDS
        if typed.get(kind, "").strip()
    }


def read_source(text: str) -> str:
    """From whom something came; Problem `stock_source_missing`."""
    said = " ".join(text.split())
    if not said or len(said) > LONGEST_SOURCE or holds_long_number(said):
        raise Problem("stock_source_missing", most=LONGEST_SOURCE)
    return said


def read_why(text: str) -> str:
    """Why it is not as it should be; Problems `stock_why_needed` and those of `check_group_text`."""
    return read_reason(text, "stock_why_needed", LONGEST_WHY)


@dataclass(frozen=True)
class Share:
    """What a team gets: each thing with how many of it in which unit."""

    team: str
    things: tuple[tuple[str, int, str], ...]


def things_zh(things: Iterable[tuple[str, int, str]]) -> str:
    """防护服6套、采样管300支; things of which there are none are not said."""
    return "、".join(f"{name}{many}{unit}" for name, many, unit in things if many)


def group_zh(point: str, day: date, shares: Sequence[Share]) -> list[str]:
    """What the crews' group reads: which place fetches how much where; nobody's name.

    Where a name of a place may not stand in a group, no places are said.
    """
    some = [one for one in shares if things_zh(one.things)]
    head = f"【领物资】{day_zh(day)}在{point}领，共{len(some)}处，请各处来一位点数、签字。"
    messages = in_messages(head, [f"{one.team}：{things_zh(one.things)}" for one in some])
    try:
        for one in messages:
            places = [point, *(share.team for share in some)]
            check_group_text(one, places=places, of_stock=True)
    except Problem:
        return [head]
    return messages
