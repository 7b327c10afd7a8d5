"""Rounds of doors as a captain walks them: window, unit, floors from the top, one card a door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from wumen.queries.doors_apart import APART, APART_VALUES, HAPPENED, apart_of, set_apart
from wumen.queries.posts import acting
from wumen.queries.rules_in_force import Ruled, read_ruled, rules_asked
from wumen.queries.subjects import elsewhere
from wumen.records import clock
from wumen.records.kept import Kept, together
from wumen.rules.areas import called_by, code, is_common_part, read_path, span
from wumen.rules.duties import PENDING, DutyKey, DutyState
from wumen.rules.facilities import FacilityKind, TeamLift, team_lift
from wumen.rules.instructions import GIVEN, number_of
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rounds import (
    Reason,
    RoundKey,
    floor_of,
    in_walking_order,
    remembered_reason,
    unit_of,
)


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

    @cached_property
    def people(self) -> int:
        """How many people something is due from."""
        return sum(one.kind == "resident" for one in self.subjects)

    @cached_property
    def open(self) -> int:
        """How many things are still open at this door."""
        return sum(duty.state in PENDING for one in self.subjects for duty in one.duties)

    @cached_property
    def untaken(self) -> bool:
        """Whether something is to be done here that nobody has taken."""
        return any(duty.state == "open" for one in self.subjects for duty in one.duties)

    @cached_property
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
    """One round as it is walked: the top floor first; the doors `apart` are gone to last and alone.

    `lift`: the one that the team keeps; `rules` are those in force, that were read with it.
    """

    key: RoundKey
    names: tuple[str, ...]
    floors: tuple[FloorCards, ...]
    apart: frozenset[str] = frozenset()
    lift: TeamLift | None = None
    rules: Ruled | None = field(default=None, compare=False, repr=False)

    @property
    def walked(self) -> list[DoorCard]:
        """All doors in the order in which a team walks them."""
        cards = (card for one in self.floors for card in one.doors)
        return in_walking_order(cards, lambda card: card.area, self.apart)


# What a card needs of a duty, and no more: a round is some hundred rows.
_DUE = Kept(
    """
    SELECT what, subject, win, area, state, grade, reason, basis ->> 'clause', due_at, opens_at, taken_by, tried
    FROM duty WHERE day = %(day)s AND area >= %(lo)s AND area < %(hi)s AND state <> 'withdrawn'
        AND (win = %(win)s OR reason = %(unwell)s OR what = ANY(%(given)s) AND state IN ('open', 'taken'))
    ORDER BY what
    """,
    "day day, lo text, hi text, win text, given text[], unwell text",
    binary=True,
)
# Who and what stands behind the doors of a round, what the places above are called, who has something in hand.
_HOME, _PLACE, _HAND, _LAST, _LIFT, _HAPPENED = 1, 3, 4, 5, 6, 7
_BEHIND = Kept(
    f"""
    SELECT 0, place, name, id, 'resident', area FROM resident
        WHERE area >= %(first)s AND area <= %(last)s
    UNION ALL SELECT 1, 0, '', id, state, area FROM household WHERE area >= %(first)s AND area <= %(last)s
    UNION ALL SELECT 2, 0, name, id, 'facility', '' FROM facility WHERE id = ANY(%(things)s)
    UNION ALL SELECT 3, 0, name, NULL, '', area FROM area WHERE area = ANY(%(above)s)
    UNION ALL SELECT 4, 0, c.name, p.id, '', '' FROM post p JOIN crew c ON c.id = p.person_id
    WHERE p.id = ANY(%(hands)s)
    UNION ALL SELECT 5, 0, '', NULL, '', area FROM ({APART}) AS apart
    UNION ALL SELECT 6, 0, name, NULL, '', '' FROM facility
        WHERE area = %(unit)s AND kind = '{FacilityKind.LIFT}' AND closed_at IS NULL
    UNION ALL SELECT 7, 0, jsonb_build_array(x.outbreak_id, x.happened_at, x.sealed)::text, x.id, '', x.area
    FROM ({HAPPENED}) AS x
    """,
    f"first text, last text, things uuid[], above text[], hands uuid[], unit text, {APART_VALUES}",
)


class Due(NamedTuple):
    """A duty as a card needs it."""

    what: str
    subject: UUID
    win: str
    area: str
    state: str
    grade: str | None
    reason: str | None
    clause: str
    due_at: datetime
    opens_at: datetime
    taken_by: UUID | None
    tried: Sequence[datetime]


@dataclass(frozen=True)
class Behind:
    """Who and what is behind the doors of a round, in the order of their home, people first.

    `subjects`: kind and name by id; `states` of the homes by door, `names` of places, `hands` by post; the doors
    `apart` are gone to last; the `lift` is kept for the team.
    """

    subjects: Mapping[UUID, tuple[str, str]]
    states: Mapping[str, str]
    names: Mapping[str, str]
    hands: Mapping[UUID, str]
    apart: frozenset[str]
    lift: TeamLift | None


def _behind(duties: Sequence[Due], unit: str, above: Sequence[str], day: date) -> Behind:
    """What stands behind some doors; one statement, and one more where somebody of them has moved since."""
    homes = sorted({one.area for one in duties if not is_common_part(one.area)}) or [""]
    found = _BEHIND.rows(
        first=homes[0],
        last=homes[-1],
        things=list({one.subject for one in duties if is_common_part(one.area)}),
        above=list(above),
        hands=list({one.taken_by for one in duties if one.state == "taken" and one.taken_by}),
        unit=unit,
        **apart_of(unit, day, clock.now()),
    )
    rows = sorted(found, key=itemgetter(0, 1, 2, 3))
    known: dict[UUID, tuple[str, str]] = {}
    for order, _, name, ident, kind, _ in rows:
        if order < _PLACE:
            known[ident] = ("household" if order == _HOME else kind, name)
    gone = {one.subject: one.area for one in duties if one.subject not in known}
    known |= elsewhere(gone)
    return Behind(
        known,
        {area: state for order, _, _, _, state, area in rows if order == _HOME},
        {area: name for order, _, name, _, _, area in rows if order == _PLACE},
        {ident: name for order, _, name, ident, *_ in rows if order == _HAND},
        frozenset(area for order, *_, area in rows if order == _LAST) | _set_apart(rows),
        team_lift([name for order, _, name, *_ in rows if order == _LIFT]),
    )


def cards_of(
    duties: Sequence[Due], behind: Behind, day: date
) -> Mapping[str, Sequence[SubjectOnCard]]:
    """What is due in a round, subject by subject, by door."""
    now, today = clock.now(), clock.today()
    owed: dict[UUID, list[DutyOnCard]] = {}
    doors: dict[UUID, str] = {}
    for one in duties:
        doors[one.subject] = one.area
        hand = behind.hands.get(one.taken_by) if one.taken_by and one.state == "taken" else None
        owed.setdefault(one.subject, []).append(
            DutyOnCard(
                key=str(DutyKey(day, one.what, str(one.subject), one.win)),
                what=one.what,
                clause=one.clause,
                state=one.state,
                grade=one.grade,
                reason=remembered_reason(
                    one.what, one.reason, day, today, waived=one.state == DutyState.WAIVED
                ),
                overdue=one.state in PENDING and one.due_at <= now,
                opens_at=one.opens_at,
                taken_by=Hand(hand) if hand else None,
                tried=tuple(one.tried),
            )
        )
    cards: dict[str, list[SubjectOnCard]] = {}
    for ident, (kind, name) in behind.subjects.items():
        if ident in owed:
            card = SubjectOnCard(ident, kind, name, tuple(owed[ident]))
            cards.setdefault(doors[ident], []).append(card)
    return cards


def _set_apart(rows: Sequence[tuple[Any, ...]]) -> frozenset[str]:
    """The doors at which something happened lately that sets them apart."""
    happened = []
    for order, _, said, ident, _, area in rows:
        if order == _HAPPENED:
            outbreak, at, sealed = msgspec.json.decode(said, type=tuple[UUID, datetime, str])
            happened.append((area, ident, outbreak, at, sealed))
    return frozenset(set_apart(happened, clock.now()))


@dataclass(frozen=True)
class _Owed:
    """The duties of a round, what else was asked for at its doors by number, the doors of the unwell, the rules."""

    duties: Sequence[Due]
    given: Mapping[str, Sequence[int]]
    unwell: frozenset[str]
    rules: Ruled


def _owed(key: RoundKey, unit: str) -> _Owed:
    """What is owed in a round, in one message to the database."""
    held = span(unit)
    told = {"lo": held.lo, "hi": held.hi, "given": list(GIVEN), "unwell": Reason.UNWELL.value}
    rules, due = together(rules_asked(), _DUE.asked(day=key.day, win=key.win, **told))
    rows = [Due(*row) for row in due]
    duties: list[Due] = []
    given: dict[str, list[int]] = {}
    for one in rows:
        if one.what not in GIVEN:
            if one.win == key.win and unit_of(one.area) == unit:
                duties.append(one)
        elif one.state in PENDING:
            given.setdefault(one.area, []).append(number_of(one.win) or 0)
    unwell = frozenset(one.area for one in rows if one.reason == Reason.UNWELL)
    return _Owed(duties, given, unwell, read_ruled(rules))


def one_round(viewer: Viewer, key: RoundKey) -> Round:
    """One round with every door and what is due there; Problems `round_unknown`, `area_not_yours`."""
    viewer.must(Right.SEE_REGISTER)
    unit = read_path(key.unit)
    if not viewer.span.holds(unit):
        raise Problem("area_not_yours", path=unit)
    with acting(viewer):
        owed = _owed(key, unit)
        if not owed.duties:
            raise Problem("round_unknown", key=str(key))
        above = called_by(unit)
        behind = _behind(owed.duties, unit, above, key.day)
        cards = cards_of(owed.duties, behind, key.day)
    by_floor: dict[int, list[DoorCard]] = {}
    for door in sorted(cards, key=lambda path: (len(code(path)), code(path))):
        subjects, asked = tuple(cards[door]), tuple(sorted(owed.given.get(door, ())))
        card = DoorCard(code(door), door, behind.states.get(door, ""), subjects, asked)
        by_floor.setdefault(floor_of(door), []).append(card)
    floors = (FloorCards(floor, tuple(by_floor[floor])) for floor in sorted(by_floor, reverse=True))
    names = tuple(behind.names.get(one, code(one)) for one in above)
    return Round(
        *(RoundKey(key.day, key.win, unit), names, tuple(floors)),
        apart=(behind.apart | owed.unwell) & cards.keys(),
        lift=behind.lift,
        rules=owed.rules,
    )
