"""An order binds when two people stood for it, from its start to its end, and over its places alone."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cast import COMPOUND, Cast
from tests.street import AUTHORITY, Street, at, draft, ordered
from wumen.actions.changes import move_household
from wumen.actions.duties.plan import plan_day
from wumen.actions.orders import (
    confirm_order,
    drop_order,
    enter_change,
    enter_order,
    issue_order,
)
from wumen.actions.register import NewResident, add_area, register_household
from wumen.actions.stairwell_notices import compose_notice
from wumen.queries.audit import audit
from wumen.queries.duties import duty_lines
from wumen.queries.orders import order_lines
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Order, Resident
from wumen.rules.orders import Changed, ChangeDraft, OrderDraft
from wumen.rules.problems import Problem
from wumen.rules.stairwell_notices import NoticeText

DAY = date(2022, 1, 10)
ELSEWHERE = "410102013001"


def on_aunt_zhang(street: Street, **changes: object) -> OrderDraft:
    """An order on 张阿姨 alone."""
    given = {"paths": (), "residents": (str(street.aunt_zhang.id),), **changes}
    return draft(regime="home_isolation", **given)


def standing(cast: Cast) -> list[str]:
    """The keys of all that is still owed on the day, wherever it is."""
    lines = duty_lines(cast.operator, DAY)
    return [line.key for line in lines if line.state in ("open", "taken")]


def test_who_entered_an_order_cannot_confirm_it(cast: Cast, street: Street) -> None:
    order = enter_order(cast.secretary, draft("1"))
    with pytest.raises(Problem, match="second_person_needed"):
        confirm_order(cast.secretary, order.number)
    assert order_lines(cast.secretary, order.number)[0].state == "waiting"


def test_the_database_refuses_one_person_for_both_too(cast: Cast, street: Street) -> None:
    order = enter_order(cast.secretary, draft("1"))
    with (
        acting(cast.secretary),
        pytest.raises(IntegrityError, match="order_by_two"),
        transaction.atomic(),
    ):
        Order.objects.filter(id=order.id).update(
            confirmed_by=order.entered_by, confirmed_at=clock.now()
        )


@pytest.mark.parametrize("changes", ["until_at = from_at", "ground = ''", "confirmed_at = now()"])
def test_the_database_keeps_what_an_order_must_name(
    cast: Cast, street: Street, changes: str
) -> None:
    enter_order(cast.clerk, draft("1"))
    with (
        acting(cast.clerk),
        pytest.raises(IntegrityError, match="order_"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE orders SET {changes}")


def test_a_clerk_cannot_confirm(cast: Cast, street: Street) -> None:
    order = enter_order(cast.secretary, draft("1"))
    with pytest.raises(Problem, match="right_missing"):
        confirm_order(cast.clerk, order.number)


def test_an_order_that_waits_for_its_second_person_makes_no_duty(
    cast: Cast, street: Street
) -> None:
    order = enter_order(cast.clerk, draft("1"))
    assert plan_day(cast.clerk, DAY).changes.made == 0
    confirm_order(cast.secretary, order.number)
    assert plan_day(cast.clerk, DAY).changes.made == 30


def test_a_dropped_order_never_binds(cast: Cast, street: Street) -> None:
    order = enter_order(cast.clerk, draft("1"))
    drop_order(cast.clerk, order.number)
    with pytest.raises(Problem, match="order_dropped"):
        confirm_order(cast.secretary, order.number)
    assert plan_day(cast.clerk, DAY).changes.made == 0
    assert order_lines(cast.clerk, order.number)[0].state == "dropped"


def test_a_confirmed_order_is_neither_confirmed_again_nor_dropped(
    cast: Cast, street: Street
) -> None:
    order = ordered(cast, "1")
    with pytest.raises(Problem, match="order_confirmed"):
        confirm_order(cast.duty_officer, order.number)
    with pytest.raises(Problem, match="order_confirmed"):
        drop_order(cast.clerk, order.number)


@pytest.mark.parametrize(
    "changes",
    [
        {"authority": ""},
        {"document": ""},
        {"ground": ""},
        {"begins": None},
        {"ends": None},
        {"paths": ()},
        {"paths": (f"{COMPOUND}/9",)},
        {"authority": "锦绣城社区"},
        {"residents": ("nobody",)},
        {"paths": ("jxc",)},
    ],
)
def test_an_order_that_lacks_anything_leaves_nothing_behind(
    cast: Cast, street: Street, changes: dict[str, object]
) -> None:
    with pytest.raises(Problem):
        enter_order(cast.clerk, draft("1", **changes))
    assert list(order_lines(cast.operator)) == []


def test_the_words_of_an_order_on_a_building_name_nobody_who_lives_there(
    cast: Cast, street: Street
) -> None:
    for ground in ("1-1-202发现阳性感染者", "张阿姨核酸阳性", "张 阿姨核酸阳性"):
        with pytest.raises(Problem, match="order_words_tell"):
            enter_order(cast.clerk, draft("1", ground=ground))
    for ground in ("1号楼发现1例阳性感染者", "1单元有两户居家隔离"):
        with pytest.raises(Problem, match="order_words_few"):
            enter_order(cast.clerk, draft("1", ground=ground))
    order = ordered(cast, "1")
    later = ChangeDraft(Changed.LIFT, AUTHORITY, "通告第9号", "张阿姨已转运")
    with pytest.raises(Problem, match="order_words_tell"):
        enter_change(cast.clerk, order.number, later)
    # What is said to one person alone may say so.
    alone = on_aunt_zhang(street, ground="1-1-202核酸阳性")
    assert enter_order(cast.clerk, alone).ground == "1-1-202核酸阳性"


@pytest.mark.parametrize(("name", "written"), [("北院老宅", "北院老宅"), ("B区 老宅", "b区老宅")])
def test_a_door_that_has_a_name_is_known_by_it(
    cast: Cast, street: Street, name: str, written: str
) -> None:
    add_area(cast.clerk, f"{COMPOUND}/1/1/202", "household", name)
    with pytest.raises(Problem, match="order_words_tell"):
        enter_order(cast.clerk, draft("1", ground=f"{written}发现阳性感染者"))
    notice = NoticeText(f"{COMPOUND}/1", "提醒", f"{written}的是密接，请大家注意")
    with pytest.raises(Problem, match="group_text_isolated"):
        compose_notice(cast.clerk, notice)
    compose_notice(cast.clerk, replace(notice, text=f"{written}请今天开窗通风"))


def test_an_order_over_an_area_outside_the_viewers_is_refused(cast: Cast, street: Street) -> None:
    with pytest.raises(Problem, match="area_not_yours"):
        enter_order(cast.outsider, draft("1"))
    order = enter_order(cast.clerk, draft("1"))
    with pytest.raises(Problem, match="order_unknown"):
        confirm_order(cast.outsider, order.number)


def test_an_order_from_paper_names_two_crew_members_with_the_right(
    cast: Cast, street: Street
) -> None:
    chief, clerk, secretary = cast.operator, cast.clerk.crew_no, cast.secretary.crew_no
    for by, second, code in (
        (clerk, clerk, "second_person_needed"),
        (clerk, cast.sampler.crew_no, "right_missing"),
        (clerk, "0", "crew_unknown"),
        (clerk, cast.outsider.crew_no, "area_not_yours"),
    ):
        with pytest.raises(Problem, match=code):
            issue_order(chief, draft("1"), by, second)
    assert list(order_lines(chief)) == []
    order = issue_order(chief, draft("1"), clerk, secretary)
    line = order_lines(chief, order.number)[0]
    assert (line.entered_by, line.confirmed_by, line.state) == ("孙内勤", "周书记", "in_force")


def test_an_order_binds_from_its_start_up_to_24_oclock(cast: Cast, street: Street) -> None:
    ordered(cast, "1", begins=at(1, 11), ends=at(1, 12))
    made = {day: plan_day(cast.clerk, date(2022, 1, day)).changes.made for day in (10, 11, 12)}
    assert made == {10: 0, 11: 30, 12: 0}


def test_an_order_on_a_resident_binds_her_alone(cast: Cast, street: Street) -> None:
    order = enter_order(cast.clerk, on_aunt_zhang(street))
    confirm_order(cast.secretary, order.number)
    plan_day(cast.clerk, DAY)
    aunt = str(street.aunt_zhang.id)
    assert {key.split("/")[2] for key in standing(cast)} == {aunt}
    assert audit(cast.operator).clean


def test_an_order_on_one_door_binds_that_door_alone(cast: Cast, street: Street) -> None:
    ordered(cast, "1/1/201")
    assert plan_day(cast.clerk, DAY).changes.made == 12
    lines = list(duty_lines(cast.clerk, DAY))
    assert {line.area.split("/")[-2] for line in lines} == {"201"}
    assert audit(cast.operator).clean


def test_an_order_larger_than_the_clerks_area_is_planned_inside_it(
    cast: Cast, street: Street
) -> None:
    wide = enter_order(cast.duty_officer, draft(paths=("410102003",), regime="control"))
    confirm_order(cast.operator, wide.number)
    assert plan_day(cast.clerk, DAY).changes.made == 30
    assert plan_day(cast.duty_officer, DAY).changes.made == 0
    assert audit(cast.operator).clean


def test_an_order_on_a_resident_goes_with_her_when_she_moves(cast: Cast, street: Street) -> None:
    order = enter_order(cast.clerk, on_aunt_zhang(street))
    confirm_order(cast.secretary, order.number)
    plan_day(cast.clerk, DAY)
    household = street.households["1/1/202"]
    move_household(cast.clerk, household.id, f"{COMPOUND}/3/1/301")
    # Two temperatures, and the sample of the 9th, which nobody knew of in time.
    assert len(standing(cast)) == 3


def test_a_community_can_be_planned_after_a_household_moved_into_it(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1")
    other = enter_order(cast.operator, draft(paths=(ELSEWHERE,), regime="control"))
    plan_day(cast.operator, DAY)
    register_household(cast.operator, f"{ELSEWHERE}/x/1/1/101", [NewResident("新邻居")])
    move_household(cast.operator, street.households["1/1/201"].id, f"{ELSEWHERE}/x/1/1/301")
    confirm_order(cast.outsider, other.number)
    plan_day(cast.outsider, DAY)


def test_an_order_over_two_communities_is_not_confirmed_by_the_secretary_of_one(
    cast: Cast, street: Street
) -> None:
    register_household(cast.operator, "410102003009/y/1/1/101", [NewResident("新邻居")])
    order = enter_order(cast.duty_officer, draft(paths=(COMPOUND, "410102003009/y")))
    with pytest.raises(Problem):
        confirm_order(cast.secretary, order.number)


def test_an_order_on_two_residents_is_not_shown_to_the_captain_of_a_third_building(
    cast: Cast, street: Street
) -> None:
    with acting(cast.clerk):
        people = [street.households[door].residents.first() for door in ("2/1/101", "3/1/101")]
    residents = tuple(str(one.id) for one in people if one)
    ordered(cast, regime="home_isolation", paths=(), residents=residents)
    assert list(order_lines(cast.captain)) == []


def test_one_order_does_not_lie_in_two_districts(cast: Cast, street: Street) -> None:
    add_area(cast.operator, "410103001001/x", "compound", "别区小区")
    paths = (COMPOUND, "410103001001/x")
    with pytest.raises(Problem, match="order_spans_districts"):
        enter_order(cast.operator, draft(paths=paths))


def test_a_household_does_not_move_into_a_building(cast: Cast, street: Street) -> None:
    household = street.households["1/1/201"].id
    with pytest.raises(Problem, match="not_a_door"):
        move_household(cast.clerk, household, f"{COMPOUND}/2")


def test_an_order_on_people_all_over_her_place_is_the_clerks_to_enter(
    cast: Cast, street: Street
) -> None:
    add_area(cast.operator, f"{ELSEWHERE}/ygh", "compound", "阳光花苑")
    for door in ("1/1/101", "2/1/101"):
        person = NewResident(f"{door[0]}号楼的人")
        register_household(cast.operator, f"{ELSEWHERE}/ygh/{door}", [person])
    add_area(cast.operator, f"{ELSEWHERE}/two", "compound", "二小区")
    register_household(cast.operator, f"{ELSEWHERE}/two/1/1/101", [NewResident("别处的人")])
    with acting(cast.outsider):
        people = tuple(str(one) for one in Resident.objects.values_list("id", flat=True))
    assert len(people) == 3
    order = enter_order(cast.outsider, draft(regime="home_isolation", paths=(), residents=people))
    assert order.area == cast.outsider.area
