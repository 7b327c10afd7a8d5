"""Issue “Register”, what ledgers look like: the layouts of item 1, and bad input; each sentence by its test."""

from collections.abc import Callable
from functools import partial

from tests.acceptance.proofs import each_by_its_test
from tests.rules import test_ledger_fuzz as fuzz
from tests.rules import test_ledger_round_trip as round_trip
from tests.rules import test_ledger_truth as truth
from tests.rules import test_ledger_unseen as unseen

LAYOUTS = (
    round_trip.test_one_person_a_row,
    round_trip.test_merged_households_under_a_header_of_two_rows,
    round_trip.test_one_household_a_row_with_members_beside_each_other,
    round_trip.test_several_people_in_one_cell,
    round_trip.test_a_sheet_a_building,
    round_trip.test_a_village_by_groups_and_lanes,
)
UNSEEN = (
    partial(unseen.test_a_row_a_person_in_any_order_with_columns_of_no_use, 3, ["address"]),
    partial(unseen.test_a_household_goes_on_below_the_header_of_a_new_page, 3),
    partial(unseen.test_a_row_a_household_with_its_members_beside_each_other, 3, "成员{1}{0}"),
    partial(unseen.test_a_village_by_lines_above_its_groups, 3),
)


@each_by_its_test(
    {f"layout and address spellings: {read.__name__}": read for read in LAYOUTS}
    | {f"a ledger nobody has seen: {other.func.__name__}": other for other in UNSEEN}
    | {".xls": truth.test_a_workbook_of_old_excel_is_read_with_its_merged_cells}
)
def test_1_layouts(proof: Callable[[], None]) -> None:
    proof()


@each_by_its_test(
    {
        f"fuzzed: {proof.__name__}": proof
        for proof in (
            fuzz.test_every_row_below_a_header_is_accounted_for_once,
            fuzz.test_every_row_not_taken_says_why,
            fuzz.test_names_and_numbers_stand_in_the_cells,
            fuzz.test_sheets_of_anything_are_read_or_refused,
            fuzz.test_files_of_anything_are_read_or_refused,
        )
    }
)
def test_bad_input(proof: Callable[[], None]) -> None:
    proof()
