"""The four sub-districts of the story with invented people, and whoever works in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from django.db.models.functions import Length

from tests import cast as the_cast
from tests.january.chance import instant
from wumen.actions.orders import open_outbreak
from wumen.actions.register import NewResident, add_area, register_household
from wumen.queries import posts
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Area, Household, Order, Post, Resident
from wumen.rules.areas import Span, span, subdistrict
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem

COVID, NORO = "2022年1月疫情", "诺如病毒聚集性疫情"
AUTHORITY = "中原区新冠肺炎疫情防控指挥部"
EVE = instant(-1, 20)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "安宁和平春夏秋冬东南西北晴朗清明立新国庆建华海洋江河松柏梅兰竹菊"


@dataclass(frozen=True)
class Quarter:
    """A compound or a village of the story: so many homes and people in so many buildings or lanes."""

    office: str
    office_name: str
    kind: str
    code: str
    name: str
    homes: int
    people: int
    buildings: int


SUBDISTRICTS = {
    "410102003": "棉纺路街道",
    "410102009": "航海西路街道",
    "410102010": "中原西路街道",
    "410102013": "莲湖街道",
}
# 1,400 people in building 1 of 锦绣城, 12,000 in 36 buildings of 阳光花苑, three villages and four
# communities (the code of the fourth is ours); what the page does not count is ours.
QUARTERS = (
    Quarter("410102003008", "锦绣城社区", "community", "jxc", "锦绣城一号楼", 524, 1400, 1),
    Quarter("410102003008", "锦绣城社区", "community", "jxc", "锦绣城", 600, 1500, 5),
    Quarter("410102013001", "阳光花苑社区", "community", "yghy", "阳光花苑", 4458, 12000, 36),
    Quarter("410102010001", "万达社区", "community", "wd", "万达花园", 300, 800, 4),
    Quarter("410102010002", "颍河西路社区", "community", "yhxl", "颍河家园", 300, 800, 4),
    Quarter("410102010003", "绿都社区", "community", "ld", "绿都小区", 300, 800, 4),
    Quarter("410102010004", "第四社区", "community", "ds", "四社区大院", 300, 800, 4),
    Quarter("410102010201", "朱屯村", "village", "zt", "一组", 120, 400, 4),
    Quarter("410102010202", "周新庄村", "village", "zxz", "一组", 120, 400, 4),
    Quarter("410102010203", "南陈伍寨村", "village", "ncwz", "一组", 120, 400, 4),
    Quarter("410102009001", "帝湖花园社区", "community", "dh", "帝湖花园", 500, 1400, 8),
    Quarter("410102009002", "启福社区", "community", "qf", "启福小区", 400, 1100, 6),
    Quarter("410102009003", "茜城花园社区", "community", "xc", "茜城花园", 400, 1100, 6),
)
A_FLOOR = 4


@dataclass
class Town:
    """The town as it stands: who works there, what was refused, what was done how often."""

    operator: Viewer
    officers: dict[str, Viewer] = field(default_factory=dict)
    clerks: dict[str, Viewer] = field(default_factory=dict)
    secretaries: dict[str, Viewer] = field(default_factory=dict)
    samplers: dict[str, Viewer] = field(default_factory=dict)
    noted: list[tuple[UUID, UUID]] = field(default_factory=list)
    named: int = 0

    def office_of(self, path: str) -> str:
        """The community or village that answers for a place."""
        return next(one for one in self.clerks if path.startswith(one))

    def clerk(self, path: str) -> Viewer:
        """Who enters for a place."""
        return self.clerks[self.office_of(path)]

    def secretary(self, path: str) -> Viewer:
        """Who confirms for a place."""
        return self.secretaries[self.office_of(path)]

    def officer(self, path: str) -> Viewer:
        """The duty officer of a place's sub-district."""
        return self.officers[subdistrict(path)]

    def resident(self, chance: Random, within: str = "") -> Resident:
        """Somebody who lives there."""
        return self._one(Resident.objects.order_by("area", "place", "name"), chance, within)

    def household(self, chance: Random, within: str = "") -> Household:
        """A home there, lived in or empty."""
        return self._one(Household.objects.order_by("area"), chance, within)

    def order(self, chance: Random) -> Order:
        """An order that two people confirmed."""
        # Numbers are texts, and go on from what other tests drew: as such 100 would stand before 99.
        in_order = ("entered_at", Length("number"), "number")
        rows = Order.objects.filter(confirmed_at__isnull=False).order_by(*in_order)
        if chance.random() < 0.9:
            rows = rows.filter(until_at__gt=clock.now(), ended_at__isnull=True)
        return self._one(rows, chance, "")

    def a_compound(self, chance: Random) -> str:
        """The path of a compound or a village group."""
        return self._place(chance, "compound", "group")

    def a_building(self, chance: Random) -> str:
        """The path of a building or a lane."""
        return self._place(chance, "building", "lane")

    def _place(self, chance: Random, *kinds: str) -> str:
        return str(self._one(Area.objects.filter(kind__in=kinds).order_by("area"), chance, "").area)

    def a_captain(self, chance: Random) -> Viewer:
        """Somebody who is captain of a building now."""
        rows = Post.objects.filter(role="captain", until_at=None).order_by("area", "from_at")
        post = self._one(rows.select_related("person"), chance, "")
        held = posts.viewers_of(post.person.number)
        return next(one for one in held if one.post == post.id)

    def captains_over(self, doors: Iterable[str]) -> list[Viewer]:
        """Whoever is captain now over some of these doors, in the order of their buildings."""
        wanted = set(doors)
        rows = Post.objects.filter(role="captain", until_at=None).order_by("area", "from_at")
        with acting(self.operator):
            people = [
                (post.id, post.person.number)
                for post in rows.select_related("person")
                if any(door.startswith(post.area) for door in wanted)
            ]
        return [one for ident, no in people for one in posts.viewers_of(no) if one.post == ident]

    def people_of(self, home: Household) -> list[UUID]:
        """Everybody behind a door."""
        with acting(self.operator):
            return list(home.residents.order_by("place", "name").values_list("id", flat=True))

    def _one(self, rows: Any, chance: Random, within: str) -> Any:
        held: Span = span(within)
        with acting(self.operator):
            some = rows.filter(area__gte=held.lo, area__lt=held.hi)
            many = some.count()
            if not many:
                raise Problem("area_unknown", path=within)
            return some[chance.randrange(many)]

    def newcomers(self, chance: Random, many: int) -> list[NewResident]:
        """So many invented people, the first of them the head of the household."""
        surname = chance.choice(SURNAMES)
        made = []
        for place in range(many):
            self.named += 1
            name = surname + chance.choice(GIVEN) + chance.choice(GIVEN)
            old = chance.random() < 0.1
            words = ("独居老人",) if old and many == 1 else ("高血压",) if old else ()
            made.append(NewResident(name, place=place, needs=words))
        return made

    def crew(self, name: str, profession: str, role: str, path: str) -> Viewer:
        """Somebody of the crew with one post."""
        return the_cast.person(self.operator, name, profession, role, path)


def _doors(quarter: Quarter, scale: int) -> Iterator[tuple[str, str]]:
    """The buildings or lanes of a quarter with their doors, smaller by the scale."""
    homes = max(quarter.homes // scale, 2)
    buildings = min(quarter.buildings, max(homes // 5, 1))
    first = 2 if quarter.name == "锦绣城" else 1
    for nth in range(homes):
        building, door = divmod(nth, -(-homes // buildings))
        over = f"{quarter.office}/{quarter.code}/{first + building}"
        if quarter.kind == "village":
            yield over, f"{over}/{door + 1}"
            continue
        units = 4 if quarter.homes == 524 else 2
        unit, rest = door % units + 1, door // units
        floor, room = divmod(rest, A_FLOOR)
        yield over, f"{over}/{unit}/{floor + 1}0{room + 1}"


def build(seed: int, scale: int) -> Town:
    """The town on the eve: every place, home and person, each of the crew in her post, two outbreaks."""
    with clock.fixed(EVE):
        town = Town(the_cast.operator())
        chief = town.operator
        add_area(chief, "410102", "district", "中原区")
        for code, name in SUBDISTRICTS.items():
            add_area(chief, code, "subdistrict", name)
            path = f"410102/{code}/"
            officer = town.crew(f"{name}值班长", "seconded", "duty_officer", code)
            town.officers[path.split("/")[1]] = officer
        chance = Random(seed)
        for quarter in QUARTERS:
            _settle(town, quarter, scale, chance)
        open_outbreak(town.officers["410102003"], COVID, "community-2021-09", ["morning-sampling"])
        open_outbreak(town.officers["410102009"], NORO, "norovirus")
    return town


def _settle(town: Town, quarter: Quarter, scale: int, chance: Random) -> None:
    chief, office = town.operator, quarter.office
    path = f"410102/{office[:9]}/{office}/"
    village = quarter.kind == "village"
    if path not in town.clerks:
        add_area(chief, office, quarter.kind, quarter.office_name)
        for posts, role, work in (
            (town.secretaries, "secretary", "community_worker"),
            (town.clerks, "clerk", "community_worker"),
            (town.samplers, "sampler", "medic"),
        ):
            posts[path] = town.crew(f"{quarter.office_name}{role}", work, role, office)
        kind = "group" if village else "compound"
        add_area(chief, f"{office}/{quarter.code}", kind, quarter.name.removesuffix("一号楼"))
    mean, captained = quarter.people / quarter.homes, set[str]()
    for over, door in _doors(quarter, scale):
        building = f"410102/{office[:9]}/{over}/"
        if building not in captained:
            nth = over.rsplit("/", 1)[-1]
            add_area(
                chief,
                over,
                "lane" if village else "building",
                f"{nth}{'巷' if village else '号楼'}",
            )
            town.crew(f"{over}楼长", "volunteer", "captain", over)
            captained.add(building)
        many = max(0, min(6, round(chance.gauss(mean, 1))))
        register_household(town.clerks[path], door, town.newcomers(chance, many))


def sized(town: Town) -> tuple[int, int]:
    """How many homes and people there are."""
    with acting(town.operator):
        return Household.objects.count(), Resident.objects.count()
