"""A ledger as one staged job: seen while it runs, cancelled, refused, killed and taken up, two at once."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, connection

from tests import cast as the_cast
from tests.actions.test_concurrency import at_once
from tests.actions.test_ledger import DATA
from tests.cast import COMPOUND, Cast
from tests.workbooks import number, row, write_ledger
from wumen.actions import reacting
from wumen.actions.ledger import (
    keep_incoming,
    run_job,
    staged,
    start_taking,
    stop_taking,
    take_ledger,
    taking,
    writing,
)
from wumen.actions.reach import Reached
from wumen.actions.register import add_area
from wumen.jobs import ledgers, reactions
from wumen.queries.ledger import JobLine, ledger_job, ledger_outcome
from wumen.queries.posts import acting
from wumen.records.models import IncomingFile, Resident
from wumen.records.scope import WHOLE, scoped
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem

OTHER = f"{the_cast.COMMUNITY}/dxc"
ROWS = [row(str(101 + n), f"{name}小明", number(n + 1)) for n, name in enumerate("赵钱孙李周吴")]


@pytest.fixture
def crew(committed: Reached) -> Cast:
    """The cast, in a database where what is done is committed."""
    return the_cast.make()


def queued(viewer: Viewer, file: Path, compound: str = COMPOUND) -> UUID:
    """Upload a ledger and queue its taking."""
    return start_taking(viewer, keep_incoming(viewer, file.name, file.read_bytes(), compound))


def small(folder: Path, rows: list[tuple[str, ...]] = ROWS) -> Path:
    """A ledger of six people."""
    return write_ledger(folder / "台账.xlsx", rows)


def people(viewer: Viewer) -> int:
    """How many residents the viewer's area holds."""
    with acting(viewer):
        return Resident.objects.count()


def elsewhere(work: Callable[[], Any]) -> Any:
    """What another request would get meanwhile: in a thread, on a connection of its own."""
    got: list[Any] = []

    def run() -> None:
        try:
            got.append(work())
        finally:
            connection.close()

    thread = Thread(target=copy_context().run, args=(run,))
    thread.start()
    thread.join(timeout=30)
    return got[0]


def test_a_queued_ledger_is_taken_by_the_worker_once(crew: Cast, tmp_path: Path) -> None:
    job = queued(crew.clerk, small(tmp_path))
    assert ledger_job(crew.clerk, job).state == "queued"
    for _ in range(2):
        ledgers.defer_ledgers()
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'take_ledger'")
        [(args,)] = cursor.fetchall()
    assert str(job) in str(args) and "小明" not in str(args) and "台账" not in str(args)
    for _ in range(2):
        run_job(crew.clerk, job)
    line = ledger_job(crew.clerk, job)
    assert (line.state, line.counts["taken"], line.problem, line.kept) == ("done", 6, None, True)
    outcome, workbook = ledger_outcome(crew.clerk, job)
    assert (outcome.taken, outcome.counts, workbook[:4]) == (6, dict(line.counts), b"PK\x03\x04")
    assert (people(crew.clerk), line.file_here) == (6, False)
    with acting(crew.clerk):
        assert not IncomingFile.objects.exists()
    with pytest.raises(Problem, match="ledger_job_unknown"):
        ledger_job(crew.outsider, job)


def test_a_ledger_that_is_queued_twice_is_one_job(crew: Cast, tmp_path: Path) -> None:
    file = keep_incoming(crew.clerk, "台账.xlsx", small(tmp_path).read_bytes(), COMPOUND)
    assert start_taking(crew.clerk, file) == start_taking(crew.clerk, file)


def test_stage_and_progress_are_seen_while_it_runs(
    crew: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, int, int]] = []
    write = writing.write

    def look() -> JobLine:
        return ledger_job(crew.clerk, job)

    def watched(found: Any, advance: Callable[[int], None]) -> None:
        def told(done: int) -> None:
            advance(done)
            line = elsewhere(look)
            seen.append((line.state.value, line.done, line.total))

        write(found, told)

    monkeypatch.setattr(taking, "write", watched)
    monkeypatch.setattr(writing, "_STEP", 1)
    monkeypatch.setattr(staged, "_SAY_EVERY", 0.0)
    job = queued(crew.clerk, small(tmp_path))
    run_job(crew.clerk, job)
    assert seen == [("writing", done, 12) for done in range(1, 13)]


def test_a_ledger_that_is_cancelled_leaves_nothing(
    crew: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = writing.write

    def cancelled(found: Any, advance: Callable[[int], None]) -> None:
        elsewhere(lambda: stop_taking(crew.clerk, job))
        write(found, advance)

    monkeypatch.setattr(taking, "write", cancelled)
    monkeypatch.setattr(writing, "_STEP", 1)
    monkeypatch.setattr(staged, "_SAY_EVERY", 0.0)
    job = queued(crew.clerk, small(tmp_path))
    run_job(crew.clerk, job)
    line = ledger_job(crew.clerk, job)
    assert (line.state, people(crew.clerk), line.file_here) == ("cancelled", 0, True)
    with pytest.raises(Problem, match="ledger_job_ended"):
        stop_taking(crew.clerk, job)
    monkeypatch.undo()
    again = start_taking(crew.clerk, line.file)
    run_job(crew.clerk, again)
    assert (again != job, people(crew.clerk)) == (True, 6)


def test_what_is_refused_stands_in_the_job_with_its_reason(crew: Cast, tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    job = queued(crew.clerk, tmp_path / "text.xlsx")
    run_job(crew.clerk, job)
    line = ledger_job(crew.clerk, job)
    assert (line.state, line.file_here) == ("refused", True)
    assert line.problem and line.problem.code == "file_not_workbook" and line.problem.next_step()


def context(attempts: int) -> Any:
    """What the worker tells a job of itself."""
    return type("Context", (), {"job": type("Job", (), {"attempts": attempts})})


def test_what_goes_wrong_otherwise_is_tried_again_and_then_ends(
    crew: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr(staged, "take_ledger", fail)
    job = queued(crew.clerk, small(tmp_path))
    for attempts in range(3):
        assert ledger_job(crew.clerk, job).runs
        with pytest.raises(OperationalError):
            ledgers.take_ledger(context(attempts), viewer=str(crew.clerk.post), job=str(job))
    line = ledger_job(crew.clerk, job)
    assert (line.state, line.problem and line.problem.code) == ("refused", "unexpected")


def test_a_job_whose_post_has_ended_is_refused(crew: Cast, tmp_path: Path) -> None:
    job = queued(crew.clerk, small(tmp_path))
    ledgers.take_ledger(context(0), viewer=None, job=str(job))
    line = ledger_job(crew.clerk, job)
    assert (line.state, people(crew.clerk)) == ("refused", 0)


def test_two_takings_of_one_file_at_once_register_everybody_once(
    crew: Cast, tmp_path: Path
) -> None:
    file = small(tmp_path)
    wrong = at_once(*[lambda: take_ledger(crew.clerk, file, COMPOUND)] * 3)
    assert (wrong, people(crew.clerk)) == ([], 6)


def test_takings_for_two_compounds_at_once_share_numbers_without_harm(
    crew: Cast, tmp_path: Path
) -> None:
    add_area(crew.operator, OTHER, "compound", "东小区")
    file = small(tmp_path)
    wrong = at_once(
        lambda: take_ledger(crew.clerk, file, COMPOUND),
        lambda: take_ledger(crew.clerk, file, OTHER),
        lambda: take_ledger(crew.operator, DATA / "ledger-tidy.xlsx", OTHER),
    )
    assert wrong == []
    with scoped(WHOLE):
        rows = Resident.objects.filter(name__endswith="小明", identity_key__isnull=False)
        shared = list(rows.values_list("identity_shared", flat=True))
    assert sorted(shared) == [False] * 6 + [True] * 6


def test_a_ledger_that_meets_another_change_is_taken_on_the_second_try(
    crew: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, tries = writing.write, []

    def refused_once(found: Any, advance: Callable[[int], None]) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise Problem("register_changed")
        write(found, advance)

    monkeypatch.setattr(taking, "write", refused_once)
    job = queued(crew.clerk, small(tmp_path))
    run_job(crew.clerk, job)
    assert (ledger_job(crew.clerk, job).state, people(crew.clerk)) == ("done", 6)


def worker(database: Reached, folder: Path) -> subprocess.Popen[bytes]:
    """A worker of its own process group, as `up` starts it."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("WUMEN_")}
    told = {"WUMEN_DATABASE_URL": database.app_url, "WUMEN_HOME": str(settings.WUMEN.home)}
    with (folder / "worker.log").open("ab") as out:
        return subprocess.Popen(
            [sys.executable, "-m", "wumen.jobs.worker"],
            env=kept | told,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )


def reached(owner: psycopg.Connection, job: UUID, *states: str) -> str:
    """Wait until the job is in one of the states."""
    until = monotonic() + 90
    while monotonic() < until:
        (state,) = owner.execute(
            "SELECT state FROM ledger_job WHERE id = %s", [job]
        ).fetchone() or ("",)
        if state in states:
            return str(state)
        sleep(0.02)
    raise AssertionError(f"still {state}")


def test_a_worker_that_is_killed_in_the_middle_takes_the_ledger_up_again(
    crew: Cast, committed: Reached, tmp_path: Path
) -> None:
    job = queued(crew.clerk, DATA / "ledger-sheets.xlsx")
    with psycopg.connect(committed.owner_url, autocommit=True) as owner:
        first = worker(committed, tmp_path)
        try:
            assert reached(owner, job, "writing", "done") == "writing"
        finally:
            os.killpg(first.pid, signal.SIGKILL)
            first.wait()
        assert people(crew.clerk) == 0
        second = worker(committed, tmp_path)
        try:
            assert reached(owner, job, "done", "refused", "cancelled") == "done"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(second.pid, signal.SIGTERM)
            second.wait(30)
        (takings,) = owner.execute(
            "SELECT count(*) FROM event WHERE kind = 'ledger.taken'"
        ).fetchone() or (0,)
    assert (people(crew.clerk), takings) == (12261, 1)
    assert ledger_job(crew.clerk, job).counts["taken"] == 12261


def test_what_was_taken_is_planned_for(crew: Cast, tmp_path: Path) -> None:
    reacting.react(reactions.defer_consequences)
    run_job(crew.clerk, queued(crew.clerk, small(tmp_path)))
    assert reacting.react(reactions.defer_consequences) > 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs")
        assert ("plan_areas",) in cursor.fetchall()
