"""Instructions and requests beyond what clauses make: who asked what of whom, and how it was closed."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.orders import Outbreak


class Instruction(models.Model):
    """One thing asked for about one resident, household, facility or place; what was said is sealed.

    `photos`: it is done only with a photo of before and one of after. `told_writer`, `told_seq`: the event of a
    phone that raised it. `exit`: which way out is blocked; who told it stands in `ExitTold` alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.BigIntegerField(unique=True)
    outbreak = models.ForeignKey(Outbreak, on_delete=models.PROTECT, related_name="+")
    area = PathField(db_index=True)
    resident = models.UUIDField(null=True, db_index=True)
    household = models.UUIDField(null=True, db_index=True)
    facility = models.UUIDField(null=True)
    origin = models.TextField()
    document = models.TextField(blank=True, default="")
    said_sealed = models.BinaryField()
    role = models.TextField()
    post = models.UUIDField(null=True)
    grade = models.TextField()
    urgency = models.TextField()
    photos = models.BooleanField(default=False)
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()
    entered_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    closed_as = models.TextField(blank=True, default="")
    closed_at = models.DateTimeField(null=True)
    closed_day = models.DateField(null=True)
    closed_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")
    closed_why = models.TextField(blank=True, default="")
    exit = models.TextField(blank=True, default="")
    told_writer = models.UUIDField(null=True)
    told_seq = models.BigIntegerField(null=True)

    class Meta:
        """It is about one thing, has an end after its beginning, and is closed by somebody."""

        db_table = "instruction"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(due_at__gt=models.F("opens_at")), name="instruction_hours"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    closed_as="", closed_at=None, closed_day=None, closed_by__isnull=True
                )
                | (
                    ~models.Q(closed_as="")
                    & models.Q(
                        closed_at__isnull=False, closed_day__isnull=False, closed_by__isnull=False
                    )
                ),
                name="instruction_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(resident=None, household=None)
                | models.Q(resident=None, facility=None)
                | models.Q(household=None, facility=None),
                name="instruction_about_one",
            ),
            models.UniqueConstraint(
                fields=["told_writer", "told_seq"], name="instruction_told_once"
            ),
            models.CheckConstraint(
                condition=models.Q(told_writer=None, told_seq=None)
                | models.Q(told_writer__isnull=False, told_seq__isnull=False),
                name="instruction_told_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(exit="")
                | models.Q(urgency="life")
                & ~models.Q(closed_as__in=["waived", "cancelled", "withdrawn"]),
                name="instruction_exit_is_opened",
            ),
        )
        indexes = (
            models.Index(
                fields=["area"],
                condition=~models.Q(exit="") & models.Q(closed_as=""),
                name="instruction_exit_blocked",
            ),
        )

    def __str__(self) -> str:
        """Its number."""
        return str(self.number)
