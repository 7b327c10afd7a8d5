"""Kits (物品包) of homes to which somebody came back: what each holds, who waits for one, what has to be fetched."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from wumen.queries.arrivals import ArrivalLine, kept, lines_of, staying_of
from wumen.queries.posts import acting
from wumen.queries.risk_areas import list_in_force
from wumen.queries.special_needs import CareLine, care_lines, kinds_of
from wumen.records.models import Arrival, Resident
from wumen.rules.areas import Span
from wumen.rules.arrivals import KitItem, Staying, kit, packed
from wumen.rules.posts import Right, Viewer

# A page of kits is packed in one go; whoever has more looks building by building.
SHOWN = 200


@dataclass(frozen=True)
class HomeKit:
    """The kit of a home: for how many, and what it holds."""

    household: UUID
    arrival: UUID
    area: str
    door: str
    people: int
    items: tuple[KitItem, ...]


@dataclass(frozen=True)
class KitsPage:
    """The homes that wait for a kit, in the order of doors, and the sum of what has to be fetched."""

    homes: Sequence[HomeKit]
    total: Sequence[KitItem]
    more: bool


def kits(viewer: Viewer, of: Collection[UUID] | None = None) -> KitsPage:
    """The homes of whoever has come and has no kit yet, or those `of` some homes. Problem `right_missing`."""
    viewer.must(Right.CORRECT_HOMES)
    with acting(viewer):
        rows = _waiting() if of is None else _waiting().filter(household__in=of)
        some = list(rows.order_by("area", "id")[: SHOWN + 1])
        people = _living_in({row.household for row in some[:SHOWN] if row.household})
        lines = lines_of(viewer, some[:SHOWN], list_in_force(viewer), people)
        first: dict[UUID, ArrivalLine] = {}
        for line in lines:
            if line.household:
                first.setdefault(line.household, line)
        held = contents(list(first), people, staying_of(lines))
    homes = [
        HomeKit(home, line.id, line.area, line.door, *held[home]) for home, line in first.items()
    ]
    return KitsPage(homes, packed([one.items for one in homes]), len(some) > SHOWN)


def _waiting() -> QuerySet[Arrival]:
    """Whoever has come home and has no kit yet."""
    return kept().filter(came_at__isnull=False, kit_at__isnull=True, household__isnull=False)


def waiting_homes(held: Span) -> dict[UUID, str]:
    """The homes of a span that wait for a kit, with their doors, inside the running scope."""
    rows = _waiting().filter(area__gte=held.lo, area__lt=held.hi)
    return {home: area for home, area in rows.values_list("household", "area") if home}


def kit_of(viewer: Viewer, household: UUID) -> tuple[int, tuple[KitItem, ...]]:
    """How many live in a home and what its kit holds. Problem `right_missing`."""
    viewer.must(Right.CORRECT_HOMES)
    with acting(viewer):
        rows = list(kept().filter(household=household))
        people = _living_in({household})
        staying = staying_of(lines_of(viewer, rows, list_in_force(viewer), people))
        return contents([household], people, staying)[household]


def _living_in(households: set[UUID]) -> list[Resident]:
    return list(Resident.objects.filter(household_id__in=households))


def contents(
    households: Sequence[UUID], people: Sequence[Resident], staying: Mapping[UUID, Staying]
) -> Mapping[UUID, tuple[int, tuple[KitItem, ...]]]:
    """Of each home how many live there and what its kit holds, inside the running scope."""
    of_home: dict[UUID, list[CareLine]] = {home: [] for home in households}
    for one in care_lines(people, all_of_it=True):
        if one.household in of_home:
            of_home[one.household].append(one)
    return {
        home: (len(mine), kit(len(mine), kinds_of(mine), staying.get(home)))
        for home, mine in of_home.items()
    }
