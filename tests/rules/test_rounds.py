"""Rounds of doors: keys, exceptions in the words of the crew, and what one tap may never say."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.playbooks import Grade
from wumen.rules.problems import Problem
from wumen.rules.rounds import (
    REASON_NAMES,
    Reason,
    RoundKey,
    floor_grade,
    floor_of,
    read_exceptions,
    read_reason,
    read_round_key,
    unit_of,
)

UNIT = "410102/410102003/410102003008/jxc/1/2/"


@given(st.dates(), st.sampled_from(["am", "pm", "noon"]))
def test_a_rounds_key_that_was_written_reads_as_itself(day: date, win: str) -> None:
    key = RoundKey(day, win, UNIT)
    assert read_round_key(str(key)) == key
    assert not str(key).endswith("/")


@pytest.mark.parametrize("text", ["", "2022-01-10", "2022-01-10/am", "soon/am/410102/x"])
def test_a_key_that_names_no_round_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="round_key_unreadable"):
        read_round_key(text)


@pytest.mark.parametrize("reason", list(Reason))
def test_a_reason_is_kept_by_its_key_in_whatever_language_it_was_said(reason: Reason) -> None:
    named = REASON_NAMES[reason]
    for said in (reason.value, named.zh, named.en, f" {named.zh} ", reason.value.upper()):
        assert read_reason(said) == reason.value


def test_a_reason_in_her_own_words_is_kept_as_it_was_said() -> None:
    assert read_reason(" 去医院透析了 ") == "去医院透析了"


@pytest.mark.parametrize("said", ["", "  "])
def test_an_exception_without_a_reason_is_refused(said: str) -> None:
    with pytest.raises(Problem, match="reason_needed"):
        read_reason(said)
    with pytest.raises(Problem, match="reason_needed"):
        read_exceptions([f"301:{said}"])


def test_exceptions_are_read_with_either_colon() -> None:
    assert read_exceptions(["301:家里没人", "302：不舒服，要另看", "303: 在:楼下"]) == {
        "301": "nobody_home",
        "302": "unwell",
        "303": "在:楼下",
    }


@pytest.mark.parametrize("text", ["301", ":家里没人", " ：x", ""])
def test_an_exception_that_names_no_room_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="exception_unreadable"):
        read_exceptions([text])


def test_a_captain_who_speaks_for_a_floor_declares_and_where_that_is_not_accepted_says_nothing() -> (
    None
):
    assert floor_grade([Grade.MEASURED, Grade.DECLARED]) is Grade.DECLARED
    assert floor_grade([Grade.MEASURED, Grade.REPORTED]) is None


def test_a_door_belongs_to_the_unit_above_it_and_to_the_floor_of_its_room() -> None:
    assert unit_of(UNIT + "1203/") == UNIT
    assert floor_of(UNIT + "1203/") == 12
