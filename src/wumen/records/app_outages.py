"""While the city's sampling app is down: outages of points, who was registered here, the city's template, lists."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.sampling_points import SamplingPoint
from wumen.records.sampling_rounds import SamplingRound


class AppOutage(models.Model):
    """From when until when a point cannot register in the city's app, who said so and why."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    point = models.ForeignKey(SamplingPoint, on_delete=models.PROTECT, related_name="outages")
    round = models.ForeignKey(SamplingRound, on_delete=models.CASCADE, related_name="outages")
    began_at = models.DateTimeField()
    why = models.TextField()
    declared_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """A point is in one at a time; somebody ends what is ended."""

        db_table = "app_outage"
        constraints = (
            models.UniqueConstraint(
                fields=["point"], condition=models.Q(ended_at=None), name="app_outage_one_a_point"
            ),
            models.CheckConstraint(condition=~models.Q(why=""), name="app_outage_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_by=None)
                | models.Q(ended_at__gte=models.F("began_at"), ended_by__isnull=False),
                name="app_outage_ended_by_somebody",
            ),
        )

    def __str__(self) -> str:
        """The id."""
        return str(self.id)


class AppTemplate(models.Model):
    """The city's empty .xlsx that an office keeps: on which sheet, below which row, which column takes what."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField()
    name = models.TextField()
    sheet = models.TextField()
    head_row = models.IntegerField()
    columns = models.JSONField(default=dict)
    blank_sealed = models.BinaryField()
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One an office: a new one takes the place of the one before."""

        db_table = "app_template"
        constraints = (models.UniqueConstraint(fields=["area"], name="app_template_of_an_office"),)

    def __str__(self) -> str:
        """Its name."""
        return self.name


class AppList(models.Model):
    """A list for the city: those whom it holds stand in no other, until it is dropped; uploaded by whom and when."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    round = models.ForeignKey(SamplingRound, on_delete=models.CASCADE, related_name="app_lists")
    number = models.SmallIntegerField()
    people = models.IntegerField()
    gaps = models.IntegerField()
    made_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    uploaded_at = models.DateTimeField(null=True)
    uploaded_by = models.ForeignKey(
        CrewMember, on_delete=models.PROTECT, null=True, related_name="+"
    )
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(
        CrewMember, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        """One is open at a time in an office and round, so that two people do not upload the same."""

        db_table = "app_list"
        constraints = (
            models.UniqueConstraint(
                fields=["area", "round"],
                condition=models.Q(uploaded_at=None, dropped_at=None),
                name="app_list_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(uploaded_at=None, uploaded_by=None)
                | models.Q(uploaded_at__isnull=False, uploaded_by__isnull=False, dropped_at=None),
                name="app_list_uploaded_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(dropped_at=None, dropped_by=None)
                | models.Q(dropped_at__isnull=False, dropped_by__isnull=False),
                name="app_list_dropped_by_somebody",
            ),
        )

    def __str__(self) -> str:
        """The id."""
        return str(self.id)


class AppRegistered(models.Model):
    """Somebody who was registered here instead: who is sealed, known again by a keyed hash, the tube by another.

    `place`: the how-manieth of the tube; `sheet` and `line`: where it stands on paper; `gaps`: what is missing of it.
    `person_key` is None where she gave nothing by which she is known again; `event` is what settled what she owed.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    round = models.ForeignKey(SamplingRound, on_delete=models.CASCADE, related_name="registered")
    point = models.ForeignKey(SamplingPoint, on_delete=models.PROTECT, related_name="registered")
    tube_key = models.BinaryField()
    place = models.SmallIntegerField()
    desk = models.SmallIntegerField(null=True)
    sheet = models.IntegerField(null=True)
    line = models.SmallIntegerField(null=True)
    person_key = models.BinaryField(null=True)
    said_sealed = models.BinaryField()
    gaps = models.JSONField(default=list)
    event = models.TextField()
    sampled_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        CrewMember, on_delete=models.PROTECT, null=True, related_name="+"
    )
    list = models.ForeignKey(
        AppList, on_delete=models.SET_NULL, null=True, related_name="registered"
    )

    class Meta:
        """Each person, each place in a tube and each line of a sheet once, wherever in the round it was noted."""

        db_table = "app_registered"
        indexes = (models.Index(fields=["tube_key"], name="app_registered_tube"),)
        constraints = (
            models.UniqueConstraint(
                fields=["round", "person_key"],
                condition=models.Q(withdrawn_at=None),
                name="app_registered_person_once",
            ),
            models.UniqueConstraint(
                fields=["round", "tube_key", "place"],
                condition=models.Q(withdrawn_at=None),
                name="app_registered_place_once",
            ),
            models.UniqueConstraint(
                fields=["point", "sheet", "line"],
                condition=models.Q(withdrawn_at=None),
                name="app_registered_line_once",
            ),
            models.CheckConstraint(
                condition=models.Q(place__gt=0)
                & (
                    models.Q(sheet=None, line=None)
                    | models.Q(sheet__isnull=False, line__isnull=False)
                ),
                name="app_registered_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="app_registered_withdrawn_by_somebody",
            ),
        )

    def __str__(self) -> str:
        """The id: a name stands in no log."""
        return str(self.id)
