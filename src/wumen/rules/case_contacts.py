"""Contacts of a case (密接 · 次密接 · 一般接触): proposed with a ground, counted by rules, ended by their own day."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from wumen.rules.explanation import Contact
from wumen.rules.isolation import Cause, Isolated, IsolationFacts, Start, isolated, kind_for
from wumen.rules.playbooks import Isolation, Named, Playbook
from wumen.rules.problems import Problem
from wumen.rules.special_needs import Kind as Need
from wumen.rules.time import day_zh

_LONGEST = 200
# Longer ago nobody's isolation would still run: 14 days in a central place and 7 at home (edition 8).
_FARTHEST_BACK = timedelta(days=21)


class ContactKind(StrEnum):
    """Which kind of contact, by the keys of the rules; who it is decides whoever traces (流调), never a street."""

    CLOSE = "close"
    SECONDARY = "secondary"
    GENERAL = "general"


KIND_NAMES: Mapping[ContactKind, Named] = {
    ContactKind.CLOSE: Named(zh="密接", en="close contact"),
    ContactKind.SECONDARY: Named(zh="次密接", en="contact of a contact"),
    ContactKind.GENERAL: Named(zh="一般接触", en="general contact"),
}
_SECONDARY = re.compile("次密|密接的密接|密接者的密切|二级")
_CLOSE = re.compile("密接|密切接触")
_GENERAL = re.compile("一般接触|一般人员|一般接")
_NO = re.compile("非密|不是|排除|否")


def read_kind(text: str) -> ContactKind | None:
    """The kind that a cell names; None where it names none, or says that she is none."""
    if _NO.search(text):
        return None
    for words, kind in (
        (_SECONDARY, ContactKind.SECONDARY),
        (_CLOSE, ContactKind.CLOSE),
        (_GENERAL, ContactKind.GENERAL),
    ):
        if words.search(text):
            return kind
    return None


def closest_first(kind: ContactKind, last: date | None) -> tuple[int, int]:
    """In which order the ways in which somebody is a contact count: the closer kind, and of one kind the later day."""
    return list(ContactKind).index(kind), -(last or date.min).toordinal()


def chosen_kind(key: str) -> ContactKind:
    """The kind of that key; Problem `contact_kind_unknown`."""
    if key not in set(ContactKind):
        raise Problem("contact_kind_unknown")
    return ContactKind(key)


class Ground(StrEnum):
    """Why somebody is proposed: she stands on a list, lives with a positive, shares her tube, her stairwell."""

    LIST = "list"
    HOUSEHOLD = "household"
    TUBE = "tube"
    UNIT = "unit"


GROUND_NAMES: Mapping[Ground, Named] = {
    Ground.LIST: Named(zh="协查名单", en="on a list"),
    Ground.HOUSEHOLD: Named(zh="同住", en="same household"),
    Ground.TUBE: Named(zh="同一管", en="same tube"),
    Ground.UNIT: Named(zh="同单元", en="same unit"),
}
# What a street may propose by itself: who lives together is a close contact by the text of the rules. Whether who
# shares a tube or a lift is one at all, whoever traces says.
# Source: nine criteria of a close contact, the first: 共同生活 (domain 4).
_BY_GROUND: Mapping[Ground, ContactKind] = {Ground.HOUSEHOLD: ContactKind.CLOSE}


def proposed_kind(ground: Ground) -> ContactKind | None:
    """The kind that a ground proposes; None where only whoever traces can tell."""
    return _BY_GROUND.get(ground)


def check_proposal(last: date | None, today: date) -> None:
    """Problem `contact_day_wrong` for a last contact that lies ahead, or so far back that nothing would follow."""
    if last is not None and not today - _FARTHEST_BACK <= last <= today:
        raise Problem("contact_day_wrong", days=_FARTHEST_BACK.days)


@dataclass(frozen=True)
class Advice:
    """What the rules have for a contact, to be decided by the authority: nothing of it binds anybody.

    `isolation` and `stay` are None where the rules ask for no isolation of that kind; `known` is False while nobody
    recorded the day of the last contact.
    """

    isolation: Isolation | None
    stay: Isolated | None
    known: bool

    @property
    def until(self) -> date | None:
        """The last day; None where it is not known, or nothing is asked."""
        return self.stay.stays[-1].last if self.stay and self.stay.stays else None


def advice(
    kind: ContactKind, last: date | None, needs: Iterable[Need], today: date, playbook: Playbook
) -> Advice:
    """Where and how long by the rules, counted from the day of the last contact, with the days of samples.

    Who is unfit for a central place stays at home where the rules have that. Source: the playbook's isolations.
    """
    key = f"{kind}-contact"
    if key not in {one.key for one in playbook.isolations}:
        return Advice(None, None, last is not None)
    chosen = kind_for(key, needs, playbook)
    starts = [Start(Cause.EXPOSURE, last)] if last else []
    return Advice(
        chosen, isolated(chosen, IsolationFacts(today, starts), playbook), last is not None
    )


def ends_with(found: Advice, today: date) -> date:
    """The day with which a confirmed contact ends by itself: that of the rules, or today where they ask nothing.

    Problems: `contact_day_unknown`; `contact_over` where the rules' last day lies behind.
    """
    if not found.known:
        raise Problem("contact_day_unknown")
    if found.isolation is None:
        return today
    until = found.until
    if until is None or until < today:
        raise Problem("contact_over")
    return until


class State(StrEnum):
    """How a contact stands; what is over or dropped holds for nothing any more."""

    PROPOSED = "proposed"
    CONTESTED = "contested"
    CONFIRMED = "confirmed"
    OVER = "over"
    DROPPED = "dropped"


STATE_NAMES: Mapping[State, Named] = {
    State.PROPOSED: Named(zh="建议，等确认", en="proposed"),
    State.CONTESTED: Named(zh="本人说列错了", en="says it is wrong"),
    State.CONFIRMED: Named(zh="已确认", en="confirmed"),
    State.OVER: Named(zh="已到期", en="over"),
    State.DROPPED: Named(zh="已撤下", en="taken off"),
}


def state_of(
    until: date | None, today: date, *, confirmed: bool, contested: bool, dropped: bool
) -> State:
    """How a contact stands, read off what was noted and the day: nobody needs to end it."""
    if dropped:
        return State.DROPPED
    if confirmed and until is not None and until < today:
        return State.OVER
    if contested:
        return State.CONTESTED
    return State.CONFIRMED if confirmed else State.PROPOSED


def says_already(stands: State, was: date | None, last: date | None, *, confirmed: bool) -> bool:
    """Whether a contact that was not taken off says what a proposal with that day of contact would say again.

    One that waits does, and one that is confirmed with a contact as late (`was`); one that is over says nothing.
    """
    if not confirmed:
        return True
    if stands is State.OVER:
        return False
    return last is None or (was is not None and was >= last)


@dataclass(frozen=True)
class Typed:
    """Somebody of a tube who was registered by hand: as she was typed, and who her card is in the register."""

    name: str
    telephone: str
    resident: UUID | None


def is_typed(who: UUID, name: str, telephones: Collection[str], one: Typed) -> bool:
    """Whether somebody who was registered by hand is that resident: by the card, else by name and telephone."""
    if one.resident or one.name != name:
        return one.resident == who
    return not one.telephone or one.telephone in telephones


def check_reason(said: str) -> str:
    """Words of somebody, or a reason; Problems `contact_needs_reason`, `contact_words_long`."""
    if not said.strip():
        raise Problem("contact_needs_reason")
    if len(said.strip()) > _LONGEST:
        raise Problem("contact_words_long", most=_LONGEST)
    return said.strip()


def words_to_tell(found: Advice, ask: Contact | None) -> str:
    """What a contact is told on the telephone: that nothing binds her yet, what the rules would have, whom to ring.

    Who the case is stands in no word of it, nor the list on which she stood.
    """
    said = ["您好，流调部门请我们和您核对接触情况。"]
    if found.isolation and found.until:
        said.append(
            f"按现行规则，一般要到 {day_zh(found.until)} 24时；是否隔离、在哪里，由有权机关决定，以发给您的告知书为准。"
        )
    else:
        said.append("需要您做什么，以有权机关发给您的告知书为准；没有告知书，您不受任何限制。")
    said.append("看病等急事照常联系我们。")
    if ask is None:
        said.append("觉得列错了，请告诉社区。")
    elif ask.telephone:
        said.append(f"觉得列错了，请打{ask.role.zh}{ask.name} {ask.telephone}。")
    else:
        said.append(f"觉得列错了，请找{ask.role.zh}{ask.name}。")
    return "".join(said)
