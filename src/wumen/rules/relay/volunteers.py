"""Reads the entry of a volunteer: who, from which building, for which buildings, when."""

import re
from dataclasses import replace

from wumen.rules.relay.entries import Entry
from wumen.rules.relay.fields import GAP, Body, take_people, take_phone, take_shifts
from wumen.rules.relay.persons import take_name
from wumen.rules.relay.places import Place, find_building, find_door, labelled
from wumen.rules.relay.words import CANCELLED

_MOBILE = re.compile(
    r"(?<![0-9])(?:\+?86-?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9])|(?<![0-9])[0-9]{8,}(?![0-9])"
)
_TAKES = re.compile(
    r"(?:可以?|愿意?|能|想|希望|申请)?(?:负责|认领|包干|承包|服务|支援|去|管)(?:的?楼栋?)?|愿意|可(?=[0-9])"
)
_RANGE = re.compile(
    r"(?<![0-9])([0-9]{1,2})(?:号楼|栋|#)?\s*[-~到至]\s*([0-9]{1,2})(?:号楼|号|栋|#|楼)"
)
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z.:])([0-9]{1,2}|[A-Z])(?![0-9A-Za-z.:%]|\s*(?:人|单元|点|岁|年|月|小时|天|个|组|级|届|日))(?:号楼|号|栋|#|楼|座)?"
)
_ALONE = re.compile(r"(?<=[\s\x1f,，、+/])([1-9][0-9]?)(?=[\s\x1f,，、+/]|$)")
# Buildings between two numbers that somebody takes; a longer stretch is something else.
_MOST = 60


def read_volunteer(entry: Entry, said: str, head: int | str | None) -> Entry:
    """The entry of somebody who offers help; without a list of buildings her own is meant."""
    phone, wrong = take_phone(Body(said))
    shifts = Body(said)
    found_shifts = take_shifts(shifts)
    before, after = _halves(shifts.left)
    own, before, after = _own(before, after)
    building = own.building if own and own.building is not None else None
    buildings = _buildings(after)
    if building is None and len(buildings) == 1:
        building = buildings[0]
    if building is None and not buildings:
        building = head
    body = Body(GAP.join((before, after)))
    name = take_name(body)
    lack = 0.35 * wrong + 0.3 * (name is None) + 0.15 * (phone is None) + 0.1 * (building is None)
    cancelled = bool(CANCELLED.search(said))
    return replace(
        entry,
        name=name,
        phone=phone,
        building=building,
        unit=own.unit if own else None,
        room=own.room if own else None,
        buildings=tuple(buildings) or ((building,) if building is not None else ()),
        people=take_people(Body(said)),
        shifts=found_shifts,
        cancelled=cancelled,
        confidence=round(max(0.0, 1.0 - lack - 0.25 * cancelled), 2),
    )


def _halves(text: str) -> tuple[str, str]:
    """What stands before and behind the telephone, or the word that says which buildings are taken."""
    takes = _TAKES.search(text)
    phone = _MOBILE.search(text)
    if takes:
        before, after = text[: takes.start()], text[takes.end() :]
        return _MOBILE.sub(GAP, before), _MOBILE.sub(GAP, after)
    return (text[: phone.start()], text[phone.end() :]) if phone else (text, "")


def _own(before: str, after: str) -> tuple[Place | None, str, str]:
    """Her own door or building, and both halves without it."""
    for text, first in ((before, True), (after, False)):
        place = find_door(text) or (find_building(text) if first else None)
        if place:
            rest = text[: place.start] + GAP + text[place.end :]
            return (place, rest, after) if first else (place, before, rest)
    alone = _ALONE.search(before)
    if alone:
        # 陈佳丽+18+电话: a number between signs, where everybody writes the building.
        place = Place(labelled(alone[1]), None, None, alone.start(), alone.end())
        return place, before[: place.start] + GAP + before[place.end :], after
    return None, before, after


def _buildings(text: str) -> list[int | str]:
    """The buildings that somebody takes, in order: 9、11, 16/19号楼, 1-3号楼."""
    found: set[int | str] = set()
    for one in _RANGE.finditer(text):
        first, last = int(one[1]), int(one[2])
        if first < last <= first + _MOST:
            found.update(range(first, last + 1))
    found.update(labelled(one[1]) for one in _NUMBER.finditer(_RANGE.sub(GAP, text)))
    found.discard(0)
    return sorted(
        found, key=lambda one: (isinstance(one, str), one if isinstance(one, int) else 0, str(one))
    )
