"""The orders over a home, for the sheets of who lives there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from wumen.queries.doors import Doors
from wumen.queries.playbooks import playbook
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Household, Order
from wumen.records.orders import ever_bound, over_place
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
        wanted = over_place(home.area) | Q(resident__in=people)
        rows = ever_bound().filter(wanted).select_related("order__outbreak")
        until: dict[Order, datetime] = {}
        for one in rows.order_by("-order__from_at", "-order__number"):
            until[one.order] = max(one.over_at, until.get(one.order, one.over_at))
        found = []
        for row, ends in until.items():
            rules = playbook(row.outbreak.playbook, tuple(row.outbreak.overlays))
            regime = rules.regimes[row.regime]
            named = Named(zh=regime.name_zh, en=regime.name_en)
            found.append(HomeOrder(row.number, row.document, named, ends, now >= ends))
        return Doors.of([home.area]).short(home.area), found
