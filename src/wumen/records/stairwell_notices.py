"""Notices as they were composed for a stairwell and its groups."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember


class StairwellNotice(models.Model):
    """A notice as it was composed: what is copied for groups and hangs in the stairwell, until it is taken back."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    heading = models.TextField()
    text = models.TextField()
    signed = models.TextField()
    groups = models.IntegerField()
    made_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        CrewMember, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        """It goes to a group at least; somebody takes back what is taken back."""

        db_table = "stairwell_notice"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(groups__gte=1), name="stairwell_notice_groups"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="stairwell_notice_withdrawn",
            ),
        )

    def __str__(self) -> str:
        """Its heading."""
        return self.heading
