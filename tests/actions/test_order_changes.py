"""Later documents extend an order, step it down or lift it; what ended by itself stays ended."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import COMPOUND, Cast
from tests.street import AUTHORITY, Street, at, ordered
from wumen.actions.duties.plan import plan_day
from wumen.actions.orders import change_order, confirm_change, drop_change, enter_change
from wumen.actions.rounds import floor_done
from wumen.queries.audit import audit
from wumen.queries.board import board
from wumen.queries.duties import duty_lines
from wumen.queries.explain import explain_place
from wumen.queries.orders import order_lines
from wumen.queries.posts import acting
from wumen.queries.rounds_of_a_day import rounds
from wumen.records import clock
from wumen.records.models import Order, OrderChange
from wumen.rules.orders import Changed, ChangeDraft
from wumen.rules.problems import Problem
from wumen.rules.rounds import read_round_key

DAY = date(2022, 1, 10)
NOON = at(1, 10, 12)


def change(kind: Changed, **given: object) -> ChangeDraft:
    """A complete later document."""
    said = {"authority": AUTHORITY, "document": "通告第9号", "ground": "专家评估符合条件"}
    return ChangeDraft(kind=kind, **(said | given))  # type: ignore[arg-type]


def changed(cast: Cast, number: str, draft: ChangeDraft) -> Order:
    """A change in effect: entered by the clerk, confirmed by the secretary."""
    return confirm_change(cast.secretary, enter_change(cast.clerk, number, draft).id)


def owed(cast: Cast, day: date = DAY) -> dict[str, int]:
    """How many duties of the day still stand, by what."""
    counts: dict[str, int] = {}
    for line in duty_lines(cast.operator, day):
        if line.state != "withdrawn":
            counts[line.what] = counts.get(line.what, 0) + 1
    return counts


def test_lifting_withdraws_what_was_still_owed_and_keeps_what_was_done(
    cast: Cast, street: Street
) -> None:
    order = ordered(cast, "1")
    plan_day(cast.clerk, DAY)
    first = rounds(cast.captain, DAY)[0]
    floor_done(cast.captain, read_round_key(first.key), 1, {})
    done = board(cast.secretary).total.done
    with clock.fixed(NOON):
        changed(cast, order.number, change(Changed.LIFT))
        plan_day(cast.clerk, DAY)
        assert {line.state for line in duty_lines(cast.operator, DAY) if line.win == "pm"} == {
            "withdrawn"
        }
        assert board(cast.secretary).total.done == done > 0
        assert audit(cast.operator).clean
        (line,) = order_lines(cast.clerk)
        assert (line.state, line.ends) == ("lifted", NOON)
        assert "没有管控要求" in explain_place(cast.captain, f"{COMPOUND}/1").zh


def test_an_order_that_is_lifted_before_it_begins_never_held(cast: Cast, street: Street) -> None:
    order = ordered(cast, "1", begins=at(1, 12), ends=at(1, 20))
    changed(cast, order.number, change(Changed.LIFT))
    assert order_lines(cast.clerk)[0].state == "lifted"
    with clock.fixed(at(1, 12, 6)):
        assert plan_day(cast.clerk, date(2022, 1, 12)).as_dict()["made"] == 0
        assert audit(cast.operator).clean
        assert order_lines(cast.clerk)[0].state == "lifted"


def test_stepping_down_makes_a_milder_order_that_follows_the_first(
    cast: Cast, street: Street
) -> None:
    order = ordered(cast, "1")
    plan_day(cast.clerk, DAY)
    assert owed(cast) == {"temperature": 20, "sampling": 10}
    with clock.fixed(NOON):
        milder = changed(cast, order.number, change(Changed.STEP_DOWN, regime="control"))
        plan_day(cast.clerk, DAY)
        plan_day(cast.clerk, date(2022, 1, 11))
        assert (milder.regime, milder.from_at, milder.until_at) == ("control", NOON, at(1, 22))
        assert owed(cast, date(2022, 1, 11)) == {"temperature": 10}
        assert audit(cast.operator).clean
        lines = {line.number: line for line in order_lines(cast.clerk)}
        assert lines[order.number].state == "stepped_down"
        assert lines[milder.number].follows == order.number
        assert lines[milder.number].places == lines[order.number].places
        assert "管控区" in explain_place(cast.captain, f"{COMPOUND}/1").zh


def test_what_already_ends_by_a_document_is_neither_extended_nor_stepped_down_again(
    cast: Cast, street: Street
) -> None:
    order = ordered(cast, "1")
    coming = change(Changed.STEP_DOWN, regime="control", at=at(1, 15))
    changed(cast, order.number, coming)
    for draft in (
        change(Changed.EXTEND, ends=at(1, 30)),
        change(Changed.STEP_DOWN, regime="precaution", at=at(1, 12)),
    ):
        with pytest.raises(Problem, match="order_end_decided"):
            enter_change(cast.clerk, order.number, draft)


def test_lifting_takes_back_the_milder_orders_that_have_not_begun(
    cast: Cast, street: Street
) -> None:
    order = ordered(cast, "1")
    first = changed(
        cast, order.number, change(Changed.STEP_DOWN, regime="control", at=at(1, 15))
    ).number
    changed(cast, first, change(Changed.STEP_DOWN, regime="precaution", at=at(1, 18)))
    changed(cast, order.number, change(Changed.LIFT, at=at(1, 12)))
    states = {line.number: line.state for line in order_lines(cast.clerk)}
    assert states.pop(order.number) == "in_force"
    assert set(states.values()) == {"lifted"}
    for day in (13, 16, 19):
        with clock.fixed(at(1, day, 6)):
            assert plan_day(cast.clerk, date(2022, 1, day)).as_dict()["standing"] == 0
            assert "没有管控要求" in explain_place(cast.captain, f"{COMPOUND}/1").zh
            assert audit(cast.operator).clean


def test_an_extension_sets_the_end_and_owes_what_it_adds(cast: Cast, street: Street) -> None:
    order = ordered(cast, "1", ends=at(1, 11))
    later = date(2022, 1, 12)
    plan_day(cast.clerk, DAY)
    assert plan_day(cast.clerk, later).as_dict()["made"] == 0
    changed(cast, order.number, change(Changed.EXTEND, ends=at(1, 13)))
    assert plan_day(cast.clerk, later).as_dict()["made"] == 30
    assert audit(cast.operator).clean
    (line,) = order_lines(cast.clerk)
    assert line.ends == at(1, 13)
    assert line.changes[0].former_until == at(1, 11)


def test_nothing_changes_until_a_second_person_has_confirmed(cast: Cast, street: Street) -> None:
    order = ordered(cast, "1")
    waiting = enter_change(cast.secretary, order.number, change(Changed.LIFT))
    with pytest.raises(Problem, match="second_person_needed"):
        confirm_change(cast.secretary, waiting.id)
    assert order_lines(cast.clerk)[0].state == "in_force"
    confirm_change(cast.duty_officer, waiting.id)
    assert order_lines(cast.clerk)[0].state == "lifted"


def test_the_database_refuses_one_person_and_missing_grounds(cast: Cast, street: Street) -> None:
    order = ordered(cast, "1")
    waiting = enter_change(cast.clerk, order.number, change(Changed.LIFT))
    for sets in ("confirmed_by_id = entered_by_id", "ground = ''"):
        with (
            acting(cast.clerk),
            connection.cursor() as cursor,
            pytest.raises(IntegrityError),
            transaction.atomic(),
        ):
            cursor.execute(f"UPDATE order_change SET {sets} WHERE id = %s", [waiting.id])


def test_one_change_of_an_order_waits_at_a_time_and_may_be_dropped(
    cast: Cast, street: Street
) -> None:
    order = ordered(cast, "1")
    waiting = enter_change(cast.clerk, order.number, change(Changed.LIFT))
    with pytest.raises(Problem, match="order_change_waits"):
        enter_change(cast.clerk, order.number, change(Changed.EXTEND, ends=at(1, 25)))
    drop_change(cast.clerk, waiting.id)
    enter_change(cast.clerk, order.number, change(Changed.EXTEND, ends=at(1, 25)))
    with pytest.raises(Problem, match="order_change_unknown"):
        confirm_change(cast.secretary, waiting.id)


REFUSED = [
    (change(Changed.LIFT, authority=""), "order_needs_authority"),
    (change(Changed.LIFT, authority="锦绣城社区居委会"), "authority_too_low"),
    (change(Changed.LIFT, document=" "), "order_needs_document"),
    (change(Changed.EXTEND, ends=at(1, 25), ground=""), "order_needs_ground"),
    (change(Changed.EXTEND), "order_needs_end"),
    (change(Changed.EXTEND, ends=at(1, 22)), "order_not_longer"),
    (change(Changed.STEP_DOWN, regime="lockdown"), "regime_not_milder"),
    (change(Changed.STEP_DOWN, regime="curfew"), "regime_unknown"),
    (change(Changed.STEP_DOWN, regime="control", ends=at(1, 9)), "order_ends_before_start"),
    (change(Changed.LIFT, at=at(1, 7)), "order_over"),
    (change(Changed.LIFT, at=at(1, 22)), "order_over"),
]


@pytest.mark.parametrize(("draft", "code"), REFUSED, ids=[code for _, code in REFUSED])
def test_a_document_that_lacks_something_changes_nothing(
    cast: Cast, street: Street, draft: ChangeDraft, code: str
) -> None:
    order = ordered(cast, "1")
    with pytest.raises(Problem, match=code) as refused:
        enter_change(cast.clerk, order.number, draft)
    assert refused.value.next_step("zh")
    with acting(cast.clerk):
        assert not OrderChange.objects.exists()


def test_what_ended_by_itself_is_neither_extended_nor_lifted(cast: Cast, street: Street) -> None:
    order = ordered(cast, "1", ends=at(1, 10, 5))
    for kind in (Changed.EXTEND, Changed.LIFT):
        with pytest.raises(Problem, match="order_over"):
            enter_change(cast.clerk, order.number, change(kind, ends=at(1, 30)))


def test_what_ended_while_its_change_waited_stays_ended(cast: Cast, street: Street) -> None:
    order = ordered(cast, "1", ends=at(1, 11))
    waiting = enter_change(cast.clerk, order.number, change(Changed.EXTEND, ends=at(1, 20)))
    with clock.fixed(at(1, 11, 1)), pytest.raises(Problem, match="order_over"):
        confirm_change(cast.secretary, waiting.id)


def test_an_order_that_nobody_confirmed_is_not_changed(cast: Cast, street: Street) -> None:
    from tests.street import draft as order_draft
    from wumen.actions.orders import enter_order

    order = enter_order(cast.clerk, order_draft("1"))
    with pytest.raises(Problem, match="order_waits"):
        enter_change(cast.clerk, order.number, change(Changed.LIFT))


def test_an_order_elsewhere_is_not_changed(cast: Cast, street: Street) -> None:
    order = ordered(cast, "1")
    with pytest.raises(Problem, match="order_unknown"):
        enter_change(cast.outsider, order.number, change(Changed.LIFT))


def test_from_paper_two_crew_members_stand_for_a_change(cast: Cast, street: Street) -> None:
    order = ordered(cast, "1")
    clerk, secretary = cast.clerk.crew_no, cast.secretary.crew_no
    with pytest.raises(Problem, match="second_person_needed"):
        change_order(cast.operator, order.number, change(Changed.LIFT), clerk, clerk)
    lifted = change_order(cast.operator, order.number, change(Changed.LIFT), clerk, secretary)
    assert lifted.ended_at == clock.now()
    (line,) = order_lines(cast.operator)
    assert (line.changes[0].entered_by, line.changes[0].confirmed_by) == ("孙内勤", "周书记")


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hours=st.integers(1, 200), more=st.integers(0, 200))
def test_a_longer_order_never_owes_less(cast: Cast, street: Street, hours: int, more: int) -> None:
    def ends(hour: int) -> datetime:
        return at(1, 10, 12) + hour * (at(1, 10, 1) - at(1, 10))

    with transaction.atomic():
        order = ordered(cast, "1", ends=ends(hours))
        plan_day(cast.clerk, DAY)
        before = sum(owed(cast).values())
        if more:
            changed(cast, order.number, change(Changed.EXTEND, ends=ends(hours + more)))
        plan_day(cast.clerk, DAY)
        assert sum(owed(cast).values()) >= before
        assert audit(cast.operator).clean
        transaction.set_rollback(True)
