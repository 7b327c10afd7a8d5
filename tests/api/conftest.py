"""Phones of the tests: one that is enrolled for the captain's building, sending through Django's own client."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.test import Client

from tests.cast import PATH, Cast
from tests.conftest import SIX
from tests.phone import Phone, enrolled
from tests.street import Street
from wumen.actions.field import enrolling
from wumen.records import clock
from wumen.records.sealing import person_key

BUILDING = f"{PATH}1/"


def by_client(
    method: str, path: str, body: bytes, token: str, address: str = "127.0.0.1"
) -> tuple[int, dict[str, Any]]:
    """A request through Django's client, CSRF checked as it is for browsers."""
    headers = {"Authorization": f"Bearer {token}"} if token else None
    client = Client(enforce_csrf_checks=True, headers=headers)
    reply = client.generic(method, path, body, content_type="application/json", REMOTE_ADDR=address)
    return reply.status_code, msgspec.json.decode(reply.content) if reply.content else {}


NewPhone = Callable[..., Phone]
SEVEN = SIX + timedelta(hours=1)


@pytest.fixture(autouse=True)
def an_hour_later(cast: Cast) -> Iterator[None]:
    """The cast got its posts at six; what phones tell happened since."""
    with clock.fixed(SEVEN):
        yield


@pytest.fixture
def new_phone(cast: Cast, street: Street) -> NewPhone:
    """Enrols a phone for a place, in the hand of one of the cast."""

    def make(path: str = BUILDING, hand: str = "captain") -> Phone:
        code = enrolling.make_code(cast.clerk, path, "1号楼").code
        viewer = getattr(cast, hand)
        phone = enrolled(by_client, code, clock.real_now)
        return phone.as_(viewer.post, person_key(viewer.person))

    return make


@pytest.fixture
def phone(new_phone: NewPhone) -> Phone:
    """The phone of 1号楼 in 李楼长's hand."""
    return new_phone()


@pytest.fixture
def planned(cast: Cast, under_lockdown: Street) -> None:
    """1号楼 is locked down, and its day is planned."""
