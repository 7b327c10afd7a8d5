"""Enters what is asked for beyond the rules as one duty: by hand, or because it follows from something else."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from django.db import connection

from wumen.actions.changing import changing
from wumen.actions.duties.plan import hold_plans, plan_given
from wumen.actions.log import log_numbered, log_numbered_all
from wumen.queries.instructions import Said, said_of
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
from wumen.rules.areas import read_path
from wumen.rules.instructions import InstructionDraft, Told, check_draft, check_place
from wumen.rules.posts import ROLES, Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import TAPPED_TWICE

_ALIKE = (
    *("outbreak_id", "area", "resident", "household", "facility", "origin", "document"),
    *("role", "post", "grade", "urgency", "photos", "exit"),
)


def _numbers(many: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('instruction_number') FROM generate_series(1, %s)", [many])
        return sorted(int(one) for (one,) in cursor.fetchall())


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


def _row(draft: InstructionDraft, outbreak: Outbreak, by: CrewMember, now: datetime) -> Instruction:
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
        exit=draft.exit,
        opens_at=draft.opens,
        due_at=draft.due,
        entered_by=by,
        entered_at=now,
    )


def _said(draft: InstructionDraft) -> Said:
    said = draft.said.strip(), draft.asked_by.strip(), draft.passed_on_by.strip()
    return Said(*said, draft.people)


def _encoded(said: Said) -> str:
    return msgspec.json.encode(said).decode()


def _same_again(row: Instruction, said: Said) -> Instruction | None:
    """What the same person entered a moment ago in the same words for the same hour: one tap that came twice."""
    same = Instruction.objects.filter(
        **{name: getattr(row, name) for name in _ALIKE},
        entered_by=row.entered_by,
        entered_at__gt=row.entered_at - TAPPED_TWICE,
        due_at__range=(row.due_at - TAPPED_TWICE, row.due_at + TAPPED_TWICE),
        closed_as="",
    )
    return next((one for one in same if said_of(one) == said), None)


def hand_on(
    viewer: Viewer, draft: InstructionDraft, outbreak: Outbreak, told: Told | None = None
) -> Instruction:
    """Enter what follows by rule from something else that the viewer did, whatever her post may ask of others.

    `told`: the event of a phone that it follows from. Inside an open transaction that holds the plans of its
    place. Problems as `give`.
    """
    check_draft(draft, clock.now())
    return enter(viewer, draft, outbreak, None, Right.SEE_REGISTER, told)


def hand_on_all(
    viewer: Viewer, place: str, drafts: Sequence[tuple[InstructionDraft, str]], outbreak: Outbreak
) -> list[Instruction]:
    """Enter what follows by rule from many things that the viewer did at a place, in its order.

    Each draft is about a home that the caller read in this transaction, or about a place, and comes with where
    that is. Inside an open transaction that holds the plans of the place; the number of statements is the same
    for one and for hundreds. Problems: what `check_draft` says, `right_missing`, `instruction_place_too_wide`.
    """
    now, by = clock.now(), CrewMember.objects.get(id=viewer.person)
    rows: list[Instruction] = []
    for (draft, area), number in zip(drafts, _numbers(len(drafts)), strict=True):
        check_draft(draft, now)
        viewer.must(Right.SEE_REGISTER, area)
        check_place(area)
        row = _row(draft, outbreak, by, now)
        row.number, row.area = number, area
        row.household = UUID(draft.household) if draft.household else None
        rows.append(row)
    words = {row.id: _encoded(_said(one)) for row, (one, _) in zip(rows, drafts, strict=True)}
    sealed = sealing.seal_given_all(outbreak.id, clock.today(), words)
    for row in rows:
        row.said_sealed = sealed[row.id]
    Instruction.objects.bulk_create(rows, batch_size=500)
    plan_given(place)
    said = [{"due": row.due_at, "urgency": row.urgency} for row in rows]
    log_numbered_all(viewer, "instruction.given", rows, said)
    return rows


def enter(
    viewer: Viewer,
    draft: InstructionDraft,
    outbreak: Outbreak,
    by: UUID | None,
    right: Right,
    told: Told | None = None,
) -> Instruction:
    """Enter an instruction whose draft was checked, under the right that its way of coming asks for; twice is once.

    Problems: `area_not_yours`, `right_missing`, `resident_unknown`, `area_unknown`, `post_not_there`, …
    """
    with changing(viewer):
        row = _row(draft, outbreak, CrewMember.objects.get(id=by or viewer.person), clock.now())
        if told is not None:
            row.told_writer, row.told_seq = told.writer, told.seq
        _about(row, draft)
        viewer.must(right, row.area)
        check_place(row.area)
        row.post = _owing_post(row, draft.post)
        said = _said(draft)
        row.said_sealed = sealing.seal_given(outbreak.id, clock.today(), row.id, _encoded(said))
        # A plan takes its lock first and logs last, and so must all.
        hold_plans([row.area])
        if told is None and (known := _same_again(row, said)):
            return known
        (row.number,) = _numbers(1)
        row.save(force_insert=True)
        plan_given(row.area)
        log_numbered(viewer, "instruction.given", row, by, due=row.due_at, urgency=row.urgency)
    return row
