"""What a lot keeps of its sums, so that nobody asks for what is in order; a point that holds only shares stays."""

import json
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actions.test_lots import UNIT, lot, shelf
from tests.actions.test_shifts import refused
from tests.cast import COMPOUND, Cast
from tests.databases import Beginnings
from tests.street import Street
from wumen.actions.lots import end_lot, hand_floor
from wumen.actions.parcels import close_point, lay_aside, put_back, read_line, set_point
from wumen.actions.stock import keep_thing
from wumen.queries.board import board
from wumen.queries.desk_lots import LOTS
from wumen.queries.lots.page import lot_page, lots_page
from wumen.queries.parcels import parcels_page
from wumen.records.models import DepositPoint, Lot
from wumen.records.scope import WHOLE, scoped
from wumen.rules.lots import Mode
from wumen.rules.parcels import How

__all__ = ["shelf"]


def kept(cast: Cast, ident: object) -> tuple[int, int]:
    """How much belongs to homes as the lot keeps it, and as its shares make it."""
    with scoped(WHOLE):
        return Lot.objects.get(id=ident).dealt, lot_page(cast.clerk, ident).line.sums.dealt  # type: ignore[arg-type]


def test_how_much_belongs_to_homes_is_kept_whatever_becomes_of_a_share(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    ident = lot(cast, shelf, Mode.LIST, text="1-1-101 2份\n1-1-202\n张阿姨的菜\n谁的蛋", pieces=5)
    assert kept(cast, ident) == (5, 5)
    assert [one.over for one in board(cast.clerk).lots] == [0]
    first, second = parcels_page(cast.clerk, shelf.id).unread
    read_line(cast.clerk, first.id, "1-1-201")
    lay_aside(cast.clerk, second.id)
    assert kept(cast, ident) == (4, 4)
    # A captain takes down what is none of her homes', though the lot lies above her.
    hand_floor(cast.captain, ident, UNIT, 1, How.MISTAKE)
    assert kept(cast, ident) == (2, 2)
    (told,) = board(cast.clerk).lots
    assert (told.over, told.lying, told.homes) == (3, 2, 2)
    down = {one.pieces: one for one in parcels_page(cast.clerk, shelf.id).taken_down}
    put_back(cast.captain, down[2].handing, "没分错")
    assert kept(cast, ident) == (4, 4)
    for floor in (1, 2):
        hand_floor(cast.captain, ident, UNIT, floor, How.BROUGHT, carried_by="小李")
    assert kept(cast, ident) == (4, 4)
    assert [(one.over, one.lying) for one in board(cast.clerk).lots] == [(1, 0)]
    end_lot(cast.clerk, ident, "多的退回")
    assert board(cast.clerk).lots == ()


def three_in_order(holds: dict[str, Any]) -> None:
    """Three lots of which every share was brought, and one that lies whole."""
    cast = holds["cast"]
    shelf = set_point(cast.clerk, COMPOUND, "东门货架", "王强")
    for what in ("蔬菜包", "鸡蛋", "大米"):
        done = lot(cast, shelf, what=what)
        for floor in (1, 2):
            hand_floor(cast.captain, done, UNIT, floor, How.BROUGHT, carried_by="小李")
    holds["lies"] = lot(cast, shelf, what="牛奶")


def read_of(plan: dict[str, Any], table: str) -> list[int]:
    """How many rows each look at a table read, those with them that it passed over."""
    looks = [many for below in plan.get("Plans", ()) for many in read_of(below, table)]
    if plan.get("Relation Name") == table:
        over = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
        rows = plan["Actual Rows"] + sum(plan.get(one, 0) for one in over)
        looks.append(round(rows * plan["Actual Loops"]))
    return looks


def test_the_board_looks_at_no_share_of_a_lot_that_is_in_order(
    django_db_setup: object, beginnings: Beginnings
) -> None:
    reached = beginnings.begin("lots", "street", three_in_order)
    cast = beginnings.held("cast")
    # What other tests left in the table when they were rolled back decides about no index.
    with psycopg.connect(reached.owner_url, autocommit=True) as owner:
        owner.execute("VACUUM (FULL, ANALYZE) parcel")
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = f"EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) {LOTS}"
        cursor.execute(plan, {"lo": cast.clerk.span.lo, "hi": cast.clerk.span.hi})
        ((said,),) = cursor.fetchall()
        (told,) = json.loads(said) if isinstance(said, str) else said
    # Four homes wait for milk; the twelve shares that were handed over are not among them.
    assert read_of(told["Plan"], "parcel") == [4], told
    assert [one.id for one in board(cast.clerk).lots] == [beginnings.held("lies")]


def test_the_page_of_lots_asks_once_what_lies_at_the_points(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    lot(cast, shelf)
    with CaptureQueriesContext(connection) as said:
        found = lots_page(cast.clerk)
    assert sum('FROM "parcel"' in one["sql"] for one in said) == 2
    assert sum('FROM "deposit_point"' in one["sql"] for one in said) == 1
    assert len(found.lots) == len(found.points) == 1


def test_a_lot_at_a_point_that_is_closed_since_is_still_read(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    ident = lot(cast, shelf)
    for floor in (1, 2):
        hand_floor(cast.captain, ident, UNIT, floor, How.BROUGHT, carried_by="小李")
    close_point(cast.clerk, shelf.id)
    page = lots_page(cast.clerk)
    assert [one.id for one in page.lots] == [ident]
    assert page.points == []


def test_a_point_that_holds_only_shares_or_stock_is_not_empty(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    ident = lot(cast, shelf)
    store = set_point(cast.clerk, COMPOUND, "南门库房", "秦物业")
    keep_thing(cast.clerk, store.id, "防护服", "套")
    points = {one.name: one for one in parcels_page(cast.clerk, shelf.id).points}
    assert (points["东门货架"].pieces, points["东门货架"].shares) == (0, 4)
    assert not points["东门货架"].empty
    assert points["南门库房"].stocked
    assert not points["南门库房"].empty
    refused("deposit_point_holds", close_point, cast.clerk, shelf.id)
    refused("deposit_point_keeps", close_point, cast.clerk, store.id)
    for floor in (1, 2):
        hand_floor(cast.captain, ident, UNIT, floor, How.BROUGHT, carried_by="小李")
    points = {one.name: one for one in parcels_page(cast.clerk, shelf.id).points}
    assert points["东门货架"].empty


@pytest.mark.usefixtures("street")
def test_what_lies_of_lots_counts_among_no_parcels(cast: Cast, shelf: DepositPoint) -> None:
    lot(cast, shelf)
    (point,) = parcels_page(cast.clerk, shelf.id).points
    assert (point.homes, point.pieces, point.unread, point.since) == (0, 0, 0, None)
