"""The register as people look at it: residents of a place, numbers masked unless a purpose is named."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from wumen.queries.duties import within
from wumen.queries.posts import acting
from wumen.records import sealing
from wumen.records.models import Area, Resident
from wumen.rules.areas import ancestors, code, in_order
from wumen.rules.masks import mask_identity_number, mask_telephone
from wumen.rules.posts import Right, Viewer


@dataclass(frozen=True)
class ResidentLine:
    """A resident in a list; `id` is what duties carry as their subject."""

    id: UUID
    area: str
    compound: str
    building: str
    unit: str
    room: str
    name: str
    identity_number: str | None
    phones: tuple[str, ...]
    needs: tuple[str, ...]


def _levels(path: str, kinds: dict[str, str]) -> dict[str, str]:
    """The codes of compound, building, unit and door of a path; empty where a level is skipped."""
    found = {kinds.get(one, ""): code(one) for one in [*ancestors(path), path]}
    return {kind: found.get(kind, "") for kind in ("compound", "building", "unit", "household")}


def _line(row: Resident, kinds: dict[str, str], complete: bool) -> ResidentLine:
    levels = _levels(row.area, kinds)
    number = sealing.unseal("identity", row.id, row.identity_sealed)
    phones = sealing.unseal_list("telephones", row.id, row.telephones_sealed)
    if not complete:
        number = mask_identity_number(number) if number else None
        phones = [mask_telephone(phone) for phone in phones]
    return ResidentLine(
        id=row.id,
        area=row.area,
        compound=levels["compound"],
        building=levels["building"],
        unit=levels["unit"],
        room=levels["household"],
        name=row.name,
        identity_number=number,
        phones=tuple(phones),
        needs=tuple(sealing.unseal_list("needs", row.id, row.needs_sealed)),
    )


def resident_count(viewer: Viewer, area: str | None = None) -> int:
    """How many people a place holds. Problems: `right_missing`, `area_not_yours`."""
    viewer.must(Right.SEE_REGISTER)
    held = within(viewer, area)
    with acting(viewer):
        return Resident.objects.filter(area__gte=held.lo, area__lt=held.hi).count()


def resident_lines(
    viewer: Viewer, area: str | None = None, complete: bool = False
) -> Iterator[ResidentLine]:
    """Everybody in a place, door by door; `complete` shows numbers and is the caller's to have logged.

    Problems: `right_missing`, `area_not_yours`.
    """
    viewer.must(Right.EXPORT if complete else Right.SEE_REGISTER)
    held = within(viewer, area)
    with acting(viewer):
        places = Area.objects.exclude(kind="household").values_list("area", "kind")
        kinds = dict(places)
        rows = Resident.objects.filter(area__gte=held.lo, area__lt=held.hi)
        for row in rows.order_by("area", "place", "id").iterator(chunk_size=5000):
            kinds[row.area] = "household"
            yield _line(row, kinds, complete)


@dataclass(frozen=True)
class PlaceLine:
    """A place in the tree, with how many doors and people it holds itself or by its units."""

    area: str
    kind: str
    name: str
    households: int
    residents: int


# A door stands straight below its place, or below a unit of it; a unit is a place of its own only for
# who sees nothing above it. A building nobody is registered in yet is shown all the same. Counted first, joined
# after: where PostgreSQL does not know a ledger that was just taken it may join homes with people one by one.
_PLACES = """
    WITH above AS (
        SELECT area, kind, regexp_replace(area, '[^/]+/$', '') AS over FROM area
        WHERE area >= %(lo)s AND area < %(hi)s AND kind <> 'household'
    ), page AS (
        SELECT area, CASE WHEN kind = 'unit' AND over >= %(lo)s AND over <> '' THEN over ELSE area
            END AS place FROM above
    ), behind AS (
        SELECT regexp_replace(area, '[^/]+/$', '') AS over, count(*) AS doors, 0 AS people
        FROM household WHERE area >= %(lo)s AND area < %(hi)s GROUP BY 1
        UNION ALL
        SELECT regexp_replace(area, '[^/]+/$', ''), 0, count(*)
        FROM resident WHERE area >= %(lo)s AND area < %(hi)s GROUP BY 1
    ), held AS (
        SELECT p.place, sum(b.doors) AS doors, sum(b.people) AS people
        FROM behind b JOIN page p ON p.area = b.over GROUP BY p.place
    )
    SELECT a.area, a.kind, a.name, coalesce(h.doors, 0)::int, coalesce(h.people, 0)::int
    FROM area a LEFT JOIN held h ON h.place = a.area
    WHERE a.area >= %(lo)s AND a.area < %(hi)s AND (a.kind = 'building' OR h.place IS NOT NULL
        OR a.area IN (SELECT place FROM page WHERE place <> area))
    ORDER BY a.area
"""


def places_with_doors(viewer: Viewer) -> Sequence[PlaceLine]:
    """The places of the viewer's area that hold doors: buildings, lanes, groups, courtyards, sites."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer), connection.cursor() as cursor:
        cursor.execute(_PLACES, {"lo": viewer.span.lo, "hi": viewer.span.hi})
        lines = [PlaceLine(*row) for row in cursor.fetchall()]
    return sorted(lines, key=lambda one: in_order(one.area))
