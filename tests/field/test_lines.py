"""The phone app where things are not as usual: without a service worker, handed over offline, ended."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.cast import PATH
from tests.field.conftest import PIN, NewHandset, office
from tests.web.browser.conftest import Live
from wumen.actions.field import enrolling
from wumen.records.models import FieldDevice, Photo
from wumen.records.scope import WHOLE, scoped

pytestmark = pytest.mark.browser
OTHER_PIN = "1470"
NOTE = "lift stands still"
# Pictures are ready when the test says so.
SLOW_PICTURES = """() => {
    const [read, on] = [window.createImageBitmap, new Promise((done) => { window.goOn = done; })];
    window.createImageBitmap = (...given) => on.then(() => read(...given));
}"""


def note(page: Page, words: str = NOTE) -> None:
    """Note a sentence under More."""
    page.locator("nav.ways button").nth(4).click()
    page.locator("main > details", has_text="记一笔").locator("summary").click()
    page.get_by_label("要交代的事").fill(words)
    page.locator("main > details", has_text="记一笔").get_by_role("button", name="记下").click()
    expect(page.get_by_label("要交代的事")).to_have_value("")


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
    expect(page.locator(".notice.unsent")).to_have_count(0)
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
    handset.type_pin(OTHER_PIN)
    handset.type_pin(OTHER_PIN)
    expect(page.locator("h1")).to_contain_text(name)
    note(page, "key of the roof handed over")
    page = handset.opened()
    handset.choose(name)
    handset.type_pin(PIN)
    expect(page.locator(".pad .late")).to_contain_text("还可以试 9 次")
    handset.type_pin(OTHER_PIN)
    expect(page.locator("nav.ways")).to_be_visible()
    handset.context.set_offline(False)
    expect(page.locator(".notice.unsent")).to_have_count(0)
    stored = page.evaluate(
        """() => new Promise((done) => { const asked = indexedDB.open("wumen-field");
        asked.onsuccess = () => { const all = asked.result.transaction("things").objectStore("things").getAll();
        all.onsuccess = () => done(JSON.stringify(all.result)); }; })"""
    )
    assert NOTE not in stored, "nothing that was written lies open on the phone"
    assert "张阿姨" not in stored
    assert json.loads(stored)


def photos_of(live: Live) -> int:
    with scoped(WHOLE):
        return Photo.objects.count()


def test_a_photo_is_sealed_on_the_phone_and_follows_its_duty(
    live: Live, new_handset: NewHandset
) -> None:
    handset = new_handset()
    handset.enrol()
    page = handset.page
    picture = {"name": "x.png", "mimeType": "image/png", "buffer": page.screenshot()}
    broken = picture | {"buffer": b"no picture"}
    page.locator(f".card[data-round$='am/{PATH}1/1']").click()
    page.locator(".door[data-room='202']").click()
    due = page.locator(".due", has_text="量体温").first
    due.locator("summary").click()
    due.locator("input[type=file]").set_input_files([broken])
    expect(page.locator(".problem")).to_contain_text("这张照片打不开")
    # An old phone takes seconds for a picture: what comes meanwhile stays, and nothing goes without it.
    other = picture | {"buffer": page.locator("h1").screenshot()}
    page.evaluate(SLOW_PICTURES)
    due.locator("input[type=file]").set_input_files([picture])
    due.get_by_label("说明").fill("耳温枪")
    due.locator("input[type=file]").set_input_files([other])
    expect(due).to_contain_text("照片处理中")
    expect(due.locator("button.go")).to_be_disabled()
    page.evaluate("window.goOn()")
    expect(due).to_contain_text("照片 2 张")
    expect(due.get_by_label("说明")).to_have_value("耳温枪")
    due.locator("input.celsius").fill("36.6")
    due.locator("button.go").click()
    expect(page.locator(".due.is-done")).to_contain_text("已收到")
    expect(page.locator(".notice.unsent")).to_have_count(0)
    assert office(live, lambda: photos_of(live)) == 2


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
    expect(page.locator(".people button")).to_have_count(0)
    expect(page.locator(".notice.unsent")).to_have_count(0)
    expect(page.locator(".notice.late", has_text="社区已停用这部手机")).to_be_visible()
    refused = [one for one in live.failures if "403" in one]
    assert refused, "the browser notes each refusal of the carry"
    live.failures[:] = [one for one in live.failures if one not in refused]
