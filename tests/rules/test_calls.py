"""Call lists: three calls at three hours, then a knock; shares that are fair; numbers wherever they stand."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.street import at
from wumen.rules.calls import (
    APART,
    CallResult,
    Step,
    check_back_at,
    deal,
    knock_due,
    lines_to_ring,
    next_call,
    read_pasted,
)
from wumen.rules.problems import Problem
from wumen.rules.time import local

NINE = at(1, 10, 9)


@dataclass(frozen=True)
class Call:
    called_at: datetime
    result: str = CallResult.NO_ANSWER
    back_at: datetime | None = None


def unanswered(*hours: float) -> list[Call]:
    return [Call(NINE + timedelta(hours=hour)) for hour in hours]


def test_whom_nobody_rang_is_to_be_rung_now() -> None:
    assert next_call([], NINE).step is Step.CALL


def test_after_three_unanswered_calls_at_three_hours_somebody_knocks() -> None:
    assert next_call(unanswered(0, 1), NINE + timedelta(hours=2)).step is Step.CALL
    assert next_call(unanswered(0, 1, 2), NINE + timedelta(hours=2)).step is Step.KNOCK


def test_ringing_three_times_within_an_hour_is_one_call() -> None:
    found = next_call(unanswered(0, 0.1, 0.2), NINE + timedelta(hours=0.3))
    assert (found.step, found.tries) == (Step.WAIT, 1)


def test_a_wrong_number_goes_to_the_door_at_once() -> None:
    assert next_call([Call(NINE, CallResult.WRONG_NUMBER)], NINE).step is Step.KNOCK


def test_the_hour_that_was_asked_for_is_kept() -> None:
    back = at(1, 10, 22)
    calls = [Call(NINE, CallResult.LATER, back)]
    assert next_call(calls, at(1, 10, 21)).after == back
    assert next_call(calls, back).step is Step.CALL


def test_nobody_is_rung_at_night_unless_she_asked_for_it() -> None:
    late = Call(at(1, 10, 20) + timedelta(minutes=30))
    found = next_call([late], at(1, 10, 23))
    assert found.step is Step.WAIT
    assert found.after == at(1, 11, 8)


def test_whoever_answered_once_starts_anew() -> None:
    calls = [*unanswered(0, 1), Call(NINE + timedelta(hours=2), CallResult.REACHED)]
    assert next_call(calls, NINE + timedelta(hours=3)).step is Step.DONE
    again = [*calls, *unanswered(4)]
    assert next_call(again, NINE + timedelta(hours=4)).tries == 1


CALLS = st.lists(
    st.builds(
        lambda minutes, result: Call(NINE + timedelta(minutes=minutes), result),
        st.integers(0, 60 * 48),
        st.sampled_from(list(CallResult)),
    ),
    max_size=8,
    unique_by=lambda call: call.called_at,
)


@given(CALLS, st.randoms())
def test_the_order_in_which_calls_are_noted_does_not_matter(
    calls: list[Call], random: object
) -> None:
    now = NINE + timedelta(days=3)
    mixed = list(calls)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert next_call(mixed, now) == next_call(calls, now)


@given(CALLS)
def test_nobody_is_lost_the_next_thing_is_always_said(calls: list[Call]) -> None:
    found = next_call(calls, NINE + timedelta(hours=49))
    assert (found.step is Step.WAIT) <= (found.after is not None)
    if found.after is not None:
        assert found.after - max(one.called_at for one in calls) >= APART
        assert 8 <= local(found.after).hour <= 21


@given(st.integers(0, 500), st.lists(st.integers(), min_size=1, max_size=20, unique=True))
def test_shares_are_fair_and_neighbours_stay_together(many: int, callers: list[int]) -> None:
    dealt = deal(many, callers)
    assert len(dealt) == many
    shares = [dealt.count(one) for one in callers]
    assert max(shares) - min(shares) <= 1
    assert [one for n, one in enumerate(dealt) if n == 0 or dealt[n - 1] != one] == [
        one for one, share in zip(callers, shares, strict=True) if share
    ]


def test_a_list_without_callers_is_refused() -> None:
    with pytest.raises(Problem, match="call_nobody_to_ring"):
        deal(3, [])


@pytest.mark.parametrize("back", [NINE, NINE + timedelta(days=8)])
def test_an_hour_to_ring_back_lies_ahead_and_not_too_far(back: datetime) -> None:
    with pytest.raises(Problem, match="call_hour_wrong"):
        check_back_at(CallResult.LATER, back, NINE)


def test_numbers_are_found_wherever_they_stand_in_a_line() -> None:
    found, unread = read_pasted(
        "1. 赵六 13800000004 1月8日从许昌回来\n钱七138 0000 0005 高铁G1234\n姓名 电话\n0371-67990000 门店\n"
        "410198199001010015 孙八\n"
    )
    assert [line.telephones[0] for line in found] == ["13800000004", "13800000005", "0371-67990000"]
    assert found[0].said == "1. 赵六 1月8日从许昌回来"
    assert found[1].said == "钱七 高铁G1234"
    assert unread == ["410198199001010015 孙八"]


def test_what_parts_the_columns_of_a_line_is_no_part_of_what_it_says() -> None:
    found, _ = read_pasted(
        "13800000006,赵六，16日到\n李红｜13800000007\n13800000008/13800000009 周"
    )
    assert [line.said for line in found] == ["赵六,16日到", "李红", "周"]


def test_nobody_whose_number_was_mistyped_is_left_out_unseen() -> None:
    text = "姓名 电话\n赵六 13800000004\n钱七 1380000000\n孙八没有电话"
    with pytest.raises(Problem, match="call_lines_unread"):
        lines_to_ring(text, 0)
    # Another line went bad since they were looked at.
    with pytest.raises(Problem, match="call_lines_unread"):
        lines_to_ring(text, 1)
    assert [line.said for line in lines_to_ring(text, 2)] == ["赵六"]


def test_a_landline_in_brackets_is_found_and_what_is_no_telephone_stays_with_what_was_said() -> (
    None
):
    found, unread = read_pasted(
        "门店（0371）67990000\n(010)-62170001 李\n赵六 13800000004 单号 0171-6799000\n"
    )
    assert [line.telephones for line in found] == [
        ("0371-67990000",),
        ("010-62170001",),
        ("13800000004",),
    ]
    assert [line.said for line in found] == ["门店", "李", "赵六 单号 0171-6799000"]
    assert unread == []


def test_a_number_that_stands_twice_is_rung_once() -> None:
    found, _ = read_pasted("甲 13800000004\n乙 13800000004\n丙 13800000004 13800000005")
    assert [line.telephones for line in found] == [("13800000004",), ("13800000005",)]


def test_a_text_without_numbers_is_refused() -> None:
    with pytest.raises(Problem, match="call_list_empty"):
        read_pasted("大家好\n请接龙")


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found, unread = read_pasted(text)
    except Problem as problem:
        assert problem.code == "call_list_empty"
        return
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    assert len(found) + len(unread) <= len(lines)
    assert all(line.telephones for line in found)


@pytest.mark.parametrize(
    ("now", "listed", "due"),
    [
        (at(1, 10, 10), at(1, 10, 12), at(1, 10, 12)),
        (at(1, 10, 12), at(1, 10, 12), at(1, 10, 21)),
        (at(1, 10, 10), None, at(1, 10, 21)),
        (at(1, 10, 20), None, at(1, 10, 21)),
        (at(1, 10, 21), None, at(1, 11, 12)),
    ],
)
def test_a_knock_is_due_by_the_hour_of_the_list_or_the_last_hour_for_knocking(
    now: datetime, listed: datetime | None, due: datetime
) -> None:
    assert knock_due(listed, now) == due
