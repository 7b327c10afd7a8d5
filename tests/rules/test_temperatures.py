"""Readings as people type them, and what can be no body temperature."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.problems import Problem
from wumen.rules.temperatures import HIGHEST, LOWEST, read_celsius


@pytest.mark.parametrize(
    "written", ["36.5", " 36.5 ", "36,5", "３６．５", "36.5℃", "36.5 度", "36。5"]
)
def test_a_reading_is_understood_however_it_is_typed(written: str) -> None:
    assert read_celsius(written) == 36.5


@pytest.mark.parametrize(
    "written", ["", "365", "3.65", "33.9", "43.1", "98.6", "无", "-36.5", "36.5.1"]
)
def test_what_can_be_no_body_temperature_is_refused(written: str) -> None:
    with pytest.raises(Problem, match="temperature_unlikely"):
        read_celsius(written)


@given(st.integers(min_value=340, max_value=430))
def test_every_tenth_between_the_bounds_is_taken(tenths: int) -> None:
    assert LOWEST <= read_celsius(f"{tenths / 10:.1f}") <= HIGHEST
