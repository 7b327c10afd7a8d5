"""Lays a ledger beside the register: who is new in it, who changed, and who stands only in the register."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from wumen.actions.ledger.doors import Places
from wumen.actions.ledger.homes import Homes
from wumen.actions.ledger.matching import Match, mark_shared, match_people
from wumen.records import sealing, taking
from wumen.records.taking import ResidentRow
from wumen.rules.areas import span
from wumen.rules.ledger import LedgerReading


@dataclass
class Comparison:
    """A ledger beside the register. `restated`: first rows of doors whose state alone differs.

    `missing`: residents of the buildings that the ledger covers, of whom it says nothing. `borne`:
    numbers of the ledger that somebody bears already.
    """

    reading: LedgerReading
    places: Places
    homes: Homes
    now: datetime
    matches: Sequence[Match]
    new: list[Match] = field(default_factory=list)
    changed: list[Match] = field(default_factory=list)
    restated: set[int] = field(default_factory=set)
    missing: list[ResidentRow] = field(default_factory=list)
    borne: frozenset[bytes] = frozenset()

    @property
    def asks_for_a_plan(self) -> bool:
        """Whether somebody came or moved, so that duties may be owed anew."""
        return bool(self.new or self.changed)

    @property
    def changes_nothing(self) -> bool:
        """Whether the register says all of this already."""
        homes = self.homes.new or self.homes.restated or self.places.new
        return not (self.asks_for_a_plan or homes)


def compare(reading: LedgerReading, path: str, now: datetime) -> Comparison:
    """Lay a ledger beside the register of a place, inside the scope of the running transaction."""
    within = span(path)
    places, homes = Places(path), Homes(within)
    empty = [one.door for one in reading.empty_homes]
    places.open([*reading.households, *empty])
    residents = list(taking.standing_residents(within))
    matches = match_people(reading.people, places, residents)
    homes.take(matches, now)
    found = Comparison(reading, places, homes, now, matches, borne=frozenset(mark_shared(matches)))
    in_home: dict[str, int] = {}
    for match in matches:
        match.place = in_home[match.door] = in_home.get(match.door, -1) + 1
        _lay(found, match)
    told = {match.ident for match in matches}
    lived_in = {match.door for match in matches}
    lived_in |= {one.area for one in residents if one.id not in told}
    homes.take_empty(map(places.door, empty), lived_in, now)
    _tell_restated(found)
    untold = (one for one in residents if one.id not in told)
    # Who stands in a building of which the ledger has a door, and not in the ledger.
    found.missing = [one for one in untold if places.building(one.area) in places.covered]
    return found


def _lay(found: Comparison, match: Match) -> None:
    """Lay one row beside the resident it speaks of, or make her."""
    if match.resident is None:
        match.ident = uuid4()
        found.new.append(match)
        return
    match.ident = match.resident.id
    match.changes = frozenset(_changes(match.resident, match))
    if match.changes:
        found.changed.append(match)


def _changes(resident: ResidentRow, match: Match) -> Iterator[str]:
    """In what the ledger says otherwise than the register; what it leaves blank stays as it was."""
    person = match.person
    if resident.area != match.door:
        yield "area"
    if person.name != resident.name:
        yield "name"
    if person.relation and person.relation != resident.relation:
        yield "relation"
    if person.sex and person.sex != resident.sex:
        yield "sex"
    if match.renumbered:
        yield "identity"
    if _differ("telephones", resident, resident.telephones_sealed, person.phones):
        yield "telephones"
    if _differ("needs", resident, resident.needs_sealed, person.needs):
        yield "needs"


def _differ(column: str, resident: ResidentRow, sealed: bytes | None, texts: Sequence[str]) -> bool:
    """Whether a sealed list is not what the ledger says; one that it says nothing of is not opened."""
    return bool(texts) and list(texts) != sealing.unseal_list(column, resident.id, sealed)


def _tell_restated(found: Comparison) -> None:
    """A household whose state alone differs is told by the first row of its door."""
    left = set(found.homes.restated)
    for number, match in enumerate(found.matches):
        if not left:
            return
        if match.door in left and match.resident is not None:
            left.discard(match.door)
            found.restated.add(number)
