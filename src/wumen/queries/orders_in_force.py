"""The orders that may ask for something on a day, as facts for the rules: each with where and on whom it lies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from wumen.records.orders import owing
from wumen.rules.areas import Span, ancestors
from wumen.rules.orders import OrderInForce
from wumen.rules.time import Interval, whole_day

_SAID = ("order__number", "order__outbreak", "order__regime", "order__from_at", "over_at")
_KNOWN = ("order__confirmed_at", "end_known_at")


@dataclass(frozen=True)
class OrderFacts:
    """The confirmed orders that touch a span on a day, and where or on whom they lie.

    An order stands once for each hour at which it sets somebody free, under a key of its own.
    """

    orders: Mapping[str, OrderInForce]
    places: Sequence[tuple[str, str]]
    residents: Mapping[UUID, frozenset[str]]


def touching(within: Span) -> Q:
    """Rows inside the span, and those at the places above it."""
    above = ancestors(within.lo) if within.lo else []
    return Q(area__gte=within.lo, area__lt=within.hi) | Q(area__in=above)


def order_facts(day: date, within: Span, since: datetime | None = None) -> OrderFacts:
    """What holds in a span on a day: confirmed orders of open outbreaks that meet the day, or since an instant."""
    held = whole_day(day)
    rows = owing(min(since or held.begins, held.begins), held.ends).filter(
        touching(within), order__outbreak__closed_at__isnull=True
    )
    keys: dict[OrderInForce, str] = {}
    places: list[tuple[str, str]] = []
    residents: dict[UUID, set[str]] = {}
    for path, resident, *said in rows.values_list("area", "resident", *_SAID, *_KNOWN):
        order = _in_force(*said)
        key = keys.setdefault(order, f"{order.number}/{len(keys)}")
        if resident is None:
            places.append((path, key))
        else:
            residents.setdefault(resident, set()).add(key)
    persons = {person: frozenset(held) for person, held in residents.items()}
    return OrderFacts({key: order for order, key in keys.items()}, places, persons)


def _in_force(
    number: str,
    outbreak: UUID,
    regime: str,
    begins: datetime,
    over: datetime,
    known: datetime,
    end_known: datetime | None,
) -> OrderInForce:
    return OrderInForce(number, str(outbreak), regime, Interval(begins, over), known, end_known)
