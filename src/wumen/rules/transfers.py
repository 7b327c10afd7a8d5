"""Transfers (转运): the steps from telling somebody to bringing her home, and what must be so before each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from wumen.rules.movement import Answer, Verdict
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem

_FARTHEST_BACK = timedelta(days=14)
_FARTHEST_AHEAD = timedelta(days=7)
_LONGEST = 120


class Step(StrEnum):
    """What is done for somebody who is moved, in the order in which it is mostly done; or that it is called off."""

    TOLD = "told"
    PACKED = "packed"
    CARER = "carer"
    PET = "pet"
    KEYS = "keys"
    ON_BUS = "on_bus"
    ARRIVED = "arrived"
    DISINFECTED = "disinfected"
    BROUGHT_HOME = "brought_home"
    CALLED_OFF = "called_off"


STEP_NAMES: Mapping[Step, Named] = {
    Step.TOLD: Named(zh="当面告知", en="told in person"),
    Step.PACKED: Named(zh="药品行李带好", en="medicine and luggage packed"),
    Step.CARER: Named(zh="孩子老人有人照看", en="child, elder: carer named"),
    Step.PET: Named(zh="宠物交代好", en="pets cared for"),
    Step.KEYS: Named(zh="钥匙交代好", en="keys handed over"),
    Step.ON_BUS: Named(zh="已上车", en="on the bus"),
    Step.ARRIVED: Named(zh="已送到", en="arrived"),
    Step.DISINFECTED: Named(zh="家里已消毒", en="home disinfected"),
    Step.BROUGHT_HOME: Named(zh="已接回家", en="brought home"),
    Step.CALLED_OFF: Named(zh="不转运了", en="called off"),
}
# What each step wants to be written down; 无 is an answer where nobody and nothing is there.
NOTE_NAMES: Mapping[Step, Named] = {
    Step.CARER: Named(
        zh="谁陪同、照看，没有写“无”",
        en="who goes along, who cares (“none” if nobody needs it)",
    ),
    Step.PET: Named(zh="什么宠物、谁喂，没有写“无”", en="which pet, who feeds it (or “none”)"),
    Step.KEYS: Named(zh="钥匙给了谁，没有写“无”", en="who has the keys (or “none”)"),
    Step.CALLED_OFF: Named(zh="为什么不转运了", en="why it is called off"),
}
# Steps that change what is owed: the office notes them, told by whoever stands at the bus.
OF_OFFICE = frozenset({Step.ON_BUS, Step.BROUGHT_HOME, Step.CALLED_OFF})
CLOSING = frozenset({Step.BROUGHT_HOME, Step.CALLED_OFF})
IN_ORDER = tuple(one for one in Step if one is not Step.CALLED_OFF)
_AFTER_BUS = frozenset({Step.ARRIVED, Step.DISINFECTED, Step.BROUGHT_HOME})
_NOBODY = frozenset({"无", "没有", "没", "none", "no", "nobody", "-", "/"})


def names_somebody(note: str) -> bool:
    """Whether what was written of a carer names somebody."""
    return bool(note.strip()) and note.strip().lower() not in _NOBODY


@dataclass(frozen=True)
class TransferDraft:
    """What is known when a transfer is called: who, when the bus comes, where to, on what ground, who said so."""

    resident: str
    bus_at: datetime
    where_to: str
    why: str
    told_by: str


def check_draft(draft: TransferDraft, now: datetime) -> None:
    """Problems `transfer_needs_source`, `transfer_needs_place`, `transfer_bus_far`, `transfer_words_long`."""
    if not draft.told_by.strip():
        raise Problem("transfer_needs_source")
    if not draft.where_to.strip():
        raise Problem("transfer_needs_place")
    if not now - _FARTHEST_BACK <= draft.bus_at <= now + _FARTHEST_AHEAD:
        raise Problem("transfer_bus_far", days=_FARTHEST_AHEAD.days)
    if max(len(one) for one in (draft.told_by, draft.where_to, draft.why)) > _LONGEST:
        raise Problem("transfer_words_long", most=_LONGEST)


@dataclass(frozen=True)
class TransferFacts:
    """How a transfer stands when a step is to be noted.

    `noted`: the steps so far with their hours; `carer` what was written of who cares. `dependent`: she may
    not go alone; `left_alone`: who stays behind depends on care and has nobody at home. `disinfection_open`:
    the duty to disinfect the home stands open. `movement`: may she be moved, as `may_go_out` answers.
    """

    now: datetime
    noted: Mapping[Step, datetime] = field(default_factory=dict)
    carer: str = ""
    dependent: bool = False
    left_alone: bool = False
    disinfection_open: bool = False
    movement: Answer | None = None


def read_step(text: str) -> Step:
    """The step of that key; Problem `transfer_step_unknown`."""
    if text not in set(Step):
        raise Problem("transfer_step_unknown")
    return Step(text)


def check_step(step: Step, at: datetime, note: str, facts: TransferFacts) -> None:
    """Whether a step may be noted; the guards stand before the bus.

    Problems: `transfer_over`, `transfer_step_noted`, `transfer_step_ahead`, `transfer_step_early`,
    `transfer_says_nothing`, `transfer_words_long`, `transfer_not_told`, `transfer_needs_carer`,
    `transfer_without_order`, `transfer_not_on_bus`, `transfer_gone`, `transfer_disinfection_open`.
    """
    _check_written(step, at, note, facts)
    if step is Step.ON_BUS:
        _check_bus(at, facts)
    if step in _AFTER_BUS and Step.ON_BUS not in facts.noted:
        raise Problem("transfer_not_on_bus")
    if step in _AFTER_BUS and at < facts.noted[Step.ON_BUS]:
        raise Problem("transfer_step_early")
    if step is Step.CALLED_OFF and Step.ON_BUS in facts.noted:
        raise Problem("transfer_gone")
    if step is Step.DISINFECTED and facts.disinfection_open:
        raise Problem("transfer_disinfection_open")


def _check_written(step: Step, at: datetime, note: str, facts: TransferFacts) -> None:
    if CLOSING & facts.noted.keys():
        raise Problem("transfer_over")
    if step in facts.noted:
        raise Problem("transfer_step_noted")
    if at > facts.now:
        raise Problem("transfer_step_ahead")
    if at < facts.now - _FARTHEST_BACK:
        raise Problem("transfer_step_early")
    if step in NOTE_NAMES and not note.strip():
        raise Problem("transfer_says_nothing")
    if len(note) > _LONGEST:
        raise Problem("transfer_words_long", most=_LONGEST)
    if step is Step.CARER and (facts.dependent or facts.left_alone) and not names_somebody(note):
        raise Problem("transfer_needs_carer")


def _check_bus(at: datetime, facts: TransferFacts) -> None:
    """Source: design section 6: no child or dependent person is moved without guardian or named carer.

    What is packed, a pet, keys are noted whenever they are: no bus waits for the writing of them.
    """
    if Step.TOLD not in facts.noted:
        raise Problem("transfer_not_told")
    if at < facts.noted[Step.TOLD]:
        raise Problem("transfer_step_early")
    if (facts.dependent or facts.left_alone) and not names_somebody(facts.carer):
        raise Problem("transfer_needs_carer")
    if facts.movement is None or facts.movement.verdict is Verdict.NOT_NOW:
        raise Problem("transfer_without_order")


def next_step(noted: Mapping[Step, datetime]) -> Step | None:
    """The first step that is not noted; None once it is over."""
    if CLOSING & noted.keys():
        return None
    return next((one for one in IN_ORDER if one not in noted), None)
