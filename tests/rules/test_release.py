"""A regime ends when all its conditions are met; what nobody recorded is unknown, never met."""

from datetime import date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_playbooks import BASE, SHIPPED, shipped
from wumen.rules.playbooks import Fact, Release
from wumen.rules.problems import Problem
from wumen.rules.release import (
    FACT_NAMES,
    STEP_NAMES,
    Attestation,
    ConditionState,
    ReleaseFacts,
    Step,
    check_step,
    conditions,
    latest,
    may_end,
    next_steps,
    said_to_group,
)
from wumen.rules.time import BUSINESS_ZONE, Interval

NOW = datetime(2022, 1, 22, 9, tzinfo=BUSINESS_ZONE)
TODAY = NOW.date()
HELD = Interval(NOW - timedelta(days=14), NOW + timedelta(days=1))
LOCKDOWN = next(one for one in BASE.releases if one.regime == "lockdown")
PRECAUTION = next(one for one in BASE.releases if one.regime == "precaution")


def ago(days: int) -> date:
    """A day before today."""
    return TODAY - timedelta(days=days)


def told(fact: Fact, on: date = TODAY, holds: bool = True) -> Attestation:
    """A fact that 王医生 stands for."""
    return Attestation(fact, on, holds, "王医生", "疾控中心复函")


GOOD = (
    told(Fact.DAYS_SINCE_LAST_INFECTION, ago(14)),
    told(Fact.DAYS_SINCE_CONTACTS_LEFT, ago(15)),
    told(Fact.CONTACTS_NEGATIVE, ago(1)),
    told(Fact.FULL_ROUND_NEGATIVE, ago(2)),
)


def judged(
    *attested: Attestation,
    release: Release = LOCKDOWN,
    others: dict[str, tuple[str, ...]] | None = None,
) -> dict[str, ConditionState]:
    """The conditions by their keys."""
    facts = ReleaseFacts(NOW, HELD, attested, others)
    return {one.key: one for one in conditions(release, facts)}


def test_what_nobody_recorded_is_unknown_and_never_met() -> None:
    states = judged()
    assert {one.met for one in states.values()} == {None}
    assert all(one.blockers for one in states.values())
    assert not may_end(states.values())


def test_a_lockdown_ends_when_all_its_four_conditions_are_met() -> None:
    states = judged(*GOOD)
    assert [one.met for one in states.values()] == [True] * 4
    assert may_end(states.values())


def test_a_group_is_told_the_document_the_end_and_what_an_earlier_one_lacks() -> None:
    short = told(Fact.DAYS_SINCE_LAST_INFECTION, ago(13))
    others = [one for one in GOOD if one.fact is not short.fact]
    ends = HELD.ends
    text = said_to_group(["1号楼"], "封控区", "第3号通告", ends, judged(*others, short).values())
    assert text.startswith("1号楼：封控区，依据第3号通告，到")
    assert text.count("；") == 0
    assert "还差：连续14天没有新增感染者（自" in text
    met = said_to_group(["1号楼"], "封控区", "第3号通告", ends, judged(*GOOD).values())
    assert "正在等发布机关的文件" in met


@pytest.mark.parametrize(
    ("instead", "key", "says"),
    [
        (told(Fact.DAYS_SINCE_LAST_INFECTION, ago(13)), "no-new-infection", "还差 1 天"),
        (told(Fact.DAYS_SINCE_CONTACTS_LEFT, ago(14)), "last-contact-left", "还差 1 天"),
        (told(Fact.CONTACTS_NEGATIVE, ago(0), holds=False), "contacts-negative", "不符合"),
        (told(Fact.FULL_ROUND_NEGATIVE, ago(3)), "full-round", "解除前 2 天内"),
    ],
)
def test_one_condition_that_is_not_met_holds_the_release_and_says_why(
    instead: Attestation, key: str, says: str
) -> None:
    states = judged(*(one for one in GOOD if one.fact is not instead.fact), instead)
    assert states[key].met is False
    assert says in states[key].blockers[0][0]
    assert not may_end(states.values())


def test_a_later_infection_starts_the_count_anew_whenever_it_is_told() -> None:
    later = told(Fact.DAYS_SINCE_LAST_INFECTION, ago(3))
    for facts in ((*GOOD, later), (later, *GOOD)):
        assert judged(*facts)["no-new-infection"].met is False


def test_a_precaution_zone_waits_for_the_stricter_zones_of_its_district() -> None:
    assert judged(release=PRECAUTION)["others-lifted"].met is None
    held = {"lockdown": ("第3号通告",), "control": ()}
    state = judged(release=PRECAUTION, others=held)["others-lifted"]
    assert (state.met, "第3号通告" in state.blockers[0][0]) == (False, True)
    assert judged(release=PRECAUTION, others={})["others-lifted"].met is True


def test_a_home_isolation_ends_with_its_period_and_its_samples() -> None:
    release = next(one for one in BASE.releases if one.regime == "home_isolation")
    negative = told(Fact.TESTS_NEGATIVE)
    early = {one.key: one for one in conditions(release, ReleaseFacts(NOW, HELD, (negative,)))}
    assert (early["period-over"].met, early["tests-negative"].met) == (False, True)
    over = ReleaseFacts(HELD.ends, HELD, (negative,))
    assert may_end(conditions(release, over))


@pytest.mark.parametrize(
    ("before", "says"),
    [
        (timedelta(days=1, hours=10), "还差 2 天期满"),
        (timedelta(hours=10), "还差 1 天期满"),
        (timedelta(hours=9), "今天 09:00 期满"),
        (timedelta(minutes=1), "今天 09:00 期满"),
    ],
)
def test_a_period_that_ends_today_says_at_what_hour(before: timedelta, says: str) -> None:
    release = next(one for one in BASE.releases if one.regime == "home_isolation")
    states = conditions(release, ReleaseFacts(HELD.ends - before, HELD, ()))
    (over,) = (one for one in states if one.key == "period-over")
    assert over.blockers[0][0] == says


def test_a_medium_risk_area_that_was_high_risk_waits_three_days_and_no_second_round() -> None:
    releases = shipped("edition-9").releases
    medium = next(one for one in releases if one.regime == "medium_risk")
    known = told(Fact.DAYS_SINCE_LAST_INFECTION, ago(10))
    drawn = conditions(medium, ReleaseFacts(NOW, HELD, (known,)))
    assert [one.met for one in drawn] == [True, None]
    after = conditions(medium, ReleaseFacts(NOW, HELD, (known,), stepped_down=True))
    assert [one.met for one in after] == [True]


@pytest.mark.parametrize("key", SHIPPED)
def test_every_condition_that_is_shipped_can_be_judged(key: str) -> None:
    for release in shipped(key).releases:
        for state in conditions(release, ReleaseFacts(NOW, HELD, ())):
            assert state.met is not True


ATTESTED = st.lists(
    st.builds(
        told,
        st.sampled_from(sorted(FACT_NAMES)),
        st.integers(0, 30).map(ago),
        st.booleans(),
    ),
    max_size=8,
)


@given(ATTESTED, st.randoms())
def test_the_order_in_which_facts_arrive_is_nothing(
    attested: list[Attestation], random: object
) -> None:
    mixed = list(attested)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert judged(*attested) == judged(*mixed)


@given(ATTESTED)
def test_a_condition_without_its_fact_is_never_met(attested: list[Attestation]) -> None:
    known = latest(attested)
    for condition in LOCKDOWN.conditions:
        if condition.fact not in known:
            assert judged(*attested)[condition.key].met is None


@given(ATTESTED)
def test_what_is_not_met_names_what_stands_in_its_way(attested: list[Attestation]) -> None:
    for state in judged(*attested).values():
        assert bool(state.blockers) == (state.met is not True)


def test_the_application_goes_its_way_and_may_be_sent_back_at_any_step() -> None:
    last, way = None, []
    while steps := next_steps(last):
        assert last is None or Step.RETURNED in steps
        last = steps[0]
        way.append(last)
    assert way == [one for one in STEP_NAMES if one is not Step.RETURNED]
    assert next_steps(Step.RETURNED) == (Step.DRAFTED,)


def test_a_draft_may_be_early_but_no_step_beyond_it() -> None:
    open_, met = judged().values(), judged(*GOOD).values()
    check_step(None, Step.DRAFTED, open_, "")
    with pytest.raises(Problem, match="release_not_met") as refused:
        check_step(Step.DRAFTED, Step.REVIEWED, open_, "")
    assert "连续14天" in refused.value.text("zh")
    check_step(Step.DRAFTED, Step.REVIEWED, met, "")
    check_step(Step.DRAFTED, Step.RETURNED, open_, "少一轮核酸")


@pytest.mark.parametrize(
    ("last", "step", "code"),
    [
        (None, Step.REVIEWED, "release_step_out_of_turn"),
        (Step.DRAFTED, Step.ANNOUNCED, "release_step_out_of_turn"),
        (Step.ANNOUNCED, Step.DRAFTED, "release_step_out_of_turn"),
        (Step.DRAFTED, Step.RETURNED, "reason_needed"),
    ],
)
def test_a_step_out_of_turn_or_a_return_without_reason_is_refused(
    last: Step | None, step: Step, code: str
) -> None:
    with pytest.raises(Problem, match=code):
        check_step(last, step, judged(*GOOD).values(), "")


def test_a_positive_surface_starts_the_count_anew_where_the_rules_say_so() -> None:
    first = LOCKDOWN.conditions[0]
    local = msgspec.structs.replace(first, restarts_on=(Fact.ENVIRONMENT_NEGATIVE,))
    release = msgspec.structs.replace(LOCKDOWN, conditions=(local,))
    surface = told(Fact.ENVIRONMENT_NEGATIVE, ago(3), holds=False)
    # That it is clean since does not undo that the count began anew.
    later = told(Fact.ENVIRONMENT_NEGATIVE, ago(1))
    for some in ((*GOOD, surface, later), (later, surface, *GOOD)):
        state = judged(*some, release=release)["no-new-infection"]
        assert state.met is False
        assert "自 1月19日起" in state.blockers[0][0]
    assert judged(*GOOD, later, release=release)["no-new-infection"].met is True
    assert judged(*GOOD, surface)["no-new-infection"].met is True
