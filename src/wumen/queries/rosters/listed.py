"""Rosters in a list: whose they are, how each stands, how many places nobody has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from wumen.queries.organisations import spoken_places
from wumen.queries.posts import acting
from wumen.queries.rosters.manning import roster_row
from wumen.records import clock
from wumen.records.models import Roster, Station
from wumen.rules.posts import Viewer
from wumen.rules.rosters.office import Standing, standing


@dataclass(frozen=True)
class RosterLine:
    """A roster in a list."""

    id: UUID
    number: int
    area: str
    place: str
    first: date
    last: date
    days: int
    state: str
    problem: str
    places: int
    cost: int | None
    bound: int | None
    standing: Standing
    published_at: datetime | None
    stations: tuple[str, ...]

    @property
    def running(self) -> bool:
        """Whether it is being made better now."""
        return self.state == "making"


def rosters(viewer: Viewer) -> list[RosterLine]:
    """The rosters of the viewer's area, the newest days first."""
    with acting(viewer):
        rows = Roster.objects.filter(dropped_at__isnull=True).order_by("-first_day", "-number")
        held = [row for row in rows[:60] if viewer.span.holds(row.area)]
        return lines_of(held)


def lines_of(rows: Sequence[Roster]) -> list[RosterLine]:
    """Rosters as lines, inside the present scope."""
    said = spoken_places({row.area for row in rows})
    names = dict(
        Station.objects.filter(id__in=[one for row in rows for one in row.stations]).values_list(
            "id", "name"
        )
    )
    empty = Q(shifts__person__isnull=True)
    # What is over with nobody on a roster that held is no gap any more.
    over = Q(published_at__isnull=False, shifts__ends_at__lte=clock.now())
    counted = Roster.objects.filter(id__in=[row.id for row in rows]).annotate(
        all=Count("shifts"), lacking=Count("shifts", filter=empty & ~over)
    )
    places = {ident: many for ident, *many in counted.values_list("id", "all", "lacking")}
    return [
        RosterLine(
            id=row.id,
            number=row.number,
            area=row.area,
            place=said[row.area],
            first=row.first_day,
            last=row.first_day + timedelta(days=row.days - 1),
            days=row.days,
            state=row.state,
            problem=row.problem,
            places=places[row.id][0],
            cost=row.cost,
            bound=row.bound,
            standing=standing(places[row.id][1], row.cost, row.bound),
            published_at=row.published_at,
            stations=tuple(names[one] for one in row.stations if one in names),
        )
        for row in rows
    ]


def roster_line(viewer: Viewer, ident: UUID) -> RosterLine:
    """One roster of the viewer's area; Problem `roster_unknown`."""
    with acting(viewer):
        return lines_of([roster_row(viewer, ident)])[0]
