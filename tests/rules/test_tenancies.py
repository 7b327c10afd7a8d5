"""Let homes: which tenancy stands on a day, what a home is afterwards, and when it is crowded."""

from datetime import date

import pytest

from wumen.rules.homes import HomeState
from wumen.rules.problems import Problem
from wumen.rules.tenancies import (
    LET_STATES,
    MOST_LODGERS,
    Lease,
    check_let_state,
    is_crowded,
    read_lease,
    state_after,
)

TENTH = date(2022, 1, 10)


@pytest.mark.parametrize(
    ("ends", "stands"), [(None, True), (date(2022, 1, 11), True), (TENTH, False)]
)
def test_a_tenancy_is_over_from_the_day_it_ends(ends: date | None, stands: bool) -> None:
    assert Lease(None, ends).stands(TENTH) is stands


def test_days_are_read_and_an_end_before_the_beginning_is_refused() -> None:
    assert read_lease("2022-01-10", " ") == Lease(TENTH, None)
    assert read_lease("", "2022-01-10") == Lease(None, TENTH)
    with pytest.raises(Problem, match="tenancy_backwards"):
        read_lease("2022-01-10", "2022-01-09")
    with pytest.raises(Problem, match="day_unreadable"):
        read_lease("元旦", "")


@pytest.mark.parametrize("state", list(HomeState))
def test_a_let_home_is_let_shared_or_a_dormitory(state: HomeState) -> None:
    if state in LET_STATES:
        check_let_state(state)
        return
    with pytest.raises(Problem, match="tenancy_state_unfit"):
        check_let_state(state)


def test_after_a_tenancy_the_home_is_what_those_who_stay_make_it() -> None:
    assert state_after(0, 0) is HomeState.EMPTY
    assert state_after(0, 2) is HomeState.OWNED
    assert state_after(1, 2) is HomeState.LET


def test_more_lodgers_than_usual_crowd_a_home_but_never_a_dormitory() -> None:
    assert is_crowded(HomeState.SHARED, MOST_LODGERS + 1)
    assert is_crowded(HomeState.LET, 11)
    assert not is_crowded(HomeState.LET, MOST_LODGERS)
    assert not is_crowded(HomeState.DORMITORY, 30)
    assert not is_crowded(HomeState.OWNED, 11)
