"""Knocks: which visits count, when to come again, when a slip is due, what a refusal leaves, what a slip says."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.street import at
from wumen.records.knocks import KnockResult
from wumen.rules.knocks import (
    APART,
    RESULT_NAMES,
    STEP_NAMES,
    Next,
    Result,
    Slip,
    Step,
    kept_words,
    read_result,
    remembered,
    slip_sentences,
    standing,
    visits,
    what_is_next,
)
from wumen.rules.problems import Problem


@dataclass(frozen=True)
class Tap:
    """A knock."""

    knocked_at: datetime
    result: str = Result.NOBODY_HOME
    slip_left: bool = False


def clock(hour: int, minute: int = 0, day: int = 10) -> datetime:
    """An instant of January."""
    return at(1, day, hour) + timedelta(minutes=minute)


def test_the_results_of_the_rules_are_those_of_the_records_and_each_has_its_name() -> None:
    assert set(Result) == set(KnockResult.values) == set(RESULT_NAMES)
    assert set(Step) == set(STEP_NAMES)


def test_a_result_that_nobody_knows_is_refused() -> None:
    assert read_result("moved") is Result.MOVED
    with pytest.raises(Problem, match="knock_result_unknown"):
        read_result("angry")


def test_words_are_kept_of_needs_only_and_a_refusal_keeps_no_reason() -> None:
    assert kept_words(Result.NEEDS, " 要买药 ") == "要买药"
    assert [kept_words(one, "说了什么") for one in Result if one is not Result.NEEDS] == [""] * 5


def test_visits_a_few_minutes_apart_are_one_visit() -> None:
    taps = [Tap(clock(9)), Tap(clock(9, 30)), Tap(clock(11, 59))]
    assert visits(taps) == taps[:1]


def test_a_visit_three_hours_later_counts_and_one_at_the_same_hour_of_another_day() -> None:
    assert len(visits([Tap(clock(9)), Tap(clock(12))])) == 2
    assert len(visits([Tap(clock(9)), Tap(clock(9, day=11))])) == 2


def test_around_midnight_another_day_alone_is_no_other_visit() -> None:
    assert len(visits([Tap(clock(23, 30)), Tap(clock(0, 30, day=11))])) == 1


def test_a_door_that_opened_is_counted_anew() -> None:
    taps = [Tap(clock(9)), Tap(clock(12)), Tap(clock(15), Result.SPOKEN), Tap(clock(18))]
    assert visits(taps) == taps[3:]


@given(st.lists(st.integers(0, 7 * 24 * 60), max_size=12))
def test_visits_that_count_are_never_closer_than_three_hours(minutes: list[int]) -> None:
    counted = visits([Tap(clock(0) + timedelta(minutes=one)) for one in sorted(minutes)])
    pairs = pairwise(counted)
    assert all(later.knocked_at - former.knocked_at >= APART for former, later in pairs)


def test_a_tap_put_right_within_ten_minutes_says_nothing() -> None:
    wrong, right = Tap(clock(9), Result.SPOKEN), Tap(clock(9, 5))
    assert standing([wrong, right], clock(10)) == [right]
    assert what_is_next([right, wrong], clock(9, 6)).step is Step.LATER


def test_a_slip_of_the_thumb_does_not_undo_the_visits_before_it() -> None:
    taps = [Tap(clock(9)), Tap(clock(13)), Tap(clock(18), Result.SPOKEN), Tap(clock(18, 1))]
    assert what_is_next(taps, clock(18, 2)) == Next(Step.SLIP, 3)


def test_a_door_without_a_knock_is_the_first_to_go_to() -> None:
    assert what_is_next([], clock(9)) == Next(Step.FIRST)


def test_an_empty_home_waits_until_nobody_is_left_to_knock_at() -> None:
    assert what_is_next([], clock(9), nobody_expected=True).step is Step.QUIET
    assert what_is_next([Tap(clock(8))], clock(9), nobody_expected=True) == Next(Step.QUIET, 1)
    opened = [Tap(clock(8), Result.SPOKEN)]
    assert what_is_next(opened, clock(9), nobody_expected=True).step is Step.DONE


def test_after_nobody_one_comes_back_three_hours_later() -> None:
    taps = [Tap(clock(9, 10))]
    assert what_is_next(taps, clock(9, 30)) == Next(Step.LATER, 1, clock(12, 10))
    assert what_is_next(taps, clock(12, 10)) == Next(Step.NOW, 1, clock(12, 10))


def test_the_third_visit_is_in_the_evening_if_the_others_were_by_day() -> None:
    by_day = [Tap(clock(9)), Tap(clock(12, 30))]
    assert what_is_next(by_day, clock(13)) == Next(Step.LATER, 2, clock(18))
    one_late = [Tap(clock(19, day=9)), Tap(clock(9))]
    assert what_is_next(one_late, clock(10)) == Next(Step.LATER, 2, clock(12))


def test_nobody_knocks_at_night() -> None:
    assert what_is_next([Tap(clock(20))], clock(20, 30)).after == clock(8, day=11)
    assert what_is_next([Tap(clock(3))], clock(3, 30)).after == clock(8)


def test_three_visits_with_nobody_ask_for_a_slip_and_a_slip_for_a_call() -> None:
    taps = [Tap(clock(9)), Tap(clock(13)), Tap(clock(18))]
    assert what_is_next(taps, clock(18, 30)) == Next(Step.SLIP, 3)
    hung = [*taps[:2], Tap(clock(18), slip_left=True)]
    assert what_is_next(hung, clock(18, 30)) == Next(Step.CALL, 3)
    assert what_is_next([*hung, Tap(clock(20), Result.SPOKEN)], clock(21)).step is Step.DONE


@pytest.mark.parametrize("result", [one for one in Result if one is not Result.NOBODY_HOME])
def test_a_door_with_any_other_result_is_done(result: Result) -> None:
    assert what_is_next([Tap(clock(9)), Tap(clock(12), result)], clock(13)).step is Step.DONE


def test_a_week_later_every_door_is_knocked_at_anew() -> None:
    old = [Tap(clock(9, day=2), Result.SPOKEN)]
    assert what_is_next(old, clock(9, day=9)).step is Step.FIRST
    assert what_is_next(old, clock(8, day=9)).step is Step.DONE


def test_a_refusal_holds_on_its_own_day_and_then_only_an_opened_door_is_remembered() -> None:
    refused = Tap(clock(9), Result.REFUSED)
    assert remembered(refused, clock(23, 59)) is Result.REFUSED
    assert remembered(refused, clock(0, day=11)) is Result.SPOKEN
    assert remembered(Tap(clock(9), Result.MOVED), clock(0, day=11)) is Result.MOVED


def slip(**changes: object) -> Slip:
    """A slip of captain 李."""
    given = {"community": "锦绣城社区", "role": "楼长", "name": "李明", "telephone": "13800000009"}
    when = {"knocked_at": clock(9, 10), "visits": 3}
    return Slip(**(given | when | changes))  # type: ignore[arg-type]


def test_a_slip_says_who_when_and_whom_to_ring() -> None:
    text = "".join(slip_sentences(slip()))
    assert text.startswith("您好！我是锦绣城社区楼长李明。1月10日（星期一）9:10来敲门")
    assert "前后来过3次" in text
    assert "13800000009" in text


def test_a_slip_without_a_telephone_leaves_a_line_to_write_on() -> None:
    assert "电话：____" in "".join(slip_sentences(slip(telephone="")))


def test_a_name_that_holds_the_role_is_not_said_twice_and_one_visit_is_not_counted() -> None:
    text = "".join(slip_sentences(slip(name="李楼长", visits=1)))
    assert "我是锦绣城社区李楼长。" in text
    assert "前后来过" not in text
