"""Whose turn it is: what was noted twice is one going, what was noted of two is two."""

from dataclasses import replace
from datetime import datetime, timedelta

from wumen.rules.time import BUSINESS_ZONE, business_day
from wumen.rules.turns import Outing, before, before_typed, once_at_gate, told_once

TEN = datetime(2022, 1, 10, 10, tzinfo=BUSINESS_ZONE)


def out(minutes: int, errand: bool | None = True) -> Outing:
    """Out at the gate so many minutes after ten."""
    when = TEN + timedelta(minutes=minutes)
    return Outing(business_day(when), at=when, errand=errand, gate=True)


def test_one_going_on_the_phone_and_on_the_machine_is_one() -> None:
    assert once_at_gate([out(0)], [out(10)]) == [out(0)]
    assert once_at_gate([out(0)], [out(-10)]) == [out(0)]
    assert once_at_gate([out(0)], [out(11)]) == [out(0), out(11)]


def test_two_who_leave_together_stay_two() -> None:
    assert len(once_at_gate([out(0), out(1)], [out(2), out(3)])) == 2
    assert len(once_at_gate([out(0), out(1)], [out(2)])) == 2
    assert len(once_at_gate([], [out(2), out(3)])) == 2
    assert len(once_at_gate([out(0), out(1)], [])) == 2


def test_two_of_a_home_noted_at_the_desk_are_seen_at_the_gate_as_two() -> None:
    hers, his = replace(out(0), gate=False), replace(out(20), gate=False)
    for seen in ([out(1), out(21)], [out(21), out(1)], [out(19), out(21)]):
        both = told_once([hers, his], seen)
        assert both == [hers, his]
        # Whoever of the home is asked for next at the gate is another.
        assert before(both, TEN + timedelta(minutes=25)) == [hers, his]
    only = told_once([hers, his], [out(21)])
    assert before(only, TEN + timedelta(minutes=25)) == [his]


def test_what_one_hand_wrote_of_what_for_stands_where_the_other_did_not() -> None:
    (one,) = once_at_gate([out(0, None)], [out(1, errand=False)])
    assert one.errand is False
    (one,) = once_at_gate([out(0)], [out(1, None)])
    assert one.errand is True


def test_whoever_is_typed_just_after_the_phones_note_is_that_going_and_the_next_is_another() -> (
    None
):
    phone = replace(out(0), by_phone=True)
    now = TEN + timedelta(minutes=4)
    assert before_typed([phone], now) == []
    assert before_typed([phone], TEN + timedelta(minutes=11)) == [phone]
    both = once_at_gate([phone], [out(2)])
    assert before_typed(both, now) == both
    again = replace(out(3), by_phone=True)
    assert before_typed([phone, again], now) == before_typed([again, phone], now) == [phone]
    care = replace(again, errand=False)
    assert before_typed([care, phone], now) == [care]
    assert before_typed([out(1)], now) == [out(1)]
