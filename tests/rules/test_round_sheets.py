"""What is keyed for a round on paper: line numbers, then what was found; what is unclear is never guessed."""

from datetime import date

import pytest

from tests.street import at
from wumen.rules.masks import mask_name
from wumen.rules.playbooks import Grade
from wumen.rules.problems import Problem
from wumen.rules.round_sheets import (
    DONE,
    LETTERS,
    PEOPLE,
    Reading,
    declares,
    letter_of,
    read_keyed,
    read_walked,
    read_walked_at,
)

# Lines 1 to 30: three people each, but line 15 with one, and line 30 with nobody (a common part).
LINES = dict.fromkeys(range(1, 30), 3) | {15: 1, 30: 0}


def reasons(text: str) -> dict[int, str]:
    read = read_keyed(text, LINES, LINES)
    assert read.unread == (), [(one.text, one.problem.code) for one in read.unread]
    return read.reasons


def refused(text: str) -> list[tuple[str, str]]:
    return [(one.text, one.problem.code) for one in read_keyed(text, LINES, LINES).unread]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("7 12 没人", {7: "nobody_home", 12: "nobody_home"}),
        ("7、12 家里没人，15 拒绝", {7: "nobody_home", 12: "nobody_home", 15: "refused"}),
        ("除7，12没人，15拒绝外其余都正常", {7: "nobody_home", 12: "nobody_home", 15: "refused"}),
        ("７ m;12 M\n15 j", {7: "nobody_home", 12: "nobody_home", 15: "refused"}),
        ("7m 12s 3t", {7: "nobody_home", 12: "later", 3: "no_thermometer"}),
        ("3-5 s", {3: "later", 4: "later", 5: "later"}),
        ("第7号 不舒服。12行 稍后", {7: "unwell", 12: "later"}),
        ("20 去透析了", {20: "去透析了"}),
        ("20 下午3点回", {20: "下午3点回"}),
        ("20 出门 3点回", {20: "出门 3点回"}),
        ("20 nobody home", {20: "nobody_home"}),
        ("30 没人", {30: "nobody_home"}),
        ("其余正常", {}),
        ("", {}),
        ("7 正常", {}),
    ],
)
def test_reasons_are_read_as_people_write_and_key_them(text: str, found: dict[int, str]) -> None:
    assert reasons(text) == found


def test_a_reading_belongs_to_the_only_person_of_a_line_or_to_a_letter() -> None:
    one, other = read_keyed("15 拒绝 38.1；7b 36。9 自报", LINES, LINES).lines
    assert (one.line, one.reason) == (7, "")
    assert one.readings == (Reading(1, 36.9, Grade.REPORTED),)
    assert (other.line, other.reason) == (15, "refused")
    assert other.readings == (Reading(0, 38.1, Grade.MEASURED),)


def test_the_readings_of_a_whole_home_stand_in_its_order() -> None:
    (line,) = read_keyed("7 36.5 36.6 37.0", LINES, LINES).lines
    assert [(one.person, one.celsius) for one in line.readings] == [
        (0, 36.5),
        (1, 36.6),
        (2, 37.0),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("7 38.1", "sheet_reading_whose"),
        ("7 15 36.5", "sheet_reading_whose"),
        ("30 36.5", "sheet_reading_whose"),
        ("15 44.0", "temperature_unlikely"),
        ("7", "sheet_word_missing"),
        ("15 38", "sheet_line_unknown"),
        ("15 拒绝 12", "sheet_word_missing"),
        ("31 m", "sheet_line_unknown"),
        ("28-31 m", "sheet_line_unknown"),
        ("7 q", "sheet_word_unknown"),
        ("15b 36.5", "sheet_person_unknown"),
        ("7a 没人", "sheet_reason_of_person"),
        ("没人", "sheet_line_missing"),
        ("7 没人；7 拒绝", "sheet_line_twice"),
        ("15 36.5；15 36.7", "sheet_line_twice"),
    ],
)
def test_what_is_unclear_is_refused_by_itself_with_its_reason(text: str, code: str) -> None:
    assert code in [why for _, why in refused(text)]


def test_each_bad_piece_is_named_and_the_good_ones_stay_read() -> None:
    read = read_keyed("7 m\n99 m\n12 q\n15 j", LINES, LINES)
    assert read.reasons == {7: "nobody_home", 15: "refused"}
    assert [(one.text, one.problem.code) for one in read.unread] == [
        ("99 m", "sheet_line_unknown"),
        ("12 q", "sheet_word_unknown"),
    ]


def test_what_must_be_measured_is_said_to_be_done_line_by_line_or_by_the_stretch() -> None:
    read = read_keyed("3-6 x；4 m；9 已办；15 x 36.5", LINES, LINES)
    assert read.unread == ()
    assert [one.line for one in read.lines if one.done] == [3, 5, 6, 9, 15]
    assert read.reasons == {4: "nobody_home"}
    assert read.lines[-1].readings[0].celsius == 36.5
    assert refused("4 x；4 m") == [("4 m", "sheet_line_twice")]
    assert refused("4 m；4 x") == [("4 x", "sheet_line_twice")]


def test_a_captain_speaks_for_the_homes_and_a_sampler_for_her_samples_alone() -> None:
    assert declares("captain")
    assert not declares("sampler")


def test_a_line_that_was_not_walked_is_no_exception() -> None:
    read = read_keyed("12 m", LINES, read_walked("1-10", LINES))
    assert [one.problem.code for one in read.unread] == ["sheet_line_not_walked"]


def test_the_lines_that_were_walked_are_all_unless_some_are_named() -> None:
    assert read_walked(" ", LINES) == set(LINES)
    assert read_walked("1-3、7", LINES) == {1, 2, 3, 7}
    # Written from its other end a stretch is not nothing, which would be the whole sheet.
    assert read_walked("3-1", LINES) == {1, 2, 3}
    for text in ("1-31", "一半", "0"):
        with pytest.raises(Problem, match="sheet_walked_unreadable"):
            read_walked(text, LINES)


@pytest.mark.parametrize("text", ["9:05", "905", "0905", "9点05分", "９：０５"])
def test_the_hour_of_the_walk_is_read_as_it_is_written(text: str) -> None:
    found = read_walked_at(text, date(2022, 1, 10), at(1, 10, 7), at(1, 10, 11))
    assert (found - at(1, 10, 9)).total_seconds() == 300


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "sheet_hour_unreadable"),
        ("25", "sheet_hour_unreadable"),
        ("早上", "sheet_hour_unreadable"),
        ("5", "sheet_hour_wrong"),
        ("11:30", "sheet_hour_wrong"),
    ],
)
def test_an_hour_outside_the_walk_is_refused(text: str, code: str) -> None:
    with pytest.raises(Problem, match=code):
        read_walked_at(text, date(2022, 1, 10), at(1, 10, 7), at(1, 10, 11))


def test_nothing_is_keyed_before_its_window_opens() -> None:
    with pytest.raises(Problem, match="window_not_open"):
        read_walked_at("9", date(2022, 1, 10), at(1, 10, 12), at(1, 10, 10))


def test_the_letters_of_people_and_of_reasons_never_meet() -> None:
    assert not set(PEOPLE) & {*LETTERS.values(), DONE}
    assert letter_of(0) == "A"
    assert letter_of(40) == ""


def test_a_name_on_paper_keeps_its_first_character() -> None:
    assert [mask_name(one) for one in ("张三丰", "李四", "王", "")] == ["张**", "李*", "王", ""]


def test_an_infant_is_one_person_of_a_line_and_the_others_go_on() -> None:
    read = read_keyed("7b y；15 婴幼儿；3a 36.5；3c Y", LINES, LINES)
    assert read.unread == ()
    assert {one.line: one.infants for one in read.lines} == {3: (2,), 7: (1,), 15: (0,)}
    assert read.reasons == {}
    done = read_keyed("7 x；7b y", LINES, LINES)
    assert [(one.done, one.infants) for one in done.lines] == [(True, (1,))]


@pytest.mark.parametrize(
    ("text", "code"), [("7 y", "sheet_infant_whose"), ("7 m；7b y", "sheet_line_twice")]
)
def test_who_the_infant_is_has_to_be_said_and_nothing_against_it(text: str, code: str) -> None:
    assert refused(text)[-1][1] == code
