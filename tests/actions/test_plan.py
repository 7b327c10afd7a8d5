"""What a plan makes of orders and rules, and what it leaves alone."""

from datetime import date, timedelta

import pytest

from tests.cast import COMPOUND, Cast
from tests.street import Street, at, ordered
from wumen.actions.changes import move_household
from wumen.actions.duties import settle
from wumen.actions.duties.plan import plan_day
from wumen.queries.audit import audit
from wumen.queries.duties import duty_lines
from wumen.records import clock
from wumen.rules.duties import read_key
from wumen.rules.problems import Problem

pytestmark = pytest.mark.smoke

DAY = date(2022, 1, 10)


def test_each_resident_under_lockdown_owes_two_temperatures_and_one_sampling(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1")
    planned = plan_day(cast.clerk, DAY)
    assert planned.as_dict() | {"day": ""} == {
        "day": "",
        "made": 30,
        "moved": 0,
        "revived": 0,
        "withdrawn": 0,
        "standing": 30,
        "by_what": {"sampling": 10, "temperature": 20},
    }
    assert audit(cast.operator).differences == ()


def test_a_second_plan_changes_nothing(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, DAY)
    again = plan_day(cast.operator, DAY).as_dict()
    assert (again["made"], again["moved"], again["withdrawn"]) == (0, 0, 0)
    assert again["standing"] == 30


def test_overlapping_orders_make_each_duty_once_and_both_stand_in_its_basis(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1")
    ordered(cast, "", regime="control")
    assert plan_day(cast.clerk, DAY).as_dict()["by_what"] == {"sampling": 10, "temperature": 40}
    lines = list(duty_lines(cast.clerk, DAY, area=f"{COMPOUND}/1"))
    assert {tuple(line.basis["orders"]) for line in lines if line.what == "temperature"} == {
        ("1", "2")
    } or all(len(line.basis["orders"]) == 2 for line in lines if line.what == "temperature")
    assert audit(cast.operator).clean


def test_what_is_owed_by_a_captains_role_is_owned_by_the_captain_of_the_building(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1", "2")
    plan_day(cast.clerk, DAY)
    owners = {
        (line.what, line.area.split("/")[4]): line.owner and line.owner.name
        for line in duty_lines(cast.clerk, DAY)
    }
    assert owners == {
        ("temperature", "1"): "李楼长",
        ("temperature", "2"): "周书记",
        ("sampling", "1"): "王医生",
        ("sampling", "2"): "王医生",
    }


def test_a_household_that_leaves_the_zone_owes_no_later_window(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, DAY)
    household = street.households["1/1/201"]
    with clock.fixed(at(1, 10, 12)):
        changes = move_household(cast.clerk, household.id, f"{COMPOUND}/3/1/301").duties
        # Four people: the afternoon's temperature goes, the morning's stays as it was.
        assert (changes.withdrawn, changes.made) == (4, 0)
        assert audit(cast.operator).clean


def test_a_household_that_moves_inside_the_zone_takes_its_duties_along(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1", "2")
    plan_day(cast.clerk, DAY)
    changes = move_household(
        cast.clerk, street.households["1/1/201"].id, f"{COMPOUND}/2/1/301"
    ).duties
    assert (changes.moved, changes.made, changes.withdrawn) == (12, 0, 0)
    assert audit(cast.operator).clean


def test_what_is_done_is_not_touched_by_a_plan(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, DAY)
    first = next(iter(duty_lines(cast.captain, DAY)))
    settle.do(cast.captain, read_key(first.key), "measured", {"celsius": 36.5})
    assert plan_day(cast.clerk, DAY).as_dict()["made"] == 0
    states = [line.state for line in duty_lines(cast.captain, DAY)]
    assert states.count("done") == 1
    assert audit(cast.operator).clean


def test_the_audit_finds_a_duty_that_was_deleted_behind_its_back(
    cast: Cast, street: Street, django_db_setup: object
) -> None:
    import psycopg  # noqa: F401
    from django.db import connection

    ordered(cast, "1")
    plan_day(cast.clerk, DAY)
    key = next(iter(duty_lines(cast.clerk, DAY))).key
    # The application's role cannot delete; a withdrawn state forged by hand is what it could do.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('wumen.lo', '4', true), set_config('wumen.hi', '5', true)"
        )
        cursor.execute(
            "UPDATE duty SET state = 'withdrawn' WHERE subject = %s AND what = %s AND win = %s",
            [key.split("/")[2], key.split("/")[1], key.split("/")[3]],
        )
        assert cursor.rowcount == 1
    found = {one.kind for one in audit(cast.operator).differences}
    assert found == {"missing", "count_differs"}


def test_a_past_day_is_not_planned(cast: Cast, street: Street) -> None:
    with pytest.raises(Problem, match="plan_past"):
        plan_day(cast.clerk, DAY - timedelta(days=1))
