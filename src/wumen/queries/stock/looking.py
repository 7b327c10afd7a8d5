"""What a look at stock reads: what is kept where, teams of two days, what they got, who serves whom, who can give."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from wumen.queries.doors import Doors
from wumen.queries.stock.teams import given_on, teams_of
from wumen.records import clock
from wumen.records.models import DepositPoint, Stock
from wumen.rules.areas import Span, in_order, span
from wumen.rules.posts import Viewer
from wumen.rules.stock.lasting import Given, Lasts, Outlook, Team, outlook, serves, wanted
from wumen.rules.stock.transferring import Giver, Offer, offers, reserve, to_ask

# A whole district's rosters are not read for one thing: its sub-districts see their own.
LEAST_DEPTH = 2


@dataclass(frozen=True)
class PointStock:
    """A deposit point with how many things are kept there."""

    id: UUID
    area: str
    place: str
    name: str
    keeper: str
    things: int

    @property
    def said(self) -> str:
        """Where it is, in words."""
        return f"{self.place} {self.name}".strip()


@dataclass(frozen=True)
class Thing:
    """A thing of a point: how many are there, what a head needs where, how long it lasts."""

    id: UUID
    name: str
    unit: str
    held: int
    norms: Mapping[str, int]
    outlook: Outlook


@dataclass(frozen=True)
class Aid:
    """What can be done about a thing that is short: what is on its way, from where it can come, whose keeper to ask.

    `known`: how many are missing; `enough`: what is on its way makes up for it, or something comes where nobody knows.
    `used`: as many as today's teams need of it in all.
    """

    coming: int
    known: bool
    enough: bool
    offers: tuple[Offer, ...]
    ask: tuple[Giver, ...]
    used: int


class Look:
    """The teams of today and tomorrow in a place, what they got, and which point serves whom with what."""

    def __init__(
        self,
        viewer: Viewer,
        held: Span,
        today: date,
        things: Sequence[Stock],
        points: Sequence[PointStock],
    ) -> None:
        self.teams = teams_of(viewer, held, (today, today + timedelta(days=1)))
        self._things = things
        self._points = {one.id: one for one in points}
        self._given = given_on(self.teams, [one.id for one in things])
        self._kept_at: dict[str, set[str]] = {}
        for one in things:
            self._kept_at.setdefault(one.name, set()).add(one.area)

    def given(self, row: Stock, team: Team, day: date) -> Given:
        """What a team got of a thing on a day."""
        return self._given.get((day, team.key, row.id), Given())

    def serves(self, row: Stock, team: Team) -> bool:
        """Whether the thing goes to a team from this point."""
        return serves(row.area, team.area, self._kept_at[row.name])

    def _days(self, row: Stock) -> list[tuple[date, list[tuple[Team, Given]]]]:
        return [
            (day, [(one, self.given(row, one, day)) for one in teams if self.serves(row, one)])
            for day, teams in self.teams.items()
        ]

    def thing(self, row: Stock) -> Thing:
        """A thing with how long it lasts."""
        here = span(row.area)
        stand = any(here.holds(team.area) for teams in self.teams.values() for team in teams)
        seen = outlook(row.held, row.norms, self._days(row), elsewhere=stand)
        return Thing(row.id, row.name, row.unit, row.held, row.norms, seen)

    def giver(self, row: Stock) -> Giver:
        """A thing as one that can be sent from its point: how many are there, how many it needs itself."""
        (_, today), (_, tomorrow) = self._days(row)
        here, at = span(row.area), self._points[row.point_id]
        manned = any(here.holds(team.area) for team in next(iter(self.teams.values())))
        kept = reserve(row.norms, today, tomorrow, manned=manned)
        return Giver(row.id, at.id, row.area, at.said, at.keeper, row.held, kept)

    def givers(self, rows: Sequence[Stock]) -> list[tuple[UUID, Giver]]:
        """By thing of a point which other points keep the same: from where somebody may have it sent by hand."""
        wanted = {(one.name, one.unit): one.id for one in rows}
        mine = set(wanted.values())
        return [
            (wanted[one.name, one.unit], self.giver(one))
            for one in self._things
            if one.held and one.id not in mine and (one.name, one.unit) in wanted
        ]

    def aid(self, row: Stock, seen: Outlook, coming: int) -> Aid | None:
        """What can be done about a thing; None where it is not short."""
        if seen.state not in (Lasts.SHORT, Lasts.GONE):
            return None
        needed = seen.missing - coming if seen.missing else None
        enough = coming > 0 if needed is None else needed <= 0
        if enough:
            return Aid(coming, needed is not None, True, (), (), 0)
        others = [
            self.giver(one)
            for one in self._things
            if (one.name, one.unit) == (row.name, row.unit) and one.id != row.id and one.held
        ]
        (_, today), _tomorrow = self._days(row)
        used = sum(wanted(row.norms, team) or 0 for team, _ in today)
        found = offers(row.area, needed, others, used)
        return Aid(coming, needed is not None, False, found, to_ask(row.area, others), used)


def looked_at(viewer: Viewer, row: Stock, points: Sequence[PointStock]) -> Look:
    """A look at what one thing's own point needs of it, among what is kept below it; in the present scope."""
    here = span(row.area)
    return Look(viewer, here, clock.today(), kept_in(here), points)


def around(viewer: Viewer, area: str) -> Span:
    """From where a thing may come to a place: from all that the viewer sees, from its sub-district at most."""
    if viewer.span.lo.count("/") >= LEAST_DEPTH:
        return viewer.span
    return span("/".join(area.split("/")[:LEAST_DEPTH]) + "/")


def kept_in(held: Span) -> list[Stock]:
    """All that is kept in a place, in the order in which it was entered."""
    rows = Stock.objects.filter(area__gte=held.lo, area__lt=held.hi, ended_at=None)
    return list(rows.order_by("made_at", "name"))


def points_in(held: Span, things: Sequence[Stock]) -> list[PointStock]:
    """The deposit points of a place, in the order of the tree."""
    rows = DepositPoint.objects.filter(area__gte=held.lo, area__lt=held.hi, ended_at=None)
    known = sorted(rows, key=lambda one: (in_order(one.area), one.name))
    words, kept = Doors.of(one.area for one in known), Counter(one.point_id for one in things)
    return [
        PointStock(
            *(one.id, one.area, words.short(one.area), one.name, one.keeper, kept[one.id]),
        )
        for one in known
    ]
