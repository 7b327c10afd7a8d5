"""Which door a row belongs to: its own cells, else the household block it stands in."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from wumen.rules.addresses import (
    BUILDING,
    GROUP,
    LANE,
    Address,
    building_in,
    plain,
    read_address,
    read_label,
    read_place,
)
from wumen.rules.ledger.headers import DOOR_FIELDS, Layout, first_cell
from wumen.rules.ledger.sheets import Cell, Row, Sheet, cell_text, raw_text, says_nothing

_LONGEST_ROOM = 16
_BUILDING_AND_UNIT = re.compile(r"0*([0-9]{1,3})\s*[-—–－/]\s*0*([0-9]{1,2})")
# A line of its own above the rows of a building, a unit or a village group.
_SECTION = re.compile(
    r"(?!.*[合小总共]\s*计)(?P<place>[^0-9]{0,20}?(?:[0-9]{1,3}|[A-Za-z][0-9]{0,2}|[一二三四五六七八九十]{1,3})"
    r"(?:号楼|号栋|号幢|#楼|栋|幢|座|#|(?P<unit>单元)|(?P<group>村民小组|村民组|小组|组))"
    r"(?:-?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})单元)?)"
    r"(?:共?[0-9]+[户人口,、]*|[^0-9室层]){0,20}"
)
_LETTERED = re.compile(r"^([A-Z])(?:座|栋|幢|楼|号楼)$")
_TAB = re.compile(r"([0-9]{1,3}|[A-Za-z][0-9]{0,2}|[一二三四五六七八九十]{1,3})号?")
_REMARK = re.compile(r"\([^()]*\)")
_UNIT_IN_TITLE = re.compile(
    r"(?<![0-9一二三四五六七八九十~至到、,-])([0-9]{1,2}|[一二三四五六七八九十]{1,3})单元"
)
# The signs of a sentence or a sum, which the name of a room never has.
_NO_ROOM = re.compile(r"[:。,;]|^共?[0-9]+[户人]$")
_THROUGH_A_NUMBER = re.compile(r"([0-9]+)\.0+")
# A cell that Excel took for a day: 3-2-11 became 2003-02-11 and cannot be had back.
_TURNED_INTO_A_DAY = "?"
_NOWHERE = Address("", "", "")
# Of a merged block every row says what its first cell says, of these fields.
_SAID_BY_BLOCKS = (*DOOR_FIELDS, "level", "state", "number")
_ON_A_FLOOR = re.compile(r"0?([0-9]{1,2})(?:室|号|户|房)?")
_LEVEL = re.compile(r"0*([0-9]{1,2})(?:层|楼|F)?")


class DoorFinder:
    """Reads doors row by row; a household left blank below its first row is filled down."""

    def __init__(self, sheet: Sheet, layout: Layout) -> None:
        """Look once at title and rows: the building they name, and what the numbers count."""
        self._layout = layout
        self._columns = {field: layout.columns.get(field, ()) for field in DOOR_FIELDS}
        self._in_use = tuple(at for places in self._columns.values() for at in places)
        self._columns["level"] = layout.columns.get("level", ())
        self._level = ""
        self._by_place = any(self._columns[field] for field in ("group", "lane", "building"))
        self._place = _NOWHERE if self._by_place else _place_of_sheet(sheet, layout)
        self._numbers_count_households = _numbers_count_households(sheet.rows, layout)
        self._door: Address | None = None
        self._merged = False

    def read(self, row: Row, merged: bool = False) -> Address | None:
        """The door of the row, None when it cannot be read.

        `merged`: a merged block says the row's door; no row below the block belongs to it.
        """
        if self.names_a_door(row):
            self._door = self._read_cells(row)
            self._merged = merged
        elif self._merged or (
            self._numbers_count_households and self._layout.cell(row, "number") is not None
        ):
            self._door = None
        return self._door

    def names_a_door(self, row: Row) -> bool:
        """Whether the row itself writes an address, a building, a unit or a room."""
        return any(row[at] is not None and _text(row[at]) for at in self._in_use if at < len(row))

    def end_block(self) -> None:
        """Let no later row without an address belong to the household above."""
        self._door = None

    def turn_page(self) -> None:
        """Let the household above go on below a header that a new page repeats."""
        self._merged = False

    def enters_section(self, row: Row) -> bool:
        """Whether the row is a line above the rows of a place; these belong to it from now on."""
        place = _place_of_section(row, self._place)
        if place is None:
            return False
        self._place, self._door = place, None
        return True

    def raw(self, row: Row) -> str:
        """What the row writes as its address, as the file holds it."""
        parts = (raw_text(first_cell(row, places)) for places in self._columns.values())
        return " ".join(part for part in parts if part)

    def _read_cells(self, row: Row) -> Address | None:
        if self._by_place:
            self._read_place(row)
        unit, room = self._said(row, "unit"), self._said(row, "room")
        if self._columns["room"] and not self._columns["building"]:
            self._enter_building(self._said(row, "address"))
        if unit:
            self._place = replace(self._place, unit=read_label(unit))
        if room:
            door = self._door_in_place(self._on_its_floor(row, room))
            if door:
                return door
        address = self._said(row, "address")
        if not address:
            return None
        place = self._place
        door = read_address(address, place.building, place.kind)
        same = door is not None and (door.building, door.kind) == (place.building, place.kind)
        # What is written above the door, or in a column beside it, says its unit or lane.
        if door and place.unit and not door.unit and (same or place.kind == door.kind == GROUP):
            return replace(door, unit=place.unit)
        return door

    def _on_its_floor(self, row: Row, room: str) -> str:
        """A room of one or two digits beside a column of floors: 3 on the 5th is 503."""
        if not self._columns["level"]:
            return room
        said = self._said(row, "level")
        level = _LEVEL.fullmatch(said.upper())
        self._level = level[1] if level else "" if said else self._level
        short = _ON_A_FLOOR.fullmatch(room)
        return f"{self._level}{int(short[1]):02d}" if short and self._level else room

    def _enter_building(self, address: str) -> None:
        """Beside a room an address may say no more than the building, or building and unit."""
        if address and read_address(address) is None:
            dashed = _BUILDING_AND_UNIT.fullmatch(address)
            if dashed:
                self._place = Address(dashed[1], dashed[2], "")
            elif building_in(address):
                self._place = read_place(address)

    def _read_place(self, row: Row) -> None:
        group, lane = self._said(row, "group"), self._said(row, "lane")
        building = self._said(row, "building")
        if group:
            self._place = read_place(group, GROUP)
        if lane:
            found = read_place(lane, LANE)
            inside = self._place.kind == GROUP and bool(self._columns["group"])
            self._place = replace(self._place, unit=found.building) if inside else found
        if building:
            self._place = read_place(building)

    def _door_in_place(self, room: str) -> Address | None:
        place = self._place
        whole = read_address(room)
        if whole and (not self._by_place or whole.building == place.building):
            return whole
        if not place.building:
            return None
        inside = read_address(room, place.building, place.kind)
        named = len(room) <= _LONGEST_ROOM and "单元" not in room and not _NO_ROOM.search(room)
        if inside is None and named:
            inside = Address(place.building, "", read_label(room), place.kind)
        if inside is None or (inside.unit and place.unit and inside.unit != place.unit):
            return None
        return inside if inside.unit else replace(inside, unit=place.unit)

    def _said(self, row: Row, field: str) -> str:
        for at in self._columns[field]:
            if at < len(row) and row[at] is not None and row[at] != "":
                return _text(row[at])
        return ""


class Doors:
    """One label for one door: '0301' and '301' of a unit, 'A座' and 'A', as first written."""

    def __init__(self) -> None:
        """Start with no door known."""
        self._known: dict[tuple[str, str, str, str], Address] = {}

    def canonical(self, address: Address) -> Address:
        """The door as it was first written."""
        room = address.room.lstrip("0") or address.room
        building = _LETTERED.sub(r"\1", address.building)
        key = (building, address.unit, room, address.kind)
        return self._known.setdefault(key, address)


def fill_blocks(sheet: Sheet, layout: Layout) -> dict[int, list[Cell]]:
    """The rows (from 0) of merged blocks below the header, each with what its block says."""
    columns = {at for field in _SAID_BY_BLOCKS for at in layout.columns.get(field, ())}
    filled: dict[int, list[Cell]] = {}
    # Blocks never overlap in a sound file; of a made-up one no cell is filled twice.
    filled_to = dict.fromkeys(columns, layout.last_row - 1)
    for top, left, bottom, _ in sorted(sheet.merged):
        if left not in columns or bottom <= top or not filled_to[left] < top < len(sheet.rows):
            continue
        filled_to[left] = bottom
        said = first_cell(sheet.rows[top], (left,))
        if said is None:
            continue
        for index in range(top, min(bottom + 1, len(sheet.rows))):
            row = filled.setdefault(index, list(sheet.rows[index]))
            row.extend([None] * (left + 1 - len(row)))
            row[left] = said
    return filled


def _place_of_section(row: Row, within: Address) -> Address | None:
    """The place that a line of its own names; who keeps it may be named behind it."""
    texts = (text for text in map(cell_text, row) if text)
    text = _REMARK.sub("", next(texts, "")).strip()
    found = _SECTION.fullmatch(text)
    if found is None or read_address(text) is not None:
        return None
    if any(":" not in beside and not beside.isdigit() for beside in texts):
        return None
    if found["unit"]:
        unit = _UNIT_IN_TITLE.search(found["place"])
        return replace(within, unit=read_label(f"{unit[1]}单元"), room="") if unit else None
    return read_place(found["place"], GROUP if found["group"] else BUILDING)


def _text(cell: Cell) -> str:
    if isinstance(cell, date):
        return _TURNED_INTO_A_DAY
    text = cell_text(cell)
    if text[-1:] == "0" and _THROUGH_A_NUMBER.fullmatch(text):
        return text.partition(".")[0]
    return "" if says_nothing(text) else text


def _place_of_sheet(sheet: Sheet, layout: Layout) -> Address:
    """The one building, lane or group that the name of the sheet and the titles name."""
    titles = [sheet.name]
    titles += [plain(raw_text(cell)) for row in sheet.rows[: layout.first_row - 1] for cell in row]
    found = {building_in(title) for title in titles} - {""}
    if found:
        units = {read_label(f"{unit}单元") for title in titles for unit in _units_in(title)}
        unit = units.pop() if len(units) == 1 else ""
        return Address(found.pop(), unit, "") if len(found) == 1 else _NOWHERE
    place = read_place(sheet.name)
    if place.kind != BUILDING:
        return place
    # A tab called 3, 三 or B3 is a building, where neither cells nor titles name any.
    alone = _TAB.fullmatch("".join(plain(sheet.name).split()))
    return Address(read_label(f"{alone[1]}号楼"), "", "") if alone else _NOWHERE


def _units_in(title: str) -> list[str]:
    """The units that a title names; one that it counts, as in 共3单元, or a span names none."""
    return (
        []
        if re.search(r"共[0-9一二三四五六七八九十]+个?单元", title)
        else _UNIT_IN_TITLE.findall(title)
    )


def building_of_sheet(sheet: Sheet, layout: Layout) -> str:
    """The label that name or titles give to all doors of the sheet, '' where cells do or nobody."""
    named = any(layout.columns.get(field) for field in ("group", "lane", "building"))
    return "" if named else _place_of_sheet(sheet, layout).building


def _numbers_count_households(rows: Sequence[Row], layout: Layout) -> bool:
    if "number" not in layout.columns:
        return False
    numbered = unnumbered = 0
    doors = [at for field in DOOR_FIELDS for at in layout.columns.get(field, ())]
    names = layout.seats[0].columns["name"]
    for row in rows[layout.last_row :]:
        if not isinstance(first_cell(row, names), str) or first_cell(row, doors) is not None:
            continue
        if layout.cell(row, "number") is None:
            unnumbered += 1
        else:
            numbered += 1
    return unnumbered >= numbered
