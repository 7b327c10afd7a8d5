"""What the events of a phone raise beside what they settle: needs, blocked exits, fevers, at the end of a run."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from wumen.actions.duties.raised import Hot, Raised, follow_fever, raise_need
from wumen.actions.exits import ExitSaid, tell_by_phone
from wumen.records.event_log import EventRef
from wumen.records.field_duties import HeldDuty
from wumen.records.field_log import HeldWriter
from wumen.records.field_records import Told as Record
from wumen.records.settling import Settled
from wumen.rules.exits import read_kind
from wumen.rules.field.bodies import Body, DutyBody, NeedBody, blocked_of
from wumen.rules.instructions import Told
from wumen.rules.playbooks import Grade, What
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.raised import is_fever
from wumen.rules.raised import words_of as words_of


def asks(body: Body | None) -> bool:
    """Whether something may be owed after it that no plan has made."""
    if isinstance(body, DutyBody):
        return body.outcome == "done" and is_fever(body.reading)
    return bool(words_of(body))


@dataclass
class Raising:
    """What one run raises; nothing is written before all that it settles."""

    held: HeldWriter
    _needs: list[tuple[Viewer, Record, Raised, str]] = field(default_factory=list)
    _fevers: list[tuple[Viewer, Hot]] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        """Whether nothing was raised."""
        return not (self._needs or self._fevers)

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
        """A temperature that counted: a fever is somebody's matter at once."""
        if said.reading is None or not asks(said) or duty.what != What.TEMPERATURE:
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
            follow_fever(viewer, place, hot)
        self._needs, self._fevers = [], []
        return kept, problems
