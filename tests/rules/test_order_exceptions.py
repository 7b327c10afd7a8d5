"""Who may be taken out of an order, and that the others stay under it: the rules without a database."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.queries.playbooks import playbook
from wumen.rules.duties import ASKED_OF_PEOPLE, HOUSEHOLD, RESIDENT, owed
from wumen.rules.objections import concerned
from wumen.rules.orders import Bound, OrderInForce, check_exception, named_by
from wumen.rules.problems import Problem
from wumen.rules.time import Interval, at

DISTRICT = "410102/410102003/410102003008/jxc/"
DOORS = [f"{DISTRICT}{building}/1/{room}/" for building in (1, 2) for room in (101, 102)]
DAY = date(2022, 1, 10)
BOOKS = {"o": playbook("community-2021-09", ("morning-sampling",))}


@st.composite
def orders_on_people(draw: st.DrawFn) -> list[Bound]:
    """Some residents under one order, of whom documents may have taken out some."""
    many = draw(st.integers(1, 8))
    return [
        Bound(draw(st.sampled_from(DOORS)), f"r{n}", excepted=draw(st.booleans()))
        for n in range(many)
    ]


@given(bound=orders_on_people(), chosen=st.sets(st.integers(0, 7), min_size=1))
def test_whoever_is_named_is_found_and_nobody_else(bound: list[Bound], chosen: set[int]) -> None:
    wanted = {n for n in chosen if n < len(bound)} or {0}
    doors = {bound[n].resident: bound[n].area for n in wanted}
    assert set(named_by(bound, (), doors)) == wanted


@given(bound=orders_on_people(), chosen=st.sets(st.integers(0, 7), min_size=1))
def test_an_exception_leaves_somebody_and_takes_nobody_out_twice(
    bound: list[Bound], chosen: set[int]
) -> None:
    out = {n for n in chosen if n < len(bound)} or {0}
    still = {n for n, one in enumerate(bound) if not one.excepted}
    try:
        check_exception("1", bound, out)
    except Problem as problem:
        assert problem.code in ("order_excepted_already", "order_nobody_left")
        assert not out <= still or not still - out
    else:
        assert out <= still
        assert still - out


PLACES = [Bound(f"{DISTRICT}1/"), Bound(f"{DISTRICT}2/"), Bound(DOORS[3], "aunt")]
REFUSED = [
    ((), {}, "order_excepts_nobody"),
    ((f"{DISTRICT}1/1/",), {}, "order_names_the_whole"),
    ((f"{DISTRICT}3/",), {}, "order_names_not"),
    ((DISTRICT,), {}, "order_names_not"),
    ((), {"other": DOORS[0]}, "order_binds_the_place"),
    ((), {"other": f"{DISTRICT}3/1/101/"}, "order_names_not"),
]


@pytest.mark.parametrize(("paths", "doors", "code"), REFUSED, ids=[code for *_, code in REFUSED])
def test_what_the_order_does_not_name_by_itself_is_not_taken_out(
    paths: tuple[str, ...], doors: dict[str, str], code: str
) -> None:
    with pytest.raises(Problem) as refused:
        named_by(PLACES, paths, doors)
    assert refused.value.code == code
    assert refused.value.next_step("zh")


def test_places_and_people_of_one_order_are_taken_out_together() -> None:
    assert named_by(PLACES, (f"{DISTRICT}2/",), {"aunt": DOORS[3]}) == (1, 2)


def keys(ends: datetime, now: datetime | None, regime: str, subject: object = RESIDENT) -> set[str]:
    """What an order that ends at an hour of the day makes owed, asked at an instant."""
    held = Interval(at(DAY, time()) - timedelta(days=3), ends)
    order = OrderInForce("1", "o", regime, held, held.begins)
    return {f"{one.what} {one.win}" for one in owed([order], BOOKS, DAY, subject, now)}  # type: ignore[arg-type]


def test_a_reading_that_began_falls_with_the_order_and_a_meal_is_still_brought() -> None:
    nine, noon = at(DAY, time(9)), at(DAY, time(12))
    assert "temperature am" in keys(nine, nine - timedelta(hours=1), "home_isolation")
    assert "temperature am" not in keys(nine, nine, "home_isolation")
    before = keys(noon, nine, "home_isolation", HOUSEHOLD)
    after = keys(noon, noon, "home_isolation", HOUSEHOLD)
    gone = {one.split()[0] for one in before - after}
    assert gone == {"watch"}
    assert {one for one in before if one.startswith("supply")} <= after


@given(
    hour=st.integers(1, 23),
    later=st.integers(0, 20),
    regime=st.sampled_from(("lockdown", "home_isolation")),
)
def test_no_end_takes_back_what_was_over_or_is_no_demand_on_people(
    hour: int, later: int, regime: str
) -> None:
    ends = at(DAY, time(hour))
    held = Interval(at(DAY, time()) - timedelta(days=3), ends)
    order = OrderInForce("1", "o", regime, held, held.begins)
    for subject in (RESIDENT, HOUSEHOLD):
        all_day = owed([order], BOOKS, DAY, subject)
        left = owed([order], BOOKS, DAY, subject, ends + timedelta(hours=later))
        assert set(left) <= set(all_day)
        for one in set(all_day) - set(left):
            assert one.what in ASKED_OF_PEOPLE
            assert one.due_at > ends
        assert not any(one.what in ASKED_OF_PEOPLE and one.due_at > ends for one in left)


def test_an_objection_is_hers_whose_name_it_gives() -> None:
    from uuid import uuid4

    aunt, uncle = uuid4(), uuid4()
    people = {aunt: "张阿姨", uncle: "李叔叔"}
    assert concerned(" 张阿姨 ", people) == {aunt}
    assert concerned("", people) == {aunt, uncle}
    assert concerned("邻居", people) == {aunt, uncle}
