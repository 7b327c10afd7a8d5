"""The doors of a unit that are gone to last and alone: who is isolated lives there, or was unwell a short while ago."""

from datetime import date, datetime, timedelta
from typing import Any

from wumen.records.orders import BINDING, binding
from wumen.rules.areas import span
from wumen.rules.rounds import Reason

# Somebody who was noted as unwell is gone to last on this many days after.
_UNWELL = timedelta(days=1)


# The doors in a unit with an order on somebody who lives there or on that door alone, and those of who was unwell
# on the day before; who is unwell on the day itself comes with its duties.
APART = f"""
    SELECT area FROM duty WHERE day = %(before)s AND reason = '{Reason.UNWELL}' AND state <> 'withdrawn'
        AND area >= %(lo)s AND area < %(hi)s
    UNION SELECT s.area FROM order_scope s JOIN orders o ON o.id = s.order_id
    WHERE s.area > %(lo)s AND s.area < %(hi)s AND {BINDING}
"""
APART_VALUES = "before day, lo text, hi text, now timestamptz"


def apart_of(unit: str, day: date, now: datetime) -> dict[str, Any]:
    """The values of `APART` for a unit."""
    held = span(unit)
    return {"before": day - _UNWELL, "lo": held.lo, "hi": held.hi, "now": now}


def isolated_doors(unit: str, when: datetime) -> set[str]:
    """The doors in a unit with an order on somebody there or on that door alone, as it was known at an instant.

    What was confirmed later nobody could heed then. Inside the scope of whoever acts; one statement.
    """
    held = span(unit)
    rows = binding(when).filter(area__gt=held.lo, area__lt=held.hi, order__confirmed_at__lte=when)
    return set(rows.values_list("area", flat=True))
