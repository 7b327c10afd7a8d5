"""The phone app over other lines: TLS under a name, without a service worker, handed over offline, ended."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.cli.conftest import Cli
from tests.cli.people import BUILDING, DAY, add, order, settle_in
from tests.cli.test_over_tls import HERE, installed_from_sheet, phone, up, verified
from tests.cli.test_running import register_somebody
from tests.field.conftest import PIN, NewHandset, office
from tests.web.browser.conftest import Live
from wumen.actions.field import enrolling
from wumen.records.models import FieldDevice
from wumen.records.scope import WHOLE, scoped

pytestmark = pytest.mark.browser
OTHER_PIN = "1470"
NOTE = "lift stands still"


def pad(page: Page, pin: str) -> None:
    for digit in pin:
        page.locator(".keys").get_by_role("button", name=digit, exact=True).click()
    page.locator(".keys .go").click()


def note(page: Page, words: str = NOTE) -> None:
    """Note a sentence under More."""
    page.locator("nav.ways button").nth(4).click()
    page.locator("main > details", has_text="记一笔").locator("summary").click()
    page.get_by_label("要交代的事").fill(words)
    page.locator("main > details", has_text="记一笔").get_by_role("button", name="记下").click()
    expect(page.get_by_label("要交代的事")).to_have_value("")


def test_over_our_own_authority_under_a_name_the_app_works_offline_and_delivers(
    installed: Cli, tmp_path: Path
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
        with phone(verified(said["address"], root)) as page:
            assert HERE not in said["address"]
            offline_over_tls(page, f"{said['address']}field/", given["code"])
    done = cli.lines("duties", "--date", DAY, "--state", "done")
    assert {one["what"] for one in done} == {"temperature"}
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
    expect(page.locator(".notice.unsent")).to_have_count(0, timeout=60_000)


def test_without_a_service_worker_unsent_entries_are_kept_and_said(
    live: Live, new_handset: NewHandset
) -> None:
    handset = new_handset(service_workers="block")
    handset.enrol()
    page = handset.page
    expect(page.locator(".notice.hold")).to_contain_text("不能离线打开")
    handset.context.set_offline(True)
    note(page)
    expect(page.locator(".notice.unsent")).to_have_text("未上传 1 条")
    handset.context.set_offline(False)
    page = handset.opened()
    handset.enter()
    expect(page.locator(".notice.unsent")).to_have_count(0, timeout=60_000)
    page.locator("nav.ways button").nth(3).click()
    expect(page.locator(".record")).to_contain_text(NOTE)
    expect(page.locator(".record .st")).to_contain_text("已收到")


def test_the_phone_is_handed_over_without_a_network_each_with_her_own_pin(
    live: Live, new_handset: NewHandset
) -> None:
    handset = new_handset()
    handset.enrol()
    handset.works_offline()
    handset.context.set_offline(True)
    page = handset.page
    note(page)
    page.get_by_role("button", name="换班交接").click()
    others = page.locator(".people button").filter(has_not_text="李楼长")
    expect(others.first).to_be_visible()
    name = others.first.locator("b").inner_text()
    others.first.click()
    pad(page, OTHER_PIN)
    pad(page, OTHER_PIN)
    expect(page.locator("h1")).to_contain_text(name)
    note(page, "key of the roof handed over")
    page = handset.opened()
    handset.choose(name)
    pad(page, PIN)
    expect(page.locator(".pad .late")).to_contain_text("还可以试 9 次")
    pad(page, OTHER_PIN)
    expect(page.locator("nav.ways")).to_be_visible()
    handset.context.set_offline(False)
    expect(page.locator(".notice.unsent")).to_have_count(0, timeout=60_000)
    stored = page.evaluate(
        """() => new Promise((done) => { const asked = indexedDB.open("wumen-field");
        asked.onsuccess = () => { const all = asked.result.transaction("things").objectStore("things").getAll();
        all.onsuccess = () => done(JSON.stringify(all.result)); }; })"""
    )
    assert NOTE not in stored, "nothing that was written lies open on the phone"
    assert "张阿姨" not in stored
    assert json.loads(stored)


def end_every_phone(live: Live) -> None:
    with scoped(WHOLE):
        known = list(FieldDevice.objects.values_list("id", flat=True))
    for one in known:
        enrolling.end(live.cast.clerk, one)


def test_an_ended_phone_loses_its_names_and_still_delivers(
    live: Live, new_handset: NewHandset
) -> None:
    handset = new_handset()
    handset.enrol()
    handset.works_offline()
    handset.context.set_offline(True)
    note(handset.page)
    office(live, lambda: end_every_phone(live))
    handset.context.set_offline(False)
    page = handset.opened()
    expect(page.locator(".people button")).to_have_count(0, timeout=60_000)
    expect(page.locator(".notice.unsent")).to_have_count(0, timeout=60_000)
    expect(page.locator(".notice.late", has_text="社区已停用这部手机")).to_be_visible()
