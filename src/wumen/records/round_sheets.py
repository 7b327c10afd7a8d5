"""Rounds on paper: which lines a printed round or list has, and what was keyed back under their numbers."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember


class RoundSheet(models.Model):
    """One printed round, found by its number; `went` walked it, `keyed_by` typed it in.

    `kind`: what its lines are; a round of doors has a window, a round of calls is `about` its list, steps of one
    transfer alone are about it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.BigIntegerField(unique=True)
    area = PathField()
    day = models.DateField()
    win = models.TextField(blank=True)
    kind = models.TextField(default="doors")
    about = models.UUIDField(null=True)
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    keyed_at = models.DateTimeField(null=True)
    keyed_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")
    went = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")
    walked_at = models.DateTimeField(null=True)

    class Meta:
        """Who keyed it in, who had walked it and when stand together."""

        db_table = "round_sheet"
        indexes = (models.Index(fields=["area", "day"], name="round_sheet_area"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    keyed_at=None, keyed_by__isnull=True, went__isnull=True, walked_at=None
                )
                | models.Q(
                    keyed_at__isnull=False,
                    keyed_by__isnull=False,
                    went__isnull=False,
                    walked_at__isnull=False,
                ),
                name="round_sheet_keyed_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["doors", "visits"], about=None) & ~models.Q(win="")
                | models.Q(kind__in=["knocks", "asked", "kits"], win="", about=None)
                | models.Q(kind="transfers", win="")
                | models.Q(kind="calls", win="", about__isnull=False),
                name="round_sheet_kind",
            ),
        )

    def __str__(self) -> str:
        """The number as it is printed."""
        return str(self.number)


class RoundSheetLine(models.Model):
    """Of whom or of what something was owed at a numbered door when it was printed.

    One of `resident`, `household`, `thing` (a facility, somebody to ring, what was asked for); people in the order
    of their letters, the steps of a transfer by their place among all of them. `said` is what was keyed
    for the whole line, as it is kept with a duty: the line stays what it was, whoever moves since.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    sheet = models.ForeignKey(RoundSheet, on_delete=models.CASCADE, related_name="lines")
    area = PathField(db_index=True)
    line = models.IntegerField()
    place = models.IntegerField()
    resident = models.UUIDField(null=True, db_index=True)
    household = models.UUIDField(null=True, db_index=True)
    thing = models.UUIDField(null=True)
    said = models.TextField(blank=True, default="")

    class Meta:
        """A line has one number, and a place on it is one subject's."""

        db_table = "round_sheet_line"
        constraints = (
            models.UniqueConstraint(
                fields=["sheet", "line", "place"], name="round_sheet_line_once"
            ),
            models.CheckConstraint(
                condition=models.Q(resident__isnull=False, household=None, thing=None)
                | models.Q(resident=None, household__isnull=False, thing=None)
                | models.Q(resident=None, household=None, thing__isnull=False),
                name="round_sheet_line_of_one",
            ),
        )

    def __str__(self) -> str:
        """Its number."""
        return str(self.line)
