"""What is raised at a door (a need, a fever, somebody unwell) as a request: how urgent, by when, whose it is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from wumen.rules.field.bodies import Body, NeedBody, NoteBody, blocked_of
from wumen.rules.instructions import InstructionDraft, Origin
from wumen.rules.needs import Urgency, read_need
from wumen.rules.playbooks import Grade
from wumen.rules.relay.asking import Wish, graver
from wumen.rules.resident_page import due
from wumen.rules.temperatures import FEVER

# Who works at these doors every day and raises what she cannot do herself: it goes to the community behind her.
_OF_THE_DOORS = frozenset({"captain", "deputy_captain", "unit_lead", "grid_worker"})

_UNWELL = "说不舒服，请马上打电话问清楚，需要就医的帮助就医"
# It says nothing of why the home is kept: who rings knows, and the gate never reads it.
_WENT_OUT = (
    "门岗记下这一户有人出去了，这一户按通告不出户：请马上打电话问清楚是谁、去哪里，要看病的帮助安排"
)
# What a knock is noted for when nobody wrote what is needed.
NEEDS_SOMETHING = "敲门时说有需要，没有写是什么，请问清楚要什么"
_FEVER_SAID = re.compile(r"(自报|量得)体温 \d{2}\.\d℃，")


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
    said = _fever_words(celsius, grade)
    return _draft(said, Urgency.URGENT, {"resident": resident}, by, told_at, now)


def fevers_draft(
    household: str,
    fevers: Mapping[UUID, float],
    grade: str,
    by: By,
    told_at: datetime,
    now: datetime,
) -> InstructionDraft:
    """The urgent matter that fevers of one home are that are told together: one call asks after all of them.

    `fevers`: how high whose is, one at least; one alone is hers as `fever_draft` has it.
    """
    if len(fevers) == 1:
        ((who, celsius),) = fevers.items()
        return fever_draft(str(who), celsius, grade, by, told_at, now)
    said = _fever_words(max(fevers.values()), grade, f"家里 {len(fevers)} 人都发热，")
    draft = _draft(said, Urgency.URGENT, {"household": household}, by, told_at, now)
    return replace(draft, people=tuple(sorted(map(str, fevers))))


def _fever_words(celsius: float, grade: str, of_home: str = "") -> str:
    """What a fever is told in; of several of one home the highest."""
    how = "自报" if grade == Grade.REPORTED else "量得"
    return f"{how}体温 {celsius:.1f}℃，{of_home}请马上打电话问清楚，需要就医的帮助就医"


def is_fever_said(said: str) -> bool:
    """Whether a request is about a fever, by the words that `fever_draft` gave it."""
    return _FEVER_SAID.match(said) is not None


def unwell_draft(
    where: dict[str, str], by: By, told_at: datetime, now: datetime
) -> InstructionDraft:
    """The urgent matter that somebody is who was said to be unwell: what stood in the way of a duty is looked at.

    `where`: the field of the draft that says of whom, or behind which door of which nobody was named.
    """
    return _draft(_UNWELL, Urgency.URGENT, where, by, told_at, now)


def went_out_draft(household: str, by: By, told_at: datetime, now: datetime) -> InstructionDraft:
    """The urgent matter that somebody of a home in isolation went out at a gate: the office rings.

    A colleague passes it on and no home asks for it, so it stands on no resident's page.
    """
    draft = _draft(_WENT_OUT, Urgency.URGENT, {"household": household}, by, told_at, now)
    asked = by.passed_on or by.door
    return replace(
        draft, origin=Origin.COLLEAGUE, asked_by=asked, passed_on_by="", role="secretary"
    )


def is_health_said(said: str) -> bool:
    """Whether a request is about a fever or somebody unwell, by the words that these drafts gave it."""
    return is_fever_said(said) or said == _UNWELL


def note_asks(said: str, wanted: bool) -> str:
    """What of a note of a call or visit is asked of somebody: all of it where it is ticked so, else danger to life.

    "Takes his pills" is a note; who writes it says herself whether anybody has to do anything.
    """
    words = said.strip()
    return words if wanted or urgency_of(words) is Urgency.LIFE else ""


def urgency_of(said: str) -> Urgency:
    """How urgent a need is: the thing decides, not the word for it."""
    return read_need(said).priority


def words_of(body: Body | None) -> str:
    """What is asked for, in the words of who asked, with the things that were ticked; nothing where nothing is.

    A note for the next shift asks for nothing, unless it tells of danger to life: that waits for no shift.
    """
    if isinstance(body, NoteBody):
        return body.text.strip() if urgency_of(body.text) is Urgency.LIFE else ""
    if not isinstance(body, NeedBody):
        return ""
    said = body.text.strip()
    beside = [one.strip() for one in body.items if one.strip() and one.strip() not in said]
    return "：".join(one for one in (said, "、".join(beside)) if one)


def urgency_in(body: Body | None) -> Urgency:
    """How urgent what an event asks for is: a way out that is blocked is danger to life in whatever words."""
    return Urgency.LIFE if blocked_of(body) else urgency_of(words_of(body))


def need_draft(
    said: str, where: dict[str, str], by: By, told_at: datetime, now: datetime
) -> InstructionDraft:
    """A need that somebody passed on from a door.

    `where`: the field of the draft that says of whom or of which place it is.
    """
    need = read_need(said)
    draft = _draft(said, need.priority, where, by, told_at, now)
    return replace(draft, due=due(Urgency(draft.urgency), now, need.at_once))


def _draft(
    said: str, urgency: Urgency, where: dict[str, str], by: By, told_at: datetime, now: datetime
) -> InstructionDraft:
    """What a home asks, by whoever passed it on; due as soon as it is urgent."""
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


def pasted_draft(
    wish: Wish, where: dict[str, str], door: str, pasted_by: str, told_at: datetime, now: datetime
) -> InstructionDraft:
    """A need that a home wrote in its group: whoever pasted it, the home asks, and its captain answers for it.

    Of reasons (85岁老人) what the list was read as stands.
    """
    draft = need_draft(wish.said, where, By(door), told_at, now)
    passed_on = replace(draft, passed_on_by=f"{pasted_by}（粘贴接龙）")
    graver_so = graver(Urgency(draft.urgency), wish.urgency) == draft.urgency
    if graver_so and not wish.reasons:
        return passed_on
    return replace(passed_on, urgency=wish.urgency, due=due(wish.urgency, now))
