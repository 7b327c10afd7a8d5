"""A ledger that was uploaded through a page: sealed until it is taken or dropped, or a day has passed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from wumen.actions.changing import changing
from wumen.actions.ledger.taking import look_at_ledger
from wumen.actions.log import log
from wumen.channels.spreadsheets import LIMIT_BYTES
from wumen.records import clock, sealing
from wumen.records.models import Area, IncomingFile, LedgerJob
from wumen.rules.areas import read_path
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.taking import Outcome

_LONGEST_NAME = 60
_KEPT = timedelta(days=1)
_OUTCOMES_KEPT = timedelta(days=7)


def keep_incoming(viewer: Viewer, name: str, content: bytes, compound: str) -> UUID:
    """Keep an uploaded file sealed, and forget what others left behind; the id to take or drop it by.

    Problems: `area_not_yours`, `right_missing`, `area_unknown`, `file_too_large`.
    """
    path = read_path(compound)
    viewer.must(Right.KEEP_REGISTER, path)
    if len(content) > LIMIT_BYTES:
        raise Problem("file_too_large", limit_mb=LIMIT_BYTES // (1024 * 1024))
    now, ident = clock.real_now(), uuid4()
    with changing(viewer):
        if not Area.objects.filter(area=path).exists():
            raise Problem("area_unknown", path=path)
        _forget_old(now)
        IncomingFile.objects.create(
            id=ident,
            area=path,
            name=name,
            sealed=sealing.seal_bytes("incoming", ident, content),
            arrived_at=now,
        )
    return ident


def _forget_old(now: datetime) -> None:
    """Forget files that nobody took, and outcomes that were there to be fetched for a week."""
    ended = LedgerJob.objects.filter(ended_at__lt=clock.now() - _OUTCOMES_KEPT)
    ended.filter(outcome_sealed__isnull=False).update(outcome_sealed=None)
    waiting = LedgerJob.objects.filter(ended_at__isnull=True).values("file")
    IncomingFile.objects.filter(arrived_at__lt=now - _KEPT).exclude(id__in=waiting).delete()


def look_at_incoming(viewer: Viewer, ident: UUID, outcome_file: Path | None = None) -> Outcome:
    """What taking the file would do; nothing is written. Problems: those of `take_ledger`."""
    with changing(viewer):
        row = incoming(viewer, ident)
        with opened(row) as file:
            return look_at_ledger(viewer, file, row.area, outcome_file)


def fetch_marked(viewer: Viewer, ident: UUID) -> bytes:
    """The kept file with what would become of each row beside it, for its office; the log says so.

    Problems: those of `take_ledger`.
    """
    with changing(viewer), TemporaryDirectory(prefix="wumen-") as folder:
        made = Path(folder) / "outcome.xlsx"
        look_at_incoming(viewer, ident, made)
        log(viewer, "ledger.outcome_fetched", incoming(viewer, ident).area)
        return made.read_bytes()


def drop_incoming(viewer: Viewer, ident: UUID) -> None:
    """Forget a kept file; Problem `incoming_unknown`."""
    with changing(viewer):
        incoming(viewer, ident).delete()


def incoming(viewer: Viewer, ident: UUID, lock: bool = False) -> IncomingFile:
    """A kept file, in the running scope; Problems `incoming_unknown`, `right_missing`."""
    rows = IncomingFile.objects.select_for_update() if lock else IncomingFile.objects.all()
    row = rows.filter(id=ident).first()
    if row is None:
        raise Problem("incoming_unknown")
    viewer.must(Right.KEEP_REGISTER, row.area)
    return row


@contextmanager
def opened(row: IncomingFile) -> Iterator[Path]:
    """The file in the clear, in a folder of nobody else's, for as long as it is read."""
    with TemporaryDirectory(prefix="wumen-") as folder:
        # A table of text has no sheet name but the file's.
        file = Path(folder) / (Path(row.name).name[-_LONGEST_NAME:] or "ledger")
        file.write_bytes(sealing.unseal_bytes("incoming", row.id, row.sealed))
        yield file
