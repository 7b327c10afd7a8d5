"""A round on paper: printed with numbered lines, keyed back under them, once however often it is told."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at
from wumen.actions.changes import leave, move_residents
from wumen.actions.duties import settle
from wumen.actions.duties.plan import plan_day
from wumen.actions.homes import add_person
from wumen.actions.instructions import end
from wumen.actions.register import NewResident, register_household
from wumen.actions.round_sheets import KeyedIn, SheetDone, key_sheet, print_sheet, print_sheets
from wumen.actions.rounds import floor_done
from wumen.queries.audit import audit
from wumen.queries.duties import DutyLine, duty_lines
from wumen.queries.instructions import instructions
from wumen.queries.posts import acting
from wumen.queries.round_sheets import round_sheets, walkers, whole_sheet
from wumen.records import clock, event_log
from wumen.records.models import Knock
from wumen.records.scope import WHOLE, scoped
from wumen.rules.duties import read_key
from wumen.rules.problems import Problem
from wumen.rules.rounds import RoundKey

DAY = date(2022, 1, 10)
MORNING = RoundKey(DAY, "am", PATH + "1/1/")
NINE = at(1, 10, 9)


@pytest.fixture
def planned(cast: Cast, street: Street, under_lockdown: Street) -> Street:
    """Building 1 under lockdown, its day planned: four doors, ten people, the first line is 201."""
    return street


def keyed(cast: Cast, number: int, text: str = "", **more: str) -> SheetDone:
    """The clerk keys in what 李楼长 wrote on her walk at 9:00, at whatever hour it is now."""
    said = {"went": cast.captain.crew_no, "walked_at": "9:00", "text": text} | more
    return key_sheet(cast.clerk, number, KeyedIn(**said))


def standing(cast: Cast, what: str = "temperature") -> dict[str, list[DutyLine]]:
    """The morning's duties of building 1 by room."""
    rooms: dict[str, list[DutyLine]] = {}
    for line in duty_lines(cast.clerk, DAY, area=f"{PATH}1"):
        if (line.what, line.win) == (what, "am"):
            rooms.setdefault(line.area.split("/")[-2], []).append(line)
    return rooms


def knocks(cast: Cast) -> int:
    with acting(cast.operator):
        return Knock.objects.count()


def test_the_lines_of_a_sheet_go_from_the_top_floor_down_with_names_masked(
    cast: Cast, planned: Street
) -> None:
    sheet = whole_sheet(cast.captain, print_sheet(cast.captain, MORNING))
    assert [(one.line, one.room, len(one.people)) for one in sheet.doors] == [
        (1, "201", 4),
        (2, "202", 1),
        (3, "101", 3),
        (4, "102", 2),
    ]
    (aunt,) = sheet.doors[1].people
    assert (aunt.letter, aunt.name, aunt.gone) == ("A", "张**", False)


def test_a_keyed_sheet_is_the_word_of_who_went_but_for_the_lines_that_are_named(
    cast: Cast, planned: Street
) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(at(1, 10, 11)):
        done = keyed(cast, number, "2 没人；4 j")
    assert (done.done, done.left, done.before) == (7, {"sampling": 7}, 0)
    assert (done.excepted, done.late, done.gone, done.fresh) == ([2, 4], [], [], [])
    rooms = standing(cast)
    assert {(one.state, one.grade) for one in rooms["201"] + rooms["101"]} == {("done", "declared")}
    assert [one.reason for one in rooms["202"]] == ["nobody_home"]
    assert {one.reason for one in rooms["102"]} == {"refused"}
    with scoped(WHOLE):
        (event,) = [one for one in event_log.unread("x") if one.kind == "round.sheet_keyed"]
    assert event.body["entered_from_paper"] is True
    assert (event.body["number"], event.area) == (number, f"{PATH}1/")
    with clock.fixed(at(1, 10, 11)):
        assert audit(cast.operator).clean


def test_a_sheet_keyed_twice_changes_nothing(cast: Cast, planned: Street) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(at(1, 10, 11)):
        keyed(cast, number, "2 没人；3a 36.5")
        before, visits = duty_lines(cast.clerk, DAY), knocks(cast)
    with clock.fixed(at(1, 10, 15)):
        # Hours later by somebody who misreads the hour: still the same walk.
        again = keyed(cast, number, "2 没人；3a 36.5", walked_at="14:00")
        assert duty_lines(cast.clerk, DAY) == before
        assert audit(cast.operator).clean
    assert (again.done, again.read, again.late, knocks(cast)) == (0, 0, [], visits)
    assert visits == 1


def test_what_the_lines_of_a_sheet_said_is_kept_in_as_many_statements_as_there_are_words(
    cast: Cast, planned: Street
) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(at(1, 10, 11)), CaptureQueriesContext(connection) as asked:
        keyed(cast, number, "2 没人")
    kept = [
        one for one in asked.captured_queries if one["sql"].startswith('UPDATE "round_sheet_line"')
    ]
    assert len(kept) == 2
    assert [one.said for one in whole_sheet(cast.clerk, number).doors] == [
        *("normal", "nobody_home", "normal", "normal")
    ]


def test_what_came_by_phone_before_stays_and_a_visit_told_both_ways_is_one(
    cast: Cast, planned: Street
) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(at(1, 10, 9)):
        floor_done(cast.captain, MORNING, 2, {"202": "nobody_home"})
    with clock.fixed(at(1, 10, 14)):
        before = [one for one in duty_lines(cast.clerk, DAY) if "/2" in one.area[-6:]]
        done = keyed(cast, number, "2 没人", walked_at="9:10")
        assert (done.done, done.before) == (5, 4)
        after = [one for one in duty_lines(cast.clerk, DAY) if "/2" in one.area[-6:]]
        assert after == before
        assert knocks(cast) == 1
        assert audit(cast.operator).clean


def test_and_what_comes_by_phone_after_the_sheet_is_no_news_either(
    cast: Cast, planned: Street
) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(at(1, 10, 9)):
        keyed(cast, number, "2 没人", walked_at="8:50")
        again = floor_done(cast.captain, MORNING, 2, {"202": "nobody_home"})
        assert (again.done, again.excepted, knocks(cast)) == (0, 0, 1)


def test_the_hour_of_the_walk_says_when_to_go_again_not_the_hour_of_the_keyboard(
    cast: Cast, planned: Street
) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(at(1, 10, 11)):
        keyed(cast, number, "2 没人", walked_at="7:30")
    (sampling,) = standing(cast, "sampling")["202"]
    assert sampling.opens_at == at(1, 10, 7) + timedelta(hours=3, minutes=30)


def test_a_line_named_with_a_reason_that_was_settled_before_is_told(
    cast: Cast, planned: Street
) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(NINE):
        for what in ("temperature", "sampling"):
            (line,) = standing(cast, what)["202"]
            by = cast.captain if what == "temperature" else cast.sampler
            settle.do(by, read_key(line.key), "measured")
    with clock.fixed(at(1, 10, 10)):
        done = keyed(cast, number, "2 没人")
    assert (done.late, done.excepted) == ([2], [])
    assert standing(cast)["202"][0].grade == "measured"


def test_a_reading_from_paper_is_measured_and_a_fever_is_told_by_its_line(
    cast: Cast, planned: Street
) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(at(1, 10, 10)):
        done = keyed(cast, number, "2 38.1；4 36.5 36.6；3b 36.9 自报")
    assert (done.read, done.fever) == (4, ["2A"])
    assert standing(cast)["202"][0].grade == "measured"
    grades = [one.grade for one in standing(cast)["101"]]
    assert sorted(grades, key=str) == ["declared", "declared", "reported"]


def test_a_fever_on_paper_that_the_household_reports_settles_nothing(
    cast: Cast, planned: Street
) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(at(1, 10, 10)):
        done = keyed(cast, number, "2 38.2 自报", walked="1-4")
        assert done.fever == ["2A"]
        assert audit(cast.operator).clean
        (matter,) = instructions(cast.clerk)
    (line,) = standing(cast)["202"]
    assert (line.state, line.grade, line.reason) == ("open", None, "unwell")
    assert matter.said.text.startswith("自报体温 38.2℃")
    assert matter.said.passed_on_by == "李楼长（楼长）"


def test_a_fever_on_paper_of_whom_a_phone_declared_normal_is_a_request_and_once_for_the_sheet(
    cast: Cast, planned: Street
) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(NINE):
        floor_done(cast.captain, MORNING, 2)
    with clock.fixed(at(1, 10, 10)):
        assert keyed(cast, number, "2 38.1").late == [2]
        (matter,) = instructions(cast.clerk)
        assert (matter.subject, matter.opens_at) == ("张阿姨", NINE)
        assert matter.said.text.startswith("量得体温 38.1℃")
        assert standing(cast)["202"][0].grade == "declared"
        end(cast.clerk, matter.number, "cancelled", "打过电话，已去发热门诊")
        assert keyed(cast, number, "2 38.1").late == [2]
        assert instructions(cast.clerk) == []
        assert audit(cast.operator).clean


def test_fevers_of_one_home_on_paper_are_one_request_of_the_home(
    cast: Cast, planned: Street
) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(at(1, 10, 10)):
        assert keyed(cast, number, "3a 38.2 自报；3b 38.6 自报；2 38.2 自报", walked="").fever == [
            "2A",
            "3A",
            "3B",
        ]
        of_home, hers = sorted(instructions(cast.clerk), key=lambda one: one.subject_kind)
        assert (of_home.subject_kind, hers.subject_kind) == ("household", "resident")
        assert of_home.said.text.startswith("自报体温 38.6℃，家里 2 人都发热，")
        assert of_home.urgency == "urgent"
        keyed(cast, number, "3a 38.2 自报；3b 38.6 自报；2 38.2 自报", walked="")
        assert len(instructions(cast.clerk)) == 2
        assert audit(cast.operator).clean


def test_what_a_sampler_must_measure_is_hers_to_key_and_no_captains(
    cast: Cast, planned: Street
) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(at(1, 10, 10)):
        captains = keyed(cast, number, "1 x", walked="1")
        assert (captains.met, captains.done, captains.left) == (0, 4, {"sampling": 4})
        samplers = keyed(cast, number, "1-4 x；2 m", went=cast.sampler.crew_no)
        assert (samplers.met, samplers.done, samplers.excepted) == (9, 0, [2])
        assert {one.state for one in standing(cast)["101"]} == {"open"}
        again = keyed(cast, number, "1-4 x；2 m", went=cast.sampler.crew_no)
        assert (again.met, again.done) == (0, 0)
        assert audit(cast.operator).clean
    rooms = standing(cast, "sampling")
    assert {(one.state, one.grade) for one in rooms["201"] + rooms["101"]} == {("done", "measured")}
    assert [one.reason for one in rooms["202"]] == ["nobody_home"]


def test_a_fever_on_paper_of_who_was_declared_normal_by_phone_is_told_all_the_same(
    cast: Cast, planned: Street
) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(at(1, 10, 10)):
        floor_done(cast.captain, MORNING, 2)
        done = keyed(cast, number, "2 38.1")
    assert (done.fever, done.late, done.read) == (["2A"], [2], 0)


def test_one_bad_piece_and_nothing_is_noted(cast: Cast, planned: Street) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(at(1, 10, 10)), pytest.raises(Problem, match="sheet_lines_unread"):
        keyed(cast, number, "2 没人；9 没人；4 36.5")
    assert {one.state for one in duty_lines(cast.clerk, DAY)} == {"open"}
    assert whole_sheet(cast.clerk, number).line.keyed_at is None


def test_only_the_lines_that_were_walked_are_noted(cast: Cast, planned: Street) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(at(1, 10, 10)):
        assert keyed(cast, number, walked="1-2").done == 5
        assert {one.state for one in standing(cast)["101"]} == {"open"}
        assert keyed(cast, number).done == 5


def test_lines_stay_what_they_were_when_people_move_after_printing(
    cast: Cast, planned: Street
) -> None:
    number = print_sheet(cast.clerk, MORNING)
    lines = [(one.line, one.room) for one in whole_sheet(cast.clerk, number).doors]
    with acting(cast.operator):
        first = list(planned.households["1/1/201"].residents.order_by("place"))
        aunt = planned.aunt_zhang.id
    with clock.fixed(at(1, 10, 8)):
        leave(cast.clerk, [aunt], "moved_away")
        move_residents(cast.clerk, [first[0].id], path=f"{COMPOUND}/1/1/102")
        add_person(cast.clerk, planned.households["1/1/101"].id, NewResident("新来的"))
        plan_day(cast.clerk, DAY)
    sheet = whole_sheet(cast.clerk, number)
    assert [(one.line, one.room) for one in sheet.doors] == lines
    assert [one.gone for one in sheet.doors[0].people] == [True, False, False, False]
    assert sheet.doors[1].people[0].name == "张**"
    with clock.fixed(at(1, 10, 10)):
        done = keyed(cast, number)
        assert audit(cast.operator).clean
    # Three of 201, three of 101 and two of 102; who came to 101 and 102 since was on no line.
    assert (done.done, done.gone, done.fresh) == (8, [2], [3, 4])
    assert sorted(one.state for one in standing(cast)["102"]) == ["done", "done", "open"]


def test_the_same_round_is_printed_again_under_its_number_until_it_looks_different(
    cast: Cast, planned: Street
) -> None:
    first = print_sheet(cast.clerk, MORNING)
    assert print_sheet(cast.captain, MORNING) == first
    add_person(cast.clerk, planned.households["1/1/101"].id, NewResident("新来的"))
    plan_day(cast.clerk, DAY)
    assert print_sheet(cast.clerk, MORNING) != first


def test_sheets_that_wait_to_be_keyed_stand_first(cast: Cast, planned: Street) -> None:
    evening = RoundKey(DAY, "pm", PATH + "1/1/")
    one, other = print_sheets(cast.clerk, [MORNING, evening])
    with clock.fixed(at(1, 10, 10)):
        keyed(cast, one)
    assert [(line.number, line.went) for line in round_sheets(cast.clerk)] == [
        (other, ""),
        (one, "李楼长"),
    ]
    with pytest.raises(Problem, match="sheets_nothing_to_print"):
        print_sheets(cast.clerk, [])


def test_a_sheet_is_of_its_place_alone(cast: Cast, planned: Street) -> None:
    number = print_sheet(cast.clerk, MORNING)
    assert round_sheets(cast.outsider) == []
    with pytest.raises(Problem, match="round_sheet_unknown"):
        whole_sheet(cast.outsider, number)
    with pytest.raises(Problem, match="right_missing"):
        round_sheets(cast.volunteer)
    with pytest.raises(Problem, match="area_not_yours"):
        print_sheet(cast.captain, RoundKey(DAY, "am", PATH + "2/1/"))
    with clock.fixed(at(1, 10, 10)), pytest.raises(Problem, match="area_not_yours"):
        key_sheet(cast.clerk, number, KeyedIn(cast.outsider.crew_no, "9:00"))


def test_who_could_have_walked_is_named_the_captain_first(cast: Cast, planned: Street) -> None:
    names = [one.name for one in walkers(cast.clerk, MORNING.unit)]
    assert names[0] == "李楼长"
    assert "外人" not in names
    assert "陈志愿者" not in names


def test_the_log_holds_no_line_in_clear(cast: Cast, planned: Street) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(at(1, 10, 10)):
        keyed(cast, number, "2 去医院透析了")
    with scoped(WHOLE):
        (event,) = [one for one in event_log.unread("x") if one.kind == "round.sheet_keyed"]
    assert "透析" not in str(event.body)


def test_what_a_line_said_is_gone_with_its_day(cast: Cast, planned: Street) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(at(1, 10, 10)):
        keyed(cast, number, "2 拒绝")
        assert [one.said for one in whole_sheet(cast.clerk, number).doors][1] == "refused"
    with clock.fixed(at(1, 11, 7)):
        plan_day(cast.clerk, date(2022, 1, 11))
        print_sheet(cast.clerk, RoundKey(date(2022, 1, 11), "am", MORNING.unit))
        assert {one.said for one in whole_sheet(cast.clerk, number).doors} == {""}


def test_yesterdays_sheet_is_keyed_in_today_and_only_once(cast: Cast, planned: Street) -> None:
    number = print_sheet(cast.clerk, MORNING)
    with clock.fixed(at(1, 11, 7)):
        assert keyed(cast, number, "2 没人").done == 9
        assert keyed(cast, number, "2 没人").done == 0
        assert knocks(cast) == 1


def test_an_empty_flat_has_no_line(cast: Cast, planned: Street) -> None:
    register_household(cast.clerk, f"{COMPOUND}/1/1/301", [])
    plan_day(cast.clerk, DAY)
    number = print_sheet(cast.clerk, MORNING)
    assert [one.room for one in whole_sheet(cast.clerk, number).doors] == [
        "201",
        "202",
        "101",
        "102",
    ]
