"""What stands first on the phone: a gate keeper's entries, rounds with something left, floors that are not done."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.cast import COMPOUND, PATH
from tests.field.conftest import NewHandset, office
from tests.field.test_app import open_round
from tests.web.browser.conftest import FLOORS, Live
from wumen.actions.duties import settle
from wumen.actions.parcels import register_parcels, set_point
from wumen.queries.duties import duty_lines
from wumen.queries.exits import exit_lines
from wumen.queries.parcels import parcels_page
from wumen.records import clock
from wumen.records.models import FieldRecord
from wumen.records.scope import WHOLE, scoped
from wumen.rules.duties import read_key

pytestmark = pytest.mark.browser


def passages() -> list[tuple[str, str]]:
    with scoped(WHOLE):
        rows = FieldRecord.objects.filter(kind="field.passage").order_by("seq")
        return list(rows.values_list("direction", "decision"))


def afternoon_done(live: Live) -> None:
    """Everybody of the building was measured in the afternoon."""
    for line in duty_lines(live.cast.clerk, clock.today(), area=f"{PATH}1"):
        if line.win == "pm":
            settle.do(live.cast.captain, read_key(str(line.key)), "measured", {"celsius": 36.5})


def sampled(live: Live, begins: str) -> None:
    """Whoever lives behind these doors was sampled this morning."""
    for line in duty_lines(live.cast.clerk, clock.today(), area=f"{PATH}1/2"):
        if line.area.startswith(begins) and (line.what, line.win) == ("sampling", "am"):
            settle.do(live.cast.captain, read_key(str(line.key)), "measured")


def test_a_gate_keeper_notes_entries_on_the_first_screen(
    live: Live, new_handset: NewHandset
) -> None:
    handset = new_handset()
    handset.enrol()
    page = handset.page
    # A captain has them under More.
    expect(page.locator(".gate")).to_have_count(0)
    page.locator("nav.ways button").nth(4).click()
    page.get_by_role("button", name="换班交接").click()
    handset.choose("陈志愿者")
    handset.type_pin("1470")
    handset.type_pin("1470")
    gate = page.locator(".gate")
    gate.get_by_label("谁（车牌或称呼）").fill("送菜的车")
    expect(gate.get_by_role("button", name="暂不能进，已说明")).to_be_enabled()
    # A glove taps twice.
    gate.get_by_role("button", name="放行", exact=True).evaluate(
        "button => { button.click(); button.click(); }"
    )
    expect(page.locator(".told")).to_contain_text("已记下 出入登记 进 送菜的车 · 放行")
    gate.get_by_role("button", name="出", exact=True).click()
    gate.get_by_label("谁（车牌或称呼）").fill("二楼的")
    gate.get_by_role("button", name="暂不能出，已说明").click()
    expect(gate.get_by_label("谁（车牌或称呼）")).to_have_value("")
    expect(page.locator(".notice.unsent")).to_have_count(0)
    assert office(live, passages) == [("in", "passed"), ("out", "advised")]
    expect(page.locator(".told")).to_have_count(0)


def test_a_blocked_exit_is_told_on_the_first_screen_and_the_street_has_it(
    live: Live, new_handset: NewHandset
) -> None:
    handset = new_handset()
    handset.enrol()
    page = handset.page
    told = page.locator("details.blocked")
    told.locator("summary").click()
    expect(told).to_contain_text("着火、有人危险：先打 119、120")
    told.get_by_label("什么情况").fill("铁链锁")
    told.get_by_role("button", name="单元门").click()
    expect(page.locator(".told")).to_contain_text("门被锁、通道被堵")
    expect(page.locator(".notice.unsent")).to_have_count(0)
    (line,) = office(live, lambda: exit_lines(live.cast.duty_officer))
    assert (line.kind.zh, line.tellings[0].said) == ("单元门锁了、焊了", "铁链锁")


def test_what_was_done_before_lies_folded_and_what_is_done_now_stays_under_the_thumb(
    tower: Live, new_handset: NewHandset
) -> None:
    office(tower, lambda: sampled(tower, f"{PATH}1/2/{FLOORS}"))
    handset = new_handset()
    handset.enrol()
    page = handset.page
    open_round(page)
    top, next_ = page.locator(f"#floor-{FLOORS}"), page.locator(f"#floor-{FLOORS - 1}")
    top.locator("> button.go").click()
    # A floor where somebody is still to be sampled says so, whatever else is done there.
    next_.locator("> button.go").click()
    expect(next_.locator(".door").first).to_contain_text("项待办")
    expect(top).to_contain_text("本层已办")
    # As it stands, so that a second tap hits no other floor.
    expect(top.locator(".door").first).to_be_visible()
    page.locator("button.back").click()
    open_round(page)
    expect(top.locator(".door").first).to_be_hidden()
    expect(next_.locator(".door").first).to_be_visible()
    top.locator("summary").click()
    expect(top.locator(".door").first).to_be_visible()


def test_rounds_that_are_walked_stand_folded_behind_those_with_something_left(
    live: Live, new_handset: NewHandset
) -> None:
    office(live, lambda: afternoon_done(live))
    handset = new_handset()
    handset.enrol()
    page, round_ = handset.page, f".card[data-round*='/pm/{PATH}1/']"
    expect(page.locator("section .card").first).to_be_visible()
    expect(page.locator(f"section {round_}")).to_have_count(0)
    folded = page.locator("details.walked")
    expect(folded.locator(round_).first).to_be_hidden()
    folded.locator("summary").click()
    expect(folded.locator(round_).first).to_contain_text("走完了")


def test_what_lies_for_a_door_is_brought_in_one_tap_without_a_network(
    tower: Live, new_handset: NewHandset, tmp_path: Path
) -> None:
    def shelved() -> None:
        with clock.fixed(clock.now() - timedelta(hours=1)):
            point = set_point(tower.cast.clerk, COMPOUND, "东门货架", "王强")
            register_parcels(tower.cast.clerk, point.id, f"1-2-{FLOORS}01 2件")

    office(tower, shelved)
    handset = new_handset()
    handset.enrol()
    page = handset.page
    handset.works_offline()
    open_round(page)
    door = page.locator(f'[data-room="{FLOORS}01"]')
    expect(door).to_contain_text("有件 2")
    page.screenshot(path=tmp_path / "round.png", full_page=True)
    handset.context.set_offline(True)
    door.click()
    tap = page.get_by_role("button", name="暂存点的 2 件，都送到门口了")
    expect(tap).to_be_visible()
    page.screenshot(path=tmp_path / "door.png", full_page=True)
    tap.click()
    expect(page.locator("main")).to_contain_text("✓ 到件送到门口 · 存在本机")
    expect(tap).to_have_count(0)
    assert office(tower, lambda: len(parcels_page(tower.cast.clerk).homes)) == 1
    handset.context.set_offline(False)
    expect(page.locator(".notice.unsent")).to_have_count(0)
    assert office(tower, lambda: parcels_page(tower.cast.clerk).homes) == []
    (line,) = office(tower, lambda: list(parcels_page(tower.cast.clerk).handed))
    assert (line.pieces, line.carried_by, line.phone) == (2, "李楼长", True)
