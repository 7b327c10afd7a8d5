"""A sickness mended with the fewest changes."""

from dataclasses import replace
from time import process_time

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bench.force import force
from tests.rules.rosters import cells_of, gate, problems, rows_of
from wumen.rules.rosters.check import count
from wumen.rules.rosters.model import Cells, Person, RosterProblem
from wumen.rules.rosters.repair import Move, repair
from wumen.rules.rosters.solve import solve


def never() -> bool:
    """Nobody says stop."""
    return False


def test_one_falls_ill_and_one_cell_changes() -> None:
    problem = gate(people=3, days=3)
    cells = cells_of(problem, "DDD", "LLL", "...")
    mended = repair(problem, cells, {"p0": frozenset({1, 2})}, 1, never)
    assert mended.plan.cost == 0
    assert mended.lost == (Move("p0", 1, "day", None), Move("p0", 2, "day", None))
    assert mended.moves == (Move("p2", 1, None, "day"), Move("p2", 2, None, "day"))


def test_what_is_past_stands() -> None:
    problem = gate(people=3, days=3)
    cells = cells_of(problem, "DDD", "L..", "...")
    mended = repair(problem, cells, {"p0": frozenset({0, 1, 2})}, 2, never)
    assert [row[:2] for row in mended.plan.cells] == [row[:2] for row in cells]
    assert mended.plan.cells[0][2] is None


def test_a_gap_is_filled_by_a_chain_where_nobody_can_just_take_it() -> None:
    problem = replace(
        gate(people=3, days=1),
        people=(
            Person("p0"),
            Person("p1"),
            Person("p2", never=frozenset({"day"})),
        ),
    )
    mended = repair(problem, cells_of(problem, "D", "L", "."), {"p0": frozenset({0})}, 0, never)
    assert mended.plan.cost == 0
    assert set(mended.moves) == {Move("p1", 0, "late", "day"), Move("p2", 0, None, "late")}


def test_an_empty_place_is_filled_by_whoever_can_however_late_her_row_stands() -> None:
    problem = gate(people=40, days=1)
    people = tuple(
        replace(person, never=frozenset({"day"})) if n < 39 else person
        for n, person in enumerate(problem.people)
    )
    problem = replace(problem, people=people)
    cells = cells_of(problem, "L", *["."] * 39)
    mended = repair(problem, cells, {}, 0, never)
    assert mended.moves == (Move("p39", 0, None, "day"),)


def distance(cells: Cells, other: Cells) -> int:
    """How many cells differ."""
    return sum(
        a != b
        for row, then in zip(cells, other, strict=True)
        for a, b in zip(row, then, strict=True)
    )


@settings(max_examples=12, deadline=None)
@given(problems(), st.data())
def test_a_repair_keeps_the_rules_and_changes_no_more_than_any_other_of_its_worth(
    problem: RosterProblem, data: st.DataObject
) -> None:
    problem = replace(problem, fixed={}, requests=(), night_weight=0, weekend_weight=0)
    problem = replace(problem, cover=tuple(replace(c, under=50, over=0) for c in problem.cover))
    assume(all(rows_of(problem, at) for at in range(len(problem.people))))
    cells = solve(problem, never).cells
    who = data.draw(st.sampled_from([person.id for person in problem.people]))
    day = data.draw(st.integers(0, problem.days - 1))
    mended = repair(problem, cells, {who: frozenset({day})}, 0, never)
    counted = count(mended.problem, mended.plan.cells)
    assert not counted.broken
    assert mended.plan.cells[[p.id for p in problem.people].index(who)][day] is None
    every = [rows_of(mended.problem, at) for at in range(len(problem.people))]
    others = (
        [(a,) for a in every[0]]
        if len(every) == 1
        else [(a, b) for a in every[0] for b in every[1]]
    )
    least = min((count(mended.problem, plan).cover, distance(cells, plan)) for plan in others)
    assert (counted.cover, distance(cells, mended.plan.cells)) == least


def test_a_force_is_mended_within_two_seconds() -> None:
    problem = force(60, 7, 1)
    began = process_time()
    cells = solve(problem, lambda: process_time() - began > 2).cells
    ill = next(person.id for person, row in zip(problem.people, cells, strict=True) if row[3])
    began = process_time()
    mended = repair(problem, cells, {ill: frozenset({3})}, 3, lambda: process_time() - began > 1)
    assert not count(mended.problem, mended.plan.cells).broken
    assert len(mended.lost) == 1
    assert process_time() - began < 2
