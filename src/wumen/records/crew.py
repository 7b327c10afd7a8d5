"""The people who work: crew members, their accounts, one-time links and posts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from wumen.records.areas import PathField
from wumen.records.exchange import sent
from wumen.records.sets import array


class CrewMember(models.Model):
    """A person who works; known by a number that is printed on cards and typed on the command line."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.TextField(unique=True)
    name = models.TextField()
    profession = models.TextField()
    telephone_sealed = models.BinaryField(null=True)

    class Meta:
        """The table of design section 5."""

        db_table = "crew"
        constraints = (models.CheckConstraint(condition=~models.Q(name=""), name="crew_is_named"),)

    def __str__(self) -> str:
        """The crew number."""
        return self.number


class Accounts(BaseUserManager["Account"]):
    """Finds an account by its login."""


class Account(AbstractBaseUser):
    """The sign-in of a crew member; `login` is the crew number, or `operator`."""

    login = models.TextField(unique=True)
    person = models.OneToOneField(CrewMember, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    USERNAME_FIELD = "login"
    objects = Accounts()

    class Meta:
        """The table of design section 5."""

        db_table = "account"

    def __str__(self) -> str:
        """The login."""
        return self.login


class SignInLink(models.Model):
    """A printed link for the first sign-in: its hash alone is kept, it opens once and expires.

    `hands`: who could have made it, its maker first and then whoever could sign in as her; none for the operator's.
    """

    hash = models.BinaryField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    hands = ArrayField(models.UUIDField(), default=list)

    class Meta:
        """The table of design section 5."""

        db_table = "sign_in_link"

    def __str__(self) -> str:
        """For whom it is."""
        return str(self.account)


class Post(models.Model):
    """An authority: a person in a role over an area for a time."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    person = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="posts")
    role = models.TextField()
    area = PathField(blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    # Somebody chose this person; what was computed may be computed again.
    by_hand = models.BooleanField(default=True)

    class Meta:
        """The table of design section 5; the same authority is held once at a time."""

        db_table = "post"
        indexes = (models.Index(fields=["area"], name="post_area"),)
        constraints = (
            models.UniqueConstraint(
                fields=["person", "role", "area"],
                condition=models.Q(until_at__isnull=True),
                name="post_once",
            ),
            models.CheckConstraint(
                condition=models.Q(until_at__isnull=True)
                | models.Q(until_at__gt=models.F("from_at")),
                name="post_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        """Role and area."""
        return f"{self.role} {self.area}"


_WITH_PEOPLE = """
    SELECT p.id, p.person_id, p.role, p.area, p.from_at, p.until_at, c.id, c.number, c.name
    FROM post p JOIN crew c ON c.id = p.person_id WHERE p.id = ANY(%b::uuid[])
"""
# In the order of the model.
_POST = ("id", "person_id", "role", "area", "from_at", "until_at")


def with_people(posts: Sequence[UUID]) -> Callable[[], list[Post]]:
    """Some posts with the numbers and names of their people, of those that the scope shows: asked with each batch.

    Inside `sets.in_one_go`: they are given behind it.
    """
    rows = sent(_WITH_PEOPLE, [array(posts)])

    def found() -> list[Post]:
        return [_with_person(*row) for row in rows()]

    return found


# The same few people's phones ask with each batch: what says the same is the same, and nobody writes to it.
@lru_cache(maxsize=4096)
def _with_person(*row: Any) -> Post:
    *post, ident, number, name = row
    one = Post.from_db("default", _POST, post)
    one.person = CrewMember.from_db("default", ("id", "number", "name"), (ident, number, name))
    return one


@dataclass(frozen=True)
class PostHeld:
    """A post that somebody holds, with the names of its place and of what is above; None where none is kept."""

    post: UUID
    role: str
    area: str
    place: str | None
    place_kind: str | None
    place_above: str | None


def posts_held(person: str, at: datetime) -> models.Func:
    """The posts that exactly one person holds at an instant, the widest first, seen by nobody's post.

    `person` names the column with her id; the value is read by `read_posts_held`.
    """
    instant = models.Value(at, output_field=models.DateTimeField())
    return models.Func(person, instant, function="posts_held", output_field=models.JSONField())


def read_posts_held(value: Sequence[Mapping[str, Any]]) -> list[PostHeld]:
    """The posts that `posts_held` found."""
    return [PostHeld(**{**one, "post": UUID(one["post"])}) for one in value]
