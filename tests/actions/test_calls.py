"""Call lists: made for one purpose, dealt, rung; every look at a number is written down."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from tests.cast import COMPOUND, Cast
from tests.street import Street, ordered
from wumen.actions.calls import (
    NewList,
    close_list,
    deal_list,
    make_list,
    note_call,
    show_numbers,
)
from wumen.actions.duties.plan import plan_day
from wumen.queries.calls import WholeList, call_list, call_lists, callers, homes_to_knock
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import CallList
from wumen.rules.calls import CallResult, Source, Step
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem

PASTED = "赵六 13800000001 从许昌回来\n外地 13900000009"


def made(cast: Cast, **changes: object) -> CallList:
    given = {"purpose": "核对返郑人员", "area": COMPOUND, "source": Source.PASTED, "pasted": PASTED}
    return make_list(cast.clerk, NewList(**(given | changes)))  # type: ignore[arg-type]


def seen(viewer: Viewer, one: CallList) -> WholeList:
    return call_list(viewer, one.id)


def test_a_pasted_number_that_the_register_knows_stands_at_its_door(
    cast: Cast, street: Street
) -> None:
    known, unknown = sorted(seen(cast.clerk, made(cast)).entries, key=lambda one: one.place)
    assert (known.door, known.name) == ("1-1-202", "张阿姨")
    assert known.said == "赵六 从许昌回来"
    assert (unknown.door, unknown.name, unknown.household) == ("", "", None)


def test_people_with_something_open_today_are_listed_once_each(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, clock.today())
    whole = seen(cast.clerk, made(cast, source=Source.OPEN_DUTIES, pasted="", what="temperature"))
    # Of building 1 only 张阿姨 has a telephone.
    assert [one.name for one in whole.entries] == ["张阿姨"]


def test_people_in_special_care_are_listed(cast: Cast, street: Street) -> None:
    whole = seen(cast.clerk, made(cast, source=Source.SPECIAL_CARE, pasted=""))
    assert [one.name for one in whole.entries] == ["张阿姨"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"purpose": " "}, "call_purpose_missing"),
        ({"pasted": "没有号码"}, "call_list_empty"),
        ({"source": Source.OPEN_DUTIES}, "call_list_nobody"),
        ({"area": "410102013001"}, "area_not_yours"),
    ],
)
def test_a_list_that_cannot_be_made_is_refused(
    cast: Cast, street: Street, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(Problem, match=code):
        made(cast, **changes)
    with acting(cast.operator):
        assert not CallList.objects.exists()


def test_entries_are_dealt_to_who_stands_over_the_place(cast: Cast, street: Street) -> None:
    one = made(cast)
    names = {caller.name for caller in callers(cast.clerk, one.id)}
    assert {"孙内勤", "周书记", "王医生"} <= names
    assert "李楼长" not in names
    deal_list(cast.clerk, one.id, [cast.clerk.person, cast.sampler.person])
    assert [
        entry.caller for entry in sorted(seen(cast.clerk, one).entries, key=lambda e: e.place)
    ] == [
        cast.clerk.person,
        cast.sampler.person,
    ]


def test_a_caller_sees_her_share_alone(cast: Cast, street: Street) -> None:
    one = made(cast)
    deal_list(cast.clerk, one.id, [cast.clerk.person, cast.sampler.person])
    (mine,) = seen(cast.sampler, one).entries
    assert mine.caller == cast.sampler.person
    (other,) = (e for e in seen(cast.clerk, one).entries if e.caller == cast.clerk.person)
    with pytest.raises(Problem, match="call_not_yours"):
        show_numbers(cast.sampler, other.id)
    assert [line.mine for line in call_lists(cast.sampler)] == [1]
    assert call_lists(cast.outsider) == []


def test_each_look_at_a_number_is_written_down_with_the_purpose(cast: Cast, street: Street) -> None:
    one = made(cast)
    entry = min(seen(cast.clerk, one).entries, key=lambda e: e.place)
    assert show_numbers(cast.clerk, entry.id) == ("13800000001",)
    with acting(cast.operator), connection.cursor() as cursor:
        cursor.execute(
            "SELECT convert_from(body, 'UTF8') FROM event WHERE kind = 'call.number_shown'"
        )
        (said,) = cursor.fetchall()
    assert "核对返郑人员" in said[0]
    assert "13800000001" not in said[0]


def test_three_calls_at_three_hours_and_the_home_is_to_be_knocked_at(
    cast: Cast, street: Street
) -> None:
    one = made(cast)
    entry = min(seen(cast.clerk, one).entries, key=lambda e: e.place)
    start = clock.now() + timedelta(hours=3)
    for hour in range(3):
        with clock.fixed(start + timedelta(hours=hour)):
            note_call(cast.clerk, entry.id, CallResult.NO_ANSWER)
    with clock.fixed(start + timedelta(hours=3)):
        found = {e.id: e.next.step for e in seen(cast.clerk, one).entries}
        assert found[entry.id] is Step.KNOCK
        assert homes_to_knock(cast.clerk, one.id) == [(street.aunt_zhang.household_id, "1-1-202")]


def test_what_was_said_is_kept_and_who_is_reached_is_dealt_no_more(
    cast: Cast, street: Street
) -> None:
    one = made(cast)
    entry = min(seen(cast.clerk, one).entries, key=lambda e: e.place)
    note_call(cast.clerk, entry.id, CallResult.REACHED, "在家，1人")
    (whole,) = (e for e in seen(cast.clerk, one).entries if e.id == entry.id)
    assert whole.next.step is Step.DONE
    assert whole.calls[0].said == "在家，1人"
    assert deal_list(cast.clerk, one.id, [cast.clerk.person]) == 1


def test_a_closed_list_is_rung_no_more(cast: Cast, street: Street) -> None:
    one = made(cast)
    entry = seen(cast.clerk, one).entries[0]
    close_list(cast.clerk, one.id)
    for act in (
        lambda: note_call(cast.clerk, entry.id, CallResult.REACHED),
        lambda: show_numbers(cast.clerk, entry.id),
        lambda: deal_list(cast.clerk, one.id, [cast.clerk.person]),
    ):
        with pytest.raises(Problem, match="call_list_unknown"):
            act()


def test_nobody_unknown_is_dealt_anything(cast: Cast, street: Street) -> None:
    one = made(cast)
    with pytest.raises(Problem, match="crew_unknown"):
        deal_list(cast.clerk, one.id, [UUID(int=1)])
