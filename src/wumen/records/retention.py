"""What is left of movements after fourteen days: how many of a building on a day, and nobody's name."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import uuid4

from django.db import connection, models

from wumen.records.areas import PathField
from wumen.rules.field.told import PASSAGE
from wumen.rules.retention import Movement


class MovementCount(models.Model):
    """How many went out of a place, or came back to it, on a day; nobody is named."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    area = PathField(db_index=True)
    day = models.DateField()
    what = models.TextField()
    n = models.IntegerField()

    class Meta:
        """One count a place, day and kind."""

        db_table = "movement_count"
        constraints = (
            models.UniqueConstraint(fields=["area", "day", "what"], name="movement_count_once"),
            models.CheckConstraint(condition=models.Q(n__gte=1), name="movement_count_of_some"),
        )

    def __str__(self) -> str:
        """Where, when, what."""
        return f"{self.area} {self.day} {self.what}"


def cut_passages(before: datetime) -> list[tuple[str, datetime]]:
    """Let go of what phones told of gates before an instant; where and when each was."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM field_record WHERE kind = %s AND happened_at < %s"
            " RETURNING area, happened_at",
            [PASSAGE, before],
        )
        return [(area, at) for area, at in cursor.fetchall()]


def passages_cut() -> dict[date, int]:
    """How many passages of each day are counts by now, in the running scope."""
    rows = MovementCount.objects.filter(what=Movement.PASSAGE).values_list("day")
    return dict(rows.annotate(many=models.Sum("n")))


def add_counts(what: Movement, counts: Mapping[tuple[str, date], int]) -> None:
    """Add how many there were of each place and day to what stands there already."""
    if not counts:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO movement_count AS t (id, area, day, what, n)"
            " SELECT gen_random_uuid(), a, d, %(what)s, n"
            " FROM unnest(%(areas)s::text[], %(days)s::date[], %(ns)s::int[]) AS u (a, d, n)"
            " ON CONFLICT (area, day, what) DO UPDATE SET n = t.n + excluded.n",
            {
                "what": what,
                "areas": [area for area, _ in counts],
                "days": [day for _, day in counts],
                "ns": list(counts.values()),
            },
        )
