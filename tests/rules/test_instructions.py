"""Instructions: each is owed on its day, stands again until it is closed, and is never two duties."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.instructions import (
    CLOSED_NAMES,
    ORIGIN_NAMES,
    URGENCY_NAMES,
    Closed,
    Given,
    InstructionDraft,
    Origin,
    accepted,
    check_closing,
    check_draft,
    day_due,
    number_of,
    stands_on,
    what_of,
    win_of,
)
from wumen.rules.needs import Urgency
from wumen.rules.playbooks import Grade, What
from wumen.rules.problems import Problem
from wumen.rules.time import at

DAY = date(2022, 1, 10)
NOW = at(DAY, time(6))
ONE = Given(
    number=12,
    what=What.INSTRUCTION,
    subject=UUID(int=1),
    area="410102/410102003/",
    stands="410102/410102003/0-p/",
    role="captain",
    post=None,
    grade="declared",
    urgency="normal",
    outbreak="o",
    opens_at=at(DAY, time(8)),
    due_at=at(DAY, time(18)),
)
DRAFT = InstructionDraft(
    "superior",
    "送消毒片",
    "区指挥部",
    NOW,
    at(DAY, time(18)),
    "captain",
    "410102003",
    document="第3号",
)
DAYS = st.integers(-9, 9).map(lambda n: DAY + timedelta(days=n))
ENDS = st.none() | st.tuples(DAYS, st.sampled_from(Closed))


def closed(end: tuple[date, Closed] | None) -> Given:
    """The instruction, open or closed on some day."""
    return replace(ONE, closed_day=end[0], closed_as=end[1].value) if end else ONE


@given(DAYS, DAYS, ENDS)
def test_nothing_is_owed_before_its_day(day: date, today: date, end: object) -> None:
    if day < ONE.day:
        assert not stands_on(closed(end), day, today)  # type: ignore[arg-type]


@given(DAYS, DAYS)
def test_what_is_not_closed_is_never_forgotten(day: date, today: date) -> None:
    if ONE.day <= day <= today:
        assert stands_on(ONE, day, today)


@given(DAYS, DAYS)
def test_of_days_to_come_only_the_one_on_which_it_is_due_is_known(day: date, today: date) -> None:
    if day > today:
        assert stands_on(ONE, day, today) == (day == ONE.day)


@given(DAYS, DAYS, st.tuples(DAYS, st.sampled_from(Closed)))
def test_nothing_is_owed_after_the_day_on_which_it_was_closed(
    day: date, today: date, end: tuple[date, Closed]
) -> None:
    if day > end[0]:
        assert not stands_on(closed(end), day, today)


@given(DAYS, st.tuples(DAYS, st.sampled_from(Closed)))
def test_what_was_settled_keeps_its_duty_of_that_day_and_what_was_cancelled_does_not(
    today: date, end: tuple[date, Closed]
) -> None:
    day, how = end
    if ONE.day <= day <= today:
        assert stands_on(closed(end), day, today) == (how in (Closed.DONE, Closed.WAIVED))


def test_what_is_due_at_24_is_due_on_the_day_that_ends_then() -> None:
    assert day_due(at(DAY + timedelta(days=1), time())) == DAY
    assert day_due(at(DAY, time(23, 59))) == DAY


@given(st.integers(1, 10**9))
def test_its_window_carries_its_number(number: int) -> None:
    assert number_of(win_of(number)) == number
    assert number_of("am") is None
    assert number_of(win_of(number) + "x") is None


def test_a_better_grade_than_was_wanted_settles_it_and_a_worse_one_does_not() -> None:
    assert accepted("measured") == (Grade.MEASURED,)
    assert set(accepted("reported")) == {Grade.MEASURED, Grade.REPORTED}
    assert set(accepted("declared")) == set(Grade)


def test_what_a_superior_asks_is_an_instruction_and_all_else_a_request() -> None:
    assert what_of("superior") is What.INSTRUCTION
    assert {what_of("resident"), what_of("colleague")} == {What.REQUEST}


def test_the_basis_names_its_number_and_what_settles_it() -> None:
    assert ONE.owed().basis() == {
        "outbreak": "o",
        "clause": "",
        "orders": [],
        "instruction": 12,
        "grade": "declared",
        "urgency": "normal",
    }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"origin": "neighbour"}, "instruction_word_unknown"),
        ({"urgency": "soon"}, "instruction_word_unknown"),
        ({"grade": "guessed"}, "instruction_word_unknown"),
        ({"said": " "}, "instruction_needs_text"),
        ({"asked_by": ""}, "instruction_needs_text"),
        ({"document": " "}, "instruction_needs_document"),
        ({"due": NOW}, "instruction_hours"),
        ({"opens": NOW - timedelta(days=2), "due": NOW - timedelta(hours=1)}, "instruction_hours"),
        ({"due": NOW + timedelta(days=61)}, "instruction_too_far"),
        ({"role": "gate"}, "role_cannot_settle"),
        ({"role": "chief"}, "role_cannot_settle"),
        ({"path": ""}, "instruction_subject"),
        ({"household": "x"}, "instruction_subject"),
    ],
)
def test_what_nobody_could_work_off_is_refused(changes: dict[str, object], code: str) -> None:
    with pytest.raises(Problem, match=code):
        check_draft(replace(DRAFT, **changes), NOW)  # type: ignore[arg-type]


@given(st.sampled_from(["resident", "colleague"]))
def test_a_request_needs_no_document(origin: str) -> None:
    check_draft(DRAFT, NOW)
    check_draft(replace(DRAFT, origin=origin, document=""), NOW)


def test_it_is_closed_with_a_reason_by_a_known_word() -> None:
    assert check_closing("cancelled", "重复登记") is Closed.CANCELLED
    with pytest.raises(Problem, match="reason_needed"):
        check_closing("withdrawn", " ")
    with pytest.raises(Problem, match="instruction_word_unknown"):
        check_closing("done", "办了")


def test_every_choice_has_its_name() -> None:
    for names, words in ((ORIGIN_NAMES, Origin), (URGENCY_NAMES, Urgency), (CLOSED_NAMES, Closed)):
        assert set(names) == set(words)
