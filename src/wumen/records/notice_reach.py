"""What is kept of how a notice reached people: homes that were put on somebody's list or told, and sheets that hang."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.stairwell_notices import StairwellNotice


class NoticeHome(models.Model):
    """A home that no group and no sheet told: who was asked to tell it, and by which means somebody did.

    `entry`: on the call list; `number`: of what is asked of the captain; `how` is empty until somebody says that she
    told it herself. A call that was answered and a request that is done tell by themselves.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    notice = models.ForeignKey(StairwellNotice, on_delete=models.PROTECT, related_name="+")
    household = models.UUIDField(db_index=True)
    area = PathField(db_index=True)
    entry = models.UUIDField(null=True)
    number = models.BigIntegerField(null=True)
    how = models.TextField(blank=True, default="")
    noted_at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """A home stands once for a notice."""

        db_table = "notice_home"
        constraints = (
            models.UniqueConstraint(fields=["notice", "household"], name="notice_home_once"),
            models.CheckConstraint(
                condition=models.Q(how__in=["", "visit", "telephone"]), name="notice_home_how"
            ),
        )

    def __str__(self) -> str:
        """How it was told."""
        return self.how


class NoticeSheet(models.Model):
    """A notice that hangs at a place; the photo that shows it is an attachment of this row."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    notice = models.ForeignKey(StairwellNotice, on_delete=models.PROTECT, related_name="+")
    area = PathField(db_index=True)
    hung_at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """It hangs once at a place; the last photo is the one that counts."""

        db_table = "notice_sheet"
        constraints = (
            models.UniqueConstraint(fields=["notice", "area"], name="notice_sheet_once"),
        )

    def __str__(self) -> str:
        """Where it hangs."""
        return self.area
