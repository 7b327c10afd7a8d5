"""Transfers: called for one person, noted step by step; her leaving and coming home make things owed by themselves."""

from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from wumen.actions.changing import changing
from wumen.actions.log import log, subject_key
from wumen.actions.occurrences import note as note_occurrence
from wumen.actions.orders.outbreaks import chosen_outbreak, must_be_open
from wumen.queries.transfers import Said, facts_of, said_of
from wumen.records import clock, sealing
from wumen.records.models import Household, Resident, Transfer, TransferStep
from wumen.rules.areas import counted_at
from wumen.rules.occurrences import OccurrenceDraft
from wumen.rules.playbooks import Happening
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.round_sheets.rows import Paper
from wumen.rules.transfers import CLOSING, OF_OFFICE, Step, TransferDraft, check_draft, check_step

_HAPPENS = {Step.ON_BUS: Happening.TRANSFER, Step.BROUGHT_HOME: Happening.HOME_COMING}


def call_transfer(viewer: Viewer, draft: TransferDraft, outbreak_name: str = "") -> UUID:
    """Note that somebody is to be moved, the bus and where to; nothing is owed before she is on the bus. Its id.

    Problems: what `check_draft` says, `resident_unknown`, `transfer_open`, `outbreak_*`, rights.
    """
    viewer.must(Right.KEEP_REGISTER)
    now = clock.now()
    check_draft(draft, now)
    with changing(viewer):
        person = _resident(draft.resident)
        viewer.must(Right.KEEP_REGISTER, person.area)
        # Two who call for the same person at once stand in a row here.
        Household.objects.select_for_update().get(id=person.household_id)
        if Transfer.objects.filter(resident=person.id, ended_at__isnull=True).exists():
            raise Problem("transfer_open")
        row = Transfer(
            id=uuid4(),
            outbreak=chosen_outbreak(outbreak_name),
            area=person.area,
            household=person.household_id,
            resident=person.id,
            bus_at=draft.bus_at,
            opened_by_id=viewer.person,
            opened_at=now,
        )
        said = Said(draft.where_to.strip(), draft.why.strip(), draft.told_by.strip())
        row.said_sealed = _sealed(row, row.id, msgspec.json.encode(said).decode())
        row.save(force_insert=True)
        _log(viewer, row)
    return row.id


def note_step(
    viewer: Viewer,
    ident: UUID,
    step: Step,
    at: datetime,
    said: str = "",
    paper: Paper | None = None,
) -> None:
    """Note that a step was done, at its hour, in the viewer's name, or of who wrote it on the `paper` she keys in.

    On the bus and brought home stand as occurrences beside it: what the rules ask for after them, the
    disinfection of the home first, is owed at once. Problems: what `check_step` says,
    `transfer_unknown`, `outbreak_closed`, rights.
    """
    viewer.must(Right.KEEP_REGISTER if step in OF_OFFICE else Right.CORRECT_HOMES)
    went, told = (paper.by, paper.told) if paper else (viewer, {})
    with changing(viewer):
        row = Transfer.objects.select_for_update().filter(id=ident).first()
        if row is None:
            raise Problem("transfer_unknown")
        must_be_open(row.outbreak_id)
        check_step(step, at, said, facts_of(viewer, row))
        if step in _HAPPENS:
            number = _occurred(viewer, row, step, at)
            if step is Step.ON_BUS:
                row.occurrence = number
        _save_step(row, step, at, said.strip(), went)
        row.ended_at = clock.now() if step in CLOSING else None
        row.save(update_fields=["occurrence", "ended_at"])
        _log(viewer, row, went.person, **told)


def _save_step(row: Transfer, step: Step, at: datetime, said: str, went: Viewer) -> None:
    one = TransferStep(
        id=uuid4(),
        transfer=row,
        area=row.area,
        step=step.value,
        happened_at=at,
        noted_at=clock.now(),
        by_id=went.person,
    )
    one.said_sealed = _sealed(row, one.id, said) if said else None
    one.save(force_insert=True)


def _resident(text: str) -> Resident:
    try:
        ident = UUID(text)
    except ValueError:
        raise Problem("resident_unknown") from None
    person = Resident.objects.filter(id=ident).first()
    if person is None:
        raise Problem("resident_unknown")
    return person


def _occurred(viewer: Viewer, row: Transfer, step: Step, at: datetime) -> int:
    """The number of the occurrence that a step is for the rules, at the door where she lives now."""
    person = Resident.objects.get(id=row.resident)
    draft = OccurrenceDraft(
        kind=_HAPPENS[step].value,
        path=person.area,
        at=at,
        told_by=said_of(row).told_by,
        resident=str(row.resident),
    )
    return note_occurrence(viewer, draft, row.outbreak.name).number


def _sealed(row: Transfer, ident: UUID, text: str) -> bytes:
    return sealing.seal_transfer(row.outbreak_id, clock.today(), ident, text)


def _log(viewer: Viewer, row: Transfer, by: UUID | None = None, **told: object) -> None:
    """The event of a transfer: that something was noted of it; never what, nor where to."""
    place = counted_at(row.area)
    who, which = subject_key(row.resident), str(row.id)
    log(viewer, "transfer.noted", place, subject=who, by=by, transfer=which, **told)
