"""The fixed cast of the tests: who works, in which post, and who lives where; all invented."""

from dataclasses import dataclass

from wumen.actions.crew import add_crew, grant_post
from wumen.actions.register import add_area
from wumen.queries import posts
from wumen.records.models import CrewMember, Post
from wumen.records.scope import WHOLE, scoped
from wumen.rules.posts import Viewer

COMMUNITY = "410102003008"
COMPOUND = f"{COMMUNITY}/jxc"
PATH = "410102/410102003/410102003008/jxc/"


@dataclass(frozen=True)
class Cast:
    """The people of the tests, each acting in a post."""

    operator: Viewer
    secretary: Viewer
    duty_officer: Viewer
    clerk: Viewer
    captain: Viewer
    sampler: Viewer
    volunteer: Viewer
    outsider: Viewer


def operator() -> Viewer:
    """The operator of the installation, as `init` makes it."""
    from wumen.records import clock

    with scoped(WHOLE):
        person = CrewMember.objects.create(
            number="operator", name="系统操作员", profession="operator"
        )
        Post.objects.create(person=person, role="operator", area="", from_at=clock.now())
    return posts.operator()


def person(by: Viewer, name: str, profession: str, role: str, path: str) -> Viewer:
    """A crew member with one post."""
    member = add_crew(by, name, profession)
    grant_post(by, member.number, role, path)
    return posts.viewers_of(member.number)[0]


def make() -> Cast:
    """The cast, with the places they work in."""
    chief = operator()
    add_area(chief, "410102", "district", "中原区")
    add_area(chief, "410102003", "subdistrict", "棉纺路街道")
    add_area(chief, COMMUNITY, "community", "锦绣城社区")
    add_area(chief, COMPOUND, "compound", "锦绣城")
    for number in (1, 2, 3):
        add_area(chief, f"{COMPOUND}/{number}", "building", f"{number}号楼")
    add_area(chief, "410102013001", "community", "阳光花苑社区")
    return Cast(
        operator=chief,
        secretary=person(chief, "周书记", "community_worker", "secretary", COMMUNITY),
        duty_officer=person(chief, "郑值班长", "seconded", "duty_officer", "410102003"),
        clerk=person(chief, "孙内勤", "community_worker", "clerk", COMMUNITY),
        captain=person(chief, "李楼长", "volunteer", "captain", f"{COMPOUND}/1"),
        sampler=person(chief, "王医生", "medic", "sampler", COMMUNITY),
        volunteer=person(chief, "陈志愿者", "volunteer", "gate", COMMUNITY),
        outsider=person(chief, "外人", "community_worker", "secretary", "410102013001"),
    )
