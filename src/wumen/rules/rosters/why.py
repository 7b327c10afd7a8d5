"""Says in words why a place could not be filled, and names three people to ask."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from wumen.rules.rosters.check import broken_rules
from wumen.rules.rosters.model import Cells, Cover, Person, RosterProblem

ASK = 3
BUSY, FREE = "busy", "free"

# What stands against somebody, in both languages; the order is that of the sentence.
WORDS: dict[str, tuple[str, str]] = {
    "may_not_take": (
        "资格、健康或本人约定不能上这个班",
        "may not take this shift (skill, health or her own limit)",
    ),
    BUSY: ("当天已有班", "have duty that day already"),
    "rest": ("两班之间休息不够", "would lack rest between two duties"),
    "fixed": ("当天已手动定好", "are fixed by hand that day"),
    "day_off": ("当天休息", "are off that day"),
    "run_too_long": ("连续上班天数已满", "have worked as many days on end as they may"),
    "run_too_short": ("单独一天不成一段班", "would work too few days on end"),
    "too_few_days_off": ("连休天数会不够", "would have too few days off on end"),
    "too_many_minutes": ("工时已满", "have no hours left"),
    "too_many_weekends": ("周末次数已满", "have no weekend left"),
    "too_often": ("这个班的次数已满", "have had this shift as often as they may"),
    FREE: ("可以上但本人不愿或不划算", "could, against a wish or at the cost of another place"),
}
# What somebody may give way in when asked, the lightest first; the rest nobody may be asked for.
ASKABLE = (
    FREE,
    "too_few_days_off",
    "run_too_short",
    "day_off",
    "too_often",
    "too_many_weekends",
    "too_many_minutes",
)


@dataclass(frozen=True)
class Ask:
    """Somebody to ask, and in what she would have to give way."""

    person: str
    against: tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """A cover that is not met: how many are lacking, how many people each reason keeps away, and whom to ask."""

    cover: Cover
    lacking: int
    reasons: tuple[tuple[str, int], ...]
    ask: tuple[Ask, ...]


def gaps(problem: RosterProblem, cells: Cells) -> tuple[Gap, ...]:
    """Every cover of a plan that is not met, with its reasons."""
    found = []
    for cover in problem.cover:
        there = sum(
            row[cover.day] in cover.shifts
            for person, row in zip(problem.people, cells, strict=True)
            if not cover.skill or cover.skill in person.skills
        )
        if there < cover.need:
            found.append(_gap(problem, cells, cover, cover.need - there))
    return tuple(found)


def sentence(gap: Gap, language: str = "zh") -> str:
    """The reasons of a gap in `zh` or `en`, without names."""
    if language == "zh":
        parts = [f"{number} 人{WORDS[reason][0]}" for reason, number in gap.reasons]
        return f"还缺 {gap.lacking} 人：" + "，".join(parts) + "。"
    parts = [f"{number} {WORDS[reason][1]}" for reason, number in gap.reasons]
    return f"{gap.lacking} lacking: " + ", ".join(parts) + "."


def _gap(problem: RosterProblem, cells: Cells, cover: Cover, lacking: int) -> Gap:
    reasons: Counter[str] = Counter()
    asks = []
    for person, row in zip(problem.people, cells, strict=True):
        if row[cover.day] in cover.shifts and (not cover.skill or cover.skill in person.skills):
            continue
        against = min(
            (_against(problem, person, row, cover, shift) for shift in cover.shifts), key=_weight
        )
        reasons[against[0]] += 1
        if all(rule in ASKABLE for rule in against):
            worked = sum(problem.shift_of[shift].minutes for shift in row if shift is not None)
            asks.append((_weight(against), worked, Ask(person.id, against)))
    asks.sort(key=lambda entry: entry[:2])
    order = list(WORDS)
    return Gap(
        cover,
        lacking,
        tuple(sorted(reasons.items(), key=lambda entry: order.index(entry[0]))),
        tuple(ask for _, _, ask in asks[:ASK]),
    )


def _against(
    problem: RosterProblem, person: Person, row: Sequence[str | None], cover: Cover, shift: str
) -> tuple[str, ...]:
    """What stands against a person taking a shift besides what she has; the gravest first."""
    if cover.skill and cover.skill not in person.skills:
        return ("may_not_take",)
    if not problem.may_take(person, problem.shift_of[shift]):
        return ("may_not_take",)
    if row[cover.day] is not None:
        return (BUSY,)
    tried = (*row[: cover.day], shift, *row[cover.day + 1 :])
    before = Counter(broken.rule for broken in broken_rules(problem, person, row))
    after = Counter(broken.rule for broken in broken_rules(problem, person, tried))
    new = [rule for rule in WORDS if after[rule] > before[rule]]
    return tuple(new) or (FREE,)


def _weight(against: Sequence[str]) -> tuple[int, ...]:
    """How much somebody would have to give way: what nobody may be asked for weighs most."""
    order = [*ASKABLE, *(rule for rule in WORDS if rule not in ASKABLE)]
    return tuple(sorted((order.index(rule) for rule in against), reverse=True))
