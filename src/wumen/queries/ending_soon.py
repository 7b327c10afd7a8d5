"""Whose isolation ends soon: until when, which samples of her order are in, what of them was missed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from wumen.queries.posts import acting
from wumen.queries.special_needs import doors_of
from wumen.records import clock
from wumen.records.models import Duty, Resident
from wumen.records.orders import binding
from wumen.rules.areas import in_order
from wumen.rules.ending_soon import SOON, Sampled, sampled
from wumen.rules.playbooks import What
from wumen.rules.posts import Right, Viewer
from wumen.rules.time import business_day

# More than a community ever lets go in a day; a district reads the first to end.
MOST = 300


@dataclass(frozen=True)
class EndingLine:
    """Somebody whose order of her own ends soon: where, who, which order, until when, and how her samples stand."""

    household: UUID
    door: str
    name: str
    number: str
    until: datetime
    sampled: Sampled


@dataclass(frozen=True)
class _Ends:
    """The order that lets somebody go last, since when it holds, and when she is free."""

    number: str
    begins: datetime
    until: datetime


def ending_soon(viewer: Viewer) -> Sequence[EndingLine]:
    """Whose orders of their own end within the next day and a half, who is free first at the top.

    Whoever another order of her own keeps longer is not among them; what binds her building is not asked.
    Problem `right_missing`.
    """
    viewer.must(Right.SEE_REGISTER)
    held = viewer.span
    with acting(viewer):
        soon = _soon()
        people = Resident.objects.filter(id__in=list(soon), area__gte=held.lo, area__lt=held.hi)
        people = people.order_by("area", "place")
        rows = sorted(people, key=lambda one: (soon[one.id].until, in_order(one.area)))[:MOST]
        doors = doors_of({one.area for one in rows})
        owed = _samples({one.id: soon[one.id] for one in rows})
    now = clock.now()
    return [
        EndingLine(
            *(one.household_id, doors[one.area], one.name, soon[one.id].number),
            soon[one.id].until,
            sampled(owed.get(one.id, ()), now),
        )
        for one in rows
    ]


def _soon() -> dict[UUID, _Ends]:
    """People whom nothing of their own binds beyond the next day and a half, with what binds them last."""
    now = clock.now()
    rows = binding(now).filter(resident__isnull=False)
    last: dict[UUID, _Ends] = {}
    # Who is free first stands first: what is written over ends sooner.
    for row in rows.select_related("order"):
        if row.resident is not None:
            last[row.resident] = _Ends(row.order.number, row.order.from_at, row.over_at)
    return {ident: one for ident, one in last.items() if one.until <= now + SOON}


def _samples(
    people: Mapping[UUID, _Ends],
) -> dict[UUID, list[tuple[date, str, datetime]]]:
    """The samples that were owed under the orders of some people: day, state, until when."""
    if not people:
        return {}
    first = min(business_day(one.begins) for one in people.values())
    last = business_day(max(one.until for one in people.values()))
    rows = Duty.objects.filter(
        day__gte=first, day__lte=last, what=What.SAMPLING, subject__in=list(people)
    ).exclude(state="withdrawn")
    found: dict[UUID, list[tuple[date, str, datetime]]] = {}
    for subject, day, state, due_at in rows.values_list("subject", "day", "state", "due_at"):
        if day >= business_day(people[subject].begins):
            found.setdefault(subject, []).append((day, state, due_at))
    return found
