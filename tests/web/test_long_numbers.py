"""Numbers of thousands of digits, in addresses and forged forms, end in a refusal and never in an error of ours."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from tests.cast import COMPOUND, Cast
from tests.street import Street
from tests.web.conftest import SignedIn

# Python reads no more than 4300 digits, a page lets pass fewer than a thousand, a column holds nineteen.
LONGS = ("9" * 5000, "9" * 999, "9" * 30)
NOBODY = "00000000-0000-4000-8000-000000000000"
KEY = f"2022-01-10/am/{COMPOUND}/1/1"
STATION = {"area": COMPOUND, "kind": "gate", "name": "东门"}


def _all(some: list[URLPattern | URLResolver], above: str = "") -> Iterator[str]:
    for one in some:
        here = above + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _all(one.url_patterns, here)
        else:
            yield here


def addresses() -> list[str]:
    """All addresses of pages that name a number."""
    return sorted({one for one in _all(get_resolver().url_patterns) if "<int:" in one})


def filled(address: str, long: str) -> str:
    """An address with that number, and nobody's ids."""
    kinds = {"int": long, "uuid": NOBODY, "path": COMPOUND, "str": "1", "slug": "1"}
    for kind, value in kinds.items():
        while f"<{kind}:" in address:
            before, _, rest = address.partition(f"<{kind}:")
            address = before + value + rest.partition(">")[2]
    return "/" + address.replace("^", "").replace("$", "")


@pytest.fixture
def clerk(cast: Cast, street: Street, signed_in: SignedIn) -> Client:
    """The clerk's browser, which is shown an error page instead of the error itself."""
    client = signed_in(cast.clerk)
    client.raise_request_exception = False
    return client


def test_there_are_addresses_with_numbers() -> None:
    assert len(addresses()) > 10


@pytest.mark.parametrize("long", LONGS, ids=len)
def test_no_address_with_a_long_number_fails(clerk: Client, long: str) -> None:
    wrong = [
        (method, one)
        for one in addresses()
        for method in ("get", "post")
        if getattr(clerk, method)(filled(one, long)).status_code >= 500
    ]
    assert wrong == []


FORMS = [
    ("/duties/?page={}", {}),
    ("/register/care/?page={}", {}),
    ("/round-sheets/?number={}", {}),
    ("/gate-sheets/?number={}", {}),
    ("/photos/new/?number={}", {}),
    ("/photos/new/", {"round": KEY, "floor": "{}"}),
    ("/gate-sheets/make/", {"gate": COMPOUND, "many": "{}"}),
    ("/stations/", STATION | {"need": "{}", "hours": "8-16"}),
    ("/stations/", STATION | {"hours": "{}-16"}),
    ("/supervision/", {"number": "{}", "found": "true", "said": "看过"}),
    ("/hand-overs/", {"area": COMPOUND, "keys": "{}", "thermometers": "{}"}),
    ("/phones/items/decide/", {"item": NOBODY + ".{}.00", "do": "count"}),
    ("/orders/1/sheets/given/", {"kind": "notice", "run": "{}", "person": NOBODY}),
    (f"/reports/forms/{NOBODY}/point/", {"down": "1", "last_row": "{}", "cell": "A1"}),
]


@pytest.mark.parametrize("long", LONGS, ids=len)
@pytest.mark.parametrize(("address", "form"), FORMS)
def test_no_forged_number_of_a_form_fails(
    clerk: Client, address: str, form: dict[str, str], long: str
) -> None:
    sent = {name: said.format(long) for name, said in form.items()}
    at = address.format(long)
    resolve(at.partition("?")[0])
    reply = clerk.post(at, sent) if sent else clerk.get(at)
    assert reply.status_code < 500
