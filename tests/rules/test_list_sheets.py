"""What is keyed for a list on paper: line numbers, a letter or a word, an hour of its own; nothing is ever guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.street import at
from wumen.rules.problems import Problem
from wumen.rules.round_sheets import read_keyed
from wumen.rules.round_sheets.rows import CODES, LISTED, Kind, Row, Told, check_day, read_rows

DAY = date(2022, 1, 10)
NINE = at(1, 10, 9)
TOLD = Told(NINE, DAY, at(1, 10, 7), at(1, 10, 12))
LINES = range(1, 31)


def rows(kind: Kind, text: str, rest: bool = False) -> list[tuple[int, str, str]]:
    read = read_rows(kind, text, LINES, TOLD, rest)
    assert read.unread == (), [(one.text, one.problem.code) for one in read.unread]
    return [(one.line, one.code, one.said) for one in read.lines]


def one_row(kind: Kind, text: str) -> Row:
    (row,) = read_rows(kind, text, LINES, TOLD).lines
    return row


def refused(kind: Kind, text: str) -> list[str]:
    return [one.problem.code for one in read_rows(kind, text, LINES, TOLD).unread]


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        (Kind.KNOCKS, "3 5 7 ok；9 不在", "3 spoken 5 spoken 7 spoken 9 nobody_home"),
        (Kind.KNOCKS, "3k 9m\n12 q 要胰岛素", "3 spoken 9 nobody_home 12 needs:要胰岛素"),
        (Kind.KNOCKS, "3 5k 9b 11j", "3 spoken 5 spoken 9 not_living_here 11 refused"),
        (Kind.KNOCKS, "8 有需要 胰岛素 2支", "8 needs:胰岛素 2支"),
        (Kind.KNOCKS, "第4行 不住这里。5 已搬走", "4 not_living_here 5 moved"),
        (Kind.KNOCKS, "3-5 M", "3 nobody_home 4 nobody_home 5 nobody_home"),
        (
            Kind.CALLS,
            "1、2 接了；3 没人接；4 空号",
            "1 reached 2 reached 3 no_answer 4 wrong_number",
        ),
        (Kind.CALLS, "6 接了 明天回郑州", "6 reached:明天回郑州"),
        (Kind.CALLS, "6 q 要两袋米", "6 asks:要两袋米"),
        (Kind.ASKED, "1 2 x；3 药店没货，明天再去", "1 done 2 done 3 why:药店没货,明天再去"),
        (Kind.ASKED, "4 送到了 放门口", "4 done:放门口"),
        (Kind.ASKED, "4 没人 邻居说去女儿家", "4 nobody_home:邻居说去女儿家"),
    ],
)
def test_lines_are_read_as_people_write_and_key_them(kind: Kind, text: str, found: str) -> None:
    said = [f"{line} {code}{':' if words else ''}{words}" for line, code, words in rows(kind, text)]
    assert " ".join(said) == found


def test_a_line_was_done_at_the_hour_of_the_sheet_unless_it_says_its_own() -> None:
    assert one_row(Kind.KNOCKS, "3 ok").at == NINE
    assert one_row(Kind.KNOCKS, "3 不在 9:40").at == NINE + timedelta(minutes=40)
    assert one_row(Kind.CALLS, "3 10:05 没接").at == NINE + timedelta(minutes=65)


def test_the_hour_beside_a_call_to_be_made_again_is_when_to_ring_back() -> None:
    row = one_row(Kind.CALLS, "12 稍后 15:00 在上班")
    assert (row.at, row.back_at, row.said) == (NINE, at(1, 10, 15), "在上班")
    assert one_row(Kind.CALLS, "12 s").back_at is None


def test_lines_that_are_not_named_say_nothing_unless_all_the_rest_were_well() -> None:
    assert rows(Kind.KNOCKS, "") == []
    found = rows(Kind.KNOCKS, "9 m", rest=True)
    assert len(found) == len(LINES)
    assert [line for line, code, _ in found if code != "spoken"] == [9]


@pytest.mark.parametrize(
    "text", ["9 m\n其余正常", "9 m，其余全部正常", "9 m；全部正常", "除9 m外全部正常"]
)
def test_who_writes_that_all_the_rest_were_well_has_said_it(text: str) -> None:
    assert rows(Kind.KNOCKS, text) == rows(Kind.KNOCKS, "9 m", rest=True)


def test_what_has_no_word_for_well_is_never_dropped_where_it_is_said_of_the_rest() -> None:
    assert refused(Kind.ASKED, "1 x\n其余正常") == ["sheet_line_missing"]


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (Kind.KNOCKS, "3", "sheet_row_word_missing"),
        (Kind.KNOCKS, "没人", "sheet_line_missing"),
        (Kind.KNOCKS, "31 ok", "sheet_line_unknown"),
        (Kind.KNOCKS, "28-31 ok", "sheet_line_unknown"),
        (Kind.KNOCKS, "7-3 m", "sheet_stretch_backwards"),
        (Kind.KNOCKS, "3 去医院了", "sheet_row_word_unknown"),
        (Kind.KNOCKS, "3 ok 老人摔了", "sheet_row_words_lost"),
        (Kind.KNOCKS, "3 ok；3 m", "sheet_line_twice"),
        (Kind.CALLS, "3 要胰岛素", "sheet_row_word_unknown"),
        (Kind.CALLS, "3 没接 13:00", "sheet_hour_wrong"),
        (Kind.CALLS, "3 没接 25:00", "sheet_hour_unreadable"),
        (Kind.ASKED, "3 zzz", "sheet_word_unknown"),
        (Kind.ASKED, "3 " + "忙" * 201, "sheet_row_words_long"),
    ],
)
def test_what_is_unclear_is_refused_by_itself_with_its_reason(
    kind: Kind, text: str, code: str
) -> None:
    assert refused(kind, text) == [code]


def test_the_good_lines_beside_a_bad_one_stay_read() -> None:
    read = read_rows(Kind.KNOCKS, "3 ok\n99 ok\n5 m", LINES, TOLD)
    assert [one.line for one in read.lines] == [3, 5]
    assert [one.text for one in read.unread] == ["99 ok"]


@given(
    st.sampled_from(LISTED),
    st.lists(st.integers(1, 30), min_size=1, max_size=8, unique=True),
    st.data(),
)
def test_a_letter_means_the_same_beside_its_number_and_after_it_in_either_case(
    kind: Kind, lines: list[int], data: st.DataObject
) -> None:
    code = data.draw(st.sampled_from([one for one in CODES[kind] if one.letter]))
    numbers = " ".join(map(str, lines))
    apart = rows(kind, f"{numbers} {code.letter}")
    assert apart == rows(kind, f"{numbers}{code.letter.lower()}")
    assert [key for _, key, _ in apart] == [code.key] * len(lines)


def test_no_letter_of_a_list_says_two_things() -> None:
    for kind in LISTED:
        letters = [one.letter for one in CODES[kind] if one.letter]
        assert len(letters) == len(set(letters))
        words = [word for one in CODES[kind] for word in one.words]
        assert len(words) == len(set(words))


def test_the_day_of_a_list_lies_between_its_print_and_today() -> None:
    assert check_day("", DAY, date(2022, 1, 12)) == DAY
    assert check_day("2022-01-11", DAY, date(2022, 1, 12)) == date(2022, 1, 11)
    for text in ("2022-01-09", "2022-01-13", "昨天"):
        with pytest.raises(Problem, match="sheet_day_wrong"):
            check_day(text, DAY, date(2022, 1, 12))


def test_of_a_visit_all_was_done_or_what_is_named() -> None:
    read = read_keyed(
        "1 36.5 x；2 36.4 消毒 收垃圾；3a 36.8 消毒；4 m",
        dict.fromkeys(LINES, 1),
        LINES,
        things=True,
    )
    assert read.unread == ()
    assert [(one.line, one.done, sorted(one.things), one.reason) for one in read.lines] == [
        (1, True, [], ""),
        (2, True, ["disinfection", "waste"], ""),
        (3, True, ["disinfection"], ""),
        (4, False, [], "nobody_home"),
    ]
    assert [one.readings[0].celsius for one in read.lines[:3]] == [36.5, 36.4, 36.8]
    other = read_keyed("2 消毒", dict.fromkeys(LINES, 1), LINES)
    assert other.reasons == {2: "消毒"}
