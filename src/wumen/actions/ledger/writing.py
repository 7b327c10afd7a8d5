"""Writes what a ledger changes: doors, homes, people, their numbers and the words they are found by."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from wumen.actions.ledger.comparing import Comparison
from wumen.actions.ledger.matching import Match
from wumen.actions.orders import follow_to
from wumen.records import sealing, search, taking
from wumen.records.models import OrderScope
from wumen.records.search import ResidentWords
from wumen.records.taking import ResidentRow
from wumen.rules.problems import Problem

# What a person is found by.
_FOUND_BY = frozenset({"area", "name", "telephones"})
_STEP = 1000
One = TypeVar("One")
Advance = Callable[[int], None]


def write(found: Comparison, advance: Advance) -> None:
    """Write all that is new and all that changed, in sets; `advance` hears how many rows are done.

    Problem `register_changed`: somebody changed a resident since she was compared.
    """
    taking.add_areas(found.places.new)
    taking.add_households(found.homes.new)
    taking.restate_households(found.homes.restated.values())
    done = _Counted(advance)
    if taking.update_residents(done.of(_revised(found))) != len(found.changed):
        raise Problem("register_changed")
    taking.add_residents(done.of(_newcomers(found)))
    taking.settle_bearers(_touched(found))
    search.remove_residents(_words_lost(found))
    search.add_newcomers(done.of(_words_of_newcomers(found)))
    search.add_residents(done.of(_words_gained(found)))
    search.add_doors((home.id, home.area) for home in found.homes.new)
    _let_orders_follow(found)


def steps(found: Comparison) -> int:
    """How many rows `write` will tell of: each person is written, and so are her words."""
    refound = sum(not _FOUND_BY.isdisjoint(match.changes) for match in found.changed)
    return 2 * len(found.new) + len(found.changed) + refound


class _Counted:
    """Rows that are counted as they are asked for."""

    def __init__(self, advance: Advance) -> None:
        self._done, self._advance = 0, advance

    def of(self, rows: Iterable[One]) -> Iterator[One]:
        """The same rows."""
        for row in rows:
            yield row
            self._done += 1
            if self._done % _STEP == 0:
                self._advance(self._done)


def _newcomers(found: Comparison) -> Iterator[ResidentRow]:
    """The rows of who is new; a number's first bearer alone does not count as sharing it."""
    borne = set(found.borne)
    for match in found.new:
        person, ident = match.person, match.ident
        number = person.identity_number if match.key else None
        yield ResidentRow(
            id=ident,
            household_id=found.homes.at(match.door),
            area=match.door,
            place=match.place,
            name=person.name,
            relation=person.relation or "",
            sex=person.sex or "",
            identity_sealed=sealing.seal("identity", ident, number) if number else None,
            identity_key=match.key,
            identity_shared=match.key in borne,
            telephones_sealed=sealing.seal_list("telephones", ident, person.phones),
            needs_sealed=sealing.seal_list("needs", ident, person.needs),
            since=found.now,
        )
        if match.key:
            borne.add(match.key)


def _revised(found: Comparison) -> Iterator[ResidentRow]:
    """The rows of who changed, as they are to be."""
    for match in found.changed:
        if match.resident:
            yield _as_told(match.resident, match, found)


def _as_told(row: ResidentRow, match: Match, found: Comparison) -> ResidentRow:
    """A resident's row with what the ledger says; who gets a number shares it until that is settled."""
    person, changes = match.person, match.changes
    said: dict[str, Any] = {
        column: getattr(person, column)
        for column in ("name", "relation", "sex")
        if column in changes
    }
    if "area" in changes:
        said |= {"area": match.door, "household_id": found.homes.at(match.door), "since": found.now}
    if "identity" in changes and person.identity_number:
        said["identity_sealed"] = sealing.seal("identity", row.id, person.identity_number)
        said |= {"identity_key": match.key, "identity_shared": True}
    if "telephones" in changes:
        said["telephones_sealed"] = sealing.seal_list("telephones", row.id, person.phones)
    if "needs" in changes:
        said["needs_sealed"] = sealing.seal_list("needs", row.id, person.needs)
    return row._replace(**said)


def _touched(found: Comparison) -> set[bytes]:
    """The numbers of which another may have to count as the bearer now."""
    keys = {match.key for match in found.new if match.shared}
    for match in found.changed:
        if match.renumbered and match.resident:
            keys |= {match.key, match.resident.identity_key}
    return {key for key in keys if key}


def _words_of_newcomers(found: Comparison) -> Iterator[ResidentWords]:
    """The words by which newcomers are found."""
    return ((one.ident, one.door, one.person.name, one.person.phones) for one in found.new)


def _words_gained(found: Comparison) -> Iterator[ResidentWords]:
    """The words by which who changed in them is found from now on."""
    for match in _refound(found):
        phones = match.person.phones or _telephones(match)
        yield match.ident, match.door, match.person.name, phones


def _words_lost(found: Comparison) -> Iterator[ResidentWords]:
    """The words by which who changed was found before."""
    for match in _refound(found):
        if match.resident:
            yield match.ident, match.resident.area, match.resident.name, _telephones(match)


def _refound(found: Comparison) -> Iterator[Match]:
    return (match for match in found.changed if not _FOUND_BY.isdisjoint(match.changes))


def _telephones(match: Match) -> list[str]:
    sealed = match.resident.telephones_sealed if match.resident else None
    return sealing.unseal_list("telephones", match.ident, sealed)


def _let_orders_follow(found: Comparison) -> None:
    """Orders on persons follow those who live behind another door now."""
    moved = {match.ident: match.door for match in found.changed if "area" in match.changes}
    bound = OrderScope.objects.filter(resident__in=list(moved)).values_list("resident", flat=True)
    for resident in set(bound):
        if resident is not None:
            follow_to(moved[resident], [resident])
