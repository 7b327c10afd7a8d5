"""Transfers of somebody to hospital or isolation, and the steps of each with who noted it; words are sealed."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.orders import Outbreak


class Transfer(models.Model):
    """One going of one person; where to, why and who said so lie sealed under the outbreak's key.

    `occurrence`: the number under which her leaving makes things owed, once she is on the bus.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    outbreak = models.ForeignKey(Outbreak, on_delete=models.PROTECT, related_name="+")
    area = PathField(db_index=True)
    household = models.UUIDField(db_index=True)
    resident = models.UUIDField(db_index=True)
    bus_at = models.DateTimeField()
    said_sealed = models.BinaryField()
    opened_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    occurrence = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """It ends after it was opened."""

        db_table = "transfer"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("opened_at")),
                name="transfer_ends_after",
            ),
        )

    def __str__(self) -> str:
        """Its id: who is moved tells of health."""
        return str(self.id)


class TransferStep(models.Model):
    """One step: when it was done, who noted it, and what was said of carer, pet or keys, sealed."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="steps")
    area = PathField(db_index=True)
    step = models.TextField()
    happened_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    said_sealed = models.BinaryField(null=True)

    class Meta:
        """Each step once, when it had been done."""

        db_table = "transfer_step"
        constraints = (
            models.UniqueConstraint(fields=["transfer", "step"], name="transfer_step_once"),
            models.CheckConstraint(
                condition=models.Q(happened_at__lte=models.F("noted_at")),
                name="transfer_step_had_happened",
            ),
        )

    def __str__(self) -> str:
        """The step."""
        return self.step
