"""A door inside running text, in every form that groups write: 3号楼1单元903, 3-1-903, 2-904, 306室, 1801_3人."""

import re
from dataclasses import dataclass

from wumen.rules.addresses import plain, read_address, read_label

_DASHES = re.compile(r"[‐‑‒–—―−﹣ー─━~_]+|(?<=\d)\\+(?=\d)")
_LONE_SIGNS = re.compile(r"[\ufe0f\u20e3\u200d]")
_AROUND_DASH = re.compile(r"(?<=[0-9A-Za-z]) *-+ *(?=[0-9A-Za-z一二三四五六七八九十两])")
_ONE_AS_DASH = re.compile(r"(?<=[0-9A-Za-z])一(?=[0-9])")
_BLANKS = re.compile(r"[ \t\u3000]+")

_NUMERAL = "[一二三四五六七八九十]{1,3}"
_B = rf"[0-9]{{1,3}}[A-Za-z]?|[A-Za-z][0-9]{{0,2}}|{_NUMERAL}"
_BEND = r"(?:号楼|号栋|号幢|#楼|#栋|栋楼?|幢|座|楼|#|号(?=[- ]?(?:[0-9]{1,2}|[一二三四五六七八九十])单元))"
_PHASE = rf"(?P<phase>(?:(?:[0-9]{{1,2}}|{_NUMERAL})期|[A-Za-z][区期]|[东西南北]区)-?)?"
_NOT_BEFORE = r"(?<![0-9A-Za-z*×第])(?<![0-9A-Za-z][.:/\-])(?:第)?"
_UEND = r"(?:单元|门栋|门|梯)"
_ROOM = r"(?P<room>[0-9]{3,4}[A-Za-z]?|[0-9]{1,2}(?=室|号|户))(?:号房|室|房间|房|号|户)?(?![0-9])"
# What is counted or dated is no room.
_UNITS = (
    r"[.%:：/~]|\s?(?:个|斤|公斤|千克|克|kg|g|G|KG|ml|ML|毫升|升|L|元|块|份|袋|盒|瓶|桶|包|箱|片|颗|粒|提|卷"
    r"|只|条|支|板|罐|年|月|日|号楼|号院|#|栋|幢|座|单元|度|分|点|天|岁|人份|mg|MG|人|口|户人)"
)
_FULL = re.compile(
    rf"{_PHASE}{_NOT_BEFORE}(?P<building>{_B}){_BEND}[-, ]*第?"
    rf"(?P<unit>[0-9]{{1,2}}|{_NUMERAL}|[A-Za-z]|[甲乙丙丁东西南北中])"
    rf"(?:{_UEND}[-, ]*|-|#-?)(?:[0-9]{{1,2}}[层楼][-, ]*)?{_ROOM}"
)
_DASHED = re.compile(
    rf"{_PHASE}{_NOT_BEFORE}(?P<building>[0-9]{{1,3}}[A-Za-z]?|[A-Za-z][0-9]{{0,2}})(?:{_BEND}-?|[-/])(?P<unit>[0-9]{{1,2}}|[A-Za-z])"
    rf"(?:{_UEND}-?|[-/]){_ROOM}"
)
_DOTTED = re.compile(
    rf"{_NOT_BEFORE}(?P<building>[0-9]{{1,3}})(?P<sign>[.,、。])(?P<unit>[0-9]{{1,2}})(?P=sign)(?P<room>[0-9]{{3,4}})(?![0-9])"
)
_SPACED = re.compile(
    rf"{_NOT_BEFORE}(?P<building>[0-9]{{1,2}}) (?P<unit>[0-9]{{1,2}}) (?P<room>[0-9]{{3,4}})(?![0-9])(?!{_UNITS})"
)
_BUILDING_ROOM = re.compile(
    rf"{_PHASE}{_NOT_BEFORE}(?P<building>{_B}){_BEND}[-, ]*(?:[0-9]{{1,2}}[层楼][-, ]*)?(?P<room>[0-9]{{3,4}})"
    rf"(?:号房|室|房间|房|号|户)?(?![0-9])(?!{_UNITS})"
)
_UNIT_ROOM = re.compile(
    rf"{_NOT_BEFORE}(?P<unit>[0-9]{{1,2}}|{_NUMERAL}|[甲乙丙丁东西南北中]){_UEND}"
    rf"[-, ]*(?:[0-9]{{1,2}}[层楼][-, ]*)?{_ROOM}"
)
_TWO = re.compile(
    rf"{_NOT_BEFORE}(?P<unit>[0-9]{{1,2}})-(?P<room>[0-9]{{3,4}})(?:室|房|号|户)?(?![0-9])"
)
_BARE = re.compile(
    rf"(?<![0-9A-Za-z*×])(?<![0-9A-Za-z][.:/+\-])(?<!打)(?<!拨)(?<!叫)(?P<room>[0-9]{{3,4}})(?:号房|室|房间|房|号|户)?(?![0-9A-Za-z])(?!{_UNITS})"
)
_LETTERED = re.compile(
    r"(?<![0-9A-Za-z*×])(?<![0-9A-Za-z][.:/+\-])(?P<room>[0-9]{3,4}[A-Za-z]|[A-Za-z][0-9]{3,4})(?:室|房)?(?![0-9A-Za-z])"
)
_VILLAGE = re.compile(
    rf"(?:第?(?:[0-9]{{1,2}}|{_NUMERAL})(?:村民小组|村民组|小组|组|队)|[\u4e00-\u9fff]{{1,5}}?(?:胡同|街|巷|弄))"
    r"(?:[\u4e00-\u9fff]{1,5}?(?:胡同|街|巷|弄))?-?[0-9]{1,4}(?:附[0-9]{1,3})?(?:号院|号|院|户)"
)
_BUILDING = re.compile(
    rf"{_PHASE}{_NOT_BEFORE}(?P<building>{_B})(?:号楼|号栋|号幢|#楼|#栋|栋楼?|幢|座|#|(?<=[0-9])楼(?![0-9上下道长]))"
)
_PLAUSIBLE = re.compile(r"0?(?:[1-9]|[1-5][0-9])[0-4][0-9][A-Za-z]?|[A-Za-z][0-9]{3,4}")


@dataclass(frozen=True)
class Place:
    """A door, or a building alone, and where in the text it stands: from `start` up to `end`.

    `sure`: not a bare number, which may be read wrongly.
    """

    building: int | str | None
    unit: int | str | None
    room: str | None
    start: int
    end: int
    sure: bool = True


def flat(text: str) -> str:
    """The text in half width, one kind of dash, no blanks around dashes between numbers."""
    text = _LONE_SIGNS.sub("", plain(text))
    text = _DASHES.sub("-", text)
    text = _ONE_AS_DASH.sub("-", _BLANKS.sub(" ", text))
    return _AROUND_DASH.sub("-", text).strip()


def find_door(text: str) -> Place | None:
    """The first door that a flat text writes, None where it writes none."""
    for pattern in (_FULL, _DASHED, _DOTTED, _VILLAGE, _UNIT_ROOM, _BUILDING_ROOM, _TWO, _SPACED):
        for found in pattern.finditer(text):
            place = _village(found) if pattern is _VILLAGE else _place(found)
            if place:
                return place
    for pattern in (_BARE, _LETTERED):
        for found in pattern.finditer(text):
            if _PLAUSIBLE.fullmatch(found["room"]):
                return _place(found, sure=found.end() - found.start() > len(found["room"]))
    return None


def find_building(text: str) -> Place | None:
    """The first building that a flat text names, without a room."""
    found = _BUILDING.search(text)
    return _place(found) if found else None


def buildings_in(text: str) -> list[int | str]:
    """All buildings that a flat text names, as written, each once."""
    return list(dict.fromkeys(_building(found) for found in _BUILDING.finditer(text)))


def units_in(text: str) -> list[int | str]:
    """All units that a flat text names, each once."""
    found = re.finditer(rf"(?<![0-9])([0-9]{{1,2}}|{_NUMERAL})单元", text)
    return list(dict.fromkeys(labelled(read_label(one[1] + "单元")) for one in found))


def labelled(label: str) -> int | str:
    """A label as the register and the truth say it: a number where it is one."""
    return int(label) if label.isascii() and label.isdigit() else label


def _building(found: re.Match[str]) -> int | str:
    label = read_label(found["building"] + "号楼")
    phase = (found.groupdict().get("phase") or "").strip("-").upper()
    return labelled(phase + label)


def _place(found: re.Match[str], sure: bool = True) -> Place | None:
    groups = found.groupdict()
    unit, room = groups.get("unit"), groups.get("room")
    return Place(
        _building(found) if groups.get("building") else None,
        labelled(read_label(unit + "单元")) if unit else None,
        (room.lstrip("0") or room).upper() if room else None,
        found.start(),
        found.end(),
        sure,
    )


def _village(found: re.Match[str]) -> Place | None:
    address = read_address(found[0])
    if address is None or not address.room:
        return None
    unit = labelled(address.unit) if address.unit else None
    return Place(labelled(address.building), unit, address.room, found.start(), found.end())
