"""婴幼儿: one tap at a sample says that somebody is an infant; the others behind the door go on, it is no refusal."""

from datetime import date

import pytest

from tests.actions.test_round_sheets import MORNING, keyed, standing
from tests.cast import Cast
from tests.street import Street, at
from wumen.actions.duties.settle import cannot, do, waive
from wumen.actions.retention import cut_movements
from wumen.actions.round_sheets import print_sheet
from wumen.actions.rounds import floor_done
from wumen.queries.audit import audit
from wumen.queries.duties import DutyLine, duty_lines
from wumen.records import clock
from wumen.rules.duties import read_key
from wumen.rules.playbooks import Grade
from wumen.rules.problems import Problem
from wumen.rules.visits import Visited

DAY = date(2022, 1, 10)
SEVEN = at(1, 10, 7)


@pytest.fixture
def planned(cast: Cast, under_lockdown: Street) -> Street:
    """Building 1 under lockdown, sampled at the door every morning."""
    return under_lockdown


def of(cast: Cast, room: str, what: str = "sampling") -> list[DutyLine]:
    """The morning's duties of a room, in the order of people."""
    return standing(cast, what)[room]


def test_an_infant_is_met_and_no_refusal_and_stays_to_be_sampled(
    cast: Cast, planned: Street
) -> None:
    child = of(cast, "201")[0]
    with clock.fixed(SEVEN):
        # No hour changes it: nobody is asked to come again.
        assert cannot(cast.sampler, read_key(child.key), "infant") == Visited(0)
        assert (of(cast, "201")[0].state, of(cast, "201")[0].reason) == ("open", "infant")
        assert audit(cast.operator).clean
    with clock.fixed(at(1, 11, 3)):
        cut_movements(cast.operator)
        assert of(cast, "201")[0].reason == "infant"


def test_it_is_said_of_a_sample_alone(cast: Cast, planned: Street) -> None:
    temperature = of(cast, "201", "temperature")[0]
    with clock.fixed(SEVEN), pytest.raises(Problem, match="reason_of_sampling"):
        cannot(cast.captain, read_key(temperature.key), "infant")
    with clock.fixed(SEVEN):
        floor_done(cast.captain, MORNING, 2, {"201": "infant"})
    assert {one.reason for one in of(cast, "201", "temperature")} == {None}


def test_a_medic_samples_her_after_all_or_the_secretary_frees_her(
    cast: Cast, planned: Street
) -> None:
    first, second, *_ = of(cast, "201")
    with clock.fixed(SEVEN):
        for one in (first, second):
            cannot(cast.sampler, read_key(one.key), "infant")
        do(cast.sampler, read_key(first.key), "measured")
        waive(cast.secretary, read_key(second.key), "王医生说不宜采")
    assert [one.state for one in of(cast, "201")[:2]] == ["done", "waived"]


def test_on_paper_one_child_is_named_and_the_others_are_done(cast: Cast, planned: Street) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(at(1, 10, 11)):
        # A captain's walk: everybody's temperature is declared, the child's too; samples are a sampler's.
        keyed(cast, number, "1b y")
        child = [one for one in of(cast, "201") if one.reason == "infant"]
        assert len(child) == 1
        assert {one.grade for one in of(cast, "201", "temperature")} == {Grade.DECLARED}
        keyed(cast, number, "1b y；1 x", went=cast.sampler.crew_no)
        assert sorted((one.state, one.reason or "") for one in of(cast, "201")) == [
            ("done", ""),
            ("done", ""),
            ("done", ""),
            ("open", "infant"),
        ]
        assert audit(cast.operator).clean


def test_a_sheet_keyed_twice_says_it_once(cast: Cast, planned: Street) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(at(1, 10, 11)):
        keyed(cast, number, "1b y")
        before = [one.evidence for one in duty_lines(cast.clerk, DAY)]
        keyed(cast, number, "1b y")
        assert [one.evidence for one in duty_lines(cast.clerk, DAY)] == before
