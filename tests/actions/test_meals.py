"""Meals: read off rosters, points and half-days, ordered as they stand, corrected by name; nobody's diet is told."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.actions.test_roster_crews import man
from tests.actions.test_shifts import refused
from tests.cast import COMPOUND, Cast, person
from tests.roster_people import MONDAY, joins, made, published, watch
from tests.street import at
from wumen.actions.captains import withdraw
from wumen.actions.crew import add_crew, grant_post
from wumen.actions.force import NewDeployment, call_off, deploy, enlist
from wumen.actions.meals import (
    correct_heads,
    name_hands,
    order_meal,
    say_crew,
    tell_diet,
    tell_diet_of,
)
from wumen.actions.orders import open_outbreak
from wumen.actions.retention import cut_movements
from wumen.actions.rosters.changing import publish
from wumen.actions.sampling_points.keeping import NewPoint, add_point
from wumen.actions.stations import make_station
from wumen.queries.meals.page import MealCard, meals_page
from wumen.queries.posts import acting, viewers_of
from wumen.records import clock
from wumen.records.models import CrewMember, Deployment, ForceMember, MealWord, Outbreak, Station
from wumen.records.scope import WHOLE, scoped
from wumen.rules.meals.eating import Count, Diet, Meal
from wumen.rules.posts import Viewer
from wumen.rules.sign_up import SignUp
from wumen.rules.stations import Hours

HALAL = {Diet.HALAL: 1}
TOMORROW = MONDAY + timedelta(days=1)
BY_DAY = (Hours(480, 480),)


@pytest.fixture(autouse=True)
def nine_in_the_morning() -> Iterator[datetime]:
    """Monday at nine: breakfast is over, lunch is still to come."""
    with clock.fixed(at(1, 10, 9)) as instant:
        yield instant


def card(viewer: Viewer, meal: Meal = Meal.LUNCH, day: date = MONDAY) -> MealCard:
    """A meal of a day as somebody sees it."""
    (found,) = [one for one in meals_page(viewer, day).cards if one.meal is meal]
    return found


def heads(viewer: Viewer, meal: Meal = Meal.LUNCH, day: date = MONDAY) -> dict[str, int]:
    """How many eat where."""
    return {one.place.name: one.count.heads for one in card(viewer, meal, day).lines}


def crew(cast: Cast, people: int = 6) -> ForceMember:
    """Medics without names under one contact."""
    said = SignUp("医疗队", "19011112222", "medic", people=people)
    return enlist(cast.clerk, COMPOUND, said, "crew")


def point(cast: Cast, number: int = 3, place: str = COMPOUND) -> tuple[str, Viewer]:
    """A sampling point as forms name it, and its lead."""
    member = add_crew(cast.operator, f"{number}号点长", "volunteer")
    new = NewPoint(number, "东门", place, time(7), time(16), desks=1, lead=member.number)
    row = add_point(cast.clerk, new)
    return str(row.id), viewers_of(member.number)[0]


def key(station: Station) -> str:
    """A station as forms name it."""
    return str(station.id)


def events(kind: str) -> list[bytes]:
    """What the log says of a kind."""
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute("SELECT body FROM event WHERE kind = %s ORDER BY arrived_at", [kind])
        return [bytes(body) for (body,) in cursor.fetchall()]


def test_meals_are_read_off_published_rosters_alone(cast: Cast) -> None:
    joins(cast, 8)
    station = watch(cast)
    roster = made(cast, station)
    assert heads(cast.clerk) == {}
    publish(cast.clerk, roster.id)
    name = "锦绣城 1号楼值守"
    assert heads(cast.clerk) == {name: 1}
    assert heads(cast.clerk, Meal.SUPPER) == {name: 1}
    # Whoever watches from midnight eats the night meal of the evening before.
    assert heads(cast.clerk, Meal.NIGHT) == {name: 1}
    (line,) = card(cast.clerk).lines
    assert line.hands.startswith("值守")


def test_a_crew_on_half_a_day_eats_by_its_heads_where_it_serves(cast: Cast) -> None:
    deploy(cast.clerk, [crew(cast).id], NewDeployment("入户采样", MONDAY, "am"))
    assert heads(cast.clerk) == {"锦绣城 半天帮忙的": 6}
    assert heads(cast.clerk, Meal.SUPPER) == {}
    (line,) = card(cast.clerk).lines
    assert line.hands == "医疗队"
    with acting(cast.clerk):
        row = Deployment.objects.get()
    call_off(cast.clerk, row.id)
    assert heads(cast.clerk) == {}


def test_a_crew_that_mans_places_by_count_eats_by_count(cast: Cast) -> None:
    joins(cast, 1)
    who = crew(cast)
    tell_diet_of(cast.clerk, who.id, {Diet.HALAL: 4})
    roster = made(cast, watch(cast, "大门", hours=(Hours(480, 480, need=5),)))
    man(cast, roster, who, 3, TOMORROW, at_=480)
    publish(cast.clerk, roster.id)
    (line,) = card(cast.clerk, Meal.LUNCH, TOMORROW).lines
    # Which three of the six stand there nobody knows.
    named = line.count.heads - 3
    assert line.count == Count(3 + named, {Diet.HALAL: 3})
    assert named in (0, 1)


def test_those_who_sample_eat_three_and_the_lead_with_them(cast: Cast) -> None:
    joins(cast, 8)
    _, lead = point(cast)
    # A station of that name at that place is the point itself.
    hours = (Hours(390, 300, need=2),)
    published(cast, make_station(cast.clerk, COMPOUND, "point", "东门", hours))
    for meal in (Meal.BREAKFAST, Meal.LUNCH, Meal.SUPPER):
        assert heads(cast.clerk, meal, TOMORROW) == {"3号采样点 东门": 3}
    assert heads(cast.clerk, Meal.NIGHT, TOMORROW) == {}
    (line,) = card(lead, Meal.BREAKFAST, TOMORROW).lines
    assert (line.count.heads, line.hands) == (3, "3号点长")


def test_a_lead_says_her_crew_and_it_stands_for_the_roster(cast: Cast) -> None:
    ident, lead = point(cast)
    assert heads(lead, Meal.BREAKFAST, TOMORROW) == {}
    say_crew(lead, TOMORROW, ident, Count(6))
    with clock.fixed(at(1, 10, 10)):
        say_crew(lead, TOMORROW, ident, Count(8, HALAL))
    for viewer in (lead, cast.clerk):
        (line,) = card(viewer, Meal.BREAKFAST, TOMORROW).lines
        assert line.count == Count(8, HALAL)
        assert line.said is not None
        assert line.said.by == "3号点长"
    assert heads(lead, Meal.NIGHT, TOMORROW) == {}
    assert len(events("meal.crew_said")) == 2


def test_only_a_point_says_its_crew_whole(cast: Cast) -> None:
    joins(cast, 8)
    station = watch(cast)
    published(cast, station)
    refused("meal_no_point", say_crew, cast.clerk, MONDAY, key(station), Count(3))


def test_a_meal_is_ordered_and_what_changes_afterwards_is_said(cast: Cast) -> None:
    ident, lead = point(cast)
    refused("meal_nothing", order_meal, cast.clerk, MONDAY, Meal.LUNCH)
    say_crew(lead, MONDAY, ident, Count(6, HALAL))
    assert not card(cast.clerk).late
    with clock.fixed(at(1, 10, 10)):
        assert card(cast.clerk).late
        assert order_meal(cast.clerk, MONDAY, Meal.LUNCH) == 6
        seen = card(lead)
        assert seen.ordered is not None
        assert (seen.ordered.by, seen.ordered_heads) == ("孙内勤", 6)
        assert not (seen.changed or seen.late)
    with clock.fixed(at(1, 10, 11)):
        correct_heads(lead, MONDAY, Meal.LUNCH, ident, Count(2, HALAL), "临时支援")
        seen = card(cast.clerk)
        assert (seen.ordered_heads, seen.whole.heads) == (6, 8)
        assert seen.changed == Count(2, HALAL)
        order_meal(cast.clerk, MONDAY, Meal.LUNCH)
        assert not card(cast.clerk).changed
    (first, second) = events("meal.ordered")
    assert b'"heads":6' in first
    assert b'"heads":8' in second
    assert b"halal" not in first + second


def test_what_was_ordered_and_is_wanted_no_more_is_said_too(cast: Cast) -> None:
    who = crew(cast)
    deploy(cast.clerk, [who.id], NewDeployment("入户采样", MONDAY, "am"))
    order_meal(cast.clerk, MONDAY, Meal.LUNCH)
    with acting(cast.clerk):
        row = Deployment.objects.get()
    call_off(cast.clerk, row.id)
    (line,) = card(cast.clerk).lines
    assert (line.count, line.since_ordered) == (Count(), Count(-6))


def test_a_correction_has_a_reason_and_a_name_and_is_made_once(cast: Cast) -> None:
    ident, lead = point(cast)
    for _ in range(2):
        correct_heads(lead, MONDAY, Meal.LUNCH, ident, Count(3), "检查组来")
    (line,) = card(cast.clerk).lines
    assert [(one.by, one.why, one.count.heads) for one in line.extras] == [
        ("3号点长", "检查组来", 3)
    ]
    assert len(events("meal.corrected")) == 1
    with clock.fixed(clock.now() + timedelta(minutes=3)):
        correct_heads(lead, MONDAY, Meal.LUNCH, ident, Count(-9), "提前收点")
    assert heads(cast.clerk) == {"3号采样点 东门": 0}
    refused("meal_why_needed", correct_heads, lead, MONDAY, Meal.LUNCH, ident, Count(1), " ")
    refused("meal_over", correct_heads, lead, MONDAY, Meal.BREAKFAST, ident, Count(1), "来晚")
    far = MONDAY + timedelta(days=9)
    refused("meal_day_far", correct_heads, lead, far, Meal.LUNCH, ident, Count(1), "支援")


def test_who_hands_out_is_named_for_the_day(cast: Cast) -> None:
    ident, lead = point(cast)
    say_crew(lead, MONDAY, ident, Count(4))
    assert card(lead).lines[0].hands == "3号点长"
    name_hands(lead, MONDAY, ident, "马司机")
    assert [card(lead, meal).lines[0].hands for meal in (Meal.LUNCH, Meal.SUPPER)] == ["马司机"] * 2
    assert "马司机".encode() not in events("meal.hands_named")[0]


def test_a_lead_sees_and_says_her_own_point_alone_and_orders_nothing(cast: Cast) -> None:
    joins(cast, 8)
    station = watch(cast)
    published(cast, station)
    ident, lead = point(cast)
    other, _ = point(cast, 4, f"{COMPOUND}/1")
    say_crew(cast.clerk, MONDAY, ident, Count(4))
    say_crew(cast.clerk, MONDAY, other, Count(5))
    assert heads(lead) == {"3号采样点 东门": 4}
    assert set(heads(cast.clerk)) == {"锦绣城 1号楼值守", "3号采样点 东门", "4号采样点 东门"}
    for place in (other, key(station), "nothing"):
        refused("meal_place_unknown", say_crew, lead, MONDAY, place, Count(4))
        refused("meal_place_unknown", name_hands, lead, MONDAY, place, "马司机")
    refused("right_missing", order_meal, lead, MONDAY, Meal.LUNCH)
    refused("meal_place_unknown", say_crew, cast.outsider, MONDAY, ident, Count(4))
    assert heads(cast.outsider) == {}


def test_whoever_stands_at_a_gate_answers_for_its_meals_and_a_captain_for_none(cast: Cast) -> None:
    joins(cast, 8)
    gate = make_station(cast.clerk, COMPOUND, "gate", "锦绣城大门", BY_DAY, outdoors=True)
    hotline = make_station(cast.clerk, COMPOUND, "hotline", "居民热线", BY_DAY)
    published(cast, gate, hotline, watch(cast))
    keeper = person(cast.operator, "韩门岗", "property", "gate", COMPOUND)
    assert heads(keeper) == {"锦绣城大门": 1}
    correct_heads(keeper, MONDAY, Meal.LUNCH, key(gate), Count(1), "换班多出来的")
    assert heads(keeper) == {"锦绣城大门": 2}
    assert meals_page(cast.captain, MONDAY).cards == ()
    refused("right_missing", name_hands, cast.captain, MONDAY, key(gate), "马司机")


def test_everybody_sees_her_own_meals(cast: Cast) -> None:
    joins(cast, 8)
    published(cast, watch(cast, hours=BY_DAY))
    with acting(cast.clerk):
        (number,) = [one.number for one in CrewMember.objects.filter(shifts__day=MONDAY)]
    hers = person_of(cast, number)
    (meal,) = meals_page(hers, MONDAY).own.meals
    assert (meal.served.named.zh, meal.place, f"{meal.at:%H:%M}") == (
        "午餐",
        "锦绣城 1号楼值守",
        "12:00",
    )
    assert meals_page(cast.captain, MONDAY).own.meals == ()


def test_whoever_helps_for_half_a_day_sees_her_own_meals(cast: Cast) -> None:
    (who,) = joins(cast, 1)
    with acting(cast.clerk):
        helper, number = (
            ForceMember.objects.get(person=who).id,
            CrewMember.objects.get(id=who).number,
        )
    for half in ("am", "pm"):
        deploy(cast.clerk, [helper], NewDeployment("打电话", MONDAY, half))
    meals = meals_page(person_of(cast, number), MONDAY).own.meals
    where = "锦绣城 半天帮忙的"
    assert [(one.served.named.zh, one.place) for one in meals] == [("午餐", where), ("晚餐", where)]


def person_of(cast: Cast, number: str) -> Viewer:
    """Somebody of the force acting in a post that sees no meals but her own."""
    grant_post(cast.operator, number, "sampler", f"{COMPOUND}/2")
    return viewers_of(number)[0]


def test_what_somebody_keeps_is_counted_at_her_place_sealed_and_said_in_no_event(
    cast: Cast,
) -> None:
    (who, *_) = joins(cast, 8)
    published(cast, watch(cast, hours=BY_DAY))
    with acting(cast.clerk):
        members = list(ForceMember.objects.all())
    for one in members:
        tell_diet_of(cast.clerk, one.id, HALAL)
    (line,) = card(cast.clerk).lines
    # Where she eats alone the count would be hers: it is packed, and shown to nobody.
    assert (line.count, line.told) == (Count(1, HALAL), Count(1))
    assert "清真1" in card(cast.clerk).canteen
    told = card(cast.clerk).group
    with acting(cast.clerk):
        row = ForceMember.objects.get(person=who)
    assert b"halal" not in bytes(row.diet_sealed or b"")
    assert all(b"halal" not in body for body in events("force.diet_told"))
    for one in members:
        tell_diet_of(cast.clerk, one.id, {})
    with acting(cast.clerk):
        assert not ForceMember.objects.filter(diet_sealed__isnull=False).exists()
    # The group reads the same whether somebody keeps a diet or nobody does.
    assert card(cast.clerk).group == told


def test_somebody_says_it_herself_and_whoever_is_not_of_the_force_cannot(cast: Cast) -> None:
    (who, *_) = joins(cast, 1)
    with acting(cast.clerk):
        number = CrewMember.objects.get(id=who).number
    hers = person_of(cast, number)
    tell_diet(hers, {Diet.MILD: 1})
    assert meals_page(hers, MONDAY).own.diets == {Diet.MILD: 1}
    refused("meal_diets_more", tell_diet, hers, {Diet.MILD: 1, Diet.HALAL: 1})
    refused("diet_not_yours", tell_diet, cast.captain, HALAL)
    refused("right_missing", tell_diet_of, cast.captain, who, HALAL)


def test_of_a_crew_so_many_keep_a_diet(cast: Cast) -> None:
    who = crew(cast)
    tell_diet_of(cast.clerk, who.id, {Diet.HALAL: 2})
    deploy(cast.clerk, [who.id], NewDeployment("入户采样", MONDAY, "am"))
    assert card(cast.clerk).whole == Count(6, {Diet.HALAL: 2})
    refused("meal_diets_more", tell_diet_of, cast.clerk, who.id, {Diet.HALAL: 7})


def test_who_leaves_leaves_nothing_of_what_she_eats(cast: Cast) -> None:
    (who, *_) = joins(cast, 2)
    with acting(cast.clerk):
        row = ForceMember.objects.get(person=who)
    tell_diet_of(cast.clerk, row.id, HALAL)
    withdraw(cast.clerk, row.id, COMPOUND)
    with acting(cast.clerk):
        row.refresh_from_db()
        assert row.diet_sealed is None
        with pytest.raises(IntegrityError), transaction.atomic():
            ForceMember.objects.filter(id=row.id).update(diet_sealed=b"x")
    refused("force_unknown", tell_diet_of, cast.clerk, row.id, HALAL)


def test_the_night_leaves_heads_alone_and_the_end_of_the_outbreak_no_diet(cast: Cast) -> None:
    ident, lead = point(cast)
    who = crew(cast)
    tell_diet_of(cast.clerk, who.id, HALAL)
    say_crew(lead, MONDAY, ident, Count(4, HALAL))
    name_hands(lead, MONDAY, ident, "马司机")
    order_meal(cast.clerk, MONDAY, Meal.LUNCH)
    with clock.fixed(at(1, 10, 23)):
        assert cut_movements(cast.operator) == {}
    with clock.fixed(at(1, 11, 3)):
        assert cut_movements(cast.operator) == {"meal": 2}
        assert words() == [("crew", 4, {}), ("hands", 0, {}), ("ordered", 4, {})]
    with clock.fixed(at(1, 25, 3)):
        assert cut_movements(cast.operator) == {"meal": 2}
        assert words() == [("ordered", 4, {})]
        outbreak = open_outbreak(cast.duty_officer, "2022年1月", "norovirus")
        assert cut_movements(cast.operator) == {}
        with scoped(WHOLE):
            Outbreak.objects.filter(id=outbreak.id).update(closed_at=clock.now())
        assert cut_movements(cast.operator) == {"meal": 1}
    with acting(cast.clerk):
        assert not ForceMember.objects.filter(diet_sealed__isnull=False).exists()


def words() -> list[tuple[str, int, dict[str, int]]]:
    """What stands of meals."""
    with scoped(WHOLE):
        rows = MealWord.objects.order_by("kind").values_list("kind", "heads", "diets")
        return list(rows)


def test_the_database_refuses_what_no_action_writes(cast: Cast) -> None:
    ident, lead = point(cast)
    say_crew(lead, MONDAY, ident, Count(4))
    with acting(cast.clerk):
        row = MealWord.objects.get()
        for wrong in (
            {"kind": "extra", "meal": "lunch"},
            {"kind": "hands", "heads": 0},
            {"meal": "lunch"},
            {"heads": -1},
            {"kind": "tea"},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                MealWord.objects.filter(id=row.id).update(**wrong)
