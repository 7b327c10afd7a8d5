"""A place is found as people say it: a door, a building, or the path of the register."""

import pytest

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street
from wumen.queries.doors import Doors, place_meant, place_words
from wumen.queries.posts import acting
from wumen.rules.problems import Problem


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1-1-202", "1/1/202/"),
        (" 1号楼1单元202室 ", "1/1/202/"),
        ("3栋101", "3/1/101/"),
        ("2号楼", "2/"),
        ("2号楼1单元", "2/1/"),
    ],
)
def test_a_door_or_building_as_it_is_said(
    cast: Cast, street: Street, typed: str, meant: str
) -> None:
    assert place_meant(cast.clerk, typed) == PATH + meant


@pytest.mark.parametrize("typed", ["", f"{COMPOUND}/1/1/202", "410102003008", "13800000001"])
def test_a_path_stays_as_it_was_typed(cast: Cast, street: Street, typed: str) -> None:
    assert place_meant(cast.clerk, typed) == typed


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("202", "place_several"),
        ("1-1-909", "place_not_found"),
        ("9号楼", "place_not_found"),
        ("张阿姨", "place_unclear"),
    ],
)
def test_what_is_not_certain_is_not_guessed(
    cast: Cast, street: Street, typed: str, code: str
) -> None:
    with pytest.raises(Problem) as refused:
        place_meant(cast.clerk, typed)
    assert refused.value.code == code


def test_nothing_is_found_outside_ones_area(cast: Cast, street: Street) -> None:
    for viewer, typed in ((cast.captain, "2-1-101"), (cast.outsider, "1-1-202")):
        with pytest.raises(Problem) as refused:
            place_meant(viewer, typed)
        assert refused.value.code == "place_not_found"


@pytest.mark.parametrize("path", ["1/1/202/", "3/1/", "2/", ""])
def test_words_stand_for_a_path_and_are_read_back(cast: Cast, street: Street, path: str) -> None:
    shown = place_words(cast.clerk, PATH + path)
    assert "/" not in shown
    assert place_meant(cast.clerk, shown) == PATH + path
    assert place_meant(cast.clerk, f"  {shown.replace(' ', '  ')} ") == PATH + path


def test_words_of_a_place_elsewhere_and_what_is_no_path_stay_as_given(
    cast: Cast, street: Street
) -> None:
    assert place_words(cast.clerk, "1-1-202") == "1-1-202"
    assert place_words(cast.clerk, "一/二") == "一/二"
    for viewer in (cast.captain, cast.outsider):
        assert place_words(viewer, f"{PATH}2/1/101/") == f"{PATH}2/1/101/"


def test_a_common_part_is_said_in_words(cast: Cast, street: Street) -> None:
    with acting(cast.clerk):
        assert Doors.of([f"{PATH}1/1/0-p/"]).short(f"{PATH}1/1/0-p/").endswith(" 公共部位")
