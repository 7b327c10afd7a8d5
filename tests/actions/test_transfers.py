"""A transfer from the telephone to the door that opens again: guards, what it makes owed, who may see what."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from tests.actions.test_occurrences import after, locked, somebody
from tests.actions.test_whole_plan import WHOLE_PLAN
from tests.cast import Cast
from tests.street import Street, at
from wumen.actions.duties.settle import do, waive
from wumen.actions.special_needs import note_need
from wumen.actions.transfers import call_transfer, note_step
from wumen.queries.board import board
from wumen.queries.movement import movement_facts
from wumen.queries.posts import acting
from wumen.queries.transfers import tally, transfer, transfers
from wumen.records import clock
from wumen.records.models import Occurrence
from wumen.records.scope import WHOLE, scoped
from wumen.rules.duties import read_key
from wumen.rules.playbooks import Grade
from wumen.rules.problems import Problem
from wumen.rules.special_needs import Kind
from wumen.rules.transfers import Step, TransferDraft

__all__ = ["locked"]
BUS = at(1, 10, 2)


def called(cast: Cast, person: UUID, **changes: object) -> UUID:
    """A transfer that the clerk was told of by telephone."""
    given = {"bus_at": BUS, "where_to": "市六院", "why": "核酸阳性", "told_by": "区疾控电话"}
    draft = TransferDraft(resident=str(person), **(given | changes))  # type: ignore[arg-type]
    return call_transfer(cast.clerk, draft, WHOLE_PLAN)


def refusal(cast: Cast, ident: UUID, step: Step, said: str = "") -> str:
    """Why a step cannot be noted now."""
    with pytest.raises(Problem) as refused:
        note_step(cast.clerk, ident, step, clock.now(), said)
    return refused.value.code


def test_the_whole_way_from_the_call_to_home_each_step_with_its_hour_and_who(
    cast: Cast, locked: Street
) -> None:
    ident = called(cast, somebody(cast, locked))
    for step, said in (
        (Step.TOLD, ""),
        (Step.CARER, "无"),
        (Step.PET, "猫，楼上喂"),
        (Step.KEYS, "物业"),
    ):
        note_step(cast.captain, ident, step, clock.now(), said)
    assert after(cast) == []
    note_step(cast.clerk, ident, Step.ON_BUS, clock.now())
    owed = after(cast)
    assert "disinfection" in {one.what for one in owed}
    assert refusal(cast, ident, Step.DISINFECTED) == "transfer_disinfection_open"
    home = next(one for one in owed if one.what == "disinfection" and one.area.endswith("/101/"))
    do(cast.clerk, read_key(home.key), Grade.MEASURED, {})
    steps = {one.step: one for one in transfer(cast.captain, ident).steps}
    assert steps[Step.DISINFECTED].done
    assert steps[Step.DISINFECTED].by == "孙内勤"
    assert (steps[Step.KEYS].by, steps[Step.KEYS].said) == ("李楼长", "物业")
    assert len(board(cast.secretary).moved) == 1
    assert board(cast.secretary).moved[0].away
    with clock.fixed(clock.now() + timedelta(hours=3)):
        note_step(cast.clerk, ident, Step.ARRIVED, clock.now())
        note_step(cast.clerk, ident, Step.BROUGHT_HOME, clock.now())
        assert board(cast.secretary).moved == ()
        assert transfers(cast.clerk) == []
        assert [one.id for one in transfers(cast.clerk, ended=True)] == [ident]
    with scoped(WHOLE):
        assert Occurrence.objects.count() == 2


def test_a_dependent_person_is_not_moved_without_somebody_named(cast: Cast, locked: Street) -> None:
    child = somebody(cast, locked)
    note_need(cast.clerk, child, Kind.INFANT, {})
    ident = called(cast, child)
    note_step(cast.clerk, ident, Step.TOLD, clock.now())
    assert movement_facts(cast.clerk, str(child))[0].dependent
    assert refusal(cast, ident, Step.ON_BUS) == "transfer_needs_carer"
    assert refusal(cast, ident, Step.CARER, "无") == "transfer_needs_carer"
    note_step(cast.clerk, ident, Step.CARER, clock.now(), "妈妈一起去")
    note_step(cast.clerk, ident, Step.ON_BUS, clock.now())


def test_no_child_is_left_behind_alone_when_the_last_grown_up_goes(
    cast: Cast, locked: Street
) -> None:
    with acting(cast.clerk):
        people = list(locked.households["1/1/102"].residents.order_by("place"))
    assert len(people) == 2
    note_need(cast.clerk, people[1].id, Kind.INFANT, {})
    ident = called(cast, people[0].id)
    note_step(cast.clerk, ident, Step.TOLD, clock.now())
    assert refusal(cast, ident, Step.ON_BUS) == "transfer_needs_carer"
    note_step(cast.clerk, ident, Step.CARER, clock.now(), "外婆王秀兰来住")
    note_step(cast.clerk, ident, Step.ON_BUS, clock.now())


def test_nobody_is_moved_where_no_decision_binds_her(cast: Cast, locked: Street) -> None:
    ident = called(cast, somebody(cast, locked, "3/1/101"))
    note_step(cast.clerk, ident, Step.TOLD, clock.now())
    assert refusal(cast, ident, Step.ON_BUS) == "transfer_without_order"


def test_who_helps_at_the_door_sees_steps_and_no_reason_and_lets_the_office_note_the_bus(
    cast: Cast, locked: Street
) -> None:
    ident = called(cast, somebody(cast, locked))
    seen = transfer(cast.captain, ident)
    assert seen.said is None
    assert not next(one for one in seen.steps if one.step is Step.ON_BUS).may
    office = transfer(cast.clerk, ident).said
    assert office is not None
    assert (office.where_to, office.why) == ("市六院", "核酸阳性")
    with pytest.raises(Problem, match="right_missing"):
        note_step(cast.captain, ident, Step.ON_BUS, clock.now())
    for stranger in (cast.sampler, cast.volunteer):
        with pytest.raises(Problem, match="right_missing"):
            transfer(stranger, ident)
    with pytest.raises(Problem, match="transfer_unknown"):
        transfer(cast.outsider, ident)


def test_nothing_of_health_lies_open_in_the_tables_or_in_the_log(
    cast: Cast, locked: Street
) -> None:
    ident = called(cast, somebody(cast, locked))
    note_step(cast.clerk, ident, Step.CARER, clock.now(), "外婆王秀兰")
    with scoped(WHOLE), connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.said_sealed || s.said_sealed FROM transfer t JOIN transfer_step s ON s.transfer_id = t.id"
        )
        ((sealed,),) = cursor.fetchall()
        cursor.execute("SELECT body FROM event WHERE kind = 'transfer.noted'")
        bodies = [bytes(body) for (body,) in cursor.fetchall()]
    assert len(bodies) == 2
    for word in ("市六院", "阳性", "外婆"):
        assert word.encode() not in bytes(sealed)
        assert all(word.encode() not in body for body in bodies)
    person = str(somebody(cast, locked))
    assert all(person.encode() not in body for body in bodies)


def test_one_person_has_one_transfer_at_a_time_and_one_that_is_off_makes_way(
    cast: Cast, locked: Street
) -> None:
    person = somebody(cast, locked)
    ident = called(cast, person)
    with pytest.raises(Problem, match="transfer_open"):
        called(cast, person)
    note_step(cast.clerk, ident, Step.CALLED_OFF, clock.now(), "复检阴性")
    assert called(cast, person) != ident
    counted = tally(transfers(cast.clerk))
    assert (counted.called, counted.on_bus) == (1, 0)
    off, seen = transfer(cast.clerk, ident).called_off, transfer(cast.captain, ident).called_off
    assert off is not None
    assert seen is not None
    # Why nobody is moved after all is a result, and the office's to know.
    assert (off.said, seen.said) == ("复检阴性", "")


def test_a_home_whose_disinfection_was_waived_is_not_told_as_disinfected(
    cast: Cast, locked: Street
) -> None:
    ident = called(cast, somebody(cast, locked))
    note_step(cast.captain, ident, Step.TOLD, clock.now())
    note_step(cast.captain, ident, Step.CARER, clock.now(), "无")
    note_step(cast.clerk, ident, Step.ON_BUS, clock.now())
    owed = after(cast)
    home = next(one for one in owed if one.what == "disinfection" and one.area.endswith("/101/"))
    waive(cast.secretary, read_key(home.key), "消毒队明天来")
    assert not transfer(cast.clerk, ident).has(Step.DISINFECTED)


def test_a_transfer_is_of_somebody_known_in_ones_own_area(cast: Cast, locked: Street) -> None:
    for text in ("", "x", "00000000-0000-0000-0000-000000000001"):
        with pytest.raises(Problem, match="resident_unknown"):
            call_transfer(cast.clerk, TransferDraft(text, BUS, "市六院", "", "电话"), WHOLE_PLAN)
    person = somebody(cast, locked)
    with pytest.raises(Problem, match="resident_unknown"):
        call_transfer(
            cast.outsider, TransferDraft(str(person), BUS, "市六院", "", "电话"), WHOLE_PLAN
        )
