"""Objections to orders: what a resident says against one, who decided about it, and what was answered."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.orders import Order, OrderChange


class Objection(models.Model):
    """An objection as it was received; what it says and whose it is lies sealed, the answer too."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.BigIntegerField(unique=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="objections")
    area = PathField(db_index=True)
    household = models.UUIDField(null=True, db_index=True)
    came = models.TextField()
    said_sealed = models.BinaryField()
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        CrewMember, on_delete=models.PROTECT, null=True, related_name="+"
    )
    forwarded_at = models.DateTimeField(null=True)
    forwarded_by = models.ForeignKey(
        CrewMember, on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = models.TextField(blank=True, default="")
    answer_sealed = models.BinaryField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        CrewMember, on_delete=models.PROTECT, null=True, related_name="+"
    )
    corrected_by = models.ForeignKey(
        OrderChange, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        """No answer without who decided, and never by who entered it."""

        db_table = "objection"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(outcome="", decided_at=None, decided_by__isnull=True)
                | (
                    ~models.Q(outcome="")
                    & models.Q(
                        decided_at__isnull=False,
                        decided_by__isnull=False,
                        answer_sealed__isnull=False,
                    )
                ),
                name="objection_decided_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | models.Q(entered_by__isnull=True)
                | ~models.Q(decided_by=models.F("entered_by")),
                name="objection_by_two",
            ),
        )

    def __str__(self) -> str:
        """Its number."""
        return str(self.number)
