"""How fast captains are assigned exactly: 36 buildings from 300 people, and 1,000 from 5,000."""

import statistics
from time import perf_counter

from bench.force import street
from bench.result import Part, Result, goals, machine
from wumen.rules.captains.assignment import Weights, assign, best, repair, seats, values_of

SMALL, LARGE = (36, 300), (1_000, 5_000)
TIMES = 50


def run(scale: float, seed: int, seconds: float) -> Result:
    """The solver alone for the compound; everything for the city; a withdrawal in both."""
    del seconds
    goal = goals("captains")
    buildings, people = street(*SMALL, seed)
    values = values_of(seats(buildings), people, Weights(), {})
    taken = []
    for _ in range(TIMES):
        began = perf_counter()
        best(values)
        taken.append((perf_counter() - began) * 1000)
    solver = statistics.median(taken)
    began = perf_counter()
    assignment = assign(buildings, people, {})
    whole = (perf_counter() - began) * 1000
    began = perf_counter()
    gone = next(iter(assignment.taken.values()))
    _, changes = repair(assignment.taken, {gone}, buildings, people, {})
    repaired = (perf_counter() - began) * 1000
    many = street(int(LARGE[0] * scale), int(LARGE[1] * scale), seed)
    began = perf_counter()
    assign(*many, {})
    large = perf_counter() - began
    parts = _parts(solver, whole, repaired, len(changes), large)
    return Result(
        name="captains",
        figure=round(solver, 3),
        unit="ms of solver time, 36 x 300",
        limit=goal["solver_ms_at_most"],
        ratio=round(solver / goal["solver_ms_at_most"], 3),
        goal=1.0,
        holds=all(part.holds for part in parts),
        machine=machine(),
        command=f"python -m bench captains --seed {seed} --scale {scale}",
        parts=parts,
    )


def _parts(
    solver: float, whole: float, repaired: float, changed: int, large: float
) -> tuple[Part, ...]:
    goal = goals("captains")
    return (
        _part("solver, 36 x 300", solver, "ms", goal["solver_ms_at_most"]),
        _part("from people to assignment, 36 x 300", whole, "ms", goal["whole_ms_at_most"]),
        _part("a withdrawal, 36 x 300", repaired, "ms", goal["whole_ms_at_most"]),
        _part("seats that change hands with one withdrawal", changed, "seats", 1),
        _part("from people to assignment, 1,000 x 5,000", large, "s", goal["large_s_at_most"]),
    )


def _part(name: str, figure: float, unit: str, goal: float) -> Part:
    return Part(name, round(figure, 3), unit, goal, figure <= goal)
