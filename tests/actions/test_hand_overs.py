"""The change of a guard: noted once, its note whole for who takes over and for nobody after her."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests import cast as the_cast
from tests import street as the_street
from tests.actions.test_concurrency import at_once
from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at
from wumen.actions.hand_overs import hand_over
from wumen.actions.reach import Reached
from wumen.actions.rounds import floor_done
from wumen.queries.hand_overs import at_door
from wumen.queries.rounds_of_a_day import rounds
from wumen.records import clock
from wumen.rules.hand_overs import HandOverDraft
from wumen.rules.health_words import MASK_ON_PAPER
from wumen.rules.problems import Problem
from wumen.rules.rounds import read_round_key

NOW = at(1, 10, 8)
BUILDING = f"{COMPOUND}/1"
NIGHT = HandOverDraft(BUILDING, "陈志愿者", "3", note="202的胰岛素在冰箱，九点送上去")


def notes(cast: Cast) -> list[str]:
    return [one.note for one in at_door(cast.captain, BUILDING).before]


def test_the_same_tap_twice_is_one_change_of_guard(cast: Cast, street: Street) -> None:
    with clock.fixed(NOW):
        assert hand_over(cast.captain, NIGHT) == hand_over(cast.captain, NIGHT)
    with clock.fixed(NOW + timedelta(hours=8)):
        hand_over(cast.captain, NIGHT)
    assert len(notes(cast)) == 2


def test_which_medicine_it_is_is_for_who_takes_over_and_masked_after_her(
    cast: Cast, street: Street
) -> None:
    with clock.fixed(NOW):
        hand_over(cast.captain, NIGHT)
        assert notes(cast) == [NIGHT.note]
    with clock.fixed(NOW + timedelta(hours=8)):
        hand_over(cast.captain, HandOverDraft(BUILDING, "王强", "3"))
        assert notes(cast) == ["", f"{MASK_ON_PAPER}，九点送上去"]


def test_a_change_keyed_from_paper_is_hers_at_her_hour_with_what_stood_open_then_and_once(
    cast: Cast, street: Street, under_lockdown: Street
) -> None:
    paper = replace(NIGHT, done_at="8:10", by=cast.captain.crew_no)
    before = at_door_at(cast, NOW)
    assert before > 0
    with clock.fixed(NOW + timedelta(hours=1)):
        (round_, *_) = rounds(cast.captain, clock.today(), f"{PATH}1/1/")
        floor_done(cast.captain, read_round_key(round_.key), 1, {})
    assert at_door_at(cast, NOW + timedelta(hours=2)) < before
    with clock.fixed(NOW + timedelta(hours=2)):
        first = hand_over(cast.clerk, paper)
        assert hand_over(cast.clerk, replace(paper, done_at="810")) == first
        (line,) = at_door(cast.captain, BUILDING).before
    assert (line.by, line.at) == ("李楼长", NOW + timedelta(minutes=10))
    assert line.open == before
    with pytest.raises(Problem, match="sheet_hour_wrong"), clock.fixed(NOW):
        hand_over(cast.clerk, replace(paper, done_at="9:00"))
    with pytest.raises(Problem, match="crew_unknown"), clock.fixed(NOW):
        hand_over(cast.clerk, replace(paper, done_at="", by="999"))


def at_door_at(cast: Cast, when: datetime) -> int:
    """How much stands open at the building at an hour."""
    with clock.fixed(when):
        return at_door(cast.captain, BUILDING).open


def test_after_midnight_a_change_of_the_evening_has_what_stood_open_that_evening(
    cast: Cast, street: Street, under_lockdown: Street
) -> None:
    late = NOW.replace(hour=23, minute=50)
    stood = at_door_at(cast, late)
    assert stood > 0
    with clock.fixed(late + timedelta(minutes=20)):
        hand_over(cast.captain, replace(NIGHT, done_at="23:50"))
        (line,) = at_door(cast.captain, BUILDING).before
        assert (line.at, line.open) == (late, stood)


def test_taps_at_one_instant_are_one_change(committed: Reached) -> None:
    cast = the_cast.make()
    the_street.make(cast)
    assert at_once(*[lambda: hand_over(cast.captain, NIGHT)] * 4) == []
    assert len(notes(cast)) == 1
