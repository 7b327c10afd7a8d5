"""The page of lists: looked at masked, copied for a group as rooms, taken out with a purpose."""

import io
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from tests.cast import COMPOUND, PATH, Cast
from tests.street import Street, ordered
from tests.web.chinese import chinese_outside
from tests.web.conftest import SignedIn
from tests.workbooks import number
from wumen.actions.register import NewResident, register_household
from wumen.queries.posts import acting
from wumen.records.event_log import unread
from wumen.rules.lists import LISTS

PAGE = "/register/lists/"
PURPOSE = "上门采样分组用"
MASKED = "410" + "*" * 13 + number(1)[-2:]


@pytest.fixture
def numbered(cast: Cast, street: Street) -> str:
    """Somebody with a number and a telephone at 1-1-301."""
    register_household(
        cast.clerk,
        f"{COMPOUND}/1/1/301",
        [NewResident("甲一", identity_number=number(1), telephones=("13800000001",))],
    )
    return "甲一"


def exports(cast: Cast) -> list[dict[str, Any]]:
    """What the events of exports say."""
    with acting(cast.operator):
        return [one.body for one in unread("test", 10_000) if one.kind == "list.exported"]


def take(client: Client, **sent: str) -> Any:
    """Send the form that takes a list out."""
    return client.post(PAGE, {"list": "residents", "area": f"{PATH}1/", "purpose": PURPOSE, **sent})


def test_the_lists_are_one_link_from_the_register(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    page = signed_in(cast.clerk).get("/register/").content.decode()
    assert f'href="{PAGE}"' in page
    assert 'href="/register/line/"' in page


def test_a_list_on_screen_shows_no_complete_number(
    cast: Cast, numbered: str, signed_in: SignedIn
) -> None:
    page = signed_in(cast.clerk).get(PAGE, {"list": "residents"}).content.decode()
    assert numbered in page
    assert MASKED in page
    assert number(1) not in page
    assert "13800000001" not in page


def test_rooms_for_a_group_stand_without_names_one_text_a_building(
    cast: Cast, numbered: str, signed_in: SignedIn
) -> None:
    page = signed_in(cast.clerk).get(PAGE, {"list": "residents"}).content.decode()
    texts = [one.split("</textarea>")[0].split(">", 1)[1] for one in page.split("<textarea")[1:]]
    assert texts == [
        f"锦绣城 {n}号楼请下列房号与楼长联系：\n1单元：101、102、201、202{more}"
        for n, more in ((1, "、301"), (2, ""), (3, ""))
    ]


def test_a_file_comes_with_its_number_in_its_name_and_is_kept_by_no_browser(
    cast: Cast, numbered: str, signed_in: SignedIn
) -> None:
    reply = take(signed_in(cast.clerk), complete="1")
    assert reply.status_code == 200
    assert reply["Content-Type"].endswith("spreadsheetml.sheet")
    assert reply["Cache-Control"] == "no-store"
    [said] = exports(cast)
    assert "%E5%8F%B7.xlsx" in reply["Content-Disposition"]
    assert str(said["number"]) in reply["Content-Disposition"]
    with CalamineWorkbook.from_filelike(io.BytesIO(reply.content)) as book:
        rows = book.get_sheet_by_index(0).to_python()
    assert rows[-1][6:] == [number(1), "13800000001"]


@pytest.mark.parametrize(
    ("who", "sent", "code", "status"),
    [
        ("clerk", {"purpose": "看看"}, "purpose_too_short", 400),
        ("clerk", {"purpose": "打给13800000001"}, "purpose_holds_number", 400),
        ("captain", {"complete": "1"}, "right_missing", 403),
        ("clerk", {"list": "by_origin"}, "list_unknown", 404),
        ("captain", {"area": f"{PATH}2/"}, "area_not_yours", 403),
    ],
)
def test_a_refusal_is_shown_at_the_form_and_keeps_the_purpose(
    cast: Cast,
    numbered: str,
    signed_in: SignedIn,
    who: str,
    sent: dict[str, str],
    code: str,
    status: int,
) -> None:
    reply = take(signed_in(getattr(cast, who)), **sent)
    page = reply.content.decode()
    assert reply.status_code == status
    assert code in page
    assert number(1) not in page
    assert exports(cast) == []
    if code not in ("list_unknown", "area_not_yours"):
        assert f'value="{sent.get("purpose", PURPOSE)}"' in page


def test_complete_numbers_are_offered_only_to_who_may_export(
    cast: Cast, numbered: str, signed_in: SignedIn
) -> None:
    for viewer, offered in ((cast.clerk, True), (cast.captain, False)):
        page = signed_in(viewer).get(PAGE, {"list": "residents"}).content.decode()
        assert ('name="complete"' in page) is offered


def test_who_may_not_see_the_register_sees_no_list(
    cast: Cast, numbered: str, signed_in: SignedIn
) -> None:
    client = signed_in(cast.volunteer)
    assert client.get(PAGE).status_code == 403
    assert take(client).status_code == 403
    page = signed_in(cast.sampler).get(PAGE, {"list": "needs"})
    assert page.status_code == 403
    assert "张阿姨" not in page.content.decode()


@pytest.mark.parametrize("key", LISTS)
def test_the_english_page_holds_chinese_as_data_only(
    cast: Cast, numbered: str, signed_in: SignedIn, key: str
) -> None:
    client = signed_in(cast.clerk, accept_language="en")
    reply = client.get(PAGE, {"list": key})
    assert reply.status_code == 200
    assert chinese_outside(reply.content.decode()) == []
    refused = client.post(PAGE, {"list": key, "purpose": "x"})
    assert chinese_outside(refused.content.decode()) == []


def test_a_list_of_all_homes_is_not_copied_where_one_of_them_is_isolated(
    cast: Cast, street: Street, signed_in: SignedIn
) -> None:
    client = signed_in(cast.clerk)
    asked = f"{PAGE}?list=households&area={PATH}1/"
    assert "202</textarea>" in client.get(asked).content.decode()
    ordered(cast, regime="home_isolation", paths=(), residents=(str(street.aunt_zhang.id),))
    page = client.get(asked).content.decode()
    assert "没写进来的是谁，一看就知道" in page
    assert "<textarea" not in page
    # The needs' list holds her alone: nothing of it goes to a group, and nobody else is told from it.
    page = client.get(f"{PAGE}?list=needs&area={PATH}1/").content.decode()
    assert "<textarea" not in page
