"""After an occurrence each thing is owed once, by whatever order holds: order of arrival is nothing."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_duties import BOOKS, DAY
from tests.rules.test_playbooks import BASE, changed, shipped
from wumen.rules.duties import HOUSEHOLD, Owed, Subject, owed
from wumen.rules.occurrences import (
    Occurrence,
    anybody_stays,
    occurrence_of,
    of_place,
    owed_after,
    sets_apart,
    win_of,
)
from wumen.rules.orders import OrderInForce
from wumen.rules.playbooks import Happening, Playbook, SubjectKind
from wumen.rules.playbooks.clauses import clause_faults
from wumen.rules.problems import Problem
from wumen.rules.time import Interval, at

OUTBREAK = next(iter(BOOKS))
# What zones ask alone: what follows wherever it happens is tested for itself.
ZONES = {
    OUTBREAK: msgspec.structs.replace(
        BASE, clauses=tuple(one for one in BASE.clauses if one.regime or not one.on_event)
    )
}
NOON = at(DAY, time(12))
HOUR = timedelta(hours=1)
HOME = UUID(int=7)
BUILDING = "410102/410102003/410102003008/jxc/1/"
TAKEN = Occurrence(3, Happening.TRANSFER, OUTBREAK, f"{BUILDING}1/101/", BUILDING, NOON, NOON, HOME)
DAYS = [DAY + timedelta(days=n) for n in range(-3, 8)]
STAIRWELL = Subject(SubjectKind.STAIRWELL)
HOURS = st.integers(-90, 90).map(lambda n: NOON + n * HOUR)


def order(
    regime: str = "lockdown",
    begins: datetime = NOON - 48 * HOUR,
    ends: datetime = NOON + 96 * HOUR,
    known: datetime | None = None,
    number: str = "1",
) -> OrderInForce:
    """A confirmed order of the outbreak."""
    return OrderInForce(number, OUTBREAK, regime, Interval(begins, ends), known or begins)


@dataclass(frozen=True)
class Person:
    """Somebody who lives behind the door and is not away."""

    name: str
    away_since: date | None = None
    away_until: date | None = None


@st.composite
def orders(draw: st.DrawFn) -> list[OrderInForce]:
    """Some orders, however they lie in time and whenever they were known."""
    found = []
    for n in range(draw(st.integers(0, 4))):
        begins = draw(HOURS)
        length = draw(st.integers(1, 200))
        found.append(
            order(
                draw(st.sampled_from(["lockdown", "control", "home_isolation"])),
                begins,
                begins + length * HOUR,
                draw(HOURS),
                str(n),
            )
        )
    return found


@st.composite
def happened(draw: st.DrawFn) -> Occurrence:
    """Something that happened to a home and was noted then or later."""
    when = draw(HOURS)
    late = draw(st.integers(0, 60))
    return replace(
        TAKEN, kind=draw(st.sampled_from(Happening)), at=when, noted_at=when + late * HOUR
    )


def whole(
    one: Occurrence,
    held: list[OrderInForce],
    subject: Subject = HOUSEHOLD,
    books: Mapping[str, Playbook] = ZONES,
) -> list[tuple[date, Owed]]:
    """All that is owed after it on any day, with its day."""
    days = [DAY + timedelta(days=n) for n in range(-8, 16)]
    return [(day, owes) for day in days for owes in owed_after(one, held, books, day, subject)]


def whats(owes: list[tuple[date, Owed]]) -> set[str]:
    """What is owed."""
    return {one.what for _day, one in owes}


def test_it_is_owed_from_when_it_was_noted_within_the_hours_of_the_clause() -> None:
    (visit,) = [one for _day, one in whole(TAKEN, [order()]) if one.what == "visit"]
    assert (visit.opens_at, visit.due_at) == (NOON, NOON + 2 * HOUR)
    assert (visit.win, visit.clause, visit.orders) == ("e3", "lockdown-after-visit", ("1",))
    late = replace(TAKEN, noted_at=NOON + 5 * HOUR)
    (visit,) = [one for _day, one in whole(late, [order()]) if one.what == "visit"]
    assert visit.opens_at == NOON + 5 * HOUR


def test_a_zone_drawn_after_the_positive_owes_it_from_when_it_is_known() -> None:
    drawn = order(begins=NOON + HOUR, known=NOON + 2 * HOUR)
    positive = replace(TAKEN, kind=Happening.POSITIVE)
    (one,) = [owes for _day, owes in whole(positive, [drawn], STAIRWELL)]
    assert (one.opens_at, one.due_at) == (NOON + 2 * HOUR, NOON + 14 * HOUR)


def test_where_no_order_of_the_regime_holds_in_time_nothing_is_owed() -> None:
    assert whole(TAKEN, []) == []
    assert whole(TAKEN, [order("precaution")]) == []
    assert whole(TAKEN, [order(ends=NOON)]) == []
    assert whole(TAKEN, [order(begins=NOON + 30 * HOUR)]) == []
    assert whole(TAKEN, [order(known=NOON + 30 * HOUR)]) == []


POSITIVE = replace(TAKEN, kind=Happening.POSITIVE)


@pytest.mark.parametrize("held", [[], [order("home_isolation")], [order("precaution")]])
def test_a_positive_is_followed_wherever_she_lives(held: list[OrderInForce]) -> None:
    owes = [one for _day, one in whole(POSITIVE, held, books=BOOKS)]
    assert {(one.what, one.role, (one.due_at - one.opens_at) / HOUR) for one in owes} == {
        ("contact", "captain", 2),
        ("symptoms", "secretary", 4),
        ("support", "secretary", 4),
    }
    assert {one.opens_at for one in owes} == {NOON}
    assert {one.orders for one in owes} == {()}
    assert whats(whole(POSITIVE, held, STAIRWELL, BOOKS)) == {"disinfection"}
    lift = Subject(SubjectKind.FACILITY, "lift")
    assert whats(whole(POSITIVE, held, lift, BOOKS)) == {"disinfection"}


def test_a_transfer_from_no_zone_leaves_nobody_behind_unseen() -> None:
    owes = [one for _day, one in whole(TAKEN, [], books=BOOKS)]
    assert {one.what for one in owes} == {"disinfection", "visit", "contact", "support"}
    (visit,) = [one for one in owes if one.what == "visit"]
    assert (visit.due_at, visit.clause) == (NOON + 2 * HOUR, "after-visit")


def test_in_a_zone_it_is_owed_once_by_the_clause_of_the_zone() -> None:
    (one,) = [owes for _day, owes in whole(POSITIVE, [order()], STAIRWELL, BOOKS)]
    assert (one.clause, one.orders) == ("lockdown-after-stairwell", ("1",))
    # A zone that is drawn later makes nothing of it later, nor a second time.
    drawn = order(begins=NOON + HOUR, known=NOON + 2 * HOUR)
    (one,) = [owes for _day, owes in whole(POSITIVE, [drawn], STAIRWELL, BOOKS)]
    assert (one.opens_at, one.due_at) == (NOON, NOON + 12 * HOUR)


@given(happened(), orders())
def test_an_order_more_takes_nothing_away_of_what_follows_anywhere(
    one: Occurrence, held: list[OrderInForce]
) -> None:
    alone = {(owes.what, day) for day, owes in whole(one, [], books=BOOKS)}
    assert alone <= {(owes.what, day) for day, owes in whole(one, held, books=BOOKS)}


@pytest.mark.parametrize(
    ("kind", "days", "apart"),
    [
        (Happening.POSITIVE, 0, True),
        (Happening.POSITIVE, 13, True),
        (Happening.POSITIVE, 14, False),
        (Happening.TRANSFER, 13, True),
        (Happening.MEDICAL_TRIP, 0, False),
        (Happening.HOME_COMING, 0, False),
    ],
)
def test_a_home_is_apart_after_a_positive_for_fourteen_days(
    kind: Happening, days: int, apart: bool
) -> None:
    assert sets_apart(kind, NOON, NOON + timedelta(days=days)) is apart


def test_an_order_stepped_down_at_midnight_owes_it_once_not_twice() -> None:
    evening = replace(TAKEN, at=NOON + 10 * HOUR, noted_at=NOON + 10 * HOUR)
    midnight = NOON + 12 * HOUR
    held = [order(ends=midnight), order("control", midnight, midnight + 90 * HOUR, number="2")]
    owes = whole(evening, held)
    assert len(owes) == len(whats(owes)) == 4
    assert {day for day, _one in owes} == {DAY}


@given(happened(), orders(), st.randoms())
def test_order_of_arrival_is_nothing_and_none_is_owed_twice(
    one: Occurrence, held: list[OrderInForce], chance: random.Random
) -> None:
    owes = whole(one, held)
    assert len(owes) == len(whats(owes))
    mixed = list(held)
    chance.shuffle(mixed)
    assert whole(one, mixed) == owes
    for _day, each in owes:
        assert max(one.at, one.noted_at) <= each.opens_at < each.due_at


@given(happened(), orders(), orders())
def test_an_order_more_never_takes_anything_away_nor_makes_it_later(
    one: Occurrence, held: list[OrderInForce], more: list[OrderInForce]
) -> None:
    before = {each.what: each for _day, each in whole(one, held)}
    added = [replace(each, number=f"m{each.number}") for each in more]
    after = {each.what: each for _day, each in whole(one, held + added)}
    for what, each in before.items():
        assert after[what].due_at <= each.due_at
        assert after[what].opens_at <= each.opens_at


@given(happened(), orders())
def test_a_longer_order_never_owes_less(one: Occurrence, held: list[OrderInForce]) -> None:
    longer = [
        replace(each, interval=Interval(each.interval.begins, each.interval.ends + 48 * HOUR))
        for each in held
    ]
    assert whats(whole(one, held)) <= whats(whole(one, longer))


def test_the_days_of_an_order_ask_for_nothing_that_waits_for_an_event() -> None:
    clauses = {one.clause for day in DAYS for one in owed([order()], BOOKS, day, HOUSEHOLD)}
    assert clauses
    assert [clause for clause in clauses if "-after-" in clause] == []


def test_who_was_taken_is_not_behind_the_door_and_a_home_without_names_may_be() -> None:
    she, he = Person("she"), Person("he")
    assert not anybody_stays(TAKEN, [she], DAY, she)
    assert anybody_stays(TAKEN, [she, he], DAY, she)
    assert anybody_stays(TAKEN, [], DAY, None)
    assert anybody_stays(replace(TAKEN, kind=Happening.HOME_COMING), [she], DAY, she)
    rooms = owed_after(TAKEN, [order()], BOOKS, DAY, HOUSEHOLD, stays=False)
    assert {one.what for one in rooms} == {"disinfection"}


@pytest.mark.parametrize(
    ("kind", "area", "concerned"),
    [
        ("stairwell", f"{BUILDING}1/", True),
        ("stairwell", f"{BUILDING}2/", False),
        ("facility", f"{BUILDING}1/", True),
        ("facility", BUILDING, True),
        ("facility", f"{BUILDING}2/", False),
        ("facility", "410102/410102003/410102003008/jxc/", False),
        ("gate", "410102/410102003/410102003008/jxc/", True),
        ("gate", "410102/410102003/410102003008/other/", False),
    ],
)
def test_it_concerns_its_own_stairwell_building_and_gate_and_never_the_unit_next_door(
    kind: str, area: str, concerned: bool
) -> None:
    assert of_place(TAKEN, SubjectKind(kind), area) is concerned


def test_its_number_is_read_from_the_window_and_from_no_other() -> None:
    assert occurrence_of(win_of(12)) == 12
    assert [occurrence_of(win) for win in ("r12", "am", "event", "end", "e")] == [None] * 5


AFTER = BASE.clause("lockdown-after-visit")


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": ()},
        {"on": (Happening.TRANSFER, Happening.TRANSFER)},
        {"within_hours": None},
        {"windows": ("am",)},
        {"days": "every", "within_hours": None, "windows": ("am",)},
        {"days": "begin"},
        {"days": (1,), "within_hours": None, "windows": ("am",)},
        {"visits": 2},
        {"step": 2},
        {"asks": ("visit",), "grades": ("measured",)},
        {"overrules": ("home-isolation-visit",)},
    ],
)
def test_a_clause_on_an_event_names_what_and_within_how_many_hours_and_nothing_else(
    wrong: dict[str, object],
) -> None:
    assert list(clause_faults(msgspec.structs.replace(BASE, clauses=(AFTER,)))) == []
    alone = msgspec.structs.replace(AFTER, **wrong)
    others = tuple(one for one in BASE.clauses if one.key != alone.key)
    assert list(clause_faults(msgspec.structs.replace(BASE, clauses=(*others, alone))))


def test_a_kind_of_event_that_nobody_declared_is_refused() -> None:
    with pytest.raises(Problem):
        changed('on = ["transfer"]', 'on = ["fire"]')


@pytest.mark.parametrize("key", ["community-2021-09", "edition-9", "twenty", "ten"])
def test_every_plan_asks_after_those_whom_a_transfer_leaves_behind(key: str) -> None:
    asked = [one for one in shipped(key).clauses if Happening.TRANSFER in one.on]
    assert "" in {one.regime for one in asked}
    for regime in {one.regime for one in asked}:
        own = [one for one in asked if one.regime == regime]
        assert {"disinfection", "visit", "contact", "support"} <= {one.what for one in own}
        assert min(one.within_hours or 72 for one in own if one.what == "visit") <= 2
        assert {one.confidence for one in own} == {"BG"}
    assert {"high_risk", "lockdown"} & {one.regime for one in asked}
    assert "home_isolation" in {one.regime for one in asked}


@pytest.mark.parametrize("key", ["community-2021-09", "edition-9", "twenty", "ten"])
def test_every_plan_follows_a_positive_wherever_it_is_found(key: str) -> None:
    asked = [one for one in shipped(key).clauses if Happening.POSITIVE in one.on and not one.regime]
    told = next(one for one in asked if one.key == "after-told")
    assert "这是请求，不是隔离决定" in told.does_zh
    assert (told.within_hours or 72) <= 2
    assert {"contact", "support"} <= {one.what for one in asked}
    assert all(one.source for one in asked)


def test_what_names_no_regime_follows_an_event_alone() -> None:
    alone = msgspec.structs.replace(BASE.clause("lockdown-temperature"), regime="")
    others = tuple(one for one in BASE.clauses if one.key != alone.key)
    assert list(clause_faults(msgspec.structs.replace(BASE, clauses=(*others, alone))))


def test_no_key_of_a_clause_tells_what_happened() -> None:
    keys = [one.key for one in BASE.clauses if one.on]
    assert keys
    assert [key for key in keys for kind in Happening if kind in key] == []
