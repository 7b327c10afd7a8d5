"""What an entry that is confirmed means for the register, and which entries a person looks at first."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from wumen.rules.needs import SYMPTOM, read_need
from wumen.rules.playbooks import Named
from wumen.rules.relay.buildings import nobody_came
from wumen.rules.relay.entries import SURE, Entry, told_in
from wumen.rules.relay.kinds import Kind
from wumen.rules.relay.resolving import Door
from wumen.rules.temperatures import FEVER

# Who offers help or comes back need not stand in the register yet.
_WITHOUT_DOOR = frozenset({Kind.VOLUNTEERS, Kind.ARRIVALS})
# Lists whose entries say how a home is; the others give reasons, or count who comes.
_TELLS = frozenset({Kind.NEEDS, Kind.SAMPLED, Kind.PRESENT, Kind.TEMPERATURE})
_ALL = re.compile(r"全家|一家|全部|都|均|无人|没人|家里没|全体")
_MONTH_DAY = re.compile(r"(?:([0-9]{4})[-/.年])?([0-9]{1,2})(?:月|[-/.])([0-9]{1,2})")
_DAY_ONLY = re.compile(r"([0-9]{1,2})[日号]")
_LONGEST_AWAY = timedelta(days=300)


class Look(StrEnum):
    """Why a person looks at an entry before it is taken."""

    LIFE = "life"
    DANGER = "danger"
    FEVER = "fever"
    UNWELL = "unwell"
    NO_DOOR = "no_door"
    WHICH_DOOR = "which_door"
    FOR_WHOM = "for_whom"
    NO_READING = "no_reading"
    SAYS_NO = "says_no"
    CANCELLED = "cancelled"
    UNSURE = "unsure"


LOOK_NAMES: dict[Look, Named] = {
    Look.LIFE: Named(zh="可能危及生命，请马上打电话", en="may be a danger to life: ring at once"),
    Look.DANGER: Named(
        zh="可能有危险，请马上打电话问清楚", en="there may be a danger: ring at once and ask"
    ),
    Look.FEVER: Named(zh="发热，请打电话问清楚", en="a fever: ring and ask"),
    Look.UNWELL: Named(zh="说不舒服，请打电话问清楚", en="says unwell: ring and ask"),
    Look.NO_DOOR: Named(zh="登记里没找到这一户", en="no such home in the register"),
    Look.WHICH_DOOR: Named(zh="好几户都可能，请选一户", en="several homes fit: choose one"),
    Look.FOR_WHOM: Named(zh="没说是家里哪几个人", en="does not say for whom of the home"),
    Look.NO_READING: Named(zh="没写体温数字", en="no temperature written"),
    Look.SAYS_NO: Named(zh="说没做或不在", en="says it was not done, or nobody home"),
    Look.CANCELLED: Named(zh="本人说取消", en="cancelled by the writer"),
    Look.UNSURE: Named(zh="不确定读得对不对", en="may have been read wrongly"),
}


@dataclass(frozen=True)
class Reported:
    """Temperatures that a household reported, in degrees Celsius: whose, and who must be seen."""

    normal: tuple[tuple[UUID, float], ...]
    fever: tuple[tuple[UUID, float], ...]


def why_look(kind: Kind, entry: Entry, door: Door | None, several: bool = False) -> Look | None:
    """Why a person looks at an entry first; None where it may be taken with all the clear ones."""
    if entry.priority == "life":
        return Look.LIFE
    if any(value >= FEVER for value in entry.temperatures):
        return Look.FEVER
    if kind is Kind.TEMPERATURE and SYMPTOM.search(entry.text):
        return Look.UNWELL
    if kind in _TELLS and _may_be_danger(kind, entry):
        return Look.DANGER
    if kind is Kind.ARRIVALS and nobody_came(entry.text):
        return None
    if entry.cancelled:
        return Look.CANCELLED
    if door is None and kind not in _WITHOUT_DOOR:
        return Look.WHICH_DOOR if several else Look.NO_DOOR
    if kind is Kind.TEMPERATURE and not entry.temperatures:
        return Look.NO_READING
    if entry.says_no:
        return Look.SAYS_NO
    if door and _for_whom(kind, entry, door):
        return Look.FOR_WHOM
    return Look.UNSURE if entry.confidence < SURE else None


def _may_be_danger(kind: Kind, entry: Entry) -> bool:
    """Whether something may be wrong though no danger to life is told; what is asked for is read to the last word."""
    return read_need(entry.text, net=False).look or (
        kind is Kind.NEEDS and read_need(told_in(entry.items, entry.why)).look
    )


def reported(entry: Entry, door: Door, by_hand: bool = False) -> Reported | None:
    """Whose temperatures an entry reports; None where it does not say. `by_hand`: a person says all.

    One reading for several people counts for all of them only where the entry says so.
    """
    people, values = door.present, entry.temperatures
    if not values or not people:
        return None
    pairs: list[tuple[UUID, float]]
    called = [one for one in people if one.name == entry.name]
    if len(values) == 1 and len(called) == 1 and not _says_all(entry, len(people)):
        pairs = [(called[0].resident, values[0])]
    elif len(values) == len(people):
        pairs = list(zip((one.resident for one in people), values, strict=True))
    elif by_hand or _says_all(entry, len(people)):
        pairs = [(one.resident, max(values)) for one in people]
    else:
        return None
    return Reported(
        tuple(one for one in pairs if one[1] < FEVER),
        tuple(one for one in pairs if one[1] >= FEVER),
    )


def who_is_away(entry: Entry, door: Door, by_hand: bool = False) -> tuple[UUID, ...] | None:
    """Who of a home is away by an entry; None where it does not say."""
    called = [one.resident for one in door.people if one.name == entry.name]
    if len(called) == 1 and entry.people in (None, 1):
        return tuple(called)
    everybody = tuple(one.resident for one in door.people)
    if by_hand or len(everybody) == 1 or _says_all(entry, len(everybody)):
        return everybody
    return None


def day_meant(said: str | None, today: date) -> date | None:
    """The next day that 1月15日, 1.15 or 15号 names, None where it names none that can be."""
    found = _MONTH_DAY.search(said or "")
    only = None if found else _DAY_ONLY.search(said or "")
    for year, month in _months(today):
        try:
            if found and int(found[2]) == month:
                day = date(int(found[1] or year), month, int(found[3]))
            elif only:
                day = date(year, month, int(only[1]))
            else:
                continue
        except ValueError:
            continue
        if today <= day <= today + _LONGEST_AWAY:
            return day
    return None


def _months(today: date) -> list[tuple[int, int]]:
    """The months from today on, a year long."""
    return [
        (today.year + (today.month - 1 + n) // 12, (today.month - 1 + n) % 12 + 1)
        for n in range(12)
    ]


def _for_whom(kind: Kind, entry: Entry, door: Door) -> bool:
    if kind is Kind.TEMPERATURE:
        return reported(entry, door) is None
    return kind is Kind.ABSENT and who_is_away(entry, door) is None


def _says_all(entry: Entry, people: int) -> bool:
    return bool(_ALL.search(entry.text)) or (entry.people is not None and entry.people >= people)
