"""What a field event does to one duty that is held: how it ends, or why it stays open; nothing is written here."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

import msgspec

from wumen.actions.duties.settle import grades_of
from wumen.actions.duties.visits import visit_of
from wumen.queries import photos
from wumen.records.field_duties import HeldDuty
from wumen.records.models import Photo
from wumen.records.settling import Settled
from wumen.rules.areas import counted_at
from wumen.rules.duties import PENDING, DutyKey, DutyState
from wumen.rules.field.bodies import Body, DutyBody, SampleBody, ToldBody
from wumen.rules.field.judging import check_photos, good_grade
from wumen.rules.photos import Asked, Moment
from wumen.rules.playbooks import Grade, Playbook, What
from wumen.rules.problems import Problem
from wumen.rules.raised import settles
from wumen.rules.rounds import Reason, check_reason
from wumen.rules.time import business_day

# As every id is written: another way of writing it names nothing.
_SUBJECT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Books = Mapping[str, Playbook]


class Spoken(msgspec.Struct, frozen=True, gc=False):
    """What is said of one duty, whatever kind of event said it."""

    key: DutyKey
    said: DutyBody


def spoken(body: Body) -> Spoken | None:
    """The duty that an event speaks of by its key; None for events that speak of none. Problem `field_duty_unknown`."""
    if isinstance(body, DutyBody):
        return Spoken(read_key(body.duty), body)
    if isinstance(body, SampleBody):
        said = DutyBody(duty=body.duty, outcome="done", grade="measured", count=body.count)
        return Spoken(read_key(body.duty), said)
    if isinstance(body, ToldBody) and body.duty:
        return Spoken(read_key(body.duty), DutyBody(duty=body.duty, outcome="done"))
    return None


def read_key(text: str) -> DutyKey:
    """The key of a duty; Problem `field_duty_unknown` for what names none."""
    parts = text.split("/")
    if len(parts) != 4:
        raise Problem("field_duty_unknown")
    day, what, subject, win = parts
    if not _SUBJECT.fullmatch(subject):
        raise Problem("field_duty_unknown")
    try:
        on, what, win = _shared(day, what, win)
    except ValueError:
        raise Problem("field_duty_unknown") from None
    return DutyKey(on, what, subject, win)


@lru_cache(maxsize=1024)
def _shared(day: str, what: str, win: str) -> tuple[date, str, str]:
    """What the keys of a window have in common, as the same objects: such keys are sorted in half the time."""
    return date.fromisoformat(day), what, win


class Terms:
    """By what the duties of one clause are judged: the rules, and of them the grades and photos that it asks for."""

    def __init__(self, duty: HeldDuty, rules: Books) -> None:
        """Looked up once for all duties of the same grounds."""
        self.rules = rules
        self.grades = grades_of(duty, rules)
        self.photos = photos.asked_of(duty, rules)
        # Kept, so that no other grounds are taken for these.
        self.basis = duty.basis


def ends(duty: HeldDuty, said: DutyBody, terms: Terms, evidence: str, when: datetime) -> Settled:
    """How a duty that is still to be done stands after what was said of it.

    Problems: `duty_not_yet`, `grade_not_accepted`, `reading_missing`, `photo_missing`, `reason_of_sampling`, …
    """
    if duty.opens_at > when and duty.day > business_day(when):
        raise Problem("duty_not_yet", day=duty.day)
    if said.outcome == "cannot":
        check_reason(said.reason.strip(), duty.what)
        return stays(duty, said.reason.strip(), terms.rules, evidence, when)
    good = good_grade(duty.what, terms.grades, said)
    if duty.what == What.TEMPERATURE and not settles(good, said.reading):
        return stays(duty, Reason.UNWELL, terms.rules, evidence, when)
    if terms.photos is not Asked.NONE:
        check_photos(terms.photos, len(said.photos), () if said.photos else _moments(duty))
    return done(duty, good, evidence)


def done(duty: HeldDuty, good: Grade, evidence: str) -> Settled:
    """A duty that is done."""
    return _settled(duty, DutyState.DONE, good, None, evidence)


def stays(duty: HeldDuty, reason: str, rules: Books, evidence: str, when: datetime) -> Settled:
    """A duty that stays open with a reason, and comes again where its clause says so."""
    visit = visit_of(duty, reason, rules, when)
    hours = (visit.opens_at, visit.due_at, visit.tried_at)
    return _settled(duty, duty.state, None, reason, evidence, *hours)


def _settled(
    duty: HeldDuty,
    state: str,
    grade: str | None,
    reason: str | None,
    evidence: str,
    *hours: datetime | None,
) -> Settled:
    return Settled(
        *(duty.what, duty.subject, duty.win, counted_at(duty.area), state, grade, reason, evidence),
        *(duty.lay, duty.state, duty.due_at, duty.owner_post),
        *hours,
    )


def _moments(duty: HeldDuty) -> list[Moment]:
    rows = Photo.objects.filter(
        day=duty.day, what=duty.what, owed_by=duty.subject, win=duty.win, taken_down_at=None
    )
    return photos.moments(rows)


def apply(duty: HeldDuty, end: Settled) -> None:
    """Let a held duty be what was settled: later events of the batch are judged on it."""
    duty.state, duty.grade, duty.reason = end.state, end.grade, end.reason
    duty.evidence = end.evidence
    duty.opens_at, duty.due_at = end.opens_at or duty.opens_at, end.due_at or duty.due_at
    if end.tried_at is not None:
        duty.tried = [*duty.tried, end.tried_at]


def is_pending(duty: HeldDuty) -> bool:
    """Whether it is still to be done."""
    return duty.state in PENDING
