"""The homes of a ledger: which household is behind each door, and who lives in it as what."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from wumen.actions.ledger.matching import Match
from wumen.records.models import Household
from wumen.records.register import HouseholdState
from wumen.records.taking import HouseholdRow
from wumen.rules.areas import Span

_WORDS = (
    (HouseholdState.DORMITORY, re.compile(r"宿舍|工棚|工地板房|集体户")),
    (HouseholdState.SHARED, re.compile(r"合租|群租")),
    (HouseholdState.LET, re.compile(r"租(?!售)")),
    (HouseholdState.SHOP, re.compile(r"商铺|商户|门面|店铺|店面|经营")),
    (HouseholdState.OWNED, re.compile(r"自住|自有|自用|业主|产权")),
)
_TENANT = re.compile(r"租[户客]|承租人?|房客")
_OWNER = re.compile(r"户主|业主|房主|本人")


class Homes:
    """The households of a place by door; `new` and `restated` are what a ledger changes."""

    def __init__(self, within: Span) -> None:
        """Read the households inside the scope of the running transaction."""
        rows = Household.objects.filter(area__gte=within.lo, area__lt=within.hi)
        self._by_door: dict[str, tuple[UUID, str]] = {
            area: (ident, state) for area, ident, state in rows.values_list("area", "id", "state")
        }
        self.new: list[HouseholdRow] = []
        self.restated: dict[str, tuple[UUID, str]] = {}

    def at(self, door: str) -> UUID:
        """The household behind a door."""
        return self._by_door[door][0]

    def take(self, matches: Iterable[Match], now: datetime) -> None:
        """Open a household at each door with people, in the state that the ledger tells."""
        behind: dict[str, list[Match]] = {}
        for match in matches:
            behind.setdefault(match.door, []).append(match)
        for door, people in behind.items():
            said = _state(people)
            known = self._by_door.get(door)
            if known and said is None and known[1] == HouseholdState.EMPTY:
                said = HouseholdState.OWNED
            self._settle(door, said, now)

    def take_empty(self, doors: Iterable[str], lived_in: set[str], now: datetime) -> None:
        """Open an empty household at each of the doors; one that people live behind stays theirs."""
        for door in doors:
            if door not in lived_in:
                self._settle(door, HouseholdState.EMPTY, now)

    def _settle(self, door: str, state: HouseholdState | None, now: datetime) -> None:
        known = self._by_door.get(door)
        if known is None:
            ident, said = uuid4(), (state or HouseholdState.OWNED).value
            self._by_door[door] = (ident, said)
            self.new.append(HouseholdRow(ident, door, said, now))
        elif state and known[1] != state:
            self._by_door[door] = self.restated[door] = (known[0], state.value)


def _state(people: Sequence[Match]) -> HouseholdState | None:
    """What the rows of a door say of it: in a word for the home, else by who lives there."""
    for match in people:
        for state, words in _WORDS:
            if match.person.state and words.search(match.person.state):
                return state
    relations = [match.person.relation or "" for match in people]
    if any(map(_TENANT.search, relations)) and not any(map(_OWNER.search, relations)):
        return HouseholdState.LET
    return None
