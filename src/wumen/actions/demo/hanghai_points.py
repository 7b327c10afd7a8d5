"""The 27 points of 航海西路: set up at 05:40, open at seven; at 10:06 point 14 has no tubes, point 3 has 400."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from uuid import UUID

from wumen.actions.crew import add_crew
from wumen.actions.demo import meals
from wumen.actions.demo.making import Story, clock_at
from wumen.actions.sampling_points import day, keeping
from wumen.actions.sampling_points.keeping import NewPoint
from wumen.queries.posts import viewers_of
from wumen.rules.areas import AreaKind
from wumen.rules.posts import Viewer
from wumen.rules.sampling_points.checklist import CHECKLIST
from wumen.rules.sampling_points.standing import PointAct, Queue

_YARDS = (("dy", "东院"), ("xy", "西院"))
_BUILDINGS, _GROUPS = 4, 3
_PROFESSIONS = ("seconded", "party_member", "community_worker", "volunteer")
_STANDS = ("东门里边的小广场", "地下车库入口旁", "篮球场", "老年活动中心门前")
_IN_VILLAGE = ("村委会院里", "小学操场", "戏台前")
# Not open yet: its tubes and boxes are late. Paused: the shift changes. Told of long ago: nobody tapped again.
_LATE, _PAUSED, _SILENT, _EMPTY, _FULL = 27, 8, 6, 14, 3
_NOT_THERE = ("tubes", "box")
_QUEUES = (Queue.ABOUT_20, Queue.ABOUT_50, Queue.ABOUT_50, Queue.ABOUT_100, Queue.OVER_100)
Named = Sequence[tuple[str, str]]


def buildings(told: Story, subdistrict: str, communities: Named, villages: Named) -> None:
    """Two courtyards of four buildings in each community, three groups in each village."""
    for code, _ in communities:
        for yard, name in _YARDS:
            told.place(f"{subdistrict}{code}/{yard}", AreaKind.COMPOUND, name)
            for number in range(1, _BUILDINGS + 1):
                path = f"{subdistrict}{code}/{yard}/{number}"
                told.place(path, AreaKind.BUILDING, f"{number}号楼")
    for code, _ in villages:
        for number in range(1, _GROUPS + 1):
            told.place(f"{subdistrict}{code}/z{number}", AreaKind.GROUP, f"{number}组")


@dataclass(frozen=True)
class Place:
    """Where a point of the story stands, how it is called, and whom it serves."""

    area: str
    name: str
    serves: list[str]
    organisations: list[UUID]


@dataclass(frozen=True)
class Led:
    """A point of the story with its lead."""

    number: int
    ident: UUID
    lead: Viewer


def morning(told: Story, office: Viewer, places: Sequence[Place]) -> list[Led]:
    """The points with leads and whom they serve, and what the leads did and said until 10:06."""
    with clock_at(9, 22):
        points = [_point(told, office, number, where) for number, where in enumerate(places, 1)]
    meals.of_points(office, [(one.number, one.ident, one.lead) for one in points])
    working = [one for one in points if one.number != _LATE]
    with clock_at(10, 5, 40):
        for one in points:
            for item in CHECKLIST:
                if one.number != _LATE or item not in _NOT_THERE:
                    day.tick(one.lead, one.ident, item, True)
            if one.number != _LATE:
                day.say_tubes(one.lead, one.ident, 600)
    with clock_at(10, 7):
        for one in working:
            day.change_state(one.lead, one.ident, PointAct.OPEN)
    for number, (hour, minute) in enumerate(((7, 58), (8, 57), (9, 56)), 1):
        _hour(working, number, (hour, minute))
    _ten(working)
    return points


def places(
    subdistrict: str, communities: Named, villages: Named, at_work: Mapping[str, UUID]
) -> list[Place]:
    """Where each point stands and whom it serves: a courtyard, or a village; the tenth goes with the ninth."""
    found: list[Place] = []
    for code, name in communities:
        for index, (yard, called) in enumerate(_YARDS):
            path = f"{subdistrict}{code}/{yard}"
            here = [at_work[code]] if index == 0 and code in at_work else []
            served = [f"{path}/{number}" for number in range(1, _BUILDINGS + 1)]
            found.append(Place(path, name.removesuffix("社区") + called, served, here))
    *most, (last, _) = villages
    for code, name in most:
        path = f"{subdistrict}{code}"
        served = [path, f"{subdistrict}{last}"] if code == most[-1][0] else [path]
        found.append(Place(path, name, served, [at_work[code]] if code in at_work else []))
    return found


def _point(told: Story, office: Viewer, number: int, where: Place) -> Led:
    profession = _PROFESSIONS[number % len(_PROFESSIONS)]
    member = add_crew(office, told.invented.name(), profession, told.invented.telephone())
    stands = _STANDS if "/" in where.area else _IN_VILLAGE
    new = NewPoint(
        *(number, where.name, where.area, time(7), time(16), stands[number % len(stands)], 2),
        *(member.number, where.serves, where.organisations),
    )
    row = keeping.add_point(office, new)
    return Led(number, row.id, viewers_of(member.number)[0])


def _hour(points: Sequence[Led], number: int, at: tuple[int, int]) -> None:
    """What the leads say towards a full hour: how many wait, how many were sampled since seven."""
    with clock_at(10, *at):
        for one in points:
            if one.number == _SILENT and number == 3:
                continue
            queue = _QUEUES[(one.number * 7 + number * 3) % len(_QUEUES)]
            day.say_queue(one.lead, one.ident, queue)
            heads = number * (150 + one.number * 37 % 120)
            day.say_sampled(one.lead, one.ident, heads)
            if one.number != _EMPTY:
                day.say_tubes(one.lead, one.ident, 600 - 150 * number - one.number * 11 % 70)


def _ten(points: Sequence[Led]) -> None:
    """Ten o'clock: point 3 counts 400, point 14 its last; point 8 changes its shift."""
    by_number = {one.number: one for one in points}
    full, empty, paused = by_number[_FULL], by_number[_EMPTY], by_number[_PAUSED]
    with clock_at(10, 10, 2):
        day.say_tubes(full.lead, full.ident, 400)
        day.say_tubes(empty.lead, empty.ident, 0)
        day.say_queue(empty.lead, empty.ident, Queue.OVER_100)
        day.change_state(empty.lead, empty.ident, PointAct.PAUSE, "采样管用完了")
        day.change_state(paused.lead, paused.ident, PointAct.PAUSE, "换班消毒")
        for one in points[:2]:
            day.say_queue(one.lead, one.ident, Queue.ABOUT_20)
