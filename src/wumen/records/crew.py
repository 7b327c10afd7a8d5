"""The people who work: crew members, their accounts, one-time links and posts."""

from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from wumen.records.areas import PathField


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
    """A printed link for the first sign-in: its hash alone is kept, it opens once and expires."""

    hash = models.BinaryField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

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
