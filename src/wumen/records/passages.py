"""Who went through a gate as the office noted it, printed gate sheets, and passes."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.rules.gate_passes import PassKind
from wumen.rules.passages import Decision, Way


class GateSheet(models.Model):
    """One printed sheet of a gate, found by its number; `stood` kept the gate, `keyed_by` typed it in."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.BigIntegerField(unique=True)
    area = PathField()
    day = models.DateField()
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    keyed_at = models.DateTimeField(null=True)
    keyed_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")
    stood = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """When it was keyed, by whom and whose sheet it is stand together."""

        db_table = "gate_sheet"
        indexes = (models.Index(fields=["area", "day"], name="gate_sheet_area"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(keyed_at=None, keyed_by__isnull=True, stood__isnull=True)
                | models.Q(keyed_at__isnull=False, keyed_by__isnull=False, stood__isnull=False),
                name="gate_sheet_keyed_by_somebody",
            ),
        )

    def __str__(self) -> str:
        """The number as it is printed."""
        return str(self.number)


class GatePass(models.Model):
    """A pass that a gate checks by its number; for whom and what for is sealed.

    `area`: the door of who lives there, else the place that somebody from outside goes to. `outing`: the going
    out that it goes along with, and with whose return it ends.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.TextField(unique=True)
    area = PathField(db_index=True)
    kind = models.TextField()
    resident = models.UUIDField(null=True, db_index=True)
    outing = models.UUIDField(null=True)
    said_sealed = models.BinaryField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        CrewMember, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        """It has an end, and who took it back."""

        db_table = "gate_pass"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=[one.value for one in PassKind]), name="gate_pass_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(until_at__gt=models.F("from_at")), name="gate_pass_ends"
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at=None, revoked_by__isnull=True)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="gate_pass_revoked_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(outing=None) | models.Q(resident__isnull=False),
                name="gate_pass_outing_of_somebody",
            ),
        )

    def __str__(self) -> str:
        """The number as it is printed."""
        return self.number


class Passage(models.Model):
    """One going through a gate, or not: noted at the office's machine, or keyed from a row of a sheet.

    `verdict`: what the rule said at that hour, empty where what was written is not enough to ask it. Who it was,
    which home and what for are sealed. `stood` kept the gate, where another one typed it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField()
    at = models.DateTimeField()
    direction = models.TextField()
    decision = models.TextField()
    verdict = models.TextField(default="", blank=True)
    said_sealed = models.BinaryField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    stood = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")
    sheet = models.ForeignKey(
        GateSheet, on_delete=models.CASCADE, null=True, related_name="passages"
    )
    line = models.IntegerField(null=True)
    shown = models.ForeignKey(GatePass, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        """A row of a sheet is one entry however often it is keyed."""

        db_table = "passage"
        indexes = (models.Index(fields=["area", "at"], name="passage_at_gate"),)
        constraints = (
            models.UniqueConstraint(fields=["sheet", "line"], name="passage_row_once"),
            models.CheckConstraint(
                condition=models.Q(
                    direction__in=[one.value for one in Way],
                    decision__in=[one.value for one in Decision],
                ),
                name="passage_known",
            ),
            models.CheckConstraint(
                condition=models.Q(sheet__isnull=True, line=None)
                | models.Q(sheet__isnull=False, line__isnull=False, stood__isnull=False),
                name="passage_of_a_row",
            ),
        )

    def __str__(self) -> str:
        """Which way: who it was is nobody's to read here."""
        return self.direction
