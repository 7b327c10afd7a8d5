"""A browser of the tests: somebody of the cast, signed in by her printed link; pages are made ready once a process."""

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from wumen.actions import accounts
from wumen.rules.posts import Viewer

PASSWORD = "liulan-heping-77"
_ready: dict[int, tuple[object, ClientHandler]] = {}
_load = ClientHandler.load_middleware


def load_once(handler: ClientHandler, is_async: bool = False) -> None:
    """What each request passes, made once for the same settings: it looks through all static files."""
    held = settings._wrapped
    if id(held) not in _ready:
        _load(handler, is_async)
        # With the settings themselves, so that nothing else ever gets their number.
        _ready[id(held)] = (held, handler)
    vars(handler).update(vars(_ready[id(held)][1]) | vars(handler))


def enter(cast: Cast, viewer: Viewer, **headers: str) -> Client:
    """A client in which a member of the cast has opened her account by her printed link."""
    client = Client(headers=headers or None)
    token = accounts.make_link(cast.operator, viewer.crew_no).token
    reply = client.post(f"/link/{token}/", {"password": PASSWORD, "again": PASSWORD})
    assert reply.status_code == 302
    return client


def asked_for(client: Client, path: str) -> int:
    """How often the database is asked for a page: statements, and what goes in one exchange as one."""
    with CaptureQueriesContext(connection) as found:
        reply = client.get(path)
    assert reply.status_code == 200
    # Inside the transaction of a test the former sight is given back; a page alone ends with its own.
    assert "set_config" in found.captured_queries[-2]["sql"]
    return len(found) - 1
