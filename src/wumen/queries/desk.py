"""What needs somebody now, for the board: who is not reached, what was asked for, who is moved, looks at numbers."""

import json
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from wumen.queries.duties import Owner
from wumen.rules.areas import code, counted_at
from wumen.rules.instructions import GIVEN, number_of
from wumen.rules.needs import GRAVEST_FIRST
from wumen.rules.sampling_points.standing import (
    PointNow,
    PointState,
    Queue,
    Totals,
    as_of,
    totals,
)
from wumen.rules.time import business_day

# How many homes that are not reached a board names; its number opens all of them, a wall says how many where.
NAMED = 8


class Told(StrEnum):
    """What a row of the board's one statement tells.

    `sum`: how much stands, without places and owners; `late`: what is open too long or was asked for beyond
    the rules, which counts as well, with where and whose; `opening`: a day on which doors wait.
    """

    SUM = "sum"
    LATE = "late"
    OPENING = "opening"
    NOT_REACHED = "not_reached"
    NOT_REACHED_AT = "not_reached_at"
    LOOKED = "looked"
    OBJECTED = "objected"
    REPORTED = "reported"
    MOVED = "moved"
    POINT = "point"
    ORDER = "order"
    EMPTY = "empty"
    FELL = "fell"
    LYING = "lying"
    LOT = "lot"
    ROUND = "round"
    EXIT = "exit"
    INQUIRY = "inquiry"
    CONTACT = "contact"
    BIN = "bin"
    GATE = "gate"
    NOTICE = "notice"


class Row(NamedTuple):
    """A row of that statement; what a kind of row does not know stands empty."""

    told: str
    area: str
    what: str
    win: str
    state: str
    grade: str
    due_at: datetime
    owner_post: UUID | None
    many: int


@dataclass(frozen=True)
class Beside:
    """What the rows are told with: the names from the community down, owners by their posts, how urgent by number."""

    names: Mapping[str, tuple[str, ...]]
    owners: Mapping[UUID, Owner]
    urgency: Mapping[int, str]

    def owner(self, row: Row) -> Owner | None:
        """Whose it is; a post that the viewer may not see has no name here."""
        return self.owners.get(row.owner_post) if row.owner_post else None


# Homes in special care whose daily contact is still owed, those that were tried in vain first: by visits
# that their clause counts, or by anything that stood in the way today.
TRIED = "greatest(cardinality(tried), (reason IS NOT NULL)::int)"
CONTACTS = f"""
    SELECT * FROM (
        SELECT '{Told.NOT_REACHED}', area, what, win, '', {TRIED}::text, due_at, owner_post, 1::bigint
        FROM duty WHERE day = %(today)s AND what = 'contact' AND state IN ('open', 'taken')
            AND area >= %(lo)s AND area < %(hi)s
        ORDER BY {TRIED} DESC, due_at, area LIMIT {NAMED}
    ) AS asked_for
"""
# The same for a wall, where nobody is named: how many at each place.
CONTACTS_AT = f"""
    SELECT '{Told.NOT_REACHED_AT}', area, '', '', '', '', min(due_at), NULL::uuid, sum(n)::bigint FROM tally
    WHERE day = %(today)s AND what = 'contact' AND state IN ('open', 'taken') AND area >= %(lo)s AND area < %(hi)s
    GROUP BY area HAVING sum(n) > 0
"""
# Objections that nobody has answered; what they say and whose they are stays sealed.
OBJECTIONS = f"""
    SELECT '{Told.OBJECTED}', area, '', number::text, '', '', due_at, NULL::uuid, 1::bigint
    FROM objection WHERE outcome = '' AND area >= %(lo)s AND area < %(hi)s
"""
# What neighbours reported and two workers have not yet found the same of, with how many looked; the words stay sealed.
REPORTS = f"""
    SELECT '{Told.REPORTED}', area, '', number::text, '',
        (SELECT count(*) FROM report_check c WHERE c.report_id = r.id)::text, received_at, NULL::uuid, 1::bigint
    FROM neighbour_report r WHERE closed_at IS NULL AND area >= %(lo)s AND area < %(hi)s
"""
# Homes of transfers under way, by how many steps are done; who is moved, where to and why stays sealed.
TRANSFERS = f"""
    SELECT '{Told.MOVED}', area, (CASE WHEN EXISTS (SELECT 1 FROM transfer_step s WHERE s.transfer_id = t.id
            AND s.step = 'on_bus') THEN 'away' ELSE 'called' END), id::text, '',
        (SELECT count(*) FROM transfer_step s WHERE s.transfer_id = t.id)::text, bus_at, NULL::uuid, 1::bigint
    FROM transfer t WHERE ended_at IS NULL AND area >= %(lo)s AND area < %(hi)s
"""
# The sampling points with what was last said of each; the rule says what of it still holds today.
POINTS = f"""
    SELECT '{Told.POINT}', area, '', number::text, '', to_jsonb(p)::text, registered_at, NULL::uuid, 1::bigint
    FROM sampling_point p WHERE withdrawn_at IS NULL AND area >= %(lo)s AND area < %(hi)s
"""
# Looks at complete numbers, and lists that went out with them. The index event_looked holds just these kinds.
LOOKING = """
    kind IN ('resident.telephones_shown', 'call.number_shown', 'tenancy.landlord_shown',
        'organisation.contact_shown', 'list.exported', 'register.exported')
    AND (kind <> 'list.exported' OR convert_from(body, 'UTF8')::jsonb -> 'body' -> 'complete' = 'true')
"""
TODAY_BEGINS = "%(today)s::timestamp AT TIME ZONE 'Asia/Shanghai'"
LOOKS = f"""
    SELECT '{Told.LOOKED}', '', kind, '', '', '', max(made_at), NULL::uuid, count(*)
    FROM event WHERE arrived_on IN (%(arrived_first)s, %(arrived)s) AND area >= %(lo)s AND area < %(hi)s
        AND made_at >= {TODAY_BEGINS} AND {LOOKING} GROUP BY kind
"""
EXPORTS = frozenset({"list.exported", "register.exported"})


@dataclass(frozen=True)
class NotReached:
    """A home in special care that nobody has spoken to today; `tried`: visits and calls in vain."""

    area: str
    win: str
    tried: int
    due_at: datetime
    overdue: bool
    owner: Owner | None


@dataclass(frozen=True)
class ObjectedLine:
    """An objection that waits for its answer, at the building or place where it is counted."""

    number: int
    names: tuple[str, ...]
    due_at: datetime
    overdue: bool


@dataclass(frozen=True)
class ReportedLine:
    """A neighbour's report that is not verified, at the place where it is counted; `looked`: by how many."""

    number: int
    names: tuple[str, ...]
    looked: int


@dataclass(frozen=True)
class MovedLine:
    """A home with a transfer under way: its id, when the bus comes, whether she is on it, steps done."""

    id: str
    area: str
    names: tuple[str, ...]
    bus_at: datetime
    away: bool
    done: int


@dataclass(frozen=True)
class AskedLine:
    """An instruction or request that is still to be done, at the building or place where it is counted."""

    number: int
    what: str
    names: tuple[str, ...]
    urgency: str
    due_at: datetime
    overdue: bool
    owner: Owner | None


@dataclass(frozen=True)
class Looks:
    """How often complete numbers were looked at today, and how many lists went out with them."""

    shown: int = 0
    exported: int = 0


def not_reached(rows: Iterable[Row], beside: Beside, now: datetime) -> tuple[NotReached, ...]:
    """The homes that nobody has spoken to, tried in vain first."""
    found = [
        NotReached(
            *(one.area, one.win, int(one.grade)),
            *(one.due_at, one.due_at <= now, beside.owner(one)),
        )
        for one in rows
        if one.told == Told.NOT_REACHED
    ]
    return tuple(sorted(found, key=lambda one: (-one.tried, one.due_at, one.area)))


def looks(rows: Iterable[Row]) -> Looks:
    """What was looked at today."""
    by_kind = {one.what: one.many for one in rows if one.told == Told.LOOKED}
    exported = sum(by_kind.get(kind, 0) for kind in EXPORTS)
    return Looks(sum(by_kind.values()) - exported, exported)


def asked(
    rows: Iterable[Row], beside: Beside, now: datetime, apart: Container[int] = ()
) -> tuple[AskedLine, ...]:
    """What was asked for beyond the rules and is not done: life first, then urgent, then the longest due.

    What stands `apart` on the board, by its number, is left out.
    """
    found = [
        AskedLine(
            *(number, one.what, beside.names.get(one.area, ())),
            beside.urgency.get(number, "normal"),
            *(one.due_at, one.due_at <= now, beside.owner(one)),
        )
        for one in rows
        if one.told == Told.LATE
        and (number := number_asked(one)) is not None
        and number not in apart
    ]
    return tuple(
        sorted(found, key=lambda one: (GRAVEST_FIRST[one.urgency], one.due_at, one.number))
    )


def number_asked(row: Row) -> int | None:
    """Under which number it was asked for beyond the rules; None for what the rules ask."""
    return number_of(row.win) if row.what in GIVEN else None


def points(rows: Iterable[Row], now: datetime) -> Totals | None:
    """The sampling points in one line; None where there are none."""
    today = business_day(now)
    found = [as_of(_point(json.loads(one.grade)), today) for one in rows if one.told == Told.POINT]
    return totals(found, now) if found else None


def _point(row: Mapping[str, Any]) -> PointNow:
    return PointNow(
        *(UUID(row["id"]), row["number"], row["name"], row["area"]),
        day=date.fromisoformat(row["day"]) if row["day"] else None,
        state=PointState(row["state"]),
        queue=Queue(row["queue"]) if row["queue"] is not None else None,
        queue_at=datetime.fromisoformat(row["queue_at"]) if row["queue_at"] else None,
        app_down_at=datetime.fromisoformat(row["app_down_at"]) if row["app_down_at"] else None,
        app_down_why=row["app_down_why"],
        **{name: row[name] for name in ("sampled", "tubes", "coming", "alarm")},
    )


def objected(rows: Iterable[Row], beside: Beside, now: datetime) -> tuple[ObjectedLine, ...]:
    """The objections that wait for an answer, what is due first."""
    found = [
        ObjectedLine(
            *(int(one.win), beside.names.get(counted_at(one.area), ())),
            *(one.due_at, one.due_at <= now),
        )
        for one in rows
        if one.told == Told.OBJECTED
    ]
    return tuple(sorted(found, key=lambda one: (one.due_at, one.number)))


def reported(rows: Iterable[Row], beside: Beside) -> tuple[ReportedLine, ...]:
    """The reports of neighbours that wait for two who look, the oldest first."""
    found = [
        ReportedLine(int(one.win), beside.names.get(counted_at(one.area), ()), int(one.grade))
        for one in rows
        if one.told == Told.REPORTED
    ]
    return tuple(sorted(found, key=lambda one: one.number))


def moved(rows: Iterable[Row], beside: Beside) -> tuple[MovedLine, ...]:
    """The homes with a transfer under way: who waits for a bus first, by its hour."""
    found = [
        MovedLine(
            *(one.win, one.area, beside.names.get(counted_at(one.area), ())),
            *(one.due_at, one.what == "away", int(one.grade)),
        )
        for one in rows
        if one.told == Told.MOVED
    ]
    return tuple(sorted(found, key=lambda one: (one.away, one.bus_at, one.area, one.id)))


def told_places(rows: Iterable[Row]) -> set[str]:
    """The places that are named: of what is late or asked for, nobody is reached or stands, is moved or not sent."""
    near = (Told.NOT_REACHED, Told.OBJECTED, Told.REPORTED, Told.MOVED)
    own = (Told.LATE, Told.EMPTY, Told.EXIT, Told.BIN, Told.NOTICE, Told.NOT_REACHED_AT)
    return {one.area for one in rows if one.told in own} | {
        counted_at(one.area) for one in rows if one.told in near
    }


def by_place(
    rows: Iterable[Row], names: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[str, int], ...]:
    """How many homes are not reached at each building, by the building's own name."""
    many = Counter[str]()
    for one in rows:
        if one.told == Told.NOT_REACHED_AT:
            many[one.area] += one.many
    return tuple((names.get(at, (code(at),))[-1], many[at]) for at in sorted(many))
