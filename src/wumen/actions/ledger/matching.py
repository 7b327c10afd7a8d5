"""Who of a ledger stands in the register already: by identity number, else by door and name."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from wumen.actions.ledger.doors import Places
from wumen.records import sealing, taking
from wumen.records.taking import ResidentRow
from wumen.rules.ledger import LedgerPerson

_NOBODY = UUID(int=0)


@dataclass(slots=True)
class Match:
    """A person of the ledger, her door, and the resident she is, None when she is new.

    `key` is the keyed hash of her number, None without one. `ident`: the resident's id, a fresh one for
    a newcomer; `place`: her turn among the rows of her door. `changes`: the columns in which the ledger
    says otherwise than the register. `shared`: somebody else bears the number when the ledger is taken.
    """

    person: LedgerPerson
    door: str
    key: bytes | None
    resident: ResidentRow | None = None
    ident: UUID = _NOBODY
    place: int = 0
    changes: frozenset[str] = frozenset()
    shared: bool = False

    @property
    def renumbered(self) -> bool:
        """Whether a resident gets a number that she did not bear."""
        return (
            self.resident is not None
            and self.key is not None
            and self.resident.identity_key != self.key
        )


def match_people(
    people: Iterable[LedgerPerson], places: Places, residents: Sequence[ResidentRow]
) -> list[Match]:
    """Match the people of a ledger with the residents of the place that it is about."""
    matches = [
        Match(person, places.door(person.door), _key(person.identity_number)) for person in people
    ]
    if residents:
        _recognise(matches, residents)
    return matches


def mark_shared(matches: Sequence[Match]) -> dict[bytes, set[UUID]]:
    """Mark who bears a number that somebody else bears too, here or anywhere in the whole register.

    Gives back who bears the numbers as long as the ledger is not taken.
    """
    here = Counter(match.key for match in matches if match.key)
    borne = taking.bearers(here)
    told = {match.resident.id for match in matches if match.resident and match.key}
    for match in matches:
        if match.key:
            others = borne.get(match.key, set()) - told
            match.shared = here[match.key] + len(others) > 1
    return borne


def _key(number: str | None) -> bytes | None:
    return sealing.keyed("identity", number) if number else None


def _recognise(matches: Iterable[Match], residents: Iterable[ResidentRow]) -> None:
    """Number and name, else door and name, else number and door: a name that was corrected."""
    by_number: dict[bytes, list[ResidentRow]] = defaultdict(list)
    by_name: dict[tuple[str, str], list[ResidentRow]] = defaultdict(list)
    for resident in sorted(residents, key=lambda one: (one.identity_key is None, one.place)):
        if resident.identity_key:
            by_number[resident.identity_key].append(resident)
        by_name[resident.area, resident.name].append(resident)
    claimed = set[UUID]()

    def claim(match: Match, candidates: Iterable[ResidentRow]) -> None:
        match.resident = next((one for one in candidates if one.id not in claimed), None)
        if match.resident:
            claimed.add(match.resident.id)

    for match in matches:
        bearers = by_number.get(match.key, ()) if match.key else ()
        named = [one for one in bearers if one.name == match.person.name]
        # Of several who share a number and a name, the one behind this door.
        claim(match, sorted(named, key=lambda one, door=match.door: one.area != door))  # type: ignore[misc]
    for match in matches:
        if match.resident is None:
            claim(match, by_name.get((match.door, match.person.name), ()))
    for match in matches:
        if match.resident is None and match.key:
            claim(match, [one for one in by_number.get(match.key, ()) if one.area == match.door])
