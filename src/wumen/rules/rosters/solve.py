"""The roster engine: better and better plans while one watches, the last one when told to stop."""

from collections.abc import Iterator
from random import Random

from wumen.rules.rosters.descent import Stop, descend, first_roster
from wumen.rules.rosters.model import Plan, RosterProblem
from wumen.rules.rosters.pricing import Pricing
from wumen.rules.rosters.tables import tables


def solve(problem: RosterProblem, stop: Stop, seed: int = 1) -> Plan:
    """The best plan found until `stop()` says True or nothing can be better; see `improve`."""
    *_, last = improve(problem, stop, seed)
    return last


def improve(problem: RosterProblem, stop: Stop, seed: int = 1) -> Iterator[Plan]:
    """Plans, each with a lower cost or a higher bound than the one before; at least one comes.

    Raises `roster_person_impossible`, `roster_names_unknown` or `roster_shift_too_long`.
    """
    data = tables(problem)
    pricing = Pricing(data)
    order = list(range(len(problem.people)))
    Random(seed).shuffle(order)
    roster = first_roster(pricing, order)
    yield Plan(data.cells(roster.rows), roster.cost)
    descend(roster, order, stop)
    yield Plan(data.cells(roster.rows), roster.cost)
