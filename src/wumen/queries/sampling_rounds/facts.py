"""Sampling rounds as facts for planner and audit: what each asks, and where.

Every function here looks inside the scope of the running transaction and sees nothing without one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from wumen.records.models import SamplingAtDoor, SamplingRound
from wumen.records.sampling_rounds import places_of, rounds_of
from wumen.rules.sampling_rounds.asking import RoundAsked

# No order and no notice is numbered like this: all stand together where a place is said to be under them.
_MARK = "~"


@dataclass(frozen=True)
class RoundFacts:
    """The rounds of a day by a key of their own, and the places in which each is held.

    `at_door`: who cannot come down and is sampled at her door, in which rounds.
    """

    rounds: Mapping[str, RoundAsked]
    places: Sequence[tuple[str, str]]
    at_door: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)


def asked_of(row: SamplingRound) -> RoundAsked:
    """A round as the rules look at it; one that was closed early is over then."""
    due = min(row.ends_at, row.closed_at) if row.closed_at else row.ends_at
    return RoundAsked(
        *(row.id, row.number, str(row.outbreak_id), row.begins_at, due, row.size),
    )


def round_facts(day: date) -> RoundFacts:
    """The rounds of a day in open outbreaks, as far as they are seen.

    One that was closed before it began asks nobody for anything.
    """
    found = [asked_of(row) for row in rounds_of(day)]
    held = {one.id: one for one in found if one.due_at > one.opens_at}
    if not held:
        return RoundFacts({}, ())
    keys = {ident: f"{_MARK}{ident}" for ident in held}
    places = [(path, keys[ident]) for path, ident in places_of(held)]
    at_door: dict[UUID, frozenset[UUID]] = {}
    rows = SamplingAtDoor.objects.filter(round__in=list(held), door=True)
    for who, ident in rows.values_list("resident", "round_id"):
        at_door[who] = at_door.get(who, frozenset()) | {ident}
    return RoundFacts({keys[ident]: one for ident, one in held.items()}, places, at_door)
