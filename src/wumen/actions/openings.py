"""Doors and gates after a lifting are opened with a photo, confirmed by who lives there, or said to be closed."""

from uuid import UUID

from wumen.actions.attachments import Record, keep
from wumen.actions.changing import changing
from wumen.actions.duties import settle
from wumen.actions.log import log, subject_key
from wumen.queries.openings import place_of, shop_doors, steps_of
from wumen.queries.posts import viewer_by
from wumen.records import clock, settling
from wumen.records.models import Duty, OpeningStep, Resident
from wumen.rules.areas import counted_at, span
from wumen.rules.attachments import Purpose
from wumen.rules.duties import DutyKey, DutyState
from wumen.rules.openings import OpeningStep as Step
from wumen.rules.openings import check_step, stands
from wumen.rules.photos import read_photo
from wumen.rules.playbooks import Grade, What
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

_OF_THE_SHOP = "店里的人说没有东西挡着"


def open_door(viewer: Viewer, key: DutyKey, photo: bytes, by: str = "") -> OpeningStep:
    """Note that a door or gate was opened, with the photo that shows it.

    `by` is the crew number of who opened it, the viewer's own if left out. Problems: `duty_unknown`,
    `file_empty`, `photo_needed`, `photo_unreadable`, `opening_confirmed`, rights.
    """
    file = read_photo(photo)
    with changing(viewer):
        duty = _duty(viewer, key)
        check_step(Step.OPENED, stands(steps_of(duty)))
        row = _step(viewer, duty, Step.OPENED, by)
        outbreak, told = UUID(duty.basis["outbreak"]), counted_at(duty.area)
        keep(viewer, Record(Purpose.OPENING, row.id, row.area, outbreak, told), file, row.by_id)
    return row


def confirm_open(viewer: Viewer, key: DutyKey, resident: UUID, by: str = "") -> OpeningStep:
    """Note that somebody who lives there says it is open; the duty is done with that, as measured.

    `by` is the crew number of who asked her, the viewer's own if left out. Problems: `duty_unknown`,
    `opening_not_opened`, `opening_confirmed`, `opening_resident_unknown`, rights.
    """
    with changing(viewer):
        duty = _duty(viewer, key)
        if shop_doors([duty.subject]):
            raise Problem("opening_shop_says")
        check_step(Step.CONFIRMED, stands(steps_of(duty)))
        held = span(place_of(duty))
        if not Resident.objects.filter(id=resident, area__gte=held.lo, area__lt=held.hi).exists():
            raise Problem("opening_resident_unknown")
        row = _step(viewer, duty, Step.CONFIRMED, by, resident)
        said = {"step": str(row.id), "resident": str(resident)}
        asked = viewer_by(by, Right.SETTLE, [duty.area]) if by else None
        settle.do(viewer, key, Grade.MEASURED, said, asked)
    return row


def confirm_shop(viewer: Viewer, key: DutyKey, by: str = "") -> OpeningStep:
    """Note that the shop was told that it may trade and says that nothing keeps it closed; the duty is done with that.

    Whoever stands for it stood at its door; nobody of the shop is named. Problems: `duty_unknown` where it is no
    shop's, `opening_not_opened`, `opening_confirmed`, rights; whether it may trade is asked by who calls it.
    """
    with changing(viewer):
        duty = _duty(viewer, key)
        if duty.subject not in shop_doors([duty.subject]):
            raise Problem("duty_unknown", key=key)
        check_step(Step.CONFIRMED, stands(steps_of(duty)))
        row = _step(viewer, duty, Step.CONFIRMED, by, said=_OF_THE_SHOP)
        asked = viewer_by(by, Right.SETTLE, [duty.area]) if by else None
        settle.do(viewer, key, Grade.MEASURED, {"step": str(row.id)}, asked)
    return row


def still_closed(
    viewer: Viewer, key: DutyKey, said: str, resident: UUID | None = None, by: str = ""
) -> OpeningStep:
    """Note that it is closed though lifted; what was done is to be done again.

    Problems: `duty_unknown`, `reason_needed`, rights.
    """
    with changing(viewer):
        duty = _duty(viewer, key)
        check_step(Step.STILL_CLOSED, stands(steps_of(duty)), said)
        row = _step(viewer, duty, Step.STILL_CLOSED, by, resident, said.strip())
        if duty.state in (DutyState.DONE, DutyState.WAIVED):
            settling.reopen(duty.day, duty.what, duty.win, duty.subject)
    return row


def _duty(viewer: Viewer, key: DutyKey) -> Duty:
    """The duty of an opening, locked; Problems `duty_unknown`, `duty_withdrawn`, `duty_not_yet`."""
    if key.what != What.OPENING:
        raise Problem("duty_unknown", key=key)
    duty = settle.held_duty(key)
    viewer.must(Right.SETTLE, duty.area)
    if duty.state == DutyState.WITHDRAWN:
        raise Problem("duty_withdrawn", key=key)
    if duty.opens_at > clock.now():
        raise Problem("duty_not_yet", day=duty.day)
    return duty


def _step(
    viewer: Viewer,
    duty: Duty,
    step: Step,
    by: str,
    resident: UUID | None = None,
    said: str = "",
) -> OpeningStep:
    person = viewer_by(by, Right.SETTLE, [duty.area]).person if by else viewer.person
    before = OpeningStep.objects.filter(day=duty.day, owed_by=duty.subject, win=duty.win)
    row = OpeningStep.objects.create(
        area=place_of(duty),
        day=duty.day,
        owed_by=duty.subject,
        win=duty.win,
        number=before.count() + 1,
        step=step.value,
        happened_at=clock.now(),
        by_id=person,
        resident=resident,
        said=said,
        seen=step is Step.CONFIRMED and resident is None,
    )
    subject = subject_key(resident) if resident else ""
    place = counted_at(duty.area)
    log(viewer, f"opening.{step}", place, subject=subject, by=person, day=duty.day, step=row.id)
    return row
