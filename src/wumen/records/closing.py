"""The erasure of an outbreak: asked by one, confirmed by another, carried out, certified; and copies that are gone."""

from uuid import uuid4

from django.db import models

from wumen.records.crew import CrewMember
from wumen.records.orders import Outbreak


class OutbreakClosing(models.Model):
    """That the personal data of an outbreak is erased: by two people, or by the rule once sixty days are over.

    `confirmed_at`: from then on it is decided and goes on until it is done, whatever breaks off meanwhile;
    `certificate`: what was there before, since it was decided, and once `erased_at` is set what is left.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    outbreak = models.ForeignKey(Outbreak, on_delete=models.PROTECT, related_name="closings")
    reason = models.TextField()
    by_rule = models.BooleanField(default=False)
    entered_by = models.ForeignKey(
        CrewMember, on_delete=models.PROTECT, null=True, related_name="+"
    )
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        CrewMember, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    certificate = models.JSONField(default=dict)

    class Meta:
        """One at a time; by two people or by the rule; nothing is erased that was not decided."""

        db_table = "outbreak_closing"
        constraints = (
            models.UniqueConstraint(
                fields=["outbreak"],
                condition=models.Q(dropped_at__isnull=True),
                name="outbreak_closing_once",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="outbreak_closing_why"),
            models.CheckConstraint(
                condition=models.Q(by_rule=True, entered_by=None, confirmed_by=None)
                | models.Q(by_rule=False, entered_by__isnull=False)
                & (
                    models.Q(confirmed_at=None, confirmed_by=None)
                    | models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                    & ~models.Q(confirmed_by=models.F("entered_by"))
                ),
                name="outbreak_closing_by_two",
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at=None)
                | models.Q(confirmed_at__isnull=False, dropped_at=None),
                name="outbreak_closing_decided",
            ),
        )

    def __str__(self) -> str:
        """Of which outbreak."""
        return str(self.outbreak_id)

    @property
    def decided(self) -> bool:
        """Whether two people or the rule decided it, so that it goes to its end."""
        return self.confirmed_at is not None


class CopyGone(models.Model):
    """That a copy outside of the installation's reach was destroyed: which, by whom, on which day, as was told."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    closing = models.ForeignKey(OutbreakClosing, on_delete=models.PROTECT, related_name="gone")
    copy = models.TextField()
    who = models.TextField()
    on = models.DateField()
    noted_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        """Once a copy, by name."""

        db_table = "copy_gone"
        constraints = (
            models.UniqueConstraint(fields=["closing", "copy"], name="copy_gone_once"),
            models.CheckConstraint(condition=~models.Q(who=""), name="copy_gone_by_name"),
        )

    def __str__(self) -> str:
        """Which."""
        return self.copy
