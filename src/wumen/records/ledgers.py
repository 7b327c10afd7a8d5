"""Ledgers on their way into the register: the file, the job that takes it, and what was learnt of layouts."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField


class IncomingFile(models.Model):
    """A ledger that was uploaded and looked at, sealed, until it is taken or dropped."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField()
    name = models.TextField()
    sealed = models.BinaryField()
    arrived_at = models.DateTimeField()

    class Meta:
        """The table of design section 5."""

        db_table = "incoming_file"

    def __str__(self) -> str:
        """The id: a file's name may name a person."""
        return str(self.id)


class JobState(models.TextChoices):
    """How far the taking of a ledger is."""

    QUEUED = "queued"
    READING = "reading"
    COMPARING = "comparing"
    WRITING = "writing"
    PLANNING = "planning"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class LedgerJob(models.Model):
    """One taking of a ledger: its stage and progress, seen while it runs, and its outcome, sealed."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField()
    file = models.UUIDField()
    post = models.UUIDField()
    state = models.TextField(choices=JobState.choices, default=JobState.QUEUED)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    asked_to_stop = models.BooleanField(default=False)
    queued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    counts = models.JSONField(null=True)
    problem = models.TextField(blank=True, default="")
    outcome_sealed = models.BinaryField(null=True)

    class Meta:
        """The row is written from beside the taking's own transaction, so that progress is seen."""

        db_table = "ledger_job"
        indexes = (models.Index(fields=["area", "queued_at"], name="ledger_job_area"),)

    def __str__(self) -> str:
        """Its state."""
        return self.state


class LedgerLayout(models.Model):
    """What an office said of a layout: which column holds what; kept for the next ledger of that layout."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField()
    fingerprint = models.TextField()
    columns = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        """One mapping a layout and place (the community of the ledger's compound)."""

        db_table = "ledger_layout"
        constraints = (
            models.UniqueConstraint(fields=["area", "fingerprint"], name="ledger_layout_once"),
        )

    def __str__(self) -> str:
        """The layout."""
        return self.fingerprint
