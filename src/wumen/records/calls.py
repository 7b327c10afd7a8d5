"""Call lists: who is to be rung about what, by whom, and what each call found."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember


class CallList(models.Model):
    """A list of people to ring for one purpose, until an hour."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField()
    purpose = models.TextField()
    source = models.TextField()
    made_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """No list without a purpose: each look at a number is logged with it."""

        db_table = "call_list"
        indexes = (models.Index(fields=["area", "made_at"], name="call_list_area"),)
        constraints = (
            models.CheckConstraint(condition=~models.Q(purpose=""), name="call_list_has_purpose"),
        )

    def __str__(self) -> str:
        """The purpose."""
        return self.purpose


class CallEntry(models.Model):
    """Somebody to ring; who she is and what was said of her is sealed, the register's people by their id."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    call_list = models.ForeignKey(CallList, on_delete=models.CASCADE, related_name="entries")
    area = PathField()
    place = models.IntegerField()
    resident = models.UUIDField(null=True)
    telephones_sealed = models.BinaryField()
    said_sealed = models.BinaryField(null=True)
    caller = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")
    # The number of what is asked of the captain after calls that did not help: to knock at her door.
    knock = models.BigIntegerField(null=True)

    class Meta:
        """In the order of doors, as they were dealt."""

        db_table = "call_entry"
        indexes = (
            models.Index(fields=["area"], name="call_entry_area"),
            models.Index(fields=["resident"], name="call_entry_resident"),
        )
        constraints = (
            models.UniqueConstraint(fields=["call_list", "place"], name="call_entry_place_once"),
        )

    def __str__(self) -> str:
        """The id: a name stands in no log."""
        return str(self.id)


class Call(models.Model):
    """One call: when, by whom, what it found; what was said is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    entry = models.ForeignKey(CallEntry, on_delete=models.CASCADE, related_name="calls")
    area = PathField(db_index=True)
    called_at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    result = models.TextField()
    back_at = models.DateTimeField(null=True)
    said_sealed = models.BinaryField(null=True)

    class Meta:
        """What it found stays as it was noted; its door follows a split."""

        db_table = "call"

    def __str__(self) -> str:
        """What it found."""
        return self.result
