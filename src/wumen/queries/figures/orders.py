"""Counts the orders in force, those that end today, and how far each is from its release."""

from datetime import datetime
from uuid import UUID

from wumen.queries.figures.asked import Asked
from wumen.queries.release import judged
from wumen.records.models import Order
from wumen.records.orders import binding, in_force
from wumen.rules.areas import ancestors, span
from wumen.rules.figures import Value
from wumen.rules.time import whole_day

_KEYS = ("orders.in_force", "orders.ending")
_RELEASE = ("release.ready", "release.lacking", "release.unknown")
# The conditions of each order are looked at one by one; of more orders only their number is told.
_JUDGED_AT_MOST = 30


# An order, the place of one of its scopes, and whether that is a person's.
_Scope = tuple[UUID, str, bool]


def _touching(place: str, scopes: list[_Scope]) -> set[UUID]:
    """The orders with something under them in a place: inside it, or over it whole."""
    over, held = set(ancestors(place)), span(place)
    return {
        order for order, area, person in scopes if held.holds(area) or (area in over and not person)
    }


def _scopes(orders: list[UUID], at: datetime) -> list[_Scope]:
    rows = binding(at).filter(order__in=orders).values_list("order", "area", "resident")
    return [(order, area, person is not None) for order, area, person in rows]


def _release(orders: list[Order]) -> dict[str, Value]:
    if len(orders) > _JUDGED_AT_MOST:
        return dict.fromkeys(_RELEASE, None)
    counts: dict[str, Value] = dict.fromkeys(_RELEASE, 0)
    for order in orders:
        met = [one.met for one in judged(order)]
        key = _RELEASE[0] if all(met) else _RELEASE[1] if False in met else _RELEASE[2]
        counts[key] = (counts[key] or 0) + 1
    return counts


def orders(asked: Asked) -> list[dict[str, Value]]:
    """Orders in force at the instant; what they lack for release is known of now alone."""
    rows = in_force(asked.at).filter(outbreak__closed_at__isnull=True).select_related("outbreak")
    known: dict[UUID, Order] = {one.id: one for one in rows}
    ends, scopes = whole_day(asked.day).ends, _scopes(list(known), asked.at)
    found: list[dict[str, Value]] = []
    for place in asked.places:
        here = [known[one] for one in _touching(place, scopes)]
        ending = sum((one.ended_at or one.until_at) <= ends for one in here)
        values: dict[str, Value] = dict(zip(_KEYS, (len(here), ending), strict=True))
        alone = not asked.passed and len(asked.places) == 1
        release = _release(here) if alone else dict.fromkeys(_RELEASE, None)
        found.append(values | release)
    return found
