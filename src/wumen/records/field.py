"""What stands around field events: phones, keys, sessions, batches, photos, what was told, and what people decided."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.devices import Device
from wumen.records.orders import Outbreak


class FieldKey(models.Model):
    """The public half of a key to which phones seal their session keys; the private half lies with the keys."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    outbreak = models.ForeignKey(Outbreak, on_delete=models.PROTECT, related_name="+")
    public = models.BinaryField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        """An outbreak has one key to seal to; former ones still open what was sealed to them."""

        db_table = "field_key"
        constraints = (
            models.UniqueConstraint(
                fields=["outbreak"],
                condition=models.Q(retired_at__isnull=True),
                name="field_key_one",
            ),
        )

    def __str__(self) -> str:
        """The id."""
        return str(self.id)


class FieldDevice(models.Model):
    """A phone of a station or an area, enrolled by a code; all instants by the real clock.

    `post`: the only post that may act on it, where it was enrolled by the code of one. `device`: that binding.
    `writer`: the one under which it makes its next event. `taken_over`: how many it brought along from before an
    office was restored.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    outbreak = models.ForeignKey(Outbreak, on_delete=models.PROTECT, related_name="+")
    name = models.TextField(default="", blank=True)
    post = models.UUIDField(null=True)
    device = models.OneToOneField(
        Device, on_delete=models.PROTECT, null=True, related_name="field_device"
    )
    code_key = models.BinaryField(unique=True, null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    code_until = models.DateTimeField()
    until_at = models.DateTimeField()
    token_key = models.BinaryField(unique=True, null=True)
    taken_over = models.IntegerField(default=0)
    enrolled_at = models.DateTimeField(null=True)
    kind = models.TextField(default="", blank=True)
    writer = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """An enrolled phone has its token and its writer."""

        db_table = "field_device"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(enrolled_at=None, token_key=None, writer=None)
                | models.Q(
                    enrolled_at__isnull=False, token_key__isnull=False, writer__isnull=False
                ),
                name="field_device_whole",
            ),
        )

    def __str__(self) -> str:
        """The id: code and token are known to nobody here."""
        return str(self.id)


class FieldSession(models.Model):
    """A session key of a phone, sealed to a key of the outbreak."""

    id = models.UUIDField(primary_key=True)
    key = models.UUIDField()
    device = models.ForeignKey(FieldDevice, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    came_at = models.DateTimeField()

    class Meta:
        """It opens only where the outbreak's keys are."""

        db_table = "field_session"

    def __str__(self) -> str:
        """The id."""
        return str(self.id)


class FieldBatch(models.Model):
    """The run of events that one batch brought; its number is the order in which batches took effect.

    `sent_at` by the phone's clock, `received_at` by the real one, `office_at` by the office's.
    """

    id = models.BigAutoField(primary_key=True)
    writer = models.UUIDField()
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField()
    office_at = models.DateTimeField()
    drift_ms = models.BigIntegerField()

    class Meta:
        """Found by its writer."""

        db_table = "field_batch"
        indexes = (models.Index(fields=["writer", "first_seq"], name="field_batch_run"),)

    def __str__(self) -> str:
        """Its number."""
        return str(self.id)


class FieldRecord(models.Model):
    """What a phone told that is no duty's state: a need, a delivery, a passage, a sample, a word; and fevers.

    A projection: made anew from the events by `wumen replay`. What was said lies sealed in the event alone.
    """

    pk = models.CompositePrimaryKey("writer", "seq")
    writer = models.UUIDField()
    seq = models.BigIntegerField()
    arrived_on = models.DateField()
    area = PathField(db_index=True)
    outbreak = models.UUIDField()
    kind = models.TextField()
    happened_at = models.DateTimeField()
    post = models.UUIDField()
    direction = models.TextField(default="", blank=True)
    decision = models.TextField(default="", blank=True)
    count = models.IntegerField(null=True)
    tube_key = models.BinaryField(null=True)

    class Meta:
        """One for an event; listed by hour."""

        db_table = "field_record"
        indexes = (
            models.Index(fields=["kind", "happened_at"], name="field_record_hour"),
            models.Index(fields=["happened_at", "writer", "seq"], name="field_record_told"),
            models.Index(
                fields=["tube_key"],
                condition=models.Q(tube_key__isnull=False),
                name="field_record_tube",
            ),
        )

    def __str__(self) -> str:
        """Kind and place in the log."""
        return f"{self.kind} {self.writer}/{self.seq}"


class FieldPhoto(models.Model):
    """A photo as it came from a phone, sealed by its session; named by the digest of its sealed bytes."""

    digest = models.BinaryField(primary_key=True)
    area = PathField(db_index=True)
    session = models.UUIDField()
    device = models.ForeignKey(FieldDevice, on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    came_at = models.DateTimeField()

    class Meta:
        """It opens with the session's key."""

        db_table = "field_photo"

    def __str__(self) -> str:
        """Its name."""
        return bytes(self.digest).hex()


class FieldPhotoOf(models.Model):
    """Which event of a phone names which photo: they travel apart, and meet here; `photo`: once they have."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    digest = models.BinaryField()
    writer = models.UUIDField()
    seq = models.BigIntegerField()
    area = PathField(db_index=True)
    post = models.UUIDField()
    day = models.DateField()
    what = models.TextField()
    owed_by = models.UUIDField()
    win = models.TextField()
    done_at = models.DateTimeField()
    photo = models.UUIDField(null=True)

    class Meta:
        """Found by the photo's name."""

        db_table = "field_photo_of"
        constraints = (
            models.UniqueConstraint(fields=["digest", "writer", "seq"], name="field_photo_of_once"),
        )

    def __str__(self) -> str:
        """The photo's name."""
        return bytes(self.digest).hex()


class FieldDecision(models.Model):
    """What a named person decided of an event that did not count by itself; `hash` tells forks apart."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    writer = models.UUIDField()
    seq = models.BigIntegerField()
    hash = models.BinaryField()
    area = PathField(db_index=True)
    decided = models.TextField()
    why = models.TextField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    evidence = models.TextField()

    class Meta:
        """Decided once."""

        db_table = "field_decision"
        constraints = (
            models.UniqueConstraint(fields=["writer", "seq", "hash"], name="field_decision_once"),
            models.CheckConstraint(
                condition=models.Q(decided__in=["applied", "stands"]),
                name="field_decision_known",
            ),
            models.CheckConstraint(condition=~models.Q(why=""), name="field_decision_why"),
        )

    def __str__(self) -> str:
        """What was decided."""
        return self.decided


class WriterHole(models.Model):
    """Numbers of a writer that never came, closed by a named person with a reason; the chain goes on behind them."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    writer = models.UUIDField(db_index=True)
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    area = PathField(db_index=True)
    why = models.TextField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    evidence = models.TextField()

    class Meta:
        """A hole has a first and a last number, and a reason."""

        db_table = "writer_hole"
        constraints = (
            models.UniqueConstraint(fields=["writer", "first_seq"], name="writer_hole_once"),
            models.CheckConstraint(
                condition=models.Q(last_seq__gte=models.F("first_seq")), name="writer_hole_runs"
            ),
            models.CheckConstraint(condition=~models.Q(why=""), name="writer_hole_why"),
        )

    def __str__(self) -> str:
        """The numbers."""
        return f"{self.first_seq}-{self.last_seq}"
