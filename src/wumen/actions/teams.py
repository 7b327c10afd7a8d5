"""Teams of homes in isolation: formed at once and shared, a place filled by hand, a look at a home that is logged."""

from collections.abc import Collection
from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.crew import grant_post
from wumen.actions.log import log, person_key, subject_key
from wumen.queries.duties import within
from wumen.queries.force import member_row, must_be_confirmed, servings
from wumen.queries.teams import HomeOfTeam, carers, filled_places, home_of_team, isolated, team_of
from wumen.records import clock
from wumen.records.models import ForceCare, ForceMember, Post
from wumen.rules.areas import Span, counted_at
from wumen.rules.force import Work, bars, must_serve
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.teams import Home, must_fill, share

ROLE = "team_member"


def form_teams(viewer: Viewer, area: str = "", key: str = "") -> int:
    """Fill what is empty in the teams of all homes in isolation of a place, shared sensibly; how many places.

    Who can serve no longer makes room, but for who was chosen by hand and can; teams of homes that are free
    end. Problems: `right_missing`, `area_not_yours`, `team_template_none`.
    """
    viewer.must(Right.KEEP_CREW)
    team = team_of(viewer, key)[0]
    held = within(viewer, area or None)
    with changing(viewer):
        found = isolated(held)
        _end_free(held, found)
        people = carers(viewer, held)
        work = Work(clock.today(), isolated=True)
        unable = {line.member for line, _ in people if bars(line.serving, work)}
        kept = {}
        for slot, filled in filled_places(list(found), team.key).items():
            if filled.member_id in unable or filled.member.left_at is not None:
                _end(filled)
            else:
                kept[slot] = filled.member_id
        homes = [home for home, _, _ in found.values()]
        made = share(team, homes, [one for _, one in people], kept, work)
        rows = ForceMember.objects.select_related("person").in_bulk(list(set(made.values())))
        doors = {home.household: home.area for home in homes}
        for (household, place), who in made.items():
            _take(viewer, Home(household, doors[household]), team.key, place, rows[who], False)
        for row in rows.values():
            _let_in(viewer, row)
        log(viewer, "teams.formed", held.lo, team=team.key, homes=len(homes), places=len(made))
    return len(made)


def _end_free(held: Span, found: Collection[UUID]) -> None:
    """End the teams of homes where nobody isolates any more."""
    rows = ForceCare.objects.filter(until__isnull=True, area__gte=held.lo, area__lt=held.hi)
    rows.exclude(household__in=list(found)).update(until=clock.now())


def _end(row: ForceCare) -> None:
    row.until = clock.now()
    row.save(update_fields=["until"])


def _take(
    viewer: Viewer, home: Home, team: str, place: str, row: ForceMember, by_hand: bool
) -> None:
    ForceCare.objects.create(
        area=home.area,
        household=home.household,
        team=team,
        place=place,
        member=row,
        since=clock.now(),
        by_hand=by_hand,
        by=viewer.person,
    )


def _let_in(viewer: Viewer, row: ForceMember) -> None:
    """Give a member of a team the post by which she sees her own homes, where she serves."""
    if not Post.objects.filter(person=row.person_id, role=ROLE, until_at__isnull=True).exists():
        where = row.area if viewer.span.holds(row.area) else viewer.area
        grant_post(viewer, row.person.number, ROLE, where)


def put(viewer: Viewer, household: UUID, key: str, place: str, member: UUID) -> None:
    """Fill a place of a home's team by hand, in the stead of whoever filled it.

    Problems: `team_home_free`, `team_place_unknown`, `team_wrong_source`, `team_twice`, those of `must_serve`.
    """
    viewer.must(Right.KEEP_CREW)
    team = team_of(viewer, key)[0]
    wanted = team.place(place)
    with changing(viewer):
        found = isolated(viewer.span)
        if household not in found:
            raise Problem("team_home_free")
        row = member_row(viewer, member)
        must_be_confirmed(row)
        serving = servings([row])[row.id]
        must_serve(serving, Work(clock.today(), isolated=True))
        must_fill(serving, wanted)
        taken = filled_places([household], team.key)
        before = taken.pop((household, place), None)
        if any(one.member_id == row.id for one in taken.values()):
            raise Problem("team_twice")
        if before is not None:
            _end(before)
        home = found[household][0]
        _take(viewer, home, team.key, place, row, True)
        _let_in(viewer, row)
        subject = subject_key(household)
        who = person_key(row.person_id)
        log(viewer, "team.placed", counted_at(home.area), subject=subject, place=place, who=who)


def look_at_home(viewer: Viewer, household: UUID) -> HomeOfTeam:
    """A home of one's own team, once it is written down who looked; Problems as `home_of_team`."""
    with changing(viewer):
        found = home_of_team(viewer, household)
        place = counted_at(found.area)
        subject = subject_key(household)
        log(viewer, "team.looked", place, subject=subject, sees=sorted(map(str, found.place.sees)))
    return found
