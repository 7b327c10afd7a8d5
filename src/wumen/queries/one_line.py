"""The facts behind a building's one line, for all buildings of a place in a few statements."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db.models import Q

from wumen.queries.doors import Doors
from wumen.queries.duties import within
from wumen.queries.posts import acting
from wumen.queries.special_needs import open_need, words_of
from wumen.records import clock, sealing
from wumen.records.models import Area, Building, Household, Post, Resident, SpecialNeed
from wumen.rules.areas import AreaKind, Span, ancestors, code, floor, parent
from wumen.rules.homes import HomeState, is_away
from wumen.rules.identity_numbers import birth_date
from wumen.rules.one_line import (
    MOST_RESIDENTS,
    BuildingFacts,
    Care,
    age,
    care_of,
    together,
    without_illness,
)
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.special_needs import Kind, kinds_of

# What is told in one line: a building, or the lane or village group that stands for one.
_TOLD = (AreaKind.BUILDING, AreaKind.LANE, AreaKind.GROUP, AreaKind.SITE)


@dataclass(frozen=True)
class BuildingLine:
    """A building's path with what is counted of it."""

    area: str
    facts: BuildingFacts


@dataclass
class _Counted:
    """What is counted of one building, while it is counted."""

    states: Counter[str] = field(default_factory=Counter)
    floors: int = 0
    residents: int = 0
    away: int = 0
    care: list[Care] = field(default_factory=list)


def _place_over(door: str, told: Mapping[str, object]) -> str | None:
    """The deepest place of those told that holds a door."""
    return next((one for one in reversed(ancestors(door)) if one in told), None)


def _places(held: Span) -> dict[str, _Counted]:
    """The places of a span that are told each by its line, with the homes in them.

    A door that stands in no building, lane or group counts at the courtyard or unit above it.
    """
    rows = Area.objects.filter(kind__in=_TOLD, area__gte=held.lo, area__lt=held.hi)
    told = {one: _Counted() for one in rows.values_list("area", flat=True)}
    homes = Household.objects.filter(area__gte=held.lo, area__lt=held.hi)
    for area, state in homes.values_list("area", "state"):
        here = told.setdefault(_place_over(area, told) or parent(area), _Counted())
        here.states[state] += 1
        here.floors = max(here.floors, floor(code(area)))
    return dict(sorted(told.items()))


def _needs_noted(held: Span) -> dict[UUID, set[Kind]]:
    """What people noted of the residents of a span beside the words of the ledger."""
    kinds: dict[UUID, set[Kind]] = {}
    for row in SpecialNeed.objects.filter(
        area__gte=held.lo, area__lt=held.hi, ended_at__isnull=True
    ):
        kinds.setdefault(row.resident, set()).add(open_need(row).kind)
    return kinds


def _care(row: Resident, noted: Collection[Kind], sole: bool, today: date) -> Care:
    """Where a resident counts; her number is opened for the day of birth in it and goes no further."""
    number = sealing.unseal("identity", row.id, row.identity_sealed)
    born = birth_date(number) if number else None
    kinds = {*noted, *(kinds_of(words_of(row)) if row.needs_sealed else ())}
    return care_of(kinds, age(born, today) if born else None, sole)


def _count_people(held: Span, counted: Mapping[str, _Counted], today: date) -> None:
    rows = Resident.objects.filter(area__gte=held.lo, area__lt=held.hi).only(
        "area", "household_id", "identity_sealed", "needs_sealed", "away_since", "away_until"
    )
    people, noted = list(rows), _needs_noted(held)
    behind = Counter(one.household_id for one in people)
    over = {path: _place_over(path, counted) for path in {one.area for one in people}}
    for one in people:
        if place := over[one.area]:
            here = counted[place]
            here.residents += 1
            here.away += is_away(one.away_since, one.away_until, today)
            sole = behind[one.household_id] == 1
            here.care.append(_care(one, noted.get(one.id, ()), sole, today))


def _captains(places: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Name and telephone of each building's captain, of several the one who was first."""
    now = clock.now()
    posts = (
        Post.objects.select_related("person")
        .filter(Q(until_at__isnull=True) | Q(until_at__gt=now), area__in=list(places))
        .filter(role="captain", from_at__lte=now)
        .order_by("-from_at")
    )
    return {
        one.area: (
            one.person.name,
            sealing.unseal("telephone", one.person.id, one.person.telephone_sealed) or "",
        )
        for one in posts
    }


def _units(held: Span, told: Mapping[str, object]) -> Counter[str]:
    """How many units each place has."""
    rows = Area.objects.filter(kind=AreaKind.UNIT, area__gte=held.lo, area__lt=held.hi)
    places = (_place_over(area, told) for area in rows.values_list("area", flat=True))
    return Counter(place for place in places if place)


def one_lines(viewer: Viewer, area: str | None = None) -> list[BuildingLine]:
    """What is counted of every building of a place, in order; a handful of statements for all of them.

    Problems: `right_missing`, `area_not_yours`, `path_unreadable`; `line_too_wide` for a place of more
    people than are counted at once.
    """
    viewer.must(Right.SEE_REGISTER)
    held = within(viewer, area)
    today = clock.today()
    with acting(viewer):
        residents = Resident.objects.filter(area__gte=held.lo, area__lt=held.hi).count()
        if residents > MOST_RESIDENTS:
            raise Problem("line_too_wide", residents=residents, most=MOST_RESIDENTS)
        counted = _places(held)
        _count_people(held, counted, today)
        units, captains = _units(held, counted), _captains(counted)
        floors = dict(Building.objects.filter(area__in=list(counted)).values_list("area", "floors"))
        doors = Doors.within(held)
        facts = [
            _facts(doors.short(area), area, here, units, floors, captains)
            for area, here in counted.items()
        ]
    if not viewer.may(Right.KEEP_REGISTER):
        # Who helps sees what is asked for, not why.
        facts = [replace(one, care=without_illness(one.care)) for one in facts]
    return [BuildingLine(area, one) for area, one in zip(counted, facts, strict=True)]


def _facts(
    name: str,
    area: str,
    here: _Counted,
    units: Mapping[str, int],
    floors: Mapping[str, int],
    captains: Mapping[str, tuple[str, str]],
) -> BuildingFacts:
    captain, telephone = captains.get(area, ("", ""))
    return BuildingFacts(
        name=name,
        units=units.get(area, 0),
        floors=floors.get(area, here.floors),
        households=sum(here.states.values()),
        residents=here.residents,
        away=here.away,
        empty=here.states[HomeState.EMPTY],
        let=here.states[HomeState.LET] + here.states[HomeState.SHARED],
        care=together(here.care),
        captain=captain,
        telephone=telephone,
    )
