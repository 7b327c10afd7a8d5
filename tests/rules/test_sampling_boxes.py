"""Transport boxes: what is typed of one, its clock, counts that must agree, words and texts that tell of nobody."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.street import at
from wumen.rules.guarded_text import check_group_text
from wumen.rules.problems import Problem
from wumen.rules.sampling_rounds.boxes import (
    LAB_MINUTES,
    Box,
    Handed,
    Received,
    Step,
    Sums,
    check_order,
    check_said,
    clock_of,
    limits_of,
    read_codes,
    read_courier,
    read_hour,
    read_limits,
    read_number,
    read_seal,
    read_tubes,
    read_why,
    sums_of,
    together,
)
from wumen.rules.sampling_rounds.saying import WaitingBox, boxes_zh
from wumen.rules.time import first_at

SEVEN = at(1, 10, 7)


def minutes(many: int) -> datetime:
    return SEVEN + timedelta(minutes=many)


def box(
    tubes: int = 30, handed: int | None = None, received: int | None = None, **more: Any
) -> Box:
    """A box whose first swab was at seven; handed over after an hour, received after three."""
    return Box(
        *("A1", "F1", tubes, SEVEN),
        handed=Handed("王师傅", minutes(60), handed) if handed is not None else None,
        received=Received("区疾控", minutes(180), received) if received is not None else None,
        **more,
    )


def test_the_clock_runs_from_the_first_swab_until_the_laboratory_confirms() -> None:
    limits = limits_of(None, None)
    clock = clock_of(box(), limits, minutes(240))
    assert (clock.minutes, clock.due, clock.due_at, clock.late) == (
        *(240, Step.RECEIVED),
        *(minutes(LAB_MINUTES), None),
    )
    # Handed over is not there: the clock goes on.
    assert clock_of(box(handed=30), limits, minutes(241)).late is Step.RECEIVED
    received = clock_of(box(handed=30, received=30), limits, minutes(600))
    assert (received.minutes, received.due_at, received.late) == (180, None, None)
    slow = clock_of(box(handed=30, received=30), limits_of(None, 120), minutes(600))
    assert slow.late is Step.RECEIVED


def test_hand_over_is_judged_only_where_the_office_set_a_figure() -> None:
    assert clock_of(box(), limits_of(None, None), minutes(200)).late is None
    own = limits_of(90, None)
    assert clock_of(box(), own, minutes(90)).due is Step.HANDED
    assert clock_of(box(), own, minutes(91)).late is Step.HANDED
    assert clock_of(box(handed=30), own, minutes(91)).late is None
    # What is late at the laboratory as well is told as that.
    assert clock_of(box(), own, minutes(241)).late is Step.RECEIVED


def test_limits_are_the_offices_own_or_what_was_published() -> None:
    assert read_limits("", " ") == (None, None)
    assert read_limits("90", "１２０") == (90, 120)
    assert limits_of(None, None).lab == LAB_MINUTES
    assert not limits_of(None, None).own
    for hand, lab in (("121", "120"), ("241", ""), ("0", ""), ("", "1441"), ("x", "")):
        with pytest.raises(Problem, match="box_limits"):
            read_limits(hand, lab)


def test_counts_that_differ_are_named_step_by_step_and_need_a_word() -> None:
    assert box(30, 30, 30).differs == []
    one = box(30, 29, 29)
    assert [(d.step, d.before, d.after) for d in one.differs] == [(Step.HANDED, 30, 29)]
    assert one.unexplained
    assert not box(30, 29, 29, why="1支漏液").unexplained
    # Whoever noted no hand-over is compared with what was packed.
    assert [d.step for d in box(30, None, 28).differs] == [Step.RECEIVED]


@given(
    st.lists(
        st.tuples(st.integers(1, 99), st.integers(0, 99), st.integers(0, 99), st.booleans()),
        max_size=8,
    )
)
def test_all_agrees_only_where_every_count_does(rows: list[tuple[int, int, int, bool]]) -> None:
    boxes = [box(a, b, c if there else None) for a, b, c, there in rows]
    made = sum(a for a, *_ in rows)
    sums = sums_of(boxes, made=made, over=True)
    assert sums.agrees == all(a == b == c and there for a, b, c, there in rows)
    assert sums.unboxed == 0


def test_what_nobody_said_agrees_with_nothing() -> None:
    assert not sums_of([box(30, 30, 30)], over=True).agrees
    assert sums_of([box(30, 30, 30)], over=True).unsaid
    assert not sums_of([box(30, 30, 30)], over=False).unsaid
    assert not Sums(over=True).unsaid


def test_two_errors_that_cancel_out_do_not_agree() -> None:
    assert not sums_of([box(30, 29, 29), box(30, 31, 31)], made=60, over=True).agrees


def test_tubes_on_the_table_differ_only_once_nothing_more_is_made() -> None:
    assert not sums_of([box(30)], made=40).differs
    assert sums_of([box(30)], made=40, over=True).differs
    # More in boxes than was made is wrong at any time.
    assert sums_of([box(30)], made=29).differs
    explained = sums_of([box(30)], made=31, over=True, why="1支漏液", why_boxed=30)
    assert explained.explained
    assert not sums_of([box(29)], made=31, over=True, why="1支漏液", why_boxed=30).explained


def test_places_together_know_what_was_made_only_if_all_said_so() -> None:
    said, silent = sums_of([box(30)], made=30), sums_of([box(20)])
    assert together([said, silent]).made is None
    assert together([said, Sums()]).made == 30
    assert together([said, silent]).boxed == 50
    assert together([]).made is None


def test_a_scanner_types_as_a_keyboard_does() -> None:
    assert read_number(" ＢＯＸ－0012 ") == "BOX-0012"
    assert read_seal("f 12") == "F 12"
    assert read_tubes("３０") == 30
    assert read_codes("T1\r\nT2\n\nt1 T3") == (("T1", "T2", "T3"), 1)
    for read, text, code in (
        (read_number, " ", "box_number_missing"),
        (read_number, "x" * 41, "box_number_missing"),
        (read_seal, "", "box_seal_missing"),
        (read_tubes, "0", "box_tubes_wrong"),
        (read_tubes, "三十", "box_tubes_wrong"),
        (read_tubes, "1000", "box_tubes_wrong"),
        (read_codes, "x" * 81, "box_codes_wrong"),
        (read_courier, "", "box_courier_missing"),
        (read_courier, "王师傅 13900000007", "box_courier_missing"),
    ):
        with pytest.raises(Problem, match=code):
            read(text)
    assert read_tubes("0", 0) == 0


@pytest.mark.parametrize("typed", ["9:05", "0905", "905", "9：05", "9点05分", "9.05", "09:05"])
def test_an_hour_is_read_as_people_type_it(typed: str) -> None:
    assert read_hour(typed, SEVEN, at(1, 10, 12)) == at(1, 10, 9) + timedelta(minutes=5)


def test_an_hour_is_the_first_one_from_what_came_before() -> None:
    late = at(1, 10, 23)
    assert read_hour("0:20", late, at(1, 11, 2)) == at(1, 11) + timedelta(minutes=20)
    assert read_hour("24:00", late, at(1, 11, 2)) == at(1, 11)
    assert read_hour("23点", late, at(1, 11, 2)) == late
    assert read_hour("", SEVEN, at(1, 10, 9) + timedelta(seconds=31)) == at(1, 10, 9)
    # Before the first swab is the next day, and that lies ahead.
    for typed, code in (("6:59", "box_hour_ahead"), ("12:10", "box_hour_ahead")):
        with pytest.raises(Problem, match=code):
            read_hour(typed, SEVEN, at(1, 10, 12))
    for typed in ("25:00", "9:60", "九点", "9"):
        with pytest.raises(Problem, match="hour_unreadable"):
            read_hour(typed, SEVEN, at(1, 10, 12))
    assert first_at("7:00", SEVEN + timedelta(seconds=30)) == SEVEN


def test_the_same_once_more_is_nothing_and_other_words_are_a_correction() -> None:
    one, other = Handed("王师傅", SEVEN, 30), Handed("李师傅", SEVEN, 30)
    assert check_said(Step.HANDED, None, one, False)
    assert not check_said(Step.HANDED, one, one, False)
    assert not check_said(Step.HANDED, one, one, True)
    assert check_said(Step.HANDED, one, other, True)
    with pytest.raises(Problem, match="box_said_otherwise"):
        check_said(Step.HANDED, one, other, False)


def test_a_box_is_received_after_it_was_handed_over() -> None:
    check_order(box(30, 30, 30))
    wrong = Box(
        *("A1", "F1", 30, SEVEN),
        handed=Handed("王师傅", minutes(90), 30),
        received=Received("区疾控", minutes(80), 30),
    )
    with pytest.raises(Problem, match="box_hours_order"):
        check_order(wrong)


def test_words_on_a_difference_name_nobody_and_no_room() -> None:
    for said in ("1支漏液，当场作废", "数错，重数101支", "7:05 那一管没拧紧", "2号桌多算1支"):
        assert read_why(said) == said
    for said, code in (
        (" ", "box_why_missing"),
        ("x" * 81, "box_why_missing"),
        ("张阿姨那一管漏了", "box_why_tells"),
        ("301的管漏了", "box_why_tells"),
        ("有一管阳性", "group_text_result"),
        ("13900000007", "group_text_number"),
    ):
        with pytest.raises(Problem, match=code):
            read_why(said)


def waiting(where: str, tubes: int, handed: bool, many: int, now: datetime) -> WaitingBox:
    first = minutes(many)
    held = Box("A1", "F1", tubes, first, Handed("王师傅", first, tubes) if handed else None)
    return WaitingBox(where, tubes, handed, first, clock_of(held, limits_of(None, None), now))


def test_the_text_for_the_group_counts_and_names_nobody() -> None:
    now = at(1, 10, 11) + timedelta(minutes=30)
    whole = Sums(made=90, boxes=3, boxed=90, handed_boxes=1, handed=30)
    some = [
        waiting("3号点 东院", 30, True, 0, now),
        waiting("14号点 西院", 30, False, 40, now),
        waiting("14号点 西院", 30, False, 20, now),
    ]
    text = boxes_zh("航海西路街道", 5, SEVEN.date(), now, whole, some)
    assert "采了90管，装3箱90管，交接1箱30管，实验室收到0箱0管" in text
    assert "【超时】3号点 东院：1箱30管已交接，等实验室确认，最早一管07:00，11:00前要送到。" in text
    assert "14号点 西院：2箱60管还没交接，最早一管07:20，11:20前要送到。" in text
    assert "王师傅" not in text
    check_group_text(text, places=("航海西路街道", "3号点 东院", "14号点 西院"))
    done = boxes_zh("航海西路街道", 5, SEVEN.date(), now, whole, [])
    assert "实验室都收到了" in done
