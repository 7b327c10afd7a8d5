"""Facilities that many hands touch, made from what a building is like: type, floors, units."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from uuid import UUID

from wumen.rules.numbers import whole
from wumen.rules.problems import Problem

MOST_FLOORS = 80
_WALKED_UP = 7
_LONGEST_NAME = 40

Words = tuple[str, str]


class BuildingType(StrEnum):
    """What a building is like, as far as its facilities go."""

    HIGH_RISE = "high_rise"
    WALK_UP = "walk_up"
    VILLA = "villa"
    COURTYARD = "courtyard"
    SITE = "site"
    DORMITORY = "dormitory"
    PUBLIC = "public"


TYPES: Mapping[BuildingType, Words] = {
    BuildingType.HIGH_RISE: ("高层（电梯）", "high-rise with lifts"),
    BuildingType.WALK_UP: ("多层（步梯）", "walk-up"),
    BuildingType.VILLA: ("联排、独栋", "terraced or detached"),
    BuildingType.COURTYARD: ("平房院", "courtyard"),
    BuildingType.SITE: ("工地", "building site"),
    BuildingType.DORMITORY: ("宿舍", "dormitory"),
    BuildingType.PUBLIC: ("公共建筑", "public building"),
}


class FacilityKind(StrEnum):
    """What many hands touch, what waste goes into, or the door of a shop that is looked in at."""

    LIFT = "lift"
    CORRIDOR = "corridor"
    STAIR_RAIL = "stair_rail"
    DOOR_HANDLE = "door_handle"
    PARCEL_LOCKER = "parcel_locker"
    BIN = "bin"
    CARE_BIN = "care_bin"
    BENCH = "bench"
    FITNESS = "fitness"
    PUBLIC_TOILET = "public_toilet"
    SHOP = "shop"


@dataclass(frozen=True)
class FacilityOf:
    """A kind by its names, with what hands touch there and the source that says to look after it."""

    zh: str
    en: str
    touched: tuple[Words, ...]
    source: str


# The list of what is disinfected is the story's (郑州, January 2022); no national interval was found,
# so how often is a clause's to say. The bin of its own is for 其他相关生活垃圾 of people in isolation.
_DISINFECTED = "郑州 2022年1月社区做法：电梯、楼道、公厕、长椅、健身器材和手常碰处按标准消毒；全国统一频次未见原文"
_TRADE = "郑州 2022年1月社区做法：封控区一切商业活动停止，保供商户关门谢客、只送货"
_WASTE = "封控区生活垃圾：先消毒、双套袋、日产日清，专桶收运（深圳市指引）；郑州 2022年1月社区做法"
FACILITIES: Mapping[FacilityKind, FacilityOf] = {
    FacilityKind.LIFT: FacilityOf(
        "电梯",
        "lift",
        (("电梯按钮", "lift buttons"), ("轿厢扶手", "rail in the car")),
        _DISINFECTED,
    ),
    FacilityKind.CORRIDOR: FacilityOf(
        "楼道", "corridor", (("地面", "floor"), ("灯开关", "light switch")), _DISINFECTED
    ),
    FacilityKind.STAIR_RAIL: FacilityOf(
        "楼梯扶手", "stair rail", (("扶手", "rail"),), _DISINFECTED
    ),
    FacilityKind.DOOR_HANDLE: FacilityOf(
        "单元门把手",
        "unit door handle",
        (("门把手", "handle"), ("门禁按键", "entry keypad")),
        _DISINFECTED,
    ),
    FacilityKind.PARCEL_LOCKER: FacilityOf(
        "快递柜", "parcel locker", (("屏幕", "screen"), ("柜门", "doors")), _DISINFECTED
    ),
    FacilityKind.BIN: FacilityOf("生活垃圾桶", "bin", (("桶盖", "lid"),), _WASTE),
    FacilityKind.CARE_BIN: FacilityOf(
        "其他相关生活垃圾专用桶", "bin for waste of isolated homes", (("桶盖", "lid"),), _WASTE
    ),
    FacilityKind.BENCH: FacilityOf(
        "长椅", "bench", (("椅面、扶手", "seat and arms"),), _DISINFECTED
    ),
    FacilityKind.FITNESS: FacilityOf(
        "健身器材", "fitness equipment", (("把手", "grips"),), _DISINFECTED
    ),
    FacilityKind.PUBLIC_TOILET: FacilityOf(
        "公共厕所",
        "public toilet",
        (("门把手", "door handle"), ("水龙头", "tap"), ("冲水按钮", "flush")),
        _DISINFECTED,
    ),
    FacilityKind.SHOP: FacilityOf("门店", "shop", (("门把手", "door handle"),), _TRADE),
}


@dataclass(frozen=True)
class NewFacility:
    """A facility to be: `unit` is the code of its unit, empty for the building as a whole."""

    unit: str
    kind: FacilityKind
    name: str
    floor: int | None = None


def read_type(text: str) -> BuildingType:
    """The type of that key; Problem `building_type_unknown`."""
    if text not in set(BuildingType):
        raise Problem("building_type_unknown", type=text)
    return BuildingType(text)


def read_floors(text: str) -> int:
    """A number of floors; Problem `floors_impossible` below one or beyond what is built."""
    floors = whole(text, MOST_FLOORS)
    if not floors:
        raise Problem("floors_impossible", text=text[:6], most=MOST_FLOORS)
    return floors


def read_facility_kind(text: str) -> FacilityKind:
    """The kind of facility of that key; Problem `facility_kind_unknown`."""
    if text not in set(FacilityKind):
        raise Problem("facility_kind_unknown", kind=text)
    return FacilityKind(text)


def check_no_shop(kind: str) -> None:
    """Problem `facility_is_a_shop`: shops are put on their own list and taken off it, with whatever hangs on them."""
    if kind == FacilityKind.SHOP:
        raise Problem("facility_is_a_shop")


def read_facility_name(text: str) -> str:
    """A name that people call it by; Problems `name_empty`, `facility_name_long`."""
    name = " ".join(text.split())
    if not name:
        raise Problem("name_empty")
    if len(name) > _LONGEST_NAME:
        raise Problem("facility_name_long", most=_LONGEST_NAME)
    return name


def guess_building(floors_of_rooms: Iterable[int]) -> tuple[BuildingType, int]:
    """Type and floors by the floors of a building's rooms: above seven there is a lift.

    A floor higher than anybody builds is a slip of a room number and says nothing.
    """
    highest = max((one for one in floors_of_rooms if 1 <= one <= MOST_FLOORS), default=1)
    if highest > _WALKED_UP:
        return BuildingType.HIGH_RISE, highest
    return (BuildingType.WALK_UP if highest > 1 else BuildingType.COURTYARD), highest


def _one(kind: FacilityKind, unit: str = "") -> NewFacility:
    return NewFacility(unit, kind, FACILITIES[kind].zh)


def _corridors(unit: str, floors: int) -> list[NewFacility]:
    return [
        NewFacility(unit, FacilityKind.CORRIDOR, f"{floor}层楼道", floor)
        for floor in range(1, floors + 1)
    ]


def _stairwell(unit: str, floors: int) -> list[NewFacility]:
    return [
        _one(FacilityKind.DOOR_HANDLE, unit),
        _one(FacilityKind.STAIR_RAIL, unit),
        *_corridors(unit, floors),
    ]


def _with_lift(unit: str, floors: int) -> list[NewFacility]:
    return [_one(FacilityKind.LIFT, unit), *_stairwell(unit, floors)]


def _by_height(unit: str, floors: int) -> list[NewFacility]:
    return _with_lift(unit, floors) if floors > _WALKED_UP else _stairwell(unit, floors)


def _washrooms(unit: str, floors: int) -> list[NewFacility]:
    kind = FacilityKind.PUBLIC_TOILET
    return [
        NewFacility(unit, kind, f"{floor}层{FACILITIES[kind].zh}", floor)
        for floor in range(1, floors + 1)
    ]


_UNIT: Mapping[BuildingType, Callable[[str, int], list[NewFacility]]] = {
    BuildingType.HIGH_RISE: _with_lift,
    BuildingType.WALK_UP: _stairwell,
    BuildingType.VILLA: lambda unit, _floors: [_one(FacilityKind.DOOR_HANDLE, unit)],
    BuildingType.COURTYARD: lambda unit, _floors: [_one(FacilityKind.DOOR_HANDLE, unit)],
    BuildingType.SITE: lambda unit, _floors: [_one(FacilityKind.DOOR_HANDLE, unit)],
    BuildingType.DORMITORY: lambda unit, floors: [
        *_by_height(unit, floors),
        *_washrooms(unit, floors),
    ],
    BuildingType.PUBLIC: lambda unit, floors: [
        *_by_height(unit, floors),
        *_washrooms(unit, floors),
    ],
}
_LOCKER = frozenset({BuildingType.HIGH_RISE, BuildingType.WALK_UP})
_TOILET = frozenset({BuildingType.COURTYARD, BuildingType.SITE})


def make_facilities(
    type_: BuildingType, floors: int, units: Sequence[str]
) -> tuple[NewFacility, ...]:
    """All that a building of that type has, assumed; a building without units is one stairwell.

    Within a unit, and within the building as a whole, every name stands once.
    """
    made = [one for unit in dict.fromkeys(units or [""]) for one in _UNIT[type_](unit, floors)]
    if type_ in _LOCKER:
        made.append(_one(FacilityKind.PARCEL_LOCKER))
    if type_ in _TOILET:
        made.append(_one(FacilityKind.PUBLIC_TOILET))
    return (*made, _one(FacilityKind.BIN), _one(FacilityKind.CARE_BIN))


def one_more(kind: FacilityKind, borne: Collection[str]) -> str:
    """What one more of a kind is called at a place: by the first number that nothing there bears or bore."""
    called = FACILITIES[kind].zh
    numbered = (called + (str(number) if number > 1 else "") for number in count(1))
    return next(name for name in numbered if name not in borne)


def make_compound_facilities() -> tuple[NewFacility, ...]:
    """What a compound has outside its buildings, assumed."""
    return (_one(FacilityKind.BENCH), _one(FacilityKind.FITNESS))


@dataclass(frozen=True)
class Standing:
    """A facility as it is kept: where, what, on which floor; `said` once a person has spoken of it."""

    ident: UUID
    unit: str
    kind: str
    floor: int | None
    name: str
    said: bool
    closed: bool


@dataclass(frozen=True)
class Reconciled:
    """What is to be made, opened again, and closed because nothing assumes it any more."""

    make: tuple[NewFacility, ...]
    reopen: tuple[UUID, ...]
    close: tuple[UUID, ...]


def reconcile(wanted: Sequence[NewFacility], standing: Iterable[Standing]) -> Reconciled:
    """Bring what is assumed in line with a description; what a person has said stays as it is.

    Counted by unit, kind and floor, so a renamed lift is still the lift, and one that a person closed
    is not made again.
    """
    owed = Counter((one.unit, str(one.kind), one.floor) for one in wanted)
    reopen: list[UUID] = []
    close: list[UUID] = []
    # A second lift that a person added takes nothing from the first; what an earlier description left
    # behind comes after all that people said.
    for one in sorted(standing, key=lambda one: (one.closed and not one.said, one.said)):
        place = (one.unit, one.kind, one.floor)
        held = owed[place] > 0
        owed[place] -= held
        if one.said:
            continue
        if held and one.closed:
            reopen.append(one.ident)
        elif not held and not one.closed:
            close.append(one.ident)
    make = []
    for new in wanted:
        place = (new.unit, str(new.kind), new.floor)
        if owed[place] > 0:
            owed[place] -= 1
            make.append(new)
    return Reconciled(tuple(make), tuple(reopen), tuple(close))


@dataclass(frozen=True)
class TeamLift:
    """The lift that a team keeps while it walks a unit; `others` are left to people, none where it is the only one."""

    kept: str
    others: tuple[str, ...]

    @property
    def said(self) -> str:
        """What people of the unit are told; who is in danger takes any lift."""
        if self.others:
            return f"{self.kept}先给队伍用，请走{'、'.join(self.others)}，急病不限"
        return f"{self.kept}先给队伍用，急病不限"


def team_lift(names: Iterable[str]) -> TeamLift | None:
    """The first of a unit's lifts by its name is the team's, so that everybody says the same; None without a lift."""
    ordered = sorted(names, key=lambda name: (len(name), name))
    return TeamLift(ordered[0], tuple(ordered[1:])) if ordered else None
