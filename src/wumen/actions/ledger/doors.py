"""The doors of a ledger in the address tree: labels become codes that never change."""

from collections.abc import Iterable
from itertools import count

from wumen.records.models import Area
from wumen.records.taking import AreaRow
from wumen.rules.addresses import (
    GROUP,
    Address,
    building_in,
    code_of_label,
    read_label,
    read_place,
)
from wumen.rules.areas import AreaKind, code, parent, span

_NAMES = {AreaKind.BUILDING: "{}号楼", AreaKind.UNIT: "{}单元", AreaKind.GROUP: "{}组"}
# What stands directly below the place that a ledger is about.
_BUILDINGS = frozenset({AreaKind.BUILDING, AreaKind.LANE, AreaKind.GROUP})


class Places:
    """The places of a compound, and those that a ledger adds: `new`, parents first.

    `covered`: the buildings, lanes and groups of which the ledger has a door.
    """

    def __init__(self, compound: str) -> None:
        """Read what stands in the compound, inside the scope of the running transaction."""
        self.new: list[AreaRow] = []
        self.covered: set[str] = set()
        self._compound = compound
        self._known: dict[str, AreaRow] = {}
        self._by_label: dict[tuple[str, str, str], str] = {}
        self._doors: dict[Address, str] = {}
        held = span(compound)
        rows = Area.objects.filter(area__gt=held.lo, area__lt=held.hi).order_by("area")
        for row in rows.values_list("area", "kind", "name"):
            self._remember(AreaRow(*row))

    def open(self, addresses: Iterable[Address]) -> None:
        """Find or make the door of each address; a room 101 owns its code before a room 101A."""
        self._doors = dict.fromkeys(addresses, "")
        for one in sorted(self._doors, key=_is_unnumbered):
            path = self._place(self._compound, AreaKind(one.kind), one.building)
            self.covered.add(path)
            if one.unit:
                below = AreaKind.LANE if one.kind == AreaKind.GROUP else AreaKind.UNIT
                path = self._place(path, below, one.unit)
            self._doors[one] = self._place(path, AreaKind.HOUSEHOLD, one.room)

    def door(self, address: Address) -> str:
        """The path of a door that was opened."""
        return self._doors[address]

    def building(self, door: str) -> str:
        """The building, lane or group of a door: the place of it directly below the compound."""
        return door[: door.index("/", len(self._compound)) + 1]

    def _place(self, above: str, kind: AreaKind, label: str) -> str:
        label = read_label(label)
        known = self._by_label.get((above, kind, label))
        if known:
            return known
        first = code_of_label(label)
        for number in count(1):
            path = f"{above}{first}/" if number == 1 else f"{above}{first}-{number}/"
            area = self._known.get(path)
            if area is None:
                break
            if number == 1 and area.kind == kind and not _is_anothers(area):
                self._by_label[above, kind, label] = path
                return path
        name = _NAMES.get(kind, "{}").format(label) if label.isdigit() else label
        area = AreaRow(path, kind.value, name)
        self.new.append(area)
        self._remember(area)
        self._by_label[above, kind, label] = path
        return path

    def _remember(self, area: AreaRow) -> None:
        self._known[area.area] = area
        above = parent(area.area)
        labels = {read_label(area.name)}
        if area.kind in _BUILDINGS:
            labels.add(building_in(area.name))
        if area.kind == AreaKind.GROUP:
            labels.add(read_place(area.name, GROUP).building)
        for label in labels - {""}:
            self._by_label.setdefault((above, area.kind, label), area.area)


def _is_unnumbered(address: Address) -> bool:
    labels = (address.building, address.unit or "0", address.room)
    return not all(label.isdigit() for label in labels)


def _is_anothers(area: AreaRow) -> bool:
    """Whether a place that shares a label's code is named by a label of its own.

    A place that was given a free name, or none yet, keeps the code it was made for.
    """
    label, own = read_label(area.name), code(area.area)
    if code_of_label(label) != own or (area.name == own and not own.isdigit()):
        return False
    return label.isascii() or not any(char.isdigit() for char in label)
