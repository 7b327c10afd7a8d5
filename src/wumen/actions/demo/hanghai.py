"""航海西路: its communities and villages, the organisations whose people are sampled where they work, 27 points."""

from uuid import UUID

from wumen.actions.demo import hanghai_points
from wumen.actions.demo.making import Story, clock_at, office
from wumen.actions.organisations import NewOrganisation, add_people, register_organisation
from wumen.rules.areas import AreaKind
from wumen.rules.organisations import OrganisationKind, RosterPerson, RosterReading

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


def street(told: Story) -> None:
    """Places, the office, three organisations with everybody on their rosters once, and the points' morning."""
    with clock_at(5, 9):
        told.place(SUBDISTRICT, AreaKind.SUBDISTRICT, "航海西路街道")
        for code, name in _COMMUNITIES:
            told.place(f"{SUBDISTRICT}{code}", AreaKind.COMMUNITY, name)
        for code, name in _VILLAGES:
            told.place(f"{SUBDISTRICT}{code}", AreaKind.VILLAGE, name)
        hanghai_points.buildings(told, SUBDISTRICT, _COMMUNITIES, _VILLAGES)
        names = ("潘书记", "贾内勤", "范值班长")
        three = office(told, SUBDISTRICT, f"{SUBDISTRICT}001", names)
    at_work = dict[str, UUID]()
    with clock_at(6, 10):
        for code, name, kind, many in _ORGANISATIONS:
            contact = NewOrganisation(name, kind, told.invented.name(), told.invented.telephone())
            row = register_organisation(three.officer, f"{SUBDISTRICT}{code}", contact)
            people = tuple(_worker(told, line) for line in range(1, many + 1))
            add_people(three.officer, row.id, RosterReading(people, (), 0, 0, 0))
            at_work[code] = row.id
    places = hanghai_points.places(SUBDISTRICT, _COMMUNITIES, _VILLAGES, at_work)
    hanghai_points.morning(told, three.officer, places)


def _worker(told: Story, line: int) -> RosterPerson:
    """Somebody who works there, with a number and a telephone."""
    one = told.invented.person(20 + line % 38)
    return RosterPerson(line, one.name, one.identity_number, one.telephones)
