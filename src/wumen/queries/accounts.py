"""Who is signed in, and the posts that she may choose among, each with the name of its place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.backends import ModelBackend

from wumen.queries.sessions import account_beside
from wumen.records import clock
from wumen.records.crew import PostHeld, posts_held, read_posts_held
from wumen.records.models import Account, CrewMember, SignInLink
from wumen.rules.areas import AreaKind
from wumen.rules.posts import ROLES, Viewer

# Names that say nothing without the place above: 1号楼 of which compound?
_SMALL = frozenset({AreaKind.BUILDING, AreaKind.UNIT, AreaKind.HOUSEHOLD})


class Backend(ModelBackend):
    """Crew number and password; the account comes with its person and her posts in one statement."""

    def get_user(self, user_id: Any) -> Any:
        """The account of a session, or None when it is gone or closed; no statement where it came with the session."""
        account = account_beside(user_id)
        if account is None:
            accounts = Account.objects.select_related("person").filter(pk=user_id)
            account = accounts.annotate(held=posts_held("person", clock.now())).first()
        return account if account is not None and account.is_active else None


def card_hands(people: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Of some people who could have made the card that each set her password with last; none for the operator's."""
    used = SignInLink.objects.filter(account__person__in={*people}, used_at__isnull=False)
    last = used.order_by("account__person", "-used_at").distinct("account__person")
    return {
        person: frozenset(made) for person, made in last.values_list("account__person", "hands")
    }


def card_made_by(crew_no: str) -> list[str]:
    """The names of who could have made the card that a person's password was last set with, its maker first."""
    used = SignInLink.objects.filter(account__person__number=crew_no, used_at__isnull=False)
    last = used.select_related("account").order_by("-used_at").first()
    made = [one for one in last.hands if one != last.account.person_id] if last else []
    names = dict(CrewMember.objects.filter(id__in=made).values_list("id", "name"))
    return [names[one] for one in made]


def never_signed_in(login: str) -> bool:
    """Whether nobody ever came in under this login."""
    return not Account.objects.filter(login=login, last_login__isnull=False).exists()


@dataclass(frozen=True)
class HeldPost:
    """A post that the person holds now; `place` is the name of its area, empty for everywhere."""

    viewer: Viewer
    place: str


def held_posts(account: Any) -> list[HeldPost]:
    """The posts that the person of a signed-in account holds now, the widest first; no statement."""
    return posts_in(account.person, account.held)


def posts_in(person: CrewMember, held: Sequence[Mapping[str, Any]]) -> list[HeldPost]:
    """The posts of a person as `records.crew.posts_held` found them."""
    return [
        HeldPost(
            Viewer(
                person=person.id,
                crew_no=person.number,
                name=person.name,
                post=one.post,
                role=one.role,
                area=one.area,
                rights=ROLES[one.role].rights,
            ),
            _place(one),
        )
        for one in read_posts_held(held)
    ]


def _place(one: PostHeld) -> str:
    """The name of a post's place; what is small is named with the place above it."""
    if one.place is None:
        return one.area.rstrip("/")
    small = one.place_above and one.place_kind in _SMALL
    return f"{one.place_above} {one.place}" if small else one.place
