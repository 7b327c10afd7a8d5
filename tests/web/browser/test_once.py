"""A form goes once in a browser: whoever clicks again because nothing seems to happen has sent it once."""

from time import sleep

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.browser.conftest import DESK, Live, OpenAs

pytestmark = pytest.mark.browser
# A hand that is not quick: the second click comes when the first is at the office already.
AGAIN_MS = 150
CLICKED_TWICE = f"button => {{ button.click(); setTimeout(() => button.click(), {AGAIN_MS}); }}"


def slowly(page: Page) -> None:
    """What is sent is at the office at once, and its answer takes a second, as on a busy morning."""

    def answer(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        said = route.fetch(max_redirects=0)
        sleep(1)
        return route.fulfill(response=said)

    page.route("**/passages/**", answer)


def test_a_second_click_is_no_second_entry(live: Live, open_as: OpenAs) -> None:
    page = open_as(live.cast.secretary, DESK)
    slowly(page)
    page.goto(f"{live.url}/passages/")
    page.locator("#text").fill("1-1-101 外卖")
    page.get_by_role("button", name="进（回车）").evaluate(CLICKED_TWICE)
    expect(page.locator(".answer")).to_contain_text("已登记")
    page.goto(f"{live.url}/passages/")
    expect(page.locator(".rows .row")).to_have_count(1)
    # The page that is there now sends its own.
    page.locator("#text").fill("1-1-102 快递")
    page.get_by_role("button", name="进（回车）").click()
    expect(page.locator(".rows .row")).to_have_count(2)


def test_whoever_goes_back_may_send_again(live: Live, open_as: OpenAs) -> None:
    page = open_as(live.cast.secretary, DESK)
    page.goto(f"{live.url}/passages/")
    page.locator("#text").fill("1-1-101 外卖")
    page.get_by_role("button", name="进（回车）").click()
    expect(page.locator(".rows .row")).to_have_count(1)
    page.go_back()
    page.locator("#text").fill("1-1-102 快递")
    page.get_by_role("button", name="进（回车）").click()
    expect(page.locator(".rows .row")).to_have_count(2)
