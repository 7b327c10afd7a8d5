"""The building elevation (楼栋图): where each home stands on it, and how it stands today."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from wumen.rules.areas import code, floor

# Above this many homes a row of small elevations is read by nobody: each building is a bar then.
SMALL_AT_MOST = 6_000


class Standing(StrEnum):
    """How a home stands today; the first that holds, from the most urgent."""

    OVERDUE = "overdue"
    OPEN = "open"
    DONE = "done"
    NOTHING = "nothing"


def standing(open_: int, overdue: int, settled: int) -> Standing:
    """How a home stands, by how much of today is open, overdue (a part of open), and settled."""
    if overdue:
        return Standing.OVERDUE
    if open_:
        return Standing.OPEN
    return Standing.DONE if settled else Standing.NOTHING


class Door(Protocol):
    """A door as far as its place on an elevation goes; `stretch` is the path straight above it."""

    @property
    def area(self) -> str:
        """Its path."""

    @property
    def room(self) -> str:
        """What stands on it."""

    @property
    def stretch(self) -> str:
        """The path of its unit, building, lane or courtyard."""

    @property
    def stretch_name(self) -> str:
        """The name of that."""

    @property
    def in_unit(self) -> bool:
        """Whether that is a unit."""


D = TypeVar("D", bound=Door)


@dataclass(frozen=True)
class Unit(Generic[D]):
    """A unit with its floors from the top, each a row of doors; without units the building itself.

    A place in a row is None where other floors have a room of that ending and this one has none.
    """

    code: str
    name: str
    floors: tuple[tuple[int, tuple[D | None, ...]], ...]

    @property
    def width(self) -> int:
        """How many doors the widest floor has."""
        return max((len(row) for _, row in self.floors), default=0)


def column(room: str) -> str:
    """What a room shares with those above and below it: the ending 01 of 301; else its own name."""
    return room[-2:] if room.isdigit() and len(room) > 2 else room


def floors(doors: Iterable[D]) -> tuple[tuple[int, tuple[D | None, ...]], ...]:
    """Floors from the top; rooms of one ending stand above each other, a gap where none is."""
    sorted_doors = sorted(doors, key=lambda door: (len(door.area), door.area))
    columns = sorted({column(door.room) for door in sorted_doors}, key=lambda one: (len(one), one))
    rows: dict[int, dict[str, D]] = {}
    for door in sorted_doors:
        row = rows.setdefault(floor(code(door.area)), {})
        ending = column(door.room)
        # Two rooms of one ending on a floor, 101 and 1-101, both keep a place of their own.
        row[ending if ending not in row else door.room] = door
    return tuple(
        (number, (*(row.pop(one, None) for one in columns), *row.values()))
        for number, row in sorted(rows.items(), reverse=True)
    )


def units(doors: Iterable[D]) -> tuple[Unit[D], ...]:
    """Doors that stand on floors, unit by unit, 2 before 10."""
    found: dict[str, list[D]] = {}
    for door in doors:
        found.setdefault(door.stretch, []).append(door)
    made = [
        Unit(code(path), some[0].stretch_name if some[0].in_unit else "", floors(some))
        for path, some in found.items()
    ]
    return tuple(sorted(made, key=lambda one: (len(one.code), one.code)))


@dataclass(frozen=True)
class Spot:
    """Where a home stands on a small elevation: column from the left, row from the top."""

    x: int
    y: int


def spots(units_: Sequence[Unit[D]]) -> dict[str, Spot]:
    """The place of each door, by its path, on an elevation drawn small: units side by side on one ground.

    Between units one column stays free; all stand on the lowest floor that any of them has.
    """
    every = sorted({number for unit in units_ for number, _ in unit.floors}, reverse=True)
    row_of = {number: row for row, number in enumerate(every)}
    result: dict[str, Spot] = {}
    left = 0
    for unit in units_:
        for number, doors in unit.floors:
            for place, door in enumerate(doors):
                if door is not None:
                    result[door.area] = Spot(left + place, row_of[number])
        left += unit.width + 1
    return result


# Houses of a courtyard or lane in one row of a small elevation.
_HOUSES_IN_ROW = 6


def yard_spots(doors: Iterable[D]) -> dict[str, Spot]:
    """The place of each house that stands on no floor, on a small drawing: along the lane, row by row."""
    along = sorted(doors, key=lambda door: (len(door.area), door.area))
    return {
        door.area: Spot(at % _HOUSES_IN_ROW, at // _HOUSES_IN_ROW) for at, door in enumerate(along)
    }
