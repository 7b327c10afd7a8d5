"""Rosters as an office makes them: every minute covered, guards kept, changed by hand, repaired, swapped."""

from datetime import timedelta
from itertools import combinations, pairwise
from time import process_time
from uuid import UUID

import pytest

from tests.cast import COMPOUND, Cast
from tests.roster_people import MONDAY, joins, made, places, published, watch
from wumen.actions.rosters.changing import (
    cannot_come,
    drop,
    place,
    publish,
    repair,
    swap,
)
from wumen.actions.rosters.making import (
    improve_roster,
    make_again,
    rosters_to_improve,
    start_roster,
    stop_making,
)
from wumen.queries.posts import acting
from wumen.queries.rosters.grid import grid
from wumen.queries.rosters.listed import rosters
from wumen.queries.stations import uncovered
from wumen.records.models import Shift
from wumen.rules.problems import Problem
from wumen.rules.rosters.asking import WHY_NAMES
from wumen.rules.stations import Hours
from wumen.rules.time import local


def refused(code: str, act: object, *given: object, **more: object) -> Problem:
    """The problem with which an action is refused."""
    with pytest.raises(Problem) as caught:
        act(*given, **more)  # type: ignore[operator]
    assert caught.value.code == code
    return caught.value


def by_person(shifts: list[Shift]) -> dict[UUID, list[Shift]]:
    """Everybody's places, in their order."""
    found: dict[UUID, list[Shift]] = {}
    for one in shifts:
        if one.person_id:
            found.setdefault(one.person_id, []).append(one)
    return found


def keeps_rest(shifts: list[Shift]) -> bool:
    """Whether everybody has eleven hours between two shifts, by the instants themselves."""
    for own in by_person(shifts).values():
        for one, then in pairwise(own):
            if then.begins_at - one.ends_at < timedelta(hours=11):
                return False
    return True


def test_a_week_of_day_and_night_covers_every_minute_and_lets_everybody_rest(cast: Cast) -> None:
    joins(cast, 8)
    station = watch(cast)
    assert set(uncovered(cast.clerk, MONDAY, 7)) == {station.id}
    began = process_time()
    roster = made(cast, station)
    assert process_time() - began < 3
    shifts = places(cast, roster)
    assert len(shifts) == 21
    assert all(one.person_id for one in shifts)
    assert keeps_rest(shifts)
    assert max(len(own) for own in by_person(shifts).values()) <= 6
    assert set(uncovered(cast.clerk, MONDAY, 7)) == {station.id}, "a draft covers nothing"
    publish(cast.clerk, roster.id)
    assert uncovered(cast.clerk, MONDAY, 7) == {}


def test_who_asked_for_no_nights_has_none(cast: Cast) -> None:
    joins(cast, 6)
    quiet = joins(cast, 2, wishes=("no_nights",))
    shifts = places(cast, made(cast, watch(cast)))
    nights = [one for one in shifts if one.person_id in quiet and local(one.begins_at).hour == 0]
    assert nights == []
    assert all(one.person_id for one in shifts)


def test_nobody_over_sixty_stands_outdoors_for_more_than_four_hours_or_at_isolated_homes(
    cast: Cast,
) -> None:
    old = joins(cast, 3, born=1955)
    young = joins(cast, 7)
    outdoors = watch(cast, "大门", outdoors=True)
    inside = watch(cast, "热线", (Hours(480, 480),))
    homes = watch(cast, "隔离户门口", (Hours(480, 240),), isolated=True)
    roster = made(cast, outdoors, inside, homes)
    shifts = places(cast, roster)
    assert {one.station_id for one in shifts if one.person_id in old} <= {inside.id}
    gate = next(one for one in shifts if one.station_id == outdoors.id)
    said = refused("roster_place_breaks", place, cast.clerk, gate.id, old[0])
    assert said.details["rule_zh"] == WHY_NAMES["old_outdoors"].zh
    door = next(one for one in shifts if one.station_id == homes.id)
    said = refused("roster_place_breaks", place, cast.clerk, door.id, old[0])
    assert said.details["rule_zh"] == WHY_NAMES["old_isolated"].zh
    assert young


def test_a_place_that_needs_a_skill_is_filled_by_who_has_it(cast: Cast) -> None:
    joins(cast, 5)
    talkers = joins(cast, 2, skills=("calls",))
    line = watch(cast, "热线", (Hours(480, 480, skill="calls"),))
    shifts = places(cast, made(cast, line))
    assert {one.person_id for one in shifts} <= set(talkers)
    assert sum(one.person_id is not None for one in shifts) == 7


def test_an_empty_place_says_why_and_whom_to_ask(cast: Cast) -> None:
    joins(cast, 1)
    joins(cast, 4, wishes=("no_nights",))
    roster = made(cast, watch(cast))
    found = grid(cast.clerk, roster.id, holes=True)
    night = [one for one in found.holes if local(one.cell.shift.interval.begins).hour == 0]
    assert night
    hole = night[0]
    assert sum(many for _, many in hole.reasons) <= 5
    assert {why for why, _ in hole.reasons} <= set(WHY_NAMES)
    asked = [grants for _, _, grants in hole.ask]
    assert any("wished_not" in grants for grants in asked)
    assert len(hole.ask) <= 3


def test_a_place_by_hand_stays_when_the_rest_is_made_anew(cast: Cast) -> None:
    people = joins(cast, 8)
    roster = made(cast, watch(cast))
    first = places(cast, roster)[4]
    other = next(
        one
        for one in people
        if one != first.person_id
        and not any(
            s.person_id == one and abs((s.day - first.day).days) <= 1 for s in places(cast, roster)
        )
    )
    assert place(cast.clerk, first.id, other) == ()
    again = make_again(cast.clerk, roster.id)
    after = {one.id: one for one in places(cast, roster)}
    assert after[first.id].person_id == other
    assert after[first.id].by_hand
    assert keeps_rest(list(after.values()))
    assert all(one.person_id for one in after.values())
    stop_making(cast.clerk, again.id)


def test_a_place_by_hand_that_leaves_no_rest_is_refused_by_name(cast: Cast) -> None:
    joins(cast, 8)
    roster = made(cast, watch(cast))
    shifts = places(cast, roster)
    late = next(one for one in shifts if local(one.begins_at).hour == 16)
    next_night = next(
        one
        for one in shifts
        if local(one.begins_at).hour == 0 and one.day == late.day + timedelta(days=1)
    )
    said = refused("roster_place_breaks", place, cast.clerk, next_night.id, late.person_id)
    assert said.details["rule_zh"] == WHY_NAMES["rest"].zh


def test_a_sickness_is_repaired_in_two_seconds_with_few_changes(cast: Cast) -> None:
    joins(cast, 9)
    roster = published(cast, watch(cast))
    before = {one.id: one.person_id for one in places(cast, roster)}
    ill = next(one.person_id for one in places(cast, roster) if one.day > MONDAY and one.person_id)
    hers = [one for one in places(cast, roster) if one.person_id == ill and one.day > MONDAY]
    began = process_time()
    moved = cannot_come(cast.clerk, roster.id, ill, MONDAY + timedelta(days=1), 6, "ill")
    assert process_time() - began < 2
    after = {one.id: one.person_id for one in places(cast, roster)}
    assert all(after[one.id] not in (ill, None) for one in hers)
    assert keeps_rest(places(cast, roster))
    changed = {ident for ident in before if before[ident] != after[ident]}
    assert {one.shift for one in moved} == changed
    assert len(changed) <= len(hers) + 2
    assert uncovered(cast.clerk, MONDAY, 7) == {}


def test_a_day_that_somebody_asked_free_is_kept_where_it_can_be(cast: Cast) -> None:
    joins(cast, 8)
    roster = made(cast, watch(cast))
    one = next(one for one in places(cast, roster) if one.person_id)
    assert one.person_id
    assert cannot_come(cast.clerk, roster.id, one.person_id, one.day, 1, "free") == []
    make_again(cast.clerk, roster.id)
    stop_making(cast.clerk, roster.id)
    after = places(cast, roster)
    assert all(row.person_id for row in after)
    assert not any(row.person_id == one.person_id and row.day == one.day for row in after)


def test_what_has_begun_is_not_given_to_somebody_else(cast: Cast) -> None:
    people = joins(cast, 8)
    roster = published(cast, watch(cast))
    begun = places(cast, roster)[0]
    free = next(one for one in people if one != begun.person_id)
    refused("shift_begun", place, cast.clerk, begun.id, free)
    repair(cast.clerk, roster.id)
    assert places(cast, roster)[0].person_id == begun.person_id


def test_two_swap_their_shifts(cast: Cast) -> None:
    joins(cast, 8)
    roster = published(cast, watch(cast))
    shifts = [one for one in places(cast, roster) if one.day > MONDAY]
    for one, other in combinations(shifts, 2):
        try:
            swap(cast.clerk, one.id, other.id)
        except Problem as problem:
            assert problem.code in {"roster_swap_breaks", "roster_swap_same"}
        else:
            break
    after = {row.id: row for row in places(cast, roster)}
    assert after[one.id].person_id == other.person_id != one.person_id
    assert after[other.id].person_id == one.person_id
    assert after[one.id].by_hand
    assert keeps_rest(list(after.values()))


def test_a_swap_that_leaves_no_rest_is_refused_with_the_rule(cast: Cast) -> None:
    joins(cast, 8)
    roster = published(cast, watch(cast))
    shifts = places(cast, roster)
    days = {(one.person_id, one.day): one for one in shifts}
    late, night, own = next(
        (late, night, own)
        for late in shifts
        for night in shifts
        for own in shifts
        if local(late.begins_at).hour == 16
        and local(night.begins_at).hour == 0
        and night.day - late.day == timedelta(days=1)
        and own.person_id == late.person_id != night.person_id
        and own.day > MONDAY
        and own.day not in (late.day, night.day)
        and (own.person_id, night.day) not in days
    )
    said = refused("roster_swap_breaks", swap, cast.clerk, night.id, own.id)
    assert said.details["rule_zh"] == WHY_NAMES["rest"].zh
    assert places(cast, roster)[shifts.index(night)].person_id == night.person_id
    assert late.person_id == own.person_id


def test_the_hours_are_shared_where_that_leaves_no_place_empty(cast: Cast) -> None:
    joins(cast, 9)
    shifts = places(cast, made(cast, watch(cast)))
    assert all(one.person_id for one in shifts)
    # 168 hours among nine are under nineteen each: three shifts at most instead of the six that rest allows.
    assert max(len(own) for own in by_person(shifts).values()) <= 3


def test_two_rosters_of_one_station_never_hold_on_the_same_day(cast: Cast) -> None:
    joins(cast, 8)
    station = watch(cast)
    published(cast, station)
    second = made(cast, station)
    refused("roster_overlaps", publish, cast.clerk, second.id)
    drop(cast.clerk, second.id)
    refused("roster_unknown", publish, cast.clerk, second.id)
    assert len(rosters(cast.clerk)) == 1


def test_two_drafts_with_the_same_person_are_not_both_published(cast: Cast) -> None:
    joins(cast, 2)
    first = made(cast, watch(cast, "大门", (Hours(480, 480),)))
    second = made(cast, watch(cast, "热线", (Hours(480, 480),)))
    publish(cast.clerk, first.id)
    refused("roster_person_away", publish, cast.clerk, second.id)
    repair(cast.clerk, second.id)
    publish(cast.clerk, second.id)


def test_somebody_on_another_roster_rests_from_it_as_well(cast: Cast) -> None:
    joins(cast, 8)
    published(cast, watch(cast))
    second = made(cast, watch(cast, "大门", (Hours(480, 480),)))
    with acting(cast.clerk):
        both = list(
            Shift.objects.filter(person__isnull=False)
            .select_related("roster")
            .order_by("begins_at")
        )
    assert keeps_rest(both)
    assert any(one.roster_id == second.id for one in both)


def test_the_background_makes_it_better_and_is_stopped_at_any_time(cast: Cast) -> None:
    joins(cast, 8)
    station = watch(cast)
    roster = start_roster(cast.clerk, COMPOUND, [station.id], MONDAY, 7, seconds=0.0)
    if roster.state == "making":
        assert [one for one, _ in rosters_to_improve()] == [roster.id]
        improve_roster(cast.clerk, roster.id, seconds=2.0)
    line = rosters(cast.clerk)[0]
    assert line.state == "ready"
    assert line.standing.lacking == 0
    assert rosters_to_improve() == []


def test_only_who_keeps_the_crew_makes_rosters_and_nobody_outside_sees_them(cast: Cast) -> None:
    joins(cast, 8)
    station = watch(cast)
    refused("right_missing", start_roster, cast.captain, station.area, [station.id], MONDAY, 7)
    roster = made(cast, station)
    refused("roster_unknown", publish, cast.outsider, roster.id)
    assert rosters(cast.outsider) == []
