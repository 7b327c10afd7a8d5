"""What goes from one point's stock to another's: what is on its way, and what was counted where it arrived."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from wumen.queries.stock.looking import PointStock
from wumen.records.models import Stock, StockMove
from wumen.rules.stock.lasting import Kind
from wumen.rules.stock.transferring import Way, way_driver_zh, way_group_zh


@dataclass(frozen=True)
class OnWay:
    """What is on its way to a point or from it: what, how many, since when, who sent it, and what is said of it.

    `thing` is what it becomes; `here`: it comes to the point that is looked at, which counts it where it arrives;
    `whole`: both ends are seen, so that it can be called back.
    """

    transfer: UUID
    thing: UUID
    here: bool
    whole: bool
    way: Way
    at: datetime
    by: str

    @property
    def group(self) -> str:
        """What the crews' group reads of it; nothing where a name may not stand there."""
        return way_group_zh(self.way)

    @property
    def driver(self) -> str:
        """What whoever drives it reads."""
        return way_driver_zh(self.way)


@dataclass(frozen=True)
class Arrived:
    """What was counted where it arrived, of how many that were sent, and why it differs."""

    many: int
    sent: int
    why: str

    @property
    def differs(self) -> int:
        """By how many it is not what was sent; below nought fewer came."""
        return self.many - self.sent


def _open() -> QuerySet[StockMove]:
    """What is on its way, as its receiver reads it."""
    arrived = StockMove.objects.filter(transfer=OuterRef("transfer"), kind=Kind.ARRIVED)
    return StockMove.objects.filter(kind=Kind.COMING).exclude(Exists(arrived))


def coming_to(things: Iterable[Stock]) -> Counter[UUID]:
    """Of some things how many are on their way, in the present scope."""
    found = Counter[UUID]()
    rows = _open().filter(stock__in=[one.id for one in things])
    for thing, many in rows.values_list("stock_id", "counted"):
        found[thing] += many or 0
    return found


def ways_of(thing: Stock) -> bool:
    """Whether any of a thing is on its way to its point, or from it as far as the other end is seen."""
    sent = StockMove.objects.filter(kind=Kind.SENT, stock=thing).values("transfer")
    return _open().filter(Q(stock=thing) | Q(transfer__in=sent)).exists()


def on_way(things: Sequence[Stock], point: PointStock) -> list[OnWay]:
    """What is on its way to the things of a point or from them, the oldest first; in the present scope.

    What went to a point that the viewer does not see is no more known here than that it went.
    """
    mine = [one.id for one in things]
    sent = StockMove.objects.filter(kind=Kind.SENT, stock__in=mine).values("transfer")
    wanted = _open().filter(Q(stock__in=mine) | Q(transfer__in=sent))
    rows = list(wanted.select_related("stock__point", "by").order_by("moved_at", "id"))
    leaving = _leaving([one.transfer for one in rows if one.transfer])
    found = []
    for row in rows:
        here, gone = row.stock_id in mine, leaving.get(row.transfer)
        ends = (row.team_name, point.said) if here else (point.said, gone.team_name if gone else "")
        keeper = gone.stock.point.keeper if gone else ""
        way = Way(
            *(row.stock.name, row.counted or 0, row.stock.unit, *ends),
            *(keeper, row.stock.point.keeper),
        )
        ident, whole = row.transfer or row.id, gone is not None
        found.append(OnWay(ident, row.stock_id, here, whole, way, row.moved_at, row.by.name))
    return found


def _leaving(transfers: Sequence[UUID]) -> dict[UUID | None, StockMove]:
    """Of transfers what was sent, as far as it is seen."""
    if not transfers:
        return {}
    rows = StockMove.objects.filter(transfer__in=transfers, kind=Kind.SENT)
    return {one.transfer: one for one in rows.select_related("stock__point")}


def arrived_of(transfers: Iterable[UUID]) -> Mapping[UUID, Arrived]:
    """What was counted of some transfers where they arrived, as far as it is seen."""
    wanted = list(transfers)
    if not wanted:
        return {}
    rows = StockMove.objects.filter(transfer__in=wanted, kind=Kind.ARRIVED)
    return {row.transfer: Arrived(row.n, row.counted or 0, row.why) for row in rows if row.transfer}
