"""The declared figures: key, name in both languages, unit, and the page that holds the rows of each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from wumen.rules.playbooks import WHAT_NAMES, Named, What
from wumen.rules.posts import ROLES
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.standing import REASONS_COUNTED
from wumen.rules.special_needs import AskKind


class Group(StrEnum):
    """What figures stand together in a list."""

    REGISTER = "register"
    REGIMES = "regimes"
    DUTIES = "duties"
    SAMPLING = "sampling"
    CARE = "care"
    KNOCKS = "knocks"
    ORDERS = "orders"
    CREW = "crew"


GROUP_NAMES: Mapping[Group, Named] = {
    Group.REGISTER: Named(zh="底数", en="Who lives here"),
    Group.REGIMES: Named(zh="管控类别", en="Regimes"),
    Group.DUTIES: Named(zh="今日事项", en="Today"),
    Group.SAMPLING: Named(zh="核酸采样", en="Sampling"),
    Group.CARE: Named(zh="重点关爱住户", en="People in special care"),
    Group.KNOCKS: Named(zh="敲门", en="Knocks"),
    Group.ORDERS: Named(zh="通告/决定与解除", en="Orders and release"),
    Group.CREW: Named(zh="队伍", en="Crew"),
}


@dataclass(frozen=True)
class Rows:
    """The page on which the rows behind a figure stand, by its name, and what it is asked."""

    page: str
    asked: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Unit:
    """What a figure counts, in both languages; English names one of it apart."""

    zh: str
    en: str
    en_one: str

    def after(self, number: int | None) -> Named:
        """The word that follows the number."""
        return Named(zh=self.zh, en=self.en_one if number == 1 else self.en)


@dataclass(frozen=True)
class Figure:
    """One number that an office is asked for; `said` are words under which forms ask for it."""

    key: str
    group: Group
    name: Named
    unit: Unit
    rows: Rows
    said: tuple[str, ...] = ()


HOMES = Unit("户", "homes", "home")
PEOPLE = Unit("人", "people", "person")
BUILDINGS = Unit("栋", "buildings", "building")
THINGS = Unit("件", "to do", "to do")
SAMPLES = Unit("人次", "samples", "sample")
TIMES = Unit("次", "visits", "visit")
DOCUMENTS = Unit("份", "orders", "order")


def _list(key: str) -> Rows:
    return Rows("register_lists", (("list", key),))


def _one(group: Group, key: str, zh: str, en: str, unit: Unit, rows: Rows, *said: str) -> Figure:
    return Figure(key, group, Named(zh=zh, en=en), unit, rows, said)


_REGISTER = (
    _one(Group.REGISTER, "buildings", "楼栋数", "Buildings", BUILDINGS, Rows("register"), "楼栋"),
    _one(
        *(Group.REGISTER, "households", "住户数", "Households", HOMES, _list("households")),
        *("户数", "总户数", "常住户"),
    ),
    _one(
        *(Group.REGISTER, "residents", "居民数", "Residents", PEOPLE, _list("residents")),
        *("人数", "总人数", "人口", "常住人口", "在册人数"),
    ),
    _one(Group.REGISTER, "away", "外出人数", "Away", PEOPLE, _list("away"), "外出", "不在家"),
    _one(
        *(Group.REGISTER, "homes_empty", "空置户", "Homes empty", HOMES, _list("empty_and_let")),
        *("空户", "空置"),
    ),
    _one(
        *(Group.REGISTER, "homes_let", "出租户", "Homes let", HOMES, _list("empty_and_let")),
        "出租",
    ),
)


# Of each measure: the part, its name behind the measure's, and the rows that it opens.
_PARTS: tuple[tuple[str, str, str, tuple[tuple[str, str], ...]], ...] = (
    ("owed", "应办", "due", (("state", "standing"),)),
    ("done", "已办", "done", (("state", "done"),)),
    ("measured", "已办（实测）", "done (measured)", (("state", "done"), ("grade", "measured"))),
    ("reported", "已办（自报）", "done (reported)", (("state", "done"), ("grade", "reported"))),
    ("declared", "已办（代报）", "done (declared)", (("state", "done"), ("grade", "declared"))),
    ("waived", "免办", "not needed", (("state", "waived"),)),
    ("open", "未办", "not done", (("state", "open"),)),
    ("overdue", "超时", "overdue", (("state", "overdue"),)),
    ("missed", "漏办", "missed", (("state", "overdue"),)),
)
# How forms ask for what is done at the door.
_OWN: Mapping[tuple[What, str], tuple[str, str, tuple[str, ...]]] = {
    (What.SAMPLING, "owed"): ("应检", "To be sampled", ("应检人数", "应采", "应检", "应采样")),
    (What.SAMPLING, "done"): (
        "已检",
        "Sampled",
        ("已检人数", "已采", "已检", "已采样", "实检", "实采"),
    ),
    (What.SAMPLING, "open"): (
        "未检",
        "Not sampled",
        ("未检人数", "未采", "未检", "未采样", "漏检"),
    ),
    (What.CONTACT, "done"): ("今天已联系", "Contacted today", ("已联系",)),
    (What.CONTACT, "open"): ("今天还没联系上", "Not reached today", ("未联系", "未联系上")),
}
_ALL = "duties"


def _part(
    key: str, what: What | None, part: tuple[str, str, str, tuple[tuple[str, str], ...]]
) -> Figure:
    name, zh, en, asked = part
    sampling = what is What.SAMPLING
    whole = Named(zh="今日事项", en="Today") if what is None else WHAT_NAMES[what]
    named = Named(zh=f"{whole.zh}{zh}", en=f"{whole.en}: {en}")
    said: tuple[str, ...] = (f"{whole.zh}{zh}",)
    if what and (what, name) in _OWN:
        own_zh, own_en, said = _OWN[what, name]
        named = Named(zh=own_zh, en=own_en)
    return Figure(
        f"{key}.{name}",
        Group.SAMPLING if sampling else Group.CARE if what is What.CONTACT else Group.DUTIES,
        named,
        SAMPLES if sampling else THINGS,
        Rows("duties", asked + ((("what", str(what)),) if what else ())),
        said,
    )


def _measures() -> Iterator[Figure]:
    for part in _PARTS:
        yield _part(_ALL, None, part)
    for what in What:
        for part in _PARTS:
            yield _part(str(what), what, part)


def _reasons() -> Iterator[Figure]:
    rows = Rows("duties", (("state", "open"), ("what", str(What.SAMPLING))))
    for key, name in REASONS_COUNTED.items():
        yield _one(
            *(Group.SAMPLING, f"sampling.why.{key}", f"未检：{name.zh}"),
            *(f"Not sampled: {name.en}", SAMPLES, rows),
        )


# Who stands on an organisation's roster and lives elsewhere owes no duty at a door: counted beside those who do.
_AT_WORK = tuple(
    _one(
        *(Group.SAMPLING, f"sampling.work.{part}", f"单位名册{zh}", f"Organisations: {en}"),
        *(SAMPLES, Rows("sampling"), f"单位{zh}"),
    )
    for part, zh, en in (
        ("owed", "应检", "to be sampled"),
        ("done", "已检", "sampled"),
        ("open", "未检", "not sampled"),
    )
)


ASK_NAMES: Mapping[AskKind, Named] = {
    AskKind.TRANSPORT: Named(zh="要用车", en="a car"),
    AskKind.MEDICINE: Named(zh="要配药", en="medicine"),
    AskKind.VISIT: Named(zh="要上门看望", en="a visit"),
    AskKind.CALL: Named(zh="要打电话", en="a call"),
    AskKind.HOME_SAMPLING: Named(zh="要上门采样", en="sampling at home"),
    AskKind.SUPPLIES: Named(zh="要送用品", en="supplies"),
    AskKind.INTERPRETER: Named(zh="要翻译", en="an interpreter"),
    AskKind.ADVICE: Named(zh="要照医嘱", en="advice to be followed"),
}


def _care() -> Iterator[Figure]:
    rows = Rows("special_needs")
    yield _one(
        *(Group.CARE, "care.people", "重点关爱人数", "People in special care", PEOPLE, rows),
        *("重点人群", "特殊人群", "关爱人数"),
    )
    yield _one(
        *(Group.CARE, "care.homes", "重点关爱住户", "Homes in special care", HOMES, rows),
        *("重点关爱户", "特殊家庭"),
    )
    for ask, name in ASK_NAMES.items():
        yield _one(
            *(Group.CARE, f"care.{ask}", f"重点关爱住户：{name.zh}"),
            *(f"Homes that ask for {name.en}", HOMES, rows),
        )


def _regimes(regimes: Mapping[str, Named]) -> Iterator[Figure]:
    for key, name in regimes.items():
        rows, short = Rows("reports_rows", (("of", f"regime.{key}"),)), name.zh.rstrip("区")
        for part, unit, zh, en in (
            ("buildings", BUILDINGS, "楼栋（整栋）", "whole buildings"),
            ("homes", HOMES, "户数", "homes"),
            ("people", PEOPLE, "人数", "people"),
        ):
            words = (f"{name.zh}{zh}", f"{short}{zh}", f"{short}{unit.zh}")
            named = Named(zh=f"{name.zh}{zh}", en=f"{name.en}: {en}")
            yield Figure(f"regime.{key}.{part}", Group.REGIMES, named, unit, rows, words)


_KNOCKS = (
    _one(
        *(Group.KNOCKS, "knocks.visits", "今天敲门", "Knocks today", TIMES),
        *(Rows("reports_rows", (("of", "knocks"),)), "敲门", "走访", "排查"),
    ),
    _one(
        *(Group.KNOCKS, "knocks.homes", "今天敲过的住户", "Homes knocked at today", HOMES),
        *(Rows("reports_rows", (("of", "knocks"),)), "敲门户数", "走访户数", "排查户数"),
    ),
    _one(
        *(Group.KNOCKS, "knocks.nobody", "敲门没人的住户", "Homes with nobody home", HOMES),
        *(Rows("reports_rows", (("of", "knocks"),)), "无人户", "家中无人"),
    ),
)
_ORDERS = (
    _one(
        *(Group.ORDERS, "orders.in_force", "生效中的通告/决定", "Orders in force", DOCUMENTS),
        Rows("orders"),
    ),
    _one(
        *(Group.ORDERS, "orders.ending", "24时前到期", "Ending before midnight", DOCUMENTS),
        *(Rows("orders"), "今日到期", "今日解除"),
    ),
    _one(
        *(Group.ORDERS, "release.ready", "解除条件都已满足", "Ready for release", DOCUMENTS),
        Rows("orders"),
    ),
    _one(
        *(Group.ORDERS, "release.lacking", "解除条件还差", "Conditions lacking", DOCUMENTS),
        Rows("orders"),
    ),
    _one(
        *(Group.ORDERS, "release.unknown", "解除条件还说不清", "Conditions unknown", DOCUMENTS),
        Rows("orders"),
    ),
)


def _crew() -> Iterator[Figure]:
    rows = Rows("crew")
    yield _one(
        *(Group.CREW, "crew.people", "工作人员", "Crew", PEOPLE, rows),
        *("防控力量", "工作人员", "投入人员"),
    )
    for key, role in ROLES.items():
        if key != "operator":
            yield _one(Group.CREW, f"crew.{key}", role.zh, role.en, PEOPLE, rows, f"{role.zh}人数")


def declared(regimes: Mapping[str, Named]) -> tuple[Figure, ...]:
    """All figures, in the order in which they are read; `regimes` are those of the rules in force.

    Another capability adds its figures here and its counter in queries/figures: nothing else asks.
    """
    return (
        *_REGISTER,
        *_regimes(regimes),
        *_measures(),
        *_reasons(),
        *_AT_WORK,
        *_care(),
        *_KNOCKS,
        *_ORDERS,
        *_crew(),
    )


def figure_of(key: str, figures: Iterable[Figure]) -> Figure:
    """The figure of that key; Problem `figure_unknown`."""
    for one in figures:
        if one.key == key:
            return one
    raise Problem("figure_unknown", figure=key)
