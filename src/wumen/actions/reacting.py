"""What the machine does by itself, always as somebody's post: reads the log, plans, folds the counts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import connection

from wumen.actions.duties.plan import plan_day
from wumen.queries import facts, posts
from wumen.queries.posts import acting
from wumen.records import clock, event_log, moments, settling
from wumen.records.one_at_a_time import one_at_a_time
from wumen.records.orders import freed
from wumen.records.scope import WHOLE, scoped
from wumen.rules.posts import Right, Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import whole_day

CONSUMER = "reactor"
_ANY = """
    SELECT EXISTS (SELECT FROM writer w LEFT JOIN cursor c
        ON c.writer = w.writer AND c.consumer = %s WHERE w.next_seq > coalesce(c.seq, 0) + 1)
"""
_NOTHING_TO_PLAN = frozenset({"outbreak_not_open", "outbreak_closed"})


@dataclass(frozen=True)
class Happened:
    """An event as a reaction sees it: its place in the log, its kind and its area; nothing personal."""

    ref: str
    kind: str
    area: str


def react(consequences: Callable[[Sequence[Happened], Viewer], None], limit: int = 500) -> int:
    """Hand what happened since the last time to `consequences`, exactly once; how many events.

    Jobs that it defers and the cursor's advance are one transaction: both stand or neither. The
    viewer that it is given is the operator's, for whom automatic jobs run.
    """
    viewer = posts.operator()
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute(_ANY, [CONSUMER])
        if cursor.fetchone() == (False,):
            return 0
        one_at_a_time("reactor")
        events = list(event_log.unread(CONSUMER, limit))
        if events:
            consequences([Happened(str(one.ref), one.kind, one.area) for one in events], viewer)
        moments.passing(moments.IN_REACTOR)
        last = {one.ref.writer: one.ref for one in events}
        for ref in last.values():
            event_log.advance(CONSUMER, ref)
    return len(events)


def viewer_of(job: str, post: object) -> Viewer:
    """The viewer for whom a job runs; Problem `job_without_viewer` for a job that names no post."""
    viewer = posts.viewer_of_post(post) if isinstance(post, str) else None
    if viewer is None:
        raise Problem("job_without_viewer", job=job)
    return viewer


def _plan(viewer: Viewer, days: Iterable[date], area: str) -> None:
    """Plan days of a place in the viewer's area; without an open outbreak nothing is owed."""
    viewer.must(Right.PLAN, area)
    for day in days:
        try:
            plan_day(replace(viewer, area=area), day)
        except Problem as problem:
            if problem.code not in _NOTHING_TO_PLAN:
                raise


def plan_again(viewer: Viewer, areas: Iterable[str]) -> None:
    """Plan today, and every later day that was planned before, in each of the places anew."""
    today = clock.today()
    with acting(viewer):
        days = sorted({today, *facts.planned_days(today)})
    for area in areas:
        _plan(viewer, days, area)


def plan_one(viewer: Viewer, day: date) -> None:
    """Plan a day in the viewer's whole area; nothing when it is over by now."""
    if day >= clock.today():
        _plan(viewer, [day], viewer.area)


def just_ended(viewer: Viewer, since: datetime) -> list[str]:
    """Where an order ended, or let somebody go, since then, in the middle of this day.

    What ends as the day begins cuts no window of it.
    """
    viewer.must(Right.PLAN)
    today = whole_day(clock.today())
    with acting(viewer):
        return list(
            freed(max(since, today.begins), clock.now()).values_list("area", flat=True).distinct()
        )


def fold_counts(viewer: Viewer) -> int:
    """Fold the kept counts of yesterday and of every day since; how many rows went away."""
    viewer.must(Right.INSTALLATION)
    with acting(viewer):
        days = facts.planned_days(clock.today() - timedelta(days=1))
        return sum(settling.fold(day) for day in days)
