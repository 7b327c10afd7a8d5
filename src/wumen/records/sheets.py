"""Printed sheets: which one was printed for whom from which order, and whether it was handed over."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.orders import Order


class Sheet(models.Model):
    """One printed sheet: `number` is that of the print, `place` its place in it."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    area = PathField(db_index=True)
    resident = models.UUIDField(db_index=True)
    kind = models.TextField()
    number = models.IntegerField()
    place = models.IntegerField()
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """A sheet has one number; who handed it over stands beside when."""

        db_table = "sheet"
        constraints = (
            models.UniqueConstraint(fields=["number", "place"], name="sheet_number_once"),
            models.CheckConstraint(
                condition=models.Q(given_at__isnull=True, given_by__isnull=True)
                | models.Q(given_at__isnull=False, given_by__isnull=False),
                name="sheet_given_by_somebody",
            ),
        )

    def __str__(self) -> str:
        """The number as it is printed."""
        return f"{self.number}-{self.place}"
