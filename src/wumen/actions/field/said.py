"""One event of a phone while it is judged: what it says, in whose post, of what hour; and the phone it comes from."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

import msgspec

from wumen.actions.field.effects import Spoken
from wumen.actions.field.raising import Raising
from wumen.queries.field.opening import Opener
from wumen.queries.field.who import FieldPost
from wumen.records.event_log import EventRef, evidence_front
from wumen.records.field_duties import HeldDuty
from wumen.records.field_log import Brought, HeldWriter
from wumen.records.models import FieldPhotoOf
from wumen.records.scope import Scope, of_place
from wumen.rules.areas import subdistrict
from wumen.rules.field.bodies import Body
from wumen.rules.field.envelope import Came, Clear, Envelope
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.time import business_day


@dataclass(frozen=True)
class Phone:
    """A phone whose events are judged: as it is held, how its batch came, and what opens what it says.

    `posts`: who acts on it, by what its events say in clear; None where that names nobody who may.
    """

    held: HeldWriter
    brought: Brought
    opener: Opener
    posts: dict[Clear, FieldPost | None] = field(default_factory=dict)

    @cached_property
    def scope(self) -> Scope:
        """What it may speak of, whoever else's events are judged with its own."""
        return of_place(self.held.area)

    @cached_property
    def day(self) -> date:
        """The day on which its batch came."""
        return business_day(self.brought.received_at)

    @cached_property
    def subdistrict(self) -> str:
        """In which sub-district it speaks of duties."""
        return subdistrict(self.held.area)

    @cached_property
    def evidence_front(self) -> str:
        """How the evidence by its events begins."""
        return evidence_front(self.day, self.held.writer)

    @cached_property
    def raising(self) -> Raising:
        """What its events raise."""
        return Raising(self.held)


class Said(msgspec.Struct, eq=False, gc=False):
    """One event of a run: what it says, in whose post, when; or the problem that keeps it from counting."""

    phone: Phone
    came: Came
    ref: EventRef
    body: Body | None = None
    viewer: Viewer | None = None
    when: datetime | None = None
    of: Spoken | None = None
    problem: Problem | None = None

    @property
    def envelope(self) -> Envelope:
        """What it says in clear."""
        assert self.came.envelope is not None
        return self.came.envelope


def photo_of(one: Said, duty: HeldDuty, name: str) -> FieldPhotoOf:
    """Which photo an event names for a duty."""
    assert one.viewer is not None and one.when is not None
    return FieldPhotoOf(
        digest=bytes.fromhex(name),
        writer=one.came.place.writer,
        seq=one.came.linked.seq,
        area=duty.area,
        post=one.viewer.post,
        day=duty.day,
        what=duty.what,
        owed_by=duty.subject,
        win=duty.win,
        done_at=one.when,
    )
