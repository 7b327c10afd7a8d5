"""The inspection file shows homes that nobody picked, and never so much that it is the register on its way out."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from wumen.rules.inspection import (
    A_BUILDING,
    MOST_HOMES,
    Choice,
    check_day,
    check_weight,
    chosen_homes,
    read_choice,
)
from wumen.rules.problems import Problem

PLACE = "410102/410102003/410102003008/jxc/"


def street(buildings: int, doors: int) -> dict[UUID, str]:
    """Homes by their paths."""
    return {
        UUID(int=building * 1000 + door): f"{PLACE}{building}/1/{door}01/"
        for building in range(1, buildings + 1)
        for door in range(1, doors + 1)
    }


def test_a_sample_takes_the_isolated_homes_and_some_of_each_building() -> None:
    homes = street(3, 20)
    isolated = UUID(int=1019)
    found = chosen_homes(homes, {isolated}, Choice.SAMPLE)
    assert isolated in found
    assert len(found) == 3 * A_BUILDING + 1
    assert {homes[one].split("/")[4] for one in found} == {"1", "2", "3"}


def test_the_sample_is_the_same_whoever_takes_it_and_walks_door_by_door() -> None:
    homes = street(12, 9)
    turned = dict(reversed(homes.items()))
    found = chosen_homes(homes, (), Choice.SAMPLE)
    assert found == chosen_homes(turned, (), Choice.SAMPLE)
    assert [homes[one].split("/")[4] for one in found[::A_BUILDING]] == [
        str(n) for n in range(1, 13)
    ]


def test_a_building_of_one_home_shows_it() -> None:
    assert len(chosen_homes(street(1, 1), (), Choice.SAMPLE)) == 1


def test_more_than_a_hundred_homes_leave_in_no_file() -> None:
    assert len(chosen_homes(street(1, MOST_HOMES), (), Choice.ALL)) == MOST_HOMES
    with pytest.raises(Problem, match="inspection_too_wide"):
        chosen_homes(street(1, MOST_HOMES + 1), (), Choice.ALL)
    with pytest.raises(Problem, match="inspection_too_wide"):
        chosen_homes(street(1, 200), set(street(1, 150)), Choice.SAMPLE)


def test_a_day_that_has_not_come_shows_nothing() -> None:
    check_day(date(2022, 1, 10), date(2022, 1, 10))
    with pytest.raises(Problem, match="inspection_ahead"):
        check_day(date(2022, 1, 11), date(2022, 1, 10))


def test_photos_beyond_what_a_stick_or_a_mail_carries_are_refused() -> None:
    check_weight([2**20] * 80)
    with pytest.raises(Problem, match="inspection_too_heavy"):
        check_weight([2**20] * 82)


def test_a_choice_left_open_is_the_sample() -> None:
    assert read_choice("") is Choice.SAMPLE
    assert read_choice("all") is Choice.ALL
    with pytest.raises(Problem, match="inspection_choice_unknown"):
        read_choice(str(uuid4()))
