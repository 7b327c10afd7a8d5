"""The process that works off jobs: reads the log each second, keeps the schedule, runs what is due."""

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from procrastinate import App

from wumen.jobs.failing import name_failure

if TYPE_CHECKING:
    from procrastinate.tasks import Task

POLL_SECONDS = 1.0
LONG_AGO = datetime.fromtimestamp(0, UTC)


def react_once() -> None:
    """Read what happened and defer what follows."""
    from wumen.actions import reacting
    from wumen.jobs.reactions import defer_consequences

    reacting.react(defer_consequences)


def keep_schedule(former: datetime) -> datetime:
    """Defer what became due since `former`; the instant up to which that is done."""
    from django.db import transaction
    from procrastinate.exceptions import AlreadyEnqueued

    from wumen.jobs import reactions, schedule
    from wumen.queries import facts, posts

    now = facts.now()
    viewer = str(posts.operator().post)
    jobs: dict[str, Task[..., None, ...]] = {
        "plan_day": reactions.plan_day,
        "cut_movements": reactions.cut_movements,
        "fold_counts": reactions.fold_counts,
        "plan_ended": reactions.plan_ended,
        "keep_terms": reactions.keep_terms,
    }
    for one in schedule.due(former, now):
        said = {"day": one.day, "since": one.since}
        given = {name: text for name, text in said.items() if text}
        with suppress(AlreadyEnqueued), transaction.atomic():
            jobs[one.job].defer(viewer=viewer, **given)
    return now


async def _again_and_again(step: Callable[[], None], over: asyncio.Event) -> None:
    """Do a step each second; one that fails is named and tried again."""
    from django.db import connections

    def guarded() -> None:
        try:
            step()
        except Exception as error:
            name_failure(step.__name__, error)
            connections.close_all()

    while not over.is_set():
        await asyncio.to_thread(guarded)
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), POLL_SECONDS)


class _Schedule:
    """The schedule, which remembers up to when it has been kept."""

    def __init__(self) -> None:
        """A worker that starts late still owes all of today."""
        self.former: datetime | None = None

    def keep(self) -> None:
        """Defer what became due."""
        from wumen.jobs import schedule
        from wumen.queries import facts

        self.former = keep_schedule(self.former or schedule.before_today(facts.now()))


def take_up_ledgers() -> None:
    """Defer a job for each ledger that a page has queued."""
    from wumen.jobs.ledgers import defer_ledgers

    defer_ledgers()


def take_up_rosters() -> None:
    """Defer a job for each roster that a page has begun."""
    from wumen.jobs.rosters import defer_rosters

    defer_rosters()


async def _take_up(app: App) -> None:
    """Put back what a killed worker held: there is one worker a home, so nobody else works on it."""
    for job in await app.job_manager.list_jobs_async(status="doing"):
        if job.id is not None:
            await app.job_manager.retry_job_by_id_async(job.id, LONG_AGO)


async def work() -> None:
    """Work until SIGTERM or SIGINT."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    # What a killed worker left behind is begun at once: its jobs must be known by then.
    from wumen.jobs import ledgers, reactions, rosters  # noqa: F401

    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, over.set)
    assert isinstance(app.connector, DjangoConnector)
    worker_app = app.with_connector(app.connector.get_worker_connector())
    async with worker_app.open_async():
        await _take_up(worker_app)
        worker = asyncio.create_task(
            worker_app.run_worker_async(
                wait=True,
                concurrency=1,
                install_signal_handlers=False,
                fetch_job_polling_interval=POLL_SECONDS,
                delete_jobs="successful",
            )
        )
        loops = [
            asyncio.create_task(_again_and_again(step, over))
            for step in (react_once, _Schedule().keep, take_up_ledgers, take_up_rosters)
        ]
        stopped = asyncio.create_task(over.wait())
        await asyncio.wait([worker, stopped], return_when=asyncio.FIRST_COMPLETED)
        asked = over.is_set()
        over.set()
        worker.cancel()
        ended = await asyncio.gather(worker, *loops, return_exceptions=True)
    if not asked and isinstance(ended[0], Exception):
        name_failure("worker", ended[0])
        raise SystemExit(1)


def main() -> None:
    """Set up and work; the parent says by WUMEN_DATABASE_URL where."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wumen.config.settings")
    import django

    django.setup()
    # Their lines carry errors in full, and those may hold what a row holds: ours carry names only.
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
    from wumen.actions.schema import check_role

    check_role()
    asyncio.run(work())


if __name__ == "__main__":
    main()
