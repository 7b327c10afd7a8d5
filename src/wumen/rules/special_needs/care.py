"""What a clause may ask after: the special needs of a person, or of a home by all who are there, on one day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wumen.rules.special_needs.asks import Ask, AskKind, Due, Wanted, asks, fits
from wumen.rules.special_needs.categories import categories
from wumen.rules.special_needs.kinds import Kind
from wumen.rules.special_needs.needs import Need

_ON_THE_DAY = frozenset({Due.OVERDUE, Due.TODAY, Due.UNKNOWN, Due.STANDING})


@dataclass(frozen=True)
class Care:
    """The kinds of needs, what they ask that day, and the categories (by key) of who lives together."""

    kinds: frozenset[Kind] = frozenset()
    asks: frozenset[AskKind] = frozenset()
    categories: frozenset[str] = frozenset()


def falls_on(ask: Ask, day: date) -> bool:
    """Whether somebody has to act on it that day; medicine counts three days ahead.

    What is not known yet falls on every day until somebody asked: it is never taken for not needed.
    """
    return ask.due in _ON_THE_DAY or fits(ask, Wanted.MEDICINE_SOON, day)


def care_of(people: Sequence[Sequence[Need]], day: date) -> Care:
    """What is known of a person, given alone, or of a household, given the needs of each who is there."""
    needs = [need for one in people for need in one]
    if not needs:
        return Care()
    found = categories([frozenset(need.kind for need in one) for one in people])
    return Care(
        kinds=frozenset(need.kind for need in needs),
        asks=frozenset(ask.kind for need in needs for ask in asks(need, day) if falls_on(ask, day)),
        categories=frozenset(one.key for one in found),
    )
