"""The board: what stands today by measure, what is overdue and whose, read off the kept counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection

from wumen.queries.board.around import around
from wumen.queries.board.orders import ORDERS, StandingOrder, standing_orders
from wumen.queries.board.orders import OrderLine as OrderLine
from wumen.queries.desk import (
    CONTACTS,
    CONTACTS_AT,
    LOOKS,
    OBJECTIONS,
    POINTS,
    REPORTS,
    TRANSFERS,
    AskedLine,
    Beside,
    Looks,
    MovedLine,
    NotReached,
    ObjectedLine,
    ReportedLine,
    Row,
    Told,
    asked,
    by_place,
    looks,
    moved,
    not_reached,
    number_asked,
    objected,
    points,
    reported,
    told_places,
)
from wumen.queries.desk_bins import BINS, BinTold, bins_told
from wumen.queries.desk_boxes import ROUND, BoxesAsked, BoxesTold, boxes_asked
from wumen.queries.desk_exits import EXITS, BlockedLine, blocked
from wumen.queries.desk_gate import GATE, GateTold, gate_told
from wumen.queries.desk_inquiries import INQUIRIES, AskedFor, asked_for, contacts_waiting
from wumen.queries.desk_lots import LOTS, LotTold, lots_told
from wumen.queries.desk_notices import NOTICES, NoticeTold, notices_told
from wumen.queries.desk_parcels import LYING, Lying, lying
from wumen.queries.desk_stations import STATIONS, EmptyStation, FellLine, fell, nobody, ringing
from wumen.queries.duties import AtPlace, Owner, within
from wumen.queries.escalation import Answers, Late, answers
from wumen.queries.openings import REMEMBERED
from wumen.queries.posts import acting
from wumen.queries.rules_in_force import Ruled, read_ruled, rules_asked
from wumen.records import clock
from wumen.records.kept import together
from wumen.rules.areas import Span, parent
from wumen.rules.duties import PENDING
from wumen.rules.instructions import GIVEN
from wumen.rules.posts import Right, Viewer
from wumen.rules.sampling_points.standing import Totals


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
class Board:
    """The whole board of a viewer at one instant.

    `openings`: what was lifted and is not confirmed as open. `rules`: those in force, read with it. `not_reached`:
    at most `desk.NAMED` homes in special care; `not_reached_at`: for a wall how many, by the name of their
    building. `asked`: what was asked for beyond the rules and is not done. `objected` waits for an answer,
    `reported` for two who look, `moved` is called for a bus or not brought home. `points`: the sampling points in
    one line, None where there are none. `empty`: stations where nobody is; `fell`: shifts ahead that lost whoever
    had them. `lying`: the parcels at the deposit points; `lots`: goods for homes that are not where they belong.
    `boxes`: samples on their way, late or differing in number. `rounds`: whether there is any sampling round.
    `exits`: those that are blocked; what was asked for them stands here alone, and not in `asked`. `inquiries`:
    lists of other offices that wait for their answer; `contacts`: how many contacts wait for somebody's word.
    `bins`: of waste of isolated homes, that are late or full. `gate`: who went in and out today, and sheets that
    wait. `unsent`: notices that not all of their groups have.
    """

    now: datetime
    day: date
    total: Count
    measures: tuple[MeasureLine, ...]
    overdue: tuple[OverdueLine, ...]
    orders: tuple[OrderLine, ...]
    openings: tuple[OverdueLine, ...]
    rules: Ruled = field(compare=False, repr=False)
    not_reached: tuple[NotReached, ...] = ()
    asked: tuple[AskedLine, ...] = ()
    looks: Looks | None = None
    not_reached_at: tuple[tuple[str, int], ...] = ()
    objected: tuple[ObjectedLine, ...] = ()
    reported: tuple[ReportedLine, ...] = ()
    moved: tuple[MovedLine, ...] = ()
    points: Totals | None = None
    empty: tuple[EmptyStation, ...] = ()
    fell: tuple[FellLine, ...] = ()
    lying: Lying | None = None
    lots: tuple[LotTold, ...] = ()
    gate: GateTold | None = None
    boxes: BoxesTold | None = None
    rounds: bool = False
    exits: tuple[BlockedLine, ...] = ()
    inquiries: tuple[AskedFor, ...] = ()
    contacts: int = 0
    bins: tuple[BinTold, ...] = ()
    unsent: tuple[NoticeTold, ...] = ()


# The sums of a place are made where they lie, in one look at its counts: only what is late or was asked for
# comes with its place and owner, so that what is told does not grow with the number of buildings.
_BY_NAME = "state IN ('open', 'taken') AND (due_at <= %(now)s OR what = ANY(%(given)s))"
_LISTED = AtPlace(
    f"""
    SELECT CASE WHEN place IS NULL THEN '{Told.SUM}' ELSE '{Told.LATE}' END, coalesce(place, ''),
        what, win, state, grade, due_at, owner, many
    FROM (
        SELECT CASE WHEN {_BY_NAME} THEN area END AS place, what, win, state, grade, due_at,
            CASE WHEN {_BY_NAME} THEN owner_post END AS owner, sum(n)::bigint AS many
        FROM tally WHERE day = %(today)s AND state <> 'withdrawn' AND area >= %(lo)s AND area < %(hi)s
        GROUP BY 1, 2, 3, 4, 5, 6, 7
    ) AS sums WHERE many <> 0
    UNION ALL SELECT '{Told.OPENING}', '', '', day::text, '', '', NULL, NULL, sum(n)::bigint FROM tally
    WHERE what = 'opening' AND state IN ('open', 'taken') AND area >= %(lo)s AND area < %(hi)s
        AND day > %(since)s AND day <= %(today)s GROUP BY day HAVING sum(n) > 0
    UNION ALL {CONTACTS} UNION ALL {LOOKS} UNION ALL {OBJECTIONS} UNION ALL {REPORTS}
    UNION ALL {TRANSFERS} UNION ALL {POINTS} UNION ALL {STATIONS} UNION ALL {LYING} UNION ALL {LOTS}
    UNION ALL {EXITS} UNION ALL {GATE} UNION ALL {INQUIRIES} UNION ALL {BINS} UNION ALL {ROUND} UNION ALL {NOTICES}
    UNION ALL {ORDERS}
    """,
    "today day, since day, arrived_first day, arrived day, now timestamptz, given text[]",
    binary=True,
)
_CONTACTS_AT = AtPlace(CONTACTS_AT, "today day")
# The doors themselves, on the days alone on which the counts say that some wait: each day is a partition.
_OPENINGS = """
    SELECT area, what, win, due_at, owner_post FROM duty
    WHERE day = ANY(%(days)s::date[]) AND what = 'opening' AND state IN ('open', 'taken') AND opens_at <= %(now)s
        AND area >= %(lo)s AND area < %(hi)s
"""


def _measures(rows: Iterable[Row], now: datetime) -> tuple[Count, list[MeasureLine]]:
    """The sums by what and window, and of all."""
    total = Count()
    lines: dict[tuple[str, str], Count] = {}
    # The hour of a line is the first at which something of it is still due; else the first of all.
    due: dict[tuple[str, str], tuple[bool, datetime]] = {}
    for one in rows:
        if one.told not in (Told.SUM, Told.LATE):
            continue
        overdue = one.state in PENDING and one.due_at <= now
        total.add(one.state, one.grade, overdue, one.many)
        # What was asked for has a window and an hour of its own each: one line counts all.
        key = (one.what, "" if one.what in GIVEN else one.win)
        lines.setdefault(key, Count()).add(one.state, one.grade, overdue, one.many)
        when = (one.state not in PENDING, one.due_at)
        due[key] = min(due.get(key, when), when)
    measures = [MeasureLine(*key, due[key][1], count) for key, count in lines.items()]
    return total, sorted(measures, key=lambda one: (one.due_at, one.win, one.what))


def _late(rows: Iterable[Row], beside: Beside, now: datetime) -> dict[Late, int]:
    """How many are open too long, by place, measure and owner."""
    late: dict[Late, int] = {}
    for one in rows:
        if one.told == Told.LATE and one.due_at <= now:
            number = number_asked(one)
            urgency = beside.urgency.get(number) if number is not None else None
            key = Late(one.area, one.what, one.win, one.due_at, beside.owner(one), urgency)
            late[key] = late.get(key, 0) + one.many
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


def _doors(listed: Sequence[Row], held: Span, now: datetime) -> list[Row]:
    """The doors and gates that are not confirmed as open, at the stairwell or compound they belong to."""
    days = [one.win for one in listed if one.told == Told.OPENING]
    if not days:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_OPENINGS, {"days": days, "now": now, "lo": held.lo, "hi": held.hi})
        rows = cursor.fetchall()
    return [
        Row(Told.OPENING, parent(area), what, win, "open", "", due_at, owner, 1)
        for area, what, win, due_at, owner in rows
    ]


def _waiting(doors: Iterable[Row], beside: Beside) -> dict[Late, int]:
    """The doors that nobody has confirmed as open, one by one."""
    return {Late(*one[1:4], one.due_at, beside.owner(one)): 1 for one in doors}


def _listed(
    viewer: Viewer, today: date, held: Span, now: datetime, wall: bool
) -> tuple[list[Row], Ruled]:
    """The rows of the one statement, sums and beside them what is told by name; and the rules with them."""
    days = {"today": today, "since": today - REMEMBERED}
    # The log goes by the day on which things really arrived, in a drill too.
    days["arrived_first"], days["arrived"] = clock.arrived_today()
    listed = _LISTED.asked(viewer, held, **days, now=now, given=list(GIVEN))
    on_wall = [_CONTACTS_AT.asked(viewer, held, today=today)] if wall else []
    rules, *found = together(rules_asked(), listed, *on_wall)
    return [Row(*row) for rows in found for row in rows], read_ruled(rules)


def _sampled(
    viewer: Viewer, listed: Iterable[Row], held: Span, now: datetime
) -> tuple[bool, BoxesAsked]:
    """Whether there is any sampling round, and the samples on their way: asked for only where there is one."""
    rounds = any(one.told == Told.ROUND for one in listed)
    return rounds, boxes_asked(viewer, held, now) if rounds else BoxesAsked()


def _stand(doors: Iterable[Row], orders: Iterable[StandingOrder]) -> set[str]:
    """The places that doors and orders are told by."""
    return {one.area for one in doors}.union(*(one.named() for one in orders))


def board(viewer: Viewer, area: str | None = None, *, wall: bool = False) -> Board:
    """What the viewer's post sees of today, or a room at a wall; Problems `right_missing`, `area_not_yours`."""
    viewer.must(Right.SEE_BOARD)
    held, now, today = within(viewer, area), clock.now(), clock.today()
    with acting(viewer):
        listed, rules = _listed(viewer, today, held, now, wall)
        doors, orders = _doors(listed, held, now), standing_orders(listed)
        rounds, boxes = _sampled(viewer, listed, held, now)
        paths = told_places(listed) | boxes.places | _stand(doors, orders)
        beside, posts = around(paths, [*listed, *doors], held, now)
    late, empty = _late(listed, beside, now), ringing(listed)
    answering = answers([*late, *empty], now, rules.books, posts)
    (total, measures), exits = _measures(listed, now), blocked(listed, beside, now)
    return Board(
        *(now, today, total, tuple(measures)),
        rules=rules,
        overdue=tuple(_overdue(late, beside.names, answering)),
        orders=tuple(one.line(beside.names, rules.books, now) for one in orders),
        openings=tuple(_overdue(_waiting(doors, beside), beside.names, {})),
        not_reached=not_reached(listed, beside, now),
        asked=asked(listed, beside, now, {one.number for one in exits}),
        looks=looks(listed),
        not_reached_at=by_place(listed, beside.names),
        objected=objected(listed, beside, now),
        reported=reported(listed, beside),
        moved=moved(listed, beside),
        points=points(listed, now),
        empty=nobody(empty, beside.names, answering),
        fell=fell(listed),
        lying=lying(listed, now),
        lots=lots_told(listed),
        gate=gate_told(listed),
        boxes=boxes.told(beside.names, now),
        rounds=rounds,
        exits=exits,
        inquiries=asked_for(listed, now),
        contacts=contacts_waiting(listed),
        bins=bins_told(listed, beside, now),
        unsent=notices_told(listed, beside),
    )
