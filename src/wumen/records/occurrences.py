"""Occurrences: that something happened at a home or place, and when; what it was lies sealed."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.orders import Outbreak


class Occurrence(models.Model):
    """One thing that happened; its kind tells of health and is sealed with who said so and why it was withdrawn."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.BigIntegerField(unique=True)
    outbreak = models.ForeignKey(Outbreak, on_delete=models.PROTECT, related_name="+")
    area = PathField()
    household = models.UUIDField(null=True, db_index=True)
    resident = models.UUIDField(null=True, db_index=True)
    happened_at = models.DateTimeField()
    said_sealed = models.BinaryField()
    noted_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        CrewMember, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why_sealed = models.BinaryField(null=True)

    class Meta:
        """It had happened when it was noted, to somebody of a home or at a place; withdrawn by name and reason."""

        db_table = "occurrence"
        indexes = (models.Index(fields=["area", "noted_at"], name="occurrence_area"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(happened_at__lte=models.F("noted_at")),
                name="occurrence_had_happened",
            ),
            models.CheckConstraint(
                condition=models.Q(resident=None) | models.Q(household__isnull=False),
                name="occurrence_resident_of_home",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    withdrawn_at=None, withdrawn_by__isnull=True, withdrawn_why_sealed=None
                )
                | models.Q(
                    withdrawn_at__isnull=False,
                    withdrawn_by__isnull=False,
                    withdrawn_why_sealed__isnull=False,
                ),
                name="occurrence_withdrawn_by_somebody",
            ),
        )

    def __str__(self) -> str:
        """Its number."""
        return str(self.number)
