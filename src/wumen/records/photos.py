"""Photos made at work: of which owed thing, round or knock, where, when, by whom; the picture is an attachment."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.orders import Outbreak


class Photo(models.Model):
    """One photo; `day`, `what`, `owed_by` and `win` name its duty, without `what` its round, `knock` a knock.

    `post`: in which post its hand acted. What is taken down keeps its row; its picture is emptied.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    outbreak = models.ForeignKey(Outbreak, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(db_index=True)
    what = models.TextField(blank=True, default="")
    owed_by = models.UUIDField(null=True)
    win = models.TextField(blank=True, default="")
    knock = models.UUIDField(null=True, db_index=True)
    moment = models.TextField()
    taken_at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    post = models.UUIDField()
    taken_down_at = models.DateTimeField(null=True)

    class Meta:
        """It is of one thing; found by the day and thing that it shows."""

        db_table = "photo"
        indexes = (models.Index(fields=["win", "day", "owed_by"], name="photo_of"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(moment__in=["shown", "before", "after"]),
                name="photo_moment_known",
            ),
            models.CheckConstraint(
                condition=models.Q(what="", owed_by=None, knock__isnull=False, win="")
                | models.Q(what="", owed_by=None, knock=None) & ~models.Q(win="")
                | ~models.Q(what="")
                & ~models.Q(win="")
                & models.Q(owed_by__isnull=False, knock=None),
                name="photo_of_one_thing",
            ),
        )

    def __str__(self) -> str:
        """What it shows."""
        return self.moment
