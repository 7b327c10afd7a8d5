"""Issue “Day”, items 1 to 5 (6 to 11, walk and speed: test_day_onward); a subtest a sentence."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.acceptance.proofs import ROOT, all_proven, same_as
from tests.actions import test_calls as calls
from tests.actions import test_consent as consent
from tests.actions import test_relay as relays
from tests.actions import test_round_sheets as sheets
from tests.actions import test_rounds as rounds
from tests.cast import Cast
from tests.rules import test_calls as call_rules
from tests.rules import test_elevation as elevation_rules
from tests.rules import test_group_text as group_rules
from tests.rules import test_lists as list_rules
from tests.rules import test_relay as relay_rules
from tests.rules import test_relay_resolving as resolving
from tests.rules import test_relay_truth as relay_truth
from tests.rules import test_relay_whole as relay_whole
from tests.street import Street, ordered
from tests.web import test_board as boards
from tests.web import test_calls_page as call_pages
from tests.web import test_desk as desks
from tests.web import test_elevation_page as elevations
from tests.web import test_relay_page as relay_pages
from tests.web import test_rounds as round_pages
from tests.web.browser import test_thumb as thumb
from tests.web.browser.conftest import Live, OpenAs, chromium, live, open_as, tower
from tests.web.test_board import planned, secretary
from tests.web.test_desk import lone
from wumen.actions.duties.plan import plan_day
from wumen.records import clock
from wumen.rules.relay import Kind

__all__ = ["chromium", "live", "lone", "open_as", "planned", "secretary", "tower"]

PageOf = Callable[..., Any]
PROMISES = ("每户不漏", "断网不停", "有据有期", "最少知情")


def test_1_command_and_desk(secretary: Client, subtests: pytest.Subtests) -> None:
    with subtests.test("four promises"):
        page = boards.text(secretary.get("/board/"))
        assert [one for one in PROMISES if one not in page] == []
    all_proven(
        subtests,
        {
            "today's duties by measure": lambda: (
                boards.test_the_board_counts_done_standing_and_not_yet_due(secretary)
            ),
            "overdue with owners": lambda: (
                boards.test_what_is_overdue_stands_with_its_owner_and_since_when(secretary)
            ),
            "zones and what is missing for release": lambda: (
                desks.test_what_an_order_lacks_for_its_end_stands_in_a_line(secretary)
            ),
            "every number opens its rows": lambda: (
                boards.test_every_number_of_the_board_opens_rows_that_count_the_same(secretary)
            ),
            "polling with ETag": lambda: boards.test_an_unchanged_board_is_answered_with_304(
                secretary
            ),
        },
    )
    with subtests.test("polling with htmx"):
        assert 'hx-trigger="every' in secretary.get("/board/").content.decode()


def test_1_who_needs_somebody(
    cast: Cast, lone: Street, signed_in: PageOf, subtests: pytest.Subtests
) -> None:
    all_proven(
        subtests,
        {
            "not reached today": lambda: (
                desks.test_who_is_not_reached_today_stands_with_door_and_captain(
                    lone, cast, signed_in
                )
            ),
            "tried in vain before all others": lambda: (
                desks.test_who_was_rung_in_vain_stands_before_all_others(lone, cast, signed_in)
            ),
            "objections that wait": lambda: (
                desks.test_an_objection_stands_on_the_board_until_it_is_answered(
                    lone, cast, signed_in
                )
            ),
            "a projector form": lambda: (
                desks.test_the_wall_shows_figures_without_doors_or_names_and_one_button_for_its_sound(
                    lone, cast, signed_in
                )
            ),
        },
    )


def test_1_help_and_elevations(
    cast: Cast, planned: Street, signed_in: PageOf, subtests: pytest.Subtests
) -> None:
    all_proven(
        subtests,
        {
            "help with life first": lambda: (
                desks.test_danger_to_life_stands_before_all_that_was_asked(planned, cast, signed_in)
            ),
            "looks at numbers": lambda: desks.test_looks_at_numbers_are_counted_and_open_their_rows(
                planned, cast, signed_in
            ),
        },
    )


def test_2_elevation(
    cast: Cast, street: Street, signed_in: PageOf, subtests: pytest.Subtests
) -> None:
    all_proven(
        subtests,
        {
            "like the building itself": lambda: (
                elevation_rules.test_rooms_of_one_ending_stand_above_each_other_in_their_unit()
            ),
            "high floors above": lambda: (
                elevation_rules.test_a_higher_floor_stands_above_a_lower_one()
            ),
            "how each home stands": lambda: (
                elevations.test_a_home_is_done_when_all_of_today_is_done_there(
                    cast, street, signed_in
                )
            ),
            "courtyard form for villages": lambda: (
                elevations.test_a_village_is_drawn_small_lane_by_lane(cast, signed_in)
            ),
            "small elevations of all buildings": lambda: (
                elevations.test_small_elevations_stand_on_the_overview_and_ask_again_only_for_what_changed(
                    cast, street, signed_in
                )
            ),
            "click to the home": lambda: (
                elevations.test_the_panel_of_a_home_shows_what_is_due_and_no_number_of_anybody(
                    cast, street, signed_in
                )
            ),
            "what a captain sees": lambda: elevations.test_a_captain_sees_her_building_and_no_other(
                cast, street, signed_in
            ),
            "is not what a passer-by may see": lambda: (
                elevations.test_the_stairwell_print_bears_rooms_and_no_mark_of_anybody(
                    cast, street, signed_in
                )
            ),
        },
    )


def test_2_wall_print() -> None:
    style = ROOT / "src" / "wumen" / "web" / "static" / "wumen" / "elevation.css"
    assert "size: 600mm 900mm" in style.read_text(encoding="utf-8")


def test_3_rounds(cast: Cast, street: Street, subtests: pytest.Subtests) -> None:
    all_proven(
        subtests,
        {
            "top floor first": lambda: (
                rounds.test_a_round_shows_one_card_a_door_from_the_top_floor_down(cast, street)
            ),
            "all normal on this floor": lambda: (
                rounds.test_one_tap_declares_the_temperatures_of_a_floor_and_leaves_the_sampling(
                    cast, street
                )
            ),
            "except …": lambda: rounds.test_a_room_that_is_excepted_stays_open_with_its_reason(
                cast, street
            ),
            "never declared where a rule asks for more": lambda: (
                rounds.test_where_a_rule_accepts_no_declaration_one_tap_settles_nothing(
                    cast, street
                )
            ),
            "measured stays measured": lambda: (
                rounds.test_what_was_measured_is_not_declared_afterwards(cast, street)
            ),
        },
    )


def test_3_rounds_on_the_phone(
    cast: Cast, street: Street, signed_in: PageOf, subtests: pytest.Subtests
) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, clock.today())
    captain = signed_in(cast.captain)
    all_proven(
        subtests,
        {
            "on the page": lambda: (
                round_pages.test_a_round_shows_the_top_floor_first_and_says_what_one_tap_covers(
                    captain
                )
            ),
            # Inside WeChat: a plain form without a script, as here.
            "plain forms": lambda: round_pages.test_one_tap_declares_a_floor_except_the_named_rooms(
                captain, cast
            ),
            "grades kept apart": lambda: round_pages.test_a_reading_is_kept_with_its_grade(
                captain, cast, "measured", "实测"
            ),
        },
    )


def test_3_rounds_on_paper(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, clock.today())
    sheets.test_a_keyed_sheet_is_the_word_of_who_went_but_for_the_lines_that_are_named(cast, street)


@pytest.mark.browser
@same_as(thumb.test_124_homes_are_done_in_ten_minutes_of_thumb_time)
def test_3_ten_minutes_for_124_homes(tower: Live, open_as: OpenAs) -> None:
    thumb.test_124_homes_are_done_in_ten_minutes_of_thumb_time(tower, open_as)


@pytest.mark.parametrize("kind", relay_truth.KINDS)
def test_4_every_kind_is_read_as_the_clerk_reads_it(kind: Kind, subtests: pytest.Subtests) -> None:
    with subtests.test("each line right"):
        relay_truth.test_every_line_is_read_as_the_clerk_reads_it(kind)
    with subtests.test("none invented"):
        relay_truth.test_no_line_is_invented_and_none_is_left_for_a_person_without_need(kind)


def test_4_reading(db: None, subtests: pytest.Subtests) -> None:
    all_proven(
        subtests,
        {
            "superseding repeats": (
                relay_whole.test_a_later_message_repeats_and_replaces_the_whole_list
            ),
            "examples": lambda: relay_rules.test_an_example_is_never_read_as_somebody(
                "例：张三 1-2-301 体温36.5"
            ),
            "quotes": relay_rules.test_a_quoted_list_counts_for_nothing,
            "chat lines": relay_rules.test_chat_lines_and_rules_of_quotes_are_no_entries,
            "circled numbers": lambda: relay_rules.test_every_style_of_number_begins_an_entry("①"),
            "several lines an entry": relay_rules.test_an_entry_goes_on_over_several_lines,
            "priority from the thing": (
                relay_truth.test_whoever_needs_a_medicine_is_urgent_and_eggs_are_not_whatever_word_stands_there
            ),
            "missing rooms in order": (
                resolving.test_rooms_are_missing_in_order_and_only_where_somebody_is_asked
            ),
            "every line in exactly one part": lambda: (
                relay_whole.test_every_line_stands_in_exactly_one_part_whatever_the_text()
            ),
        },
    )


def test_4_the_loop(
    cast: Cast, street: Street, signed_in: PageOf, subtests: pytest.Subtests
) -> None:
    all_proven(
        subtests,
        {
            "telephone, name, room": lambda: (
                relays.test_a_telephone_finds_the_door_before_a_name_and_a_name_before_a_room(
                    cast, street
                )
            ),
            "with candidates": lambda: (
                relays.test_a_person_picks_a_door_or_writes_it_or_lays_the_entry_aside(cast, street)
            ),
            "added, changed, withdrawn": lambda: (
                relays.test_the_next_paste_shows_what_was_added_changed_and_withdrawn(cast, street)
            ),
            "temperatures are 自报, a fever waits": lambda: (
                relays.test_clear_temperatures_are_settled_as_reported_and_a_fever_waits_for_a_person(
                    cast, street
                )
            ),
            "unread lines for a person": lambda: (
                relay_pages.test_what_needs_a_person_stands_first_and_nothing_is_lost(
                    cast, street, signed_in
                )
            ),
            "missing rooms, the reminder, its tick": lambda: (
                relay_pages.test_missing_rooms_come_with_the_reminder_and_its_tick(
                    cast, street, signed_in
                )
            ),
            "on the phone as on the PC": lambda: pasted_by_a_captain(cast, signed_in),
        },
    )


def pasted_by_a_captain(cast: Cast, signed_in: PageOf) -> None:
    """The page of a captain, whose phone it is, has the field as the office has it."""
    page = signed_in(cast.captain).get("/relay/").content.decode()
    assert "<textarea" in page
    assert 'name="viewport" content="width=device-width' in page


def test_4_texts_for_groups(
    cast: Cast, street: Street, signed_in: PageOf, subtests: pytest.Subtests
) -> None:
    all_proven(
        subtests,
        {
            "a text per group": (
                group_rules.test_every_building_is_a_text_of_its_own_and_rooms_stand_in_order
            ),
            "at most 500 characters": (
                group_rules.test_no_text_is_longer_than_five_hundred_and_every_room_stands_once
            ),
            "the guard": lambda: list_rules.test_a_text_that_may_not_go_to_a_group_is_refused(
                "1号楼 13800000001", "group_text_number"
            ),
            "isolated homes in none": group_rules.test_an_isolated_home_is_left_out_and_counted,
            "a home is told of with its consent alone": lambda: (
                consent.test_without_its_own_word_no_home_stands_in_a_text_that_tells_of_it(
                    cast, street
                )
            ),
            "from a round": lambda: (
                relay_pages.test_the_open_rooms_of_a_round_can_be_copied_for_the_group(
                    cast, street, signed_in
                )
            ),
        },
    )


def test_5_call_lists(
    cast: Cast, street: Street, signed_in: PageOf, subtests: pytest.Subtests
) -> None:
    all_proven(
        subtests,
        {
            "split": call_rules.test_shares_are_fair_and_neighbours_stay_together,
            "dial, result codes": lambda: (
                call_pages.test_a_list_is_made_dealt_and_rung_from_the_page(cast, street, signed_in)
            ),
            "call-back": call_rules.test_the_hour_that_was_asked_for_is_kept,
            "three calls at three hours": (
                call_rules.test_after_three_unanswered_calls_at_three_hours_somebody_knocks
            ),
            "each number shown is logged with the list's purpose": lambda: (
                calls.test_each_look_at_a_number_is_written_down_with_the_purpose(cast, street)
            ),
        },
    )


def test_5_then_a_knock_duty(cast: Cast, street: Street) -> None:
    calls.test_three_calls_at_three_hours_and_the_captain_is_asked_to_knock(cast, street)
