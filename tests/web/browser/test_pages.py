"""A captain's morning and the secretary's board in a browser: phone and desk, with and without scripts."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.cast import PATH
from tests.street import at
from tests.web.browser.conftest import DESK, PHONE, Live, OpenAs
from tests.web.chinese import chinese_outside

pytestmark = pytest.mark.browser

ROUND = f"/rounds/2022-01-10/am/{PATH}1/1/"


def no_sideways(page: Page) -> None:
    """Nothing lies beyond the right edge of the screen, once its style is there."""
    page.wait_for_load_state()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], page.url  # type: ignore[index]


def big_enough(page: Page) -> None:
    """Whatever is tapped on a round is at least 44 pixels high."""
    heights = page.eval_on_selector_all(
        "main button, main summary, main .chips span, main input:not([type=hidden]):not([type=radio])",
        "all => all.filter(e => e.offsetParent).map(e => [e.offsetHeight, e.textContent])",
    )
    assert [one for one in heights if one[0] < 44] == []


def except_room(page: Page, room: str, reason: str, js: bool) -> None:
    """Open a door and choose why it is excepted."""
    door = page.locator(f'.door[data-room="{room}"]')
    door.locator("summary").click()
    door.get_by_label(reason, exact=True).check()
    if js:
        expect(page.locator(".floor", has=door).locator("[data-named]")).to_contain_text(reason)


@pytest.mark.parametrize("js", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_captain_does_her_floors_and_the_secretary_sees_it(
    live: Live, open_as: OpenAs, size: dict[str, int], js: bool, tmp_path: Path
) -> None:
    page = open_as(live.cast.captain, size, js=js)
    expect(page.locator("h1")).to_have_text("今天要走的")
    page.screenshot(path=tmp_path / "rounds.png", full_page=True, caret="initial")
    page.locator("a.trip").first.click()
    page.screenshot(path=tmp_path / "round.png", full_page=True, caret="initial")
    except_room(page, "202", "家里没人", js)
    page.screenshot(path=tmp_path / "excepted.png", full_page=True, caret="initial")
    page.locator("#floor-2 button.go").click()
    expect(page.locator("#floor-2 .result")).to_contain_text(
        "2 层：4 项已记为代报；1 户例外（202）"
    )
    expect(page.locator("#progress")).to_contain_text("4/10")
    for room, reason in (("101", "不愿意"), ("102", "没有体温计")):
        except_room(page, room, reason, js)
    page.locator("#floor-1 button.go").click()
    expect(page.locator("#floor-1 .result")).to_contain_text("2 户例外（101 102）")
    page.screenshot(path=tmp_path / "after.png", full_page=True, caret="initial")
    if js is True:
        no_sideways(page)
        big_enough(page)
    page = open_as(live.cast.secretary, size, js=js)
    expect(page.locator(".promises")).to_contain_text("4 / 30 今日事项")
    page.screenshot(path=tmp_path / "board.png", full_page=True, caret="initial")
    page.goto(f"{live.url}/board/?projector=1")
    page.screenshot(path=tmp_path / "wall.png", full_page=True, caret="initial")
    if js is True:
        no_sideways(page)


def test_a_reading_is_typed_at_the_door_and_an_unlikely_one_is_refused_there(
    live: Live, open_as: OpenAs
) -> None:
    page = open_as(live.cast.captain, PHONE)
    page.goto(live.url + ROUND)
    door = page.locator('.door[data-room="202"]')
    door.locator("summary").click()
    door.locator(".celsius input").fill("365")
    door.get_by_role("button", name="记为实测").click()
    expect(page.locator("#problems")).to_contain_text("34 到 43 度之间")
    expect(door.locator(".celsius input")).to_have_value("365")
    assert [one for one in live.failures if "400" not in one and "htmx" not in one.lower()] == []
    live.failures.clear()
    door.locator(".celsius input").fill("36.5")
    door.get_by_role("button", name="记为实测").click()
    expect(page.locator("#floor-2 .result")).to_contain_text("202 1 人已记为实测")


def test_the_board_asks_again_and_stays_as_it_is_when_nothing_changed(
    live: Live, open_as: OpenAs
) -> None:
    page = open_as(live.cast.secretary, DESK)
    page.wait_for_load_state("load")
    shown = page.locator("#live").inner_html()
    with page.expect_response(lambda one: one.url == f"{live.url}/board/") as answer:
        page.evaluate(
            "htmx.ajax('GET', '/board/', {source: '#live', target: '#live', swap: 'outerHTML'})"
        )
    assert answer.value.status == 304
    assert page.locator("#live").inner_html() == shown
    live.now = at(1, 10, 11)
    with page.expect_response(lambda one: one.url == f"{live.url}/board/") as answer:
        page.evaluate(
            "htmx.ajax('GET', '/board/', {source: '#live', target: '#live', swap: 'outerHTML'})"
        )
    assert answer.value.status == 200
    expect(page.locator("#live")).to_contain_text("20 项超时")


def visit(page: Page, live: Live, tmp_path: Path, paths: list[str], language: str) -> None:
    """Look at each page: its width, and its Chinese where it is English."""
    for place, path in enumerate(paths):
        page.goto(live.url + path)
        name = re.sub(r"\W+", "-", path)[:24]
        page.screenshot(
            path=tmp_path / f"{language}-{place}{name}.png", full_page=True, caret="initial"
        )
        no_sideways(page)
        if language == "en":
            assert chinese_outside(page.content()) == [], path


OFFICE = [
    "/board/",
    "/duties/",
    "/duties/?state=overdue",
    "/audit/",
    "/explain/",
    "/rounds/",
    ROUND,
    "/crew/",
    "/phones/",
    "/device/",
]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_fits_its_screen_in_both_languages(
    live: Live, open_as: OpenAs, size: dict[str, int], language: str, tmp_path: Path
) -> None:
    live.now = at(1, 10, 11)
    page = open_as(live.cast.secretary, size, language)
    visit(page, live, tmp_path, OFFICE, language)
    for label in ("plan", "audit"):
        page.goto(f"{live.url}/audit/")
        page.locator(f'form[action="/{label}/"] button').click()
        expect(page.locator("[role=status]").first).to_be_visible()
        page.screenshot(path=tmp_path / f"{language}-{label}.png", full_page=True, caret="initial")
        no_sideways(page)
        if language == "en":
            assert chinese_outside(page.content()) == []
    page = open_as(live.cast.captain, size, language)
    visit(page, live, tmp_path, ["/rounds/", ROUND], f"{language}")


def test_a_line_is_copied_at_a_tap(live: Live, open_as: OpenAs) -> None:
    page = open_as(live.cast.captain, PHONE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{live.url}/explain/")
    page.get_by_role("button", name="复制这一行").click()
    expect(page.get_by_role("button", name="✓ 已复制")).to_be_visible()
    assert "通告第1号" in page.evaluate("navigator.clipboard.readText()")
