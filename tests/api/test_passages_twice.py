"""An entry that a phone at the gate and the office's machine both noted is one of the day."""

from datetime import timedelta

from tests.api.conftest import NewPhone
from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street
from wumen.actions.passages import AtGate, note
from wumen.queries.passages import gate_day, passed_today


def entry(who: str, direction: str = "in", decision: str = "passed") -> dict[str, str]:
    """What a phone tells of an entry."""
    return {"gate": COMPOUND, "who": who, "direction": direction, "decision": decision}


def test_what_both_hands_noted_counts_once_and_the_rest_each(
    cast: Cast, street: Street, new_phone: NewPhone
) -> None:
    phone = new_phone(COMPOUND, "volunteer")
    for who, way in (
        ("3-1-101 张", "out"),
        ("豫A12345", "in"),
        ("外卖", "in"),
        ("2-1-101 李", "in"),
        ("豫A99999", "in"),
    ):
        phone.make("field.passage", entry(who, way), ago=timedelta(minutes=5))
    # Long before: somebody else's going, or hers of this morning.
    phone.make("field.passage", entry("3-1-102", "out"), ago=timedelta(minutes=12))
    phone.post_events()
    for way, text in (
        ("out", "3-1-101 买菜"),
        ("in", "豫a12345 送菜"),
        ("in", "外卖"),
        ("out", "2-1-101"),
        ("in", "豫A88888 送菜"),
        ("out", "3-1-102"),
    ):
        note(cast.volunteer, AtGate(COMPOUND, way, text))
    day = gate_day(cast.volunteer, PATH)
    # 外卖 may be two riders.
    assert (day.by_phones, day.twice) == (6, 2)
    assert (day.all.went_in, day.all.went_out, day.all.stopped) == (6, 4, 0)
    assert passed_today(cast.clerk, PATH) == day.all


def test_two_of_one_home_stay_two_where_each_hand_noted_two(
    cast: Cast, street: Street, new_phone: NewPhone
) -> None:
    phone = new_phone(COMPOUND, "volunteer")
    for _ in range(2):
        phone.make("field.passage", entry("3-1-101"), ago=timedelta(minutes=2))
    phone.post_events()
    for _ in range(2):
        note(cast.volunteer, AtGate(COMPOUND, "in", "3-1-101"))
    day = gate_day(cast.volunteer, PATH)
    assert (day.twice, day.all.went_in) == (2, 2)
    note(cast.volunteer, AtGate(COMPOUND, "in", "3-1-101"))
    assert gate_day(cast.volunteer, PATH).all.went_in == 3
