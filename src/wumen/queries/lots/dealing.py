"""Which homes get how much of a lot that comes: all of a place, or those that asked in a relay."""

from collections.abc import Iterable
from uuid import UUID

from wumen.queries.relay import entry_of
from wumen.records import clock
from wumen.records.models import Household, Relay, RelayEntry, Resident
from wumen.records.relay import RelayState
from wumen.rules.areas import Span
from wumen.rules.homes import HomeState, is_attended, present
from wumen.rules.lots import MOST_HOMES, NewLot, ordered, share
from wumen.rules.problems import Problem
from wumen.rules.relay import Kind

# Home, its door, how many it gets.
Dealt = tuple[UUID, str, int]


def people_of(held: Span, homes: Iterable[UUID]) -> dict[UUID, list[Resident]]:
    """Who lives in some homes of a place, with their absences; in the present scope."""
    found: dict[UUID, list[Resident]] = {}
    rows = Resident.objects.filter(area__gte=held.lo, area__lt=held.hi, household__in=list(homes))
    for row in rows.only("id", "household", "away_since", "away_until"):
        found.setdefault(row.household_id, []).append(row)
    return found


def everybody(held: Span, new: NewLot) -> list[Dealt]:
    """All homes of a place in which somebody is, each with its share; Problem `lot_homes_many`."""
    rows = Household.objects.filter(area__gte=held.lo, area__lt=held.hi)
    homes = list(rows.values_list("id", "area", "state")[: MOST_HOMES + 1])
    if len(homes) > MOST_HOMES:
        raise Problem("lot_homes_many", most=MOST_HOMES)
    people, day = people_of(held, [ident for ident, *_ in homes]), clock.today()
    return [
        (ident, area, share(new.mode, new.each, len(present(people.get(ident, []), day))))
        for ident, area, state in homes
        if is_attended(HomeState(state), people.get(ident, []), day)
    ]


def those_that_asked(held: Span, relay: UUID, words: str, unit: str) -> list[Dealt]:
    """The homes of a place that asked for a thing in a relay, each with as many as it said.

    Problems `lot_words_needed`, `lot_relay_unknown`.
    """
    if not words.strip():
        raise Problem("lot_words_needed")
    row = Relay.objects.filter(id=relay, kind=Kind.NEEDS).first()
    if row is None:
        raise Problem("lot_relay_unknown")
    asked = _asked(RelayEntry.objects.filter(relay=row), words, unit)
    homes = Household.objects.filter(id__in=asked, area__gte=held.lo, area__lt=held.hi)
    return [(ident, area, asked[ident]) for ident, area in homes.values_list("id", "area")]


def _asked(rows: Iterable[RelayEntry], words: str, unit: str) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    for row in rows:
        if row.household is None or row.state not in (RelayState.OPEN, RelayState.TAKEN):
            continue
        said = entry_of(row)
        many = 0 if said.cancelled else ordered(said.items, words, unit)
        if many:
            found[row.household] = found.get(row.household, 0) + many
    return found
