"""Parcels in a browser, phone and desk: a kept shelf, a typed list, its text copied, homes ticked at the door."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.cast import COMPOUND
from tests.web.browser.conftest import PHONE, Live, OpenAs
from tests.web.browser.test_pages import no_sideways

pytestmark = pytest.mark.browser

WIDE = {"width": 1440, "height": 900}


def enter_list(page: Page, live: Live) -> None:
    """A shelf at the compound with its keeper, and what came to it."""
    page.goto(f"{live.url}/parcels/")
    page.select_option("#area", f"410102/410102003/{COMPOUND}/")
    page.fill("#name", "东门货架")
    page.fill("#keeper", "王强")
    page.get_by_role("button", name="记下暂存点").click()
    expect(page.locator("main")).to_contain_text("都交出去了，没有放着的。")
    page.fill("#text", "1-1-101 2件\n2-1-102、201\n张阿姨的件")
    page.get_by_role("button", name="登记这些件").click()
    expect(page.locator("h1")).to_contain_text("3 户 4 件")


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "desk"])
def test_a_list_is_entered_told_to_the_group_and_handed_over(
    live: Live, open_as: OpenAs, size: dict[str, int], tmp_path: Path
) -> None:
    page = open_as(live.cast.secretary, size)
    enter_list(page, live)
    expect(page.locator("#group-1")).to_have_value(re.compile(r"有件到了东门货架.*\n1单元：101$"))
    no_sideways(page)
    page.get_by_role("button", name="已发到群里").first.click()
    expect(page.locator("#group-texts h2")).to_contain_text("已发 1 群")
    page.screenshot(path=tmp_path / "told.png", full_page=True, caret="initial")
    page.get_by_role("link", name="还有 1 行没读准是哪一户").click()
    expect(page.locator("#to-door")).to_have_text("先送：要送到门口的 1 户")
    page.screenshot(path=tmp_path / "lying.png", full_page=True, caret="initial")
    no_sideways(page)
    # Whatever is tapped at the door is as high as a thumb wants it; a home is ticked on its whole row.
    high = page.eval_on_selector_all(
        ".rows label, .hand-bar button.go, .hand-bar summary",
        "all => all.map(e => e.offsetHeight)",
    )
    assert len(high) == 5
    assert min(high) >= 44
    page.get_by_label("1号楼 1单元 101").check()
    page.get_by_text("别人送的、几点送的、拍一张、记错了").click()
    page.fill("#other", "陈志愿者")
    page.get_by_role("button", name="送到门口了").click()
    expect(page.locator("#handed + ul")).to_contain_text("送到门口 · 陈志愿者")
    page.get_by_placeholder("房号，如 1-2-301").fill("1-1-202")
    page.get_by_role("button", name="记到这一户").click()
    expect(page.locator("h1")).to_contain_text("1 户 1 件")
    page.goto(f"{live.url}/parcels/")
    expect(page.locator("main")).to_contain_text("现有 3 件，3 户")
    page.emulate_media(media="print")
    expect(page.get_by_text("谁送的").first).to_be_visible()
    expect(page.locator("#text")).to_be_hidden()
