"""The register: places, households and the people who live behind each door."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from wumen.actions.changing import changing
from wumen.actions.duties.plan import hold_plans, plan_household
from wumen.actions.log import log, subject_key
from wumen.records import clock, scope, sealing
from wumen.records.models import Area, Household, Resident
from wumen.records.register import bearers
from wumen.records.search import add_doors, add_residents
from wumen.rules.areas import (
    AreaKind,
    ancestors,
    check_below,
    check_place,
    code,
    kind_of_missing,
    parent,
    read_path,
    span,
)
from wumen.rules.identity_numbers import read_identity_number
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.telephones import read_telephone


@dataclass(frozen=True)
class NewResident:
    """A person to register: complete numbers or none; needs as the committee words them."""

    name: str
    identity_number: str | None = None
    telephones: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    relation: str = ""
    sex: str = ""
    place: int = 0
    id: UUID = field(default_factory=uuid4)


def missing_parents(path: str) -> list[Area]:
    """The places above a path that nobody has named yet, named by their codes; Problem `area_misplaced`."""
    above = ancestors(path)
    known = kinds_above(path)
    found = []
    for one in above:
        if one not in known:
            known[one] = kind_of_missing(one, known.get(parent(one)))
            found.append(Area(area=one, kind=known[one], name=code(one)))
    return found


def kinds_above(path: str) -> dict[str, AreaKind]:
    """What stands above a path, by path."""
    rows = Area.objects.filter(area__in=ancestors(path)).values_list("area", "kind")
    return {area: AreaKind(kind) for area, kind in rows}


def add_area(viewer: Viewer, path: str, kind: str, name: str) -> Area:
    """Add a place with its missing parents, or give a known place a new name.

    Problems: `path_unreadable`, `area_kind_unknown`, `area_kind_differs`, `name_empty`,
    `area_not_yours`, and those of `check_place`.
    """
    full = read_path(path)
    viewer.must(Right.KEEP_REGISTER, full)
    if kind not in set(AreaKind):
        raise Problem("area_kind_unknown", kind=kind, known=" ".join(AreaKind))
    if not name.strip():
        raise Problem("name_empty")
    with changing(viewer):
        missing = missing_parents(full)
        above = {one.area: AreaKind(one.kind) for one in missing} | kinds_above(full)
        area = Area.objects.filter(area=full).first()
        if area is None or (area.kind != kind and is_only_guessed(area)):
            check_place(full, AreaKind(kind), above.get(parent(full)))
        Area.objects.bulk_create(missing)
        area, made = Area.objects.get_or_create(
            area=full, defaults={"kind": kind, "name": name.strip()}
        )
        if not made and area.kind != kind:
            _settle_kind(area, AreaKind(kind))
        if not made and area.name != name.strip():
            area.name = name.strip()
            area.save(update_fields=["name"])
        if kind == AreaKind.HOUSEHOLD:
            home, _ = Household.objects.get_or_create(
                area=full, defaults={"registered_at": clock.now()}
            )
            add_doors([(home.id, full)])
        log(viewer, "area.added" if made else "area.renamed", full, name=area.name, place=kind)
    return area


def is_only_guessed(area: Area) -> bool:
    """Whether nobody has said yet what a place is: it still bears its code for a name."""
    return area.name == code(area.area)


def _settle_kind(area: Area, kind: AreaKind) -> None:
    """A parent that was only guessed takes its kind when somebody says it; a named place keeps it.

    Problems: `area_kind_differs`, `area_misplaced` for what could not hold what stands in it.
    """
    if not is_only_guessed(area):
        raise Problem("area_kind_differs", path=area.area, kind=area.kind)
    held = span(area.area)
    below = Area.objects.filter(area__gt=held.lo, area__lt=held.hi)
    for inside in below.filter(area__regex=f"^{area.area}[^/]+/$").values_list("kind", flat=True):
        check_below(AreaKind(inside), kind)
    area.kind = kind
    area.save(update_fields=["kind"])


def resident_row(new: NewResident, household: UUID, door: str, since: datetime) -> Resident:
    """The row of a new resident, with what is personal about her sealed."""
    number = new.identity_number
    return Resident(
        id=new.id,
        household_id=household,
        area=door,
        place=new.place,
        name=new.name,
        relation=new.relation,
        sex=new.sex,
        identity_sealed=sealing.seal("identity", new.id, number) if number else None,
        identity_key=sealing.keyed("identity", number) if number else None,
        telephones_sealed=sealing.seal_list("telephones", new.id, new.telephones),
        needs_sealed=sealing.seal_list("needs", new.id, new.needs),
        since=since,
    )


def _check_newcomer(new: NewResident) -> None:
    """Problems `name_empty`, and what is wrong with a number."""
    if not new.name.strip():
        raise Problem("name_empty")
    if new.identity_number and (wrong := read_identity_number(new.identity_number).code):
        raise Problem(wrong)
    for telephone in new.telephones:
        if wrong := read_telephone(telephone).code:
            raise Problem(wrong)


def register_household(viewer: Viewer, path: str, people: Iterable[NewResident]) -> Household:
    """Register a door and who lives behind it, and plan for them what already stands for others.

    Problems: `area_not_yours`, `duplicate_identity`, and what is wrong with a number.
    """
    door = read_path(path)
    viewer.must(Right.KEEP_REGISTER, door)
    newcomers = list(people)
    for new in newcomers:
        _check_newcomer(new)
    with changing(viewer):
        hold_plans([door])
        add_area(viewer, door, AreaKind.HOUSEHOLD, code(door))
        household = Household.objects.get(area=door)
        now = clock.now()
        keys = [
            sealing.keyed("identity", n.identity_number) for n in newcomers if n.identity_number
        ]
        # A number that somebody elsewhere bears is refused too, without a word of who or where.
        with scope.scoped(scope.WHOLE):
            borne = bearers(keys).exists()
        if borne or len(set(keys)) < len(keys):
            raise Problem("duplicate_identity")
        Resident.objects.bulk_create(
            [resident_row(new, household.id, door, now) for new in newcomers]
        )
        add_residents([(new.id, door, new.name, new.telephones) for new in newcomers])
        plan_household(viewer, household)
        log(
            viewer,
            "household.registered",
            parent(door),
            subject=subject_key(household.id),
            residents=len(newcomers),
        )
    return household
