"""Opening after a lifting: done only when opened with a photo and confirmed by somebody who lives there."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem


class OpeningStep(StrEnum):
    """What may happen at a door or gate."""

    OPENED = "opened"
    CONFIRMED = "confirmed"
    STILL_CLOSED = "still_closed"


class Opening(StrEnum):
    """How a door or gate stands: nobody said anything, opened, confirmed, or said to be closed still."""

    WAITING = "waiting"
    OPENED = "opened"
    CONFIRMED = "confirmed"
    STILL_CLOSED = "still_closed"


OPENING_NAMES: Mapping[Opening, Named] = {
    Opening.WAITING: Named(zh="还没打开", en="not opened yet"),
    Opening.OPENED: Named(zh="已打开，等居民确认", en="opened, to be confirmed by who lives there"),
    Opening.CONFIRMED: Named(zh="居民已确认", en="confirmed by who lives there"),
    Opening.STILL_CLOSED: Named(zh="居民说还没打开", en="said to be closed still"),
}
STEP_NAMES: Mapping[OpeningStep, Named] = {
    OpeningStep.OPENED: Named(zh="已打开", en="opened"),
    OpeningStep.CONFIRMED: Named(zh="居民确认已打开", en="confirmed as open"),
    OpeningStep.STILL_CLOSED: Named(zh="还没打开", en="closed still"),
}


def stands(steps: Sequence[OpeningStep]) -> Opening:
    """How a door stands after these steps, the first first.

    A word that it is closed takes back whatever was said before, a confirmation too; only a new opening
    and a new confirmation settle it again.
    """
    now = Opening.WAITING
    for step in steps:
        if step is OpeningStep.STILL_CLOSED:
            now = Opening.STILL_CLOSED
        elif step is OpeningStep.OPENED and now is not Opening.CONFIRMED:
            now = Opening.OPENED
        elif step is OpeningStep.CONFIRMED and now is Opening.OPENED:
            now = Opening.CONFIRMED
    return now


def check_step(step: OpeningStep, now: Opening, said: str = "") -> None:
    """Whether a step may follow; Problems `opening_confirmed`, `opening_not_opened`, `reason_needed`."""
    if step is OpeningStep.STILL_CLOSED:
        if not said.strip():
            raise Problem("reason_needed")
        return
    if now is Opening.CONFIRMED:
        raise Problem("opening_confirmed")
    if step is OpeningStep.CONFIRMED and now is not Opening.OPENED:
        raise Problem("opening_not_opened")


def check_done(steps: Sequence[OpeningStep]) -> None:
    """Whether the duty counts as done; Problem `opening_unconfirmed` until who lives there has said so."""
    if stands(steps) is not Opening.CONFIRMED:
        raise Problem("opening_unconfirmed")
