"""The phone app over our own authority, under a name that is not localhost: offline and back."""

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.cli.conftest import Cli
from tests.cli.people import BUILDING, DAY, add, order, settle_in
from tests.cli.test_over_tls import HERE, installed_from_sheet, phone, up, verified
from tests.cli.test_running import register_somebody

pytestmark = pytest.mark.browser
PIN = "2580"


def pad(page: Page, pin: str) -> None:
    for digit in pin:
        page.locator(".keys").get_by_role("button", name=digit, exact=True).click()
    page.locator(".keys .go").click()


def test_over_our_own_authority_under_a_name_the_app_works_offline_and_delivers(
    installed: Cli, playwright: Playwright
) -> None:
    cli = installed
    settle_in(cli)
    cli.ok("area", "add", f"{BUILDING}/1/101", "--kind", "household", "--name", "101")
    cli.ok("outbreak", "open", "--name", "一月", "--playbook", "community-2021-09")
    register_somebody(cli)
    captain = add(cli, "李楼长", "captain", BUILDING)
    cli.ok(*order(cli))
    cli.ok("plan", "--date", DAY)
    with up(cli) as said:
        root = installed_from_sheet(said["install_sheet"], cli.json("status"))
        given = cli.json("crew", "device-code", captain, "--lasts", "outbreak")
        with phone(playwright, verified(said["address"], root)) as page:
            assert HERE not in said["address"]
            offline_over_tls(page, f"{said['address']}field/", given["code"])
    done = cli.lines("duties", "--date", DAY, "--state", "done")
    assert done
    assert cli.json("audit")["clean"]


def offline_over_tls(page: Page, url: str, code: str) -> None:
    """Enrolled over TLS, opened from the phone itself without a line, and brought home."""
    page.goto(url)
    assert page.evaluate("window.isSecureContext")
    page.locator("input.code").fill(code)
    page.locator("button.go").click()
    page.locator(".people button", has_text="李楼长").click()
    pad(page, PIN)
    pad(page, PIN)
    expect(page.locator("nav.ways")).to_be_visible()
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.reload()
    page.locator(".people button", has_text="李楼长").click()
    pad(page, PIN)
    page.locator(".card").first.click()
    page.locator(".floor > button.go").first.click()
    expect(page.locator(".notice.unsent")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator(".notice.unsent")).to_have_count(0)
