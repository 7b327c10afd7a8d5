"""What is owed: each thing once, never for less because of more orders, never outside them, never unknowably."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.rules.test_playbooks import BASE, shipped
from wumen.rules.duties import (
    DutyKey,
    Owed,
    check_grade,
    day_of_order,
    owed,
    read_key,
    window_of,
)
from wumen.rules.orders import OrderInForce, strictness
from wumen.rules.playbooks import Grade, What, lay_over
from wumen.rules.problems import Problem
from wumen.rules.time import Interval, at, business_day

DAY = date(2022, 1, 10)
BOOKS = {"o": lay_over(BASE, [shipped("morning-sampling")]), "p": BASE}
REGIMES = sorted(BASE.regimes)
INSTANTS = st.integers(-96, 96).map(lambda hours: at(DAY, time(12)) + timedelta(hours=hours))


@st.composite
def orders(draw: st.DrawFn) -> OrderInForce:
    """Any order around the day."""
    begins = draw(INSTANTS)
    return OrderInForce(
        number=draw(st.integers(1, 99).map(str)),
        outbreak=draw(st.sampled_from(sorted(BOOKS))),
        regime=draw(st.sampled_from(REGIMES)),
        interval=Interval(begins, begins + timedelta(hours=draw(st.integers(1, 400)))),
        known_at=draw(INSTANTS),
    )


MANY = st.lists(orders(), max_size=5, unique_by=lambda one: one.number)


def keys(found: tuple[Owed, ...]) -> set[tuple[str, str]]:
    """What and window of all that is owed."""
    return {(one.what, one.win) for one in found}


def counts(found: tuple[Owed, ...]) -> Counter[str]:
    """How often each what is owed."""
    return Counter(one.what for one in found)


def the(regime: str, begins: datetime, ends: datetime, number: str = "1") -> OrderInForce:
    """An order known from its start."""
    return OrderInForce(number, "o", regime, Interval(begins, ends), begins)


@given(MANY)
def test_each_what_is_owed_once_in_each_window(held: list[OrderInForce]) -> None:
    found = owed(held, BOOKS, DAY)
    assert len(keys(found)) == len(found)


@given(MANY, st.randoms(use_true_random=False))
def test_the_order_in_which_orders_are_given_is_nothing(held: list[OrderInForce], chance) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(held)
    chance.shuffle(shuffled)
    assert owed(shuffled, BOOKS, DAY) == owed(held, BOOKS, DAY)


@given(MANY, st.integers(0, 4), st.integers(1, 200))
def test_a_longer_order_never_owes_less(held: list[OrderInForce], which: int, hours: int) -> None:
    assume(which < len(held))
    one = held[which]
    longer = Interval(one.interval.begins, one.interval.ends + timedelta(hours=hours))
    after = [*held[:which], replace(one, interval=longer), *held[which + 1 :]]
    assert counts(owed(held, BOOKS, DAY)) <= counts(owed(after, BOOKS, DAY))


@given(MANY, orders())
def test_one_order_more_never_owes_less_of_anything(
    held: list[OrderInForce], more: OrderInForce
) -> None:
    assume(more.number not in {one.number for one in held})
    assert counts(owed(held, BOOKS, DAY)) <= counts(owed([*held, more], BOOKS, DAY))


@given(MANY)
def test_nothing_is_owed_outside_the_orders_that_ask_for_it(held: list[OrderInForce]) -> None:
    by_number = {one.number: one for one in held}
    for one in owed(held, BOOKS, DAY):
        window = Interval(one.opens_at, one.due_at)
        assert one.orders
        assert any(window.meets(by_number[number].interval) for number in one.orders)


@given(MANY)
def test_nobody_owes_what_could_not_be_known_before_it_closed(held: list[OrderInForce]) -> None:
    by_number = {one.number: one for one in held}
    for one in owed(held, BOOKS, DAY):
        assert any(by_number[number].known_at < one.due_at for number in one.orders)


@given(MANY)
def test_in_each_window_the_strictest_that_asks_decides_and_all_stand_in_the_basis(
    held: list[OrderInForce],
) -> None:
    alone = {one.number: owed([one], BOOKS, DAY) for one in held}
    for one in owed(held, BOOKS, DAY):
        asking = [order for order in held if any(o.what == one.what for o in alone[order.number])]
        assert set(one.orders) == {order.number for order in asking}
        here = [
            strictness(order, BOOKS)
            for order in asking
            if any((o.what, o.win) == (one.what, one.win) for o in alone[order.number])
        ]
        regime = BOOKS[one.outbreak].clause(one.clause).regime
        assert BOOKS[one.outbreak].regimes[regime].strictness == max(here)


@given(MANY)
def test_the_basis_names_outbreak_clause_and_orders_and_nobody(held: list[OrderInForce]) -> None:
    for one in owed(held, BOOKS, DAY):
        assert set(one.basis()) == {"outbreak", "clause", "orders"}
        assert one.basis()["orders"] == sorted(one.orders)


@given(MANY)
def test_no_sampling_is_owed_by_a_clause_that_accepts_a_declaration(
    held: list[OrderInForce],
) -> None:
    for one in owed(held, BOOKS, DAY):
        if one.what is What.SAMPLING:
            clause = BOOKS[one.outbreak].clause(one.clause)
            with pytest.raises(Problem, match="grade_not_accepted"):
                check_grade(clause.grades, Grade.DECLARED)


def test_an_order_renewed_at_noon_leaves_no_window_of_the_day_unowed() -> None:
    noon = at(DAY, time(12))
    first = the("lockdown", noon - timedelta(days=3), noon, "1")
    second = the("lockdown", noon, noon + timedelta(days=3), "2")
    assert ("temperature", "pm") in keys(owed([second], BOOKS, DAY))
    assert keys(owed([first, second], BOOKS, DAY)) >= {("temperature", "am"), ("temperature", "pm")}


def test_one_order_more_takes_no_window_away() -> None:
    noon = at(DAY, time(12))
    strict = the("lockdown", noon - timedelta(days=3), noon, "1")
    isolation = the("home_isolation", noon, noon + timedelta(days=3), "2")
    alone, both = owed([isolation], BOOKS, DAY), owed([strict, isolation], BOOKS, DAY)
    assert keys(alone) <= keys(both)


def test_under_lockdown_two_temperatures_and_a_sampling_are_owed_each_day() -> None:
    found = owed([the("lockdown", at(DAY, time()), at(DAY, time(23)))], BOOKS, DAY)
    assert keys(found) == {("temperature", "am"), ("temperature", "pm"), ("sampling", "am")}
    assert {one.role for one in found if one.what == "sampling"} == {"sampler"}


def test_an_order_that_ends_at_24_oclock_owes_nothing_on_the_next_day() -> None:
    until = at(DAY, time())
    assert owed([the("lockdown", until - timedelta(days=3), until)], BOOKS, DAY) == ()


def test_an_order_that_was_confirmed_at_noon_owes_nothing_of_the_morning() -> None:
    noon = at(DAY, time(12))
    late = the("lockdown", noon - timedelta(days=3), noon + timedelta(days=3))
    found = owed([replace(late, known_at=noon)], BOOKS, DAY)
    assert keys(found) == {("temperature", "pm")}


def test_what_was_confirmed_at_the_hour_it_closed_is_not_owed() -> None:
    ten = at(DAY, time(10))
    one = the("control", ten - timedelta(days=1), ten + timedelta(days=1))
    assert owed([replace(one, known_at=ten)], BOOKS, DAY) == ()
    assert owed([replace(one, known_at=ten - timedelta(seconds=1))], BOOKS, DAY) != ()


def test_nothing_is_owed_without_an_order_or_under_a_regime_without_clauses() -> None:
    assert owed([], BOOKS, DAY) == ()
    assert owed([the("precaution", at(DAY, time()), at(DAY, time(23)))], BOOKS, DAY) == ()


@pytest.mark.parametrize("hour", [0, 23])
def test_the_first_day_of_an_order_is_its_first_day_whatever_the_hour(hour: int) -> None:
    one = the("lockdown", at(DAY, time(hour)), at(DAY + timedelta(days=14), time()))
    assert day_of_order(one, DAY, BASE) == 1
    assert day_of_order(one, DAY + timedelta(days=3), BASE) == 4


def test_without_the_overlay_sampling_falls_on_the_days_of_the_order() -> None:
    one = replace(the("lockdown", at(DAY, time()), at(date(2022, 2, 1), time())), outbreak="p")
    days = [
        number + 1
        for number in range(20)
        if ("sampling", "am") in keys(owed([one], BOOKS, DAY + timedelta(days=number)))
    ]
    assert days == [1, 4, 7, 10, 14]


def test_a_zone_closed_in_the_afternoon_is_sampled_before_its_fourth_day() -> None:
    one = the("lockdown", at(DAY, time(18)), at(date(2022, 2, 1), time()))
    found = [owed([replace(one, outbreak="p")], BOOKS, DAY + timedelta(days=n)) for n in range(3)]
    assert any(("sampling", "am") in keys(one) for one in found)


def test_numbered_days_that_nobody_could_know_are_made_up_for_once_on_the_first_day_possible() -> (
    None
):
    ends = at(date(2022, 2, 1), time())
    one = replace(the("lockdown", at(DAY, time(6)), ends), outbreak="p")

    def days(known: datetime) -> list[int]:
        order = replace(one, known_at=known)
        found = [owed([order], BOOKS, DAY + timedelta(days=number)) for number in range(20)]
        return [number + 1 for number, some in enumerate(found) if ("sampling", "am") in keys(some)]

    assert days(at(DAY, time(9))) == [1, 4, 7, 10, 14]
    assert days(at(DAY, time(10))) == [2, 4, 7, 10, 14]
    assert days(at(DAY + timedelta(days=2), time(20))) == [4, 7, 10, 14]
    assert days(at(DAY + timedelta(days=4), time(9))) == [5, 7, 10, 14]
    assert days(at(DAY + timedelta(days=14), time(9))) == [15]


@given(orders())
def test_every_day_of_an_order_is_sampled_at_least_as_often_as_its_numbered_days_to_come(
    one: OrderInForce,
) -> None:
    known = max(one.interval.begins, one.known_at)
    began = business_day(one.interval.begins)
    for clause in BOOKS[one.outbreak].clauses:
        if clause.regime != one.regime or not isinstance(clause.days, tuple):
            continue
        for number in clause.days:
            day = began + timedelta(days=number - 1)
            window = window_of(clause, clause.windows[0], day, BASE)
            if window.ends > known and window.meets(one.interval):
                assert (clause.what, clause.windows[0]) in keys(owed([one], BOOKS, day))


def test_a_grade_is_accepted_as_the_clause_says() -> None:
    clause = BASE.clause("home-isolation-temperature")
    assert check_grade(clause.grades, "measured") is Grade.MEASURED
    for grade in ("declared", "guessed", ""):
        with pytest.raises(Problem, match="grade_not_accepted") as refused:
            check_grade(clause.grades, grade)
        assert "measured reported" in refused.value.text("en")


@given(st.dates(), st.sampled_from(list(What)), st.sampled_from(["am", "pm"]))
def test_a_key_that_was_written_reads_as_itself(day: date, what: What, win: str) -> None:
    key = DutyKey(day, what.value, str(uuid4()), win)
    assert read_key(f" {key} ") == key


@pytest.mark.parametrize("text", ["", "a/b/c", "2022-13-01/temperature/x/am", "2022-01-10/a/b/c/d"])
def test_what_names_no_duty_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="duty_key_unreadable"):
        read_key(text)
