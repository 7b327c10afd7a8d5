"""A browser of the tests: signed in as one of the cast, with pages that are always there."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from tests.cast import Cast
from tests.clients import enter as entered
from tests.databases import Beginnings
from wumen.rules.posts import Viewer

SignedIn = Callable[..., Client]


@pytest.fixture
def signed_in(cast: Cast, beginnings: Beginnings) -> SignedIn:
    """A client in which a member of the cast has opened her account by her printed link."""
    sessions = beginnings.held("sessions")

    def enter(viewer: Viewer, **headers: str) -> Client:
        if viewer.crew_no not in sessions:
            return entered(cast, viewer, **headers)
        client = Client(headers=headers or None)
        # A second browser of hers is one of its own.
        client.cookies = sessions.pop(viewer.crew_no)
        return client

    return enter


@pytest.fixture
def stub_pages(settings: Settings) -> None:
    """Our pages, and beside them a few that exist only to fail, to show or to count."""
    settings.ROOT_URLCONF = "tests.web.stub_pages"
