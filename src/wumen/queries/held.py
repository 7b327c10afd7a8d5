"""Whom of the force an order keeps at home, and from when until when, wherever she lives."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from wumen.queries.rules_in_force import keeping_home
from wumen.records import clock, scope
from wumen.records.models import ForceMember
from wumen.records.orders import binding
from wumen.rules.areas import ancestors
from wumen.rules.time import Interval

# Rosters reach four weeks ahead, orders are known some weeks before they begin.
_AHEAD = timedelta(days=90)


@dataclass(frozen=True)
class Held:
    """The regime that keeps somebody at home now, "" for none; from when until when orders do, now or later."""

    regime: str = ""
    kept: tuple[Interval, ...] = ()


@dataclass(frozen=True)
class _Shut:
    area: str
    resident: UUID | None
    regime: str
    interval: Interval


def held(rows: Iterable[ForceMember]) -> dict[UUID, Held]:
    """Whom an order keeps at home now or later, by member, in an open transaction.

    By her own entry in the register, or by the place where she lives. An order binds her wherever that is: of
    orders elsewhere nothing but those on the people asked for is read.
    """
    given = [row for row in rows if row.resident or row.lives]
    above = {
        row.id: frozenset([*ancestors(row.lives), row.lives] if row.lives else ()) for row in given
    }
    paths = frozenset().union(*above.values()) if above else frozenset()
    if not given:
        return {}
    wanted = Q(resident__in=[row.resident for row in given if row.resident])
    wanted |= Q(resident__isnull=True, area__in=list(paths))
    with scope.narrowed(scope.WHOLE):
        shut = _shut(wanted)
    now = clock.now()
    found: dict[UUID, Held] = {}
    for row in given:
        own = [
            one
            for one in shut
            if (one.resident == row.resident if one.resident else one.area in above[row.id])
        ]
        if own:
            regime = next((one.regime for one in own if one.interval.holds(now)), "")
            found[row.id] = Held(regime, tuple(sorted({one.interval for one in own}, key=_begins)))
    return found


def _begins(one: Interval) -> tuple[object, object]:
    return one.begins, one.ends


def _shut(wanted: Q) -> list[_Shut]:
    """Whom and what orders bind, now or confirmed for later, whose regime lets nobody out."""
    now = clock.now()
    rows = binding(now, now + _AHEAD).filter(wanted, order__outbreak__closed_at__isnull=True)
    found = rows.filter(keeping_home()).values_list(
        *("area", "resident", "order__regime", "order__from_at", "over_at")
    )
    return [
        _Shut(area, resident, regime, Interval(begins, over))
        for area, resident, regime, begins, over in found
    ]
