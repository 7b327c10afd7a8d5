"""The browser of the acceptance tests, and an empty installation that is up."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.acceptance.office import Office, up
from tests.cli.conftest import copied_home, forking, made_home
from tests.cli.forked import Forking
from tests.web.conftest import signed_in

__all__ = ["forking", "made_home", "signed_in"]

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def office(
    made_home: Path,
    forking: Forking,
    tmp_path_factory: pytest.TempPathFactory,
    browser: Browser,
) -> Iterator[Office]:
    """An empty installation, as `init` leaves it, with `up` in front."""
    folder = tmp_path_factory.mktemp("office")
    with copied_home(made_home, folder, forking) as cli, up(cli, browser) as office:
        yield office
