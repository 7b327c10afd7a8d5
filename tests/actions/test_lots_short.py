"""Lots that came short: what came goes out, the shortage is told, who got none stands until it comes."""

from uuid import UUID

import pytest

from tests.actions.test_lots import RELAY, UNIT, home, lot, page, shelf
from tests.actions.test_shifts import refused
from tests.cast import COMPOUND, Cast
from tests.street import Street
from wumen.actions.lots import end_lot, hand_floor
from wumen.actions.relay import confirm_clear, take_relay
from wumen.queries.board import board
from wumen.queries.lots.page import lots_page
from wumen.records.models import DepositPoint
from wumen.rules.lots import Mode
from wumen.rules.parcels import How
from wumen.rules.relay import Kind

__all__ = ["shelf"]


@pytest.fixture
def short(cast: Cast, street: Street, shelf: DepositPoint) -> UUID:
    """Three for four homes."""
    return lot(cast, shelf, pieces=3)


def brought(cast: Cast, ident: UUID, floor: int, *but: UUID) -> None:
    hand_floor(cast.captain, ident, UNIT, floor, How.BROUGHT, excepted=but, carried_by="小李")


def all_that_came(cast: Cast, street: Street, ident: UUID) -> None:
    """Three have it; 1-102 got none."""
    brought(cast, ident, 2)
    brought(cast, ident, 1, home(street, "1/1/102"))


def test_once_all_that_came_is_out_the_office_says_what_becomes_of_the_shortage(
    cast: Cast, street: Street, short: UUID
) -> None:
    brought(cast, short, 2)
    refused("lot_lies", end_lot, cast.clerk, short, "少的明天补")
    brought(cast, short, 1, home(street, "1/1/102"))
    end_lot(cast.clerk, short, "少的明天补")
    assert page(cast, short).line.ended_why == "少的明天补"


def test_who_got_none_stands_on_the_board_until_it_comes(
    cast: Cast, street: Street, short: UUID
) -> None:
    all_that_came(cast, street, short)
    end_lot(cast.clerk, short, "少的明天补")
    (told,) = board(cast.clerk).lots
    assert (told.lying, told.homes, told.over) == (1, 1, 0)
    assert [one.open for one in lots_page(cast.clerk).lots] == [True]
    brought(cast, short, 1)
    assert board(cast.clerk).lots == ()
    assert [one.open for one in lots_page(cast.clerk).lots] == [False]


def test_what_will_never_come_is_taken_down_and_the_lot_stays_ended(
    cast: Cast, street: Street, short: UUID
) -> None:
    all_that_came(cast, street, short)
    end_lot(cast.clerk, short, "少的不补了，已跟住户说")
    hand_floor(cast.captain, short, UNIT, 1, How.MISTAKE)
    assert board(cast.clerk).lots == ()


def test_a_group_is_told_of_the_shortage_and_called_down_for_nothing_that_is_not_there(
    cast: Cast, street: Street, short: UUID
) -> None:
    assert "这一批少1份" in page(cast, short).text
    all_that_came(cast, street, short)
    assert page(cast, short).text == ""


def test_those_that_asked_read_it_above_their_rooms(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    taken = take_relay(cast.clerk, RELAY, Kind.NEEDS, COMPOUND)
    confirm_clear(cast.clerk, taken.relay)
    ident = lot(cast, shelf, Mode.ORDERED, relay=str(taken.relay), words="蔬菜包", pieces=2)
    box = page(cast, ident).box
    assert box
    assert "这一批少1份" in box.messages[0].text
    brought(cast, ident, 1)
    assert page(cast, ident).box is None
