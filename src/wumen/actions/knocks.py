"""Knocks at doors: what a visit found, who lives there no longer, and slips that were left."""

from collections.abc import Iterable
from datetime import time
from uuid import UUID, uuid4

from wumen.actions.changing import changing
from wumen.actions.duties.plan import hold_plans
from wumen.actions.duties.raised import raise_said
from wumen.actions.duties.settle import do
from wumen.actions.homes import gone_from, held_home, seen_home
from wumen.actions.log import log, subject_key
from wumen.records import clock, planning, sealing
from wumen.records.models import CallEntry, Duty, Household, Instruction, Knock
from wumen.rules.areas import parent, read_path, span, subdistrict
from wumen.rules.changes import Leaving
from wumen.rules.duties import PENDING, DutyKey
from wumen.rules.instructions import win_of
from wumen.rules.knocks import Result, kept_words
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.raised import NEEDS_SOMETHING
from wumen.rules.round_sheets.rows import Paper
from wumen.rules.time import at

_WHY = {Result.NOT_LIVING_HERE: Leaving.NOT_LIVING_HERE, Result.MOVED: Leaving.MOVED_AWAY}


def knock(
    viewer: Viewer,
    household: UUID,
    result: Result,
    said: str = "",
    paper: Paper | None = None,
) -> Knock:
    """Note what a visit at a door found, who went and when; words are kept of needs only, sealed.

    `paper`: on which line of which sheet it was written, by whom and when, where the viewer keys it in.

    What is needed is somebody's request at once, as a phone's is. The event does not say what was found: a
    refusal dies with its day, and an event never does.
    Problems: `right_missing`, `household_unknown` also for a door outside the area.
    """
    words = kept_words(result, said)
    went, told = (paper.by, paper.told) if paper else (viewer, {})
    with changing(viewer):
        if result is Result.NEEDS:
            hold_plans([seen_home(viewer, household).area])
        planning.lock_for_settling(clock.today(), subdistrict(seen_home(viewer, household).area))
        home = held_home(viewer, household)
        row = Knock(
            id=uuid4(),
            household=home.id,
            area=home.area,
            knocked_at=paper.at if paper else clock.now(),
            result=result,
            by=went.person,
        )
        row.said_sealed = sealing.seal("said", row.id, words) if words else None
        row.save(force_insert=True)
        forget_refusals()
        who = subject_key(home.id)
        log(viewer, "household.knocked", parent(home.area), subject=who, by=went.person, **told)
        if result is not Result.NOBODY_HOME:
            _answer_calls(viewer, home, paper)
        if result is Result.NEEDS:
            raise_said(went, home.area, words or NEEDS_SOMETHING)
    return row


def _answer_calls(viewer: Viewer, home: Household, paper: Paper | None) -> None:
    """Settle what calls without an answer had asked for: to knock at this door."""
    asked = CallEntry.objects.filter(area=home.area, knock__isnull=False).values("knock")
    standing = Instruction.objects.filter(household=home.id, closed_as="", number__in=asked)
    for number in standing.values_list("number", flat=True):
        duty = Duty.objects.filter(
            day__lte=clock.today(), win=win_of(number), subject=home.id, state__in=PENDING
        )
        newest = duty.order_by("-day").first()
        if newest is not None:
            key = DutyKey(newest.day, newest.what, str(home.id), newest.win)
            evidence = {"knocked": True, **(paper.told if paper else {})}
            do(viewer, key, evidence=evidence, by=paper.by if paper else None)


def knock_gone(viewer: Viewer, household: UUID, result: Result, residents: Iterable[UUID]) -> Knock:
    """Note a visit that found people here no longer, and let these leave the register.

    Where nobody is registered behind the door, nobody has to be named. Problems: `nobody_ticked`,
    `resident_unknown`, and those of `knock`.
    """
    with changing(viewer):
        # Leaving holds the plans, so it comes before the knock is logged.
        if seen_home(viewer, household).residents.exists():
            gone_from(viewer, household, residents, _WHY[result])
        return knock(viewer, household, result)


def leave_slips(viewer: Viewer, path: str, households: Iterable[UUID]) -> int:
    """Note that slips hang at doors where nobody was found last; how many.

    Problems: `nobody_ticked`, `no_slip_due`, `household_unknown`, `area_not_yours`.
    """
    full, wanted = read_path(path), set(households)
    viewer.must(Right.CORRECT_HOMES, full)
    held = span(full)
    if not wanted:
        raise Problem("nobody_ticked")
    with changing(viewer):
        rows = (
            Knock.objects.filter(household__in=wanted, area__gte=held.lo, area__lt=held.hi)
            .order_by("household", "-knocked_at")
            .distinct("household")
        )
        last = {row.household: row for row in rows}
        if last.keys() != wanted:
            raise Problem("household_unknown")
        if any(row.result != Result.NOBODY_HOME for row in last.values()):
            raise Problem("no_slip_due")
        Knock.objects.filter(id__in=[row.id for row in last.values()]).update(slip_left=True)
        log(viewer, "slips.left", full, doors=len(last))
    return len(last)


def forget_refusals() -> int:
    """A refusal holds for the round of its day: of former ones only that a door was opened is left; how many.

    It is read that way from midnight on; the rows follow with the next visit of anybody here, or in the night.
    """
    today = at(clock.today(), time())
    rows = Knock.objects.filter(result=Result.REFUSED, knocked_at__lt=today)
    return rows.update(result=Result.SPOKEN)
