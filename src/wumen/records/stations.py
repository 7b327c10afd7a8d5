"""Stations: places that must be manned, by which hours, and how many with which skill."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField


class Station(models.Model):
    """A place that must be manned; whoever stands there is told by `shift`.

    `rings_after`: so many minutes after a shift began with nobody checked in, the station rings.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    kind = models.TextField()
    name = models.TextField()
    outdoors = models.BooleanField(default=False)
    isolated = models.BooleanField(default=False)
    rings_after = models.SmallIntegerField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """A name stands once in a place."""

        db_table = "station"
        constraints = (
            models.UniqueConstraint(
                fields=["area", "name"],
                condition=models.Q(ended_at__isnull=True),
                name="station_once",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="station_named"),
            models.CheckConstraint(
                condition=models.Q(rings_after__gte=1, rings_after__lte=120),
                name="station_rings_soon",
            ),
        )

    def __str__(self) -> str:
        """The name."""
        return self.name


class StationHours(models.Model):
    """Hours of a station on some days of the week: how many are needed then, with which skill.

    `start` and `minutes` from midnight; `weekdays` has a bit for each day, Monday the lowest.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="hours")
    start = models.SmallIntegerField()
    minutes = models.SmallIntegerField()
    weekdays = models.SmallIntegerField()
    need = models.SmallIntegerField()
    skill = models.TextField(blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """The same hours stand once; a shift is no longer than twelve hours."""

        db_table = "station_hours"
        constraints = (
            models.UniqueConstraint(
                fields=["station", "start", "minutes", "weekdays", "skill"],
                condition=models.Q(ended_at__isnull=True),
                name="station_hours_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    start__gte=0,
                    start__lt=1440,
                    minutes__gte=30,
                    minutes__lte=720,
                    weekdays__gte=1,
                    weekdays__lte=127,
                    need__gte=1,
                    need__lte=20,
                ),
                name="station_hours_sound",
            ),
        )

    def __str__(self) -> str:
        """Start and length."""
        return f"{self.start}+{self.minutes}"
