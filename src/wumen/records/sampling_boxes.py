"""Transport boxes of a round: packed, handed over, received; their tubes by keyed hashes; tubes said as made."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.sampling_points import SamplingPoint
from wumen.records.sampling_rounds import SamplingRound


class SamplingBox(models.Model):
    """One way of one box from a point, or from doors below a place, to a laboratory; it holds nobody's name.

    A box comes back empty and goes again under another seal. `why`: what its counts differ by, until they change.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    round = models.ForeignKey(SamplingRound, on_delete=models.CASCADE, related_name="boxes")
    area = PathField(db_index=True)
    point = models.ForeignKey(SamplingPoint, on_delete=models.PROTECT, null=True, related_name="+")
    number = models.TextField()
    seal = models.TextField()
    tubes = models.SmallIntegerField()
    first_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    handed_to = models.TextField(blank=True, default="")
    handed_at = models.DateTimeField(null=True)
    handed_tubes = models.SmallIntegerField(null=True)
    handed_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")
    lab = models.TextField(blank=True, default="")
    received_at = models.DateTimeField(null=True)
    received_tubes = models.SmallIntegerField(null=True)
    received_by = models.ForeignKey(
        CrewMember, on_delete=models.PROTECT, null=True, related_name="+"
    )
    why = models.TextField(blank=True, default="")
    why_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.TextField(blank=True, default="")

    class Meta:
        """A box under a seal stands once in its round; what happened has its hour, its count and somebody."""

        db_table = "sampling_box"
        constraints = (
            models.UniqueConstraint(
                fields=["round", "number", "seal"],
                condition=models.Q(withdrawn_at=None),
                name="sampling_box_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(number="") & ~models.Q(seal="") & models.Q(tubes__gt=0),
                name="sampling_box_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(handed_at=None, handed_tubes=None, handed_by=None, handed_to="")
                | models.Q(
                    handed_at__gte=models.F("first_at"),
                    handed_tubes__gte=0,
                    handed_by__isnull=False,
                )
                & ~models.Q(handed_to=""),
                name="sampling_box_handed_to_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(received_at=None, received_tubes=None, received_by=None, lab="")
                | models.Q(
                    received_at__gte=models.F("first_at"),
                    received_tubes__gte=0,
                    received_by__isnull=False,
                )
                & ~models.Q(lab=""),
                name="sampling_box_received_by_somebody",
            ),
        )

    def __str__(self) -> str:
        """Number and seal."""
        return f"{self.number} {self.seal}"


class SamplingBoxTube(models.Model):
    """A tube that was scanned into a box, by the keyed hash under which phones note it; in one box of a round."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    round = models.ForeignKey(SamplingRound, on_delete=models.CASCADE, related_name="+")
    box = models.ForeignKey(SamplingBox, on_delete=models.CASCADE, related_name="scanned")
    area = PathField(db_index=True)
    tube_key = models.BinaryField()

    class Meta:
        """Each tube once a round."""

        db_table = "sampling_box_tube"
        constraints = (
            models.UniqueConstraint(fields=["round", "tube_key"], name="sampling_box_tube_once"),
        )

    def __str__(self) -> str:
        """The id."""
        return str(self.id)


class SamplingTubes(models.Model):
    """How many tubes a point, or a team at doors below a place, filled in a round, as somebody there said last.

    `why`: by what it differs from `why_boxed` tubes in boxes.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    round = models.ForeignKey(SamplingRound, on_delete=models.CASCADE, related_name="tubes")
    area = PathField(db_index=True)
    point = models.ForeignKey(SamplingPoint, on_delete=models.PROTECT, null=True, related_name="+")
    tubes = models.IntegerField()
    said_at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True, default="")
    why_boxed = models.IntegerField(null=True)
    why_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """One number for each place."""

        db_table = "sampling_tubes"
        constraints = (
            models.UniqueConstraint(fields=["round", "point"], name="sampling_tubes_point_once"),
            models.UniqueConstraint(
                fields=["round", "area"],
                condition=models.Q(point=None),
                name="sampling_tubes_place_once",
            ),
            models.CheckConstraint(
                condition=models.Q(tubes__gte=0), name="sampling_tubes_not_less_than_none"
            ),
        )

    def __str__(self) -> str:
        """How many."""
        return str(self.tubes)
