"""Shops under a zone: what one may do by the orders over it and by whose decision, and what a shop is answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.street import AUTHORITY, at
from wumen.queries.playbooks import shipped
from wumen.rules.orders import OrderInForce
from wumen.rules.playbooks import Named
from wumen.rules.problems import Problem
from wumen.rules.time import Interval
from wumen.rules.trading import (
    Bound,
    Found,
    Seen,
    Standing,
    Supply,
    Trade,
    check_look,
    check_reopened,
    check_supply,
    item_draft,
    lacks,
    line_zh,
    read_found,
    standing_of,
)

BOOKS = {"o": shipped("community-2021-09")}
ASK = "有问题请找社区书记周书记 13800000002"


def bound(number: str = "1", regime: str = "lockdown", day: int = 22) -> Bound:
    order = OrderInForce(number, "o", regime, Interval(at(1, 8), at(1, day)), at(1, 8))
    return Bound(order, AUTHORITY, f"通告第{number}号", Named(zh="封控区", en="lockdown zone"))


def supply(order: str = "1") -> Supply:
    return Supply(order, AUTHORITY, "保供名单第2批")


def test_trade_is_suspended_where_the_rules_of_the_regime_say_so_and_nowhere_else() -> None:
    assert standing_of([bound()], [], BOOKS).trade is Trade.SUSPENDED
    for regime in ("control", "precaution", "home_isolation"):
        assert standing_of([bound(regime=regime)], [], BOOKS).trade is Trade.FREE
    assert standing_of([], [supply()], BOOKS).trade is Trade.FREE
    assert standing_of([bound()], [], {}).trade is Trade.FREE


@given(st.sets(st.sampled_from("1234")), st.sets(st.sampled_from("1234")))
def test_an_order_that_comes_beside_takes_no_decision_away_and_the_last_one_ends_it(
    orders: set[str], decided: set[str]
) -> None:
    now = standing_of([bound(one) for one in orders], [supply(one) for one in decided], BOOKS)
    if not orders:
        assert now == Standing(Trade.FREE)
    else:
        assert (now.trade is Trade.DELIVERY) == bool(orders & decided)


def test_a_shop_hears_when_the_last_of_its_orders_ends() -> None:
    now = standing_of([bound("2", day=24), bound("1")], [], BOOKS)
    assert (now.until, [one.order.number for one in now.by]) == (at(1, 24), ["1", "2"])


def test_who_delivers_is_decided_by_an_authority_and_its_document() -> None:
    now = standing_of([bound()], [], BOOKS)
    assert check_supply(f" {AUTHORITY} ", "保供名单 第2批", now) == (AUTHORITY, "保供名单 第2批")
    for authority, document, code in (
        (AUTHORITY, " ", "supply_needs_document"),
        ("", "第2批", "supply_needs_document"),
        ("锦绣城社区居委会", "第2批", "authority_too_low"),
        (AUTHORITY, "批" * 61, "supply_words_long"),
    ):
        with pytest.raises(Problem) as refused:
            check_supply(authority, document, now)
        assert refused.value.code == code
    with pytest.raises(Problem, match="shop_not_suspended"):
        check_supply(AUTHORITY, "第2批", Standing(Trade.FREE))


def test_the_answer_to_a_shop_says_what_by_which_document_until_when_and_whom_to_ask() -> None:
    closed = line_zh("社区超市", "1号楼", standing_of([bound()], [], BOOKS), ASK)
    assert closed == (
        "1号楼 社区超市：在停业范围内，请先不要营业；按现在的通告到1月22日 00:00，提前解除或延长另行通知。"
        f"依据：{AUTHORITY} 通告第1号（封控区）。{ASK}。"
    )
    delivers = line_zh("社区超市", "1号楼", standing_of([bound()], [supply()], BOOKS), ASK)
    assert "保供名单第2批" in delivers
    assert "不接待进店，可以接单送货" in delivers
    assert "可以营业" in line_zh("社区超市", "1号楼", Standing(Trade.FREE), ASK)


def test_nobody_is_told_that_she_may_trade_while_an_order_holds() -> None:
    check_reopened(Standing(Trade.FREE))
    with pytest.raises(Problem) as refused:
        check_reopened(standing_of([bound()], [supply()], BOOKS))
    assert refused.value.code == "shop_still_suspended"


def test_a_look_is_of_a_suspended_shop_and_names_nobody() -> None:
    now = standing_of([bound()], [], BOOKS)
    assert check_look(now, " 货要坏了  想卖完 ") == "货要坏了 想卖完"
    for note in ("13800000001", "说" * 101):
        with pytest.raises(Problem):
            check_look(now, note)
    with pytest.raises(Problem, match="shop_not_suspended"):
        check_look(Standing(Trade.FREE), "")
    for text in ("reopened", "", "x"):
        with pytest.raises(Problem, match="shop_found_unknown"):
            read_found(text)


def test_what_is_found_open_asks_for_a_word_and_never_for_a_lock() -> None:
    draft = item_draft("社区超市", "f", "李楼长", "货要坏了", at(1, 10, 15))
    assert (draft.role, draft.due, draft.facility) == ("secretary", at(1, 10, 17), "f")
    assert "不锁门、不贴封条" in draft.said
    assert "货要坏了" in draft.said


def test_what_is_lacking_is_said_until_it_is_done() -> None:
    now = standing_of([bound()], [], BOOKS)
    assert [one.zh for one in lacks(now, Seen())] == ["还没告知", "今天还没看"]
    told = Seen(at(1, 8, 9), Found.OPEN, at(1, 10, 9))
    assert [one.zh for one in lacks(now, told)] == ["今天看到还在接待进店"]
    assert lacks(now, Seen(at(1, 8, 9), Found.CLOSED, at(1, 10, 9))) == ()
    assert lacks(Standing(Trade.FREE), Seen()) == ()
