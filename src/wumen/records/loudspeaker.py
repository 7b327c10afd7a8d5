"""Playings of a notice over a loudspeaker: where and when it is to be heard, and that it was."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.stairwell_notices import StairwellNotice


class LoudspeakerPlay(models.Model):
    """One playing: `area` is where people hear it, `where` the speaker or the way of the car in words.

    `played_at` is empty until somebody says that it was played.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    notice = models.ForeignKey(StairwellNotice, on_delete=models.PROTECT, related_name="+")
    area = PathField(db_index=True)
    where = models.TextField()
    planned_at = models.DateTimeField()
    played_at = models.DateTimeField(null=True)
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """The same playing is planned once."""

        db_table = "loudspeaker_play"
        constraints = (
            models.UniqueConstraint(
                fields=["notice", "area", "where", "planned_at"], name="loudspeaker_play_once"
            ),
        )

    def __str__(self) -> str:
        """Where it is heard."""
        return self.where
