"""The duty log: what happened by the hour, in words without a person; what may be typed beside it."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.duty_log import KINDS, Happened, by_hour, digest_of, read_at, read_line
from wumen.rules.problems import Problem
from wumen.rules.time import BUSINESS_ZONE

DAY = date(2022, 1, 10)
SEVEN = datetime(2022, 1, 10, 7, tzinfo=BUSINESS_ZONE)


def happened(kind: str, minutes: int = 0, **body: object) -> Happened:
    return Happened(kind, SEVEN + timedelta(minutes=minutes), "帝湖社区", body)


def test_single_things_stand_with_their_number_and_many_as_one_line() -> None:
    boxes = [happened("box.packed", minutes) for minutes in (5, 10, 15)]
    hours = by_hour([*boxes, happened("point.paused", 7, number=14, why="等采样管")])
    (hour,) = hours
    assert hour.hour == 7
    first, second = hour.entries
    assert (first.name.zh, first.times) == ("样本装箱", 3)
    assert second.said.zh == "第 14 号 等采样管"


def test_what_is_told_of_an_event_holds_no_long_number_and_nothing_else_of_its_body() -> None:
    (hour,) = by_hour([happened("point.paused", 7, number=14, why="找13800000001", name="张三")])
    assert hour.entries[0].said.zh == "第 14 号"


def test_what_happened_alike_in_one_minute_is_one_entry_with_all_its_numbers() -> None:
    some = [happened("point.opened", 0, number=number) for number in (3, 1, 2)]
    late = [
        happened("point.opened", 1, number=4),
        happened("point.opened", 1, number=5, why="先登记"),
    ]
    (hour,) = by_hour([*some, *late])
    assert [one.said.zh for one in hour.entries] == ["第 1、2、3 号", "第 4 号", "第 5 号 先登记"]
    assert [one.times for one in hour.entries] == [3, 1, 1]


def test_an_unknown_kind_stands_nowhere() -> None:
    assert by_hour([happened("resident.telephones_shown")]) == []


@given(st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.integers(0, 900))))
def test_nothing_is_lost_or_told_twice(some: list[tuple[str, int]]) -> None:
    hours = by_hour(happened(kind, minutes) for kind, minutes in some)
    assert sum(one.times for hour in hours for one in hour.entries) == len(some)
    assert [hour.hour for hour in hours] == sorted({7 + minutes // 60 for _, minutes in some})


def test_a_line_is_short_and_holds_no_telephone() -> None:
    assert read_line("  区里来电，问  14号点 ") == "区里来电，问 14号点"
    with pytest.raises(Problem, match="log_line_empty"):
        read_line("  ")
    with pytest.raises(Problem, match="log_line_number"):
        read_line("打 138 0000 0001")


def test_a_line_tells_of_an_hour_that_has_passed() -> None:
    now = SEVEN + timedelta(hours=3)
    assert read_at("", now, DAY) == now
    assert read_at("7:00", now, DAY) == SEVEN
    assert read_at("", now, DAY - timedelta(days=1)) == SEVEN - timedelta(hours=7, minutes=1)
    yesterday = DAY - timedelta(days=1)
    for midnight in ("24:00", "２４点"):
        assert read_at(midnight, now, yesterday) == read_at("", now, yesterday)
    assert read_at("0:00", now, DAY) == SEVEN - timedelta(hours=7)
    with pytest.raises(Problem, match="log_hour_ahead"):
        read_at("11:00", now, DAY)
    with pytest.raises(Problem, match="hour_unreadable"):
        read_at("中午", now, DAY)


def test_a_mark_is_another_for_other_lines() -> None:
    assert digest_of(3, ["a"]) != digest_of(3, ["b"])
    assert digest_of(3, ["a"]) == digest_of(3, ["a"])
