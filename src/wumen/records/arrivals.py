"""Who comes back to a home, and the lists of risk areas of a day as they were pasted."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember


class Arrival(models.Model):
    """Somebody who comes back: expected on a day, at home since; who, from where and the six answers are sealed.

    `who_key`: the keyed hash of telephone and name by which the same person is known again when she is announced
    twice at one place; what other places hold is nobody's business here. `household` is None while nobody knows
    the door; `area` is the compound then.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    household = models.UUIDField(db_index=True, null=True)
    who_key = models.BinaryField()
    expected_on = models.DateField()
    said_sealed = models.BinaryField()
    noted_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    came_at = models.DateTimeField(null=True)
    came_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    kit_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")
    kit_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        """Nobody is expected twice at one place; what was done was done by somebody."""

        db_table = "arrival"
        indexes = (models.Index(fields=["expected_on", "id"], name="arrival_by_day"),)
        constraints = (
            models.UniqueConstraint(
                fields=["area", "who_key"],
                condition=models.Q(dropped_at__isnull=True, came_at__isnull=True),
                name="arrival_once",
            ),
            models.CheckConstraint(
                condition=models.Q(came_at=None, came_by__isnull=True)
                | models.Q(came_at__isnull=False, came_by__isnull=False),
                name="arrival_came_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(kit_at=None)
                | models.Q(kit_by__isnull=False, household__isnull=False),
                name="arrival_kit_of_a_home",
            ),
        )

    def __str__(self) -> str:
        """Its id: who was where is hers."""
        return str(self.id)


class RiskDay(models.Model):
    """A list of risk areas as it was pasted: whose it is, of which day, from where; it names no person.

    `areas`: of each place its name, level and, where the list says one, the day since when.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    day = models.DateField()
    source = models.TextField()
    areas = models.JSONField()
    pasted_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    pasted_at = models.DateTimeField()

    class Meta:
        """Lists are kept one behind the other."""

        db_table = "risk_day"

    def __str__(self) -> str:
        """Of which day."""
        return str(self.day)
