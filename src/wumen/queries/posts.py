"""Who acts: the posts of a person, the viewer that a post makes, and the transaction in its scope."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from wumen.records import clock, scope
from wumen.records.models import CrewMember, Post
from wumen.rules.areas import ancestors, span
from wumen.rules.posts import ROLES, Right, Viewer
from wumen.rules.problems import Problem


@contextmanager
def acting(viewer: Viewer) -> Iterator[None]:
    """One transaction that sees what the viewer's post may see."""
    with scope.scoped(scope.of_viewer(viewer)):
        yield


@contextmanager
def looking_around() -> Iterator[None]:
    """One transaction that sees every post, to find out who acts."""
    with scope.scoped(scope.WHOLE):
        yield


@contextmanager
def finding_out() -> Iterator[None]:
    """One transaction that finds out who acts, and then goes on `acting_in` that post; it sees nothing before."""
    with scope.begun():
        yield


@contextmanager
def acting_in(viewer: Viewer) -> Iterator[None]:
    """Go on as the viewer to the end of the transaction that was `finding_out` who acts."""
    with scope.entered(scope.of_viewer(viewer)):
        yield


def viewer_in(post: Post) -> Viewer:
    """The viewer that a person is in one of her posts."""
    person = post.person
    return Viewer(
        person=person.id,
        crew_no=person.number,
        name=person.name,
        post=post.id,
        role=post.role,
        area=post.area,
        rights=ROLES[post.role].rights,
    )


def posts_of(crew_no: str) -> QuerySet[Post]:
    """The posts that a person holds now, the widest first; to be read where all posts are seen."""
    now = clock.now()
    return (
        Post.objects.select_related("person")
        .filter(Q(until_at__isnull=True) | Q(until_at__gt=now), person__number=crew_no)
        .filter(from_at__lte=now)
        .order_by("area", "from_at")
    )


@dataclass(frozen=True)
class Doer:
    """Somebody whose post at `area` would have let her do what stands on paper; `place`: that in words, if asked."""

    crew_no: str
    name: str
    role: str
    area: str
    place: str = ""


def could_have(
    viewer: Viewer, area: str, right: Right, first: Sequence[str], doors: Iterable[str] = ()
) -> list[Doer]:
    """Who could have done at a place what a right allows, by the posts over it now; the roles `first` stand first.

    `doors`: where each is done by itself, who could have at one of them.
    """
    now = clock.now()
    roles = [key for key, role in ROLES.items() if right in role.rights]
    place = {role: nr for nr, role in enumerate(first)}
    over = {above for path in (area, *doors) for above in (*ancestors(path), path)}
    with acting(viewer):
        posts = (
            Post.objects.select_related("person")
            .filter(Q(until_at__isnull=True) | Q(until_at__gt=now), from_at__lte=now)
            .filter(area__in=over, role__in=roles)
        )
        found = sorted(
            posts,
            key=lambda one: (place.get(one.role, len(first)), -len(one.area), one.person.number),
        )
    people: dict[str, Doer] = {}
    for post in found:
        person = post.person
        people.setdefault(person.number, Doer(person.number, person.name, post.role, post.area))
    return list(people.values())


def viewers_of(crew_no: str) -> list[Viewer]:
    """Every post that a person holds now, each as a viewer, the widest first; empty for nobody."""
    with looking_around():
        return [viewer_in(post) for post in posts_of(crew_no)]


def works_elsewhere(crew_no: str, area: str) -> bool:
    """Whether a person holds a post outside a place: then she is not that place's alone."""
    return any(not span(area).holds(one.area) for one in viewers_of(crew_no))


def viewer_of_post(ident: str) -> Viewer | None:
    """The viewer that a standing post makes: for jobs, which name their post by its id."""
    now = clock.now()
    try:
        post = UUID(ident)
    except ValueError:
        return None
    with scope.scoped(scope.WHOLE):
        row = (
            Post.objects.select_related("person")
            .filter(Q(until_at__isnull=True) | Q(until_at__gt=now), id=post, from_at__lte=now)
            .first()
        )
    return viewer_in(row) if row else None


def viewer_by(crew_no: str, right: Right, paths: list[str]) -> Viewer:
    """The person of that number in a post that holds the right over all the paths.

    Problems: `crew_unknown`, `post_missing`, and what `Viewer.must` says of the nearest miss.
    """
    viewers = viewers_of(crew_no)
    if not viewers:
        known = CrewMember.objects.filter(number=crew_no).exists()
        raise Problem("post_missing" if known else "crew_unknown", crew_no=crew_no)
    misses: list[Problem] = []
    for viewer in viewers:
        try:
            for path in paths or [viewer.area]:
                viewer.must(right, path)
        except Problem as problem:
            misses.append(problem)
        else:
            return viewer
    raise next((miss for miss in misses if miss.code == "area_not_yours"), misses[0])


def operator() -> Viewer:
    """The operator of the installation, who acts on the command line; Problem `not_initialised`."""
    viewers = viewers_of("operator")
    if not viewers:
        raise Problem("not_initialised")
    return viewers[0]
