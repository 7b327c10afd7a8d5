"""Every duty says which measure of which document made it, and what a local notice would change is told before."""

from datetime import timedelta

from tests.actions.test_local_notices import MILDER, NOON_KEY, owing
from tests.cast import Cast
from tests.street import NOON, OUTBREAK, Street, at, notice, noticed, ordered
from wumen.queries.grounds import grounds_of
from wumen.queries.local_notices import effect, in_force_now, notice_lines
from wumen.records import clock


def test_every_duty_says_which_measure_of_which_document_and_order_made_it(
    cast: Cast, street: Street
) -> None:
    order = ordered(cast, "1")
    held = noticed(cast, "1")
    lines = owing(cast)
    said = grounds_of(cast.captain, [line.basis for line in lines])
    noon = said[next(n for n, line in enumerate(lines) if line.win == NOON_KEY)]
    assert noon.document == "中原区新冠肺炎疫情防控指挥部《通告第8号》"
    assert noon.notice == held.number
    assert noon.measure[0] == "封控区量体温（每人）"
    assert [(one.number, one.document) for one in noon.orders] == [(order.number, "通告第1号")]
    sampling = said[next(n for n, line in enumerate(lines) if line.what == "sampling")]
    assert sampling.document.startswith("本地安排：每天早晨约6时30分起，逐户单人单管")
    assert sampling.notice == ""


def test_what_is_over_is_still_said(cast: Cast, street: Street) -> None:
    ordered(cast, "1")
    noticed(cast, "1")
    (basis, *_) = [line.basis for line in owing(cast, win=NOON_KEY)]
    with clock.fixed(at(1, 30)):
        (said,) = grounds_of(cast.captain, [basis])
    assert "通告第8号" in said.document


def test_a_notice_is_told_beside_what_the_rules_say(cast: Cast, street: Street) -> None:
    held = noticed(cast, "1")
    assert [one.number for one in in_force_now(cast.captain)] == [held.number]
    (line,) = notice_lines(cast.captain)
    assert line.stricter and not line.own
    assert line.ends - line.begins <= timedelta(days=7)
    (change,) = line.changes
    assert change.before and change.after
    assert set(change.after.windows) - set(change.before.windows) == {NOON_KEY}
    assert line.rules.windows[NOON_KEY].name_zh == "中午"
    own = noticed(cast, "2", authority="棉纺路街道办事处", rules=NOON)
    assert notice_lines(cast.clerk, own.number)[0].own
    assert line.outbreak == OUTBREAK


def test_the_look_before_tells_how_many_duties_more_and_fewer_as_the_plan_makes_them(
    cast: Cast, street: Street
) -> None:
    ordered(cast, "1", "2")
    before = len(owing(cast))
    told = effect(cast.clerk, notice("1"), OUTBREAK)
    assert (told.day.day, told.more, told.less) == (10, 10, 0)
    fewer = effect(cast.clerk, notice("2", rules=MILDER), OUTBREAK)
    assert (fewer.more, fewer.less) == (0, 10)
    noticed(cast, "1")
    assert len(owing(cast)) == before + 10
    # What is asked already is no news; what lies before its begin changes nothing today.
    assert effect(cast.clerk, notice("1"), OUTBREAK).more == 0
    later = effect(cast.clerk, notice("2", begins=at(1, 12)), OUTBREAK)
    assert (later.day.day, later.more) == (12, 10)
