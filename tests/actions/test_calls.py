"""Call lists: made for one purpose, dealt, rung; every look at a number is written down."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from tests.cast import COMMUNITY, COMPOUND, PATH, Cast
from tests.street import Street, at, ordered
from wumen.actions.calls import (
    NewList,
    close_list,
    deal_list,
    make_list,
    note_call,
    show_numbers,
)
from wumen.actions.duties.plan import plan_day
from wumen.actions.homes import add_person
from wumen.actions.knocks import knock
from wumen.actions.places import add_place
from wumen.actions.register import NewResident, register_household
from wumen.actions.rounds import floor_done
from wumen.queries.audit import audit
from wumen.queries.calls import EntryLine, WholeList, call_list, call_lists, callers
from wumen.queries.duties import duty_lines
from wumen.queries.instructions import InstructionLine, instructions
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Area, CallList, Outbreak
from wumen.rules.calls import CallResult, Source, Step
from wumen.rules.knocks import Result
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem
from wumen.rules.rounds import RoundKey

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


def test_a_door_on_a_list_over_two_compounds_names_its_own(cast: Cast, street: Street) -> None:
    add_place(cast.clerk, COMMUNITY, "compound", "西院")
    with acting(cast.clerk):
        west = Area.objects.get(name="西院").area
    add_place(cast.clerk, west, "building", "1号楼")
    zhou = NewResident("周师傅", telephones=("13900000009",))
    register_household(cast.clerk, f"{west}1/2/202", [zhou])
    doors = [one.door for one in seen(cast.clerk, made(cast, area=COMMUNITY)).entries]
    assert sorted(doors) == ["锦绣城社区 西院 1-2-202", "锦绣城社区 锦绣城 1-1-202"]


def test_people_with_something_open_today_are_listed_once_each(
    cast: Cast, under_lockdown: Street
) -> None:
    whole = seen(cast.clerk, made(cast, source=Source.OPEN_DUTIES, pasted="", what="temperature"))
    # Of building 1 only 张阿姨 has a telephone.
    assert [one.name for one in whole.entries] == ["张阿姨"]


def test_what_opens_later_in_the_day_puts_nobody_on_a_list(
    cast: Cast, under_lockdown: Street
) -> None:
    with clock.fixed(at(1, 10, 9)):
        for floor in (1, 2):
            floor_done(cast.captain, RoundKey(clock.today(), "am", f"{PATH}1/1/"), floor)
        with pytest.raises(Problem, match="call_list_nobody"):
            made(cast, source=Source.OPEN_DUTIES, pasted="", what="temperature")


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
    assert not {"李楼长", "陈志愿者"} & names
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


def test_whoever_no_register_knows_is_rung_from_a_list_of_a_whole_community(
    cast: Cast, street: Street
) -> None:
    one = made(cast, area=COMMUNITY)
    (stranger,) = [entry for entry in seen(cast.clerk, one).entries if not entry.door]
    assert show_numbers(cast.clerk, stranger.id) == ("13900000009",)
    note_call(cast.clerk, stranger.id, CallResult.REACHED)


START = at(1, 10, 9)


def rung(cast: Cast, street: Street, **changes: object) -> tuple[CallList, EntryLine]:
    """Building 1 planned, a list with 张阿姨 of 1-1-202, whose telephone was let ring at 9, 10 and 11."""
    ordered(cast, "1")
    plan_day(cast.clerk, clock.today())
    one = made(cast, **changes)
    entry = min(seen(cast.clerk, one).entries, key=lambda e: e.place)
    for hour in range(3):
        with clock.fixed(START + timedelta(hours=hour)):
            note_call(cast.clerk, entry.id, CallResult.NO_ANSWER)
    return one, aunt(cast, one)


def aunt(cast: Cast, one: CallList) -> EntryLine:
    (found,) = [e for e in seen(cast.clerk, one).entries if e.name == "张阿姨"]
    return found


def asked(cast: Cast) -> list[InstructionLine]:
    """What stands on the captain's list."""
    return [line for line in instructions(cast.captain) if line.duty]


def test_three_calls_at_three_hours_and_the_captain_is_asked_to_knock(
    cast: Cast, street: Street
) -> None:
    with clock.fixed(START + timedelta(hours=2)):
        _, entry = rung(cast, street)
        assert entry.next.step is Step.KNOCK
        assert entry.knock and entry.knock.owner == "李楼长"
        (line,) = asked(cast)
        assert (line.number, line.owner.name) == (entry.knock.number, "李楼长")
        assert "核对返郑人员" in line.said.text
        # Until the last hour of the day on which one knocks, for the list named none.
        assert line.due_at == at(1, 10, 21)
        (duty,) = [one for one in duty_lines(cast.captain, clock.today()) if one.what == "request"]
        assert (duty.subject, duty.state) == (street.aunt_zhang.household_id, "open")
        assert audit(cast.operator).clean


def test_two_calls_or_calls_within_the_hour_ask_nobody_to_knock(
    cast: Cast, under_lockdown: Street
) -> None:
    entry = min(seen(cast.clerk, made(cast)).entries, key=lambda e: e.place)
    for minutes in (0, 10, 20, 30, 60):
        with clock.fixed(START + timedelta(minutes=minutes)):
            note_call(cast.clerk, entry.id, CallResult.NO_ANSWER)
    assert asked(cast) == []


def test_a_wrong_number_asks_for_a_knock_at_once_by_the_hour_of_the_list(
    cast: Cast, under_lockdown: Street
) -> None:
    one = made(cast, due_at=at(1, 10, 12))
    note_call(cast.clerk, aunt(cast, one).id, CallResult.WRONG_NUMBER)
    assert [line.due_at for line in asked(cast)] == [at(1, 10, 12)]


def test_further_calls_ask_once_and_who_answers_after_all_needs_no_knock(
    cast: Cast, street: Street
) -> None:
    with clock.fixed(START + timedelta(hours=4)):
        one, entry = rung(cast, street)
        note_call(cast.clerk, entry.id, CallResult.NO_ANSWER)
        assert len(asked(cast)) == 1
    with clock.fixed(START + timedelta(hours=5)):
        note_call(cast.clerk, entry.id, CallResult.REACHED)
        assert asked(cast) == []
        assert aunt(cast, one).next.step is Step.DONE
        assert audit(cast.operator).clean


def test_one_home_is_knocked_at_once_however_many_of_it_were_rung(
    cast: Cast, street: Street, under_lockdown: Street
) -> None:
    add_person(
        cast.clerk,
        street.aunt_zhang.household_id,
        NewResident("张女儿", telephones=("13800000002",)),
    )
    one = made(cast, pasted="13800000001\n13800000002")
    for entry in seen(cast.clerk, one).entries:
        note_call(cast.clerk, entry.id, CallResult.WRONG_NUMBER)
    (line,) = asked(cast)
    first, second = seen(cast.clerk, one).entries
    assert first.knock == second.knock
    with clock.fixed(START):
        note_call(cast.clerk, first.id, CallResult.REACHED)
        assert [still.number for still in asked(cast)] == [line.number]
        note_call(cast.clerk, second.id, CallResult.REACHED)
        assert asked(cast) == []


@pytest.mark.parametrize("result", [Result.SPOKEN, Result.REFUSED, Result.NEEDS])
def test_a_door_that_opens_settles_the_knock_and_the_list_says_so(
    cast: Cast, street: Street, result: Result
) -> None:
    with clock.fixed(START + timedelta(hours=4)):
        one, _ = rung(cast, street)
        home = street.aunt_zhang.household_id
        knock(cast.captain, home, Result.NOBODY_HOME)
        assert len(asked(cast)) == 1
        knock(cast.captain, home, result)
        # What she needs is another matter, and stands.
        needs = [line for line in asked(cast) if "说有需要" in line.said.text]
        assert asked(cast) == needs
        assert len(needs) == (result is Result.NEEDS)
        entry = aunt(cast, one)
        assert entry.next.step is Step.DONE
        assert entry.knock and entry.knock.closed_as == "done"
        assert audit(cast.operator).clean


def test_a_caller_who_may_ask_nothing_of_others_still_brings_the_knock_about(
    cast: Cast, under_lockdown: Street
) -> None:
    one = made(cast)
    deal_list(cast.clerk, one.id, [cast.sampler.person])
    note_call(cast.sampler, aunt(cast, one).id, CallResult.WRONG_NUMBER)
    assert [line.said.asked_by for line in asked(cast)] == ["王医生"]


def test_without_an_outbreak_or_a_home_the_list_alone_says_that_somebody_has_to_go(
    cast: Cast, street: Street
) -> None:
    one = made(cast)
    unknown = max(seen(cast.clerk, one).entries, key=lambda e: e.place)
    note_call(cast.clerk, unknown.id, CallResult.WRONG_NUMBER)
    with acting(cast.operator):
        Outbreak.objects.update(closed_at=clock.now())
    note_call(cast.clerk, aunt(cast, one).id, CallResult.WRONG_NUMBER)
    assert [(e.next.step, e.knock) for e in seen(cast.clerk, one).entries] == [
        (Step.KNOCK, None),
        (Step.KNOCK, None),
    ]


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
