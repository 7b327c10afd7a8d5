"""Whatever phones are answered bears the same headers, a number and a line in the log, as pages do."""

import logging
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection
from django.test import Client, RequestFactory

from tests.phone import Phone
from wumen.actions.field import receiving
from wumen.actions.field.gathering import Gathering
from wumen.api import field as field_doors
from wumen.api import handler
from wumen.records.models import Area

Settings = Any

EVENTS = "/api/v1/events"
KEPT = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " media-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none';"
    " base-uri 'none';"
    " manifest-src 'self'",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
JSON = "application/json"
# What is asked, and with what it is answered: status, kind, headers of its own.
ASKED: list[tuple[str, str, dict[str, str], int, str, dict[str, str]]] = [
    ("GET", "/api/v1/proof", {}, 200, JSON, {}),
    ("POST", EVENTS, {}, 400, JSON, {}),
    ("POST", EVENTS, {"Authorization": ""}, 401, JSON, {}),
    ("GET", EVENTS, {}, 405, "text/html; charset=utf-8", {"Allow": "POST"}),
    ("HEAD", f"/api/v1/photos/{'0' * 64}", {}, 404, "text/html; charset=utf-8", {}),
    ("POST", EVENTS, {"Host": "elsewhere.example"}, 400, "text/html; charset=utf-8", {}),
]


@pytest.fixture
def ask(phone: Phone) -> Client:
    """The phone, which is answered a failure instead of raising it."""
    return Client(
        raise_request_exception=False,
        headers={"Authorization": f"Bearer {phone.token}", "Host": "localhost"},
    )


@pytest.mark.parametrize(
    ("method", "path", "given", "status", "kind", "own"), ASKED, ids=lambda one: str(one)[:24]
)
def test_each_answer_bears_what_keeps_foreign_code_away(
    ask: Client, method: str, path: str, given: dict[str, str], status: int, kind: str,
    own: dict[str, str],
) -> None:  # fmt: skip
    reply = ask.generic(method, path, b"{", content_type=JSON, headers=given)
    headers = dict(reply.items())
    assert reply.status_code == status
    assert re.fullmatch("[0-9a-f]{16}", headers.pop("X-Request-Id"))
    assert headers.pop("Content-Length", str(len(reply.content))) == str(len(reply.content))
    assert headers == KEPT | {"Content-Type": kind} | own


def test_a_phone_keeps_to_the_encrypted_line_where_it_came_on_it(
    ask: Client, settings: Settings
) -> None:
    settings.SECURE_HSTS_SECONDS = 60
    assert ask.get("/api/v1/proof", secure=True)["Strict-Transport-Security"] == "max-age=60"
    assert "Strict-Transport-Security" not in ask.get("/api/v1/proof")


def test_on_the_plain_line_no_phone_is_answered(ask: Client, settings: Settings) -> None:
    assert ask.get("/api/v1/proof").status_code == 200
    settings.ROOT_URLCONF = "wumen.config.sheet_urls"
    assert ask.get("/api/v1/proof").status_code == 404


def test_what_no_phone_asks_for_is_a_page_that_is_not_there(ask: Client) -> None:
    for path in ("/api/", "/api/v1/event", "/api/v1/events/", "/api/v1/photos/0/"):
        reply = ask.post(path, b"", content_type=JSON)
        assert (reply.status_code, reply["X-Frame-Options"]) == (404, "DENY")


def test_what_is_too_large_is_refused_as_json(ask: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    reply = ask.post(EVENTS, b"{" * 11, content_type=JSON)
    assert (reply.status_code, reply.json()["problem"]["code"]) == (413, "field_batch_too_large")


def test_one_number_stands_on_answer_and_line_and_the_line_names_no_more_than_the_door(
    ask: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="wumen")
    numbers = [
        ask.get("/api/v1/proof?name=secret")["X-Request-Id"],
        ask.head(f"/api/v1/photos/{'0' * 64}")["X-Request-Id"],
    ]
    lines = [one for one in caplog.records if one.name == "wumen.web"]
    assert [one.request_id for one in lines] == numbers  # type: ignore[attr-defined]
    said = [re.sub(r"\d+ ms", "ms", one.getMessage()) for one in lines]
    assert said[0] == "GET api/v1/proof 200 ms"
    assert said[1] == r"HEAD ^api/v1/photos/(?P<digest>[0-9a-f]{64})\Z 404 ms"


def test_a_failure_is_answered_with_its_number_and_noted_under_it(
    ask: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(field_doors, "receive", lambda *_: 1 / 0)
    reply = ask.post(EVENTS, b"{", content_type=JSON)
    number = reply["X-Request-Id"]
    assert (reply.status_code, number in reply.content.decode()) == (500, True)
    assert KEPT.items() <= dict(reply.items()).items()
    lines = [(one.name, one.request_id) for one in caplog.records[-2:]]  # type: ignore[attr-defined]
    assert lines == [("wumen.api", number), ("wumen.web", number)]


Answer = tuple[str, dict[str, str], bytes]


def served(method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
    """What the server gets for a request: status, headers, content in one piece."""
    told: list[Any] = []
    asked = RequestFactory().generic(method, path, body, content_type=JSON, headers=headers)
    (content,) = handler.Handler()(asked.environ, lambda *said: told.extend(said))
    return told[0], dict(told[1]), content


@pytest.mark.parametrize(
    ("method", "path", "given"),
    [*(one[:3] for one in ASKED), ("GET", "/api/nowhere/", {})],
    ids=lambda one: str(one)[:24],
)
def test_the_server_gets_what_any_request_is_answered(
    phone: Phone, ask: Client, monkeypatch: pytest.MonkeyPatch,
    method: str, path: str, given: dict[str, str],
) -> None:  # fmt: skip
    given_back: list[bool] = []
    monkeypatch.setattr(handler, "close_old_connections", lambda: given_back.append(True))
    bearing = {"Authorization": f"Bearer {phone.token}", "Host": "localhost", **given}
    said, headers, content = served(method, path, b"{", bearing)
    reply = ask.generic(method, path, b"{", content_type=JSON, headers=given)
    assert said == f"{reply.status_code} {reply.reason_phrase}"
    assert headers.pop("X-Request-Id") != reply["X-Request-Id"]
    moving = {"X-Request-Id", "Set-Cookie"}
    assert {name: one for name, one in headers.items() if name not in moving} == {
        name: one for name, one in reply.items() if name not in moving
    }
    assert ("Set-Cookie" in headers) == bool(reply.cookies)
    assert (len(content), given_back) == (len(reply.content), [True])


def served_alone() -> tuple[Answer, list[object]]:
    """A batch in a thread of its own, as the server calls it; with the connection that is left behind it."""
    bearing = {"Authorization": "Bearer x", "Host": "localhost"}
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(served, "POST", EVENTS, b"{", bearing).result()
        return answer, [thread.submit(lambda: connection.connection).result()]


def test_a_connection_goes_back_before_the_answer_also_where_the_work_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = []

    def fail(token: str, content: bytes) -> None:
        Area.objects.count()
        held.append(connection.connection)
        raise RuntimeError

    monkeypatch.setattr(field_doors, "receive", fail)
    (said, _, _), left = served_alone()
    assert (said, left) == ("500 Internal Server Error", [None])
    assert held[0].closed


def test_whoever_waits_for_others_to_do_its_work_takes_no_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(receiving, "read_batch", lambda content: (None, []))
    taken: Gathering[Any, str] = Gathering(lambda some: ["taken"], lambda one: one.token_key, 1)
    monkeypatch.setattr(receiving, "_gathering", taken)
    monkeypatch.setattr(handler, "close_old_connections", lambda: None)
    (said, _, content), left = served_alone()
    assert (said, content, left) == ("200 OK", b'"taken"', [None])


def test_whoever_listens_to_requests_gives_back_what_phones_do_not_have() -> None:
    """`Handler` sends phones' requests past these: a new one is to be thought of there."""
    listening = {
        receiver().__name__
        for signal in (request_started, request_finished)
        for _, receiver, *_ in signal.receivers
    }
    assert listening == {"reset_queries", "close_old_connections", "close_caches", "reset_urlconf"}
