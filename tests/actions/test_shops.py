"""Supply shops: the office says how each stands, captains read it, the statement is made of what it brought."""

import pytest
from django.db import IntegrityError, transaction

from tests.actions.test_lots import UNIT, lot, shelf
from tests.actions.test_meals import events
from tests.actions.test_shifts import refused
from tests.cast import COMPOUND, Cast
from tests.street import Street, at
from wumen.actions.lots import end_lot, hand_floor
from wumen.actions.shops import say_shop, take_shop_off
from wumen.queries.shops import shop_names, shops_page, statement
from wumen.records import clock
from wumen.records.models import DepositPoint, Shop
from wumen.records.scope import WHOLE, scoped
from wumen.rules.parcels import How
from wumen.rules.shops import State

DAY = at(1, 10).date()
__all__ = ["shelf"]


def test_what_is_said_last_holds_and_the_same_again_is_no_news(cast: Cast, street: Street) -> None:
    say_shop(cast.clerk, COMPOUND, "社区超市", State.OPEN, "8:00–18:00")
    say_shop(cast.clerk, COMPOUND, "社区超市", State.OPEN, "8:00–18:00")
    assert len(events("shop.said")) == 1
    shop = say_shop(cast.clerk, COMPOUND, "社区超市", State.LIMITED, "", "一天100份")
    (line,) = shops_page(cast.clerk).shops
    assert (line.said.state, line.said.limits, line.by) == (State.LIMITED, "一天100份", "孙内勤")
    with scoped(WHOLE):
        assert shop_names() == ["社区超市"]
    take_shop_off(cast.clerk, shop.id)
    assert shops_page(cast.clerk).shops == []
    refused("shop_unknown", take_shop_off, cast.clerk, shop.id)


def test_captains_read_it_the_office_says_it_and_another_community_sees_nothing(
    cast: Cast, street: Street
) -> None:
    shop = say_shop(cast.clerk, COMPOUND, "社区超市", State.OPEN)
    (line,) = shops_page(cast.captain).shops
    assert not line.mine
    assert shops_page(cast.captain).group
    refused("shop_unknown", statement, cast.captain, shop.id, DAY)
    refused("right_missing", say_shop, cast.captain, COMPOUND, "社区超市", State.CLOSED)
    refused("right_missing", shops_page, cast.volunteer)
    refused("area_not_yours", say_shop, cast.outsider, COMPOUND, "社区超市", State.CLOSED)
    refused("shop_unknown", take_shop_off, cast.outsider, shop.id)
    assert shops_page(cast.outsider).shops == []
    refused("area_unknown", say_shop, cast.clerk, f"{COMPOUND}/99", "超市", State.OPEN)


def test_the_statement_is_made_of_the_lots_of_the_day(
    cast: Cast, street: Street, shelf: DepositPoint
) -> None:
    shop = say_shop(cast.clerk, COMPOUND, "社区超市", State.OPEN)
    ident = lot(cast, shelf, pieces=5)
    (line,) = statement(cast.clerk, shop.id, DAY).lines
    assert (line.what, line.sums.pieces, line.sums.handed, line.settled) == ("蔬菜包", 5, 0, False)
    for floor in (1, 2):
        hand_floor(cast.captain, ident, UNIT, floor, How.BROUGHT, carried_by="小李")
    end_lot(cast.clerk, ident, "多的退回")
    (line,) = statement(cast.clerk, shop.id, DAY).lines
    assert (line.sums.handed, line.ended_why, line.settled) == (4, "多的退回", True)
    other = say_shop(cast.clerk, COMPOUND, "粮油店", State.CLOSED)
    assert statement(cast.clerk, other.id, DAY).lines == []
    with clock.fixed(at(1, 11, 9)):
        assert statement(cast.clerk, shop.id, at(1, 11).date()).lines == []
        assert len(statement(cast.clerk, shop.id, DAY).lines) == 1


def test_limits_without_words_are_refused_by_the_database_too(cast: Cast, street: Street) -> None:
    shop = say_shop(cast.clerk, COMPOUND, "社区超市", State.OPEN)
    with scoped(WHOLE), pytest.raises(IntegrityError), transaction.atomic():
        Shop.objects.filter(id=shop.id).update(state="limited")
