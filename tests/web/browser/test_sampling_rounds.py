"""A sampling round in a browser, phone and desk: looked at, opened, a reason noted at a door, notices, the sheet."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import PHONE, Live, OpenAs
from tests.web.browser.test_pages import no_sideways

pytestmark = pytest.mark.browser

WIDE = {"width": 1280, "height": 900}


def about_to_open(live: Live, open_as: OpenAs, size: dict[str, int]) -> Page:
    """The form of a round that begins at six, filled in and not sent."""
    page = open_as(live.cast.secretary, size)
    page.goto(f"{live.url}/sampling/new/")
    page.fill("#begins", "06:00")
    page.fill("#ordered_by", "区防控指挥部")
    return page


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["phone", "desk"])
def test_a_round_is_opened_swept_and_printed(
    live: Live, open_as: OpenAs, size: dict[str, int], tmp_path: Path
) -> None:
    page = about_to_open(live, open_as, size)
    no_sideways(page)
    page.get_by_role("button", name="先看怎么排").click()
    expect(page.locator("#would")).to_contain_text("上门采 10 人")
    no_sideways(page)
    page.screenshot(path=tmp_path / "would.png", full_page=True, caret="initial")
    page.get_by_role("button", name="开这一轮").first.click()
    expect(page.locator("h1")).to_contain_text("第 1 轮核酸")
    expect(page.locator("#buildings")).to_contain_text("全部上门")
    no_sideways(page)
    page.screenshot(path=tmp_path / "one.png", full_page=True, caret="initial")
    one = page.url
    page.locator("#buildings a").nth(1).click()
    page.get_by_text("为什么没采").first.click()
    page.get_by_role("button", name="外出不在本地").first.click()
    expect(page.locator("#missing")).to_contain_text("○ 外出不在本地")
    # Whatever is tapped beside a name is as high as a thumb wants it.
    high = page.eval_on_selector_all("#missing summary", "all => all.map(e => e.offsetHeight)")
    assert min(high) >= 44
    no_sideways(page)
    for part in ("notices/", "print/"):
        page.goto(one + part)
        no_sideways(page)
        page.screenshot(path=tmp_path / f"{part[:-1]}.png", full_page=True, caret="initial")
