"""Lifts of units: which one a team keeps for itself while it walks, which are left to whoever lives there."""

from collections.abc import Collection, Mapping

from wumen.queries.posts import acting
from wumen.records.models import Facility
from wumen.rules.facilities import FacilityKind, TeamLift, team_lift
from wumen.rules.posts import Viewer


def team_lifts(viewer: Viewer, units: Collection[str]) -> Mapping[str, TeamLift]:
    """The lift that a team keeps in each of some units that has any, as the viewer may see them."""
    with acting(viewer):
        rows = Facility.objects.filter(
            area__in=set(units), kind=FacilityKind.LIFT, closed_at__isnull=True
        ).values_list("area", "name")
        names: dict[str, list[str]] = {}
        for area, name in rows:
            names.setdefault(area, []).append(name)
    return {area: kept for area, some in names.items() if (kept := team_lift(some))}
