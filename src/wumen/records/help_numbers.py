"""Numbers of help that an office keeps for a place: public numbers, shown to whoever lives there."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember


class HelpNumber(models.Model):
    """Whom to ring for one kind of trouble at a place; kept as it was in its time when it has ended."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    kind = models.TextField()
    name = models.TextField(blank=True, default="")
    telephone = models.TextField()
    note = models.TextField(blank=True, default="")
    kept_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """A number stands once for a kind at a place."""

        db_table = "help_number"
        constraints = (
            models.UniqueConstraint(
                fields=["area", "kind", "telephone"],
                condition=models.Q(ended_at=None),
                name="help_number_once",
            ),
        )

    def __str__(self) -> str:
        """The kind and number."""
        return f"{self.kind} {self.telephone}"
