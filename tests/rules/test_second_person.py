"""Two people stand for an act; nobody can be both, by whatever chain of sign-in cards."""

from collections.abc import Collection, Mapping
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.problems import Problem
from wumen.rules.second_person import check_two_people, one_behind_the_other

CLERK, SECRETARY, OFFICER, MADE_UP, ALSO_MADE_UP = (UUID(int=n) for n in range(1, 6))
PEOPLE = st.integers(1, 6).map(lambda n: UUID(int=n))
CARDS = st.dictionaries(PEOPLE, st.frozensets(PEOPLE))


def refused(first: UUID, second: UUID, cards: Mapping[UUID, Collection[UUID]]) -> str:
    """The code with which two people are refused."""
    with pytest.raises(Problem) as refusal:
        check_two_people(first, second, cards)
    return refusal.value.code


def test_one_person_cannot_both_enter_and_confirm() -> None:
    check_two_people(CLERK, SECRETARY)
    assert refused(CLERK, UUID(int=1), {}) == "second_person_needed"


def test_whose_card_the_first_made_does_not_second_her_nor_the_other_way_round() -> None:
    made = {MADE_UP: {SECRETARY}}
    assert refused(SECRETARY, MADE_UP, made) == "second_person_one_hand"
    assert refused(MADE_UP, SECRETARY, made) == "second_person_one_hand"
    check_two_people(CLERK, SECRETARY, made)


def test_nor_does_whose_card_somebody_made_whose_card_the_first_made() -> None:
    made = {MADE_UP: {SECRETARY}, ALSO_MADE_UP: {MADE_UP, SECRETARY}}
    assert refused(SECRETARY, ALSO_MADE_UP, made) == "second_person_one_hand"


def test_two_whose_cards_one_person_made_do_not_stand_for_one_act() -> None:
    made = {MADE_UP: {SECRETARY}, ALSO_MADE_UP: {SECRETARY}}
    assert refused(MADE_UP, ALSO_MADE_UP, made) == "second_person_one_hand"
    assert not one_behind_the_other(MADE_UP, ALSO_MADE_UP, made)


def test_cards_by_the_operator_and_by_somebody_else_leave_two_people_two() -> None:
    check_two_people(CLERK, SECRETARY, {CLERK: {OFFICER}})
    check_two_people(CLERK, SECRETARY, {})


@given(PEOPLE, PEOPLE, CARDS)
def test_of_two_who_may_act_nobody_could_be_both_whichever_acts_first(
    first: UUID, second: UUID, cards: dict[UUID, frozenset[UUID]]
) -> None:
    both = {*cards.get(first, ()), first} & {*cards.get(second, ()), second}
    for one, other in ((first, second), (second, first)):
        try:
            check_two_people(one, other, cards)
        except Problem:
            assert both
        else:
            assert not both
            assert not one_behind_the_other(one, other, cards)
