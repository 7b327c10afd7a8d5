"""The rules of identity numbers: what is read, what is refused, and that nothing is repaired."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.identity_numbers import birth_date, make_check_digit, read_identity_number

VALID = "410198199010262898"
VALID_WITH_X = "41019819701208482X"


def numbers() -> st.SearchStrategy[str]:
    """Valid numbers under the area code that nobody has."""
    days = st.dates(min_value=date(1900, 1, 1), max_value=date(2022, 12, 31))
    first17 = st.builds(
        lambda day, sequence: f"410198{day:%Y%m%d}{sequence:03d}", days, st.integers(0, 999)
    )
    return first17.map(lambda digits: digits + make_check_digit(digits))


@given(numbers())
def test_every_valid_number_reads_back(number: str) -> None:
    reading = read_identity_number(number)
    assert (reading.value, reading.code) == (number, None)


@given(numbers(), st.integers(0, 17), st.sampled_from("0123456789"))
def test_no_single_wrong_digit_gets_through(number: str, place: int, digit: str) -> None:
    wrong = number[:place] + digit + number[place + 1 :]
    reading = read_identity_number(wrong)
    assert (reading.value is None and reading.code is not None) or wrong == number


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.dates(), st.none()))
def test_any_cell_gives_a_number_or_a_code_or_nothing(cell: object) -> None:
    reading = read_identity_number(cell)
    assert reading.value is None or reading.code is None


@pytest.mark.parametrize(
    "written",
    [
        "４１０１９８１９９０１０２６２８９８",
        " 410198 19901026 2898 ",
        "'410198199010262898",
        "\t410198199010262898\n",
    ],
)
def test_the_way_of_writing_does_not_matter(written: str) -> None:
    assert read_identity_number(written).value == VALID


def test_a_small_x_is_a_large_one() -> None:
    assert read_identity_number(VALID_WITH_X.lower()).value == VALID_WITH_X


@pytest.mark.parametrize(
    "cell",
    [
        4.10198199010262898e17,
        410198199010262898,
        "4.10198E+17",
        "4.10198199010263e+17",
        "410198199010262000",
        "410198199010262898.0",
    ],
)
def test_a_number_that_went_through_a_number_cell_has_lost_digits(cell: object) -> None:
    reading = read_identity_number(cell)
    assert (reading.value, reading.code) == (None, "digits_lost")


def test_a_sound_number_may_end_in_three_noughts() -> None:
    assert read_identity_number("410198197911162000").value == "410198197911162000"


def test_a_wrong_check_digit_is_named() -> None:
    assert read_identity_number("410198199010262897").code == "check_digit"


@pytest.mark.parametrize("written", ["41019819901026289", "E12345678", "41019x", "一二三", "٤١٠"])
def test_anything_else_has_no_form(written: str) -> None:
    assert read_identity_number(written).code == "identity_number_form"


def test_a_birthday_that_never_was_is_refused_though_the_check_digit_fits() -> None:
    first17 = "41019819900230289"
    assert read_identity_number(first17 + make_check_digit(first17)).code == "identity_number_form"


@pytest.mark.parametrize("cell", ["410198550131001", 410198550131001.0])
def test_an_old_number_of_15_digits_is_taken_as_it_is(cell: object) -> None:
    assert read_identity_number(cell).value == "410198550131001"


def test_an_old_number_needs_a_real_birthday() -> None:
    assert read_identity_number("410198551331001").code == "identity_number_form"


def test_a_blank_cell_is_no_problem() -> None:
    assert read_identity_number(None) == read_identity_number("  ")
    assert read_identity_number("  ").code is None


def test_the_birthday_is_read_from_both_lengths() -> None:
    assert birth_date(VALID) == date(1990, 10, 26)
    assert birth_date("410198550131001") == date(1955, 1, 31)
    assert birth_date("410198") is None
    assert birth_date("410198100001010000") is None


def test_a_check_digit_is_made_for_17_digits_only() -> None:
    assert make_check_digit(VALID[:17]) == "8"
    with pytest.raises(ValueError, match="17 digits"):
        make_check_digit("4101")
