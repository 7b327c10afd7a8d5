"""Rosters of stations: the making, its shifts as rows, and the days that people asked to be free."""

from collections.abc import Sequence
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.sets import run, unnested
from wumen.records.stations import Station, StationHours

# The tables of stations and rosters.
MANNING = ("station", "station_hours", "roster", "shift", "day_asked")


class RosterState(models.TextChoices):
    """How far the making of a roster is."""

    MAKING = "making"
    READY = "ready"
    REFUSED = "refused"


class Roster(models.Model):
    """A plan of who stands where in some days; `cost` and `bound` are points of the engine, `bound` if proven."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    number = models.IntegerField(unique=True)
    first_day = models.DateField()
    days = models.SmallIntegerField()
    stations = ArrayField(models.UUIDField())
    people = ArrayField(models.UUIDField())
    seed = models.IntegerField()
    state = models.TextField(choices=RosterState.choices, default=RosterState.MAKING)
    cost = models.IntegerField(null=True)
    bound = models.IntegerField(null=True)
    problem = models.TextField(blank=True, default="")
    made_at = models.DateTimeField()
    post = models.UUIDField()
    published_at = models.DateTimeField(null=True)
    published_by = models.UUIDField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        """Days to weeks."""

        db_table = "roster"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(days__gte=1, days__lte=28), name="roster_days_to_weeks"
            ),
        )

    def __str__(self) -> str:
        """The number."""
        return str(self.number)


class Shift(models.Model):
    """One place of a station for some hours of a day: whose it is, whether she came, what she handed over.

    `block`: one of several places that a crew without names fills, `person` is its contact. `was`: who stood here
    on a published roster before the place fell empty at `fell_at`; whoever takes it ends that.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="shifts")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="shifts")
    hours = models.ForeignKey(StationHours, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(db_index=True)
    seat = models.SmallIntegerField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    person = models.ForeignKey(
        CrewMember, on_delete=models.PROTECT, null=True, related_name="shifts"
    )
    by_hand = models.BooleanField(default=False)
    block = models.BooleanField(default=False)
    was = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")
    fell_at = models.DateTimeField(null=True)
    came_at = models.DateTimeField(null=True)
    came_how = models.TextField(blank=True, default="")
    came_noted_by = models.UUIDField(null=True)
    went_at = models.DateTimeField(null=True)
    handed_over_sealed = models.BinaryField(null=True)

    class Meta:
        """Nobody stands twice on one day of a roster, but a crew of many; who came is somebody."""

        db_table = "shift"
        constraints = (
            models.UniqueConstraint(fields=["roster", "hours", "day", "seat"], name="shift_once"),
            models.UniqueConstraint(
                fields=["roster", "person", "day"],
                condition=models.Q(person__isnull=False, block=False),
                name="shift_nobody_twice",
            ),
            models.CheckConstraint(
                condition=models.Q(was__isnull=True, fell_at__isnull=True)
                | models.Q(was__isnull=False, fell_at__isnull=False, person__isnull=True),
                name="shift_fell_empty",
            ),
            models.CheckConstraint(
                condition=models.Q(block=False) | models.Q(person__isnull=False),
                name="shift_block_of_a_crew",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")), name="shift_ends"
            ),
            models.CheckConstraint(
                condition=models.Q(came_at__isnull=True, came_noted_by__isnull=True, came_how="")
                | models.Q(
                    came_at__isnull=False, came_noted_by__isnull=False, person__isnull=False
                ),
                name="shift_came_whole",
            ),
        )
        # The overview asks for the places that fell empty; they are few among all.
        indexes = (
            models.Index(
                fields=["area"], condition=models.Q(fell_at__isnull=False), name="shift_fallen"
            ),
        )

    def __str__(self) -> str:
        """Day and seat."""
        return f"{self.day} {self.seat}"


def published() -> models.QuerySet[Shift]:
    """The shifts that count: of rosters that were published and not dropped since, in the present scope."""
    return Shift.objects.filter(roster__published_at__isnull=False, roster__dropped_at__isnull=True)


_GIVEN = (("id", "uuid"), ("person", "uuid"), ("by_hand", "bool"), ("block", "bool"))
_FELL = (("was", "uuid"), ("fell", "timestamptz"))
_GIVE = f"""
    UPDATE shift SET person_id = given.person, by_hand = given.by_hand, block = given.block,
        was_id = given.was, fell_at = given.fell
    FROM {unnested([*_GIVEN, *_FELL])} WHERE shift.id = given.id
"""


def write_places(rows: Sequence[Shift]) -> None:
    """Write whose the places are; first nobody's, for nobody stands twice on a day while two change places."""
    Shift.objects.filter(id__in=[one.id for one in rows]).update(
        person=None, block=False, was=None, fell_at=None
    )
    given = [
        (one.id, one.person_id, one.by_hand, one.block, one.was_id, one.fell_at) for one in rows
    ]
    run(_GIVE, given, at_once=len(given) or 1)


class DayAsked(models.Model):
    """A day that somebody asked to be free, or on which she cannot serve: a wish, leave, illness."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    person = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    kind = models.TextField()
    noted_at = models.DateTimeField()
    noted_by = models.UUIDField()

    class Meta:
        """A day is asked once."""

        db_table = "day_asked"
        constraints = (
            models.UniqueConstraint(fields=["area", "person", "day"], name="day_asked_once"),
        )

    def __str__(self) -> str:
        """The day."""
        return str(self.day)
