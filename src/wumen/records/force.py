"""The force: who serves and what is known of her, codes for signing up, teams of homes, and who is taken when."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember


def _words() -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.TextField(), default=list, blank=True)


class ForceMember(models.Model):
    """Somebody who serves in a place, or a crew without names under one contact: `people` of them.

    `came`: how she signed up. Who came by the page waits for `confirmed_at`. `lives` is her building, unit or
    door, `resident` her entry in the register where she is found there. Limits of her health are sealed, and what
    she eats, of a crew one word for each who keeps a diet: who has left keeps none here.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    person = models.OneToOneField(CrewMember, on_delete=models.PROTECT, related_name="serves")
    people = models.SmallIntegerField(default=1)
    comes_from = models.TextField(blank=True, default="")
    telephone_key = models.BinaryField(null=True, db_index=True)
    telephone_shown = models.BooleanField(default=False)
    resident = models.UUIDField(null=True, db_index=True)
    lives = PathField(blank=True, default="")
    born = models.SmallIntegerField(null=True)
    skills = _words()
    wishes = _words()
    roles = _words()
    limits_sealed = models.BinaryField(null=True)
    diet_sealed = models.BinaryField(null=True)
    free = models.IntegerField()
    rest_until = models.DateField(null=True)
    relieved_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="relieves"
    )
    sampled_on = models.DateField(null=True)
    came = models.TextField()
    signed_up_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        """Who confirmed and when stand together; a crew has people."""

        db_table = "force_member"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(people__gte=1, people__lte=200), name="force_member_people"
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="force_member_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(left_at__isnull=True) | models.Q(diet_sealed__isnull=True),
                name="force_member_left_no_diet",
            ),
        )

    def __str__(self) -> str:
        """The id: who it is stands under the crew number."""
        return str(self.id)


class ForceWish(models.Model):
    """A building that somebody asked for, the dearest first."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    member = models.ForeignKey(ForceMember, on_delete=models.CASCADE, related_name="wished")
    place = models.SmallIntegerField()

    class Meta:
        """A building is wished once."""

        db_table = "force_wish"
        constraints = (models.UniqueConstraint(fields=["member", "area"], name="force_wish_once"),)

    def __str__(self) -> str:
        """The building."""
        return self.area


class ForceCallUp(models.Model):
    """A printed code behind which people sign themselves up, until it ends; its keyed hash alone is kept."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    code_key = models.BinaryField(unique=True)
    title = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    until_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """It ends after it was made."""

        db_table = "force_call_up"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until_at__gt=models.F("made_at")), name="force_call_up_ends"
            ),
        )

    def __str__(self) -> str:
        """The title."""
        return self.title


class ForceCare(models.Model):
    """A place of a household's team and who fills it, from when until when; `by_hand`: somebody chose her."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    household = models.UUIDField(db_index=True)
    team = models.TextField()
    place = models.TextField()
    member = models.ForeignKey(ForceMember, on_delete=models.PROTECT, related_name="cares")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    by_hand = models.BooleanField(default=False)
    by = models.UUIDField()

    class Meta:
        """Each place of a team is filled once, and nobody fills two places of one team at a home."""

        db_table = "force_care"
        constraints = (
            models.UniqueConstraint(
                fields=["household", "team", "place"],
                condition=models.Q(until__isnull=True),
                name="force_care_place_once",
            ),
            models.UniqueConstraint(
                fields=["household", "team", "member"],
                condition=models.Q(until__isnull=True),
                name="force_care_member_once",
            ),
        )

    def __str__(self) -> str:
        """The place."""
        return self.place


class Deployment(models.Model):
    """Somebody taken for a piece of work on half a day; minutes outdoors count apart."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    member = models.ForeignKey(ForceMember, on_delete=models.PROTECT, related_name="deployments")
    day = models.DateField(db_index=True)
    half = models.TextField()
    what = models.TextField()
    minutes = models.SmallIntegerField()
    outdoor_minutes = models.SmallIntegerField(default=0)
    taken_at = models.DateTimeField()
    taken_by = models.UUIDField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        """Nobody stands in two places at a time."""

        db_table = "deployment"
        constraints = (
            models.UniqueConstraint(
                fields=["member", "day", "half"],
                condition=models.Q(cancelled_at__isnull=True),
                name="deployment_nobody_twice",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    minutes__gt=0,
                    minutes__lte=720,
                    outdoor_minutes__gte=0,
                    outdoor_minutes__lte=models.F("minutes"),
                ),
                name="deployment_minutes",
            ),
        )

    def __str__(self) -> str:
        """What for."""
        return self.what


class ForceRole(models.Model):
    """What a place wants of a role of a template, in its own words."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    role = models.TextField()
    duties = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.UUIDField()

    class Meta:
        """A place says it once of each role."""

        db_table = "force_role"
        constraints = (models.UniqueConstraint(fields=["area", "role"], name="force_role_once"),)

    def __str__(self) -> str:
        """The role."""
        return self.role


class ForceBody(models.Model):
    """A body of the structure or a pioneer post: its name, what it answers for, its colour, who leads it."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    kind = models.TextField()
    name = models.TextField()
    answers_for = models.TextField(blank=True, default="")
    colour = models.TextField(blank=True, default="")
    place = models.SmallIntegerField(default=0)
    head = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One name once in a place."""

        db_table = "force_body"
        constraints = (
            models.UniqueConstraint(
                fields=["area", "name"],
                condition=models.Q(ended_at__isnull=True),
                name="force_body_once",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="force_body_named"),
        )

    def __str__(self) -> str:
        """The name."""
        return self.name
