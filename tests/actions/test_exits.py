"""A blocked exit reaches the street past the community, in nobody's name, and ends by no word of the community's."""

from dataclasses import dataclass

import pytest
from django.db import IntegrityError, transaction

from tests.cast import COMPOUND, PATH, Cast, person
from tests.files import JPEG
from tests.street import Street, at, ordered
from wumen.actions import exits, instructions
from wumen.actions.door_codes import open_door, print_cards
from wumen.actions.duties import settle
from wumen.actions.duties.plan import plan_day
from wumen.actions.exits import ExitSaid
from wumen.queries.audit import audit
from wumen.queries.board import board
from wumen.queries.duties import duty_lines
from wumen.queries.exits import ExitLine, exit_lines, exits_at
from wumen.queries.instructions import instruction_line
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import Attachment, ExitTold, Instruction, OpeningStep
from wumen.rules.door_codes import DoorKind
from wumen.rules.duties import read_key
from wumen.rules.exits import ExitKind, LockedBy
from wumen.rules.openings import Opening
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem

NINE = at(1, 10, 9)
WORDS = "铁丝绑的，我是202的老张，李楼长绑的"
SAID = ExitSaid(ExitKind.UNIT_DOOR, WORDS, LockedBy.COMMUNITY)


@dataclass(frozen=True)
class Codes:
    """Whoever holds the two codes of a stairwell and a home in it."""

    outer: Viewer
    inner: Viewer


@pytest.fixture
def codes(cast: Cast, street: Street) -> Codes:
    """Building 1 under lockdown, the day planned."""
    ordered(cast, "1")
    with clock.fixed(NINE):
        plan_day(cast.clerk, clock.today())
    home = street.households["1/1/202"].id
    outer = print_cards(cast.captain, f"{COMPOUND}/1", DoorKind.OUTER)[0].code
    inner = print_cards(cast.captain, f"{COMPOUND}/1", DoorKind.INNER, [home])[0].code
    return Codes(open_door(outer, "10.0.0.7"), open_door(inner, "10.0.0.7"))


def only(viewer: Viewer) -> ExitLine:
    """The one exit that a viewer sees."""
    (line,) = exit_lines(viewer)
    return line


def test_both_codes_tell_it_to_the_street_at_once_as_danger_to_life(
    cast: Cast, street: Street, codes: Codes
) -> None:
    with clock.fixed(NINE):
        number = exits.tell_at_door(codes.outer, SAID)
        line = only(cast.duty_officer)
        assert line.owner is not None
        assert (line.owner.role, line.owner.name) == ("duty_officer", "郑值班长")
        assert line.area == f"{PATH}1/1/"
        assert instruction_line(cast.clerk, number).urgency == "life"
        # The same again behind the inner code is the same matter, and names no home.
        assert exits.tell_at_door(codes.inner, SAID) == number
        ways = {one.came.zh for one in only(cast.duty_officer).tellings}
        assert ways == {"扫楼道的码", "住户页面"}
        assert audit(cast.operator).clean
    with clock.fixed(at(1, 10, 10)):
        assert only(cast.secretary).overdue


def test_the_community_sees_it_and_nobody_who_told_it(
    cast: Cast, street: Street, codes: Codes
) -> None:
    with clock.fixed(NINE):
        exits.tell_at_door(codes.inner, SAID)
        number = exits.tell(cast.captain, f"{COMPOUND}/1/1", ExitSaid(ExitKind.UNIT_DOOR, "推不开"))
        for below in (cast.secretary, cast.clerk, cast.captain):
            line = only(below)
            assert line.tellings == ()
            given = instruction_line(below, number)
            shown = f"{line}{given}"
            assert given.entered_by == "住户本人"
            for hidden in (*WORDS.split("，"), "张阿姨", "推不开", cast.captain.name):
                assert hidden not in shown
            with acting(below):
                assert not ExitTold.objects.exists()
        told = {one.said: one.by for one in only(cast.duty_officer).tellings}
        assert told == {WORDS: "", "推不开": cast.captain.name}


def test_a_captain_tells_of_her_whole_building_and_says_that_it_is_open_or_blocked_still(
    cast: Cast, street: Street, codes: Codes
) -> None:
    with clock.fixed(NINE):
        number = exits.tell(cast.captain, f"{COMPOUND}/1", ExitSaid(ExitKind.LANE))
        exits.opened(cast.captain, number, JPEG)
        exits.still_blocked(cast.captain, number, "又停了一辆车")
        exits.opened(cast.captain, number, JPEG)
    assert only(cast.captain).stands is Opening.OPENED


def test_no_post_of_the_community_ends_it_by_any_way(
    cast: Cast, street: Street, codes: Codes
) -> None:
    with clock.fixed(NINE):
        number = exits.tell_at_door(codes.outer, SAID)
        exits.opened(cast.captain, number, JPEG)
        key = next(
            read_key(one.key)
            for one in duty_lines(cast.operator, clock.today())
            if one.win == f"r{number}"
        )
        for viewer in (cast.captain, cast.clerk, cast.secretary):
            with pytest.raises(Problem, match="exit_street_closes"):
                exits.confirm(viewer, number, street.aunt_zhang.id)
            with pytest.raises(Problem, match="exit_unconfirmed"):
                settle.do(viewer, key)
        for chief in (cast.secretary, cast.duty_officer, cast.operator):
            with pytest.raises(Problem, match="exit_only_opened"):
                settle.waive(chief, key, "没有这回事")
            with pytest.raises(Problem, match="exit_only_opened"):
                instructions.end(chief, number, "cancelled", "没有这回事")
            with pytest.raises(Problem, match="exit_unconfirmed"):
                settle.do(chief, key)
        assert only(cast.secretary).stands is Opening.OPENED


def test_a_photo_then_a_resident_or_a_second_person_ends_it(
    cast: Cast, street: Street, codes: Codes
) -> None:
    second = person(cast.operator, "吴主任", "seconded", "director", "410102003")
    with clock.fixed(NINE):
        number = exits.tell_at_door(codes.outer, SAID)
        with pytest.raises(Problem, match="opening_not_opened"):
            exits.confirm(cast.duty_officer, number, street.aunt_zhang.id)
        exits.opened(cast.duty_officer, number, JPEG)
        with pytest.raises(Problem, match="second_person_needed"):
            exits.confirm(cast.duty_officer, number)
        with pytest.raises(Problem, match="opening_resident_unknown"):
            exits.confirm(cast.duty_officer, number, codes.inner.person)
        exits.confirm(second, number)
        line = only(cast.secretary)
        assert (line.stands, line.closed_by) == (Opening.CONFIRMED, "吴主任")
        assert line.steps[0].photo
        assert audit(cast.operator).clean
        with pytest.raises(Problem, match="instruction_closed"):
            exits.opened(cast.captain, number, JPEG)


def test_where_the_street_is_said_to_have_locked_it_it_needs_both(
    cast: Cast, street: Street, codes: Codes
) -> None:
    second = person(cast.operator, "吴主任", "seconded", "director", "410102003")
    with clock.fixed(NINE):
        said = ExitSaid(ExitKind.GATE, "", LockedBy.SUBDISTRICT)
        number = exits.tell_at_door(codes.outer, said)
        exits.opened(cast.duty_officer, number, JPEG)
        with pytest.raises(Problem, match="exit_resident_needed"):
            exits.confirm(second, number)
        with pytest.raises(Problem, match="second_person_needed"):
            exits.confirm(cast.duty_officer, number, street.aunt_zhang.id)
        exits.confirm(second, number, street.aunt_zhang.id)
        # Who said so is the street's to know.
        assert only(cast.duty_officer).steps[-1].resident
        assert not only(cast.secretary).steps[-1].resident


def test_told_again_after_it_was_said_to_be_open_it_is_blocked_still(
    cast: Cast, street: Street, codes: Codes
) -> None:
    with clock.fixed(NINE):
        number = exits.tell_at_door(codes.outer, SAID)
        exits.opened(cast.captain, number, JPEG)
        assert [one.state.zh for one in exits_at(f"{PATH}1/1/202/")] == ["说打开了，等街道核实"]
        exits.tell_at_door(codes.inner, SAID)
        assert only(cast.duty_officer).stands is Opening.STILL_CLOSED
        with pytest.raises(Problem, match="opening_not_opened"):
            exits.confirm(cast.duty_officer, number, street.aunt_zhang.id)


def test_it_is_owed_again_each_day_until_it_is_open(
    cast: Cast, street: Street, codes: Codes
) -> None:
    with clock.fixed(NINE):
        number = exits.tell_at_door(codes.outer, SAID)
        exits.opened(cast.captain, number, JPEG)
    with clock.fixed(at(1, 11, 9)):
        plan_day(cast.clerk, clock.today())
        assert only(cast.secretary).overdue
        assert audit(cast.operator).clean
        exits.confirm(cast.duty_officer, number, street.aunt_zhang.id)
        assert audit(cast.operator).clean
        # Blocked again it is a new matter.
        assert exits.tell_at_door(codes.outer, SAID) != number


def test_a_sealed_home_is_told_at_its_door_and_no_two_are_made_one(
    cast: Cast, street: Street, codes: Codes
) -> None:
    home = ExitSaid(ExitKind.HOME, "门被封条贴住了")
    with clock.fixed(NINE):
        exits.tell_at_door(codes.inner, home)
        exits.tell_at_door(codes.outer, home)
    with clock.fixed(at(1, 10, 10)):
        exits.tell_at_door(codes.outer, home)
        places = sorted(one.area for one in exit_lines(cast.duty_officer))
        assert places == [f"{PATH}1/1/", f"{PATH}1/1/", f"{PATH}1/1/202/"]


def test_a_code_floods_nobody_and_silences_no_other_exit(
    cast: Cast, street: Street, codes: Codes
) -> None:
    with clock.fixed(NINE):
        for _ in range(6):
            exits.tell_at_door(codes.outer, SAID)
        with pytest.raises(Problem, match="exit_told_often"):
            exits.tell_at_door(codes.outer, SAID)
        exits.tell_at_door(codes.outer, ExitSaid(ExitKind.LANE))
        assert len(exit_lines(cast.duty_officer)) == 2


def test_the_gate_keeper_tells_it_of_her_place_alone(cast: Cast, street: Street) -> None:
    with clock.fixed(NINE):
        exits.tell(cast.volunteer, COMPOUND, ExitSaid(ExitKind.GATE))
        assert only(cast.duty_officer).area == PATH
        with pytest.raises(Problem, match="area_not_yours"):
            exits.tell(cast.outsider, COMPOUND, ExitSaid(ExitKind.GATE))


def test_it_stands_on_both_boards_whether_the_day_is_planned_or_not(
    cast: Cast, street: Street
) -> None:
    with clock.fixed(NINE):
        exits.tell(cast.volunteer, COMPOUND, ExitSaid(ExitKind.GATE))
        for viewer in (cast.secretary, cast.duty_officer):
            (line,) = board(viewer).exits
            assert (line.kind.zh, line.state.zh) == ("小区大门锁了、出不去", "还没打开")
        plan_day(cast.clerk, clock.today())
        assert board(cast.secretary).exits[0].owner is not None
        # One place on the board, not two.
        assert not board(cast.secretary).asked
        number = board(cast.secretary).exits[0].number
        exits.opened(cast.clerk, number, JPEG)
        assert board(cast.secretary).exits[0].state.zh == "说打开了，等街道核实"
        exits.confirm(cast.duty_officer, number, street.aunt_zhang.id)
        assert board(cast.duty_officer).exits == ()


@pytest.mark.parametrize("behind", ["photo", "word", "both"])
def test_the_audit_names_an_exit_that_ended_without_photo_or_word(
    cast: Cast, street: Street, codes: Codes, behind: str
) -> None:
    """Mutations: what an action that forgot a guard would leave behind."""
    with clock.fixed(NINE):
        number = exits.tell_at_door(codes.outer, SAID)
        exits.opened(cast.captain, number, JPEG)
        exits.confirm(cast.duty_officer, number, street.aunt_zhang.id)
        assert audit(cast.operator).clean
        with acting(cast.operator):
            if behind != "word":
                Attachment.objects.filter(purpose="opening").update(withdrawn_at=clock.now())
            if behind != "photo":
                OpeningStep.objects.filter(step="confirmed").update(
                    step="still_closed", said="没有"
                )
        found = audit(cast.operator).differences
        assert [one.kind for one in found] == ["exit_unproven"]
        assert found[0].what == f"r{number}"


def test_the_database_lets_no_exit_be_waived_or_cancelled(
    cast: Cast, street: Street, codes: Codes
) -> None:
    with clock.fixed(NINE):
        exits.tell_at_door(codes.outer, SAID)
        with acting(cast.operator):
            for how in ("waived", "cancelled", "withdrawn"):
                ended = {
                    "closed_as": how,
                    "closed_at": clock.now(),
                    "closed_day": clock.today(),
                    "closed_by": cast.duty_officer.person,
                }
                forbidden = pytest.raises(IntegrityError, match="instruction_exit_is_opened")
                with forbidden, transaction.atomic():
                    Instruction.objects.update(**ended)
