"""The end of an instruction: it closes with its duty, and what else of it stands goes with it."""

from datetime import date

from wumen.records import clock, settling
from wumen.records.models import CrewMember, Duty, Instruction
from wumen.records.settling import Settlement
from wumen.rules.duties import PENDING, DutyState
from wumen.rules.instructions import GIVEN, Closed, number_of, win_of
from wumen.rules.posts import Viewer


def close(row: Instruction, how: Closed, day: date, by: Viewer, why: str) -> None:
    """Close an instruction in somebody's name, and withdraw what of it still stands on other days.

    Days that are over keep what they owed: it was missed then, and stays so.
    """
    row.closed_as, row.closed_at, row.closed_day = how.value, clock.now(), day
    row.closed_by, row.closed_why = CrewMember.objects.get(id=by.person), why
    row.save(update_fields=["closed_as", "closed_at", "closed_day", "closed_by", "closed_why"])
    withdraw_standing(win_of(row.number), max(clock.today(), day))


def withdraw_standing(win: str, since: date) -> None:
    """Withdraw what stands open in a window of its own from a day on; what is done or waived stays.

    Inside a transaction that holds the plans of its places.
    """
    standing = Duty.objects.filter(day__gte=since, win=win, state__in=PENDING)
    for duty in standing.select_for_update().order_by("day", "what", "subject"):
        settling.settle(
            Settlement(
                day=duty.day,
                what=duty.what,
                win=duty.win,
                subjects=[duty.subject],
                state=DutyState.WITHDRAWN,
                grade=None,
                reason=duty.reason,
                evidence=duty.evidence,
            )
        )


def closed_by_duty(duty: Duty, state: DutyState, by: Viewer, why: str = "") -> None:
    """Close the instruction behind a duty that was just settled; nothing for duties of clauses."""
    number = number_of(duty.win) if duty.what in GIVEN else None
    if number is not None:
        row = Instruction.objects.select_for_update().get(number=number)
        close(row, Closed(state), duty.day, by, why)
