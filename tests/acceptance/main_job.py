"""The main job on the pages: from an empty installation to a floor that is done, seen and leaves no trace."""

from pathlib import Path

from playwright.sync_api import Page

from tests.acceptance import canary
from tests.acceptance.office import (
    COMMUNITY,
    Office,
    add_person,
    enter_order_on_page,
    open_outbreak,
    take_ledger_on_page,
    wait_for,
)
from tests.cli.people import COMPOUND


def in_the_browser(office: Office) -> None:
    """From the empty installation to a captain's floor that the board shows."""
    operator = office.sit_down(office.link)
    office.cli.ok("area", "add", COMPOUND, "--kind", "compound", "--name", "锦绣城")
    clerk = office.sit_down(add_person(office, operator, "孙内勤", "clerk", COMMUNITY))
    link = add_person(office, operator, "周书记", "secretary", COMMUNITY)
    secretary = office.sit_down(link)
    open_outbreak(office, secretary)
    assert "1400" in take_ledger_on_page(office, clerk)
    building = f"{COMMUNITY}jxc/1/"
    captain = office.sit_down(
        add_person(office, operator, "李楼长", "captain", building), phone=True
    )
    order = enter_order_on_page(office, clerk, building)
    secretary.goto(order)
    secretary.get_by_role("button", name="已核对原文，确认").click()
    secretary.wait_for_load_state()
    wait_for(60, lambda: of_people(office) == 4200)
    standing = office.cli.json("board")["total"]["standing"]
    done = a_floor_in_the_browser(office, captain)
    office.go(secretary, "/board/")
    shown = secretary.locator("main").inner_text()
    assert all(str(n) in shown for n in (standing, 1400))
    total = office.cli.json("board")["total"]
    assert (total["done"], total["open"], total["overdue"]) == (done, standing - done, 0)
    office.go(secretary, "/audit/")
    secretary.get_by_role("button", name="核对").first.click()
    secretary.wait_for_load_state()
    assert office.troubles == []


def of_people(office: Office) -> int:
    """How many temperatures and samplings stand on the board."""
    lines = office.cli.json("board")["measures"]
    whats = ("temperature", "sampling")
    return sum(one["count"]["standing"] for one in lines if one["what"] in whats)


def a_floor_in_the_browser(office: Office, captain: Page) -> int:
    """The captain opens her first round of doors and does the top floor, three rooms apart; how much was done."""
    office.go(captain, "/rounds/")
    captain.locator("a.trip", has_text="户").first.click()
    captain.wait_for_load_state()
    floor = captain.locator("form.all-normal").first
    ident = floor.get_attribute("id") or ""
    rooms = captain.locator(f"input[form='{ident}'][value=nobody_home]")
    for number in range(3):
        rooms.nth(number).evaluate("one => { one.closest('details')?.setAttribute('open', '') }")
        rooms.nth(number).check(force=True)
    floor.get_by_role("button").click()
    wait_for(60, lambda: office.cli.json("board")["total"]["done"] > 0)
    return int(office.cli.json("board")["total"]["done"])


def no_canary(office: Office, folder: Path) -> None:
    """Name, number and telephone stand in no log, job, event, session, error page or backup."""
    texts = {"logs": canary.logs(office), "rows": canary.machine_rows(office)}
    # The name alone is looked for on error pages: what a person typed into a URL is not ours to hide.
    for where, text in texts.items():
        assert [one for one in canary.CANARY if one in text] == [], where
    assert canary.CANARY[0] not in canary.error_pages(office)
    held = canary.backup_bytes(office, folder) + canary.sealed_bytes(office)
    assert [one for one in canary.CANARY if one.encode() in held] == []
