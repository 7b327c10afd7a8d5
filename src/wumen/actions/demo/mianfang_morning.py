"""The morning of 10 January in 锦绣城, as its people did it: sampling from 6:30, temperatures, knocks, a relay."""

from uuid import UUID

from wumen.actions.demo.making import (
    TODAY,
    Story,
    clock_at,
    done,
    january,
    owed_now,
    people_at,
    picture,
)
from wumen.actions.demo.mianfang import AUNT_ZHANG, BUILDING, COMPOUND, Mianfang
from wumen.actions.duties import settle
from wumen.actions.duties.settle import cannot
from wumen.actions.instructions import give
from wumen.actions.knocks import knock
from wumen.actions.openings import open_door
from wumen.actions.parcels import hand_over_parcels, register_parcels, set_point
from wumen.actions.photos import take_photo
from wumen.actions.relay import import_relay
from wumen.actions.rounds import floor_done, floor_measured
from wumen.queries.duties import DutyLine, duty_lines
from wumen.rules.areas import code, read_path
from wumen.rules.duties import read_key
from wumen.rules.instructions import InstructionDraft
from wumen.rules.knocks import Result
from wumen.rules.parcels import How
from wumen.rules.photos import OfDuty
from wumen.rules.playbooks import What
from wumen.rules.relay import Kind
from wumen.rules.rounds import Reason, RoundKey, floor_of, unit_of

# Whom the team did not reach in building 1, by stairwell and room, each with what it met.
_UNREACHED = {
    ("1", "2203"): Reason.NOBODY_HOME,
    ("2", "1402"): Reason.REFUSED,
    ("3", "1801"): Reason.UNWELL,
    ("4", "904"): Reason.NOBODY_HOME,
}
_LATE = 5
_NEEDS = """#接龙
1号楼今日物资需求登记 1月10日
格式：房号 需要的东西 电话

1. 1-1-2205 尿不湿L号
2. 3单元1005：胰岛素
3. 1-2-401 婴儿奶粉2段
4. 2306 大米10斤、降压药
5. 1-3-1905 鸡蛋30个
6. 4单元901：蔬菜包一份
7. 306室，尿不湿，急！
收到
8. 1-1-1501 鸡蛋30个
9. 1104 卫生纸
10. 2单元1105 大米10斤
"""

_PARCELS = """1号楼：
1单元1501 2件
1单元2203
2单元401
3单元1801 3件
4单元901、904
2号楼：
1单元401
2单元502 2件
3-1-602
5-2-302 两箱
李女士的生鲜，电话没接
"""


def morning(told: Story, crew: Mianfang) -> None:
    """The work of 6:30 to 10:06, floor by floor; a few are not reached, one home not since yesterday noon."""
    _yesterday(crew)
    _night(crew)
    _sampling(crew)
    _temperatures(crew)
    _homes(crew)
    _opening(crew)
    _parcels(crew)
    with clock_at(10, 9, 50):
        import_relay(crew.captains[1], _NEEDS, Kind.NEEDS, BUILDING)


def _yesterday(crew: Mianfang) -> None:
    """张阿姨 opened yesterday at noon; who lives at 1-3-1801 asked for something."""
    with clock_at(9, 12, 10):
        knock(crew.captains[2], _home(crew, AUNT_ZHANG), Result.SPOKEN)
    with clock_at(9, 16, 30):
        knock(crew.captains[1], _home(crew, f"{BUILDING}/3/1801"), Result.NEEDS, "要一支体温计")


def _parcels(crew: Mianfang) -> None:
    """What came to the two points: something lies since yesterday, the list of 9:20 has a line for a person."""
    clerk = crew.office.clerk
    with clock_at(9, 9, 20):
        shelf = set_point(clerk, COMPOUND, "东门货架", "宋师傅")
        set_point(clerk, BUILDING, "1号楼大厅货架", "孔师傅")
        register_parcels(clerk, shelf.id, "2-1-301\n1-4-904")
    with clock_at(10, 9, 20):
        register_parcels(clerk, shelf.id, _PARCELS)
    with clock_at(10, 9, 55):
        home = _home(crew, f"{BUILDING}/1/1501")
        hand_over_parcels(crew.captains[1], shelf.id, [home], How.BROUGHT, "宋师傅")


def _night(crew: Mianfang) -> None:
    """The night's watch is handed over at eight at every stairwell, and at the gate where one is shut."""
    with clock_at(10, 7, 55):
        for number, captain in crew.captains.items():
            lines = owed_now(captain, f"{COMPOUND}/{number}", What.WATCH, win="watch_night")
            done(captain, lines, "measured")
        rest = owed_now(crew.office.officer, COMPOUND, What.WATCH, win="watch_night")
        done(crew.office.officer, rest, "measured")


def _home(crew: Mianfang, path: str) -> UUID:
    return people_at(crew.office.officer, path)[0].household_id


def _unreached(line: DutyLine) -> bool:
    return (code(unit_of(line.area)), code(line.area)) in _UNREACHED


def _floors(crew: Mianfang, number: int, what: What) -> list[tuple[RoundKey, int]]:
    """The floors of a building that owe something, stairwell by stairwell from the top down."""
    lines = owed_now(crew.office.officer, f"{COMPOUND}/{number}", what)
    found = {(unit_of(one.area), floor_of(one.area)) for one in lines}
    ordered = sorted(found, key=lambda one: (one[0], -one[1]))
    return [(RoundKey(TODAY, "am", unit), floor) for unit, floor in ordered]


def _missed(key: RoundKey, floor: int) -> dict[str, str]:
    """The rooms of a floor of building 1 whom nobody reached, with what stood in the way."""
    return {
        room: str(reason)
        for (unit, room), reason in _UNREACHED.items()
        if unit == code(key.unit) and floor_of(f"{key.unit}{room}/") == floor
    }


def _sampling(crew: Mianfang) -> None:
    """From 6:30, from the top floor down, one person one tube; building 6 until it steps down."""
    for key, floor in _floors(crew, 1, What.SAMPLING):
        unit = int(code(key.unit))
        with clock_at(10, 6 + unit // 2, 59 - floor if unit % 2 else 29 - floor):
            floor_measured(crew.sampler, key, floor, What.SAMPLING, _missed(key, floor))
    with clock_at(10, 7, 45):
        for key, floor in _floors(crew, 6, What.SAMPLING):
            floor_measured(crew.sampler, key, floor, What.SAMPLING)


def _temperatures(crew: Mianfang) -> None:
    """All normal on this floor except …; the captain of building 5 has not done her second stairwell's top."""
    with clock_at(10, 8, 40):
        for key, floor in _floors(crew, 1, What.TEMPERATURE):
            floor_done(crew.captains[1], key, floor, _missed(key, floor))
    aunt = read_path(AUNT_ZHANG)
    with clock_at(10, 9, 15):
        for number in range(2, 7):
            for key, floor in _floors(crew, number, What.TEMPERATURE):
                hers = aunt.startswith(key.unit) and floor == floor_of(aunt)
                late = number == _LATE and code(key.unit) == "2" and floor > 4
                if not late:
                    but = {code(aunt): str(Reason.NOBODY_HOME)} if hers else {}
                    floor_done(crew.captains[number], key, floor, but)


def _homes(crew: Mianfang) -> None:
    """Special homes rung or seen, all but a few; 张阿姨 did not open at nine."""
    aunt = read_path(AUNT_ZHANG)
    with clock_at(10, 9, 10):
        knock(crew.captains[2], _home(crew, AUNT_ZHANG), Result.NOBODY_HOME)
        for number in range(1, 7):
            captain = crew.captains[number]
            lines = owed_now(captain, f"{COMPOUND}/{number}", What.CONTACT, win="day")
            for place, one in enumerate(lines):
                if one.area == aunt or _unreached(one):
                    cannot(captain, read_key(one.key), Reason.NOBODY_HOME)
                elif place % 3:
                    settle.do(captain, read_key(one.key), "reported")
    with clock_at(10, 9, 40):
        lines = owed_now(
            crew.captains[1], f"{BUILDING}/1", What.WASTE, What.DISINFECTION, win="day"
        )
        done(crew.captains[1], lines[: len(lines) // 2], "measured")
        wiped = [one for one in lines[: len(lines) // 2] if one.what == What.DISINFECTION]
    _shown(crew, wiped[:2])


def _shown(crew: Mianfang, wiped: list[DutyLine]) -> None:
    """What was disinfected is shown by two photos; a flaw that inspectors found is to be put right by six."""
    with clock_at(10, 9, 42):
        for shade, one in enumerate(wiped):
            take_photo(crew.captains[1], OfDuty(read_key(one.key)), picture(0x90 + shade))
    with clock_at(10, 9, 45):
        flaw = InstructionDraft(
            *("superior", "2单元门口垃圾桶没有盖，要加盖并消毒", "区检查组"),
            *(january(10, 9, 45), january(10, 18), "captain"),
            path=f"{BUILDING}/2",
            document="1月9日现场检查",
            grade="measured",
            photos=True,
        )
        give(crew.office.clerk, flaw, before=picture(0xA0))


def _opening(crew: Mianfang) -> None:
    """Building 6 stepped down at eight: the first stairwell is open and photographed, nobody confirmed it yet."""
    lines = duty_lines(crew.captains[6], TODAY, "open", f"{COMPOUND}/6")
    doors = [one for one in lines if one.what == What.OPENING]
    with clock_at(10, 9, 20):
        open_door(crew.captains[6], read_key(doors[0].key), picture())
