"""Shops: which there are, where, and whether each takes orders today; what it brought are lots."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.facilities import Facility


class Shop(models.Model):
    """A shop: whether it supplies homes while nobody shops, in which hours, within which limits.

    `facility`: its door, which is looked in at while an order suspends trade. `door`: the home of the register that
    it is, where it is one.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    name = models.TextField()
    state = models.TextField()
    hours = models.TextField(blank=True, default="")
    limits = models.TextField(blank=True, default="")
    said_at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, related_name="+")
    door = PathField(blank=True, default="")

    class Meta:
        """A name stands once in a place; what is limited says how; what is on the list has a door."""

        db_table = "shop"
        constraints = (
            models.UniqueConstraint(
                fields=["area", "name"],
                condition=models.Q(ended_at__isnull=True),
                name="shop_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(name="")
                & (
                    models.Q(state__in=["open", "closed", "ordinary"])
                    | models.Q(state="limited") & ~models.Q(limits="")
                ),
                name="shop_state",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=False) | models.Q(facility__isnull=False),
                name="shop_has_a_door",
            ),
        )

    def __str__(self) -> str:
        """The name."""
        return self.name
