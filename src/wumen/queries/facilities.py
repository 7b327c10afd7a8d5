"""Buildings and their facilities: what each is like, what stands on which floor, what is only assumed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from wumen.queries.crew import Place, places
from wumen.queries.duties import within
from wumen.queries.posts import acting
from wumen.records.models import Area, Building, Facility
from wumen.rules.areas import AreaKind, ancestors, code, read_path, span
from wumen.rules.facilities import FACILITIES, FacilityKind, FacilityOf
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

# What can be described: whatever doors stand in directly or by units.
DESCRIBED = frozenset({AreaKind.BUILDING, AreaKind.SITE, AreaKind.LANE, AreaKind.GROUP})


@dataclass(frozen=True)
class BuildingLine:
    """A building in the overview; `type` is empty and `floors` 0 while nobody has described it."""

    area: str
    name: str
    kind: str
    type: str
    floors: int
    assumed: bool
    facilities: int
    facilities_assumed: int


@dataclass(frozen=True)
class FacilityLine:
    """One facility as it stands now."""

    id: UUID
    area: str
    kind: str
    name: str
    floor: int | None
    assumed: bool
    confirmed_at: datetime | None

    @property
    def of(self) -> FacilityOf:
        """What its kind is, and what hands touch there."""
        return FACILITIES[FacilityKind(self.kind)]


@dataclass(frozen=True)
class UnitFacilities:
    """The facilities of a unit, or of the building as a whole: those of no floor first, then from the top."""

    area: str
    name: str
    facilities: Sequence[FacilityLine]


@dataclass(frozen=True)
class BuildingFacilities:
    """A building with all its facilities; a compound has facilities of its own and no type."""

    place: Place
    line: BuildingLine
    units: Sequence[UnitFacilities]


def _place(viewer: Viewer, path: str, everywhere: Sequence[Place]) -> Place:
    """A place of the viewer's area; Problem `area_unknown`."""
    found = next((one for one in everywhere if one.area == path), None)
    if found is None:
        raise Problem("area_unknown", path=path)
    return found


def holder_of(area: str, held: frozenset[str] | set[str]) -> str:
    """The innermost of some places in which an area lies, itself included; empty when there is none."""
    for one in reversed([*ancestors(area), area]):
        if one in held:
            return one
    return ""


def _line(
    place: Place, known: dict[str, Building], all_: Counter[str], assumed: Counter[str]
) -> BuildingLine:
    row = known.get(place.area)
    return BuildingLine(
        area=place.area,
        name=place.full_name,
        kind=place.kind,
        type=row.type if row else "",
        floors=row.floors if row else 0,
        assumed=row.assumed if row else False,
        facilities=all_[place.area],
        facilities_assumed=assumed[place.area],
    )


def overview(viewer: Viewer, area: str | None = None) -> Sequence[BuildingLine]:
    """The buildings of a place and the compounds with facilities of their own, in the order of the tree.

    Problems: `right_missing`, `area_not_yours`, `path_unreadable`.
    """
    viewer.must(Right.SEE_REGISTER)
    held = within(viewer, area)
    shown = [one for one in places(viewer) if held.holds(one.area)]
    described = {one.area for one in shown if one.kind in DESCRIBED | {AreaKind.COMPOUND}}
    with acting(viewer):
        known = {
            row.area: row for row in Building.objects.filter(area__gte=held.lo, area__lt=held.hi)
        }
        rows = (
            Facility.objects.filter(area__gte=held.lo, area__lt=held.hi, closed_at__isnull=True)
            .values("area")
            .annotate(n=Count("id"), guessed=Count("id", filter=Q(assumed=True)))
        )
        all_: Counter[str] = Counter()
        assumed: Counter[str] = Counter()
        for row in rows:
            holder = holder_of(row["area"], described)
            all_[holder] += row["n"]
            assumed[holder] += row["guessed"]
    return [
        _line(one, known, all_, assumed)
        for one in shown
        if one.kind in DESCRIBED or (one.kind == AreaKind.COMPOUND and all_[one.area])
    ]


def _order(one: FacilityLine) -> tuple[bool, int, str, str]:
    return one.floor is not None, -(one.floor or 0), one.kind, one.name


def _units(path: str, rows: Sequence[Facility], names: dict[str, str]) -> list[UnitFacilities]:
    """Facilities by the place they stand at, those of the place itself first."""
    units: dict[str, list[FacilityLine]] = {}
    for row in rows:
        one = FacilityLine(
            row.id, row.area, row.kind, row.name, row.floor, row.assumed, row.confirmed_at
        )
        units.setdefault(row.area, []).append(one)
    return [
        UnitFacilities(
            area,
            "" if area == path else names.get(area, code(area)),
            sorted(units[area], key=_order),
        )
        for area in sorted(units, key=lambda one: (one != path, len(one), one))
    ]


def building_facilities(viewer: Viewer, area: str) -> BuildingFacilities:
    """A building, or what a compound has of its own, unit by unit.

    Problems: `right_missing`, `area_not_yours`, `area_unknown`, `path_unreadable`.
    """
    path = read_path(area)
    viewer.must(Right.SEE_REGISTER, path)
    known_places = places(viewer)
    place = _place(viewer, path, known_places)
    held = span(path)
    with acting(viewer):
        found = Facility.objects.filter(closed_at__isnull=True)
        if place.kind == AreaKind.COMPOUND:
            found = found.filter(area=path)
        rows = list(found.filter(area__gte=held.lo, area__lt=held.hi))
        building = Building.objects.filter(area=path).first()
    line = _line(
        place,
        {path: building} if building else {},
        Counter({path: len(rows)}),
        Counter({path: sum(row.assumed for row in rows)}),
    )
    names = {one.area: one.name for one in known_places}
    return BuildingFacilities(place, line, _units(path, rows, names))


def has_own_page(viewer: Viewer, area: str) -> bool:
    """Whether a place is shown floor by floor: a building or a unit, not what holds several buildings.

    Problems: `right_missing`, `area_not_yours`, `area_unknown`, `path_unreadable`.
    """
    path = read_path(area)
    viewer.must(Right.SEE_REGISTER, path)
    with acting(viewer):
        kind = Area.objects.filter(area=path).values_list("kind", flat=True).first()
    if kind is None:
        raise Problem("area_unknown", path=path)
    return kind in DESCRIBED | {AreaKind.UNIT}
