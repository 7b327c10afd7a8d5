"""What may happen in January, each done as people do it: by actions, in their posts.

A further kind of happening is one more function here with `@happens(weight)`.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import groupby
from random import Random
from uuid import UUID

from django.db import transaction

from tests.january.chance import DAYS, happens, instant
from tests.january.town import AUTHORITY, COVID, NORO, Town
from wumen.actions.changes import (
    leave,
    merge_households,
    merge_residents,
    move_household,
    move_residents,
    split_compound,
    undo,
)
from wumen.actions.crew import end_post
from wumen.actions.duties.settle import cannot, do, waive
from wumen.actions.facilities import add_facility, close_facility
from wumen.actions.homes import note_away, note_back, set_state
from wumen.actions.orders import (
    change_order,
    confirm_change,
    confirm_order,
    drop_order,
    enter_change,
    enter_order,
)
from wumen.actions.register import register_household
from wumen.actions.rounds import floor_done
from wumen.actions.special_needs import end_need, note_need
from wumen.queries.duties import duty_lines
from wumen.queries.posts import acting
from wumen.queries.rounds_of_a_day import rounds
from wumen.records import clock
from wumen.records.models import Facility, Order, RegisterChange
from wumen.rules.areas import parent
from wumen.rules.duties import read_key
from wumen.rules.homes import Away, HomeState
from wumen.rules.orders import Changed, ChangeDraft, OrderDraft
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.rounds import read_round_key

LAST = instant(DAYS - 1, 0)


def said(chance: Random, kind: str) -> dict[str, str]:
    """Authority, document and ground of an order or a change."""
    return {
        "authority": AUTHORITY,
        "document": f"{kind}第{chance.randrange(1, 99)}号",
        "ground": "疾控中心研判意见",
    }


def draw_up(
    town: Town,
    chance: Random,
    regime: str,
    until: datetime,
    *,
    paths: Sequence[str] = (),
    residents: Sequence[UUID] = (),
    at: str = "",
    begins: datetime | None = None,
    outbreak: str = COVID,
) -> Order:
    """An order entered by the clerk of a place and confirmed by its secretary."""
    place = at or paths[0]
    draft = OrderDraft(
        regime=regime,
        begins=begins or clock.now(),
        ends=until,
        paths=tuple(one.rstrip("/") for one in paths),
        residents=tuple(map(str, residents)),
        **said(chance, "通告"),
    )
    order = enter_order(town.clerk(place), draft, outbreak)
    return confirm_order(town.secretary(place), order.number)


def later(chance: Random, most: int = 7) -> datetime:
    """An end some days from now, at 0:00 or in the middle of a day."""
    at = clock.now() + timedelta(days=chance.randint(1, most), hours=chance.randint(-9, 9))
    return at.replace(hour=chance.choice([0, at.hour]), minute=0)


def change(town: Town, order: Order, draft: ChangeDraft) -> Order:
    """A later document about an order: entered by one and confirmed by another."""
    place = order.area
    entered = enter_change(town.officer(place), order.number, draft)
    return confirm_change(town.secretary(place), entered.id)


@happens(6)
def an_area_is_drawn(town: Town, chance: Random) -> None:
    """A compound, a building or a unit is put under a regime, now or from tomorrow on."""
    place = chance.choice([town.a_compound(chance), *(town.a_building(chance) for _ in range(3))])
    regime = chance.choice(["lockdown", "control", "control", "precaution"])
    begins = clock.now() + timedelta(hours=chance.choice([0, 0, 0, 1, 20, -30]))
    draw_up(
        town,
        chance,
        regime,
        max(later(chance), begins + timedelta(days=1)),
        paths=[place],
        begins=begins,
    )


@happens(6)
def somebody_returns(town: Town, chance: Random) -> None:
    """Somebody comes from elsewhere: she is registered at a home and isolates there by an order of her own."""
    home = town.household(chance)
    door = home.area if chance.random() < 0.5 else f"{parent(home.area)}{chance.randint(30, 40)}01"
    if door == home.area:
        who = town.people_of(home)[:1]
    else:
        new = town.newcomers(chance, chance.randint(1, 3))
        register_household(town.clerk(home.area), door, new)
        who = [one.id for one in new]
    if who:
        draw_up(town, chance, "home_isolation", later(chance, 14), residents=who, at=home.area)


@happens(3)
def a_home_falls_ill(town: Town, chance: Random) -> None:
    """Norovirus: the ill rest at home, and sometimes their building is watched."""
    one = town.resident(chance)
    draw_up(
        town,
        chance,
        "rest_at_home",
        later(chance, 4),
        residents=[one.id],
        at=one.area,
        outbreak=NORO,
    )
    if chance.random() < 0.6:
        place = town.a_compound(chance)
        draw_up(town, chance, "watched", later(chance, 3), paths=[place], outbreak=NORO)


@happens(1)
def an_order_is_entered_and_dropped(town: Town, chance: Random) -> None:
    """What nobody confirmed binds nobody."""
    place = town.a_building(chance)
    held = (clock.now(), later(chance))
    draft = OrderDraft(
        "lockdown", **said(chance, "通告"), begins=held[0], ends=held[1], paths=(place,)
    )
    order = enter_order(town.clerk(place), draft, COVID)
    drop_order(town.clerk(place), order.number)


@happens(3)
def an_order_is_extended(town: Town, chance: Random) -> None:
    """By a later document, before it ends."""
    order = town.order(chance)
    ends = order.until_at + timedelta(hours=chance.randint(1, 60))
    change(town, order, ChangeDraft(Changed.EXTEND, **said(chance, "补充通告"), ends=ends))


@happens(3)
def an_order_steps_down(town: Town, chance: Random) -> None:
    """封控区 → 管控区 → 防范区, now or tomorrow."""
    order = town.order(chance)
    milder = {"lockdown": "control", "rest_at_home": "watched"}
    regime = milder.get(order.regime, "precaution")
    at = clock.now() + timedelta(hours=chance.choice([0, 0, 18]))
    draft = ChangeDraft(Changed.STEP_DOWN, **said(chance, "调整通告"), at=at, regime=regime)
    change(town, order, draft)


@happens(4)
def an_order_is_lifted(town: Town, chance: Random) -> None:
    """By its authority, at once or at an hour to come; by its office, or by two from paper."""
    order = town.order(chance)
    at = clock.now() + timedelta(hours=chance.choice([0, 0, 0, 5, 30]))
    draft = ChangeDraft(Changed.LIFT, **said(chance, "解除通告"), at=at)
    if chance.random() < 0.5:
        change(town, order, draft)
        return
    people = [held[town.office_of(order.area)].crew_no for held in (town.clerks, town.secretaries)]
    change_order(town.operator, order.number, draft, people[0], people[1])


@happens(4)
def a_need_is_noted(town: Town, chance: Random) -> None:
    """Somebody needs looking after."""
    one = town.resident(chance)
    kind, details = chance.choice(
        [
            ("living_alone", {}),
            ("dialysis", {"weekdays": "二四六", "hour": "7:00", "hospital": "市中心医院"}),
            ("pregnant", {"due_on": "2022-02-20"}),
            ("lasting_medicine", {"medicine": "胰岛素", "days_left": "3", "as_of": "2022-01-08"}),
        ]
    )
    town.noted.append((one.id, note_need(town.clerk(one.area), one.id, kind, details).id))


@happens(2)
def a_need_ends(town: Town, chance: Random) -> None:
    """What was noted is over."""
    if town.noted:
        resident, need = town.noted.pop(chance.randrange(len(town.noted)))
        end_need(town.operator, resident, need)


@happens(4)
def a_household_moves(town: Town, chance: Random) -> None:
    """To an empty door of its sub-district, or in with others."""
    home, other = town.household(chance), town.household(chance)
    door = (
        other.area if chance.random() < 0.2 else f"{parent(other.area)}{chance.randint(20, 29)}02"
    )
    move_household(town.operator, home.id, door)


@happens(2)
def people_move_to_another_door(town: Town, chance: Random) -> None:
    """A household splits: some of it go to live elsewhere."""
    home, other = town.household(chance), town.household(chance)
    some = town.people_of(home)[:1]
    move_residents(town.operator, some, path=f"{parent(other.area)}{chance.randint(10, 19)}03")


@happens(2)
def two_households_are_one(town: Town, chance: Random) -> None:
    """The ledger had one home twice."""
    keep, drop = town.household(chance), town.household(chance)
    merge_households(town.operator, keep.id, drop.id)


@happens(1)
def two_entries_are_one_person(town: Town, chance: Random) -> None:
    """The ledger had one person twice."""
    keep, drop = town.resident(chance), town.resident(chance)
    merge_residents(town.operator, keep.id, drop.id)


@happens(2)
def a_change_is_undone(town: Town, chance: Random) -> None:
    """The newest merge, move or leaving is taken back."""
    with acting(town.operator):
        newest = RegisterChange.objects.filter(undone_at=None).order_by("-made_at").first()
    if newest:
        undo(town.operator, newest.id)


@happens(1)
def a_compound_splits(town: Town, chance: Random) -> None:
    """One building of a compound becomes a compound of its own."""
    place = town.a_building(chance)
    over = parent(place)
    split_compound(town.operator, over, [place], f"{parent(over)}xin", "新院")


@happens(3)
def a_household_is_away(town: Town, chance: Random) -> None:
    """Some of it, until a day or nobody knows when."""
    home = town.household(chance)
    until = clock.today() + timedelta(days=chance.randint(1, 6)) if chance.random() < 0.7 else None
    note_away(town.operator, home.id, town.people_of(home)[:2], Away(clock.today(), until))


@happens(2)
def a_household_is_back(town: Town, chance: Random) -> None:
    """Whoever was away."""
    home = town.household(chance)
    note_back(town.operator, home.id, town.people_of(home))


@happens(2)
def people_leave(town: Town, chance: Random) -> None:
    """They moved away; a home left by all is empty."""
    home = town.household(chance)
    why = chance.choice(["moved_away", "not_living_here", "died"])
    leave(town.operator, town.people_of(home)[: chance.randint(1, 4)], why)


@happens(1)
def a_home_is_let(town: Town, chance: Random) -> None:
    """Its state is said anew."""
    home = town.household(chance)
    set_state(town.operator, home.id, chance.choice(list(HomeState)))


@happens(2)
def a_facility_is_found_or_gone(town: Town, chance: Random) -> None:
    """A lift, a rail, a toilet."""
    with acting(town.operator):
        known = list(Facility.objects.filter(closed_at=None).order_by("area", "name"))
    if known and chance.random() < 0.3:
        close_facility(town.operator, chance.choice(known).id)
        return
    kind = chance.choice(["lift", "corridor", "stair_rail", "door_handle", "public_toilet"])
    place = town.a_compound(chance) if kind == "public_toilet" else town.a_building(chance)
    floor = chance.randint(1, 5) if kind == "corridor" else None
    add_facility(town.operator, place, kind, f"{kind}{chance.randint(1, 99)}", floor)


@happens(3)
def a_captain_changes(town: Town, chance: Random) -> None:
    """One hands over; until somebody takes it up the next in the chain answers."""
    captain = town.a_captain(chance)
    end_post(town.operator, captain.crew_no, "captain", captain.area)
    if chance.random() < 0.7:
        town.crew(f"新楼长{clock.now():%d%H%M}", "party_member", "captain", captain.area)


@happens(3)
def a_round_is_walked(town: Town, chance: Random) -> None:
    """A captain says of each floor: all normal except …"""
    walk(town.a_captain(chance), chance)


def walk(captain: Viewer, chance: Random) -> None:
    """A captain walks whatever is open in her building and can be declared."""
    for one in rounds(captain, clock.today()):
        if not one.open or one.due_at <= clock.now():
            continue
        for floor in one.floors:
            rooms = {} if chance.random() < 0.7 else {f"{floor}01": "nobody_home"}
            with suppress(Problem), transaction.atomic():
                floor_done(captain, read_round_key(one.key), floor, rooms)


def rounds_of_the_town(town: Town, chance: Random) -> None:
    """Most captains walk their rounds, and samplers and medics measure what they must; some days are left."""
    now = clock.now()
    open_ = [
        one
        for one in duty_lines(town.operator, clock.today(), "open")
        if one.opens_at <= now < one.due_at
    ]
    for captain in town.captains_over({one.area for one in open_}):
        if chance.random() < 0.8:
            walk(captain, chance)
    left = duty_lines(town.operator, clock.today(), "open") if open_ else []
    for office, some in groupby(left, lambda one: town.office_of(one.area)):
        ready = [one for one in some if one.opens_at <= now < one.due_at]
        for one in chance.sample(ready, min(len(ready), max(3, len(ready) // 4))):
            do(town.samplers[office], read_key(one.key), "measured")


@happens(8)
def duties_are_settled(town: Town, chance: Random) -> None:
    """Some are done with what was measured, one could not be done, one is waived with a name."""
    office = chance.choice(sorted(town.samplers))
    some = duty_lines(town.samplers[office], clock.today(), "open")
    now = clock.now()
    ready = [one for one in some if one.opens_at <= now]
    for one in chance.sample(ready, min(len(ready), 12)):
        do(town.samplers[office], read_key(one.key), "measured")
    rest = list(duty_lines(town.samplers[office], clock.today(), "open"))
    if rest:
        cannot(town.samplers[office], read_key(chance.choice(rest).key), "家里没人")
        waive(town.secretaries[office], read_key(chance.choice(rest).key), "已在医院采样")


def lifting() -> ChangeDraft:
    """The document that lifts whatever still holds."""
    return ChangeDraft(Changed.LIFT, AUTHORITY, "解除通告", "全部解除")
