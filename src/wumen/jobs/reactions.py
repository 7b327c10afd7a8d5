"""What follows from what happened: one table from kinds of events to jobs, which hold ids only."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from wumen.actions import closing, reacting, retention
from wumen.actions.reacting import Happened
from wumen.actions.requests import begin
from wumen.actions.rosters import freeing
from wumen.jobs.failing import name_failure
from wumen.rules.areas import ancestors
from wumen.rules.posts import Viewer

# Everything that may change what is owed asks for a new plan of the sub-district it happened in.
PLAN_AFTER = frozenset(
    {
        "change.undone",
        "compound.split",
        "household.moved",
        "household.registered",
        "households.merged",
        "ledger.taken",
        "notice.confirmed",
        "notice.ended",
        "occurrence.noted",
        "occurrence.withdrawn",
        "order.confirmed",
        "order.excepted",
        "order.extended",
        "order.lifted",
        "order.stepped_down",
        "outbreak.opened",
        "post.ended",
        "post.granted",
        "residents.left",
        "residents.merged",
        "residents.moved",
    }
)
# Everything that may tell where somebody of the force lives, that an order holds her there, or that gives her a
# place: those under orders stand nowhere. Orders themselves free their people at once.
FREE_AFTER = frozenset(
    {
        "change.undone",
        "force.corrected",
        "force.merged",
        "household.moved",
        "households.merged",
        "ledger.taken",
        "residents.merged",
        "residents.moved",
        "roster.published",
        "roster.repaired",
        "shift.crew_placed",
        "shift.placed",
        "shift.swapped",
    }
)
_AGAIN = RetryStrategy(max_attempts=3, wait=5)


@contextmanager
def _as(job: str, post: str | None) -> Iterator[Viewer]:
    """Run a job for the viewer whose post it names; one that fails is named, and tried again."""
    with begin():
        try:
            yield reacting.viewer_of(job, post)
        except Exception as error:
            name_failure(job, error)
            raise


@app.task(name="plan_areas", lock="plan", retry=_AGAIN)
def plan_areas(*, viewer: str | None = None, areas: Sequence[str], events: Sequence[str]) -> None:
    """Plan today and the days that were planned before, in the places where `events` happened."""
    with _as("plan_areas", viewer) as who:
        reacting.plan_again(who, areas)


@app.task(name="plan_day", lock="plan", retry=_AGAIN)
def plan_day(*, viewer: str | None = None, day: str) -> None:
    """Plan a day in the whole area of the viewer's post."""
    with _as("plan_day", viewer) as who:
        reacting.plan_one(who, date.fromisoformat(day))


@app.task(name="fold_counts", queueing_lock="fold_counts")
def fold_counts(*, viewer: str | None = None) -> None:
    """Fold the kept counts, so that the board stays quick."""
    with _as("fold_counts", viewer) as who:
        reacting.fold_counts(who)


@app.task(name="plan_ended", lock="plan", queueing_lock="plan_ended", retry=_AGAIN)
def plan_ended(*, since: str, viewer: str | None = None) -> None:
    """Plan anew where an order ended or let somebody go: what it still asked of people falls with it."""
    with _as("plan_ended", viewer) as who:
        ended = reacting.just_ended(who, datetime.fromisoformat(since))
        reacting.plan_again(who, _planned_places(ended))


@app.task(name="cut_movements", queueing_lock="cut_movements", retry=_AGAIN)
def cut_movements(*, viewer: str | None = None) -> None:
    """Cut what is kept of movements of more than fourteen days ago to counts."""
    with _as("cut_movements", viewer) as who:
        retention.cut_movements(who)


@app.task(name="keep_terms", queueing_lock="keep_terms", retry=_AGAIN)
def keep_terms(*, viewer: str | None = None) -> None:
    """Let outbreaks be read-only and erased when their days are over, and end what broke off."""
    with _as("keep_terms", viewer) as who:
        closing.keep_terms(who)


@app.task(name="free_held", queueing_lock="free_held", retry=_AGAIN)
def free_held(*, viewer: str | None = None) -> None:
    """Let the coming shifts of all whom an order holds fall empty."""
    with _as("free_held", viewer) as who:
        freeing.free_held(who)


def planned_place(area: str) -> str:
    """The sub-district to plan after an event at a place; the whole above sub-districts."""
    chain = [*ancestors(area), area]
    return chain[1] if len(chain) > 1 else ""


def _planned_places(areas: Iterable[str]) -> list[str]:
    """All that is to be planned after events at some places: the whole, or sub-districts."""
    places = {planned_place(one) for one in areas}
    return [""] if "" in places else sorted(places)


def defer_consequences(events: Sequence[Happened], viewer: Viewer) -> None:
    """Defer one job for all that follows from a batch of events."""
    causes = [one for one in events if one.kind in PLAN_AFTER]
    areas = _planned_places(one.area for one in causes)
    if any(one.kind in FREE_AFTER for one in events):
        with suppress(AlreadyEnqueued), transaction.atomic():
            free_held.defer(viewer=str(viewer.post))
    if areas:
        plan_areas.defer(viewer=str(viewer.post), areas=areas, events=[one.ref for one in causes])
