"""莲湖, 阳光花苑: 36 buildings with a Party member each, homes in isolation, people who came back."""

from collections.abc import Sequence
from uuid import UUID

from wumen.actions.arrivals import came
from wumen.actions.calls import NewList, deal_list, make_list, note_call
from wumen.actions.captains import assign_captains
from wumen.actions.demo.making import (
    AUTHORITY,
    TODAY,
    Office,
    Story,
    clock_at,
    done,
    january,
    ledger_file,
    office,
    ordered,
    owed_now,
    people_at,
)
from wumen.actions.duties.plan import plan_day
from wumen.actions.facilities import assume_buildings
from wumen.actions.force import print_telephones
from wumen.actions.ledger import take_ledger
from wumen.actions.objections import receive
from wumen.actions.relay import import_relay
from wumen.actions.risk_areas import take_risk_list
from wumen.actions.sheets import print_sheets
from wumen.queries.arrivals_gate import expected_at_gate
from wumen.queries.calls import call_list
from wumen.queries.captains import captains
from wumen.queries.objections import Said
from wumen.queries.posts import viewers_of
from wumen.queries.sheets import Chosen
from wumen.rules.areas import AreaKind, read_path
from wumen.rules.calls import CallResult, Source
from wumen.rules.orders import OrderDraft
from wumen.rules.playbooks import What
from wumen.rules.posts import Viewer
from wumen.rules.relay import Kind
from wumen.rules.sheets import SheetKind

LEDGER = "yangguanghuayuan.xlsx"
RELAY = "yangguanghuayuan.relay"
SUBDISTRICT = "410102013"
COMMUNITY = "410102013001"
COMPOUND = f"{COMMUNITY}/ygh"
_BUILDINGS = 36
_VILLAGES = (("204", "赵坡"), ("205", "常庄"), ("206", "刁沟"), ("207", "赵仙垌"), ("208", "址刘"))
# Homes in isolation: buildings in which the first home of the first stairwell came back from elsewhere.
_ISOLATED = range(2, 34, 3)
_RISK_AREAS = """高风险地区
河南省许昌市禹州市夏都街道
中风险地区
河南省安阳市汤阴县、滑县
有本土疫情的地区
河南省许昌市禹州市（2022年1月2日以来）
河南省信阳市固始县
"""
_TELEPHONES = 212
_RUNG = 118
_ARRIVALS = """#接龙
返郑报备 姓名/从哪来/时间/房号

1. 9-3-402 1月8号从许昌禹州回来 高铁
2. 9-3-403 洛阳 1.7
3. 21-1-201 安阳 1月9日 自驾
4. 14-2-101 1月10号从信阳回来
"""


def street(told: Story) -> None:
    """Everything that stands in 阳光花苑 at 10:06 on the third day."""
    with clock_at(5, 9):
        three = _places_and_crew(told)
        take_ledger(three.clerk, ledger_file(LEDGER), COMPOUND)
        assume_buildings(three.clerk, COMPOUND)
    captains = _captains(three)
    number = _isolation(three)
    with clock_at(10, 5, 30):
        plan_day(three.officer, TODAY)
    _sheets(three, number)
    _morning(captains)
    _calls(told, three, captains)
    _came_home(three)
    _objection(three)


def _came_home(three: Office) -> None:
    """The day's list of risk areas, who announced that she comes back, and who stood at the gate by then."""
    with clock_at(10, 8, 40):
        take_risk_list(three.officer, _RISK_AREAS, "国务院客户端 1月10日8时（演练，地名随意）")
    with clock_at(10, 9, 35):
        import_relay(three.clerk, _ARRIVALS, Kind.ARRIVALS, COMPOUND)
    with clock_at(10, 9, 40):
        home = [one for one in expected_at_gate(three.clerk).lines if one.came_at is None]
        for one in home[:1]:
            came(three.clerk, one.id)


def _places_and_crew(told: Story) -> Office:
    told.place(SUBDISTRICT, AreaKind.SUBDISTRICT, "莲湖街道")
    told.place(COMMUNITY, AreaKind.COMMUNITY, "阳光花苑社区")
    for code, name in _VILLAGES:
        told.place(f"{SUBDISTRICT}{code}", AreaKind.VILLAGE, f"{name}村")
    told.place(COMPOUND, AreaKind.COMPOUND, "阳光花苑")
    for number in range(1, _BUILDINGS + 1):
        told.place(f"{COMPOUND}/{number}", AreaKind.BUILDING, f"{number}号楼")
    three = office(told, SUBDISTRICT, COMMUNITY, ("罗书记", "高内勤", "梁值班长"))
    told.joins("方医生", "medic", "sampler", COMMUNITY)
    told.joins("彭门岗", "property", "gate", COMPOUND)
    return three


def _captains(three: Office) -> list[Viewer]:
    """On 8 January the Party members' group signs up by relay; each building gets captain and deputy, in order."""
    with clock_at(8, 12):
        import_relay(three.clerk, ledger_file(RELAY).read_text(), Kind.VOLUNTEERS, COMPOUND)
    with clock_at(8, 12, 20):
        assign_captains(three.clerk, COMPOUND)
        # In the group they were told that their telephones stand on the cards; two said no.
        shown = captains(three.clerk, COMPOUND).unprinted[2:]
        print_telephones(three.clerk, shown, True)
        found = captains(three.clerk, COMPOUND)
        sitting = [one.sitting for one in found.seats if one.role == "captain"]
        return [viewers_of(one.crew_no)[0] for one in sitting if one is not None]


def _came_back(three: Office) -> list[UUID]:
    """Who lives in the homes that came back from places with cases."""
    found: list[UUID] = []
    for building in _ISOLATED:
        people = people_at(three.clerk, f"{COMPOUND}/{building}/1")
        found += [one.id for one in people if one.household_id == people[0].household_id]
    return found


def _isolation(three: Office) -> str:
    """The authority's order on those people, entered and confirmed by two; its number."""
    with clock_at(8, 19):
        draft = OrderDraft(
            regime="home_isolation",
            authority=AUTHORITY,
            document="居家隔离医学观察告知书第3号",
            ground="近期从有本土疫情的县区返郑",
            begins=january(8),
            ends=january(22),
            residents=tuple(str(one) for one in _came_back(three)),
        )
        return ordered(three.clerk, three.secretary, draft).number


def _sheets(three: Office, number: str) -> None:
    """Each of them holds the notice and the undertaking."""
    with clock_at(8, 20):
        for kind in (SheetKind.OBSERVATION, SheetKind.PLEDGE):
            print_sheets(three.clerk, number, kind, Chosen(area=read_path(COMPOUND)))


def _objection(three: Office) -> None:
    """Somebody in isolation came back earlier than the list says; the answer waits for another than the clerk."""
    who = people_at(three.clerk, f"{COMPOUND}/{_ISOLATED[0]}/1")[0]
    with clock_at(10, 9, 50):
        said = Said("我十一月就回来了，不是这个月", who.name)
        receive(three.clerk, who.area, said)


def _morning(captains: Sequence[Viewer]) -> None:
    """Temperatures and disinfection of the isolated homes, all but the last building's."""
    for building in _ISOLATED[:-1]:
        captain = captains[building - 1]
        path = f"{COMPOUND}/{building}"
        with clock_at(10, 7, building):
            done(captain, owed_now(captain, path, What.WATCH, win="watch_night"), "reported")
        with clock_at(10, 8, 20 + building):
            done(captain, owed_now(captain, path, What.TEMPERATURE, What.SAMPLING), "reported")
        with clock_at(10, 9, 10 + building):
            done(captain, owed_now(captain, path, What.DISINFECTION), "measured")


def _calls(told: Story, three: Office, captains: Sequence[Viewer]) -> None:
    """212 telephones from the superior, answer by noon: a good half is rung."""
    lines = [f"{told.invented.name()} {told.invented.telephone()}" for _ in range(_TELEPHONES)]
    with clock_at(10, 7, 10):
        new = NewList(
            purpose="核实近期返郑人员",
            area=COMPOUND,
            source=Source.PASTED,
            pasted="\n".join(lines),
            due_at=january(10, 12),
        )
        made = make_list(three.clerk, new)
        deal_list(three.clerk, made.id, [one.person for one in captains[:6]])
    for place, entry in enumerate(call_list(three.clerk, made.id).entries[:_RUNG]):
        with clock_at(10, 7 + (20 + place) // 60, (20 + place) % 60):
            result = CallResult.NO_ANSWER if place % 5 == 0 else CallResult.REACHED
            note_call(three.clerk, entry.id, CallResult.WRONG_NUMBER if place % 17 == 0 else result)
