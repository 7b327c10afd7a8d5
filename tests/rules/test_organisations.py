"""A roster as somebody pastes it: one person a line, a damaged number reported and never repaired."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workbooks import number
from wumen.rules.ledger.sheets import is_empty
from wumen.rules.organisations import (
    MOST_LINES,
    ORGANISATION_KINDS,
    OrganisationKind,
    RosterReading,
    pasted_rows,
    read_kind,
    read_roster,
)
from wumen.rules.problems import Problem

ZHANG, LI = number(1), number(2)


def read(text: str) -> RosterReading:
    """What a pasted list says."""
    return read_roster(pasted_rows(text))


def told(reading: RosterReading) -> list[tuple[int, str | None, str]]:
    """Line, field and code of every problem."""
    return [(one.line, one.field, one.code) for one in reading.problems]


@pytest.mark.parametrize(
    "line",
    [
        f"张三 {ZHANG} 13800000001",
        f"张三\t{ZHANG}\t13800000001",
        f"张三，{ZHANG}，13800000001",
        f"1. 张三 {ZHANG} 13800000001",
        f"1、张三  13800000001  {ZHANG}",
        f"（1）张 三 {ZHANG} 13800000001",
        f"1\t张 三\t{ZHANG}\t13800000001",
        f"张三　{ZHANG}　+86 138-0000-0001".replace("+86 138-0000-0001", "13800000001"),
    ],
)
def test_a_line_is_read_however_it_is_parted(line: str) -> None:
    reading = read(line)
    assert [(one.name, one.identity_number, one.telephones) for one in reading.people] == [
        ("张三", ZHANG, ("13800000001",))
    ]
    assert reading.problems == ()


def test_a_header_says_which_column_is_what_and_others_are_not_asked_for() -> None:
    reading = read(
        "某项目部人员名单\n序号\t姓名\t工种\t身份证号\t联系电话\n"
        f"1\t张三\t电工2级\t{ZHANG}\t13800000001\n2\t李四\t木工\t{LI}\t\n合计\t2人"
    )
    assert [(one.line, one.name, one.identity_number) for one in reading.people] == [
        (3, "张三", ZHANG),
        (4, "李四", LI),
    ]
    assert (reading.skipped, reading.refused, reading.problems) == (3, 0, ())


@pytest.mark.parametrize(
    ("field", "about", "code"),
    [
        (ZHANG[:17] + ("0" if ZHANG[17] != "0" else "1"), "identity_number", "check_digit"),
        ("4.10102E+17", "identity_number", "digits_lost"),
        ("410198199001010000", "identity_number", "digits_lost"),
        (ZHANG[:16], "identity_number", "identity_number_form"),
        ("1380000000", "phone", "phone_length"),
        ("138000000011", "phone", "phone_length"),
        ("12345678901", "phone", "phone_form"),
    ],
)
def test_a_damaged_number_is_left_out_and_named_and_the_person_is_taken(
    field: str, about: str, code: str
) -> None:
    reading = read(f"张三 {field}")
    assert [(one.identity_number, one.telephones) for one in reading.people] == [(None, ())]
    assert told(reading) == [(1, about, code)]
    assert reading.problems[0].raw == field


def test_a_cell_that_excel_kept_as_a_number_has_lost_its_digits() -> None:
    reading = read_roster([("张三", 410198199001010012, 13800000001.0)])
    assert told(reading) == [(1, "identity_number", "digits_lost")]
    assert reading.people[0].telephones == ("13800000001",)


def test_a_line_without_a_name_is_refused_and_the_others_are_taken() -> None:
    reading = read(f"{ZHANG} 13800000001\n李四 {LI}")
    assert [one.name for one in reading.people] == ["李四"]
    assert told(reading) == [(1, None, "name_missing")]
    assert reading.refused == 1


def test_two_names_in_one_cell_are_refused() -> None:
    reading = read(f"姓名\t身份证号\n张三、李四\t{ZHANG}")
    assert (reading.people, reading.refused) == ((), 1)
    assert told(reading) == [(2, "name", "names_several")]


def test_who_stands_twice_in_a_list_is_one_person() -> None:
    reading = read(f"张三 {ZHANG}\n李四\n张三 {ZHANG} 13800000001\n李四")
    assert [one.name for one in reading.people] == ["张三", "李四"]
    assert reading.merged == 2
    assert told(reading) == [(3, None, "duplicate"), (4, None, "duplicate")]


def test_words_that_nobody_asked_for_are_said_not_swallowed() -> None:
    reading = read(f"张三 {ZHANG} 电工 35岁")
    assert [(one.code, one.raw) for one in reading.problems] == [("roster_words_left", "电工 35岁")]


def test_a_name_keeps_its_own_spelling() -> None:
    reading = read("John Smith 13800000001\n阿依古丽·买买提 13800000002\n欧阳 文 13800000003")
    assert [one.name for one in reading.people] == ["John Smith", "阿依古丽·买买提", "欧阳"]


@pytest.mark.parametrize("text", ["", " \n\t\n", "姓名 身份证号 电话", "合计 20人\n填表人：某某"])
def test_a_list_without_anybody_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="roster_empty"):
        read(text)


def test_a_list_of_more_lines_than_any_site_has_is_refused() -> None:
    rows = [[f"张{'三' * (one % 3)}", f"1380{one:07d}"] for one in range(MOST_LINES + 1)]
    with pytest.raises(Problem, match="roster_too_long"):
        read_roster(rows)
    assert len(read_roster(rows[:MOST_LINES]).people) == MOST_LINES


@given(st.lists(st.text(max_size=40), max_size=8))
def test_no_text_breaks_the_reading_and_every_line_ends_somewhere(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        reading = read(text)
    except Problem as problem:
        assert problem.code == "roster_empty"
        return
    ended = len(reading.people) + reading.merged + reading.refused + reading.skipped
    assert ended == sum(not is_empty(row) for row in pasted_rows(text))


@given(st.sampled_from([ZHANG, LI]), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_no_identity_number_is_ever_made_up(whole: str, place: int, sign: str) -> None:
    written = whole[:place] + sign + whole[place + 1 :]
    for person in read(f"张三 {written}").people:
        assert person.identity_number in (None, written)


def test_every_kind_has_a_name_in_both_languages() -> None:
    assert set(ORGANISATION_KINDS) == set(OrganisationKind)
    assert all(zh and en for zh, en in ORGANISATION_KINDS.values())
    assert read_kind("building_site") is OrganisationKind.BUILDING_SITE
    with pytest.raises(Problem, match="organisation_kind_unknown"):
        read_kind("palace")
