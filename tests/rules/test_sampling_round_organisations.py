"""Organisations in a round: an hour of their own under the cap, no slot where no point serves, a team that comes."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_sampling_rounds import FOUR, SEVEN, point
from tests.street import at
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.asking import read_team
from wumen.rules.sampling_rounds.slotting import Heads, proposed, team_hour
from wumen.rules.time import Interval


@given(
    st.lists(st.integers(1, 300), min_size=1, max_size=5), st.integers(1, 900), st.integers(10, 300)
)
def test_an_organisation_has_an_hour_of_its_own_after_the_homes_and_no_wave_over_the_cap(
    many: list[int], workers: int, cap: int
) -> None:
    site = uuid4()
    one = replace(point(1, "a/"), organisations=frozenset({site}))
    homes = [Heads(f"a/{n}/", people) for n, people in enumerate(many)]
    found = proposed([Heads("a/0/", workers, organisation=site), *homes], [one], 75, cap).slots
    assert [slot.organisation for slot in found] == [None] * len(many) + [site]
    assert found[-1].key == str(site)
    for place, slot in enumerate(found):
        assert not any(slot.hours.meets(other.hours) for other in found[:place])
        assert -(-slot.heads // len(slot.waves)) <= cap


def test_an_organisation_that_no_point_serves_stands_in_no_slot_and_is_no_building() -> None:
    found = proposed([Heads("a/1/", 30, organisation=uuid4())], [point(1, "a/")], 75, 200)
    assert (found.slots, found.unserved) == ((), ())


def test_a_team_comes_within_the_hours_of_the_round_and_is_named() -> None:
    hours = Interval(SEVEN, FOUR)
    assert team_hour("9点30", hours) == at(1, 10, 9) + timedelta(minutes=30)
    for text, code in (("16:00", "slot_hours"), ("x", "hour_unreadable")):
        with pytest.raises(Problem, match=code):
            team_hour(text, hours)
    assert read_team(" 采样  三队 ") == "采样 三队"
    for text in ("", "队" * 21, "13800000001"):
        with pytest.raises(Problem, match="round_team_unsaid"):
            read_team(text)
