"""A number that is typed is read; thousands of digits, as a forged form may send them, are none, everywhere."""

from collections.abc import Callable

import pytest

from wumen.rules.app_outages.registering import read_desk, read_sheets
from wumen.rules.facilities import read_floors
from wumen.rules.gate_sheets import read_sheets_wanted
from wumen.rules.hand_overs import read_count as read_handed
from wumen.rules.ledger.said import Said
from wumen.rules.ledger.sheets import numeral
from wumen.rules.numbers import whole
from wumen.rules.problems import Problem
from wumen.rules.sampling_points.standing import read_count, read_queue
from wumen.rules.sign_up import read_people
from wumen.rules.stations import read_hours, read_rings

# Python refuses to read so many by itself, with an error that is nobody's.
LONG = "9" * 5000


@pytest.mark.parametrize(
    ("text", "most", "read"),
    [
        *(("0", 9, 0), ("9", 9, 9), ("10", 9, None), (" 007 ", 9, 7), ("0" * 6000 + "3", 9, 3)),
        *(("", 9, None), ("-1", 9, None), ("1.0", 9, None), ("１", 9, 1), ("²", 9, None)),
        *((LONG, 10**9, None), ("1000000000", 10**9, 10**9)),
    ],
)
def test_a_whole_number_is_read_up_to_its_most(text: str, most: int, read: int | None) -> None:
    assert whole(text, most) == read


@pytest.mark.parametrize(
    "reads",
    [
        *(read_desk, read_sheets, read_floors, read_sheets_wanted, read_handed, read_count),
        *(read_queue, read_people, read_rings),
        *(read_hours, lambda text: read_hours(f"8:{text}-9")),
    ],
)
def test_thousands_of_digits_are_refused_in_words(reads: Callable[[str], object]) -> None:
    with pytest.raises(Problem) as refused:
        reads(LONG)
    assert len(refused.value.text()) < 200


def test_a_cell_or_a_column_of_thousands_of_digits_is_none() -> None:
    assert numeral(LONG) is None
    assert Said.from_dict({"fields": {LONG: "name", "3": "name"}}).fields == {3: "name"}
