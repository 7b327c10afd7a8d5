"""At a gate: rescue at once, nobody kept from her own home, care and repairs always, others with what to do instead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_movement import BOOKS, NOW, orders
from wumen.rules.entries import COMING_NAMES, Coming, GateFacts, may_come_in, read_coming
from wumen.rules.movement import Verdict
from wumen.rules.playbooks import Leave
from wumen.rules.problems import Problem

FACTS = st.builds(
    GateFacts,
    now=st.just(NOW),
    orders=st.lists(orders(), max_size=4, unique_by=lambda one: one.number),
)
ALWAYS = (
    Coming.RESIDENT,
    Coming.NO_PHONE,
    Coming.RETURNING,
    Coming.CARER,
    Coming.REPAIR,
    Coming.SUPPLY,
)


@given(FACTS)
def test_rescue_goes_in_at_once_whatever_is_in_force(facts: GateFacts) -> None:
    assert may_come_in(Coming.RESCUE, facts, BOOKS).verdict is Verdict.LET_THROUGH


@given(facts=FACTS, who=st.sampled_from(ALWAYS))
def test_nobody_is_kept_from_home_and_care_repairs_supplies_always_come_in(
    facts: GateFacts, who: Coming
) -> None:
    assert may_come_in(who, facts, BOOKS).verdict is Verdict.WITH_CONDITIONS


@given(facts=FACTS, who=st.sampled_from(list(Coming)))
def test_whoever_is_not_let_in_hears_which_order_until_when_and_what_to_do_instead(
    facts: GateFacts, who: Coming
) -> None:
    answer = may_come_in(who, facts, BOOKS)
    if answer.verdict is not Verdict.NOT_NOW:
        return
    order = next(one for one in facts.orders if one.number == answer.order)
    assert order.interval.holds(NOW)
    assert BOOKS[order.outbreak].regimes[order.regime].leave is not Leave.FREE
    assert answer.until == order.interval.ends
    assert len(answer.steps) >= 2
    assert all(zh and en for zh, en in answer.steps)


@given(who=st.sampled_from(list(Coming)))
def test_without_an_order_in_force_nobody_is_turned_away(who: Coming) -> None:
    assert may_come_in(who, GateFacts(NOW, ()), BOOKS).verdict is not Verdict.NOT_NOW


def test_who_has_no_phone_is_let_in_on_paper_and_the_gate_isolates_nobody() -> None:
    first = may_come_in(Coming.NO_PHONE, GateFacts(NOW, ()), BOOKS).steps[0]
    assert "纸上登记" in first[0]
    steps = may_come_in(Coming.RETURNING, GateFacts(NOW, ()), BOOKS).steps
    assert any("门岗不决定" in zh for zh, _ in steps)
    assert set(COMING_NAMES) == set(Coming)
    with pytest.raises(Problem, match="entry_who_unknown"):
        read_coming("stranger")
