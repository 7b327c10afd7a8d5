"""The common parts of a stairwell on the phone: found by its card, a tap or a photo a point, what is left on top."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.actions.test_whole_plan import WHOLE_PLAN, drawn
from tests.cast import COMPOUND, PATH
from tests.conftest import SIX
from tests.field.conftest import NewHandset, office
from tests.web.browser.conftest import Live
from wumen.actions.duties.plan import plan_day
from wumen.actions.facilities import confirm_building, describe_building
from wumen.actions.orders import open_outbreak
from wumen.queries.common_parts import points_of
from wumen.records import clock
from wumen.rules.common_parts import Stairwell
from wumen.rules.rounds import RoundKey

pytestmark = pytest.mark.browser
UNIT = f"{PATH}1/1/"


def described(live: Live) -> None:
    """Building 1 is a walk-up of three floors under the whole plan: a handle, a rail and three corridors."""
    open_outbreak(live.cast.duty_officer, WHOLE_PLAN, "community-2021-09")
    drawn(live.cast, "lockdown", paths=(f"{COMPOUND}/1",))
    describe_building(live.cast.clerk, f"{PATH}1", "walk_up", "3")
    confirm_building(live.cast.clerk, f"{PATH}1")
    plan_day(live.cast.clerk, clock.today())


def standing(live: Live) -> Stairwell:
    """How the stairwell stands at the office."""
    return office(
        live, lambda: points_of(live.cast.clerk, RoundKey(clock.today(), "day", UNIT)).stairwell
    )


def test_a_stairwell_is_done_point_by_point_from_its_card(
    live: Live, new_handset: NewHandset
) -> None:
    live.now = SIX + timedelta(hours=4)
    office(live, lambda: described(live))
    handset = new_handset()
    handset.enrol()
    page = handset.page
    page.locator("nav.ways button").nth(2).click()
    page.get_by_label("扫码枪扫，或手输").fill(UNIT.rstrip("/"))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("公共部位")
    expect(page.get_by_role("status").filter(has_text="还差")).to_contain_text("5 处，还差 5 处")
    first = page.locator(".due").first
    expect(first).to_contain_text("3层楼道")
    page.get_by_label("药剂和浓度").fill("84消毒液 500 mg/L")
    first.get_by_role("button", name="办好").click()
    expect(page.locator(".due.is-done")).to_have_count(1)
    picture = {"name": "x.png", "mimeType": "image/png", "buffer": page.screenshot()}
    # A photo is the tap.
    page.locator(".due input[type=file]").first.set_input_files([picture])
    expect(page.locator(".due.is-done")).to_have_count(2)
    expect(page.get_by_role("status").filter(has_text="还差")).to_contain_text("5 处，还差 3 处")
    expect(page.locator("header .net")).not_to_contain_text("本机存")
    found = standing(live)
    assert (found.due, found.done) == (5, 2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
