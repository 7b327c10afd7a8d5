"""Sampling points with what they serve, and every word that was said of one: queue, heads, tubes."""

from uuid import uuid4

from django.db import models

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.organisations import Organisation


class SamplingPoint(models.Model):
    """A station where people are sampled; its state and figures are those of `day` and hold on that day only.

    `checks`: of items what is missing and whose it is, and the photo of it.
    `app_down_at`: since when the city's app is down here, None while it works; `app_sheets`: how many sheets for that
    were ever printed.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    subdistrict = models.TextField()
    number = models.SmallIntegerField()
    name = models.TextField()
    directions = models.TextField(blank=True, default="")
    desks = models.SmallIntegerField()
    lead = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")
    opens = models.TimeField()
    closes = models.TimeField()
    alarm = models.IntegerField()
    registered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    day = models.DateField(null=True)
    state = models.TextField(default="set_up")
    state_at = models.DateTimeField(null=True)
    state_why = models.TextField(blank=True, default="")
    ready = models.JSONField(default=list)
    checks = models.JSONField(default=dict)
    queue = models.SmallIntegerField(null=True)
    queue_at = models.DateTimeField(null=True)
    queue_since = models.DateTimeField(null=True)
    sampled = models.IntegerField(null=True)
    sampled_at = models.DateTimeField(null=True)
    tubes = models.IntegerField(null=True)
    tubes_at = models.DateTimeField(null=True)
    coming = models.IntegerField(default=0)
    app_down_at = models.DateTimeField(null=True)
    app_down_why = models.TextField(blank=True, default="")
    app_sheets = models.IntegerField(default=0)

    class Meta:
        """A number stands once in its sub-district."""

        db_table = "sampling_point"
        constraints = (
            models.UniqueConstraint(fields=["subdistrict", "number"], name="point_numbered_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="point_is_named"),
            models.CheckConstraint(
                condition=models.Q(number__gt=0, desks__gt=0, alarm__gte=0, coming__gte=0)
                & (models.Q(tubes__isnull=True) | models.Q(tubes__gte=0))
                & (models.Q(sampled__isnull=True) | models.Q(sampled__gte=0)),
                name="point_counts",
            ),
            models.CheckConstraint(
                condition=models.Q(closes__gt=models.F("opens")), name="point_closes_after_opening"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["set_up", "open", "paused", "closed"]),
                name="point_state",
            ),
        )

    def __str__(self) -> str:
        """The number and name."""
        return f"{self.number} {self.name}"


class PointService(models.Model):
    """A building, lane or organisation whose people come to a point; `called_at`: when they were asked down."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    point = models.ForeignKey(SamplingPoint, on_delete=models.PROTECT, related_name="services")
    area = PathField(db_index=True)
    serves = PathField(null=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True)
    words = models.TextField()
    called_at = models.DateTimeField(null=True)

    class Meta:
        """`area` is the point's own; what is served, also beyond it, is said in the words that hang outside."""

        db_table = "point_service"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(serves__isnull=True, organisation__isnull=False)
                | models.Q(serves__isnull=False, organisation__isnull=True),
                name="point_serves_one",
            ),
            models.UniqueConstraint(fields=["point", "serves"], name="point_serves_place_once"),
            models.UniqueConstraint(
                fields=["point", "organisation"], name="point_serves_organisation_once"
            ),
        )

    def __str__(self) -> str:
        """The id."""
        return str(self.id)


class PointWord(models.Model):
    """What was said of a point: how many wait or were sampled, tubes counted, sent, on their way, received.

    `other` is the number of the point that tubes go to or come from; `follows` the sending that was received.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    point = models.ForeignKey(SamplingPoint, on_delete=models.PROTECT, related_name="words")
    area = PathField(db_index=True)
    kind = models.TextField()
    value = models.IntegerField()
    other = models.SmallIntegerField(null=True)
    follows = models.OneToOneField("self", on_delete=models.PROTECT, null=True)
    said_at = models.DateTimeField()
    by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, related_name="+")
    grade = models.TextField()

    class Meta:
        """Read by point and hour."""

        db_table = "point_word"
        indexes = (models.Index(fields=["point", "kind", "said_at"], name="point_word_said"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        *("queue", "sampled", "tubes", "tubes_out", "tubes_coming", "tubes_in")
                    ],
                    value__gte=0,
                ),
                name="point_word_kind",
            ),
        )

    def __str__(self) -> str:
        """What was said."""
        return f"{self.kind} {self.value}"
