"""How good a roster is after a minute: cost counted again by the checker, what is proven, how soon the first comes."""

from pathlib import Path
from time import perf_counter

from bench.force import force
from bench.result import Part, Result, goals, machine
from wumen.rules.rosters.check import count
from wumen.rules.rosters.model import RosterProblem
from wumen.rules.rosters.published import read_published
from wumen.rules.rosters.solve import improve

OWN = (300, 14)
WEEK = (30, 7)


def run(scale: float, seed: int, seconds: float, instance: str | None = None) -> Result:
    """A published instance, or our own 300 people for 14 days and the first plan of a week's watch."""
    goal = goals("roster")
    if instance is not None:
        problem = read_published(Path(instance).read_text())
        most, first_of = goal["gap_at_most"], problem
    else:
        problem = force(int(OWN[0] * scale), OWN[1], seed)
        most, first_of = goal["own_gap_at_most"], force(*WEEK, seed)
    solved = _solved(problem, seed, seconds)
    cost, bound = solved[:2]
    gap = (cost - bound) / cost if cost else 0.0
    parts = _parts(solved, seconds, most, _first(first_of, seed), instance is None)
    named = f"--instance {instance} " if instance else f"--scale {scale} "
    return Result(
        name="roster",
        figure=cost,
        unit="points of cost, counted by the checker",
        limit=bound,
        ratio=round(gap, 5),
        goal=most,
        holds=all(part.holds for part in parts),
        machine=machine(),
        command=f"python -m bench roster {named}--seed {seed} --seconds {seconds}",
        parts=parts,
    )


def _parts(
    solved: tuple[int, int, float, float, int], seconds: float, most: float, first: float, own: bool
) -> tuple[Part, ...]:
    """What the run promises besides its cost; the first plan of a week is a promise of our own force only."""
    goal = goals("roster")
    cost, bound, took, late, plans = solved
    gap = (cost - bound) / cost if cost else 0.0
    return (
        Part("lower bound", bound, "points", cost, bound <= cost),
        Part("gap proven", round(gap, 5), "of the cost", most, gap <= most),
        Part("last better plan or bound", round(took, 2), "s", seconds, True),
        Part("plans shown", plans, "plans", 1, plans >= 1),
        Part(
            "late after stop",
            round(late, 3),
            "s",
            goal["late_s_at_most"],
            late <= goal["late_s_at_most"],
        ),
        Part(
            "first plan",
            round(first, 3),
            "s",
            goal["first_s_at_most"],
            not own or first <= goal["first_s_at_most"],
        ),
    )


def _solved(
    problem: RosterProblem, seed: int, seconds: float
) -> tuple[int, int, float, float, int]:
    """Cost and bound of the last plan, when it came, how late the engine ended, and how many plans came."""
    began = perf_counter()
    came = [
        (plan, perf_counter() - began)
        for plan in improve(problem, lambda: perf_counter() - began > seconds, seed)
    ]
    late = max(0.0, perf_counter() - began - seconds)
    plan, at = came[-1]
    counted = count(problem, plan.cells)
    if counted.broken or counted.cost != plan.cost:
        raise AssertionError(f"the checker counts {counted}, the engine says {plan.cost}")
    return counted.cost, plan.bound or 0, at, late, len(came)


def _first(problem: RosterProblem, seed: int) -> float:
    began = perf_counter()
    next(improve(problem, lambda: True, seed))
    return perf_counter() - began
