"""Lists of another office (协查): as they were sent, each row with whom the register knows and what was found."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember


class Inquiry(models.Model):
    """A list with its number at the sender's, who sent it, by when it is answered, and who answers for that.

    `header`: the heads of the sender's columns, in which the answer goes back. `number` is ours.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.BigIntegerField(unique=True)
    area = PathField()
    theirs = models.TextField()
    sender = models.TextField()
    header = models.JSONField()
    received_at = models.DateTimeField()
    taken_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    call_list = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        CrewMember, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        """The same list is taken once at a place; what is answered was answered by somebody."""

        db_table = "inquiry"
        indexes = (
            models.Index(
                fields=["area"],
                condition=models.Q(answered_at__isnull=True),
                name="inquiry_waiting",
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["area", "sender", "theirs"], name="inquiry_once"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answered_by__isnull=True)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False),
                name="inquiry_answered_by_somebody",
            ),
        )

    def __str__(self) -> str:
        """Our number."""
        return str(self.number)


class InquiryRow(models.Model):
    """A row as it was sent, sealed: its cells, of what kind she is said to be; and who it is by the register.

    `match`: what the register said when it was taken. `entry`: where she is rung, for several lists once;
    an older list may be erased before this one, so that nothing binds the two.
    `key`: the keyed hash of her first number, by which another list is recognised. `found`: what a person noted.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="rows")
    area = PathField()
    place = models.IntegerField()
    cells_sealed = models.BinaryField()
    said_sealed = models.BinaryField()
    key = models.BinaryField(null=True)
    resident = models.UUIDField(null=True)
    match = models.TextField()
    entry = models.UUIDField(null=True, db_index=True)
    found = models.TextField(blank=True, default="")
    found_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")
    found_at = models.DateTimeField(null=True)
    found_said_sealed = models.BinaryField(null=True)

    class Meta:
        """In the sender's order; what was found somebody found."""

        db_table = "inquiry_row"
        indexes = (
            models.Index(fields=["area"], name="inquiry_row_area"),
            models.Index(fields=["resident"], name="inquiry_row_resident"),
            models.Index(
                fields=["key"], condition=models.Q(key__isnull=False), name="inquiry_row_key"
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["inquiry", "place"], name="inquiry_row_place_once"),
            models.CheckConstraint(
                condition=models.Q(found="", found_by__isnull=True, found_at=None)
                | (~models.Q(found="") & models.Q(found_by__isnull=False, found_at__isnull=False)),
                name="inquiry_row_found_by_somebody",
            ),
        )

    def __str__(self) -> str:
        """The id: who was asked about stands in no log."""
        return str(self.id)
