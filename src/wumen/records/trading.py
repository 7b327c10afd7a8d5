"""What an order does to shops: whose decision lets one deliver, and what was done or seen at its door."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.orders import Order
from wumen.records.shops import Shop


class ShopSupply(models.Model):
    """An authority's decision that a shop delivers while an order suspends it; it ends with that order, or sooner."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="supplies")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    authority = models.TextField()
    document = models.TextField()
    noted_at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One decision of a shop under an order stands at a time, and none without authority and document."""

        db_table = "shop_supply"
        constraints = (
            models.UniqueConstraint(
                fields=["shop", "order"],
                condition=models.Q(ended_at__isnull=True),
                name="shop_supply_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(authority="") & ~models.Q(document=""),
                name="shop_supply_is_decided",
            ),
        )

    def __str__(self) -> str:
        """The document."""
        return self.document


class ShopLook(models.Model):
    """What was done or seen at a shop's door, by whom, under which order; `item`: the request that followed."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="looks")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    found = models.TextField()
    note = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    item = models.BigIntegerField(null=True)

    class Meta:
        """What is found open has somebody who sees to it."""

        db_table = "shop_look"
        indexes = (models.Index(fields=["shop", "at"], name="shop_look_of_shop"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(found__in=["told", "closed", "reopened"])
                | models.Q(found="open", item__isnull=False),
                name="shop_look_found",
            ),
        )

    def __str__(self) -> str:
        """What was found."""
        return self.found
