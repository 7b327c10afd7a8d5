"""Movements by name for fourteen days, then counts alone: who went out, who came back, and the relays that said so."""

import pytest
from django.db import connection

from tests.actions.test_arrivals import RELAY, TODAY, told
from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at
from wumen.actions.arrivals import announce, came
from wumen.actions.outings import come_back, go_out
from wumen.actions.relay import take_relay
from wumen.actions.retention import cut_movements
from wumen.queries.arrivals import arrival
from wumen.queries.movements import MovementDay, movement_days
from wumen.queries.relay import relay_page
from wumen.records import clock
from wumen.records.models import MovementCount
from wumen.records.scope import WHOLE, scoped
from wumen.rules.outings import OutingDraft
from wumen.rules.problems import Problem
from wumen.rules.relay import Kind


def test_after_fourteen_days_only_counts_of_movements_are_left(cast: Cast, street: Street) -> None:
    who = str(street.aunt_zhang.id)
    with clock.fixed(at(1, 10, 6)):
        out = go_out(cast.captain, OutingDraft(who, at(1, 10, 6), at(1, 10, 11), "女儿陪同"))
        home = announce(cast.captain, told())
    with clock.fixed(at(1, 10, 11)):
        come_back(cast.captain, out, at(1, 10, 11))
        came(cast.captain, home)
        never = announce(cast.captain, told(name="吴十", telephone=""))
    with clock.fixed(at(1, 11, 6)):
        still = go_out(cast.captain, OutingDraft(who, at(1, 11, 6), at(1, 11, 11), ""))
    with clock.fixed(at(1, 24, 3)):
        assert cut_movements(cast.operator) == {}
        assert arrival(cast.captain, home).said.name == "周九"
    with clock.fixed(at(1, 25, 3)):
        assert cut_movements(cast.operator) == {"outing": 1, "arrival": 1}
        # Once more cuts nothing more.
        assert cut_movements(cast.operator) == {}
        for gone in (home, never):
            with pytest.raises(Problem, match="arrival_unknown"):
                arrival(cast.captain, gone)
    with scoped(WHOLE), connection.cursor() as cursor:
        counts = MovementCount.objects.order_by("what").values_list("area", "day", "what", "n")
        # Who was announced and never came is no movement.
        assert list(counts) == [
            (f"{PATH}1/", TODAY, "arrival", 1),
            (f"{PATH}1/", TODAY, "outing", 1),
        ]
        cursor.execute("SELECT id FROM outing")
        assert cursor.fetchall() == [(still,)]


def test_after_fourteen_days_a_relay_of_returns_says_nothing_any_more(
    cast: Cast, street: Street
) -> None:
    relay = take_relay(cast.clerk, RELAY, Kind.ARRIVALS, COMPOUND).relay
    other = take_relay(
        cast.clerk, "#接龙\n报平安\n\n1. 1-1-101 平安\n", Kind.PRESENT, COMPOUND
    ).relay
    with clock.fixed(at(1, 24, 3)):
        assert cut_movements(cast.operator) == {}
        assert not relay_page(cast.clerk, relay).cut
    with clock.fixed(at(1, 25, 3)):
        assert cut_movements(cast.operator) == {"relay": 1}
        assert cut_movements(cast.operator) == {}
        page = relay_page(cast.clerk, relay)
        assert not relay_page(cast.clerk, other).cut
    assert page.cut
    assert len(page.entries) == 3
    assert all(one.state == "dropped" and one.door is None for one in page.entries)
    for secret in ("赵六", "滑县", "高铁", "1-1-101"):
        assert secret not in repr(page)


def test_the_counts_of_long_ago_are_shown_by_day(cast: Cast, street: Street) -> None:
    ident = announce(cast.captain, told())
    came(cast.captain, ident)
    with clock.fixed(at(1, 25, 3)):
        assert movement_days(cast.clerk) == []
        cut_movements(cast.operator)
        assert movement_days(cast.clerk) == [MovementDay(TODAY, 0, 1)]
        assert movement_days(cast.outsider) == []


def test_counts_of_a_day_add_up_over_several_cuts(cast: Cast, street: Street) -> None:
    for hour, person in ((6, "周九"), (7, "吴十")):
        with clock.fixed(at(1, 10, hour)):
            ident = announce(cast.captain, told(name=person, telephone=""))
            came(cast.captain, ident, at(1, 10, hour))
        with clock.fixed(at(1, 25, hour)):
            cut_movements(cast.operator)
    with scoped(WHOLE):
        assert [one.n for one in MovementCount.objects.all()] == [2]


def test_only_the_installation_cuts(cast: Cast, street: Street) -> None:
    with pytest.raises(Problem, match="right_missing"):
        cut_movements(cast.secretary)
