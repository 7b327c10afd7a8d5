"""Writes what a viewer did into the event log, with keyed hashes where people are meant."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from wumen.records import event_log
from wumen.records.event_log import EventRef, NewEvent
from wumen.records.sealing import person_key as person_key
from wumen.records.sealing import subject_key as subject_key
from wumen.rules.areas import counted_at
from wumen.rules.posts import Viewer


class Numbered(Protocol):
    """What was asked for or noted under a number, of a person, a home, or a place alone."""

    number: int
    area: str
    resident: UUID | None
    household: UUID | None


def log_numbered(
    viewer: Viewer, kind: str, row: Numbered, by: UUID | None, **said: Any
) -> EventRef:
    """The event of something under its number: where and of whom by a keyed hash; never what it says."""
    subject = row.resident or row.household
    return log(
        viewer,
        kind,
        counted_at(row.area) if subject else row.area,
        subject=subject_key(subject) if subject else "",
        by=by,
        number=row.number,
        **said,
    )


def log_numbered_all(
    viewer: Viewer, kind: str, rows: Sequence[Numbered], said: Sequence[dict[str, Any]]
) -> None:
    """One such event for each row, with what is said of it, all at once."""
    events = []
    for row, body in zip(rows, said, strict=True):
        subject = row.resident or row.household
        area = counted_at(row.area) if subject else row.area
        keyed = subject_key(subject) if subject else ""
        events.append(
            NewEvent(kind=kind, area=area, subject=keyed, body={"number": row.number, **body})
        )
    event_log.append(person_key(viewer.person), viewer.post, events)


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


def log_many(viewer: Viewer, kind: str, subjects: Mapping[str, str]) -> None:
    """Append one event for each subject at its place, all at once; nothing where there is none."""
    events = [NewEvent(kind=kind, area=area, subject=one) for one, area in subjects.items()]
    if events:
        event_log.append(person_key(viewer.person), viewer.post, events)


def log_looks(
    viewer: Viewer, kind: str, looked: Sequence[tuple[str, UUID, str]], **said: Any
) -> None:
    """One event for each person looked at, with the purpose: where it is counted, whom, what for; nothing for none."""
    events = [
        NewEvent(
            kind=kind,
            area=area,
            subject=subject_key(who),
            body={"purpose": purpose, **said},
        )
        for area, who, purpose in looked
    ]
    if events:
        event_log.append(person_key(viewer.person), viewer.post, events)
