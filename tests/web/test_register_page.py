"""The pages of the register: buildings, a building floor by floor, a household added by hand."""

from typing import Any

import pytest

from tests.cast import PATH, Cast
from tests.street import Street, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from wumen.queries.posts import acting
from wumen.records.models import Household, Resident

NUMBER = "410198199001010015"


def form(**changes: Any) -> dict[str, Any]:
    """A household of two, as the form sends it."""
    return {
        "building": f"{PATH}1/",
        "unit": "1单元",
        "room": "0301室",
        "name": ["新来的人", "同住人", "", "", ""],
        "identity_number": ["", "", "", "", ""],
        "telephone": ["13800000002", "", "", "", ""],
        "needs": ["独居老人", "", "", "", ""],
        **changes,
    }


def test_buildings_stand_with_their_households_and_residents(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    page = signed_in(cast.clerk).get("/register/").content.decode()
    assert f"/register/building/{PATH}1/" in page
    heading = page.index("锦绣城", page.index("登记变动"))
    assert heading < page.index(">2号楼<") < page.index(">3号楼<")
    assert "12 户，登记 30 人" in page
    assert page.count('<td class="n">4</td><td class="n">10</td>') == 3


def test_a_building_is_shown_floor_by_floor_from_the_top(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    page = signed_in(cast.captain).get(f"/register/building/{PATH}1/").content.decode()
    assert page.index("2 层") < page.index(">201<") < page.index(">202<") < page.index("1 层")
    assert "张阿姨" in page
    assert "13800000001" not in page
    assert "独居老人" not in page
    assert f"/explain/?area={PATH}1/" in page


def test_a_building_outside_the_area_is_refused(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    for viewer, building in ((cast.captain, "2/"), (cast.outsider, "1/")):
        reply = signed_in(viewer).get(f"/register/building/{PATH}{building}")
        assert reply.status_code == 403
        assert "area_not_yours" in reply.content.decode()
    reply = signed_in(cast.clerk).get(f"/register/building/{PATH}77/")
    assert reply.status_code == 404
    assert "area_unknown" in reply.content.decode()


def test_who_may_not_see_the_register_sees_no_name(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.volunteer)
    for path in ("/register/", f"/register/building/{PATH}1/", "/register/household/new/"):
        reply = client.get(path)
        assert reply.status_code == 403
        assert "right_missing" in reply.content.decode()
        assert "张阿姨" not in reply.content.decode()


def test_a_household_is_added_with_its_people_behind_the_door_that_was_meant(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    reply = signed_in(cast.clerk).post("/register/household/new/", form(), follow=True)
    page = reply.content.decode()
    assert "新来的人" in page
    assert "3 层" in page
    with acting(cast.clerk):
        household = Household.objects.get(area=f"{PATH}1/1/301/")
        assert [one.name for one in household.residents.order_by("place")] == [
            "新来的人",
            "同住人",
        ]


def test_a_household_comes_under_the_order_that_stands_over_its_building(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    ordered(cast, "1")
    reply = signed_in(cast.clerk).post("/register/household/new/", form())
    assert reply.status_code == 302


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"identity_number": ["410198199001010010", "", "", "", ""]}, "check_digit"),
        ({"identity_number": [NUMBER, NUMBER, "", "", ""]}, "duplicate_identity"),
        ({"name": ["新来的人", "", "", "", ""], "telephone": ["", "13800000003"]}, "name_empty"),
        ({"building": ""}, "path_unreadable"),
        ({"building": "410102/410102013/410102013001/"}, "area_not_yours"),
        ({"unit": "", "room": ""}, "area_kind_differs"),
    ],
)
def test_a_refusal_registers_nothing_and_keeps_what_was_typed(
    cast: Cast, street: Street, signed_in: SignedIn, change: dict[str, Any], code: str
) -> None:
    with acting(cast.clerk):
        before = Household.objects.count(), Resident.objects.count()
    reply = signed_in(cast.clerk).post("/register/household/new/", form(**change))
    page = reply.content.decode()
    assert code in page
    assert reply.status_code == (403 if code == "area_not_yours" else 400)
    assert 'value="新来的人"' in page
    with acting(cast.clerk):
        assert (Household.objects.count(), Resident.objects.count()) == before


def test_the_english_pages_hold_chinese_as_data_only(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk, accept_language="en")
    for path in ("/register/", f"/register/building/{PATH}1/", "/register/household/new/"):
        assert chinese_outside(client.get(path).content.decode()) == []
    refused = client.post("/register/household/new/", form(building=""))
    assert chinese_outside(refused.content.decode()) == []
