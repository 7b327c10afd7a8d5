"""Counts homes and people of places: those of today, and those of a past instant where the register tells."""

from wumen.queries.figures.asked import HELD, Asked, inside, rows_of
from wumen.records.models import RegisterChange
from wumen.records.scope import WHOLE, scoped
from wumen.rules.areas import ancestors, span
from wumen.rules.changes import ChangeKind
from wumen.rules.figures import Value

_KEYS = ("buildings", "households", "homes_empty", "homes_let", "residents", "away")
_NOW = f"""
    SELECT held.nr, a.n, h.n, h.empty, h.let, r.n, r.away FROM {HELD}
    CROSS JOIN LATERAL (
        SELECT count(*) AS n FROM area a WHERE {inside("a")} AND a.kind = 'building') a
    CROSS JOIN LATERAL (
        SELECT count(*) AS n, count(*) FILTER (WHERE h.state = 'empty') AS empty,
            count(*) FILTER (WHERE h.state = 'let') AS let
        FROM household h WHERE {inside("h")}) h
    CROSS JOIN LATERAL (
        SELECT count(*) AS n, count(*) FILTER (WHERE r.away_since <= %(day)s
            AND (r.away_until IS NULL OR r.away_until > %(day)s)) AS away
        FROM resident r WHERE {inside("r")}) r
    ORDER BY held.nr
"""
_THEN = f"""
    SELECT held.nr,
        (SELECT count(*) FROM household h WHERE {inside("h")} AND h.registered_at <= %(at)s)
        + (SELECT count(*) FROM former_household h
           WHERE {inside("h")} AND h.registered_at <= %(at)s AND h.gone_at > %(at)s),
        (SELECT count(*) FROM resident r WHERE {inside("r")} AND r.since <= %(at)s)
        + (SELECT count(*) FROM former_resident r
           WHERE {inside("r")} AND r.since <= %(at)s AND r.gone_at > %(at)s),
        NOT EXISTS (SELECT 1 FROM household h WHERE {inside("h")} AND h.registered_at > %(at)s)
        AND NOT EXISTS (SELECT 1 FROM resident r WHERE {inside("r")} AND r.since > %(at)s)
        AND NOT EXISTS (
            SELECT 1 FROM former_resident r WHERE {inside("r")} AND r.gone_at > %(at)s)
    FROM {HELD} ORDER BY held.nr
"""


def _moved_since(asked: Asked) -> list[bool]:
    """Whether people or homes changed their doors since, in each place: then nobody knows who was where.

    Such a change may stand above the viewer's place, so it is looked for everywhere; only that there is
    one is told.
    """
    with scoped(WHOLE):
        rows = RegisterChange.objects.exclude(kind=ChangeKind.RESIDENTS_LEFT)
        made, undone = rows.filter(made_at__gt=asked.at), rows.filter(undone_at__gt=asked.at)
        areas = {one for found in (made, undone) for one in found.values_list("area", flat=True)}
    return [
        any(span(place).holds(one) or one == "" or one in ancestors(place) for one in areas)
        for place in asked.places
    ]


def register(asked: Asked) -> list[dict[str, Value]]:
    """Buildings, homes and people; of a past instant what stands on record of it, the rest unknown."""
    if not asked.passed:
        return [dict(zip(_KEYS, row, strict=True)) for _, *row in rows_of(_NOW, asked.bounds())]
    found = asked.each(_KEYS, None)
    then = rows_of(_THEN, asked.bounds())
    for values, moved, (_, homes, people, _) in zip(found, _moved_since(asked), then, strict=True):
        # Where no home stood in the register yet nobody knew who lived there.
        if homes and not moved:
            values["households"], values["residents"] = homes, people
    return found


def unchanged_since(asked: Asked) -> list[bool]:
    """Whether the register of each place stands today as it stood at the instant."""
    if not asked.passed:
        return [True for _ in asked.places]
    same = [row[3] for row in rows_of(_THEN, asked.bounds())]
    return [one and not moved for one, moved in zip(same, _moved_since(asked), strict=True)]
