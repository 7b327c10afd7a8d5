"""The browser of the tests: one chromium a worker, contexts of its own for each test."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
# Of two lists chromium heeds the last: what Playwright itself leaves out stands here again.
LEFT_OUT_BY_PLAYWRIGHT = (
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
# Bars and menus of the browser itself, which it draws by pages of its own behind each page: more than half of all work.
LEFT_OUT = (
    "InitialWebUI",
    "PreloadTopChromeWebUI",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "WebUIOmniboxPopup",
    "WebUIReloadButton",
    "WebUITabStrip",
    "WebUIToolbarWebView",
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    f"--disable-features={','.join((*LEFT_OUT_BY_PLAYWRIGHT, *LEFT_OUT))}",
]
# A machine that does much else at once is slow, not wrong: what does not come to hold fails, later.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


@contextmanager
def launched(playwright: Playwright, *switches: str) -> Iterator[Browser]:
    """A chromium with switches of its own, on a profile of its own."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *switches])
    try:
        yield browser
    finally:
        browser.close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What speaks to browsers, once a worker.

    It leaves its loop in this thread, where Django would refuse every query; nothing of ours runs in that
    loop, and one query is over before the next thing begins.
    """
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield started


@pytest.fixture(scope="session")
def launched_chromium(playwright: Playwright) -> Iterator[Browser]:
    """The worker's chromium: to launch one takes longer than many a test."""
    with launched(playwright) as browser:
        yield browser


@pytest.fixture
def chromium(launched_chromium: Browser) -> Iterator[Browser]:
    """The worker's chromium for one test, which leaves nothing open in it: no cookie, no store, no worker."""
    yield launched_chromium
    for context in launched_chromium.contexts:
        context.close()
