"""Teams for homes in isolation: every place filled and shared sensibly, or shown as incomplete with what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from wumen.rules.areas import ancestors
from wumen.rules.captains.assignment import best
from wumen.rules.force import Serving, Work, bars
from wumen.rules.playbooks import Team, TeamPlace
from wumen.rules.problems import Problem

# A level of the address tree apart weighs as much as so many homes carried already.
_HOMES_A_LEVEL = 2


@dataclass(frozen=True)
class Home:
    """A home that isolates: its household and its door."""

    household: UUID
    area: str


@dataclass(frozen=True)
class Carer:
    """Somebody who may be on a team: where she is at home or on duty, and how many homes she has already."""

    serving: Serving
    where: str
    homes: int = 0

    @property
    def member(self) -> UUID:
        """Who it is."""
        return self.serving.member


# Who fills which place of whose team: (household, place) → member.
Filled = Mapping[tuple[UUID, str], UUID]


def apart(one: str, other: str) -> int:
    """How far two places lie apart in the address tree: levels from the deeper of them up to what holds both."""
    chains = [[*ancestors(path), path] if path else [] for path in (one, other)]
    shared = sum(a == b for a, b in zip(*chains, strict=False))
    return max(len(chain) for chain in chains) - int(shared)


def must_fill(carer: Serving, place: TeamPlace) -> None:
    """Problem `team_wrong_source` where a place is for others."""
    if carer.profession not in place.professions:
        raise Problem("team_wrong_source", wanted_zh=place.zh, wanted_en=place.en)


def share(
    team: Team, homes: Sequence[Home], carers: Sequence[Carer], filled: Filled, work: Work
) -> dict[tuple[UUID, str], UUID]:
    """Who takes the places that are empty: the nearest who carries least, the best of all by each place.

    What is filled stays. Nobody holds two places of one home. A place for which nobody is there stays empty.
    """
    taken = dict(filled)
    made: dict[tuple[UUID, str], UUID] = {}
    load = {one.member: one.homes for one in carers}
    for place in team.places:
        free = [
            one
            for one in carers
            if one.serving.profession in place.professions and not bars(one.serving, work)
        ]
        empty = [home for home in homes if (home.household, place.key) not in taken]
        for home, who in _shared(empty, free, load, taken):
            taken[home.household, place.key] = who
            made[home.household, place.key] = who
            load[who] += 1
    return made


def _shared(
    homes: Sequence[Home],
    carers: Sequence[Carer],
    load: Mapping[UUID, int],
    taken: Filled,
) -> list[tuple[Home, UUID]]:
    """Homes with people, the least of distance and load together: a further home weighs more the more she has."""
    if not homes or not carers:
        return []
    copies = -(-len(homes) // len(carers)) * 2
    far = np.array([[apart(home.area, one.where) for one in carers] for home in homes], dtype=float)
    carried = np.array([load[one.member] for one in carers], dtype=float)
    cost = (far * _HOMES_A_LEVEL)[:, :, None] + carried[None, :, None] + np.arange(copies)
    worth = cost.max() + 1 - cost
    for row, home in enumerate(homes):
        inside = {who for (household, _), who in taken.items() if household == home.household}
        for column, one in enumerate(carers):
            if one.member in inside:
                worth[row, column] = 0
    rows, columns = best(worth.reshape(len(homes), -1))
    return [
        (homes[row], carers[column // copies].member)
        for row, column in zip(rows, columns, strict=True)
    ]
