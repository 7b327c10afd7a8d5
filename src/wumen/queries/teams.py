"""Teams of homes in isolation: complete or what is missing, who carries how many, and what each member is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from wumen.queries import facts
from wumen.queries.contacts import telephone_of
from wumen.queries.duties import within
from wumen.queries.force import MemberLine, lines_of
from wumen.queries.organisations import spoken_places
from wumen.queries.posts import acting
from wumen.queries.search import telephones_of
from wumen.queries.special_needs import care_lines
from wumen.queries.structure import templates
from wumen.records import clock, sealing
from wumen.records.models import (
    Duty,
    ForceCare,
    ForceMember,
    Household,
    Knock,
    Resident,
)
from wumen.records.orders import binding
from wumen.rules.areas import Span
from wumen.rules.force import Work, bars
from wumen.rules.homes import is_away
from wumen.rules.playbooks import Leave, Sees, Team, TeamPlace, What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.special_needs import Ask, Need
from wumen.rules.teams import Carer, Home

TEAM = "team-of-three"


@dataclass(frozen=True)
class CareSlot:
    """A place of a home's team: who fills it, and whether she still can."""

    place: TeamPlace
    member: UUID | None
    name: str
    telephone: str
    by_hand: bool
    unable: bool


@dataclass(frozen=True)
class HomeLine:
    """A home in isolation with its team."""

    household: UUID
    area: str
    door: str
    people: int
    until: datetime | None
    slots: tuple[CareSlot, ...]

    @property
    def missing(self) -> tuple[TeamPlace, ...]:
        """The places that nobody fills."""
        return tuple(one.place for one in self.slots if one.member is None)


@dataclass(frozen=True)
class TeamsPage:
    """The homes in isolation of a place with their teams, and how many homes each member carries."""

    team: Team
    choice: tuple[Team, ...]
    homes: tuple[HomeLine, ...]
    carriers: tuple[tuple[MemberLine, int], ...]
    spare: Mapping[str, tuple[MemberLine, ...]]

    @property
    def incomplete(self) -> int:
        """How many homes lack somebody."""
        return sum(bool(one.missing) for one in self.homes)


def team_of(viewer: Viewer, key: str = "") -> tuple[Team, tuple[Team, ...]]:
    """The template of a team in force, of three where none is named, and all of them; `team_place_unknown`."""
    known = {one.key: one for one in templates(viewer)[1].values() if one.places}
    if not known:
        raise Problem("team_template_none")
    chosen = known.get(key or TEAM) or next(iter(known.values()))
    return chosen, tuple(known.values())


def isolated(held: Span) -> dict[UUID, tuple[Home, int, datetime | None]]:
    """The homes where somebody must stay at home by an order of her own or on her door alone: how many, until when.

    Inside the present scope.
    """
    now = clock.now()
    found = facts.order_facts(facts.today(), held)
    books = facts.outbreaks()
    ends = {
        number: order.interval.ends
        for number, order in found.orders.items()
        if order.interval.holds(now)
        and books[order.outbreak].regimes[order.regime].leave is Leave.NOBODY
    }
    bound = {
        ident: max(ends[one] for one in numbers if one in ends)
        for ident, numbers in found.residents.items()
        if any(one in ends for one in numbers)
    }
    doors: dict[str, datetime] = {}
    for path, number in found.places:
        if number in ends:
            doors[path] = max(doors.get(path, ends[number]), ends[number])
    rows = Resident.objects.filter(area__gte=held.lo, area__lt=held.hi)
    rows = rows.filter(Q(id__in=list(bound)) | Q(area__in=list(doors)))
    homes: dict[UUID, tuple[Home, int, datetime | None]] = {}
    for ident, household, area in rows.values_list("id", "household_id", "area"):
        _, many, until = homes.get(household, (None, 0, None))
        over = max(one for one in (bound.get(ident), doors.get(area)) if one)
        homes[household] = Home(household, area), many + 1, max(until or over, over)
    return homes


def filled_places(homes: Sequence[UUID], team: str) -> dict[tuple[UUID, str], ForceCare]:
    """Who fills which place of a team now, inside the present scope."""
    rows = ForceCare.objects.filter(household__in=homes, team=team, until__isnull=True)
    return {(row.household, row.place): row for row in rows.select_related("member__person")}


def team_at(viewer: Viewer, household: UUID) -> list[tuple[tuple[str, str], str]]:
    """The places of the team of three of a home in words, each with who fills it or nothing."""
    viewer.must(Right.CORRECT_HOMES)
    try:
        team, _ = team_of(viewer)
    except Problem:
        return []
    with acting(viewer):
        taken = filled_places([household], team.key)
    return [
        (
            (one.zh, one.en),
            row.member.person.name if (row := taken.get((household, one.key))) else "",
        )
        for one in team.places
    ]


def carers(viewer: Viewer, held: Span) -> list[tuple[MemberLine, Carer]]:
    """Everybody who may be on a team of a place, inside the present scope, with where she is near."""
    rows = ForceMember.objects.select_related("person").filter(
        Q(area__gte=held.lo, area__lt=held.hi) | Q(area__in=viewer.above),
        left_at__isnull=True,
        confirmed_at__isnull=False,
    )
    lines = lines_of(list(rows))
    return [(one, Carer(one.serving, one.lives or one.area, one.homes)) for one in lines]


def teams(viewer: Viewer, area: str = "", key: str = "") -> TeamsPage:
    """The homes in isolation of a place with their teams. Problems `right_missing`, `area_not_yours`."""
    viewer.must(Right.KEEP_CREW)
    team, choice = team_of(viewer, key)
    held = within(viewer, area or None)
    with acting(viewer):
        homes = isolated(held)
        taken = filled_places(list(homes), team.key)
        said = spoken_places({home.area for home, _, _ in homes.values()})
        people = carers(viewer, held)
    known = {line.member: line for line, _ in people}
    work = Work(clock.today(), isolated=True)
    lines = [
        HomeLine(
            home.household,
            home.area,
            said.get(home.area, ""),
            many,
            until,
            tuple(
                _slot(place, taken.get((home.household, place.key)), known, work)
                for place in team.places
            ),
        )
        for home, many, until in sorted(homes.values(), key=lambda one: one[0].area)
    ]
    free = [line for line, _ in people if not bars(line.serving, work)]
    spare = {
        place.key: tuple(one for one in free if one.serving.profession in place.professions)
        for place in team.places
    }
    carrying = [(line, line.homes) for line, _ in people if line.homes]
    carrying.sort(key=lambda one: (-one[1], one[0].name))
    return TeamsPage(team, choice, tuple(lines), tuple(carrying), spare)


def _slot(
    place: TeamPlace, row: ForceCare | None, known: Mapping[UUID, MemberLine], work: Work
) -> CareSlot:
    if row is None:
        return CareSlot(place, None, "", "", False, False)
    line = known.get(row.member_id)
    unable = line is None or bool(bars(line.serving, work))
    telephone = line.telephone if line else ""
    return CareSlot(place, row.member_id, row.member.person.name, telephone, row.by_hand, unable)


@dataclass(frozen=True)
class MyHome:
    """A home of whoever looks: where it is, and as what she is on its team."""

    household: UUID
    door: str
    place: TeamPlace


@dataclass(frozen=True)
class Shown:
    """Somebody who isolates as a member of the team may see her; what is not hers to see is None.

    `needs` are sentences that tell of no illness; `health` is the illness itself and today's readings.
    """

    name: str | None
    identity_number: str | None
    telephones: tuple[str, ...] | None
    until: datetime | None
    begins: datetime | None
    away: bool | None
    needs: tuple[Ask, ...] | None
    health: tuple[Need, ...] | None
    today: tuple[tuple[str, str, str | None], ...] | None


@dataclass(frozen=True)
class HomeOfTeam:
    """A home of a team as one of its members sees it; the others of the team with their telephones."""

    household: UUID
    area: str
    door: str
    place: TeamPlace
    people: tuple[Shown, ...]
    seen: tuple[tuple[datetime, str], ...] | None
    others: tuple[tuple[TeamPlace, str, str], ...]


def my_homes(viewer: Viewer) -> list[MyHome]:
    """The homes for which whoever looks is on a team, as long as somebody isolates there."""
    viewer.must(Right.LOOK_AFTER)
    known = templates(viewer)[1]
    with acting(viewer):
        rows = list(_mine(viewer))
        homes = isolated(viewer.span)
        said = spoken_places({row.area for row in rows})
    return [
        MyHome(row.household, said.get(row.area, ""), known[row.team].place(row.place))
        for row in rows
        if row.household in homes and row.team in known
    ]


def _mine(viewer: Viewer) -> Sequence[ForceCare]:
    rows = ForceCare.objects.filter(member__person=viewer.person, until__isnull=True)
    return list(rows.order_by("area"))


def home_of_team(viewer: Viewer, household: UUID) -> HomeOfTeam:
    """A home as one member of its team sees it; that she looked is the caller's to log.

    Problems: `right_missing`, `team_not_yours` for every other home, `team_home_free`.
    """
    viewer.must(Right.LOOK_AFTER)
    known = templates(viewer)[1]
    with acting(viewer):
        row = next((one for one in _mine(viewer) if one.household == household), None)
        if row is None or row.team not in known:
            raise Problem("team_not_yours")
        if household not in isolated(viewer.span):
            raise Problem("team_home_free")
        place = known[row.team].place(row.place)
        sees = frozenset(place.sees)
        home = Household.objects.get(id=household)
        residents = list(home.residents.order_by("place", "id"))
        return HomeOfTeam(
            household,
            home.area,
            spoken_places({home.area})[home.area],
            place,
            tuple(_people(residents, sees)),
            _presence(household) if Sees.PRESENCE in sees else None,
            tuple(_others(row, known[row.team])),
        )


def _others(row: ForceCare, team: Team) -> list[tuple[TeamPlace, str, str]]:
    """Who else is on the team of a home, with telephones: they work together."""
    rows = ForceCare.objects.filter(household=row.household, until__isnull=True, team=team.key)
    people = {
        one.member_id: one for one in rows.exclude(id=row.id).select_related("member__person")
    }
    return [
        (team.place(one.place), one.member.person.name, telephone_of(one.member.person))
        for one in people.values()
    ]


def _people(residents: Sequence[Resident], sees: frozenset[Sees]) -> list[Shown]:
    """Who lives there; of the others than those that isolate nothing but that they are there."""
    dates = _dates(residents)
    today = clock.today()
    lines = {line.resident: line for line in care_lines(residents, Sees.HEALTH in sees)}
    readings = _readings(residents, today) if Sees.HEALTH in sees else {}
    found = []
    for one in residents:
        if one.id not in dates:
            continue
        line = lines[one.id]
        begins, until = dates[one.id]
        found.append(
            Shown(
                name=one.name,
                identity_number=_identity(one) if Sees.IDENTITY in sees else None,
                telephones=tuple(telephones_of(one)) if Sees.TELEPHONE in sees else None,
                until=until if Sees.DATES in sees else None,
                begins=begins if Sees.DATES in sees else None,
                away=is_away(one.away_since, one.away_until, today)
                if Sees.PRESENCE in sees
                else None,
                needs=line.asks if Sees.NEEDS in sees else None,
                health=tuple(need.need for need in line.needs if need.need)
                if Sees.HEALTH in sees
                else None,
                today=tuple(readings.get(one.id, ())) if Sees.HEALTH in sees else None,
            )
        )
    return found


def _identity(one: Resident) -> str | None:
    return sealing.unseal("identity", one.id, one.identity_sealed)


def _dates(residents: Sequence[Resident]) -> dict[UUID, tuple[datetime, datetime]]:
    """From when until when each who isolates is bound by orders of her own, now."""
    rows = binding(clock.now()).filter(resident__in=[one.id for one in residents])
    found: dict[UUID, tuple[datetime, datetime]] = {}
    for resident, begun, over in rows.values_list(*("resident", "order__from_at", "over_at")):
        begins, until = found.get(resident, (begun, over))
        found[resident] = min(begins, begun), max(until, over)
    return found


def _readings(
    residents: Sequence[Resident], day: date
) -> dict[UUID, list[tuple[str, str, str | None]]]:
    """Today's temperatures and samplings: what, how it stands, and by which grade of evidence."""
    rows = Duty.objects.filter(
        day=day,
        subject__in=[one.id for one in residents],
        what__in=[What.TEMPERATURE, What.SYMPTOMS, What.SAMPLING],
    ).order_by("opens_at")
    found: dict[UUID, list[tuple[str, str, str | None]]] = {}
    for subject, what, state, grade in rows.values_list("subject", "what", "state", "grade"):
        found.setdefault(subject, []).append((what, state, grade))
    return found


def _presence(household: UUID) -> tuple[tuple[datetime, str], ...]:
    """The last visits at the door: when, and what was found."""
    rows = Knock.objects.filter(household=household).order_by("-knocked_at")[:5]
    return tuple(rows.values_list("knocked_at", "result"))
