"""Let homes as people look at them: one home's tenancies, and the list of an area, crowded ones first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from wumen.queries.duties import within
from wumen.queries.organisations import spoken_places
from wumen.queries.posts import acting
from wumen.records import clock, sealing
from wumen.records.models import Household, Resident, Tenancy
from wumen.rules.homes import HomeState
from wumen.rules.masks import mask_telephone
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.tenancies import LET_STATES, TENANT, Lease, is_crowded

# Where the landlord is sealed; a seal opens in its own place only.
LANDLORD = "tenancy.landlord"


@dataclass(frozen=True)
class TenancyLine:
    """Who lets a home from when until when; `landlord_home` where the landlord is a resident seen here."""

    id: UUID
    landlord: str
    telephones: tuple[str, ...]
    landlord_home: UUID | None
    lease: Lease


@dataclass(frozen=True)
class LetHome:
    """A home that is let, in a list; `landlord` is '' while nobody knows whom to ask."""

    household: UUID
    area: str
    door: str
    state: HomeState
    landlord: str
    telephones: tuple[str, ...]
    people: int
    tenants: int

    @property
    def crowded(self) -> bool:
        """Whether more lodge here than is usual."""
        return is_crowded(self.state, self.people)


@dataclass(frozen=True)
class HomeTenancy:
    """A home with the tenancy that stands and the former ones, the latest first."""

    household: UUID
    area: str
    door: str
    state: HomeState
    people: int
    tenants: int
    standing: TenancyLine | None
    former: tuple[TenancyLine, ...]


def home_tenancy(viewer: Viewer, household: UUID) -> HomeTenancy:
    """The tenancies of one home; Problems `right_missing`, `household_unknown`."""
    viewer.must(Right.SEE_REGISTER)
    with acting(viewer):
        home = _counted(Household.objects.filter(id=household)).first()
        if home is None or not viewer.span.holds(home.area):
            raise Problem("household_unknown")
        rows = list(Tenancy.objects.filter(household=household))
        standing = standing_tenancy(rows, clock.today())
        lives = _homes_of_landlords(rows)
        door = spoken_places({home.area})[home.area]
    former = [row for row in rows if row is not standing]
    former.sort(key=lambda row: (row.ends or date.max, row.begins or date.min), reverse=True)
    return HomeTenancy(
        household=home.id,
        area=home.area,
        door=door,
        state=HomeState(home.state),
        people=home.people,
        tenants=home.tenants,
        standing=_line(standing, lives) if standing else None,
        former=tuple(_line(row, lives) for row in former),
    )


def standing_tenancy(rows: Sequence[Tenancy], day: date) -> Tenancy | None:
    """The one of a home's tenancies that is not over on a day."""
    return next((row for row in rows if Lease(row.begins, row.ends).stands(day)), None)


def let_homes(viewer: Viewer, area: str | None = None) -> list[LetHome]:
    """The homes of a place that are let: crowded ones first, then those with the most people.

    Problems: `right_missing`, `area_not_yours`, `path_unreadable`.
    """
    viewer.must(Right.SEE_REGISTER)
    held, today = within(viewer, area), clock.today()
    with acting(viewer):
        inside = Q(area__gte=held.lo, area__lt=held.hi)
        rows = Tenancy.objects.filter(inside).filter(Q(ends__isnull=True) | Q(ends__gt=today))
        tenancies = {row.household: row for row in rows}
        let = Q(state__in=LET_STATES) | Q(id__in=list(tenancies))
        homes = list(_counted(Household.objects.filter(inside).filter(let)).order_by("area"))
        doors = spoken_places({home.area for home in homes})
    lines = [_let_home(home, doors[home.area], tenancies.get(home.id)) for home in homes]
    return sorted(lines, key=lambda one: (not one.crowded, -one.people))


def _counted(homes: QuerySet[Household]) -> QuerySet[Any]:
    """Homes, each with how many people it has, and how many of them as tenants."""
    tenants = Count("residents", filter=Q(residents__relation=TENANT))
    return homes.annotate(people=Count("residents"), tenants=tenants)


def _let_home(home: Any, door: str, row: Tenancy | None) -> LetHome:
    landlord = sealing.unseal_list(LANDLORD, row.id, row.landlord_sealed) if row else []
    return LetHome(
        household=home.id,
        area=home.area,
        door=door,
        state=HomeState(home.state),
        landlord=landlord[0] if landlord else "",
        telephones=tuple(map(mask_telephone, landlord[1:])),
        people=home.people,
        tenants=home.tenants,
    )


def _homes_of_landlords(rows: Sequence[Tenancy]) -> dict[UUID, UUID]:
    """The households of the landlords who are residents seen here, by resident."""
    wanted = [row.landlord for row in rows if row.landlord]
    return dict(Resident.objects.filter(id__in=wanted).values_list("id", "household_id"))


def _line(row: Tenancy, lives: dict[UUID, UUID]) -> TenancyLine:
    landlord = sealing.unseal_list(LANDLORD, row.id, row.landlord_sealed)
    return TenancyLine(
        id=row.id,
        landlord=landlord[0],
        telephones=tuple(map(mask_telephone, landlord[1:])),
        landlord_home=lives.get(row.landlord) if row.landlord else None,
        lease=Lease(row.begins, row.ends),
    )
