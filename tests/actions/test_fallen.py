"""Nobody serves while an order holds her: her shifts fall empty at once, are told of, and are filled again."""

from datetime import timedelta
from uuid import UUID, uuid4

from tests.actions.test_rosters import keeps_rest, refused
from tests.cast import COMPOUND, PATH, Cast
from tests.roster_people import MONDAY, joins, made, places, published, watch
from tests.street import OUTBREAK, at, draft
from tests.street_rules import KEY
from wumen.actions.force import NewDeployment, correct, deploy
from wumen.actions.orders import (
    confirm_change,
    confirm_order,
    enter_change,
    enter_order,
    open_outbreak,
)
from wumen.actions.register import NewResident, register_household
from wumen.actions.rosters.changing import place, repair
from wumen.actions.rosters.freeing import free_held
from wumen.actions.shifts import key_in
from wumen.queries.board import board
from wumen.queries.desk_stations import FellLine, fallen, fell_now
from wumen.queries.force import member
from wumen.queries.posts import acting
from wumen.queries.rosters.grid import grid
from wumen.records import clock, event_log
from wumen.records.models import CrewMember, ForceMember, Resident, Shift
from wumen.records.scope import WHOLE, scoped
from wumen.rules.orders import Changed, ChangeDraft
from wumen.rules.sign_up import SignUp
from wumen.rules.stations import Hours


def hers(cast: Cast, roster: object, person: UUID) -> list[Shift]:
    """Somebody's places of a roster."""
    return [one for one in places(cast, roster) if one.person_id == person]  # type: ignore[arg-type]


def ordered(cast: Cast, *paths: str, **changes: object) -> str:
    """The number of an order in force over places of the street."""
    order = enter_order(cast.clerk, draft(*paths, **changes), OUTBREAK)
    return str(confirm_order(cast.secretary, order.number).number)


def outbreak(cast: Cast) -> None:
    """An open outbreak."""
    open_outbreak(cast.duty_officer, OUTBREAK, KEY, ["morning-sampling"])


def test_an_order_on_her_home_empties_her_coming_shifts_at_once_and_the_board_says_whose(
    cast: Cast,
) -> None:
    (lives_here,) = joins(cast, 1, lives=f"{PATH}3/")
    joins(cast, 8)
    outbreak(cast)
    roster = published(cast, watch(cast))
    ahead = [one for one in hers(cast, roster, lives_here) if one.ends_at > clock.now()]
    assert ahead
    ordered(cast, "3")
    assert [one for one in hers(cast, roster, lives_here) if one.ends_at > clock.now()] == []
    name = CrewMember.objects.get(id=lives_here).name
    (told,) = board(cast.clerk).fell
    assert (told.who, told.many, told.roster) == (name, len(ahead), roster.id)
    assert told.first == ahead[0].begins_at
    assert fell_now(cast.clerk) == (told,)
    assert board(cast.duty_officer).fell == (told,)
    assert fell_now(cast.clerk, COMPOUND) == (told,)
    assert fell_now(cast.clerk, f"{COMPOUND}/2") == (), (
        "what fell elsewhere is no gap of this place"
    )
    with scoped(WHOLE):
        (event,) = [one for one in event_log.unread("test") if one.kind == "shift.fell_empty"]
    assert event.area == f"{PATH}"


def test_one_tap_fills_them_with_the_fewest_changes_and_names_three_to_ask_for_the_rest(
    cast: Cast,
) -> None:
    (lives_here,) = joins(cast, 1, lives=f"{PATH}3/")
    joins(cast, 8)
    outbreak(cast)
    roster = published(cast, watch(cast))
    before = {one.id: one.person_id for one in places(cast, roster)}
    lost = [one.id for one in hers(cast, roster, lives_here) if one.begins_at > clock.now()]
    ordered(cast, "3")
    holes = grid(cast.clerk, roster.id, holes=True).holes
    assert {one.cell.shift.id for one in holes} == set(lost)
    assert all(1 <= len(one.ask) <= 3 for one in holes)
    assert all(one.cell.shift.was for one in holes)
    moved = repair(cast.clerk, roster.id)
    after = {one.id: one.person_id for one in places(cast, roster)}
    assert all(after[one] not in (None, lives_here) for one in lost)
    others = [one for one in before if before[one] != after[one] and one not in lost]
    assert len(moved) == len(lost) + len(others)
    assert len(others) <= len(lost)
    assert keeps_rest(places(cast, roster))
    assert board(cast.clerk).fell == ()


def test_an_order_on_herself_counts_wherever_she_serves(cast: Cast) -> None:
    register_household(
        cast.clerk, f"{COMPOUND}/2/1/101", [NewResident("值守住户", telephones=("19012345678",))]
    )
    (she,) = joins(cast, 1, name="值守住户", telephone="19012345678")
    joins(cast, 5)
    outbreak(cast)
    roster = published(cast, watch(cast, hours=(Hours(480, 480),)))
    with acting(cast.clerk):
        resident = Resident.objects.get(name="值守住户")
    assert hers(cast, roster, she)
    order = enter_order(
        cast.clerk, draft(regime="home_isolation", residents=(str(resident.id),)), OUTBREAK
    )
    with acting(cast.clerk):
        assert Shift.objects.filter(was=she).count() == 0, "what is not confirmed binds nobody"
    confirm_order(cast.secretary, order.number)
    assert [one for one in hers(cast, roster, she) if one.ends_at > clock.now()] == []


def test_only_what_meets_the_order_falls_and_after_its_end_she_is_available_again(
    cast: Cast,
) -> None:
    (lives_here,) = joins(cast, 1, lives=f"{PATH}3/")
    joins(cast, 1)
    outbreak(cast)
    roster = published(cast, watch(cast, hours=(Hours(480, 480),)), days=14)
    mine = hers(cast, roster, lives_here)
    end = at(1, 14)
    later = [one.id for one in mine if one.begins_at >= end]
    assert later
    ordered(cast, "3", begins=at(1, 10, 12), ends=end)
    kept = hers(cast, roster, lives_here)
    assert [one.id for one in kept if one.begins_at > clock.now()] == later
    (hole, *_) = [one for one in places(cast, roster) if one.was_id == lives_here]
    refused("roster_place_breaks", place, cast.clerk, hole.id, lives_here)
    week = made(cast, watch(cast, "热线", (Hours(480, 480),)), first=MONDAY.replace(day=17))
    assert hers(cast, week, lives_here), "a roster behind the end counts with her"


def test_what_is_lifted_early_frees_her_at_once(cast: Cast) -> None:
    (lives_here,) = joins(cast, 1, lives=f"{PATH}3/")
    joins(cast, 1)
    outbreak(cast)
    roster = published(cast, watch(cast, hours=(Hours(1200, 240),)))
    number = ordered(cast, "3", begins=at(1, 10, 9), ends=at(1, 20))
    (hole, *_) = [one for one in places(cast, roster) if one.was_id == lives_here]
    refused("roster_place_breaks", place, cast.clerk, hole.id, lives_here)
    with clock.fixed(at(1, 10, 15)):
        lift = ChangeDraft(Changed.LIFT, "指挥部", "通告第2号", "排除", at(1, 10, 15), None)
        confirm_change(cast.secretary, enter_change(cast.clerk, number, lift).id)
        before = sum(one.many for one in fell_now(cast.clerk))
        place(cast.clerk, hole.id, lives_here)
        assert sum(one.many for one in fell_now(cast.clerk)) == before - 1
    assert hole.id in {one.id for one in hers(cast, roster, lives_here)}


def test_whoever_stands_there_when_the_order_comes_goes_and_the_station_rings(cast: Cast) -> None:
    (lives_here,) = joins(cast, 1, lives=f"{PATH}3/")
    outbreak(cast)
    roster = published(cast, watch(cast, hours=(Hours(480, 480),)))
    first = next(one for one in hers(cast, roster, lives_here) if one.day.day > 10)
    begins = first.begins_at
    with clock.fixed(begins):
        key_in(cast.clerk, first.id, lives_here, begins)
    with clock.fixed(begins + timedelta(hours=2)):
        assert board(cast.clerk).empty == ()
        ordered(cast, "3", begins=begins)
    with clock.fixed(begins + timedelta(hours=3)):
        (empty,) = board(cast.clerk).empty
        assert empty.since == begins + timedelta(hours=2)


def test_an_order_that_follows_her_new_address_frees_her_too(cast: Cast) -> None:
    (mover,) = joins(cast, 1, lives=f"{PATH}2/")
    joins(cast, 3)
    outbreak(cast)
    roster = published(cast, watch(cast, hours=(Hours(480, 480),)))
    ordered(cast, "3")
    assert hers(cast, roster, mover)
    with acting(cast.clerk):
        row = ForceMember.objects.get(person=mover)
    said = SignUp("值守搬家", "19099990001", "volunteer", lives=f"{PATH}3/")
    correct(cast.clerk, row.id, said)
    assert free_held(cast.operator) > 0
    assert [one for one in hers(cast, roster, mover) if one.begins_at > clock.now()] == []
    assert free_held(cast.operator) == 0


def test_nobody_is_taken_for_hours_in_which_an_order_will_hold_her(cast: Cast) -> None:
    (she,) = joins(cast, 1, lives=f"{PATH}3/")
    outbreak(cast)
    ordered(cast, "3", begins=at(1, 12, 8), ends=at(1, 20))
    with acting(cast.clerk):
        ident = ForceMember.objects.get(person=she).id
    assert member(cast.clerk, ident).serving.held == ""
    deploy(cast.clerk, [ident], NewDeployment("送菜", MONDAY, "pm"))
    refused(
        "force_held",
        deploy,
        cast.clerk,
        [ident],
        NewDeployment("送菜", MONDAY.replace(day=13), "am"),
    )
    deploy(cast.clerk, [ident], NewDeployment("送菜", MONDAY.replace(day=21), "am"))


def test_a_place_emptied_by_hand_is_told_until_somebody_has_it(cast: Cast) -> None:
    joins(cast, 4)
    roster = published(cast, watch(cast, hours=(Hours(1200, 240),)))
    first = places(cast, roster)[0]
    before = first.person_id
    place(cast.clerk, first.id, None)
    (told,) = fell_now(cast.clerk)
    assert told.many == 1
    repair(cast.clerk, roster.id)
    (other,) = [one.person_id for one in places(cast, roster) if one.id == first.id]
    assert other not in (None, before), "who was taken off by hand does not get it back by a tap"
    assert fell_now(cast.clerk) == ()
    place(cast.clerk, first.id, None)
    place(cast.clerk, first.id, before)
    assert fell_now(cast.clerk) == ()


def test_who_lost_places_of_two_rosters_counts_once_and_the_first_people_are_shown() -> None:
    she, *others = [uuid4() for _ in range(5)]
    lines = [
        FellLine(person, uuid4(), f"值守{n}", "1号楼值守", at(1, 11, n), 1)
        for n, person in enumerate([she, *others, she])
    ]
    found = fallen(lines, 3)
    assert (found.people, found.more) == (5, 2)
    assert [one.person for one in found.lines] == [she, *others[:2], she]
    assert fallen(lines, 8).more == 0
