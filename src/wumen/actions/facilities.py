"""Buildings are described, and the facilities that follow from it are made, confirmed and corrected."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import QuerySet

from wumen.actions.changing import changing
from wumen.actions.duties.plan import hold_plans, plan_place
from wumen.actions.log import log
from wumen.queries.duties import within
from wumen.queries.facilities import DESCRIBED, holder_of
from wumen.records import clock
from wumen.records.models import Area, Building, Facility, Household
from wumen.rules.areas import AreaKind, Span, ancestors, code, floor, parent, read_path, span
from wumen.rules.facilities import (
    BuildingType,
    FacilityKind,
    NewFacility,
    Standing,
    check_no_shop,
    guess_building,
    make_compound_facilities,
    make_facilities,
    one_more,
    read_facility_kind,
    read_facility_name,
    read_floors,
    read_type,
    reconcile,
)
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

_BATCH = 2000
_ASSUMED_TYPE = {
    AreaKind.SITE: BuildingType.SITE,
    AreaKind.LANE: BuildingType.COURTYARD,
    AreaKind.GROUP: BuildingType.COURTYARD,
}


def _units_of(held: Span) -> dict[str, list[str]]:
    """The units of the buildings in a span by their parent, in the order of the tree."""
    found: dict[str, list[str]] = {}
    units = Area.objects.filter(kind=AreaKind.UNIT, area__gte=held.lo, area__lt=held.hi)
    for path in units.order_by("area").values_list("area", flat=True):
        found.setdefault(parent(path), []).append(code(path))
    return found


def _standing(held: Span, owners: set[str]) -> dict[str, list[Standing]]:
    """All facilities of a span, closed ones too, by the building or compound they belong to."""
    found: dict[str, list[Standing]] = {}
    for row in Facility.objects.filter(area__gte=held.lo, area__lt=held.hi).iterator():
        owner = holder_of(row.area, owners)
        unit = row.area.removeprefix(owner).strip("/")
        one = Standing(
            row.id, unit, row.kind, row.floor, row.name, not row.assumed, row.closed_at is not None
        )
        found.setdefault(owner, []).append(one)
    return found


def _unnamed_twice(reopened: Sequence[UUID]) -> list[UUID]:
    """Of those to be opened again, the ones whose name nothing else has taken meanwhile."""
    rows = Facility.objects.filter(id__in=reopened)
    areas = [row.area for row in rows]
    taken = set(
        Facility.objects.filter(area__in=areas, closed_at__isnull=True).values_list(
            "area", "kind", "name"
        )
    )
    return [row.id for row in rows if (row.area, row.kind, row.name) not in taken]


def _bring_in_line(wanted: dict[str, Sequence[NewFacility]], held: Span, owners: set[str]) -> int:
    """Make, reopen and close what is assumed of several buildings at once; how many were made."""
    standing = _standing(held, owners)
    made: list[Facility] = []
    reopen: list[UUID] = []
    close: list[UUID] = []
    for owner, facilities in wanted.items():
        done = reconcile(facilities, standing.get(owner, []))
        reopen += done.reopen
        close += done.close
        made += [
            Facility(
                area=f"{owner}{new.unit}/" if new.unit else owner,
                kind=new.kind,
                name=new.name,
                floor=new.floor,
            )
            for new in done.make
        ]
    Facility.objects.filter(id__in=close).update(closed_at=clock.now())
    Facility.objects.filter(id__in=_unnamed_twice(reopen)).update(closed_at=None)
    Facility.objects.bulk_create(made, batch_size=_BATCH, ignore_conflicts=True)
    return len(made) + len(reopen)


def _facilities_of(row: Building, units: dict[str, list[str]]) -> Sequence[NewFacility]:
    return make_facilities(BuildingType(row.type), row.floors, units.get(row.area, []))


def _described_area(path: str) -> Area:
    """The place to describe, held until the end; Problems `area_unknown`, `not_a_building`."""
    area = Area.objects.select_for_update().filter(area=path).first()
    if area is None:
        raise Problem("area_unknown", path=path)
    if area.kind not in DESCRIBED:
        raise Problem("not_a_building", path=path)
    return area


def describe_building(viewer: Viewer, building: str, type_: str, floors: str | int) -> int:
    """Say of what type a building is and how many floors it has; its facilities are made, assumed.

    Said again, what is missing is added and what is assumed and no longer follows is closed; what a
    person confirmed, added or closed stays. How many were made. Problems: `right_missing`,
    `area_not_yours`, `area_unknown`, `not_a_building`, `building_type_unknown`, `floors_impossible`.
    """
    path = read_path(building)
    viewer.must(Right.KEEP_REGISTER, path)
    kind, many = read_type(type_), read_floors(str(floors))
    with changing(viewer):
        hold_plans([path])
        _described_area(path)
        row, fresh = Building.objects.get_or_create(
            area=path, defaults={"type": kind, "floors": many}
        )
        # Who says again what has been confirmed takes nothing back.
        if not fresh and (row.type, row.floors) != (kind.value, many):
            row.type, row.floors, row.assumed = kind, many, True
            row.save(update_fields=["type", "floors", "assumed"])
        held = span(path)
        made = _bring_in_line({path: _facilities_of(row, _units_of(held))}, held, {path})
        plan_place(viewer, path, None)
        log(viewer, "building.described", path, type=kind.value, floors=many, made=made)
    return made


def _floors_of(held: Span, owners: set[str]) -> dict[str, set[int]]:
    """The floors on which doors stand, by building."""
    found: dict[str, set[int]] = {}
    doors = Household.objects.filter(area__gte=held.lo, area__lt=held.hi)
    for path in doors.values_list("area", flat=True).iterator():
        if owner := holder_of(path, owners):
            found.setdefault(owner, set()).add(floor(code(path)))
    return found


def _guessed(owner: str, kind: AreaKind, floors: Iterable[int]) -> Building:
    type_, highest = guess_building(floors)
    return Building(area=owner, type=_ASSUMED_TYPE.get(kind, type_), floors=highest)


def assume_buildings(viewer: Viewer, area: str | None = None) -> int:
    """Assume type, floors and facilities of every building with doors that nobody has described yet.

    By the floors of its rooms; compounds get benches and fitness equipment. How many buildings.
    Problems: `right_missing`, `area_not_yours`, `path_unreadable`.
    """
    viewer.must(Right.KEEP_REGISTER)
    held = within(viewer, area)
    with changing(viewer):
        places = Area.objects.filter(area__gte=held.lo, area__lt=held.hi)
        hold_plans(places.filter(kind__in=DESCRIBED).values_list("area", flat=True))
        kinds = {
            path: AreaKind(kind)
            for path, kind in places.filter(kind__in=[*DESCRIBED, AreaKind.COMPOUND])
            .order_by("area")
            .select_for_update()
            .values_list("area", "kind")
        }
        owners = {path for path, kind in kinds.items() if kind in DESCRIBED}
        known = set(Building.objects.filter(area__in=owners).values_list("area", flat=True))
        floors = _floors_of(held, owners)
        rows = [_guessed(one, kinds[one], floors[one]) for one in sorted(floors.keys() - known)]
        Building.objects.bulk_create(rows, batch_size=_BATCH)
        units = _units_of(held)
        wanted = {row.area: _facilities_of(row, units) for row in rows}
        above = {one for row in rows for one in ancestors(row.area)}
        wanted |= {
            path: make_compound_facilities()
            for path, kind in kinds.items()
            if kind == AreaKind.COMPOUND and path in above
        }
        made = _bring_in_line(wanted, held, set(kinds))
        place = read_path(area) if area else viewer.area
        if made:
            plan_place(viewer, place, None)
        log(viewer, "buildings.assumed", place, buildings=len(rows), made=made)
    return len(rows)


def confirm_building(viewer: Viewer, building: str) -> int:
    """Confirm type, floors and every facility of a building as they stand; how many were assumed.

    A unit's and a compound's own facilities are confirmed alike. Problems: `right_missing`, `area_not_yours`,
    `area_unknown`, `building_not_described`.
    """
    path = read_path(building)
    viewer.must(Right.CORRECT_HOMES, path)
    with changing(viewer):
        area = Area.objects.select_for_update().filter(area=path).first()
        if area is None:
            raise Problem("area_unknown", path=path)
        described = Building.objects.filter(area=path)
        open_ = Facility.objects.filter(assumed=True, closed_at__isnull=True)
        if area.kind == AreaKind.COMPOUND:
            open_ = open_.filter(area=path)
        elif area.kind in DESCRIBED and not described.exists():
            raise Problem("building_not_described", path=path)
        held = span(path)
        described.update(assumed=False)
        confirmed = _confirmed(viewer, open_.filter(area__gte=held.lo, area__lt=held.hi))
        log(viewer, "facilities.confirmed", path, confirmed=confirmed)
    return confirmed


def _confirmed(viewer: Viewer, rows: QuerySet[Facility]) -> int:
    return rows.update(assumed=False, confirmed_at=clock.now(), confirmed_by=viewer.person)


def _facility(viewer: Viewer, ident: UUID) -> Facility:
    """An open facility of the viewer's area, held until the end; Problem `facility_unknown`."""
    row = Facility.objects.select_for_update().filter(id=ident, closed_at__isnull=True).first()
    if row is None:
        raise Problem("facility_unknown")
    viewer.must(Right.CORRECT_HOMES, row.area)
    return row


def confirm_facility(viewer: Viewer, ident: UUID) -> None:
    """Confirm that a facility is there; Problems `right_missing`, `facility_unknown`, `area_not_yours`."""
    viewer.must(Right.CORRECT_HOMES)
    with changing(viewer):
        row = _facility(viewer, ident)
        if _confirmed(viewer, Facility.objects.filter(id=row.id, assumed=True)):
            log(viewer, "facility.confirmed", row.area, facility=str(row.id))


def _must_be_free(area: str, kind: str, name: str) -> None:
    """Problem `facility_named_already` when another of that kind bears the name there."""
    open_ = Facility.objects.filter(closed_at__isnull=True)
    if open_.filter(area=area, kind=kind, name=name).exists():
        raise Problem("facility_named_already", name=name)


def rename_facility(viewer: Viewer, ident: UUID, name: str) -> None:
    """Give a facility the name that people use; who names it has seen it.

    Problems: `right_missing`, `facility_unknown`, `area_not_yours`, `name_empty`, `facility_name_long`,
    `facility_named_already`, `facility_is_a_shop`.
    """
    viewer.must(Right.CORRECT_HOMES)
    called = read_facility_name(name)
    with changing(viewer):
        row = _facility(viewer, ident)
        check_no_shop(row.kind)
        if called != row.name:
            _must_be_free(row.area, row.kind, called)
        Facility.objects.filter(id=row.id).update(name=called)
        _confirmed(viewer, Facility.objects.filter(id=row.id))
        log(viewer, "facility.renamed", row.area, facility=str(row.id), name=called)


def close_facility(viewer: Viewer, ident: UUID) -> None:
    """Say that a facility is not there, or no longer; it keeps its row and is not assumed again.

    Problems: `right_missing`, `facility_unknown`, `area_not_yours`, `facility_is_a_shop`.
    """
    viewer.must(Right.CORRECT_HOMES)
    with changing(viewer):
        hold_plans(Facility.objects.filter(id=ident).values_list("area", flat=True))
        row = _facility(viewer, ident)
        check_no_shop(row.kind)
        _close(viewer, row)


def take_away(viewer: Viewer, ident: UUID) -> None:
    """Let the door of a shop off the list, or a bin that is gone, owe no more; where its plans are held."""
    _close(viewer, _facility(viewer, ident))


def _close(viewer: Viewer, row: Facility) -> None:
    _confirmed(viewer, Facility.objects.filter(id=row.id))
    Facility.objects.filter(id=row.id).update(closed_at=clock.now())
    plan_place(viewer, row.area, None)
    log(viewer, "facility.closed", row.area, facility=str(row.id))


def add_facility(
    viewer: Viewer, area: str, kind: str, name: str, floor_number: str | int | None = None
) -> Facility:
    """Add a facility that somebody has seen: at a unit, a building or a compound.

    Problems: `right_missing`, `area_not_yours`, `area_unknown`, `facility_kind_unknown`, `name_empty`,
    `facility_name_long`, `floors_impossible`, `facility_named_already`, `facility_is_a_shop`.
    """
    path = read_path(area)
    viewer.must(Right.KEEP_REGISTER, path)
    which, called = read_facility_kind(kind), read_facility_name(name)
    check_no_shop(which)
    on = read_floors(str(floor_number)) if floor_number not in (None, "") else None
    return _add(viewer, path, which, called, on)


def open_shop_door(viewer: Viewer, path: str, name: str) -> Facility:
    """The door of a shop that is put on the list: what is looked in at while an order suspends trade.

    Problems: those of `add_facility`.
    """
    viewer.must(Right.KEEP_REGISTER, path)
    return _add(viewer, path, FacilityKind.SHOP, read_facility_name(name), None)


def stand_bin(viewer: Viewer, path: str) -> Facility:
    """The bin for waste of isolated homes that is placed at a building: the one assumed there, or one more.

    In an open transaction that holds the plans of the place. Problems: `area_not_yours`, `area_unknown`.
    """
    viewer.must(Right.CORRECT_HOMES, path)
    kind = FacilityKind.CARE_BIN
    here = Facility.objects.select_for_update().filter(area=path, kind=kind)
    known = here.filter(assumed=True, closed_at__isnull=True).order_by("name").first()
    if known is not None:
        _confirmed(viewer, Facility.objects.filter(id=known.id))
        log(viewer, "facility.confirmed", path, facility=str(known.id))
        return known
    return _add(viewer, path, kind, one_more(kind, here.values_list("name", flat=True)), None)


def _add(viewer: Viewer, path: str, which: FacilityKind, called: str, on: int | None) -> Facility:
    with changing(viewer):
        hold_plans([path])
        if not Area.objects.select_for_update().filter(area=path).exists():
            raise Problem("area_unknown", path=path)
        _must_be_free(path, which, called)
        row = Facility.objects.create(
            area=path,
            kind=which,
            name=called,
            floor=on,
            assumed=False,
            confirmed_at=clock.now(),
            confirmed_by=viewer.person,
        )
        plan_place(viewer, path, None)
        log(viewer, "facility.added", path, facility=str(row.id), what=which.value, name=called)
    return row
