"""Supply shops: which there are, and whether each takes orders today; what it brought are lots."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember


class Shop(models.Model):
    """A shop that supplies homes while nobody shops: whether it takes orders, in which hours, within which limits."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    name = models.TextField()
    state = models.TextField()
    hours = models.TextField(blank=True, default="")
    limits = models.TextField(blank=True, default="")
    said_at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """A name stands once in a place; what is limited says how."""

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
                    models.Q(state__in=["open", "closed"])
                    | models.Q(state="limited") & ~models.Q(limits="")
                ),
                name="shop_state",
            ),
        )

    def __str__(self) -> str:
        """The name."""
        return self.name
