"""The doors that are gone to last and alone: somebody is isolated there, a positive was found, or was unwell lately."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from wumen.queries.occurrences.facts import Said
from wumen.records import sealing
from wumen.records.kept import Asked, Kept, together
from wumen.records.orders import BINDING
from wumen.rules.areas import Span, parent, span
from wumen.rules.occurrences import APART_FOR, sets_apart
from wumen.rules.problems import Problem
from wumen.rules.rounds import Reason

# Somebody who was noted as unwell is gone to last on this many days after.
_UNWELL = timedelta(days=1)

# The doors in a unit with an order on somebody who lives there or on that door alone.
_BOUND = f"""
    SELECT s.area FROM order_scope s JOIN orders o ON o.id = s.order_id
    WHERE s.area > %(lo)s AND s.area < %(hi)s AND {BINDING}
"""
# With them those of who was unwell on the day before; who is unwell on the day itself comes with its duties.
APART = f"""
    SELECT area FROM duty WHERE day = %(before)s AND reason = '{Reason.UNWELL}' AND state <> 'withdrawn'
        AND area >= %(lo)s AND area < %(hi)s
    UNION {_BOUND}
"""
# What was confirmed later nobody could heed then.
_KNOWN = Kept(f"{_BOUND} AND o.confirmed_at <= %(now)s", "lo text, hi text, now timestamptz")
# What happened lately at homes, where they live now, as it was known at an instant. What it was lies sealed, so each
# is opened for the rule, and nothing of it is kept.
HAPPENED = """
    SELECT h.area, o.id, o.outbreak_id, o.happened_at, encode(o.said_sealed, 'hex') AS sealed
    FROM occurrence o JOIN household h ON h.id = o.household
    WHERE h.area >= %(lo)s AND h.area < %(hi)s AND o.happened_at > %(since)s AND o.noted_at <= %(now)s
        AND (o.withdrawn_at IS NULL OR o.withdrawn_at > %(now)s)
"""
APART_VALUES = "before day, lo text, hi text, now timestamptz, since timestamptz"
_HAPPENED = Kept(HAPPENED, "lo text, hi text, now timestamptz, since timestamptz")
Happened = tuple[str, UUID, UUID, datetime, str]


def apart_of(unit: str, day: date, now: datetime) -> dict[str, Any]:
    """The values of `APART` and `HAPPENED` for a unit."""
    held = span(unit)
    since = now - APART_FOR
    return {"before": day - _UNWELL, "lo": held.lo, "hi": held.hi, "now": now, "since": since}


def happened_asked(held: Span, now: datetime) -> Asked:
    """The statement of what happened lately at the homes of a place, to be asked together with others."""
    return _HAPPENED.asked(lo=held.lo, hi=held.hi, now=now, since=now - APART_FOR)


def set_apart(rows: Iterable[Happened], now: datetime) -> set[str]:
    """The doors among those of `HAPPENED` that are gone to last and named in no group."""
    return {
        area
        for area, ident, outbreak, at, sealed in rows
        if _sets_apart(ident, outbreak, at, sealed, now)
    }


def _sets_apart(ident: UUID, outbreak: UUID, at: datetime, sealed: str, now: datetime) -> bool:
    try:
        text = sealing.unseal_occurred(outbreak, ident, bytes.fromhex(sealed))
    except Problem:
        # What cannot be read any more is not told to a group either.
        return True
    return sets_apart(msgspec.json.decode(text, type=Said).kind, at, now)


def isolated_doors(unit: str, when: datetime) -> set[str]:
    """The doors in a unit with an order on somebody there or on that door alone, or where a positive was found, as
    it was known at an instant.

    Inside the scope of whoever acts; one message to the database, for every floor that is tapped asks it.
    """
    return _isolated([(unit, when)])[unit, when]


def isolated_then(doors: Iterable[tuple[str, datetime]]) -> set[tuple[str, datetime]]:
    """Which of some doors were such as of `isolated_doors` at the instant that is asked of each, in one message."""
    some = set(doors)
    found = _isolated({(parent(door), when) for door, when in some})
    return {(door, when) for door, when in some if door in found[parent(door), when]}


def _isolated(units: Collection[tuple[str, datetime]]) -> dict[tuple[str, datetime], set[str]]:
    """The doors of each unit as of `isolated_doors` at its instant."""
    statements: list[Asked] = []
    for unit, when in units:
        held = span(unit)
        known = _KNOWN.asked(lo=held.lo, hi=held.hi, now=when)
        statements += [known, happened_asked(held, when)]
    answers = iter(together(*statements) if statements else ())
    found: dict[tuple[str, datetime], set[str]] = {}
    for unit, when in units:
        bound, happened = next(answers), next(answers)
        found[unit, when] = {*(area for (area,) in bound), *set_apart(happened, when)}
    return found
