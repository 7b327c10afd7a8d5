"""Acts for two people: the second is not the first, and nobody could sign in as both. Source: decision 0063."""

from collections.abc import Mapping
from typing import TypeVar

from wumen.rules.problems import Problem

# A person, by whatever she is known.
P = TypeVar("P")


def hands(person: P, makers: Mapping[P, P]) -> frozenset[P]:
    """Who could sign in as a person: she herself, who made her sign-in card, who made the card of that one, and on.

    `makers`: by whom the card was made that somebody's password was last set with. The operator's cards have no
    maker: he stands outside the offices, and enters what two people signed on paper anyway.
    """
    behind = [person]
    while behind[-1] in makers and makers[behind[-1]] not in behind:
        behind.append(makers[behind[-1]])
    return frozenset(behind)


def one_behind_the_other(first: P, second: P, makers: Mapping[P, P]) -> bool:
    """Whether one of two people could sign in as the other."""
    return first in hands(second, makers) or second in hands(first, makers)


def check_two_people(first: P, second: P, makers: Mapping[P, P] | None = None) -> None:
    """Whether two people may stand for one act, in either order.

    Problems: `second_person_needed` for one person, `second_person_one_hand` where somebody could be both.
    """
    if first == second:
        raise Problem("second_person_needed")
    if makers is None:
        return
    behind = hands(second, makers)
    if any(one in behind for one in hands(first, makers)):
        raise Problem("second_person_one_hand")
