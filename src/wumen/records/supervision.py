"""What neighbours report, which changes nothing, and what two workers found when they looked."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember


class NeighbourReport(models.Model):
    """A report about a place, its words sealed; who reported is not kept."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.BigIntegerField(unique=True)
    area = PathField(db_index=True)
    said_sealed = models.BinaryField()
    received_at = models.DateTimeField()
    entered_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    found = models.TextField(blank=True, default="")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """It is closed with what was found, and by nothing else."""

        db_table = "neighbour_report"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(found="", closed_at=None)
                | (~models.Q(found="") & models.Q(closed_at__isnull=False)),
                name="neighbour_report_closed_whole",
            ),
        )

    def __str__(self) -> str:
        """Its number."""
        return str(self.number)


class ReportCheck(models.Model):
    """What one worker found; nobody verifies a report twice."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    report = models.ForeignKey(NeighbourReport, on_delete=models.CASCADE, related_name="checks")
    area = PathField(db_index=True)
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    found = models.TextField()
    said_sealed = models.BinaryField()

    class Meta:
        """Two checks of one report are two people's."""

        db_table = "report_check"
        constraints = (
            models.UniqueConstraint(fields=["report", "by"], name="report_check_by_two"),
        )

    def __str__(self) -> str:
        """What was found."""
        return self.found
