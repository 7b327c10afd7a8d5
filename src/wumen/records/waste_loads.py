"""Bins for waste of isolated homes, and collections of waste that were handed on."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.facilities import Facility


class CareBin(models.Model):
    """A bin for waste of isolated homes (专用桶) that was placed: where it stands, how it is, when it was emptied.

    The row is of the facility that it is, whose emptying is owed each day; `removed_at`: since when it is gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    facility = models.OneToOneField(Facility, on_delete=models.PROTECT, related_name="+")
    area = PathField(db_index=True)
    stands_at = models.TextField()
    state = models.TextField()
    placed_at = models.DateTimeField()
    said_at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    emptied_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        """It stands somewhere, and its state is one that is known."""

        db_table = "care_bin"
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(stands_at="")
                & models.Q(state__in=["in_use", "full", "damaged"]),
                name="care_bin_stands",
            ),
        )

    def __str__(self) -> str:
        """Where it stands."""
        return self.stands_at


class WasteLoad(models.Model):
    """One collection of one class that was handed on: bags, weight, to whom; `bin`: which bin was emptied by it."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    day = models.DateField()
    kind = models.TextField()
    bags = models.IntegerField()
    kg = models.DecimalField(max_digits=6, decimal_places=2)
    handed_to = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    bin = models.ForeignKey(CareBin, on_delete=models.PROTECT, null=True, related_name="loads")

    class Meta:
        """Something was in it; what comes out of a bin for isolated homes is of its class."""

        db_table = "waste_load"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(bags__gte=1, kg__gt=0), name="waste_load_something"
            ),
            models.CheckConstraint(
                condition=models.Q(bin=None) | models.Q(kind="medical"),
                name="waste_load_of_a_bin",
            ),
        )

    def __str__(self) -> str:
        """Class and weight."""
        return f"{self.kind} {self.kg}"
