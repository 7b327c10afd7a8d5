"""Ledgers that were queued by a page are taken by the worker, one after the other."""

from contextlib import suppress
from uuid import UUID

from django.db import OperationalError, transaction
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from wumen.actions import ledger, reacting
from wumen.actions.requests import begin
from wumen.jobs.failing import name_failure
from wumen.rules.problems import Problem

_TRIES = 3
_AGAIN = RetryStrategy(max_attempts=_TRIES, wait=2, retry_exceptions={OperationalError})


@app.task(name="take_ledger", retry=_AGAIN, pass_context=True)
def take_ledger(context: JobContext, *, viewer: str | None = None, job: str) -> None:
    """Take the ledger of a job; what cannot be mended by running it again ends the job with a reason."""
    with begin():
        try:
            ledger.run_job(reacting.viewer_of("take_ledger", viewer), UUID(job))
        except Problem as problem:
            name_failure("take_ledger", problem)
            ledger.give_up(UUID(job), problem.code)
        except Exception as error:
            name_failure("take_ledger", error)
            if not isinstance(error, OperationalError) or context.job.attempts + 1 >= _TRIES:
                ledger.give_up(UUID(job), "unexpected")
            raise


def defer_ledgers() -> None:
    """Defer a job for each ledger that was queued; one that stands in the queue is left there."""
    for job, post in ledger.queued_jobs():
        with suppress(AlreadyEnqueued), transaction.atomic():
            lock = f"take_ledger {job}"
            take_ledger.configure(queueing_lock=lock).defer(viewer=str(post), job=str(job))
