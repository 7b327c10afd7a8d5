"""A round on paper keyed in without a mouse: number, who, when, exceptions, Enter twice; printed on A4."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.cast import PATH
from tests.street import at
from tests.web.browser.conftest import DESK, PHONE, Live, OpenAs
from tests.web.browser.test_pages import big_enough, no_sideways

pytestmark = pytest.mark.browser

ROUND = f"/rounds/2022-01-10/am/{PATH}1/1/"


def test_a_sheet_is_printed_walked_and_keyed_in_by_keyboard_alone(
    live: Live, open_as: OpenAs, tmp_path: Path
) -> None:
    page = open_as(live.cast.secretary, DESK)
    page.goto(live.url + ROUND)
    page.get_by_role("button", name="打印入户单").click()
    expect(page.locator(".paper-round tbody tr:not(.signed)")).to_have_count(4)
    number = page.locator(".paper-round .number").inner_text().split()[-1]
    page.pdf(path=tmp_path / "sheet.pdf", format="A4")
    page.emulate_media(media="print")
    assert page.locator(".paper-round .names").first.is_visible()
    assert not page.locator("header.top").is_visible()
    page.emulate_media(media="screen")
    live.now = at(1, 10, 10)
    page.goto(f"{live.url}/round-sheets/")
    expect(page.locator("#number")).to_be_focused()
    keys = page.keyboard
    for text, key in ((number, "Enter"), ("李", "Tab"), ("905", "Tab")):
        keys.type(text)
        keys.press(key)
        if key == "Enter":
            expect(page.locator("#went")).to_be_focused()
    keys.press("Tab")
    keys.type("2 m; 4 36.5 38.1")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.locator(".understood")).to_contain_text("走过 4 行，3 行正常")
    page.screenshot(path=tmp_path / "understood.png", full_page=True, caret="initial")
    keys.press("Enter")
    expect(page.locator(".result")).to_contain_text(f"{number} 号已录入")
    expect(page.locator(".result")).to_contain_text("体温到了 37.3℃：4B")
    expect(page.locator("#number")).to_be_focused()
    page.screenshot(path=tmp_path / "keyed.png", full_page=True, caret="initial")


def test_the_pages_of_round_sheets_fit_a_phone(live: Live, open_as: OpenAs, tmp_path: Path) -> None:
    page = open_as(live.cast.captain, PHONE)
    page.goto(live.url + ROUND)
    page.get_by_role("button", name="打印入户单").click()
    expect(page.locator(".paper-round")).to_be_visible()
    no_sideways(page)
    page.goto(f"{live.url}/round-sheets/")
    for step in ("list", "key"):
        page.screenshot(path=tmp_path / f"{step}.png", full_page=True, caret="initial")
        no_sideways(page)
        big_enough(page)
        if step == "list":
            page.locator(".rows .name").first.click()
            expect(page.locator("#text")).to_be_visible()
