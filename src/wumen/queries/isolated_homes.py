"""Homes in isolation with the four unified (四统一) of today, and what households of each category need."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wumen.queries.duties import within
from wumen.queries.help_numbers import asked_desks
from wumen.queries.posts import acting
from wumen.queries.special_needs import CareLine, care_lines
from wumen.queries.teams import isolated
from wumen.records import clock
from wumen.records.exchange import asked_of, in_one_go
from wumen.records.models import Area, Duty, Resident
from wumen.rules.areas import code, counted_at, in_order, parent
from wumen.rules.duties import PENDING
from wumen.rules.instructions import GIVEN
from wumen.rules.isolated_homes import Owed, Standing, Unified, four_unified, visits
from wumen.rules.neighbours import text_for
from wumen.rules.posts import Right, Viewer
from wumen.rules.special_needs import Ask, Category, categories, neutral
from wumen.rules.teams import Home

PAGE = 50


@dataclass(frozen=True)
class IsolatedHome:
    """A home where somebody isolates: until when, the four of today, what is asked for, what waits to be done."""

    household: UUID
    area: str
    door: str
    people: int
    until: datetime | None
    four: Mapping[Unified, Standing]
    asks: tuple[Ask, ...]
    asked_for: int


@dataclass(frozen=True)
class CategoryLine:
    """Households of one category that isolate: how many, and what they ask for, each with how many homes."""

    category: Category
    homes: int
    asks: Sequence[tuple[Ask, int]]


@dataclass(frozen=True)
class IsolatedHomesPage:
    """A page of homes in isolation in the order of doors, the sums of all, and needs by category.

    `categories` are for posts that keep the register alone. `neighbours`: of each compound the text for its groups,
    for who has whole compounds. `visits`: the windows of today in which they are visited. `after` leads on; empty on
    the last page.
    """

    homes: Sequence[IsolatedHome]
    total: int
    sums: Mapping[Unified, Standing]
    categories: Sequence[CategoryLine]
    neighbours: Sequence[str]
    visits: Sequence[str]
    after: str


def isolated_homes(viewer: Viewer, area: str = "", after: str = "") -> IsolatedHomesPage:
    """The homes of a place where somebody stays at home by an order of her own, and how they are seen to today.

    Problems `right_missing`, `area_not_yours`.
    """
    viewer.must(Right.CORRECT_HOMES)
    held, now, behind = within(viewer, area or None), clock.now(), in_order(after)
    with acting(viewer):
        found = isolated(held)
        ordered = sorted(found.values(), key=lambda one: in_order(one[0].area))
        owed = _owed([home.area for home, _, _ in ordered])
        of_home = _people(list(found))
        sums = four_unified((one for rows in owed.values() for one in rows), now)
        planned = [one for one, standing in sums.items() if standing.due]
        neighbours = _neighbours(viewer, [home.area for home, _, _ in ordered], planned)
    some = [one for one in ordered if in_order(one[0].area) > behind][: PAGE + 1]
    homes = [
        _home(home, many, until, of_home.get(home.household, ()), owed.get(home.area, ()), now)
        for home, many, until in some[:PAGE]
    ]
    return IsolatedHomesPage(
        homes,
        len(ordered),
        sums,
        _by_category(of_home) if viewer.may(Right.KEEP_REGISTER) else (),
        neighbours,
        visits(one for rows in owed.values() for one in rows),
        homes[-1].area if len(some) > PAGE else "",
    )


def _home(
    home: Home,
    many: int,
    until: datetime | None,
    people: Sequence[CareLine],
    owed: Sequence[Owed],
    now: datetime,
) -> IsolatedHome:
    return IsolatedHome(
        home.household,
        home.area,
        people[0].door if people else "",
        many,
        until,
        four_unified(owed, now),
        neutral(ask for one in people for ask in one.asks),
        sum(one.what in GIVEN and one.state in PENDING for one in owed),
    )


def _people(homes: Sequence[UUID]) -> dict[UUID, list[CareLine]]:
    """Who lives in some homes and what each needs, by home; the needs themselves leave this file as asks only."""
    found: dict[UUID, list[CareLine]] = {}
    rows = list(Resident.objects.filter(household_id__in=homes))
    for line in care_lines(rows, all_of_it=True):
        found.setdefault(line.household, []).append(line)
    return found


def _owed(areas: Sequence[str]) -> dict[str, list[Owed]]:
    """What is owed today at some doors, by door, in one statement."""
    rows = Duty.objects.filter(day=clock.today(), area__in=areas)
    found: dict[str, list[Owed]] = {}
    named = rows.values_list("area", "what", "state", "opens_at", "due_at", "win")
    for area, what, state, opens_at, due_at, win in named:
        found.setdefault(area, []).append(Owed(what, state, opens_at, due_at, win))
    return found


def _neighbours(viewer: Viewer, doors: Sequence[str], planned: Collection[Unified]) -> list[str]:
    """What the groups of each compound are told, as far as anything may be; for who has the compound whole."""
    buildings = Counter(map(counted_at, doors))
    compounds = sorted({parent(one) for one in buildings})
    whole = [one for one in compounds if viewer.span.holds(one)]
    with in_one_go():
        rows = asked_of(
            Area.objects.filter(area__in=[*whole, *buildings]).values_list("area", "name")
        )
        over = asked_desks(whole)
    names: dict[str, str] = dict(rows())
    desks, texts = over(), []
    for compound in whole:
        inside = {
            names.get(one, code(one)): many
            for one, many in sorted(buildings.items(), key=lambda pair: in_order(pair[0]))
            if parent(one) == compound
        }
        place, ring = names.get(compound, code(compound)), desks.get(compound, "")
        told = text_for(place, inside, planned, ring)
        texts += [told] if told else []
    return texts


def _by_category(of_home: Mapping[UUID, Iterable[CareLine]]) -> list[CategoryLine]:
    """What homes of each category ask for: care by category (人文关怀分类管)."""
    homes: Counter[Category] = Counter()
    asked: dict[Category, Counter[Ask]] = {}
    for people in of_home.values():
        some = list(people)
        kinds = [[one.need.kind for one in line.needs if one.need] for line in some]
        asks = neutral(ask for line in some for ask in line.asks)
        for category in categories(kinds):
            homes[category] += 1
            asked.setdefault(category, Counter()).update(asks)
    return [
        CategoryLine(one, homes[one], asked.get(one, Counter()).most_common())
        for one in Category
        if homes[one]
    ]
