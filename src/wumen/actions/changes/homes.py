"""Households that move or are joined, and people who move to another door."""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from wumen.actions.changes.people import empty_out, held_people
from wumen.actions.changes.record import Change, hold, hold_more, record
from wumen.actions.changing import changing
from wumen.actions.log import log, subject_key
from wumen.actions.orders import follow_to
from wumen.actions.register import missing_parents
from wumen.records import clock, repointing
from wumen.records.models import Area, FormerHousehold, Household, Resident, Tenancy
from wumen.records.naming import Of
from wumen.records.register import Gone, HouseholdState
from wumen.rules.areas import AreaKind, code, parent, read_path
from wumen.rules.changes import ChangeKind, Touched
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem


def _held(viewer: Viewer, idents: Sequence[UUID], doors: Sequence[str] = ()) -> list[Household]:
    """Households of the viewer's area in the order asked, locked; Problems `household_unknown`, rights."""
    held = [*doors, *Household.objects.filter(id__in=idents).values_list("area", flat=True)]
    hold(held)
    rows = Household.objects.select_for_update().filter(id__in=idents).order_by("id")
    found = {one.id: one for one in rows}
    if len(found) < len(set(idents)):
        raise Problem("household_unknown")
    hold_more(held, [one.area for one in found.values()])
    for one in found.values():
        viewer.must(Right.KEEP_REGISTER, one.area)
    return [found[ident] for ident in idents]


def _people(household: UUID) -> list[Resident]:
    rows = Resident.objects.select_for_update().filter(household=household)
    return sorted(rows, key=lambda one: (one.place, one.id))


def _make_door(door: str) -> list[str]:
    """Add a door to the tree with its missing parents; which places were added. Problem `not_a_door`."""
    if Area.objects.filter(area=door).exclude(kind=AreaKind.HOUSEHOLD).exists():
        raise Problem("not_a_door", path=door)
    added = missing_parents(door)
    if not Area.objects.filter(area=door).exists():
        added.append(Area(area=door, kind=AreaKind.HOUSEHOLD, name=code(door)))
    Area.objects.bulk_create(added, ignore_conflicts=True)
    return [one.area for one in added]


def _step_aside(household: Household, into: UUID) -> None:
    """A household that is joined to another, or an empty one that another moves in for, is a former one."""
    FormerHousehold.objects.create(
        id=household.id,
        area=household.area,
        state=household.state,
        registered_at=household.registered_at,
        gone_at=clock.now(),
        why=Gone.MERGED,
        into=into,
    )
    Household.objects.filter(id=household.id).delete()


def _at(door: str) -> Household | None:
    return Household.objects.select_for_update().filter(area=door).first()


def _touched(households: Sequence[Household], people: Sequence[Resident], *doors: str) -> Touched:
    """These households and those that the people live in, and all their doors."""
    return Touched(
        frozenset(one.id for one in people),
        frozenset([*(one.id for one in households), *(one.household_id for one in people)]),
        frozenset([*doors, *(one.area for one in households), *(one.area for one in people)]),
    )


def _settle_in(people: Sequence[Resident], household: Household) -> None:
    """Let people live in a household, behind its door from now on, after those who live there."""
    last = max(
        Resident.objects.filter(household=household).values_list("place", flat=True), default=-1
    )
    for place, one in enumerate(people, last + 1):
        one.household, one.area, one.place, one.since = (
            household,
            household.area,
            place,
            clock.now(),
        )
    Resident.objects.bulk_update(people, ["household", "area", "place", "since"])
    if people and household.state == HouseholdState.EMPTY:
        household.state = HouseholdState.OWNED
        household.save(update_fields=["state"])


def move_household(viewer: Viewer, household: UUID, path: str) -> Change:
    """Move a household to another door, with its people and what they owe from now on.

    An empty home at that door makes room. Problems: `household_unknown`, `door_taken`, `not_a_door`,
    `area_not_yours`.
    """
    door = read_path(path)
    viewer.must(Right.KEEP_REGISTER, door)
    with changing(viewer):
        (home,) = _held(viewer, [household], [door])
        left, people, there = home.area, _people(household), _at(door)
        if left == door:
            raise Problem("door_same", path=door)
        if there and Resident.objects.filter(household=there).exists():
            raise Problem("door_taken", path=door)

        def work() -> list[str]:
            added = _make_door(door)
            if there:
                _step_aside(there, household)
            _put_at(home, door)
            Resident.objects.filter(household=household).update(since=clock.now())
            idents = [one.id for one in people]
            repointing.follow(idents, [household])
            follow_to(door, idents)
            return added

        touched = _touched([home, *([there] if there else [])], people, door)
        change = record(viewer, ChangeKind.HOUSEHOLD_MOVED, touched, people, [left, door], work)
        log(
            viewer,
            ChangeKind.HOUSEHOLD_MOVED,
            parent(door),
            subject=subject_key(household),
            left=parent(left),
        )
    return change


def _put_at(household: Household, door: str) -> None:
    """Problem `door_taken` when somebody was registered there a moment ago."""
    household.area = door
    try:
        with transaction.atomic():
            household.save(update_fields=["area"])
    except IntegrityError:
        raise Problem("door_taken", path=door) from None


def _let_in(people: Sequence[Resident], home: Household, is_new: bool) -> list[str]:
    """Let people live in a home, a new one too; those they leave alone become empty. The places added."""
    left = {one.household_id for one in people}
    added = _make_door(home.area) if is_new else []
    if is_new:
        home.save(force_insert=True)
    _settle_in(people, home)
    idents = [one.id for one in people]
    repointing.follow(idents, [])
    follow_to(home.area, idents)
    empty_out(left)
    return added


def move_residents(
    viewer: Viewer,
    residents: Sequence[UUID],
    household: UUID | None = None,
    path: str | None = None,
) -> Change:
    """Move people into another household, or to a door where one is made if none is registered.

    Problems: `nobody_chosen`, `resident_unknown`, `resident_gone`, `household_unknown`, `door_same`,
    `not_a_door`, `area_not_yours`.
    """
    viewer.must(Right.KEEP_REGISTER)
    if not residents:
        raise Problem("nobody_chosen")
    with changing(viewer):
        home, is_new = _destination(viewer, household, path)
        people = held_people(viewer, Right.KEEP_REGISTER, residents, [home.area])
        if any(one.household_id == home.id for one in people):
            raise Problem("door_same", path=home.area)
        touched = _touched([home], people)
        change = record(
            viewer,
            ChangeKind.RESIDENTS_MOVED,
            touched,
            people,
            [*(one.area for one in people), home.area],
            lambda: _let_in(people, home, is_new),
        )
        log(
            viewer,
            ChangeKind.RESIDENTS_MOVED,
            parent(home.area),
            subject=subject_key(home.id),
            residents=[subject_key(one.id) for one in people],
        )
    return change


def _destination(
    viewer: Viewer, household: UUID | None, path: str | None
) -> tuple[Household, bool]:
    """The household that people move into, and whether it is still to be made at its door."""
    if household is not None:
        (home,) = _held(viewer, [household])
        return home, False
    door = read_path(path or "")
    viewer.must(Right.KEEP_REGISTER, door)
    hold([door])
    there = _at(door)
    return there or Household(area=door, registered_at=clock.now()), there is None


def _one_tenancy(keep: UUID, drop: UUID) -> None:
    """Of two tenancies that are open the one of the household that goes ends: a home has one landlord."""
    open_ones = Tenancy.objects.filter(ends__isnull=True)
    if open_ones.filter(household=keep).exists():
        open_ones.filter(household=drop).update(ends=clock.today())


def merge_households(viewer: Viewer, keep: UUID, drop: UUID) -> Change:
    """Join two households into one: all people live behind the door of `keep`, `drop` leads to it.

    Problems: `merge_with_self`, `household_unknown`, `area_not_yours`.
    """
    viewer.must(Right.KEEP_REGISTER)
    if keep == drop:
        raise Problem("merge_with_self")
    with changing(viewer):
        stays, goes = _held(viewer, [keep, drop])
        joining = _people(drop)
        people = [*_people(keep), *joining]

        def work() -> list[str]:
            _one_tenancy(keep, drop)
            _settle_in(joining, stays)
            repointing.repoint(Of.HOUSEHOLD, drop, keep)
            idents = [one.id for one in joining]
            repointing.follow(idents, [keep])
            follow_to(stays.area, idents)
            _step_aside(goes, keep)
            return []

        touched = _touched([stays, goes], people)
        change = record(
            viewer, ChangeKind.HOUSEHOLDS_MERGED, touched, people, [goes.area, stays.area], work
        )
        log(
            viewer,
            ChangeKind.HOUSEHOLDS_MERGED,
            parent(stays.area),
            subject=subject_key(keep),
            merged=subject_key(drop),
        )
    return change
