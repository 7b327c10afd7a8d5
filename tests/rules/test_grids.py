"""Grids: the guideline of 300 to 500 homes is exceeded from 501 on."""

from wumen.rules.grids import is_too_large


def test_a_grid_of_more_than_five_hundred_homes_is_too_large() -> None:
    assert not is_too_large(0)
    assert not is_too_large(500)
    assert is_too_large(501)
