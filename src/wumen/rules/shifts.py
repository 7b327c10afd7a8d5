"""Who stands there: when somebody may check in, on whose word, and what is handed over."""

from datetime import datetime, timedelta
from enum import StrEnum

from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.time import Interval

# The next crew comes a little before the hour; whoever goes may still write down what she hands over.
OPENS_BEFORE, CLOSES_AFTER = timedelta(minutes=30), timedelta(hours=1)
LONGEST_NOTE = 400


class How(StrEnum):
    """How it is known that somebody came."""

    PHONE = "phone"
    DEVICE = "device"
    PAPER = "paper"


HOW_NAMES: dict[How, Named] = {
    How.PHONE: Named(zh="本人手机签到", en="checked in on her phone"),
    How.DEVICE: Named(zh="值守点手机签到", en="checked in on the station's phone"),
    How.PAPER: Named(zh="按纸面补录", en="keyed in from paper"),
}


def must_be_now(interval: Interval, now: datetime) -> None:
    """Refuse to check in before or after a shift; Problem `shift_not_now`."""
    if not interval.begins - OPENS_BEFORE <= now < interval.ends:
        raise Problem("shift_not_now")


def must_hand_over_now(interval: Interval, now: datetime) -> None:
    """Refuse a hand-over long after a shift; Problem `shift_not_now`."""
    if not interval.begins <= now < interval.ends + CLOSES_AFTER:
        raise Problem("shift_not_now")


def read_note(text: str) -> str:
    """What is handed over, in at most 400 signs; Problem `shift_note_long`."""
    said = text.strip()
    if len(said) > LONGEST_NOTE:
        raise Problem("shift_note_long")
    return said
