"""Every page that asks for no sign-in has its limit: found by asking for all of them, not from a list."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from tests.cast import Cast
from tests.clients import PASSWORD
from tests.web.conftest import SignedIn
from wumen.rules import limits
from wumen.rules.limits import Counted, Limit
from wumen.rules.problems import CATALOGUE

# They ask neither the database nor the session, so there is nothing to wear out: one says "ok", the other is a
# file of the phone app, as any style sheet.
NOTHING_TO_LIMIT = {"/healthz", "/field/"}
IDENT = "00000000-0000-0000-0000-000000000000"
GIVEN = {"uuid": IDENT, "path": "410102", "int": "1", "slug": "x", "str": "x"}


def addresses(under: list[URLPattern | URLResolver]) -> Iterator[str]:
    """Every address of ours, with something in the place of what it names."""
    for one in under:
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns)
        else:
            route = str(one.pattern)
            yield "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda m: GIVEN[m[1] or "str"], route)


def asks_for_sign_in(client: Client, url: str) -> bool:
    """Whether a stranger is sent to sign in, however she asks."""
    replies = [reply for ask in (client.get, client.post) if (reply := ask(url)).status_code != 405]
    return all(
        reply.status_code == 302 and reply["Location"].startswith("/sign-in/?") for reply in replies
    )


@pytest.fixture
def public(db: None) -> set[str]:
    """The addresses that answer a stranger otherwise than by sending her to sign in."""
    client = Client()
    found = set(addresses(get_resolver("wumen.web.urls").url_patterns)) - NOTHING_TO_LIMIT
    return {url for url in found if not asks_for_sign_in(client, url)}


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three pages in ten minutes, for everybody."""
    three = limits.LIMITS | {Counted.PAGE: Limit(3, timedelta(minutes=10))}
    for module in ("wumen.rules.limits", "wumen.actions.limits"):
        monkeypatch.setattr(f"{module}.LIMITS", three)


def test_the_public_pages_are_those_that_we_mean(public: set[str]) -> None:
    assert public >= {"/sign-in/", "/link/x/", "/d/x/", "/my/", "/device/", "/install/"}
    assert not {"/board/", "/rounds/", "/crew/", "/"} & public


def test_every_public_page_has_its_limit(public: set[str], narrow: None) -> None:
    without = set()
    for number, url in enumerate(sorted(public)):
        client = Client(REMOTE_ADDR=f"10.1.{number // 250}.{number % 250}")
        allowed = client.get
        if client.get(url).status_code == 405:
            allowed = client.post
        last = [allowed(url).status_code for _ in range(4)][-1]
        if last != 429:
            without.add(url)
    assert without == set()


def test_over_the_limit_nothing_of_the_page_is_reached(cast: Cast, narrow: None) -> None:
    client = Client()
    for _ in range(3):
        client.get("/sign-in/")
    reply = client.get("/sign-in/")
    assert reply.status_code == 429
    assert 'name="password"' not in reply.content.decode()
    assert CATALOGUE["door_locked"].next_zh in reply.content.decode()
    assert Client(REMOTE_ADDR="10.0.0.9").get("/sign-in/").status_code == 200


def test_wrong_links_lock_the_address(cast: Cast) -> None:
    client = Client()
    for _ in range(limits.LIMITS[Counted.LINK].most):
        assert client.get("/link/nothing/").status_code == 404
    assert client.get("/link/nothing/").status_code == 429
    assert Client(REMOTE_ADDR="10.0.0.9").get("/link/nothing/").status_code == 404


def test_trying_one_number_after_the_other_locks_the_address_and_not_the_number(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = limits.LIMITS | {Counted.SIGN_IN: Limit(3, timedelta(minutes=15))}
    for module in ("wumen.rules.limits", "wumen.actions.limits"):
        monkeypatch.setattr(f"{module}.LIMITS", few)
    signed_in(cast.captain)
    right = {"login": cast.captain.crew_no, "password": PASSWORD}
    client = Client()
    for number in range(3):
        client.post("/sign-in/", {"login": f"9{number}", "password": "wrong-wrong"})
    reply = client.post("/sign-in/", right)
    assert (reply.status_code, "tries_many" in reply.content.decode()) == (429, True)
    assert Client(REMOTE_ADDR="10.0.0.9").post("/sign-in/", right).status_code == 302
