"""What neighbours report (监督与反映): it changes nothing until two workers have verified it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.second_person import one_behind_the_other


class Found(StrEnum):
    """What a worker found when she looked."""

    SO = "so"
    NOT_SO = "not_so"
    UNCLEAR = "unclear"


FOUND_NAMES: dict[Found, Named] = {
    Found.SO: Named(zh="属实", en="it is so"),
    Found.NOT_SO: Named(zh="不属实", en="it is not so"),
    Found.UNCLEAR: Named(zh="看不出来", en="not clear"),
}


@dataclass(frozen=True)
class Check:
    """One verification: by whom, and what was found."""

    by: UUID
    found: Found


def read_found(text: str) -> Found:
    """The word for what was found; Problem `neighbour_report_word`."""
    if text not in set(Found):
        raise Problem(
            "neighbour_report_word", known=" ".join(one.zh for one in FOUND_NAMES.values())
        )
    return Found(text)


def verdict(checks: Sequence[Check]) -> Found | None:
    """What two different people found alike; None as long as no two agree. Source: design section 6."""
    by_word: dict[Found, set[UUID]] = {}
    for one in checks:
        by_word.setdefault(one.found, set()).add(one.by)
    agreed = [word for word, people in by_word.items() if len(people) > 1]
    return agreed[0] if agreed else None


def check_verifier(
    checks: Sequence[Check],
    person: UUID,
    closed: bool,
    entered: UUID,
    cards: Mapping[UUID, Collection[UUID]] | None = None,
) -> None:
    """Whether somebody may look after those who looked; `cards` as `rules.second_person.hands` has it.

    Two captains whose cards one clerk made are two all the same: here nobody is restricted. Problems
    `neighbour_report_closed`; `neighbour_report_same_person` for who looked or wrote it down;
    `second_person_one_hand` where one who looked could have come in as another.
    """
    if closed:
        raise Problem("neighbour_report_closed")
    if person == entered or any(one.by == person for one in checks):
        raise Problem("neighbour_report_same_person")
    if any(one_behind_the_other(one.by, person, cards or {}) for one in checks):
        raise Problem("second_person_one_hand")
