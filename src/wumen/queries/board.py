"""The board: what stands today by measure, what is overdue and whose, read off the kept counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection

from wumen.queries import facts
from wumen.queries.desk import (
    CONTACTS,
    EMPTY,
    EMPTY_STATIONS,
    LOOKED,
    LOOKS,
    NOT_REACHED,
    OBJECTED,
    OBJECTIONS,
    AskedLine,
    EmptyStation,
    Looks,
    NotReached,
    ObjectedLine,
    asked,
    by_place,
    empty_stations,
    late_stations,
    looks,
    missing,
    not_reached,
    objected,
    standing_orders,
    told_places,
)
from wumen.queries.duties import Owner, within
from wumen.queries.escalation import Answers, Late, Posts, answers
from wumen.queries.openings import REMEMBERED
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Order
from wumen.rules.areas import Span, ancestors, code, parent
from wumen.rules.duties import PENDING
from wumen.rules.instructions import GIVEN
from wumen.rules.playbooks import Playbook
from wumen.rules.posts import Right, Viewer
from wumen.rules.release import ConditionState
from wumen.rules.time import business_day


@dataclass
class Count:
    """How much of something stands, and how it stands; overdue is a part of open."""

    standing: int = 0
    done: int = 0
    waived: int = 0
    open: int = 0
    overdue: int = 0
    by_grade: dict[str, int] = field(default_factory=dict)

    def add(self, state: str, grade: str, overdue: bool, many: int) -> None:
        """Count `many` duties of one state."""
        self.standing += many
        if state == "done":
            self.done += many
            self.by_grade[grade] = self.by_grade.get(grade, 0) + many
        elif state == "waived":
            self.waived += many
        else:
            self.open += many
            self.overdue += many if overdue else 0


@dataclass(frozen=True)
class MeasureLine:
    """One measure in one window."""

    what: str
    win: str
    due_at: datetime
    count: Count


@dataclass(frozen=True)
class OverdueLine:
    """What is open too long at one place, since when, and whose it is; None is nobody's yet."""

    area: str
    names: tuple[str, ...]
    what: str
    win: str
    due_at: datetime
    n: int
    owner: Owner | None
    answers: Answers | None = None


@dataclass(frozen=True)
class OrderLine:
    """An order that is in force now; `missing`: of an area's, the conditions of its end as they stand.

    `name`: the places that it names, or of an order on `people` where they live.
    """

    number: str
    regime: str
    area: str
    name: str
    document: str
    until: datetime
    people: int = 0
    missing: tuple[ConditionState, ...] = ()

    @property
    def met(self) -> int:
        """How many conditions of its end are met."""
        return sum(one.met is True for one in self.missing)

    @property
    def unmet(self) -> list[ConditionState]:
        """The conditions that are not met, or of which nobody has told."""
        return [one for one in self.missing if one.met is not True]


@dataclass(frozen=True)
class Board:
    """The whole board of a viewer at one instant; `openings`: what was lifted and is not confirmed as open.

    `not_reached` names at most `desk.NAMED` homes in special care, `not_reached_at` counts them by the name of
    their building; `asked` is what was asked for beyond the rules and is not done; `objected` waits for answers;
    `empty` are stations where nobody is.
    """

    now: datetime
    day: date
    total: Count
    measures: tuple[MeasureLine, ...]
    overdue: tuple[OverdueLine, ...]
    orders: tuple[OrderLine, ...]
    openings: tuple[OverdueLine, ...]
    not_reached: tuple[NotReached, ...] = ()
    asked: tuple[AskedLine, ...] = ()
    looks: Looks | None = None
    not_reached_at: tuple[tuple[str, int], ...] = ()
    objected: tuple[ObjectedLine, ...] = ()
    empty: tuple[EmptyStation, ...] = ()


_SUMS = f"""
    WITH counted AS (
        SELECT area, what, win, state, grade, due_at, owner_post, sum(n)::bigint AS many
        FROM tally WHERE day = %s AND state <> 'withdrawn' AND area >= %s AND area < %s
        GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(n) <> 0
    ), doors AS (
        SELECT area, what, win, 'not_open' AS state, '' AS grade, due_at, owner_post,
            1::bigint AS many
        FROM duty WHERE day > %s AND day <= %s AND what = 'opening' AND state IN ('open', 'taken')
            AND opens_at <= %s AND area >= %s AND area < %s
    ), contacts AS ({CONTACTS}), looks AS ({LOOKS}), objections AS ({OBJECTIONS}),
    stations AS ({EMPTY_STATIONS}), listed AS (
        SELECT * FROM counted UNION ALL SELECT * FROM doors UNION ALL SELECT * FROM contacts
        UNION ALL SELECT * FROM looks UNION ALL SELECT * FROM objections
        UNION ALL SELECT * FROM stations
    )
    SELECT listed.*, post.role, post.area, crew.number, crew.name, i.urgency FROM listed
    LEFT JOIN (post JOIN crew ON crew.id = post.person_id) ON post.id = listed.owner_post
    LEFT JOIN instruction i
        ON listed.what = ANY(%s) AND listed.win = 'r' || i.number::text
"""
# The names of places, and where something is late the posts that stand over them, in one statement.
_AROUND = """
    SELECT area, name, NULL, NULL, NULL, NULL AS since FROM area WHERE area = ANY(%(paths)s)
    UNION ALL
    SELECT p.area, c.name, p.role, p.id, c.number, p.from_at
    FROM post p JOIN crew c ON c.id = p.person_id
    WHERE %(posts)s AND ((p.area >= %(lo)s AND p.area < %(hi)s) OR p.area = ANY(%(above)s))
        AND p.from_at <= %(now)s AND (p.until_at IS NULL OR p.until_at > %(now)s)
    ORDER BY since DESC, 4 DESC
"""
# An order that names more places than these is told by its first.
PLACES_SAID = 3
# Not a state of a duty: a door or gate, of whichever day, that is not confirmed as open though lifted.
_NOT_OPEN = "not_open"
_TOLD = frozenset({_NOT_OPEN, NOT_REACHED, LOOKED, OBJECTED, EMPTY})


def _measures(rows: Sequence[tuple[Any, ...]], now: datetime) -> tuple[Count, list[MeasureLine]]:
    """The sums by what and window, and of all."""
    total = Count()
    lines: dict[tuple[str, str], Count] = {}
    # The hour of a line is the first at which something of it is still due; else the first of all.
    due: dict[tuple[str, str], tuple[bool, datetime]] = {}
    for _, what, win, state, grade, due_at, _, many, *_ in rows:
        overdue = state in PENDING and due_at <= now
        total.add(state, grade, overdue, many)
        # What was asked for has a window and an hour of its own each: one line counts all.
        key = (what, "" if what in GIVEN else win)
        lines.setdefault(key, Count()).add(state, grade, overdue, many)
        when = (state not in PENDING, due_at)
        due[key] = min(due.get(key, when), when)
    measures = [MeasureLine(*key, due[key][1], count) for key, count in lines.items()]
    return total, sorted(measures, key=lambda one: (one.due_at, one.win, one.what))


def _late(rows: Iterable[tuple[Any, ...]], now: datetime) -> dict[Late, int]:
    """How many are open too long, by place, measure and owner."""
    late: dict[Late, int] = {}
    for area, what, win, state, _, due_at, post, many, *who, urgency in rows:
        if state in PENDING and due_at <= now:
            # A post that the viewer may not see has no name here.
            owner = Owner(post, *who) if who[0] is not None else None
            key = Late(area, what, win, due_at, owner, urgency)
            late[key] = late.get(key, 0) + many
    return late


def _overdue(
    late: Mapping[Late, int],
    names: Mapping[str, tuple[str, ...]],
    answering: Mapping[Late, Answers],
) -> list[OverdueLine]:
    """What is open too long the longest first."""
    lines = [
        OverdueLine(
            *(one.area, names[one.area], one.what, one.win, one.due_at),
            many,
            one.owner,
            answering.get(one),
        )
        for one, many in late.items()
    ]
    return sorted(lines, key=lambda one: (one.due_at, -one.n, one.area, one.what))


def _doors(rows: Iterable[tuple[Any, ...]]) -> dict[Late, int]:
    """The doors and gates that are not confirmed as open, at the stairwell or compound they belong to."""
    found: dict[Late, int] = {}
    for area, what, win, _, _, due_at, post, many, *who, _ in rows:
        owner = Owner(post, *who) if who[0] is not None else None
        found[Late(parent(area), what, win, due_at, owner)] = many
    return found


Names = Mapping[str, tuple[str, ...]]


def _around(paths: set[str], held: Span, now: datetime, posts: bool) -> tuple[Names, Posts]:
    """The names from the community down, for places in a list; and the posts over a span if wanted."""
    chains = {path: [*ancestors(path), path][2:] for path in paths}
    above = ["", *(ancestors(held.lo) if held.lo else ())]
    wanted = sorted({one for chain in chains.values() for one in chain})
    with connection.cursor() as cursor:
        cursor.execute(
            _AROUND,
            {
                "paths": wanted,
                "posts": posts,
                "lo": held.lo,
                "hi": held.hi,
                "above": above,
                "now": now,
            },
        )
        rows = cursor.fetchall()
    known = {area: name for area, name, role, *_ in rows if role is None}
    names = {
        path: tuple(known.get(one, code(one)) for one in chain) for path, chain in chains.items()
    }
    standing = {
        (role, area): Owner(post, role, area, number, name)
        for area, name, role, post, number, _ in rows
        if role is not None
    }
    return names, standing


def _orders(
    orders: Iterable[Order],
    names: Mapping[str, tuple[str, ...]],
    books: Mapping[str, Playbook],
    now: datetime,
) -> list[OrderLine]:
    """The orders as lines of the board."""
    return [
        OrderLine(
            *(order.number, order.regime, order.area, _order_name(order, names)),
            *(order.document, order.ended_at or order.until_at),
            order.people or 0,  # type: ignore[attr-defined]
            missing(order, books, now),
        )
        for order in orders
    ]


def _order_places(orders: Iterable[Order]) -> set[str]:
    """The places by which orders are told."""
    named = {at for one in orders for at in one.places[:PLACES_SAID]}  # type: ignore[attr-defined]
    return named | {one.area for one in orders if one.area}


def _order_name(order: Order, names: Mapping[str, tuple[str, ...]]) -> str:
    """The places that an order names, the first of many; of an order on people where they live."""
    places: list[str] = order.places  # type: ignore[attr-defined]
    few = [names[one] for one in places[:PLACES_SAID] if one in names]
    if not few:
        return " ".join(names.get(order.area, ()))
    # What stands above is said once.
    said = "、".join([" ".join(few[0]), *(one[-1] for one in few[1:])])
    return f"{said}…" if len(places) > len(few) else said


def _listed(day: date, held: Span, now: datetime) -> list[tuple[Any, ...]]:
    """The rows of the one statement: sums, and between them what is told by name."""
    today = clock.today()
    place: list[Any] = [held.lo, held.hi]
    with connection.cursor() as cursor:
        cursor.execute(
            _SUMS,
            [
                *(day, *place),
                *(today - REMEMBERED, today, now, *place),
                *(today, *place),
                # The log goes by the day on which things really arrived, in a drill too.
                *(business_day(clock.real_now()), *place),
                *place,
                *(now, now, *place, now, now),
                list(GIVEN),
            ],
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def board(
    viewer: Viewer,
    area: str | None = None,
    day: date | None = None,
    playbooks: Mapping[str, Playbook] | None = None,
) -> Board:
    """What the viewer's post sees of a day, now; Problems `right_missing`, `area_not_yours`.

    `playbooks` are the rules of the outbreaks where the caller has read them already.
    """
    viewer.must(Right.SEE_BOARD)
    held, now = within(viewer, area), clock.now()
    shown = day or clock.today()
    with acting(viewer):
        listed = _listed(shown, held, now)
        rows = [row for row in listed if row[3] not in _TOLD]
        doors = _doors(row for row in listed if row[3] == _NOT_OPEN)
        total, measures = _measures(rows, now)
        late, orders = _late(rows, now), standing_orders(now)
        paths = {one.area for one in (*late, *doors)} | _order_places(orders) | told_places(listed)
        empty = late_stations(listed)
        names, posts = _around(paths, held, now, bool(late or empty))
        read = playbooks is not None or not (late or orders)
        books = (playbooks or {}) if read else facts.outbreaks()
        answering = answers([*late, *empty], now, books, posts)
    return Board(
        now=now,
        day=shown,
        total=total,
        measures=tuple(measures),
        overdue=tuple(_overdue(late, names, answering)),
        orders=tuple(_orders(orders, names, books, now)),
        openings=tuple(_overdue(doors, names, {})),
        not_reached=(homes := not_reached(listed, now)),
        asked=asked(rows, names, now),
        looks=looks(listed),
        not_reached_at=by_place(homes, names),
        objected=objected(listed, names, now),
        empty=empty_stations(empty, names, answering),
    )
