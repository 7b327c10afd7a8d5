"""Stations on the board: where nobody is now, and whose shifts ahead fell empty."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from wumen.queries.desk import Row, Told
from wumen.queries.duties import within
from wumen.queries.escalation import Answers, Late
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.rules.needs import Urgency
from wumen.rules.posts import Viewer

# Stations that ring: of all who should be there now nobody is, for longer than the station waits. What
# `rules/stations.empty_since` says of one, for all of them at once; a test compares the two.
_EMPTY = f"""
    SELECT '{Told.EMPTY}', s.area, 'station', s.name, '',
        coalesce(string_agg(DISTINCT c.name, '、' ORDER BY c.name), ''),
        greatest(min(x.begins_at), max(x.went_at)), NULL::uuid, 1::bigint
    FROM station s JOIN shift x ON x.station_id = s.id
    JOIN roster r ON r.id = x.roster_id AND r.published_at IS NOT NULL AND r.dropped_at IS NULL
    LEFT JOIN crew c ON c.id = x.person_id
    WHERE s.ended_at IS NULL AND x.begins_at <= %(now)s AND x.ends_at > %(now)s
        AND s.area >= %(lo)s AND s.area < %(hi)s
    GROUP BY s.id HAVING bool_and(x.came_at IS NULL OR coalesce(x.went_at <= %(now)s, false))
        AND greatest(min(x.begins_at), max(x.went_at)) + make_interval(mins => s.rings_after) <= %(now)s
"""
# Places of published rosters that lost whoever had them and are still to come, by roster and person.
_FELL = f"""
    SELECT '{Told.FELL}', r.area, x.roster_id::text, min(s.name), c.id::text, c.name,
        min(x.begins_at), NULL::uuid, count(*)
    FROM shift x JOIN roster r ON r.id = x.roster_id AND r.dropped_at IS NULL
    JOIN station s ON s.id = x.station_id JOIN crew c ON c.id = x.was_id
    WHERE x.fell_at IS NOT NULL AND x.ends_at > %(now)s AND x.area >= %(lo)s AND x.area < %(hi)s
    GROUP BY r.area, x.roster_id, c.id
"""
STATIONS = f"{_EMPTY} UNION ALL {_FELL}"


@dataclass(frozen=True)
class EmptyStation:
    """A station where nobody is: its place, since when, who was named for it, who answers beside her."""

    name: str
    names: tuple[str, ...]
    since: datetime
    named: str
    answers: Answers | None


@dataclass(frozen=True)
class FellLine:
    """Places ahead that somebody had and nobody has now: on which roster, whose they were, the first, how many."""

    person: UUID
    roster: UUID
    who: str
    station: str
    first: datetime
    many: int


def ringing(rows: Iterable[Row]) -> dict[Late, str]:
    """The stations where nobody is, as late things, with who was named for them."""
    return {
        Late(one.area, one.what, one.win, one.due_at, None, Urgency.URGENT): one.grade
        for one in rows
        if one.told == Told.EMPTY
    }


def nobody(
    empty: Mapping[Late, str],
    names: Mapping[str, tuple[str, ...]],
    answering: Mapping[Late, Answers],
) -> tuple[EmptyStation, ...]:
    """The stations where nobody is, the longest empty first."""
    lines = [
        EmptyStation(
            one.win, _above(names.get(one.area, ()), one.win), one.due_at, named, answering.get(one)
        )
        for one, named in empty.items()
    ]
    return tuple(sorted(lines, key=lambda line: (line.since, line.name)))


def fell(rows: Iterable[Row]) -> tuple[FellLine, ...]:
    """Whose places fell empty, what begins first at the head."""
    found = [
        FellLine(UUID(one.state), UUID(one.what), one.grade, one.win, one.due_at, one.many)
        for one in rows
        if one.told == Told.FELL
    ]
    return tuple(sorted(found, key=lambda one: (one.first, one.who)))


@dataclass(frozen=True)
class Fallen:
    """Whose places fell empty, as a page shows them: the first people's, how many people in all, how many more."""

    lines: tuple[FellLine, ...]
    people: int
    more: int


def fallen(lines: Sequence[FellLine], most: int) -> Fallen:
    """The lines of the first `most` people; somebody who lost places of two rosters counts once."""
    people = list(dict.fromkeys(one.person for one in lines))
    shown = set(people[:most])
    return Fallen(
        tuple(one for one in lines if one.person in shown),
        len(people),
        max(0, len(people) - most),
    )


def _above(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    """The names of the places above, without the last where a station's own name begins with it."""
    return names[:-1] if names and name.startswith(names[-1]) else names


def fell_now(viewer: Viewer, area: str | None = None) -> tuple[FellLine, ...]:
    """Whose shifts ahead fell empty in a place, or in the viewer's whole area. Problem `area_not_yours`."""
    held = within(viewer, area)
    with acting(viewer), connection.cursor() as cursor:
        cursor.execute(_FELL, {"now": clock.now(), "lo": held.lo, "hi": held.hi})
        return fell(Row(*row) for row in cursor.fetchall())
