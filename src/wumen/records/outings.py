"""Who went out, until when she is expected, and her return."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember


class Outing(models.Model):
    """A going out of somebody and her return; car and company are sealed."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    household = models.UUIDField(db_index=True)
    resident = models.UUIDField(db_index=True)
    left_at = models.DateTimeField()
    due_at = models.DateTimeField()
    said_sealed = models.BinaryField()
    noted_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    back_at = models.DateTimeField(null=True)
    back_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """Nobody is back before she left, nor by nobody."""

        db_table = "outing"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(back_at=None, back_by__isnull=True)
                | models.Q(back_at__gte=models.F("left_at"), back_by__isnull=False),
                name="outing_back_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(due_at__gt=models.F("left_at")), name="outing_due_after"
            ),
        )

    def __str__(self) -> str:
        """Its id: who goes where tells of health."""
        return str(self.id)
