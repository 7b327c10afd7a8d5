"""The resident's page walked on an old phone without JavaScript: from the card to the answer, at 360 pixels."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.cast import COMPOUND
from tests.web.browser.conftest import PHONE, Live
from wumen.actions.door_codes import NewCode, print_cards
from wumen.queries.homes import door_lines
from wumen.rules.door_codes import DoorKind

pytestmark = pytest.mark.browser


@pytest.fixture
def cards(live: Live) -> tuple[NewCode, NewCode]:
    """The card of 张阿姨's home and the code of her stairwell, made before a browser runs."""
    aunt = next(
        one for one in door_lines(live.cast.captain, f"{COMPOUND}/1") if one.room == "202"
    ).household
    card = print_cards(live.cast.captain, f"{COMPOUND}/1", DoorKind.INNER, [aunt])[0]
    stairwell = print_cards(live.cast.captain, f"{COMPOUND}/1", DoorKind.OUTER)[0]
    return card, stairwell


def test_a_household_reports_asks_and_objects_without_javascript(
    live: Live, cards: tuple[NewCode, NewCode], chromium: Browser, tmp_path: Path
) -> None:
    card, stairwell = cards
    shots = Path(os.environ.get("DOOR_SHOTS", tmp_path))
    phone = chromium.new_context(viewport=PHONE, java_script_enabled=False, locale="zh-CN")
    page = phone.new_page()
    page.goto(f"{live.url}/d/{stairwell.code}/")
    page.screenshot(path=shots / "outer.png", full_page=True)
    page.goto(f"{live.url}/d/{card.code}/")
    page.screenshot(path=shots / "pin.png", full_page=True)
    page.get_by_label("密码").fill(card.pin)
    page.get_by_role("button", name="打开").click()
    page.get_by_label("张阿姨").first.fill("36.5")
    page.get_by_role("button", name="报体温").click()
    assert page.get_by_text("体温已收到").is_visible()
    page.get_by_label("写清楚").fill("胰岛素两支")
    page.get_by_role("button", name="交给楼长").click()
    assert page.get_by_text("楼长会联系您").is_visible()
    page.locator("#objection").fill("我十一月就回来了")
    page.get_by_role("button", name="提异议").click()
    assert page.get_by_text("答复会显示在这一页").is_visible()
    page.screenshot(path=shots / "home.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="English").click()
    page.screenshot(path=shots / "home-en.png", full_page=True)
    page.get_by_role("button", name="Sign out").click()
    assert page.get_by_role("heading", name="Signed out").is_visible()
    page.goto(f"{live.url}/my/")
    assert page.get_by_label("密码").count() == 0
    phone.close()
