"""Who may have carried parcels to a door, and who may keep a deposit point."""

from collections.abc import Sequence

from django.db.models import Max, Q

from wumen.queries.parcels.lines import PointLine
from wumen.records import clock
from wumen.records.models import Parcel, Post
from wumen.records.rosters import published
from wumen.rules.areas import ancestors, span
from wumen.rules.parcels import OFFERED, How, carriers
from wumen.rules.posts import Viewer
from wumen.rules.stations import StationKind

# A list to choose a keeper from is not a list of the force.
_WORK_HERE = 40


def carriers_of(viewer: Viewer, point: PointLine) -> list[str]:
    """Who carries from a point: who did lately, who is on duty for it now, its keeper, who looks herself."""
    rows = Parcel.objects.filter(point=point.id, how=How.BROUGHT, handed_at__isnull=False)
    lately = rows.values("carried_by").annotate(last=Max("handed_at")).order_by("-last")
    now, held = clock.now(), span(point.area)
    there = Q(area__gte=held.lo, area__lt=held.hi) | Q(area__in=ancestors(point.area))
    on_duty = published().filter(
        there,
        station__kind=StationKind.COURIER,
        station__ended_at=None,
        begins_at__lte=now,
        ends_at__gt=now,
        went_at=None,
        person__isnull=False,
    )
    names = on_duty.order_by("seat").values_list("person__name", flat=True)
    before = [one["carried_by"] for one in lately[:OFFERED]]
    return carriers(not point.mine, viewer.name, point.keeper, names, before)


def keepers_for(viewer: Viewer, points: Sequence[PointLine]) -> list[str]:
    """Who may keep a point: the keepers of others, then who works in the viewer's area."""
    held, now = viewer.span, clock.now()
    rows = Post.objects.filter(area__gte=held.lo, area__lt=held.hi, from_at__lte=now)
    here = rows.filter(Q(until_at=None) | Q(until_at__gt=now)).order_by("area", "role")
    names = here.values_list("person__name", flat=True)[:_WORK_HERE]
    return list(dict.fromkeys([*(one.keeper for one in points), *names]))
