"""Grids: what they hold, how many live there, and the worker's posts, which follow the grid."""

from datetime import date

import pytest

from tests.cast import COMMUNITY, COMPOUND, PATH, Cast
from tests.street import Street, at, ordered
from wumen.actions.crew import add_crew
from wumen.actions.duties.plan import plan_day
from wumen.actions.grids import make_grid, name_worker, put_in_grid, rename_grid, take_from_grid
from wumen.actions.places import add_place
from wumen.actions.register import NewResident, register_household
from wumen.queries.audit import audit
from wumen.queries.duties import duty_lines
from wumen.queries.grids import grid, grid_lines, without_grid
from wumen.queries.posts import viewers_of
from wumen.records import clock
from wumen.records.models import CrewMember, Grid
from wumen.rules.problems import Problem

DAY = date(2022, 1, 10)


@pytest.fixture
def worker(cast: Cast) -> CrewMember:
    """A community worker with a telephone and no post."""
    return add_crew(cast.operator, "何网格员", "community_worker", "13900000011")


@pytest.fixture
def other(cast: Cast) -> CrewMember:
    """Another one."""
    return add_crew(cast.operator, "吕网格员", "community_worker")


@pytest.fixture
def first(cast: Cast, street: Street) -> Grid:
    """A grid of buildings 1 and 2."""
    row = make_grid(cast.clerk, COMMUNITY, "第一网格")
    put_in_grid(cast.clerk, row.id, [f"{COMPOUND}/1", f"{COMPOUND}/2"])
    return row


def posts(member: CrewMember) -> set[str]:
    """The places over which somebody is grid worker now, without the common beginning."""
    return {
        one.area.removeprefix(PATH)
        for one in viewers_of(member.number)
        if one.role == "grid_worker"
    }


def test_a_grid_counts_the_homes_and_people_of_its_buildings(cast: Cast, first: Grid) -> None:
    line = grid_lines(cast.clerk)[0]
    assert (line.name, line.community) == ("第一网格", "锦绣城社区")
    assert [(one.name, one.households, one.residents) for one in line.places] == [
        ("锦绣城 1号楼", 4, 10),
        ("锦绣城 2号楼", 4, 10),
    ]
    assert (line.households, line.residents, line.too_large) == (8, 20, False)
    assert (line.worker, line.telephone) == ("", "")


def test_buildings_without_a_grid_are_shown(cast: Cast, first: Grid) -> None:
    assert [(one.name, one.households) for one in without_grid(cast.clerk)] == [("锦绣城 3号楼", 4)]
    take_from_grid(cast.clerk, first.id, [f"{COMPOUND}/1"])
    assert [one.area.removeprefix(PATH) for one in without_grid(cast.clerk)] == ["1/", "3/"]


def test_who_is_named_holds_the_post_over_every_place_of_the_grid(
    cast: Cast, first: Grid, worker: CrewMember
) -> None:
    name_worker(cast.clerk, first.id, worker.number)
    assert posts(worker) == {"1/", "2/"}
    line = grid(cast.clerk, first.id)
    assert (line.worker, line.telephone, line.crew_no) == ("何网格员", "13900000011", worker.number)


def test_her_forerunner_s_posts_end_there(
    cast: Cast, first: Grid, worker: CrewMember, other: CrewMember
) -> None:
    name_worker(cast.clerk, first.id, worker.number)
    with clock.fixed(at(1, 10, 7)):
        name_worker(cast.clerk, first.id, other.number)
        assert (posts(worker), posts(other)) == (set(), {"1/", "2/"})
    with clock.fixed(at(1, 10, 8)):
        name_worker(cast.clerk, first.id, "")
        assert posts(other) == set()
        assert grid(cast.clerk, first.id).worker == ""
    with clock.fixed(at(1, 10, 9)):
        name_worker(cast.clerk, first.id, other.number)
        assert posts(other) == {"1/", "2/"}


def test_a_worker_named_by_mistake_is_replaced_the_same_instant(
    cast: Cast, first: Grid, worker: CrewMember, other: CrewMember
) -> None:
    name_worker(cast.clerk, first.id, worker.number)
    name_worker(cast.clerk, first.id, other.number)
    with clock.fixed(at(1, 10, 7)):
        assert (posts(worker), posts(other)) == (set(), {"1/", "2/"})


def test_a_building_that_moves_to_another_grid_takes_the_posts_with_it(
    cast: Cast, first: Grid, worker: CrewMember, other: CrewMember
) -> None:
    second = make_grid(cast.clerk, COMMUNITY, "第二网格")
    name_worker(cast.clerk, first.id, worker.number)
    name_worker(cast.clerk, second.id, other.number)
    with clock.fixed(at(1, 10, 7)):
        put_in_grid(cast.clerk, second.id, [f"{COMPOUND}/2", f"{COMPOUND}/3"])
        assert (posts(worker), posts(other)) == ({"1/"}, {"2/", "3/"})
        assert {one.name: len(one.places) for one in grid_lines(cast.clerk)} == {
            "第一网格": 1,
            "第二网格": 2,
        }
    with clock.fixed(at(1, 10, 8)):
        take_from_grid(cast.clerk, second.id, [f"{COMPOUND}/3"])
        assert posts(other) == {"2/"}


def test_one_worker_of_two_grids_keeps_her_post_when_a_building_moves(
    cast: Cast, first: Grid, worker: CrewMember
) -> None:
    second = make_grid(cast.clerk, COMMUNITY, "第二网格")
    for row in (first, second):
        name_worker(cast.clerk, row.id, worker.number)
    put_in_grid(cast.clerk, second.id, [f"{COMPOUND}/2"])
    assert posts(worker) == {"1/", "2/"}


def test_duties_without_a_captain_are_the_grid_worker_s_and_the_audit_agrees(
    cast: Cast, first: Grid, worker: CrewMember
) -> None:
    name_worker(cast.clerk, first.id, worker.number)
    ordered(cast, "2")
    plan_day(cast.clerk, DAY)
    owners = {one.owner.name for one in duty_lines(cast.clerk, DAY) if one.owner}
    assert "何网格员" in owners
    assert audit(cast.operator).clean


def test_a_lane_belongs_to_a_grid_with_the_homes_below_it(cast: Cast, street: Street) -> None:
    lane = add_place(cast.clerk, COMMUNITY, "lane", "张家巷").area
    building = add_place(cast.clerk, lane, "building", "5号楼").area
    register_household(cast.clerk, f"{lane}12", [NewResident("甲")])
    register_household(cast.clerk, f"{building}1/101", [NewResident("乙"), NewResident("丙")])
    row = make_grid(cast.clerk, COMMUNITY, "街巷网格")
    put_in_grid(cast.clerk, row.id, [lane])
    line = grid(cast.clerk, row.id)
    assert (line.households, line.residents) == (2, 3)
    assert not any(one.area.startswith(lane) for one in without_grid(cast.clerk))
    with pytest.raises(Problem, match="grid_place_inside"):
        put_in_grid(cast.clerk, row.id, [building])


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (f"{COMPOUND}/1/101", "grid_place_unfit"),
        (COMMUNITY, "grid_place_unfit"),
        (f"{COMPOUND}/99", "grid_place_unfit"),
        ("410102013001/yg", "grid_place_unfit"),
        (COMPOUND, "grid_place_inside"),
    ],
)
def test_what_cannot_belong_to_a_grid_is_refused(
    cast: Cast, first: Grid, path: str, code: str
) -> None:
    with pytest.raises(Problem, match=code):
        put_in_grid(cast.clerk, first.id, [path])


def test_a_refused_place_leaves_the_whole_grid_as_it_was(
    cast: Cast, first: Grid, worker: CrewMember
) -> None:
    name_worker(cast.clerk, first.id, worker.number)
    with pytest.raises(Problem, match="grid_place_unfit"):
        put_in_grid(cast.clerk, first.id, [f"{COMPOUND}/3", f"{COMPOUND}/99"])
    assert posts(worker) == {"1/", "2/"}


def test_a_grid_is_a_community_s_and_named_once(cast: Cast, first: Grid) -> None:
    for community, name, code in (
        (COMMUNITY, "第一网格", "grid_known"),
        (COMMUNITY, " ", "name_empty"),
        (COMPOUND, "第二网格", "grid_not_in_community"),
        ("410102013001", "第二网格", "area_not_yours"),
    ):
        with pytest.raises(Problem, match=code):
            make_grid(cast.clerk, community, name)
    second = make_grid(cast.clerk, COMMUNITY, "第二网格")
    with pytest.raises(Problem, match="grid_known"):
        rename_grid(cast.clerk, second.id, "第一网格")
    rename_grid(cast.clerk, second.id, "第三网格")
    assert [one.name for one in grid_lines(cast.clerk)] == ["第一网格", "第三网格"]


def test_nothing_ticked_and_nobody_known_are_refused(cast: Cast, first: Grid) -> None:
    with pytest.raises(Problem, match="grid_nothing_ticked"):
        put_in_grid(cast.clerk, first.id, [])
    with pytest.raises(Problem, match="grid_nothing_ticked"):
        take_from_grid(cast.clerk, first.id, [f"{COMPOUND}/3"])
    with pytest.raises(Problem, match="crew_unknown"):
        name_worker(cast.clerk, first.id, "99999")


def test_another_office_neither_sees_nor_changes_a_grid(cast: Cast, first: Grid) -> None:
    assert grid_lines(cast.outsider) == []
    assert without_grid(cast.outsider) == []
    with pytest.raises(Problem, match="grid_unknown"):
        name_worker(cast.outsider, first.id, "")
    with pytest.raises(Problem, match="right_missing"):
        rename_grid(cast.captain, first.id, "我的网格")


def test_the_grids_of_a_street_are_counted_in_few_statements(
    cast: Cast, first: Grid, django_assert_max_num_queries: object
) -> None:
    for number in range(2, 9):
        make_grid(cast.clerk, COMMUNITY, f"第{number}网格")
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        assert len(grid_lines(cast.clerk)) == 8
