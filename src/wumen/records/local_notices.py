"""Local notices: a command's rules over some places for some time, and where each holds."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import models
from django.db.models.functions import Coalesce

from wumen.records.areas import PathField
from wumen.records.crew import CrewMember
from wumen.records.decisions import Decided, ending, grounded
from wumen.records.orders import Outbreak
from wumen.rules.areas import common


class LocalNotice(Decided):
    """A notice as it was entered and confirmed.

    `rules`: what it changes of the outbreak's playbook. `stricter`: it asks more in something;
    `decided_above`: it comes from the level of the playbook itself. `ended_at`: when it was ended before
    `until_at`, for the reason `end_why`, which one person wrote and another confirmed.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    number = models.TextField(unique=True)
    outbreak = models.ForeignKey(Outbreak, on_delete=models.PROTECT, related_name="notices")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    rules = models.JSONField()
    stricter = models.BooleanField()
    decided_above = models.BooleanField()
    end_why = models.TextField(blank=True, default="")
    end_asked_by = models.ForeignKey(
        CrewMember, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_by = models.ForeignKey(CrewMember, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """No notice without grounds, an end and two people; a stricter one for seven days at most."""

        db_table = "local_notice"
        indexes = (models.Index(fields=["area"], name="local_notice_area"),)
        constraints = (
            *ending("local_notice"),
            *grounded("local_notice"),
            models.CheckConstraint(
                condition=models.Q(stricter=False)
                | models.Q(decided_above=True)
                | models.Q(until_at__lte=models.F("from_at") + timedelta(days=7)),
                name="local_notice_seven_days",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_by__isnull=True, ended_at__isnull=True)
                | (
                    models.Q(ended_at__isnull=False, ended_at__lte=models.F("until_at"))
                    & ~models.Q(ended_by=models.F("end_asked_by"))
                    & ~models.Q(end_why="")
                ),
                name="local_notice_ended_by_two",
            ),
        )

    def __str__(self) -> str:
        """The number."""
        return self.number


class LocalNoticeScope(models.Model):
    """One place in which a notice holds."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    notice = models.ForeignKey(LocalNotice, on_delete=models.CASCADE, related_name="scopes")
    area = PathField()

    class Meta:
        """Each place once."""

        db_table = "local_notice_scope"
        indexes = (models.Index(fields=["area"], name="local_notice_scope_area"),)
        constraints = (
            models.UniqueConstraint(fields=["notice", "area"], name="local_notice_scope_once"),
        )

    def __str__(self) -> str:
        """The place."""
        return self.area


def confirmed() -> models.QuerySet[LocalNotice]:
    """The notices that two people stood for, in force or not; `over_at` is when each ends or ended.

    One that was ended before it began never holds.
    """
    rows = LocalNotice.objects.annotate(over_at=Coalesce("ended_at", "until_at"))
    return rows.filter(confirmed_at__isnull=False, from_at__lt=models.F("over_at"))


def holding(begins: datetime, ends: datetime) -> models.QuerySet[LocalNotice]:
    """The confirmed notices of open outbreaks that hold at some instant between two instants."""
    ended = models.Q(ended_at__isnull=False, ended_at__lte=begins) | models.Q(until_at__lte=begins)
    return confirmed().filter(from_at__lt=ends, outbreak__closed_at__isnull=True).exclude(ended)


def stand_over_scopes(notices: Collection[UUID]) -> None:
    """Let notices stand at the deepest place over their scopes, after these got other paths."""
    for notice in LocalNotice.objects.filter(id__in=notices).prefetch_related("scopes"):
        area = common([one.area for one in notice.scopes.all()])
        if area and area != notice.area:
            notice.area = area
            notice.save(update_fields=["area"])
