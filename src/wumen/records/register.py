"""Households and residents by their living address, those of today and former ones; numbers and needs are sealed."""

from collections.abc import Iterable
from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField


class HouseholdState(models.TextChoices):
    """Who lives behind a door: the denominator of everything."""

    OWNED = "owned"
    LET = "let"
    SHARED = "shared"
    DORMITORY = "dormitory"
    EMPTY = "empty"
    SHOP = "shop"


class HouseholdFacts(models.Model):
    """What is kept of a household, today's and former ones alike."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField()
    state = models.TextField(choices=HouseholdState.choices, default=HouseholdState.OWNED)
    registered_at = models.DateTimeField()

    class Meta:
        """No table of its own."""

        abstract = True

    def __str__(self) -> str:
        """The path of its door."""
        return self.area


class Household(HouseholdFacts):
    """The people behind one door; it keeps its id when it moves.

    `consent_at`: since when neighbours may be told that somebody should look in, by the household's own word.
    """

    consent_at = models.DateTimeField(null=True)

    class Meta:
        """The table of design section 5: one household a door."""

        db_table = "household"
        constraints = (
            models.UniqueConstraint(fields=["area"], name="household_door_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=HouseholdState.values), name="household_state"
            ),
        )


class ResidentFacts(models.Model):
    """What is kept of a person, today's residents and former ones alike.

    `since`: when the register placed her at her door. Away: from `away_since`, back on `away_until`,
    None while nobody knows. `identity_shared`: somebody else bears the same number, to be cleared up.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField()
    place = models.SmallIntegerField(default=0)
    name = models.TextField()
    relation = models.TextField(blank=True, default="")
    sex = models.TextField(blank=True, default="")
    identity_sealed = models.BinaryField(null=True)
    identity_key = models.BinaryField(null=True)
    identity_shared = models.BooleanField(default=False, db_default=False)
    telephones_sealed = models.BinaryField(null=True)
    needs_sealed = models.BinaryField(null=True)
    since = models.DateTimeField()
    away_since = models.DateField(null=True)
    away_until = models.DateField(null=True)

    class Meta:
        """No table of its own."""

        abstract = True

    def __str__(self) -> str:
        """The id: a name stands in no log."""
        return str(self.id)


class Resident(ResidentFacts):
    """A person who lives somewhere in the area now."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="residents")

    class Meta:
        """The table of design section 5; of those who share a number at most one counts as its bearer."""

        db_table = "resident"
        indexes = (
            models.Index(fields=["area"], name="resident_area"),
            models.Index(
                fields=["identity_key"],
                condition=models.Q(identity_shared=True),
                name="resident_identity_shared",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["identity_key"],
                condition=models.Q(identity_shared=False),
                name="resident_identity_once",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="resident_is_named"),
            models.CheckConstraint(
                condition=models.Q(identity_sealed__isnull=True, identity_key__isnull=True)
                | models.Q(identity_sealed__isnull=False, identity_key__isnull=False),
                name="resident_identity_sealed_and_keyed",
            ),
            models.CheckConstraint(
                condition=models.Q(away_until__isnull=True)
                | models.Q(away_since__isnull=False, away_until__gte=models.F("away_since")),
                name="resident_away_ends_after_start",
            ),
        )


class Gone(models.TextChoices):
    """Why somebody or a household is in the register no longer."""

    MERGED = "merged"
    MOVED_AWAY = "moved_away"
    NOT_LIVING_HERE = "not_living_here"
    DIED = "died"


class FormerResident(ResidentFacts):
    """A resident who left or was merged, under the same id; `into` is whom she was merged into."""

    household = models.UUIDField(db_index=True)
    gone_at = models.DateTimeField()
    why = models.TextField(choices=Gone.choices)
    into = models.UUIDField(null=True)

    class Meta:
        """A table beside `resident`: what asks for residents never meets those who are gone."""

        db_table = "former_resident"
        indexes = (models.Index(fields=["area"], name="former_resident_area"),)


class FormerHousehold(HouseholdFacts):
    """A household that was merged into another, under the same id."""

    gone_at = models.DateTimeField()
    why = models.TextField(choices=Gone.choices)
    into = models.UUIDField(null=True)

    class Meta:
        """A table beside `household`."""

        db_table = "former_household"
        indexes = (models.Index(fields=["area"], name="former_household_area"),)


class Tenancy(models.Model):
    """Who lets a household to whom lives there: a landlord's name and telephones are sealed."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    household = models.UUIDField(db_index=True)
    area = PathField()
    landlord = models.UUIDField(null=True)
    landlord_sealed = models.BinaryField()
    begins = models.DateField(null=True)
    ends = models.DateField(null=True)

    class Meta:
        """At most one tenancy of a household is open; `landlord` is a resident, if she is one."""

        db_table = "tenancy"
        constraints = (
            models.UniqueConstraint(
                fields=["household"],
                condition=models.Q(ends__isnull=True),
                name="tenancy_open_once",
            ),
        )

    def __str__(self) -> str:
        """The id."""
        return str(self.id)


class RegisterChange(models.Model):
    """A merge, move, split or leaving that can be taken back: what was re-pointed, sealed."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    kind = models.TextField()
    area = PathField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    body_sealed = models.BinaryField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)

    class Meta:
        """The table of what can be undone, newest last."""

        db_table = "register_change"
        indexes = (models.Index(fields=["area", "made_at"], name="register_change_area"),)

    def __str__(self) -> str:
        """What kind of change."""
        return self.kind


class SearchKey(models.Model):
    """A word under which a resident, or a household by its door, is found while somebody types."""

    pk = models.CompositePrimaryKey("token", "area", "subject")
    token = models.TextField(db_collation="C")
    area = PathField()
    subject = models.UUIDField()

    class Meta:
        """The table of design section 5: read as a range of tokens, cut by the area."""

        db_table = "search_key"

    def __str__(self) -> str:
        """Whose it is."""
        return str(self.subject)


def bearers(keys: Iterable[bytes | memoryview]) -> models.QuerySet[Resident]:
    """The residents who bear one of the numbers, by both of its partial indexes."""
    held = [bytes(key) for key in keys]
    alone = models.Q(identity_key__in=held, identity_shared=False)
    return Resident.objects.filter(alone | models.Q(identity_key__in=held, identity_shared=True))
