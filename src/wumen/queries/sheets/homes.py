"""The orders over a home, for the sheets of who lives there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from wumen.queries.doors import Doors
from wumen.queries.playbooks import playbook
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import (
    Household,
    Order,
    OrderScope,
)
from wumen.rules.areas import ancestors
from wumen.rules.playbooks import Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem


@dataclass(frozen=True)
class HomeOrder:
    """An order under which a home stands or stood."""

    number: str
    document: str
    regime: Named
    ends: datetime
    over: bool


def home_orders(viewer: Viewer, household: UUID) -> tuple[str, list[HomeOrder]]:
    """A home's door in words and the orders over it or on its people, the newest first.

    Problems: `right_missing`, `household_unknown`.
    """
    viewer.must(Right.SEE_REGISTER)
    now = clock.now()
    with acting(viewer):
        home = Household.objects.filter(id=household).first()
        if home is None:
            raise Problem("household_unknown")
        people = list(home.residents.values_list("id", flat=True))
        over = Q(area__in=[*ancestors(home.area), home.area], resident__isnull=True)
        bound = OrderScope.objects.filter(over | Q(resident__in=people)).values("order")
        rows = Order.objects.filter(id__in=bound, confirmed_at__isnull=False)
        found = []
        for row in rows.select_related("outbreak").order_by("-from_at", "-number"):
            rules = playbook(row.outbreak.playbook, tuple(row.outbreak.overlays))
            regime = rules.regimes[row.regime]
            ends = row.ended_at or row.until_at
            named = Named(zh=regime.name_zh, en=regime.name_en)
            found.append(HomeOrder(row.number, row.document, named, ends, now >= ends))
        return Doors.of([home.area]).short(home.area), found
