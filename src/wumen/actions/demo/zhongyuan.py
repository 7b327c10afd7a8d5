"""中原西路: three villages by groups, lanes and houses, four communities, and home isolation with all it asks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wumen.actions.demo.making import (
    AUTHORITY,
    TODAY,
    Office,
    Story,
    clock_at,
    done,
    january,
    ordered,
    owed_now,
    people_at,
)
from wumen.actions.duties.plan import plan_day
from wumen.actions.facilities import assume_buildings
from wumen.actions.force import enlist
from wumen.actions.homes import add_person, set_state
from wumen.actions.knocks import knock
from wumen.actions.register import register_household
from wumen.actions.release import attest
from wumen.actions.teams import form_teams
from wumen.rules.areas import AreaKind
from wumen.rules.homes import HomeState
from wumen.rules.knocks import Result
from wumen.rules.orders import OrderDraft
from wumen.rules.playbooks import Fact, What
from wumen.rules.posts import Viewer
from wumen.rules.sign_up import SignUp

SUBDISTRICT = "410102010"
_VILLAGES = (("201", "朱屯村"), ("202", "周新庄村"), ("203", "南陈伍寨村"))
# The published list names three communities, the story four: the last is invented with its code.
_COMMUNITIES = (
    ("001", "万达社区"),
    ("002", "颍河西路社区"),
    ("003", "绿都社区"),
    ("099", "新苑社区"),
)
_OTHERS = (
    *(("204", "冉屯村"), ("205", "罗庄村"), ("206", "后牛庄村"), ("207", "北陈伍寨村")),
    *(("208", "洛达庙村"), ("209", "岗坡村"), ("210", "董砦村"), ("211", "林山寨新村")),
    *(("212", "旮旯王村"), ("213", "三官庙村"), ("214", "牛砦村")),
)
_NAMES = (
    *(("曹书记", "曾内勤"), ("邓书记", "傅内勤"), ("袁书记", "许内勤")),
    *(("董书记", "萧内勤"), ("程书记", "于内勤"), ("唐书记", "谢内勤"), ("梁书记", "宋内勤")),
)
# Who cannot walk to a sampling point is found by knocking, home after home.
_NEEDS = ("孕晚期", "残疾人", "高龄老人", "重病", "行动不便")
_FOUND = (Result.SPOKEN, Result.SPOKEN, Result.NOBODY_HOME, Result.NEEDS, Result.SPOKEN)
_LODGERS = 30


@dataclass(frozen=True)
class _Place:
    """A village or community with its office, and the doors of it."""

    path: str
    office: Office
    doors: tuple[str, ...]
    captain: Viewer


def street(told: Story) -> None:
    """Everything that stands in the sub-district at 10:06 on the third day."""
    with clock_at(5, 9):
        places = list(_places(told))
    for number, one in enumerate(places):
        _isolation(one, ends_tomorrow=number == 0)
    _teams(told, places)
    with clock_at(10, 5, 30):
        plan_day(places[0].office.officer, TODAY)
    for number, one in enumerate(places):
        _morning(one, number)


def _places(told: Story) -> Iterator[_Place]:
    told.place(SUBDISTRICT, AreaKind.SUBDISTRICT, "中原西路街道")
    officer = told.joins("苏值班长", "seconded", "duty_officer", SUBDISTRICT)
    for code, name in _OTHERS:
        told.place(f"{SUBDISTRICT}{code}", AreaKind.VILLAGE, name)
    for (code, name), names in zip((*_VILLAGES, *_COMMUNITIES), _NAMES, strict=True):
        path = f"{SUBDISTRICT}{code}"
        is_village = (code, name) in _VILLAGES
        told.place(path, AreaKind.VILLAGE if is_village else AreaKind.COMMUNITY, name)
        secretary, clerk = names
        three = Office(
            told.joins(secretary, "community_worker", "secretary", path),
            told.joins(clerk, "community_worker", "clerk", path),
            officer,
        )
        told.joins(f"{names[1][0]}医生", "medic", "sampler", path)
        doors = tuple(_village(told, path) if is_village else _community(told, path, name))
        captain = told.joins(f"{names[0][0]}网格员", "seconded", "captain", path)
        for number, door in enumerate(doors):
            needs = (_NEEDS[number % 5],) if number % 6 == 0 else ()
            register_household(three.clerk, door, told.invented.household(needs))
        if is_village:
            _lodging_house(told, three.clerk, doors[-1])
        assume_buildings(three.clerk, path)
        yield _Place(path, three, doors, captain)


def _village(told: Story, path: str) -> Iterator[str]:
    for group in (1, 2):
        told.place(f"{path}/z{group}", AreaKind.GROUP, f"{group}组")
        for lane in (1, 2):
            told.place(f"{path}/z{group}/x{lane}", AreaKind.LANE, f"{lane}巷")
            yield from (f"{path}/z{group}/x{lane}/{house}" for house in range(1, 7))


def _community(told: Story, path: str, name: str) -> Iterator[str]:
    told.place(f"{path}/xq", AreaKind.COMPOUND, f"{name.removesuffix('社区')}小区")
    for building in (1, 2):
        told.place(f"{path}/xq/{building}", AreaKind.BUILDING, f"{building}号楼")
        told.place(f"{path}/xq/{building}/1", AreaKind.UNIT, "1单元")
        for floor in range(1, 7):
            yield from (f"{path}/xq/{building}/1/{floor}{door:02d}" for door in (1, 2))


def _lodging_house(told: Story, clerk: Viewer, door: str) -> None:
    """A house of the village with thirty lodgers beside its owner."""
    home = people_at(clerk, door)[0].household_id
    for _ in range(_LODGERS):
        add_person(clerk, home, told.invented.person(30))
    set_state(clerk, home, HomeState.DORMITORY)


def _isolation(one: _Place, *, ends_tomorrow: bool) -> None:
    """Six homes isolate by order; those of the first village tomorrow at midnight for the last time."""
    homes = [people_at(one.office.clerk, door) for door in one.doors[1:18:3]]
    with clock_at(7, 20):
        draft = OrderDraft(
            regime="home_isolation",
            authority=AUTHORITY,
            document="居家隔离医学观察告知书第2号"
            if ends_tomorrow
            else "居家隔离医学观察告知书第5号",
            ground="密切接触者的密切接触者",
            begins=january(5) if ends_tomorrow else january(8),
            ends=january(11) if ends_tomorrow else january(22),
            residents=tuple(str(each.id) for home in homes for each in home),
        )
        order = ordered(one.office.clerk, one.office.secretary, draft)
    if ends_tomorrow:
        with clock_at(9, 18):
            on = TODAY.replace(day=9)
            attest(one.office.clerk, order.number, Fact.TESTS_NEGATIVE, on, True, "检测机构报告")


def _teams(told: Story, places: Sequence[_Place]) -> None:
    """Each village and community gives two workers; three medics and two police are shared among all homes."""
    officer = places[0].office.officer
    with clock_at(8, 9):
        for one in places:
            for _ in range(2):
                _serves(told, officer, one.path, "community_worker")
        for profession, many in (("medic", 3), ("police", 2)):
            for _ in range(many):
                _serves(told, officer, SUBDISTRICT, profession)
        form_teams(officer)


def _serves(told: Story, officer: Viewer, path: str, profession: str) -> None:
    said = SignUp(told.invented.name(), told.invented.telephone(), profession)
    enlist(officer, path, said, "office")


def _morning(one: _Place, number: int) -> None:
    """Two of the team report temperatures and disinfect; a knock at every second door of the first lane."""
    with clock_at(10, 7, 30 + number):
        night = owed_now(one.captain, one.path, What.WATCH, win="watch_night")
        done(one.captain, night, "reported")
    with clock_at(10, 8, 10 + number):
        done(one.captain, owed_now(one.captain, one.path, What.TEMPERATURE), "reported")
    with clock_at(10, 9, number):
        if number != 4:
            done(one.captain, owed_now(one.captain, one.path, What.DISINFECTION), "measured")
    for place, door in enumerate(one.doors[:10:2]):
        with clock_at(10, 8, 30 + place):
            home = people_at(one.captain, door)[0].household_id
            said = "走不动，要上门采样" if _FOUND[place] is Result.NEEDS else ""
            knock(one.captain, home, _FOUND[place], said)
