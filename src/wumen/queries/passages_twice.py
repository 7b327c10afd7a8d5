"""Entries at a gate that a phone and the office's machine or paper both noted: found by who, way and hour."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from wumen.queries.field.evidence import opened_all
from wumen.records import field_told, sealing
from wumen.records.models import Passage
from wumen.rules.areas import span
from wumen.rules.field.bodies import PassageBody
from wumen.rules.passages import Entry, PassageSaid, just_then, noted_twice, read_passage
from wumen.rules.time import Interval

# More than a gate has within the hours in which both hands note; of a busier one the latest are compared.
_MOST = 500


def both_noted(place: str, day: Interval) -> Counter[tuple[str, str]]:
    """How often one entry at a place stands twice, by way and decision; inside the viewer's scope.

    Of a phone's entries those alone are opened that another hand may have noted too.
    """
    typed = _typed(place, day)
    told = field_told.passed(*_bounds(place), day.begins, day.ends, _MOST) if typed else []
    near = [
        one
        for one in told
        if any(just_then(one.at, one.direction, one.decision, other) for other in typed)
    ]
    return Counter((one.way, one.decision) for one in noted_twice(_opened(near), typed))


def _bounds(place: str) -> tuple[str, str]:
    held = span(place)
    return held.lo, held.hi


def _typed(place: str, day: Interval) -> list[Entry]:
    lo, hi = _bounds(place)
    rows = Passage.objects.filter(area__gte=lo, area__lt=hi, at__gte=day.begins, at__lt=day.ends)
    return [
        Entry(row.at, row.direction, row.decision, sealed_said(row.id, row.said_sealed).words)
        for row in rows.order_by("-at")[:_MOST]
    ]


def sealed_said(passage: UUID, sealed: bytes | memoryview) -> PassageSaid:
    """What is sealed of an entry that the office noted; Problem `seal_broken`."""
    return read_passage(sealing.unseal("passage", passage, sealed) or "{}")


def _opened(told: Sequence[field_told.Passed]) -> list[Entry]:
    """Some entries of phones with who it was; one that no key opens is nobody's double."""
    events = field_told.events(one.event for one in told)
    own = {place: one for place, one in events.items() if one.device is not None}
    said = dict(zip(own, opened_all([(one.body, one.device) for one in own.values()]), strict=True))
    found = []
    for one in told:
        body = said.get(one.event)
        if isinstance(body, PassageBody):
            found.append(Entry(one.at, one.direction, one.decision, body.who))
    return found
