"""Lists of other offices: read in their own columns, found by calls and register, answered in the same columns."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wumen.rules.calls import CallResult, Step
from wumen.rules.case_contacts import ContactKind
from wumen.rules.inquiries.reading import read_pasted, read_sheet
from wumen.rules.inquiries.standing import (
    Answered,
    Finding,
    InquiryDraft,
    Match,
    answer_cells,
    answer_header,
    check_draft,
    finding_of,
    purpose_of,
    sentence,
    sums,
)
from wumen.rules.problems import Problem

TODAY = date(2022, 1, 10)
NOW = datetime(2022, 1, 10, 0, tzinfo=UTC)
SHEET = [
    ["中原区疾控中心协查函", None, None, None, None, None, None],
    ["序号", "姓名", "联系电话", "密接类型", "最后接触日期", "关联病例", "核查结果"],
    [1, "张阿姨", 13800000001, "密接", date(2022, 1, 7), "赵某", None],
    [2, "钱 七", "139 0000 0009", "次密接", "1月8日", "赵某", None],
    [3, "孙八", None, "一般接触者", None, "赵某", None],
    ["合计", None, "3人", None, None, None, None],
    ["序号", "姓名", "联系电话", "密接类型", "最后接触日期", "关联病例", "核查结果"],
    [None, None, None, None, None, None, None],
]


def test_a_sheet_is_read_under_its_title_in_its_own_columns() -> None:
    found = read_sheet(SHEET, TODAY)
    assert found.header[1:3] == ("姓名", "联系电话")
    first, second, third = found.rows
    assert (first.name, first.telephones, first.kind, first.last) == (
        "张阿姨",
        ("13800000001",),
        ContactKind.CLOSE,
        date(2022, 1, 7),
    )
    assert (second.name, second.telephones, second.kind) == (
        "钱七",
        ("13900000009",),
        ContactKind.SECONDARY,
    )
    assert second.last == date(2022, 1, 8)
    assert (third.telephones, third.kind) == ((), ContactKind.GENERAL)


def test_the_name_of_the_case_is_nobody_who_is_asked_about() -> None:
    found = read_sheet([["病例姓名", "姓名", "电话"], ["赵某", "张阿姨", "13800000001"]], TODAY)
    assert [one.name for one in found.rows] == ["张阿姨"]


def test_a_sum_below_the_table_is_told_and_asks_about_nobody() -> None:
    assert read_sheet(SHEET, TODAY).unread == ("合计 3人",)


def test_a_list_can_be_pasted_again_with_what_was_not_read_first() -> None:
    found = read_sheet(SHEET, TODAY)
    lines = found.again.splitlines()
    assert lines[0].split("\t")[: len(found.header)] == list(found.header)
    assert "合计" in lines[1]
    again = read_pasted(found.again, TODAY)
    assert (again.header, again.rows, again.unread) == (found.header, found.rows, found.unread)
    chat = read_pasted("1. 张阿姨 13800000001\n李四 一三八\n2. 王五 13800000002", TODAY)
    assert chat.again.splitlines()[0] == "李四 一三八"
    assert read_pasted(chat.again, TODAY).rows == chat.rows


def test_cells_that_were_pasted_are_read_like_a_sheet() -> None:
    found = read_pasted("姓名\t电话\t现住址\n张阿姨\t13800000001\t", TODAY)
    assert found.header == ("姓名", "电话", "现住址")
    assert found.rows[0].telephones == ("13800000001",)


def test_bare_lines_are_read_one_person_each_and_what_has_no_number_is_told() -> None:
    found = read_pasted("1. 张阿姨 13800000001 许昌回来\n请12点前答复", TODAY)
    assert (found.rows[0].name, found.rows[0].telephones) == ("张阿姨", ("13800000001",))
    assert found.unread == ("请12点前答复",)


@pytest.mark.parametrize(
    ("text", "code"),
    [("没有人", "inquiry_empty"), ("姓名\t电话\n\t", "inquiry_empty")],
)
def test_a_list_of_nobody_is_refused(text: str, code: str) -> None:
    with pytest.raises(Problem, match=code):
        read_pasted(text, TODAY)


def test_a_sheet_without_heads_is_refused() -> None:
    with pytest.raises(Problem, match="inquiry_no_columns"):
        read_sheet([["甲", "乙"], ["张阿姨", "13800000001"]], TODAY)


@pytest.mark.parametrize(
    ("match", "step", "last", "found"),
    [
        (Match.HERE, Step.DONE, CallResult.REACHED, Finding.HERE),
        (Match.AWAY, Step.DONE, CallResult.REACHED, Finding.AWAY),
        # Whoever answers and is not registered, or under another name, somebody has to ask where she lives.
        (Match.UNKNOWN, Step.DONE, CallResult.REACHED, None),
        (Match.OTHER_NAME, Step.DONE, CallResult.REACHED, None),
        (Match.HERE, Step.CALL, None, None),
        # Who is registered and does not answer is knocked for, and stays open until somebody tells.
        (Match.HERE, Step.KNOCK, CallResult.NO_ANSWER, None),
        (Match.HERE, Step.KNOCK, CallResult.WRONG_NUMBER, None),
        (Match.UNKNOWN, Step.WAIT, CallResult.NO_ANSWER, None),
        (Match.UNKNOWN, Step.KNOCK, CallResult.NO_ANSWER, Finding.UNREACHED),
        (Match.UNKNOWN, Step.KNOCK, CallResult.WRONG_NUMBER, Finding.WRONG_NUMBER),
        (Match.MOVED, Step.WAIT, CallResult.NO_ANSWER, None),
        (Match.MOVED, Step.KNOCK, CallResult.NO_ANSWER, Finding.MOVED),
        (Match.MOVED, None, None, Finding.MOVED),
        (Match.UNKNOWN, None, None, None),
    ],
)
def test_what_is_found_of_a_row_calls_and_register_say_together(
    match: Match, step: Step | None, last: CallResult | None, found: Finding | None
) -> None:
    assert finding_of(match, None, step, last) is found


STEPS = st.none() | st.sampled_from(Step)
RESULTS = st.none() | st.sampled_from(CallResult)


@given(st.sampled_from(Match), st.sampled_from(Finding), STEPS, RESULTS)
def test_what_a_person_noted_goes_before_all_else(
    match: Match, noted: Finding, step: Step | None, last: CallResult | None
) -> None:
    assert finding_of(match, noted, step, last) is noted


@given(st.sampled_from(Match), STEPS, RESULTS)
def test_nobody_is_said_to_live_elsewhere_by_a_silent_telephone(
    match: Match, step: Step | None, last: CallResult | None
) -> None:
    found = finding_of(match, None, step, last)
    assert found is not Finding.NOT_OURS
    if match in (Match.HERE, Match.AWAY) and step is not Step.DONE:
        assert found is None


@given(st.lists(st.none() | st.sampled_from(Finding)))
def test_every_row_stands_in_the_sums_once(found: list[Finding | None]) -> None:
    assert sum(sums(found).values()) == len(found)


def test_the_answer_in_a_sentence_names_nobody_and_says_what_is_open() -> None:
    counted = sums([Finding.HERE, Finding.HERE, Finding.WRONG_NUMBER, None])
    assert (
        sentence("协查12号", counted)
        == "协查12号：共 4 人，在本辖区 2 人，空号、打错 1 人，还在核查 1 人。"
    )


HEADER = ("序号", "姓名", "电话", "身份证号", "现住址", "核查结果", "关联病例")
CELLS = ("1", "张阿姨", "13800000001", "", "", "", "赵某")
HERE = Answered(Finding.HERE, "锦绣城1号楼", "410198194001010027", NOW, "孙内勤", "已告知")


def test_the_answer_fills_the_senders_columns_and_adds_only_what_is_missing() -> None:
    assert answer_header(HEADER) == (*HEADER, "核查时间", "核查人", "备注")
    assert answer_cells(HEADER, CELLS, HERE) == (
        *("1", "张阿姨", "13800000001", "410198194001010027", "锦绣城1号楼", "在本辖区", "赵某"),
        *("2022-01-10 08:00", "孙内勤", "已告知"),
    )


def test_what_was_sent_stands_as_it_came() -> None:
    sent = ("1", "张阿姨", "13800000001", "", "别处", "", "赵某")
    assert answer_cells(HEADER, sent, HERE)[4] == "别处"


def test_door_and_identity_number_go_only_where_they_were_asked_for_and_she_lives_here() -> None:
    short = answer_cells(("姓名", "电话"), ("张阿姨", "13800000001"), HERE)
    assert "锦绣城1号楼" not in short
    assert "410198194001010027" not in short
    moved = Answered(Finding.MOVED, "锦绣城1号楼", "410198194001010027", NOW, "孙内勤")
    assert answer_cells(HEADER, CELLS, moved)[3:5] == ("", "")


def test_what_is_open_says_so_in_the_answer() -> None:
    assert answer_cells(("姓名", "核查结果"), ("张阿姨", ""), Answered(None))[1] == "还在核查"


def test_whoever_rings_or_knocks_does_not_read_why_she_is_on_the_list() -> None:
    assert purpose_of(3) == "核对联系方式（名单 3 号）"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": " "}, "inquiry_needs_number"),
        ({"sender": ""}, "inquiry_needs_sender"),
        ({"due_at": None}, "inquiry_needs_hour"),
        ({"due_at": datetime(2023, 1, 10, tzinfo=UTC)}, "inquiry_hour_wrong"),
        ({"sender": "区" * 121}, "inquiry_words_long"),
    ],
)
def test_a_list_that_cannot_be_taken_is_refused(changes: dict[str, object], code: str) -> None:
    whole = {"number": "12号", "sender": "区疾控", "area": "410102", "due_at": NOW} | changes
    with pytest.raises(Problem, match=code):
        check_draft(InquiryDraft(**whole), NOW)  # type: ignore[arg-type]
