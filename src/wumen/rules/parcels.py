"""Parcels in (到件登记): a list read line by line, how many for which door, and how each reaches its home."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from wumen.rules.areas import ancestors
from wumen.rules.guarded_text import check_group_text, read_reason
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.relay import Entry, Kind
from wumen.rules.relay.entries import SURE
from wumen.rules.relay.fields import number
from wumen.rules.relay.lines import LONGEST, Raw
from wumen.rules.relay.one_entry import Head, read_entry
from wumen.rules.relay.places import buildings_in, find_building, find_door, flat, units_in
from wumen.rules.relay.words import COURTESY
from wumen.rules.time import business_day

# A courier's van brings no more at once, and what is pasted by mistake is not searched to its end.
MOST_LINES = 300
MOST_PIECES = 99
# The name of a point stands at the head of every text for a group, a keeper's is a person's.
LONGEST_NAME, LONGEST_KEEPER = 20, 40
# What lies longer is said first and in orange: food spoils, and somebody waits for it.
LONG = timedelta(hours=24)
# The same list once more so soon is most often the same tap twice.
TWICE = timedelta(minutes=10)

# A line without a room is found by its telephone, whatever else it says.
_BY_PHONE = 0.7
_SIGNS = "、,;"
# Before the text is made plain, for then ① is the first digit of what follows.
_CIRCLED = re.compile(r"^\s*[①-⑳]\s*")
_NUMBER = re.compile(r"^\(?[0-9]{1,2}[.、):：]\s*(?=\S)(?![0-9]{1,2}[.、,][0-9]{3,4})")
_AND = re.compile(r"(?<=[0-9A-Za-z室号户])\s*[和及跟]\s*(?=[0-9])")
# The digits of a waybill and the code of a shelf look like rooms and telephones and are none.
_NO_ROOM = re.compile(
    r"(?:尾号|单号|运单号?|快递单|取件码|取货码|提货码|验证码|货架|架号|编号)\s*[:：]?\s*[A-Za-z0-9][A-Za-z0-9-]*"
    r"|(?<![A-Za-z0-9])(?:[A-Za-z]{2,4}[0-9]{8,}|[0-9]{12,})(?![0-9])"
)
_PIECES = re.compile(
    r"(?<![0-9])([0-9]{1,3}|[一二两三四五六七八九十])\s*(?:件|个|箱|包|袋|盒|份|桶|提)|[xX×*]\s*([0-9]{1,3})(?![0-9])"
)
_HEAD_ONLY = re.compile(
    r"(?:第|的|今[天日]|[上下]午|刚|到了?|有|来了?|快递|外卖|包裹|件|如下|[\s:：,、;。.\-])*"
)
# That parcels were brought, and not vegetables or a medicine; not one that is to be sent or was not found either.
_PARCELS = re.compile(r"快递|快件|包裹|外卖|到件|邮件|网购")
_NOT_BROUGHT = re.compile(r"寄|退|拒收|取走|拿走|[没未不](?:有|能|找|取|拿|送|收|到|在|要)")
# Under what a handing over stands that a phone told: made of its place in the log, the same however often it is read.
_TOLD = UUID("5f4c1b7e-2d0a-4c39-9a56-8a1f6f3e7b10")
_MADE_OF_A_PLACE = 5
# So many names are offered as who carried it; who is not among them is written.
OFFERED = 8
_UNIT = re.compile(r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})单元")

# What was ticked wrongly is noticed at the shelf; on another day somebody has acted on it.
LONGEST_PUT_BACK = 60


class How(StrEnum):
    """How a parcel left its point: brought to the door, fetched by who lives there, or noted by mistake."""

    BROUGHT = "brought"
    FETCHED = "fetched"
    MISTAKE = "mistake"


HOW_NAMES: dict[How, Named] = {
    How.BROUGHT: Named(zh="送到门口", en="brought to the door"),
    How.FETCHED: Named(zh="自己取走", en="fetched"),
    How.MISTAKE: Named(zh="记错了，撤下", en="noted by mistake"),
}


@dataclass(frozen=True)
class Line:
    """One door of a list as it is written: what the entry says, how many pieces.

    `sure`: it may be taken as soon as its door stands in the register. `text` is what a person reads, with
    the building of its head; read again alone it says the same.
    """

    text: str
    entry: Entry
    pieces: int
    sure: bool


def read_parcels(text: str) -> tuple[Line, ...]:
    """The doors of a list, one line a parcel or several rooms a line; but for courtesies no line is lost.

    Problems: `parcels_empty`, `parcels_too_many`, `parcels_not_text`.
    """
    if "\x00" in text or "\ufffd" in text:
        raise Problem("parcels_not_text")
    plain = (flat(_CIRCLED.sub("", row)) for row in text.splitlines())
    rows = [(at, said) for at, said in enumerate(plain, start=1) if said]
    if not rows:
        raise Problem("parcels_empty")
    if len(rows) > MOST_LINES or len(text) > LONGEST:
        raise Problem("parcels_too_many", most=MOST_LINES)
    found: list[Line] = []
    head = Head()
    for at, said in rows:
        above = _head(said)
        head = above or head
        if above is not None or COURTESY.fullmatch(said):
            continue
        doors = list(_doors(at, _NUMBER.sub("", said), head))
        found += doors
        if any(one.entry.building != head.building for one in doors):
            # Who names another building whole has left the one above.
            head = Head()
    if not found:
        raise Problem("parcels_empty")
    return tuple(found)


def _head(said: str) -> Head | None:
    """The building, perhaps with its unit, that a line names for the lines below it and nothing else."""
    if find_door(said) is not None:
        return None
    buildings, units = buildings_in(said), units_in(said)
    if len(buildings) > 1 or len(units) > 1 or not (buildings or units):
        return None
    place = find_building(said)
    rest = said[: place.start] + said[place.end :] if place else said
    if not _HEAD_ONLY.fullmatch(_UNIT.sub("", rest)):
        return None
    return Head(buildings[0] if buildings else None, units[0] if units else None)


def _doors(at: int, said: str, head: Head) -> Iterator[Line]:
    """The doors of one line; a room without its building is of the one before it, else of the head."""
    for part in _parts(_AND.sub("、", said)):
        line = _line(at, part, head)
        entry = line.entry
        if entry.room and (entry.building, entry.unit) != (None, None):
            head = Head(entry.building, entry.unit)
        yield line


def _parts(said: str) -> list[str]:
    """A line cut into its doors, where it names several; what is said behind a door stays with it."""
    apart = [one for one in re.split(rf"[{_SIGNS}\s]+", said) if one]
    if all(_written(one) for one in apart):
        return apart
    parts: list[str] = []
    for one in filter(None, (part.strip() for part in re.split(rf"[{_SIGNS}]+", said))):
        if not parts and not _written(one):
            return [said]
        parts = [*parts, one] if _written(one) else [*parts[:-1], f"{parts[-1]} {one}"]
    return parts or [said]


def _written(text: str) -> bool:
    return find_door(_NO_ROOM.sub(" ", text)) is not None


def _line(at: int, part: str, head: Head) -> Line:
    plain = _NO_ROOM.sub(" ", part)
    counted = [number(one[1] or one[2]) for one in _PIECES.finditer(_without_door(plain))]
    said = _PIECES.sub(" ", plain) if counted else plain
    # Read as a list that counts: a bare number behind a room, as in 1503 2, says how many.
    entry = read_entry(Raw(None, at, [part], [said]), Kind.PRESENT, head)
    pieces = counted[0] if counted else (entry.people or 1)
    sure = entry.confidence >= (SURE if entry.room or not entry.phone else _BY_PHONE)
    told = "\n".join(filter(None, (_said(head), part)))
    return Line(told, entry, pieces, sure and len(counted) <= 1 and 1 <= pieces <= MOST_PIECES)


def _without_door(plain: str) -> str:
    """A line without its door: 3号楼1单元903 counts no pieces."""
    place = find_door(plain)
    return f"{plain[: place.start]} {plain[place.end :]}" if place else plain


def _said(head: Head) -> str:
    """A head in words, as it is read again."""
    building = f"{head.building}号楼" if head.building is not None else ""
    return building + (f"{head.unit}单元" if head.unit is not None else "")


def stays_in(door: str, shut: Collection[str]) -> bool:
    """Whether a home may not leave its door, so that its parcels are brought; `shut` are places nobody leaves."""
    return any(place in shut for place in (*ancestors(door), door))


def lies_long(since: datetime, now: datetime) -> bool:
    """Whether a parcel lies so long that it is said first."""
    return now - since >= LONG


def brings_parcels(what: str) -> bool:
    """Whether what somebody noted as brought to a door is the parcels of that home."""
    return bool(_PARCELS.search(what)) and not _NOT_BROUGHT.search(what)


def brought_pieces(what: str, count: int | None) -> int | None:
    """How many were brought, as it is counted or written; None for all that lay there."""
    counted = [number(one[1] or one[2]) for one in _PIECES.finditer(flat(what))]
    return count or (counted[0] if len(counted) == 1 else None)


def given_out(pieces: Sequence[int], said: int | None) -> int:
    """How many lots of a home, the oldest first, its door was brought: never more pieces than was said."""
    total = 0
    for at, many in enumerate(pieces):
        total += many
        if said is not None and total > said:
            return at
    return len(pieces)


def handing_told(writer: UUID, seq: int) -> UUID:
    """Under what the handing over stands that an event of a phone told."""
    return uuid5(_TOLD, f"{writer}/{seq}")


def check_put_back(handed_at: datetime, today: date, why: str) -> str:
    """Why what was handed over lies at its point again, as it is logged: it says what is done, and of nobody.

    Problems: `parcel_day_over`, `parcel_why_needed`, those of `check_group_text`.
    """
    if business_day(handed_at) != today:
        raise Problem("parcel_day_over")
    return read_reason(why, "parcel_why_needed", LONGEST_PUT_BACK)


def by_phone(handing: UUID) -> bool:
    """Whether a phone told a handing over, and no page."""
    return handing.version == _MADE_OF_A_PLACE


def carriers(
    here: bool, own: str, keeper: str, duty: Iterable[str], lately: Iterable[str]
) -> list[str]:
    """Who may have carried it to the door, the usual one first.

    `here`: who notes it works below the point, so she most often carried it herself; at the point itself it is
    whoever carried last, or who is on duty for it, or the keeper.
    """
    known = [*lately, *duty, keeper]
    return list(dict.fromkeys([own, *known] if here else [*known, own]))[:OFFERED]


def heading(point: str) -> str:
    """What a group reads above the rooms: one sentence for every home, whoever may leave and whoever may not."""
    return f"有件到了{point}，能出门的请戴口罩来取，出不了门的送到您门口"


def check_point(name: str, keeper: str) -> tuple[str, str]:
    """The name and the keeper of a deposit point.

    Problems: `deposit_point_name_wrong`, `deposit_point_keeper_missing`, and those of `check_group_text`:
    its name stands in texts for groups.
    """
    called, kept_by = " ".join(name.split()), " ".join(keeper.split())
    if not called or len(called) > LONGEST_NAME:
        raise Problem("deposit_point_name_wrong", most=LONGEST_NAME)
    if not kept_by or len(kept_by) > LONGEST_KEEPER:
        raise Problem("deposit_point_keeper_missing")
    # Beside a room, as it will stand.
    check_group_text(f"{heading(called)}：101室")
    return called, kept_by


def read_how(text: str) -> How:
    """How it left the point, of a tap; Problem `parcel_how_unknown`."""
    if text not in set(How):
        raise Problem("parcel_how_unknown")
    return How(text)


def check_handing(how: How, carried_by: str, stays: bool) -> str:
    """Who carried it, where somebody did.

    Problems: `parcel_to_door` for a home that may not leave its door, `parcel_carrier_missing`.
    """
    if how is How.FETCHED and stays:
        raise Problem("parcel_to_door")
    name = " ".join(carried_by.split())
    if how is not How.BROUGHT:
        return ""
    if not name or len(name) > LONGEST_KEEPER:
        raise Problem("parcel_carrier_missing")
    return name
