"""From shares to a plan: take the surest rosters whole, generate again around them, until everyone has one."""

import numpy as np

from wumen.rules.rosters.descent import Roster, descend
from wumen.rules.rosters.generation import Generation, Node
from wumen.rules.rosters.master import Column, Relaxed

_SURE = 0.99
_ROUNDS = 15
# Of those left at least one in so many is taken at a time.
_PORTION = 12
_CLOSE = 0.001


def dive(
    generation: Generation, node: Node, relaxed: Relaxed | None, cutoff: int
) -> dict[int, Column] | None:
    """Rosters of all people of a generation near a node's relaxed solution.

    None when stopped, or when nothing below `cutoff` can come of it.
    """
    columns = generation.master.columns
    chosen: dict[int, int] = {}
    while relaxed is not None:
        chosen |= _next(generation, relaxed, chosen)
        taken = {who: columns[at] for who, at in chosen.items()}
        if len(taken) == len(generation.people):
            return taken
        if 2 * len(taken) >= len(generation.people):
            part = generation.around(taken)
            part.enter(node)
            relaxed, bound = part.converge(0, cutoff, _ROUNDS, _CLOSE)
            rest = None if bound >= cutoff else dive(part, node, relaxed, cutoff)
            generation.work += part.work
            return None if rest is None else taken | rest
        generation.enter(node, list(chosen.values()))
        relaxed, bound = generation.converge(0, cutoff, _ROUNDS, _CLOSE)
        if bound >= cutoff or generation.stop():
            break
    return None


def made(generation: Generation, columns: dict[int, Column]) -> Roster:
    """The roster of one column for each person, then person by person made better."""
    found = [columns[who] for who in range(len(columns))]
    roster = Roster(generation.pricing, [c.row.copy() for c in found], [c.cost for c in found])
    descend(roster, range(len(found)), generation.stop)
    return roster


def _next(generation: Generation, relaxed: Relaxed, chosen: dict[int, int]) -> dict[int, int]:
    """The columns to take now, by person: all that are nearly whole, else those with the largest shares."""
    columns = generation.master.columns
    least = max(1, (len(generation.people) - len(chosen)) // _PORTION)
    found: dict[int, int] = {}
    for at in np.argsort(-relaxed.shares, kind="stable"):
        if relaxed.shares[at] < _SURE and len(found) >= least:
            break
        who = columns[at].who
        if who not in chosen and who not in found:
            found[who] = int(at)
    return found
