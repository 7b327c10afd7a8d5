"""Rounds of doors as a captain walks them: window, unit, floors from the top, one card a door."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, Subquery, TextField, Value

from wumen.queries.duties import within
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Area, Duty, Facility, Household, OrderScope, Post, Resident
from wumen.records.orders import in_force
from wumen.rules.areas import ancestors, code, is_common_part, read_path, span
from wumen.rules.duties import PENDING, DutyKey
from wumen.rules.instructions import GIVEN, number_of
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rounds import Reason, RoundKey, floor_of, in_walking_order, unit_of

# Somebody who was noted as unwell is gone to last on this many days after.
_UNWELL = timedelta(days=1)


@dataclass(frozen=True)
class RoundLine:
    """A round in a list: how much is owed in it and how far it is.

    `doors` are homes, `parts` common parts; `pressing` is what of the overdue whoever looks can do herself;
    `watch`: nothing is walked in it, somebody stands there.
    """

    key: str
    day: date
    win: str
    area: str
    names: tuple[str, ...]
    due_at: datetime
    doors: int
    parts: int
    due: int
    done: int
    open: int
    overdue: int
    pressing: int
    watch: bool
    floors: tuple[int, ...]


@dataclass(frozen=True)
class Hand:
    """Who has something in hand, by name."""

    name: str


@dataclass(frozen=True)
class DutyOnCard:
    """One thing due from one subject at a door; `clause` is the key of the rule that asks for it."""

    key: str
    what: str
    clause: str
    state: str
    grade: str | None
    reason: str | None
    overdue: bool
    opens_at: datetime
    taken_by: Hand | None = None
    tried: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class SubjectOnCard:
    """Of whom or of what something is due at a door: a person or facility by name, a home, a stairwell."""

    id: UUID
    kind: str
    name: str
    duties: tuple[DutyOnCard, ...]


@dataclass(frozen=True)
class DoorCard:
    """A door, or a common part, in a round: one card with all that is due there."""

    room: str
    area: str
    state: str
    subjects: tuple[SubjectOnCard, ...]
    # What somebody asked for at this door and is still to be done, by its number.
    given: tuple[int, ...] = ()

    @property
    def common(self) -> bool:
        """Whether it is a common part and no home's door."""
        return is_common_part(self.area)

    @property
    def floor(self) -> int:
        """The floor on which it is."""
        return floor_of(self.area)

    @property
    def people(self) -> int:
        """How many people something is due from."""
        return sum(one.kind == "resident" for one in self.subjects)

    @property
    def open(self) -> int:
        """How many things are still open at this door."""
        return sum(duty.state in PENDING for one in self.subjects for duty in one.duties)

    @property
    def untaken(self) -> bool:
        """Whether something is to be done here that nobody has taken."""
        return any(duty.state == "open" for one in self.subjects for duty in one.duties)

    @property
    def reasons(self) -> tuple[str, ...]:
        """What stood in the way, as it was said, each once."""
        said = {duty.reason: None for one in self.subjects for duty in one.duties if duty.reason}
        return tuple(said)


@dataclass(frozen=True)
class FloorCards:
    """A floor of a round, its doors in order."""

    floor: int
    doors: tuple[DoorCard, ...]

    @property
    def homes(self) -> int:
        """How many of the doors are homes; the rest are common parts."""
        return sum(not is_common_part(door.area) for door in self.doors)

    @property
    def open(self) -> int:
        """How many things are still open on this floor."""
        return sum(door.open for door in self.doors)


@dataclass(frozen=True)
class Round:
    """One round as it is walked: the top floor first; the doors `apart` are gone to last and alone."""

    key: RoundKey
    names: tuple[str, ...]
    floors: tuple[FloorCards, ...]
    apart: frozenset[str] = frozenset()

    @property
    def walked(self) -> list[DoorCard]:
        """All doors in the order in which a team walks them."""
        cards = (card for one in self.floors for card in one.doors)
        return in_walking_order(cards, lambda card: card.area, self.apart)


_LIST = """
    SELECT d.win, regexp_replace(d.area, '[^/]+/$', '') AS unit, min(d.due_at),
        array_agg(DISTINCT d.area), count(*) FILTER (WHERE d.state <> 'withdrawn'),
        count(*) FILTER (WHERE d.state IN ('done', 'waived')),
        count(*) FILTER (WHERE d.state IN ('open', 'taken')),
        count(*) FILTER (WHERE d.state IN ('open', 'taken') AND d.due_at <= %(now)s),
        count(*) FILTER (WHERE d.state IN ('open', 'taken') AND d.due_at <= %(now)s
            AND coalesce(d.basis ->> 'clause', '') <> ALL(%(others)s)),
        bool_and(d.what = 'watch')
    FROM duty d WHERE d.day = %(day)s AND d.area >= %(lo)s AND d.area < %(hi)s
        AND d.state <> 'withdrawn' AND d.what <> ALL(%(given)s)
    GROUP BY 1, 2 ORDER BY bool_and(d.what = 'watch'), min(d.opens_at), 1, 2
"""


def names_of(units: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """The names of compound, building and unit above a stretch of doors."""
    paths = {unit: [*ancestors(unit), unit][3:] for unit in units}
    known = dict(
        Area.objects.filter(area__in={one for many in paths.values() for one in many}).values_list(
            "area", "name"
        )
    )
    return {unit: tuple(known.get(one, code(one)) for one in many) for unit, many in paths.items()}


def rounds(
    viewer: Viewer, day: date, area: str | None = None, others: Collection[str] = ()
) -> list[RoundLine]:
    """The rounds of a day in a place, in the order in which their windows open, watches last.

    `others` are the keys of clauses whose work is not the viewer's: they press nobody to go.
    """
    viewer.must(Right.SEE_REGISTER)
    held = within(viewer, area)
    with acting(viewer), connection.cursor() as cursor:
        told: dict[str, Any] = {"day": day, "lo": held.lo, "hi": held.hi, "now": clock.now()}
        cursor.execute(_LIST, {**told, "given": list(GIVEN), "others": list(others)})
        rows = cursor.fetchall()
        names = names_of([row[1] for row in rows])
    return [
        RoundLine(
            key=str(RoundKey(day, win, unit)),
            day=day,
            win=win,
            area=unit,
            names=names[unit],
            due_at=due_at,
            doors=sum(not is_common_part(door) for door in doors),
            parts=sum(map(is_common_part, doors)),
            due=due,
            done=done,
            open=open_,
            overdue=overdue,
            pressing=pressing,
            watch=watch,
            floors=tuple(sorted({floor_of(door) for door in doors}, reverse=True)),
        )
        for win, unit, due_at, doors, due, done, open_, overdue, pressing, watch in rows
    ]


def _subjects(duties: Sequence[Duty]) -> tuple[dict[str, list[SubjectOnCard]], dict[str, str]]:
    """What is due in a round, subject by subject, by door; and the states of those doors."""
    now = clock.now()
    owed: dict[UUID, list[DutyOnCard]] = {}
    doors: dict[UUID, str] = {}
    for duty in duties:
        doors[duty.subject] = duty.area
        taken_name = getattr(duty, "taken_name", None)
        owed.setdefault(duty.subject, []).append(
            DutyOnCard(
                key=str(DutyKey(duty.day, duty.what, str(duty.subject), duty.win)),
                what=duty.what,
                clause=duty.basis["clause"],
                state=duty.state,
                grade=duty.grade,
                reason=duty.reason,
                overdue=duty.state in PENDING and duty.due_at <= now,
                opens_at=duty.opens_at,
                taken_by=Hand(taken_name) if duty.state == "taken" and taken_name else None,
                tried=tuple(duty.tried),
            )
        )
    cards: dict[str, list[SubjectOnCard]] = {}
    named, states = _named(doors)
    for ident, (kind, name) in named.items():
        due = tuple(sorted(owed[ident], key=lambda one: one.what))
        cards.setdefault(doors[ident], []).append(SubjectOnCard(ident, kind, name, due))
    return cards, states


def _known(idents: Sequence[UUID]) -> list[tuple[int, int, str, UUID, str, str]]:
    """People, homes and facilities among some subjects, in one statement: order, place, name, id, kind, state."""
    text, number = partial(Value, output_field=TextField()), Value(0)
    people = Resident.objects.filter(id__in=idents).values_list(
        Value(0), "place", "name", "id", text("resident"), "household__state"
    )
    homes = Household.objects.filter(id__in=idents).values_list(
        Value(1), number, text(""), "id", text("household"), "state"
    )
    things = Facility.objects.filter(id__in=idents).values_list(
        Value(2), number, "name", "id", text("facility"), text("")
    )
    return list(people.union(homes, things, all=True))


def _named(
    doors: Mapping[UUID, str],
) -> tuple[dict[UUID, tuple[str, str]], dict[str, str]]:
    """Kind and name of each subject, people first in the order of their home; the states of the doors.

    What is neither resident, household nor facility is the stairwell or gate itself.
    """
    named: dict[UUID, tuple[str, str]] = {}
    states: dict[str, str] = {}
    for _order, _place, name, ident, kind, state in sorted(_known(list(doors))):
        named[ident] = (kind, name)
        if kind != "facility":
            states[doors[ident]] = state
    # A resident or household that left the register since keeps nothing of its duties on a card.
    named |= {
        ident: ("place", "")
        for ident, door in doors.items()
        if ident not in named and is_common_part(door)
    }
    return named, states


def _due(key: RoundKey, unit: str) -> tuple[list[Duty], dict[str, list[int]], set[str]]:
    """The duties of a round, what else was asked for at its doors by number, and the doors gone to last.

    One statement for all three. Last are doors with an order on somebody there or on that door alone, and
    those where somebody was noted as unwell since yesterday.
    """
    held = span(unit)
    bound = OrderScope.objects.filter(
        area=OuterRef("area"), order__in=in_force(clock.now()).values("id")
    )
    who = Post.objects.filter(id=OuterRef("taken_by")).values("person__name")[:1]
    rows = (
        Duty.objects.filter(day__gte=key.day - _UNWELL, day__lte=key.day)
        .filter(area__gte=held.lo, area__lt=held.hi)
        .filter(
            Q(day=key.day) & (Q(win=key.win) | Q(what__in=GIVEN, state__in=PENDING))
            | Q(reason=Reason.UNWELL)
        )
        .exclude(state="withdrawn")
        .annotate(taken_name=Subquery(who), isolated=Exists(bound))
    )
    duties: list[Duty] = []
    given: dict[str, list[int]] = {}
    apart: set[str] = set()
    for duty in rows:
        if duty.reason == Reason.UNWELL or duty.isolated:
            apart.add(duty.area)
        if duty.day == key.day and duty.what in GIVEN and duty.state in PENDING:
            given.setdefault(duty.area, []).append(number_of(duty.win) or 0)
        elif duty.day == key.day and duty.win == key.win and unit_of(duty.area) == unit:
            duties.append(duty)
    return duties, given, apart


def one_round(viewer: Viewer, key: RoundKey) -> Round:
    """One round with every door and what is due there; Problems `round_unknown`, `area_not_yours`."""
    viewer.must(Right.SEE_REGISTER)
    unit = read_path(key.unit)
    if not viewer.span.holds(unit):
        raise Problem("area_not_yours", path=unit)
    with acting(viewer):
        duties, given, apart = _due(key, unit)
        if not duties:
            raise Problem("round_unknown", key=str(key))
        cards, states = _subjects(duties)
        names = names_of([unit])[unit]
        last = frozenset(apart & cards.keys())
    by_floor: dict[int, list[DoorCard]] = {}
    for door in sorted(cards, key=lambda path: (len(code(path)), code(path))):
        subjects, asked = tuple(cards[door]), tuple(sorted(given.get(door, ())))
        card = DoorCard(code(door), door, states.get(door, ""), subjects, asked)
        by_floor.setdefault(floor_of(door), []).append(card)
    floors = (FloorCards(floor, tuple(by_floor[floor])) for floor in sorted(by_floor, reverse=True))
    return Round(RoundKey(key.day, key.win, unit), names, tuple(floors), last)
