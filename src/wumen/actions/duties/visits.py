"""Visits that met nobody: duties stay open and come again later in the day, and the door's knock is noted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from wumen.queries.duties import Grounded
from wumen.records import settling
from wumen.records.event_log import EventRef
from wumen.records.models import Duty, Household, Knock, Resident
from wumen.records.settling import Settlement
from wumen.rules.duties import window_of
from wumen.rules.knocks import Result
from wumen.rules.playbooks import Playbook
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.rounds import Reason
from wumen.rules.time import Interval
from wumen.rules.visits import Again, Visited, again_of, counts, visited, window


class Visitable(Grounded, Protocol):
    """A duty as visits look at it: as a row, or as it is held for a batch."""

    @property
    def day(self) -> date:
        """Its day."""

    @property
    def win(self) -> str:
        """Its window."""

    @property
    def opens_at(self) -> datetime:
        """From when it may be done."""

    @property
    def due_at(self) -> datetime:
        """Until when."""

    @property
    def tried(self) -> Sequence[datetime]:
        """Visits that met nobody."""


def further(duty: Visitable, rules: Mapping[str, Playbook]) -> tuple[Again, Interval] | None:
    """What the clause behind a duty says of further visits, and its own window; None where it says nothing."""
    playbook = rules.get(duty.basis["outbreak"])
    if playbook is None or not duty.basis["clause"]:
        return None
    try:
        clause = playbook.clause(duty.basis["clause"])
    except Problem:
        return None
    again = again_of(clause, duty.day, playbook)
    if again is None or duty.win not in playbook.windows:
        return None
    return again, window_of(clause, duty.win, duty.day, playbook)


def is_news(duty: Visitable, reason: str, rules: Mapping[str, Playbook], now: datetime) -> bool:
    """Whether the same reason said again is a visit of its own."""
    said = further(duty, rules)
    return counts(reason, duty.tried, now, said[0] if said else None)


@dataclass(frozen=True)
class Visit:
    """What a visit changes of a duty that stays open: nothing, or hours anew, and what follows for the door."""

    opens_at: datetime | None = None
    due_at: datetime | None = None
    tried_at: datetime | None = None
    follows: Visited | None = None


def visit_of(duty: Visitable, reason: str, rules: Mapping[str, Playbook], now: datetime) -> Visit:
    """What a visit of an hour changes of a duty, by the clause behind it."""
    said = further(duty, rules)
    again, own = said or (None, Interval(duty.opens_at, duty.due_at))
    if not counts(reason, duty.tried, now, again):
        return Visit()
    tried = [*duty.tried, now]
    due = window(own, again, tried)
    return Visit(due.begins, due.ends, now, visited(again, tried))


def not_done(
    viewer: Viewer,
    duties: Iterable[Duty],
    rules: Mapping[str, Playbook],
    reason: str,
    event: EventRef,
    now: datetime,
) -> Visited:
    """Keep duties open with a reason; a visit that counts lets them come again later, as their clauses say.

    `now` is the hour of the visit. What follows for the door: the last word of its duties. Inside a transaction.
    """
    last, counted = Visited(0), set[UUID]()
    for duty in duties:
        visit = visit_of(duty, reason, rules, now)
        if visit.follows is not None:
            counted.add(duty.subject)
            last = visit.follows
        settling.settle(
            Settlement(
                day=duty.day,
                what=duty.what,
                win=duty.win,
                subjects=[duty.subject],
                state=duty.state,
                grade=None,
                reason=reason,
                evidence=str(event),
                opens_at=visit.opens_at,
                due_at=visit.due_at,
                tried_at=visit.tried_at,
            )
        )
    if reason == Reason.NOBODY_HOME:
        knocked(viewer, counted, now)
    return last


def knocked(viewer: Viewer, subjects: set[UUID], now: datetime) -> None:
    """Note one knock at each door of these people and homes: after the third it asks for a slip."""
    homes = set(
        Resident.objects.filter(id__in=subjects).values_list("household_id", flat=True)
    ) | set(Household.objects.filter(id__in=subjects).values_list("id", flat=True))
    Knock.objects.bulk_create(
        Knock(
            household=home.id,
            area=home.area,
            knocked_at=now,
            result=Result.NOBODY_HOME,
            by=viewer.person,
        )
        for home in Household.objects.filter(id__in=homes)
    )
