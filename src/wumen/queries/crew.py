"""The people who work, with their posts, and the places in which a post may be given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from wumen.queries.posts import acting
from wumen.records import clock, scope
from wumen.records.kept import Kept
from wumen.records.models import Account, Area, CrewMember, Post
from wumen.rules.areas import AreaKind, ancestors, code, in_order
from wumen.rules.devices import by_code
from wumen.rules.posts import ROLES, STAND_INS, Right, Viewer
from wumen.rules.problems import Problem


@dataclass(frozen=True)
class Place:
    """A place of the tree; `full_name` reads from the community down, for a list without its tree."""

    area: str
    kind: str
    name: str
    full_name: str


@dataclass(frozen=True)
class PostLine:
    """A post that somebody holds now; `place` is empty for everywhere. `by_code`: a phone may be bound to it."""

    post: UUID
    role: str
    area: str
    place: str
    since: datetime
    by_code: bool


@dataclass(frozen=True)
class CrewLine:
    """A crew member with the posts that lie in the viewer's area; `opened` once she can sign in."""

    crew_no: str
    name: str
    profession: str
    opened: bool
    posts: tuple[PostLine, ...]


def full_name(path: str, names: dict[str, str]) -> str:
    """A place's names from the community down, by those of its places above."""
    chain = [*ancestors(path), path]
    return " ".join(names.get(one, code(one)) for one in chain[2:] or chain[-1:])


_PLACES = Kept(
    f"""
    SELECT area, kind, name FROM area WHERE area >= %(lo)s AND area < %(hi)s AND kind <> '{AreaKind.HOUSEHOLD}'
    UNION ALL SELECT area, kind, name FROM area WHERE area = ANY(%(above)s)
    """,
    "lo text, hi text, above text[]",
)


def places(viewer: Viewer) -> Sequence[Place]:
    """The places of the viewer's area down to the units, in the order of the tree, without doors; one statement."""
    with acting(viewer):
        held = viewer.span
        known = _PLACES.rows(lo=held.lo, hi=held.hi, above=list(viewer.above))
    names = {area: name for area, _, name in known}
    rows = [(area, kind, name) for area, kind, name in known if held.holds(area)]
    rows.sort(key=lambda row: in_order(row[0]))
    return [Place(area, kind, name, full_name(area, names)) for area, kind, name in rows]


def _without_post() -> list[CrewMember]:
    """Who was added and never held a post anywhere: only the whole installation can tell.

    Who serves in the force stands in its own list.
    """
    with scope.scoped(scope.WHOLE):
        rows = CrewMember.objects.filter(posts__isnull=True, serves__isnull=True)
        return list(rows.exclude(number__in=STAND_INS))


def _posts(viewer: Viewer) -> list[Post]:
    """The posts of the viewer's own area that are held now; those above are not hers to keep."""
    now, held = clock.now(), viewer.span
    return list(
        Post.objects.select_related("person")
        .filter(Q(until_at__isnull=True) | Q(until_at__gt=now), from_at__lte=now)
        .filter(area__gte=held.lo, area__lt=held.hi)
        .order_by("area", "role")
    )


def crew_lines(viewer: Viewer) -> Sequence[CrewLine]:
    """Who works in the viewer's area, and who has no post yet, by crew number; `right_missing`."""
    viewer.must(Right.KEEP_CREW)
    with acting(viewer):
        posts = _posts(viewer)
        people = {one.id: one for one in [*(post.person for post in posts), *_without_post()]}
        paths = {one for post in posts for one in [*ancestors(post.area), post.area]}
        names = dict(Area.objects.filter(area__in=paths).values_list("area", "name"))
        accounts = Account.objects.filter(person__in=people, is_active=True)
        opened = {one.person_id for one in accounts if one.has_usable_password()}
    lines = [
        CrewLine(
            person.number,
            person.name,
            person.profession,
            person.id in opened,
            tuple(
                PostLine(
                    post.id,
                    post.role,
                    post.area,
                    full_name(post.area, names) if post.area else "",
                    post.from_at,
                    by_code(post.role) and ROLES[post.role].rights <= viewer.rights,
                )
                for post in posts
                if post.person_id == person.id
            ),
        )
        for person in people.values()
    ]
    return sorted(lines, key=lambda line: (len(line.crew_no), line.crew_no))


def crew_line(viewer: Viewer, crew_no: str) -> CrewLine:
    """One crew member of the viewer's area; Problems `right_missing`, `crew_unknown`."""
    for line in crew_lines(viewer):
        if line.crew_no == crew_no:
            return line
    raise Problem("crew_unknown", crew_no=crew_no)
