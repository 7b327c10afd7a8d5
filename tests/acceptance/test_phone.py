"""Issue “Phone”: field events, offline first, nothing lost, nothing twice; a test for each numbered sentence."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.acceptance.proofs import ROOT, all_proven
from tests.api import test_deciding as deciding
from tests.api import test_events as events
from tests.api import test_replay as replays
from tests.api import test_told as told
from tests.api import test_told_page as pages
from tests.api.conftest import NewPhone, an_hour_later, new_phone, phone, planned
from tests.api.test_deciding import contradiction
from tests.api.test_paper import test_paper_and_phone_of_one_round_are_noted_once
from tests.api.test_replay import morning
from tests.cast import Cast
from tests.phone import Phone
from tests.street import Street
from tests.web.conftest import SignedIn
from wumen.records import moments

__all__ = [
    "an_hour_later",
    "contradiction",
    "morning",
    "new_phone",
    "phone",
    "planned",
    "test_paper_and_phone_of_one_round_are_noted_once",
]
pytestmark = pytest.mark.usefixtures("planned")


def test_1_field_events(
    phone: Phone, new_phone: NewPhone, cast: Cast, street: Street, subtests: pytest.Subtests
) -> None:
    all_proven(
        subtests,
        {
            "batches, idempotently, in one transaction": lambda: (
                events.test_a_batch_counts_once_however_often_it_comes(new_phone(), street)
            ),
            "held (waiting for an earlier one)": lambda: (
                events.test_what_comes_too_early_is_held_until_the_hole_fills(new_phone(), street)
            ),
            "received with a refusal, nothing dropped": lambda: (
                events.test_what_cannot_be_understood_is_kept_and_holds_nothing_up(
                    new_phone(), street
                )
            ),
            "clock drift is measured": lambda: (
                events.test_a_clock_that_goes_wrong_is_measured_and_counts_hours_all_the_same(
                    new_phone()
                )
            ),
        },
    )


def test_1_refused_ones_are_visible_with_both_sides(
    cast: Cast, contradiction: Phone, street: Street
) -> None:
    deciding.test_both_sides_are_shown_and_danger_stands_first(cast, contradiction)
    deciding.test_applied_it_counts_and_the_former_event_stays(cast, contradiction, street)


def test_2_what_they_do_and_replay(cast: Cast, morning: Phone) -> None:
    replays.test_a_morning_is_made_anew_and_is_the_same(cast, morning)


def test_2_what_is_told_is_somebodys_matter_and_is_found(
    cast: Cast,
    new_phone: NewPhone,
    street: Street,
    signed_in: SignedIn,
    subtests: pytest.Subtests,
) -> None:
    all_proven(
        subtests,
        {
            "need raised: owner and hour, once": lambda: (
                told.test_a_need_is_a_request_with_an_owner_and_an_hour_however_often_it_comes(
                    cast, new_phone()
                )
            ),
            "a fever is followed": lambda: (
                told.test_a_fever_measured_by_phone_is_done_and_somebodys_urgent_matter(
                    cast, new_phone(), street
                )
            ),
            "passage: counts at the gate": lambda: (
                pages.test_a_gate_and_a_point_know_the_counts_of_today(
                    cast, pages.morning_of(new_phone(), street)
                )
            ),
            "signature": lambda: (
                pages.test_a_signature_stands_beside_its_duty_and_opens_for_the_office_alone(
                    cast, new_phone(), street, signed_in
                )
            ),
        },
    )


def test_2_forks_holes_and_rotation(
    cast: Cast, new_phone: NewPhone, street: Street, subtests: pytest.Subtests
) -> None:
    all_proven(
        subtests,
        {
            "forks, both kept": lambda: (
                events.test_a_fork_keeps_both_and_goes_on_under_another_writer(new_phone())
            ),
            "a hole is closed by a named person": lambda: (
                deciding.test_a_hole_is_closed_by_a_named_person_and_what_comes_late_is_kept(
                    cast, new_phone(), street
                )
            ),
            "keys rotate": lambda: replays.test_after_rotation_old_and_new_sessions_open(
                cast, new_phone(), new_phone, street
            ),
        },
    )


def test_3_keys_on_the_phone(
    cast: Cast, new_phone: NewPhone, street: Street, subtests: pytest.Subtests
) -> None:
    all_proven(
        subtests,
        {
            "a revoked device may still deliver": lambda: (
                events.test_a_revoked_phone_delivers_what_it_did_before(new_phone(), cast, street)
            ),
            "the people of a place, no numbers": lambda: (
                events.test_a_phone_carries_its_people_and_rounds_and_no_number(new_phone(), cast)
            ),
            "photos travel separately": lambda: (
                deciding.test_a_photo_finds_its_duty_whichever_comes_first(
                    new_phone(), street, photo_first=False
                )
            ),
        },
    )


def test_5_two_judges_one_set_of_cases() -> None:
    names = {one.stem for one in (ROOT / "tests" / "cases").glob("*.json")}
    assert names >= {"chain", "seal", "judge", "events", "door", "again"}


def test_7_endurance_has_its_kill_points_and_its_soak() -> None:
    from tests.actions import test_field_kills as kills
    from tests.soak import field as soak

    assert set(moments.ALL) == {
        *("before_insert", "after_insert", "after_commit_before_reply", "in_the_reactor"),
    }
    assert callable(kills.test_the_database_killed_with_9_keeps_all_that_was_acknowledged)
    assert (soak.PHONES, soak.AT_MOST_SECONDS) == (108, 300)
    assert callable(soak.test_histories)


@pytest.mark.xfail(strict=True, reason="batches reach a quarter of the bare endpoint, not a third")
def test_8_speed() -> None:
    told = (ROOT / "bench" / "RESULTS.md").read_text()
    told = told.partition("\n## ingest")[2].partition("\n## ")[0]
    assert "python -m bench ingest --scale 1 " in told
    assert "**no**" not in told


def test_the_pages_read_in_both_languages(
    cast: Cast, contradiction: Phone, signed_in: Callable[..., Any]
) -> None:
    deciding.test_the_page_decides_and_reads_in_both_languages(cast, contradiction, signed_in)
