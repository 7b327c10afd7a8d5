"""Changes of guard at a door."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember


class HandOver(models.Model):
    """One change at a door: what was counted, to whom, what stood open then; the note is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    to_name = models.TextField()
    keys = models.IntegerField(null=True)
    thermometers = models.IntegerField(null=True)
    lists = models.BooleanField(default=False)
    note_sealed = models.BinaryField(null=True)
    open = models.IntegerField()
    overdue = models.IntegerField()

    class Meta:
        """Of what stands open some is overdue."""

        db_table = "hand_over"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(overdue__lte=models.F("open")), name="hand_over_overdue_of_open"
            ),
        )

    def __str__(self) -> str:
        """Where and when."""
        return f"{self.area} {self.at}"
