"""Who told of a blocked exit, how, and in which words: kept apart from the request, for the sub-district alone."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.instructions import Instruction


class ExitTold(models.Model):
    """One telling of a blocked exit; the words are sealed, `by` is empty behind the code of a door.

    `area`: the sub-district, so that no post of a community sees the row at all. `told_writer`, `told_seq`: the
    event of a phone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    instruction = models.ForeignKey(Instruction, on_delete=models.CASCADE, related_name="tellings")
    area = PathField(db_index=True)
    told_at = models.DateTimeField()
    came = models.TextField()
    locked_by = models.TextField()
    said_sealed = models.BinaryField(null=True)
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")
    told_writer = models.UUIDField(null=True)
    told_seq = models.BigIntegerField(null=True)

    class Meta:
        """The same event of a phone tells it once."""

        db_table = "exit_told"
        constraints = (
            models.UniqueConstraint(fields=["told_writer", "told_seq"], name="exit_told_once"),
        )

    def __str__(self) -> str:
        """How it was told."""
        return self.came
