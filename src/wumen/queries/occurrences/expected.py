"""What occurrences make owed, subject by subject: the audit's own way, which knows nothing of the plan's."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from uuid import UUID

from wumen.queries import facts
from wumen.queries.facts import SubjectFact
from wumen.queries.occurrences.facts import occurred
from wumen.rules.areas import Span, ancestors
from wumen.rules.duties import Owed, Subject
from wumen.rules.occurrences import Occurrence, anybody_stays, of_home, of_place, owed_after
from wumen.rules.orders import OrderInForce
from wumen.rules.playbooks import Playbook, SubjectKind

_PEOPLE = (SubjectKind.RESIDENT, SubjectKind.HOUSEHOLD)


def kinds(books: Iterable[Playbook]) -> frozenset[SubjectKind]:
    """The kinds of subject of which something may be owed after an occurrence; homes tell who lives where."""
    asked = {one.subject for book in books for one in book.clauses if one.on_event}
    return frozenset(asked | {SubjectKind.HOUSEHOLD}) if asked else frozenset()


class _Day:
    """What happened that reaches a day, and the orders that held since."""

    def __init__(
        self, day: date, within: Span, happened: list[Occurrence], homes: Mapping[UUID, UUID]
    ) -> None:
        self.day, self.happened, self._homes = day, happened, homes
        self._held = facts.order_facts(day, within, min(one.at for one in happened))
        self._at: dict[str, set[str]] = {}
        for path, number in self._held.places:
            self._at.setdefault(path, set()).add(number)

    def orders(self, subject: SubjectFact) -> list[OrderInForce]:
        """The orders over a subject's place, and on it or its people."""
        numbers: set[str] = set()
        for path in (*ancestors(subject.area), subject.area):
            numbers |= self._at.get(path, set())
        for person in subject.people:
            numbers |= self._held.residents.get(person.id, frozenset())
        return [self._held.orders[number] for number in sorted(numbers)]

    def concerning(self, subject: SubjectFact) -> Iterator[tuple[Occurrence, bool]]:
        """What happened to a subject, and whether anybody is there to whom something can be owed."""
        kind = SubjectKind(subject.kind)
        for one in self.happened:
            if kind not in _PEOPLE:
                if of_place(one, kind, subject.area):
                    yield one, True
            elif self._happened_to(one, subject, kind):
                taken = next((x for x in subject.people if x.id == one.resident), None)
                yield one, anybody_stays(one, subject.people, self.day, taken)

    def _happened_to(self, one: Occurrence, subject: SubjectFact, kind: SubjectKind) -> bool:
        """Whether it happened to that home, or to that person of it: to all of it where nobody is named."""
        if kind is SubjectKind.HOUSEHOLD:
            return of_home(one, subject.id)
        home = self._homes.get(subject.id)
        named = one.resident is not None and self._homes.get(one.resident) == home
        return of_home(one, home) and (not named or one.resident == subject.id)


def expected(
    day: date, within: Span, subjects: list[SubjectFact], books: Mapping[str, Playbook]
) -> Iterator[tuple[SubjectFact, Owed]]:
    """Every subject with each thing that it owes on a day after what happened to it."""
    happened = occurred(day, within)
    if not happened:
        return
    homes = {
        person.id: one.id
        for one in subjects
        if one.kind == SubjectKind.HOUSEHOLD
        for person in one.people
    }
    today = _Day(day, within, happened, homes)
    for subject in subjects:
        for one, stays in today.concerning(subject):
            kind = Subject(SubjectKind(subject.kind), subject.facility)
            for owed in owed_after(one, today.orders(subject), books, day, kind, stays):
                yield subject, owed
