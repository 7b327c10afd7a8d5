"""The relay texts that were pasted last, those that no later paste has replaced."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from wumen.queries.posts import acting
from wumen.records.models import Area, Relay
from wumen.rules.posts import Right, Viewer
from wumen.rules.relay import Kind


@dataclass(frozen=True)
class RelayLine:
    """A kept relay text in a list."""

    id: UUID
    kind: Kind
    place: str
    pasted_at: datetime
    entries: int
    open: int


def relay_lines(viewer: Viewer, limit: int = 20) -> list[RelayLine]:
    """The last relay texts of the viewer's area, those that no later paste has replaced."""
    viewer.must(Right.CORRECT_HOMES)
    with acting(viewer):
        rows = Relay.objects.annotate(
            n=Count("entries", filter=~Q(entries__state="withdrawn")),
            open_=Count("entries", filter=Q(entries__state="open")),
        )
        later = Relay.objects.exclude(follows=None).values_list("follows", flat=True)
        found = list(rows.exclude(id__in=list(later)).order_by("-pasted_at")[:limit])
        names = dict(
            Area.objects.filter(area__in=[one.area for one in found]).values_list("area", "name")
        )
    return [
        RelayLine(one.id, Kind(one.kind), names.get(one.area, ""), one.pasted_at, one.n, one.open_)
        for one in found
    ]
