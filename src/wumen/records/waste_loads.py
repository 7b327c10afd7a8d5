"""Collections of waste that were handed on."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember


class WasteLoad(models.Model):
    """One collection of one class that was handed on: bags, weight, to whom."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    day = models.DateField()
    kind = models.TextField()
    bags = models.IntegerField()
    kg = models.DecimalField(max_digits=6, decimal_places=2)
    handed_to = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Something was in it."""

        db_table = "waste_load"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(bags__gte=1, kg__gt=0), name="waste_load_something"
            ),
        )

    def __str__(self) -> str:
        """Class and weight."""
        return f"{self.kind} {self.kg}"
