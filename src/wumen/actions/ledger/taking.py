"""Takes a ledger into the register in one transaction, or only says what would become of it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import IntegrityError

from wumen.actions.changing import changing
from wumen.actions.duties.plan import hold_plans, plan_day
from wumen.actions.ledger.comparing import Comparison, compare
from wumen.actions.ledger.marking import Outfile
from wumen.actions.ledger.outcome import outcome_of
from wumen.actions.ledger.progress import Progress, Unwatched
from wumen.actions.ledger.reading import Ledger, check_place, place_of, read_file
from wumen.actions.ledger.writing import steps, write
from wumen.actions.log import log
from wumen.queries import facts
from wumen.records import clock, taking
from wumen.records.ledgers import JobState
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.taking import Outcome


def look_at_ledger(
    viewer: Viewer, file: Path, compound: str, outcome_file: Path | None = None
) -> Outcome:
    """What `take_ledger` would do with every row of a file; the register stays as it is.

    Problems: those of `take_ledger`.
    """
    path = place_of(viewer, compound)
    ledger = read_file(viewer, file, path)
    with Outfile(outcome_file) as outfile:
        with changing(viewer):
            outcome, endings = outcome_of(compare(ledger.reading, path, clock.now()))
        outfile.write(ledger, outcome, endings)
        outfile.keep()
    return outcome


def take_ledger(
    viewer: Viewer,
    file: Path,
    compound: str,
    outcome_file: Path | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Take the people of a workbook into the register of a compound: all that can be, or nothing.

    What the ledger leaves blank stays as it was, and nobody is removed. New people's duties are
    planned at once for the days that are planned, where the post may plan. `outcome_file` is written
    when all is taken: the ledger with what became of each row.
    Problems: `area_not_yours`, `right_missing`, `area_unknown`, `ledger_place`, `file_missing`,
    `file_not_workbook`, `file_password`, `file_too_large`, `header_not_found`, `register_changed`,
    `outcome_not_written`.
    """
    watch = progress or Unwatched()
    path = place_of(viewer, compound)
    with _nothing_collected(), Outfile(outcome_file) as outfile:
        watch.stage(JobState.READING)
        ledger = read_file(viewer, file, path)
        with changing(viewer):
            outcome = _take(viewer, ledger, outfile, watch)
        outfile.keep()
    return outcome


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Let no search for circles go on: a long ledger makes millions of rows and no circle among them.

    Each search walks over all of them, so that a row would cost the more the longer the ledger is.
    """
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


def _take(viewer: Viewer, ledger: Ledger, outfile: Outfile, watch: Progress) -> Outcome:
    """Take what was read, inside an open transaction."""
    path = ledger.path
    check_place(path, lock=True)
    taking.hold_numbers()
    watch.stage(JobState.COMPARING)
    found = compare(ledger.reading, path, clock.now())
    outcome, endings = outcome_of(found)
    outfile.write(ledger, outcome, endings)
    if not found.changes_nothing:
        watch.stage(JobState.WRITING, steps(found))
        hold_plans([path])
        _write(found, watch)
    if found.asks_for_a_plan and viewer.may(Right.PLAN) and facts.outbreaks():
        watch.stage(JobState.PLANNING)
        for day in facts.planned_days(facts.today()):
            plan_day(viewer, day)
    outfile.wait()
    told: dict[str, Any] = {**outcome.counts, "missing": outcome.missing_count}
    told |= {"problems": outcome.problem_counts, "to_check": len(outcome.to_check)}
    log(viewer, "ledger.taken", path, sha256=ledger.digest, **told)
    return outcome


def _write(found: Comparison, watch: Progress) -> None:
    try:
        write(found, watch.advance)
    except IntegrityError:
        # What the database says of the row would name a person: it goes into no log.
        raise Problem("register_changed") from None
