"""Homes as people look at them: the doors of a place with who lives there, and one household whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection

from wumen.queries.consent import CONSENTED
from wumen.queries.crew import Place
from wumen.queries.posts import acting
from wumen.records import clock, sealing
from wumen.records.kept import Kept
from wumen.records.models import Area
from wumen.rules.areas import AreaKind, ancestors, code, floor, parent, read_path, span
from wumen.rules.duties import PENDING
from wumen.rules.homes import HomeState, Nobody, in_words, nobody_there, present
from wumen.rules.masks import mask_telephone
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

# District, sub-district and community stand above every door of a list and are not said again.
_UNSAID = frozenset({AreaKind.DISTRICT, AreaKind.SUBDISTRICT, AreaKind.COMMUNITY})


@dataclass(frozen=True)
class Dweller:
    """A person behind a door as an elevation shows her; `in_care`: somebody has to look after her."""

    id: UUID
    name: str
    in_care: bool
    away_since: date | None
    away_until: date | None


@dataclass(frozen=True)
class DoorLine:
    """A door with its household; `stretch` is the unit, building, lane or courtyard straight above it."""

    household: UUID
    area: str
    room: str
    state: HomeState
    stretch: str
    stretch_kind: str
    stretch_name: str
    people: tuple[Dweller, ...]

    @property
    def floor(self) -> int:
        """The floor, by the number of the room."""
        return floor(code(self.area))

    @property
    def in_unit(self) -> bool:
        """Whether a unit stands between the door and its building."""
        return self.stretch_kind == AreaKind.UNIT

    @property
    def on_floors(self) -> bool:
        """Whether the door stands on a floor of a building; else along a lane or in a courtyard."""
        return self.stretch_kind in (AreaKind.UNIT, AreaKind.BUILDING)

    @property
    def label(self) -> str:
        """The door within its building: 2-501, or 501 where there are no units."""
        return f"{code(self.stretch)}-{self.room}" if self.in_unit else self.room

    @property
    def in_care(self) -> bool:
        """Whether somebody here needs looking after."""
        return any(one.in_care for one in self.people)

    def nobody(self, day: date) -> Nobody | None:
        """Until when nobody is there, None where somebody is or where nobody lives."""
        return nobody_there(self.people, day)

    def nobody_expected(self, day: date) -> bool:
        """Whether a knock will find nobody: it is empty, or all are away."""
        return self.state is HomeState.EMPTY or self.nobody(day) is not None


_DOORS = """
    SELECT h.id, h.area, d.name, h.state, p.area, p.kind, p.name,
        r.id, r.name, r.away_since, r.away_until, r.needs_sealed IS NOT NULL OR r.id IN (
            SELECT n.resident FROM special_need n
            WHERE n.ended_at IS NULL AND n.area >= %(lo)s AND n.area < %(hi)s)
    FROM household h
    JOIN area d ON d.area = h.area
    JOIN area p ON p.area = regexp_replace(h.area, '[^/]+/$', '')
    LEFT JOIN resident r ON r.household_id = h.id
    WHERE h.area >= %(lo)s AND h.area < %(hi)s AND (p.area = %(place)s
        OR p.kind = 'unit' AND regexp_replace(p.area, '[^/]+/$', '') = %(place)s)
    ORDER BY h.area, r.place, r.id
"""


def place_of(viewer: Viewer, path: str) -> Place:
    """A place with its name; Problems `path_unreadable`, `area_not_yours`, `area_unknown`."""
    full = read_path(path)
    viewer.must(Right.SEE_REGISTER, full)
    with acting(viewer):
        rows = {one.area: one for one in Area.objects.filter(area__in=[*ancestors(full), full])}
    if full not in rows:
        raise Problem("area_unknown", path=full)
    words = in_words((one.kind, one.name) for one in _said(full, rows))
    return Place(full, rows[full].kind, rows[full].name, words)


def _said(path: str, rows: dict[str, Area]) -> Iterable[Area]:
    """The places of a path that are said: from the compound, village or group down."""
    chain = [rows[one] for one in [*ancestors(path), path] if one in rows]
    return [one for one in chain if one.kind not in _UNSAID] or chain[-1:]


def door_lines(viewer: Viewer, path: str) -> list[DoorLine]:
    """The doors that a place holds itself or by its units, with or without people, in the order of paths.

    What lies deeper, a building of a compound, is a place of its own. Problems as `place_of`.
    """
    full = read_path(path)
    viewer.must(Right.SEE_REGISTER, full)
    held = span(full)
    with acting(viewer), connection.cursor() as cursor:
        cursor.execute(_DOORS, {"lo": held.lo, "hi": held.hi, "place": full})
        rows = cursor.fetchall()
    return [_door(list(some)) for _, some in groupby(rows, key=itemgetter(0))]


def _door(rows: Sequence[tuple[object, ...]]) -> DoorLine:
    ident, area, room, state, stretch, kind, name = rows[0][:7]
    people = tuple(
        Dweller(who, said, bool(cared), since, until)  # type: ignore[arg-type]
        for who, said, since, until, cared in (row[7:] for row in rows)
        if who
    )
    return DoorLine(
        ident,  # type: ignore[arg-type]
        str(area),
        str(room),
        HomeState(str(state)),
        str(stretch),
        str(kind),
        str(name),
        people,
    )


@dataclass(frozen=True)
class Person:
    """A person of a household; telephones are masked, `needs` are the ledger's words, for the office."""

    id: UUID
    name: str
    relation: str
    telephones: tuple[str, ...]
    needs: tuple[str, ...]
    in_care: bool
    away_since: date | None
    away_until: date | None


@dataclass(frozen=True)
class Home:
    """One household whole: door in words, state, people, what is owed today.

    `place` is the page on which the door stands among others; `owed` counts the duties of today by
    whether they are settled; `consents`: neighbours may be told that somebody should look in; `asks`:
    something is asked for here and open.
    """

    id: UUID
    area: str
    words: str
    place: str
    place_name: str
    state: HomeState
    people: tuple[Person, ...]
    present: int
    nobody: Nobody | None
    open: int
    settled: int
    consents: bool
    asks: bool

    @property
    def nobody_expected(self) -> bool:
        """Whether a knock will find nobody: it is empty, or all are away."""
        return self.state is HomeState.EMPTY or self.nobody is not None


# A household with who lives in it.
_HOUSEHOLD = Kept(
    f"""
    SELECT household.id, household.area, household.state, bool_or({CONSENTED}) OVER (),
        resident.id, resident.name, relation, telephones_sealed, needs_sealed, EXISTS (
            SELECT FROM special_need n WHERE n.resident = resident.id AND n.ended_at IS NULL),
        away_since, away_until
    FROM household LEFT JOIN resident ON household_id = household.id
    WHERE household.id = %(home)s ORDER BY resident.place, resident.id
    """,
    "home uuid",
)


def home(viewer: Viewer, household: UUID) -> Home:
    """One household; Problems `right_missing`, `household_unknown` also for one outside the area."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        rows = _HOUSEHOLD.rows(home=household)
        if not rows:
            raise Problem("household_unknown")
        ident, area, state, consents = rows[0][:4]
        places, owed, asks = _around(area)
    people = _people(viewer, [row[4:] for row in rows if row[4]])
    today = clock.today()
    place = _page_of(viewer, area, places)
    return Home(
        id=ident,
        area=area,
        words=in_words((one.kind, one.name) for one in _said(area, places)),
        place=place,
        place_name=in_words([(places[place].kind, places[place].name)]),
        state=HomeState(state),
        people=tuple(people),
        present=len(present(people, today)),
        nobody=nobody_there(people, today),
        open=sum(n for state, n in owed.items() if state in PENDING),
        settled=sum(n for state, n in owed.items() if state not in PENDING),
        consents=bool(consents),
        asks=asks,
    )


_AROUND = Kept(
    """
    SELECT area, kind, name, 0 FROM area WHERE area = ANY(%(chain)s)
    UNION ALL SELECT state, '', '', count(*)::int FROM duty
    WHERE day = %(today)s AND area = %(door)s AND state <> 'withdrawn' GROUP BY state
    UNION ALL SELECT '', '', '', 1
    WHERE EXISTS (SELECT FROM instruction WHERE area = %(door)s AND closed_as = '')
    """,
    "chain text[], today day, door text",
)


def _around(door: str) -> tuple[dict[str, Area], dict[str, int], bool]:
    """A door with the places above it, how many duties of today stand at it in which state, whether it asks."""
    rows = _AROUND.rows(chain=[*ancestors(door), door], door=door, today=clock.today())
    places = {at: Area(area=at, kind=kind, name=name) for at, kind, name, _ in rows if kind}
    owed = {state: many for state, kind, _, many in rows if state and not kind}
    return places, owed, any(not at for at, *_ in rows)


def _page_of(viewer: Viewer, door: str, rows: dict[str, Area]) -> str:
    """The place that shows a door: its building where it stands in a unit that is not all she has."""
    above = parent(door)
    in_unit = rows[above].kind == AreaKind.UNIT and viewer.span.holds(parent(above))
    return parent(above) if in_unit else above


def _people(viewer: Viewer, rows: Iterable[Sequence[Any]]) -> list[Person]:
    # The ledger's words name illnesses: who knocks sees that somebody needs care, the office alone why.
    full = viewer.may(Right.KEEP_REGISTER)
    return [
        Person(
            id=ident,
            name=name,
            relation=relation,
            telephones=tuple(
                mask_telephone(number)
                for number in sealing.unseal_list("telephones", ident, telephones)
            ),
            needs=tuple(sealing.unseal_list("needs", ident, needs)) if full else (),
            in_care=needs is not None or cared,
            away_since=since,
            away_until=until,
        )
        for ident, name, relation, telephones, needs, cared, since, until in rows
    ]
