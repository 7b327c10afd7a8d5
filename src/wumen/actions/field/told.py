"""What a field event tells beside the state of duties: where it stands, with nothing of what was said."""

from datetime import datetime
from typing import Any

from wumen.records import sealing
from wumen.records.event_log import EventRef
from wumen.records.field_log import HeldWriter
from wumen.records.field_records import Told
from wumen.rules.areas import read_path, span
from wumen.rules.field.bodies import (
    Body,
    DeliveryBody,
    DutyBody,
    NeedBody,
    NoteBody,
    PassageBody,
    SampleBody,
    ToldBody,
)
from wumen.rules.field.envelope import Envelope
from wumen.rules.field.told import PARCELS
from wumen.rules.parcels import brings_parcels, brought_pieces
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.tubes import same_tube
from wumen.rules.temperatures import FEVER

# A reading that somebody must look at, whatever became of the duty.
FEVER_KIND = "field.fever"


def tube_key(text: str) -> bytes:
    """Under what a tube is found again: never its number in clear."""
    return sealing.keyed("tube", same_tube(text))


def _place(path: str, held: HeldWriter) -> str:
    full = read_path(path)
    if not span(held.area).holds(full):
        raise Problem("area_not_yours", path=full)
    return full


def _brought(body: DeliveryBody) -> dict[str, Any]:
    """How much was brought, and whether it was parcels; what else it was is nobody's to read."""
    if not brings_parcels(body.what):
        return {"count": body.count}
    return {"count": brought_pieces(body.what, body.count), "decision": PARCELS}


def record_of(
    body: Body, said: Envelope, ref: EventRef, held: HeldWriter, when: datetime
) -> Told | None:
    """What of an event is kept beside the log; None for what duties alone remember.

    Problems `area_not_yours`, `path_unreadable` for a place that is not the phone's.
    """
    if type(body) is DutyBody and (body.reading or 0) < FEVER:
        return None
    kind, area = said.kind, said.area
    more: dict[str, Any] = {}
    if isinstance(body, NeedBody | DeliveryBody):
        area = _place(body.door, held)
        if isinstance(body, DeliveryBody):
            more = _brought(body)
    elif isinstance(body, PassageBody):
        area = _place(body.gate, held)
        more = {"direction": body.direction, "decision": body.decision}
    elif isinstance(body, SampleBody):
        more = {"count": body.count, "tube_key": tube_key(body.tube)}
    elif isinstance(body, ToldBody) and body.door:
        area = _place(body.door, held)
    elif isinstance(body, DutyBody):
        kind = FEVER_KIND
    elif not isinstance(body, ToldBody | NoteBody):
        return None
    if held.area.startswith(area):
        # Events say their building at most: of a unit's phone that lies above its own place.
        area = held.area
    if not span(held.area).holds(area):
        raise Problem("area_not_yours", path=area)
    return Told(
        *(ref.writer, ref.seq, ref.arrived_on, area, held.outbreak, kind, when, said.post), **more
    )
