"""Two taps at the same instant: what is issued, received, counted and dealt out by both counts once."""

from datetime import timedelta

from tests import cast as the_cast
from tests import street as the_street
from tests.actions.test_concurrency import at_once
from tests.cast import COMPOUND
from tests.street import at
from wumen.actions.force import NewDeployment, deploy, enlist
from wumen.actions.lots import register_lot
from wumen.actions.parcels import set_point
from wumen.actions.reach import Reached
from wumen.actions.stock import count, give, issue, keep_thing, receive, set_norms
from wumen.actions.stock_transfers import arrive_stock, send_stock
from wumen.queries.audit import audit
from wumen.queries.stock.page import stock_page
from wumen.records import clock
from wumen.records.models import Lot, Parcel, StockMove
from wumen.records.scope import WHOLE, scoped
from wumen.rules.lots import Mode, NewLot
from wumen.rules.problems import Problem
from wumen.rules.sign_up import SignUp

DAY = at(1, 10).date()


def test_taps_at_the_same_instant_count_once_and_nothing_goes_below_nought(
    committed: Reached,
) -> None:
    cast = the_cast.make()
    the_street.make(cast)
    with clock.fixed(at(1, 10, 5) + timedelta(minutes=45)):
        store = set_point(cast.clerk, COMPOUND, "东门仓", "王强")
        ident = keep_thing(cast.clerk, store.id, "防护服", "套").id
        set_norms(cast.clerk, ident, {"half_day": 1})
        crew = enlist(
            cast.clerk, COMPOUND, SignUp("医疗队", "19011112222", "medic", people=6), "crew"
        )
        deploy(cast.clerk, [crew.id], NewDeployment("入户采样", DAY, "am"))
        assert at_once(*[lambda: receive(cast.clerk, ident, 10, "街道仓库")] * 3) == []
        wrong = at_once(*[lambda: issue(cast.clerk, store.id, DAY)] * 4)
        assert [one.code for one in wrong if isinstance(one, Problem)] == ["stock_nothing"] * 3
        page = stock_page(cast.clerk, DAY, store.id)
        assert page.things[0].held == 4
        where = page.rows[0].team.key
        # Ten in all are six and four more: of three who say so, one moves them and two find them moved.
        assert at_once(*[lambda: give(cast.clerk, ident, DAY, where, 10, "多来了人")] * 3) == []
        short = at_once(*[lambda: give(cast.clerk, ident, DAY, where, 11, "多来了人")] * 2)
        assert [one.code for one in short if isinstance(one, Problem)] == ["stock_short"] * 2
        assert at_once(*[lambda: count(cast.clerk, ident, 0, "")] * 2) == []
        assert stock_page(cast.clerk, DAY, store.id).things[0].held == 0
        new = NewLot("超市", "蔬菜包", "份", 4, Mode.HOMES, f"{COMPOUND}/1")
        assert at_once(*[lambda: register_lot(cast.clerk, store.id, new)] * 3) == []
    with scoped(WHOLE):
        assert Lot.objects.count() == 1
        assert Parcel.objects.count() == 4
        assert sorted(StockMove.objects.values_list("kind", "n")) == [
            ("counted", 0), ("issued", -6), ("issued", -4), ("received", 10),
        ]  # fmt: skip
    assert audit(cast.secretary).clean


def test_a_transfer_that_is_tapped_and_counted_at_the_same_instant_is_one(
    committed: Reached,
) -> None:
    cast = the_cast.make()
    the_street.make(cast)
    with clock.fixed(at(1, 10, 9)):
        store = set_point(cast.clerk, COMPOUND, "东门仓", "王强")
        hall = set_point(cast.clerk, f"{COMPOUND}/2", "2号楼大厅", "马丽")
        giving = keep_thing(cast.clerk, store.id, "采样管", "支").id
        getting = keep_thing(cast.clerk, hall.id, "采样管", "支").id
        receive(cast.clerk, giving, 100, "街道仓库")
        assert at_once(*[lambda: send_stock(cast.clerk, giving, getting, 30)] * 3) == []
        with scoped(WHOLE):
            (one,) = StockMove.objects.filter(kind="sent").values_list("transfer", flat=True)
        assert one
        # Three who count the same: one writes it, two find it written.
        assert at_once(*[lambda: arrive_stock(cast.clerk, one, 29, "路上破损")] * 3) == []
        # Both ways at once wait for nobody in a ring.
        both = (
            lambda: send_stock(cast.clerk, giving, getting, 70),
            lambda: send_stock(cast.clerk, getting, giving, 29),
        )
        assert at_once(*both) == []
    with scoped(WHOLE):
        assert sorted(StockMove.objects.values_list("kind", "n")) == [
            ("arrived", 29), ("coming", 0), ("coming", 0), ("coming", 0), ("received", 100),
            ("sent", -70), ("sent", -30), ("sent", -29),
        ]  # fmt: skip
    assert audit(cast.operator).clean
