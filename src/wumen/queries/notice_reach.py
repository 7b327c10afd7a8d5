"""How far a notice reached: by building who was told by which means, each home once; who is left, in turn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from wumen.queries.doors import Doors
from wumen.queries.group_text import Sent
from wumen.queries.parcels.lines import shut_places
from wumen.queries.posts import acting
from wumen.queries.special_needs import needs_by_word, open_need
from wumen.queries.stairwell_notices import matter_of
from wumen.records import clock, sealing
from wumen.records.models import Area, Attachment, Resident, SpecialNeed, StairwellNotice
from wumen.rules.areas import AreaKind, Span, ancestors, counted_at, in_order, span
from wumen.rules.attachments import Purpose
from wumen.rules.homes import HomeState, is_attended, is_away
from wumen.rules.notice_reach import (
    CONFIRMED,
    First,
    HomeToTell,
    Listener,
    Means,
    Reach,
    Spread,
    Way,
    Why,
    first_of,
    left_of,
    listens,
    reach_of,
    way_to,
    whys_of,
)
from wumen.rules.parcels import stays_in
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

# So many homes stand on a page, in the order in which they are told.
PAGE = 60
# Where a sheet hangs that people come past.
HANGS_AT = (AreaKind.BUILDING, AreaKind.UNIT, AreaKind.GROUP, AreaKind.LANE)
_HOMES = """
    SELECT h.id, h.area, h.state, r.id, r.telephones_sealed IS NOT NULL, r.away_since, r.away_until, r.needs_sealed,
        n.id, n.need_sealed, n.ended_at
    FROM household h LEFT JOIN resident r ON r.household_id = h.id
    LEFT JOIN special_need n ON n.resident = r.id AND n.area >= %(lo)s AND n.area < %(hi)s
    WHERE h.area >= %(lo)s AND h.area < %(hi)s ORDER BY h.area, r.place, r.id, n.noted_at
"""
# All ways at once. What was asked of somebody tells when the call was answered, or the request or knock is done; it
# stands as asked for as long as its list or request is open.
_SPREAD = """
    SELECT 'group', s.area, s."group"::text, c.name, s.sent_at
    FROM group_sent s LEFT JOIN crew c ON c.id = s.by WHERE s.matter = %(matter)s
    UNION ALL SELECT 'sheet', s.area, s.id::text, c.name, s.hung_at
    FROM notice_sheet s JOIN crew c ON c.id = s.by_id WHERE s.notice_id = %(notice)s
    UNION ALL SELECT 'heard', area, '', '', played_at
    FROM loudspeaker_play WHERE notice_id = %(notice)s AND played_at IS NOT NULL
    UNION ALL SELECT CASE WHEN h.how <> '' THEN h.how
        WHEN EXISTS (SELECT FROM call c WHERE c.entry_id = h.entry AND c.result = 'reached') THEN 'telephone'
        WHEN EXISTS (SELECT FROM instruction i WHERE i.closed_as = 'done' AND i.number IN (
            h.number, (SELECT e.knock FROM call_entry e WHERE e.id = h.entry))) THEN 'visit'
        ELSE 'asked' END,
        h.area, h.household::text, CASE WHEN h.how <> '' THEN 'own' WHEN EXISTS (
            SELECT FROM call_entry e JOIN call_list l ON l.id = e.call_list_id
            WHERE e.id = h.entry AND l.closed_at IS NULL)
        OR EXISTS (SELECT FROM instruction i WHERE i.closed_as = '' AND i.number IN (
            h.number, (SELECT e.knock FROM call_entry e WHERE e.id = h.entry))) THEN 'asked' ELSE '' END, h.noted_at
    FROM notice_home h WHERE h.notice_id = %(notice)s AND h.area >= %(lo)s AND h.area < %(hi)s
"""


_WIDE = frozenset({"group", "sheet", "heard"})


@dataclass(frozen=True)
class Noted:
    """How a notice went out, with who ticked which group of which place, which sheets hang, and whom somebody was asked
    to tell; `own`: homes of which somebody ticked herself that she told them.
    """

    spread: Spread
    groups: Mapping[str, Mapping[int, Sent]]
    sheets: Mapping[str, tuple[UUID, Sent]]
    asked: frozenset[UUID]
    own: frozenset[UUID]


@dataclass(frozen=True)
class BuildingReach:
    """How far a notice reached in a building; `sent`: its own group, or all groups of the notice, were ticked."""

    area: str
    name: str
    reach: Reach
    sent: Sent | None
    sheets: int
    places: int


@dataclass(frozen=True)
class SheetPlace:
    """Where a sheet may hang: since when it does, and its photo; `full`: its name as it is written into that."""

    area: str
    name: str
    full: str
    hung: Sent | None
    photo: UUID | None


@dataclass(frozen=True)
class LeftHome:
    """A home that is left: its door, who lives there, how to tell it; `asked`: somebody was asked to."""

    household: UUID
    door: str
    names: tuple[str, ...]
    first: First
    way: Way
    whys: tuple[Why, ...]
    asked: bool


@dataclass(frozen=True)
class ReachPage:
    """The reach of a notice in a place of the viewer's: sums, by building, and of one building who is left.

    `told`: homes of it of which somebody ticked herself that she told them, to be taken back.
    `at`: the building that is looked into, empty for none; `waiting`: homes that are left and that nobody was asked
    to tell, of the place that is looked at; `more` homes are left than are shown.
    """

    notice: UUID
    heading: str
    place: str
    area: str
    whole: Reach
    buildings: Sequence[BuildingReach]
    at: str
    here: BuildingReach | None
    sheets: Sequence[SheetPlace]
    left: Sequence[LeftHome]
    told: Sequence[tuple[UUID, str]]
    waiting: int
    more: int


def seen_notice(viewer: Viewer, ident: UUID) -> tuple[StairwellNotice, str]:
    """A notice, and where the viewer may look at its reach: the deeper of both places; inside the running scope.

    Problems: `notice_text_unknown`, `notice_text_withdrawn` for one that was taken back.
    """
    row = StairwellNotice.objects.filter(id=ident).first()
    held = row is not None and viewer.span.holds(row.area)
    if row is None or not (held or span(row.area).holds(viewer.area)):
        raise Problem("notice_text_unknown")
    if row.withdrawn_at is not None:
        raise Problem("notice_text_withdrawn")
    return row, row.area if held else viewer.area


def reach_page(viewer: Viewer, ident: UUID, at: str = "") -> ReachPage:
    """How far a notice reached where the viewer may look, and in one building who is left.

    Posts that may correct homes read names. Problems: `right_missing`, `notice_text_unknown`, `area_not_yours`.
    """
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        row, place = seen_notice(viewer, ident)
        homes, noted = homes_to_tell(span(place)), noted_of(row, span(place))
        of_building = _by_building(homes)
        at = next(iter(of_building)) if len(of_building) == 1 else at
        if at and at not in of_building:
            raise Problem("area_not_yours", path=at)
        some = of_building[at] if at else homes
        left = left_of(some, noted.spread)
        shown = left[:PAGE] if at else []
        mine = [one for one in some if at and one.household in noted.own]
        doors = [one.area for one in (*shown, *mine)]
        words, stands = _named_places(span(place), [row.area, place, *of_building, *doors])
        buildings = [
            _building(area, some, noted, stands, row, words) for area, some in of_building.items()
        ]
        lines = _left(shown, noted, words, viewer.may(Right.CORRECT_HOMES))
        sheets = _sheets(at, stands, noted, words) if at else ()
    return ReachPage(
        notice=row.id,
        heading=row.heading,
        place=words.short(row.area),
        area=place,
        whole=reach_of(homes, noted.spread),
        buildings=buildings,
        at=at,
        here=next((_headed(one, place, words) for one in buildings if one.area == at), None),
        sheets=sheets,
        left=lines,
        told=tuple((one.household, _door(words, one.area)) for one in mine),
        waiting=sum(one.household not in noted.asked for one in left),
        more=len(left) - len(shown) if at else 0,
    )


def _headed(building: BuildingReach, place: str, words: Doors) -> BuildingReach:
    """A building as a page is headed: what is looked at of one unit alone is headed by that unit."""
    inside = place.startswith(building.area)
    return replace(building, name=words.short(place)) if inside else building


def _by_building(homes: Iterable[HomeToTell]) -> dict[str, list[HomeToTell]]:
    """Homes by the building at which they are counted, building 2 before building 10."""
    found: dict[str, list[HomeToTell]] = {}
    for one in homes:
        found.setdefault(counted_at(one.area), []).append(one)
    return {area: found[area] for area in sorted(found, key=in_order)}


def homes_to_tell(held: Span) -> list[HomeToTell]:
    """The homes of a place as far as being told goes; three statements, inside the running scope."""
    with connection.cursor() as cursor:
        cursor.execute(_HOMES, {"lo": held.lo, "hi": held.hi})
        rows = cursor.fetchall()
    shut = shut_places(held)
    return [_home(list(some), shut) for _, some in groupby(rows, key=itemgetter(0))]


class _Away:
    """When somebody is away, as the rule asks for it."""

    def __init__(self, since: Any, until: Any) -> None:
        """Days, or None."""
        self.away_since, self.away_until = since, until


def _home(rows: Sequence[tuple[Any, ...]], shut: set[str]) -> HomeToTell:
    ident, area, state = rows[0][:3]
    today = clock.today()
    people = [list(some) for who, some in groupby(rows, key=itemgetter(3)) if who]
    away = [_Away(some[0][5], some[0][6]) for some in people]
    there = [_listener(some) for some in people if not is_away(some[0][5], some[0][6], today)]
    attended = is_attended(HomeState(state), away, today)
    return HomeToTell(ident, area, tuple(there), stays_in(area, shut), not attended)


def _listener(rows: Sequence[tuple[Any, ...]]) -> Listener:
    """Somebody by her rows, one a need; what a person noted goes before the words of the ledger."""
    who, telephone, needs_sealed = rows[0][3], rows[0][4], rows[0][7]
    if needs_sealed is None and rows[0][8] is None:
        return listens(telephone, (), ())
    words = sealing.unseal_list("needs", who, needs_sealed)
    noted = [
        (open_need(SpecialNeed(id=ident, need_sealed=sealed)), ended)
        for *_, ident, sealed, ended in rows
        if ident
    ]
    needs = [need for need, ended in noted if ended is None]
    needs += needs_by_word(who, words, {need.kind for need, _ in noted}).values()
    said = [*words, *(one.details.advice for one in needs)]
    return listens(telephone, [one.kind for one in needs], said)


def noted_of(row: StairwellNotice, held: Span) -> Noted:
    """How a notice went out, one statement inside the running scope."""
    asked: dict[str, Any] = {
        "matter": matter_of(row.id),
        "notice": row.id,
        "lo": held.lo,
        "hi": held.hi,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SPREAD, asked)
        rows = cursor.fetchall()
    groups: dict[str, dict[int, Sent]] = {}
    sheets: dict[str, tuple[UUID, Sent]] = {}
    for kind, area, key, by, when in rows:
        if kind == "group":
            groups.setdefault(area, {})[int(key)] = Sent(by or "", when)
        elif kind == "sheet":
            sheets[area] = (UUID(key), Sent(by or "", when))
    confirmed = {UUID(key): Means(kind) for kind, _, key, *_ in rows if kind in CONFIRMED}
    whole = len(groups.get(row.area, {})) >= row.groups
    spread = Spread(
        {area for area in groups if area != row.area or whole},
        set(sheets),
        {area for kind, area, *_ in rows if kind == "heard"},
        confirmed,
    )
    of_homes = [(UUID(key), by) for kind, _, key, by, _ in rows if kind not in _WIDE]
    waiting = frozenset(home for home, by in of_homes if by == "asked")
    own = frozenset(home for home, by in of_homes if by == "own")
    return Noted(spread, groups, sheets, waiting, own)


def _named_places(held: Span, paths: Iterable[str]) -> tuple[Doors, list[tuple[str, str, str]]]:
    """The words of some places, and where in a span sheets may hang with kind and name: one statement for both."""
    wanted = {one for path in paths for one in [*ancestors(path), path]}
    hanging = Q(kind__in=HANGS_AT, area__gte=held.lo, area__lt=held.hi)
    rows = list(
        Area.objects.filter(hanging | Q(area__in=wanted)).values_list("area", "kind", "name")
    )
    stands = [one for one in rows if one[1] in HANGS_AT and held.holds(one[0])]
    return Doors(rows), sorted(stands, key=lambda one: in_order(one[0]))


def _hanging(at: str, stands: Iterable[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """Where in a building sheets hang: at its units, or at the place itself where it has none."""
    inside = [(area, kind, name) for area, kind, name in stands if area.startswith(at)]
    units = [(area, name) for area, kind, name in inside if kind == AreaKind.UNIT]
    return units or [(area, name) for area, _, name in inside if area == at]


def _building(
    area: str,
    homes: Sequence[HomeToTell],
    noted: Noted,
    stands: Sequence[tuple[str, str, str]],
    row: StairwellNotice,
    words: Doors,
) -> BuildingReach:
    every = noted.groups.get(row.area, {})
    all_sent = max(every.values(), key=lambda one: one.at) if len(every) >= row.groups else None
    own = noted.groups.get(area, {}) if area != row.area else {}
    hanging = _hanging(area, stands)
    return BuildingReach(
        area=area,
        name=words.short(area),
        reach=reach_of(homes, noted.spread),
        sent=next(iter(own.values()), all_sent),
        sheets=sum(place in noted.sheets or area in noted.sheets for place, _ in hanging),
        places=len(hanging),
    )


def _sheets(
    at: str, stands: Sequence[tuple[str, str, str]], noted: Noted, words: Doors
) -> tuple[SheetPlace, ...]:
    hung = [
        (area, name, noted.sheets.get(area) or noted.sheets.get(at))
        for area, name in _hanging(at, stands)
    ]
    photos = _photos([one[0] for _, _, one in hung if one])
    return tuple(
        SheetPlace(
            *(area, name, words.short(area)),
            one[1] if one else None,
            photos.get(one[0]) if one else None,
        )
        for area, name, one in hung
    )


def _photos(sheets: Sequence[UUID]) -> dict[UUID, UUID]:
    """The last photo of each sheet."""
    rows = Attachment.objects.filter(
        purpose=Purpose.NOTICE_SHEET, about__in=sheets, withdrawn_at=None
    )
    return dict(rows.order_by("made_at").values_list("about", "id"))


def _door(words: Doors, area: str) -> str:
    """A door within its building."""
    door = words.door(area)
    return f"{door.unit} {door.room}".strip()


def _left(
    shown: Sequence[HomeToTell], noted: Noted, words: Doors, named: bool
) -> tuple[LeftHome, ...]:
    names: dict[UUID, list[str]] = {}
    if named and shown:
        rows = Resident.objects.filter(household__in=[one.household for one in shown])
        for home, name in rows.order_by("place", "id").values_list("household", "name"):
            names.setdefault(home, []).append(name)
    return tuple(
        LeftHome(
            household=one.household,
            door=_door(words, one.area),
            names=tuple(names.get(one.household, ())),
            first=first_of(one),
            way=way_to(one),
            whys=whys_of(one),
            asked=one.household in noted.asked,
        )
        for one in shown
    )
