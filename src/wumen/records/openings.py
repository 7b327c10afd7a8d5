"""What happened at doors and gates after a lifting, and at blocked exits: opened, confirmed, still closed."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember


class OpeningStep(models.Model):
    """One step at one door or gate; `day`, `owed_by` and `win` name its duty, `number` counts them.

    `by`: who stands for it; `resident`: who lives there and said so; `seen`: whoever stands for it went and saw.
    Of a blocked exit `day` is the day on which it was told.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    day = models.DateField()
    owed_by = models.UUIDField()
    win = models.TextField()
    number = models.IntegerField()
    step = models.TextField()
    happened_at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    resident = models.UUIDField(null=True, db_index=True)
    seen = models.BooleanField(default=False)
    said = models.TextField(blank=True, default="")

    class Meta:
        """Nothing is confirmed without somebody who lives there; nothing stays closed without why."""

        db_table = "opening_step"
        constraints = (
            models.UniqueConstraint(
                fields=["day", "owed_by", "win", "number"], name="opening_step_once"
            ),
            models.CheckConstraint(
                condition=models.Q(step__in=["opened", "confirmed", "still_closed"]),
                name="opening_step_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(step="confirmed")
                | models.Q(resident__isnull=False)
                | models.Q(seen=True),
                name="opening_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(step="still_closed") | ~models.Q(said=""),
                name="opening_closed_says_why",
            ),
        )

    def __str__(self) -> str:
        """What happened."""
        return self.step
