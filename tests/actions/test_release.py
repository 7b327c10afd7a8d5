"""An order's end is prepared with attested facts and an application; a step is never out of turn."""

from datetime import date

import pytest

from tests.cast import Cast
from tests.street import Street, at, ordered
from wumen.actions.release import attest, take_step, withdraw
from wumen.queries.release import release_line
from wumen.records import clock
from wumen.rules.problems import Problem

SAYS = "疾控中心复函"
EVE = at(1, 21, 9)


def told(cast: Cast, number: str) -> None:
    """All four facts of a lockdown, as they stand on the last day."""
    for fact, day in (
        ("days_since_last_infection", date(2022, 1, 7)),
        ("days_since_contacts_left", date(2022, 1, 6)),
        ("contacts_negative", date(2022, 1, 20)),
        ("full_round_negative", date(2022, 1, 20)),
    ):
        attest(cast.clerk, number, fact, day, document=SAYS, by=cast.secretary.crew_no)


def met(cast: Cast, number: str) -> list[bool | None]:
    """The conditions as they stand."""
    return [one.met for one in release_line(cast.captain, number).conditions]


def test_facts_are_unknown_until_a_named_person_stands_for_them(cast: Cast, street: Street) -> None:
    number = ordered(cast, "1").number
    assert met(cast, number) == [None] * 4
    with clock.fixed(EVE):
        told(cast, number)
        assert met(cast, number) == [True] * 4
        line = release_line(cast.captain, number)
    assert {(one.by, one.document) for one in line.attested} == {("周书记", SAYS)}


def test_a_slip_is_withdrawn_and_its_condition_unknown_again(cast: Cast, street: Street) -> None:
    number = ordered(cast, "1").number
    with clock.fixed(EVE):
        told(cast, number)
        attested = release_line(cast.clerk, number).attested
        first = next(one for one in attested if one.fact == "days_since_last_infection")
        withdraw(cast.clerk, first.id)
        assert met(cast, number) == [None, True, True, True]
        with pytest.raises(Problem, match="fact_unknown"):
            withdraw(cast.clerk, first.id)


def test_the_application_goes_step_by_step_while_its_conditions_hold(
    cast: Cast, street: Street
) -> None:
    number = ordered(cast, "1").number
    take_step(cast.clerk, number, "drafted")
    with pytest.raises(Problem, match="release_not_met"):
        take_step(cast.duty_officer, number, "reviewed")
    with clock.fixed(EVE):
        told(cast, number)
        for step in ("reviewed", "accepted", "assessed", "filed", "announced"):
            take_step(cast.duty_officer, number, step, "同意")
        line = release_line(cast.clerk, number)
        assert [one.step for one in line.steps][-1] == "announced"
        assert line.next == ()
        with pytest.raises(Problem, match="release_step_out_of_turn"):
            take_step(cast.clerk, number, "drafted")


def test_an_application_that_is_sent_back_begins_again(cast: Cast, street: Street) -> None:
    number = ordered(cast, "1").number
    take_step(cast.clerk, number, "drafted")
    with pytest.raises(Problem, match="reason_needed"):
        take_step(cast.duty_officer, number, "returned")
    take_step(cast.duty_officer, number, "returned", "缺一轮核酸")
    take_step(cast.clerk, number, "drafted")
    assert [one.said for one in release_line(cast.clerk, number).steps] == ["", "缺一轮核酸", ""]


def test_a_precaution_zone_waits_for_orders_that_the_viewer_cannot_see(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "2", document="通告第5号")
    number = ordered(cast, "1", regime="precaution").number
    (state,) = release_line(cast.captain, number).conditions
    assert state.met is False
    assert "通告第5号" in state.blockers[0][0]


def test_the_document_of_an_order_on_people_hangs_at_nobody_else_s_stairwell(
    cast: Cast, street: Street
) -> None:
    aunt = (str(street.aunt_zhang.id),)
    ordered(cast, regime="control", paths=(), residents=aunt, document="关于张阿姨的告知书")
    number = ordered(cast, "3", regime="precaution", document="通告第3号").number
    said = release_line(cast.clerk, number).conditions
    assert [one.met for one in said if one.key == "others-lifted"] == [True]
    assert not any("张阿姨" in zh for one in said for zh, _ in one.blockers)


@pytest.mark.parametrize(
    ("fact", "day", "document", "code"),
    [
        ("the_weather", date(2022, 1, 9), SAYS, "fact_unknown"),
        ("others_lifted", date(2022, 1, 9), SAYS, "fact_unknown"),
        ("contacts_negative", date(2022, 1, 11), SAYS, "fact_in_future"),
        ("contacts_negative", date(2022, 1, 9), " ", "order_needs_document"),
    ],
)
def test_a_fact_without_document_or_before_its_day_is_refused(
    cast: Cast, street: Street, fact: str, day: date, document: str, code: str
) -> None:
    number = ordered(cast, "1").number
    with pytest.raises(Problem, match=code):
        attest(cast.clerk, number, fact, day, document=document)
    assert release_line(cast.clerk, number).attested == ()


def test_an_order_elsewhere_shows_and_takes_nothing(cast: Cast, street: Street) -> None:
    number = ordered(cast, "1").number
    with pytest.raises(Problem, match="order_unknown"):
        release_line(cast.outsider, number)
    with pytest.raises(Problem, match="order_unknown"):
        attest(cast.outsider, number, "contacts_negative", date(2022, 1, 9), document=SAYS)
    with pytest.raises(Problem, match="right_missing"):
        take_step(cast.captain, number, "drafted")
