"""Lists on paper: knocks, calls and requests, printed with numbered lines and keyed back, once however often told."""

from base64 import b64decode
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from tests.cast import COMMUNITY, COMPOUND, PATH, Cast
from tests.street import Street, at
from wumen.actions.calls import NewList, deal_list, make_list, note_call
from wumen.actions.duties.settle import do
from wumen.actions.instructions import give
from wumen.actions.knocks import knock
from wumen.actions.round_sheets.rows import (
    KeyedRows,
    RowsDone,
    key_list,
    numbers_to_print,
    print_list,
)
from wumen.queries.audit import audit
from wumen.queries.calls import call_list
from wumen.queries.instructions import instruction_line, instructions
from wumen.queries.posts import acting
from wumen.queries.round_sheets import round_sheets, whole_sheet
from wumen.queries.round_sheets.rows import WholeRows, whole_rows
from wumen.records import clock, event_log, sealing
from wumen.records.models import Call, Knock
from wumen.records.scope import WHOLE, scoped
from wumen.rules.calls import CallResult, Source
from wumen.rules.duties import read_key
from wumen.rules.health_words import MASK
from wumen.rules.instructions import InstructionDraft
from wumen.rules.knocks import Result
from wumen.rules.problems import Problem
from wumen.rules.round_sheets.rows import Kind

DAY = date(2022, 1, 10)
TEN, NOON = at(1, 10, 10), at(1, 10, 12)
ASKED = InstructionDraft(
    "resident", "帮忙买降压药", "张阿姨", at(1, 10, 6), at(1, 10, 18), "captain"
)


def knocking(cast: Cast) -> int:
    """The number of the knocking sheet of building 1: 201, 202, 101, 102."""
    (number,) = print_list(cast.captain, Kind.KNOCKS, f"{COMPOUND}/1")
    return number


def keyed(cast: Cast, number: int, text: str, **more: object) -> RowsDone:
    """The clerk keys in at noon what 李楼长 wrote at 9:30."""
    said = {"went": cast.captain.crew_no, "hour": "930", "text": text} | more
    with clock.fixed(NOON):
        return key_list(cast.clerk, number, KeyedRows(**said))  # type: ignore[arg-type]


def knocks(cast: Cast) -> list[tuple[str, str, datetime, UUID]]:
    with acting(cast.operator):
        rows = Knock.objects.order_by("area")
        return [(one.area.split("/")[-2], one.result, one.knocked_at, one.by) for one in rows]


def events(kind: str) -> list[Any]:
    with scoped(WHOLE):
        return [one for one in event_log.unread("x") if one.kind == kind]


def lines(whole: WholeRows) -> list[tuple[int, str, str]]:
    return [(one.line, one.door, one.said) for one in whole.rows]


def test_a_knocking_sheet_is_the_doors_still_to_be_knocked_at_from_the_top_with_names_masked(
    cast: Cast, street: Street
) -> None:
    with clock.fixed(at(1, 10, 8)):
        knock(cast.captain, street.households["1/1/101"].id, Result.SPOKEN)
        number = knocking(cast)
        assert knocking(cast) == number
    whole = whole_rows(cast.clerk, number)
    assert lines(whole) == [(1, "201", ""), (2, "202", ""), (3, "102", "")]
    assert whole.rows[1].who == "张**"
    with pytest.raises(Problem, match="sheet_kind_other"):
        whole_sheet(cast.clerk, number)


def test_what_stood_on_a_knocking_sheet_is_hers_who_went_at_the_hour_she_wrote(
    cast: Cast, street: Street
) -> None:
    number = knocking(cast)
    done = keyed(cast, number, "1 3 ok；2 不在 9:40")
    assert (done.noted, done.same, done.before, done.look) == (
        {"spoken": 2, "nobody_home": 1},
        *(0, [], []),
    )
    half, forty = at(1, 10, 9) + timedelta(minutes=30), at(1, 10, 9) + timedelta(minutes=40)
    assert knocks(cast) == [
        ("101", "spoken", half, cast.captain.person),
        ("201", "spoken", half, cast.captain.person),
        ("202", "nobody_home", forty, cast.captain.person),
    ]
    bodies = [one.body for one in events("household.knocked")]
    assert {(one["sheet"], one["entered_from_paper"]) for one in bodies} == {(number, True)}
    assert sorted(one["line"] for one in bodies) == [1, 2, 3]
    (line,) = round_sheets(cast.clerk)
    assert (line.went, line.keyed_by, line.walked_at) == ("李楼长", "孙内勤", half)
    assert lines(whole_rows(cast.clerk, number))[1] == (2, "202", "nobody_home")


def test_the_same_sheet_once_more_changes_nothing_and_says_so(cast: Cast, street: Street) -> None:
    number = knocking(cast)
    keyed(cast, number, "1 3 ok；2 q 没有降压药了")
    before, asked = knocks(cast), instructions(cast.clerk)
    again = keyed(cast, number, "2 有需要 没有降压药了\n1,3 ok")
    assert (again.noted, again.same) == ({}, 3)
    assert (knocks(cast), instructions(cast.clerk)) == (before, asked)
    assert [one.said.text for one in asked] == [MASK]
    assert asked[0].said.passed_on_by == "李楼长（楼长）"


def test_what_was_noted_by_phone_at_that_hour_is_not_noted_again(
    cast: Cast, street: Street
) -> None:
    number = knocking(cast)
    with clock.fixed(at(1, 10, 9) + timedelta(minutes=35)):
        knock(cast.captain, street.households["1/1/202"].id, Result.NOBODY_HOME)
    done = keyed(cast, number, "2 m；1 k")
    assert (done.before, done.noted) == ([2], {"spoken": 1})
    assert len(knocks(cast)) == 2


def test_a_line_that_was_keyed_wrongly_is_put_right_by_the_next_keying(
    cast: Cast, street: Street
) -> None:
    number = knocking(cast)
    keyed(cast, number, "2 m")
    assert keyed(cast, number, "2 k").noted == {"spoken": 1}
    (_, first, _, _), (_, then, _, _) = sorted(knocks(cast), key=lambda one: one[2])
    assert (first, then) == ("nobody_home", "spoken")


def test_a_request_that_was_keyed_for_the_wrong_line_is_told_when_the_line_is_put_right(
    cast: Cast, street: Street
) -> None:
    number = knocking(cast)
    keyed(cast, number, "2 q 没有米了")
    (asked,) = instructions(cast.clerk)
    done = keyed(cast, number, "2 k；3 q 没有米了")
    assert [(line, one.code, one.details["number"]) for line, one in done.look] == [
        (2, "sheet_row_asked_before", asked.number)
    ]
    # Only the hour is another: the line stands, and so does its request.
    again = keyed(cast, number, "3 q 没有米了 9:20").look
    assert [(line, one.code) for line, one in again] == [(3, "sheet_row_stands")]
    assert len(instructions(cast.clerk)) == 2


def test_all_the_rest_are_well_only_where_somebody_says_so(cast: Cast, street: Street) -> None:
    number = knocking(cast)
    assert keyed(cast, number, "2 m").noted == {"nobody_home": 1}
    done = keyed(cast, number, "2 m", rest=True)
    assert (done.noted, done.same) == ({"spoken": 3}, 1)


def test_one_bad_row_and_nothing_is_noted(cast: Cast, street: Street) -> None:
    number = knocking(cast)
    with pytest.raises(Problem, match="sheet_lines_unread"):
        keyed(cast, number, "1 ok；9 ok；2 ok 老人摔了")
    assert knocks(cast) == []
    assert round_sheets(cast.clerk)[0].keyed_at is None


def test_who_moved_away_is_ticked_by_name_and_the_other_rows_are_noted(
    cast: Cast, street: Street
) -> None:
    number = knocking(cast)
    done = keyed(cast, number, "1 已搬走；2 ok")
    assert [(line, problem.code) for line, problem in done.look] == [(1, "sheet_row_asks_who")]
    assert done.noted == {"spoken": 1}
    assert [one[0] for one in knocks(cast)] == ["202"]


def ringing(cast: Cast) -> tuple[UUID, int]:
    """A list of two numbers, dealt to 周书记, and its sheet."""
    pasted = "赵六 13800000001 从许昌回来\n外地 13900000009"
    made = make_list(cast.clerk, NewList("核对返郑人员", COMPOUND, Source.PASTED, pasted))
    deal_list(cast.clerk, made.id, [cast.secretary.person])
    (number,) = print_list(cast.clerk, Kind.CALLS, about=made.id)
    return made.id, number


def test_a_call_sheet_bears_numbers_and_each_is_a_look_with_its_purpose(
    cast: Cast, street: Street
) -> None:
    _, number = ringing(cast)
    whole = whole_rows(cast.clerk, number)
    assert (whole.title, whole.whose) == ("核对返郑人员", "周书记")
    shown = numbers_to_print(cast.clerk, whole)
    assert sorted(shown.values()) == [("13800000001",), ("13900000009",)]
    looks = [one.body for one in events("call.number_shown")]
    assert looks == [{"purpose": "核对返郑人员", "sheet": number}] * 2
    with pytest.raises(Problem, match="call_not_yours"):
        numbers_to_print(cast.sampler, whole)


def test_a_call_sheet_over_a_whole_community_is_printed_with_whom_no_register_knows(
    cast: Cast, street: Street
) -> None:
    pasted = "赵六 13800000001 从许昌回来\n外地 13900000009"
    made = make_list(cast.clerk, NewList("核对返郑人员", COMMUNITY, Source.PASTED, pasted))
    (number,) = print_list(cast.clerk, Kind.CALLS, about=made.id)
    shown = numbers_to_print(cast.clerk, whole_rows(cast.clerk, number))
    assert sorted(shown.values()) == [("13800000001",), ("13900000009",)]
    assert len(events("call.number_shown")) == 2


def test_calls_from_paper_are_hers_who_rang_at_their_hours(cast: Cast, street: Street) -> None:
    made, number = ringing(cast)
    said = {"went": cast.secretary.crew_no}
    done = keyed(cast, number, "1 没接 9:40；2 稍后 15:00", **said)
    assert done.noted == {"no_answer": 1, "later": 1}
    one, other = (
        entry.calls[0]
        for entry in sorted(call_list(cast.clerk, made).entries, key=lambda e: e.place)
    )
    assert (one.called_at, one.by) == (at(1, 10, 9) + timedelta(minutes=40), "周书记")
    assert (other.called_at, other.back_at) == (at(1, 10, 9) + timedelta(minutes=30), at(1, 10, 15))
    assert keyed(cast, number, "1 没接 9:40；2 稍后 15:00", **said).same == 2
    with acting(cast.operator):
        assert Call.objects.count() == 2


def test_a_call_on_paper_that_wants_something_is_a_request_and_one_told_before_no_news(
    cast: Cast, street: Street
) -> None:
    made, number = ringing(cast)
    (entry, _) = sorted(call_list(cast.secretary, made).entries, key=lambda one: one.place)
    with clock.fixed(at(1, 10, 9) + timedelta(minutes=20)):
        note_call(cast.secretary, entry.id, CallResult.REACHED)
    done = keyed(cast, number, "1 k；2 q 要两袋米", went=cast.secretary.crew_no)
    assert (done.before, done.noted) == ([1], {"asks": 1})
    (matter,) = instructions(cast.clerk)
    assert matter.said.text == "要两袋米"


def test_requests_on_paper_settle_as_from_their_page_with_sheet_and_line(
    cast: Cast, planned: Street
) -> None:
    home = str(planned.households["1/1/202"].id)
    texts = ("帮忙买降压药", "送两袋米", "修门锁")
    given = [give(cast.clerk, replace(ASKED, said=one, household=home)).number for one in texts]
    (number,) = print_list(cast.clerk, Kind.ASKED)
    whole = whole_rows(cast.clerk, number)
    assert [(one.line, one.number) for one in whole.rows] == list(enumerate(given, start=1))
    assert (whole.area, whole.whose) == (PATH + "1/1/202/", "李楼长")
    done = keyed(cast, number, "1 ok；2 m；3 师傅明天来")
    assert (done.noted, done.look) == ({"done": 1, "nobody_home": 1, "why": 1}, [])
    states = [instruction_line(cast.clerk, one) for one in given]
    assert [one.state for one in states] == ["done", "open", "open"]
    assert states[0].closed_by == "李楼长"
    assert [one.duty.reason for one in states[1:] if one.duty] == ["nobody_home", "师傅明天来"]
    assert evidence(planned) == {"sheet": number, "line": 1, "done_at": "2022-01-10T09:30:00+08:00"}
    assert keyed(cast, number, "1 ok；2 m；3 师傅明天来").same == 3
    with clock.fixed(NOON):
        assert audit(cast.operator).clean


def evidence(street: Street) -> dict[str, object]:
    """What was noted with the first duty that was settled."""
    (event, *_) = [one for one in events("duty.settled") if one.body["what"] == "request"]
    text = sealing.unseal_evidence(street.outbreak.id, DAY, b64decode(event.body["sealed"]))
    said: dict[str, object] = msgspec.json.decode(text)["evidence"]
    return said


@pytest.fixture
def planned(cast: Cast, street: Street, under_lockdown: Street) -> Street:
    """Building 1 under lockdown, its day planned."""
    return street


def test_a_request_that_was_closed_meanwhile_is_told_as_known(cast: Cast, planned: Street) -> None:
    home = str(planned.households["1/1/202"].id)
    one = give(cast.clerk, replace(ASKED, household=home)).number
    (number,) = print_list(cast.clerk, Kind.ASKED)
    duty = instruction_line(cast.clerk, one).duty
    assert duty is not None
    with clock.fixed(TEN):
        do(cast.captain, read_key(duty.key))
    assert keyed(cast, number, "1 ok").before == [1]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"hour": "13"}, "sheet_hour_wrong"),
        ({"day": "2022-01-09"}, "sheet_day_wrong"),
        ({"went": "999"}, "crew_unknown"),
        ({"text": "2 m 13:00"}, "sheet_lines_unread"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_noted(
    cast: Cast, street: Street, more: dict[str, str], code: str
) -> None:
    number = knocking(cast)
    with pytest.raises(Problem, match=code):
        keyed(cast, number, **({"text": "1 ok"} | more))
    assert knocks(cast) == []


def test_a_list_is_of_its_place_alone(cast: Cast, street: Street) -> None:
    number = knocking(cast)
    with pytest.raises(Problem, match="round_sheet_unknown"):
        whole_rows(cast.outsider, number)
    with pytest.raises(Problem, match="right_missing"):
        print_list(cast.volunteer, Kind.KNOCKS, f"{COMPOUND}/1")
    with pytest.raises(Problem, match="area_not_yours"):
        print_list(cast.captain, Kind.KNOCKS, f"{COMPOUND}/2")
    with pytest.raises(Problem, match="sheets_nothing_to_print"):
        print_list(cast.clerk, Kind.ASKED)


def test_the_same_list_under_another_hour_is_told_as_standing_and_not_noted_again(
    cast: Cast, street: Street
) -> None:
    number = knocking(cast)
    keyed(cast, number, "1 ok；2 m；3 q 没有降压药了")
    before, asked = knocks(cast), instructions(cast.clerk)
    again = keyed(cast, number, "1 ok；2 m；3 q 没有降压药了", hour="1010")
    assert (again.noted, again.same, again.before) == ({}, 0, [])
    assert [(line, one.code) for line, one in again.look] == [
        (1, "sheet_row_stands"),
        (2, "sheet_row_stands_try"),
        (3, "sheet_row_stands"),
    ]
    assert again.look[0][1].details == {"line": 1, "was": "09:30", "now": "10:10"}
    assert (knocks(cast), instructions(cast.clerk)) == (before, asked)
    assert keyed(cast, number, "1 ok；2 m；3 q 没有降压药了").same == 3


def test_a_further_try_is_noted_where_its_line_bears_the_hour_and_once(
    cast: Cast, street: Street
) -> None:
    number = knocking(cast)
    keyed(cast, number, "1 m；2 k")
    done = keyed(cast, number, "1 m 11:20；2 k 11:20")
    assert (done.noted, [line for line, _ in done.look]) == ({"nobody_home": 1}, [2])
    once_more = keyed(cast, number, "1 m 9:30")
    assert (once_more.noted, once_more.before) == ({}, [1])
    assert len(knocks(cast)) == 3
