"""航海西路: its communities and villages, the organisations whose people are sampled where they work, 27 points."""

from collections.abc import Sequence
from uuid import UUID

from wumen.actions.demo import hanghai_boxes, hanghai_points
from wumen.actions.demo.making import Story, clock_at, office
from wumen.actions.organisations import NewOrganisation, add_people, register_organisation
from wumen.actions.sign_up import take_ledger as take_force
from wumen.actions.structure import PIONEER_POST, add_body, lead, set_up
from wumen.queries.force import members
from wumen.queries.structure import bodies
from wumen.rules.areas import AreaKind
from wumen.rules.force import ALWAYS, Limit, Skill, Wish, read_free
from wumen.rules.organisations import OrganisationKind, RosterPerson, RosterReading
from wumen.rules.posts import Viewer
from wumen.rules.sign_up import LedgerReading as ForceReading
from wumen.rules.sign_up import Said

SUBDISTRICT = "410102009"
_COMMUNITIES = (
    *(("001", "帝湖花园社区"), ("002", "启福社区"), ("003", "茜城花园社区"), ("004", "观澜社区")),
    *(("005", "前进南路社区"), ("006", "帝湖花园东社区"), ("007", "凯田花园社区")),
    *(("008", "学府社区"), ("009", "儿童公园社区")),
)
_VILLAGES = (
    *(("201", "小岗刘村"), ("202", "冯湾村"), ("203", "段庄村"), ("204", "道李村")),
    *(("205", "郭厂村"), ("206", "石羊寺村"), ("207", "闫垌村"), ("208", "密垌村")),
    *(("209", "后河卢村"), ("210", "李江沟村")),
)
_ORGANISATIONS = (
    ("201", "城西地块建筑工地", OrganisationKind.BUILDING_SITE, 2000),
    ("001", "惠民超市", OrganisationKind.SUPERMARKET, 160),
    ("005", "南站物流仓库", OrganisationKind.DEPOT, 90),
)


# 300 volunteers: most are Party members, the rest from staff, property companies and the medics who sample.
_FORCE = (
    *(("party_member", "机关党员"),) * 7,
    *(("seconded", "下沉干部"), ("property", "物业公司"), ("medic", "社区卫生服务中心")),
)
_VOLUNTEERS = 300
_TIMES = (
    ALWAYS,
    read_free(["上午"]),
    read_free(["白天"]),
    read_free(["周末"]),
    read_free(["晚上"]),
)
_SKILLS = ((Skill.DRIVES,), (), (Skill.CALLS,), (Skill.LIFTS, Skill.COMPUTER), ())
_PIONEERS = 22
_STAFFED = ("卡口", "采样点", "物资", "消毒", "信息")


def street(told: Story) -> None:
    """Places, the office, the force, organisations with everybody on their rosters once, and the points' morning."""
    with clock_at(5, 9):
        told.place(SUBDISTRICT, AreaKind.SUBDISTRICT, "航海西路街道")
        for code, name in _COMMUNITIES:
            told.place(f"{SUBDISTRICT}{code}", AreaKind.COMMUNITY, name)
        for code, name in _VILLAGES:
            told.place(f"{SUBDISTRICT}{code}", AreaKind.VILLAGE, name)
        hanghai_points.buildings(told, SUBDISTRICT, _COMMUNITIES, _VILLAGES)
        names = ("潘书记", "贾内勤", "范值班长")
        three = office(told, SUBDISTRICT, f"{SUBDISTRICT}001", names)
    with clock_at(5, 15):
        _force(told, three.officer)
    at_work = dict[str, UUID]()
    with clock_at(6, 10):
        for code, name, kind, many in _ORGANISATIONS:
            contact = NewOrganisation(name, kind, told.invented.name(), told.invented.telephone())
            row = register_organisation(three.officer, f"{SUBDISTRICT}{code}", contact)
            people = tuple(_worker(told, line) for line in range(1, many + 1))
            add_people(three.officer, row.id, RosterReading(people, (), 0, 0, 0))
            at_work[code] = row.id
    places = hanghai_points.places(SUBDISTRICT, _COMMUNITIES, _VILLAGES, at_work)
    points = hanghai_points.morning(told, three.officer, places)
    of_two = [points[_at(places, at_work[code])] for code in ("201", "001")]
    hanghai_boxes.round_five(three.officer, at_work, [(one.ident, one.lead) for one in of_two])


def _at(places: Sequence[hanghai_points.Place], organisation: UUID) -> int:
    """Which of the points serves an organisation."""
    return next(n for n, one in enumerate(places) if organisation in one.organisations)


def _force(told: Story, officer: Viewer) -> None:
    """Everybody who came by the ledgers of their units, and the structure with its leaders."""
    people = tuple(_offer(told, line) for line in range(1, _VOLUNTEERS + 1))
    take_force(officer, SUBDISTRICT, ForceReading(people, ()))
    set_up(officer)
    heads = [one for one in members(officer) if one.serving.profession == "seconded"]
    for number in range(1, _PIONEERS + 1):
        add_body(officer, PIONEER_POST, f"先锋岗{number}号", _STAFFED[number % len(_STAFFED)])
    for body, head in zip(bodies(officer), heads, strict=False):
        lead(officer, body.id, head.crew_no)


def _offer(told: Story, line: int) -> Said:
    """A line of a unit's list: who, from where, when, what she can; one in nine asks for no nights."""
    profession, unit = _FORCE[line % len(_FORCE)]
    return Said(
        row=line,
        name=told.invented.name(),
        telephone=told.invented.telephone(),
        profession=profession,
        comes_from=unit,
        lives=None,
        wished=(),
        skills=_SKILLS[line % len(_SKILLS)],
        wishes=(Wish.NO_NIGHTS,) if line % 9 == 0 else (),
        limits=(Limit.NO_LIFTING,) if line % 17 == 0 else (),
        born=1955 + line % 48,
        free=_TIMES[line % len(_TIMES)],
        people=1,
    )


def _worker(told: Story, line: int) -> RosterPerson:
    """Somebody who works there, with a number and a telephone."""
    one = told.invented.person(20 + line % 38)
    return RosterPerson(line, one.name, one.identity_number, one.telephones)
