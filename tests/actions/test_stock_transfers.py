"""Stock from one point to another: proposed from the nearest, one act at both ends, on its way until it is counted."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.actions.test_meals import events
from tests.actions.test_shifts import refused
from tests.actions.test_stock import EARLY, TOMORROW
from tests.cast import COMMUNITY, COMPOUND, Cast, person
from tests.roster_people import MONDAY
from tests.street import Street
from wumen.actions.force import NewDeployment, deploy, enlist
from wumen.actions.parcels import close_point, set_point
from wumen.actions.stock import count, issue, keep_thing, receive, set_norms, take_off
from wumen.actions.stock_transfers import arrive_stock, call_back, send_stock
from wumen.queries.audit import audit
from wumen.queries.stock.page import stock_page
from wumen.queries.stock.running import Running, running_out
from wumen.records import clock
from wumen.records.models import DepositPoint, Stock, StockMove
from wumen.records.scope import WHOLE, scoped
from wumen.rules.sign_up import SignUp
from wumen.rules.stock.lasting import Lasts

SECOND = f"{COMPOUND}/2"
# Another community, in another sub-district.
ELSEWHERE = "410102013001"


@pytest.fixture(autouse=True)
def before_six() -> Iterator[None]:
    """Monday at a quarter to six."""
    with clock.fixed(EARLY):
        yield


@pytest.fixture
def ends(cast: Cast, street: Street) -> tuple[DepositPoint, DepositPoint]:
    """A store at the gate of the compound, and one at building 2."""
    return (
        set_point(cast.clerk, COMPOUND, "东门仓", "王强"),
        set_point(cast.clerk, SECOND, "2号楼大厅", "马丽"),
    )


def tubes(cast: Cast, point: DepositPoint, many: int, **norms: int) -> UUID:
    """Tubes at a point: so many came, so many a head are needed where."""
    row = keep_thing(cast.clerk, point.id, "采样管", "支")
    if many:
        receive(cast.clerk, row.id, many, "街道仓库")
    set_norms(cast.clerk, row.id, norms)
    return row.id


def helpers(cast: Cast, place: str, people: int, *days: date) -> None:
    """A crew without names that helps somewhere for a morning, today and tomorrow unless said otherwise."""
    phone = f"190{len(place):04d}{sum(map(ord, place)) % 10000:04d}"
    who = enlist(cast.clerk, place, SignUp("医疗队", phone, "medic", people=people), "crew")
    for day in days or (MONDAY, TOMORROW):
        deploy(cast.clerk, [who.id], NewDeployment("入户采样", day, "am"))


def held(cast: Cast) -> dict[str, int]:
    """How many tubes are where."""
    with scoped(WHOLE):
        rows = Stock.objects.filter(name="采样管").values_list("point__name", "held")
        return dict(rows)


def short(cast: Cast) -> Running:
    """What will not last, of which there is one thing."""
    (found,) = running_out(cast.clerk)
    return found


def offered(cast: Cast) -> list[tuple[str, int, int | None]]:
    """From which point how many can come, and how many it keeps for itself."""
    return [
        (one.giver.name.split()[-1], one.many, one.giver.reserve) for one in short(cast).aid.offers
    ]


def rows_asked(said: CaptureQueriesContext) -> int:
    """How many statements read rows."""
    return sum(" FROM " in one["sql"] for one in said)


def test_the_nearest_that_has_more_than_it_needs_itself_is_proposed(
    cast: Cast, ends: tuple[DepositPoint, DepositPoint]
) -> None:
    gate, hall = ends
    far = set_point(cast.clerk, COMMUNITY, "社区仓库", "秦物业")
    helpers(cast, f"{COMPOUND}/1", 2)
    helpers(cast, SECOND, 3)
    tubes(cast, hall, 10, half_day=10)
    tubes(cast, gate, 70, half_day=10)
    tubes(cast, far, 400, half_day=10)
    # Three people, ten each, today and tomorrow: 60 are needed and 10 are there. The gate keeps 40 of its 70.
    assert (short(cast).place, short(cast).missing) == ("锦绣城 2号楼 2号楼大厅", 50)
    assert offered(cast) == [("东门仓", 30, 40), ("社区仓库", 20, 0)]
    (kept,) = stock_page(cast.clerk, MONDAY, far.id).things
    assert kept.outlook.state is Lasts.UNUSED


def test_where_nobody_is_named_for_tomorrow_a_giver_keeps_as_much_as_today(
    cast: Cast, ends: tuple[DepositPoint, DepositPoint]
) -> None:
    gate, hall = ends
    helpers(cast, f"{COMPOUND}/1", 2, MONDAY)
    helpers(cast, SECOND, 3, MONDAY)
    tubes(cast, hall, 0, half_day=10)
    tubes(cast, gate, 70, half_day=10)
    assert offered(cast) == [("东门仓", 30, 40)]


def test_whose_own_need_nobody_knows_gives_nothing_and_is_to_be_asked(
    cast: Cast, ends: tuple[DepositPoint, DepositPoint]
) -> None:
    gate, hall = ends
    helpers(cast, f"{COMPOUND}/1", 2)
    helpers(cast, SECOND, 3)
    tubes(cast, hall, 0, half_day=10)
    giver = tubes(cast, gate, 70)
    assert offered(cast) == []
    assert [(one.name.split()[-1], one.held) for one in short(cast).aid.ask] == [("东门仓", 70)]
    # She who knows may send all the same.
    send_stock(cast.clerk, giver, short(cast).ident, 70)
    assert held(cast) == {"东门仓": 0, "2号楼大厅": 0}


def test_a_transfer_is_one_act_at_both_ends_and_on_its_way_until_it_is_counted(
    cast: Cast, ends: tuple[DepositPoint, DepositPoint]
) -> None:
    gate, hall = ends
    helpers(cast, f"{COMPOUND}/1", 2)
    helpers(cast, SECOND, 3)
    getting, giving = tubes(cast, hall, 10, half_day=10), tubes(cast, gate, 200, half_day=10)
    one = send_stock(cast.clerk, giving, getting, 50)
    # The same tap once more is the same.
    assert send_stock(cast.clerk, giving, getting, 50) == one
    assert held(cast) == {"东门仓": 150, "2号楼大厅": 10}
    # Short until it is there, and proposed no second time.
    assert (short(cast).aid.coming, short(cast).aid.enough, short(cast).aid.offers) == (
        50,
        True,
        (),
    )
    (way,) = stock_page(cast.clerk, MONDAY, hall.id, aided=True).ways
    assert (way.here, way.way.many, way.way.source) == (True, 50, "锦绣城 东门仓")
    assert (
        way.group
        == "【调物资】从锦绣城 东门仓调采样管50支到锦绣城 2号楼 2号楼大厅，请两头各来一位点数交接。"
    )
    assert "找王强点数装车" in way.driver
    assert "找马丽当面点数" in way.driver
    (leaving,) = stock_page(cast.clerk, MONDAY, gate.id, aided=True).ways
    assert (leaving.here, leaving.way.target, leaving.transfer) == (
        False, "锦绣城 2号楼 2号楼大厅", one,
    )  # fmt: skip
    assert [len(events(kind)) for kind in ("stock.sent", "stock.coming")] == [1, 1]


def test_what_arrives_is_counted_and_what_differs_stands_at_both_ends_with_its_reason(
    cast: Cast, ends: tuple[DepositPoint, DepositPoint]
) -> None:
    gate, hall = ends
    getting, giving = tubes(cast, hall, 10), tubes(cast, gate, 200)
    one = send_stock(cast.clerk, giving, getting, 50)
    refused("stock_why_needed", arrive_stock, cast.clerk, one, 48, "")
    with clock.fixed(EARLY + timedelta(minutes=40)):
        assert arrive_stock(cast.clerk, one, 48, "路上破损") == -2
        assert arrive_stock(cast.clerk, one, 48, "路上破损") == -2
        refused("stock_way_over", arrive_stock, cast.clerk, one, 50, "")
    assert held(cast) == {"东门仓": 150, "2号楼大厅": 58}
    there = next(one for one in stock_page(cast.clerk, MONDAY, gate.id).moves if one.kind == "sent")
    assert there.arrived
    assert (there.n, there.arrived.differs, there.arrived.why) == (-50, -2, "路上破损")
    here = stock_page(cast.clerk, MONDAY, hall.id).moves[0]
    assert (here.n, here.differs, here.why, here.team) == (48, -2, "路上破损", "锦绣城 东门仓")
    assert stock_page(cast.clerk, MONDAY, hall.id, aided=True).ways == []
    assert audit(cast.secretary).clean


def test_what_a_giver_needs_itself_is_not_sent(
    cast: Cast, ends: tuple[DepositPoint, DepositPoint]
) -> None:
    gate, hall = ends
    helpers(cast, f"{COMPOUND}/1", 2)
    getting, giving = tubes(cast, hall, 0), tubes(cast, gate, 50, half_day=10)
    refused("stock_send_needed", send_stock, cast.clerk, giving, getting, 11)
    refused("stock_send_none", send_stock, cast.clerk, giving, getting, 0)
    refused("stock_short", send_stock, cast.clerk, giving, getting, 51)
    other = keep_thing(cast.clerk, hall.id, "采样管（箱）", "箱").id
    refused("stock_send_other", send_stock, cast.clerk, giving, other, 1)
    refused("stock_send_other", send_stock, cast.clerk, giving, giving, 1)
    refused("stock_unknown", send_stock, cast.outsider, giving, getting, 1)
    refused("right_missing", send_stock, cast.captain, giving, getting, 1)
    assert held(cast)["东门仓"] == 50
    # Its people got theirs: what is left is needed tomorrow alone.
    issue(cast.clerk, gate.id, MONDAY)
    send_stock(cast.clerk, giving, getting, 10)
    assert held(cast) == {"东门仓": 20, "2号楼大厅": 0}


def test_what_never_left_is_called_back_whole(
    cast: Cast, ends: tuple[DepositPoint, DepositPoint]
) -> None:
    gate, hall = ends
    getting, giving = tubes(cast, hall, 0), tubes(cast, gate, 50)
    one = send_stock(cast.clerk, giving, getting, 50)
    refused("stock_way_open", take_off, cast.clerk, getting)
    refused("stock_way_open", take_off, cast.clerk, giving)
    refused("deposit_point_keeps", close_point, cast.clerk, hall.id)
    refused("stock_why_needed", call_back, cast.clerk, one, " ")
    refused("stock_way_unknown", call_back, cast.outsider, one, "点错了")
    refused("stock_way_unknown", arrive_stock, cast.outsider, one, 50, "")
    call_back(cast.clerk, one, "点错了")
    assert held(cast) == {"东门仓": 50, "2号楼大厅": 0}
    refused("stock_way_over", call_back, cast.clerk, one, "点错了")
    refused("stock_way_over", arrive_stock, cast.clerk, one, 0, "没来")
    assert stock_page(cast.clerk, MONDAY, hall.id, aided=True).ways == []
    take_off(cast.clerk, getting)
    # Sent again at once it is another transfer, for the first is over.
    again = tubes(cast, hall, 0)
    assert send_stock(cast.clerk, giving, again, 50) != one
    assert audit(cast.secretary).clean


def test_who_keeps_one_end_alone_counts_there_and_sees_nothing_of_the_other(
    cast: Cast, ends: tuple[DepositPoint, DepositPoint]
) -> None:
    far = set_point(cast.outsider, ELSEWHERE, "村部仓库", "钱主任")
    giving = keep_thing(cast.outsider, far.id, "采样管", "支").id
    receive(cast.outsider, giving, 90, "街道仓库")
    getting = tubes(cast, ends[0], 0)
    refused("stock_unknown", send_stock, cast.clerk, giving, getting, 60)
    refused("stock_unknown", send_stock, cast.outsider, giving, getting, 60)
    # The office of the district stands over both.
    over = person(cast.operator, "区值班长", "seconded", "duty_officer", "410102")
    one = send_stock(over, giving, getting, 60)
    refused("stock_way_unknown", arrive_stock, cast.outsider, one, 60, "")
    (way,) = stock_page(cast.clerk, MONDAY, ends[0].id, aided=True).ways
    assert (way.way.source.split()[-1], way.way.source_keeper) == ("村部仓库", "")
    assert stock_page(cast.outsider, MONDAY, far.id, aided=True).ways == []
    refused("stock_way_unknown", call_back, cast.clerk, one, "点错了")
    assert arrive_stock(cast.clerk, one, 59, "路上破损") == -1
    (sent,) = (
        move for move in stock_page(cast.outsider, MONDAY, far.id).moves if move.kind == "sent"
    )
    assert (sent.n, sent.arrived) == (-60, None)
    (seen,) = (move for move in stock_page(over, MONDAY, far.id).moves if move.kind == "sent")
    assert seen.arrived
    assert seen.arrived.differs == -1
    assert audit(cast.operator).clean


def test_the_database_takes_each_step_once_and_the_audit_compares_both_ends(
    cast: Cast, ends: tuple[DepositPoint, DepositPoint]
) -> None:
    gate, hall = ends
    getting, giving = tubes(cast, hall, 0), tubes(cast, gate, 50)
    one = send_stock(cast.clerk, giving, getting, 20)
    with scoped(WHOLE):
        sent = StockMove.objects.get(transfer=one, kind="sent")
        coming = StockMove.objects.get(transfer=one, kind="coming")
        said = {
            "area": coming.area,
            "stock": coming.stock,
            "moved_at": clock.now(),
            "by": coming.by,
        }
        for wrong in (
            {"kind": "coming", "n": 0, "counted": 20, "team": "x", "transfer": one},
            {"kind": "arrived", "n": 19, "counted": 20, "transfer": one},
            {"kind": "arrived", "n": 20, "counted": 20},
            {"kind": "received", "n": 20, "why": "街道", "transfer": one},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                StockMove.objects.create(**said, **wrong)
        extra = {**said, "area": sent.area, "stock": sent.stock, "transfer": getting}
        StockMove.objects.create(**extra, kind="sent", n=-5, team="x")
    kinds = {(one.kind, one.expected, one.found) for one in audit(cast.operator).differences}
    assert ("stock_halves_differ", 5, 0) in kinds


def test_the_card_and_the_page_cost_no_more_with_more_points(
    cast: Cast, ends: tuple[DepositPoint, DepositPoint]
) -> None:
    gate, hall = ends
    helpers(cast, f"{COMPOUND}/1", 2)
    helpers(cast, SECOND, 3)
    getting, giving = tubes(cast, hall, 0, half_day=10), tubes(cast, gate, 500, half_day=10)
    send_stock(cast.clerk, giving, getting, 5)
    issue(cast.clerk, gate.id, MONDAY)

    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as card:
            running_out(cast.clerk)
        with CaptureQueriesContext(connection) as page:
            stock_page(cast.clerk, MONDAY, hall.id, aided=True)
        return rows_asked(card), rows_asked(page)

    few = asked()
    for n in range(3, 8):
        point = set_point(cast.clerk, f"{COMPOUND}/3", f"{n}号货架", "马丽")
        with clock.fixed(EARLY + timedelta(minutes=n)):
            send_stock(cast.clerk, giving, tubes(cast, point, 100), n)
            send_stock(cast.clerk, giving, getting, n)
    assert asked() == few
    assert max(few) <= 12


def test_a_count_in_between_moves_no_transfer(
    cast: Cast, ends: tuple[DepositPoint, DepositPoint]
) -> None:
    gate, hall = ends
    getting, giving = tubes(cast, hall, 0), tubes(cast, gate, 50)
    one = send_stock(cast.clerk, giving, getting, 20)
    assert count(cast.clerk, getting, 0, "") == 0
    assert arrive_stock(cast.clerk, one, 21, "装车多数了") == 1
    assert held(cast) == {"东门仓": 30, "2号楼大厅": 21}
