"""Gives passes where the rules give a ground for one, and takes them back."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from django.db import IntegrityError, transaction

from wumen.actions.changing import changing
from wumen.actions.log import log, subject_key
from wumen.queries import facts
from wumen.queries.explain import must_see_doors
from wumen.queries.gate_passes import Holder, PassSaid, bound
from wumen.queries.movement import movement_facts
from wumen.records import clock, sealing
from wumen.records.models import Area, GatePass, Outing, Resident
from wumen.rules.areas import counted_of, read_path
from wumen.rules.entries import GateFacts, may_come_in
from wumen.rules.gate_passes import (
    GOES_FOR,
    PassDraft,
    PassKind,
    check_ground,
    check_hours,
    check_outsider,
    kept_in,
    kind_of,
)
from wumen.rules.movement import Asked, Purpose, may_go_out
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem

_NUMBERS = 1_000_000
_TRIES = 8


def give_pass(viewer: Viewer, draft: PassDraft) -> str:
    """Give a pass and say its number.

    Problems: `pass_hours_wrong`, `pass_whose_missing`, `pass_words_long`, `pass_coming`, `pass_purpose`,
    `pass_outing_only`, `pass_no_ground`, `outing_unknown`, `outing_over`, `resident_unknown`, `area_unknown`, rights.
    """
    viewer.must(Right.CORRECT_HOMES)
    with changing(viewer):
        if draft.outing:
            row = _for_outing(viewer, draft)
        elif draft.resident:
            row = _for_resident(viewer, draft)
        else:
            row = _for_outsider(viewer, draft)
        check_hours(row.from_at, row.until_at, clock.now())
        row.made_at, row.made_by_id = clock.now(), viewer.person
        _numbered(row)
        _log(viewer, "pass.given", row)
    return row.number


def take_back(viewer: Viewer, number: str) -> None:
    """Take a pass back: it opens nothing from now on; again it is no error. Problems `pass_unknown`, rights."""
    viewer.must(Right.CORRECT_HOMES)
    with changing(viewer):
        row = GatePass.objects.select_for_update().filter(number=number).first()
        if row is None:
            raise Problem("pass_unknown")
        viewer.must(Right.CORRECT_HOMES, row.area)
        if row.revoked_at is None:
            row.revoked_at, row.revoked_by_id = clock.now(), viewer.person
            row.save(update_fields=["revoked_at", "revoked_by"])
            _log(viewer, "pass.taken_back", row)


def _numbered(row: GatePass) -> None:
    """Keep it under six digits that nobody can guess from those of another pass, also of one that nobody here sees."""
    for _ in range(_TRIES):
        row.number = f"{int.from_bytes(sealing.fresh(8)) % _NUMBERS:06d}"
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            if "gate_pass_number" not in str(error.__cause__):
                raise
        else:
            return
    raise Problem("changed_at_once")


def _log(viewer: Viewer, kind: str, row: GatePass) -> None:
    """The event of a pass: that it was given or taken back, to whom by a keyed hash; never what for."""
    subject = subject_key(row.resident) if row.resident else ""
    place = counted_of(row.area, door=bool(row.resident))
    log(viewer, kind, place, subject=subject, number=row.number, until=row.until_at)


def _made(said: PassSaid, area: str, kind: PassKind, begins: datetime, ends: datetime) -> GatePass:
    row = GatePass(id=uuid4(), area=area, kind=kind.value, from_at=begins, until_at=ends)
    row.said_sealed = sealing.seal("gate_pass", row.id, msgspec.json.encode(said).decode())
    return row


def _hours(draft: PassDraft) -> tuple[datetime, datetime]:
    if draft.ends is None:
        raise Problem("pass_hours_wrong", days=7)
    return draft.begins or clock.now(), draft.ends


def _person(viewer: Viewer, ident: UUID) -> Resident:
    person = Resident.objects.filter(id=ident).first()
    if person is None:
        raise Problem("resident_unknown")
    viewer.must(Right.CORRECT_HOMES, person.area)
    return person


def _for_outing(viewer: Viewer, draft: PassDraft) -> GatePass:
    """With the hours of a going out that is noted, and no others."""
    try:
        outing = Outing.objects.filter(id=UUID(draft.outing)).first()
    except ValueError:
        outing = None
    if outing is None:
        raise Problem("outing_unknown")
    if outing.back_at is not None:
        raise Problem("outing_over")
    person = _person(viewer, outing.resident)
    said = PassSaid(name=person.name, purpose=Purpose.OTHER.value)
    row = _made(said, person.area, PassKind.PERSON, outing.left_at, outing.due_at)
    row.resident, row.outing = person.id, outing.id
    return row


def _for_resident(viewer: Viewer, draft: PassDraft) -> GatePass:
    """For what somebody goes out for again and again, if the rule lets her go and no order keeps her in."""
    if draft.purpose not in GOES_FOR:
        raise Problem("pass_purpose")
    begins, ends = _hours(draft)
    known, playbooks = movement_facts(viewer, draft.resident)
    person = _person(viewer, UUID(draft.resident))
    # Whose turn it is is asked at the gate, not a week before.
    asked = Asked(draft.purpose, beyond=draft.purpose is not Purpose.GOODS)
    answer = may_go_out(asked, replace(known, outings=None), playbooks)
    check_ground(answer, kept_in(known.orders, known.now, playbooks), outing=False)
    said = PassSaid(
        name=person.name, plate=draft.plate.strip().upper(), purpose=draft.purpose.value
    )
    row = _made(said, person.area, kind_of(None, draft.plate), begins, ends)
    row.resident = person.id
    return row


def _for_outsider(viewer: Viewer, draft: PassDraft) -> GatePass:
    """For a fixed person or vehicle from outside that the rule lets in where it goes."""
    name, plate = check_outsider(draft)
    begins, ends = _hours(draft)
    place = read_path(draft.place)
    viewer.must(Right.CORRECT_HOMES, place)
    must_see_doors(viewer, place)
    if not Area.objects.filter(area=place).exists() or draft.coming is None:
        raise Problem("area_unknown", path=place)
    now = clock.now()
    orders = bound([(going := Holder(place, inside=True))], now)[going]
    answer = may_come_in(draft.coming, GateFacts(now, orders), facts.outbreaks())
    check_ground(answer, kept=False, outing=False)
    said = PassSaid(name=name, plate=plate, coming=draft.coming.value)
    return _made(said, place, kind_of(draft.coming, plate), begins, ends)
