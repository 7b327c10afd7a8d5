"""A building in one line (一口清): to read out when the superior rings, and the form fit for a group."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from wumen.rules.masks import HIDDEN_BELOW
from wumen.rules.special_needs import Kind

# Counted at once; a district has its communities for that.
MOST_RESIDENTS = 20_000
AGED = 80
_ELDERLY = 60
_INFANT = 3


@dataclass(frozen=True)
class Care:
    """How many people of a building need looking after, by kind; a person may count in several.

    What tells of an illness is None for who may not know: in one building a count points at a person.
    """

    aged: int = 0
    alone: int = 0
    dialysis: int | None = 0
    pregnant: int | None = 0
    infants: int = 0


@dataclass(frozen=True)
class BuildingFacts:
    """What is counted of a building; `captain` and `telephone` are empty where nobody is named."""

    name: str
    units: int
    floors: int
    households: int
    residents: int
    away: int
    empty: int
    let: int
    care: Care
    captain: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class OneLine:
    """The line in both languages."""

    zh: str
    en: str


def age(born: date, day: date) -> int:
    """Whole years on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def care_of(kinds: Collection[Kind], years: int | None, sole: bool) -> Care:
    """Where one person counts: by the needs that were noted, or by her age where that is known.

    `sole`: nobody else is registered behind her door; from 60 on she counts as living alone.
    """
    return Care(
        aged=int(Kind.VERY_OLD in kinds or (years is not None and years >= AGED)),
        alone=int(Kind.LIVING_ALONE in kinds or (sole and years is not None and years >= _ELDERLY)),
        dialysis=int(Kind.DIALYSIS in kinds),
        pregnant=int(Kind.PREGNANT in kinds),
        infants=int(Kind.INFANT in kinds or (years is not None and years < _INFANT)),
    )


def together(many: Iterable[Care]) -> Care:
    """The sum of what several people count for."""
    rows = [
        (one.aged, one.alone, one.dialysis or 0, one.pregnant or 0, one.infants) for one in many
    ]
    return Care(*(sum(column) for column in zip(*rows, strict=True))) if rows else Care()


def without_illness(care: Care) -> Care:
    """The counts for who helps and does not keep the register: nothing of anybody's health."""
    return replace(care, dialysis=None, pregnant=None)


def _counted(number: int, one: str, many: str) -> str:
    """A number with its English word: 1 household, 524 households."""
    return f"{number} {one if number == 1 else many}"


def _care(care: Care) -> tuple[str, str]:
    counts = (
        (care.aged, "80岁以上{}人", ("aged 80 or more", "aged 80 or more")),
        (care.alone, "独居老人{}人", ("old person alone", "old people alone")),
        (care.dialysis, "透析{}人", ("on dialysis", "on dialysis")),
        (
            care.pregnant,
            "孕产妇{}人",
            ("expecting or newly delivered", "expecting or newly delivered"),
        ),
        (care.infants, "婴幼儿{}人", ("infant", "infants")),
    )
    known = [(zh.format(n), _counted(n, *en)) for n, zh, en in counts if n is not None]
    return "，".join(zh for zh, _ in known), ", ".join(en for _, en in known)


def _shape(facts: BuildingFacts) -> tuple[list[str], list[str]]:
    """Units and floors, where a building has any, then homes and people."""
    zh: list[str] = []
    en: list[str] = []
    if facts.units:
        zh.append(f"{facts.units}个单元")
        en.append(_counted(facts.units, "unit", "units"))
    if facts.floors:
        zh.append(f"{facts.floors}层")
        en.append(_counted(facts.floors, "floor", "floors"))
    zh += [f"{facts.households}户", f"{facts.residents}人"]
    en.append(_counted(facts.households, "household", "households"))
    en.append(_counted(facts.residents, "person", "people"))
    return zh, en


def _captain(facts: BuildingFacts) -> tuple[str, str]:
    if not facts.captain:
        return "楼长未定", "no captain yet"
    number = facts.telephone
    zh = f"楼长{facts.captain}" + (f"（电话{number}）" if number else "")
    return zh, f"captain {facts.captain}" + (f" (telephone {number})" if number else "")


def one_line(facts: BuildingFacts) -> OneLine:
    """All of it, to read out on the telephone; it tells of health and is not for a group."""
    if not facts.households:
        return OneLine(
            f"{facts.name}：还没有登记住户", f"{facts.name}: no household registered yet"
        )
    zh_care, en_care = _care(facts.care)
    zh_shape, en_shape = _shape(facts)
    zh_captain, en_captain = _captain(facts)
    home = facts.residents - facts.away
    zh = (
        f"{facts.name}：{'，'.join(zh_shape)}；在家{home}人，外出{facts.away}人；"
        f"空置{facts.empty}户，出租{facts.let}户；"
        f"{zh_care}；{zh_captain}"
    )
    en = (
        f"{facts.name}: {', '.join(en_shape)}; {home} at home, {facts.away} away; "
        f"{_counted(facts.empty, 'home', 'homes')} empty, {facts.let} let; "
        f"{en_care}; {en_captain}"
    )
    return OneLine(zh, en)


def group_line(facts: BuildingFacts) -> str:
    """The line for a group chat, in Chinese: nothing of health or care, no count below three; empty without homes.

    Who is at home is left out together with who is away: one would give the other away.
    """
    if not facts.households:
        return ""
    shape = [
        f"{count}{word}" for count, word in ((facts.units, "个单元"), (facts.floors, "层")) if count
    ]
    counts = [(facts.households, "户", ""), (facts.residents, "人", "")]
    if facts.away >= HIDDEN_BELOW:
        counts += [(facts.residents - facts.away, "人", "在家"), (facts.away, "人", "外出")]
    counts += [(facts.empty, "户", "空置"), (facts.let, "户", "出租")]
    said = [f"{before}{count}{word}" for count, word, before in counts if count >= HIDDEN_BELOW]
    captain = [f"楼长{facts.captain}"] if facts.captain else []
    return f"{facts.name}：{'，'.join([*shape, *said, *captain])}"
