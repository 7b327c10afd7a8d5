"""Who went out and who is back, noted by name."""

from datetime import datetime
from uuid import UUID, uuid4

from wumen.actions.changing import changing
from wumen.actions.log import log, subject_key
from wumen.records import clock, sealing
from wumen.records.models import (
    Household,
    Outing,
    Resident,
)
from wumen.rules.areas import counted_at
from wumen.rules.outings import OutingDraft, check_outing, check_return
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem


def go_out(viewer: Viewer, draft: OutingDraft) -> UUID:
    """Note that somebody went out and until when she is expected; who goes needs no leave of this page.

    Problems: what `check_outing` says, `resident_unknown`, `outing_open`, rights.
    """
    viewer.must(Right.CORRECT_HOMES)
    now = clock.now()
    check_outing(draft, now)
    with changing(viewer):
        try:
            person = Resident.objects.filter(id=UUID(draft.resident)).first()
        except ValueError:
            person = None
        if person is None:
            raise Problem("resident_unknown")
        viewer.must(Right.CORRECT_HOMES, person.area)
        Household.objects.select_for_update().get(id=person.household_id)
        if Outing.objects.filter(resident=person.id, back_at__isnull=True).exists():
            raise Problem("outing_open")
        row = Outing(
            id=uuid4(),
            area=person.area,
            household=person.household_id,
            resident=person.id,
            left_at=draft.left_at,
            due_at=draft.due_at,
            noted_by_id=viewer.person,
            noted_at=now,
        )
        row.said_sealed = sealing.seal("outing", row.id, draft.said.strip())
        row.save(force_insert=True)
        _log_outing(viewer, row)
    return row.id


def come_back(viewer: Viewer, ident: UUID, at: datetime) -> None:
    """Tick that somebody is back; Problems `outing_unknown`, what `check_return` says, rights."""
    viewer.must(Right.CORRECT_HOMES)
    with changing(viewer):
        row = Outing.objects.select_for_update().filter(id=ident).first()
        if row is None:
            raise Problem("outing_unknown")
        check_return(row.left_at, at, clock.now(), row.back_at is not None)
        row.back_at, row.back_by_id = at, viewer.person
        row.save(update_fields=["back_at", "back_by"])
        _log_outing(viewer, row)


def _log_outing(viewer: Viewer, row: Outing) -> None:
    """The event of an outing: that something was noted, never what for."""
    log(viewer, "outing.noted", counted_at(row.area), subject=subject_key(row.resident))
