"""What the events of a phone raise beside what they settle: needs, blocked exits, fevers, at the end of a run."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wumen.actions.duties.raised import (
    Hot,
    Raised,
    follow_fevers,
    follow_unwell,
    place_of,
    raise_need,
    raise_said,
)
from wumen.actions.exits import ExitSaid, tell_by_phone
from wumen.records.event_log import EventRef
from wumen.records.field_duties import HeldDuty
from wumen.records.field_log import HeldWriter
from wumen.records.field_records import Told as Record
from wumen.records.settling import Settled
from wumen.rules.exits import read_kind
from wumen.rules.field.bodies import (
    Body,
    DoorBody,
    DutyBody,
    NeedBody,
    RoundBody,
    blocked_of,
)
from wumen.rules.instructions import GIVEN, Told
from wumen.rules.playbooks import Grade, What
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.raised import is_fever, note_asks
from wumen.rules.raised import words_of as words_of
from wumen.rules.rounds import Reason


def asks(body: Body | None) -> bool:
    """Whether something may be owed after it that no plan has made."""
    if isinstance(body, DutyBody):
        ill = body.outcome == "cannot" and body.reason.strip() == Reason.UNWELL
        return ill or reads_fever(body) or _noted(body.note)
    if isinstance(body, RoundBody):
        return Reason.UNWELL in body.except_.values()
    if isinstance(body, DoorBody):
        return body.outcome.strip() == Reason.UNWELL or _noted(body.note)
    return bool(words_of(body))


def reads_fever(body: Body | None) -> bool:
    """Whether it says of somebody that a fever was read off."""
    return isinstance(body, DutyBody) and body.outcome == "done" and is_fever(body.reading)


def _noted(note: str) -> bool:
    """Whether a note beside what was done tells of danger to life."""
    return bool(note) and bool(note_asks(note, wanted=False))


@dataclass
class Raising:
    """What one run raises; nothing is written before all that it settles."""

    held: HeldWriter
    _needs: list[tuple[Viewer, Record, Raised, str]] = field(default_factory=list)
    _fevers: list[tuple[Viewer, Hot]] = field(default_factory=list)
    _unwell: list[tuple[Viewer, HeldDuty, datetime]] = field(default_factory=list)
    _notes: list[tuple[Viewer, HeldDuty, str]] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        """Whether nothing was raised."""
        return not (self._needs or self._fevers or self._unwell or self._notes)

    def need(self, viewer: Viewer, record: Record, body: Body) -> None:
        """A need that was told at a door, a way out that is blocked, or danger to life in a note."""
        told = Told(record.writer, record.seq)
        who = body.resident if isinstance(body, NeedBody) else None
        raised = Raised(record.area, words_of(body), who, record.happened_at, told)
        self._needs.append((viewer, record, raised, blocked_of(body)))

    def reading(
        self,
        viewer: Viewer,
        duty: HeldDuty,
        said: DutyBody,
        end: Settled,
        ref: EventRef,
        when: datetime,
    ) -> None:
        """What was said of a duty and counted: a fever, somebody unwell, danger to life are a matter at once."""
        if said.outcome == "cannot" and said.reason.strip() == Reason.UNWELL:
            self._unwell.append((viewer, duty, when))
        if duty.what not in GIVEN and _noted(said.note):
            self._notes.append((viewer, duty, said.note.strip()))
        if said.reading is None or not reads_fever(said) or duty.what != What.TEMPERATURE:
            return
        grade, outbreak = end.grade or Grade.REPORTED, UUID(duty.basis["outbreak"])
        told = Told(ref.writer, ref.seq)
        self._fevers.append(
            (viewer, Hot(UUID(duty.subject), duty.area, said.reading, grade, outbreak, when, told))
        )

    def hand_on(self) -> tuple[list[Record], dict[tuple[UUID, int], Problem]]:
        """Hand all of it on: the records of the needs that somebody has now, and why the others count not."""
        kept: list[Record] = []
        problems: dict[tuple[UUID, int], Problem] = {}
        place = self.held.area
        for viewer, record, raised, blocked in self._needs:
            try:
                with transaction.atomic():
                    if blocked:
                        said = ExitSaid(read_kind(blocked), raised.said)
                        tell_by_phone(viewer, raised.door, said, raised.told, raised.told_at)
                    else:
                        raise_need(viewer, place, self.held.outbreak, raised)
            except Problem as problem:
                problems[record.writer, record.seq] = problem
            else:
                # Beside the log nothing says which phone told of a blocked exit: the community reads that page.
                kept += [] if blocked else [record]
        for viewer, hot in self._fevers:
            follow_fevers(viewer, place, [hot])
        for viewer, duty, when in self._unwell:
            whose = UUID(duty.subject)
            follow_unwell(viewer, place, self.held.outbreak, duty.area, whose, when)
        for viewer, duty, note in self._notes:
            raise_said(viewer, place_of(duty.area), note, UUID(duty.subject))
        self._needs, self._fevers, self._unwell, self._notes = [], [], [], []
        return kept, problems
