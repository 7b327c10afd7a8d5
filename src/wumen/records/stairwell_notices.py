"""Notices as they were composed for a stairwell and its groups."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember


class StairwellNotice(models.Model):
    """A notice as it was composed: what is copied for groups and hangs in the stairwell."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    heading = models.TextField()
    text = models.TextField()
    signed = models.TextField()
    groups = models.IntegerField()
    made_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        """It goes to a group at least."""

        db_table = "stairwell_notice"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(groups__gte=1), name="stairwell_notice_groups"
            ),
        )

    def __str__(self) -> str:
        """Its heading."""
        return self.heading
