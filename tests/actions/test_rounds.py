"""One tap for a floor: declared for those who may be declared, open with a reason for the rest."""

from datetime import date

import pytest

from tests.cast import COMPOUND, PATH, Cast, person
from tests.street import Street, at, ordered
from wumen.actions.duties import settle
from wumen.actions.duties.plan import plan_day
from wumen.actions.register import NewResident, add_area, register_household
from wumen.actions.rounds import floor_done, floor_measured
from wumen.queries.audit import audit
from wumen.queries.duties import DutyLine, duty_lines, held_alone
from wumen.queries.posts import acting
from wumen.queries.rounds import one_round
from wumen.queries.rounds_of_a_day import rounds
from wumen.records import clock, event_log
from wumen.records.scope import WHOLE, scoped
from wumen.rules.duties import read_key
from wumen.rules.playbooks import What
from wumen.rules.problems import Problem
from wumen.rules.rounds import RoundKey

DAY = date(2022, 1, 10)
MORNING = RoundKey(DAY, "am", PATH + "1/1/")


def planned(cast: Cast, *paths: str, regime: str = "lockdown") -> None:
    """An order in force and its day planned."""
    ordered(cast, *paths, regime=regime)
    plan_day(cast.clerk, DAY)


def on_floor(cast: Cast, floor: str) -> list[DutyLine]:
    """The morning's duties on a floor of building 1."""
    lines = duty_lines(cast.captain, DAY)
    return [one for one in lines if one.win == "am" and one.area.split("/")[-2][0] == floor]


def floor_events() -> int:
    """How many taps stand in the log."""
    with scoped(WHOLE):
        return sum(one.kind == "round.floor_done" for one in event_log.unread("test"))


def test_one_tap_declares_the_temperatures_of_a_floor_and_leaves_the_sampling(
    cast: Cast, street: Street
) -> None:
    planned(cast, "1")
    done = floor_done(cast.captain, MORNING, 2)
    assert (done.done, done.excepted, done.left, done.before) == (5, 0, {"sampling": 5}, 0)
    assert {(one.what, one.state, one.grade) for one in on_floor(cast, "2")} == {
        ("temperature", "done", "declared"),
        ("sampling", "open", None),
    }
    assert {one.state for one in on_floor(cast, "1")} == {"open"}
    assert audit(cast.operator).clean


def test_a_room_that_is_excepted_stays_open_with_its_reason(cast: Cast, street: Street) -> None:
    planned(cast, "1")
    done = floor_done(cast.captain, MORNING, 2, {"202": "nobody_home"})
    assert (done.done, done.excepted, done.left) == (4, 2, {"sampling": 4})
    aunt = [one for one in on_floor(cast, "2") if one.area.endswith("/202/")]
    assert {(one.state, one.reason, one.grade) for one in aunt} == {("open", "nobody_home", None)}
    assert audit(cast.operator).clean


def test_the_same_tap_twice_changes_nothing(cast: Cast, street: Street) -> None:
    planned(cast, "1")
    floor_done(cast.captain, MORNING, 2)
    before = on_floor(cast, "2")
    again = floor_done(cast.captain, MORNING, 2)
    assert (again.done, again.left, again.before) == (0, {"sampling": 5}, 5)
    assert on_floor(cast, "2") == before
    assert floor_events() == 1
    assert audit(cast.operator).clean


def test_what_was_measured_is_not_declared_afterwards(cast: Cast, street: Street) -> None:
    planned(cast, "1")
    first = next(one for one in on_floor(cast, "2") if one.what == "temperature")
    settle.do(cast.captain, read_key(first.key), "measured", {"celsius": 36.5})
    assert floor_done(cast.captain, MORNING, 2).before == 1
    grades = [one.grade for one in on_floor(cast, "2") if one.what == "temperature"]
    assert sorted(grade or "" for grade in grades) == ["declared"] * 4 + ["measured"]


def test_where_a_rule_accepts_no_declaration_one_tap_settles_nothing(
    cast: Cast, street: Street
) -> None:
    planned(cast, "1", regime="home_isolation")
    done = floor_done(cast.captain, MORNING, 2)
    # The sample of the second day, the 9th, was over when the office got the order: it is made up for.
    assert (done.done, done.left) == (0, {"temperature": 5, "sampling": 5})
    assert floor_events() == 0


def test_one_tap_never_declares_a_home_in_isolation_whoever_of_it_is_meant(
    cast: Cast, street: Street
) -> None:
    planned(cast, "1")
    home = street.households["1/1/201"]
    with acting(cast.clerk):
        one = home.residents.order_by("place")[0]
    ordered(cast, regime="home_isolation", paths=(), residents=(str(one.id),))
    plan_day(cast.clerk, DAY)
    done = floor_done(cast.captain, MORNING, 2)
    # Aunt 张 at 202 alone: nobody of 201 is declared, though three of the four are under the lockdown only.
    assert done.done == 1
    assert {one.state for one in on_floor(cast, "2") if one.area.endswith("/201/")} == {"open"}
    assert audit(cast.operator).clean


def test_a_captain_does_no_floor_of_another_building(cast: Cast, street: Street) -> None:
    planned(cast, "")
    with pytest.raises(Problem, match="area_not_yours"):
        floor_done(cast.captain, RoundKey(DAY, "am", PATH + "2/1/"), 2)
    with pytest.raises(Problem, match="area_not_yours"):
        floor_done(cast.operator, RoundKey(DAY, "am", PATH + "2/1/"), 2, by=cast.captain)
    assert {one.state for one in duty_lines(cast.clerk, DAY)} == {"open"}


def test_tomorrows_floor_is_not_done_today(cast: Cast, street: Street) -> None:
    planned(cast, "1")
    plan_day(cast.clerk, date(2022, 1, 11))
    with pytest.raises(Problem, match="window_not_open"):
        floor_done(cast.captain, RoundKey(date(2022, 1, 11), "am", PATH + "1/1/"), 2)


@pytest.mark.parametrize(
    ("floor", "exceptions", "code"),
    [(9, {}, "floor_unknown"), (2, {"301": "later"}, "room_not_on_floor")],
)
def test_a_floor_or_room_that_is_not_there_settles_nothing(
    cast: Cast, street: Street, floor: int, exceptions: dict[str, str], code: str
) -> None:
    planned(cast, "1")
    with pytest.raises(Problem, match=code):
        floor_done(cast.captain, MORNING, floor, exceptions)
    assert {one.state for one in duty_lines(cast.captain, DAY)} == {"open"}


def test_what_the_operator_enters_for_the_captain_is_the_captains_word(
    cast: Cast, street: Street
) -> None:
    planned(cast, "1")
    assert floor_done(cast.operator, MORNING, 2, by=cast.captain).done == 5
    with scoped(WHOLE):
        (event,) = [one for one in event_log.unread("x") if one.kind == "round.floor_done"]
    assert event.body["entered_from_paper"] is True


def test_the_log_holds_neither_rooms_nor_people_of_a_floor_in_clear(
    cast: Cast, street: Street
) -> None:
    planned(cast, "1")
    floor_done(cast.captain, MORNING, 2, {"202": "去医院透析了"})
    with scoped(WHOLE):
        (event,) = [one for one in event_log.unread("x") if one.kind == "round.floor_done"]
    assert event.area == PATH + "1/"
    assert set(event.body) == {"day", "win", "duties", "sealed"}
    assert "透析" not in str(event.body)


def test_a_round_shows_one_card_a_door_from_the_top_floor_down(cast: Cast, street: Street) -> None:
    planned(cast, "1")
    floor_done(cast.captain, MORNING, 2, {"202": "later"})
    shown = one_round(cast.captain, MORNING)
    assert [(one.floor, [door.room for door in one.doors]) for one in shown.floors] == [
        (2, ["201", "202"]),
        (1, ["101", "102"]),
    ]
    assert shown.floors[0].doors[1].reasons == ("later",)
    assert [(one.win, one.due, one.done) for one in rounds(cast.captain, DAY)] == [
        ("am", 20, 4),
        ("pm", 10, 0),
    ]


def test_a_unit_lead_does_the_floors_of_her_unit(cast: Cast, street: Street) -> None:
    lead = person(cast.operator, "吴单元长", "volunteer", "unit_lead", f"{COMPOUND}/1/1")
    planned(cast, "1")
    assert floor_done(lead, MORNING, 2).done == 5


def test_a_village_house_with_units_is_counted_at_one_place(cast: Cast, street: Street) -> None:
    add_area(cast.clerk, "410102003008/v", "building", "李家楼")
    add_area(cast.clerk, "410102003008/v/1", "unit", "1单元")
    register_household(cast.clerk, "410102003008/v/1/301", [NewResident("李大爷")])
    ordered(cast, paths=("410102003008/v",))
    plan_day(cast.clerk, DAY)
    assert audit(cast.operator).differences == ()


def test_the_same_tap_with_the_same_exceptions_twice_is_one_event(
    cast: Cast, street: Street
) -> None:
    planned(cast, "1")
    for _ in range(2):
        floor_done(cast.captain, MORNING, 2, {"202": "nobody_home"})
    assert floor_events() == 1


def test_who_was_unwell_is_not_declared_normal_by_a_second_tap(cast: Cast, street: Street) -> None:
    planned(cast, "1")
    floor_done(cast.captain, MORNING, 2, {"202": "unwell"})
    floor_done(cast.captain, MORNING, 2)
    aunt = [one for one in on_floor(cast, "2") if one.area.endswith("/202/")]
    assert {one.state for one in aunt} == {"open"}


def test_an_exception_that_comes_after_the_tap_is_not_lost(cast: Cast, street: Street) -> None:
    planned(cast, "1", regime="control")
    floor_done(cast.captain, MORNING, 2)
    try:
        floor_done(cast.captain, MORNING, 2, {"202": "unwell"})
    except Problem:
        return
    assert floor_events() == 2


def test_the_afternoon_is_not_declared_before_it_opens(cast: Cast, street: Street) -> None:
    planned(cast, "1")
    with clock.fixed(at(1, 10, 6)), pytest.raises(Problem):
        floor_done(cast.captain, RoundKey(DAY, "pm", PATH + "1/1/"), 2)


def test_a_list_left_half_read_takes_nothing_back(cast: Cast, street: Street) -> None:
    planned(cast, "1")
    for line in duty_lines(cast.captain, DAY):
        settle.do(cast.captain, read_key(line.key), "measured", {"celsius": 36.5})
        break
    assert {one.state for one in duty_lines(cast.captain, DAY)} == {"open", "done"}


def test_settling_in_a_wider_scope_is_restored(cast: Cast, street: Street) -> None:
    planned(cast, "1")
    with acting(cast.clerk):
        floor_done(cast.captain, MORNING, 2)
        assert len(list(duty_lines(cast.clerk, DAY))) == 30


def test_a_floor_that_was_sampled_is_entered_at_once_but_for_who_was_not_met(
    cast: Cast, street: Street
) -> None:
    planned(cast, "1")
    done = floor_measured(cast.sampler, MORNING, 2, What.SAMPLING, {"202": "nobody_home"})
    assert (done.done, done.excepted, done.before) == (4, 1, 0)
    states = {(one.what, one.area[-4:-1], one.state, one.grade) for one in on_floor(cast, "2")}
    assert {one for one in states if one[0] == "sampling"} == {
        ("sampling", "201", "done", "measured"),
        ("sampling", "202", "open", None),
    }
    assert {one[2] for one in states if one[0] == "temperature"} == {"open"}
    again = floor_measured(cast.sampler, MORNING, 2, What.SAMPLING)
    assert (again.done, again.before) == (1, 4)
    assert audit(cast.operator).clean


def test_a_list_of_rounds_is_the_same_whether_the_policy_or_the_statement_names_the_place(
    cast: Cast, street: Street
) -> None:
    planned(cast, "")
    lead = person(cast.operator, "单元长", "volunteer", "unit_lead", f"{COMPOUND}/1/1")
    everything = rounds(cast.operator, DAY)
    assert {one.area.split("/")[4] for one in everything} > {"1"}
    for viewer, place in (
        (cast.captain, f"{PATH}1/"),
        (cast.clerk, PATH),
        (lead, f"{PATH}1/1/"),
    ):
        own = rounds(viewer, DAY)
        assert own == rounds(cast.operator, DAY, place)
        assert own == [one for one in everything if one.area.startswith(place)]
        assert own
    # Who works below a building also sees what is kept at it: there the statement names her place itself.
    assert not held_alone(lead, lead.span)
    assert held_alone(cast.captain, cast.captain.span)
    assert not held_alone(cast.captain, lead.span)
