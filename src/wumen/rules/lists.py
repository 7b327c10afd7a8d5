"""Lists that leave the office: which there are, their columns and masks, and texts fit for a group chat."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from wumen.rules.guarded_text import check_group_text, holds_long_number
from wumen.rules.masks import mask_identity_number, mask_telephone
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem

# A purpose of fewer characters says nothing to whoever reads the log.
PURPOSE_LENGTH = 4
# One of more tells a story, and Excel would leave the mark out of the sheet altogether.
PURPOSE_AT_MOST = 120
# A message of a group chat that is read to its end.
MESSAGE_LENGTH = 500
# More than the rows of a large sub-district is a copy of the register, not a list.
MOST_ROWS = 100_000

Value = str | int | date | datetime | None
Row = tuple[Value, ...]


class Kind(StrEnum):
    """What the cells of a column hold; identity numbers and telephones are masked by default."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    IDENTITY = "identity"
    TELEPHONES = "telephones"


@dataclass(frozen=True)
class Column:
    """A column of a list: its name in both languages, and its width in characters."""

    key: str
    name: Named
    kind: Kind = Kind.TEXT
    width: int = 10


@dataclass(frozen=True)
class ListOf:
    """A list that can be looked at and taken out; `by_door`: in the order in which one walks.

    `telling`: to stand on it says something of a home, so that a group reads only those that consented.
    """

    key: str
    name: Named
    columns: tuple[Column, ...]
    by_door: bool = True
    telling: bool = False

    @property
    def masked(self) -> bool:
        """Whether some column is masked unless a purpose is named."""
        return any(one.kind in _MASKS for one in self.columns)


def _column(key: str, zh: str, en: str, kind: Kind = Kind.TEXT, width: int = 10) -> Column:
    return Column(key, Named(zh=zh, en=en), kind, width)


_DOOR = (
    _column("building", "楼栋", "Building", width=14),
    _column("unit", "单元", "Unit", width=8),
    _column("room", "房号", "Room", width=8),
)
_NAME = _column("name", "姓名", "Name")
_IDENTITY = _column("identity_number", "身份证号", "Identity number", Kind.IDENTITY, 21)
_PHONES = _column("telephones", "电话", "Telephone", Kind.TELEPHONES, 14)
_STATE = _column("state", "住房状态", "State of the home", width=10)
_RESIDENTS = _column("residents", "人数", "People", Kind.NUMBER, 7)
_AWAY = _column("away", "外出人数", "Away", Kind.NUMBER, 9)

# Lists go by where one lives now, never by origin or household registration.
LISTS: dict[str, ListOf] = {
    one.key: one
    for one in (
        ListOf(
            "residents",
            Named(zh="住户名单", en="Residents"),
            (
                *_DOOR,
                _NAME,
                _column("sex", "性别", "Sex", width=6),
                _column("relation", "与户主关系", "Relation", width=11),
                _IDENTITY,
                _PHONES,
            ),
        ),
        ListOf(
            "households",
            Named(zh="分户清单", en="Households"),
            (*_DOOR, _STATE, _RESIDENTS, _AWAY),
        ),
        ListOf(
            "needs",
            Named(zh="重点关爱住户", en="Special needs"),
            (*_DOOR, _NAME, _column("needs", "需要什么", "What is asked for", width=28), _PHONES),
            telling=True,
        ),
        ListOf(
            "empty_and_let",
            Named(zh="空置和出租", en="Empty and let homes"),
            (
                *_DOOR,
                _STATE,
                _RESIDENTS,
                _column("landlord", "房东", "Landlord"),
                _column(
                    "landlord_telephones", "房东电话", "Landlord’s telephone", Kind.TELEPHONES, 14
                ),
            ),
        ),
        ListOf(
            "away",
            Named(zh="外出人员", en="People away"),
            (
                *_DOOR,
                _NAME,
                _column("since", "外出日期", "Away since", Kind.DAY, 12),
                _column("until", "预计返回", "Back on", Kind.DAY, 12),
                _PHONES,
            ),
        ),
        ListOf(
            "to_knock",
            Named(zh="待敲门的住户", en="Doors to knock"),
            (
                *_DOOR,
                _STATE,
                _RESIDENTS,
                _column("visits", "已敲门次数", "Visits so far", Kind.NUMBER, 11),
                _column("last", "上次敲门", "Last visit", width=14),
                _column("result", "上次结果", "What it found", width=18),
                _column("next", "接下来", "What is next", width=22),
            ),
        ),
        ListOf(
            "rosters",
            Named(zh="单位人员名册", en="Organisations’ rosters"),
            (
                _column("organisation", "单位", "Organisation", width=22),
                _NAME,
                _column("lives_here", "也住在本地", "Lives here too", width=11),
                _IDENTITY,
                _PHONES,
            ),
            by_door=False,
        ),
        ListOf(
            "duplicates",
            Named(zh="可能重复登记的人", en="Possible duplicates"),
            (
                _column("group", "组", "Group", Kind.NUMBER, 6),
                *_DOOR,
                _NAME,
                _column("because", "为什么像", "Why alike", width=16),
                _IDENTITY,
                _PHONES,
            ),
            by_door=False,
        ),
        ListOf(
            "former",
            Named(zh="已不在册的人", en="Former residents"),
            (
                *_DOOR,
                _NAME,
                _column("gone", "何时起", "Since", Kind.DAY, 12),
                _column("why", "原因", "Why", width=12),
                _column("into", "并入", "Merged into", width=12),
            ),
            by_door=False,
        ),
    )
}


def list_of(key: str) -> ListOf:
    """The list of that key; Problem `list_unknown`."""
    if key not in LISTS:
        raise Problem("list_unknown", list=key)
    return LISTS[key]


def _mask_telephones(text: str) -> str:
    return " ".join(mask_telephone(one) for one in text.split())


_MASKS = {Kind.IDENTITY: mask_identity_number, Kind.TELEPHONES: _mask_telephones}


def masked(columns: Sequence[Column], row: Row) -> Row:
    """A row as it is shown where nobody asked for the whole: of a number only its ends."""
    return tuple(
        _MASKS[column.kind](value) if column.kind in _MASKS and isinstance(value, str) else value
        for column, value in zip(columns, row, strict=True)
    )


def read_purpose(text: str) -> str:
    """What a file is for, in words; it goes into the log, so it names nobody by a number.

    Problems: `purpose_too_short`, `purpose_too_long`, `purpose_holds_number`.
    """
    said = " ".join(text.split())
    if len(said) > PURPOSE_AT_MOST:
        raise Problem("purpose_too_long", length=PURPOSE_AT_MOST)
    if len(said) < PURPOSE_LENGTH:
        raise Problem("purpose_too_short", length=PURPOSE_LENGTH)
    check_purpose(said)
    return said


def check_purpose(said: str, names: Iterable[str] = ()) -> None:
    """Refuse a purpose that says who: the log keeps it. `names` are the people of the list.

    Problems: `purpose_holds_number`, `purpose_holds_name`.
    """
    if holds_long_number(said):
        raise Problem("purpose_holds_number")
    if any(name in said for name in names if len(name) > 1):
        raise Problem("purpose_holds_name")


@dataclass(frozen=True)
class Door:
    """A door by the words on it: building, unit (or none), room."""

    building: str
    unit: str
    room: str


def walk_order(door: Door) -> tuple[tuple[int, str], ...]:
    """Rooms in the order in which one walks: 2 before 11, 301 before 1001."""
    return tuple((len(one), one) for one in (door.building, door.unit, door.room))


# One sentence for every list: nobody can tell from it on which list a room stood.
_HEADING = "请下列房号与楼长联系"


def rooms_for_group(doors: Iterable[Door], heading: str = _HEADING) -> tuple[str, ...]:
    """Messages for group chats: rooms only, one building a message, each of at most 500 characters.

    Every room stands in exactly one message; a building of many rooms takes several, numbered.
    """
    buildings: dict[str, list[Door]] = {}
    for door in sorted(set(doors), key=walk_order):
        buildings.setdefault(door.building, []).append(door)
    messages: list[str] = []
    for building, inside in buildings.items():
        # Room for the heading and its numbers, so that no message grows beyond its length.
        parts = _parts(inside, MESSAGE_LENGTH - len(building) - len(heading) - 16)
        for number, part in enumerate(parts, start=1):
            of = f"（{number}/{len(parts)}）" if len(parts) > 1 else ""
            messages.append(f"{building}{of}{heading}：\n{part}")
    return tuple(messages)


def _parts(doors: Sequence[Door], length: int) -> list[str]:
    """The rooms of one building cut into texts of at most `length`, the unit named once a text."""
    parts: list[str] = []
    part, unit = "", None
    for door in doors:
        room = f"、{door.room}" if door.unit == unit else _opened(part, door)
        if part and len(part) + len(room) > length:
            parts.append(part)
            part, room = "", _opened("", door)
        part, unit = part + room, door.unit
    return [*parts, part] if part else parts


def _opened(part: str, door: Door) -> str:
    """The first room of a unit, with the unit before it on a line of its own."""
    line = "\n" if part else ""
    return f"{line}{door.unit}：{door.room}" if door.unit else f"{line}{door.room}"


def in_messages(head: str, lines: Sequence[str]) -> list[str]:
    """Lines below a head that each message repeats, in as many messages of at most 500 characters as it takes."""
    messages, current = [], head
    for line in lines:
        if len(current) + 1 + len(line) > MESSAGE_LENGTH:
            messages.append(current)
            current = head
        current = f"{current}\n{line}"
    return [*messages, current]


def unbarred(
    doors: Iterable[Door], barred: Collection[Door], homes: Collection[Door]
) -> list[Door]:
    """The doors without those of which nothing is said in a group: isolated, positive.

    Problem `group_text_tells` where all other homes of such a building would stand in its text: then
    everybody there reads who is missing. `homes` are all homes of the place.
    """
    shown = {door: None for door in doors if door not in barred}
    for building in {door.building for door in barred}:
        others = {door for door in homes if door.building == building} - {*barred}
        if others and others <= shown.keys():
            raise Problem("group_text_tells", building=building)
    return list(shown)


def group_texts(
    doors: Iterable[Door],
    names: Iterable[str],
    barred: Collection[Door] = (),
    homes: Collection[Door] = (),
) -> tuple[str, ...]:
    """The messages of a list, each looked over before anybody copies it; Problems as `check_group_text` and
    `unbarred`.
    """
    behind = unbarred(doors, barred, homes)
    known, places = list(names), {one.building for one in behind}
    messages = rooms_for_group(behind)
    for message in messages:
        check_group_text(message, known, places)
    return messages
