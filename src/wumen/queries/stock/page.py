"""The stock of a deposit point as the office reads it, what each team still gets, and what will not last."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from wumen.queries.doors import Doors
from wumen.queries.duties import within
from wumen.queries.posts import acting
from wumen.queries.stock.teams import given_on, teams_of
from wumen.records import clock
from wumen.records.models import DepositPoint, Stock, StockMove
from wumen.rules.areas import Span, in_order, span
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.stock.lasting import (
    Given,
    Kind,
    Lasts,
    Outlook,
    Team,
    fitting,
    outlook,
    owed,
    serves,
)
from wumen.rules.stock.saying import Share, group_zh, must_be_soon

# What moved last is looked at; all of it is in the log.
_SHOWN = 40
# A whole district's rosters are not read for a line of the board: its sub-districts see their own.
_LEAST_DEPTH = 2


@dataclass(frozen=True)
class PointStock:
    """A deposit point with how many things are kept there."""

    id: UUID
    area: str
    place: str
    name: str
    keeper: str
    things: int


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
class Cell:
    """What a team gets of a thing: how many it got, how many it still gets; None where the norm is unknown."""

    thing: Thing
    given: Given
    owed: int | None

    @property
    def whole(self) -> int:
        """What it has once it got the rest."""
        return self.given.many + (self.owed or 0)

    @property
    def told(self) -> bool:
        """Whether there is anything to say of it: none is needed and none was given is nothing."""
        return self.owed is None or self.given.said or bool(self.whole)


@dataclass(frozen=True)
class Row:
    """A team of the day with what it gets of each thing, in the order of the things; None: another point serves it."""

    team: Team
    cells: tuple[Cell | None, ...]

    @property
    def told(self) -> list[Cell]:
        """What there is to say of it."""
        return [one for one in self.cells if one and one.told]


@dataclass(frozen=True)
class MoveLine:
    """A movement as it stands: how many came or went, of what, why or to whom, by whom and when."""

    kind: Kind
    name: str
    unit: str
    n: int
    counted: int | None
    team: str
    why: str
    at: datetime
    by: str


@dataclass(frozen=True)
class StockPage:
    """A point's stock on a day; `point` is None where no point is kept yet."""

    day: date
    points: Sequence[PointStock]
    point: PointStock | None
    things: Sequence[Thing] = ()
    rows: Sequence[Row] = ()
    moves: Sequence[MoveLine] = ()

    @cached_property
    def to_issue(self) -> list[tuple[Thing, int]]:
        """Of each thing how many still go by head count; things of which none go are not in it."""
        sums = Counter[UUID]()
        for row in self.rows:
            for cell in row.cells:
                if cell:
                    sums[cell.thing.id] += cell.owed or 0
        return [(one, sums[one.id]) for one in self.things if sums[one.id]]

    @property
    def teams_to_issue(self) -> int:
        """To how many teams something goes with the next tap: of what is not there for all nothing goes."""
        lacking = self.lacking
        return sum(
            any(cell and cell.owed and cell.thing not in lacking for cell in row.cells)
            for row in self.rows
        )

    @cached_property
    def lacking(self) -> list[Thing]:
        """The things of which there is not enough for all that they would go to."""
        return [one for one, many in self.to_issue if not fitting(one.held, many)]

    def due(self, cell: Cell | None) -> int:
        """What a team has of a thing after the next tap: of what is not there for all, what it got already."""
        if cell is None:
            return 0
        return cell.given.many if cell.thing in self.lacking else cell.whole

    @cached_property
    def group(self) -> list[str]:
        """The text for the crews' group; nothing where nobody gets anything."""
        shares = [
            Share(
                row.team.name,
                tuple((one.thing.name, self.due(one), one.thing.unit) for one in row.told),
            )
            for row in self.rows
        ]
        some = [one for one in shares if any(many for _, many, _ in one.things)]
        return group_zh(self.point.name, self.day, some) if self.point and some else []


@dataclass(frozen=True)
class Running:
    """A thing that will not last: where, how many are there and missing, from which day, who keeps the point.

    Where none is left and nobody knows how many are needed, none is `missing`.
    """

    point: UUID
    place: str
    keeper: str
    thing: str
    unit: str
    held: int
    missing: int
    day: date


def stock_page(viewer: Viewer, day: date, point: UUID | None = None) -> StockPage:
    """A point's stock with what teams get on a day: the point that is asked for, else the first that keeps something.

    Problems `right_missing`, `deposit_point_unknown`, `stock_day_far`.
    """
    viewer.must(Right.KEEP_CREW)
    today = clock.today()
    must_be_soon(day, today)
    with acting(viewer):
        things = _kept(viewer.span)
        points = _points(viewer.span, things)
        chosen = _chosen(points, point)
        if chosen is None:
            return StockPage(day, points, None)
        look = _Look(viewer, span(chosen.area), today, things)
        mine = [one for one in things if one.point_id == chosen.id]
        lines = [look.thing(one) for one in mine]
        rows = [
            Row(
                team,
                tuple(
                    look.cell(row, line, team, day) for row, line in zip(mine, lines, strict=True)
                ),
            )
            for team in look.teams[day]
        ]
        return StockPage(day, points, chosen, lines, rows, _moves(mine))


def running_out(viewer: Viewer, area: str | None = None) -> list[Running]:
    """What will not last today and tomorrow at the points of a place, the sooner the first.

    Nothing for a place above the sub-districts: each sees its own. Problems `right_missing`, `area_not_yours`.
    """
    viewer.must(Right.KEEP_CREW)
    held = within(viewer, area)
    if held.lo.count("/") < _LEAST_DEPTH:
        return []
    with acting(viewer):
        return _running_out(viewer, held)


def _running_out(viewer: Viewer, held: Span) -> list[Running]:
    things = _kept(held)
    if not things:
        return []
    points = {one.id: one for one in _points(held, things)}
    look = _Look(viewer, held, clock.today(), things)
    found = []
    for row in things:
        seen, at = look.thing(row), points[row.point_id]
        if seen.outlook.state in (Lasts.SHORT, Lasts.GONE) and seen.outlook.day:
            said = f"{at.place} {at.name}".strip()
            found.append(
                Running(
                    *(at.id, said, at.keeper, row.name, row.unit, row.held),
                    *(seen.outlook.missing, seen.outlook.day),
                )
            )
    return sorted(found, key=lambda one: (one.day, -one.missing))


class _Look:
    """The teams of today and tomorrow in a place, what they got, and which point serves whom with what."""

    def __init__(self, viewer: Viewer, held: Span, today: date, things: Sequence[Stock]) -> None:
        self.teams = teams_of(viewer, held, (today, today + timedelta(days=1)))
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

    def thing(self, row: Stock) -> Thing:
        """A thing with how long it lasts."""
        days = [
            (day, [(one, self.given(row, one, day)) for one in teams if self.serves(row, one)])
            for day, teams in self.teams.items()
        ]
        seen = outlook(row.held, row.norms, days)
        return Thing(row.id, row.name, row.unit, row.held, row.norms, seen)

    def cell(self, row: Stock, line: Thing, team: Team, day: date) -> Cell | None:
        """What a team gets of a thing; what it got counts also where another point serves it now."""
        given = self.given(row, team, day)
        if not self.serves(row, team):
            return Cell(line, given, 0) if given.many else None
        return Cell(line, given, owed(row.norms, team, given))


def _kept(held: Span) -> list[Stock]:
    """All that is kept in a place, in the order in which it was entered."""
    rows = Stock.objects.filter(area__gte=held.lo, area__lt=held.hi, ended_at=None)
    return list(rows.order_by("made_at", "name"))


def _points(held: Span, things: Sequence[Stock]) -> list[PointStock]:
    rows = DepositPoint.objects.filter(area__gte=held.lo, area__lt=held.hi, ended_at=None)
    known = sorted(rows, key=lambda one: (in_order(one.area), one.name))
    words, kept = Doors.of(one.area for one in known), Counter(one.point_id for one in things)
    return [
        PointStock(
            *(one.id, one.area, words.short(one.area), one.name, one.keeper, kept[one.id]),
        )
        for one in known
    ]


def _chosen(points: Sequence[PointStock], asked: UUID | None) -> PointStock | None:
    if asked is not None:
        found = next((one for one in points if one.id == asked), None)
        if found is None:
            raise Problem("deposit_point_unknown")
        return found
    return next((one for one in points if one.things), points[0] if points else None)


def _moves(things: Sequence[Stock]) -> list[MoveLine]:
    """What moved last, the latest first."""
    known = {one.id: one for one in things}
    rows = StockMove.objects.filter(stock__in=known).select_related("by")
    return [
        _move_line(one, known[one.stock_id]) for one in rows.order_by("-moved_at", "id")[:_SHOWN]
    ]


def _move_line(row: StockMove, thing: Stock) -> MoveLine:
    said = (row.team_name, row.why, row.moved_at, row.by.name)
    return MoveLine(Kind(row.kind), thing.name, thing.unit, row.n, row.counted, *said)
