"""The phone app as a captain uses it: enrolled, offline for a whole round, killed, back: all is received."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.field.conftest import NewHandset
from tests.web.browser.conftest import Live

pytestmark = pytest.mark.browser
ROUND = "1/2"


def look(page: Page, folder: Path, name: str) -> None:
    """No screen is wider than the phone; what it looked like stays."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
    page.screenshot(path=folder / f"{name}.png", full_page=True)


def test_every_screen_fits_a_small_phone_in_both_languages(
    tower: Live, new_handset: NewHandset, tmp_path: Path
) -> None:
    for language in ("zh-CN", "en-GB"):
        handset = new_handset(language)
        folder = tmp_path / language
        folder.mkdir()
        handset.page.goto(f"{tower.url}/field/")
        expect(handset.page.locator("input.code")).to_be_visible()
        look(handset.page, folder, "enrol")
        handset.enrol()
        page = handset.page
        look(page, folder, "rounds")
        page.locator(".card[data-round$='/1/2']").first.click()
        look(page, folder, "round")
        page.locator(".door[data-room='3102']").click()
        look(page, folder, "door")
        for number, name in enumerate(("rounds", "find", "scan", "records", "more")):
            page.locator("nav.ways button").nth(number).click()
            look(page, folder, name)
