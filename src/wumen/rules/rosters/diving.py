"""From shares to a plan: take the surest rosters whole, generate again around them, until everyone has one."""

from collections.abc import Mapping

import numpy as np

from wumen.rules.rosters.descent import Roster, descend
from wumen.rules.rosters.generation import Generation, Node
from wumen.rules.rosters.master import Relaxed

_SURE = 0.99
_ROUNDS = 15


def dive(
    generation: Generation,
    node: Node,
    relaxed: Relaxed,
    cutoff: int,
    taken: Mapping[int, int] | None = None,
) -> Roster | None:
    """A plan near a relaxed solution of a node in which some people's columns are taken already.

    Each person's answer to the others is made sure at the end. None when stopped, or when nothing below `cutoff`
    can come of it.
    """
    people = len(generation.data.kind)
    chosen = dict(taken or {})
    while True:
        chosen |= _next(generation, relaxed, chosen)
        if len(chosen) == people:
            return made(generation, [chosen[who] for who in range(people)])
        generation.enter(node, list(chosen.values()))
        relaxed, bound = generation.converge(0, cutoff, _ROUNDS)
        if bound >= cutoff or generation.stop():
            return None


def made(generation: Generation, columns: list[int]) -> Roster:
    """The roster of one column for each person, then person by person made better."""
    found = [generation.master.columns[at] for at in columns]
    roster = Roster(generation.pricing, [c.row.copy() for c in found], [c.cost for c in found])
    descend(roster, list(range(len(found))), generation.stop)
    return roster


def _next(generation: Generation, relaxed: Relaxed, taken: Mapping[int, int]) -> dict[int, int]:
    """The columns to take now, by person: all that are nearly whole, else the one with the largest share."""
    columns = generation.master.columns
    found: dict[int, int] = {}
    for at in np.argsort(-relaxed.shares, kind="stable"):
        if relaxed.shares[at] < _SURE and found:
            break
        who = columns[at].who
        if who not in taken and who not in found:
            found[who] = int(at)
    return found
