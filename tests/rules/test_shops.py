"""Supply shops: what is said of one, what residents read, and what can be signed for."""

from datetime import date

import pytest

from tests.street import at
from wumen.rules.guarded_text import check_group_text
from wumen.rules.lots import Sums
from wumen.rules.problems import Problem
from wumen.rules.shops import (
    LONGEST_HOURS,
    Brought,
    Said,
    State,
    group_zh,
    read_said,
    read_state,
    unsettled,
)

DAY = date(2022, 1, 10)


def refused(code: str, *said: object) -> None:
    """Whether what is said of a shop is refused with this problem."""
    with pytest.raises(Problem) as problem:
        read_said(*said)  # type: ignore[arg-type]
    assert problem.value.code == code


def test_a_shop_takes_orders_within_limits_or_not() -> None:
    said = read_said(" 社区超市 ", State.OPEN, "8:00–18:00", "")
    assert said == Said("社区超市", State.OPEN, "8:00–18:00", "")
    refused("shop_name_wrong", "", State.OPEN, "", "")
    refused("shop_name_wrong", "超市13800001111", State.OPEN, "", "")
    refused("shop_hours_wrong", "超市", State.OPEN, "点" * (LONGEST_HOURS + 1), "")
    refused("shop_limits_needed", "超市", State.LIMITED, "", " ")
    refused("group_text_illness", "超市", State.LIMITED, "", "店员发热，少送")
    with pytest.raises(Problem, match="shop_state_unknown"):
        read_state("half")


def test_residents_read_first_who_takes_orders() -> None:
    shops = [
        Said("粮油店", State.CLOSED, "", ""),
        Said("果蔬店", State.LIMITED, "", "一天100份"),
        Said("社区超市", State.OPEN, "8:00–18:00", ""),
    ]
    (text,) = group_zh(DAY, shops)
    assert text.splitlines()[1:] == [
        "社区超市：接单，送上门，8:00–18:00",
        "果蔬店：限量接单，一天100份",
        "粮油店：暂停",
    ]
    check_group_text(text)
    assert group_zh(DAY, []) == []


def test_a_lot_is_signed_for_when_all_of_it_is_accounted_for() -> None:
    def brought(sums: Sums, why: str = "") -> Brought:
        return Brought(at(1, 10, 15), "蔬菜包", "份", sums, why)

    whole, lying, over = Sums(4, 4, 0, 4), Sums(4, 4, 1, 3), Sums(5, 4, 0, 4)
    lines = [brought(whole), brought(lying), brought(over), brought(over, "多的退回")]
    assert [one.settled for one in lines] == [True, False, False, True]
    assert unsettled(lines) == 2
