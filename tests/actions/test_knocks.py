"""Knocks: who may note them, what they leave in rows and events, who leaves by them, and slips."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, at
from wumen.actions.crew import add_crew, grant_post
from wumen.actions.homes import note_away
from wumen.actions.knocks import knock, knock_gone, leave_slips
from wumen.queries.homes import home
from wumen.queries.knocks import DoorKnocks, door_knocks, knock_list, slips
from wumen.queries.posts import acting, viewers_of
from wumen.records import clock
from wumen.records.models import Knock
from wumen.rules.health_words import MASK_ON_PAPER
from wumen.rules.homes import Away
from wumen.rules.knocks import Result, Step
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem

BUILDING = f"{COMPOUND}/1"
THREE = (at(1, 10, 9), at(1, 10, 13), at(1, 10, 18))


def aunts(street: Street) -> UUID:
    """张阿姨's household."""
    return street.households["1/1/202"].id


def nobody(viewer: Viewer, household: UUID, *times: datetime) -> None:
    """Knocks that found nobody."""
    for one in times:
        with clock.fixed(one):
            knock(viewer, household, Result.NOBODY_HOME)


def at_door(cast: Cast, household: UUID) -> DoorKnocks:
    """What the captain sees of knocks at a door."""
    return door_knocks(cast.captain, home(cast.captain, household))


def steps(cast: Cast) -> dict[str, Step]:
    """What is next at each door of building 1, in the order of the list."""
    return {one.door.label: one.next.step for one in knock_list(cast.captain, BUILDING).doors}


def test_a_knock_says_who_went_when_and_what_was_found(cast: Cast, street: Street) -> None:
    nobody(cast.captain, aunts(street), at(1, 10, 9))
    (line,) = at_door(cast, aunts(street)).lines
    assert (line.knocked_at, line.result, line.by) == (
        at(1, 10, 9),
        Result.NOBODY_HOME,
        "李楼长",
    )


def test_words_are_sealed_and_read_by_who_may_correct(cast: Cast, street: Street) -> None:
    row = knock(cast.captain, aunts(street), Result.NEEDS, "要买降压药")
    assert "降压药".encode() not in bytes(row.said_sealed or b"")
    # Which medicine is for who carries the request out that it became.
    assert at_door(cast, aunts(street)).lines[0].said == MASK_ON_PAPER
    knock(cast.captain, aunts(street), Result.NEEDS, "要两袋米")
    assert {one.said for one in at_door(cast, aunts(street)).lines} == {MASK_ON_PAPER, "要两袋米"}
    looked = door_knocks(cast.sampler, home(cast.sampler, aunts(street)))
    assert looked.lines[0].said == ""


def test_a_refusal_keeps_no_reason_and_is_gone_with_its_day(cast: Cast, street: Street) -> None:
    row = knock(cast.captain, aunts(street), Result.REFUSED, "说了难听的话")
    assert row.said_sealed is None
    assert at_door(cast, aunts(street)).lines[0].result is Result.REFUSED
    with clock.fixed(clock.now() + timedelta(days=1)):
        assert at_door(cast, aunts(street)).lines[0].result is Result.SPOKEN
        knock(cast.captain, street.households["1/1/101"].id, Result.SPOKEN)
    with acting(cast.operator):
        assert not Knock.objects.filter(result=Result.REFUSED).exists()


def test_the_event_of_a_knock_says_nothing_of_what_was_found(cast: Cast, street: Street) -> None:
    bodies = []
    for result in (Result.REFUSED, Result.SPOKEN):
        knock(cast.captain, aunts(street), result)
    with acting(cast.operator), connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, convert_from(body, 'UTF8')::json ->> 'body' FROM event"
            " WHERE arrived_on >= '2022-01-01' AND post = %s",
            [cast.captain.post],
        )
        bodies = cursor.fetchall()
    assert bodies == [("household.knocked", "{}")] * 2


def test_a_captain_knocks_at_no_other_building(cast: Cast, street: Street) -> None:
    with pytest.raises(Problem, match="household_unknown"):
        knock(cast.captain, street.households["2/1/202"].id, Result.SPOKEN)
    with pytest.raises(Problem, match="area_not_yours"):
        knock_list(cast.captain, f"{COMPOUND}/2")
    with pytest.raises(Problem, match="area_not_yours"):
        leave_slips(cast.captain, f"{COMPOUND}/2", [street.households["2/1/202"].id])


def test_who_may_only_look_notes_no_knock(cast: Cast, street: Street) -> None:
    for viewer in (cast.sampler, cast.volunteer):
        with pytest.raises(Problem, match="right_missing"):
            knock(viewer, aunts(street), Result.SPOKEN)
    assert steps(cast)["1-202"] is Step.FIRST


def test_the_list_goes_from_the_top_floor_down_and_says_what_is_next(
    cast: Cast, street: Street
) -> None:
    assert list(steps(cast)) == ["1-201", "1-202", "1-101", "1-102"]
    knock(cast.captain, street.households["1/1/201"].id, Result.SPOKEN)
    nobody(cast.captain, aunts(street), clock.now())
    nobody(cast.captain, street.households["1/1/101"].id, *THREE)
    note_away(
        cast.captain,
        street.households["1/1/102"].id,
        [one.id for one in home(cast.captain, street.households["1/1/102"].id).people],
        Away(clock.today(), None),
    )
    assert steps(cast) == {
        "1-201": Step.DONE,
        "1-202": Step.LATER,
        "1-101": Step.SLIP,
        "1-102": Step.QUIET,
    }


def test_moved_asks_who_and_these_leave_with_the_knock(cast: Cast, street: Street) -> None:
    household = street.households["1/1/102"].id
    first, second = home(cast.captain, household).people
    with pytest.raises(Problem, match="nobody_ticked"):
        knock_gone(cast.captain, household, Result.MOVED, [])
    assert at_door(cast, household).lines == ()
    knock_gone(cast.captain, household, Result.MOVED, [first.id])
    assert [one.id for one in home(cast.captain, household).people] == [second.id]
    assert at_door(cast, household).lines[0].result is Result.MOVED


def test_where_nobody_is_registered_nobody_need_be_named(cast: Cast, street: Street) -> None:
    household = aunts(street)
    knock_gone(cast.captain, household, Result.NOT_LIVING_HERE, [street.aunt_zhang.id])
    knock_gone(cast.captain, household, Result.NOT_LIVING_HERE, [])
    assert len(at_door(cast, household).lines) == 2


def test_a_slip_names_the_captain_and_nobody_who_lives_there(cast: Cast, street: Street) -> None:
    member = add_crew(cast.operator, "马建国", "volunteer", "13800000009")
    grant_post(cast.operator, member.number, "deputy_captain", BUILDING)
    deputy = viewers_of(member.number)[0]
    nobody(deputy, aunts(street), *THREE)
    with clock.fixed(at(1, 10, 19)):
        (page,) = slips(cast.captain, BUILDING)
    text = "".join(page.sentences)
    assert page.door == "锦绣城 1号楼 1-202"
    assert "我是锦绣城社区副楼长马建国。1月10日（星期一）18:00来敲门" in text
    assert "13800000009" in text
    assert "张" not in text
    assert "独居" not in text


def test_no_slip_is_due_before_the_third_visit_but_one_door_may_have_its_own(
    cast: Cast, street: Street
) -> None:
    nobody(cast.captain, aunts(street), *THREE[:2])
    with clock.fixed(at(1, 10, 14)):
        assert slips(cast.captain, BUILDING) == []
        assert len(slips(cast.captain, BUILDING, aunts(street))) == 1
        with pytest.raises(Problem, match="no_slip_due"):
            slips(cast.captain, BUILDING, street.households["1/1/101"].id)
        with pytest.raises(Problem, match="household_unknown"):
            slips(cast.captain, BUILDING, street.households["2/1/101"].id)


def test_a_slip_that_hangs_is_noted_and_a_call_is_next(cast: Cast, street: Street) -> None:
    nobody(cast.captain, aunts(street), *THREE)
    with clock.fixed(at(1, 10, 19)):
        assert leave_slips(cast.captain, BUILDING, [aunts(street)]) == 1
        assert at_door(cast, aunts(street)).lines[0].slip_left
        assert steps(cast)["1-202"] is Step.CALL
        assert slips(cast.captain, BUILDING) == []


def test_slips_hang_only_where_nobody_was_found_last(cast: Cast, street: Street) -> None:
    nobody(cast.captain, aunts(street), at(1, 9, 9))
    other = street.households["1/1/101"].id
    knock(cast.captain, other, Result.SPOKEN)
    for doors, code in (
        ([], "nobody_ticked"),
        ([aunts(street), other], "no_slip_due"),
        ([street.households["1/1/201"].id], "household_unknown"),
    ):
        with pytest.raises(Problem, match=code):
            leave_slips(cast.captain, f"{PATH}1/", doors)
    assert not at_door(cast, aunts(street)).lines[0].slip_left
