"""Transfers: what must be so before each step; no child or dependent person is moved without somebody named."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.movement import Answer, Verdict
from wumen.rules.problems import Problem
from wumen.rules.time import BUSINESS_ZONE
from wumen.rules.transfers import (
    CLOSING,
    IN_ORDER,
    Step,
    TransferDraft,
    TransferFacts,
    check_draft,
    check_step,
    names_somebody,
    next_step,
    read_step,
)

NOW = datetime(2022, 1, 10, 2, 30, tzinfo=BUSINESS_ZONE)
HOUR = timedelta(hours=1)
MAY = Answer(Verdict.WITH_CONDITIONS, ("有生效的决定", "a decision is in force"), ())
MAY_NOT = replace(MAY, verdict=Verdict.NOT_NOW)
TOLD = {Step.TOLD: NOW - 2 * HOUR}
GONE = TOLD | {Step.ON_BUS: NOW - HOUR}


def refused(step: Step, facts: TransferFacts, said: str = "", at: datetime = NOW) -> str:
    """The code of the refusal; empty where the step may be noted."""
    try:
        check_step(step, at, said, facts)
    except Problem as problem:
        return problem.code
    return ""


def test_the_bus_wants_that_she_was_told_and_a_decision_in_force_and_nothing_else() -> None:
    ready = TransferFacts(NOW, TOLD, movement=MAY)
    assert refused(Step.ON_BUS, ready) == ""
    assert refused(Step.ON_BUS, replace(ready, noted={})) == "transfer_not_told"
    assert refused(Step.ON_BUS, replace(ready, movement=MAY_NOT)) == "transfer_without_order"
    assert refused(Step.ON_BUS, replace(ready, movement=None)) == "transfer_without_order"


@given(
    dependent=st.booleans(),
    left=st.booleans(),
    carer=st.sampled_from(["", "无", " 没有 ", "none", "外婆王秀兰", "李楼长"]),
)
def test_nobody_who_depends_on_care_is_moved_or_left_without_somebody_named(
    dependent: bool, left: bool, carer: str
) -> None:
    facts = TransferFacts(NOW, TOLD, carer, dependent, left, movement=MAY)
    code = refused(Step.ON_BUS, facts)
    if (dependent or left) and not names_somebody(carer):
        assert code == "transfer_needs_carer"
    else:
        assert code == ""


def test_for_a_child_none_is_no_carer_and_for_a_grown_up_it_is_an_answer() -> None:
    assert refused(Step.CARER, TransferFacts(NOW), "无") == ""
    assert refused(Step.CARER, TransferFacts(NOW, dependent=True), "无") == "transfer_needs_carer"
    assert refused(Step.CARER, TransferFacts(NOW, left_alone=True), "外婆") == ""
    assert refused(Step.CARER, TransferFacts(NOW), " ") == "transfer_says_nothing"


def test_what_comes_after_the_bus_waits_for_it_and_is_not_before_it() -> None:
    for step in (Step.ARRIVED, Step.DISINFECTED, Step.BROUGHT_HOME):
        assert refused(step, TransferFacts(NOW, TOLD)) == "transfer_not_on_bus"
        assert refused(step, TransferFacts(NOW, GONE)) == ""
        early = refused(step, TransferFacts(NOW, GONE), at=NOW - 2 * HOUR)
        assert early == "transfer_step_early"
    assert refused(Step.CALLED_OFF, TransferFacts(NOW, GONE), "不去了") == "transfer_gone"
    assert refused(Step.CALLED_OFF, TransferFacts(NOW, TOLD), "复检阴性") == ""


def test_the_home_is_disinfected_by_its_duty_where_one_stands() -> None:
    assert refused(Step.DISINFECTED, TransferFacts(NOW, GONE, disinfection_open=True)) == (
        "transfer_disinfection_open"
    )


@given(step=st.sampled_from(list(Step)))
def test_a_step_is_noted_once_when_it_is_done_and_not_after_the_end(step: Step) -> None:
    said = "外婆王秀兰"
    assert refused(step, TransferFacts(NOW, {step: NOW}), said) in {
        "transfer_step_noted",
        "transfer_over",
    }
    assert refused(step, TransferFacts(NOW, TOLD), said, NOW + HOUR) in {
        "transfer_step_noted",
        "transfer_step_ahead",
    }
    for end in CLOSING:
        assert refused(step, TransferFacts(NOW, GONE | {end: NOW}), said) == "transfer_over"


def test_packing_pet_and_keys_may_be_written_down_after_the_bus() -> None:
    for step, said in ((Step.PACKED, ""), (Step.PET, "猫，邻居喂"), (Step.KEYS, "物业")):
        assert refused(step, TransferFacts(NOW, GONE), said) == ""


def test_what_is_next_goes_in_order_until_it_is_over() -> None:
    noted: dict[Step, datetime] = {}
    for step in IN_ORDER:
        assert next_step(noted) is step
        noted[step] = NOW
    assert next_step(noted) is None
    assert next_step({Step.CALLED_OFF: NOW}) is None
    with pytest.raises(Problem, match="transfer_step_unknown"):
        read_step("flown")


def test_a_transfer_names_who_called_for_it_where_to_and_an_hour_that_can_be() -> None:
    whole = TransferDraft("x", NOW, "市六院", "", "区疾控电话")
    check_draft(whole, NOW)
    for changes, code in (
        ({"told_by": " "}, "transfer_needs_source"),
        ({"where_to": ""}, "transfer_needs_place"),
        ({"bus_at": NOW + timedelta(days=8)}, "transfer_bus_far"),
        ({"why": "很" * 121}, "transfer_words_long"),
    ):
        with pytest.raises(Problem, match=code):
            check_draft(replace(whole, **changes), NOW)  # type: ignore[arg-type]
