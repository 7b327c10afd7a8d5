"""Times of a round: one is moved by hand and stands, the group is told again; a round is planned in one go."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actions.test_audit_mutations import found
from tests.actions.test_sampling_points import described
from tests.actions.test_sampling_rounds import DAY, held, samples
from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at, ordered
from wumen.actions.duties.plan import hold_plans, plan_day, plan_places
from wumen.actions.group_text import tick_sent
from wumen.actions.sampling_points.keeping import add_point, withdraw_point
from wumen.actions.sampling_rounds.opening import close_round
from wumen.actions.sampling_rounds.slots import move_slot, propose_again
from wumen.queries.posts import acting
from wumen.queries.sampling_rounds.printing import matter_of, notices
from wumen.queries.sampling_rounds.standing import round_page
from wumen.records import clock
from wumen.records.models import Duty, SamplingRound
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.slotting import Slot


@pytest.fixture(autouse=True)
def half_past_six(street: Street) -> Iterator[datetime]:
    """Before the round begins."""
    with clock.fixed(at(1, 10, 6)) as now:
        yield now


def hour(hours: int, minutes: int = 0) -> datetime:
    return at(1, 10, hours) + timedelta(minutes=minutes)


@pytest.fixture
def served(cast: Cast) -> tuple[SamplingRound, UUID, UUID]:
    """A round, point 1 for buildings 1 to 3 with one desk, and point 2 that serves nobody."""
    serves = tuple(f"{COMPOUND}/{n}" for n in (1, 2, 3))
    point = add_point(cast.clerk, described(1, serves=serves, desks=1))
    other = add_point(cast.clerk, described(2, f"{COMPOUND}/3", desks=1))
    return held(cast, per_desk=60), point.id, other.id


Served = tuple[SamplingRound, UUID, UUID]


def slots(cast: Cast, row: SamplingRound) -> dict[str, Slot]:
    """When each building comes."""
    page = round_page(cast.clerk, row.id)
    return {one.area.removeprefix(PATH)[0]: one.comes for one in page.buildings if one.comes}


def test_one_building_is_moved_and_nobody_else(cast: Cast, served: Served) -> None:
    row, _point, other = served
    before = slots(cast, row)
    assert [before[n].begins for n in "123"] == [hour(7), hour(7, 10), hour(7, 20)]
    moved = move_slot(cast.clerk, row.id, f"{COMPOUND}/2", other, "0930")
    after = slots(cast, row)
    assert (after["2"].begins, after["2"].ends, after["2"].number) == (
        *(hour(9, 30), hour(9, 40)),
        2,
    )
    assert moved.begins == hour(9, 30)
    assert after["2"].by_hand
    assert (after["1"], after["3"]) == (before["1"], before["3"])


def test_a_time_that_was_set_by_hand_stands_when_all_are_proposed_anew(
    cast: Cast, served: Served
) -> None:
    row, point, _other = served
    move_slot(cast.clerk, row.id, f"{COMPOUND}/3", point, "7:05")
    assert round_page(cast.clerk, row.id).at_once == {f"{PATH}{n}/" for n in (1, 2, 3)}
    propose_again(cast.clerk, row.id, 60, 200)
    # The others go around it: none is at the point at the same time.
    after = slots(cast, row)
    assert [after[n].begins for n in "123"] == [hour(7, 15), hour(7, 25), hour(7, 5)]
    assert round_page(cast.clerk, row.id).at_once == frozenset()
    propose_again(cast.clerk, row.id, 60, 200, anew=True)
    after = slots(cast, row)
    assert [after[n].begins for n in "123"] == [hour(7), hour(7, 10), hour(7, 20)]
    assert not any(one.by_hand for one in after.values())


def test_a_point_that_is_gone_keeps_no_time(cast: Cast, served: Served) -> None:
    row, _point, other = served
    move_slot(cast.clerk, row.id, f"{COMPOUND}/2", other, "9:30")
    withdraw_point(cast.clerk, other)
    propose_again(cast.clerk, row.id, 60, 200)
    assert slots(cast, row)["2"].number == 1


def test_the_group_is_told_again_after_its_time_changed(cast: Cast, served: Served) -> None:
    row, point, _other = served

    def left() -> list[tuple[str, bool]]:
        _page, lines = notices(cast.clerk, row.id)
        return [(one.area.removeprefix(PATH)[0], one.changed) for one in lines if one.left]

    for n in (1, 2, 3):
        tick_sent(cast.clerk, f"{COMPOUND}/{n}", matter_of(row.id), 1)
    assert left() == []
    with clock.fixed(hour(6, 30)):
        move_slot(cast.clerk, row.id, f"{COMPOUND}/2", point, "9:30")
        assert left() == [("2", True)]
        # The same once more is no news, nor is what is proposed and comes out as it was.
        _page, lines = notices(cast.clerk, row.id)
        (again,) = {one.next for one in lines if one.left}
        tick_sent(cast.clerk, f"{COMPOUND}/2", matter_of(row.id), again)
    with clock.fixed(hour(6, 40)):
        move_slot(cast.clerk, row.id, f"{COMPOUND}/2", point, "9:30")
        assert left() == []
        propose_again(cast.clerk, row.id, 60, 200)
        # Building 3 moves up into the time that building 2 had.
        assert left() == [("3", True)]


def test_what_cannot_be_moved_is_refused(cast: Cast, served: Served) -> None:
    row, point, _other = served
    ordered(cast, "1")
    plan_day(cast.clerk, DAY)
    for viewer, place, where, at_, code in (
        (cast.clerk, "2", point, "6:59", "slot_hours"),
        (cast.clerk, "2", point, "16:00", "slot_hours"),
        (cast.clerk, "2", point, "早上", "hour_unreadable"),
        (cast.clerk, "2", UUID(int=3), "9:00", "slot_point"),
        (cast.clerk, "1", point, "9:00", "slot_unknown"),
        (cast.captain, "1", point, "9:00", "right_missing"),
    ):
        with pytest.raises(Problem, match=code):
            move_slot(viewer, row.id, f"{COMPOUND}/{place}", where, at_)
    close_round(cast.clerk, row.id)
    with pytest.raises(Problem, match="round_closed"):
        move_slot(cast.clerk, row.id, f"{COMPOUND}/2", point, "9:00")


def counted(change: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        change()
    return len(asked)


def test_a_round_is_planned_in_as_many_statements_in_three_places_as_in_one(
    cast: Cast, street: Street
) -> None:
    plan_day(cast.clerk, DAY)

    def asked(places: tuple[str, ...], number: int) -> tuple[int, int]:
        rows: list[SamplingRound] = []
        opened = counted(lambda: rows.append(held(cast, *places, number=number)))
        assert len(samples(cast.clerk)) == 10 * len(places)
        closed = counted(lambda: close_round(cast.clerk, rows[0].id))
        assert samples(cast.clerk) == []
        return opened, closed

    asked(("3",), 1)
    assert asked(("1",), 2) == asked(("1", "2", "3"), 3)
    assert found(cast) == set()


def test_planning_some_places_touches_no_other(cast: Cast, street: Street) -> None:
    held(cast)
    ordered(cast, "1")
    ordered(cast, "2/1/101", regime="home_isolation", begins=at(1, 8))
    plan_day(cast.clerk, DAY)
    with acting(cast.clerk):
        standing = Duty.objects.filter(day=DAY).exclude(state="withdrawn")
        before = set(standing.values_list("what", "subject", "win", "area"))
        paths = [f"{PATH}1/", f"{PATH}3/"]
        hold_plans(paths)
        assert plan_places(paths, DAY).made == 0
        assert set(standing.values_list("what", "subject", "win", "area")) == before
        # What is wrong elsewhere stays so: it is not looked at.
        Duty.objects.filter(area__startswith=f"{PATH}2/").update(basis={"wrong": True})
        Duty.objects.filter(area__startswith=f"{PATH}3/").update(basis={"wrong": True})
        changed = plan_places(paths, DAY)
        wrong = Duty.objects.filter(day=DAY, basis={"wrong": True})
        assert changed.moved > 0
        assert {one.area.removeprefix(PATH)[0] for one in wrong} == {"2"}
        assert plan_places([], DAY).made == 0


def test_drafted_places_are_planned_with_those_who_owe_apart(cast: Cast, street: Street) -> None:
    ordered(cast, "2/1/101", regime="home_isolation", begins=at(1, 8))
    plan_day(cast.clerk, DAY)
    held(cast, "1", "2")
    owed = [area for win, area in samples(cast.clerk) if win == "s5"]
    assert {area.split("/")[0] for area in owed} == {"1", "2"}
    assert found(cast) == set()
