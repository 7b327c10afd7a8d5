"""Lists of a place as they are looked at and taken out: residents, homes, needs, visits, rosters."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from wumen.queries.consent import consenting
from wumen.queries.doors import Doors
from wumen.queries.duplicates import groups
from wumen.queries.duties import within
from wumen.queries.group_text import barred_asked, barred_of
from wumen.queries.organisations import IDENTITY, TELEPHONES
from wumen.queries.posts import acting
from wumen.queries.special_needs import OPENED_AT_MOST, CareLine, care
from wumen.queries.tenancies import LANDLORD, standing_tenancy
from wumen.records import clock, sealing
from wumen.records.kept import Kept, together
from wumen.records.models import (
    FormerResident,
    Household,
    Knock,
    Organisation,
    Resident,
    RosterEntry,
    Tenancy,
)
from wumen.records.register import Gone
from wumen.rules.areas import Span
from wumen.rules.homes import STATE_NAMES, HomeState, is_away
from wumen.rules.knocks import RECENT, RESULT_NAMES, STEP_NAMES, Step, remembered, what_is_next
from wumen.rules.lists import MOST_ROWS, Door, ListOf, Row, Value, list_of, masked, walk_order
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.special_needs import KINDS
from wumen.rules.tenancies import LET_STATES
from wumen.rules.time import business_day, instant_zh

_WHY_GONE = {
    Gone.MERGED: "重复登记，已合并",
    Gone.MOVED_AWAY: "搬走",
    Gone.NOT_LIVING_HERE: "不住这里",
    Gone.DIED: "去世",
}
_WHY_ALIKE = {
    "identity": "证件号码相同",
    "door": "同一户里姓名相同",
    "telephone": "姓名、电话都相同",
}
_NOT_LIVED_IN_BY_OWNERS = frozenset({HomeState.EMPTY, *LET_STATES})
_UNCLEAR = "需要照顾，请当面问清楚"
_MOST_GROUPS = 500


@dataclass(frozen=True)
class Rows:
    """A list as it stands: its rows, the doors that a group may read, and the names that it may not.

    `barred` are the doors of which a group is told nothing, `homes` all homes of the place if there are any;
    `left_out`: how many homes it may not read of, for they have not consented.
    """

    list: ListOf
    area: str
    place: str
    rows: tuple[Row, ...]
    doors: tuple[Door, ...]
    names: frozenset[str]
    barred: frozenset[Door] = frozenset()
    homes: frozenset[Door] = frozenset()
    left_out: int = 0


@dataclass(frozen=True)
class _Look:
    """What the builders of rows look with: whose eyes, which span, which doors, when."""

    viewer: Viewer
    held: Span
    doors: Doors
    now: datetime

    def people(self) -> Iterator[Resident]:
        """The residents of the span, door by door."""
        rows = Resident.objects.filter(area__gte=self.held.lo, area__lt=self.held.hi)
        return rows.order_by("area", "place", "id").iterator(chunk_size=5000)

    @cached_property
    def homes(self) -> Sequence["_Home"]:
        """The households of the span, door by door."""
        rows = _HOMES.rows(lo=self.held.lo, hi=self.held.hi, today=business_day(self.now))
        people = {ident: (many, away) for ident, area, _, many, away in rows if area is None}
        return [
            _Home(ident, area, state, *people.get(ident, (0, 0)))
            for ident, area, state, *_ in rows
            if area is not None
        ]


class _Home(NamedTuple):
    """A household with its people and how many of them are away today."""

    id: UUID
    area: str
    state: str
    people: int
    away: int


# Homes and the people in them side by side: joined they would be counted home by home.
_HOMES = Kept(
    """
    SELECT * FROM (
        SELECT id, area, state, 0, 0 FROM household WHERE area >= %(lo)s AND area < %(hi)s
        UNION ALL
        SELECT household_id, NULL, NULL, count(*)::int, count(*) FILTER (WHERE away_since <= %(today)s
            AND (away_until IS NULL OR away_until > %(today)s))::int
        FROM resident WHERE area >= %(lo)s AND area < %(hi)s GROUP BY household_id
    ) AS homes ORDER BY area
    """,
    "lo text, hi text, today date",
)
# A row of a list beside the door at which it stands; None for what stands at no door.
_Found = Iterator[tuple[Door | None, Row]]


def _cells(door: Door) -> Row:
    return (door.building, door.unit, door.room)


def _phones(column: str, ident: UUID, sealed: bytes | memoryview | None) -> str:
    return " ".join(sealing.unseal_list(column, ident, sealed))


def _state(key: str) -> str:
    return STATE_NAMES[HomeState(key)].zh


def _numbers(one: Resident | RosterEntry) -> tuple[Value, Value]:
    """Identity number and telephones of a person, complete; a seal opens in its own column only."""
    of_roster = isinstance(one, RosterEntry)
    identity, telephones = (IDENTITY, TELEPHONES) if of_roster else ("identity", "telephones")
    number = sealing.unseal(identity, one.id, one.identity_sealed) or ""
    return number, _phones(telephones, one.id, one.telephones_sealed)


def _residents(look: _Look) -> _Found:
    for one in look.people():
        door = look.doors.door(one.area)
        yield door, (*_cells(door), one.name, one.sex, one.relation, *_numbers(one))


def _households(look: _Look) -> _Found:
    for one in look.homes:
        door = look.doors.door(one.area)
        yield door, (*_cells(door), _state(one.state), one.people, one.away)


def _empty_and_let(look: _Look) -> _Found:
    today = business_day(look.now)
    tenancies: dict[UUID, list[Tenancy]] = {}
    for row in Tenancy.objects.filter(area__gte=look.held.lo, area__lt=look.held.hi):
        tenancies.setdefault(row.household, []).append(row)
    for one in look.homes:
        let = standing_tenancy(tenancies.get(one.id, ()), today)
        if let or one.state in _NOT_LIVED_IN_BY_OWNERS:
            landlord = sealing.unseal_list(LANDLORD, let.id, let.landlord_sealed) if let else [""]
            door = look.doors.door(one.area)
            cells = (_state(one.state), one.people, landlord[0], " ".join(landlord[1:]))
            yield door, (*_cells(door), *cells)


def _asked(line: CareLine) -> str:
    """What somebody asks for, naming no illness; the register's own posts also read why."""
    told = [KINDS[one.need.kind].zh for one in line.needs if one.need]
    said = [f"{ask.zh}{ask.said}" for ask in line.asks] + [_UNCLEAR] * line.unclear
    why = "、".join([*told, *line.unread])
    return f"{why}：{'；'.join(said)}" if why else "；".join(said)


def _needs(look: _Look) -> _Found:
    found = care(look.viewer, look.held.lo or None, page=None)
    if found.too_many:
        raise Problem("list_too_long", rows=f">{OPENED_AT_MOST}", most=OPENED_AT_MOST)
    people = Resident.objects.in_bulk([line.resident for line in found.lines])
    for line in found.lines:
        one = people[line.resident]
        door = look.doors.door(line.area)
        phones = _phones("telephones", one.id, one.telephones_sealed)
        yield door, (*_cells(door), line.name, _asked(line), phones)


def _away(look: _Look) -> _Found:
    today = business_day(look.now)
    for one in look.people():
        if is_away(one.away_since, one.away_until, today):
            door = look.doors.door(one.area)
            phones = _phones("telephones", one.id, one.telephones_sealed)
            yield door, (*_cells(door), one.name, one.away_since, one.away_until, phones)


def _to_knock(look: _Look) -> _Found:
    knocks: dict[UUID, list[Knock]] = {}
    recent = Knock.objects.filter(
        area__gte=look.held.lo, area__lt=look.held.hi, knocked_at__gt=look.now - RECENT
    )
    for knock in recent.order_by("knocked_at"):
        knocks.setdefault(knock.household, []).append(knock)
    for one in look.homes:
        heard = knocks.get(one.id, [])
        nobody = one.state == HomeState.EMPTY or 0 < one.people == one.away
        step = what_is_next(heard, look.now, nobody)
        if step.step in (Step.DONE, Step.QUIET):
            continue
        door = look.doors.door(one.area)
        last = instant_zh(heard[-1].knocked_at) if heard else ""
        result = RESULT_NAMES[remembered(heard[-1], look.now)].zh if heard else ""
        row = (_state(one.state), one.people, step.visits, last, result, STEP_NAMES[step.step].zh)
        yield door, (*_cells(door), *row)


def _rosters(look: _Look) -> _Found:
    rows = RosterEntry.objects.select_related("organisation").filter(
        area__gte=look.held.lo,
        area__lt=look.held.hi,
        left_at__isnull=True,
        organisation__closed_at__isnull=True,
    )
    for one in rows.order_by("organisation__name", "organisation", "name"):
        organisation: Organisation = one.organisation
        lives_here = "是" if one.resident else ""
        yield None, (organisation.name, one.name, lives_here, *_numbers(one))


def _duplicates(look: _Look) -> _Found:
    """The groups of people who may be one and the same, as far as they live in the place."""
    found = groups(look.viewer, most=_MOST_GROUPS + 1)
    if len(found) > _MOST_GROUPS:
        # A list that is cut short would be taken for all of them.
        raise Problem("list_too_long", rows=f">{_MOST_GROUPS}", most=_MOST_GROUPS)
    ids = [line.resident for group in found for line in group.lines if line.resident]
    people = Resident.objects.in_bulk(ids)
    number = 0
    for group in found:
        if not any(look.held.holds(line.area) for line in group.lines):
            continue
        number += 1
        because = "、".join(_WHY_ALIKE[why] for why in group.whys)
        for one in (people[line.resident] for line in group.lines if line.resident):
            door = look.doors.door(one.area)
            yield door, (number, *_cells(door), one.name, because, *_numbers(one))


def _former(look: _Look) -> _Found:
    rows = list(
        FormerResident.objects.filter(area__gte=look.held.lo, area__lt=look.held.hi).order_by(
            "-gone_at", "id"
        )
    )
    into = {one.into for one in rows if one.into}
    names = dict(Resident.objects.filter(id__in=into).values_list("id", "name"))
    names |= dict(FormerResident.objects.filter(id__in=into).values_list("id", "name"))
    for one in rows:
        door = look.doors.door(one.area)
        merged = names.get(one.into, "") if one.into else ""
        gone = business_day(one.gone_at)
        yield door, (*_cells(door), one.name, gone, _WHY_GONE[Gone(one.why)], merged)


_BUILDERS: dict[str, Callable[[_Look], _Found]] = {
    "residents": _residents,
    "households": _households,
    "needs": _needs,
    "empty_and_let": _empty_and_let,
    "away": _away,
    "to_knock": _to_knock,
    "rosters": _rosters,
    "duplicates": _duplicates,
    "former": _former,
}


def list_rows(viewer: Viewer, key: str, area: str | None = None, complete: bool = False) -> Rows:
    """A list of a place; numbers are masked unless `complete`, which is the caller's to have logged.

    Problems: `right_missing`, `list_unknown`, `list_too_long`, `area_not_yours`, `path_unreadable`.
    """
    viewer.must(Right.EXPORT if complete else Right.SEE_REGISTER)
    wanted = list_of(key)
    held = within(viewer, area)
    with acting(viewer):
        _must_be_short(held)
        # What is looked at may be copied for a group; a file may not.
        asked = () if complete else barred_asked(held)
        named, *barring = together(Doors.asked(held), *asked)
        doors = Doors(named)
        look = _Look(viewer, held, doors, clock.now())
        found = list(_BUILDERS[key](look))
        barred = frozenset(map(doors.door, barred_of(*barring) if barring else ()))
        homes = frozenset(doors.door(one.area) for one in (look.homes if barred else ()))
        may = _tellable(held, doors) if wanted.telling else None
    if wanted.by_door:
        found.sort(key=lambda one: walk_order(one[0]) if one[0] else ())
    rows = [row for _, row in found]
    if not complete:
        rows = [masked(wanted.columns, row) for row in rows]
    at = next((place for place, one in enumerate(wanted.columns) if one.key == "name"), None)
    names = frozenset(str(row[at]) for row in rows) if at is not None else frozenset()
    behind = tuple(dict.fromkeys(door for door, _ in found if door))
    told = behind if may is None else tuple(door for door in behind if door in may)
    return Rows(
        list=wanted,
        area=held.lo,
        place=doors.place(held.lo),
        rows=tuple(rows),
        doors=told,
        names=names,
        barred=barred,
        homes=homes,
        left_out=len(behind) - len(told),
    )


# A path of more codes than these is a building or less, where nobody counts a hundred thousand people.
_COUNTED = 4


def _must_be_short(held: Span) -> None:
    """Problem `list_too_long` for a place of more people than a list may have rows."""
    if held.lo.count("/") > _COUNTED:
        return
    people = Resident.objects.filter(area__gte=held.lo, area__lt=held.hi).count()
    if people > MOST_ROWS:
        raise Problem("list_too_long", rows=people, most=MOST_ROWS)


def _tellable(held: Span, doors: Doors) -> set[Door]:
    """The doors of a place of which neighbours may be told."""
    homes = Household.objects.filter(area__gte=held.lo, area__lt=held.hi)
    return {doors.door(path) for path in consenting(homes)}
