"""What is raised at a door (a need, a fever) as a request: how urgent, by when, and who answers for it."""

from dataclasses import dataclass
from datetime import datetime

from wumen.rules.instructions import InstructionDraft, Origin, Urgency
from wumen.rules.playbooks import Grade
from wumen.rules.relay.things import priority_of
from wumen.rules.resident_page import due
from wumen.rules.temperatures import FEVER

# Who works at these doors every day and raises what she cannot do herself: it goes to the community behind her.
_OF_THE_DOORS = frozenset({"captain", "deputy_captain", "unit_lead", "grid_worker"})


@dataclass(frozen=True)
class By:
    """Who raised something, in which role, and for which door in words; a home itself has no role."""

    door: str
    name: str = ""
    role: str = ""
    role_zh: str = ""

    @property
    def passed_on(self) -> str:
        """Who passed it on, as the request names her."""
        return f"{self.name}（{self.role_zh}）" if self.name else ""

    @property
    def answers(self) -> str:
        """The role that answers for it: the captain, or the next in the chain for what those of the building raise."""
        return "secretary" if self.role in _OF_THE_DOORS else "captain"


def settles(grade: str, celsius: float | None) -> bool:
    """Whether a temperature ends what was owed: a fever that a household reports itself ends nothing, until
    somebody has seen her.
    """
    return not (grade == Grade.REPORTED and is_fever(celsius))


def is_fever(celsius: float | None) -> bool:
    """Whether somebody has to look at her at once."""
    return celsius is not None and celsius >= FEVER


def fever_draft(
    resident: str, celsius: float, grade: str, by: By, told_at: datetime, now: datetime
) -> InstructionDraft:
    """The urgent matter that a fever is: whoever read it off, on paper, page or phone, it is the same.

    `told_at` when it was read, `now` since when somebody can act upon it.
    """
    how = "自报" if grade == Grade.REPORTED else "量得"
    return InstructionDraft(
        origin=Origin.RESIDENT,
        said=f"{how}体温 {celsius:.1f}℃，请马上打电话问清楚，需要就医的帮助就医",
        asked_by=by.door,
        passed_on_by=by.passed_on,
        opens=min(told_at, now),
        due=due(Urgency.URGENT, now),
        role=by.answers,
        resident=resident,
        urgency=Urgency.URGENT,
    )


def urgency_of(said: str) -> Urgency:
    """How urgent a need is: the thing decides, not the word for it."""
    return Urgency(priority_of(said, True, hasty=False).value)


def need_draft(
    said: str, where: dict[str, str], by: By, told_at: datetime, now: datetime
) -> InstructionDraft:
    """A need that somebody passed on from a door.

    `where`: the field of the draft that says of whom or of which place it is.
    """
    urgency = urgency_of(said)
    return InstructionDraft(
        origin=Origin.RESIDENT,
        said=said,
        asked_by=by.door,
        passed_on_by=by.passed_on,
        opens=min(told_at, now),
        due=due(urgency, now),
        role=by.answers,
        urgency=urgency,
        **where,  # type: ignore[arg-type]
    )
