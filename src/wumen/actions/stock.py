"""Stock: things of a deposit point are named, received, issued by head count or by hand, counted, taken off."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.actions.parcels import held_point
from wumen.queries.stock.page import Cell, stock_page
from wumen.queries.stock.transfers import ways_of
from wumen.records import clock
from wumen.records.models import Stock, StockMove
from wumen.records.stock import Move, move
from wumen.rules.areas import counted_in
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.stock.lasting import Kind
from wumen.rules.stock.saying import must_be_soon, read_item, read_source, read_why
from wumen.rules.time import TAPPED_TWICE


@dataclass(frozen=True)
class Issued:
    """What one tap gave out: to how many teams, how many pieces, and the things of which there was not enough."""

    teams: int
    pieces: int
    lacking: tuple[str, ...]


def keep_thing(viewer: Viewer, point: UUID, name: str, unit: str) -> Stock:
    """Let a thing be kept at a point of the viewer's area; the one of that name where there is one.

    Problems: those of `read_item`, `stock_unit_other`, `deposit_point_unknown`, `right_missing`.
    """
    viewer.must(Right.KEEP_CREW)
    called, counted = read_item(name, unit)
    with changing(viewer):
        place = held_point(viewer, point)
        row, made = Stock.objects.get_or_create(
            point=place,
            name=called,
            ended_at=None,
            defaults={"area": place.area, "unit": counted, "made_at": clock.now()},
        )
        if row.unit != counted:
            raise Problem("stock_unit_other", name=called, unit=row.unit)
        if made:
            log(viewer, "stock.kept", counted_in(place.area), stock=row.id)
    return row


def set_norms(viewer: Viewer, thing: UUID, norms: Mapping[str, int]) -> None:
    """Say how many of a thing a head needs for a shift at each kind of station; what is not said is unknown.

    Problems `stock_unknown`, `right_missing`.
    """
    with changing(viewer):
        row = _thing(viewer, thing)
        row.norms = dict(norms)
        row.save(update_fields=["norms"])
        log(viewer, "stock.norms_set", counted_in(row.area), stock=row.id, norms=row.norms)


def receive(viewer: Viewer, thing: UUID, many: int, source: str) -> None:
    """Note that so many came, and from whom; the same once more within two minutes is once.

    Problems: those of `read_source`, `stock_none`, `stock_unknown`, `right_missing`.
    """
    said = read_source(source)
    if many < 1:
        raise Problem("stock_none")
    with changing(viewer):
        row = _thing(viewer, thing)
        if _tapped(viewer, row, kind=Kind.RECEIVED, n=many, why=said):
            return
        move([_new(viewer, row, Kind.RECEIVED, many, why=said)])
        log(viewer, "stock.received", counted_in(row.area), stock=row.id, n=many)


def count(viewer: Viewer, thing: UUID, counted: int, why: str) -> int:
    """Note how many were counted, and why it is not what stood there; by how many it differed.

    Problems: those of `read_why` where it differs, `stock_unknown`, `right_missing`.
    """
    with changing(viewer):
        row = _thing(viewer, thing)
        differs = counted - row.held
        said = read_why(why) if differs or why.strip() else ""
        if differs or not _tapped(viewer, row, kind=Kind.COUNTED, counted=counted):
            move([_new(viewer, row, Kind.COUNTED, differs, counted=counted, why=said)])
            log(
                viewer, "stock.counted", counted_in(row.area), stock=row.id, n=counted, by_n=differs
            )
    return differs


def issue(viewer: Viewer, point: UUID, day: date) -> Issued:
    """Give every team of a day what it still gets by head count; tapped again, nothing more goes.

    Of a thing that is not there for all nothing goes: somebody says who gets how many. Problems: `stock_nothing`
    where nobody gets anything by head count, `stock_all_short` where nothing is there for all, those of `stock_page`.
    """
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        _lock(point)
        page = stock_page(viewer, day, point)
        if not page.to_issue:
            raise Problem("stock_nothing")
        moves = [
            Move(
                *(uuid4(), cell.thing.id, Kind.ISSUED, -cell.owed, clock.now(), viewer.person),
                day=day,
                team=row.team.key,
                team_name=row.team.name,
            )
            for row in page.rows
            for cell in row.cells
            if cell and cell.owed and cell.thing not in page.lacking
        ]
        lacking = tuple(one.name for one in page.lacking)
        if not moves:
            raise Problem("stock_all_short", names="、".join(lacking))
        move(moves)
        teams, pieces = len({one.team for one in moves}), -sum(one.n for one in moves)
        assert page.point is not None
        area = counted_in(page.point.area)
        log(viewer, "stock.issued", area, point=point, day=day, teams=teams, pieces=pieces)
    return Issued(teams, pieces, lacking)


def give(viewer: Viewer, thing: UUID, day: date, team: str, many: int, why: str) -> int:
    """Say how many of a thing a team gets on a day in all, and why; how many go now, below nought come back.

    From then on its head count gives it no more that day. The same once more moves nothing. Problems: those of
    `read_why`, `stock_day_far`, `stock_team_unknown`, `stock_short`, `stock_unknown`, `right_missing`.
    """
    said = read_why(why)
    must_be_soon(day, clock.today())
    with changing(viewer):
        row = _thing(viewer, thing)
        cell, name = _cell(viewer, row, day, team)
        more = many - cell.given.many
        if more == 0 and cell.given.said:
            return 0
        if more > row.held:
            raise Problem("stock_short", name=row.name, held=row.held, unit=row.unit, asked=more)
        kept = _new(viewer, row, Kind.ISSUED, -more, day=day, team=team, name=name, why=said)
        move([kept])
        log(viewer, "stock.given", counted_in(row.area), stock=row.id, day=day, n=more)
    return more


def take_off(viewer: Viewer, thing: UUID) -> None:
    """Keep a thing no longer of which none is left or on its way.

    Problems `stock_holds`, `stock_way_open`, `stock_unknown`, `right_missing`.
    """
    with changing(viewer):
        row = _thing(viewer, thing)
        if row.held:
            raise Problem("stock_holds", n=row.held, unit=row.unit)
        if ways_of(row):
            raise Problem("stock_way_open")
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        log(viewer, "stock.taken_off", counted_in(row.area), stock=row.id)


def _thing(viewer: Viewer, thing: UUID) -> Stock:
    """A thing of the viewer's own area, locked: whatever moves it waits."""
    viewer.must(Right.KEEP_CREW)
    row = Stock.objects.select_for_update(of=("self",)).filter(id=thing, ended_at=None).first()
    if row is None or not viewer.span.holds(row.area):
        raise Problem("stock_unknown")
    return row


def _lock(point: UUID) -> None:
    """Lock all that is kept at a point, in one order, so that two taps count one after the other."""
    list(Stock.objects.select_for_update().filter(point=point, ended_at=None).order_by("id"))


def _cell(viewer: Viewer, row: Stock, day: date, team: str) -> tuple[Cell, str]:
    """What a team has of a thing on a day, and its name; Problem `stock_team_unknown`."""
    page = stock_page(viewer, day, row.point_id)
    for line in page.rows:
        for cell in line.cells:
            if line.team.key == team and cell and cell.thing.id == row.id:
                return cell, line.team.name
    raise Problem("stock_team_unknown")


def _tapped(viewer: Viewer, row: Stock, **same: object) -> bool:
    """Whether she noted just this a moment ago."""
    since = clock.now() - TAPPED_TWICE
    return StockMove.objects.filter(
        stock=row, by=viewer.person, moved_at__gt=since, **same
    ).exists()


def _new(
    viewer: Viewer,
    row: Stock,
    kind: Kind,
    n: int,
    *,
    counted: int | None = None,
    day: date | None = None,
    team: str = "",
    name: str = "",
    why: str = "",
) -> Move:
    """A movement that a person typed."""
    said = kind is Kind.ISSUED
    return Move(
        *(uuid4(), row.id, kind, n, clock.now(), viewer.person, counted, day, team, name, said),
        why=why,
    )
