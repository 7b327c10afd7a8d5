"""The story's January, small: after every day the check is clean and what ended has ended."""

import pytest

from tests.january.chance import THINGS, fortnight
from tests.january.driver import live


@pytest.mark.usefixtures("db")
def test_after_every_day_of_january_nothing_is_missing_and_nothing_goes_on_that_ended() -> None:
    report = live(seed=20220108, scale=200, a_day=4)
    assert report.wrong == {}
    assert report.left_out == 0
    assert report.orders > 10
    assert min(report.planned.values()) > 0
    assert report.settled["done"] > report.settled["open"], report
    assert report.openings.keys() & {"done", "open"}


def test_the_same_seed_lets_the_same_things_happen() -> None:
    assert list(fortnight(7, 20)) == list(fortnight(7, 20))
    assert list(fortnight(7, 20)) != list(fortnight(8, 20))
    assert {one.kind for one in fortnight(7, 40)} == set(THINGS)
