"""The end of an outbreak in a browser: two people, each on her own screen, and the certificate on paper."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.closings import THIRTY
from tests.web.browser.conftest import DESK, PHONE, Live, OpenAs
from tests.web.browser.test_pages import big_enough, no_sideways
from tests.web.chinese import chinese_outside
from wumen.actions.closing import ask_to_erase
from wumen.records import clock

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_second_person_confirms_and_prints_the_certificate(
    live: Live, open_as: OpenAs, own_home: Path, size: dict[str, int], tmp_path: Path
) -> None:
    live.now = THIRTY
    with clock.fixed(THIRTY):
        ask_to_erase(live.cast.clerk, "2022年1月", "疫情已结束")
    page = open_as(live.cast.secretary, size)
    page.goto(f"{live.url}/outbreaks/")
    page.get_by_role("link", name="结束和销毁").click()
    no_sideways(page)
    big_enough(page)
    expect(page.locator("main")).to_contain_text("孙内勤")
    page.screenshot(path=tmp_path / "asked.png", full_page=True, caret="initial")
    page.get_by_role("button", name="确认销毁").click()
    expect(page.locator("h1")).to_contain_text("已销毁")
    no_sideways(page)
    page.screenshot(path=tmp_path / "erased.png", full_page=True, caret="initial")
    for name in ("中文，打印", "English"):
        page.goto(page.url.split("certificate")[0])
        page.get_by_role("link", name=name).click()
        no_sideways(page)
        expect(page.locator("article.certificate")).to_be_visible()
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True, caret="initial")
    assert chinese_outside(page.content()) == []
