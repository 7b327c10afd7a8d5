"""The menu of five doors: short, whole, and only what the post may open."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from tests.cast import Cast
from tests.street import Street
from tests.web.conftest import SignedIn
from wumen.web.menu import DOORS, door_of

pytestmark = pytest.mark.usefixtures("street")

# Pages that are no place of their own: they begin, end or are a part of another.
NO_PLACE = {
    *("start", "sign_in", "healthz", "elevations", "duties", "crew_grant"),
    *("not_reached", "looks", "device", "force_board", "stock_running"),
    *("orders_new", "instructions_new", "notices_new", "register_place", "split_compound"),
    *("points_new", "points_sheet", "field_app", "shifts_calendar", "meals_sheet", "stock_sheet"),
    *("reports_forms", "reports_sent", "openings", "arrivals_kits"),
}


def links(page: str, part: str = "menu") -> list[str]:
    """The addresses in the menu of a page, or behind a door."""
    found = re.search(rf'<nav class="{part}".*?</nav>', page, re.S)
    return re.findall(r'href="([^"]+)"', found[0]) if found else []


def pages(under: list[URLPattern | URLResolver]) -> dict[str, str]:
    """The pages that are opened without naming anything, by their names."""
    found = {}
    for one in under:
        if isinstance(one, URLResolver):
            found |= pages(one.url_patterns)
        elif one.name and "<" not in str(one.pattern):
            found[one.name] = f"/{one.pattern}"
    return found


def reached(client: Client) -> set[str]:
    """What two taps open: the menu's doors, what is behind them, and what stands on the overview."""
    begin = client.get("/", follow=True).content.decode()
    doors = links(begin)
    behind = [
        one for door in doors for one in links(client.get(door).content.decode(), "ways-behind")
    ]
    return {*doors, *behind}


def test_the_menu_has_at_most_eight_doors(cast: Cast, signed_in: SignedIn) -> None:
    for viewer in (cast.secretary, cast.duty_officer, cast.captain, cast.volunteer):
        page = signed_in(viewer).get("/", follow=True).content.decode()
        assert 0 < len(links(page)) <= 8


def test_each_page_of_an_office_is_two_taps_away(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.duty_officer)
    near = reached(client)
    far = [
        name
        for name, path in pages(get_resolver("wumen.web.urls").url_patterns).items()
        if name not in NO_PLACE and path not in near and client.get(path).status_code == 200
    ]
    assert far == []


def test_whatever_the_menu_offers_a_post_opens(cast: Cast, signed_in: SignedIn) -> None:
    for viewer in (cast.secretary, cast.captain, cast.volunteer):
        client = signed_in(viewer)
        assert {client.get(one).status_code for one in reached(client)} == {200}


def test_a_post_without_the_register_is_offered_no_home(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.volunteer).get("/", follow=True).content.decode()
    assert links(page) == ["/doors/gate/", "/explain/", "/doors/crew/", "/rules/"]


def test_a_door_that_is_not_there_is_not_found(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.captain)
    assert [client.get(f"/doors/{key}/").status_code for key in ("board", "nowhere")] == [404, 404]


@pytest.mark.parametrize(
    ("page", "door"),
    [
        ("rounds_one", "building"),
        ("home_needs_new", "home"),
        ("register_grid", "crew"),
        ("register_line_of", "building"),
        ("orders_new", "notice"),
        ("call_list", "service"),
        ("search", "home"),
        ("duty_one", "service"),
        ("notices_one", "rules"),
    ],
)
def test_a_page_stands_under_the_door_it_belongs_to(page: str, door: str) -> None:
    found = door_of(page)
    assert found is not None
    assert found.key == door


def test_each_door_is_named_once(street: Street) -> None:
    assert len({door.key for door in DOORS}) == len(DOORS)
    assert door_of("sign_in") is None
