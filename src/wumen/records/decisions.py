"""What each decision of an authority names here: its document, its ground, and the two who entered it."""

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember


class Decided(models.Model):
    """An authority's decision as it was entered and confirmed; `area` is the deepest place that it is about.

    `dropped_at`: when one that nobody confirmed was withdrawn; it never held.
    """

    area = PathField()
    authority = models.TextField()
    document = models.TextField()
    ground = models.TextField()
    entered_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        CrewMember, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        """Each decision has a table of its own."""

        abstract = True


def grounded(name: str) -> tuple[models.CheckConstraint, ...]:
    """No decision without grounds, and none that the one who entered it confirmed alone."""
    return (
        models.CheckConstraint(
            condition=~models.Q(authority="") & ~models.Q(document="") & ~models.Q(ground=""),
            name=f"{name}_has_grounds",
        ),
        models.CheckConstraint(
            condition=models.Q(confirmed_by__isnull=True)
            | ~models.Q(confirmed_by=models.F("entered_by")),
            name=f"{name}_by_two",
        ),
    )


def ending(name: str) -> tuple[models.CheckConstraint, ...]:
    """What restricts people ends after it begins, and is confirmed with its hour or not at all."""
    return (
        models.CheckConstraint(
            condition=models.Q(until_at__gt=models.F("from_at")), name=f"{name}_ends"
        ),
        models.CheckConstraint(
            condition=models.Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
            | models.Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            name=f"{name}_confirmed_whole",
        ),
    )
