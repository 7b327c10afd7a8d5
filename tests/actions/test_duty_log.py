"""The duty log of an office: made of what happened, added to, signed off to somebody else, never changed after."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, transaction

from tests.actions.test_sampling_points import led, opened
from tests.cast import COMPOUND, Cast, person
from tests.street import at
from wumen.actions.duty_log import add_line, sign_off
from wumen.actions.instructions import give
from wumen.actions.sampling_points.day import change_state
from wumen.queries.duty_log import duty_log, takers
from wumen.queries.posts import acting
from wumen.records import clock
from wumen.records.models import DutyLogLine, Installation
from wumen.rules.duty_log import KINDS
from wumen.rules.instructions import InstructionDraft
from wumen.rules.problems import Problem
from wumen.rules.sampling_points.standing import PointAct
from wumen.rules.time import at as at_hour
from wumen.rules.time import business_day

pytestmark = pytest.mark.usefixtures("street")
TEN = at(1, 10, 10)
ACTIONS = Path(__file__).parents[2] / "src" / "wumen" / "actions"


@pytest.fixture(autouse=True)
def ten() -> Iterator[datetime]:
    """Ten o'clock."""
    with clock.fixed(TEN) as now:
        yield now


def said(cast: Cast) -> list[str]:
    """What stands at ten by itself, in words."""
    hours = duty_log(cast.clerk, TEN.date()).hours
    return [
        f"{one.name.zh} {one.said.zh}".strip()
        for hour in hours
        for one in hour.entries
        if hour.hour == TEN.hour
    ]


def test_what_happened_at_a_point_stands_in_it_by_itself(cast: Cast) -> None:
    ident, lead = opened(cast, 14)
    change_state(lead, ident, PointAct.PAUSE, "等采样管")
    assert "暂停 第 14 号 等采样管" in said(cast)
    assert "开点 第 14 号" in said(cast)


def test_every_kind_that_stands_in_it_is_logged_by_some_action() -> None:
    sources = "\n".join(one.read_text() for one in ACTIONS.rglob("*.py"))
    begun = {kind for kind in KINDS if f'"{kind}"' in sources}
    # The rest are made of a word and what happened: "order.{…}", "exit.{…}".
    for kind in sorted(set(KINDS) - begun):
        assert f'f"{kind.split(".")[0]}.{{' in sources, kind


def test_a_call_stands_with_its_number_and_how_urgent_it_is_and_none_of_its_words(
    cast: Cast,
) -> None:
    asked = InstructionDraft(
        *("resident", "胸口疼得厉害", "张阿姨", TEN, TEN + timedelta(hours=1), "captain"),
        path=f"{COMPOUND}/1",
        urgency="life",
    )
    row = give(cast.clerk, asked)
    assert f"记下交办、反映 第 {row.number} 号 危及生命" in said(cast)


def test_the_morning_of_a_drill_stands_in_it_when_the_real_day_is_over(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = at_hour(business_day(clock.real_now()), time(14))
    monkeypatch.setattr(clock, "real_now", lambda: begun)
    opened(cast, 14)
    later = timedelta(hours=11)
    monkeypatch.setattr(clock, "real_now", lambda: begun + later)
    with clock.fixed(TEN + later):
        assert "开点 第 14 号" in said(cast)


def test_the_evening_of_a_drill_stands_in_it_when_it_came_on_another_real_day(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = at_hour(business_day(clock.real_now()), time(1))
    monkeypatch.setattr(clock, "real_now", lambda: begun)
    opened(cast, 14)
    later = timedelta(hours=15)
    monkeypatch.setattr(clock, "real_now", lambda: begun + later)
    with clock.fixed(TEN + later):
        assert "开点 第 14 号" in said(cast)


def test_what_a_demonstration_tells_of_days_before_it_stands_in_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(cast, 14)
    begun = clock.real_now()
    made = Installation(made_at=begun, drill_from=TEN + timedelta(days=7))
    monkeypatch.setattr(clock, "_installation", lambda: made)
    monkeypatch.setattr(clock, "real_now", lambda: begun + timedelta(days=3))
    with clock.fixed(TEN + timedelta(days=10)):
        assert "开点 第 14 号" in said(cast)


def test_another_office_reads_nothing_of_it(cast: Cast) -> None:
    opened(cast, 14)
    add_line(cast.clerk, "区里来电，问14号点")
    log = duty_log(cast.outsider, TEN.date())
    assert (log.hours, log.lines) == ((), ())


def test_a_line_is_added_sealed_and_cannot_be_changed(cast: Cast) -> None:
    row = add_line(cast.clerk, "区里来电，问14号点", "9:30")
    (line,) = duty_log(cast.clerk, TEN.date()).lines
    assert (line.said, line.by, line.at) == (
        "区里来电，问14号点",
        "孙内勤",
        TEN - timedelta(minutes=30),
    )
    with acting(cast.clerk):
        with pytest.raises(ProgrammingError), transaction.atomic():
            DutyLogLine.objects.filter(id=row.id).update(late=True)
        with pytest.raises(ProgrammingError), transaction.atomic():
            DutyLogLine.objects.filter(id=row.id).delete()
    with acting(cast.clerk), connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(l)::text FROM duty_log_line l")
        ((kept,),) = cursor.fetchall()
        assert "14号点" not in kept


def test_after_the_sign_off_a_line_of_its_hours_says_so(cast: Cast) -> None:
    taker = person(cast.operator, "吴接班", "community_worker", "clerk", "410102003008")
    opened(cast, 14)
    add_line(cast.clerk, "区里来电")
    assert (taker.crew_no, "吴接班") in takers(cast.clerk)
    signed = sign_off(cast.clerk, taker.crew_no)
    assert (signed.lines, signed.entries > 0) == (1, True)
    with clock.fixed(TEN + timedelta(hours=1)):
        assert add_line(taker, "九点半还来过一个电话", "9:30").late
        assert not add_line(taker, "现在的事").late
        log = duty_log(taker, TEN.date())
    assert [one.late for one in log.lines] == [True, False, False]
    assert (log.signs[0].by, log.signs[0].to, log.signs[0].lines) == ("孙内勤", "吴接班", 1)


def test_nobody_hands_over_to_herself_or_to_who_has_no_post_there(cast: Cast) -> None:
    with pytest.raises(Problem, match="log_to_oneself"):
        sign_off(cast.clerk, cast.clerk.crew_no)
    with pytest.raises(Problem, match="area_not_yours"):
        sign_off(cast.clerk, cast.outsider.crew_no)
    with pytest.raises(Problem, match="crew_unknown"):
        sign_off(cast.clerk, "99999")


def test_who_reports_nothing_keeps_no_log(cast: Cast) -> None:
    _point, lead = led(cast, 1)
    for viewer in (lead, cast.sampler, cast.volunteer):
        with pytest.raises(Problem, match="right_missing"):
            duty_log(viewer, TEN.date())
        with pytest.raises(Problem, match="right_missing"):
            add_line(viewer, "来电")


def test_a_former_day_can_still_be_added_to(cast: Cast) -> None:
    row = add_line(cast.clerk, "昨晚的电话", "22:10", TEN.date() - timedelta(days=1))
    assert row.day == TEN.date() - timedelta(days=1)
    assert duty_log(cast.clerk, row.day).lines[0].said == "昨晚的电话"


def test_the_same_line_sent_again_within_two_minutes_is_one(cast: Cast) -> None:
    one = add_line(cast.clerk, "区里来电")
    assert add_line(cast.clerk, "区里来电").id == one.id
    assert add_line(cast.clerk, "区里又来电").id != one.id
    with clock.fixed(clock.now() + timedelta(minutes=3)):
        assert add_line(cast.clerk, "区里来电").id != one.id
