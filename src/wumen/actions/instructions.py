"""Enters what somebody asked for beyond the rules, and closes what was cancelled or withdrawn."""

from uuid import UUID

from wumen.actions.changing import changing
from wumen.actions.duties.given import close
from wumen.actions.duties.giving import enter
from wumen.actions.duties.plan import hold_plans
from wumen.actions.log import log_numbered
from wumen.actions.orders.outbreaks import chosen_outbreak
from wumen.actions.photos import take_photo
from wumen.queries.instructions import InstructionLine, instruction_line
from wumen.records import clock
from wumen.records.models import Instruction
from wumen.rules.areas import read_path
from wumen.rules.instructions import (
    Closed,
    InstructionDraft,
    check_closing,
    check_draft,
    check_not_exit,
)
from wumen.rules.photos import Moment, OfGiven
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem


def give(
    viewer: Viewer,
    draft: InstructionDraft,
    outbreak_name: str = "",
    by: UUID | None = None,
    before: bytes = b"",
) -> Instruction:
    """Enter an instruction or a request: it stands as one duty on the day it is due, until it is closed.

    Where that day is planned already it stands at once. `by` is who entered it when the viewer types it
    for her; `before` is the photo of how it is now, kept with it. Problems: what `check_draft` says,
    `photo_before_missing` and what `take_photo` says, `area_not_yours`, `resident_unknown`, `area_unknown`,
    `post_not_there`, `instruction_place_too_wide`, `outbreak_*`.
    """
    viewer.must(Right.GIVE)
    with changing(viewer):
        check_draft(draft, clock.now())
        if draft.photos and not before:
            raise Problem("photo_before_missing")
        outbreak = chosen_outbreak(outbreak_name)
        if draft.path:
            viewer.must(Right.GIVE, read_path(draft.path))
        row = enter(viewer, draft, outbreak, by, Right.GIVE)
        if before:
            take_photo(viewer, OfGiven(row.number), before, Moment.BEFORE)
    return row


def end(viewer: Viewer, number: int, how: str, why: str, by: UUID | None = None) -> None:
    """Cancel an instruction, or note that its authority withdrew it, with a reason, in the viewer's name.

    What of it stands is withdrawn. Problems: `instruction_unknown`, `instruction_closed`,
    `reason_needed`, rights.
    """
    viewer.must(Right.GIVE)
    with changing(viewer):
        place = Instruction.objects.filter(number=number).values_list("area", flat=True).first()
        if place is None:
            raise Problem("instruction_unknown", number=number)
        viewer.must(Right.GIVE, place)
        hold_plans([place])
        row = Instruction.objects.select_for_update().get(number=number)
        if row.closed_as:
            raise Problem("instruction_closed", number=number)
        check_not_exit(row.exit)
        _end(viewer, row, check_closing(how, why), why.strip(), by)


def open_words(viewer: Viewer, number: int) -> InstructionLine:
    """Everything that an instruction says, for who carries it out or hands it on; the look stands in the log first.

    Problems: `instruction_unknown`, `right_missing`.
    """
    viewer.must(Right.SEE_REGISTER)
    if not viewer.may(Right.GIVE):
        viewer.must(Right.SETTLE)
    with changing(viewer):
        row = Instruction.objects.filter(number=number).first()
        if row is None:
            raise Problem("instruction_unknown", number=number)
        log_numbered(viewer, "instruction.looked_at", row, None)
        return instruction_line(viewer, number, whole=True)


def end_handed_on(viewer: Viewer, number: int, why: str) -> None:
    """Cancel what was handed on by rule, once its reason is gone; nothing where it was closed before.

    Inside an open transaction that holds the plans of its place.
    """
    row = Instruction.objects.select_for_update().filter(number=number, closed_as="").first()
    if row is not None:
        _end(viewer, row, Closed.CANCELLED, why, None)


def _end(viewer: Viewer, row: Instruction, how: Closed, why: str, by: UUID | None) -> None:
    close(row, how, clock.today(), viewer, why)
    log_numbered(viewer, "instruction.ended", row, by, how=how)
