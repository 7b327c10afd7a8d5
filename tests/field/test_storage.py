"""The phone app where the browser closes its storage, or does not open it: nothing is lost, nothing begins anew."""

import pytest
from playwright.sync_api import expect

from tests.field.conftest import NewHandset
from tests.field.test_app import open_round
from tests.web.browser.conftest import Live

pytestmark = pytest.mark.browser
# Holds every connection that was opened, and opens none while the page says so.
WATCHED = """
    const open = IDBFactory.prototype.open;
    window.connections = [];
    IDBFactory.prototype.open = function (...given) {
        if (localStorage.getItem("closed"))
            throw new DOMException("Connection to Indexed Database server lost", "UnknownError");
        const asked = open.apply(this, given);
        asked.addEventListener("success", () => window.connections.push(asked.result));
        return asked;
    };
"""


def test_storage_that_is_closed_or_does_not_open_loses_nothing(
    live: Live, new_handset: NewHandset
) -> None:
    handset = new_handset()
    handset.context.add_init_script(WATCHED)
    handset.enrol()
    page = handset.page
    handset.works_offline()
    handset.context.set_offline(True)
    open_round(page, unit="1")
    # As iOS does while the phone lies in the pocket.
    page.evaluate("window.connections.forEach((one) => one.close())")
    floor = page.locator("[id^='floor-']").first
    floor.locator("> button.go").click()
    expect(floor.locator("> button.go")).to_have_count(0)
    expect(page.locator(".notice.unsent")).to_be_visible()

    page.evaluate("localStorage.setItem('closed', 'yes')")
    page = handset.opened()
    expect(page.locator(".problem")).to_contain_text("手机的存储这会儿打不开")
    expect(page.locator(".problem")).to_contain_text("已经记下的都还在")
    expect(page.locator("input.code")).to_have_count(0)

    page.evaluate("localStorage.removeItem('closed')")
    page.get_by_role("button", name="再试一次").click()
    handset.enter()
    expect(page.locator(".notice.unsent")).to_be_visible()
    handset.context.set_offline(False)
    expect(page.locator(".notice.unsent")).to_have_count(0)
