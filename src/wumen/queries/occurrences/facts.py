"""Occurrences as facts for planner and audit: opened for the rules alone, never to be shown or kept."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec

from wumen.records import sealing
from wumen.records.models import Household
from wumen.records.occurrences import Occurrence as Row
from wumen.rules.areas import Span, counted_at, counted_in
from wumen.rules.occurrences import REACH, Occurrence
from wumen.rules.playbooks import Happening
from wumen.rules.time import whole_day


class Said(msgspec.Struct, frozen=True):
    """What lies sealed in an occurrence: its kind, who said so, and by which paper."""

    kind: Happening
    told_by: str
    document: str = ""


def said_of(row: Row) -> Said:
    """What an occurrence says; Problem `seal_broken`."""
    text = sealing.unseal_occurred(row.outbreak_id, row.id, bytes(row.said_sealed))
    return msgspec.json.decode(text, type=Said)


def fact_of(row: Row, kind: Happening) -> Occurrence:
    """An occurrence as the rules look at it."""
    return Occurrence(
        number=row.number,
        kind=kind,
        outbreak=str(row.outbreak_id),
        area=row.area,
        building=counted_at(row.area) if row.household else counted_in(row.area),
        at=row.happened_at,
        noted_at=row.noted_at,
        household=row.household,
        resident=row.resident,
    )


def _doors(homes: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Household.objects.filter(id__in=list(homes)).values_list("id", "area"))


def occurred(day: date, within: Span) -> list[Occurrence]:
    """What may make something owed in a span on a day, by their numbers: noted so lately that it reaches the day.

    What happened in the buildings around the span, and to homes that live in it now.
    """
    held = whole_day(day)
    rows = list(
        Row.objects.filter(
            withdrawn_at__isnull=True,
            outbreak__closed_at__isnull=True,
            noted_at__gte=held.begins - REACH,
            noted_at__lt=held.ends,
        ).order_by("number")
    )
    if not rows:
        return []
    around = counted_in(within.lo)
    doors = _doors(row.household for row in rows if row.household)
    return [
        fact_of(row, said_of(row).kind)
        for row in rows
        if row.area.startswith(around)
        or (row.household and within.holds(doors.get(row.household, "")))
    ]
