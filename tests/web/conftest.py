"""A browser of the tests: signed in as one of the cast, with pages that are always there."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from tests.cast import Cast
from wumen.actions import accounts
from wumen.rules.posts import Viewer

PASSWORD = "liulan-heping-77"
SignedIn = Callable[..., Client]


@pytest.fixture
def signed_in(cast: Cast) -> SignedIn:
    """A client in which a member of the cast has opened her account by her printed link."""

    def enter(viewer: Viewer, **headers: str) -> Client:
        client = Client(headers=headers or None)
        token = accounts.make_link(cast.operator, viewer.crew_no).token
        reply = client.post(f"/link/{token}/", {"password": PASSWORD, "again": PASSWORD})
        assert reply.status_code == 302
        return client

    return enter


@pytest.fixture
def stub_pages(settings: Settings) -> None:
    """Our pages, and beside them a few that exist only to fail, to show or to count."""
    settings.ROOT_URLCONF = "tests.web.stub_pages"
