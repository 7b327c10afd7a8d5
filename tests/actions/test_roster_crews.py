"""A crew without names mans places by count: never more than it has rested people, checked in by count."""

from datetime import date, timedelta

from tests.actions.test_rosters import refused
from tests.cast import COMPOUND, PATH, Cast
from tests.roster_people import MONDAY, joins, made, places, watch
from tests.street import OUTBREAK, at, draft
from tests.street_rules import KEY
from wumen.actions.crew import grant_post
from wumen.actions.force import enlist
from wumen.actions.orders import confirm_order, enter_order, open_outbreak
from wumen.actions.rosters.changing import place, publish, repair, swap
from wumen.actions.rosters.crews import man_by_crew
from wumen.actions.rosters.making import make_again
from wumen.actions.shifts import check_in, check_in_crew, hand_over, key_in
from wumen.queries.board import board
from wumen.queries.posts import acting, viewers_of
from wumen.queries.rosters.grid import grid
from wumen.queries.rosters.mine import own_shifts
from wumen.queries.stations import stations, uncovered
from wumen.records import clock
from wumen.records.models import ForceMember, Roster, Shift
from wumen.rules.sign_up import SignUp
from wumen.rules.stations import PATTERNS, Hours

DAY = (Hours(480, 480, need=4),)


def crew(cast: Cast, people: int = 6, **said: object) -> ForceMember:
    """A crew from outside under one contact."""
    given = {"name": "支援队", "telephone": "19011112222", "profession": "volunteer"}
    return enlist(cast.clerk, COMPOUND, SignUp(people=people, **{**given, **said}), "crew")  # type: ignore[arg-type]


def man(
    cast: Cast,
    roster: Roster,
    who: ForceMember,
    count: int,
    day: date = MONDAY,
    days: int = 1,
    at_: int = 0,
) -> int:
    """Let so many of a crew stand in the hours that begin at `at_` minutes, or in the only ones."""
    hours = {one.hours.start: one.hours_id for one in places(cast, roster)}
    return man_by_crew(
        cast.clerk,
        roster.id,
        who.id,
        hours.get(at_) or next(iter(hours.values())),
        day,
        days,
        count,
    )


def stand(cast: Cast, roster: Roster, day: date = MONDAY) -> list[Shift]:
    """The places that a crew fills on a day."""
    return [one for one in places(cast, roster) if one.block and one.day == day]


def test_a_crew_takes_places_and_the_plan_fills_the_rest_around_it(cast: Cast) -> None:
    people = joins(cast, 6)
    roster = made(cast, watch(cast, "大门", hours=DAY), days=3)
    who = crew(cast)
    assert man(cast, roster, who, 3, days=3) == 9
    make_again(cast.clerk, roster.id)
    with acting(cast.clerk):
        Roster.objects.filter(id=roster.id).update(state="ready")
    for n in range(3):
        of_day = [one for one in places(cast, roster) if one.day == MONDAY + timedelta(days=n)]
        assert sum(one.block for one in of_day) == 3
        (named,) = [one for one in of_day if not one.block]
        assert named.person_id in people
    publish(cast.clerk, roster.id)
    assert uncovered(cast.clerk, MONDAY, 3) == {}
    (row,) = grid(cast.clerk, roster.id).crews
    assert [(one.shift.who, one.shift.people) for one in row.cells] == [("支援队×3", 3)] * 3


def test_fewer_or_none_of_them_leave_the_places_empty_again(cast: Cast) -> None:
    joins(cast, 1)
    roster = publish(cast.clerk, made(cast, watch(cast, "大门", hours=DAY), days=3).id)
    who = crew(cast)
    tomorrow = MONDAY + timedelta(days=1)
    assert man(cast, roster, who, 3, tomorrow) == 3
    assert man(cast, roster, who, 1, tomorrow) == 2
    assert len(stand(cast, roster, tomorrow)) == 1
    assert man(cast, roster, who, 0, tomorrow) == 1
    assert stand(cast, roster, tomorrow) == []
    (told,) = board(cast.clerk).fell
    assert (told.who, told.many) == ("支援队", 3)
    refused("roster_crew_places", man, cast, roster, who, 4, tomorrow)


def test_nobody_of_a_crew_stands_twice_within_her_rest(cast: Cast) -> None:
    joins(cast, 1)
    station = watch(
        cast, "大门", hours=tuple(Hours(h.start, h.minutes, need=4) for h in PATTERNS["eights"][1])
    )
    roster = made(cast, station, days=3)
    who = crew(cast, people=6)
    man(cast, roster, who, 4, at_=480)
    said = refused("roster_crew_worn", man, cast, roster, who, 3, MONDAY, 1, 960)
    assert (said.details["people"], said.details["many"]) == (6, 7)
    man(cast, roster, who, 2, at_=960)
    refused("roster_crew_count", man, cast, roster, who, 7, MONDAY, 1, 960)


def test_an_order_on_their_quarters_takes_the_whole_crew_off(cast: Cast) -> None:
    joins(cast, 4)
    open_outbreak(cast.duty_officer, OUTBREAK, KEY, ["morning-sampling"])
    roster = made(cast, watch(cast, "大门", hours=DAY), days=3)
    who = crew(cast, lives=f"{PATH}3/")
    tomorrow = MONDAY + timedelta(days=1)
    man(cast, roster, who, 3, tomorrow)
    publish(cast.clerk, roster.id)
    confirm_order(cast.secretary, enter_order(cast.clerk, draft("3"), OUTBREAK).number)
    assert stand(cast, roster, tomorrow) == []
    (told,) = board(cast.clerk).fell
    assert (told.who, told.many) == ("支援队", 3)
    refused("roster_place_breaks", man, cast, roster, who, 1, tomorrow)
    repair(cast.clerk, roster.id)
    assert (
        sum(one.person_id is not None for one in places(cast, roster) if one.day == tomorrow) >= 3
    )


def test_its_contact_says_how_many_came_and_the_station_is_empty_without_them(cast: Cast) -> None:
    joins(cast, 1)
    who = crew(cast)
    grant_post(cast.clerk, who.person.number, "gate", COMPOUND)
    contact = viewers_of(who.person.number)[0]
    roster = made(cast, watch(cast, "大门", hours=(Hours(480, 480, need=3),)), days=2)
    tomorrow = MONDAY + timedelta(days=1)
    man(cast, roster, who, 3, tomorrow)
    publish(cast.clerk, roster.id)
    (own,) = own_shifts(contact.person)
    assert own.line.people == 3
    with clock.fixed(at(1, 11, 9)):
        (empty,) = board(cast.clerk).empty
        assert empty.named == "支援队"
        seat = stand(cast, roster, tomorrow)[1]
        refused("shift_count_unreadable", check_in, contact, seat.id)
        refused("shift_count_unreadable", check_in_crew, contact, seat.id, 4)
        check_in_crew(contact, seat.id, 2)
        assert board(cast.clerk).empty == ()
        (line,) = stations(cast.clerk)
        assert [(one.who, one.there) for one in line.now] == [("支援队×3", 2)]
        check_in_crew(cast.clerk, seat.id, 3, at(1, 11, 8))
        refused("shift_count_unreadable", check_in_crew, contact, seat.id, 2)
        refused("shift_unknown", check_in_crew, cast.sampler, seat.id, 3)
    with clock.fixed(at(1, 11, 16)):
        hand_over(contact, seat.id, "钥匙在桌上")
        assert all(one.went_at == at(1, 11, 16) for one in stand(cast, roster, tomorrow))


def test_a_crew_is_no_person_on_a_roster(cast: Cast) -> None:
    joins(cast, 2)
    roster = made(cast, watch(cast, "大门", hours=DAY), days=2)
    who = crew(cast)
    seat = places(cast, roster)[-1]
    refused("roster_crew_by_count", place, cast.clerk, seat.id, who.person_id)
    one = enlist(cast.clerk, COMPOUND, SignUp("单人", "19033334444", "volunteer"), "ledger")
    refused("roster_crew_unknown", man, cast, roster, one, 1)
    man(cast, roster, who, 2, MONDAY + timedelta(days=1))
    publish(cast.clerk, roster.id)
    with clock.fixed(at(1, 11, 9)):
        block = stand(cast, roster, MONDAY + timedelta(days=1))[0]
        refused("shift_unknown", key_in, cast.clerk, block.id, who.person_id, at(1, 11, 8))


def test_a_crew_s_place_is_not_swapped_from_a_page_that_was_loaded_before(cast: Cast) -> None:
    joins(cast, 4)
    roster = made(cast, watch(cast, "大门", hours=DAY), days=2)
    other = next(one for one in places(cast, roster) if one.day > MONDAY and one.person_id)
    man(cast, roster, crew(cast), 4)
    block = stand(cast, roster)[0]
    refused("roster_crew_by_count", swap, cast.clerk, block.id, other.id)
    refused("roster_crew_by_count", swap, cast.clerk, other.id, block.id)


def test_days_that_the_roster_does_not_have_are_refused(cast: Cast) -> None:
    joins(cast, 1)
    saturdays = (Hours(480, 480, need=4, weekdays=1 << 5),)
    roster = made(cast, watch(cast, "大门", hours=DAY), days=3)
    who = crew(cast)
    for day, days in (
        (MONDAY + timedelta(days=7), 1),
        (MONDAY, 4),
        (MONDAY - timedelta(days=1), 2),
    ):
        said = refused("roster_crew_days", man, cast, roster, who, 2, day, days)
        assert (said.details["first"], said.details["last"]) == ("2022-01-10", "2022-01-12")
    assert stand(cast, roster) == []
    weekly = made(cast, watch(cast, "集市", hours=saturdays), days=7)
    refused("roster_crew_places", man, cast, weekly, who, 2)
