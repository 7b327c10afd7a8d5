"""What is left of movements of more than fourteen days ago: how many a day went out and came back, and no name."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from wumen.queries.posts import acting
from wumen.records.models import MovementCount
from wumen.rules.posts import Right, Viewer
from wumen.rules.retention import Movement

# So many days are shown; older ones stay in the database.
_DAYS = 31


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
        rows = MovementCount.objects.values("day", "what").annotate(many=Sum("n"))
        found = list(rows.order_by("-day", "what")[: _DAYS * len(Movement)])
    many = {(row["day"], row["what"]): row["many"] for row in found}
    days = sorted({row["day"] for row in found}, reverse=True)[:_DAYS]
    return [
        MovementDay(day, many.get((day, Movement.OUTING), 0), many.get((day, Movement.ARRIVAL), 0))
        for day in days
    ]
