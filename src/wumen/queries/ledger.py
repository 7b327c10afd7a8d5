"""Takings of ledgers as pages show them: how far each is, what became of it, and its outcome's workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from string import Formatter
from uuid import UUID

import msgspec
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from wumen.queries.doors import Doors
from wumen.queries.posts import acting
from wumen.records import sealing
from wumen.records.ledgers import JobState
from wumen.records.models import IncomingFile, LedgerJob
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import CATALOGUE, Problem
from wumen.rules.taking import Outcome

_RECENT = 10


@dataclass(frozen=True)
class JobLine:
    """One taking of a ledger. `done` of `total` steps of its stage; `counts` once it is done.

    `place`: the compound with its community, for nine of them have a 西院. `problem`: why it was refused.
    `kept`: its outcome is here still; `file_here`: so is the file.
    """

    id: UUID
    file: UUID
    area: str
    place: str
    state: JobState
    done: int
    total: int
    asked_to_stop: bool
    queued_at: datetime
    ended_at: datetime | None
    counts: Mapping[str, int]
    problem: Problem | None
    kept: bool
    file_here: bool

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self.ended_at is None


def ledger_job(viewer: Viewer, ident: UUID) -> JobLine:
    """One taking. Problems: `ledger_job_unknown`, `right_missing`."""
    with acting(viewer):
        row = _row(viewer, ident)
        return _line(row, _names([row]))


def recent_ledger_jobs(viewer: Viewer) -> Sequence[JobLine]:
    """The last takings in the viewer's area, the newest first; Problem `right_missing`."""
    viewer.must(Right.KEEP_REGISTER)
    with acting(viewer):
        rows = list(_rows().order_by("-queued_at")[:_RECENT])
        names = _names(rows)
        return [_line(row, names) for row in rows]


def ledger_outcome(viewer: Viewer, ident: UUID) -> tuple[Outcome, bytes]:
    """What became of a ledger, and the workbook that says so beside its rows.

    Problems: `ledger_job_unknown`, `right_missing`, `outcome_forgotten`.
    """
    with acting(viewer):
        row = _row(viewer, ident)
        sealed = LedgerJob.objects.values_list("outcome_sealed", flat=True).get(id=row.id)
    if sealed is None:
        raise Problem("outcome_forgotten")
    opened = sealing.unseal_bytes("outcome", row.id, sealed)
    return msgspec.msgpack.decode(opened, type=tuple[Outcome, bytes])


def _rows() -> QuerySet[LedgerJob]:
    kept = ExpressionWrapper(Q(outcome_sealed__isnull=False), BooleanField())
    here = Exists(IncomingFile.objects.filter(id=OuterRef("file")))
    return LedgerJob.objects.defer("outcome_sealed").annotate(kept=kept, here=here)


def _row(viewer: Viewer, ident: UUID) -> LedgerJob:
    row = _rows().filter(id=ident).first()
    if row is None:
        raise Problem("ledger_job_unknown")
    viewer.must(Right.KEEP_REGISTER, row.area)
    return row


def _names(rows: Sequence[LedgerJob]) -> Mapping[str, str]:
    areas = {row.area for row in rows}
    words = Doors.of(areas)
    return {one: words.place(one) for one in areas}


def _line(row: LedgerJob, names: Mapping[str, str]) -> JobLine:
    return JobLine(
        id=row.id,
        file=row.file,
        area=row.area,
        place=names.get(row.area, ""),
        state=JobState(row.state),
        done=row.done,
        total=row.total,
        asked_to_stop=row.asked_to_stop,
        queued_at=row.queued_at,
        ended_at=row.ended_at,
        counts=row.counts or {},
        problem=_problem(row.problem, row.area),
        kept=bool(getattr(row, "kept", False)),
        file_here=bool(getattr(row, "here", False)),
    )


def _problem(code: str, area: str) -> Problem | None:
    """The problem as it can be told afterwards: the place is known, other details are left blank."""
    if not code:
        return None
    sentence = CATALOGUE[code]
    texts = (sentence.zh, sentence.en, sentence.next_zh, sentence.next_en)
    blanks = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
    return Problem(code, **(dict.fromkeys(blanks, "…") | {"path": area}))
