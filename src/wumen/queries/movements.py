"""What is left of movements of more than fourteen days ago: how many a day went out, came back, passed a gate."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from wumen.queries.duties import within
from wumen.queries.posts import acting
from wumen.records.models import MovementCount
from wumen.rules.posts import Right, Viewer
from wumen.rules.retention import Movement

# So many days are shown; older ones stay in the database.
_DAYS = 31
_OF_HOMES = (Movement.OUTING, Movement.ARRIVAL)


@dataclass(frozen=True)
class MovementDay:
    """How many of the viewer's area went out on a day, and how many came back from elsewhere."""

    day: date
    out: int
    came: int


def movement_days(viewer: Viewer) -> list[MovementDay]:
    """The last days that are counts, the newest first. Problem `right_missing`."""
    viewer.must(Right.CORRECT_HOMES)
    with acting(viewer):
        homes = MovementCount.objects.filter(what__in=_OF_HOMES)
        rows = homes.values("day", "what").annotate(many=Sum("n"))
        found = list(rows.order_by("-day", "what")[: _DAYS * len(_OF_HOMES)])
    many = {(row["day"], row["what"]): row["many"] for row in found}
    days = sorted({row["day"] for row in found}, reverse=True)[:_DAYS]
    return [
        MovementDay(day, many.get((day, Movement.OUTING), 0), many.get((day, Movement.ARRIVAL), 0))
        for day in days
    ]


def passage_days(viewer: Viewer, area: str = "") -> list[tuple[date, int]]:
    """How often gates of a place were passed, by day, the newest first. Problems `right_missing`, `area_not_yours`."""
    viewer.must(Right.PLAN)
    held = within(viewer, area)
    with acting(viewer):
        passed = MovementCount.objects.filter(
            what__in=(Movement.PASSAGE, Movement.NOTED), area__gte=held.lo, area__lt=held.hi
        )
        rows = passed.values_list("day").annotate(many=Sum("n"))
        return list(rows.order_by("-day")[:_DAYS])
