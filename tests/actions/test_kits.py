"""A kit that is given comes out of the stock of its point, once, by whoever gives it, and names no home there."""

import pytest
from django.db import connection

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at
from wumen.actions.arrivals import announce, came, hand_kit
from wumen.actions.parcels import set_point
from wumen.actions.stock import keep_thing, receive
from wumen.queries.audit import audit
from wumen.queries.stock.page import stock_page
from wumen.records.models import DepositPoint, Stock, StockMove
from wumen.records.scope import WHOLE, scoped
from wumen.rules.arrivals import ArrivalDraft
from wumen.rules.problems import Problem
from wumen.rules.stock.kits import Drawn

MONDAY = at(1, 10).date()


def store(cast: Cast, **many: int) -> DepositPoint:
    """The compound's store with some things."""
    point = set_point(cast.clerk, COMPOUND, "东门仓", "王强")
    for name, held in many.items():
        unit = {"体温计": "支", "消毒液": "瓶"}.get(name, "只")
        row = keep_thing(cast.clerk, point.id, name, unit)
        if held:
            receive(cast.clerk, row.id, held, "街道仓库")
    return point


def home(cast: Cast, door: str = "1/1/201") -> object:
    """Somebody who came back to a door, where four people live."""
    draft = ArrivalDraft(f"{PATH}{door}/", "周九", "13800001111", "洛阳", MONDAY)
    ident = announce(cast.clerk, draft)
    came(cast.clerk, ident)
    return ident


def held() -> dict[str, int]:
    """How many are there of each thing."""
    with scoped(WHOLE):
        return dict(Stock.objects.values_list("name", "held"))


def said(found: tuple[Drawn, ...]) -> list[tuple[str, int, int]]:
    """What was taken and what lacked."""
    return [(one.kept.name, one.many, one.lacking) for one in found]


def test_a_captain_gives_a_kit_and_the_store_above_her_has_that_much_less(
    cast: Cast, street: Street
) -> None:
    point = store(cast, 体温计=10, 医用口罩=100, 防护服=5)
    ident = home(cast)
    assert said(hand_kit(cast.captain, ident)) == [("体温计", 4, 0), ("医用口罩", 4, 0)]  # type: ignore[arg-type]
    assert held() == {"体温计": 6, "医用口罩": 96, "防护服": 5}
    with pytest.raises(Problem, match="arrival_kit_given"):
        hand_kit(cast.captain, ident)  # type: ignore[arg-type]
    assert held()["医用口罩"] == 96
    moves = [
        (one.name, one.n, one.by, one.team, one.why)
        for one in stock_page(cast.clerk, MONDAY, point.id).moves
    ]
    assert ("医用口罩", -4, cast.captain.name, "", "") in moves
    assert audit(cast.secretary).clean


def test_neither_movement_nor_event_names_the_home(cast: Cast, street: Street) -> None:
    store(cast, 医用口罩=100)
    hand_kit(cast.clerk, home(cast))  # type: ignore[arg-type]
    with scoped(WHOLE):
        (move,) = StockMove.objects.filter(kind="kit")
        with connection.cursor() as cursor:
            cursor.execute("SELECT area, subject FROM event WHERE kind = 'stock.kit'")
            told = cursor.fetchall()
    assert (move.area, move.team, move.team_name, move.why, move.day) == (PATH, "", "", "", None)
    assert told == [(PATH, "")]


def test_where_nothing_is_kept_a_kit_is_given_all_the_same(cast: Cast, street: Street) -> None:
    assert hand_kit(cast.clerk, home(cast)) == ()  # type: ignore[arg-type]
    assert held() == {}


def test_what_the_book_does_not_hold_is_said_and_nothing_falls_below_nought(
    cast: Cast, street: Street
) -> None:
    store(cast, 医用口罩=3, 体温计=0)
    found = hand_kit(cast.clerk, home(cast))  # type: ignore[arg-type]
    assert said(found) == [("体温计", 0, 4), ("医用口罩", 3, 1)]
    assert held() == {"医用口罩": 0, "体温计": 0}
    assert audit(cast.secretary).clean


def test_a_kit_refused_takes_nothing(cast: Cast, street: Street) -> None:
    store(cast, 医用口罩=100)
    ident = home(cast)
    with pytest.raises(Problem):
        hand_kit(cast.outsider, ident)  # type: ignore[arg-type]
    assert held() == {"医用口罩": 100}
