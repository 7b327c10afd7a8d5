"""Enters what somebody asked for beyond the rules, and closes what was cancelled or withdrawn."""

from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from django.db import connection

from wumen.actions.changing import changing
from wumen.actions.duties.given import close
from wumen.actions.duties.plan import hold_plans, plan_given
from wumen.actions.log import log, subject_key
from wumen.actions.orders.outbreaks import chosen_outbreak
from wumen.actions.photos import take_photo
from wumen.queries.instructions import Said
from wumen.records import clock, sealing
from wumen.records.models import (
    Area,
    CrewMember,
    Facility,
    Household,
    Instruction,
    Outbreak,
    Post,
    Resident,
)
from wumen.rules.areas import counted_at, read_path
from wumen.rules.instructions import (
    Closed,
    InstructionDraft,
    Told,
    check_closing,
    check_draft,
    check_place,
)
from wumen.rules.photos import Moment, OfGiven
from wumen.rules.posts import ROLES, Right, Viewer
from wumen.rules.problems import Problem


def _number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('instruction_number')")
        return int(cursor.fetchone()[0])


def _ident(text: str, code: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Problem(code) from None


def _about(row: Instruction, draft: InstructionDraft) -> None:
    """Let a row be about what the draft names; Problems `resident_unknown`, `household_unknown`, …"""
    if draft.resident:
        ident = _ident(draft.resident, "resident_unknown")
        person = Resident.objects.filter(id=ident).first()
        if person is None:
            raise Problem("resident_unknown")
        row.resident, row.area = person.id, person.area
    elif draft.household:
        ident = _ident(draft.household, "household_unknown")
        home = Household.objects.filter(id=ident).first()
        if home is None:
            raise Problem("household_unknown")
        row.household, row.area = home.id, home.area
    elif draft.facility:
        ident = _ident(draft.facility, "facility_unknown")
        thing = Facility.objects.filter(id=ident, closed_at__isnull=True).first()
        if thing is None:
            raise Problem("facility_unknown")
        row.facility, row.area = thing.id, thing.area
    else:
        _about_place(row, read_path(draft.path))


def _about_place(row: Instruction, path: str) -> None:
    """A door is its household; everything else is the place itself."""
    home = Household.objects.filter(area=path).first()
    if home is not None:
        row.household = home.id
    elif not Area.objects.filter(area=path).exists():
        raise Problem("area_unknown", path=path)
    row.area = path


def _owing_post(row: Instruction, text: str) -> UUID | None:
    """The post that was named; Problem `post_not_there` where it has ended or answers for another place."""
    if not text:
        return None
    post = Post.objects.filter(id=_ident(text, "post_not_there"), until_at__isnull=True).first()
    if post is None or not row.area.startswith(post.area):
        raise Problem("post_not_there")
    if Right.SETTLE not in ROLES[post.role].rights:
        raise Problem("role_cannot_settle", role=post.role)
    return post.id


def _row(draft: InstructionDraft, outbreak: Outbreak, by: UUID, now: datetime) -> Instruction:
    """The row of a draft, without number, place and text."""
    return Instruction(
        id=uuid4(),
        outbreak=outbreak,
        origin=draft.origin,
        document=draft.document.strip(),
        role=draft.role,
        grade=draft.grade,
        urgency=draft.urgency,
        photos=draft.photos,
        opens_at=draft.opens,
        due_at=draft.due,
        entered_by=CrewMember.objects.get(id=by),
        entered_at=now,
    )


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
        row = _give(viewer, draft, outbreak, by, Right.GIVE)
        if before:
            take_photo(viewer, OfGiven(row.number), before, Moment.BEFORE)
    return row


def hand_on(
    viewer: Viewer, draft: InstructionDraft, outbreak: Outbreak, told: Told | None = None
) -> Instruction:
    """Enter what follows by rule from something else that the viewer did, whatever her post may ask of others.

    `told`: the event of a phone that it follows from. Inside an open transaction that holds the plans of its
    place. Problems as `give`.
    """
    check_draft(draft, clock.now())
    return _give(viewer, draft, outbreak, None, Right.SEE_REGISTER, told)


def _give(
    viewer: Viewer,
    draft: InstructionDraft,
    outbreak: Outbreak,
    by: UUID | None,
    right: Right,
    told: Told | None = None,
) -> Instruction:
    with changing(viewer):
        row = _row(draft, outbreak, by or viewer.person, clock.now())
        if told is not None:
            row.told_writer, row.told_seq = told.writer, told.seq
        _about(row, draft)
        viewer.must(right, row.area)
        check_place(row.area)
        row.post = _owing_post(row, draft.post)
        said = Said(draft.said.strip(), draft.asked_by.strip(), draft.passed_on_by.strip())
        content = msgspec.json.encode(said).decode()
        row.said_sealed = sealing.seal_given(outbreak.id, clock.today(), row.id, content)
        # A plan takes its lock first and logs last, and so must all.
        hold_plans([row.area])
        row.number = _number()
        row.save(force_insert=True)
        plan_given(row.area)
        _log(viewer, "instruction.given", row, by, due=row.due_at, urgency=row.urgency)
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
        _end(viewer, row, check_closing(how, why), why.strip(), by)


def end_handed_on(viewer: Viewer, number: int, why: str) -> None:
    """Cancel what was handed on by rule, once its reason is gone; nothing where it was closed before.

    Inside an open transaction that holds the plans of its place.
    """
    row = Instruction.objects.select_for_update().filter(number=number, closed_as="").first()
    if row is not None:
        _end(viewer, row, Closed.CANCELLED, why, None)


def _end(viewer: Viewer, row: Instruction, how: Closed, why: str, by: UUID | None) -> None:
    close(row, how, clock.today(), viewer, why)
    _log(viewer, "instruction.ended", row, by, how=how)


def _log(viewer: Viewer, kind: str, row: Instruction, by: UUID | None, **said: object) -> None:
    """The event of an instruction: its number and hours, never what it says or of whom."""
    subject = row.resident or row.household
    log(
        viewer,
        kind,
        counted_at(row.area) if subject else row.area,
        subject=subject_key(subject) if subject else "",
        by=by,
        number=row.number,
        **said,
    )
