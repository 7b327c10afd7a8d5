"""Common parts that are disinfected: in which order, what is told of them, and what is refused."""

from datetime import date, datetime
from uuid import UUID, uuid4

import pytest

from wumen.rules.common_parts import Point, Stairwell, check_points, read_agent, walked
from wumen.rules.facilities import FacilityKind
from wumen.rules.problems import Problem
from wumen.rules.rounds import RoundKey

KEY = RoundKey(date(2022, 1, 10), "day", "d/s/c/jxc/1/1/")
NAMES = ("锦绣城", "1号楼", "1单元")
HOUR = datetime.fromisoformat("2022-01-10T20:00+08:00")


def point(name: str, floor: int, state: str = "open") -> Point:
    """A point of a stairwell."""
    kind = FacilityKind.CORRIDOR if floor else FacilityKind.LIFT
    return Point(uuid4(), kind, name, floor, state, HOUR)


def stairwell(due: int, *missing: str) -> Stairwell:
    """A stairwell of which some points are missed."""
    return Stairwell(KEY, NAMES, due, due - len(missing), 0, missing)


def test_points_are_done_from_the_top_and_what_belongs_to_no_floor_last() -> None:
    points = [point("电梯", 0), point("2层楼道", 2), point("12层楼道", 12)]
    assert [one.name for one in walked(points)] == ["12层楼道", "2层楼道", "电梯"]


def test_what_hands_touch_is_said_of_each() -> None:
    assert point("电梯", 0).touched[0] == ("电梯按钮", "lift buttons")


@pytest.mark.parametrize(
    ("state", "missing"),
    [("open", True), ("taken", True), ("done", False)],
)
def test_a_point_is_missed_until_it_is_settled(state: str, missing: bool) -> None:
    assert point("电梯", 0, state).missing is missing


def test_the_line_for_the_group_names_what_is_missed() -> None:
    assert stairwell(30).line == "锦绣城 1号楼 1单元 公共部位消毒：30 处全部做完。"
    some = stairwell(30, "12层楼道", "电梯").line
    assert some == "锦绣城 1号楼 1单元 公共部位消毒：30 处已做 28 处，还差 2 处：12层楼道、电梯。"
    many = stairwell(30, *(f"{floor}层楼道" for floor in range(20, 8, -1))).line
    assert many.endswith(
        "还差 12 处：20层楼道、19层楼道、18层楼道、17层楼道、16层楼道、15层楼道、14层楼道、13层楼道等。"
    )


def test_with_what_it_was_done_must_be_said() -> None:
    assert read_agent("  84消毒液   500 mg/L ") == "84消毒液 500 mg/L"
    for text, code in (("  ", "disinfectant_unsaid"), ("长" * 61, "disinfectant_long")):
        with pytest.raises(Problem) as refused:
            read_agent(text)
        assert refused.value.code == code


def test_only_points_of_the_stairwell_are_noted() -> None:
    here, foreign = uuid4(), uuid4()
    check_points([here], [here])
    for said, code in (([], "points_none"), ([here, foreign], "point_unknown")):
        said_: list[UUID] = said
        with pytest.raises(Problem) as refused:
            check_points(said_, [here])
        assert refused.value.code == code
