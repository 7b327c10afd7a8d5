"""A running installation for the acceptance of an issue: its command line, its pages, its people."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browsers import PATIENCE
from tests.cli.conftest import WUMEN, Cli

PASSWORD = "sunflower-2022"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 860}
COMMUNITY = "410102/410102003/410102003008/"
LEDGER = Path(__file__).parent.parent / "data" / "ledger-merged.xlsx"
AUTHORITY = "中原区新冠肺炎疫情防控指挥部"


@dataclass
class Office:
    """One installation that is up, a browser before it, and what went wrong on its pages."""

    cli: Cli
    browser: Browser
    address: str
    link: str
    troubles: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def sit_down(self, link: str, *, phone: bool = False) -> Page:
        """A browser of one's own, opened by a printed link: the password is set, one is in."""
        context = self.browser.new_context(viewport=PHONE if phone else DESK, locale="zh-CN")
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda said: self.troubles.append(said.text) if said.type == "error" else None,
        )
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.goto(link)
        page.locator("#password").fill(PASSWORD)
        page.locator("#again").fill(PASSWORD)
        page.get_by_role("button", name="设好密码，进入").click()
        expect(page.get_by_role("button", name="退出")).to_be_visible()
        return page

    def go(self, page: Page, path: str) -> None:
        """Open a page of the office."""
        page.goto(self.address.rstrip("/") + path)


@contextmanager
def up(cli: Cli, browser: Browser) -> Iterator[Office]:
    """The installation in front, as `wumen up` holds it, until the test is over."""
    process = subprocess.Popen(
        [WUMEN, "up"],
        env=cli.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        said = ""
        while "Ctrl-C" not in said:
            line = process.stdout.readline() if process.stdout else ""
            assert line, said
            said += line
        address = re.search(r"http://127\.0\.0\.1:\d+/", said)
        link = re.search(r"http://\S+/link/\S+", said)
        assert address
        assert link, said
        office = Office(cli, browser, address[0], link[0])
        yield office
        for context in office.contexts:
            context.close()
    finally:
        process.terminate()
        process.wait(timeout=60)
        if process.stdout:
            process.stdout.close()


def add_person(office: Office, operator: Page, name: str, role: str, place: str) -> str:
    """A person of the crew in a post, added on the pages; her printed link."""
    office.go(operator, "/crew/")
    form = operator.locator("#add form")
    form.locator("#name").fill(name)
    form.locator("#profession").select_option("community_worker")
    form.locator("select[name=role]").select_option(role)
    form.locator("select[name=area]").select_option(place)
    form.get_by_role("button", name="添加").click()
    operator.get_by_role("button", name="打印登录卡").click()
    link = re.search(r"http://\S+?/link/[\w-]+/", operator.locator("main").inner_text())
    assert link
    return link[0]


def take_ledger_on_page(office: Office, clerk: Page) -> str:
    """The ledger uploaded, looked at, and taken; what the page says of it."""
    office.go(clerk, "/ledger/")
    clerk.locator("#compound").select_option(f"{COMMUNITY}jxc/")
    clerk.locator("#file").set_input_files(LEDGER)
    clerk.get_by_role("button", name="上传，先看一看").click()
    clerk.get_by_role("button", name="确认，开始导入").click()
    # The worker takes it; the page asks every two seconds how far it is.
    clerk.get_by_role("heading", name="台账已入册").wait_for()
    return clerk.locator("main").inner_text()


def open_outbreak(office: Office, page: Page) -> None:
    """The outbreak with the community plan and sampling every morning."""
    office.go(page, "/outbreaks/")
    page.locator("#name").fill("2022年1月疫情")
    page.locator("input[name=playbook][value=community-2021-09]").check()
    page.locator("input[name=overlays][value=morning-sampling]").check()
    page.get_by_role("button", name="登记").click()
    page.wait_for_load_state()


def enter_order_on_page(office: Office, clerk: Page, building: str) -> str:
    """The authority's order over building 1, entered and not yet in force; the address of its page."""
    office.go(clerk, "/orders/new/")
    clerk.locator("input[name=regime][value$=lockdown]").check()
    clerk.locator(f"input[name=paths][value='{building}']").check()
    clerk.locator("#authority").fill(AUTHORITY)
    clerk.locator("#document").fill("通告第1号")
    clerk.locator("#ground").fill("1号楼发现阳性感染者")
    clerk.locator("#begins").fill("2022-01-08T00:00")
    clerk.locator("#ends").fill("2022-01-22T00:00")
    clerk.get_by_role("button", name="录入，等第二人确认").click()
    clerk.wait_for_load_state()
    return clerk.url


def wait_for(seconds: float, holds: object) -> None:
    """Wait until something holds; fails when it does not in time."""
    until = monotonic() + seconds
    while not holds():  # type: ignore[operator]
        assert monotonic() < until, "it did not come to hold"
        sleep(0.5)
