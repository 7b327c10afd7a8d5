"""A door where a positive was found is gone to last and named in no group, from then on, with an order or without."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.actions.test_occurrences import TAKEN, WHOLE_PLAN, noted
from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street
from wumen.actions.changes import move_household
from wumen.actions.duties.plan import plan_day
from wumen.actions.occurrences import note, withdraw
from wumen.actions.orders import open_outbreak
from wumen.actions.rounds import floor_done
from wumen.queries.doors_apart import isolated_doors
from wumen.queries.duties import duty_lines
from wumen.queries.group_text import barred_doors, group_box
from wumen.queries.lists import list_rows
from wumen.queries.posts import acting
from wumen.queries.rounds import one_round
from wumen.records import clock
from wumen.rules.areas import span
from wumen.rules.problems import Problem
from wumen.rules.rounds import RoundKey

DAY = date(2022, 1, 10)
UNIT = f"{PATH}1/1/"
DOOR = f"{UNIT}101/"
POSITIVE = replace(TAKEN, kind="positive")
HOMES = [f"{UNIT}{room}/" for room in ("101", "102", "201", "202")]


@pytest.fixture
def opened(cast: Cast, street: Street) -> Street:
    """An outbreak without any order."""
    open_outbreak(cast.duty_officer, WHOLE_PLAN, "community-2021-09")
    return street


def barred(cast: Cast) -> set[str]:
    """Of which doors nothing is said in a group."""
    with acting(cast.clerk):
        return barred_doors(span(f"{PATH}1/"))


def test_from_the_moment_it_is_entered_she_stands_in_no_text_for_a_group(
    cast: Cast, opened: Street
) -> None:
    assert barred(cast) == set()
    before = group_box(cast.clerk, UNIT, "test", HOMES[:2], "明天有雨，请关好窗：")
    assert "101" in "".join(one.text for one in before.messages)
    noted(cast, kind="positive")
    assert barred(cast) == {DOOR}
    box = group_box(cast.clerk, UNIT, "test", HOMES[:2], "明天有雨，请关好窗：")
    said = "".join(one.text for one in box.messages)
    assert "102" in said
    assert "101" not in said
    assert box.left_out == 1
    listed = list_rows(cast.clerk, "households", f"{COMPOUND}/1/1")
    assert {door.room for door in listed.barred} == {"101"}


def test_a_list_that_would_tell_by_whom_it_leaves_out_is_refused(
    cast: Cast, opened: Street
) -> None:
    noted(cast, kind="positive")
    everybody_else = [one for one in HOMES if one != DOOR]
    with pytest.raises(Problem, match="group_text_tells"):
        group_box(cast.clerk, UNIT, "test", everybody_else, "请下楼：")


def test_her_door_is_last_in_the_round_and_no_tap_for_the_floor_speaks_for_it(
    cast: Cast, under_lockdown: Street
) -> None:
    key = RoundKey(DAY, "am", UNIT)
    assert [one.area for one in one_round(cast.captain, key).walked][-1] != f"{UNIT}201/"
    note(cast.clerk, replace(POSITIVE, path=f"{COMPOUND}/1/1/201"))
    found = one_round(cast.captain, key)
    assert found.apart == {f"{UNIT}201/"}
    assert found.walked[-1].area == f"{UNIT}201/"
    floor_done(cast.captain, key, 2, {})
    left = {
        one.area.split("/")[-2]: one.state
        for one in duty_lines(cast.clerk, DAY)
        if (one.what, one.win) == ("temperature", "am")
    }
    assert (left["201"], left["202"]) == ("open", "done")


def test_for_fourteen_days_and_not_after_what_was_taken_back(cast: Cast, opened: Street) -> None:
    number = noted(cast, kind="positive")
    now = clock.now()
    with clock.fixed(TAKEN.at + timedelta(days=14) - timedelta(minutes=1)):
        assert barred(cast) == {DOOR}
    with clock.fixed(TAKEN.at + timedelta(days=14)):
        assert barred(cast) == set()
    with clock.fixed(now + timedelta(hours=1)):
        withdraw(cast.clerk, number, "报错楼号")
    with clock.fixed(now + timedelta(hours=2)):
        assert barred(cast) == set()
        with acting(cast.clerk):
            # What was known then is what then was to be heeded: a replay finds the same.
            assert isolated_doors(UNIT, now) == {DOOR}
            assert isolated_doors(UNIT, clock.now()) == set()


def test_a_trip_to_the_doctor_sets_nobody_apart_and_a_home_that_moves_takes_it_along(
    cast: Cast, opened: Street
) -> None:
    noted(cast, kind="medical_trip")
    noted(cast, kind="home_coming")
    assert barred(cast) == set()
    noted(cast, kind="positive")
    plan_day(cast.operator, DAY)
    move_household(cast.clerk, opened.households["1/1/101"].id, f"{COMPOUND}/1/1/301")
    assert barred(cast) == {f"{UNIT}301/"}


def test_a_floor_that_is_tapped_asks_for_them_in_one_message(cast: Cast, opened: Street) -> None:
    noted(cast, kind="positive")
    with acting(cast.clerk):
        assert isolated_doors(UNIT, clock.now()) == {DOOR}
        with CaptureQueriesContext(connection) as asked:
            isolated_doors(UNIT, clock.now())
    # The key of a day is remembered once it is committed, which a test never is.
    assert len([one for one in asked if 'FROM "data_key"' not in one["sql"]]) == 1


def test_who_may_not_see_the_place_learns_nothing(cast: Cast, opened: Street) -> None:
    noted(cast, kind="positive")
    with acting(cast.outsider):
        assert barred_doors(span(f"{PATH}1/")) == set()
