"""What a building is like, and its facilities: lifts, corridors, rails, handles, lockers, bins."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField


class Building(models.Model):
    """Type and floors of a building, `assumed` until a person has confirmed them."""

    area = PathField(primary_key=True)
    type = models.TextField()
    floors = models.SmallIntegerField()
    assumed = models.BooleanField(default=True)

    class Meta:
        """One row a building of the tree."""

        db_table = "building"
        constraints = (
            models.CheckConstraint(condition=models.Q(floors__gt=0), name="building_has_floors"),
        )

    def __str__(self) -> str:
        """The path."""
        return self.area


class Facility(models.Model):
    """A thing that many hands touch; `assumed` until a person has seen it."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    kind = models.TextField()
    name = models.TextField()
    floor = models.SmallIntegerField(null=True)
    assumed = models.BooleanField(default=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """A facility stands at a building or unit; one that is gone keeps its row."""

        db_table = "facility"
        constraints = (
            models.UniqueConstraint(
                fields=["area", "kind", "name"],
                condition=models.Q(closed_at__isnull=True),
                name="facility_named_once",
            ),
        )

    def __str__(self) -> str:
        """The name."""
        return self.name
