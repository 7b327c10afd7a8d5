"""Who stands or stood under an order, and which sheets were printed for each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from wumen.queries.doors import Doors
from wumen.queries.orders import OrderLine, order_lines
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import (
    Area,
    FormerResident,
    Order,
    Resident,
    Sheet,
)
from wumen.records.orders import ever_bound
from wumen.records.register import Gone
from wumen.rules.areas import Span, ancestors, code, floor, span
from wumen.rules.lists import Door
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.sheets import (
    AT_THE_END,
    ENDED,
    SheetKind,
    check_kind,
)

Person = Resident | FormerResident


@dataclass(frozen=True)
class Chosen:
    """For whom sheets are printed: one resident, one household, or everybody of a place."""

    area: str = ""
    household: UUID | None = None
    resident: UUID | None = None


@dataclass(frozen=True)
class SheetState:
    """The last print of a sheet for somebody, and whether it was handed over."""

    number: str
    printed_at: datetime
    given_at: datetime | None


@dataclass(frozen=True)
class PersonLine:
    """Somebody who stands or stood under an order, with the sheets printed for her; `gone`: moved away.

    `free`: whether it binds her no more.
    """

    resident: UUID
    door: Door
    name: str
    gone: bool
    free: bool
    sheets: Mapping[SheetKind, SheetState]


@dataclass(frozen=True)
class PlaceLine:
    """A place whose people may be printed together, and how many they are."""

    area: str
    name: str
    people: int


@dataclass(frozen=True)
class SheetsLine:
    """The sheets of an order: which may be printed now, of which places, for whom, and who has none yet.

    `ended`: whether it is over, for all or for some.
    """

    order: OrderLine
    kinds: tuple[SheetKind, ...]
    ended: bool
    places: tuple[PlaceLine, ...]
    people: tuple[PersonLine, ...]
    missing: Mapping[SheetKind, int]


def order_of(viewer: Viewer, number: str) -> tuple[Order, OrderLine]:
    lines = order_lines(viewer, number)
    if not lines:
        raise Problem("order_unknown", number=number)
    return Order.objects.select_related("outbreak").get(number=number), lines[0]


def _narrowed(rows: QuerySet[Any], chosen: Chosen) -> QuerySet[Any]:
    """The rows of those chosen."""
    if chosen.resident:
        return rows.filter(id=chosen.resident)
    if chosen.household:
        return rows.filter(household=chosen.household)
    held = span(chosen.area)
    return rows.filter(area__gte=held.lo, area__lt=held.hi)


@dataclass(frozen=True)
class Stood:
    """Somebody under an order, until when it binds or bound her, and whether it names her and not her place."""

    person: Person
    ends: datetime
    personal: bool


def stood(order: Order, chosen: Chosen, now: datetime) -> list[Stood]:
    """Who stands under an order, or once she is free lived there in its time; inside a running scope.

    Somebody who moved away since then stood there too; who was merged, or never lived there, did not.
    """
    under: dict[tuple[datetime, bool], Q] = {}
    for one in ever_bound().filter(order=order):
        held, key = span(one.area), (one.over_at, one.resident is not None)
        on_place = Q(area__gte=held.lo, area__lt=held.hi)
        under[key] = under.get(key, Q()) | (Q(id=one.resident) if one.resident else on_place)
    found: dict[UUID, Stood] = {}
    for (ends, personal), whom in sorted(under.items(), key=lambda one: one[0]):
        for person in _persons(order, whom, ends, chosen, now):
            found[person.id] = Stood(person, ends, personal)
    return sorted(found.values(), key=lambda one: _way(one.person))


def _persons(
    order: Order, whom: Q, ends: datetime, chosen: Chosen, now: datetime
) -> Iterator[Person]:
    yield from _narrowed(Resident.objects.filter(whom, since__lt=ends), chosen)
    if now >= ends:
        gone = FormerResident.objects.filter(
            whom, since__lt=ends, gone_at__gt=order.from_at, why=Gone.MOVED_AWAY
        )
        yield from _narrowed(gone, chosen)


def whose_turn(people: Iterable[Stood], kind: SheetKind, now: datetime) -> list[Stood]:
    """Of those under an order whom a kind of sheet is for now: what tells of an end, who is free by now."""
    at_the_end = kind in AT_THE_END
    return [one for one in people if (one.ends <= now) is at_the_end]


def _way(one: Person) -> tuple[object, ...]:
    """By unit, the top floor first, as one walks down with the sheets."""
    codes = one.area.split("/")[:-2]
    room = code(one.area)
    above = tuple((len(part), part) for part in codes)
    return (above, -floor(room), (len(room), room), one.place, str(one.id))


def within_span(viewer: Viewer, order: Order, chosen: Chosen) -> Span:
    """The smallest span whose names are needed."""
    if chosen.area:
        return span(chosen.area)
    return span(order.area if viewer.span.holds(order.area) else viewer.area)


def sheets_line(viewer: Viewer, number: str, chosen: Chosen | None = None) -> SheetsLine:
    """The sheets of an order as they stand; Problems `right_missing`, `order_unknown`."""
    viewer.must(Right.SEE_REGISTER)
    asked = chosen or Chosen()
    with acting(viewer):
        order, line = order_of(viewer, number)
        under, now = stood(order, asked, clock.now()), clock.now()
        people = [one.person for one in under]
        doors = Doors.within(within_span(viewer, order, asked))
        printed = _printed(order, people)
        lines = tuple(
            PersonLine(
                one.person.id,
                doors.door(one.person.area),
                one.person.name,
                isinstance(one.person, FormerResident),
                one.ends <= now,
                printed.get(one.person.id, {}),
            )
            for one in under
        )
        free = [one for one in lines if one.free]
        ended = line.state in ENDED or bool(free)
        return SheetsLine(
            line,
            tuple(kind for kind in SheetKind if _may(kind, line.state, bool(free))),
            ended,
            _places(people, doors),
            lines,
            {kind: _without(free, kind) for kind in AT_THE_END} if ended else {},
        )


def _may(kind: SheetKind, state: str, free: bool) -> bool:
    try:
        check_kind(kind, state, free=free)
    except Problem:
        return False
    return True


def _without(lines: Iterable[PersonLine], kind: SheetKind) -> int:
    """How many have not been given theirs."""
    return sum(kind not in one.sheets or not one.sheets[kind].given_at for one in lines)


def _printed(order: Order, people: Sequence[Person]) -> dict[UUID, dict[SheetKind, SheetState]]:
    """The last print of each kind for each; one that was handed over before any that was not."""
    found: dict[UUID, dict[SheetKind, SheetState]] = {}
    rows = Sheet.objects.filter(order=order, resident__in=[one.id for one in people])
    for row in rows.order_by("number", "place"):
        states = found.setdefault(row.resident, {})
        kind = SheetKind(row.kind)
        if row.given_at or kind not in states or not states[kind].given_at:
            states[kind] = SheetState(f"{row.number}-{row.place}", row.printed_at, row.given_at)
    return found


def _places(people: Sequence[Person], doors: Doors) -> tuple[PlaceLine, ...]:
    """The buildings and units in which they live, each with its number of people."""
    counts: dict[str, int] = {}
    for one in people:
        for place in ancestors(one.area)[4:]:
            counts[place] = counts.get(place, 0) + 1
    known = Area.objects.filter(area__in=counts, kind__in=("building", "unit"))
    named = set(known.values_list("area", flat=True))
    return tuple(
        PlaceLine(area, doors.short(area), many)
        for area, many in sorted(counts.items(), key=lambda one: _by_number(one[0]))
        if area in named
    )


def _by_number(path: str) -> tuple[tuple[int, str], ...]:
    return tuple((len(part), part) for part in path.split("/"))
