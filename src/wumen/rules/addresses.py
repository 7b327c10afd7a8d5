"""A door as people write it: building, unit and room, or lane and number, and codes for labels."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from wumen.rules.shapes import Shape

BUILDING, LANE, GROUP = "building", "lane", "group"

_UNSEEN = Shape(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_DASHES = Shape(r"[‐‑‒–—―−﹣ー─━~_/\\-]+")
_ONE_AS_DASH = Shape(r"(?<=[0-9A-Za-z])一(?=[0-9])")
_DOTS = Shape(r"[A-Za-z]?[0-9]{1,4}([.。·,、])[0-9]{1,2}\1[0-9]{2,4}")
# 第3栋第2单元 is 3栋2单元, and what stands before a unit, as in 3号2单元, is a building.
_ORDINAL = Shape(r"第(?=(?:[0-9]+|[一二三四五六七八九十]+)(?:号楼|号栋|栋|幢|座|单元|层))")
_HOUSE_BEFORE_UNIT = Shape(r"(?<=[0-9])号(?=-?[0-9一二三四五六七八九十]{1,2}单元)")
_DATE = Shape(r"(?:19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}(?:[0-9:. T]*)")
_TRAILING_REMARK = Shape(r"(?<=[^(])\([^()]*\)$")
_GAP_BETWEEN_PARTS = Shape(r"(?<=[0-9A-Za-z])\s+(?=[0-9A-Za-z])")
_NUMERALS = "一二三四五六七八九十"
# Nobody writes more to name a door; what is longer is not looked through from every place in it.
_LONGEST = 200
_LABEL = rf"[0-9]{{1,4}}[A-Za-z]?|[A-Za-z][0-9]{{0,3}}|[{_NUMERALS}]{{1,3}}"
_SIDES = "[东西南北中前后新老甲乙丙丁]{1,2}"
_BUILDING_ENDING = "号楼|号栋|号幢|#楼|#栋|栋|幢|座|楼|#"
_UNIT_ENDING = "单元|门栋|门|梯|#"
_FLOOR_LABEL = rf"[0-9]{{1,2}}|[{_NUMERALS}]{{1,3}}"
# A flat named by its side of the landing, as in 5楼东户, is a room of its own.
_ROOM = (
    r"(?:(?P<room>[A-Za-z]?[0-9]{1,5}[A-Za-z]?)(?:室|号房|号|户|房)?"
    rf"|(?P<floor>{_FLOOR_LABEL})(?:层|楼|F)-?(?P<side>[东西南北中左右]{{1,2}})(?:户|室|门|边)?)"
)
_FLOOR = rf"(?:(?P<level_of_room>{_FLOOR_LABEL})(?:层|楼|F)-?)?"
_LONGEST_ON_A_FLOOR = 2
_UNIT = rf"(?P<unit>{_LABEL}|{_SIDES})"
_PHASE = rf"(?P<phase>(?:[0-9]{{1,2}}|[{_NUMERALS}]{{1,2}}|[A-Za-z])[期区])"

# Nine of ten doors are written in one of these ways; what is not is read with more care.
_USUAL = Shape(r"0*([0-9]{1,3})(?:-|号楼|栋|幢|#)-?0*([0-9]{1,2})(?:-|单元|门)-?([0-9]{3,4})室?")
_LABELLED = Shape(
    rf"(?P<before>.*?)(?:(?<![0-9A-Za-z{_NUMERALS}]){_PHASE}-?)?"
    rf"(?<![0-9A-Za-z])(?P<building>{_LABEL}|{_SIDES})"
    rf"(?P<ending>{_BUILDING_ENDING})-?"
    rf"(?:{_UNIT}(?:(?P<unit_ending>{_UNIT_ENDING})-?|-))?{_FLOOR}{_ROOM}"
)
_DASHED = Shape(
    rf"(?:.*号院-?)?[^0-9A-Za-z-]*?(?:{_PHASE}-?)?(?P<building>{_LABEL})-(?P<unit>{_LABEL})"
    rf"(?:(?P<unit_ending>{_UNIT_ENDING})-?|-){_ROOM}"
)
_WITH_FLOOR = Shape(
    rf"[^0-9A-Za-z-]*(?P<building>{_LABEL})-(?P<unit>{_LABEL})"
    r"-0?(?P<level>[0-9]{1,2})-(?P<room>0?(?P=level)[0-9]{2})(?:室|号|户|房)?"
)
_IN_BUILDING = Shape(rf"(?:{_UNIT}(?:(?P<unit_ending>{_UNIT_ENDING})-?|-))?{_FLOOR}{_ROOM}")
_HAN = "\u4e00-\u9fff"
_GROUP_ENDING = "村民小组|村民组|生产队|小组|组|队"
_GROUP = Shape(
    rf"(?:.*?[^0-9{_NUMERALS}第])?第?(?P<group>[0-9]{{1,3}}|[{_NUMERALS}]{{1,3}})(?:{_GROUP_ENDING})"
)
_NAMED_GROUP = Shape(rf"(?P<group>[{_HAN}]{{1,3}}?)(?:{_GROUP_ENDING})")
_LANE = Shape(rf"[{_HAN}0-9]{{1,8}}(?:街|巷|胡同|弄)")
_VILLAGE = Shape(rf".*[{_HAN}0-9](?:村委会|村|庄|社区|乡|镇|办事处|街道办|街道|区|县|市)")
_NUMBER = r"(?P<room>[0-9]{1,4}(?:-[0-9]{1,3}|附[0-9]{1,3})?)(?:号院|号房|号|院|户|宅)?"
_IN_LANE = Shape(rf"(?P<head>.*?[{_HAN}])-?{_NUMBER}")
_PHASED = Shape(rf"(?<![0-9A-Za-z{_NUMERALS}]){_PHASE}-?(?=(?:{_LABEL})(?:{_BUILDING_ENDING}))")
_BARE = Shape(rf"0*([0-9]+)(?:{_BUILDING_ENDING}|单元|门栋|门|梯|室|号房|号|户|房)?")
# B3栋 is B3; A座 stays, so that a house of one letter keeps its word on screen.
_BARE_LETTERED = Shape(rf"([A-Za-z][0-9]{{1,3}})(?:{_BUILDING_ENDING})")
_BARE_NUMERAL = Shape(rf"([{_NUMERALS}]{{1,3}})(?:{_BUILDING_ENDING}|单元|门栋|门|梯)")
_BUILDING_IN_TITLE = Shape(
    rf"(?<![0-9A-Za-z])(?P<label>[0-9]{{1,4}}|[A-Za-z][0-9]{{0,3}}|[{_NUMERALS}]{{1,3}})"
    "(?P<ending>号楼|号栋|号幢|#楼|栋|幢|座|#)"
)


@dataclass(frozen=True, slots=True)
class Address:
    """A door by its labels; a numbered label is digits only, `unit` is '' where there is none.

    `kind` says what `building` is: a `building`; a `lane` of a village or an old quarter, by its
    name; or a village `group`, its number in digits or its name without 组. Below a group the `unit`
    is a lane (三组东胡同8号), everywhere else a unit of a building. The words are those of `AreaKind`.
    """

    building: str
    unit: str
    room: str
    kind: str = BUILDING


def plain(text: str) -> str:
    """The text in half width, without blanks at its ends or signs that nobody sees."""
    if text.isascii():
        return text.strip()
    text = unicodedata.normalize("NFKC", text).strip()
    return text if text.isprintable() else _UNSEEN.sub("", text).strip()


@lru_cache(maxsize=65536)
def read_address(text: str, building: str = "", kind: str = BUILDING) -> Address | None:
    """The door that the text names, None when building or room cannot be read for certain.

    `building` is the label already known from a sheet or a column, `kind` what it is: then `2-501`
    and `501` suffice, in a village `12号`.
    """
    usual = _USUAL.fullmatch(text)
    if usual:
        return Address(usual[1], usual[2], usual[3])
    if len(text) > _LONGEST:
        return None
    text = _GAP_BETWEEN_PARTS.sub("-", plain(text))
    text = _ONE_AS_DASH.sub("-", _DASHES.sub("-", "".join(text.split())))
    if _DOTS.fullmatch(text):
        text = re.sub(r"[.。·,、]", "-", text)
    text = _TRAILING_REMARK.sub("", text.strip("-,.;。")).strip("-,.;。")
    if _DATE.fullmatch(text):
        return None
    text = _HOUSE_BEFORE_UNIT.sub("号楼", _ORDINAL.sub("", text))
    found = _LABELLED.fullmatch(text) or _DASHED.fullmatch(text) or _WITH_FLOOR.fullmatch(text)
    if found and not _names_a_floor(found):
        label = read_label(found["building"] + _ending(found, "ending"))
        return _address(found, _ending(found, "phase").upper() + label)
    return _read_lane(text, building, kind) or _read_inside(text, building, kind)


@lru_cache(maxsize=4096)
def read_label(text: str) -> str:
    """The label of a building or a unit: '03号楼' is '3', '三号楼' is '3', '东楼' stays '东楼'."""
    text = "".join(plain(text).split())
    bare = _BARE.fullmatch(text)
    if bare:
        return bare[1]
    numeral = _BARE_NUMERAL.fullmatch(text)
    if numeral:
        return str(_value_of(numeral[1]))
    lettered = _BARE_LETTERED.fullmatch(text)
    return (lettered[1] if lettered else text).upper()


@lru_cache(maxsize=4096)
def read_place(text: str, kind: str = BUILDING) -> Address:
    """What a cell above the room names: a building, perhaps with its unit, a lane or a group.

    `kind` is what a bare number or name stands for. The room of the answer is ''.
    """
    text = _DASHES.sub("-", "".join(plain(text).split())).strip("-")
    group, lane = _split_village(text)
    if group or lane:
        return Address(group, lane, "", GROUP) if group else Address(lane, "", "", LANE)
    if kind != BUILDING:
        return Address(_numbered(text), "", "", kind)
    with_unit = re.fullmatch(
        rf".*?(?<![0-9A-Za-z])(?P<building>{_LABEL})(?P<ending>{_BUILDING_ENDING})-?{_UNIT}(?:单元|门栋|门)",
        text,
    )
    if with_unit:
        return Address(read_label(with_unit["building"]), read_label(with_unit["unit"]), "")
    label = read_label(text)
    if label.isdigit():
        return Address(label, "", "")
    phase = _PHASED.search(text)
    return Address((phase[1].upper() if phase else "") + (building_in(text) or label), "", "")


def building_in(title: str) -> str:
    """The label of the one building that a title names, '' when it names none or several."""
    found = {
        read_label(match["label"] + match["ending"])
        for match in _BUILDING_IN_TITLE.finditer(plain(title))
    }
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=65536)
def code_of_label(label: str) -> str:
    """The code of a building, unit or room: digits without leading zeros, else pinyin initials.

    Deterministic and never empty; two labels may share a code, `-2` is the caller's to add.
    """
    text = plain(label)
    digits = "".join(str(unicodedata.digit(char)) for char in text if char.isdigit())
    if digits:
        return digits.lstrip("0") or "0"
    # Its dictionaries take longer to load than all of Wumen: only who names something new waits for them.
    from pypinyin import Style, lazy_pinyin

    initials = "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()
    letters = "".join(char for char in initials if "a" <= char <= "z")
    return letters or "x"


def _read_lane(text: str, building: str, kind: str) -> Address | None:
    """A number in a lane or a village group; a lane inside a group known already is its `unit`."""
    found = _IN_LANE.fullmatch(text)
    group, lane = _split_village(found["head"].removesuffix("门牌")) if found else ("", "")
    if not found or not (group or lane):
        return None
    if group:
        return Address(group, lane, found["room"], GROUP)
    if building and kind == GROUP:
        return Address(building, lane, found["room"], GROUP)
    return Address(lane, "", found["room"], LANE)


def _split_village(text: str) -> tuple[str, str]:
    """The group and the lane that a text names and nothing else but a village before them."""
    if len(text) > _LONGEST:
        return "", ""
    short = _VILLAGE.sub("", text)
    for words in (text, short):
        group = _GROUP.match(words) or (_NAMED_GROUP.match(words) if words == short else None)
        rest = words[group.end() :].strip("-,") if group else ""
        if group and (not rest or _LANE.fullmatch(rest)):
            return _numbered(group["group"]), rest
    lane = next((words for words in (short, text) if _LANE.fullmatch(words)), "")
    return "", lane


def _read_inside(text: str, building: str, kind: str) -> Address | None:
    """A room in the building, lane or group known already."""
    if not building:
        return None
    if kind != BUILDING:
        number = re.fullmatch(_NUMBER, text)
        return Address(building, "", number["room"], kind) if number else None
    found = _IN_BUILDING.fullmatch(text)
    return _address(found, building) if found else None


def _numbered(label: str) -> str:
    if label.isdigit() and label.isascii():
        return label.lstrip("0") or "0"
    numeral = bool(label) and all(char in _NUMERALS for char in label)
    return str(_value_of(label)) if numeral else label.upper()


def _address(found: re.Match[str], building: str) -> Address:
    unit = read_label(found["unit"] + _ending(found, "unit_ending")) if found["unit"] else ""
    room, level = found["room"], _ending(found, "level_of_room")
    if room and level and len(room) <= _LONGEST_ON_A_FLOOR and room.isdigit():
        # 5层1号 is the first door of the fifth floor, not the first of the building.
        return Address(building, unit, f"{_numbered(level)}{int(room):02d}")
    if room:
        return Address(building, unit, room.upper())
    return Address(building, unit, _numbered(found["floor"]) + found["side"])


def _names_a_floor(found: re.Match[str]) -> bool:
    if "单元" in _ending(found, "before"):
        return True
    return _ending(found, "ending") == "楼" and found["building"].isdigit() and not found["unit"]


def _ending(found: re.Match[str], group: str) -> str:
    return found.groupdict().get(group) or ""


def _value_of(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int("".join(str(_NUMERALS.index(char) + 1) for char in ones))
    return (_NUMERALS.index(tens[-1]) + 1 if tens else 1) * 10 + (
        _NUMERALS.index(ones[0]) + 1 if ones else 0
    )
