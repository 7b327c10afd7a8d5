"""From where stock comes: never what a giver needs next, the nearest first, and texts that name nobody to a group."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_stock import refused
from wumen.rules.stock.lasting import Given, Team
from wumen.rules.stock.transferring import (
    Giver,
    Way,
    check_sending,
    offers,
    reserve,
    to_ask,
    way_driver_zh,
    way_group_zh,
)

HERE = "a/b/c/d/2/"
GATE = Team("g", "锦绣城 大门", "a/b/c/d/", "gate", 2)
POINT = Team("p", "3号采样点 东门", "a/b/c/d/", "point", 6)
NORMS = {"point": 10, "gate": 1}
NOTHING = Given()


def giver(area: str, held: int, kept: int | None = 0, name: str = "仓库") -> Giver:
    """A point that keeps the same thing."""
    return Giver(uuid4(), UUID(int=0), area, name, "王强", held, kept)


def test_a_point_keeps_what_it_owes_today_and_needs_tomorrow() -> None:
    today, tomorrow = [(POINT, Given(40)), (GATE, NOTHING)], [(POINT, NOTHING), (GATE, NOTHING)]
    assert reserve(NORMS, today, tomorrow, manned=True) == 20 + 2 + 60 + 2
    # Whoever got what a person said is owed no more today.
    assert reserve(NORMS, [(POINT, Given(5, True))], [(POINT, NOTHING)], manned=True) == 60


def test_who_is_not_named_for_tomorrow_yet_needs_as_much_as_today() -> None:
    assert (
        reserve(NORMS, [(POINT, Given(60)), (GATE, Given(2))], [(GATE, NOTHING)], manned=True) == 62
    )
    assert reserve(NORMS, [(POINT, Given(60))], [], manned=True) == 60


def test_a_need_that_nobody_knows_is_none_and_not_nought() -> None:
    assert reserve({"gate": 1}, [(POINT, NOTHING)], [], manned=True) is None
    assert reserve(NORMS, [], [], manned=False) is None
    # A store whose teams all get theirs from nearer points needs none itself.
    assert reserve({}, [], [], manned=True) == 0
    assert giver(HERE, 50, None).spare == 0
    assert giver(HERE, 50, None).to_ask
    assert not giver(HERE, 0, None).to_ask


def test_the_nearest_comes_first_until_what_is_needed_is_there() -> None:
    near, far = giver("a/b/c/d/", 30, 10), giver("a/b/x/", 400)
    assert [(one.giver, one.many) for one in offers(HERE, 50, [far, near])] == [
        (near, 20),
        (far, 30),
    ]
    assert [one.giver for one in offers(HERE, 20, [far, near])] == [near]
    assert offers(HERE, 20, [giver("a/b/c/d/", 10, 10), giver("a/b/c/d/", 99, None)]) == ()
    # Of two as near the fuller one, so that one car is enough.
    full = giver("a/b/c/d/", 90)
    assert [one.giver for one in offers(HERE, 20, [near, full])] == [full]


def test_of_those_whose_need_nobody_knows_the_nearest_is_asked_first() -> None:
    near, far, fuller = (
        giver("a/b/c/d/", 30, None),
        giver("a/b/x/", 400, None),
        giver("a/b/y/", 500, None),
    )
    known, empty = giver("a/b/c/d/", 90), giver("a/b/c/d/", 0, None)
    assert to_ask(HERE, [far, fuller, known, empty, near]) == (near, fuller, far)


def test_where_nobody_knows_how_many_are_needed_the_nearest_alone_is_named() -> None:
    near, far = giver("a/b/c/d/", 30), giver("a/b/x/", 400)
    for as_today, many in ((0, 0), (20, 20), (90, 30)):
        (one,) = offers(HERE, None, [far, near], as_today)
        assert (one.giver, one.many, one.sure) == (near, many, False)
    assert all(one.sure for one in offers(HERE, 50, [far, near]))


@given(
    st.integers(1, 500),
    st.lists(
        st.tuples(
            st.sampled_from(["a/b/c/d/", "a/b/c/d/1/", "a/b/x/", "a/y/"]),
            st.integers(0, 300),
            st.none() | st.integers(0, 300),
        ),
        max_size=6,
    ),
)
def test_no_giver_falls_below_its_own_need_and_nobody_gets_more_than_is_missing(
    needed: int, rows: list[tuple[str, int, int | None]]
) -> None:
    found = offers(HERE, needed, [giver(*one) for one in rows])
    assert sum(one.many for one in found) <= needed
    for one in found:
        assert one.giver.reserve is not None
        assert one.many > 0
        assert one.giver.held - one.many >= one.giver.reserve
        check_sending(one.giver, one.many, "采样管", "支")
    left = sum(one.many for one in found)
    assert left == min(needed, sum(giver(*one).spare for one in rows))


@pytest.mark.parametrize(
    ("code", "kept", "many"),
    [
        ("stock_send_none", 0, 0),
        ("stock_short", None, 31),
        ("stock_send_needed", 10, 21),
    ],
)
def test_what_is_not_there_or_needed_there_is_not_sent(
    code: str, kept: int | None, many: int
) -> None:
    refused(code, check_sending, giver(HERE, 30, kept), many, "采样管", "支")


def test_the_group_reads_no_name_and_the_driver_whom_to_look_for() -> None:
    way = Way("采样管", 200, "支", "锦绣城 东门仓", "2号楼大厅", "王强", "马丽")
    assert (
        way_group_zh(way)
        == "【调物资】从锦绣城 东门仓调采样管200支到2号楼大厅，请两头各来一位点数交接。"
    )
    assert "王强" not in way_group_zh(way)
    assert way_driver_zh(way) == (
        "从锦绣城 东门仓调采样管200支到2号楼大厅。先到锦绣城 东门仓，找王强点数装车；"
        "送到2号楼大厅，找马丽当面点数，少了、多了当场说清。"
    )
    # Where the name of a place may not stand in a group, nothing is said to it.
    assert way_group_zh(Way("采样管", 200, "支", "301室隔离点", "2号楼大厅")) == ""
