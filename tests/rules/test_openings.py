"""A door counts as open once it was opened with a photo and somebody who lives there has said so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.openings import Opening, OpeningStep, check_done, check_step, stands
from wumen.rules.problems import Problem

OPENED, CONFIRMED, CLOSED = OpeningStep.OPENED, OpeningStep.CONFIRMED, OpeningStep.STILL_CLOSED


@pytest.mark.parametrize(
    ("steps", "how"),
    [
        ((), Opening.WAITING),
        ((OPENED,), Opening.OPENED),
        ((OPENED, CONFIRMED), Opening.CONFIRMED),
        ((CONFIRMED,), Opening.WAITING),
        ((OPENED, CONFIRMED, CLOSED), Opening.STILL_CLOSED),
        ((OPENED, CONFIRMED, CLOSED, CONFIRMED), Opening.STILL_CLOSED),
        ((OPENED, CONFIRMED, CLOSED, OPENED), Opening.OPENED),
        ((CLOSED, OPENED, CONFIRMED, OPENED), Opening.CONFIRMED),
    ],
)
def test_a_door_stands_as_its_steps_say(steps: tuple[OpeningStep, ...], how: Opening) -> None:
    assert stands(steps) is how


@given(st.lists(st.sampled_from(list(OpeningStep)), max_size=8))
def test_nothing_is_done_without_an_opening_and_a_confirmation_after_the_last_word_of_closed(
    steps: list[OpeningStep],
) -> None:
    last = max((at for at, one in enumerate(steps) if one is CLOSED), default=-1)
    after = steps[last + 1 :]
    done = OPENED in after and CONFIRMED in after[after.index(OPENED) :]
    assert (stands(steps) is Opening.CONFIRMED) is done
    if done:
        check_done(steps)
    else:
        with pytest.raises(Problem, match="opening_unconfirmed"):
            check_done(steps)


def test_a_confirmation_needs_an_opening_and_a_word_of_closed_needs_what_is_the_matter() -> None:
    with pytest.raises(Problem, match="opening_not_opened"):
        check_step(CONFIRMED, Opening.STILL_CLOSED)
    with pytest.raises(Problem, match="opening_confirmed"):
        check_step(OPENED, Opening.CONFIRMED)
    with pytest.raises(Problem, match="reason_needed"):
        check_step(CLOSED, Opening.CONFIRMED, " ")
    check_step(CLOSED, Opening.CONFIRMED, "单元门又锁上了")
    check_step(OPENED, Opening.STILL_CLOSED)
