"""Visits to isolated homes on paper: two temperatures, two disinfections, each at its hour and once."""

from base64 import b64decode
from dataclasses import replace
from datetime import date

import msgspec
import pytest

from tests.cast import COMMUNITY, COMPOUND, PATH, Cast
from tests.street import Street, at, draft
from wumen.actions.duties import settle
from wumen.actions.duties.plan import plan_day
from wumen.actions.orders import confirm_order, enter_order, open_outbreak
from wumen.actions.register import NewResident, add_area, register_household
from wumen.actions.round_sheets import KeyedIn, SheetDone, key_sheet
from wumen.actions.round_sheets.rows import KeyedRows, key_list, print_not_reached
from wumen.actions.round_sheets.visits import key_visits, print_visits
from wumen.queries.audit import audit
from wumen.queries.duties import DutyLine, compound_names, duty_lines
from wumen.queries.instructions import instructions
from wumen.queries.isolated_homes import isolated_homes
from wumen.queries.posts import acting
from wumen.queries.round_sheets import who_visits, whole_sheet
from wumen.queries.round_sheets.rows import whole_rows
from wumen.records import clock, event_log, sealing
from wumen.records.scope import WHOLE, scoped
from wumen.rules.duties import read_key
from wumen.rules.problems import Problem
from wumen.rules.round_sheets.rows import Kind

WHOLE_PLAN = "2022年1月（方案）"
DAY = date(2022, 1, 10)
NOON, EVENING = at(1, 10, 12), at(1, 10, 20)


@pytest.fixture
def isolating(cast: Cast, street: Street) -> Street:
    """张阿姨 (1-1-202) and two of three at 2-1-101 stay at home by orders of their own; the day is planned."""
    whole = open_outbreak(cast.duty_officer, WHOLE_PLAN, "community-2021-09")
    with acting(cast.clerk):
        two = list(street.households["2/1/101"].residents.order_by("place"))[:2]
    people = (street.aunt_zhang, *two)
    for one in people:
        own = draft(regime="home_isolation", residents=(str(one.id),), document=one.name)
        confirm_order(cast.secretary, enter_order(cast.clerk, own, WHOLE_PLAN).number)
    plan_day(cast.clerk, DAY)
    return replace(street, outbreak=whole)


def keyed(cast: Cast, number: int, text: str, **more: str) -> SheetDone:
    """What 周书记's team wrote on its visit at nine, keyed in by the clerk at noon."""
    said = {"went": cast.secretary.crew_no, "walked_at": "9:00", "text": text} | more
    with clock.fixed(EVENING if more.get("walked_at", "").startswith("1") else NOON):
        return key_visits(cast.clerk, number, KeyedIn(**said))


def standing(cast: Cast, room: str, win: str = "am") -> dict[str, list[DutyLine]]:
    found: dict[str, list[DutyLine]] = {}
    for one in duty_lines(cast.clerk, DAY):
        if one.area == f"{PATH}{room}/" and one.win == win:
            found.setdefault(one.what, []).append(one)
    return found


def test_a_sheet_of_visits_is_the_isolated_homes_of_all_buildings_with_what_is_due(
    cast: Cast, isolating: Street
) -> None:
    assert isolated_homes(cast.clerk).visits == ["am", "pm"]
    number = print_visits(cast.clerk, "am")
    assert print_visits(cast.clerk, "am") == number
    sheet = whole_sheet(cast.clerk, number)
    assert [one.area for one in sheet.doors] == [f"{PATH}1/1/202/", f"{PATH}2/1/101/"]
    assert [len(one.people) for one in sheet.doors] == [1, 2]
    whats = {duty.what for duty in sheet.doors[0].duties}
    assert {"temperature", "disinfection", "waste", "supply"} <= whats
    assert "watch" not in whats
    assert {one.key.rpartition("/")[2] for door in sheet.doors for one in door.duties} == {
        "am",
        "day",
    }


def test_a_sheet_through_several_compounds_says_in_which_one_a_door_is(
    cast: Cast, isolating: Street
) -> None:
    add_area(cast.operator, f"{COMMUNITY}/other", "compound", "别院")
    home = register_household(cast.clerk, f"{COMMUNITY}/other/1/1/202", [NewResident("钱先生")])
    with acting(cast.clerk):
        (who,) = home.residents.all()
    own = draft(regime="home_isolation", residents=(str(who.id),), document="钱先生")
    alone = whole_sheet(cast.clerk, print_visits(cast.clerk, "am"))
    assert {one.place for one in alone.doors} == {""}
    here = [one for one in duty_lines(cast.clerk, DAY) if one.area.startswith(PATH)]
    assert compound_names(cast.clerk, here) == {}
    confirm_order(cast.secretary, enter_order(cast.clerk, own, WHOLE_PLAN).number)
    plan_day(cast.clerk, DAY)
    sheet = whole_sheet(cast.clerk, print_visits(cast.clerk, "am"))
    said = {one.area: one.place for one in sheet.doors}
    assert len(set(said.values())) == 2
    assert said[f"{PATH}1/1/202/"].endswith("锦绣城")
    assert said[home.area].endswith("别院")
    shown = compound_names(cast.clerk, duty_lines(cast.clerk, DAY))
    assert {shown[one] for one in said} == set(said.values())


def test_what_was_measured_and_done_at_each_home_stands_measured_and_nothing_else(
    cast: Cast, isolating: Street
) -> None:
    number = print_visits(cast.clerk, "am")
    done = keyed(cast, number, "1 36.5 x；2 36.4 36.8 消毒")
    assert (done.read, done.fever, done.gone) == (3, [], [])
    aunt, pair = standing(cast, "1/1/202"), standing(cast, "2/1/101")
    assert [(one.state, one.grade) for one in aunt["temperature"]] == [("done", "measured")]
    assert [(one.state, one.grade) for one in aunt["disinfection"]] == [("done", "measured")]
    assert {one.state for one in aunt["sampling"]} == {"open"}
    assert {one.state for one in pair["disinfection"]} == {"done"}
    assert {one.state for one in standing(cast, "1/1/202", "day")["waste"]} == {"done"}
    assert {one.state for one in standing(cast, "2/1/101", "day")["waste"]} == {"open"}
    assert {one.state for one in standing(cast, "1/1/202", "pm")["temperature"]} == {"open"}
    with clock.fixed(NOON):
        assert audit(cast.operator).clean


def test_the_evidence_says_paper_with_its_sheet_its_line_and_the_hour_of_the_visit(
    cast: Cast, isolating: Street
) -> None:
    number = print_visits(cast.clerk, "am")
    keyed(cast, number, "1 36.5")
    with scoped(WHOLE):
        (event,) = [one for one in event_log.unread("x") if one.kind == "duty.settled"]
    assert event.body["entered_from_paper"] is True
    text = sealing.unseal_evidence(isolating.outbreak.id, DAY, b64decode(event.body["sealed"]))
    assert msgspec.json.decode(text)["evidence"] == {
        "celsius": 36.5,
        "sheet": number,
        "line": 1,
        "done_at": "2022-01-10T09:00:00+08:00",
    }


def test_the_same_sheet_once_more_changes_nothing(cast: Cast, isolating: Street) -> None:
    number = print_visits(cast.clerk, "am")
    keyed(cast, number, "1 36.5 x；2 m")
    before = duty_lines(cast.clerk, DAY)
    again = keyed(cast, number, "1 36.5 x；2 m")
    assert (again.met, again.read) == (0, 0)
    assert again.before > 0
    assert duty_lines(cast.clerk, DAY) == before


def test_the_second_visit_of_the_day_has_a_sheet_of_its_own(cast: Cast, isolating: Street) -> None:
    keyed(cast, print_visits(cast.clerk, "am"), "1 36.5 x")
    with clock.fixed(at(1, 10, 16)):
        second = print_visits(cast.clerk, "pm")
    keyed(cast, second, "1 36.6 x", walked_at="17:00")
    for win in ("am", "pm"):
        aunt = standing(cast, "1/1/202", win)
        assert {one.state for one in aunt["temperature"] + aunt["disinfection"]} == {"done"}


def test_nobody_is_normal_unwritten_and_a_fever_is_told_at_once(
    cast: Cast, isolating: Street
) -> None:
    number = print_visits(cast.clerk, "am")
    done = keyed(cast, number, "1 38.4")
    assert done.fever == ["1A"]
    assert {one.state for one in standing(cast, "2/1/101")["temperature"]} == {"open"}
    assert [one.urgency for one in instructions(cast.clerk)] == ["urgent"]


def test_who_was_not_met_stays_open_with_the_reason(cast: Cast, isolating: Street) -> None:
    number = print_visits(cast.clerk, "am")
    done = keyed(cast, number, "2 m")
    assert done.excepted == [2]
    assert {one.reason for one in standing(cast, "2/1/101")["disinfection"]} == {"nobody_home"}


@pytest.mark.parametrize("text", ["2 36.5", "1 x；1 m", "9 x", "1 q"])
def test_one_bad_piece_and_nothing_is_noted(cast: Cast, isolating: Street, text: str) -> None:
    number = print_visits(cast.clerk, "am")
    with pytest.raises(Problem, match="sheet_lines_unread"):
        keyed(cast, number, f"1 36.5；{text}")
    assert {one.state for one in duty_lines(cast.clerk, DAY)} == {"open"}


def test_a_sheet_is_keyed_as_what_it_is(cast: Cast, isolating: Street) -> None:
    number = print_visits(cast.clerk, "am")
    with clock.fixed(NOON), pytest.raises(Problem, match="sheet_kind_other"):
        key_sheet(cast.clerk, number, KeyedIn(cast.secretary.crew_no, "9:00"))
    with pytest.raises(Problem, match="sheets_nothing_to_print"):
        print_visits(cast.clerk, "am", f"{COMPOUND}/3")
    with pytest.raises(Problem, match="right_missing"):
        print_visits(cast.volunteer, "am")


def test_who_owes_a_word_today_is_printed_as_a_call_sheet_in_one_step(
    cast: Cast, isolating: Street
) -> None:
    with clock.fixed(NOON):
        made = print_not_reached(cast.clerk, "", "今天还没联系上")
        assert print_not_reached(cast.clerk, "", "今天还没联系上") == made
        # Whoever of the office prints it: nobody is rung by two of them.
        assert print_not_reached(cast.secretary, "", "今天还没联系上") == made
    (number,) = made
    whole = whole_rows(cast.clerk, number)
    assert (whole.kind, whole.title) == (Kind.CALLS, "今天还没联系上")
    assert [(one.door, one.who) for one in whole.rows] == [("1-1-202", "张阿姨")]


def test_a_word_on_the_telephone_is_todays_word_with_who_is_in_special_care(
    cast: Cast, isolating: Street
) -> None:
    with clock.fixed(at(1, 10, 10)):
        (number,) = print_not_reached(cast.clerk, "", "今天还没联系上")
    with clock.fixed(NOON):
        said = KeyedRows(cast.secretary.crew_no, "11:00", "1 没接")
        assert key_list(cast.clerk, number, said).noted == {"no_answer": 1}
        assert [one.state for one in standing(cast, "1/1/202", "day")["contact"]] == ["open"]
        said = KeyedRows(cast.secretary.crew_no, "11:00", "1 接了 都好 11:40")
        assert key_list(cast.clerk, number, said).noted == {"reached": 1}
        (word,) = standing(cast, "1/1/202", "day")["contact"]
        assert (word.state, word.grade) == ("done", "reported")
        assert audit(cast.operator).clean


def test_each_who_went_with_a_sheet_is_named_for_the_doors_that_are_hers(
    cast: Cast, isolating: Street
) -> None:
    number = print_visits(cast.clerk, "am")
    sheet = whole_sheet(cast.clerk, number)
    assert cast.captain.crew_no in {one.crew_no for one in who_visits(cast.clerk, sheet)}
    for words in ("1 36.5 x；2 消毒", "2 m"):
        with pytest.raises(Problem, match="sheet_went_elsewhere"):
            keyed(cast, number, words, went=cast.captain.crew_no)
    keyed(cast, number, "1 36.5 x", went=cast.captain.crew_no)
    assert whole_sheet(cast.clerk, number).line.went == cast.captain.name
    done = keyed(cast, number, "2 36.4 36.8 消毒")
    assert (done.read, done.gone) == (2, [])


def test_a_reason_for_a_door_that_was_done_leaves_what_stands_on_its_line(
    cast: Cast, isolating: Street
) -> None:
    number = print_visits(cast.clerk, "am")
    keyed(cast, number, "1 36.5 x")
    with clock.fixed(NOON):
        for one in standing(cast, "1/1/202")["sampling"]:
            settle.do(cast.sampler, read_key(one.key), "measured")
    done = keyed(cast, number, "1 m", walked_at="9:30")
    assert (done.late, done.stands) == ([1], at(1, 10, 9))
    line, _ = whole_sheet(cast.clerk, number).doors
    assert line.said == "normal"
