"""Lists of other offices: matched with the register, each person rung once, answered in the sender's columns."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from python_calamine import CalamineWorkbook

from tests.cast import COMMUNITY, COMPOUND, PATH, Cast
from tests.street import Street, at, ordered
from wumen.actions.calls import close_list, note_call
from wumen.actions.changes import leave
from wumen.actions.duties.plan import plan_day
from wumen.actions.homes import note_away
from wumen.actions.inquiries import (
    TakenInquiry,
    close,
    give,
    note,
    read_file,
    read_text,
    take,
    take_answer,
)
from wumen.actions.register import NewResident, register_household
from wumen.queries.audit import audit
from wumen.queries.board import board
from wumen.queries.calls import call_list, call_lists
from wumen.queries.inquiries import InquiryPage, RowLine, inquiries, inquiry
from wumen.queries.instructions import instructions
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import CallEntry, CallList, Inquiry, InquiryRow
from wumen.rules.calls import MOST, CallResult, Step
from wumen.rules.homes import Away
from wumen.rules.inquiries.reading import AskedList
from wumen.rules.inquiries.standing import Finding, InquiryDraft, Match
from wumen.rules.posts import Viewer
from wumen.rules.problems import Problem

MORNING, NOON = at(1, 10, 7), at(1, 10, 12)
AUNT, STRANGER = "13800000001", "13900000009"
LIST = (
    "姓名\t联系电话\t密接类型\t最后接触日期\t关联病例\t现住址\t核查结果\n"
    f"张阿姨\t{AUNT}\t密接\t2022-01-07\t赵某某\t\t\n"
    f"钱七\t{STRANGER}\t次密接\t2022-01-08\t赵某某\t\t"
)


@pytest.fixture(autouse=True)
def morning() -> object:
    """All of it begins at seven."""
    with clock.fixed(MORNING):
        yield


def taken(viewer: Viewer, text: str = LIST, **changes: object) -> TakenInquiry:
    given = {"number": "协查12号", "sender": "中原区疾控中心", "area": COMMUNITY, "due_at": NOON}
    draft = InquiryDraft(**(given | changes))  # type: ignore[arg-type]
    asked = text if isinstance(text, AskedList) else read_text(text)
    return take(viewer, draft, asked, without_unread=True)


def seen(cast: Cast, number: int) -> InquiryPage:
    return inquiry(cast.clerk, number)


def row(cast: Cast, number: int, name: str) -> RowLine:
    (found,) = [one for one in seen(cast, number).rows if one.said.name == name]
    return found


def ring(cast: Cast, number: int, name: str, *results: CallResult) -> None:
    """Calls an hour apart, the first at seven."""
    rung = row(cast, number, name).rung
    assert rung
    for hour, result in enumerate(results):
        with clock.fixed(MORNING + timedelta(hours=hour)):
            note_call(cast.clerk, rung.id, result)


def test_each_row_is_matched_with_the_register(cast: Cast, street: Street) -> None:
    people = [NewResident("孙八", telephones=("13800000008",)), NewResident("李九")]
    away = register_household(cast.clerk, f"{COMPOUND}/3/1/301", people)
    gone = [NewResident("周十", telephones=("13800000010",)), NewResident("吴一")]
    left = register_household(cast.clerk, f"{COMPOUND}/3/1/302", gone)
    with acting(cast.clerk):
        sun = away.residents.get(name="孙八")
        zhou = left.residents.get(name="周十")
    note_away(cast.clerk, away.id, [sun.id], Away(MORNING.date(), None))
    leave(cast.clerk, [zhou.id], "moved_away")
    text = (
        f"姓名\t电话\t住址\n张阿姨\t{AUNT}\t\n孙八\t13800000008\t\n周十\t13800000010\t\n"
        f"钱七\t{AUNT}\t\n郑二\t{STRANGER}\t\n李九\t\t锦绣城3号楼1单元301\n李九\t\t"
    )
    number = taken(cast.clerk, text).number
    found = [(one.said.name, one.match) for one in seen(cast, number).rows]
    assert found == [
        ("张阿姨", Match.HERE),
        ("孙八", Match.AWAY),
        ("周十", Match.MOVED),
        # The number is 张阿姨's: somebody has to ask.
        ("钱七", Match.OTHER_NAME),
        ("郑二", Match.UNKNOWN),
        ("李九", Match.HERE),
    ]
    # By a name alone nobody is taken for somebody: that line asks nothing.
    assert seen(cast, number).rows[0].door == "锦绣城 1号楼 1单元 202"


def test_who_is_asked_for_twice_in_a_list_or_on_three_lists_is_rung_once(
    cast: Cast, street: Street
) -> None:
    first = taken(cast.clerk, f"{LIST}\n张阿姨\t{AUNT}\t密接\t\t\t\t")
    assert (first.rows, first.rung) == (3, 2)
    second = taken(cast.clerk, number="协查13号")
    third = taken(cast.secretary, f"张阿姨 {AUNT}", number="市函1号", sender="市疾控")
    assert (second.rung, third.rung) == (0, 0)
    with acting(cast.clerk):
        assert CallEntry.objects.count() == 2
        assert CallList.objects.count() == 1
    assert all(one.elsewhere for one in seen(cast, second.number).rows)
    ring(cast, first.number, "钱七", CallResult.REACHED)
    ring(cast, third.number, "张阿姨", CallResult.REACHED)
    assert row(cast, second.number, "张阿姨").found is Finding.HERE
    # What one notes of her is true on every list that waits.
    note(
        cast.clerk, second.number, [row(cast, second.number, "钱七").id], Finding.NOT_OURS, "在登封"
    )
    other = row(cast, first.number, "钱七")
    assert (other.found, other.found_said) == (Finding.NOT_OURS, "在登封")


def test_who_was_not_reached_before_a_list_was_put_away_is_rung_again(
    cast: Cast, street: Street
) -> None:
    first = taken(cast.clerk)
    with acting(cast.clerk):
        close_list(cast.clerk, CallList.objects.get().id)
    assert taken(cast.clerk, number="协查13号").rung == 2
    assert first.rung == 2


def test_the_same_list_is_taken_once(cast: Cast, street: Street) -> None:
    first = taken(cast.clerk)
    with pytest.raises(Problem, match="inquiry_known") as refused:
        taken(cast.secretary)
    assert refused.value.details["number"] == first.number
    with acting(cast.clerk):
        assert Inquiry.objects.count() == 1


def test_callers_and_captain_read_neither_kind_nor_case_nor_sender(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, clock.today())
    number = taken(cast.clerk).number
    with acting(cast.clerk):
        made = CallList.objects.get()
    told = repr(call_list(cast.clerk, made.id)) + repr(call_lists(cast.clerk))
    ring(cast, number, "张阿姨", *[CallResult.NO_ANSWER] * 3)
    with clock.fixed(MORNING + timedelta(hours=3)):
        (asked,) = [one for one in instructions(cast.captain) if one.duty]
        told += repr(asked)
        with pytest.raises(Problem, match="right_missing"):
            inquiry(cast.captain, number)
    for word in ("密接", "赵某某", "疾控", "协查"):
        assert word not in told


def test_three_calls_at_three_hours_then_a_knock_and_it_stays_open_until_somebody_tells(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, clock.today())
    number = taken(cast.clerk).number
    for name in ("张阿姨", "钱七"):
        ring(cast, number, name, *[CallResult.NO_ANSWER] * 3)
    with clock.fixed(MORNING + timedelta(hours=3)):
        aunt, stranger = row(cast, number, "张阿姨"), row(cast, number, "钱七")
        assert aunt.found is None
        assert aunt.rung
        assert aunt.rung.next.step is Step.KNOCK
        assert aunt.rung.knock
        assert aunt.rung.knock.owner == "李楼长"
        # Whose door nobody knows is not reached; that is an answer.
        assert stranger.found is Finding.UNREACHED
        note(cast.clerk, number, [aunt.id], Finding.AWAY, "女儿说去了洛阳")
        assert seen(cast, number).line.counted == {"away": 1, "unreached": 1}
        assert audit(cast.operator).clean


def test_who_is_asked_about_is_bound_to_nothing(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    plan_day(cast.clerk, clock.today())
    with acting(cast.clerk), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM duty")
        before = cursor.fetchone()
        number = taken(cast.clerk).number
        plan_day(cast.clerk, clock.today())
        cursor.execute("SELECT count(*) FROM duty")
        assert cursor.fetchone() == before
        cursor.execute("SELECT count(*) FROM order_scope WHERE resident IS NOT NULL")
        assert cursor.fetchone() == (0,)
    assert number


def test_the_answer_is_made_in_the_senders_columns_and_logged_before_it_leaves(
    cast: Cast, street: Street
) -> None:
    number = taken(cast.clerk).number
    ring(cast, number, "张阿姨", CallResult.REACHED)
    ring(cast, number, "钱七", CallResult.WRONG_NUMBER)
    assert seen(cast, number).sentence == "协查12号：共 2 人，在本辖区 1 人，空号、打错 1 人。"
    file = take_answer(cast.clerk, number)
    sheet = CalamineWorkbook.from_filelike(BytesIO(file.content)).get_sheet_by_index(0)
    rows = [list(map(str, line)) for line in sheet.to_python()]
    head = next(line for line in rows if "联系电话" in line)
    first, second = rows[rows.index(head) + 1 :]
    assert head[:7] == [
        "姓名",
        "联系电话",
        "密接类型",
        "最后接触日期",
        "关联病例",
        "现住址",
        "核查结果",
    ]
    assert head[7:] == ["核查时间", "核查人", "备注"]
    assert first[5].endswith("锦绣城 1号楼 1单元 202")
    assert (first[6], first[8]) == ("在本辖区", "孙内勤")
    assert (second[5], second[6]) == ("", "空号、打错")
    with acting(cast.operator), connection.cursor() as cursor:
        cursor.execute("SELECT convert_from(body, 'UTF8') FROM event WHERE kind = 'list.exported'")
        (said,) = cursor.fetchone()
    assert '"complete":true' in said
    assert AUNT not in said
    assert "张阿姨" not in said
    with pytest.raises(Problem, match="right_missing"):
        take_answer(cast.captain, number)


def test_it_is_answered_when_nothing_is_open_or_partly_on_purpose(
    cast: Cast, street: Street
) -> None:
    number = taken(cast.clerk).number
    with pytest.raises(Problem, match="inquiry_still_open"):
        close(cast.clerk, number)
    close(cast.clerk, number, partly=True)
    line = seen(cast, number).line
    assert line.answered_by == "孙内勤"
    with acting(cast.clerk):
        assert CallList.objects.get().closed_at is not None
    with pytest.raises(Problem, match="inquiry_answered"):
        note(cast.clerk, number, [], Finding.HERE)


def test_what_was_answered_stays_as_it_was_sent_whoever_is_rung_since(
    cast: Cast, street: Street
) -> None:
    first, second = taken(cast.clerk).number, taken(cast.clerk, number="协查13号").number
    ring(cast, first, "张阿姨", CallResult.REACHED)
    close(cast.secretary, first, partly=True)
    ring(cast, second, "张阿姨", CallResult.NO_ANSWER)
    ring(cast, second, "钱七", CallResult.WRONG_NUMBER)
    aunt, stranger = row(cast, first, "张阿姨"), row(cast, first, "钱七")
    assert (aunt.found, aunt.found_by, stranger.found) == (Finding.HERE, "孙内勤", None)
    assert row(cast, second, "钱七").found is Finding.WRONG_NUMBER


def test_a_call_list_stays_while_another_list_waits_for_somebody_on_it(
    cast: Cast, street: Street
) -> None:
    first, second = taken(cast.clerk).number, taken(cast.clerk, number="协查13号").number
    close(cast.clerk, first, partly=True)
    with acting(cast.clerk):
        assert CallList.objects.get().closed_at is None
    ring(cast, second, "张阿姨", CallResult.REACHED)
    assert row(cast, second, "张阿姨").found is Finding.HERE


def test_what_is_overdue_stands_on_the_board_with_its_owner(cast: Cast, street: Street) -> None:
    number = taken(cast.clerk).number
    (told,) = board(cast.secretary).inquiries
    assert (told.number, told.owner, told.people, told.overdue) == (number, "孙内勤", 2, False)
    give(cast.clerk, number, cast.secretary.person)
    with clock.fixed(NOON + timedelta(minutes=1)):
        (told,) = board(cast.secretary).inquiries
        assert (told.owner, told.overdue) == ("周书记", True)
        assert [one.overdue for one in inquiries(cast.clerk)] == [True]
    assert board(cast.outsider).inquiries == ()
    close(cast.clerk, number, partly=True)
    assert board(cast.secretary).inquiries == ()


def test_whoever_does_not_stand_over_the_place_does_not_answer_for_it(
    cast: Cast, street: Street
) -> None:
    number = taken(cast.clerk).number
    with pytest.raises(Problem, match="crew_unknown"):
        give(cast.clerk, number, cast.outsider.person)


def test_another_community_sees_no_list_and_matches_nobody(cast: Cast, street: Street) -> None:
    number = taken(cast.clerk).number
    with pytest.raises(Problem, match="inquiry_unknown"):
        inquiry(cast.outsider, number)
    other = taken(cast.outsider, area="410102013001")
    assert inquiry(cast.outsider, other.number).rows[0].match is Match.UNKNOWN
    with pytest.raises(Problem, match="area_not_yours"):
        taken(cast.outsider, number="再来")


def test_rows_of_another_list_are_noted_by_nobody_here(cast: Cast, street: Street) -> None:
    first, second = taken(cast.clerk).number, taken(cast.clerk, number="协查13号").number
    other = row(cast, second, "钱七").id
    with pytest.raises(Problem, match="inquiry_nobody"):
        note(cast.clerk, first, [other], Finding.HERE)


def test_names_numbers_and_the_case_lie_sealed(cast: Cast, street: Street) -> None:
    taken(cast.clerk)
    with acting(cast.clerk), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(r::text, ' ') FROM inquiry_row r")
        text = cursor.fetchone()[0]
    for word in ("张阿姨", AUNT, "赵某某", "密接"):
        assert word not in text
        assert word.encode().hex() not in text


def test_a_text_file_is_read_as_it_comes(cast: Cast, street: Street) -> None:
    asked = read_file("名单.csv", "姓名,电话\n张阿姨,13800000001\n".encode("gb18030"))
    assert taken(cast.clerk, asked).rung == 1  # type: ignore[arg-type]
    with pytest.raises(Problem, match="inquiry_no_columns"):
        read_file("名单.csv", "甲,乙\n丙,丁\n".encode())


def test_all_of_212_registered_numbers_are_matched(cast: Cast, street: Street) -> None:
    people = [NewResident(f"住户{n}", telephones=(f"137{n:08}",)) for n in range(212)]
    register_household(cast.clerk, f"{COMPOUND}/3/1/301", people)
    text = "\n".join(["姓名\t电话", *(f"住户{n}\t137{n:08}" for n in range(212))])
    number = taken(cast.clerk, text).number
    with acting(cast.clerk):
        assert InquiryRow.objects.filter(match=Match.HERE, area__startswith=PATH).count() == 212
    assert number
    assert MOST > 212
