"""Where a sampling round is held and by whom it is served: points around, heads at home, who may not leave."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from wumen.queries import facts
from wumen.queries.orders_in_force import order_facts
from wumen.queries.sampling_points import standing
from wumen.records import clock, scope
from wumen.records.models import PointService, SamplingPoint
from wumen.records.sets import array
from wumen.rules.areas import Span, common, office_over, span
from wumen.rules.playbooks import Leave
from wumen.rules.sampling_points.standing import as_of
from wumen.rules.sampling_rounds.asking import keeps_home
from wumen.rules.sampling_rounds.slotting import Heads, PointAt, Proposed, Slot, hours_at, proposed
from wumen.rules.time import Interval, at


def points_around(path: str, hours: Interval, day: date) -> list[PointAt]:
    """The points of the sub-district of a place by number, as far as they work in some hours of a day.

    By the sub-district's own sight: a building may come to its neighbours' point. Of a point it tells number, place,
    desks and tubes, and of nobody anything.
    """
    today, place = clock.today(), office_over(path)
    with scope.scoped(scope.of_place(place)):
        held = span(place)
        rows = list(
            SamplingPoint.objects.filter(
                area__gte=held.lo, area__lt=held.hi, withdrawn_at=None
            ).order_by("number")
        )
        serves: dict[UUID, set[str]] = {}
        organisations: dict[UUID, set[UUID]] = {}
        for one in PointService.objects.filter(point__in=[row.id for row in rows]):
            if one.serves:
                serves.setdefault(one.point_id, set()).add(one.serves)
            if one.organisation_id:
                organisations.setdefault(one.point_id, set()).add(one.organisation_id)
    return [
        PointAt(
            *(row.id, row.number, row.name, row.directions or row.name, row.desks),
            hours_at(Interval(at(day, row.opens), at(day, row.closes)), hours),
            frozenset(serves.get(row.id, ())),
            frozenset(organisations.get(row.id, ())),
            as_of(standing(row), today).tubes,
        )
        for row in rows
    ]


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
