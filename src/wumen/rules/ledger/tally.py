"""What has been read of a ledger so far: people once each, problems, and how every row ended."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache

from wumen.rules.addresses import Address
from wumen.rules.ledger.doors import Doors
from wumen.rules.ledger.findings import (
    MERGED,
    REFUSED,
    SKIPPED,
    EmptyHome,
    LedgerPerson,
    LedgerProblem,
    LedgerReading,
)
from wumen.rules.ledger.headers import Layout
from wumen.rules.ledger.members import FieldProblem
from wumen.rules.problems import Problem


@dataclass(slots=True)
class Tally:
    """The reading while it grows; `ended` holds the rows that gave no person."""

    people: list[LedgerPerson] = field(default_factory=list)
    problems: list[LedgerProblem] = field(default_factory=list)
    to_check: list[LedgerProblem] = field(default_factory=list)
    empty_homes: list[EmptyHome] = field(default_factory=list)
    layouts: list[Layout] = field(default_factory=list)
    ended: dict[tuple[str, int], str] = field(default_factory=dict)
    doors: Doors = field(default_factory=Doors)
    _left_out: dict[int, set[tuple[str, str]]] = field(default_factory=dict)
    _bearers: dict[str, int] = field(default_factory=dict)
    # Of the people of one name behind one door the place in `people`, by identity number.
    _same: dict[tuple[str, ...], dict[str | None, int]] = field(default_factory=dict)

    def report(
        self,
        sheet: str,
        row: int,
        code: str,
        *,
        name: str = "",
        about: str | None = None,
        raw: str = "",
        look: bool = False,
    ) -> None:
        """Note what could not be taken; `look`: nothing of it was left out as far as one can see."""
        into = self.to_check if look else self.problems
        into.append(_problem(sheet, row, code, name=name, about=about, raw=raw))

    def take(self, person: LedgerPerson, problems: Iterable[FieldProblem]) -> bool:
        """Take a person with what is wrong with her row; False when she stands here already."""
        same = self._same.setdefault(_key(person), {})
        earlier = self._place_of(person) if same else None
        if earlier is not None:
            self.complete(person)
            self.report(person.sheet, person.row, "duplicate", name=person.name)
            # A copy of a row shares its damage, which is told once; what differs is told too.
            known = self._left_out.get(earlier, set())
            self._tell(person, (one for one in problems if (one.field, one.raw) not in known))
            return False
        place = len(self.people)
        self.people.append(person)
        same[person.identity_number] = place
        self._bear(person, place)
        left_out = self._tell(person, problems)
        if left_out:
            self._left_out[place] = left_out
        return True

    def _tell(self, person: LedgerPerson, problems: Iterable[FieldProblem]) -> set[tuple[str, str]]:
        """Report what was left out of somebody's row; the fields and what they hold."""
        told = set()
        for one in problems:
            self.report(
                person.sheet, person.row, one.code, name=person.name, about=one.field, raw=one.raw
            )
            told.add((one.field, one.raw))
        return told

    def knows(self, person: LedgerPerson) -> bool:
        """Whether a person of this name stands behind this door whose number does not differ."""
        return self._place_of(person) is not None

    def complete(self, person: LedgerPerson) -> None:
        """Add what only the later row says of somebody; what the first row says stands."""
        place = self._place_of(person)
        if place is None:
            return
        earlier = self.people[place]
        self.people[place] = _completed(earlier, person)
        number = person.identity_number
        if earlier.identity_number is None and number is not None:
            same = self._same[_key(earlier)]
            del same[None]
            same[number] = place
            self._bear(person, place)

    def reading(self) -> LedgerReading:
        """All that was read; a home is empty when nobody of the whole ledger lives in it."""
        doors = {(one.building, one.unit, one.room, one.kind): None for one in self.people}
        households = tuple(Address(*door) for door in doors)
        lived_in = set(households)
        homes: dict[Address, EmptyHome] = {}
        for home in self.empty_homes:
            if home.door in lived_in or homes.setdefault(home.door, home) is not home:
                self.ended[home.sheet, home.row] = SKIPPED
        ends = Counter(self.ended.values())
        rows_of_people = len({(person.sheet, person.row) for person in self.people})
        return LedgerReading(
            people=tuple(self.people),
            problems=tuple(self.problems),
            rows=rows_of_people + ends[MERGED] + ends[REFUSED],
            skipped=ends[SKIPPED],
            merged=ends[MERGED],
            refused=ends[REFUSED],
            households=households,
            empty_homes=tuple(homes.values()),
            layouts=tuple(self.layouts),
            ended=self.ended,
            to_check=tuple(self.to_check),
        )

    def _place_of(self, person: LedgerPerson) -> int | None:
        same = self._same.get(_key(person))
        if not same:
            return None
        number = person.identity_number
        if number is None:
            return min(same.values())
        return same[number] if number in same else same.get(None)

    def _bear(self, person: LedgerPerson, place: int) -> None:
        """Ask for a look where somebody else bears the number already."""
        number = person.identity_number
        if number is None or self._bearers.setdefault(number, place) == place:
            return
        self.to_check.append(
            _problem(
                person.sheet,
                person.row,
                "number_shared",
                name=person.name,
                about="identity_number",
                raw=number,
            )
        )


def _key(person: LedgerPerson) -> tuple[str, ...]:
    return person.building, person.unit, person.room, person.kind, person.name


def _completed(person: LedgerPerson, again: LedgerPerson) -> LedgerPerson:
    return replace(
        person,
        identity_number=person.identity_number or again.identity_number,
        phones=person.phones or again.phones,
        relation=person.relation or again.relation,
        sex=person.sex or again.sex,
        needs=person.needs or again.needs,
        state=person.state or again.state,
        note=person.note or again.note,
    )


def _problem(
    sheet: str, row: int, code: str, *, name: str, about: str | None, raw: str
) -> LedgerProblem:
    zh, en = _messages(code)
    return LedgerProblem(sheet, row, name, about, code, raw, zh, en)


@cache
def _messages(code: str) -> tuple[str, str]:
    problem = Problem(code)
    return problem.text("zh"), problem.text("en")
