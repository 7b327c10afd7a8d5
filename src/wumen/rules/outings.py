"""Outings (外出): who went out for dialysis or another errand, until when she is expected, and who is still out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from wumen.rules.problems import Problem

_LONGEST = 120
_FARTHEST_BACK = timedelta(days=2)
_LONGEST_OUT = timedelta(days=2)


@dataclass(frozen=True)
class OutingDraft:
    """What is noted when somebody goes: who, since when, until when she is expected, by which car and with whom."""

    resident: str
    left_at: datetime
    due_at: datetime
    said: str = ""


def check_outing(draft: OutingDraft, now: datetime) -> None:
    """Problems `outing_hour_wrong` for a going ahead or long past, `outing_due_wrong`, `outing_words_long`."""
    if not now - _FARTHEST_BACK <= draft.left_at <= now:
        raise Problem("outing_hour_wrong")
    if not draft.left_at < draft.due_at <= draft.left_at + _LONGEST_OUT:
        raise Problem("outing_due_wrong")
    if len(draft.said) > _LONGEST:
        raise Problem("outing_words_long", most=_LONGEST)


def check_return(left_at: datetime, back_at: datetime, now: datetime, back_already: bool) -> None:
    """Problems `outing_over`; `outing_back_wrong` for a return before the going or ahead."""
    if back_already:
        raise Problem("outing_over")
    if not left_at <= back_at <= now:
        raise Problem("outing_back_wrong")


def is_late(due_at: datetime, back_at: datetime | None, now: datetime) -> bool:
    """Whether somebody should be back and is not."""
    return back_at is None and due_at <= now
