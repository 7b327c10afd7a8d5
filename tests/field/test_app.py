"""The phone app as a captain uses it: enrolled, offline for a whole round, killed, back: all is received."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.cast import PATH
from tests.field.conftest import Handset, NewHandset, office
from tests.web.browser.conftest import DOORS, FLOORS, Live
from wumen.actions.duties import settle
from wumen.queries.chains import verify
from wumen.queries.duties import duty_lines
from wumen.records import clock
from wumen.records.scope import WHOLE, scoped
from wumen.rules.duties import read_key

pytestmark = pytest.mark.browser
NOBODY = {"3102", "2903", "1803", "902"}
FEVER = "2402"


def look(page: Page, folder: Path, name: str) -> None:
    """No screen is wider than the phone; what it looked like stays."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
    page.screenshot(path=folder / f"{name}.png")


def test_every_screen_fits_a_small_phone_in_both_languages(
    tower: Live, new_handset: NewHandset, tmp_path: Path
) -> None:
    for language in ("zh-CN", "en-GB"):
        handset = new_handset(language)
        folder = tmp_path / language
        folder.mkdir()
        handset.page.goto(f"{tower.url}/field/")
        expect(handset.page.locator("input.code")).to_be_visible()
        look(handset.page, folder, "enrol")
        handset.enrol()
        page = handset.page
        look(page, folder, "rounds")
        open_round(page)
        look(page, folder, "round")
        page.locator(".door[data-room='3102']").click()
        look(page, folder, "door")
        for number, name in enumerate(("rounds", "find", "scan", "records", "more")):
            page.locator("nav.ways button").nth(number).click()
            look(page, folder, name)


def open_round(page: Page, unit: str = "2") -> None:
    page.locator("nav.ways button").first.click()
    page.locator(f".card[data-round$='am/{PATH}1/{unit}']").click()


def at_door(page: Page, room: str) -> None:
    page.locator(f".door[data-room='{room}']").click()
    expect(page.locator("h1")).to_contain_text(room)


def except_home(page: Page, room: str) -> None:
    """What is not normal, noted at its door; then back to the round."""
    at_door(page, room)
    if room == FEVER:
        page.locator(".due", has_text="量体温").first.locator("input.celsius").fill("38.1")
        page.locator(".due", has_text="量体温").first.locator("button.go").click()
        expect(page.locator(".problem.life")).to_contain_text("38.1")
    else:
        page.locator("section > .reasons").get_by_role("button", name="家里没人").click()
        expect(page.locator(".due").first).to_contain_text("存在本机")
    page.locator("button.back").click()


def walk(page: Page, floors: range) -> None:
    """Each floor from the top: what is not normal first, then the one tap."""
    for floor in floors:
        for door in range(1, DOORS + 1):
            room = f"{floor}{door:02}"
            if room in {*NOBODY, FEVER}:
                except_home(page, room)
        part = page.locator(f"#floor-{floor}")
        part.locator("> button.go").click()
        expect(part.locator("> button.go")).to_have_count(0)


def done_at_the_office(live: Live, room: str) -> str:
    """Somebody else did it meanwhile, as the office hears; the key of the duty."""
    rows = duty_lines(live.cast.clerk, clock.today(), area=f"{PATH}1/1/{room}")
    key = next(one.key for one in rows if (one.what, one.win) == ("temperature", "am"))
    settle.do(live.cast.captain, read_key(str(key)), "declared")
    return str(key)


def states(live: Live) -> dict[str, set[tuple[str, str | None, str | None]]]:
    """How the homes of the tower stand at the office: state, grade, reason of this morning's temperatures."""
    found: dict[str, set[tuple[str, str | None, str | None]]] = {}
    for line in duty_lines(live.cast.clerk, clock.today(), area=f"{PATH}1/2"):
        if (line.what, line.win) == ("temperature", "am"):
            room = line.area.split("/")[-2]
            found.setdefault(room, set()).add((line.state, line.grade, line.reason))
    return found


def chains_whole() -> bool:
    with scoped(WHOLE):
        found = verify()
    return found.checked > 0 and not found.broken


def test_124_doors_are_walked_offline_with_a_killed_tab_and_all_is_received(
    tower: Live, new_handset: NewHandset, tmp_path: Path
) -> None:
    handset = new_handset()
    handset.enrol()
    handset.works_offline()
    handset.context.set_offline(True)
    page = handset.page
    open_round(page)
    walk(page, range(FLOORS, 15, -1))
    page = back_from_a_killed_tab(handset)
    open_round(page)
    expect(page.locator("#floor-31")).to_contain_text("存在本机")
    walk(page, range(15, 0, -1))
    key = office(tower, lambda: done_at_the_office(tower, "202"))
    open_round(page, "1")
    at_door(page, "202")
    page.locator(f".due[data-duty='{key}']").get_by_role("button", name="办不了").click()
    page.locator(f".due[data-duty='{key}'] .reasons").get_by_role("button", name="不愿意").click()
    made = FLOORS + len(NOBODY) + 1 + 1
    expect(page.locator(".notice.unsent")).to_have_text(f"未上传 {made} 条")
    look(page, tmp_path, "offline")
    handset.context.set_offline(False)
    expect(page.locator(".notice.unsent")).to_have_count(0)
    refused_is_dealt_with(page, tmp_path)
    stands = office(tower, lambda: states(tower))
    assert len(stands) == FLOORS * DOORS
    assert all(stands[room] == {("open", None, "nobody_home")} for room in NOBODY)
    assert stands[FEVER] == {("done", "measured", None), ("done", "declared", None)}
    rest = stands.keys() - {*NOBODY, FEVER}
    assert all(stands[room] == {("done", "declared", None)} for room in rest)
    assert office(tower, chains_whole)


def back_from_a_killed_tab(handset: Handset) -> Page:
    """The app opens from the phone itself, asks for the PIN, and still holds everything."""
    page = handset.opened()
    expect(page.locator(".notice.unsent")).to_be_visible()
    handset.enter()
    return page


def refused_is_dealt_with(page: Page, folder: Path) -> None:
    """One of all was refused: it says why and what next, and stays until somebody has dealt with it."""
    expect(page.locator(".notice.late")).to_contain_text("1 条未被接收")
    page.locator("nav.ways button").nth(3).click()
    record = page.locator(".record").first
    expect(record.locator(".problem")).to_be_visible()
    expect(record.locator(".st")).to_have_text("未被接收")
    expect(page.locator(".record .problem")).to_have_count(1)
    look(page, folder, "refused")
    record.get_by_role("button", name="就这样").click()
    expect(page.locator(".record .problem")).to_have_count(0)
    expect(page.locator(".notice.done")).to_be_visible()
    look(page, folder, "received")
    assert page.locator(".record").count() == FLOORS + len(NOBODY) + 2
