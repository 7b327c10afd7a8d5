"""Boxes in a browser, phone and desk: a scanner's Enter walks the fields, a box is handed over, the list is printed."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.browser.conftest import PHONE, Live, OpenAs
from tests.web.browser.test_pages import no_sideways
from tests.web.browser.test_sampling_rounds import WIDE, about_to_open

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "desk"])
def test_a_scanner_packs_a_box_and_it_is_handed_over(
    live: Live, open_as: OpenAs, size: dict[str, int], tmp_path: Path
) -> None:
    page = about_to_open(live, open_as, size)
    page.get_by_role("button", name="先看怎么排").click()
    page.get_by_role("button", name="开这一轮").first.click()
    page.get_by_role("link", name="装箱、交接、收到").click()
    # A scanner types what it reads, and Enter: the browser goes on to what is still empty.
    expect(page.locator("#number")).to_be_focused()
    for field, text, following in (
        ("#number", "ZX-101", "#seal"),
        ("#seal", "F20017", "#tubes"),
        ("#tubes", "30", "#first"),
    ):
        page.locator(field).press_sequentially(text)
        page.keyboard.press("Enter")
        expect(page.locator(following)).to_be_focused()
    page.locator("#first").press_sequentially("0605")
    page.keyboard.press("Enter")
    expect(page.locator("#all")).to_contain_text("ZX-101")
    no_sideways(page)
    page.fill("#to", "豫A·3C521")
    page.get_by_role("button", name="已交接").click()
    expect(page.locator("#all")).to_contain_text("交给")
    high = page.eval_on_selector_all(".box-picks li", "all => all.map(e => e.offsetHeight)")
    assert min(high) >= 44
    no_sideways(page)
    page.screenshot(path=tmp_path / "boxes.png", full_page=True, caret="initial")
    page.get_by_role("link", name="打印箱单").click()
    no_sideways(page)
    page.screenshot(path=tmp_path / "print.png", full_page=True, caret="initial")
