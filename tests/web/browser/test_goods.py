"""Goods in a browser, phone and desk: the office issues with one tap, a captain hands over a floor with her thumb."""

from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import expect

from tests.cast import COMPOUND
from tests.street import at
from tests.web.browser.conftest import DESK, PHONE, Live, OpenAs
from tests.web.browser.test_pages import no_sideways
from wumen.actions.force import NewDeployment, deploy, enlist
from wumen.actions.lots import register_lot
from wumen.actions.parcels import set_point
from wumen.actions.shops import say_shop
from wumen.actions.stock import keep_thing, receive, set_norms
from wumen.records import clock
from wumen.rules.lots import Mode, NewLot
from wumen.rules.posts import Viewer
from wumen.rules.shops import State
from wumen.rules.sign_up import SignUp

pytestmark = pytest.mark.browser

DAY = at(1, 10).date()


def goods(clerk: Viewer) -> tuple[UUID, UUID]:
    """Suits for six medics, a shop, and vegetables for building 1: the store and the lot."""
    with clock.fixed(at(1, 10, 6)):
        store = set_point(clerk, COMPOUND, "东门货架", "王强")
        suits = keep_thing(clerk, store.id, "防护服", "套").id
        set_norms(clerk, suits, {"half_day": 1})
        receive(clerk, suits, 8, "街道仓库")
        crew = enlist(clerk, COMPOUND, SignUp("医疗队", "19011112222", "medic", people=6), "crew")
        deploy(clerk, [crew.id], NewDeployment("入户采样", DAY, "am"))
        say_shop(clerk, COMPOUND, "社区超市", State.LIMITED, "8:00–18:00", "一天100份")
        new = NewLot("社区超市", "蔬菜包", "份", 5, Mode.HOMES, f"{COMPOUND}/1")
        return store.id, register_lot(clerk, store.id, new)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_goods_are_issued_dealt_out_and_handed_over(
    live: Live, open_as: OpenAs, size: dict[str, int], tmp_path: Path
) -> None:
    clerk = live.cast.secretary
    store, lot = goods(clerk)
    page = open_as(clerk, size)
    page.goto(f"{live.url}/stock/")
    page.get_by_role("button", name="按人头发给 1 处").click()
    expect(page.locator("main")).to_contain_text("按人头该发的都发了")
    for name, path in (
        ("stock", "/stock/"),
        ("sheet", f"/stock/sheet/?point={store}"),
        ("lots", "/lots/"),
        ("packing", f"/lots/{lot}/sheet/"),
        ("shops", "/shops/"),
    ):
        page.goto(live.url + path)
        page.eval_on_selector_all("main details", "all => all.forEach(one => { one.open = true })")
        page.screenshot(path=tmp_path / f"{name}.png", full_page=True, caret="initial")
        no_sideways(page)
    page = open_as(live.cast.captain, size)
    page.goto(f"{live.url}/lots/{lot}/")
    page.get_by_label("202").check()
    page.locator("button[value='brought/2']").click()
    expect(page.locator("main")).to_contain_text("3 户")
    expect(page.locator("#floor-2")).to_be_visible()
    page.screenshot(path=tmp_path / "lot.png", full_page=True, caret="initial")
    no_sideways(page)
    taps = "main button, main summary, main label.pick"
    heights = page.eval_on_selector_all(
        taps, "all => all.filter(e => e.offsetParent).map(e => [e.offsetHeight, e.textContent])"
    )
    assert [one for one in heights if one[0] < 44] == []
