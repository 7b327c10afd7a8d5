"""The taking of a ledger as one staged job: queued by a person, seen while it runs, cancelled or resumed."""

from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from uuid import UUID

import msgspec

from wumen.actions.changing import changing
from wumen.actions.ledger.incoming import incoming, opened
from wumen.actions.ledger.progress import Stopped
from wumen.actions.ledger.taking import take_ledger
from wumen.actions.log import log
from wumen.queries.ledger import ledger_job, ledger_outcome
from wumen.queries.posts import looking_around
from wumen.records import clock, sealing
from wumen.records.jobs import Beside
from wumen.records.ledgers import JobState
from wumen.records.models import LedgerJob
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.taking import Outcome

# The page that shows an outcome names so many of the missing; all are counted.
_MISSING_KEPT = 200
_TRIES = 3
_SAY_EVERY = 0.5  # seconds


def start_taking(viewer: Viewer, file: UUID) -> UUID:
    """Queue the taking of an uploaded ledger; the job's id. A file that is queued already keeps its job.

    Problems: `incoming_unknown`, `right_missing`.
    """
    with changing(viewer):
        row = incoming(viewer, file, lock=True)
        standing = LedgerJob.objects.filter(file=file, ended_at__isnull=True).first()
        if standing:
            return standing.id
        made = LedgerJob.objects.create(
            area=row.area, file=file, post=viewer.post, queued_at=clock.now()
        )
    return made.id


def stop_taking(viewer: Viewer, job: UUID) -> None:
    """Ask a job to stop: nothing is taken then. Problems: `ledger_job_unknown`, `ledger_job_ended`."""
    with changing(viewer):
        row = LedgerJob.objects.filter(id=job).only("area").first()
        if row is None:
            raise Problem("ledger_job_unknown")
        viewer.must(Right.KEEP_REGISTER, row.area)
        left = LedgerJob.objects.filter(id=job, ended_at__isnull=True)
        if not left.update(asked_to_stop=True):
            raise Problem("ledger_job_ended")


def fetch_outcome(viewer: Viewer, job: UUID) -> bytes:
    """The workbook of an outcome, for its office; the log says who took it.

    Problems: `ledger_job_unknown`, `right_missing`, `outcome_forgotten`.
    """
    with changing(viewer):
        line, (_, workbook) = ledger_job(viewer, job), ledger_outcome(viewer, job)
        log(viewer, "ledger.outcome_fetched", line.area)
    return workbook


def queued_jobs() -> list[tuple[UUID, UUID]]:
    """The jobs that nobody has begun, each with the post that asked for it."""
    with looking_around():
        rows = LedgerJob.objects.filter(state=JobState.QUEUED, ended_at__isnull=True)
        return list(rows.order_by("queued_at").values_list("id", "post"))


def run_job(viewer: Viewer, job: UUID) -> None:
    """Take the ledger of a job from its beginning, all of it or nothing; a job that ended stays ended.

    What a rule refuses stands in the job's row. Whatever else goes wrong is raised, and the job may
    be run again.
    """
    with changing(viewer):
        row = (
            LedgerJob.objects.filter(id=job, ended_at__isnull=True).defer("outcome_sealed").first()
        )
    if row is None:
        return
    watch = _Watch(job)
    try:
        _run(viewer, row, watch)
    except Stopped:
        _end(row, JobState.CANCELLED)
    except Problem as problem:
        _end(row, JobState.REFUSED, problem.code)
    finally:
        watch.close()


def give_up(job: UUID, code: str) -> None:
    """End a job that cannot be run, for the reason of that code."""
    with looking_around():
        row = LedgerJob.objects.filter(id=job).defer("outcome_sealed").first()
    if row:
        _end(row, JobState.REFUSED, code)


def _run(viewer: Viewer, row: LedgerJob, watch: "_Watch") -> None:
    """Take it, once more when somebody else changed the register meanwhile."""
    for left in reversed(range(_TRIES)):
        try:
            with changing(viewer):
                _take(viewer, row, watch)
        except Problem as problem:
            if problem.code != "register_changed" or not left:
                raise
        else:
            return


def _take(viewer: Viewer, row: LedgerJob, watch: "_Watch") -> None:
    """Take the file and note its outcome in the same transaction: both stand or neither."""
    kept = incoming(viewer, row.file)
    with opened(kept) as file, TemporaryDirectory(prefix="wumen-") as folder:
        made = Path(folder) / "outcome.xlsx"
        outcome = take_ledger(viewer, file, kept.area, made, watch)
        sealed = seal_outcome(row.id, outcome, made.read_bytes())
    kept.delete()
    LedgerJob.objects.filter(id=row.id).update(
        state=JobState.DONE,
        ended_at=clock.now(),
        counts=outcome.counts,
        outcome_sealed=sealed,
    )


def seal_outcome(job: UUID, outcome: Outcome, workbook: bytes) -> bytes:
    """Seal an outcome and its workbook into the job's row; `queries/ledger.py` opens it."""
    said = outcome.shortened(_MISSING_KEPT)
    return sealing.seal_bytes("outcome", job, msgspec.msgpack.encode((said, workbook)))


def _end(row: LedgerJob, state: JobState, code: str = "") -> None:
    with looking_around():
        LedgerJob.objects.filter(id=row.id, ended_at__isnull=True).update(
            state=state, problem=code, ended_at=clock.now()
        )


class _Watch:
    """Says beside the transaction how far the job is, not more often than it is looked at."""

    def __init__(self, job: UUID) -> None:
        self._beside, self._said_at = Beside(job), 0.0

    def stage(self, state: JobState, total: int = 0) -> None:
        """A stage begins."""
        self._heed(self._beside.say(0, state, total))

    def advance(self, done: int) -> None:
        """So many steps are done."""
        if monotonic() - self._said_at >= _SAY_EVERY:
            self._heed(self._beside.say(done))

    def close(self) -> None:
        """Say no more."""
        self._beside.close()

    def _heed(self, stop: bool) -> None:
        self._said_at = monotonic()
        if stop:
            raise Stopped
