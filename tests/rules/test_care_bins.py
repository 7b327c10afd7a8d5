"""Bins for waste of isolated homes: emptied every day they stand, and told of without naming a home."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.street import at
from wumen.rules.care_bins import BinAt, BinState, Emptied, emptied, read_place, read_state, sums_zh
from wumen.rules.problems import Problem
from wumen.rules.waste_loads import WasteDraft, check_waste

HOURS = st.integers(0, 24 * 9)


@pytest.mark.parametrize(
    ("placed", "last", "now", "stands"),
    [
        (at(1, 10, 9), None, at(1, 10, 12), Emptied.NOT_YET),
        (at(1, 10, 9), None, at(1, 10, 20), Emptied.LATE),
        (at(1, 10, 9), at(1, 10, 16), at(1, 10, 21), Emptied.TODAY),
        (at(1, 9, 9), None, at(1, 10, 0), Emptied.MISSED),
        (at(1, 8, 9), at(1, 9, 23), at(1, 10, 8), Emptied.NOT_YET),
        (at(1, 8, 9), at(1, 9, 23), at(1, 10, 20), Emptied.LATE),
        (at(1, 8, 9), at(1, 8, 16), at(1, 10, 8), Emptied.MISSED),
    ],
)
def test_a_day_without_emptying_is_missed_until_it_is_emptied_again(
    placed: object, last: object, now: object, stands: Emptied
) -> None:
    assert emptied(placed, last, now) is stands  # type: ignore[arg-type]


@given(HOURS, HOURS, HOURS)
def test_what_was_emptied_within_twenty_hours_is_never_late(
    placed: int, last: int, later: int
) -> None:
    begins = at(1, 3)
    stood, done = begins + timedelta(hours=placed), begins + timedelta(hours=placed + last)
    told = emptied(stood, done, done + timedelta(hours=min(later, 19), minutes=59))
    assert told in (Emptied.TODAY, Emptied.NOT_YET)


def test_a_bin_names_a_place_and_no_home() -> None:
    assert read_place("  1单元门  东侧 ") == "1单元门 东侧"
    for text in ("", "桶" * 31, "3-1-201门口"):
        with pytest.raises(Problem):
            read_place(text)
    with pytest.raises(Problem, match="bin_state_unknown"):
        read_state("gone")


def test_what_comes_out_of_such_a_bin_is_never_common_waste() -> None:
    with pytest.raises(Problem, match="bin_not_medical"):
        check_waste(WasteDraft("x", "household", "1", "2", "环卫", bin="b"))
    with pytest.raises(Problem, match="waste_not_sprayed"):
        check_waste(WasteDraft("x", "medical", "1", "2", "环卫", bin="b"))


def test_the_line_names_the_bins_that_are_left() -> None:
    clean = BinAt("1号楼", "东侧", BinState.IN_USE, Emptied.TODAY)
    left = BinAt("2号楼", "西侧", BinState.IN_USE, Emptied.NOT_YET)
    assert sums_zh([clean]) == "其他相关生活垃圾专用桶 1 个，今天清了 1 个。"
    assert sums_zh([clean, left]).endswith("今天清了 1 个，还差：2号楼 西侧。")
    assert not left.wrong
    assert BinAt("2号楼", "西侧", BinState.FULL, Emptied.TODAY).wrong
