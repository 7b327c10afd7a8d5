"""A day of a place for inspectors: the orders in force, what was done by building and by door, the flaws."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from wumen.queries.doors import Doors
from wumen.queries.inspection.words import State, Windows, pictures
from wumen.queries.instructions import said_of
from wumen.queries.photos import PhotoLine
from wumen.queries.playbooks import playbook
from wumen.records.models import CrewMember, Instruction, Order
from wumen.records.orders import binding
from wumen.rules.areas import Span, in_order, is_common_part, parent
from wumen.rules.health_words import MASK_ON_PAPER, masked_health
from wumen.rules.inspection import Page, Table
from wumen.rules.instructions import CLOSED_NAMES, Closed
from wumen.rules.lists import Column, Kind, Row, Value
from wumen.rules.playbooks import GRADE_NAMES, WHAT_NAMES, Grade, Named, What
from wumen.rules.time import instant_zh, whole_day

# Grouped in the database: a community owes tens of thousands of things a day. The day stands as a constant.
_DOORS = """
    SELECT area, what, win, CASE WHEN state IN ('open', 'taken') AND due_at <= %(now)s
        THEN 'overdue' ELSE state END AS stands, coalesce(grade, ''), count(*), min(due_at)
    FROM duty WHERE day = %(day)s AND area >= %(lo)s AND area < %(hi)s AND state <> 'withdrawn'
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
"""
_STATES = (State.DONE, State.WAIVED, State.TAKEN, State.OPEN, State.OVERDUE)


@dataclass(frozen=True)
class _Counted:
    """So much of one thing stands so at one door in one window; `due_at` is when the first of it was due."""

    area: str
    what: str
    win: str
    state: str
    grade: str
    many: int
    due_at: datetime


class DoneRows:
    """What a day owed in a place, by door, thing, window, state and grade; never of whom."""

    def __init__(self, day: date, held: Span, now: datetime) -> None:
        """Count it, inside the running scope."""
        asked: dict[str, Any] = {"day": day, "lo": held.lo, "hi": held.hi, "now": now}
        with connection.cursor() as cursor:
            cursor.execute(_DOORS, asked)
            self.rows: Sequence[_Counted] = [_Counted(*row) for row in cursor.fetchall()]

    def by_thing(self, windows: Windows) -> Table:
        """How much of each thing was owed and done, with which evidence, in the order of the day."""
        sums: dict[tuple[str, datetime, str], dict[str, int]] = {}
        first: dict[tuple[str, str], datetime] = {}
        for one in self.rows:
            key = (one.what, one.win)
            first[key] = min(first.get(key, one.due_at), one.due_at)
        for one in self.rows:
            held = sums.setdefault((one.what, first[one.what, one.win], one.win), {})
            grade = one.grade if one.state == State.DONE else ""
            for name in {one.state, grade, "all"} - {""}:
                held[name] = held.get(name, 0) + one.many
        rows = tuple(
            (WHAT_NAMES[What(what)].zh, windows(win), *_numbers(held))
            for (what, _due, win), held in sorted(sums.items())
        )
        grades = tuple(GRADE_NAMES[one].zh for one in Grade)
        head = ("事项", "时段", "应办", *(one.zh for one in _STATES), *grades)
        return Table("这一天的事项", head, rows, "这一天没有事项。")

    def for_workbook(self, doors: Doors, windows: Windows) -> list[Row]:
        """Door by door, in the order in which one walks."""
        rows = sorted(
            self.rows, key=lambda one: (in_order(one.area), one.what, one.due_at, one.win)
        )
        return [_door_row(one, doors, windows) for one in rows]


def _numbers(held: Mapping[str, int]) -> tuple[str, ...]:
    keys = ("all", *_STATES, *Grade)
    return tuple(str(held.get(str(one), 0)) for one in keys)


def _door_row(row: _Counted, doors: Doors, windows: Windows) -> tuple[Value, ...]:
    if is_common_part(row.area):
        place: tuple[str, ...] = (doors.short(parent(row.area)), "", "公共部位")
    else:
        door = doors.door(row.area)
        place = (door.building, door.unit, door.room)
    said = (WHAT_NAMES[What(row.what)].zh, windows(row.win), State(row.state).zh)
    return (*place, *said, GRADE_NAMES[Grade(row.grade)].zh if row.grade else "", row.many)


def _column(key: str, zh: str, en: str, kind: Kind = Kind.TEXT, width: int = 10) -> Column:
    return Column(key, Named(zh=zh, en=en), kind, width)


COLUMNS = (
    _column("building", "楼栋", "Building", width=16),
    _column("unit", "单元", "Unit"),
    _column("room", "房号", "Room"),
    _column("what", "事项", "To do", width=14),
    _column("window", "时段", "Part of the day", width=12),
    _column("state", "情况", "How it stands", width=12),
    _column("grade", "办理凭据", "Evidence", width=12),
    _column("count", "数量", "Number", Kind.NUMBER, 8),
)


def orders_table(day: date, held: Span, doors: Doors) -> Table:
    """The orders on places that held on the day, by whom, on what document, from when until when."""
    interval = whole_day(day)
    over = Q(area__gte=held.lo, area__lt=held.hi) | Q(area__in=_above(held))
    scopes: dict[tuple[UUID, datetime], list[str]] = {}
    bound = binding(interval.begins, interval.ends).filter(over, resident__isnull=True)
    for order, ends, area in bound.values_list(*("order", "over_at", "area")):
        scopes.setdefault((order, ends), []).append(area)
    orders = Order.objects.select_related("outbreak").in_bulk({order for order, _ends in scopes})
    return Table(
        "正在执行的通告/决定",
        ("管控类别", "范围", "机关", "文件", "依据", "起止"),
        tuple(
            _order_row(
                orders[order], ends, "、".join(map(doors.short, sorted(areas, key=in_order)))
            )
            for (order, ends), areas in sorted(
                scopes.items(), key=lambda one: (one[0][1], in_order(orders[one[0][0]].number))
            )
        ),
        "这一天没有通告/决定。",
    )


def _order_row(order: Order, ends: datetime, places: str) -> tuple[str, ...]:
    """A line of the orders: places that are free again at one hour stand together."""
    rules = playbook(order.outbreak.playbook, tuple(order.outbreak.overlays))
    return (
        rules.regimes[order.regime].name_zh,
        places,
        order.authority,
        order.document,
        order.ground,
        f"{instant_zh(order.from_at)} 至 {instant_zh(ends)}",
    )


def _above(held: Span) -> list[str]:
    codes = held.lo.split("/")[:-1]
    return ["/".join(codes[:depth]) + "/" for depth in range(1, len(codes) + 1)]


def flaws(day: date, held: Span) -> list[Instruction]:
    """What inspectors found and is to be shown before and after, in or closed on the day; inside the scope.

    At places and things only: what was found in a home stands in its dossier and nowhere else.
    """
    interval = whole_day(day)
    rows = Instruction.objects.filter(
        Q(closed_day__isnull=True) | Q(closed_day__gte=day),
        photos=True,
        resident__isnull=True,
        household__isnull=True,
        entered_at__lt=interval.ends,
        area__gte=held.lo,
        area__lt=held.hi,
    )
    return list(rows.order_by("number"))


def flaws_page(
    rows: Sequence[Instruction], doors: Doors, windows: Windows, photos: Sequence[PhotoLine]
) -> Page:
    """What was found, by whom, by when it is put right and whether it is, with the pairs of photos."""
    people = dict(
        CrewMember.objects.filter(id__in=[one.closed_by_id for one in rows]).values_list(
            "id", "name"
        )
    )
    table = Table(
        "检查发现的问题",
        ("编号", "地点", "问题", "谁提出", "期限", "情况"),
        tuple(_flaw(one, doors, people) for one in rows),
        "没有登记检查发现的问题。",
    )
    of = {one.number for one in rows}
    pairs = [one for one in photos if one.number in of]
    pairs.sort(key=lambda one: (one.number or 0, one.taken_at))
    return Page("flaws.html", "检查发现的问题和整改", (), (table,), pictures(pairs, windows))


def _flaw(one: Instruction, doors: Doors, people: Mapping[UUID, str]) -> tuple[str, ...]:
    said = said_of(one)
    if one.closed_as:
        who = people.get(one.closed_by_id, "") if one.closed_by_id else ""
        when = instant_zh(one.closed_at) if one.closed_at else ""
        stands = f"{CLOSED_NAMES[Closed(one.closed_as)].zh} {when} {who}"
    else:
        stands = "整改中"
    return (
        f"{one.number}号",
        doors.short(one.area),
        masked_health(said.text, MASK_ON_PAPER),
        f"{said.asked_by} {one.document}".strip(),
        instant_zh(one.due_at),
        stands,
    )
