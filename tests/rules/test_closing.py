"""When an outbreak is read-only and erased, what must be so before, how far an erasure reaches, and what proves it."""

from dataclasses import replace
from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.street import at
from wumen.rules.closing import (
    Certificate,
    Found,
    Rows,
    Standing,
    check_closing,
    conditions,
    due_erased,
    due_read_only,
    proof,
    reach,
)
from wumen.rules.problems import Problem

ENDED = at(1, 24)
OVER = Standing(last_end=ENDED)
INSTANTS = st.integers(-100, 100).map(lambda days: ENDED + timedelta(days=days))
STANDINGS = st.builds(
    Standing,
    holding=st.lists(st.sampled_from("123")).map(tuple),
    waiting=st.lists(st.sampled_from("123")).map(tuple),
    last_end=st.none() | INSTANTS,
    objections=st.integers(0, 2),
)


def test_thirty_days_after_the_last_order_it_is_read_only_after_sixty_erased() -> None:
    second = timedelta(seconds=1)
    thirty, sixty = ENDED + timedelta(days=30), ENDED + timedelta(days=60)
    assert [due_read_only(OVER, one) for one in (thirty - second, thirty)] == [False, True]
    assert [due_erased(OVER, one) for one in (sixty - second, sixty)] == [False, True]


def test_where_no_order_ever_bound_anybody_no_day_comes_and_people_may_at_once() -> None:
    never = Standing()
    far = ENDED + timedelta(days=9999)
    assert not due_read_only(never, far)
    assert not due_erased(never, far)
    assert check_closing(never, ENDED, " 白登记了 ") == "白登记了"


@pytest.mark.parametrize(
    ("standing", "code"),
    [
        (replace(OVER, holding=("7",)), "outbreak_order_holds"),
        (replace(OVER, waiting=("8",)), "outbreak_order_waits"),
        (replace(OVER, last_end=ENDED + timedelta(days=5)), "outbreak_too_soon"),
        (replace(OVER, objections=2), "outbreak_objections_open"),
    ],
)
def test_each_thing_that_is_missing_is_said(standing: Standing, code: str) -> None:
    with pytest.raises(Problem) as refused:
        check_closing(standing, ENDED + timedelta(days=30), "疫情已结束")
    assert refused.value.code == code
    assert refused.value.text("zh")
    assert refused.value.next_step("en")


def test_a_reason_is_asked_for_last() -> None:
    with pytest.raises(Problem, match="reason_needed"):
        check_closing(OVER, ENDED + timedelta(days=30), "  ")


@given(STANDINGS, INSTANTS)
def test_it_is_allowed_just_when_every_condition_is_met(standing: Standing, now: datetime) -> None:
    met = all(one.met for one in conditions(standing, now))
    try:
        check_closing(standing, now, "因为")
    except Problem:
        assert not met
    else:
        assert met


@given(STANDINGS, INSTANTS, st.integers(0, 100))
def test_what_is_due_stays_due_and_is_read_only_before_it_is_erased(
    standing: Standing, now: datetime, days: int
) -> None:
    later = now + timedelta(days=days)
    assert not due_erased(standing, now) or due_erased(standing, later)
    assert not due_erased(standing, now) or due_read_only(standing, now)
    assert not (standing.holding and due_read_only(standing, now))


@given(INSTANTS, st.lists(INSTANTS))
def test_an_erasure_reaches_to_the_end_or_to_the_first_other_that_stands(
    closed_at: datetime, others: list[datetime]
) -> None:
    found = reach(closed_at, others)
    assert found.before == min([closed_at, *others])
    assert (found.shared_since is None) == all(one >= closed_at for one in others)
    # Nothing that another may need goes: what is noted from its opening on.
    assert all(found.before <= one for one in others)


CERTIFICATE = Certificate(
    outbreak="x", name="一月", playbook="p", opened_at=at(1, 8), closed_at=at(2, 24),
    decided_at=at(2, 24), reason="因为", before=at(2, 24), rows=(Rows("knock", 3), Rows("call", 1)),
    erased_at=at(2, 24),
)  # fmt: skip
CLEAN = Found((), {"knock": 0, "call": 0}, "d", "d", mark=True)


@pytest.mark.parametrize(
    ("found", "kinds"),
    [
        (CLEAN, []),
        (replace(CLEAN, keys=("a", "b")), ["erased_key_here", "erased_key_here"]),
        (replace(CLEAN, rows={"knock": 1, "call": 0}), ["erased_rows_here"]),
        (replace(CLEAN, rows={"knock": 0, "call": 0, "relay": 2}), ["erased_rows_here"]),
        (replace(CLEAN, certified="e"), ["certificate_differs"]),
        (replace(CLEAN, logged=""), ["certificate_differs"]),
        (replace(CLEAN, mark=False), ["erased_mark_gone"]),
    ],
)
def test_every_difference_from_a_certificate_is_named(found: Found, kinds: list[str]) -> None:
    assert [one[0] for one in proof(CERTIFICATE, found)] == kinds


def test_a_certificate_that_is_read_back_is_the_same_and_whatever_it_says_is_in_its_digest() -> (
    None
):
    again = msgspec.convert(msgspec.to_builtins(CERTIFICATE), Certificate)
    assert again == CERTIFICATE
    assert again.digest() == CERTIFICATE.digest()
    for change in ({"reason": "x"}, {"rows": ()}, {"by_rule": True}, {"erased_at": None}):
        assert msgspec.structs.replace(CERTIFICATE, **change).digest() != CERTIFICATE.digest()
