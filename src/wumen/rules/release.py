"""Whether a regime may end: each condition met, not met, or unknown, and what stands in its way."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from wumen.rules.guarded_text import check_group_text
from wumen.rules.playbooks import Condition, Fact, Named, Release
from wumen.rules.problems import Problem
from wumen.rules.time import Interval, business_day, instant_zh, local

Words = tuple[str, str]

FACT_NAMES: Mapping[Fact, Named] = {
    Fact.DAYS_SINCE_LAST_INFECTION: Named(zh="最后一例感染者发现日", en="last infection found on"),
    Fact.DAYS_SINCE_CONTACTS_LEFT: Named(
        zh="最后一名密接末次暴露日", en="last exposure of the last contact on"
    ),
    Fact.CONTACTS_NEGATIVE: Named(zh="密接核酸均为阴性", en="all contacts negative"),
    Fact.FULL_ROUND_NEGATIVE: Named(zh="全员筛查完成且均为阴性", en="everyone sampled, negative"),
    Fact.ENVIRONMENT_NEGATIVE: Named(zh="环境样本均为阴性", en="environment negative"),
    Fact.TESTS_NEGATIVE: Named(zh="规定日次核酸均为阴性", en="samples of the named days negative"),
    Fact.DAYS_WITHOUT_SYMPTOMS: Named(zh="症状消失日", en="last symptoms on"),
}
# Dates of something that starts the count anew: the latest one counts, whenever it was told.
DATED = frozenset(
    {
        Fact.DAYS_SINCE_LAST_INFECTION,
        Fact.DAYS_SINCE_CONTACTS_LEFT,
        Fact.DAYS_WITHOUT_SYMPTOMS,
    }
)


@dataclass(frozen=True)
class Attestation:
    """A fact as a named person stands for it with a document: a date, or yes or no on a date."""

    fact: Fact
    on: date
    holds: bool
    by: str
    document: str


@dataclass(frozen=True)
class ReleaseFacts:
    """What is known when one asks: the order's interval, attested facts, other orders still in force.

    `others` are the documents of orders of the regimes that a condition waits for; None is unknown.
    `stepped_down`: whether the order follows a stricter one.
    """

    now: datetime
    held: Interval
    attested: tuple[Attestation, ...]
    others: Mapping[str, tuple[str, ...]] | None = None
    stepped_down: bool = False


@dataclass(frozen=True)
class ConditionState:
    """A condition of release: met, not met, or None for unknown, with what stands in its way."""

    key: str
    zh: str
    en: str
    met: bool | None
    blockers: tuple[Words, ...]
    source: str

    def as_dict(self) -> dict[str, object]:
        """The form that `wumen order release --json` prints."""
        return {"key": self.key, "met": self.met, "blockers": [zh for zh, _ in self.blockers]}


class Step(StrEnum):
    """The way of an application, and where it may be sent back (Xi'an notice of 2022-01-10)."""

    DRAFTED = "drafted"
    REVIEWED = "reviewed"
    ACCEPTED = "accepted"
    ASSESSED = "assessed"
    FILED = "filed"
    ANNOUNCED = "announced"
    RETURNED = "returned"


STEP_NAMES: Mapping[Step, Named] = {
    Step.DRAFTED: Named(zh="社区提出申请", en="drafted by the community"),
    Step.REVIEWED: Named(zh="街道初审", en="reviewed by the sub-district"),
    Step.ACCEPTED: Named(zh="区指挥部受理", en="accepted by the district"),
    Step.ASSESSED: Named(zh="专家评估", en="assessed by experts"),
    Step.FILED: Named(zh="报市指挥部备案", en="filed with the city"),
    Step.ANNOUNCED: Named(zh="区宣布", en="announced by the district"),
    Step.RETURNED: Named(zh="退回", en="sent back"),
}
_WAY = (Step.DRAFTED, Step.REVIEWED, Step.ACCEPTED, Step.ASSESSED, Step.FILED, Step.ANNOUNCED)


def latest(attested: Iterable[Attestation]) -> dict[Fact, Attestation]:
    """What counts of many statements, in whatever order they came.

    Of dates that start a count the latest; of yes and no the one of the latest day, and of one day the no.
    """
    chosen: dict[Fact, Attestation] = {}
    for one in attested:
        known = chosen.get(one.fact)
        if known is None or (one.on, not one.holds) > (known.on, not known.holds):
            chosen[one.fact] = one
    return chosen


def conditions(release: Release, facts: ReleaseFacts) -> tuple[ConditionState, ...]:
    """Every condition of a release as it stands; a fact that nobody recorded is unknown, never met."""
    known = latest(facts.attested)
    asked = [one for one in release.conditions if one.stepped_down in (None, facts.stepped_down)]
    return tuple(_state(one, facts, known) for one in asked)


def may_end(states: Iterable[ConditionState]) -> bool:
    """Whether all conditions are met; an unknown one is not."""
    return all(one.met is True for one in states)


def said_to_group(
    places: Sequence[str],
    regime: str,
    document: str,
    ends: datetime,
    states: Iterable[ConditionState],
) -> str:
    """The answer to a group that asks until when: the document, the end, and what an earlier one lacks.

    For an order on whole buildings alone. What the rules themselves say of infections and tests is public and
    nobody's; all else that stands in it is looked over: Problems as `check_group_text`.
    """
    open_ = [one for one in states if one.met is not True]
    lacking = "；".join(one.zh + "".join(f"（{zh}）" for zh, _ in one.blockers) for one in open_)
    rest = (
        f"提前解除还差：{lacking}。" if open_ else "提前解除的条件都满足了，正在等发布机关的文件。"
    )
    text = f"{'、'.join(places)}：{regime}，依据{document}，到{instant_zh(ends)}自行结束。{rest}"
    looked_over = text
    for one in open_:
        looked_over = looked_over.replace(one.zh, "")
    check_group_text(looked_over, places=places)
    return text


def next_steps(last: Step | None) -> tuple[Step, ...]:
    """The steps that may follow: the next on the way, or being sent back; nothing after the end."""
    if last is None or last is Step.RETURNED:
        return (Step.DRAFTED,)
    if last is Step.ANNOUNCED:
        return ()
    return (_WAY[_WAY.index(last) + 1], Step.RETURNED)


def check_step(last: Step | None, step: Step, states: Iterable[ConditionState], said: str) -> None:
    """Refuse a step out of turn, one beyond the draft while a condition is open, and a return without reason.

    Problems: `release_step_out_of_turn`, `release_not_met`, `reason_needed`.
    """
    if step not in next_steps(last):
        named = STEP_NAMES[step]
        raise Problem("release_step_out_of_turn", step_zh=named.zh, step_en=named.en)
    if step is Step.RETURNED and not said.strip():
        raise Problem("reason_needed")
    open_ = [one for one in states if one.met is not True]
    if step not in (Step.DRAFTED, Step.RETURNED) and open_:
        raise Problem(
            "release_not_met",
            conditions_zh="；".join(one.zh for one in open_),
            conditions_en="; ".join(one.en for one in open_),
        )


_Known = Mapping[Fact, Attestation]
_UNKNOWN: Words = ("还没有登记", "not recorded yet")


def _state(condition: Condition, facts: ReleaseFacts, known: _Known) -> ConditionState:
    met, blocker = _JUDGES[condition.fact](condition, facts, known)
    return ConditionState(
        key=condition.key,
        zh=condition.zh,
        en=condition.en,
        met=met,
        blockers=(blocker,) if blocker else (),
        source=condition.source,
    )


_Judged = tuple[bool | None, Words | None]


def _days_passed(condition: Condition, facts: ReleaseFacts, known: _Known) -> _Judged:
    one = known.get(condition.fact)
    if one is None:
        return None, _UNKNOWN
    wanted = (condition.days or 0) + condition.more_than
    start = _counted_from(condition, one, facts.attested)
    passed = (business_day(facts.now) - start).days
    if passed >= wanted:
        return True, None
    short = wanted - passed
    return False, (
        f"自 {start.month}月{start.day}日起，还差 {short} 天",
        f"since {start}, days to go: {short}",
    )


def _counted_from(condition: Condition, one: Attestation, attested: Iterable[Attestation]) -> date:
    """The day from which a condition counts: its own fact's, or a later one that starts it anew."""
    anew = (other for other in attested if other.fact in condition.restarts_on and not other.holds)
    return max([one.on, *(other.on for other in anew)])


def _attested(condition: Condition, facts: ReleaseFacts, known: _Known) -> _Judged:
    one = known.get(condition.fact)
    if one is None:
        return None, _UNKNOWN
    if not one.holds:
        return False, (f"{one.on} 登记：不符合", f"recorded on {one.on}: not so")
    if condition.within_days is not None:
        age = (business_day(facts.now) - one.on).days
        if age > condition.within_days:
            days = condition.within_days
            return False, (
                f"上一次是 {one.on}，须在解除前 {days} 天内",
                f"last on {one.on}; it must lie within {days} days of the release",
            )
    return True, None


def _others_lifted(condition: Condition, facts: ReleaseFacts, known: _Known) -> _Judged:
    if facts.others is None:
        return None, _UNKNOWN
    still = [name for regime in condition.regimes for name in facts.others.get(regime, ())]
    if not still:
        return True, None
    return False, ("尚未解除：" + "、".join(still), "still in force: " + ", ".join(still))


def _period_over(condition: Condition, facts: ReleaseFacts, known: _Known) -> _Judged:
    left = (business_day(facts.held.ends) - business_day(facts.now)).days
    if facts.now >= facts.held.ends:
        return True, None
    if not left:
        hour = f"{local(facts.held.ends):%H:%M}"
        return False, (f"今天 {hour} 期满", f"it ends today at {hour}")
    return False, (f"还差 {left} 天期满", f"days left: {left}")


_JUDGES: Mapping[Fact, Callable[[Condition, ReleaseFacts, _Known], _Judged]] = {
    Fact.DAYS_SINCE_LAST_INFECTION: _days_passed,
    Fact.DAYS_SINCE_CONTACTS_LEFT: _days_passed,
    Fact.DAYS_WITHOUT_SYMPTOMS: _days_passed,
    Fact.CONTACTS_NEGATIVE: _attested,
    Fact.FULL_ROUND_NEGATIVE: _attested,
    Fact.ENVIRONMENT_NEGATIVE: _attested,
    Fact.TESTS_NEGATIVE: _attested,
    Fact.OTHERS_LIFTED: _others_lifted,
    Fact.PERIOD_OVER: _period_over,
}
