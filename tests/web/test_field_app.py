"""The phone app as it is served: its own policies, files for good, a kind word where nobody built it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.http import HttpResponseBase
from django.test import Client, override_settings

from wumen.config import settings

WASM = "'wasm-unsafe-eval'"


@contextmanager
def got(url: str) -> Iterator[HttpResponseBase]:
    """A file of the app, closed again."""
    reply = Client().get(url)
    yield reply
    reply.close()


def text_of(url: str) -> str:
    with got(url) as reply:
        assert reply.status_code == 200, url
        return b"".join(reply).decode()


@pytest.fixture(autouse=True)
def built() -> None:
    """`make setup` builds it, and every test comes after that."""
    assert settings.WHITENOISE_ROOT, "run make setup first"


def test_the_app_comes_from_the_disk_with_a_policy_of_its_own() -> None:
    page = text_of("/field/")
    assert 'id="app"' in page
    with got("/field/") as reply:
        policy = reply["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_the_camera_page_alone_may_compile_and_is_framed_by_us_alone() -> None:
    allowed = set()
    for url in ("/field/", "/field/sw.js", "/field/manifest.webmanifest", "/field/scan.html"):
        with got(url) as reply:
            if WASM in reply["Content-Security-Policy"]:
                allowed.add(url)
                assert "frame-ancestors 'self'" in reply["Content-Security-Policy"]
    assert allowed == {"/field/scan.html"}
    office = Client().get("/healthz")
    assert "unsafe" not in office["Content-Security-Policy"]


def test_a_file_named_by_its_content_is_kept_for_good_and_the_worker_is_asked_for_anew() -> None:
    script = re.search(r'src="(/field/assets/[^"]+\.js)"', text_of("/field/"))
    assert script
    with got(script[1]) as reply:
        assert "immutable" in reply["Cache-Control"]
    for url in ("/field/", "/field/sw.js"):
        with got(url) as reply:
            assert "immutable" not in reply["Cache-Control"]


def test_the_worker_names_every_file_that_the_app_needs_offline() -> None:
    worker = text_of("/field/sw.js")
    assert "__FILES__" not in worker
    assert "__VERSION__" not in worker
    named = re.findall(r'"(assets/[^"]+)"', worker)
    assert any(one.endswith(".wasm") for one in named)
    for one in ["scan.html", "manifest.webmanifest", *named]:
        with got(f"/field/{one}") as reply:
            assert reply.status_code == 200, one


def test_where_nobody_built_it_the_address_says_what_to_do(db: None) -> None:
    with override_settings(WHITENOISE_ROOT=None):
        reply = Client().get("/field/")
    assert reply.status_code == 404
    assert "make setup" in reply.content.decode()


def test_the_plain_line_serves_no_app() -> None:
    assert settings.app_root("sheet") is None
