"""Lots as whoever carries them reads them: what lies, by unit and floor what each home gets, over or short, texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from wumen.queries.doors import Doors
from wumen.queries.group_text import GroupBox, group_box
from wumen.queries.lots.dealing import people_of
from wumen.queries.parcels import PointLine, photos_of, shut_places
from wumen.queries.parcels.lines import point_lines
from wumen.queries.parcels.people import carriers_of
from wumen.queries.posts import acting
from wumen.queries.special_needs import goods_asked
from wumen.records import clock
from wumen.records.models import DepositPoint, Lot, Parcel
from wumen.rules.areas import in_order, span
from wumen.rules.homes import nobody_there
from wumen.rules.lists import Door
from wumen.rules.lots import MODES, Mode, Sums, by_walk, for_all_zh, heading
from wumen.rules.parcels import HOW_NAMES, How, stays_in
from wumen.rules.playbooks import Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rounds import floor_of, unit_of
from wumen.rules.special_needs import Ask
from wumen.rules.time import business_day

# What came earlier is looked up in the log; shares are kept as long as parcels are.
_KEPT = timedelta(days=14)
_SHOWN = 60


@dataclass(frozen=True)
class LotLine:
    """A lot with its sums; `mine`: the viewer keeps its point and sees all of its homes, else only her own.

    `served` is the place whose homes get it, `each` how many a home or head.
    """

    id: UUID
    point: PointLine
    source: str
    what: str
    unit: str
    mode: Mode
    at: datetime
    by: str
    sums: Sums
    homes: int
    unread: int
    ended_why: str
    ended: bool
    served: str
    each: int

    @property
    def mine(self) -> bool:
        """Whether what is over or short is the viewer's to see."""
        return self.point.mine

    @property
    def open(self) -> bool:
        """Whether somebody has to do something yet."""
        return bool(self.sums.lying) or bool(self.mine and self.sums.over and not self.ended)

    @property
    def mode_named(self) -> Named:
        """For which homes it came, in words."""
        return MODES[self.mode]


@dataclass(frozen=True)
class LotsPage:
    """The lots of fourteen days, those that are open first, and the points at which the viewer enters some."""

    lots: Sequence[LotLine]
    points: Sequence[PointLine]


@dataclass(frozen=True)
class HomeShare:
    """What a home gets: how many, whether it has it, what is to be known at its door, whether anybody is there."""

    household: UUID
    area: str
    door: Door
    pieces: int
    asks: tuple[Ask, ...]
    away: bool
    to_door: bool
    handed_at: datetime | None
    how: Named | None
    carried_by: str
    handing: UUID | None
    photo: UUID | None

    @property
    def today(self) -> bool:
        """Whether it was handed over today, so that a wrong tap can be put back."""
        return self.handed_at is not None and business_day(self.handed_at) == clock.today()


@dataclass(frozen=True)
class FloorShares:
    """A floor with its homes, the lower room number first."""

    unit: str
    floor: int
    homes: tuple[HomeShare, ...]

    @property
    def open(self) -> list[HomeShare]:
        """The homes that have not got it."""
        return [one for one in self.homes if one.handed_at is None]


@dataclass(frozen=True)
class UnitShares:
    """A unit with its floors from the top down, and how many homes and pieces of it are open."""

    unit: str
    building: str
    name: str
    floors: tuple[FloorShares, ...]

    @property
    def to_go(self) -> list[FloorShares]:
        """The floors on which a home has not got it."""
        return [one for one in self.floors if one.open]

    @property
    def done(self) -> list[FloorShares]:
        """The floors that have it all."""
        return [one for one in self.floors if not one.open]

    @property
    def homes(self) -> int:
        """How many homes get something."""
        return sum(len(one.homes) for one in self.floors)

    @property
    def open(self) -> int:
        """How many homes have not got it."""
        return sum(len(one.open) for one in self.floors)

    @property
    def pieces(self) -> int:
        """How many pieces go to the homes that have not got it."""
        return sum(home.pieces for one in self.floors for home in one.open)


@dataclass(frozen=True)
class LotPage:
    """A lot whole: units with floors, who may carry it, its texts for the groups or why there are none."""

    line: LotLine
    units: Sequence[UnitShares]
    carriers: Sequence[str]
    box: GroupBox | None = None
    text: str = ""
    refused: Problem | None = None


def lots_page(viewer: Viewer) -> LotsPage:
    """The lots that the viewer sees. Problem `right_missing`."""
    viewer.must(Right.CORRECT_HOMES)
    with acting(viewer):
        rows = Lot.objects.filter(arrived_at__gt=clock.now() - _KEPT).order_by("-arrived_at", "id")
        some = list(rows.select_related("by")[:_SHOWN])
        # A lot may lie at a point that is closed since.
        wanted = Q(ended_at=None) | Q(id__in={one.point_id for one in some})
        points = point_lines(viewer, DepositPoint.objects.filter(wanted))
        lines = _lines(some, points)
    shown = [one for one in lines if one.mine or one.homes]
    mine = [one for one in points if one.mine and not one.closed]
    return LotsPage(sorted(shown, key=lambda one: not one.open), mine)


def lot_page(viewer: Viewer, lot: UUID) -> LotPage:
    """One lot by unit and floor. Problems `right_missing`, `lot_unknown`."""
    viewer.must(Right.CORRECT_HOMES)
    with acting(viewer):
        line = _line(viewer, lot)
        rows = _shares(lot).filter(household__isnull=False)
        units = _units(list(rows), line)
        carriers = carriers_of(viewer, line.point)
        if not line.mine:
            return LotPage(line, units, carriers)
        try:
            box, text = _texts(viewer, line, units)
        except Problem as problem:
            return LotPage(line, units, carriers, refused=problem)
    return LotPage(line, units, carriers, box, text)


def _line(viewer: Viewer, lot: UUID) -> LotLine:
    found = lines_of(viewer, Lot.objects.filter(id=lot))
    if not found or not (found[0].mine or found[0].homes):
        raise Problem("lot_unknown")
    return found[0]


def lines_of(viewer: Viewer, rows: QuerySet[Lot]) -> list[LotLine]:
    """Lots with their sums, in the order given; in the present scope."""
    some = list(rows.select_related("by"))
    places = DepositPoint.objects.filter(id__in={one.point_id for one in some})
    return _lines(some, point_lines(viewer, places))


def _lines(some: Sequence[Lot], points: Sequence[PointLine]) -> list[LotLine]:
    at, sums = {one.id: one for one in points}, _sums([one.id for one in some])
    return [_lot_line(one, at[one.point_id], sums.get(one.id, {})) for one in some]


def _sums(lots: Sequence[UUID]) -> dict[UUID, Mapping[str, Any]]:
    """Of each lot how much of it lies, was dealt and is not read yet."""
    still = Q(handed_at=None)
    rows = (
        Parcel.objects.filter(lot__in=lots)
        .exclude(how=How.MISTAKE)
        .values("lot")
        .annotate(
            dealt=Sum("pieces"),
            lying=Sum("pieces", filter=still),
            homes=Count("household", distinct=True),
            unread=Count("id", filter=Q(household=None)),
        )
    )
    return {one["lot"]: one for one in rows}


def _lot_line(row: Lot, point: PointLine, said: Mapping[str, Any]) -> LotLine:
    dealt, lying = said.get("dealt") or 0, said.get("lying") or 0
    return LotLine(
        *(row.id, point, row.source, row.what, row.unit, Mode(row.mode), row.arrived_at),
        row.by.name,
        Sums(row.pieces, dealt, lying, dealt - lying),
        *(said.get("homes") or 0, said.get("unread") or 0, row.ended_why),
        *(row.ended_at is not None, row.served, row.each),
    )


def _shares(lot: UUID) -> QuerySet[Parcel]:
    return Parcel.objects.filter(lot=lot).exclude(how=How.MISTAKE)


def _units(rows: Sequence[Parcel], line: LotLine) -> list[UnitShares]:
    """What homes get, by unit and floor as one walks; what was merged into one home stands there once."""
    words, held = Doors.of({one.area for one in rows}), span(line.point.area)
    of_home: dict[tuple[UUID | None, UUID | None], list[Parcel]] = {}
    for row in sorted(rows, key=lambda one: by_walk(one.area)):
        of_home.setdefault((row.household, row.handing), []).append(row)
    homes = {home for home, _ in of_home if home}
    asks, people = goods_asked(held, homes), people_of(held, homes)
    shut, day = shut_places(held), clock.today()
    photos = photos_of(one.handing for one in rows if one.handing)
    by_unit: dict[str, dict[int, list[HomeShare]]] = {}
    for (home, handing), (one, *more) in of_home.items():
        if home is None:
            continue
        share = HomeShare(
            *(home, one.area, words.door(one.area), sum(row.pieces for row in (one, *more))),
            tuple(dict.fromkeys(asks.get(home, ()))),
            nobody_there(people.get(home, []), day) is not None,
            stays_in(one.area, shut),
            one.handed_at,
            HOW_NAMES[How(one.how)] if one.how else None,
            one.carried_by,
            handing,
            photos.get(handing) if handing else None,
        )
        floors = by_unit.setdefault(unit_of(share.area), {})
        floors.setdefault(floor_of(share.area), []).append(share)
    return [_unit(unit, floors) for unit, floors in sorted(by_unit.items(), key=_in_order)]


def _in_order(one: tuple[str, object]) -> list[tuple[int, str]]:
    return in_order(one[0])


def _unit(unit: str, floors: Mapping[int, Sequence[HomeShare]]) -> UnitShares:
    (first, *_), *_rest = floors.values()
    made = tuple(FloorShares(unit, floor, tuple(homes)) for floor, homes in floors.items())
    return UnitShares(unit, first.door.building, first.door.unit, made)


def _texts(
    viewer: Viewer, line: LotLine, units: Sequence[UnitShares]
) -> tuple[GroupBox | None, str]:
    """The texts for the groups of homes that have not got it; where all of a place get it, one without rooms.

    None once all that came is handed over: whoever went down then would find nothing.
    """
    if not line.sums.there:
        return None, ""
    name = line.point.name
    lacks = f"{-line.sums.over}{line.unit}" if line.sums.over < 0 else ""
    if line.mode in (Mode.HOMES, Mode.PEOPLE):
        place = Doors.of([line.served]).short(line.served)
        return None, for_all_zh(line.what, line.unit, name, place, line.mode, line.each, lacks)
    doors = [home.area for unit in units for floor in unit.floors for home in floor.open]
    said = heading(line.what, name, lacks)
    return group_box(viewer, line.point.area, f"lots:{line.id}", doors, said), ""
