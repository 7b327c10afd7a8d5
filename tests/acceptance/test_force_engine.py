"""Issue “Force”, items 7 and 8 and the pure parts of 3 and 5: the engines of rosters and captains."""

from collections.abc import Callable
from functools import partial

import pytest

from bench import __main__ as bench
from tests.acceptance.proofs import each_by_its_test
from tests.rules import test_captains as captains
from tests.rules import test_rosters as rosters
from tests.rules import test_rosters_check as check
from tests.rules import test_rosters_repair as repair


@each_by_its_test(
    {
        "exactly one captain and one deputy a building": (
            captains.test_captain_and_deputy_are_two_people
        ),
        "unit leads above 150 homes": (
            captains.test_above_150_homes_each_unit_has_a_lead_who_lives_there_if_one_does
        ),
        "best assignment solved exactly": captains.test_no_assignment_is_better,
        "manual choices kept": captains.test_a_choice_by_hand_stands_even_against_a_wish,
        "a withdrawal repaired with the fewest changes": (
            captains.test_a_withdrawal_changes_as_few_as_can_be
        ),
    }
)
def test_3_captains(proof: Callable[[], None]) -> None:
    proof()


@each_by_its_test(
    {
        "11 hours' rest": rosters.test_eleven_hours_lie_between_two_duties,
        "fair nights and weekends": rosters.test_nights_and_weekends_are_shared,
        "first plan in a second": (
            rosters.test_the_first_plan_of_a_weeks_watch_comes_within_a_second
        ),
        "better while one watches, gap shown": (
            rosters.test_every_plan_on_the_way_keeps_the_rules_and_its_bound
        ),
        "stop at any time": partial(rosters.test_stop_is_heeded_wherever_the_engine_is, 0.5),
        "fix a cell and re-plan": (
            rosters.test_a_fixed_cell_stands_and_the_rest_is_planned_around_it
        ),
        "a sickness repaired in two seconds": repair.test_a_force_is_mended_within_two_seconds,
        "with the fewest changes": (
            repair.test_a_repair_keeps_the_rules_and_changes_no_more_than_any_other_of_its_worth
        ),
    }
)
def test_5_rosters(proof: Callable[[], None]) -> None:
    proof()


@each_by_its_test(
    {
        "solve(problem, stop, seed) -> Plan": (
            rosters.test_what_the_engine_calls_best_is_the_best_of_all
        ),
        "the same seed, the same plans": partial(
            rosters.test_the_same_seed_gives_the_same_plans, 1
        ),
        "it reads the published format": (
            rosters.test_a_published_text_is_read_and_solved_to_the_end
        ),
        "cost re-counted by an independent checker": check.test_cost_is_told_by_kind,
    }
)
def test_7_engine(proof: Callable[[], None]) -> None:
    proof()


def test_8_both_are_measured(capsys: pytest.CaptureFixture[str]) -> None:
    bench.main(["captains", "--scale", "0.05", "--json"])
    bench.main(["roster", "--scale", "0.05", "--seconds", "2", "--json"])
    said = capsys.readouterr().out.splitlines()
    assert '"name": "captains"' in said[0]
    assert '"name": "roster"' in said[1]
