"""Homes: what a state says, who is away on which day, and doors in words."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.records.models import Household
from wumen.rules.homes import (
    STATE_MARKS,
    STATE_NAMES,
    Away,
    HomeState,
    Nobody,
    check_state,
    in_words,
    is_away,
    nobody_there,
    present,
    read_away,
    read_state,
    state_with_people,
)
from wumen.rules.problems import Problem

TODAY = date(2022, 1, 10)


@dataclass(frozen=True)
class Somebody:
    """Whoever may be away."""

    away_since: date | None = None
    away_until: date | None = None


HERE = Somebody()
GONE = Somebody(date(2022, 1, 5))
BACK_ON_15TH = Somebody(date(2022, 1, 5), date(2022, 1, 15))
BACK_ON_12TH = Somebody(date(2022, 1, 9), date(2022, 1, 12))


def test_the_states_of_the_rules_are_those_of_the_records_and_each_has_its_name() -> None:
    states = dict(Household._meta.get_field("state").choices or [])
    assert set(HomeState) == set(states) == set(STATE_NAMES)


def test_whatever_is_no_ordinary_home_bears_a_letter_of_its_own() -> None:
    assert set(HomeState) - set(STATE_MARKS) == {HomeState.OWNED}
    assert len({mark.zh for mark in STATE_MARKS.values()}) == len(STATE_MARKS)


def test_a_state_that_nobody_knows_is_refused() -> None:
    assert read_state("let") is HomeState.LET
    with pytest.raises(Problem, match="home_state_unknown"):
        read_state("castle")


def test_a_home_is_not_empty_while_people_are_registered() -> None:
    check_state(HomeState.EMPTY, 0)
    check_state(HomeState.SHOP, 3)
    with pytest.raises(Problem, match="home_not_empty"):
        check_state(HomeState.EMPTY, 1)


def test_an_empty_home_is_lived_in_once_somebody_joins_and_others_stay_what_they_are() -> None:
    assert state_with_people(HomeState.EMPTY) is HomeState.OWNED
    assert state_with_people(HomeState.LET) is HomeState.LET


@pytest.mark.parametrize(
    ("since", "until", "away"),
    [
        (None, None, False),
        (TODAY, None, True),
        (TODAY + timedelta(days=1), None, False),
        (date(2022, 1, 5), TODAY + timedelta(days=1), True),
        (date(2022, 1, 5), TODAY, False),
    ],
)
def test_who_left_is_away_until_the_day_of_her_return(
    since: date | None, until: date | None, away: bool
) -> None:
    assert is_away(since, until, TODAY) is away


@given(st.dates(), st.dates(), st.dates())
def test_nobody_is_away_before_she_left_nor_after_she_is_back(
    since: date, until: date, day: date
) -> None:
    assert not is_away(since, until, day) or since <= day < until


def test_present_are_those_who_are_not_away() -> None:
    assert present([HERE, GONE, BACK_ON_15TH], TODAY) == [HERE]
    assert present([BACK_ON_12TH], date(2022, 1, 12)) == [BACK_ON_12TH]


def test_nobody_is_there_until_the_first_returns() -> None:
    assert nobody_there([BACK_ON_15TH, BACK_ON_12TH], TODAY) == Nobody(date(2022, 1, 12))
    assert nobody_there([GONE, BACK_ON_15TH], TODAY) == Nobody(date(2022, 1, 15))
    assert nobody_there([GONE], TODAY) == Nobody(None)
    assert nobody_there([HERE, GONE], TODAY) is None


def test_where_nobody_lives_nobody_is_missing() -> None:
    assert nobody_there([], TODAY) is None


def test_an_absence_without_a_beginning_begins_today_and_may_have_no_end() -> None:
    assert read_away("", "", TODAY) == Away(TODAY, None)
    assert read_away("2022-01-05", "2022-01-12", TODAY) == Away(date(2022, 1, 5), date(2022, 1, 12))


@pytest.mark.parametrize(
    ("since", "until", "code"),
    [
        ("2022-01-12", "2022-01-05", "away_backwards"),
        ("", "2022-01-09", "away_backwards"),
        ("soon", "", "day_unreadable"),
        ("", "15日", "day_unreadable"),
    ],
)
def test_an_absence_that_makes_no_sense_is_refused(since: str, until: str, code: str) -> None:
    with pytest.raises(Problem, match=code):
        read_away(since, until, TODAY)


def test_a_door_is_said_as_people_say_it() -> None:
    levels = [("compound", "锦绣城"), ("building", "1号楼"), ("unit", "2"), ("household", "501")]
    assert in_words(levels) == "锦绣城 1号楼 2单元 501"
    assert in_words([("building", "3"), ("household", "东户")]) == "3号楼 东户"
