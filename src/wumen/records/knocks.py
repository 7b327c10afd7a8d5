"""Visits at doors: who knocked when, and what became of it."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField


class KnockResult(models.TextChoices):
    """What a knock at a door found."""

    SPOKEN = "spoken"
    NOBODY_HOME = "nobody_home"
    NOT_LIVING_HERE = "not_living_here"
    MOVED = "moved"
    REFUSED = "refused"
    NEEDS = "needs"


class Knock(models.Model):
    """One visit at a household's door; what was said is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    household = models.UUIDField(db_index=True)
    area = PathField(db_index=True)
    knocked_at = models.DateTimeField()
    result = models.TextField(choices=KnockResult.choices)
    by = models.UUIDField()
    slip_left = models.BooleanField(default=False)
    said_sealed = models.BinaryField(null=True)

    class Meta:
        """The visits of design's register, one row each."""

        db_table = "knock"

    def __str__(self) -> str:
        """What it found."""
        return self.result
