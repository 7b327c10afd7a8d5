"""Shops of a place: what each may do, what it brought on a day, and the statement that is signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from wumen.queries.doors import Doors
from wumen.queries.lots.page import lines_of
from wumen.queries.posts import acting
from wumen.queries.trading import ShopTrading, shops_trading, unlisted
from wumen.records import clock
from wumen.records.models import Lot, Shop
from wumen.rules.areas import in_order
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.shops import Brought, Said, State, group_zh
from wumen.rules.time import whole_day
from wumen.rules.trading import Trade

# From these no lot comes.
_TAKES_NONE = (State.CLOSED, State.ORDINARY)


@dataclass(frozen=True)
class ShopLine:
    """A shop: where, what is said of it, by whom since when, how many lots it brought on the day, what it may do."""

    id: UUID
    area: str
    place: str
    said: Said
    at: datetime
    by: str
    lots: int
    trading: ShopTrading

    @property
    def mine(self) -> bool:
        """Whether it lies in the viewer's own place."""
        return self.trading.mine

    @property
    def supplies(self) -> bool:
        """Whether homes may be told of it: it delivers, and no order suspends it without a decision that it may."""
        return (
            self.said.state is not State.ORDINARY and self.trading.now.trade is not Trade.SUSPENDED
        )


@dataclass(frozen=True)
class ShopsPage:
    """The shops of the viewer's place, the text for its groups, and shops of the register that stand on no list.

    `unlisted`: path and words of each.
    """

    day: date
    shops: Sequence[ShopLine]
    group: Sequence[str]
    unlisted: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Statement:
    """What a shop brought on a day, to be signed by both sides."""

    day: date
    shop: ShopLine
    lines: Sequence[Brought]


def shops_page(viewer: Viewer) -> ShopsPage:
    """The shops that the viewer sees, her own and those above her. Problem `right_missing`."""
    viewer.must(Right.CORRECT_HOMES)
    day = clock.today()
    with acting(viewer):
        rows, missed = _rows(), []
        if viewer.may(Right.KEEP_CREW):
            missed = unlisted(viewer.span, rows)
        words = Doors.of({*(one.area for one in rows), *missed})
        lines = _lines(viewer, day, rows, words)
    group = group_zh(day, [one.said for one in lines if one.supplies])
    return ShopsPage(day, lines, group, [(path, words.short(path)) for path in missed])


def shop_names() -> list[str]:
    """The names of the shops that take orders, to be chosen as where a lot comes from; in the present scope."""
    rows = Shop.objects.filter(ended_at=None).exclude(state__in=_TAKES_NONE).order_by("name")
    return list(dict.fromkeys(rows.values_list("name", flat=True)))


def statement(viewer: Viewer, shop: UUID, day: date) -> Statement:
    """What a shop brought to the points of its place on a day. Problems `right_missing`, `shop_unknown`."""
    viewer.must(Right.CORRECT_HOMES)
    with acting(viewer):
        line = next((one for one in _all(viewer, day) if one.id == shop and one.mine), None)
        if line is None:
            raise Problem("shop_unknown")
        rows = _lots(viewer, day).filter(source=line.said.name).order_by("arrived_at", "id")
        brought = [
            Brought(one.at, one.what, one.unit, one.sums, one.ended_why)
            for one in lines_of(viewer, rows)
        ]
    return Statement(day, line, brought)


def _lots(viewer: Viewer, day: date) -> QuerySet[Lot]:
    """The lots of a day at points of the viewer's own place."""
    hours, held = whole_day(day), viewer.span
    return Lot.objects.filter(
        area__gte=held.lo,
        area__lt=held.hi,
        arrived_at__gte=hours.begins,
        arrived_at__lt=hours.ends,
    )


def _rows() -> list[Shop]:
    return list(Shop.objects.filter(ended_at=None).select_related("by"))


def _all(viewer: Viewer, day: date) -> list[ShopLine]:
    rows = _rows()
    return _lines(viewer, day, rows, Doors.of({one.area for one in rows}))


def _lines(viewer: Viewer, day: date, rows: Sequence[Shop], words: Doors) -> list[ShopLine]:
    """The shops that may not trade as they would first, then in the order of doors."""
    sources = list(_lots(viewer, day).values_list("source", flat=True)) if rows else []
    trading = shops_trading(viewer, rows, words)
    lines = [
        ShopLine(
            *(one.id, one.area, words.short(one.area)),
            Said(one.name, State(one.state), one.hours, one.limits),
            *(one.said_at, one.by.name, sources.count(one.name)),
            trading[one.id],
        )
        for one in rows
    ]
    return sorted(
        lines,
        key=lambda one: (
            not one.trading.lacks and not one.trading.reopening,
            in_order(one.area),
            one.said.name,
        ),
    )
