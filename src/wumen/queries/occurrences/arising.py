"""What occurrences make owed, from what happened to those whom it concerns: for the plan, and to be seen before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from wumen.queries import facts
from wumen.queries.facts import OrderFacts
from wumen.queries.occurrences.facts import occurred
from wumen.records.models import Area, Facility, Household, Resident
from wumen.rules.areas import Span, ancestors, common_part, span, subject_of_place
from wumen.rules.duties import HOUSEHOLD, RESIDENT, Owed, Subject
from wumen.rules.occurrences import Occurrence, anybody_stays, of_place, owed_after
from wumen.rules.playbooks import Playbook, SubjectKind

_PLACES = {SubjectKind.GATE: ("compound",), SubjectKind.STAIRWELL: ("building", "unit")}


@dataclass(frozen=True)
class Arising:
    """One thing owed after an occurrence: by what, where it is, where its duty stands."""

    subject: Subject
    ident: UUID
    area: str
    stands: str
    owed: Owed


@dataclass(frozen=True)
class _Concerned:
    """Whom or what an occurrence concerns: `persons` whose own orders count, `stays` whether anybody is there."""

    subject: Subject
    ident: UUID
    area: str
    stands: str
    persons: tuple[UUID, ...] = ()
    stays: bool = True


def _below_and_around(path: str) -> Q:
    inside = span(path)
    return Q(area__in=ancestors(path)) | Q(area__gte=inside.lo, area__lt=inside.hi)


def _people(one: Occurrence, day: date) -> Iterator[_Concerned]:
    """The home to which it happened, wherever it lives now, and the person, or all of it where nobody is named."""
    home = Household.objects.filter(id=one.household).first() if one.household else None
    if home is None:
        return
    people = list(Resident.objects.filter(household=home))
    taken = next((row for row in people if row.id == one.resident), None)
    persons = tuple(row.id for row in people)
    stays = anybody_stays(one, people, day, taken)
    yield _Concerned(HOUSEHOLD, home.id, home.area, home.area, persons, stays)
    for row in [taken] if taken else people:
        stays = anybody_stays(one, [row], day, taken)
        yield _Concerned(RESIDENT, row.id, row.area, row.area, (row.id,), stays)


def _things(one: Occurrence) -> Iterator[_Concerned]:
    """The facilities, stairwells and gates around where it happened."""
    near = _below_and_around(one.area)
    for row in Facility.objects.filter(near, closed_at__isnull=True):
        if of_place(one, SubjectKind.FACILITY, row.area):
            subject = Subject(SubjectKind.FACILITY, row.kind)
            yield _Concerned(subject, row.id, row.area, common_part(row.area, row.floor))
    kinds = dict(Area.objects.filter(near).values_list("area", "kind"))
    units = [path for path, kind in kinds.items() if kind == "unit"]
    for path, kind in kinds.items():
        if kind == "building" and any(unit.startswith(path) for unit in units):
            continue
        for shown, known in _PLACES.items():
            if kind in known and of_place(one, shown, path):
                ident = subject_of_place(path)
                yield _Concerned(Subject(shown), ident, path, common_part(path))


def _numbers(held: OrderFacts, one: _Concerned) -> list[str]:
    """The orders over a place, and on the persons."""
    chain = {*ancestors(one.area), one.area}
    found = {number for path, number in held.places if path in chain}
    for person in one.persons:
        found |= held.residents.get(person, frozenset())
    return sorted(found)


def arising(
    day: date,
    within: Span,
    books: Mapping[str, Playbook],
    some: Sequence[Occurrence] | None = None,
) -> list[Arising]:
    """All that is owed in a span on a day after what happened, or after `some` of it."""
    happened = occurred(day, within) if some is None else some
    if not happened:
        return []
    held = facts.order_facts(day, within, min(one.at for one in happened))
    result = []
    for one in happened:
        concerned: Iterable[_Concerned] = [*_people(one, day), *_things(one)]
        for each in concerned:
            if not within.holds(each.area):
                continue
            orders = [held.orders[number] for number in _numbers(held, each)]
            owes = owed_after(one, orders, books, day, each.subject, each.stays)
            result += [
                Arising(each.subject, each.ident, each.area, each.stands, owed) for owed in owes
            ]
    return result
