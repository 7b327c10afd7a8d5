"""How long somebody stays apart: counted from the last exposure, missing days served, the latest start counts."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_playbooks import BASE, SHIPPED, shipped
from wumen.rules.isolation import (
    Cause,
    Isolated,
    IsolationFacts,
    Part,
    Start,
    days_beyond,
    days_of,
    isolated,
    kind_for,
    latest_start,
    longest,
    served_days,
    stays,
)
from wumen.rules.playbooks import Isolation
from wumen.rules.problems import Problem
from wumen.rules.special_needs import Kind
from wumen.rules.time import BUSINESS_ZONE, Interval, at

FIRST = date(2022, 1, 3)
CLOSE = kind_for("close-contact", (), BASE)
EVERY = [one for key in SHIPPED for one in shipped(key).isolations]
DAYS = st.dates(FIRST - timedelta(days=20), FIRST + timedelta(days=40))
STARTS = st.builds(Start, st.sampled_from(list(Cause)), DAYS)
AWAY = st.frozensets(DAYS, max_size=8)


def jan(day: int) -> date:
    """A day of January or, beyond 31, of February."""
    return date(2022, 1, 1) + timedelta(days=day - 1)


def stands(today: date, *, away: tuple[int, ...] = (), negative: tuple[int, ...] = ()) -> Isolated:
    """The isolation of a close contact exposed on 3 January."""
    facts = IsolationFacts(
        today, [Start(Cause.EXPOSURE, FIRST)], set(map(jan, away)), set(map(jan, negative))
    )
    return isolated(CLOSE, facts, BASE)


def test_a_close_contact_stays_fourteen_days_centrally_and_seven_at_home() -> None:
    central, home = stands(jan(10)).stays
    assert (central.part, central.first, central.last) == (Part.CENTRAL, jan(3), jan(16))
    assert (home.part, home.first, home.last) == (Part.HOME, jan(17), jan(23))
    assert central.sampling == (jan(3), jan(6), jan(9), jan(16))
    assert home.sampling == (jan(18), jan(23))


def test_it_ends_at_the_end_of_its_last_day() -> None:
    assert stands(jan(10)).ends == datetime(2022, 1, 24, tzinfo=BUSINESS_ZONE)
    assert stands(jan(10)).part_on(jan(16)) is Part.CENTRAL
    assert stands(jan(10)).part_on(jan(17)) is Part.HOME
    assert stands(jan(10)).part_on(jan(24)) is None


def test_counted_from_day_zero_it_ends_a_day_later() -> None:
    (central, _), (later, home) = (stays(CLOSE, FIRST, (), first) for first in (1, 0))
    assert later.last == central.last + timedelta(days=1)
    assert later.sampling[-1] == later.last
    assert (home.last - home.first).days == 6


def test_missing_days_are_served_at_the_end() -> None:
    broken = stands(jan(10), away=(5, 6)).stays
    assert broken[0].last == jan(18)
    assert broken[0].sampling[-1] == jan(18)
    assert broken[1].last == jan(25)


def test_what_is_missing_is_said_day_by_day() -> None:
    said = stands(jan(10), negative=(3, 6))
    assert said.days_left == 14
    assert said.lacking == (jan(9),)
    assert [zh for zh, _ in said.missing] == [
        "还差 14 天（到 2022-01-23 24时）",
        "2022-01-09 的核酸还没有阴性结果",
    ]
    assert not said.over


def test_it_is_over_when_its_days_are_full_and_its_samples_negative() -> None:
    tests = (3, 6, 9, 16, 18, 23)
    assert not stands(jan(23), negative=tests).over
    assert not stands(jan(24), negative=tests[:-1]).over
    assert stands(jan(24), negative=tests).over


def test_while_nobody_recorded_the_exposure_its_end_is_unknown_and_never_reached() -> None:
    unknown = isolated(CLOSE, IsolationFacts(jan(60), ()), BASE)
    assert (unknown.ends, unknown.over) == (None, False)
    assert "还没有登记" in unknown.missing[0][0]


@pytest.mark.parametrize("cause", [Cause.INFECTION, Cause.ENVIRONMENT, Cause.CONTACTS])
def test_a_new_infection_a_positive_surface_or_new_contacts_start_the_count_anew(
    cause: Cause,
) -> None:
    starts = [Start(Cause.EXPOSURE, jan(3)), Start(cause, jan(9))]
    anew = isolated(CLOSE, IsolationFacts(jan(10), starts), BASE)
    assert anew.counts_from == jan(9)
    assert anew.stays[0].last == jan(22)


@given(st.lists(STARTS, max_size=6), st.randoms(use_true_random=False), AWAY)
def test_in_which_order_facts_are_told_is_nothing(starts, chance, away) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(starts)
    chance.shuffle(shuffled)
    told, later = (IsolationFacts(jan(10), some, away) for some in (starts, shuffled))
    assert isolated(CLOSE, told, BASE) == isolated(CLOSE, later, BASE)


@given(st.lists(STARTS, min_size=1, max_size=5), STARTS, AWAY, st.sampled_from(EVERY))
def test_one_more_start_never_ends_it_sooner(
    starts: list[Start], more: Start, away: frozenset[date], kind: Isolation
) -> None:
    facts = IsolationFacts(jan(10), starts, away)
    before = isolated(kind, facts, BASE).ends
    after = isolated(kind, replace(facts, starts=[*starts, more]), BASE).ends
    assert before is not None
    assert after is not None
    assert after >= before
    first, second = latest_start(starts), latest_start([*starts, more])
    assert first is not None
    assert second is not None
    assert second.on == max(first.on, more.on)


@given(AWAY, DAYS, st.sampled_from(EVERY), st.sampled_from([0, 1]))
def test_an_interruption_never_shortens_and_never_drops_a_sample(
    away: frozenset[date], more: date, kind: Isolation, first: int
) -> None:
    before, after = (stays(kind, FIRST, some, first) for some in (away, away | {more}))
    for one, other in zip(before, after, strict=True):
        assert other.first >= one.first
        assert other.last >= one.last
        assert len(other.sampling) == len(one.sampling)


@given(AWAY, st.sampled_from(EVERY), st.sampled_from([0, 1]))
def test_exactly_the_days_of_the_rule_are_served(
    away: frozenset[date], kind: Isolation, first: int
) -> None:
    parts = stays(kind, FIRST, away, first)
    held = [
        one.first + timedelta(days=n)
        for one in parts
        for n in range((one.last - one.first).days + 1)
    ]
    assert held == [FIRST + timedelta(days=n) for n in range(len(held))]
    assert len([day for day in held if day not in away]) == (
        kind.central_days + kind.home_days + (1 - first)
    )
    assert all(day in held and day not in away for one in parts for day in one.sampling)


@given(DAYS, st.integers(0, 30), AWAY)
def test_served_days_are_so_many_each_once_in_order(
    begins: date, many: int, away: frozenset[date]
) -> None:
    days = served_days(begins, many, away)
    assert len(days) == len(set(days)) == many
    assert list(days) == sorted(days)
    assert not away.intersection(days)


def test_who_is_unfit_for_a_central_place_stays_at_home() -> None:
    for need in (Kind.VERY_OLD, Kind.PREGNANT, Kind.INFANT, Kind.SERIOUSLY_ILL):
        chosen = kind_for("close-contact", (need,), BASE)
        assert (chosen.central_days, chosen.home_days) == (0, 14)
        assert stays(chosen, FIRST, (), 1)[0].part is Part.HOME
    assert kind_for("close-contact", (Kind.NO_SMARTPHONE,), BASE) is CLOSE


def test_a_playbook_without_that_exception_is_left_as_it_is() -> None:
    chosen = kind_for("close-contact", (Kind.VERY_OLD,), shipped("edition-9"))
    assert chosen.central_days == 7


def test_a_kind_that_the_playbook_does_not_know_is_refused() -> None:
    with pytest.raises(Problem, match="isolation_unknown"):
        kind_for("secondary-contact", (), shipped("twenty"))


def test_the_longest_isolation_bounds_what_is_entered_without_saying_so() -> None:
    most = longest(BASE)
    assert most is not None
    assert days_of(most) == 21
    begins = at(jan(3), time(10))
    for days, beyond in ((14, 0), (21, 0), (22, 0), (23, 1), (51, 29)):
        assert days_beyond(Interval(begins, begins + timedelta(days=days)), BASE) == beyond


@given(st.sampled_from(EVERY), DAYS)
def test_no_isolation_that_the_rules_count_is_beyond_them(kind: Isolation, first: date) -> None:
    for key in SHIPPED:
        rules = shipped(key)
        if kind not in rules.isolations:
            continue
        ends = isolated(kind, IsolationFacts(first, [Start(Cause.EXPOSURE, first)]), rules).ends
        if ends is not None and ends > at(first, time()):
            assert days_beyond(Interval(at(first, time()), ends), rules) == 0
