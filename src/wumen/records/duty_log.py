"""The duty log (值班日志): what a duty officer adds by hand, and who signed it off; the rest is the event log."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember


class DutyLogLine(models.Model):
    """A line that somebody added, sealed, of an instant of a day; never changed. `late`: its hour was signed off."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    day = models.DateField(db_index=True)
    at = models.DateTimeField()
    said_sealed = models.BinaryField()
    noted_at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    late = models.BooleanField(default=False)

    class Meta:
        """Read by office and day."""

        db_table = "duty_log_line"

    def __str__(self) -> str:
        """The id: what was said stands in no log."""
        return str(self.id)


class DutyLogSign(models.Model):
    """A sign-off at the hand-over: who hands over, to whom, how much the log held then and under which heads."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    day = models.DateField(db_index=True)
    signed_at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    entries = models.IntegerField()
    lines = models.IntegerField()
    digest = models.TextField()

    class Meta:
        """Two people, one of whom hands over to the other."""

        db_table = "duty_log_sign"
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(by=models.F("to")), name="duty_log_signed_by_two"
            ),
        )

    def __str__(self) -> str:
        """The id."""
        return str(self.id)
