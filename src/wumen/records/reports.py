"""Reports as they were sent upward, never rewritten, and the superior's own forms with their pointed cells."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember


class Report(models.Model):
    """One version of a report as it was sent: its words, figures and the heads of the log at that moment.

    `at`: the instant it tells of; `counted_at`: when its figures were counted. Of a filled form the
    workbook is kept, sealed, with the form and its name. `follows` and `why`: which version it corrects.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField()
    kind = models.TextField()
    at = models.DateTimeField()
    counted_at = models.DateTimeField()
    version = models.IntegerField(default=1)
    text_zh = models.TextField()
    text_en = models.TextField()
    figures = models.JSONField()
    changed = models.JSONField(default=list)
    heads = models.JSONField(default=list)
    form = models.UUIDField(null=True)
    form_name = models.TextField(blank=True, default="")
    file_sealed = models.BinaryField(null=True)
    sent_to = models.TextField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    post = models.UUIDField()
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    why = models.TextField(blank=True, default="")

    class Meta:
        """The application may add a version and change none; a correction says why."""

        db_table = "report"
        indexes = (models.Index(fields=["area", "at"], name="report_area"),)
        constraints = (
            models.UniqueConstraint(fields=["follows"], name="report_corrected_once"),
            models.CheckConstraint(
                condition=models.Q(version=1, follows__isnull=True)
                | (models.Q(version__gt=1, follows__isnull=False) & ~models.Q(why="")),
                name="report_corrected_with_reason",
            ),
            models.CheckConstraint(condition=~models.Q(sent_to=""), name="report_sent_to_somebody"),
        )

    def __str__(self) -> str:
        """Its kind and version."""
        return f"{self.kind} {self.version}"


class SuperiorForm(models.Model):
    """An empty form of the superior, known again by its fingerprint; `points` say which cell takes what.

    One that was taken back keeps them, for when it is uploaded again.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField()
    fingerprint = models.TextField()
    name = models.TextField()
    blank_sealed = models.BinaryField()
    points = models.JSONField(default=list)
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        CrewMember, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        """One form a place and fingerprint; somebody takes back what is taken back."""

        db_table = "superior_form"
        constraints = (
            models.UniqueConstraint(fields=["area", "fingerprint"], name="superior_form_once"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="superior_form_withdrawn",
            ),
        )

    def __str__(self) -> str:
        """What its file is called."""
        return self.name
