"""The tree of the story's four sub-districts, names that become codes, and homes in lanes and groups."""

from datetime import date

import pytest

from tests.cast import COMMUNITY, COMPOUND, PATH, Cast, person
from tests.street import Street, draft
from wumen.actions.duties import settle
from wumen.actions.duties.plan import plan_day
from wumen.actions.orders import confirm_order, enter_order
from wumen.actions.places import add_place, rename_place
from wumen.actions.register import NewResident, add_area, register_household
from wumen.actions.rounds import floor_done
from wumen.queries.audit import audit
from wumen.queries.board import board
from wumen.queries.crew import places
from wumen.queries.duties import duty_lines
from wumen.queries.homes import door_lines
from wumen.queries.posts import acting
from wumen.queries.register import places_with_doors
from wumen.queries.rounds import one_round
from wumen.queries.rounds_of_a_day import rounds
from wumen.records.models import Area
from wumen.rules.areas import AreaKind
from wumen.rules.duties import read_key
from wumen.rules.problems import Problem
from wumen.rules.rounds import RoundKey

DAY = date(2022, 1, 10)
# Sub-districts as the statistics bureau names them: communities from 001 on, villages from the number given.
STREETS = {
    "410102003": (
        "棉纺路街道",
        "三棉东 四棉东 五棉南 三棉西 四棉西 五棉北 方圆经纬 锦绣城 天汇北",
        201,
        "",
    ),
    "410102009": (
        "航海西路街道",
        "帝湖花园 启福 茜城花园 观澜 前进南路 帝湖花园东 凯田花园 学府 儿童公园",
        201,
        "小岗刘 冯湾 段庄 道李 郭厂 石羊寺 闫垌 密垌 后河卢 李江沟",
    ),
    "410102010": (
        "中原西路街道",
        "万达 颍河西路 绿都",
        201,
        "朱屯 周新庄 南陈伍寨 冉屯 罗庄 后牛庄 北陈伍寨 洛达庙 岗坡 董砦 林山寨新村 旮旯王 三官庙 牛砦",
    ),
    "410102013": ("莲湖街道", "阳光花苑", 204, "赵坡 常庄 刁沟 赵仙垌 址刘"),
}
VILLAGE = "410102010204"
IN_VILLAGE = f"410102/410102010/{VILLAGE}/"


def test_the_four_sub_districts_of_the_story_stand_with_communities_and_villages(
    cast: Cast,
) -> None:
    for code, (name, communities, first, villages) in STREETS.items():
        add_area(cast.operator, code, "subdistrict", name)
        for number, one in enumerate(communities.split(), start=1):
            add_area(cast.operator, f"{code}{number:03d}", "community", f"{one}社区")
        for number, one in enumerate(villages.split(), start=first):
            add_area(cast.operator, f"{code}{number}", "village", f"{one}村")
    kinds = [one.kind for one in places(cast.operator)]
    assert kinds.count("subdistrict") == 4
    assert kinds.count("community") == 9 + 9 + 3 + 1
    assert kinds.count("village") == 10 + 14 + 5


@pytest.mark.parametrize(
    ("path", "kind", "code"),
    [
        ("410102010204", "community", "code_of_village"),
        ("410102010003", "village", "code_of_community"),
        ("410102010003", "compound", "code_of_community"),
        ("410102010", "community", "code_of_office"),
        ("410102/410102010/jt", "village", "office_code_missing"),
        (f"{COMPOUND}/1/410103", "district", "area_misplaced"),
        (f"{COMPOUND}/1/1/9", "building", "area_misplaced"),
        (f"{COMPOUND}/1/1/9/9", "household", "area_misplaced"),
    ],
)
def test_a_place_that_makes_no_sense_is_refused_and_nothing_stands(
    cast: Cast, path: str, kind: str, code: str
) -> None:
    before = places(cast.operator)
    with pytest.raises(Problem, match=code):
        add_area(cast.operator, path, kind, "某处")
    assert places(cast.operator) == before


def test_a_guessed_parent_takes_its_kind_unless_what_stands_in_it_forbids_it(cast: Cast) -> None:
    add_area(cast.clerk, f"{COMMUNITY}/g/2", "building", "2号楼")
    with pytest.raises(Problem, match="area_misplaced"):
        add_area(cast.clerk, f"{COMMUNITY}/g", "building", "大楼")
    assert add_area(cast.clerk, f"{COMMUNITY}/g", "lane", "张家巷").kind == "lane"
    with pytest.raises(Problem, match="area_kind_differs"):
        add_area(cast.clerk, f"{COMMUNITY}/g", "compound", "张家巷")


def test_a_name_becomes_a_code_that_stays_when_the_name_changes(cast: Cast) -> None:
    lane = add_place(cast.clerk, COMMUNITY, "lane", "张家巷")
    assert lane.area == "410102/410102003/410102003008/zjx/"
    assert add_place(cast.clerk, lane.area, "building", "3号楼").area == f"{lane.area}3/"
    renamed = rename_place(cast.clerk, lane.area, "红旗巷")
    assert (renamed.area, renamed.name) == (lane.area, "红旗巷")
    with acting(cast.clerk):
        assert Area.objects.get(area=f"{lane.area}3/").name == "3号楼"


def test_two_names_of_one_code_both_get_one(cast: Cast) -> None:
    paths = [
        add_place(cast.clerk, COMMUNITY, "lane", name).area
        for name in ("张家巷", "赵家巷", "周家巷")
    ]
    assert [path.split("/")[-2] for path in paths] == ["zjx", "zjx-2", "zjx-3"]
    group = add_place(cast.clerk, COMMUNITY, "compound", "3号院")
    lane = add_place(cast.clerk, COMMUNITY, "lane", "3巷")
    assert [one.area.split("/")[-2] for one in (group, lane)] == ["3", "3-2"]


@pytest.mark.parametrize("name", ["1号楼", "1栋", "一号楼"])
def test_the_same_building_is_not_added_twice(cast: Cast, name: str) -> None:
    with pytest.raises(Problem, match="place_known"):
        add_place(cast.clerk, COMPOUND, "building", name)
    with pytest.raises(Problem, match="place_known"):
        rename_place(cast.clerk, f"{COMPOUND}/2", name)
    assert rename_place(cast.clerk, f"{COMPOUND}/1", "1号楼（新区）").name == "1号楼（新区）"


@pytest.mark.parametrize(
    ("above", "kind", "name", "code"),
    [
        ("410102013001", "lane", "东巷", "area_not_yours"),
        (f"{COMPOUND}/99", "unit", "1单元", "area_unknown"),
        (f"{COMPOUND}/1", "compound", "东院", "area_misplaced"),
        (COMMUNITY, "village", "东村", "area_misplaced"),
        (COMMUNITY, "household", "101", "area_kind_unknown"),
        (COMMUNITY, "", "东巷", "area_kind_unknown"),
        (COMMUNITY, "lane", "  ", "name_empty"),
    ],
)
def test_a_place_that_cannot_be_added_is_refused(
    cast: Cast, above: str, kind: str, name: str, code: str
) -> None:
    with pytest.raises(Problem, match=code):
        add_place(cast.clerk, above, kind, name)


def test_a_place_outside_the_area_or_without_a_name_is_not_renamed(cast: Cast) -> None:
    for path, name, code in (
        ("410102013001", "别处", "area_not_yours"),
        (f"{COMPOUND}/99", "99号楼", "area_unknown"),
        (f"{COMPOUND}/1", " ", "name_empty"),
    ):
        with pytest.raises(Problem, match=code):
            rename_place(cast.clerk, path, name)


def test_who_does_not_keep_the_register_adds_and_renames_nothing(cast: Cast) -> None:
    with pytest.raises(Problem, match="right_missing"):
        add_place(cast.captain, f"{COMPOUND}/1", "unit", "1单元")
    with pytest.raises(Problem, match="right_missing"):
        rename_place(cast.captain, f"{COMPOUND}/1", "大楼")


@pytest.fixture
def village(cast: Cast, street: Street) -> dict[str, str]:
    """A village: homes straight in it, in a group, in lanes of a group and of the village."""
    add_area(cast.operator, "410102010", "subdistrict", "中原西路街道")
    add_area(cast.operator, VILLAGE, "village", "冉屯村")
    group = add_place(cast.operator, VILLAGE, "group", "三组").area
    lane = add_place(cast.operator, group, "lane", "东巷").area
    own = add_place(cast.operator, VILLAGE, "lane", "张家巷").area
    doors = {"village": IN_VILLAGE, "group": group, "lane": lane, "own": own}
    for place, above in doors.items():
        for door in ("12", "13"):
            people = [NewResident(f"{place}{door}第{n}人", place=n) for n in range(2)]
            register_household(cast.operator, f"{above}{door}", people)
    return doors


def test_homes_in_groups_and_lanes_are_shown_at_their_own_place(
    cast: Cast, village: dict[str, str]
) -> None:
    lines = {one.area: one for one in places_with_doors(cast.operator)}
    for path in village.values():
        assert (lines[path].households, lines[path].residents) == (2, 4)
        assert [one.room for one in door_lines(cast.operator, path)] == ["12", "13"]
    assert lines[village["lane"]].kind == AreaKind.LANE


def test_a_locked_village_is_planned_worked_and_audited_door_by_door(
    cast: Cast, village: dict[str, str]
) -> None:
    secretary = person(cast.operator, "冉书记", "community_worker", "secretary", VILLAGE)
    officer = person(cast.operator, "中值班长", "seconded", "duty_officer", "410102010")
    order = enter_order(officer, draft(paths=(VILLAGE,)))
    confirm_order(secretary, order.number)
    plan_day(secretary, DAY)
    owed = duty_lines(secretary, DAY)
    assert len({one.subject for one in owed}) == 16
    assert audit(cast.operator).differences == ()
    walked = [one for one in rounds(secretary, DAY) if one.win == "am"]
    assert {one.area for one in walked} == set(village.values())
    lane = RoundKey(DAY, "am", village["lane"])
    shown = one_round(secretary, lane)
    assert [door.room for floor in shown.floors for door in floor.doors] == ["12", "13"]
    assert floor_done(secretary, lane, 1, {"13": "nobody_home"}).done == 2
    done = [one for one in duty_lines(secretary, DAY) if one.state == "done"]
    assert {one.area for one in done} == {f"{village['lane']}12/"}
    assert audit(cast.operator).clean


def test_the_board_counts_a_lane_of_its_own(cast: Cast, village: dict[str, str]) -> None:
    secretary = person(cast.operator, "冉书记", "community_worker", "secretary", VILLAGE)
    order = enter_order(secretary, draft(paths=(village["lane"],)))
    confirm_order(cast.operator, order.number)
    plan_day(secretary, DAY)
    owed = duty_lines(secretary, DAY)
    assert {one.area for one in owed} == {f"{village['lane']}{door}/" for door in ("12", "13")}
    assert board(secretary).total.open == len(owed)
    assert board(secretary, village["group"]).total.open == len(owed)
    assert board(secretary, village["own"]).total.open == 0
    assert audit(cast.operator).clean


def test_a_captain_of_a_lane_does_its_doors_and_no_others(
    cast: Cast, village: dict[str, str]
) -> None:
    captain = person(cast.operator, "巷长", "volunteer", "captain", village["lane"])
    secretary = person(cast.operator, "冉书记", "community_worker", "secretary", VILLAGE)
    order = enter_order(secretary, draft(paths=(VILLAGE,)))
    confirm_order(cast.operator, order.number)
    plan_day(secretary, DAY)
    mine = duty_lines(captain, DAY)
    assert {one.area for one in mine} == {f"{village['lane']}{door}/" for door in ("12", "13")}
    assert {one.owner.name for one in mine if one.what == "temperature" and one.owner} == {"巷长"}
    temperatures = [one for one in mine if one.what == "temperature"]
    settle.do(captain, read_key(temperatures[0].key), "measured", {"celsius": 36.5})
    assert audit(cast.operator).clean


def test_a_building_below_a_lane_keeps_its_units_and_its_place(cast: Cast, street: Street) -> None:
    lane = add_place(cast.clerk, COMMUNITY, "lane", "张家巷").area
    building = add_place(cast.clerk, lane, "building", "2号楼").area
    register_household(cast.clerk, f"{building}1/301", [NewResident("李大爷")])
    line = next(one for one in places_with_doors(cast.clerk) if one.area == building)
    assert (line.kind, line.households) == ("building", 1)
    assert PATH not in building
