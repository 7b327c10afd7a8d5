"""A household's dossier (一户一档): all that is known of it to who may see it, former entries with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from wumen.queries.doors import Doors
from wumen.queries.past import Changed, Done, Happened, Known, changes, done, happened
from wumen.queries.playbooks import playbook
from wumen.queries.posts import acting
from wumen.queries.special_needs import CareLine
from wumen.queries.special_needs import home as care_home
from wumen.queries.tenancies import LANDLORD
from wumen.records import clock, sealing
from wumen.records.models import (
    CrewMember,
    FormerHousehold,
    FormerResident,
    Household,
    Knock,
    Order,
    Resident,
    Tenancy,
)
from wumen.records.orders import ever_bound
from wumen.rules.areas import ancestors, in_order
from wumen.rules.homes import HomeState
from wumen.rules.knocks import Result, remembered
from wumen.rules.masks import mask_identity_number, mask_telephone
from wumen.rules.playbooks import Named
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

# Who was merged into whom was merged before: longer chains do not happen.
_GENERATIONS = 10


@dataclass(frozen=True)
class PersonLine:
    """A person of the household, numbers masked; `gone_at` and `why` for one who is here no longer."""

    id: UUID
    name: str
    relation: str
    identity_number: str
    telephones: tuple[str, ...]
    door: str
    since: datetime
    away_since: date | None
    away_until: date | None
    gone_at: datetime | None = None
    why: str = ""
    into: str = ""


@dataclass(frozen=True)
class Let:
    """A tenancy: who lets the home, telephones masked, from when until when."""

    landlord: str
    telephones: tuple[str, ...]
    begins: date | None
    ends: date | None


@dataclass(frozen=True)
class VisitLine:
    """A knock: when, what is remembered of it, by whom."""

    at: datetime
    result: Result
    by: str
    slip_left: bool


@dataclass(frozen=True)
class OrderOver:
    """An order over the door or on somebody there; `state` is coming, in_force or over."""

    number: str
    regime: Named
    authority: str
    document: str
    begins: datetime
    ends: datetime
    state: str
    people: tuple[str, ...]


@dataclass(frozen=True)
class Dossier:
    """All of it; `care` is empty for who may not read what people ask for."""

    household: UUID
    area: str
    words: str
    state: HomeState
    registered_at: datetime
    gone_at: datetime | None
    people: tuple[PersonLine, ...]
    former: tuple[PersonLine, ...]
    tenancies: tuple[Let, ...]
    care: tuple[CareLine, ...]
    visits: tuple[VisitLine, ...]
    orders: tuple[OrderOver, ...]
    changes: tuple[Changed, ...]
    done: tuple[Done, ...]
    happened: tuple[Happened, ...]
    earlier: int


def _household(ident: UUID) -> Household | FormerHousehold:
    row = Household.objects.filter(id=ident).first()
    former = row or FormerHousehold.objects.filter(id=ident).first()
    if former is None:
        raise Problem("household_unknown")
    return former


def _former(household: UUID, residents: Sequence[Resident]) -> list[FormerResident]:
    """Who left from here, and whoever was merged into those who are or were here."""
    joined = FormerHousehold.objects.filter(into=household).values_list("id", flat=True)
    found = {
        one.id: one for one in FormerResident.objects.filter(household__in=[household, *joined])
    }
    here = {one.id for one in residents}
    for _ in range(_GENERATIONS):
        into = here | found.keys()
        more = FormerResident.objects.filter(into__in=into).exclude(id__in=list(found))
        fresh = {one.id: one for one in more}
        if not fresh:
            break
        found |= fresh
    return sorted(found.values(), key=lambda one: (one.gone_at, one.name))


def _person(row: Resident | FormerResident, doors: Doors, names: dict[UUID, str]) -> PersonLine:
    number = sealing.unseal("identity", row.id, row.identity_sealed)
    phones = sealing.unseal_list("telephones", row.id, row.telephones_sealed)
    gone = row if isinstance(row, FormerResident) else None
    return PersonLine(
        id=row.id,
        name=row.name,
        relation=row.relation,
        identity_number=mask_identity_number(number) if number else "",
        telephones=tuple(mask_telephone(one) for one in phones),
        door=doors.short(row.area),
        since=row.since,
        away_since=row.away_since,
        away_until=row.away_until,
        gone_at=gone.gone_at if gone else None,
        why=gone.why if gone else "",
        into=names.get(gone.into, "") if gone and gone.into else "",
    )


def _tenancies(household: UUID) -> tuple[Let, ...]:
    found = []
    for one in Tenancy.objects.filter(household=household).order_by("begins", "ends"):
        name, *numbers = sealing.unseal_list(LANDLORD, one.id, one.landlord_sealed)
        found.append(Let(name, tuple(map(mask_telephone, numbers)), one.begins, one.ends))
    return tuple(found)


def _visits(household: UUID, now: datetime) -> tuple[VisitLine, ...]:
    rows = list(Knock.objects.filter(household=household).order_by("knocked_at"))
    crew = dict(
        CrewMember.objects.filter(id__in={one.by for one in rows}).values_list("id", "name")
    )
    return tuple(
        VisitLine(one.knocked_at, remembered(one, now), crew.get(one.by, ""), one.slip_left)
        for one in rows
    )


def _orders(areas: Sequence[str], names: dict[UUID, str], now: datetime) -> tuple[OrderOver, ...]:
    """The confirmed orders over the doors, then and now, and on the people, in the order of time."""
    chain = {one for area in areas for one in [*ancestors(area), area]}
    wanted = Q(area__in=chain, resident__isnull=True) | Q(resident__in=list(names))
    bound: dict[tuple[Order, datetime], set[str]] = {}
    for row in ever_bound().filter(wanted).select_related("order__outbreak"):
        own = {names[row.resident]} if row.resident else set()
        bound.setdefault((row.order, row.over_at), set()).update(own)
    # Numbers are texts: 9 stands before 10.
    timed = sorted(bound, key=lambda one: (one[0].from_at, in_order(one[0].number), one[1]))
    return tuple(_order(*one, tuple(sorted(bound[one])), now) for one in timed)


def _order(row: Order, ends: datetime, people: tuple[str, ...], now: datetime) -> OrderOver:
    """An order with those whom it binds equally long: a later document may have ended it before its day."""
    rules = playbook(row.outbreak.playbook, tuple(row.outbreak.overlays))
    regime = rules.regimes[row.regime]
    state = "over" if now >= ends else "coming" if now < row.from_at else "in_force"
    return OrderOver(
        row.number,
        Named(zh=regime.name_zh, en=regime.name_en),
        row.authority,
        row.document,
        row.from_at,
        ends,
        state,
        people,
    )


def _care(viewer: Viewer, household: Household | FormerHousehold) -> tuple[CareLine, ...]:
    """What people there ask for, why only for the register's own posts; nothing for who only looks."""
    if isinstance(household, FormerHousehold) or not viewer.may(Right.CORRECT_HOMES):
        return ()
    return tuple(one for one in care_home(viewer, household.id).people if one.needs or one.unclear)


def dossier(viewer: Viewer, ident: UUID) -> Dossier:
    """The dossier of a household, or of one that was merged; the look is the caller's to have logged.

    Problems: `right_missing`, `household_unknown` also for one outside the area.
    """
    viewer.must(Right.SEE_REGISTER)
    now = clock.now()
    with acting(viewer):
        row = _household(ident)
        residents = list(Resident.objects.filter(household=ident).order_by("place", "id"))
        former = _former(ident, residents)
        names = {one.id: one.name for one in [*former, *residents]}
        areas = list(dict.fromkeys([row.area, *(one.area for one in former)]))
        doors = Doors.of([row.area])
        made, left = changes(Known(names, ident, tuple(areas)))
        # Where they lived before is part of what was true then.
        areas += sorted(left - set(areas))
        known = Known(names, ident, tuple(areas))
        events, earlier = happened(known)
        return Dossier(
            household=ident,
            area=row.area,
            words=doors.short(row.area),
            state=HomeState(row.state),
            registered_at=row.registered_at,
            gone_at=row.gone_at if isinstance(row, FormerHousehold) else None,
            people=tuple(_person(one, doors, names) for one in residents),
            former=tuple(_person(one, doors, names) for one in former),
            tenancies=_tenancies(ident),
            care=_care(viewer, row),
            visits=_visits(ident, now),
            orders=_orders(areas, names, now),
            changes=made,
            done=done(known),
            happened=events,
            earlier=earlier,
        )
