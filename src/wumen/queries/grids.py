"""Grids as people look at them: what each holds, how many live there, its worker, and what has none."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from wumen.queries.duties import within
from wumen.queries.organisations import spoken_places
from wumen.queries.posts import acting
from wumen.queries.register import places_with_doors
from wumen.records import sealing
from wumen.records.models import Area, CrewMember, Grid, GridPlace
from wumen.rules.areas import Span, ancestors
from wumen.rules.grids import HELD_BY_GRIDS, is_too_large
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem


@dataclass(frozen=True)
class HeldPlace:
    """A building or lane with its homes and people; `grid` is the name of its grid, '' without one."""

    area: str
    kind: str
    name: str
    households: int
    residents: int
    grid: str = ""


@dataclass(frozen=True)
class GridLine:
    """A grid with its worker and all that it holds."""

    id: UUID
    area: str
    community: str
    name: str
    crew_no: str
    worker: str
    telephone: str
    places: tuple[HeldPlace, ...]

    @property
    def households(self) -> int:
        """How many homes it has."""
        return sum(one.households for one in self.places)

    @property
    def residents(self) -> int:
        """How many people live in it."""
        return sum(one.residents for one in self.places)

    @property
    def too_large(self) -> bool:
        """Whether it has more homes than the guideline says."""
        return is_too_large(self.households)


_HELD = """
    WITH behind AS (
        SELECT household_id, count(*) AS people FROM resident
        WHERE area >= %(lo)s AND area < %(hi)s GROUP BY household_id
    )
    SELECT g.grid_id, g.area, a.kind, count(h.id)::int, coalesce(sum(b.people), 0)::int
    FROM grid_place g
    JOIN area a ON a.area = g.area
    LEFT JOIN household h ON h.area >= g.area AND h.area < left(g.area, -1) || '0'
    LEFT JOIN behind b ON b.household_id = h.id
    WHERE g.area >= %(lo)s AND g.area < %(hi)s
    GROUP BY g.grid_id, g.area, a.kind ORDER BY g.area
"""


def grid_lines(viewer: Viewer, area: str | None = None) -> list[GridLine]:
    """The grids of a place, community by community; Problems `right_missing`, `area_not_yours`."""
    viewer.must(Right.SEE_REGISTER)
    held = within(viewer, area)
    with acting(viewer):
        rows = Grid.objects.filter(area__gte=held.lo, area__lt=held.hi).select_related("worker")
        return _lines(list(rows.order_by("area", "name")), held)


def grid(viewer: Viewer, ident: UUID) -> GridLine:
    """One grid; Problems `right_missing`, `grid_unknown`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        rows = list(Grid.objects.filter(id=ident).select_related("worker"))
        if not rows or not viewer.span.holds(rows[0].area):
            raise Problem("grid_unknown")
        return _lines(rows, viewer.span)[0]


def without_grid(viewer: Viewer, area: str | None = None) -> list[HeldPlace]:
    """The buildings and lanes of a place with doors that no grid holds; Problems as `grid_lines`."""
    viewer.must(Right.SEE_REGISTER)
    held = within(viewer, area)
    lines = [one for one in places_with_doors(viewer) if held.holds(one.area)]
    with acting(viewer):
        rows = GridPlace.objects.filter(area__gte=viewer.span.lo, area__lt=viewer.span.hi)
        taken = set(rows.values_list("area", flat=True))
        free = [
            one
            for one in lines
            if one.kind in HELD_BY_GRIDS and taken.isdisjoint([*ancestors(one.area), one.area])
        ]
        names = spoken_places({one.area for one in free})
    return [
        HeldPlace(one.area, one.kind, names[one.area], one.households, one.residents)
        for one in free
    ]


def _lines(rows: Sequence[Grid], held: Span) -> list[GridLine]:
    places = _places(held, {row.id: row.name for row in rows})
    communities = dict(
        Area.objects.filter(area__in={row.area for row in rows}).values_list("area", "name")
    )
    return [
        GridLine(
            id=row.id,
            area=row.area,
            community=communities.get(row.area, ""),
            name=row.name,
            crew_no=row.worker.number if row.worker else "",
            worker=row.worker.name if row.worker else "",
            telephone=_telephone(row.worker),
            places=tuple(places.get(row.id, ())),
        )
        for row in rows
    ]


def _places(held: Span, grids: dict[UUID, str]) -> dict[UUID, list[HeldPlace]]:
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"lo": held.lo, "hi": held.hi})
        rows = cursor.fetchall()
    names = spoken_places({area for _, area, _, _, _ in rows})
    places: dict[UUID, list[HeldPlace]] = {}
    for ident, area, kind, households, residents in rows:
        one = HeldPlace(area, kind, names[area], households, residents, grids.get(ident, ""))
        places.setdefault(ident, []).append(one)
    return places


def _telephone(worker: CrewMember | None) -> str:
    """The worker's telephone: she is who people are to ring."""
    if worker is None:
        return ""
    return sealing.unseal("telephone", worker.id, worker.telephone_sealed) or ""
