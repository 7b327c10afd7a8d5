"""Issue “Rules”: one test for each of its numbered items and for speed; a subtest a sentence."""

import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.proofs import ROOT, all_proven, committed_at, each_by_its_test, proven, tool
from tests.actions import test_attachments as scans
from tests.actions import test_audit_mutations as mutations
from tests.actions import test_explain as answers
from tests.actions import test_grounds as grounds
from tests.actions import test_instructions as instructions
from tests.actions import test_local_notices as notices
from tests.actions import test_occurrences as occurrences
from tests.actions import test_openings as openings
from tests.actions import test_order_changes as changes
from tests.actions import test_orders as orders
from tests.actions import test_release as releases
from tests.actions import test_sheets as sheets
from tests.actions import test_visits as visits
from tests.actions import test_whole_plan as whole
from tests.actions.test_audit_mutations import unplanned
from tests.actions.test_instructions import planned
from tests.actions.test_whole_plan import locked
from tests.cast import Cast
from tests.january import test_january as january
from tests.rules import test_duty_clauses as clauses
from tests.rules import test_escalation as escalation
from tests.rules import test_explanation_whole as explanations
from tests.rules import test_isolation as isolation
from tests.rules import test_local_notices as notice_rules
from tests.rules import test_movement as movement
from tests.rules import test_playbooks as playbooks
from tests.rules import test_release as release_rules
from tests.rules import test_rules_properties as properties
from tests.rules import test_sheets as sheet_rules
from tests.street import Street
from tests.web import test_explain_page as explain_pages
from tests.web import test_local_notices_page as notice_pages
from tests.web import test_rules_page as rules_pages
from wumen.queries.playbooks import shipped
from wumen.rules.playbooks import What

__all__ = ["locked", "planned", "unplanned"]

PageOf = Callable[..., Any]
SHIPPED = ("community-2021-09", "norovirus", "edition-9", "twenty", "ten", "morning-sampling")


def test_1_playbooks(
    cast: Cast, street: Street, signed_in: PageOf, subtests: pytest.Subtests
) -> None:
    for key in SHIPPED:
        with subtests.test(f"{key}: shipped, sound, every rule with document and confidence"):
            playbooks.test_nothing_shipped_is_faulty(key)
            playbooks.test_every_shipped_rule_names_its_source_and_how_sure_it_is(key)
    all_proven(
        subtests,
        {
            "the checker says file, line and reason": lambda: (
                playbooks.test_the_line_is_the_one_at_which_the_rule_begins()
            ),
            "the viewer page": lambda: (
                rules_pages.test_the_rules_say_what_when_who_how_and_by_which_source(
                    cast, street, signed_in
                )
            ),
        },
    )


def test_1_local_notices(
    cast: Cast, street: Street, signed_in: PageOf, subtests: pytest.Subtests
) -> None:
    all_proven(
        subtests,
        {
            "entered by the office": lambda: (
                notice_pages.test_a_clerk_enters_a_notice_and_the_secretary_confirms_it(
                    cast, street, signed_in
                )
            ),
            "in its place alone": lambda: (
                notices.test_a_notice_over_a_part_of_a_compound_asks_there_alone(cast, street)
            ),
            "比上级更严 shown": lambda: (
                rules_pages.test_a_clause_that_an_overlay_made_stricter_is_marked(
                    cast, street, signed_in
                )
            ),
            "seven days at most": lambda: (
                notice_rules.test_what_is_stricter_lasts_seven_days_and_no_minute_longer(
                    notice_rules.OFFICE
                )
            ),
            "one after the other is refused": lambda: (
                notice_rules.test_one_after_the_other_is_refused_past_seven_days_in_all()
            ),
        },
    )


def test_2_clauses(cast: Cast, locked: Street, subtests: pytest.Subtests) -> None:
    with subtests.test("a clause for everything that the story owes"):
        found = {clause.what for clause in shipped("community-2021-09").clauses}
        made_by_people = {What.INSTRUCTION, What.REQUEST}
        assert found >= set(What) - made_by_people - {What.SYMPTOMS}
    all_proven(
        subtests,
        {
            "all of it stands in a locked building": lambda: (
                whole.test_a_locked_building_is_owed_all_that_the_story_tells(cast, locked)
            ),
            "waste by class": lambda: (
                whole.test_the_waste_of_somebody_isolated_is_its_own_class_in_a_locked_building(
                    cast, locked
                )
            ),
            "supplies by household category": lambda: (
                clauses.test_a_home_gets_what_its_category_asks_for_in_place_of_the_common_supply()
            ),
            "daily contact with special homes": lambda: (
                whole.test_somebody_old_and_alone_is_contacted_and_gets_what_she_asks_for(
                    cast, locked
                )
            ),
            "the watch covers day and night": (
                clauses.test_the_watch_covers_day_and_night_without_a_gap
            ),
            "while a need is open": lambda: (
                whole.test_a_need_that_is_noted_or_ended_is_owed_or_not_at_once(cast, locked)
            ),
            "on event": lambda: (
                occurrences.test_a_transfer_makes_the_whole_chain_owed_at_once_and_a_second_plan_changes_nothing(
                    cast, locked
                )
            ),
            "days of an order": playbooks.test_a_clause_falls_on_the_days_it_names_or_on_every_day,
        },
    )


def test_3_orders(cast: Cast, street: Street, subtests: pytest.Subtests) -> None:
    all_proven(
        subtests,
        {
            "extend": lambda: changes.test_an_extension_sets_the_end_and_owes_what_it_adds(
                cast, street
            ),
            "step down": lambda: (
                changes.test_stepping_down_makes_a_milder_order_that_follows_the_first(cast, street)
            ),
            "lift": lambda: (
                changes.test_lifting_withdraws_what_was_still_owed_and_keeps_what_was_done(
                    cast, street
                )
            ),
            "two people for what restricts": lambda: (
                orders.test_who_entered_an_order_cannot_confirm_it(cast, street)
            ),
            "24时 = 次日0时": lambda: orders.test_an_order_binds_from_its_start_up_to_24_oclock(
                cast, street
            ),
            "on a resident": lambda: orders.test_an_order_on_a_resident_binds_her_alone(
                cast, street
            ),
            "document with scan": lambda: (
                scans.test_the_scan_of_an_order_is_sealed_and_opens_for_who_stands_under_it(
                    cast, street
                )
            ),
        },
    )


def test_3_printed(cast: Cast, street: Street, subtests: pytest.Subtests) -> None:
    all_proven(
        subtests,
        {
            "告知书 with every field of its annex": (
                sheet_rules.test_the_notice_has_every_field_of_its_annex
            ),
            "承诺书, 就医证明 and all others exist under every playbook": (
                sheet_rules.test_a_playbook_without_texts_still_has_every_sheet
            ),
            "a whole building": lambda: (
                sheets.test_a_whole_building_is_printed_by_unit_from_the_top_floor_down(
                    cast, street
                )
            ),
            "就医 is never a condition": sheet_rules.test_the_medical_sheet_is_never_a_condition,
            "解除通知单 and 隔离证明 after the end": lambda: (
                sheets.test_release_and_certificate_wait_for_the_end_and_then_everyone_has_one(
                    cast, street
                )
            ),
        },
    )


@each_by_its_test(
    {
        "one duty per subject, what, day and window": (
            properties.test_one_duty_per_subject_what_day_and_window
        ),
        "strictest of many": (
            properties.test_of_many_orders_the_strictest_decides_and_none_takes_anything_away
        ),
        "a longer order never owes less": properties.test_a_longer_order_never_owes_less,
        "order of arrival": properties.test_in_which_order_orders_arrive_is_nothing,
        "order of facts": properties.test_in_which_order_facts_arrive_is_nothing,
        "no restriction without an end": (
            properties.test_no_restriction_without_grounds_and_an_end
        ),
        "no emergency ever refused": properties.test_no_emergency_is_ever_refused,
        "missing days are served": isolation.test_missing_days_are_served_at_the_end,
        "resets": partial(
            isolation.test_a_new_infection_a_positive_surface_or_new_contacts_start_the_count_anew,
            isolation.Cause.INFECTION,
        ),
        "exceptions": isolation.test_who_is_unfit_for_a_central_place_stays_at_home,
        "movement": partial(
            movement.test_the_strictest_regime_says_who_leaves,
            *(("control", "lockdown"), False, movement.Verdict.NOT_NOW),
        ),
    }
)
def test_4_properties(proof: Callable[[], None]) -> None:
    proof()


def test_5_release(cast: Cast, street: Street, subtests: pytest.Subtests) -> None:
    all_proven(
        subtests,
        {
            "the application through its steps": lambda: (
                releases.test_the_application_goes_step_by_step_while_its_conditions_hold(
                    cast, street
                )
            ),
            "unknown, never met": (
                release_rules.test_what_nobody_recorded_is_unknown_and_never_met
            ),
            "attested by a named person with a document": lambda: (
                releases.test_facts_are_unknown_until_a_named_person_stands_for_them(cast, street)
            ),
            "lifting owes an open gate, confirmed by who lives there": lambda: (
                openings.test_lifting_owes_an_open_gate_with_an_owner_until_who_lives_there_confirms_it(
                    cast, street
                )
            ),
            "with a photo": lambda: openings.test_no_word_alone_opens_a_gate(cast, street),
        },
    )


def test_6_duties(
    planned: Cast, street: Street, signed_in: PageOf, subtests: pytest.Subtests
) -> None:
    all_proven(
        subtests,
        {
            "taken, given back": lambda: (
                instructions.test_a_duty_is_taken_by_one_shown_and_given_back(planned, street)
            ),
            "cannot, and another visit by rule": lambda: (
                visits.test_three_visits_at_three_hours_then_a_slip(planned, street)
            ),
            "escalation up the chain": lambda: (
                escalation.test_it_goes_to_the_nearest_of_each_role_above_its_owner(
                    "captain", escalation.CAPTAIN, (escalation.SECRETARY, escalation.OFFICER)
                )
            ),
            "danger to life at once": escalation.test_danger_to_life_is_at_the_top_at_once,
            "requests and 交办单 are duties too": lambda: (
                instructions.test_it_is_settled_like_any_duty_and_closed_with_it(
                    planned, street, "resident"
                )
            ),
            "not forgotten on the next day": lambda: (
                instructions.test_what_is_not_done_stands_again_on_the_next_day_and_is_overdue_at_once(
                    planned, street
                )
            ),
            "waived in a name": lambda: (
                instructions.test_waived_it_is_closed_in_the_name_of_who_may_waive(planned, street)
            ),
        },
    )


def test_7_audit(unplanned: tuple[Cast, Street], subtests: pytest.Subtests) -> None:
    with subtests.test("independent of the planner by law"):
        done = tool("lint-imports", "--no-cache")
        assert done.returncode == 0, done.stdout
    with subtests.test("ten mutations of the planning SQL and more, each its own test"):
        assert len(mutations.MUTATIONS) >= 10
    proven(
        subtests,
        "a day's work with the right plan is clean",
        lambda: mutations.test_a_days_work_with_the_right_plan_is_clean(unplanned),
    )


def test_8_explain(
    cast: Cast, street: Street, signed_in: PageOf, subtests: pytest.Subtests
) -> None:
    all_proven(
        subtests,
        {
            "for residents whole": explanations.test_every_question_of_a_resident_is_answered,
            "never told as met": (
                explanations.test_a_condition_that_nobody_recorded_is_never_told_as_met
            ),
            "her order and her building's": lambda: (
                answers.test_an_order_on_her_and_one_on_her_building_are_both_told(cast, street)
            ),
            "on a page": lambda: (
                explain_pages.test_a_home_reads_what_holds_and_a_persons_own_order_is_on_her_page_alone(
                    cast, street, signed_in
                )
            ),
            "which clause of which document made a duty": lambda: (
                grounds.test_every_duty_says_which_measure_of_which_document_and_order_made_it(
                    cast, street
                )
            ),
        },
    )


@pytest.mark.django_db
def test_9_january(subtests: pytest.Subtests) -> None:
    with subtests.test("the same seed, the same January"):
        january.test_the_same_seed_lets_the_same_things_happen()
    with subtests.test("whole in make soak"):
        assert "soak" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_speed(subtests: pytest.Subtests) -> None:
    goals = tomllib.loads((ROOT / "bench" / "goals.toml").read_text())
    results = (ROOT / "bench" / "RESULTS.md").read_text()
    with subtests.test("the benchmarks `duties` and `explain` and their goals exist"):
        assert goals["duties"]["zone_s_at_most"] == 5
        assert goals["explain"]["p95_ms_at_most"] == 50
    with subtests.test("RESULTS.md is younger than their last change"):
        for name in ("duties", "explain"):
            assert f"python -m bench {name}" in results
            measured = Path("bench") / f"{name}.py"
            assert committed_at("bench/RESULTS.md") >= committed_at(str(measured))
