"""Issue “Register”: one test for each of its numbered items and for speed; a subtest a sentence."""

import json
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.proofs import ROOT, committed_at, proven, same_as
from tests.actions import test_changes as merges
from tests.actions import test_changes_split as splits
from tests.actions import test_changes_undo as undoing
from tests.actions import test_dossier as dossiers
from tests.actions import test_facilities as facilities
from tests.actions import test_grids as grids
from tests.actions import test_homes as homes
from tests.actions import test_incoming as incoming
from tests.actions import test_knocks as knocks
from tests.actions import test_ledger_outcome as outcomes
from tests.actions import test_lists as lists
from tests.actions import test_one_line as lines
from tests.actions import test_organisations as organisations
from tests.actions import test_places as places
from tests.actions import test_search as searches
from tests.actions import test_special_needs as needs
from tests.actions import test_tenancies as tenancies
from tests.actions.test_dossier import lived_in
from tests.actions.test_grids import first, worker
from tests.actions.test_lists import numbered
from tests.actions.test_places import village
from tests.actions.test_tenancies import flat
from tests.cast import Cast
from tests.channels import test_text_tables as text_tables
from tests.channels import test_written_lists as written
from tests.cli.conftest import Cli, installed
from tests.jobs import test_ledgers as ledger_jobs
from tests.jobs.test_ledgers import crew
from tests.records import test_repointing as repointing
from tests.rules import test_ledger_truth as truth
from tests.street import Street
from tests.web import test_homes as home_pages
from tests.web import test_knocks as knock_pages
from tests.web import test_ledger_page as ledger_pages
from tests.web import test_search_page as search_pages
from wumen.actions.reach import Reached

__all__ = ["crew", "first", "flat", "installed", "lived_in", "numbered", "village", "worker"]

DATA = ROOT / "tests" / "data"
# Each ledger goes into a compound of its own.
FILES = {
    "jxc": "ledger-merged.xlsx",
    "ygh": "ledger-sheets.xlsx",
    "ztj": "ledger-tidy.xlsx",
    "wyd": "property-export.csv",
}

PageOf = Callable[..., Any]


def test_1_import(cast: Cast, signed_in: PageOf, tmp_path: Path, subtests: pytest.Subtests) -> None:
    for encoding in ("utf-8", "gb18030"):
        proven(
            subtests,
            f".csv in {encoding}",
            lambda named=encoding: text_tables.test_encoding_and_separator_are_found(
                tmp_path, named, ","
            ),
        )
    proven(
        subtests,
        "what was understood is shown before anything is written; the office may change the mapping",
        lambda: ledger_pages.test_a_column_that_was_not_understood_is_named_and_remembered(
            cast, signed_in
        ),
    )
    kept = (
        incoming.test_what_the_office_says_of_a_layout_holds_for_every_later_ledger_of_its_community
    )
    proven(subtests, "and it is remembered for that layout", lambda: kept(cast, tmp_path))


def test_2_outcome(cast: Cast, tmp_path: Path, subtests: pytest.Subtests) -> None:
    sentences: dict[str, Callable[[], Any]] = {
        "every row ends, with a column of reasons": lambda: (
            outcomes.test_every_row_says_how_it_ended_and_why(cast, tmp_path)
        ),
        "cells keep their kind in the outcome": lambda: (
            outcomes.test_cells_keep_their_kind_in_the_outcome(cast, tmp_path)
        ),
        "corrected and fed in again it changes only what changed": lambda: (
            outcomes.test_a_cell_corrected_in_the_outcome_changes_only_that_person(cast, tmp_path)
        ),
        "people missing from a newer ledger are shown, not deleted": lambda: (
            outcomes.test_who_stands_in_a_covered_building_and_not_in_the_ledger_is_told_and_kept(
                cast, tmp_path
            )
        ),
    }
    for sentence, proof in sentences.items():
        proven(subtests, sentence, proof)


@same_as(ledger_jobs.test_a_worker_that_is_killed_in_the_middle_takes_the_ledger_up_again)
def test_2_one_job_resumed_after_a_restart(crew: Cast, committed: Reached, tmp_path: Path) -> None:
    ledger_jobs.test_a_worker_that_is_killed_in_the_middle_takes_the_ledger_up_again(
        crew, committed, tmp_path
    )


def test_2_two_jobs_at_once(crew: Cast, tmp_path: Path, subtests: pytest.Subtests) -> None:
    with subtests.test("two imports at once do not harm each other"):
        ledger_jobs.test_two_takings_of_one_file_at_once_register_everybody_once(crew, tmp_path)


def test_2_a_job_is_seen_and_cancelled(
    crew: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    with subtests.test("one staged job, cancelled"):
        ledger_jobs.test_a_ledger_that_is_cancelled_leaves_nothing(crew, tmp_path, monkeypatch)


def people_of(cli: Cli, compound: str) -> Counter[tuple[Any, ...]]:
    """Who stands in a compound, as the command line hands it out for a purpose."""
    said = cli.lines("export", "residents", "--area", compound, "--purpose", "与台账逐人核对")
    return Counter(
        (
            *(one["building"], one["unit"], one["room"], one["name"], one["identity_number"]),
            "、".join(one["phones"]),
            tuple(one["needs"]),
        )
        for one in said
    )


def true_people(known: dict[str, Any]) -> Counter[tuple[Any, ...]]:
    """The truth beside a ledger in the same form."""
    return Counter(
        (str(building), str(unit), room, name, number, phone or "", tuple(wanted))
        for building, unit, room, name, number, phone, wanted in known["people"]
    )


def judged(cli: Cli, code: str, file: str, folder: Path) -> None:
    """A ledger in, its people and problems against the truth, and its outcome in again."""
    compound, outcome = f"410102003008/{code}", folder / f"{code}.xlsx"
    cli.ok("area", "add", compound, "--kind", "compound", "--name", code)
    path = str(DATA / file)
    said = cli.json("import", "ledger", path, "--compound", compound, "--outcome", str(outcome))
    known = json.loads((DATA / file).with_suffix(".truth.json").read_text(encoding="utf-8"))
    ends = ("taken", "changed", "unchanged", "merged", "refused")
    assert said["rows"] == sum(said[end] for end in ends)
    assert said["households"] == len(known["households"])
    if "people" in known:
        # The same invented people stand in several of the files: a number is kept wherever it stands.
        assert people_of(cli, compound) == true_people(known)
        keys = ("sheet", "row", "name", "field", "code", "raw")
        found = {tuple(one[key] for key in keys) for one in said["problems"]}
        assert {tuple(one[key] for key in keys) for one in known["problems"]} <= found
    for again in (path, str(outcome)):
        once_more = cli.json("import", "ledger", again, "--compound", compound)
        assert (once_more["taken"], once_more["changed"], once_more["refused"]) == (0, 0, 0)
        assert once_more["rows"] == said["rows"]


def test_3_judged(installed: Cli, tmp_path: Path, subtests: pytest.Subtests) -> None:
    for code, file in FILES.items():
        with subtests.test(
            f"{file}: all found, none made up, every planted problem; again nothing"
        ):
            judged(installed, code, file, tmp_path)
    with subtests.test(
        "problems are the truth's and no others, but for numbers that two people share"
    ):
        for name in ("ledger-merged", "ledger-sheets", "ledger-tidy"):
            truth.test_problems_are_the_clerks(name)
        truth.test_numbers_that_two_people_share_are_kept_and_shown()


def test_4_areas_and_homes(
    cast: Cast, street: Street, village: Any, flat: Any, subtests: pytest.Subtests
) -> None:
    sentences: dict[str, Callable[[], Any]] = {
        "skipped levels: village group, lane": lambda: (
            places.test_a_locked_village_is_planned_worked_and_audited_door_by_door(cast, village)
        ),
        "who is away until when": lambda: (
            homes.test_who_is_away_is_not_there_and_is_back_when_she_says_so(cast, street)
        ),
        "household states": lambda: homes.test_a_home_is_what_the_captain_says(cast, street),
        "tenants and landlords": lambda: (
            tenancies.test_the_landlord_stands_masked_and_the_home_is_let(cast, flat)
        ),
    }
    for sentence, proof in sentences.items():
        proven(subtests, sentence, proof)


def test_4_codes(cast: Cast, subtests: pytest.Subtests) -> None:
    codes = places.test_the_four_sub_districts_of_the_story_stand_with_communities_and_villages
    proven(subtests, "codes of the story's sub-districts", lambda: codes(cast))


def test_4_around_the_homes(
    cast: Cast, street: Street, first: Any, worker: Any, subtests: pytest.Subtests
) -> None:
    sentences: dict[str, Callable[[], Any]] = {
        "organisations with rosters, a person counts once": lambda: (
            organisations.test_a_person_on_two_rosters_counts_once(cast, street)
        ),
        "grids with their workers": lambda: (
            grids.test_who_is_named_holds_the_post_over_every_place_of_the_grid(cast, first, worker)
        ),
        "special needs with what they ask for": lambda: (
            needs.test_the_captain_sees_the_ask_and_the_office_why(cast, street)
        ),
        "medicine days left": lambda: needs.test_days_left_go_down_with_the_days(cast, street),
        "facilities from type × floors, assumed": lambda: (
            facilities.test_a_described_building_has_its_facilities_all_assumed(cast, street)
        ),
        "until a person confirms": lambda: (
            facilities.test_the_captain_confirms_and_the_office_makes(cast, street)
        ),
    }
    for sentence, proof in sentences.items():
        proven(subtests, sentence, proof)


def test_5_search(cast: Cast, street: Street, signed_in: PageOf, subtests: pytest.Subtests) -> None:
    for typed in ("张", "阿姨", "zhang", "zay", "1-1-202", "13800000001"):
        proven(
            subtests,
            f"张阿姨 by {typed}",
            lambda words=typed: searches.test_aunt_zhang_is_found(cast, street, words),
        )
    sentences: dict[str, Callable[[], Any]] = {
        "nobody of another building": lambda: (
            searches.test_a_captain_never_finds_the_people_of_another_building(cast, street)
        ),
        "numbers only when complete": lambda: (
            searches.test_an_incomplete_number_finds_nobody_and_is_said_to_be_so(
                cast, street, "138000"
            )
        ),
        "possible duplicates before she saves": lambda: (
            searches.test_the_bearer_of_a_number_is_shown_before_it_is_registered_again(
                cast, street
            )
        ),
        "what is typed stands in no address": lambda: (
            search_pages.test_what_is_typed_stands_in_no_address(cast, street, signed_in)
        ),
    }
    for sentence, proof in sentences.items():
        proven(subtests, sentence, proof)


lossless = repointing.test_a_change_with_a_row_in_every_table_loses_nothing_and_is_undone_row_by_row


@same_as(lossless)
@pytest.mark.parametrize("make", repointing.CHANGES, ids=lambda one: one.__name__.strip("_"))
def test_6_lossless_and_reversible_with_a_row_in_every_table(
    cast: Cast, street: Street, make: Callable[[Cast, Street], Any]
) -> None:
    lossless(cast, street, make)


def test_6_merge_and_move(cast: Cast, street: Street, subtests: pytest.Subtests) -> None:
    sentences: dict[str, Callable[[], Any]] = {
        "one declared list, compared with the catalogue": lambda: (
            repointing.test_every_key_of_a_resident_or_household_stands_on_the_list(None)
        ),
        "and every path": lambda: repointing.test_every_path_stands_on_the_list(None),
        "a split releases nobody": lambda: splits.test_nobody_is_released_and_no_crew_is_lost(
            cast, street
        ),
        "events keep what was true": lambda: merges.test_what_is_past_keeps_what_was_true(
            cast, street
        ),
        "undone in the order that holds": lambda: (
            undoing.test_an_overtaken_change_names_the_later_one(cast, street)
        ),
    }
    for sentence, proof in sentences.items():
        proven(subtests, sentence, proof)


def test_7_kept_true(
    cast: Cast, street: Street, signed_in: PageOf, subtests: pytest.Subtests
) -> None:
    sentences: dict[str, Callable[[], Any]] = {
        "captains correct their building on the phone page": lambda: (
            home_pages.test_a_home_shows_door_state_people_and_masked_numbers(
                cast, street, signed_in
            )
        ),
        "the knock fills it": lambda: knocks.test_a_knock_says_who_went_when_and_what_was_found(
            cast, street
        ),
        "moved, not living here": lambda: knocks.test_moved_asks_who_and_these_leave_with_the_knock(
            cast, street
        ),
        "three visits at three hours": lambda: (
            knocks.test_no_slip_is_due_before_the_third_visit_but_one_door_may_have_its_own(
                cast, street
            )
        ),
        "leave slip": lambda: knock_pages.test_slips_are_printed_noted_and_gone_from_the_list(
            cast, street, signed_in
        ),
    }
    for sentence, proof in sentences.items():
        proven(subtests, sentence, proof)


def test_8_out(cast: Cast, street: Street, numbered: Any, subtests: pytest.Subtests) -> None:
    sentences: dict[str, Callable[[], Any]] = {
        "any list as .xlsx with purpose and mask": lambda: (
            lists.test_a_masked_file_needs_no_right_to_export_and_a_complete_one_does(
                cast, numbered
            )
        ),
        "with the mark of who took it": (
            written.test_every_printed_page_bears_the_mark_the_header_row_and_its_number
        ),
    }
    for sentence, proof in sentences.items():
        proven(subtests, sentence, proof)


def test_8_in_one_line(cast: Cast, street: Street, subtests: pytest.Subtests) -> None:
    counted = lines.test_all_buildings_of_a_community_are_counted
    proven(subtests, "the building in one line", lambda: counted(cast, street))


def test_8_a_dossier(cast: Cast, lived_in: Any, subtests: pytest.Subtests) -> None:
    merged = (
        dossiers.test_a_merged_person_stays_in_the_dossier_with_what_happened_under_her_former_entry
    )
    shown = dossiers.test_a_dossier_shows_who_lives_here_with_numbers_masked
    proven(subtests, "a household's dossier", lambda: shown(cast, lived_in))
    proven(subtests, "with what was true of a merged person", lambda: merged(cast, lived_in))


def test_speed(subtests: pytest.Subtests) -> None:
    goals = tomllib.loads((ROOT / "bench" / "goals.toml").read_text())
    results = (ROOT / "bench" / "RESULTS.md").read_text()
    with subtests.test("the benchmarks `import` and `search` and their goals exist"):
        assert goals["import"] == {
            "ratio_at_least": 0.15,
            "cold_s_at_most": 5,
            "unchanged_s_at_most": 3,
            "peak_mb_at_most": 400,
            "million_at_least": 0.8,
        }
        assert goals["search"] == {"p95_ms_at_most": 50}
    with subtests.test("RESULTS.md is younger than their last change"):
        for name, files in {"import": ("imports", "ledgers"), "search": ("search",)}.items():
            assert f"python -m bench {name}" in results
            measured = [f"bench/{file}.py" for file in files]
            assert committed_at("bench/RESULTS.md") >= committed_at(*measured, "bench/goals.toml")
