"""Elevations as people look at them: the homes of a building with how each stands today, and many small ones."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection

from wumen.queries.crew import Place
from wumen.queries.duties import within
from wumen.queries.homes import DoorLine, door_lines, place_of
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Area
from wumen.records.orders import BINDING, binding, over_place
from wumen.rules.areas import ancestors, called_by, code, parent, span
from wumen.rules.elevation import SMALL_AT_MOST, Standing, standing
from wumen.rules.posts import Right, Viewer

# Which of the levels of a path is the community, district and sub-district before it.
_COMMUNITY = 2


@dataclass(frozen=True)
class Pane:
    """A home on the elevation: its door, how it stands today, and whether somebody there is isolated at home."""

    door: DoorLine
    standing: Standing
    open: int
    overdue: int
    settled: int
    isolated: bool
    away: bool

    @property
    def area(self) -> str:
        """The path of the door."""
        return self.door.area

    @property
    def room(self) -> str:
        """What stands on the door."""
        return self.door.room

    @property
    def stretch(self) -> str:
        """The unit, building or lane above it."""
        return self.door.stretch

    @property
    def stretch_name(self) -> str:
        """The name of that."""
        return self.door.stretch_name

    @property
    def in_unit(self) -> bool:
        """Whether that is a unit."""
        return self.door.in_unit


@dataclass(frozen=True)
class Elevation:
    """A building, lane or courtyard with its homes, and the orders over it, the one that ends last first."""

    place: Place
    day: date
    now: datetime
    panes: tuple[Pane, ...]
    orders: tuple[tuple[str, str, datetime], ...]


@dataclass(frozen=True)
class SmallPane:
    """A home on a small elevation."""

    area: str
    room: str
    stretch: str
    stretch_name: str
    in_unit: bool
    standing: Standing


@dataclass(frozen=True)
class SmallBuilding:
    """A building on a row of small elevations; a lane or courtyard has no floors."""

    area: str
    name: str
    regime: str
    panes: tuple[SmallPane, ...]
    overdue: int
    floors: bool


_TODAY = """
    SELECT area, count(*) FILTER (WHERE state IN ('open', 'taken')),
        count(*) FILTER (WHERE state IN ('open', 'taken') AND due_at <= %(now)s),
        count(*) FILTER (WHERE state IN ('done', 'waived'))
    FROM duty WHERE day = %(day)s AND area >= %(lo)s AND area < %(hi)s AND state <> 'withdrawn'
    GROUP BY area
"""
_ISOLATED = f"""
    SELECT DISTINCT r.area FROM orders o JOIN order_scope s ON s.order_id = o.id
    JOIN resident r ON r.id = s.resident
    WHERE {BINDING} AND r.area >= %(lo)s AND r.area < %(hi)s
"""
# Homes, each with its building and the unit between them, if one is there; else with its lane or courtyard.
_HOMES = """
    SELECT b.area, b.name, h.area, p.area, p.name, p.kind = 'unit', b.kind = 'building'
    FROM household h
    JOIN area p ON p.area = regexp_replace(h.area, '[^/]+/$', '')
    JOIN area b ON b.area = CASE WHEN p.kind = 'unit'
        THEN regexp_replace(p.area, '[^/]+/$', '') ELSE p.area END
    WHERE h.area >= %(lo)s AND h.area < %(hi)s ORDER BY b.area, h.area
"""
_HOW_MANY = """
    SELECT count(*) FROM (SELECT FROM household WHERE area >= %(lo)s AND area < %(hi)s
        LIMIT %(most)s) AS homes
"""
Counts = dict[str, tuple[int, int, int]]


def elevation(viewer: Viewer, path: str) -> Elevation:
    """The homes of a building, or of a lane or courtyard, as they stand now; Problems as `place_of`."""
    place = place_of(viewer, path)
    doors = door_lines(viewer, place.area)
    now, day = clock.now(), clock.today()
    with acting(viewer):
        asked = _asked(place.area, now, day)
        counts, isolated = _today(asked), _isolated(asked)
        rows = binding(now).filter(over_place(place.area))
        orders = set(rows.values_list(*("order__regime", "order__document", "over_at")))
    panes = tuple(_pane(door, counts, door.area in isolated, day) for door in doors)
    return Elevation(place, day, now, panes, tuple(sorted(orders, key=lambda one: one[2])))


def small_elevations(viewer: Viewer, area: str | None = None) -> tuple[SmallBuilding, ...] | None:
    """Every building, lane and courtyard of a place with its homes as they stand now; None where they are too many.

    Problems: `right_missing`, `area_not_yours`.
    """
    viewer.must(Right.SEE_REGISTER)
    held, now, day = within(viewer, area), clock.now(), clock.today()
    asked: dict[str, Any] = {
        "lo": held.lo,
        "hi": held.hi,
        "now": now,
        "day": day,
        "most": SMALL_AT_MOST + 1,
    }
    with acting(viewer), connection.cursor() as cursor:
        cursor.execute(_HOW_MANY, asked)
        if cursor.fetchone()[0] > SMALL_AT_MOST:
            return None
        cursor.execute(_HOMES, asked)
        homes = cursor.fetchall()
        counts = _today(asked)
        regimes = _regimes(now)
    found = (
        _small(building, name, list(rows), counts, regimes)
        for (building, name), rows in groupby(homes, key=lambda row: (row[0], row[1]))
    )
    return tuple(sorted(found, key=lambda one: (len(one.area), one.area)))


def home_today(viewer: Viewer, household: UUID) -> list[tuple[str, str, int, int, datetime]]:
    """What is owed at a home today: what, window, settled, of how many, due when; in the order of hours."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer), connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT d.what, d.win, count(*) FILTER (WHERE d.state IN ('done', 'waived')), count(*),
                max(d.due_at)
            FROM household h JOIN duty d ON d.day = %s AND d.area = h.area
            WHERE h.id = %s AND d.state <> 'withdrawn'
            GROUP BY d.what, d.win ORDER BY max(d.due_at), d.what
            """,
            [clock.today(), household],
        )
        rows: list[tuple[str, str, int, int, datetime]] = cursor.fetchall()
        return rows


def _asked(path: str, now: datetime, day: date) -> dict[str, Any]:
    held = span(path)
    return {"lo": held.lo, "hi": held.hi, "now": now, "day": day}


def _over(path: str) -> list[str]:
    """A place and all above it, the widest first."""
    return [*ancestors(path), path]


def _today(asked: dict[str, Any]) -> Counts:
    with connection.cursor() as cursor:
        cursor.execute(_TODAY, asked)
        return {area: (open_, late, settled) for area, open_, late, settled in cursor.fetchall()}


def _isolated(asked: dict[str, Any]) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_ISOLATED, asked)
        return {area for (area,) in cursor.fetchall()}


def _pane(door: DoorLine, counts: Counts, isolated: bool, day: date) -> Pane:
    open_, overdue, settled = counts.get(door.area, (0, 0, 0))
    away = door.nobody(day) is not None
    how = standing(open_, overdue, settled)
    return Pane(door, how, open_, overdue, settled, isolated, away)


def _regimes(now: datetime) -> dict[str, str]:
    """The regime of each place that an order names; of several the one that ends last."""
    rows = binding(now).filter(resident__isnull=True)
    return dict(rows.values_list("area", "order__regime"))


def _small(
    building: str,
    name: str,
    rows: Sequence[tuple[str, str, str, str, str, bool, bool]],
    counts: Counts,
    regimes: dict[str, str],
) -> SmallBuilding:
    panes = tuple(
        SmallPane(
            door, code(door), unit, unit_name, in_unit, standing(*counts.get(door, (0, 0, 0)))
        )
        for _, _, door, unit, unit_name, in_unit, _ in rows
    )
    late = sum(counts.get(pane.area, (0, 0, 0))[1] for pane in panes)
    over = (regimes[path] for path in reversed(_over(building)) if path in regimes)
    return SmallBuilding(building, name, next(over, ""), panes, late, rows[0][-1])


def compound_names(viewer: Viewer, buildings: Iterable[str]) -> dict[str, str]:
    """How what each building stands in is called, to head its row; with its community where two bear one name."""
    above = {one: parent(one) for one in buildings}
    called = {over: called_by(over) for over in set(above.values())}
    chains = {over: [*ancestors(over), over] for over in called}
    with acting(viewer):
        wanted = {one for chain in chains.values() for one in chain}
        names = dict(Area.objects.filter(area__in=wanted).values_list("area", "name"))
    said = {over: " ".join(names.get(one, "") for one in some) for over, some in called.items()}
    many = Counter(said.values())
    for over, name in said.items():
        if many[name] > 1:
            said[over] = " ".join(names.get(one, "") for one in chains[over][_COMMUNITY:])
    return {one: said[over] for one, over in above.items()}
