"""棉纺路, 锦绣城: building 1 locked down, the other buildings of the same compound under control."""

from dataclasses import dataclass

from wumen.actions.demo import meals, stations, stock
from wumen.actions.demo.making import (
    AUTHORITY,
    OUTBREAK,
    TODAY,
    Office,
    Story,
    clock_at,
    january,
    ledger_file,
    needs_of,
    office,
    ordered,
    people_at,
)
from wumen.actions.duties.plan import plan_day
from wumen.actions.facilities import assume_buildings, confirm_building
from wumen.actions.help_numbers import keep_number
from wumen.actions.instructions import give
from wumen.actions.ledger import take_ledger
from wumen.actions.local_notices import confirm_notice, enter_notice
from wumen.actions.orders import confirm_change, enter_change
from wumen.actions.register import NewResident, register_household
from wumen.actions.release import attest, take_step
from wumen.actions.special_needs import note_need
from wumen.rules.areas import AreaKind
from wumen.rules.instructions import InstructionDraft, Origin
from wumen.rules.local_notices import NoticeDraft, read_rules
from wumen.rules.needs import Urgency
from wumen.rules.orders import Changed, ChangeDraft, OrderDraft
from wumen.rules.playbooks import Fact
from wumen.rules.posts import Viewer
from wumen.rules.release import Step

LEDGER = "jinxiucheng-1.xlsx"
SUBDISTRICT = "410102003"
COMMUNITY = "410102003008"
COMPOUND = f"{COMMUNITY}/jxc"
BUILDING = f"{COMPOUND}/1"
AUNT_ZHANG = f"{COMPOUND}/2/1/502"
_NEIGHBOURS = (
    ("001", "三棉东社区"),
    ("002", "四棉东社区"),
    ("003", "五棉南社区"),
    ("004", "三棉西社区"),
    ("005", "四棉西社区"),
    ("006", "五棉北社区"),
    ("007", "方圆经纬社区"),
    ("009", "天汇北社区"),
)
_UNIT_LEADS = ("赵单元长", "钱单元长", "吴单元长", "冯单元长")
_CAPTAINS = ("陈楼长", "褚楼长", "卫楼长", "蒋楼长", "沈楼长")
_FLOORS, _DOORS = 6, 2
# Regime, document, ground, the day in January on which it ends, and the buildings, a digit each.
_ORDERS = (
    ("lockdown", "通告第1号", "1号楼发现新冠病毒核酸检测阳性人员", 22, "1"),
    ("control", "通告第1号", "与1号楼同一小区", 22, "234"),
    ("control", "通告第2号", "有密切接触者居住", 11, "5"),
    ("lockdown", "通告第2号", "6号楼有待查人员", 22, "6"),
)
_ENDING, _STEPPING = 2, 3
# What is known for the end of an order, and of which day.
_ATTESTED = (
    (_ENDING, Fact.CONTACTS_NEGATIVE, 9),
    (_ENDING, Fact.DAYS_SINCE_LAST_INFECTION, 4),
    (0, Fact.DAYS_SINCE_LAST_INFECTION, 8),
)
_FROM_ABOVE = (
    ("报1号楼独居、透析、临产人数和车辆安排", "区指挥部电话通知", 9, Urgency.URGENT),
    ("报明日封控楼栋采样人力缺口", "区指挥部第15号工作提示", 16, Urgency.NORMAL),
)
_ASKED = (
    ("胰岛素只够今天，请代取", f"{BUILDING}/3/1005", Urgency.URGENT),
    ("热水器漏水，请物业看一下", f"{BUILDING}/2/1105", Urgency.NORMAL),
)


@dataclass(frozen=True)
class Mianfang:
    """Who works in 锦绣城; captains by building."""

    office: Office
    sampler: Viewer
    captains: dict[int, Viewer]


def street(told: Story) -> Mianfang:
    """Everything that stands when the sampling team sets out on the third day."""
    with clock_at(5, 9):
        crew = _places_and_crew(told)
        take_ledger(crew.office.clerk, ledger_file(LEDGER), COMPOUND)
        _other_buildings(told, crew.office.clerk)
        _numbers(crew.office.clerk)
    with clock_at(6, 15):
        assume_buildings(crew.office.clerk, COMPOUND)
        confirm_building(crew.captains[1], BUILDING)
    _needs(crew)
    _orders(crew.office)
    with clock_at(10, 5, 30):
        plan_day(crew.office.officer, TODAY)
    _instructions(crew.office)
    # Who serves there joins last, so that the numbers of the story's own crew stay as they are printed.
    told.last.append(lambda: stations.watch(crew.office, COMPOUND))
    told.last.append(lambda: meals.of_compound(crew.office, COMPOUND))
    told.last.append(lambda: stock.of_compound(crew.office, COMPOUND))
    told.last.append(lambda: stock.of_homes(crew.office, crew.captains[1], COMPOUND))
    return crew


def _places_and_crew(told: Story) -> Mianfang:
    told.place(SUBDISTRICT, AreaKind.SUBDISTRICT, "棉纺路街道")
    for code, name in _NEIGHBOURS:
        told.place(f"{SUBDISTRICT}{code}", AreaKind.COMMUNITY, name)
    told.place(COMMUNITY, AreaKind.COMMUNITY, "锦绣城社区")
    told.place(COMPOUND, AreaKind.COMPOUND, "锦绣城")
    for number in range(1, 7):
        told.place(f"{COMPOUND}/{number}", AreaKind.BUILDING, f"{number}号楼")
        for unit in range(1, 5 if number == 1 else 3):
            told.place(f"{COMPOUND}/{number}/{unit}", AreaKind.UNIT, f"{unit}单元")
    three = office(told, SUBDISTRICT, COMMUNITY, ("周书记", "孙内勤", "郑值班长"))
    sampler = told.joins("王医生", "medic", "sampler", COMMUNITY)
    captains = {1: told.joins("李楼长", "volunteer", "captain", BUILDING)}
    for unit, name in enumerate(_UNIT_LEADS, 1):
        told.joins(name, "volunteer", "unit_lead", f"{BUILDING}/{unit}")
    for number, name in enumerate(_CAPTAINS, 2):
        path = f"{COMPOUND}/{number}"
        captains[number] = told.joins(name, "party_member", "captain", path)
    told.joins("韩门岗", "property", "gate", COMPOUND)
    return Mianfang(three, sampler, captains)


def _other_buildings(told: Story, clerk: Viewer) -> None:
    """Five buildings of two stairwells; 张阿姨, 82, lives alone in building 2."""
    aunt = NewResident(
        name="张阿姨",
        identity_number=told.invented.identity_number(82),
        needs=("独居老人", "高龄老人", "没有手机"),
        sex="女",
    )
    for number in range(2, 7):
        for unit in (1, 2):
            for floor in range(1, _FLOORS + 1):
                for door in range(1, _DOORS + 1):
                    path = f"{COMPOUND}/{number}/{unit}/{floor}{door:02d}"
                    home = [aunt] if path == AUNT_ZHANG else told.invented.household()
                    register_household(clerk, path, home)


def _numbers(clerk: Viewer) -> None:
    """The gate that stands open for an ambulance, and whom to ring for what breaks; invented as all numbers are."""
    for kind, telephone, name, note in (
        ("ambulance_gate", "19000009991", "北门", "昼夜有人，限高3.5米"),
        ("lift", "19000009992", "电梯维保", "有人被困先打这个"),
        ("property", "19000009993", "锦绣城物业", ""),
    ):
        keep_number(clerk, COMPOUND, kind, telephone, name, note)


def _needs(crew: Mianfang) -> None:
    """What the list of special care knows of building 1: treatment today, medicine for a day."""
    with clock_at(9, 14):
        words = {
            "透析": ("dialysis", {"weekdays": "一三五", "hour": "9:00", "hospital": "区人民医院"}),
            "肿瘤放化疗": ("chemotherapy", {"next_on": "2022-01-12", "hospital": "市肿瘤医院"}),
            "孕妇": ("pregnant", {"due_on": "2022-02-20", "hospital": "市妇幼保健院"}),
        }
        people = people_at(crew.captains[1], BUILDING)
        known = needs_of(people)
        for word, (kind, typed) in words.items():
            for resident in known.get(word, [])[:3]:
                note_need(crew.office.clerk, resident, kind, typed)
        for place, days in ((40, "1"), (300, "2"), (800, "9")):
            typed = {"medicine": "降压药", "days_left": days, "as_of": "2022-01-09"}
            note_need(crew.office.clerk, people[place].id, "lasting_medicine", typed)


def _draft(regime: str, document: str, ground: str, ends: int, buildings: str) -> OrderDraft:
    return OrderDraft(
        regime=regime,
        authority=AUTHORITY,
        document=document,
        ground=ground,
        begins=january(8),
        ends=january(ends),
        paths=tuple(f"{COMPOUND}/{one}" for one in buildings),
    )


def _orders(three: Office) -> None:
    """One compound, two regimes since 8 January; what is known of their end; one steps down, one notice."""
    with clock_at(7, 20):
        numbers = [ordered(three.clerk, three.secretary, _draft(*one)).number for one in _ORDERS]
    with clock_at(9, 17):
        for order, fact, day in _ATTESTED:
            attest(three.clerk, numbers[order], fact, TODAY.replace(day=day), True, "疾控通报")
        take_step(three.clerk, numbers[_ENDING], Step.DRAFTED)
    with clock_at(9, 21):
        _step_down(three, numbers[_STEPPING])
        _notice(three)


def _step_down(three: Office, number: str) -> None:
    """Building 6 is under control from eight o'clock on."""
    change = ChangeDraft(
        kind=Changed.STEP_DOWN,
        authority=AUTHORITY,
        document="通告第4号",
        ground="待查人员排除感染",
        at=january(10, 8),
        ends=january(22),
        regime="control",
    )
    entered = enter_change(three.clerk, number, change)
    confirm_change(three.secretary, entered.id)


def _notice(three: Office) -> None:
    """The city asks for a third temperature in building 1: more than the playbook does."""
    noon = {"clause": "lockdown-temperature", "windows": ["am", "12:00-13:30", "pm"]}
    notice = NoticeDraft(
        authority="郑州市新冠肺炎疫情防控指挥部办公室",
        document="通告第8号",
        ground="1号楼又发现感染者",
        begins=january(10),
        ends=january(15),
        paths=(BUILDING,),
        rules=read_rules({"changes": [noon]}),
    )
    confirm_notice(three.secretary, enter_notice(three.clerk, notice, OUTBREAK).number)


def _instructions(three: Office) -> None:
    """Two from above, one of them late by now, and what residents asked for in the morning."""
    with clock_at(10, 7, 40):
        for said, document, hour, urgency in _FROM_ABOVE:
            draft = InstructionDraft(
                origin=Origin.SUPERIOR,
                said=said,
                asked_by="区指挥部社区防控组",
                opens=january(10, 8),
                due=january(10, hour),
                role="secretary",
                path=COMMUNITY,
                document=document,
                urgency=urgency,
            )
            give(three.officer, draft, OUTBREAK)
    with clock_at(10, 9, 5):
        for said, path, urgency in _ASKED:
            draft = InstructionDraft(
                origin=Origin.RESIDENT,
                said=said,
                asked_by="住户",
                opens=january(10, 9, 5),
                due=january(10, 18),
                role="captain",
                path=path,
                urgency=urgency,
            )
            give(three.clerk, draft, OUTBREAK)
