"""Organisations (单位) with their rosters, and grids (网格) with their workers."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember


class Organisation(models.Model):
    """A building site, supermarket, depot …: people who count in a round once."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    name = models.TextField()
    kind = models.TextField()
    contact_sealed = models.BinaryField(null=True)
    registered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """An organisation stands at a place of the tree; its contact's name and telephone are sealed."""

        db_table = "organisation"
        constraints = (
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_is_named"),
        )

    def __str__(self) -> str:
        """The name."""
        return self.name


class RosterEntry(models.Model):
    """A person on an organisation's roster; `resident` when she also lives in the area."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="roster_entries"
    )
    area = PathField(db_index=True)
    resident = models.UUIDField(null=True, db_index=True)
    name = models.TextField()
    identity_sealed = models.BinaryField(null=True)
    identity_key = models.BinaryField(null=True, db_index=True)
    telephones_sealed = models.BinaryField(null=True)
    since = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        """One number stands on one roster once."""

        db_table = "roster_entry"
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "identity_key"],
                condition=models.Q(left_at__isnull=True),
                name="roster_entry_once",
            ),
        )

    def __str__(self) -> str:
        """The id: a name stands in no log."""
        return str(self.id)


class Grid(models.Model):
    """A set of buildings or lanes of a community with its grid worker, beside the tree."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    name = models.TextField()
    worker = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True)

    class Meta:
        """A grid's `area` is the community it belongs to."""

        db_table = "grid"
        constraints = (models.UniqueConstraint(fields=["area", "name"], name="grid_named_once"),)

    def __str__(self) -> str:
        """The name."""
        return self.name


class GridPlace(models.Model):
    """A building or lane that belongs to a grid; it belongs to one only."""

    area = PathField(primary_key=True)
    grid = models.ForeignKey(Grid, on_delete=models.PROTECT, related_name="places")

    class Meta:
        """The set beside the tree."""

        db_table = "grid_place"

    def __str__(self) -> str:
        """The path."""
        return self.area
