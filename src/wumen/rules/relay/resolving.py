"""Whose entry it is: by telephone, by name and place, by room; several that fit are for a person."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from wumen.rules.addresses import code_of_label
from wumen.rules.areas import in_order
from wumen.rules.relay.entries import Entry
from wumen.rules.relay.places import find_door, flat

PHONE, NAME, ROOM, HAND = "phone", "name", "room", "hand"


@dataclass(frozen=True)
class Dweller:
    """Somebody who lives behind a door."""

    resident: UUID
    name: str
    away: bool = False


@dataclass(frozen=True)
class Door:
    """A door of the register: its path, its codes below the compound, and who lives there.

    `asked`: people live there and somebody of them is at home.
    """

    household: UUID
    path: str
    building: str
    unit: str
    room: str
    people: tuple[Dweller, ...] = ()
    asked: bool = True

    @property
    def label(self) -> str:
        """The door as a list for the group names it: 1-2-301."""
        return "-".join(part for part in (self.building, self.unit, self.room) if part)

    @property
    def present(self) -> tuple[Dweller, ...]:
        """Who is at home."""
        return tuple(one for one in self.people if not one.away)


@dataclass(frozen=True)
class Resolved:
    """The door of an entry and by what it was found, else the doors that a person may choose from."""

    door: Door | None = None
    by: str | None = None
    candidates: tuple[Door, ...] = ()


class Doors:
    """The doors of a place, found by room and by name."""

    def __init__(self, doors: Iterable[Door]) -> None:
        """Look through the doors once."""
        self.all = tuple(doors)
        self.by_path = {door.path: door for door in self.all}
        self._by_room: dict[str, list[Door]] = {}
        self._by_name: dict[str, list[Door]] = {}
        for door in self.all:
            self._by_room.setdefault(door.room, []).append(door)
            for name in dict.fromkeys(one.name for one in door.people):
                self._by_name.setdefault(name, []).append(door)

    def at(self, building: object, unit: object, room: str) -> list[Door]:
        """The doors with that room, as far as building and unit are known."""
        found = self._by_room.get(code_of_label(room), [])
        if building is None and unit is not None:
            # 9-301 without a building may be building 9 or unit 9.
            key = code_of_label(str(unit))
            return [one for one in found if key in (one.unit, one.building)]
        return [
            one
            for one in found
            if (building is None or one.building == code_of_label(str(building)))
            and (unit is None or one.unit == code_of_label(str(unit)))
        ]

    def written(self, text: str) -> Door | None:
        """The one door that a text writes as people do, 1-2-301 or 301; None for none or several."""
        place = find_door(flat(text))
        found = self.at(place.building, place.unit, place.room) if place and place.room else []
        return found[0] if len(found) == 1 else None

    def named(self, name: str, building: object) -> list[Door]:
        """The doors behind which somebody of that name lives, in a building if it is known."""
        found = self._by_name.get(name, [])
        if building is None:
            return found
        return [one for one in found if one.building == code_of_label(str(building))]


def resolve(entry: Entry, doors: Doors, by_phone: Mapping[str, Sequence[str]]) -> Resolved:
    """Whose entry it is; `by_phone` gives the paths of the doors of everyone who bears a telephone.

    A complete address that stands in the register goes before a telephone that belongs elsewhere.
    """
    fits = doors.at(entry.building, entry.unit, entry.room) if entry.room else []
    ringing = [
        doors.by_path[path] for path in by_phone.get(entry.phone or "", ()) if path in doors.by_path
    ]
    if ringing:
        both = [one for one in ringing if one in fits] if entry.room else ringing
        if len(both) == 1:
            return Resolved(both[0], PHONE, tuple(both))
        complete = entry.building is not None and entry.unit is not None and len(fits) == 1
        if not complete:
            return Resolved(None, None, _once((*fits, *ringing)))
    if entry.name:
        called = doors.named(entry.name, entry.building)
        there = [one for one in called if one in fits] if entry.room else called
        if len(there) == 1 and (entry.room or entry.building is not None):
            return Resolved(there[0], NAME, tuple(there))
        if there:
            return Resolved(None, None, _once(there))
    if len(fits) == 1:
        return Resolved(fits[0], ROOM, tuple(fits))
    return Resolved(None, None, _once(fits))


def missing_rooms(doors: Iterable[Door], answered: Collection[str]) -> list[Door]:
    """The doors that have not answered, in order; who is away, and where nobody lives, is not asked."""
    open_ = (one for one in doors if one.asked and one.path not in answered)
    return sorted(open_, key=lambda one: in_order(one.path))


def _once(doors: Iterable[Door]) -> tuple[Door, ...]:
    return tuple({one.path: one for one in doors}.values())
