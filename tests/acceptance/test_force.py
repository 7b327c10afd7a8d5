"""Issue “Force”: one test for each of its numbered sentences; 5 is not built here, 7 and 8 are the engine's."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.proofs import ROOT, all_proven, proven
from tests.actions import test_captains as seats
from tests.actions import test_sign_up as ways_in
from tests.actions import test_teams as of_homes
from tests.actions.test_captains import six
from tests.actions.test_teams import three
from tests.cast import COMPOUND, Cast
from tests.rules import test_force_people as rules
from tests.street import Street
from tests.web import test_force_pages as pages
from tests.web.test_force_pages import two
from wumen.actions.captains import assign_captains, print_cards
from wumen.actions.register import add_area
from wumen.actions.relay import import_relay
from wumen.queries.captains import captains
from wumen.rules.relay import Kind

__all__ = ["six", "three", "two"]

PageOf = Callable[..., Any]
RELAY = Path(ROOT) / "tests" / "data" / "relay-volunteers.txt"
_BUILDINGS = 36


def test_1_sign_up(
    cast: Cast, street: Street, signed_in: PageOf, subtests: pytest.Subtests
) -> None:
    sentences: dict[str, Callable[[], Any]] = {
        "by pasted relay": partial(
            ways_in.test_a_relay_makes_people_of_the_force_with_their_wishes, cast, street
        ),
        "repeats supersede": partial(
            ways_in.test_a_relay_once_more_supersedes_and_doubles_nobody, cast, street
        ),
        "by a page behind a code": partial(
            pages.test_who_signs_up_behind_a_code_waits_and_is_confirmed_on_the_page,
            cast,
            signed_in,
        ),
        "limited": partial(
            ways_in.test_a_code_ends_by_hand_and_by_itself_and_wrong_ones_are_counted, cast
        ),
        "by ledger": partial(
            ways_in.test_a_ledger_enlists_each_once_and_names_the_rows_that_it_could_not_take, cast
        ),
        "a crew without names": partial(
            pages.test_a_crew_without_names_is_entered_and_its_phone_gets_a_code, cast, signed_in
        ),
    }
    all_proven(subtests, sentences)


def test_2_people_of_the_force(cast: Cast, street: Street, subtests: pytest.Subtests) -> None:
    proven(subtests, "health limits", rules.test_wishes_are_seen_and_health_refuses)
    proven(
        subtests,
        "over sixty: four hours outdoors",
        rules.test_a_volunteer_over_60_never_stands_outdoors_for_more_than_four_hours_a_day,
    )
    proven(
        subtests,
        "over sixty: never at isolated homes",
        rules.test_a_volunteer_over_60_never_serves_at_isolated_homes,
    )
    proven(subtests, "availability", rules.test_half_days_are_kept_and_found_again)
    proven(subtests, "relief", rules.test_who_rests_is_not_taken_and_comes_back)
    sentences: dict[str, Callable[[], Any]] = {
        "roles as template, duties as data": partial(
            of_homes.test_the_page_lists_no_duties_for_five_roles_and_the_office_writes_its_own,
            cast,
            street,
        ),
        "hours over the whole day": partial(
            of_homes.test_four_hours_outdoors_are_counted_over_the_whole_day, cast
        ),
        "nobody serves while an order holds her": partial(
            ways_in.test_an_order_on_the_resident_or_her_building_holds_her, cast, street
        ),
        "nobody twice": partial(ways_in.test_two_entries_of_one_person_are_shown_and_merged, cast),
    }
    all_proven(subtests, sentences)


def test_3_captains(
    cast: Cast, street: Street, six: dict[str, Any], subtests: pytest.Subtests
) -> None:
    sentences: dict[str, Callable[[], Any]] = {
        "one captain and one deputy a building": partial(
            seats.test_every_building_gets_one_captain_and_one_deputy_who_live_there, cast, six
        ),
        "whoever grants": partial(
            seats.test_a_building_has_one_captain_whoever_grants_the_post, cast, six
        ),
        "manual choices kept": partial(
            seats.test_a_choice_by_hand_stands_when_it_is_assigned_again, cast, six
        ),
        "fewest changes, hand-over is a duty": partial(
            seats.test_a_withdrawal_changes_one_seat_and_hands_over_as_a_duty, cast, street, six
        ),
        "cards by consent": partial(
            seats.test_a_telephone_is_printed_only_with_its_owner_s_consent, cast, six
        ),
    }
    all_proven(subtests, sentences)


def test_4_teams(
    cast: Cast, street: Street, three: dict[str, Any], subtests: pytest.Subtests
) -> None:
    proven(
        subtests,
        "shared sensibly over many",
        rules.test_every_home_gets_a_whole_team_and_the_load_is_shared,
    )
    sentences: dict[str, Callable[[], Any]] = {
        "a complete team of three": partial(
            of_homes.test_every_isolated_home_has_a_team_of_three, cast, three
        ),
        "each member sees what she needs": partial(
            of_homes.test_each_member_sees_what_she_needs_and_nothing_else, cast, street, three
        ),
        "refused otherwise": partial(
            of_homes.test_no_other_home_is_shown_and_nobody_who_is_on_no_team, cast, street, three
        ),
    }
    all_proven(subtests, sentences)


def test_4_or_shown_as_incomplete(cast: Cast, street: Street) -> None:
    of_homes.test_what_is_missing_is_shown(cast, street)


def test_6_structure(
    cast: Cast, street: Street, signed_in: PageOf, subtests: pytest.Subtests
) -> None:
    sentences: dict[str, Callable[[], Any]] = {
        "data, and the way escalation goes": partial(
            of_homes.test_the_structure_is_set_up_once_with_leaders_and_the_way_escalation_goes,
            cast,
            street,
        ),
        "twelve callers: who is free now": partial(
            of_homes.test_twelve_callers_who_is_free_who_is_missing, cast
        ),
        "print it": partial(
            pages.test_who_is_free_is_taken_with_a_tick_and_printed_with_telephones, cast, signed_in
        ),
    }
    all_proven(subtests, sentences)


def test_walk_36_buildings_from_the_relay_to_printed_cards(cast: Cast) -> None:
    for number in range(4, _BUILDINGS + 1):
        add_area(cast.operator, f"{COMPOUND}/{number}", "building", f"{number}号楼")
    found = import_relay(cast.clerk, RELAY.read_text(), Kind.VOLUNTEERS, COMPOUND)
    assert len(found.entries) == 80
    assign_captains(cast.clerk, COMPOUND)
    page = captains(cast.clerk, COMPOUND)
    assert (len(page.buildings), page.vacant) == (_BUILDINGS, 0)
    people = [one.sitting.crew_no for one in page.seats if one.sitting]
    assert len(set(people)) == len(people) == 2 * _BUILDINGS
    cards = print_cards(cast.clerk, COMPOUND)
    assert len(cards) == _BUILDINGS
    assert all(len(one.people) == 2 for one in cards)
