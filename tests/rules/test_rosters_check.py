"""The checker counts by itself: each hard rule seen when broken, each point of cost told by kind."""

from dataclasses import replace

import pytest

from tests.rules.rosters import DAY, LATE, NIGHT, cells_of, cover
from wumen.rules.rosters.check import count
from wumen.rules.rosters.model import Before, Cover, Person, Request, RosterProblem, with_shares

BASE = RosterProblem(days=7, shifts=(DAY, LATE, NIGHT), people=(Person("p0"),))


@pytest.mark.parametrize(
    ("limit", "row", "rule", "day"),
    [
        ({"days_off": frozenset({2})}, "..D....", "day_off", 2),
        ({"most": {"day": 1}}, "D..D...", "too_often", None),
        ({"never": frozenset({"day"})}, "D......", "may_not_take", 0),
        ({"never": frozenset({"late"})}, ".L.....", "may_not_take", 1),
        ({"no_nights": True}, ".N.....", "may_not_take", 1),
        ({"max_minutes": 960}, "DDD....", "too_many_minutes", None),
        ({"min_minutes": 960}, "D......", "too_few_minutes", None),
        ({"max_run": 2}, "DDD....", "run_too_long", 2),
        ({"min_run": 2}, "..D....", "run_too_short", 2),
        ({"min_off": 2}, "D.D....", "too_few_days_off", 1),
        ({"max_weekends": 0}, "......D", "too_many_weekends", None),
        ({}, "LD.....", "rest", 1),
        ({}, "L.....D", None, None),
        ({"min_run": 2}, "D.....D", None, None),
        ({"min_off": 2}, ".DDDDD.", None, None),
        ({"before": Before("late", worked=1)}, "D......", "rest", 0),
        ({"before": Before("day", worked=2), "max_run": 2}, "D......", "run_too_long", 0),
        ({"before": Before("day", worked=1), "min_run": 2}, ".......", "run_too_short", -1),
        ({"before": Before(off=1), "min_off": 2}, "D......", "too_few_days_off", -1),
    ],
)
def test_each_rule(limit: dict[str, object], row: str, rule: str | None, day: int | None) -> None:
    problem = replace(BASE, people=(replace(Person("p0"), **limit),))  # type: ignore[arg-type]
    broken = count(problem, cells_of(problem, row)).broken
    assert [(found.rule, found.day) for found in broken] == ([] if rule is None else [(rule, day)])


def test_a_shift_asks_for_its_skill_and_a_fixed_cell_stands() -> None:
    problem = replace(BASE, shifts=(replace(DAY, skill="medic"),), fixed={("p0", 1): None})
    broken = count(problem, cells_of(problem, ".D.....")).broken
    assert [found.rule for found in broken] == ["may_not_take", "fixed"]


def test_cost_is_told_by_kind() -> None:
    problem = replace(
        BASE,
        people=with_shares([Person("p0", skills=frozenset({"medic"})), Person("p1")], 1, 1),
        cover=(
            cover(0, "day", 3),
            cover(1, "day", 1, over=2),
            Cover(0, ("day", "late"), 2, 10, 0, "medic"),
        ),
        requests=(
            Request("p0", 0, "day", 7, wants=False),
            Request("p1", 5, "late", 5),
            Request("p1", 0, "day", 9),
        ),
        night_weight=4,
        weekend_weight=6,
    )
    counted = count(problem, cells_of(problem, "DD...NN", "DD....."))
    assert counted.cover == 100 + 2 + 10
    assert counted.requests == 7 + 5
    assert counted.fairness == 4
    assert counted.cost == 112 + 12 + 4


def test_a_plan_of_another_shape_is_no_plan() -> None:
    with pytest.raises(ValueError):
        count(BASE, ((None,),))
