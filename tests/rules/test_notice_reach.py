"""The reach of a notice: each home once by its surest means, who is left, in which turn and how to tell."""

from collections.abc import Mapping
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.notice_reach import (
    CONFIRMED,
    First,
    HomeToTell,
    Listener,
    Means,
    Spread,
    Way,
    Why,
    first_of,
    in_turn,
    left_of,
    listens,
    reach_of,
    read_told,
    told_by,
    way_to,
    whys_of,
)
from wumen.rules.problems import Problem
from wumen.rules.special_needs import Kind

BUILDING = "410102/410102003/410102003008/jxc/1/"
UNIT = f"{BUILDING}2/"
READER = Listener(telephone=True)


def home(*people: Listener, room: str = "301", **said: bool) -> HomeToTell:
    """A home of unit 2."""
    return HomeToTell(uuid4(), f"{UNIT}{room}/", people, **said)


def old(*kinds: Kind, telephone: bool = False) -> Listener:
    """Somebody with needs."""
    return Listener(telephone, frozenset(kinds))


def told(one: HomeToTell, means: Means) -> Mapping[UUID, Means]:
    """That somebody told it so."""
    return {one.household: means}


def test_a_group_counts_where_somebody_may_be_thought_to_read_it() -> None:
    sent = Spread(groups={BUILDING})
    assert told_by(home(READER), sent) is Means.GROUP
    assert told_by(home(Listener()), sent) is None
    for kind in (Kind.NO_SMARTPHONE, Kind.INTERPRETER, Kind.VERY_OLD, Kind.LIVING_ALONE):
        assert told_by(home(old(kind, telephone=True)), sent) is None
        # Her daughter lives with her and reads it.
        assert told_by(home(old(kind, telephone=True), READER), sent) is Means.GROUP
    assert told_by(home(Listener(telephone=True, sees=False)), sent) is None
    # Who hears badly reads.
    assert told_by(home(Listener(telephone=True, hears=False)), sent) is Means.GROUP


def test_the_group_of_another_building_tells_nobody_here() -> None:
    assert told_by(home(READER), Spread(groups={BUILDING.replace("/1/", "/2/")})) is None


def test_a_sheet_counts_for_who_comes_past_it() -> None:
    hung = Spread(sheets={UNIT})
    assert told_by(home(Listener()), hung) is Means.SHEET
    assert told_by(home(Listener(), shut=True), hung) is None
    for kind in (Kind.HOMEBOUND, Kind.VERY_OLD, Kind.LIVING_ALONE):
        assert told_by(home(old(kind)), hung) is None
        # Her daughter lives with her and comes past it.
        assert told_by(home(old(kind), Listener()), hung) is Means.SHEET
    assert told_by(home(Listener(sees=False)), hung) is None
    assert told_by(home(), hung) is None


def test_a_loudspeaker_is_heard_and_tells_nobody() -> None:
    one = home(Listener())
    found = reach_of([one], Spread(heard={BUILDING}))
    assert (found.left, found.heard, found.known) == (1, 1, 0)
    assert left_of([one], Spread(heard={BUILDING})) == [one]


def test_who_is_away_counts_nowhere_until_she_answers() -> None:
    one = home(nobody=True)
    assert reach_of([one], Spread(groups={BUILDING})).nobody == 1
    assert left_of([one], Spread()) == []
    answered = reach_of([one], Spread(confirmed=told(one, Means.TELEPHONE)))
    assert (answered.homes, answered.nobody, answered.confirmed) == (1, 0, 1)


def test_a_hundred_percent_is_said_of_all_alone() -> None:
    homes = [home(READER) for _ in range(299)] + [home(Listener())]
    found = reach_of(homes, Spread(groups={BUILDING}))
    assert (found.known, found.left, found.percent) == (299, 1, 99)
    assert reach_of([], Spread()).percent is None


@given(
    st.lists(
        st.builds(
            HomeToTell,
            st.uuids(),
            st.sampled_from([f"{UNIT}301/", f"{BUILDING}1/202/", "410102/410102003/1/2/101/"]),
            st.lists(
                st.builds(
                    Listener,
                    st.booleans(),
                    st.frozensets(st.sampled_from(Kind)),
                    st.booleans(),
                    st.booleans(),
                ),
                max_size=3,
            ).map(tuple),
            st.booleans(),
            st.booleans(),
        ),
        max_size=8,
        unique_by=lambda one: one.household,
    ),
    st.sets(st.sampled_from([UNIT, BUILDING])),
    st.sets(st.sampled_from([UNIT, BUILDING])),
    st.data(),
)
def test_every_home_counts_exactly_once(
    homes: list[HomeToTell], groups: set[str], sheets: set[str], data: st.DataObject
) -> None:
    some = data.draw(st.sets(st.sampled_from(homes))) if homes else set()
    confirmed = {one.household: Means.VISIT for one in some}
    spread = Spread(groups, sheets, groups, confirmed)
    found = reach_of(homes, spread)
    assert sum(found.told.values()) + found.left == found.homes
    assert found.homes + found.nobody == len(homes)
    assert len(left_of(homes, spread)) == found.left
    assert 0 <= found.heard <= found.left
    assert found.confirmed == len(some)
    # One more way never leaves more homes.
    assert reach_of(homes, Spread({*groups, BUILDING}, sheets, (), confirmed)).left <= found.left


def test_who_lives_alone_is_told_first_then_the_old_then_who_is_hard_to_reach() -> None:
    rest, deaf = home(READER, room="101"), home(Listener(hears=False), room="102")
    very_old, alone = (
        home(old(Kind.VERY_OLD), room="2002"),
        home(old(Kind.LIVING_ALONE), room="2003"),
    )
    near = home(READER, room="1001")
    assert in_turn([near, rest, deaf, very_old, alone]) == [alone, very_old, deaf, rest, near]
    assert [first_of(one) for one in (alone, very_old, deaf, rest)] == list(First)


def test_whoever_does_not_hear_or_understand_is_gone_to() -> None:
    assert way_to(home(READER)) is Way.TELEPHONE
    assert way_to(home(Listener())) is Way.DOOR
    assert way_to(home(Listener(telephone=True, hears=False))) is Way.DOOR
    assert way_to(home(old(Kind.INTERPRETER, telephone=True))) is Way.DOOR
    assert way_to(home(old(Kind.NO_SMARTPHONE, telephone=True))) is Way.TELEPHONE


@pytest.mark.parametrize(
    ("words", "hears", "sees"),
    [
        (("耳背",), False, True),
        (("双耳失聪",), False, True),
        (("听不见：请发文字，敲门用力些",), False, True),
        (("视力残疾",), True, False),
        (("看不见：请先出声，说明是谁",), True, False),
        (("色盲", "独居"), True, True),
        (("无听力障碍",), True, True),
        ((), True, True),
    ],
)
def test_what_the_register_says_of_ears_and_eyes(
    words: tuple[str, ...], hears: bool, sees: bool
) -> None:
    found = listens(False, (), words)
    assert (found.hears, found.sees) == (hears, sees)


def test_what_whoever_tells_has_to_know_names_no_illness() -> None:
    one = home(old(Kind.DIALYSIS, Kind.INTERPRETER), Listener(hears=False))
    assert whys_of(one) == (Why.NO_TELEPHONE, Why.CANNOT_HEAR, Why.INTERPRETER)
    assert whys_of(home()) == (Why.UNKNOWN,)


def test_only_what_somebody_did_herself_is_said_of_a_home() -> None:
    assert {read_told(one.value) for one in CONFIRMED} == CONFIRMED
    for wrong in (Means.GROUP.value, "heard", ""):
        with pytest.raises(Problem, match="notice_means_unknown"):
            read_told(wrong)
