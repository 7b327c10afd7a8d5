"""Rosters that were begun on a page are made better by the worker, one after the other."""

from contextlib import suppress
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from wumen.actions import reacting
from wumen.actions.requests import begin
from wumen.actions.rosters.making import give_up, improve_roster, rosters_to_improve
from wumen.jobs.failing import name_failure
from wumen.rules.problems import Problem


@app.task(name="improve_roster")
def improve(*, viewer: str | None = None, roster: str) -> None:
    """Make a roster better; what goes wrong ends it with its reason, the plan that stands stays."""
    with begin():
        try:
            improve_roster(reacting.viewer_of("improve_roster", viewer), UUID(roster))
        except Exception as error:
            name_failure("improve_roster", error)
            give_up(UUID(roster), error.code if isinstance(error, Problem) else "unexpected")


def defer_rosters() -> None:
    """Defer a job for each roster that is being made; one that stands in the queue is left there."""
    for roster, post in rosters_to_improve():
        with suppress(AlreadyEnqueued), transaction.atomic():
            lock = f"improve_roster {roster}"
            improve.configure(queueing_lock=lock, lock=lock).defer(
                viewer=str(post), roster=str(roster)
            )
