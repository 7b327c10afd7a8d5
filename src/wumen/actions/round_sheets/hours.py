"""Puts right the hour at which a sheet was walked, where it was keyed in wrongly; the log keeps both."""

from collections.abc import Mapping
from datetime import datetime

from wumen.actions.changing import changing
from wumen.actions.duties.plan import hold_plans
from wumen.actions.duties.visits import further
from wumen.actions.log import log
from wumen.queries import facts
from wumen.queries.posts import acting
from wumen.queries.round_sheets import sheet_of, subject_of, whole_sheet
from wumen.records import clock, planning, settling
from wumen.records.models import Duty, Knock, RoundSheet
from wumen.records.settling import Settlement
from wumen.rules.areas import counted_in, subdistrict
from wumen.rules.duties import PENDING
from wumen.rules.playbooks import Playbook
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.round_sheets import read_walked_at
from wumen.rules.visits import window


def correct_hour(viewer: Viewer, number: int, hour: str) -> None:
    """Let a sheet that was keyed in have been walked at another hour, as it stands on paper.

    Its visits that met nobody move with it, and so does when somebody is to go again. What was noted stays in the
    log with the hour that was keyed, and the correction beside it.
    Problems: `round_sheet_unknown`, `sheet_kind_other`, `sheet_not_keyed`, those of `read_walked_at`, rights.
    """
    viewer.must(Right.SETTLE)
    with acting(viewer):
        found = sheet_of(number)
    viewer.must(Right.SETTLE, found.area)
    with changing(viewer):
        hold_plans([found.area])
        planning.lock_for_settling(found.day, subdistrict(found.area))
        sheet = RoundSheet.objects.select_for_update().get(number=number)
        whole = whole_sheet(viewer, number)
        was = sheet.walked_at
        if was is None:
            raise Problem("sheet_not_keyed")
        rules, rows = facts.books(), _owed(sheet)
        begins = (_begins(one, rules) for one in rows if one.win == sheet.win)
        opens = min([whole.opens, *begins])
        when = read_walked_at(hour, sheet.day, opens, clock.now(), sheet.printed_at)
        if when == was:
            return
        for duty in rows:
            if was in duty.tried:
                _move(duty, was, when, rules)
        doors = sheet.lines.values_list("area", flat=True)
        Knock.objects.filter(area__in=doors, knocked_at=was).update(knocked_at=when)
        sheet.walked_at = when
        sheet.save(update_fields=["walked_at"])
        kind, area = "round.sheet_hour_corrected", counted_in(sheet.area)
        log(viewer, kind, area, number=number, was=was, walked_at=when)


def _owed(sheet: RoundSheet) -> list[Duty]:
    """What was owed that day of who and what stands on a sheet, held in one order."""
    subjects = {subject_of(row) for row in sheet.lines.all()}
    rows = Duty.objects.select_for_update().filter(day=sheet.day, subject__in=subjects)
    return list(rows.order_by("what", "subject", "win"))


def _begins(duty: Duty, rules: Mapping[str, Playbook]) -> datetime:
    """When a duty could first be done, before any visit that met nobody let it come again."""
    said = further(duty, rules)
    return said[1].begins if said else duty.opens_at


def _move(duty: Duty, was: datetime, when: datetime, rules: Mapping[str, Playbook]) -> None:
    """Let a visit of a duty have been at another hour; one that is still to be done comes again by that."""
    tried = sorted(when if one == was else one for one in duty.tried)
    said = further(duty, rules)
    if said is not None and duty.state in PENDING:
        due = window(said[1], said[0], tried)
        settling.settle(
            Settlement(
                *(duty.day, duty.what, duty.win, [duty.subject], duty.state),
                *(duty.grade, duty.reason, duty.evidence),
                opens_at=due.begins,
                due_at=due.ends,
            )
        )
    own = Duty.objects.filter(day=duty.day, what=duty.what, subject=duty.subject, win=duty.win)
    own.update(tried=tried)
