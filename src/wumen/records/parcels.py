"""Deposit points with their keepers, and the parcels that lie there or were handed over."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.lots import Lot


class DepositPoint(models.Model):
    """A place where parcels wait, and who keeps it; it serves the homes of its area."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    name = models.TextField()
    keeper = models.TextField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """A name stands once in a place, and nobody's point is kept by nobody."""

        db_table = "deposit_point"
        constraints = (
            models.UniqueConstraint(
                fields=["area", "name"],
                condition=models.Q(ended_at__isnull=True),
                name="deposit_point_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(keeper=""), name="deposit_point_kept"
            ),
        )

    def __str__(self) -> str:
        """The name."""
        return self.name


class Parcel(models.Model):
    """What came for one home in one list, or a line that nobody could read yet.

    `area` is the home's door, as long as nobody knows whose it is the point's place; `line_sealed` is that
    line. Of a `lot` of goods it is what this home gets. `handing` finds the photo of the handing over, `batch`
    that of the arrival.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    household = models.UUIDField(null=True, db_index=True)
    point = models.ForeignKey(DepositPoint, on_delete=models.PROTECT, related_name="parcels")
    batch = models.UUIDField(db_index=True)
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, related_name="shares")
    pieces = models.IntegerField()
    line_sealed = models.BinaryField(null=True)
    arrived_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField(null=True)
    how = models.TextField(blank=True, default="")
    carried_by = models.TextField(blank=True, default="")
    handed_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+", null=True)
    handing = models.UUIDField(null=True)

    class Meta:
        """It is somebody's or still to be read; what is handed over says how, when and by whom."""

        db_table = "parcel"
        indexes = (
            models.Index(
                fields=["point"],
                condition=models.Q(handed_at__isnull=True),
                name="parcel_lying",
            ),
            models.Index(
                fields=["area"],
                condition=models.Q(handed_at__isnull=True, lot__isnull=False),
                name="parcel_share_lying",
            ),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(pieces__gte=1), name="parcel_of_some"),
            models.CheckConstraint(
                condition=models.Q(household__isnull=False)
                | models.Q(line_sealed__isnull=False)
                | models.Q(how="mistake"),
                name="parcel_of_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(handed_at=None, handed_by=None, handing=None, how="")
                | models.Q(
                    handed_at__isnull=False,
                    handed_by__isnull=False,
                    handing__isnull=False,
                    how__in=["brought", "fetched", "mistake"],
                ),
                name="parcel_handed_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(how="brought") & ~models.Q(carried_by="")
                | ~models.Q(how="brought") & models.Q(carried_by=""),
                name="parcel_brought_by_somebody",
            ),
        )

    def __str__(self) -> str:
        """How many."""
        return str(self.pieces)
