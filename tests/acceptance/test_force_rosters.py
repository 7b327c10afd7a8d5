"""Issue “Force”, item 5: stations and rosters; a subtest a sentence."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.acceptance.proofs import all_proven
from tests.actions import test_fallen as fallen
from tests.actions import test_roster_crews as crews
from tests.actions import test_rosters as rosters
from tests.actions import test_shifts as shifts
from tests.cast import Cast
from tests.rules import test_stations as rules
from tests.web import test_rosters_page as pages
from wumen.rules.stations import KIND_NAMES

KINDS = {"gate", "point", "watch", "hotline", "courier", "pioneer"}


def kinds() -> None:
    """The six kinds of stations."""
    assert {str(one) for one in KIND_NAMES} == KINDS


def test_5_stations_are_manned_every_minute(cast: Cast, subtests: pytest.Subtests) -> None:
    all_proven(
        subtests,
        {
            "gate, point, watch, hotline, courier, pioneer post": kinds,
            "with hours and needs": (
                rules.test_gaps_are_exactly_the_minutes_in_which_too_few_are_named
            ),
            "rosters for days to weeks that cover every minute, 11 hours' rest, longest runs": lambda: (
                rosters.test_a_week_of_day_and_night_covers_every_minute_and_lets_everybody_rest(
                    cast
                )
            ),
        },
    )


PROOFS: dict[str, Callable[[Cast], None]] = {
    "nights": rosters.test_who_asked_for_no_nights_has_none,
    "skills": rosters.test_a_place_that_needs_a_skill_is_filled_by_who_has_it,
    "requests": rosters.test_a_day_that_somebody_asked_free_is_kept_where_it_can_be,
    "guards": (
        rosters.test_nobody_over_sixty_stands_outdoors_for_more_than_four_hours_or_at_isolated_homes
    ),
    "a reason in words for what could not be filled and three people to ask": (
        rosters.test_an_empty_place_says_why_and_whom_to_ask
    ),
    "better while one watches, stop at any time": (
        rosters.test_the_background_makes_it_better_and_is_stopped_at_any_time
    ),
    "fix a cell and re-plan": (rosters.test_a_place_by_hand_stays_when_the_rest_is_made_anew),
    "a sickness repaired in two seconds with the fewest changes": (
        rosters.test_a_sickness_is_repaired_in_two_seconds_with_few_changes
    ),
    "swap": rosters.test_a_swap_that_leaves_no_rest_is_refused_with_the_rule,
    "check-in on phone": shifts.test_somebody_checks_in_on_her_own_phone_from_half_an_hour_before,
    "or paper": shifts.test_who_came_is_keyed_in_from_paper_or_somebody_else_in_her_place,
    "hand-over note": shifts.test_what_is_handed_over_is_read_by_the_next_and_sealed,
    "an empty station rings": (
        shifts.test_an_empty_station_rings_on_the_board_with_whose_it_is_and_goes_up_the_chain
    ),
    "nobody serves while an order holds her": (
        fallen.test_an_order_on_her_home_empties_her_coming_shifts_at_once_and_the_board_says_whose
    ),
    "whose shifts fell empty are filled with the fewest changes": (
        fallen.test_one_tap_fills_them_with_the_fewest_changes_and_names_three_to_ask_for_the_rest
    ),
    "an outside crew without names": (
        crews.test_its_contact_says_how_many_came_and_the_station_is_empty_without_them
    ),
    "fair": rosters.test_the_hours_are_shared_where_that_leaves_no_place_empty,
}


@pytest.mark.parametrize("sentence", PROOFS)
def test_5_rosters(sentence: str, cast: Cast) -> None:
    PROOFS[sentence](cast)


def test_5_ics_print_xlsx(cast: Cast, signed_in: Callable[..., Any]) -> None:
    pages.test_a_week_goes_from_a_station_to_a_published_roster_with_its_paper_and_files(
        cast, signed_in
    )
