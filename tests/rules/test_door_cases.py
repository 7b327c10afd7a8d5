"""Two judges, one set of cases: what the phone judges offline, judged here by the same file as there."""

import json
from pathlib import Path
from typing import Any

import pytest

from wumen.rules.duties import check_grade
from wumen.rules.photos import Asked, Moment, check_shown
from wumen.rules.playbooks import Grade
from wumen.rules.problems import Problem
from wumen.rules.rounds import (
    Reason,
    floor_declares,
    floor_grade,
    read_reason,
    reasons_at_door,
    reasons_for,
    speaks_of,
)
from wumen.rules.temperatures import FEVER, read_celsius

CASES: dict[str, list[Any]] = json.loads(
    (Path(__file__).parent.parent / "cases" / "door.json").read_text()
)
ASKED = {"none": Asked.NONE, "one": Asked.ONE, "before_after": Asked.BOTH}
# What a phone takes at its work shows a flaw after it was put right; the office entered how it was before.
ON_PHONE = {Asked.NONE: Moment.SHOWN, Asked.ONE: Moment.SHOWN, Asked.BOTH: Moment.AFTER}


@pytest.mark.parametrize(("said", "celsius"), CASES["celsius"])
def test_a_reading_is_the_same_number_or_none_for_both(said: str, celsius: float | None) -> None:
    if celsius is None:
        with pytest.raises(Problem, match="temperature_unlikely"):
            read_celsius(said)
    else:
        assert read_celsius(said) == celsius


@pytest.mark.parametrize(("celsius", "fever"), CASES["fever"])
def test_a_fever_begins_at_the_same_tenth_for_both(celsius: float, fever: bool) -> None:
    assert (celsius >= FEVER) is fever


@pytest.mark.parametrize(("grades", "grade", "accepted"), CASES["grades"])
def test_evidence_is_accepted_by_both_or_by_neither(
    grades: list[str], grade: str, accepted: bool
) -> None:
    known = [Grade(one) for one in grades]
    if accepted:
        assert check_grade(known, grade) == grade
    else:
        with pytest.raises(Problem, match="grade_not_accepted"):
            check_grade(known, grade)


@pytest.mark.parametrize(("grades", "grade"), CASES["floor_grade"])
def test_one_tap_for_a_floor_counts_for_both_or_for_neither(
    grades: list[str], grade: str | None
) -> None:
    assert floor_grade([Grade(one) for one in grades]) == grade


@pytest.mark.parametrize(
    ("grades", "photo", "isolated", "unwell", "declares"), CASES["floor_declares"]
)
def test_one_tap_never_speaks_for_a_home_in_isolation_nor_for_the_unwell(
    grades: list[str], photo: str, isolated: bool, unwell: bool, declares: bool
) -> None:
    known, shown = [Grade(one) for one in grades], ASKED[photo] is not Asked.NONE
    found = floor_declares(known, shown=shown, isolated=isolated, unwell=unwell)
    assert found is declares


@pytest.mark.parametrize(("said", "kept"), CASES["reasons"])
def test_a_reason_is_kept_in_the_same_form_by_both(said: str, kept: str | None) -> None:
    if kept is None:
        with pytest.raises(Problem, match="reason_needed"):
            read_reason(said)
    else:
        assert read_reason(said) == kept


@pytest.mark.parametrize(("reason", "what", "speaks"), CASES["speaks_of"])
def test_what_speaks_of_one_sample_stands_in_the_way_of_nothing_else(
    reason: str, what: str, speaks: bool
) -> None:
    assert speaks_of(reason, what) is speaks
    offered = {str(one) for one in (reasons_for(what) if what else reasons_at_door())}
    assert (reason in offered) is (speaks and reason in set(Reason))


@pytest.mark.parametrize(("asked", "taken", "missing"), CASES["photos"])
def test_photos_are_missing_for_both_or_for_neither(asked: str, taken: int, missing: int) -> None:
    moments = [ON_PHONE[ASKED[asked]]] * taken
    if missing:
        with pytest.raises(Problem, match=r"photo_(after_)?missing"):
            check_shown(ASKED[asked], moments)
    else:
        check_shown(ASKED[asked], moments)
