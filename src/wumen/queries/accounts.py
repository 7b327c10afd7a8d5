"""Who is signed in, and the posts that she may choose among, each with the name of its place."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Func, OuterRef, QuerySet, Subquery, Value

from wumen.queries.posts import looking_around, posts_of, viewer_in
from wumen.records.models import Account, Area, Post
from wumen.rules.areas import AreaKind
from wumen.rules.posts import Viewer

# Names that say nothing without the place above: 1号楼 of which compound?
_SMALL = frozenset({AreaKind.BUILDING, AreaKind.UNIT, AreaKind.HOUSEHOLD})


class Backend(ModelBackend):
    """Crew number and password; the account comes with its person in one statement."""

    def get_user(self, user_id: Any) -> Any:
        """The account of a session, or None when it is gone or closed."""
        account = Account.objects.select_related("person").filter(pk=user_id).first()
        return account if account is not None and account.is_active else None


def never_signed_in(login: str) -> bool:
    """Whether nobody ever came in under this login."""
    return not Account.objects.filter(login=login, last_login__isnull=False).exists()


@dataclass(frozen=True)
class HeldPost:
    """A post that the person holds now; `place` is the name of its area, empty for everywhere."""

    viewer: Viewer
    place: str


def held_posts(account: Account) -> list[HeldPost]:
    """The posts that an account's person holds now, the widest first; one statement."""
    with looking_around():
        return held(posts_of(account.person.number))


def held(posts: QuerySet[Post]) -> list[HeldPost]:
    """Some posts with the names of their places, to be read where all posts are seen; one statement."""
    own = OuterRef("area")
    above = Func(own, Value("[^/]+/$"), Value(""), function="regexp_replace")
    place = Area.objects.filter(area=own)
    named = posts.annotate(
        place=Subquery(place.values("name")),
        place_kind=Subquery(place.values("kind")),
        place_above=Subquery(Area.objects.filter(area=above).values("name")),
    )
    return [HeldPost(viewer_in(post), _place(post)) for post in named]


def _place(post: Any) -> str:
    """The name of a post's place; what is small is named with the place above it."""
    if post.place is None:
        return str(post.area).rstrip("/")
    small = post.place_above and post.place_kind in _SMALL
    return f"{post.place_above} {post.place}" if small else str(post.place)
