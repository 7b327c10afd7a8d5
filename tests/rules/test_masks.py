"""Masks show enough to tell two numbers apart in one household, and never the number."""

from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.masks import mask_identity_number, mask_telephone

DIGITS = "0123456789"


def test_an_identity_number_keeps_its_first_three_and_last_two_characters() -> None:
    assert mask_identity_number("41019819500101001X") == "410*************1X"


def test_a_telephone_keeps_its_first_three_and_last_two_digits() -> None:
    assert mask_telephone("13800000002") == "138******02"


@given(st.text(DIGITS, min_size=17, max_size=17), st.sampled_from(DIGITS + "X"))
def test_no_birthday_survives_the_mask(front: str, last: str) -> None:
    masked = mask_identity_number(front + last)
    assert len(masked) == 18
    assert masked[3:16] == "*" * 13


@given(st.text(DIGITS, min_size=8, max_size=13))
def test_a_masked_telephone_is_as_long_as_the_number(number: str) -> None:
    masked = mask_telephone(number)
    assert len(masked) == len(number)
    assert set(masked[3:-2]) == {"*"}
