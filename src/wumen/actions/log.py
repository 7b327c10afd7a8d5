"""Writes what a viewer did into the event log, with keyed hashes where people are meant."""

from typing import Any
from uuid import UUID

from wumen.records import event_log, sealing
from wumen.records.event_log import EventRef, NewEvent
from wumen.rules.posts import Viewer


def person_key(person: UUID) -> str:
    """The keyed hash under which a crew member stands in the log."""
    return sealing.keyed("person", str(person)).hex()


def subject_key(subject: UUID) -> str:
    """The keyed hash under which a resident or household stands in the log."""
    return sealing.keyed("subject", str(subject)).hex()


def log(
    viewer: Viewer,
    kind: str,
    area: str,
    *,
    subject: str = "",
    by: UUID | None = None,
    **body: Any,
) -> EventRef:
    """Append one event of the viewer's post; `by` is who acted, when the viewer enters it for her."""
    said = {**body, "entered_from_paper": True} if by and by != viewer.person else body
    event = NewEvent(kind=kind, area=area, subject=subject, body=said)
    return event_log.append(person_key(by or viewer.person), viewer.post, [event])[0]
