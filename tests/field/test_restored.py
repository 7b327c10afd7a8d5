"""The phone app when the office was restored to before it was enrolled: it says so, goes on, and brings all along."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.cast import PATH
from tests.field.conftest import Handset, NewHandset, office
from tests.field.test_app import at_door, look, open_round
from tests.field.test_lines import note
from tests.web.browser.conftest import Live
from wumen.actions.field import enrolling
from wumen.actions.field.replaying import replay
from wumen.records import clock
from wumen.records.models import FieldDevice, FieldRecord
from wumen.records.scope import WHOLE, scoped

pytestmark = pytest.mark.browser


def forget_every_phone() -> None:
    """As after a restore: no token is known, and nothing stands under the writers of the phones."""
    with scoped(WHOLE):
        for one in FieldDevice.objects.all():
            one.token_key, one.writer = uuid4().bytes, uuid4()
            one.save(update_fields=["token_key", "writer"])


def told() -> int:
    with scoped(WHOLE):
        return FieldRecord.objects.filter(kind="field.note").count()


def nobody_home(page: Page, room: str) -> None:
    open_round(page)
    at_door(page, room)
    page.locator("section > .reasons").get_by_role("button", name="家里没人").click()
    expect(page.locator(".due").first).to_contain_text("存在本机")


def enrol_again(live: Live, handset: Handset) -> None:
    clerk = live.cast.clerk
    code = office(live, lambda: enrolling.make_code(clerk, f"{PATH}1/", "1号楼").code)
    handset.page.locator("input.code").fill(code)
    handset.page.locator("button.go").click()
    handset.choose("李楼长")
    handset.type_pin()
    handset.type_pin()


def test_a_phone_that_a_restored_office_does_not_know_goes_on_and_brings_all_along(
    tower: Live, new_handset: NewHandset, tmp_path: Path
) -> None:
    handset = new_handset()
    handset.enrol()
    handset.works_offline()
    page = handset.page
    handset.context.set_offline(True)
    note(page, "恢复以前记的")
    nobody_home(page, "3102")
    office(tower, forget_every_phone)
    handset.context.set_offline(False)
    said = page.locator(".notice.late", has_text="社区的系统不认得这部手机了")
    expect(said).to_be_visible()
    # Nobody stands before a locked door: what she carries is worked off, and kept.
    nobody_home(page, "2903")
    expect(page.locator(".notice.unsent")).to_have_text("未上传 3 条")
    look(page, tmp_path, "unknown")
    said.get_by_role("button", name="重新登记").click()
    expect(page.locator("main")).to_contain_text("本机存着 3 条记录")
    look(page, tmp_path, "again")
    page.get_by_role("button", name="先不登记，接着走").click()
    expect(page.locator("nav.ways")).to_be_visible()
    said.get_by_role("button", name="重新登记").click()
    enrol_again(tower, handset)
    expect(page.locator(".notice.unsent")).to_have_count(0)
    expect(said).to_have_count(0)
    note(page, "恢复以后记的")
    expect(page.locator(".notice.unsent")).to_have_count(0)
    page.locator("nav.ways button").nth(3).click()
    expect(page.locator(".record")).to_have_count(4)
    assert office(tower, told) == 2
    assert office(tower, lambda: replay(tower.cast.operator).differences) == []
    # The browser notes each refusal of a token that nobody knows.
    assert all("401" in one for one in tower.failures)
    tower.failures.clear()


def test_a_phone_whose_list_has_gone_asks_for_the_code_at_once(
    live: Live, new_handset: NewHandset
) -> None:
    handset = new_handset()
    handset.enrol()
    handset.context.set_offline(True)
    note(handset.page, "恢复以前记的")
    office(live, forget_every_phone)
    handset.page.clock.install(time=clock.real_now() + timedelta(days=2))
    handset.context.set_offline(False)
    handset.page.goto(f"{live.url}/field/")
    expect(handset.page.locator("input.code")).to_be_visible()
    expect(handset.page.locator(".notice.unsent")).to_be_visible()
    # What it goes on to ask is refused as well, and may be told behind the last line here.
    handset.page.close()
    live.failures.clear()
