"""Lots of goods that came to a deposit point for homes; what each home gets stands as its parcels."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.scope import WHOLE, narrowed
from wumen.records.sets import binding


class Lot(models.Model):
    """What came for homes at once: from whom, what, how many; `served` is the place in which homes get it.

    Its homes' shares are parcels of the batch that bears its id; `dealt` is how many these are together, kept so that
    nobody sums up what is in order. Over or short it is open until somebody says what became of the difference
    (`ended_why`).
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    point = models.ForeignKey("wumen.DepositPoint", on_delete=models.PROTECT, related_name="lots")
    served = PathField()
    source = models.TextField()
    what = models.TextField()
    unit = models.TextField()
    pieces = models.IntegerField()
    dealt = models.IntegerField(default=0)
    mode = models.TextField()
    each = models.IntegerField(default=1)
    arrived_at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_why = models.TextField(blank=True, default="")
    ended_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """It came from somebody and is something; who ends it says what became of the rest."""

        db_table = "lot"
        indexes = (
            models.Index(
                fields=["area"],
                condition=models.Q(ended_at__isnull=True),
                name="lot_not_ended",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(pieces__gte=1, each__gte=1)
                & ~models.Q(source="")
                & ~models.Q(what="")
                & ~models.Q(unit=""),
                name="lot_of_something",
            ),
            models.CheckConstraint(
                condition=models.Q(mode__in=["homes", "people", "ordered", "list"]),
                name="lot_mode",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_why="", ended_by=None)
                | models.Q(ended_at__isnull=False) & ~models.Q(ended_why=""),
                name="lot_ended_whole",
            ),
        )

    def __str__(self) -> str:
        """What it is."""
        return self.what


def redeal(lots: Iterable[UUID]) -> None:
    """Keep anew how much of some lots belongs to homes, once shares were taken down or put back; inside a transaction.

    A lot lies above whoever carries it, so it is written past her scope; held first, for two may write at once.
    """
    wanted = list(lots)
    if not wanted:
        return
    with narrowed(WHOLE), binding() as cursor:
        cursor.execute("SELECT 1 FROM lot WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [wanted])
        cursor.execute(
            "UPDATE lot SET dealt = (SELECT coalesce(sum(p.pieces), 0) FROM parcel p"
            " WHERE p.lot_id = lot.id AND p.how <> 'mistake') WHERE id = ANY(%s)",
            [wanted],
        )
