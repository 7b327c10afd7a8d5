"""上门采样名单 in the browser: ticked at opening, accepted with one tap, changed by hand, printed as a route."""

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.street import Street, at, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from tests.web.test_sampling_rounds_page import TYPED, one
from wumen.actions.special_needs import note_need
from wumen.queries.sampling_rounds.at_door import door_list
from wumen.records import clock


@pytest.fixture(autouse=True)
def half_past_six(cast: Cast, street: Street) -> Iterator[datetime]:
    """张阿姨 is known to walk badly; the round is about to begin."""
    with clock.fixed(at(1, 10, 6)) as instant:
        note_need(cast.clerk, street.aunt_zhang.id, "homebound", {})
        yield instant


@pytest.fixture
def clerk(cast: Cast, signed_in: SignedIn) -> Client:
    return signed_in(cast.clerk)


def page_of(client: Client, cast: Cast) -> str:
    return client.get(f"/sampling/{one(cast).id}/doors/").content.decode()


def test_the_form_tells_how_many_cannot_come_down_and_opens_with_them(
    cast: Cast, clerk: Client
) -> None:
    fresh = clerk.get("/sampling/new/").content.decode()
    assert re.search(r'name="doors" value="1" checked', fresh)
    would = clerk.post("/sampling/new/", TYPED | {"doors": "1", "look": "1"}).content.decode()
    assert "下不了楼的 1 人" in would
    assert "上门采 1 人" in would
    clerk.post("/sampling/new/", TYPED | {"doors": "1", "open": "1"})
    route = page_of(clerk, cast)
    assert "1 户 1 人" in route
    assert "重点关爱登记" in route
    # On paper there is neither the name nor the ground.
    assert re.search(r'on-paper-only"><span lang="zh">张\*\*</span>', route)
    assert "行动不便" not in route


def test_without_the_tick_one_tap_puts_all_on_the_list(cast: Cast, clerk: Client) -> None:
    would = clerk.post("/sampling/new/", TYPED | {"look": "1"}).content.decode()
    assert "要下楼到点上采" in would
    clerk.post("/sampling/new/", TYPED | {"open": "1"})
    assert "还没列入的" in page_of(clerk, cast)
    where = f"/sampling/{one(cast).id}/doors/change/"
    page = clerk.post(where, {"all": "1"}, follow=True).content.decode()
    assert "已列入 1 人" in page
    assert "还没列入的" not in page
    page = clerk.post(where, {"all": "1"})
    assert page.status_code == 400
    assert "没有要列入上门采样名单的人" in page.content.decode()


def test_by_hand_a_home_is_added_by_its_room_and_taken_off(
    cast: Cast, street: Street, clerk: Client
) -> None:
    clerk.post("/sampling/new/", TYPED | {"doors": "1", "open": "1"})
    where = f"/sampling/{one(cast).id}/doors/change/"
    page = clerk.post(where, {"door": "2-1-102"}, follow=True).content.decode()
    assert "已列入 2 人" in page
    page = clerk.post(where, {"off": str(street.aunt_zhang.id)}, follow=True).content.decode()
    assert "点掉的" in page
    assert len(door_list(cast.clerk, one(cast).id).stops) == 1
    page = clerk.post(where, {"on": str(street.aunt_zhang.id)}, follow=True).content.decode()
    assert len(door_list(cast.clerk, one(cast).id).stops) == 2
    lost = clerk.post(where, {"door": "9-9-999"})
    assert lost.status_code >= 400
    assert 'value="9-9-999"' in lost.content.decode()


def test_isolated_homes_stand_last_under_a_line_of_their_own(
    cast: Cast, street: Street, clerk: Client
) -> None:
    ordered(cast, regime="home_isolation", residents=(str(street.aunt_zhang.id),))
    clerk.post("/sampling/new/", TYPED | {"doors": "1", "open": "1"})
    clerk.post(f"/sampling/{one(cast).id}/doors/change/", {"door": "3-1-202"})
    page = page_of(clerk, cast)
    assert (
        page.index("3号楼")
        < page.index("以下最后去，一户一户单独去")
        < page.index("1号楼 1单元 202")
    )


def test_the_round_leads_to_the_list_and_who_does_not_plan_sees_none(
    cast: Cast, clerk: Client, signed_in: SignedIn
) -> None:
    clerk.post("/sampling/new/", TYPED | {"doors": "1", "open": "1"})
    where = f"/sampling/{one(cast).id}/doors/"
    assert where in clerk.get(f"/sampling/{one(cast).id}/").content.decode()
    assert signed_in(cast.captain).get(where).status_code == 403
    assert signed_in(cast.volunteer).post(f"{where}change/", {"all": "1"}).status_code == 403


def test_the_page_is_english_too_and_asks_little(cast: Cast, clerk: Client) -> None:
    clerk.post("/sampling/new/", TYPED | {"doors": "1", "open": "1"})
    where = f"/sampling/{one(cast).id}/doors/"
    clerk.post(f"{where}change/", {"door": "2-1-101"})
    clerk.get(where)
    with CaptureQueriesContext(connection) as few:
        clerk.get(where)
    for door in ("2-1-102", "3-1-101", "2-1-201"):
        clerk.post(f"{where}change/", {"door": door})
    clerk.get(where)
    with CaptureQueriesContext(connection) as many:
        english = clerk.get(where, headers={"Accept-Language": "en"}).content.decode()
    assert len(many) <= len(few)
    assert chinese_outside(english) == []
