"""The phone app in chromium over the running street: enrolled by a code, in 李楼长's hand."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browsers import PATIENCE
from tests.cast import PATH
from tests.conftest import SIX
from tests.web.browser.conftest import Live, chromium, live, tower
from wumen.actions.field import enrolling
from wumen.records import clock

__all__ = ["chromium", "live", "tower"]
SMALL = {"width": 360, "height": 640}
PIN = "2580"
Result = TypeVar("Result")


def office(live: Live, work: Callable[[], Result]) -> Result:
    """Do something at the office meanwhile: the browser's loop holds this thread, and Django asks for one without."""

    def done() -> Result:
        try:
            with clock.fixed(live.now):
                return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(done).result()


@dataclass
class Handset:
    """A phone: its browser context outlives its tabs."""

    live: Live
    context: BrowserContext
    page: Page

    def opened(self) -> Page:
        """A new tab, after the former one was killed."""
        self.page.close()
        self.page = self.context.new_page()
        self.page.goto(f"{self.live.url}/field/")
        return self.page

    def type_pin(self, pin: str = PIN) -> None:
        """Type a PIN on the pad."""
        for digit in pin:
            self.page.locator(".keys").get_by_role("button", name=digit, exact=True).click()
        self.page.locator(".keys .go").click()

    def enrol(self, place: str = f"{PATH}1/") -> None:
        """The office makes a code, the captain types it, finds herself, and chooses her PIN."""
        cast = self.live.cast
        code = office(self.live, lambda: enrolling.make_code(cast.clerk, place, "1号楼").code)
        # As the picture on the office's page has it.
        self.page.goto(f"{self.live.url}/field/#{code}")
        expect(self.page.locator("input.code")).to_have_value(code)
        self.page.locator("button.go").click()
        self.choose("李楼长")
        self.type_pin()
        self.type_pin()
        expect(self.page.locator("nav.ways")).to_be_visible()

    def choose(self, name: str) -> None:
        """Tap one's own name."""
        self.page.locator(".people button", has_text=name).click()

    def enter(self, pin: str = PIN) -> None:
        """Come back to a phone that was opened anew."""
        self.choose("李楼长")
        self.type_pin(pin)
        expect(self.page.locator("nav.ways")).to_be_visible()

    def works_offline(self) -> None:
        """Wait until the service worker holds the app."""
        self.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        self.page.wait_for_function("navigator.serviceWorker.controller !== null")


NewHandset = Callable[..., Handset]


@pytest.fixture
def new_handset(live: Live, chromium: Browser) -> Iterator[NewHandset]:
    """Phones of 360 × 640; what goes wrong in one is told at the end, but for a line that is down."""
    contexts: list[BrowserContext] = []
    # The cast got its posts at six; what phones tell happened since.
    live.now = max(live.now, SIX + timedelta(hours=1))

    def make(language: str = "zh-CN", **more: Any) -> Handset:
        context = chromium.new_context(viewport=SMALL, locale=language, has_touch=True, **more)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        context.on(
            "page",
            lambda page: page.on("pageerror", lambda error: live.failures.append(f"error {error}")),
        )
        context.on("weberror", lambda error: live.failures.append(f"error {error.error}"))
        context.on(
            "console",
            lambda said: (
                live.failures.append(said.text)
                if said.type == "error" and "net::ERR" not in said.text
                else None
            ),
        )
        return Handset(live, context, context.new_page())

    yield make
    for context in contexts:
        context.close()
    assert live.failures == []
