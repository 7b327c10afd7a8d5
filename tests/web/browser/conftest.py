"""A running server over a committed street, and a chromium that watches for every kind of trouble."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from tests import cast as the_cast
from tests.browsers import PATIENCE
from tests.cast import COMPOUND
from tests.clients import PASSWORD
from tests.conftest import SIX, use
from tests.databases import Beginnings
from tests.street import at
from tests.workbooks import row, write_ledger
from wumen.actions import accounts
from wumen.actions.ledger import take_ledger
from wumen.actions.reach import Reached
from wumen.records import clock
from wumen.rules.posts import Viewer

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
FLOORS, DOORS = 31, 4
# One for all who live on a floor.
SURNAMES = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕施张孔曹严金魏陶姜谢邹苏"


class QuietHandler(WSGIRequestHandler):
    """Answers without a line on the terminal."""

    def log_message(self, format: str, *args: object) -> None:
        """Our own log line is enough."""


@dataclass
class Live:
    """The running server, its people, and the instant at which its clock stands."""

    url: str
    cast: the_cast.Cast
    now: Any = SIX
    failures: list[str] = field(default_factory=list)


def _application(live: Live) -> Callable[..., Any]:
    """The pages, each request at the instant of the test."""
    handler = WSGIHandler()

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        with clock.fixed(live.now):
            return handler(environ, start)

    return answer


def _password(viewer: Viewer, operator: Viewer) -> None:
    accounts.use_link(accounts.make_link(operator, viewer.crew_no).token, PASSWORD)


def _locked(holds: dict[str, Any]) -> None:
    """Building 1 under lockdown, planned; the captain and the secretary have their passwords."""
    cast = holds["cast"]
    for viewer in (cast.captain, cast.secretary):
        _password(viewer, cast.operator)


def _towered(holds: dict[str, Any]) -> None:
    """A second unit of building 1, as its ledger brings it: 31 floors of four homes, two or three people each."""
    people = [
        row(f"{floor}{door:02}", f"{surname}{name}", unit="2")
        for floor, surname in zip(range(1, FLOORS + 1), SURNAMES, strict=True)
        for door in range(1, DOORS + 1)
        for name in "甲乙丙"[: 2 + door % 2]
    ]
    with TemporaryDirectory() as folder:
        taken = take_ledger(
            holds["cast"].clerk, write_ledger(Path(folder) / "2单元.xlsx", people), COMPOUND
        )
    assert taken.taken == len(people)


@contextmanager
def _pointed_at(made: Reached) -> Iterator[None]:
    """Django on another database, and back."""
    connections["default"].close()
    former = dict(connections["default"].settings_dict)
    use(made.app_url)
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"].settings_dict.update(former)


@contextmanager
def _served(live: Live) -> Iterator[Live]:
    """A server on a loopback port of its own, whose every request is answered before it is gone."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
    server.daemon_threads = False
    server.set_app(_application(live))
    live.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield live
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def live(
    request: pytest.FixtureRequest,
    playwright: Playwright,
    beginnings: Beginnings,
    django_db_blocker: Any,
) -> Iterator[Live]:
    """A server over a database that really commits; with the tower in it where a test asks for that too."""
    with django_db_blocker.unblock():
        beginnings.begin("locked", "under_lockdown", _locked)
        if "tower" in request.fixturenames:
            beginnings.begin("towered", "locked", _towered)
        cast = beginnings.held("cast")
        with beginnings.copied() as made, _pointed_at(made), _served(Live("", cast)) as live:
            yield live


@pytest.fixture
def tower(live: Live) -> Live:
    """The server over the street with the tower; it is eight o'clock."""
    live.now = at(1, 10, 8)
    return live


@pytest.fixture
def chromium(live: Live, chromium: Browser) -> Browser:
    """The worker's browser; what a test opened in it is gone before the server is."""
    return chromium


def _watch(context: BrowserContext, live: Live) -> None:
    """Note every console error, failed request, error status and refused policy."""

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: live.failures.append(f"error {error}"))
        page.on(
            "console",
            lambda said: (
                live.failures.append(said.text) if said.type in ("error", "warning") else None
            ),
        )
        # A page that is left while it loads aborts what it had asked for: that is no failure.
        page.on(
            "requestfailed",
            lambda one: (
                live.failures.append(f"failed {one.url} {one.failure}")
                if one.failure != "net::ERR_ABORTED"
                else None
            ),
        )
        page.on(
            "response",
            lambda one: (
                live.failures.append(f"{one.status} {one.url}") if one.status >= 400 else None
            ),
        )

    context.on("page", watch)


OpenAs = Callable[..., Page]


@pytest.fixture
def open_as(live: Live, chromium: Browser) -> Iterator[OpenAs]:
    """Signs somebody in on a phone or at a desk, with scripts or without, in Chinese or English."""
    contexts: list[BrowserContext] = []

    def enter(
        viewer: Viewer, size: dict[str, int], language: str = "zh-CN", js: bool = True
    ) -> Page:
        context = chromium.new_context(viewport=size, locale=language, java_script_enabled=js)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        _watch(context, live)
        page = context.new_page()
        page.goto(f"{live.url}/")
        page.fill("#login", viewer.crew_no)
        page.fill("#password", PASSWORD)
        page.click("main button")
        return page

    yield enter
    for context in contexts:
        context.close()
    assert live.failures == []
