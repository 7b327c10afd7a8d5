"""The list of risk areas that holds for a post: the last one pasted at its place or above."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from wumen.queries.playbooks import playbook
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Outbreak, RiskDay
from wumen.rules.playbooks import ComingBack
from wumen.rules.posts import Right, Viewer
from wumen.rules.risk_areas import Level, RiskArea


@dataclass(frozen=True)
class RiskPage:
    """The list in force: of which day, from where, pasted when and by whom; `stale` where it is not of today."""

    id: UUID | None
    day: date | None
    source: str
    pasted_at: datetime | None
    pasted_by: str
    areas: tuple[RiskArea, ...]
    stale: bool


def risk_list(viewer: Viewer) -> RiskPage:
    """The list in force at the viewer's place. Problem `right_missing`."""
    viewer.must(Right.CORRECT_HOMES)
    with acting(viewer):
        return list_in_force(viewer)


def list_in_force(viewer: Viewer) -> RiskPage:
    """The last list of the viewer's place or of one above, inside the running scope; an empty one where none is."""
    rows = RiskDay.objects.filter(area__in=[*viewer.above, viewer.area])
    row = rows.select_related("pasted_by").order_by("-day", "-pasted_at").first()
    if row is None:
        return RiskPage(None, None, "", None, "", (), True)
    areas = tuple(
        RiskArea(
            one["name"],
            Level(one["level"]),
            date.fromisoformat(one["since"]) if one.get("since") else None,
        )
        for one in row.areas
    )
    stale = row.day != clock.today()
    return RiskPage(row.id, row.day, row.source, row.pasted_at, row.pasted_by.name, areas, stale)


def asked_of_who_comes_back() -> dict[str, ComingBack]:
    """What the first outbreak whose rules say so asks, by level, inside the running scope."""
    for row in Outbreak.objects.filter(closed_at__isnull=True).order_by("opened_at"):
        found = playbook(row.playbook, tuple(row.overlays)).coming_back
        if found:
            return {one.level: one for one in found}
    return {}
