"""Who came to a shift: on her phone, the station's, or from paper; hand-over; a station where nobody is rings."""

from datetime import datetime, timedelta

import pytest

from tests.cast import COMPOUND, Cast, person
from tests.roster_people import joins, places, published, watch
from tests.street import at
from wumen.actions.crew import grant_post
from wumen.actions.force import NewDeployment, deploy
from wumen.actions.rosters.changing import cannot_come, place
from wumen.actions.shifts import check_in, hand_over, key_in
from wumen.actions.stations import add_hours, change_station, end_hours, end_station, make_station
from wumen.queries.board import board
from wumen.queries.posts import acting, viewers_of
from wumen.queries.rosters.listed import rosters
from wumen.queries.rosters.mine import own_shifts
from wumen.queries.rosters.one import shift_page
from wumen.queries.stations import now_text, station, stations, uncovered
from wumen.records import clock
from wumen.records.models import CrewMember, ForceMember, Shift
from wumen.records.scope import WHOLE, scoped
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.stations import Hours
from wumen.rules.time import local

DAY = (Hours(480, 480),)


def refused(code: str, act: object, *given: object) -> None:
    """Assert that an action is refused with a code."""
    with pytest.raises(Problem) as caught:
        act(*given)  # type: ignore[operator]
    assert caught.value.code == code


def morning(cast: Cast) -> Shift:
    """Monday's shift at eight of building 1's watch, of somebody without a post."""
    joins(cast, 4)
    roster = published(cast, watch(cast, hours=DAY))
    return places(cast, roster)[0]


def as_crew(cast: Cast, row: Shift, role: str, path: str) -> Viewer:
    """Whoever is named for a shift, acting in a post."""
    number = CrewMember.objects.get(id=row.person_id).number
    grant_post(cast.operator, number, role, path)
    return viewers_of(number)[0]


def now(hour: int, minute: int = 0) -> datetime:
    """An instant of that Monday."""
    return at(1, 10, hour) + timedelta(minutes=minute)


def test_somebody_checks_in_on_her_own_phone_from_half_an_hour_before(cast: Cast) -> None:
    row = morning(cast)
    # Her post is at another building: the shift is hers all the same.
    her = as_crew(cast, row, "unit_lead", f"{COMPOUND}/2")
    with clock.fixed(now(7, 29)):
        refused("shift_not_now", check_in, her, row.id)
    with clock.fixed(now(7, 31)):
        check_in(her, row.id)
        assert station(cast.clerk, row.station_id).now == ()
    with clock.fixed(now(8, 20)):
        line = station(cast.clerk, row.station_id)
        assert [one.name for one in line.there] == [her.name]
        assert (line.now[0].came_how, local(line.now[0].came_at or now(0)).hour) == ("phone", 7)
        assert line.empty_since is None


def test_the_stations_own_phone_says_who_came_and_no_other_gate(cast: Cast) -> None:
    row = morning(cast)
    here = person(cast.operator, "门岗手机", "property", "gate", f"{COMPOUND}/1")
    there = person(cast.operator, "别处手机", "property", "gate", f"{COMPOUND}/3")
    with clock.fixed(now(8, 2)):
        refused("shift_unknown", check_in, there, row.id)
        refused("shift_unknown", check_in, cast.outsider, row.id)
        assert check_in(here, row.id).came_how == "device"


def test_who_came_is_keyed_in_from_paper_or_somebody_else_in_her_place(cast: Cast) -> None:
    row = morning(cast)
    (other,) = joins(cast, 1)
    with clock.fixed(now(9)):
        refused("shift_not_now", key_in, cast.clerk, row.id, row.person_id, now(9, 30))
        refused("roster_person_not_in", key_in, cast.clerk, row.id, other, now(8))
        refused("right_missing", key_in, cast.captain, row.id, row.person_id, now(8))
        key_in(cast.clerk, row.id, row.person_id, now(7, 55))
        assert station(cast.clerk, row.station_id).now[0].came_how == "paper"


def test_what_is_handed_over_is_read_by_the_next_and_sealed(cast: Cast) -> None:
    joins(cast, 6)
    roster = published(cast, watch(cast, hours=(Hours(480, 480), Hours(960, 480))))
    first, then = places(cast, roster)[:2]
    with clock.fixed(now(8)):
        refused("shift_not_there", hand_over, cast.clerk, first.id, "没来")
        key_in(cast.clerk, first.id, first.person_id, now(8))
    with clock.fixed(now(15, 58)):
        refused("shift_note_long", hand_over, cast.clerk, first.id, "长" * 401)
        hand_over(cast.clerk, first.id, "测温枪在抽屉里")
    with clock.fixed(now(15, 59)):
        assert then.person_id
        mine = own_shifts(then.person_id)[0]
        assert mine.handed_over == "测温枪在抽屉里"
    kept = next(one for one in places(cast, roster) if one.id == first.id)
    assert kept.handed_over_sealed
    assert "测温枪".encode() not in bytes(kept.handed_over_sealed)
    with clock.fixed(now(18)):
        refused("shift_not_now", hand_over, cast.clerk, first.id, "太晚")


def test_an_empty_station_rings_on_the_board_with_whose_it_is_and_goes_up_the_chain(
    cast: Cast,
) -> None:
    row = morning(cast)
    name = CrewMember.objects.get(id=row.person_id).name
    with clock.fixed(now(8, 9)):
        assert board(cast.clerk).empty == ()
    with clock.fixed(now(8, 10)):
        (line,) = board(cast.clerk).empty
        assert (line.name, line.named, line.since) == ("1号楼值守", name, now(8))
        assert line.names == ("锦绣城社区", "锦绣城")
        assert line.answers is None
        assert station(cast.clerk, row.station_id).empty_since == line.since
    with clock.fixed(now(8, 30)):
        (line,) = board(cast.clerk).empty
        assert line.answers is not None
        assert line.answers.who.name == "李楼长"
    with clock.fixed(now(9)):
        (line,) = board(cast.clerk).empty
        assert line.answers is not None
        assert line.answers.who.name == "周书记"
        assert board(cast.outsider).empty == ()
        key_in(cast.clerk, row.id, row.person_id, now(9))
        assert board(cast.clerk).empty == ()
    with clock.fixed(now(12)):
        hand_over(cast.clerk, row.id, "")
    with clock.fixed(now(12, 11)):
        assert board(cast.clerk).empty[0].since == now(12)
    with clock.fixed(now(16)):
        assert board(cast.clerk).empty == ()


def test_a_captain_sees_who_stands_at_her_building_on_a_roster_of_the_compound(cast: Cast) -> None:
    row = morning(cast)
    with clock.fixed(now(8, 10)):
        assert station(cast.captain, row.station_id) == station(cast.clerk, row.station_id)
        assert station(cast.captain, row.station_id).empty_since == now(8)
        assert uncovered(cast.captain, row.day, 1) == uncovered(cast.clerk, row.day, 1) == {}
        assert rosters(cast.captain) == []


def test_who_is_on_duty_is_a_text_of_crew_names_alone(cast: Cast) -> None:
    row = morning(cast)
    with clock.fixed(now(8, 20)):
        said = now_text(stations(cast.clerk), {"watch": "楼栋值守"})
    name = CrewMember.objects.get(id=row.person_id).name
    assert said == f"【谁在岗】08:20\n楼栋值守 锦绣城 1号楼值守：{name}（到 16:00）"


def test_a_place_that_nobody_has_rings_as_well(cast: Cast) -> None:
    row = morning(cast)
    place(cast.clerk, row.id, None)
    with clock.fixed(now(8, 15)):
        assert board(cast.clerk).empty[0].named == ""
        refused("shift_nobodys", check_in, cast.clerk, row.id)


def test_a_station_is_made_changed_and_ended_by_who_keeps_the_crew(cast: Cast) -> None:
    refused("right_missing", make_station, cast.captain, f"{COMPOUND}/1", "gate", "门", DAY)
    refused("area_not_yours", make_station, cast.outsider, f"{COMPOUND}/1", "gate", "门", DAY)
    refused("station_kind_unknown", make_station, cast.clerk, COMPOUND, "tower", "门", DAY)
    refused("station_name_needed", make_station, cast.clerk, COMPOUND, "gate", " ", DAY)
    refused("station_without_hours", make_station, cast.clerk, COMPOUND, "gate", "门", ())
    made = make_station(cast.clerk, COMPOUND, "gate", "大门", DAY)
    refused("station_there_already", make_station, cast.clerk, COMPOUND, "gate", "大门", DAY)
    add_hours(cast.clerk, made.id, [Hours(960, 480), *DAY])
    line = station(cast.clerk, made.id)
    assert [one.hours.words for one in line.hours] == ["8:00–16:00", "16:00–24:00"]
    end_hours(cast.clerk, made.id, line.hours[0].id)
    refused("station_without_hours", end_hours, cast.clerk, made.id, line.hours[1].id)
    change_station(cast.clerk, made.id, outdoors=True, isolated=False, rings_after=5)
    line = station(cast.clerk, made.id)
    assert (line.outdoors, line.rings_after) == (True, 5)
    refused("station_unknown", end_station, cast.outsider, made.id)
    end_station(cast.clerk, made.id)
    assert stations(cast.clerk) == []


def test_who_came_early_stays_whatever_is_noted_before_the_hour(cast: Cast) -> None:
    row = morning(cast)
    her = as_crew(cast, row, "unit_lead", f"{COMPOUND}/2")
    assert row.person_id is not None
    with clock.fixed(now(7, 40)):
        check_in(her, row.id)
        assert cannot_come(cast.clerk, row.roster_id, row.person_id, row.day, 1, "ill") == []
    with scoped(WHOLE):
        assert Shift.objects.get(id=row.id).person_id == row.person_id


def test_who_stands_on_a_published_shift_is_taken_and_is_deployed_nowhere_else(cast: Cast) -> None:
    row = morning(cast)
    with acting(cast.clerk):
        member = ForceMember.objects.get(person=row.person_id)
    work = NewDeployment("打电话", row.day, "am")
    refused("force_taken", deploy, cast.clerk, [member.id], work)


def test_who_stood_in_the_morning_is_refused_the_evening_by_name_and_not_offered(
    cast: Cast,
) -> None:
    joins(cast, 4)
    roster = published(cast, watch(cast, hours=(Hours(480, 240), Hours(1080, 240))))
    early, late = places(cast, roster)[:2]
    her = as_crew(cast, early, "unit_lead", f"{COMPOUND}/2")
    with clock.fixed(now(8, 5)):
        check_in(her, early.id)
    assert early.person_id is not None
    with clock.fixed(now(13)):
        refused("roster_place_breaks", place, cast.clerk, late.id, early.person_id)
        offered = {one.person: one.forbids for one in shift_page(cast.clerk, late.id).choices}
        assert offered[early.person_id]
