"""The stock of a deposit point as the office reads it, what each team still gets, and what will not last."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from wumen.queries.posts import acting
from wumen.queries.stock.looking import Aid, Look, PointStock, Thing, around, kept_in, points_in
from wumen.queries.stock.transfers import Arrived, OnWay, arrived_of, on_way
from wumen.records import clock
from wumen.records.models import Stock, StockMove
from wumen.rules.areas import span
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.stock.lasting import Given, Kind, Team, fitting, owed
from wumen.rules.stock.saying import Share, group_zh, must_be_soon
from wumen.rules.stock.transferring import Giver

# What moved last is looked at; all of it is in the log.
_SHOWN = 40


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
    """A movement as it stands: how many came or went, of what, why or to whom, by whom and when.

    Of what was sent `arrived` is what was counted at the other end, where that is seen.
    """

    kind: Kind
    name: str
    unit: str
    n: int
    counted: int | None
    team: str
    why: str
    at: datetime
    by: str
    arrived: Arrived | None = None

    @property
    def differs(self) -> int:
        """By how many what arrived is not what was sent."""
        return self.n - (self.counted or 0) if self.kind is Kind.ARRIVED else 0


@dataclass(frozen=True)
class StockPage:
    """A point's stock on a day; `point` is None where no point is kept yet."""

    day: date
    points: Sequence[PointStock]
    point: PointStock | None
    things: Sequence[Thing] = ()
    rows: Sequence[Row] = ()
    moves: Sequence[MoveLine] = ()
    ways: Sequence[OnWay] = ()
    aids: Mapping[UUID, Aid | None] = field(default_factory=dict)
    givers: Sequence[tuple[Thing, Giver]] = ()

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


def stock_page(
    viewer: Viewer, day: date, point: UUID | None = None, *, aided: bool = False
) -> StockPage:
    """A point's stock with what teams get on a day: the point that is asked for, else the first that keeps something.

    `aided`: with what can be done about what is short, for which the teams of other points are read too. Problems
    `right_missing`, `deposit_point_unknown`, `stock_day_far`.
    """
    viewer.must(Right.KEEP_CREW)
    today = clock.today()
    must_be_soon(day, today)
    with acting(viewer):
        things = kept_in(viewer.span)
        points = points_in(viewer.span, things)
        chosen = _chosen(points, point)
        if chosen is None:
            return StockPage(day, points, None)
        here = span(chosen.area)
        look = Look(viewer, around(viewer, chosen.area) if aided else here, today, things, points)
        mine = [one for one in things if one.point_id == chosen.id]
        lines = [look.thing(one) for one in mine]
        rows = [
            Row(
                team,
                tuple(
                    _cell(look, row, line, team, day) for row, line in zip(mine, lines, strict=True)
                ),
            )
            for team in look.teams[day]
            if here.holds(team.area)
        ]
        page = StockPage(day, points, chosen, lines, rows, _moves(mine))
        return _with_aid(page, look, mine) if aided else page


def _with_aid(page: StockPage, look: Look, mine: Sequence[Stock]) -> StockPage:
    """A page with what is on its way and what can be done about what is short."""
    assert page.point is not None
    ways, coming = on_way(mine, page.point), Counter[UUID]()
    for one in ways:
        coming[one.thing] += one.way.many
    aids = {
        line.id: look.aid(row, line.outlook, coming[row.id])
        for row, line in zip(mine, page.things, strict=True)
    }
    lines = {one.id: one for one in page.things}
    givers = [(lines[thing], giver) for thing, giver in look.givers(mine)]
    return replace(page, ways=ways, aids=aids, givers=givers)


def _cell(look: Look, row: Stock, line: Thing, team: Team, day: date) -> Cell | None:
    """What a team gets of a thing; what it got counts also where another point serves it now."""
    given = look.given(row, team, day)
    if not look.serves(row, team):
        return Cell(line, given, 0) if given.many else None
    return Cell(line, given, owed(row.norms, team, given))


def _chosen(points: Sequence[PointStock], asked: UUID | None) -> PointStock | None:
    if asked is not None:
        found = next((one for one in points if one.id == asked), None)
        if found is None:
            raise Problem("deposit_point_unknown")
        return found
    return next((one for one in points if one.things), points[0] if points else None)


def _moves(things: Sequence[Stock]) -> list[MoveLine]:
    """What moved last, the latest first; what was sent with what was counted where it arrived, if that is seen."""
    known = {one.id: one for one in things}
    rows = StockMove.objects.filter(stock__in=known).select_related("by")
    shown = rows.exclude(kind=Kind.COMING).order_by("-moved_at", "id")
    some = list(shown[:_SHOWN])
    arrived = arrived_of(one.transfer for one in some if one.transfer)
    return [_move_line(one, known[one.stock_id], arrived) for one in some]


def _move_line(row: StockMove, thing: Stock, arrived: Mapping[UUID, Arrived]) -> MoveLine:
    said = (row.team_name, row.why, row.moved_at, row.by.name)
    there = arrived.get(row.transfer) if row.transfer else None
    return MoveLine(Kind(row.kind), thing.name, thing.unit, row.n, row.counted, *said, there)
