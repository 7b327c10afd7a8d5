"""The doors of a unit that are gone to last and alone: who is isolated lives there, or was unwell a short while ago."""

from datetime import date, datetime, timedelta

from wumen.records.models import Duty, OrderScope
from wumen.records.orders import in_force
from wumen.rules.areas import span
from wumen.rules.rounds import Reason

# Somebody who was noted as unwell is gone to last on this many days after.
_UNWELL = timedelta(days=1)


def doors_apart(unit: str, day: date, now: datetime) -> set[str]:
    """The doors in a unit with an order on somebody who lives there or on that door alone, and those of the unwell.

    Inside the scope of whoever looks; one statement.
    """
    held = span(unit)
    said = Duty.objects.filter(day__gte=day - _UNWELL, day__lte=day, reason=Reason.UNWELL)
    unwell = said.filter(area__gte=held.lo, area__lt=held.hi).exclude(state="withdrawn")
    scopes = OrderScope.objects.filter(
        area__gt=held.lo, area__lt=held.hi, order__in=in_force(now).values("id")
    )
    return set(unwell.values_list("area", flat=True).union(scopes.values_list("area", flat=True)))


def isolated_doors(unit: str, when: datetime) -> set[str]:
    """The doors in a unit with an order on somebody there or on that door alone, as it was known at an instant.

    What was confirmed later nobody could heed then. Inside the scope of whoever acts; one statement.
    """
    held, known = span(unit), in_force(when).filter(confirmed_at__lte=when)
    rows = OrderScope.objects.filter(
        area__gt=held.lo, area__lt=held.hi, order__in=known.order_by().values("id")
    )
    return set(rows.values_list("area", flat=True))
