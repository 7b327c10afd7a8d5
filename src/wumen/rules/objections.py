"""Objections (异议): who may decide about one, by when it is answered, and what upholding it takes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.second_person import hands

# Ours: no law of this field sets hours for an office; a restriction of a fortnight cannot wait a week.
ANSWERED_WITHIN = timedelta(days=3)
LONGEST = 500


class Came(StrEnum):
    """By which way an objection came."""

    OUTER = "outer"
    INNER = "inner"
    PAPER = "paper"


class Outcome(StrEnum):
    """What was decided: right and corrected by the authority's document, or not, with a reason."""

    UPHELD = "upheld"
    NOT_UPHELD = "not_upheld"


CAME_NAMES: dict[Came, Named] = {
    Came.OUTER: Named(zh="门上二维码", en="code at the door"),
    Came.INNER: Named(zh="住户页面", en="resident's page"),
    Came.PAPER: Named(zh="当面或书面", en="in person or on paper"),
}
OUTCOME_NAMES: dict[Outcome, Named] = {
    Outcome.UPHELD: Named(zh="您说得对，已经更正", en="you are right, and it has been corrected"),
    Outcome.NOT_UPHELD: Named(zh="维持原决定", en="the decision stands"),
}


@dataclass(frozen=True)
class Decider:
    """Who may decide about an objection: the post, and by name who holds it."""

    post: Named
    name: str = ""

    @property
    def words(self) -> Named:
        """As a sentence names her."""
        named = f"{self.name}, {self.post.en}" if self.name else self.post.en
        return Named(zh=f"{self.post.zh}{self.name}", en=named)


# Whom to ask where nobody of the place is left: an order has at most two hands, an office more.
NOBODY_HERE = Decider(Named(zh="街道值班长", en="the duty officer of the sub-district"))


@dataclass(frozen=True)
class Standing:
    """An objection as the rules look at it: who had a hand in it and in its order.

    `others`: who may decide about it instead, by post and name; `cards` as `rules.second_person.hands` has it.
    """

    number: int
    received_at: datetime
    entered_by: UUID | None
    order_people: Collection[UUID]
    forwarded: bool
    outcome: str
    others: Sequence[Decider] = ()
    cards: Mapping[UUID, Collection[UUID]] = field(default_factory=dict)

    def had_a_hand(self, person: UUID) -> bool:
        """Whether it is somebody who entered or confirmed the order or received the objection, or could be."""
        return not hands(person, self.cards).isdisjoint({self.entered_by, *self.order_people})


def concerned(name: str, people: Mapping[UUID, str]) -> set[UUID]:
    """Whose objection it is, of those who live behind the door: hers whose name it gives, else anybody's of them."""
    named = {ident for ident, one in people.items() if one == name.strip()}
    return named or set(people)


def due(received: datetime) -> datetime:
    """By when it is to be answered."""
    return received + ANSWERED_WITHIN


def check_said(text: str) -> str:
    """What somebody wrote, trimmed; Problems `door_says_nothing`, `door_says_much`."""
    plain = text.strip()
    if not plain:
        raise Problem("door_says_nothing")
    if len(plain) > LONGEST:
        raise Problem("door_says_much", most=LONGEST)
    return plain


def check_decider(one: Standing, person: UUID) -> None:
    """Problem `objection_other_person` for who had a hand in the order or the objection, or signs in by one of them."""
    if one.had_a_hand(person):
        asked = one.others or (NOBODY_HERE,)
        raise Problem(
            "objection_other_person",
            who_zh="、".join(other.words.zh for other in asked),
            who_en=", ".join(other.words.en for other in asked),
        )


def check_forward(one: Standing) -> None:
    """Problems `objection_decided`, `objection_forwarded`."""
    if one.outcome:
        raise Problem("objection_decided", number=one.number)
    if one.forwarded:
        raise Problem("objection_forwarded", number=one.number)


def check_decision(
    one: Standing, person: UUID, outcome: str, why: str, corrected_at: datetime | None
) -> Outcome:
    """What may be decided; `corrected_at`: when a later document that sets whoever objects free was confirmed last.

    An office cannot lift what an authority decided: to uphold takes a document confirmed since it came.
    Problems: `objection_decided`, `objection_other_person`, `reason_needed`, `objection_needs_document`.
    """
    if one.outcome:
        raise Problem("objection_decided", number=one.number)
    check_decider(one, person)
    if not why.strip() or outcome not in set(Outcome):
        raise Problem("reason_needed")
    if outcome == Outcome.UPHELD and (corrected_at is None or corrected_at < one.received_at):
        raise Problem("objection_needs_document")
    return Outcome(outcome)
