"""Who owes apart from what a span owes: by an order of her own, by needs of a clause, or as sampled at her door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from wumen.queries import facts
from wumen.queries.facts import OrderFacts
from wumen.rules.areas import Span, span
from wumen.rules.duties import HOUSEHOLD, RESIDENT, Subject, with_care
from wumen.rules.homes import is_away
from wumen.rules.special_needs import Need, care_of

if TYPE_CHECKING:
    from wumen.rules.playbooks import Playbook


@dataclass(frozen=True)
class Apart:
    """A resident or household that owes apart: `numbers` are the orders that bind it besides its places.

    `subject` carries the clauses that speak of its needs, never the needs.
    """

    ident: UUID
    door: str
    subject: Subject
    numbers: frozenset[str]


class _Deciding:
    """Which clauses of needs speak of somebody, worked out once for each set of needs that occurs."""

    def __init__(self, books: Mapping[str, "Playbook"], day: date) -> None:
        self._books, self._day = books, day
        self._known: dict[tuple[Subject, tuple[tuple[Need, ...], ...]], Subject] = {}

    def subject(self, kind: Subject, needs: tuple[tuple[Need, ...], ...]) -> Subject:
        """A resident by her needs, or a home by those of each who is there."""
        if (kind, needs) not in self._known:
            care = care_of(needs, self._day)
            self._known[kind, needs] = with_care(kind, care, self._books)
        return self._known[kind, needs]


def apart(
    held: OrderFacts, playbooks: Mapping[str, "Playbook"], day: date, spans: Sequence[Span]
) -> list[Apart]:
    """Who owes apart in these spans under orders, and whom orders of her own bind wherever she lives.

    Needs are opened inside the spans and the homes of those people alone, and only where a clause in force
    speaks of needs. A household owes what any of its people brings; who is away brings nothing of hers.
    """
    known = {one.outbreak for one in held.orders.values()}
    books = {key: book for key, book in playbooks.items() if key in known}
    needs: Mapping[UUID, tuple[Need, ...]] = {}
    if any(clause.special for book in books.values() for clause in book.clauses):
        own = facts.doors_of(held.residents)
        needs = facts.needs([*spans, *map(span, own)])
    by_home: dict[tuple[UUID, str], list[tuple[UUID, bool]]] = {}
    for home, door, one in facts.homes_of([*held.residents, *needs]):
        away = is_away(one.away_since, one.away_until, day)
        by_home.setdefault((home, door), []).append((one.id, away))
    deciding = _Deciding(books, day)
    found: list[Apart] = []
    for (home, door), people in by_home.items():
        binds = [held.residents.get(ident, frozenset()) for ident, _away in people]
        there = tuple(needs.get(ident, ()) for ident, away in people if not away)
        subject = deciding.subject(HOUSEHOLD, there)
        found.append(Apart(home, door, subject, frozenset().union(*binds)))
        for (ident, _away), numbers in zip(people, binds, strict=True):
            if numbers or ident in needs:
                subject = deciding.subject(RESIDENT, (needs.get(ident, ()),))
                found.append(Apart(ident, door, subject, numbers))
    return [one for one in found if one.numbers or one.subject.special]


def with_doors(found: Sequence[Apart], at_door: Mapping[UUID, frozenset[UUID]]) -> list[Apart]:
    """Who owes apart, with who is sampled at her door in some rounds among them."""
    known = {one.ident for one in found}
    rest = [ident for ident in at_door if ident not in known]
    beside = [
        Apart(one.id, door, RESIDENT, frozenset())
        for _home, door, one in (facts.homes_of(rest) if rest else ())
        if one.id in at_door and one.id not in known
    ]
    return [
        replace(one, subject=replace(one.subject, at_door=at_door.get(one.ident, frozenset())))
        for one in (*found, *beside)
    ]
