"""The rules of telephone numbers: mobiles, landlines, two in a cell, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.telephones import read_telephone


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("13837123456", "13837123456"),
        (13837123456.0, "13837123456"),
        (13837123456, "13837123456"),
        ("13837123456.0", "13837123456"),
        ("138-3712-3456", "13837123456"),
        (" 138 3712 3456 ", "13837123456"),
        ("１３８３７１２３４５６", "13837123456"),
        ("+86 13837123456", "13837123456"),
        ("13837123456（儿子）", "13837123456"),
        ("0371-67990000", "0371-67990000"),
        ("0371 67990000", "0371-67990000"),
        ("037167990000", "0371-67990000"),
        ("67990000", "67990000"),
        ("6799-0000", "67990000"),
        (6799000.0, "6799000"),
    ],
)
def test_one_telephone_is_read_however_it_is_written(written: object, number: str) -> None:
    reading = read_telephone(written)
    assert (reading.value, reading.code) == ((number,), None)


@pytest.mark.parametrize(
    "between", ["、", "/", "，", ",", ";", " ", "\n", "  ", "或", "&", "座机", " 宅电："]
)
def test_two_telephones_in_one_cell_are_both_read(between: str) -> None:
    reading = read_telephone(f"13837123456{between}67990000")
    assert (reading.value, reading.code) == (("13837123456", "67990000"), None)


def test_a_telephone_written_twice_is_one() -> None:
    assert read_telephone("13837123456、13837123456").value == ("13837123456",)


def test_of_two_telephones_the_sound_one_is_kept_and_the_other_named() -> None:
    reading = read_telephone("13837123456/1383712345")
    assert (reading.value, reading.code) == (("13837123456",), "phone_length")


@pytest.mark.parametrize("written", ["1548324781", "138371234567", "12", 1548324781.0])
def test_too_few_or_too_many_digits_are_named(written: object) -> None:
    reading = read_telephone(written)
    assert (reading.value, reading.code) == ((), "phone_length")


@pytest.mark.parametrize("written", ["见备注", "23837123456", "1234567", 1.5, float("nan"), True])
def test_anything_else_has_no_form(written: object) -> None:
    reading = read_telephone(written)
    assert (reading.value, reading.code) == ((), "phone_form")


@pytest.mark.parametrize("written", [None, "", "  ", "、"])
def test_a_blank_cell_is_no_problem(written: object) -> None:
    reading = read_telephone(written)
    assert (reading.value, reading.code) == ((), None)


@given(st.one_of(st.text(), st.integers(), st.floats(), st.dates(), st.none()))
def test_no_cell_breaks_the_reading(cell: object) -> None:
    assert read_telephone(cell).code in {None, "phone_length", "phone_form"}


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_every_mobile_reads_back_from_text_and_number(number: str) -> None:
    assert read_telephone(number).value == read_telephone(float(number)).value == (number,)
