"""Acts for two people: the second is not the first, and nobody could sign in as both. Source: decision 0063."""

from collections.abc import Collection, Mapping
from typing import TypeVar

from wumen.rules.problems import Problem

# A person, by whatever she is known.
P = TypeVar("P")


def hands(person: P, cards: Mapping[P, Collection[P]]) -> frozenset[P]:
    """Who could sign in as a person: she herself, and who could have made the card that she set her password with.

    `cards`: of each person those, as it was when her card was made. The operator's cards are nobody's: he stands
    outside the offices, and enters what two people signed on paper anyway.
    """
    return frozenset({person, *cards.get(person, ())})


def one_behind_the_other(first: P, second: P, cards: Mapping[P, Collection[P]]) -> bool:
    """Whether one of two people could sign in as the other."""
    return first in hands(second, cards) or second in hands(first, cards)


def check_two_people(first: P, second: P, cards: Mapping[P, Collection[P]] | None = None) -> None:
    """Whether two people may stand for one act, in either order.

    Problems: `second_person_needed` for one person, `second_person_one_hand` where somebody could be both.
    """
    if first == second:
        raise Problem("second_person_needed")
    if cards is None:
        return
    one, other = hands(first, cards), hands(second, cards)
    if not one.isdisjoint(other):
        raise Problem("second_person_one_hand")
