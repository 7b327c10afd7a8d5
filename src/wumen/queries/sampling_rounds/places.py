"""Where a sampling round is held and by whom it is served: points around, heads at home, who may not leave."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from wumen.queries import facts
from wumen.queries.orders_in_force import order_facts
from wumen.records import clock, scope
from wumen.records.exchange import asked, in_one_go, seeing
from wumen.records.sets import array
from wumen.rules.areas import Span, common, office_over, span
from wumen.rules.playbooks import Leave
from wumen.rules.sampling_points.checklist import checks_of
from wumen.rules.sampling_points.standing import PointNow, PointState, as_of
from wumen.rules.sampling_rounds.asking import keeps_home
from wumen.rules.sampling_rounds.slotting import Heads, PointAt, Proposed, Slot, hours_at, proposed
from wumen.rules.time import Interval, at


class _PointRow(NamedTuple):
    """A point as `_POINTS` gives it."""

    id: UUID
    number: int
    name: str
    area: str
    directions: str
    desks: int
    opens: time
    closes: time
    day: date | None
    tubes: int | None
    state: str
    ready: str
    checks: str
    serves: list[str]
    organisations: list[UUID]


_POINTS = """
    SELECT p.id, p.number, p.name, p.area, p.directions, p.desks, p.opens, p.closes, p.day, p.tubes,
        p.state, p.ready::text, p.checks::text,
        ARRAY(SELECT s.serves FROM point_service s WHERE s.point_id = p.id AND s.serves <> ''),
        ARRAY(SELECT s.organisation_id FROM point_service s
            WHERE s.point_id = p.id AND s.organisation_id IS NOT NULL)
    FROM sampling_point p WHERE p.area >= %(lo)s AND p.area < %(hi)s AND p.withdrawn_at IS NULL
    ORDER BY p.number
"""


def points_around(path: str, hours: Interval, day: date) -> list[PointAt]:
    """The points of the sub-district of a place by number, as far as they work in some hours of a day.

    By the sub-district's own sight: a building may come to its neighbours' point. Of a point it tells number, place,
    desks and tubes, and of nobody anything.
    """
    with scope.scoped(scope.of_place(office_over(path))), in_one_go():
        found = asked_points(path, hours, day)
    return found()


def asked_points(path: str, hours: Interval, day: date) -> Callable[[], list[PointAt]]:
    """`points_around`, to be asked inside `in_one_go`."""
    today, place = clock.today(), office_over(path)
    held = span(place)
    with seeing(scope.of_place(place)):
        rows = asked(_POINTS, {"lo": held.lo, "hi": held.hi})

    return lambda: [_point_at(_PointRow(*row), day, hours, today) for row in rows()]


def _point_at(row: _PointRow, day: date, hours: Interval, today: date) -> PointAt:
    said = PointNow(
        *(row.id, row.number, row.name, row.area, row.day, PointState(row.state)),
        ready=frozenset(json.loads(row.ready)),
        checks=checks_of(json.loads(row.checks)),
        tubes=row.tubes,
    )
    now = as_of(said, today)
    return PointAt(
        *(row.id, row.number, row.name, row.directions or row.name, row.desks),
        hours_at(Interval(at(day, row.opens), at(day, row.closes)), hours),
        frozenset(row.serves),
        frozenset(row.organisations),
        now.tubes,
        now,
    )


@dataclass(frozen=True)
class KeptIn:
    """Who may not leave home in some hours: all below some places, and some people by themselves."""

    spans: Sequence[Span]
    people: Sequence[UUID]


def kept_in(within: Span, day: date, hours: Interval) -> KeptIn:
    """Whom orders keep at home in some hours of a day, inside the running scope."""
    found, books, now = order_facts(day, within), facts.outbreaks(), clock.now()
    keeping = {key for key, order in found.orders.items() if keeps_home(order, books, hours, now)}
    return KeptIn(
        [span(path) for path, key in found.places if key in keeping],
        [person for person, keys in found.residents.items() if keys & keeping],
    )


def clauses_at_home() -> list[str]:
    """The clauses that ask for samples of who may not leave home: these are taken at the door."""
    return sorted(
        {
            clause.key
            for book in facts.books().values()
            for clause in book.clauses
            if clause.regime in book.regimes and book.regimes[clause.regime].leave is Leave.NOBODY
        }
    )


# Who is there on the day, by the place that is counted; `door` of them may not leave home, or are sampled there by a
# rule that day.
_HEADS = """
    SELECT counted_at(r.area), count(*), count(*) FILTER (WHERE r.id = ANY(%(people)s::uuid[])
        OR EXISTS (SELECT FROM unnest(%(lo)s::text[], %(hi)s::text[]) AS k (lo, hi)
            WHERE r.area COLLATE "C" >= k.lo COLLATE "C" AND r.area COLLATE "C" < k.hi COLLATE "C")
        OR EXISTS (SELECT FROM duty d WHERE d.day = %(day)s AND d.what = 'sampling' AND d.subject = r.id
            AND d.state <> 'withdrawn' AND d.basis ->> 'clause' = ANY(%(kept)s)))
    FROM resident r
    WHERE EXISTS (SELECT FROM unnest(%(from)s::text[], %(until)s::text[]) AS s (lo, hi)
            WHERE r.area COLLATE "C" >= s.lo COLLATE "C" AND r.area COLLATE "C" < s.hi COLLATE "C")
        AND (r.away_since IS NULL OR r.away_since > %(day)s OR coalesce(r.away_until <= %(day)s, false))
    GROUP BY 1
"""


def heads_in(
    paths: Sequence[str], day: date, hours: Interval, at_door: Collection[UUID] = ()
) -> list[Heads]:
    """How many are there on a day in some places, by building, lane or site; inside the running scope.

    `at_door`: who of them cannot come down.
    """
    if not paths:
        return []
    held, scopes = kept_in(span(common(list(paths))), day, hours), [span(path) for path in paths]
    asked: dict[str, Any] = {
        "day": day,
        "people": array([*held.people, *at_door]),
        "lo": [one.lo for one in held.spans],
        "hi": [one.hi for one in held.spans],
        "kept": clauses_at_home(),
        "from": [one.lo for one in scopes],
        "until": [one.hi for one in scopes],
    }
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, asked)
        return [Heads(area, many - door, door) for area, many, door in cursor.fetchall()]


@dataclass(frozen=True)
class Proposal:
    """Who would come when to which point: the slots, the heads behind them, and the points that they are at."""

    proposed: Proposed
    heads: tuple[Heads, ...]
    points: tuple[PointAt, ...]

    @property
    def people(self) -> int:
        """How many would come to points."""
        return sum(one.people for one in self.heads)

    @property
    def door(self) -> int:
        """How many are sampled at their doors."""
        return sum(one.door for one in self.heads)


def proposal(
    heads: Sequence[Heads],
    place: str,
    day: date,
    hours: Interval,
    per_desk: int,
    cap: int,
    kept: Sequence[Slot] = (),
) -> Proposal:
    """Who would come when to which point of the sub-district of a place, by desks and hours; what is `kept` stands."""
    points = points_around(place, hours, day) if heads else []
    found = proposed(heads, points, per_desk, cap, kept)
    return Proposal(found, tuple(heads), tuple(points))
