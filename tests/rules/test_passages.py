"""What is written of somebody at a gate is read as a guard writes it; a pass opens nothing that the rules keep shut."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_movement import BOOKS, NOW, orders
from wumen.rules.entries import Coming
from wumen.rules.gate_passes import (
    GOES_FOR,
    NO_PASS,
    PassFacts,
    check_ground,
    check_hours,
    kept_in,
    pass_answer,
)
from wumen.rules.gate_sheets import read_rows, read_sheets_wanted
from wumen.rules.movement import (
    EMERGENCIES,
    Answer,
    Asked,
    MovementFacts,
    Purpose,
    Verdict,
    may_go_out,
)
from wumen.rules.passages import (
    COMING_LETTERS,
    DECISION_LETTERS,
    PURPOSE_LETTERS,
    WAY_LETTERS,
    Decision,
    Way,
    check_why,
    differs,
    goes_beyond,
    read_said,
    read_way,
    split_way,
)
from wumen.rules.problems import Problem

TODAY = NOW.date()


@pytest.mark.parametrize(
    ("text", "door", "purpose"),
    [
        ("3-1-101 买菜", "3-1-101", Purpose.GOODS),
        ("3号楼1单元101 去医院", "3号楼1单元101", Purpose.DOCTOR),
        ("3-1-101 买药", "3-1-101", Purpose.MEDICINE),
        ("3-1-101 m", "3-1-101", Purpose.GOODS),
        ("3-1-101 K", "3-1-101", Purpose.DOCTOR),
        ("2号楼 透析", "2号楼", Purpose.DIALYSIS),
        ("3-1-101 去超市买药", "3-1-101", Purpose.MEDICINE),
        ("胸痛", "", Purpose.ILLNESS),
        ("3-1-101", "3-1-101", None),
    ],
)
def test_who_goes_out_is_read_by_home_and_what_for(
    text: str, door: str, purpose: Purpose | None
) -> None:
    said = read_said(Way.OUT, text)
    assert (said.door, said.purpose) == (door, purpose)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("豫A12345 送菜", Coming.SUPPLY),
        ("外卖 3-1-101", Coming.RIDER),
        ("3-1-101", Coming.RESIDENT),
        ("3-1-101 没带手机 没手机", Coming.NO_PHONE),
        ("3-1-101 从外地回来", Coming.RETURNING),
        ("护工 3-1-101", Coming.CARER),
        ("120", Coming.RESCUE),
        ("搬家 豫A12345", Coming.VAN),
        ("豫A12345 d", Coming.RIDER),
        ("豫A12345", None),
    ],
)
def test_who_comes_is_read_by_what_she_is_to_the_place(text: str, who: Coming | None) -> None:
    assert read_said(Way.IN, text).coming is who


def test_a_pass_is_read_by_its_six_digits_typed_or_scanned_and_is_no_home() -> None:
    for text in ("482-913", "482913", "证482913"):
        said = read_said(Way.OUT, text)
        assert (said.number, said.door) == ("482913", "")
    assert read_said(Way.IN, "豫A12345 送菜").number == ""
    assert read_said(Way.OUT, "413-0101").number == ""


def test_no_letter_of_a_sheet_means_two_things() -> None:
    some = [*WAY_LETTERS, *PURPOSE_LETTERS, *COMING_LETTERS, *DECISION_LETTERS]
    assert len(some) == len(set(some))


def test_a_line_may_say_itself_which_way() -> None:
    assert split_way("出 3-1-101 买菜") == ("出", "3-1-101 买菜")
    assert split_way("o 3-1-101 m") == ("o", "3-1-101 m")
    assert split_way("3-1-101 买菜") == ("", "3-1-101 买菜")
    assert (read_way("出"), read_way("i")) == (Way.OUT, Way.IN)
    with pytest.raises(Problem, match="passage_way_missing"):
        read_way("")
    with pytest.raises(Problem, match="passage_who_missing"):
        read_said(Way.IN, "  ")


def test_by_a_compounds_gate_all_but_goods_leaves_the_zone() -> None:
    goods, work = read_said(Way.OUT, "3-1-101 买菜"), read_said(Way.OUT, "3-1-101 上班")
    assert [goes_beyond(one, True) for one in (goods, work)] == [False, True]
    assert [goes_beyond(one, False) for one in (goods, work)] == [False, False]
    assert goes_beyond(read_said(Way.OUT, "3-1-101 买菜 出小区"), True)


def test_who_does_otherwise_than_the_rule_says_why() -> None:
    for verdict, decision in (
        (Verdict.NOT_NOW, Decision.PASSED),
        (Verdict.LET_THROUGH, Decision.REFUSED),
        (Verdict.WITH_CONDITIONS, Decision.ADVISED),
    ):
        with pytest.raises(Problem, match="passage_why_needed"):
            check_why(verdict, decision, " ")
        assert check_why(verdict, decision, " 社区同意 ") == "社区同意"
    assert check_why(Verdict.NOT_NOW, Decision.ADVISED, "") == ""
    assert not differs(None, Decision.REFUSED)


def test_rows_of_a_sheet_are_read_in_words_and_in_letters_with_the_hour_of_the_row_above() -> None:
    keyed = read_rows("1 815 出 3-1-101 买菜；2 8:20 进 豫A12345 送菜\n3 o 2-1-301 s t", TODAY, NOW)
    assert not keyed.unread
    assert [(one.line, f"{one.at:%H:%M}", one.said.way) for one in keyed.rows] == [
        (1, "08:15", Way.OUT),
        (2, "08:20", Way.IN),
        (3, "08:20", Way.OUT),
    ]
    assert [one.said.decision for one in keyed.rows] == [None, None, Decision.ADVISED]


def test_a_nights_sheet_goes_past_midnight() -> None:
    day = TODAY - timedelta(days=1)
    keyed = read_rows("1 2350 进 3-1-101\n2 010 出 3-1-101 急病", day, NOW)
    assert [one.at.date() for one in keyed.rows] == [day, TODAY]
    # The rest of the sheet, keyed by itself, goes on where the rows before it stand.
    rest = read_rows("3 020 进 3-1-101\n4 出 3-1-102 看病", day, NOW, {1: keyed.rows[0].at})
    assert [f"{one.at:%d %H:%M}" for one in rest.rows] == [f"{TODAY:%d} 00:20"] * 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("出 3-1-101", "gate_row_unreadable"),
        ("1 出 3-1-101", "gate_row_hour_missing"),
        ("99 815 出 3-1-101", "gate_row_unknown"),
        ("1 2815 出 3-1-101", "gate_row_hour_unreadable"),
        ("1 2359 出 3-1-101", "gate_row_ahead"),
    ],
)
def test_a_row_that_cannot_be_read_stands_apart_with_its_reason(text: str, code: str) -> None:
    keyed = read_rows(text, TODAY, NOW)
    assert [one.problem.code for one in keyed.unread] == [code]
    assert keyed.rows == ()


def test_a_row_twice_an_old_sheet_and_a_hundred_sheets_are_refused() -> None:
    twice = read_rows("1 815 进 3-1-101；1 816 进 3-1-102", TODAY, NOW)
    assert [one.problem.code for one in twice.unread] == ["gate_row_twice"]
    with pytest.raises(Problem, match="gate_sheet_old"):
        read_rows("1 815 进 3-1-101", TODAY - timedelta(days=20), NOW)
    with pytest.raises(Problem, match="gate_sheets_many"):
        read_sheets_wanted("100")


ANSWERS = st.sampled_from(list(Verdict)).map(lambda one: Answer(one, ("理由", "why"), ()))
FACTS = st.builds(
    PassFacts,
    way=st.sampled_from(list(Way)),
    stands=st.booleans(),
    lives_here=st.booleans(),
    kept=st.booleans(),
    out_now=st.booleans(),
    rule=ANSWERS,
)


@given(FACTS)
def test_a_pass_lets_nobody_out_who_may_not_leave_but_for_a_noted_going_out(
    facts: PassFacts,
) -> None:
    answer = pass_answer(facts)
    if facts.lives_here and facts.way is Way.OUT and facts.kept and not facts.out_now:
        assert answer is NO_PASS
    if not facts.stands and (facts.way is Way.OUT) is facts.lives_here:
        assert answer is NO_PASS
    if facts.lives_here and facts.way is Way.IN:
        assert answer.verdict is not Verdict.NOT_NOW


@given(FACTS)
def test_a_pass_that_does_not_count_never_says_why(facts: PassFacts) -> None:
    answer = pass_answer(facts)
    if answer.verdict is Verdict.NOT_NOW:
        assert answer == NO_PASS
        assert answer.order is None
        assert answer.until is None


@given(some=st.lists(orders(), max_size=4, unique_by=lambda one: one.number))
def test_a_standing_pass_needs_a_rule_that_lets_go_and_no_order_that_keeps_in(
    some: list[object],
) -> None:
    facts = MovementFacts(NOW, some)  # type: ignore[arg-type]
    kept = kept_in(facts.orders, NOW, BOOKS)
    for purpose in GOES_FOR:
        answer = may_go_out(Asked(purpose, beyond=True), facts, BOOKS)
        try:
            check_ground(answer, kept, outing=False)
        except Problem as problem:
            assert kept or answer.verdict is Verdict.NOT_NOW
            assert problem.code == ("pass_outing_only" if kept else "pass_no_ground")
        else:
            assert not kept
            assert answer.verdict is not Verdict.NOT_NOW


def test_a_pass_ends_within_a_week_and_an_emergency_needs_none() -> None:
    for begins, ends in (
        (NOW, NOW + timedelta(days=8)),
        (NOW, NOW),
        (NOW - timedelta(days=2), NOW - timedelta(days=1)),
    ):
        with pytest.raises(Problem, match="pass_hours_wrong"):
            check_hours(begins, ends, NOW)
    check_hours(NOW, NOW + timedelta(days=7), NOW)
    assert not EMERGENCIES & set(GOES_FOR)
    assert Purpose.TRANSFER not in GOES_FOR
