"""Reports upward: frozen when sent, compared with yesterday's, corrected by a second version, proved by the log."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from tests.actions.test_figures import lines, worked
from tests.cast import COMPOUND, Cast
from tests.street import Street, at
from wumen.actions.duties.settle import do
from wumen.actions.register import NewResident, register_household
from wumen.actions.reports import send_report
from wumen.queries.posts import acting
from wumen.queries.reports import correction, draft, sent_report, sent_reports
from wumen.records import clock
from wumen.records.event_log import unread
from wumen.records.models import Report
from wumen.rules.duties import read_key
from wumen.rules.problems import Problem
from wumen.rules.reports import Kind
from wumen.rules.time import TAPPED_TWICE

EVENING = at(1, 10, 20)
TO = "街道指挥部工作群"
NAMES = ("张阿姨", "李楼长", "王医生", "孙内勤", "第0人", "13800000001")


def send(cast: Cast, kind: Kind = Kind.DAILY) -> object:
    """Send what the clerk sees now."""
    made = draft(cast.clerk, kind)
    return send_report(cast.clerk, made, made.text.zh, TO)


def refused(cast: Cast, **more: str) -> str:
    """The code with which sending is refused."""
    made = draft(cast.clerk, Kind.DAILY)
    with pytest.raises(Problem) as problem:
        send_report(cast.clerk, made, more.get("text", made.text.zh), more.get("to", TO))
    return problem.value.code


def test_a_sent_report_stays_as_it_was_whatever_is_done_after(cast: Cast, street: Street) -> None:
    worked(cast)
    made = draft(cast.clerk, Kind.DAILY)
    ident = send_report(cast.clerk, made, made.text.zh, TO)
    do(cast.captain, read_key(lines(cast)[5].key), "declared")
    sent = sent_report(cast.clerk, ident)
    assert (sent.text.zh, sent.values) == (made.text.zh, made.values)
    assert (sent.line.sent_to, sent.line.by, sent.line.at) == (TO, "孙内勤", made.at)
    assert draft(cast.clerk, Kind.DAILY).values != made.values
    with acting(cast.operator):
        body = next(one.body for one in unread("t", 10_000) if one.kind == "report.sent")
    assert (body["report"], body["version"]) == (str(ident), 1)


def test_a_tap_that_came_twice_sends_a_report_and_its_correction_once(
    cast: Cast, street: Street
) -> None:
    made = draft(cast.clerk, Kind.DAILY)
    first = send_report(cast.clerk, made, made.text.zh, TO)
    assert send_report(cast.clerk, made, made.text.zh, TO) == first
    other = send_report(cast.clerk, made, made.text.zh, "区指挥部")
    by_another = send_report(cast.secretary, made, made.text.zh, TO)
    corrected = correction(cast.clerk, first, "录错")
    second = send_report(cast.clerk, corrected, corrected.text.zh, TO, "录错")
    assert send_report(cast.clerk, corrected, corrected.text.zh, TO, "录错") == second
    assert len({first, other, by_another, second}) == len(sent_reports(cast.clerk)) == 4
    with clock.fixed(clock.now() + TAPPED_TWICE):
        assert send_report(cast.clerk, made, made.text.zh, TO) != first


def test_the_database_itself_refuses_to_change_or_drop_what_was_sent(
    cast: Cast, street: Street
) -> None:
    send(cast)
    for statement in ("UPDATE report SET text_zh = 'x'", "DELETE FROM report"):
        with (
            acting(cast.operator),
            pytest.raises(ProgrammingError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_no_name_and_no_number_of_anybody_stands_in_a_report(cast: Cast, street: Street) -> None:
    worked(cast)
    for kind in (Kind.DAILY, Kind.HOURLY):
        text = draft(cast.clerk, kind).text
        assert not [name for name in NAMES if name in text.zh or name in text.en]


def test_a_report_is_compared_with_the_one_that_was_sent_yesterday(
    cast: Cast, street: Street
) -> None:
    with clock.fixed(EVENING):
        send(cast)
    with clock.fixed(EVENING + timedelta(days=1, minutes=-20)):
        register_household(
            cast.clerk, f"{COMPOUND}/1/1/301", [NewResident("甲"), NewResident("乙")]
        )
        made = draft(cast.clerk, Kind.DAILY)
    assert made.sent_before
    assert "住户13户（比昨天+1），居民32人（比昨天+2）" in made.text.zh
    assert "“比昨天”是与昨天报出的数相比" in made.text.zh


def test_without_a_sent_report_yesterday_is_counted_off_the_records(
    cast: Cast, street: Street
) -> None:
    worked(cast)
    with clock.fixed(EVENING + timedelta(days=1)):
        register_household(cast.clerk, f"{COMPOUND}/1/1/301", [NewResident("甲")])
        made = draft(cast.clerk, Kind.DAILY)
    assert not made.sent_before
    assert (made.grown["households"], made.grown["residents"]) == (1, 1)
    assert made.grown["duties.done"] == -4
    assert made.grown["away"] is None
    assert "与昨天同一时间的记录相比" in made.text.zh


def test_before_the_installation_was_made_nothing_is_known_of_yesterday(
    cast: Cast, street: Street
) -> None:
    made = draft(cast.clerk, Kind.DAILY)
    assert set(made.grown.values()) == {None}
    assert "昨天同一时间的数没有留下，不作比较。" in made.text.zh


def test_a_correction_is_a_second_version_that_says_what_changed_and_why(
    cast: Cast, street: Street
) -> None:
    worked(cast)
    with clock.fixed(EVENING):
        first = send(cast)
    with clock.fixed(EVENING + timedelta(hours=1)):
        do(cast.captain, read_key(lines(cast)[5].key), "reported")
        made = correction(cast.clerk, first, "纸质登记补录")
        second = send_report(cast.clerk, made, made.text.zh, TO, "纸质登记补录")
    assert (made.at, made.version) == (EVENING, 2)
    changed = {one.key: (one.before, one.after) for one in made.changed}
    assert changed["temperature.done"] == (3, 4)
    assert "更正第2版。原因：纸质登记补录。改动：" in made.text.zh
    assert "今日事项已办 4→5" in made.text.zh
    shown = sent_report(cast.clerk, first)
    assert (shown.line.version, shown.corrected_by, shown.values["duties.done"]) == (1, second, 4)
    assert [one.version for one in sent_report(cast.clerk, second).versions] == [1, 2]
    assert sent_report(cast.clerk, second).line.why == "纸质登记补录"


def test_the_next_day_a_correction_counts_the_duties_of_its_own_day_anew(
    cast: Cast, street: Street
) -> None:
    worked(cast)
    with clock.fixed(EVENING):
        first = send(cast)
    with clock.fixed(EVENING + timedelta(hours=14)):
        do(cast.captain, read_key(lines(cast)[5].key), "reported")
        register_household(cast.clerk, f"{COMPOUND}/1/1/301", [NewResident("甲")])
        made = correction(cast.clerk, first, "纸质登记补录")
    assert made.values["duties.done"] == 5
    assert made.values["residents"] == 30


def test_a_version_is_corrected_once_and_never_without_a_reason(cast: Cast, street: Street) -> None:
    first = send(cast)
    made = correction(cast.clerk, first, "录错")
    with pytest.raises(Problem) as without:
        send_report(cast.clerk, made, made.text.zh, TO)
    send_report(cast.clerk, made, made.text.zh, TO, "录错")
    with pytest.raises(Problem) as twice:
        send_report(cast.clerk, made, made.text.zh, TO, "又录错")
    assert (without.value.code, twice.value.code) == ("report_needs_why", "report_corrected")
    with pytest.raises(Problem) as again:
        correction(cast.clerk, first, "录错")
    assert again.value.code == "report_corrected"


def test_yesterday_s_correction_is_what_today_is_compared_with(cast: Cast, street: Street) -> None:
    worked(cast)
    with clock.fixed(EVENING):
        first = send(cast)
        do(cast.captain, read_key(lines(cast)[5].key), "reported")
        made = correction(cast.clerk, first, "补录")
        send_report(cast.clerk, made, made.text.zh, TO, "补录")
    with clock.fixed(EVENING + timedelta(days=1)):
        assert draft(cast.clerk, Kind.DAILY).grown["duties.done"] == -5


def test_the_heads_that_a_report_bears_prove_that_the_log_was_not_changed(
    cast: Cast, street: Street
) -> None:
    worked(cast)
    sent = sent_report(cast.clerk, send(cast))
    assert sent.heads
    assert sent.upright
    assert sent.seal in sent.text.zh
    with acting(cast.operator):
        row = Report.objects.get()
        row.heads[0]["hash"] = "0" * 64
        Report.objects.create(
            area=row.area, kind=row.kind, at=row.at + timedelta(hours=1),
            counted_at=row.counted_at, text_zh="x", text_en="x", figures={}, heads=row.heads,
            sent_to=TO, sent_at=row.sent_at, sent_by=row.sent_by, post=row.post,
        )  # fmt: skip
        other = Report.objects.exclude(id=row.id).get().id
    assert not sent_report(cast.clerk, other).upright


def test_what_was_typed_into_a_report_is_looked_over_and_who_gets_it_is_said(
    cast: Cast, street: Street
) -> None:
    assert refused(cast, text="李楼长 1-301 还没办") == "group_text_name"
    assert refused(cast, text="13800000001") == "group_text_number"
    assert refused(cast, to=" ") == "report_needs_to"
    assert sent_reports(cast.clerk) == []


def test_the_name_of_whoever_lives_there_stands_in_no_report_beside_a_room(
    cast: Cast, street: Street
) -> None:
    register_household(cast.clerk, f"{COMPOUND}/2/3/301", [NewResident("阿依古丽")])
    assert refused(cast, text="2-3-301阿依 古丽今天没测体温") == "group_text_name"


def test_reports_are_seen_by_their_own_office_and_sent_by_those_who_report(
    cast: Cast, street: Street
) -> None:
    ident = send(cast)
    assert [one.place for one in sent_reports(cast.duty_officer)] == ["锦绣城社区"]
    assert sent_reports(cast.outsider) == []
    with pytest.raises(Problem) as foreign:
        sent_report(cast.outsider, ident)  # type: ignore[arg-type]
    with pytest.raises(Problem) as captain:
        draft(cast.captain, Kind.DAILY)
    assert (foreign.value.code, captain.value.code) == ("report_unknown", "right_missing")


def test_an_hourly_report_has_one_paragraph_with_what_is_asked_on_the_hour(
    cast: Cast, street: Street
) -> None:
    worked(cast)
    with clock.fixed(at(1, 10, 11)):
        text = draft(cast.clerk, Kind.HOURLY).text.zh
    assert text.startswith("锦绣城社区小时报，截至1月10日11:00：应办")
    assert "已检1人次" in text
    assert "封控区整栋1栋、4户、10人" in text
    assert date(2022, 1, 10).isoformat() not in text
