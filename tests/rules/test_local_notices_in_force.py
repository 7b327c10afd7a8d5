"""Notices in force: for each measure and window one decides; nothing is taken away unsaid, arrival is nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_local_notices import (
    EVENING,
    EVERY_DAY,
    FEWER,
    GONE,
    HEADQUARTERS,
    LIFTS,
    NOON,
)
from tests.rules.test_playbooks import BASE
from wumen.rules.duties import Owed, owed
from wumen.rules.local_notices import (
    NoticeInForce,
    compare,
    laid,
    read_rules,
    rules_as_data,
    whole,
)
from wumen.rules.orders import OrderInForce
from wumen.rules.playbooks import faults
from wumen.rules.time import Interval, at

DAY = date(2022, 1, 10)
ALL = [EVERY_DAY, EVENING, FEWER, GONE, NOON, LIFTS]
INSTANTS = st.integers(-60, 60).map(lambda hours: at(DAY, time(12)) + timedelta(hours=hours))


def held(
    rules: dict[str, object] = EVERY_DAY, number: str = "T1", **changes: object
) -> NoticeInForce:
    """A notice in force from long before the day, over the compound."""
    whole_time = Interval(at(DAY, time()) - timedelta(days=1), at(DAY, time()) + timedelta(days=3))
    given_ = {
        "number": number,
        "outbreak": "o",
        "authority": HEADQUARTERS,
        "document": "通告第8号",
        "interval": whole_time,
        "known_at": whole_time.begins,
        "rules": read_rules(rules),
        "depth": 4,
        **changes,
    }
    return NoticeInForce(**given_)  # type: ignore[arg-type]


def order(regime: str = "lockdown", day: int = 2, number: str = "1") -> OrderInForce:
    """An order that is in its `day`th day, known from its start."""
    begins = at(DAY, time()) - timedelta(days=day - 1)
    return OrderInForce(number, "o", regime, Interval(begins, begins + timedelta(days=14)), begins)


def owes(orders: Sequence[OrderInForce], *notices: NoticeInForce) -> dict[tuple[str, str], Owed]:
    """What a resident owes on the day under these orders and notices, by what and window."""
    book = laid(BASE, notices, DAY)
    return {(one.what, one.win): one for one in owed(orders, {"o": book}, DAY)}


@st.composite
def notices(draw: st.DrawFn) -> NoticeInForce:
    """Any notice around the day."""
    begins = draw(INSTANTS)
    number = draw(st.integers(1, 999))
    return held(
        draw(st.sampled_from(ALL)),
        f"T{number}",
        document=f"通告第{number}号",
        interval=Interval(begins, begins + timedelta(hours=draw(st.integers(1, 168)))),
        known_at=draw(INSTANTS),
        depth=draw(st.integers(1, 6)),
    )


MANY = st.lists(notices(), max_size=4, unique_by=lambda one: one.number)
ORDERS = st.lists(
    st.builds(order, st.sampled_from(sorted(BASE.regimes)), st.integers(1, 9)),
    min_size=1,
    max_size=2,
).map(lambda some: [replace(one, number=str(n)) for n, one in enumerate(some)])


def test_without_a_notice_the_playbook_itself_holds() -> None:
    assert laid(BASE, [], DAY) is BASE


def test_a_day_that_only_the_notice_asks_for_is_owed_and_names_it() -> None:
    assert ("sampling", "am") not in owes([order(day=2)])
    one = owes([order(day=2)], held())["sampling", "am"]
    assert (one.notice, one.clause) == ("T1", "lockdown-sampling")
    assert one.basis() == {
        "outbreak": "o",
        "clause": "lockdown-sampling",
        "orders": ["1"],
        "notice": "T1",
    }


def test_what_no_notice_speaks_of_keeps_its_grounds() -> None:
    with_notice, without = owes([order(day=2)], held()), owes([order(day=2)])
    assert with_notice["temperature", "am"] == without["temperature", "am"]
    assert "notice" not in with_notice["temperature", "am"].basis()


def test_hours_of_its_own_are_a_window_and_those_of_the_rules_are_theirs() -> None:
    found = owes([order()], held(NOON))
    noon = found["temperature", "1200-1330"]
    assert (noon.opens_at, noon.due_at) == (at(DAY, time(12)), at(DAY, time(13, 30)))
    same = {"changes": [{"clause": "control-temperature", "windows": ["am", "16:00-19:00"]}]}
    assert ("temperature", "pm") in owes([order("control")], held(same))


def test_what_an_authority_takes_away_is_not_asked() -> None:
    assert set(owes([order(day=2)], held(FEWER))) == {("temperature", "am")}
    assert not owes([order("control")], held(GONE))


@pytest.mark.parametrize(
    ("begins", "ends", "asked"),
    [
        (time(12), None, {"pm"}),
        (None, time(12), {"am"}),
        (time(9, 59), None, {"am", "pm"}),
        (time(10), None, {"pm"}),
        (None, time(6, 31), {"am"}),
        (None, time(6, 30), set()),
    ],
)
def test_a_notice_that_begins_or_ends_at_noon_counts_by_window(
    begins: time | None, ends: time | None, asked: set[str]
) -> None:
    far = timedelta(days=1)
    both = {"changes": [{"clause": "lockdown-sampling", "days": "every", "windows": ["am", "pm"]}]}
    held_ = Interval(
        at(DAY, begins) if begins else at(DAY, time()) - far,
        at(DAY, ends) if ends else at(DAY, time()) + far,
    )
    found = owes([order(day=2)], held(both, interval=held_, known_at=held_.begins))
    assert {win for what, win in found if what == "sampling"} == asked


def test_what_was_known_after_a_window_closed_changes_nothing_in_it() -> None:
    assert ("sampling", "am") not in owes([order(day=2)], held(known_at=at(DAY, time(10))))
    assert ("sampling", "am") in owes([order(day=2)], held(known_at=at(DAY, time(9, 59))))


def test_the_narrower_scope_decides_and_of_equal_ones_the_later_document() -> None:
    wide, narrow = held(number="T1", depth=2), held(number="T2", depth=5)
    assert owes([order(day=2)], wide, narrow)["sampling", "am"].notice == "T2"
    later = Interval(wide.interval.begins + timedelta(hours=1), wide.interval.ends)
    assert (
        owes([order(day=2)], narrow, held(number="T0", depth=5, interval=later))[
            "sampling", "am"
        ].notice
        == "T0"
    )


def test_a_narrower_notice_that_says_less_ends_what_a_wider_one_adds() -> None:
    fewer = {"changes": [{"clause": "lockdown-sampling", "days": [7], "less": True}]}
    wide, narrow = held(depth=2), held(fewer, "T2", depth=5)
    assert ("sampling", "am") not in owes([order(day=2)], wide, narrow)
    assert ("sampling", "am") in owes([order(day=2)], replace(wide, depth=6), narrow)


@given(ORDERS, MANY, st.randoms(use_true_random=False))
def test_the_order_in_which_notices_arrive_is_nothing(orders, some, chance) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(some)
    chance.shuffle(shuffled)
    assert owes(orders, *shuffled) == owes(orders, *some)


@given(ORDERS, MANY)
def test_the_numbers_that_an_office_gives_decide_nothing(orders, some) -> None:  # type: ignore[no-untyped-def]
    other = [replace(one, number=f"T{2000 - n}") for n, one in enumerate(some)]
    said = {new.number: old.number for new, old in zip(other, some, strict=True)}
    found = {
        key: replace(one, notice=said.get(one.notice, ""))
        for key, one in owes(orders, *other).items()
    }
    assert found == owes(orders, *some)


def adds(one: NoticeInForce) -> bool:
    """Whether a notice takes nothing away."""
    return not any(change.less for change in one.rules.changes)


@given(ORDERS, MANY, notices().filter(adds))
def test_a_notice_that_does_not_say_so_never_takes_a_window_away(orders, some, more) -> None:  # type: ignore[no-untyped-def]
    assert owes(orders, *some).keys() <= owes(orders, *some, more).keys()


@given(ORDERS, MANY)
def test_nothing_is_owed_by_a_notice_outside_the_time_it_holds(orders, some) -> None:  # type: ignore[no-untyped-def]
    by_number = {one.number: one for one in some}
    for one in owes(orders, *some).values():
        if one.notice:
            window = Interval(one.opens_at, one.due_at)
            assert by_number[one.notice].interval.meets(window)
            assert by_number[one.notice].known_at < one.due_at


@given(MANY)
def test_a_notice_alone_makes_nobody_owe_anything(some) -> None:  # type: ignore[no-untyped-def]
    assert not owes([], *some)


@given(st.sampled_from(ALL))
def test_every_notice_stays_a_playbook_without_faults(rules: dict[str, object]) -> None:
    assert not list(faults(whole(BASE, read_rules(rules))))
    assert read_rules(rules_as_data(read_rules(rules))) == read_rules(rules)


def test_what_changes_is_told_beside_what_the_playbook_says() -> None:
    (one,) = compare(BASE, read_rules(EVERY_DAY))
    assert one.before and one.after
    assert (one.before.days, one.after.days) == ((1, 4, 7, 10, 14), "every")
    assert (one.more, one.less) == (True, False)
    assert compare(BASE, read_rules(GONE))[0].after is None
    assert compare(BASE, read_rules(LIFTS))[0].before is None
