"""Tenancies: who lets a home, from when until when, and the lodgers that the landlord names."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.homes import add_person, held_home
from wumen.actions.log import log, subject_key
from wumen.actions.register import NewResident
from wumen.queries.organisations import residents_by_person
from wumen.queries.tenancies import LANDLORD, standing_tenancy
from wumen.records import clock, sealing
from wumen.records.models import Household, Resident, Tenancy
from wumen.rules.areas import parent
from wumen.rules.homes import HomeState
from wumen.rules.identity_numbers import read_identity_number
from wumen.rules.organisations import RosterPerson, RosterProblem, RosterReading
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.telephones import read_telephone
from wumen.rules.tenancies import TENANT, Lease, check_lease, check_let_state, state_after


@dataclass(frozen=True)
class NewTenancy:
    """Who lets: telephones as typed, none leaves those that stand; the number only finds a resident."""

    landlord: str
    telephones: str
    lease: Lease
    state: HomeState = HomeState.LET
    identity_number: str = ""


@dataclass(frozen=True)
class Lodgers:
    """What became of the people of a list: how many were registered, and why others were not."""

    registered: int
    problems: tuple[RosterProblem, ...]


def note_tenancy(viewer: Viewer, household: UUID, new: NewTenancy) -> Tenancy:
    """Note who lets a home, or correct the tenancy that stands; its state follows.

    The landlord is linked when she is a resident of the viewer's area, by number, else by name and
    telephone. Problems: `landlord_unnamed`, `landlord_lodges`, `tenancy_state_unfit`,
    `tenancy_backwards`, `household_unknown`, and what is wrong with a number.
    """
    check_let_state(new.state)
    check_lease(new.lease)
    landlord = _landlord(new)
    with changing(viewer):
        home = _held(viewer, household)
        standing = _standing(household)
        if standing is not None:
            landlord = _completed(standing, landlord)
        row = standing or Tenancy(household=household, area=home.area)
        row.landlord = _resident(home, landlord)
        row.landlord_sealed = sealing.seal_list(
            LANDLORD, row.id, [landlord.name, *landlord.telephones]
        )
        row.begins, row.ends = new.lease.begins, new.lease.ends
        row.save()
        home.state = new.state
        home.save(update_fields=["state"])
        _log(viewer, "tenancy.noted", home, state=new.state)
    return row


def end_tenancy(viewer: Viewer, household: UUID, last: date) -> None:
    """Note that the tenancy has ended; it is kept, and the home's state follows who is still there.

    Problems: `tenancy_unknown`, `tenancy_backwards`, `tenancy_ends_later`, `household_unknown`.
    """
    if last > clock.today():
        raise Problem("tenancy_ends_later", ends=last)
    with changing(viewer):
        home = _held(viewer, household)
        row = _standing(household)
        if row is None:
            raise Problem("tenancy_unknown")
        check_lease(Lease(row.begins, last))
        row.ends = last
        row.save(update_fields=["ends"])
        tenants = home.residents.filter(relation=TENANT).count()
        home.state = state_after(tenants, home.residents.count() - tenants)
        home.save(update_fields=["state"])
        _log(viewer, "tenancy.ended", home, state=home.state)


def register_lodgers(viewer: Viewer, household: UUID, reading: RosterReading) -> Lodgers:
    """Register the people of a list behind the door as tenants; who cannot be is reported, not repaired.

    Somebody who is registered here under the same name already is left as she stands. Problems:
    `household_unknown`, `right_missing`.
    """
    problems, registered = list(reading.problems), 0
    with changing(viewer):
        home = _held(viewer, household)
        known = set(home.residents.values_list("name", flat=True))
        for one in reading.people:
            if one.name in known:
                problems.append(RosterProblem(one.line, one.name, None, "duplicate", one.name))
                continue
            try:
                add_person(viewer, household, _lodger(one))
            except Problem as problem:
                problems.append(
                    RosterProblem(one.line, one.name, "identity_number", problem.code, one.name)
                )
            else:
                registered += 1
        _log(viewer, "lodgers.registered", home, residents=registered)
    return Lodgers(registered, tuple(sorted(problems, key=lambda one: one.line)))


def show_landlord(viewer: Viewer, household: UUID) -> tuple[str, ...]:
    """The landlord's complete telephones, once it is written down who looked; `tenancy_unknown`."""
    with changing(viewer):
        home = _held(viewer, household)
        row = _standing(household)
        if row is None:
            raise Problem("tenancy_unknown")
        _log(viewer, "tenancy.landlord_shown", home)
        return tuple(sealing.unseal_list(LANDLORD, row.id, row.landlord_sealed)[1:])


def _lodger(one: RosterPerson) -> NewResident:
    return NewResident(
        name=one.name,
        identity_number=one.identity_number,
        telephones=one.telephones,
        relation=TENANT,
    )


def _landlord(new: NewTenancy) -> RosterPerson:
    """The landlord with sound numbers; Problems `landlord_unnamed`, and what is wrong with a number."""
    if not new.landlord.strip():
        raise Problem("landlord_unnamed")
    identity, telephones = (
        read_identity_number(new.identity_number),
        read_telephone(new.telephones),
    )
    if wrong := identity.code or telephones.code:
        raise Problem(wrong)
    return RosterPerson(0, new.landlord.strip(), identity.value, telephones.value)


def _completed(row: Tenancy, landlord: RosterPerson) -> RosterPerson:
    """With the telephones that stand, where the same landlord was named without any."""
    if landlord.telephones:
        return landlord
    former = sealing.unseal_list(LANDLORD, row.id, row.landlord_sealed)
    return (
        replace(landlord, telephones=tuple(former[1:])) if former[0] == landlord.name else landlord
    )


def _resident(home: Household, landlord: RosterPerson) -> UUID | None:
    """Which resident the landlord is; Problem `landlord_lodges` for a tenant of the same home."""
    ident = residents_by_person([landlord])[0]
    row = Resident.objects.filter(id=ident, name=landlord.name).first() if ident else None
    if row is None:
        return None
    if row.household_id == home.id and row.relation == TENANT:
        raise Problem("landlord_lodges")
    return row.id


def _standing(household: UUID) -> Tenancy | None:
    """The tenancy that is not over today, locked."""
    rows = list(Tenancy.objects.select_for_update().filter(household=household))
    return standing_tenancy(rows, clock.today())


def _held(viewer: Viewer, household: UUID) -> Household:
    home = held_home(viewer, household)
    viewer.must(Right.KEEP_REGISTER, home.area)
    return home


def _log(viewer: Viewer, kind: str, home: Household, **body: Any) -> None:
    log(viewer, kind, parent(home.area), subject=subject_key(home.id), **body)
