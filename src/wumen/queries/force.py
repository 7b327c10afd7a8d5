"""The people of the force as offices look at them: who she is, when she can, what keeps her, what she does."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from wumen.queries.contacts import telephone_of
from wumen.queries.duties import within
from wumen.queries.held import Held, held
from wumen.queries.organisations import spoken_places
from wumen.queries.posts import acting
from wumen.records import clock, sealing
from wumen.records.models import Deployment, ForceCare, ForceMember, ForceWish, Post
from wumen.records.rosters import published
from wumen.rules.areas import code
from wumen.rules.force import Serving, free_times
from wumen.rules.masks import mask_telephone
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.rosters.office import halves_of
from wumen.rules.stations import Hours
from wumen.rules.time import local

# Hours count over a week: who carried much is seen, whoever asks.
_COUNTED = timedelta(days=7)
LIMITS_SEALED_AS = "force_limits"


@dataclass(frozen=True)
class MemberLine:
    """Somebody of the force in a list; the telephone is masked, `serving` is what rules look at.

    `wished` are buildings with their words; `posts` are role and place; `homes` is for how many she cares.
    """

    member: UUID
    crew_no: str
    name: str
    area: str
    place: str
    comes_from: str
    telephone: str
    telephone_shown: bool
    lives: str
    lives_in: str
    wished: tuple[tuple[str, str], ...]
    roles: tuple[str, ...]
    serving: Serving
    posts: tuple[tuple[str, str], ...]
    homes: int
    sampled_on: date | None
    came: str
    signed_up_at: datetime
    confirmed: bool
    relieved_by: UUID | None = None

    @property
    def waits(self) -> bool:
        """Whether somebody of the office has still to confirm her."""
        return not self.confirmed and not self.serving.left

    @property
    def free(self) -> frozenset[tuple[int, str]]:
        """The half-days of a week on which she can come."""
        return frozenset((day, str(half)) for day, half in free_times(self.serving.free))


def members(
    viewer: Viewer, area: str = "", *, left: bool = False, only: Collection[UUID] | None = None
) -> list[MemberLine]:
    """The people of the force of a place, by name; `only` some. Problems `right_missing`, `area_not_yours`."""
    viewer.must(Right.KEEP_CREW)
    span = within(viewer, area or None)
    with acting(viewer):
        rows = ForceMember.objects.filter(area__gte=span.lo, area__lt=span.hi)
        if only is not None:
            rows = rows.filter(id__in=list(only))
        elif not left:
            rows = rows.filter(left_at__isnull=True)
        return lines_of(list(rows.select_related("person")))


def member(viewer: Viewer, ident: UUID) -> MemberLine:
    """One of the force; Problems `right_missing`, `force_unknown`."""
    for line in members(viewer, left=True, only=[ident]):
        return line
    raise Problem("force_unknown")


def lines_of(rows: Sequence[ForceMember]) -> list[MemberLine]:
    """Rows as lines, inside the present scope: a fixed number of statements, however many they are."""
    idents = [row.id for row in rows]
    wished = _wished(idents)
    posts = _posts([row.person_id for row in rows])
    homes = _homes(idents)
    serving = servings(rows)
    paths = {row.area for row in rows} | {row.lives for row in rows if row.lives}
    paths |= {path for some in wished.values() for path in some}
    paths |= {path for some in posts.values() for _, path in some}
    said = spoken_places({path for path in paths if path})
    lines = [
        MemberLine(
            member=row.id,
            crew_no=row.person.number,
            name=row.person.name,
            area=row.area,
            place=said.get(row.area, ""),
            comes_from=row.comes_from,
            telephone=mask_telephone(telephone_of(row.person)),
            telephone_shown=row.telephone_shown,
            lives=row.lives,
            lives_in=said.get(row.lives, code(row.lives)) if row.lives else "",
            wished=tuple((one, said.get(one, code(one))) for one in wished.get(row.id, ())),
            roles=tuple(row.roles),
            serving=serving[row.id],
            posts=tuple((role, said.get(one, "")) for role, one in posts.get(row.person_id, ())),
            homes=homes.get(row.id, 0),
            sampled_on=row.sampled_on,
            came=row.came,
            signed_up_at=row.signed_up_at,
            confirmed=row.confirmed_at is not None,
            relieved_by=row.relieved_by_id,
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (line.name, line.crew_no))


def _wished(idents: Sequence[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    rows = ForceWish.objects.filter(member__in=idents).order_by("place")
    for ident, area in rows.values_list("member_id", "area"):
        found.setdefault(ident, []).append(area)
    return found


def _posts(people: Sequence[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """The posts that people hold now, as far as they are seen from here."""
    now = clock.now()
    rows = Post.objects.filter(Q(until_at__isnull=True) | Q(until_at__gt=now), person__in=people)
    found: dict[UUID, list[tuple[str, str]]] = {}
    for person, role, area in rows.order_by("area", "role").values_list("person", "role", "area"):
        found.setdefault(person, []).append((role, area))
    return found


def _homes(idents: Sequence[UUID]) -> dict[UUID, int]:
    rows = ForceCare.objects.filter(member__in=idents, until__isnull=True)
    found: dict[UUID, int] = {}
    for ident in rows.values_list("member_id", flat=True):
        found[ident] = found.get(ident, 0) + 1
    return found


def servings(rows: Iterable[ForceMember], *, with_shifts: bool = True) -> dict[UUID, Serving]:
    """Members as rules look at them, inside the present scope.

    Where somebody stands on published rosters counts as what she is taken for; a roster itself looks at shifts
    by their hours and leaves them out here.
    """
    given = list(rows)
    at_home = held(given)
    planned = _planned(given, with_shifts)
    return {
        row.id: Serving(
            member=row.id,
            profession=row.person.profession,
            people=row.people,
            skills=frozenset(row.skills),
            wishes=frozenset(row.wishes),
            limits=frozenset(sealing.unseal_list(LIMITS_SEALED_AS, row.id, row.limits_sealed)),
            born=row.born,
            free=row.free,
            held=at_home.get(row.id, Held()).regime,
            kept=at_home.get(row.id, Held()).kept,
            left=row.left_at is not None,
            rest_until=row.rest_until,
            taken=frozenset(planned.taken.get(row.id, ())),
            outdoors=planned.outdoors.get(row.id, {}),
            minutes=planned.minutes.get(row.id, 0),
        )
        for row in given
    }


@dataclass
class _Planned:
    """For what members are taken: half-days, minutes outdoors by day, all minutes of the days that count."""

    taken: dict[UUID, set[tuple[date, str]]] = field(default_factory=dict)
    outdoors: dict[UUID, dict[date, int]] = field(default_factory=dict)
    minutes: dict[UUID, int] = field(default_factory=dict)

    def add(
        self, ident: UUID, day: date, halves: Iterable[str], minutes: int, outside: int
    ) -> None:
        """One piece of work."""
        self.taken.setdefault(ident, set()).update((day, half) for half in halves)
        by_day = self.outdoors.setdefault(ident, {})
        by_day[day] = by_day.get(day, 0) + outside
        self.minutes[ident] = self.minutes.get(ident, 0) + minutes


def _planned(rows: Sequence[ForceMember], with_shifts: bool) -> _Planned:
    found = _Planned()
    standing = Deployment.objects.filter(
        member__in=[row.id for row in rows],
        cancelled_at__isnull=True,
        day__gt=clock.today() - _COUNTED,
    )
    for ident, day, half, minutes, outside in standing.values_list(
        "member_id", "day", "half", "minutes", "outdoor_minutes"
    ):
        found.add(ident, day, [half], minutes, outside)
    for ident, day, hours, outdoors in _stands(rows) if with_shifts else ():
        found.add(ident, day, halves_of(hours), hours.minutes, hours.minutes if outdoors else 0)
    return found


def _stands(rows: Sequence[ForceMember]) -> list[tuple[UUID, date, Hours, bool]]:
    """The published shifts of members from the last days on: day, hours, whether outdoors."""
    members = {row.person_id: row.id for row in rows}
    shifts = (
        published()
        .filter(person__in=list(members), day__gt=clock.today() - _COUNTED)
        .select_related("station")
    )
    found = []
    seen = set()
    for one in shifts:
        # A crew fills several places in the same hours: each of its people stands in one.
        if one.block and (one.person_id, one.day, one.hours_id) in seen:
            continue
        seen.add((one.person_id, one.day, one.hours_id))
        begins = local(one.begins_at)
        minutes = int((one.ends_at - one.begins_at).total_seconds()) // 60
        hours = Hours(begins.hour * 60 + begins.minute, minutes)
        if one.person_id is not None:
            found.append((members[one.person_id], one.day, hours, one.station.outdoors))
    return found


def same_members(viewer: Viewer) -> list[tuple[MemberLine, MemberLine]]:
    """Pairs that may be one person: the same telephone, or the same name and building."""
    lines = members(viewer)
    with acting(viewer):
        keys = dict(
            ForceMember.objects.filter(id__in=[one.member for one in lines])
            .exclude(telephone_key=None)
            .values_list("id", "telephone_key")
        )
    seen: dict[object, MemberLine] = {}
    pairs = []
    for line in lines:
        marks: list[object] = [(line.name, line.lives)] if line.lives else []
        if line.member in keys:
            marks.append(bytes(keys[line.member] or b""))
        other = next((seen[mark] for mark in marks if mark in seen), None)
        if other is not None:
            pairs.append((other, line))
        for mark in marks:
            seen.setdefault(mark, line)
    return pairs


def force_row(viewer: Viewer, ident: UUID) -> ForceMember:
    """A member's row of the viewer's area, inside the present scope; Problem `force_unknown`."""
    row = ForceMember.objects.select_related("person").filter(id=ident).first()
    if row is None or not viewer.span.holds(row.area):
        raise Problem("force_unknown")
    return row


def must_be_confirmed(row: ForceMember) -> None:
    """Problem `force_unconfirmed` for who signed up herself and whom the office has not looked at yet."""
    if row.confirmed_at is None:
        raise Problem("force_unconfirmed")


def member_row(viewer: Viewer, ident: UUID) -> ForceMember:
    """A member of the viewer's area or of a place above it, who may be taken here too; `force_unknown`."""
    row = ForceMember.objects.select_related("person").filter(id=ident).first()
    if row is None or not (viewer.span.holds(row.area) or row.area in viewer.above):
        raise Problem("force_unknown")
    return row


def telephones(viewer: Viewer, idents: Collection[UUID]) -> dict[UUID, str]:
    """The complete telephones of some members; that they were shown is the caller's to log."""
    viewer.must(Right.KEEP_CREW)
    with acting(viewer):
        rows = ForceMember.objects.filter(id__in=list(idents)).select_related("person")
        return {row.id: telephone_of(row.person) for row in rows}
