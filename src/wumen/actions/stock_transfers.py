"""Stock goes from one point to another: sent, on its way until it is counted where it arrives, or called back."""

from dataclasses import replace
from uuid import UUID, uuid4

from wumen.actions.changing import changing
from wumen.actions.log import log
from wumen.queries.stock.looking import looked_at, points_in
from wumen.records import clock
from wumen.records.models import Stock, StockMove
from wumen.records.stock import Move, move
from wumen.rules.areas import counted_in
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.stock.lasting import Kind
from wumen.rules.stock.saying import read_why
from wumen.rules.stock.transferring import check_sending
from wumen.rules.time import TAPPED_TWICE


def send_stock(viewer: Viewer, source: UUID, target: UUID, many: int) -> UUID:
    """Send so many of a thing to the same thing at another point: gone there, on its way here, in one act.

    The same once more within two minutes is once. Problems: those of `check_sending`, `stock_send_other`,
    `stock_unknown`, `right_missing`.
    """
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        # In one order whoever sends where: two that send to each other do not wait for each other.
        rows = _held(viewer, source, target)
        giving, getting = rows[source], rows[target]
        alike = (giving.name, giving.unit) == (getting.name, getting.unit)
        if not alike or giving.point_id == getting.point_id:
            raise Problem("stock_send_other")
        known = _tapped(viewer, giving, getting, many)
        if known:
            return known
        points = {one.id: one for one in points_in(viewer.span, ())}
        look = looked_at(viewer, giving, list(points.values()))
        check_sending(look.giver(giving), many, giving.name, giving.unit)
        transfer, now = uuid4(), clock.now()
        away, here = points[giving.point_id], points[getting.point_id]
        sent = Move(uuid4(), giving.id, Kind.SENT, -many, now, viewer.person, transfer=transfer)
        coming = Move(uuid4(), getting.id, Kind.COMING, 0, now, viewer.person, transfer=transfer)
        move(
            [
                replace(sent, team=str(here.id), team_name=here.said),
                replace(coming, team=str(away.id), team_name=away.said, counted=many),
            ]
        )
        _log(viewer, "stock.sent", giving, transfer, many)
        _log(viewer, "stock.coming", getting, transfer, many)
    return transfer


def arrive_stock(viewer: Viewer, transfer: UUID, many: int, why: str) -> int:
    """Note how many of what was sent arrived, and why it is not all; by how many it differs, below nought fewer came.

    Said the same once more, it is once. Problems: those of `read_why` where it differs, `stock_way_unknown`,
    `stock_way_over`, `right_missing`.
    """
    viewer.must(Right.KEEP_CREW)
    with changing(viewer):
        coming = _coming(viewer, transfer)
        sent = coming.counted or 0
        differs = many - sent
        before = _arrived(transfer)
        if before is not None:
            if before.n == many and not _called_back(transfer):
                return differs
            raise Problem("stock_way_over")
        said = read_why(why) if differs else ""
        move([_arrival(viewer, coming, many, said)])
        _log(viewer, "stock.arrived", coming.stock, transfer, many)
    return differs


def call_back(viewer: Viewer, transfer: UUID, why: str) -> None:
    """Let what was sent and never left stand at its own point again, and nothing of it come; who sees both ends may.

    Problems: those of `read_why`, `stock_way_unknown`, `stock_way_over`, `right_missing`.
    """
    viewer.must(Right.KEEP_CREW)
    said = read_why(why)
    with changing(viewer):
        sent = StockMove.objects.filter(transfer=transfer, kind=Kind.SENT).first()
        if sent is None:
            raise Problem("stock_way_unknown")
        coming = _coming(viewer, transfer, sent.stock_id)
        if _arrived(transfer) is not None:
            raise Problem("stock_way_over")
        back = Move(
            *(uuid4(), sent.stock_id, Kind.BACK, -sent.n, clock.now(), viewer.person),
            team_name=sent.team_name,
            why=said,
            transfer=transfer,
        )
        move([back, _arrival(viewer, coming, 0, said)])
        _log(viewer, "stock.called_back", sent.stock, transfer, -sent.n)
        _log(viewer, "stock.not_coming", coming.stock, transfer, -sent.n)


def _log(viewer: Viewer, kind: str, row: Stock, transfer: UUID, many: int) -> None:
    log(viewer, kind, counted_in(row.area), stock=row.id, transfer=transfer, n=many)


def _held(viewer: Viewer, *things: UUID, unknown: str = "stock_unknown") -> dict[UUID, Stock]:
    """Things of the viewer's own area, locked in one order; the Problem called `unknown`."""
    rows = Stock.objects.select_for_update(of=("self",)).filter(id__in=things, ended_at=None)
    found = {one.id: one for one in rows.order_by("id") if viewer.span.holds(one.area)}
    if found.keys() != set(things):
        raise Problem(unknown)
    return found


def _tapped(viewer: Viewer, giving: Stock, getting: Stock, many: int) -> UUID | None:
    """What she sent just so a moment ago, and which is on its way still."""
    to_here = StockMove.objects.filter(stock=getting)
    rows = StockMove.objects.filter(
        stock=giving,
        kind=Kind.SENT,
        n=-many,
        by=viewer.person,
        moved_at__gt=clock.now() - TAPPED_TWICE,
        transfer__in=to_here.filter(kind=Kind.COMING).values("transfer"),
    ).exclude(transfer__in=to_here.filter(kind=Kind.ARRIVED).values("transfer"))
    found: UUID | None = rows.values_list("transfer", flat=True).order_by("id").first()
    return found


def _coming(viewer: Viewer, transfer: UUID, *others: UUID) -> StockMove:
    """What comes to a point of the viewer's area, its thing locked with others; Problem `stock_way_unknown`."""
    row = StockMove.objects.filter(transfer=transfer, kind=Kind.COMING).first()
    if row is None:
        raise Problem("stock_way_unknown")
    _held(viewer, row.stock_id, *others, unknown="stock_way_unknown")
    return row


def _arrived(transfer: UUID) -> StockMove | None:
    return StockMove.objects.filter(transfer=transfer, kind=Kind.ARRIVED).first()


def _called_back(transfer: UUID) -> bool:
    return StockMove.objects.filter(transfer=transfer, kind=Kind.BACK).exists()


def _arrival(viewer: Viewer, coming: StockMove, many: int, why: str) -> Move:
    return Move(
        *(uuid4(), coming.stock_id, Kind.ARRIVED, many, clock.now(), viewer.person),
        counted=coming.counted,
        team_name=coming.team_name,
        why=why,
        transfer=coming.transfer,
    )
