"""The address tree: paths from the district down, their spans, ancestors and levels."""

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from uuid import UUID

from wumen.rules.problems import Problem

_CODE = re.compile(r"[0-9a-z][0-9a-z_-]*")
# What is counted is counted per building: the first five levels of a path, never the door itself.
_LEVELS_COUNTED = 5
# District, sub-district, community, compound or village group: what doors of one list share, and 1-1-102 leaves out.
SHARED_LEVELS = 4


class AreaKind(StrEnum):
    """The levels of the tree; any of them may be skipped on the way down."""

    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    COMMUNITY = "community"
    VILLAGE = "village"
    GROUP = "group"
    LANE = "lane"
    COMPOUND = "compound"
    SITE = "site"
    BUILDING = "building"
    UNIT = "unit"
    HOUSEHOLD = "household"


@dataclass(frozen=True)
class Span:
    """All paths from `lo` up to, but not with, `hi`, in byte order: a place and all below it."""

    lo: str
    hi: str

    def holds(self, path: str) -> bool:
        """Whether the path lies inside."""
        return self.lo <= path < self.hi


EVERYWHERE = Span("", ":")
NOWHERE = Span("", "")


@lru_cache(maxsize=4096)
def span(path: str) -> Span:
    """The place at `path` and all below it; the empty path is everywhere."""
    return Span(path, path[:-1] + "0") if path else EVERYWHERE


def read_path(text: str) -> str:
    """Read a path as people write it, from any administrative code down; Problem `path_unreadable`.

    `410102003008/jxc/1` begins with the community, whose code holds those of its sub-district (the
    first nine digits) and its district (the first six).
    """
    codes = [code for code in text.strip().strip("/").split("/") if code]
    if not codes or not all(_CODE.fullmatch(code) for code in codes):
        raise Problem("path_unreadable", path=text)
    first = codes[0]
    if not re.fullmatch(r"\d{6}|\d{9}|\d{12}", first):
        raise Problem("path_unreadable", path=text)
    above = [first[:digits] for digits in (6, 9) if digits < len(first)]
    return "/".join(above + codes) + "/"


def ancestors(path: str) -> list[str]:
    """The places above, the district first, without the place itself."""
    codes = path.split("/")[:-1]
    return ["/".join(codes[:depth]) + "/" for depth in range(1, len(codes))]


def called_by(path: str) -> list[str]:
    """The places by whose names a place is called: from its compound down, in a village from the village down.

    Every village has a first group and a first lane. A place above is called by itself.
    """
    chain = [*ancestors(path), path]
    village = len(chain) > 3 and AreaKind.VILLAGE in kinds_of_code(chain[2])
    return chain[2 if village else 3 :] or chain[-1:]


def parent(path: str) -> str:
    """The place directly above; the empty path above a district."""
    above = ancestors(path)
    return above[-1] if above else ""


def code(path: str) -> str:
    """The last code of a path."""
    return path.rstrip("/").rsplit("/", 1)[-1]


def in_order(path: str) -> list[tuple[int, str]]:
    """By what places are put in the order in which people count them: 2 before 10."""
    return [(len(one), one) for one in path.strip("/").split("/")]


def words_in_order(words: str) -> list[tuple[int, str]]:
    """By what names with numbers in them are put in that order: 2层楼道 before 10层楼道."""
    parts = re.split("([0-9]+)", words)
    return [(int(one) if at % 2 else 0, one) for at, one in enumerate(parts)]


def subdistrict(path: str) -> str:
    """The code of the sub-district to which a path belongs; empty above sub-districts."""
    codes = path.split("/")
    return codes[1] if len(codes) > 2 else ""


def office_over(path: str) -> str:
    """The sub-district to which a place belongs, as a path; a place above sub-districts is its own."""
    return [*ancestors(path), path][:2][-1]


@lru_cache(maxsize=65_536)
def counted_at(path: str) -> str:
    """The place at which a door's duties are counted: its building, or what stands for one."""
    codes = path.split("/")[:-1]
    kept = codes[: min(_LEVELS_COUNTED, max(len(codes) - 1, 1))]
    return "/".join(kept) + "/"


def common_part(place: str, floor: int | None = None) -> str:
    """Where duties of what is no door stand: a part of its own behind the building or unit, by its floor.

    So they are counted with their building and walked with their floor, and no room has such a code.
    """
    return f"{place}{f'{floor}00' if floor is not None else '0'}-p/"


def is_common_part(path: str) -> bool:
    """Whether a path is that of a common part and not of a door."""
    return code(path).endswith("-p")


def subject_of_place(path: str) -> UUID:
    """The id under which a place itself owes something: made of its path, the same everywhere."""
    return UUID(hashlib.md5(path.encode(), usedforsecurity=False).hexdigest())


def counted_in(place: str) -> str:
    """The place at which the duties inside a place are counted: its first five levels."""
    return "".join(code + "/" for code in place.split("/")[:-1][:_LEVELS_COUNTED])


def counted_of(path: str, *, door: bool) -> str:
    """Where something is counted that is said of a door, or of a building or lane: that itself.

    The captain of a building writes nothing above it.
    """
    return counted_at(path) if door else counted_in(path)


def common(paths: list[str]) -> str:
    """The deepest place that holds all the paths; the empty path when there is none."""
    shared: list[str] = []
    for codes in zip(*(path.split("/")[:-1] for path in paths), strict=False):
        if len(set(codes)) > 1:
            break
        shared.append(codes[0])
    return "/".join(shared) + "/" if shared else ""


def shared_depth(one: str, other: str) -> int:
    """How many places hold both: the more, the nearer they are by the tree, there being no coordinates."""
    return common([one, other]).count("/")


def floor(room: str) -> int:
    """The floor of a room by its number: 301 is on 3, 2703 on 27; what shows no floor is on 1."""
    digits = re.match(r"\d+", room)
    return int(digits[0][:-2]) if digits and len(digits[0]) > 2 else 1


# Codes of GB/T 2260 and the statistics bureau: six digits, three more for the sub-district, three for
# the community; the last three below 200 are a residents' committee, up to 399 a village's.
_ADMINISTRATIVE = {1: 6, 2: 9, 3: 12}
_COMMITTEES = range(1, 200)
_VILLAGES = range(200, 400)

KIND_NAMES: dict[AreaKind, tuple[str, str]] = {
    AreaKind.DISTRICT: ("区、县", "district or county"),
    AreaKind.SUBDISTRICT: ("街道、乡镇", "sub-district or town"),
    AreaKind.COMMUNITY: ("社区", "community"),
    AreaKind.VILLAGE: ("村", "village"),
    AreaKind.GROUP: ("村民组", "village group"),
    AreaKind.LANE: ("街巷、胡同", "lane"),
    AreaKind.COMPOUND: ("小区、院", "compound or courtyard"),
    AreaKind.SITE: ("工地、单位、场所", "site"),
    AreaKind.BUILDING: ("楼栋", "building"),
    AreaKind.UNIT: ("单元", "unit"),
    AreaKind.HOUSEHOLD: ("住户", "household"),
}
# A place stands below one of a lower step; lanes, compounds and sites also stand in each other.
_STEPS: dict[AreaKind, int] = {
    AreaKind.DISTRICT: 0,
    AreaKind.SUBDISTRICT: 1,
    AreaKind.COMMUNITY: 2,
    AreaKind.VILLAGE: 2,
    AreaKind.GROUP: 3,
    AreaKind.LANE: 4,
    AreaKind.COMPOUND: 4,
    AreaKind.SITE: 4,
    AreaKind.BUILDING: 5,
    AreaKind.UNIT: 6,
    AreaKind.HOUSEHOLD: 7,
}
_MIXED = 4
_GUESSED_BELOW: dict[AreaKind, AreaKind] = {
    AreaKind.VILLAGE: AreaKind.GROUP,
    AreaKind.GROUP: AreaKind.LANE,
    AreaKind.LANE: AreaKind.BUILDING,
    AreaKind.COMPOUND: AreaKind.BUILDING,
    AreaKind.SITE: AreaKind.BUILDING,
    AreaKind.BUILDING: AreaKind.UNIT,
}
OFFICES = frozenset({AreaKind.DISTRICT, AreaKind.SUBDISTRICT, AreaKind.COMMUNITY, AreaKind.VILLAGE})


def is_administrative(path: str) -> bool:
    """Whether a path ends with a code of the state: 6, 9 or 12 digits, each within the one above."""
    codes = path.split("/")[:-1]
    if len(codes) not in _ADMINISTRATIVE or any(not one.isdigit() for one in codes):
        return False
    lengths = [len(one) for one in codes] == [_ADMINISTRATIVE[n + 1] for n in range(len(codes))]
    return lengths and all(low.startswith(high) for high, low in pairwise(codes))


def kinds_of_code(path: str) -> frozenset[AreaKind]:
    """What a place may be by a code of the state; empty for codes that an office makes itself."""
    if not is_administrative(path):
        return frozenset()
    last = code(path)
    if len(last) < _ADMINISTRATIVE[3]:
        return frozenset({AreaKind.DISTRICT if len(last) == 6 else AreaKind.SUBDISTRICT})
    number = int(last[9:])
    if number in _COMMITTEES:
        return frozenset({AreaKind.COMMUNITY})
    if number in _VILLAGES:
        return frozenset({AreaKind.VILLAGE})
    return frozenset({AreaKind.COMMUNITY, AreaKind.VILLAGE})


def kind_of_missing(path: str, above: AreaKind | None) -> AreaKind:
    """The kind given to a place that nobody has named: by its code, else by what stands above it."""
    by_code = kinds_of_code(path)
    if by_code:
        return AreaKind.COMMUNITY if AreaKind.COMMUNITY in by_code else min(by_code)
    if above in (AreaKind.UNIT, AreaKind.HOUSEHOLD):
        raise _misplaced(AreaKind.UNIT, above)
    return _GUESSED_BELOW.get(above, AreaKind.COMPOUND) if above else AreaKind.COMPOUND


def may_stand_below(kind: AreaKind, above: AreaKind | None) -> bool:
    """Whether a place of that kind makes sense below the other; None is above all districts."""
    if above is None:
        return kind is AreaKind.DISTRICT
    if kind is not above and _STEPS[kind] == _STEPS[above] == _MIXED:
        return True
    return _STEPS[above] < _STEPS[kind]


def check_below(kind: AreaKind, above: AreaKind | None) -> None:
    """Problem `area_misplaced` for a place that makes no sense below the other."""
    if not may_stand_below(kind, above):
        raise _misplaced(kind, above)


def check_place(path: str, kind: AreaKind, above: AreaKind | None) -> None:
    """Whether a place of that kind may stand at the path, below a place of the other kind.

    Problems: `area_misplaced` for a district below a building; `code_of_village`, `code_of_community`
    for the other kind of committee; `code_of_office` for a code of the state on another place;
    `office_code_missing` for an office without one.
    """
    check_below(kind, above)
    by_code = kinds_of_code(path)
    if kind in by_code:
        return
    zh, en = KIND_NAMES[kind]
    if not by_code:
        if kind in OFFICES:
            raise Problem("office_code_missing", number=code(path), kind_zh=zh, kind_en=en)
        return
    if by_code == {AreaKind.VILLAGE}:
        raise Problem("code_of_village", number=code(path), kind_zh=zh, kind_en=en)
    if by_code == {AreaKind.COMMUNITY}:
        raise Problem("code_of_community", number=code(path), kind_zh=zh, kind_en=en)
    raise Problem("code_of_office", number=code(path), kind_zh=zh, kind_en=en)


def _misplaced(kind: AreaKind, above: AreaKind | None) -> Problem:
    zh, en = KIND_NAMES[kind]
    above_zh, above_en = KIND_NAMES[above] if above else ("最上一级", "the top")
    return Problem("area_misplaced", kind_zh=zh, kind_en=en, above_zh=above_zh, above_en=above_en)
